//! A RADIUS server over TLS, RadSec and RADIUS/1.1, for users named on its command line.
//!
//! ```sh
//! cargo run --example radsec_server -- --listen 127.0.0.1:2083 --user bob:hello \
//!     --ca certs/ca.pem --cert certs/server.pem --key certs/server.key --radius-version both
//! ```
//!
//! Every client with a certificate of the authority is served. SIGHUP reads the files again; connections stay up.

use std::error::Error;
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Parser, ValueEnum};
use radius_runtime::proto::RadiusVersions;
use radius_runtime::radsec::{CertificateRule, Identity, ServerTls, TlsError, Trust};
use radius_runtime::server::{
    Answer, ClientEntry, Clients, DiscardReason, Handler, HandlerError, Request, Server, Statistics,
};
use radius_runtime::{Code, include_dictionary};
use tokio::signal::unix::{SignalKind, signal};

include_dictionary! {
    /// The attributes of the RFCs and of common vendors.
    mod dictionary = "../dictionaries/share/dictionary";
}

use dictionary::{DICTIONARY, REPLY_MESSAGE, SERVICE_TYPE, ServiceType, TUNNEL_PASSWORD, USER_NAME};

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

/// The same handler would serve UDP: it sees nothing of the transport.
struct Users(Vec<(String, String)>);

impl Handler for Users {
    async fn access_request(&self, request: Request) -> Result<Answer, HandlerError> {
        let name = request.get(USER_NAME)?.unwrap_or_default();
        let known = self.0.iter().find(|(known, _)| known == name);
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
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    tracing_subscriber::fmt().with_writer(std::io::stderr).init();
    let arguments = Arguments::parse();
    let tls = arguments.tls()?;
    let clients = Clients::new().with_certificate(CertificateRule::any(), ClientEntry::over_tls());
    let server = Server::builder(clients, Users(arguments.users.clone()))
        .radsec(arguments.listen, tls.clone())
        .bind()
        .await?;
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
    for code in [Code::ACCESS_REQUEST, Code::ACCOUNTING_REQUEST, Code::STATUS_SERVER] {
        println!("received {code} {}", statistics.received(code));
    }
    for &reason in DiscardReason::ALL {
        println!("discarded {} {}", reason.name(), statistics.discarded(reason));
    }
}
