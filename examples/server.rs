//! A RADIUS server for users named on its command line: PAP and CHAP, accounting to the log. With `--coa` it plays the NAS
//! too, for the sessions that accounting told it of.
//!
//! ```sh
//! cargo run --example server -- --secret testing123 --user bob:hello
//! radtest bob hello 127.0.0.1 0 testing123
//! ```

use std::collections::{HashMap, HashSet};
use std::error::Error;
use std::net::{Ipv4Addr, SocketAddr};
use std::num::NonZero;
use std::str::FromStr;
use std::sync::Mutex;
use std::time::Duration;

use clap::Parser;
use radius_runtime::Secret;
use radius_runtime::attribute::AttributeSet;
use radius_runtime::lint;
use radius_runtime::packet::ErrorCause;
use radius_runtime::server::{
    Answer, ClientEntry, Clients, DiscardReason, Handler, HandlerError, Request, Server, Statistics,
};
use radius_runtime::trace::Trace;
use radius_runtime::{Code, include_dictionary};
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

include_dictionary! {
    /// The attributes of the RFCs and of common vendors.
    mod dictionary = "../dictionaries/share/dictionary";
}

use dictionary::{
    ACCT_SESSION_ID, ACCT_STATUS_TYPE, AcctStatusType, DICTIONARY, FILTER_ID, FRAMED_IP_ADDRESS,
    SERVICE_TYPE, SESSION_TIMEOUT, ServiceType, TUNNEL_MEDIUM_TYPE, TUNNEL_PRIVATE_GROUP_ID, TUNNEL_TYPE,
    TunnelMediumType, TunnelType, USER_NAME, cisco,
};

/// A RADIUS server for users named on the command line.
#[derive(Parser)]
struct Arguments {
    /// Where to take Access-Requests.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:1812")]
    auth: SocketAddr,
    /// Where to take Accounting-Requests.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:1813")]
    acct: SocketAddr,
    /// Where to take CoA-Requests and Disconnect-Requests, as a NAS does.
    #[arg(long, value_name = "ADDR")]
    coa: Option<SocketAddr>,
    /// The network whose hosts are clients; without it, every host is one.
    #[arg(long, value_name = "PREFIX")]
    client: Option<String>,
    /// Threads that receive; by default, one a core.
    #[arg(long, value_name = "N", overrides_with = "workers")]
    workers: Option<NonZero<usize>>,
    /// Hold every Access-Reject back for this many seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    reject_delay: u64,
    /// The secret shared with every client.
    #[arg(long, value_name = "SECRET")]
    secret: String,
    /// A user and password; can be given several times.
    #[arg(long = "user", value_name = "NAME:PASSWORD")]
    users: Vec<User>,
    /// The VLAN of every user.
    #[arg(long, value_name = "ID")]
    vlan: Option<String>,
    /// What every user may do on Cisco equipment.
    #[arg(long, value_name = "LEVEL")]
    privilege_level: Option<u8>,
    /// Take Access-Requests without Message-Authenticator too: only for clients that cannot send it.
    #[arg(long)]
    allow_unsigned: bool,
    /// Log what the RFCs say otherwise about requests and answers.
    #[arg(long)]
    lint: bool,
}

#[derive(Clone)]
struct User {
    name: String,
    password: String,
}

impl FromStr for User {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (name, password) = text.split_once(':').ok_or("a user is NAME:PASSWORD")?;
        Ok(Self { name: name.to_owned(), password: password.to_owned() })
    }
}

/// What the server does with requests.
struct Accounts {
    passwords: HashMap<String, String>,
    vlan: Option<String>,
    privilege_level: Option<u8>,
    /// The sessions that have started and not stopped.
    sessions: Mutex<HashSet<String>>,
}

impl Accounts {
    /// What to refuse a CoA-Request or Disconnect-Request with, if it names no session of this NAS.
    fn refusal(&self, request: &Request, ends: bool) -> Result<Option<ErrorCause>, HandlerError> {
        let Some(session) = request.get(ACCT_SESSION_ID)? else {
            return Ok(Some(ErrorCause::MISSING_ATTRIBUTE));
        };
        let mut sessions = self.sessions.lock().map_err(|_| "a handler panicked")?;
        let is_known = if ends { sessions.remove(session) } else { sessions.contains(session) };
        Ok((!is_known).then_some(ErrorCause::SESSION_CONTEXT_NOT_FOUND))
    }
}

impl Handler for Accounts {
    async fn access_request(&self, request: Request) -> Result<Answer, HandlerError> {
        // A name that is not UTF-8 is nobody's here; `USER_NAME.octets()` would read it all the same.
        let Ok(name) = request.get(USER_NAME).map(Option::unwrap_or_default) else {
            return Ok(request.reject());
        };
        let is_right = match self.passwords.get(name) {
            Some(password) => request.check_password(password)?,
            None => false,
        };
        if !is_right {
            tracing::info!(name, peer = %request.peer(), "rejected");
            return Ok(request.reject());
        }
        tracing::info!(name, peer = %request.peer(), "accepted");
        let mut accept = request
            .accept()
            .with(SERVICE_TYPE, ServiceType::FramedUser)
            .with(FRAMED_IP_ADDRESS, Ipv4Addr::new(192, 0, 2, 1));
        if let Some(vlan) = &self.vlan {
            accept = accept
                .with(TUNNEL_TYPE.tag(1), TunnelType::Vlan)
                .with(TUNNEL_MEDIUM_TYPE.tag(1), TunnelMediumType::Ieee802)
                .with(TUNNEL_PRIVATE_GROUP_ID.tag(1), vlan);
        }
        if let Some(level) = self.privilege_level {
            accept = accept.with(cisco::AV_PAIR, format!("shell:priv-lvl={level}"));
        }
        Ok(accept)
    }

    async fn accounting_request(&self, request: Request) -> Result<Answer, HandlerError> {
        // A real server stores the record here, and answers only once it is stored.
        let status = request.get(ACCT_STATUS_TYPE)?;
        let session = request.get(ACCT_SESSION_ID)?;
        tracing::info!(?status, session, peer = %request.peer(), "accounting: {}", request.display(&DICTIONARY));
        // There is no end to the sessions that clients may invent.
        const MAX_SESSIONS: usize = 100_000;
        let mut sessions = self.sessions.lock().map_err(|_| "a handler panicked")?;
        match (status, session) {
            (Some(AcctStatusType::Start), Some(session)) if sessions.len() < MAX_SESSIONS => {
                sessions.insert(session.to_owned());
            }
            (Some(AcctStatusType::Stop), Some(session)) => {
                sessions.remove(session);
            }
            _ => {}
        }
        Ok(request.acknowledge())
    }

    async fn coa_request(&self, request: Request) -> Result<Answer, HandlerError> {
        if let Some(cause) = self.refusal(&request, false)? {
            return Ok(request.nak(cause));
        }
        let (timeout, filter) = (request.get(SESSION_TIMEOUT)?, request.get(FILTER_ID)?);
        tracing::info!(timeout, filter, peer = %request.peer(), "changed a session");
        Ok(request.acknowledge())
    }

    async fn disconnect_request(&self, request: Request) -> Result<Answer, HandlerError> {
        if let Some(cause) = self.refusal(&request, true)? {
            return Ok(request.nak(cause));
        }
        tracing::info!(peer = %request.peer(), "ended a session");
        Ok(request.acknowledge())
    }

    fn coa_attributes(&self) -> AttributeSet {
        AttributeSet::new().with(SESSION_TIMEOUT).with(FILTER_ID)
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let filter = EnvFilter::builder().with_default_directive(LevelFilter::INFO.into()).from_env_lossy();
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    // Prints every packet if RADIUS_TRACE=1 asks for it.
    Trace::new(&DICTIONARY).start_if_asked();
    let arguments = Arguments::parse();
    let entry = ClientEntry::new(Secret::new(arguments.secret)?)
        .require_message_authenticator(!arguments.allow_unsigned);
    let clients = match arguments.client {
        Some(network) => Clients::new().with(network.parse()?, entry),
        None => Clients::new().with("0.0.0.0/0".parse()?, entry.clone()).with("::/0".parse()?, entry),
    };
    let workers = arguments.workers.map_or_else(std::thread::available_parallelism, Ok)?;
    let passwords = arguments.users.into_iter().map(|user| (user.name, user.password)).collect();
    let accounts = Accounts {
        passwords,
        vlan: arguments.vlan,
        privilege_level: arguments.privilege_level,
        sessions: Mutex::default(),
    };
    let mut builder = Server::builder(clients, accounts)
        .authentication(arguments.auth)
        .accounting(arguments.acct)
        .workers(workers.get())
        .reject_delay(Duration::from_secs(arguments.reject_delay));
    if let Some(address) = arguments.coa {
        builder = builder.dynamic_authorization(address);
    }
    if arguments.lint {
        builder = builder.lint(lint::log);
    }
    let server = builder.bind().await?;
    for (service, address) in server.local_addresses()? {
        println!("{service:?} on {address}");
    }
    let statistics = server.statistics();
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    server
        .serve(async {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
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
        println!("repeated {code} {}", statistics.repeated(code));
    }
    for code in [
        Code::ACCESS_ACCEPT,
        Code::ACCESS_REJECT,
        Code::ACCOUNTING_RESPONSE,
        Code::COA_ACK,
        Code::COA_NAK,
        Code::DISCONNECT_ACK,
        Code::DISCONNECT_NAK,
        // The life signs, whatever code they have on the wire.
        Code::STATUS_SERVER,
    ] {
        println!("sent {code} {}", statistics.sent(code));
    }
    for &reason in DiscardReason::ALL {
        println!("discarded {} {}", reason.name(), statistics.discarded(reason));
    }
}
