//! A RADIUS proxy: it sends what its clients ask to home servers, by realm, under other secrets, and their answers back. What
//! home servers want changed of a session goes the other way, to the network of the operator that the session is in.
//!
//! ```sh
//! cargo run --example server -- --secret at-home --user bob@example.org:hello
//! cargo run --example proxy -- --auth 127.0.0.1:11812 --acct 127.0.0.1:11813 --secret testing123 \
//!     --realm example.org=127.0.0.1:1812/127.0.0.1:1813 --home-secret at-home
//! radtest bob@example.org hello 127.0.0.1:11812 0 testing123
//! ```
//!
//! The server below the handler does what concerns a proxy's clients: it verifies requests, drops repetitions of those that are
//! on their way and answers Status-Server itself; it gives back each client's Proxy-State, and no other's. The client does what
//! concerns home servers: it retransmits, and goes to the next one where one is silent.

mod arguments;

use std::error::Error;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use clap::Parser;
use radius_runtime::attribute::AttributeSet;
use radius_runtime::client::{Client, ClientBuilder, ServerEntry};
use radius_runtime::packet::ErrorCause;
use radius_runtime::proto::Routes;
use radius_runtime::server::{Answer, ClientEntry, Clients, Handler, HandlerError, Request, Server};
use radius_runtime::trace::Trace;
use radius_runtime::{Code, Secret, crypto, include_dictionary};
use tokio::task::JoinSet;

use arguments::{Arguments, Servers};

include_dictionary! {
    /// The attributes of the RFCs and of common vendors: a proxy has to know which of them are hidden.
    mod dictionary = "../dictionaries/share/dictionary";
}

use dictionary::{DICTIONARY, PROXY_STATE};

/// Where the users of a realm are known.
struct Home {
    authentication: Client,
    accounting: Option<Client>,
    /// Where it may send CoA-Requests and Disconnect-Requests from.
    addresses: Vec<IpAddr>,
}

impl Home {
    async fn connect(servers: &Servers, secret: &Secret) -> Result<Self, Box<dyn Error>> {
        let Servers { authentication, accounting } = servers;
        let both = authentication.iter().chain(accounting);
        Ok(Self {
            addresses: both.map(|server| server.ip().to_canonical()).collect(),
            authentication: connect(authentication, secret).await?,
            accounting: if accounting.is_empty() { None } else { Some(connect(accounting, secret).await?) },
        })
    }
}

struct Proxy {
    homes: Routes<Home>,
    operators: Routes<Client>,
    /// The Proxy-State of this proxy. It keeps nothing in it; by it, a request that comes round again is known.
    state: [u8; 8],
}

impl Proxy {
    /// An error leaves the client without an answer, as the next server did: it will ask again, or another proxy.
    async fn forward(&self, next: &Client, request: &Request) -> Result<Answer, HandlerError> {
        if request.get_all(PROXY_STATE).any(|state| state == Ok(&self.state[..])) {
            return Err("the request comes from this proxy: is it a home server of itself?".into());
        }
        let packet = request.to_forward(&DICTIONARY)?.with(PROXY_STATE, self.state);
        let reply = next.send(packet).await?;
        if reply.code() == Code::PROTOCOL_ERROR {
            // It is between two neighbours, and not sent on (RFC 7930 §4).
            let cause = reply.error_cause().unwrap_or(ErrorCause::OTHER_PROXY_PROCESSING_ERROR);
            return Ok(request.nak(cause));
        }
        Ok(reply.to_forward(&DICTIONARY)?.into())
    }
}

impl Handler for Proxy {
    /// Users of unknown realms are rejected.
    async fn access_request(&self, request: Request) -> Result<Answer, HandlerError> {
        match self.homes.of_login(&request) {
            Some(home) => self.forward(&home.authentication, &request).await,
            None => Ok(request.reject()),
        }
    }

    /// A report that nobody keeps must not be confirmed (RFC 2866 §4.1): there is no answer to it.
    async fn accounting_request(&self, request: Request) -> Result<Answer, HandlerError> {
        match self.homes.of_login(&request).and_then(|home| home.accounting.as_ref()) {
            Some(accounting) => self.forward(accounting, &request).await,
            None => Ok(Answer::discard()),
        }
    }

    /// Who the user's logins go to may change the session, and nobody else (RFC 5176 §6.1). Operator-Name says in whose network
    /// it is; which NAS is meant, that network knows by Operator-NAS-Identifier, which is sent on as it came (RFC 8559 §3).
    async fn coa_request(&self, request: Request) -> Result<Answer, HandlerError> {
        let sender = request.peer().ip().to_canonical();
        if !self.homes.leads_back(&request, |home| home.addresses.contains(&sender)) {
            return Ok(Answer::unauthorized());
        }
        match self.operators.of_operator(&request) {
            Some(operator) => self.forward(operator, &request).await,
            None => Ok(request.nak(ErrorCause::REQUEST_NOT_ROUTABLE)),
        }
    }

    async fn disconnect_request(&self, request: Request) -> Result<Answer, HandlerError> {
        self.coa_request(request).await
    }

    /// The NAS knows what it can change.
    fn coa_attributes(&self) -> AttributeSet {
        AttributeSet::all()
    }
}

async fn connect(servers: &[SocketAddr], secret: &Secret) -> Result<Client, Box<dyn Error>> {
    let mut entries = servers.iter().map(|&server| ServerEntry::new(server, secret.clone()));
    let first = entries.next().ok_or("there is no server")?;
    Ok(entries.fold(ClientBuilder::new(first), ClientBuilder::server).build().await?)
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    tracing_subscriber::fmt().with_writer(std::io::stderr).init();
    // Prints every packet if RADIUS_TRACE=1 asks for it.
    Trace::new(&DICTIONARY).start_if_asked();
    let arguments = Arguments::parse();
    let (secret, home_secret) = (Secret::new(&*arguments.secret)?, Secret::new(&*arguments.home_secret)?);
    let (entry, home_entry) = (ClientEntry::new(secret.clone()), ClientEntry::new(home_secret.clone()));
    let clients = Clients::new().with("0.0.0.0/0".parse()?, entry.clone()).with("::/0".parse()?, entry);
    let (mut homes, mut home_clients) = (Routes::new(), Clients::new());
    for (realm, servers) in &arguments.homes() {
        let home = Home::connect(servers, &home_secret).await?;
        for &address in &home.addresses {
            home_clients.insert(address.into(), home_entry.clone());
        }
        homes = match realm {
            Some(realm) => homes.realm(realm, home)?,
            None => homes.default_route(home),
        };
    }
    let mut operators = Routes::new();
    for (realm, servers) in &arguments.operators() {
        operators = operators.realm(realm, connect(servers, &secret).await?)?;
    }
    let mut state = [0; 8];
    crypto::fill(&mut state)?;
    let proxy = Arc::new(Proxy { homes, operators, state });

    let server = Server::builder(clients, Arc::clone(&proxy));
    let mut servers = vec![server.authentication(arguments.auth).accounting(arguments.acct).bind().await?];
    if let Some(address) = arguments.coa {
        servers.push(Server::builder(home_clients, proxy).dynamic_authorization(address).bind().await?);
    }
    let mut serving = JoinSet::new();
    for server in servers {
        for (service, address) in server.local_addresses()? {
            println!("{service:?} on {address}");
        }
        serving.spawn(server.serve(async { drop(tokio::signal::ctrl_c().await) }));
    }
    serving.join_all().await;
    Ok(())
}
