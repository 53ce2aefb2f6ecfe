//! A RADIUS client for the command line.
//!
//! ```sh
//! cargo run --example client -- auth 127.0.0.1:1812 testing123 User-Name=bob User-Password=hello
//! cargo run --example client -- acct 127.0.0.1:1813 testing123 Acct-Status-Type=Start Acct-Session-Id=1
//! cargo run --example client -- status 127.0.0.1:1812 testing123
//! cargo run --example client -- coa 127.0.0.1:3799 testing123 Acct-Session-Id=1 Session-Timeout=60
//! cargo run --example client -- disconnect 127.0.0.1:3799 testing123 Acct-Session-Id=1
//! ```
//!
//! Several servers with one secret are given with commas between them; the next one is asked when one does not answer.
//!
//! It prints the reply's attributes. Its exit code is 0 for an accept or an acknowledgement, 1 for a reject, a challenge or
//! a NAK, 2 if there was no valid answer or the arguments are wrong.

use std::error::Error;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, ValueEnum};
use radius_runtime::client::{ClientBuilder, CoaOutcome, ServerEntry};
use radius_runtime::crypto::{self, chap};
use radius_runtime::proto::{Retransmission, Sharing};
use radius_runtime::trace::Trace;
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
    /// The server: a name or an address, and the port. Several are separated by commas.
    #[arg(value_name = "HOST:PORT")]
    servers: String,
    /// The shared secret.
    secret: String,
    /// Attributes, in the dictionary's spelling. CHAP-Password is given as the password in clear.
    #[arg(value_name = "Name=value")]
    attributes: Vec<String>,
    /// Share requests between the servers instead of asking the first one first.
    #[arg(long)]
    balance: bool,
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
    /// A CoA-Request: to a NAS, to change a session.
    Coa,
    /// A Disconnect-Request: to a NAS, to end a session.
    Disconnect,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    tracing_subscriber::fmt().with_writer(std::io::stderr).init();
    // Prints every packet if RADIUS_TRACE=1 asks for it.
    Trace::new(&DICTIONARY).start_if_asked();
    match run(Arguments::parse()).await {
        Ok(reply) => {
            println!("{}", reply.display(&DICTIONARY));
            match reply.code() {
                Code::ACCESS_ACCEPT | Code::ACCOUNTING_RESPONSE | Code::COA_ACK | Code::DISCONNECT_ACK => {
                    ExitCode::SUCCESS
                }
                _ => ExitCode::from(1),
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
        Kind::Coa => Packet::coa_request(),
        Kind::Disconnect => Packet::disconnect_request(),
    };
    for line in &arguments.attributes {
        match line.split_once('=') {
            Some((name, password)) if name.trim() == CHAP_PASSWORD.name() => {
                push_chap(&mut packet, password.trim())?;
            }
            _ => packet.push_text(&DICTIONARY, line)?,
        }
    }
    let timers =
        Retransmission { max_duration: Duration::from_secs(arguments.timeout), ..Retransmission::default() };
    let secret = Secret::new(arguments.secret)?;
    let mut entries = Vec::new();
    for server in arguments.servers.split(',') {
        let address = tokio::net::lookup_host(server).await?.next();
        let address = address.ok_or_else(|| format!("{server} has no address"))?;
        let entry = ServerEntry::new(address, secret.clone());
        entries.push(entry.require_message_authenticator(!arguments.allow_unsigned));
    }
    let mut entries = entries.into_iter();
    let first = entries.next().ok_or("there is no server")?;
    let sharing = if arguments.balance { Sharing::Balance } else { Sharing::FailOver };
    let builder = ClientBuilder::new(first).sharing(sharing).retransmission(timers);
    let client = entries.fold(builder, ClientBuilder::server).build().await?;
    match arguments.kind {
        Kind::Coa | Kind::Disconnect => match client.send_coa(packet).await? {
            CoaOutcome::Ack(reply) | CoaOutcome::Nak { reply, .. } => Ok(reply),
        },
        Kind::Auth | Kind::Acct | Kind::Status => Ok(client.send(packet).await?),
    }
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
