//! A NAS that its AAA server cannot connect to: CoA-Requests and Disconnect-Requests come down the connection over TLS that the
//! NAS opened (draft-ietf-radext-reverse-coa).
//!
//! ```sh
//! tls="--ca certs/ca.pem"
//! cargo run --example radsec_server -- --user bob:hello --coa 127.0.0.1:3799 --coa-secret testing123 \
//!     $tls --cert certs/server.pem --key certs/server.key
//! cargo run --example radsec_nas -- 127.0.0.1:2083 --user bob:hello --session 4711 \
//!     $tls --cert certs/client.pem --key certs/client.key
//! echo NAS-Identifier=client.example,Acct-Session-Id=4711 | radclient 127.0.0.1:3799 disconnect testing123
//! ```
//!
//! The NAS logs its one user in, and goes on until the session is ended or it is told to stop.

use std::error::Error;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Mutex;

use clap::Parser;
use radius_runtime::attribute::AttributeSet;
use radius_runtime::client::{ClientBuilder, ServerEntry};
use radius_runtime::packet::ErrorCause;
use radius_runtime::radsec::{ClientTls, Identity, Trust};
use radius_runtime::server::{
    Answer, ClientEntry, Clients, Handler, HandlerError, NasIdentity, Request, Server,
};
use radius_runtime::{Code, Packet, include_dictionary};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::Notify;

include_dictionary! {
    /// The attributes of the RFCs and of common vendors.
    mod dictionary = "../dictionaries/share/dictionary";
}

use dictionary::{ACCT_SESSION_ID, NAS_IDENTIFIER, SESSION_TIMEOUT, USER_NAME, USER_PASSWORD};

/// A NAS with one user.
#[derive(Parser)]
struct Arguments {
    /// The AAA server: the address in its certificate, and the port.
    #[arg(value_name = "ADDR")]
    server: SocketAddr,
    /// The user and the password.
    #[arg(long, value_name = "NAME:PASSWORD")]
    user: String,
    /// The Acct-Session-Id of the user's session.
    #[arg(long, value_name = "ID")]
    session: String,
    /// Who the NAS is: a name that its certificate has.
    #[arg(long, value_name = "NAME", default_value = "client.example")]
    identifier: String,
    /// The certificate of the authority that signs the server's certificate.
    #[arg(long, value_name = "FILE")]
    ca: PathBuf,
    /// The certificate of the NAS.
    #[arg(long, value_name = "FILE")]
    cert: PathBuf,
    /// The key of that certificate.
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
}

/// The one session, as long as there is one.
struct Nas {
    session: Mutex<Option<String>>,
    ended: Notify,
}

impl Nas {
    fn is_there(&self, request: &Request) -> Result<bool, HandlerError> {
        let asked = request.get(ACCT_SESSION_ID)?;
        Ok(asked.is_some() && self.session.lock().map_err(|_| "poisoned")?.as_deref() == asked)
    }
}

/// The same handler would serve UDP: see [`ServerBuilder::dynamic_authorization`].
///
/// [`ServerBuilder::dynamic_authorization`]: radius_runtime::server::ServerBuilder::dynamic_authorization
impl Handler for &'static Nas {
    async fn disconnect_request(&self, request: Request) -> Result<Answer, HandlerError> {
        if !self.is_there(&request)? {
            return Ok(request.nak(ErrorCause::SESSION_CONTEXT_NOT_FOUND));
        }
        *self.session.lock().map_err(|_| "poisoned")? = None;
        println!("the session is ended");
        self.ended.notify_one();
        Ok(request.acknowledge())
    }

    async fn coa_request(&self, request: Request) -> Result<Answer, HandlerError> {
        if !self.is_there(&request)? {
            return Ok(request.nak(ErrorCause::SESSION_CONTEXT_NOT_FOUND));
        }
        if let Some(seconds) = request.get(SESSION_TIMEOUT)? {
            println!("the session ends in {seconds} s");
        }
        Ok(request.acknowledge())
    }

    fn coa_attributes(&self) -> AttributeSet {
        AttributeSet::new().with(SESSION_TIMEOUT)
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    tracing_subscriber::fmt().with_writer(std::io::stderr).init();
    let arguments = Arguments::parse();
    let (name, password) = arguments.user.split_once(':').ok_or("the user is NAME:PASSWORD")?;
    let identity = Identity::from_pem_files(&arguments.cert, &arguments.key)?;
    let (host, trust) = (arguments.server.ip().to_string(), Trust::from_pem_file(&arguments.ca)?);
    let tls = ClientTls::for_host(&host, identity, trust)?.build()?;

    // The connection is kept open, for what may come down.
    let client =
        ClientBuilder::new(ServerEntry::radsec(arguments.server, tls).reverse_coa(true)).build().await?;
    let session = Mutex::new(Some(arguments.session.clone()));
    let nas: &Nas = Box::leak(Box::new(Nas { session, ended: Notify::new() }));
    let server = Server::builder(Clients::new(), nas)
        .nas_identity(NasIdentity::new().identifier(arguments.identifier.as_str()))
        .reverse_coa_from(&client, ClientEntry::over_tls().name("the AAA server"))
        .bind()
        .await?;
    let login = Packet::access_request()
        .with(USER_NAME, name)
        .with(USER_PASSWORD, password)
        .with(NAS_IDENTIFIER, arguments.identifier.as_str())
        .with(ACCT_SESSION_ID, arguments.session.as_str());
    let logging_in = async {
        let reply = client.send(login).await?;
        if reply.code() != Code::ACCESS_ACCEPT {
            return Err(format!("{name} may not log in: {}", reply.code()).into());
        }
        println!("{name} is logged in");
        Ok::<(), Box<dyn Error>>(())
    };
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    let serving = server.serve(async {
        tokio::select! {
            () = nas.ended.notified() => {}
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    });
    tokio::pin!(serving);
    tokio::select! {
        logged_in = logging_in => logged_in?,
        _ = &mut serving => return Ok(()),
    }
    serving.await;
    Ok(())
}
