//! A RADIUS client over TLS, RadSec and RADIUS/1.1, for the command line.
//!
//! ```sh
//! cargo run --example radsec_client -- auth localhost:2083 User-Name=bob User-Password=hello \
//!     --ca certs/ca.pem --cert certs/client.pem --key certs/client.key --radius-version both
//! ```
//!
//! The server's certificate must have the name that stands in front of the port. The exit code is 0 for an accept or an
//! acknowledgement, 1 for a reject or a challenge, 2 if there was no valid answer or the arguments are wrong.

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, ValueEnum};
use radius_runtime::client::Client;
use radius_runtime::proto::{RadiusVersions, Retransmission};
use radius_runtime::radsec::{ClientTls, Fingerprint, Identity, Trust};
use radius_runtime::{Code, OpenPacket, Packet, include_dictionary};

include_dictionary! {
    /// The attributes of the RFCs and of common vendors.
    mod dictionary = "../dictionaries/share/dictionary";
}

use dictionary::DICTIONARY;

/// Sends one request to a RADIUS server over TLS and prints the reply.
#[derive(Parser)]
struct Arguments {
    /// What to send.
    kind: Kind,
    /// The server: the name or address in its certificate, and the port.
    #[arg(value_name = "NAME:PORT")]
    server: String,
    /// Attributes, in the dictionary's spelling.
    #[arg(value_name = "Name=value")]
    attributes: Vec<String>,
    /// The certificate of the authority that signs the server's certificate.
    #[arg(long, value_name = "FILE")]
    ca: PathBuf,
    /// The client's certificate.
    #[arg(long, value_name = "FILE")]
    cert: PathBuf,
    /// The key of that certificate.
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// The only certificate that the server may have: its SHA-256 fingerprint.
    #[arg(long, value_name = "FINGERPRINT")]
    pin: Option<Fingerprint>,
    /// The NAI realm that the server's certificate must have, in place of the name.
    #[arg(long, value_name = "REALM")]
    realm: Option<String>,
    /// The versions of RADIUS to speak.
    #[arg(long, value_enum, default_value_t = Version::Both)]
    radius_version: Version,
    /// Take TLS 1.2 too: only for servers that have no 1.3.
    #[arg(long)]
    allow_tls_1_2: bool,
    /// How long to try, in seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 10)]
    timeout: u64,
}

#[derive(Clone, Copy, ValueEnum)]
enum Kind {
    /// An Access-Request.
    Auth,
    /// An Accounting-Request.
    Acct,
    /// A Status-Server.
    Status,
}

#[derive(Clone, Copy, ValueEnum)]
enum Version {
    #[value(name = "1.0")]
    V1_0,
    #[value(name = "1.1")]
    V1_1,
    Both,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    tracing_subscriber::fmt().with_writer(std::io::stderr).init();
    match run(Arguments::parse()).await {
        Ok(reply) => {
            println!("{}", reply.display(&DICTIONARY));
            match reply.code() {
                Code::ACCESS_ACCEPT | Code::ACCOUNTING_RESPONSE => ExitCode::SUCCESS,
                Code::ACCESS_REJECT | Code::ACCESS_CHALLENGE => ExitCode::from(1),
                _ => ExitCode::from(2),
            }
        }
        Err(error) => {
            let causes = std::iter::successors(error.source(), |&cause| cause.source());
            let causes: String = causes.map(|cause| format!(": {cause}")).collect();
            eprintln!("radsec_client: {error}{causes}");
            ExitCode::from(2)
        }
    }
}

async fn run(arguments: Arguments) -> Result<OpenPacket, Box<dyn Error>> {
    let mut packet = match arguments.kind {
        Kind::Auth => Packet::access_request(),
        Kind::Acct => Packet::accounting_request(),
        Kind::Status => Packet::status_server(),
    };
    for line in &arguments.attributes {
        packet.push_text(&DICTIONARY, line)?;
    }
    let (host, _) = arguments.server.rsplit_once(':').ok_or("the server is NAME:PORT")?;
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let identity = Identity::from_pem_files(&arguments.cert, &arguments.key)?;
    let trust = Trust::from_pem_file(&arguments.ca)?;
    let tls = match arguments.realm {
        Some(realm) => ClientTls::for_realm(realm, identity, trust),
        None => ClientTls::for_host(host, identity, trust)?,
    };
    let versions = match arguments.radius_version {
        Version::V1_0 => RadiusVersions::Only1_0,
        Version::V1_1 => RadiusVersions::Only1_1,
        Version::Both => RadiusVersions::Both,
    };
    let tls = tls
        .radius_versions(versions)
        .allow_tls_1_2(arguments.allow_tls_1_2)
        .pinned_to(arguments.pin)
        .build()?;
    let limit = Duration::from_secs(arguments.timeout);
    let timers = Retransmission { max_duration: limit, ..Retransmission::default() };
    // A name may have several addresses, of which the server listens on one.
    let mut failure = format!("{} has no address", arguments.server).into();
    for address in tokio::net::lookup_host(&arguments.server).await? {
        match Client::radsec(address, tls.clone()).retransmission(timers).build().await {
            Ok(client) => return Ok(client.send(packet).await?),
            Err(error) => failure = Box::<dyn Error>::from(error),
        }
    }
    Err(failure)
}
