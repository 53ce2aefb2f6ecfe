//! The client: sends requests to servers and gives back verified replies.
//!
//! # How it is built
//!
//! Decisions are made by state machines below, in [`proto`](crate::proto): when a request is sent again and to which server
//! ([`Exchange`](crate::proto::Exchange)), which server is next ([`Pool`]), whether one is alive ([`Watchdog`]), which
//! reply belongs to which request ([`Requester`](crate::proto::Requester)). Here octets and time are moved:
//!
//! * `send` drives one request. It waits at a `mailbox` for what its connections have to tell it;
//! * `server` holds the connections to one server; `peer` is what they know of it;
//! * `connection` is one connection with its 256 identifiers, over one of two transports: `datagram`, a connected UDP socket,
//!   or `stream`, any ordered stream of octets, on which nothing is sent twice and whose loss moves its requests;
//! * `monitor` is one task a client that asks silent servers for life signs and closes idle connections.
//!
//! A further transport is a `Connect` that makes a stream, in a [`ServerEntry`] of its own constructor.

mod accounting;
#[cfg(feature = "blocking")]
pub mod blocking;
#[cfg(all(test, feature = "blocking"))]
mod blocking_tests;
mod challenge;
mod coa;
mod connection;
mod datagram;
mod entry;
mod error;
mod mailbox;
mod monitor;
mod peer;
#[cfg(feature = "tls")]
mod radsec;
mod send;
mod server;
mod status;
mod stream;
#[cfg(test)]
mod stream_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod watching_tests;
#[cfg(all(feature = "tls", feature = "server"))]
mod way;
#[cfg_attr(not(all(feature = "tls", feature = "server")), allow(dead_code))]
mod way_up;

pub use crate::proto::Challenge;
pub use crate::proto::accounting::ReportTime;
pub use accounting::{AccountingSession, MIN_INTERIM_INTERVAL};
pub use coa::CoaOutcome;
pub use entry::ServerEntry;
pub use error::ClientError;
pub use status::ServerStatus;
#[cfg(all(feature = "tls", feature = "server"))]
pub(crate) use {
    connection::{Connect, Connected, Connecting},
    way::Way,
    way_up::{Incoming, Replies, Serve},
};

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, Semaphore};
use tokio::task::AbortHandle;
use tracing::Instrument as _;

use crate::crypto::Secret;
use crate::lint::{Finding, Linter};
use crate::packet::{OpenPacket, Packet};
use crate::proto::{Pool, Retransmission, Sharing, Statistics, Watchdog};

use peer::Peer;
use send::{Options, Sending};
use server::Server;
use way_up::WayUp;

/// A client of one or several RADIUS servers.
///
/// It is cheap to clone; clones share their sockets. Requests may be sent concurrently: each socket carries 256 in
/// flight, more are opened as they are needed and closed when they are idle, up to [`ClientBuilder::max_in_flight`];
/// beyond, sending waits.
///
/// A reply counts only if it comes from the server's address, matches identifier and code, and its Response
/// Authenticator and Message-Authenticator verify; whatever else arrives is counted and the wait goes on
/// (RFC 2865 §4.2). Dropping the future of [`send`](Self::send) gives the request up and nothing else.
#[derive(Clone, Debug)]
pub struct Client {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    servers: Vec<Arc<Server>>,
    pool: Mutex<Pool>,
    retransmission: Retransmission,
    fail_over_after: u32,
    permits: Semaphore,
    statistics: Arc<Statistics>,
    #[cfg_attr(not(all(feature = "tls", feature = "server")), allow(dead_code))]
    way_up: Arc<WayUp>,
    monitor: AbortHandle,
}

/// The settings of a [`Client`].
///
/// ```no_run
/// use radius_runtime::client::{Client, ServerEntry};
/// use radius_runtime::proto::Sharing;
/// use radius_runtime::Secret;
///
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let secret = Secret::new("shared with both servers")?;
/// let client = Client::builder("192.0.2.1:1812".parse()?, secret.clone())
///     .server(ServerEntry::new("192.0.2.2:1812".parse()?, secret).weight(2))
///     .sharing(Sharing::Balance)
///     .build()
///     .await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct ClientBuilder {
    first: ServerEntry,
    others: Vec<ServerEntry>,
    sharing: Sharing,
    retransmission: Retransmission,
    fail_over_after: u32,
    max_in_flight: usize,
    idle_timeout: Duration,
    linter: Linter,
}

impl ClientBuilder {
    /// The settings of a client for this server.
    pub fn new(server: ServerEntry) -> Self {
        Self {
            first: server,
            others: Vec::new(),
            sharing: Sharing::FailOver,
            retransmission: Retransmission::new(),
            fail_over_after: 2,
            max_in_flight: 4096,
            idle_timeout: Duration::from_secs(30),
            linter: Linter::default(),
        }
    }

    /// Adds a server, behind those that there are. What it knows must be the same as what they know: any of them may get
    /// a request.
    pub fn server(mut self, server: ServerEntry) -> Self {
        self.others.push(server);
        self
    }

    /// How requests are shared between the servers. The default is [`Sharing::FailOver`].
    pub const fn sharing(mut self, sharing: Sharing) -> Self {
        self.sharing = sharing;
        self
    }

    /// Whether replies of the first server to Access-Requests must carry a Message-Authenticator:
    /// [`ServerEntry::require_message_authenticator`].
    pub const fn require_message_authenticator(mut self, required: bool) -> Self {
        self.first.require_message_authenticator = required;
        self
    }

    /// When a request is sent again and when it is given up. The default is RFC 5080's: at most 5 transmissions to a
    /// server, the first interval being 2 seconds, and 30 seconds in all, for however many servers.
    pub const fn retransmission(mut self, timers: Retransmission) -> Self {
        self.retransmission = timers;
        self
    }

    /// After how many transmissions without a reply the next server is asked. The default is 2; zero counts as one. When
    /// all servers had their share, they take turns. A server whose host says that nothing listens on the port is followed by
    /// the next one at once; the last one is asked again when the timers say so, as nobody vouches for that message (ICMP).
    pub const fn fail_over_after(mut self, transmissions: u32) -> Self {
        self.fail_over_after = if transmissions == 0 { 1 } else { transmissions };
        self
    }

    /// How many requests may be in flight at a time; sending more waits, at most as long as a request may take. The
    /// default is 4096.
    pub const fn max_in_flight(mut self, requests: usize) -> Self {
        self.max_in_flight = if requests == 0 { 1 } else { requests };
        self
    }

    /// After what time without requests a socket is closed, but for one a server. The default is 30 seconds.
    pub const fn idle_timeout(mut self, time: Duration) -> Self {
        self.idle_timeout = time;
        self
    }

    /// Compares each request and each verified reply with what the RFCs say, and gives what is found to this function:
    /// [`lint::log`](crate::lint::log), or one of the program. Nothing else follows from it. By default nothing is compared,
    /// and costs nothing.
    ///
    /// The function is called where packets are sent and received, and so must not take long.
    /// [`Statistics::lints`] counts what is found.
    pub fn lint(mut self, observer: impl Fn(&Finding) + Send + Sync + 'static) -> Self {
        self.linter = Linter::new(observer);
        self
    }

    /// Makes the client, with a first socket for each server. A server that is connected to and cannot be reached is no
    /// error as long as another can.
    ///
    /// # Errors
    /// No socket can be opened.
    pub async fn build(self) -> io::Result<Client> {
        let (statistics, wake) = (Arc::new(Statistics::default()), Arc::new(Notify::new()));
        let way_up = Arc::new(WayUp::default());
        let mut servers = Vec::with_capacity(1 + self.others.len());
        let (mut is_connected, mut failure) = (false, None);
        for entry in [&self.first].into_iter().chain(&self.others).cloned() {
            // Over TLS the secret is one that everybody knows.
            if entry.secret.is_weak() && !entry.transport.is_reliable() {
                tracing::warn!(server = %entry.address, "the shared secret has 12 octets or fewer");
            }
            let (total, wake, way_up) = (Arc::clone(&statistics), Arc::clone(&wake), Arc::clone(&way_up));
            let peer = Peer::new(entry, total, wake, self.linter.clone(), way_up);
            let server = Arc::new(Server::new(Arc::new(peer)));
            match server.connect().await {
                Ok(()) => is_connected = true,
                Err(error) => {
                    server.peer.watch(Watchdog::disconnected);
                    failure.get_or_insert(error);
                }
            }
            servers.push(server);
        }
        match failure {
            Some(failure) if !is_connected => Err(failure),
            _ => Ok(self.client(servers, statistics, wake, way_up)),
        }
    }

    /// The client of these servers.
    fn client(
        self,
        servers: Vec<Arc<Server>>,
        statistics: Arc<Statistics>,
        wake: Arc<Notify>,
        way_up: Arc<WayUp>,
    ) -> Client {
        let pool = Pool::new(self.sharing, servers.iter().map(|server| server.peer.entry.weight));
        let watching = monitor::watch(servers.clone(), wake, self.idle_timeout);
        let inner = Inner {
            servers,
            pool: Mutex::new(pool),
            retransmission: self.retransmission,
            fail_over_after: self.fail_over_after,
            permits: Semaphore::new(self.max_in_flight.min(Semaphore::MAX_PERMITS)),
            statistics,
            way_up,
            monitor: tokio::spawn(watching).abort_handle(),
        };
        Client { inner: Arc::new(inner) }
    }
}

impl Client {
    /// The settings of a client for the server at this address, over UDP.
    pub fn builder(server: SocketAddr, secret: Secret) -> ClientBuilder {
        ClientBuilder::new(ServerEntry::new(server, secret))
    }

    /// The servers, in the order in which they were given, and how each stands.
    pub fn servers(&self) -> impl Iterator<Item = ServerStatus<'_>> {
        self.inner.servers.iter().map(|server| ServerStatus::new(server))
    }

    /// What was sent, received and discarded, for all servers together.
    #[must_use]
    pub fn statistics(&self) -> &Statistics {
        &self.inner.statistics
    }

    /// Sends a request and waits for its reply, which is verified.
    ///
    /// The request is sent again, octet for octet, until the reply comes or the retransmission timers end, and to the
    /// next server where there are several. Two kinds of request are another packet each time, under another
    /// identifier: a Status-Server (RFC 5997 §4.1), and a report with Acct-Delay-Time, which grows (RFC 2866 §5.2).
    ///
    /// A server that answers by Protocol-Error that it cannot do this, by Error-Cause 502, 505, 506 or none, is not asked again,
    /// but the next one; where no other one answers, this is the reply (RFC 9765 §6.1).
    ///
    /// # Errors
    /// No valid reply came within the time, or the packet cannot be sent.
    pub async fn send(&self, packet: Packet) -> Result<OpenPacket, ClientError> {
        Ok(self.exchange(packet, Options::default()).await?.reply)
    }

    /// Sends a request as [`send`](Self::send) does, but gives it up after this time instead of the timers'
    /// [`max_duration`](Retransmission::max_duration).
    ///
    /// # Errors
    /// No valid reply came within the time, or the packet cannot be sent.
    pub async fn send_within(&self, limit: Duration, packet: Packet) -> Result<OpenPacket, ClientError> {
        let options = Options { limit: Some(limit), ..Options::default() };
        Ok(self.exchange(packet, options).await?.reply)
    }

    async fn exchange(&self, packet: Packet, options: Options) -> Result<send::Answered, ClientError> {
        let span = tracing::debug_span!(
            "radius_request",
            code = %packet.code(),
            server = tracing::field::Empty,
            identifier = tracing::field::Empty,
        );
        Sending::new(&self.inner, packet, options).run().instrument(span).await
    }
}

impl Inner {
    fn pool(&self) -> MutexGuard<'_, Pool> {
        // Nothing that holds the lock can leave it half changed.
        self.pool.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.monitor.abort();
    }
}
