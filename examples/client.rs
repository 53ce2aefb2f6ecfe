//! A RADIUS client for the command line.
//!
//! ```sh
//! cargo run --example client -- auth 127.0.0.1:1812 testing123 User-Name=bob User-Password=hello
//! cargo run --example client -- acct 127.0.0.1:1813 testing123 Acct-Status-Type=Start Acct-Session-Id=1
//! cargo run --example client -- status 127.0.0.1:1812 testing123
//! ```
//!
//! It prints the reply's attributes. Its exit code is 0 for an accept or an acknowledgement, 1 for a reject or a
//! challenge, 2 if there was no valid answer or the arguments are wrong.

use std::error::Error;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, ValueEnum};
use radius_runtime::client::Client;
use radius_runtime::crypto::{self, chap};
use radius_runtime::proto::Retransmission;
use radius_runtime::{Code, OpenPacket, Packet, Secret, include_dictionary};

include_dictionary! {
    /// The attributes of the RFCs and of common vendors.
    mod dictionary = "../dictionaries/share/dictionary";
}

use dictionary::{CHAP_CHALLENGE, CHAP_PASSWORD, DICTIONARY};

/// Sends one request to a RADIUS server and prints the reply.
#[derive(Parser)]
struct Arguments {
    /// What to send.
    kind: Kind,
    /// The server: a name or an address, and the port.
    #[arg(value_name = "HOST:PORT")]
    server: String,
    /// The shared secret.
    secret: String,
    /// Attributes, in the dictionary's spelling. CHAP-Password is given as the password in clear.
    #[arg(value_name = "Name=value")]
    attributes: Vec<String>,
    /// How long to try, in seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 10)]
    timeout: u64,
    /// Take replies without Message-Authenticator too: only for servers that cannot send it.
    #[arg(long)]
    allow_unsigned: bool,
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

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    tracing_subscriber::fmt().with_writer(std::io::stderr).init();
    match run(Arguments::parse()).await {
        Ok(reply) => {
            println!("{}", reply.display(&DICTIONARY));
            match reply.code() {
                Code::ACCESS_REJECT | Code::ACCESS_CHALLENGE => ExitCode::from(1),
                _ => ExitCode::SUCCESS,
            }
        }
        Err(error) => {
            let causes = std::iter::successors(error.source(), |&cause| cause.source());
            let causes: String = causes.map(|cause| format!(": {cause}")).collect();
            eprintln!("client: {error}{causes}");
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
        match line.split_once('=') {
            Some((name, password)) if name.trim() == CHAP_PASSWORD.name() => {
                push_chap(&mut packet, password.trim())?;
            }
            _ => packet.push_text(&DICTIONARY, line)?,
        }
    }
    let server = tokio::net::lookup_host(&arguments.server).await?.next();
    let server = server.ok_or_else(|| format!("{} has no address", arguments.server))?;
    let timers =
        Retransmission { max_duration: Duration::from_secs(arguments.timeout), ..Retransmission::default() };
    let client = Client::builder(server, Secret::new(arguments.secret)?)
        .require_message_authenticator(!arguments.allow_unsigned)
        .retransmission(timers)
        .build()
        .await?;
    Ok(client.send(packet).await?)
}

/// Answers a challenge of our own with the password (RFC 2865 §2.2).
fn push_chap(packet: &mut Packet, password: &str) -> Result<(), Box<dyn Error>> {
    let mut random = [0; 17];
    crypto::fill(&mut random)?;
    let [identifier, challenge @ ..] = random;
    packet.push(CHAP_CHALLENGE, challenge)?;
    packet.push(CHAP_PASSWORD, chap::password(identifier, password.as_bytes(), &challenge))?;
    Ok(())
}
