//! A RADIUS server over TLS, RadSec and RADIUS/1.1, for users named on its command line.
//!
//! ```sh
//! cargo run --example radsec_server -- --listen 127.0.0.1:2083 --user bob:hello \
//!     --ca certs/ca.pem --cert certs/server.pem --key certs/server.key --radius-version both
//! ```
//!
//! Every client with a certificate of the authority is served. SIGHUP reads the files again; connections stay up.
//!
//! With `--coa`, CoA-Requests and Disconnect-Requests that come over UDP go down the connection of the NAS that they name by
//! NAS-Identifier, which has to be a name in its certificate: see `radsec_nas.rs`.

use std::error::Error;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Parser, ValueEnum};
use radius_runtime::attribute::AttributeSet;
use radius_runtime::packet::ErrorCause;
use radius_runtime::proto::RadiusVersions;
use radius_runtime::radsec::{CertificateRule, Identity, ServerTls, TlsError, Trust};
use radius_runtime::reverse_coa::ReverseCoa;
use radius_runtime::server::{
    Answer, ClientEntry, Clients, DiscardReason, Handler, HandlerError, Request, Server, Statistics,
};
use radius_runtime::{Code, Secret, include_dictionary};
use tokio::signal::unix::{SignalKind, signal};

include_dictionary! {
    /// The attributes of the RFCs and of common vendors.
    mod dictionary = "../dictionaries/share/dictionary";
}

use dictionary::{
    DICTIONARY, NAS_IDENTIFIER, REPLY_MESSAGE, SERVICE_TYPE, ServiceType, TUNNEL_PASSWORD, USER_NAME,
};

/// A RADIUS server over TLS for users named on the command line.
#[derive(Parser)]
struct Arguments {
    /// Where to take connections.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:2083")]
    listen: SocketAddr,
    /// A user and password; can be given several times.
    #[arg(long = "user", value_name = "NAME:PASSWORD", value_parser = user)]
    users: Vec<(String, String)>,
    #[command(flatten)]
    files: Files,
    /// Certificates that the authority took back.
    #[arg(long, value_name = "FILE")]
    crl: Option<PathBuf>,
    /// Where to take CoA-Requests and Disconnect-Requests over UDP.
    #[arg(long, value_name = "ADDR", requires = "coa_secret")]
    coa: Option<SocketAddr>,
    /// The secret shared with whoever sends those.
    #[arg(long, value_name = "SECRET")]
    coa_secret: Option<String>,
    /// The versions of RADIUS to speak.
    #[arg(long, value_enum, default_value_t = Version::Both)]
    radius_version: Version,
    /// Take TLS 1.2 too: only for clients that have no 1.3.
    #[arg(long)]
    allow_tls_1_2: bool,
}

#[derive(clap::Args)]
struct Files {
    /// The certificate of the authority that signs the clients' certificates.
    #[arg(long, value_name = "FILE")]
    ca: PathBuf,
    /// The server's certificate.
    #[arg(long, value_name = "FILE")]
    cert: PathBuf,
    /// The key of that certificate.
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
}

#[derive(Clone, Copy, ValueEnum)]
enum Version {
    #[value(name = "1.0")]
    V1_0,
    #[value(name = "1.1")]
    V1_1,
    Both,
}

fn user(text: &str) -> Result<(String, String), &'static str> {
    let (name, password) = text.split_once(':').ok_or("a user is NAME:PASSWORD")?;
    Ok((name.to_owned(), password.to_owned()))
}

impl Arguments {
    fn credentials(&self) -> Result<(Identity, Trust), TlsError> {
        let Files { ca, cert, key } = &self.files;
        let mut trust = Trust::from_pem_file(ca)?;
        if let Some(crl) = &self.crl {
            trust = trust.with_revocation_file(crl)?;
        }
        Ok((Identity::from_pem_files(cert, key)?, trust))
    }

    fn tls(&self) -> Result<ServerTls, TlsError> {
        let (identity, trust) = self.credentials()?;
        let versions = match self.radius_version {
            Version::V1_0 => RadiusVersions::Only1_0,
            Version::V1_1 => RadiusVersions::Only1_1,
            Version::Both => RadiusVersions::Both,
        };
        let tls = ServerTls::builder(identity, trust).radius_versions(versions);
        tls.allow_tls_1_2(self.allow_tls_1_2).build()
    }
}

/// How long a NAS may take: whoever asked waits too.
const PATIENCE: Duration = Duration::from_secs(5);

struct Aaa {
    users: Vec<(String, String)>,
    nases: ReverseCoa,
}

impl Aaa {
    /// Sends a request on, down the connection that the NAS opened.
    async fn send_down(&self, request: Request) -> Result<Answer, HandlerError> {
        // NASes are asked; they do not ask.
        if request.certificate().is_some() {
            return Ok(Answer::unsupported());
        }
        let Some(name) = request.get(NAS_IDENTIFIER)? else {
            return Ok(request.nak(ErrorCause::MISSING_ATTRIBUTE));
        };
        let Some(nas) = self.nases.client_to(|nas| nas.certificate().has_dns_name(name)) else {
            return Ok(request.nak(ErrorCause::REQUEST_NOT_ROUTABLE));
        };
        match nas.send_within(PATIENCE, request.to_forward(&DICTIONARY)?).await {
            Ok(reply) => Ok(reply.to_forward(&DICTIONARY)?.into()),
            Err(error) => {
                tracing::warn!(name, %error, "the NAS does not answer: does it take requests down its connection?");
                Ok(request.nak(ErrorCause::OTHER_PROXY_PROCESSING_ERROR))
            }
        }
    }
}

/// The same handler serves TLS and UDP.
impl Handler for Aaa {
    async fn access_request(&self, request: Request) -> Result<Answer, HandlerError> {
        let name = request.get(USER_NAME)?.unwrap_or_default();
        let known = self.users.iter().find(|(known, _)| known == name);
        match known {
            Some((_, password)) if request.check_password(password)? => Ok(request
                .accept()
                .with(SERVICE_TYPE, ServiceType::FramedUser)
                .with(REPLY_MESSAGE, format!("welcome, {name}"))
                .with(TUNNEL_PASSWORD.tag(1), "hidden over UDP, in clear in RADIUS/1.1")),
            _ => Ok(request.reject()),
        }
    }

    async fn accounting_request(&self, request: Request) -> Result<Answer, HandlerError> {
        // A real server answers only once the record is stored.
        tracing::info!(peer = %request.peer(), "accounting: {}", request.display(&DICTIONARY));
        Ok(request.acknowledge())
    }

    async fn coa_request(&self, request: Request) -> Result<Answer, HandlerError> {
        self.send_down(request).await
    }

    async fn disconnect_request(&self, request: Request) -> Result<Answer, HandlerError> {
        self.send_down(request).await
    }

    fn coa_attributes(&self) -> AttributeSet {
        AttributeSet::all()
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    tracing_subscriber::fmt().with_writer(std::io::stderr).init();
    let arguments = Arguments::parse();
    let tls = arguments.tls()?;
    let mut clients =
        Clients::new().with_certificate(CertificateRule::any(), ClientEntry::over_tls().reverse_coa(true));
    if let Some(secret) = &arguments.coa_secret {
        let entry = ClientEntry::new(Secret::new(secret.as_str())?);
        clients.insert("0.0.0.0/0".parse()?, entry.clone());
        clients.insert("::/0".parse()?, entry);
    }
    let nases = ReverseCoa::new();
    let aaa = Aaa { users: arguments.users.clone(), nases: nases.clone() };
    let mut server =
        Server::builder(clients, aaa).radsec(arguments.listen, tls.clone()).reverse_coa_to(&nases);
    if let Some(address) = arguments.coa {
        server = server.dynamic_authorization(address);
    }
    let server = server.bind().await?;
    for (service, address) in server.local_addresses()? {
        println!("{service:?} on {address}");
    }
    let statistics = server.statistics();
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    let mut hang_up = signal(SignalKind::hangup())?;
    let reloading = async {
        while hang_up.recv().await.is_some() {
            match arguments.credentials().and_then(|(identity, trust)| tls.reload(identity, trust)) {
                Ok(()) => tracing::info!("the certificates were read again"),
                Err(error) => tracing::error!(%error, "the old certificates stay"),
            }
        }
    };
    server
        .serve(async {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
                () = reloading => {}
            }
        })
        .await;
    print_statistics(&statistics);
    Ok(())
}

fn print_statistics(statistics: &Statistics) {
    for code in [
        Code::ACCESS_REQUEST,
        Code::ACCOUNTING_REQUEST,
        Code::STATUS_SERVER,
        Code::COA_REQUEST,
        Code::DISCONNECT_REQUEST,
    ] {
        println!("received {code} {}", statistics.received(code));
    }
    for &reason in DiscardReason::ALL {
        println!("discarded {} {}", reason.name(), statistics.discarded(reason));
    }
}
