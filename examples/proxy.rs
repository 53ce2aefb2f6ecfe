//! A RADIUS proxy: it sends what its clients ask to home servers, under other secrets, and their answers back.
//!
//! ```sh
//! cargo run --example server -- --secret at-home --user bob:hello
//! cargo run --example proxy -- --auth 127.0.0.1:11812 --acct 127.0.0.1:11813 --secret testing123 \
//!     --home 127.0.0.1:1812 --home-acct 127.0.0.1:1813 --home-secret at-home
//! radtest bob hello 127.0.0.1:11812 0 testing123
//! ```
//!
//! The server below the handler does what concerns a proxy's clients: it verifies requests, drops repetitions of those that are
//! on their way and answers Status-Server itself; it gives back each client's Proxy-State, and no other's. The client does what
//! concerns home servers: it retransmits, and goes to the next one where one is silent.

use std::error::Error;
use std::net::SocketAddr;

use clap::Parser;
use radius_runtime::client::{Client, ClientBuilder, ServerEntry};
use radius_runtime::packet::ErrorCause;
use radius_runtime::server::{Answer, ClientEntry, Clients, Handler, HandlerError, Request, Server};
use radius_runtime::trace::Trace;
use radius_runtime::{Code, Secret, crypto, include_dictionary};

include_dictionary! {
    /// The attributes of the RFCs and of common vendors: a proxy has to know which of them are hidden.
    mod dictionary = "../dictionaries/share/dictionary";
}

use dictionary::{DICTIONARY, PROXY_STATE};

/// A RADIUS proxy.
#[derive(Parser)]
struct Arguments {
    /// Where to take Access-Requests.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:1812")]
    auth: SocketAddr,
    /// Where to take Accounting-Requests.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:1813")]
    acct: SocketAddr,
    /// The secret shared with every client.
    #[arg(long, value_name = "SECRET")]
    secret: String,
    /// A home server for Access-Requests; further ones, given the same way, stand in for it.
    #[arg(long, value_name = "ADDR", required = true)]
    home: Vec<SocketAddr>,
    /// A home server for Accounting-Requests; further ones stand in for it.
    #[arg(long, value_name = "ADDR", required = true)]
    home_acct: Vec<SocketAddr>,
    /// The secret shared with the home servers.
    #[arg(long, value_name = "SECRET")]
    home_secret: String,
}

struct Proxy {
    authentication: Client,
    accounting: Client,
    /// The Proxy-State of this proxy. It keeps nothing in it; by it, a request that comes round again is known.
    state: [u8; 8],
}

impl Proxy {
    /// An error leaves the client without an answer, as the home servers did: it will ask again, or another proxy.
    async fn forward(&self, home: &Client, request: &Request) -> Result<Answer, HandlerError> {
        if request.get_all(PROXY_STATE).any(|state| state == Ok(&self.state[..])) {
            return Err("the request comes from this proxy: is it a home server of itself?".into());
        }
        let packet = request.to_forward(&DICTIONARY)?.with(PROXY_STATE, self.state);
        let reply = home.send(packet).await?;
        if reply.code() == Code::PROTOCOL_ERROR {
            // It is between two neighbours, and not sent on (RFC 7930 §4).
            let cause = reply.error_cause().unwrap_or(ErrorCause::OTHER_PROXY_PROCESSING_ERROR);
            return Ok(request.nak(cause));
        }
        Ok(reply.to_forward(&DICTIONARY)?.into())
    }
}

impl Handler for Proxy {
    async fn access_request(&self, request: Request) -> Result<Answer, HandlerError> {
        self.forward(&self.authentication, &request).await
    }

    async fn accounting_request(&self, request: Request) -> Result<Answer, HandlerError> {
        self.forward(&self.accounting, &request).await
    }
}

async fn connect(homes: &[SocketAddr], secret: &Secret) -> Result<Client, Box<dyn Error>> {
    let mut entries = homes.iter().map(|&home| ServerEntry::new(home, secret.clone()));
    let first = entries.next().ok_or("there is no home server")?;
    Ok(entries.fold(ClientBuilder::new(first), ClientBuilder::server).build().await?)
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    tracing_subscriber::fmt().with_writer(std::io::stderr).init();
    // Prints every packet if RADIUS_TRACE=1 asks for it.
    Trace::new(&DICTIONARY).start_if_asked();
    let arguments = Arguments::parse();
    let home_secret = Secret::new(arguments.home_secret)?;
    let mut state = [0; 8];
    crypto::fill(&mut state)?;
    let proxy = Proxy {
        authentication: connect(&arguments.home, &home_secret).await?,
        accounting: connect(&arguments.home_acct, &home_secret).await?,
        state,
    };
    let entry = ClientEntry::new(Secret::new(arguments.secret)?);
    let clients = Clients::new().with("0.0.0.0/0".parse()?, entry.clone()).with("::/0".parse()?, entry);
    let server = Server::builder(clients, proxy)
        .authentication(arguments.auth)
        .accounting(arguments.acct)
        .bind()
        .await?;
    for (service, address) in server.local_addresses()? {
        println!("{service:?} on {address}");
    }
    server.serve(async { drop(tokio::signal::ctrl_c().await) }).await;
    Ok(())
}
