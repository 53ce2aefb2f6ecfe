//! The client: sends requests to a server and gives back verified replies.

mod connection;
mod error;

pub use error::ClientError;

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout};

use crate::crypto::{self, Secret};
use crate::packet::{Code, OpenPacket, Packet, SealError};
use crate::proto::Statistics;
use crate::proto::retransmission::{Retransmission, Wait};

use connection::{Connection, Exchange, Peer};

/// A client of one RADIUS server over UDP.
///
/// It is cheap to clone; clones share their sockets. Requests may be sent concurrently: each socket carries 256 in
/// flight, and more are opened as they are needed, up to [`ClientBuilder::max_in_flight`]; beyond, sending waits.
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
    peer: Arc<Peer>,
    retransmission: Retransmission,
    connections: Mutex<Vec<Arc<Connection>>>,
    permits: Semaphore,
}

/// The settings of a [`Client`].
#[derive(Clone, Debug)]
#[must_use]
pub struct ClientBuilder {
    server: SocketAddr,
    secret: Secret,
    require_message_authenticator: bool,
    retransmission: Retransmission,
    max_in_flight: usize,
}

impl ClientBuilder {
    /// Whether replies to Access-Requests must carry a Message-Authenticator (CVE-2024-3596). The default is yes;
    /// servers that do not send it are exposed to forged replies.
    pub const fn require_message_authenticator(mut self, required: bool) -> Self {
        self.require_message_authenticator = required;
        self
    }

    /// When a request is sent again and when it is given up. The default is RFC 5080's: at most 5 transmissions within
    /// 30 seconds, the first interval being 2 seconds.
    pub const fn retransmission(mut self, timers: Retransmission) -> Self {
        self.retransmission = timers;
        self
    }

    /// How many requests may be in flight at a time; sending more waits, at most as long as a request may take. The
    /// default is 4096.
    pub const fn max_in_flight(mut self, requests: usize) -> Self {
        self.max_in_flight = if requests == 0 { 1 } else { requests };
        self
    }

    /// Opens the client's first socket.
    ///
    /// # Errors
    /// The socket cannot be opened.
    pub async fn build(self) -> io::Result<Client> {
        if self.secret.is_weak() {
            tracing::warn!(server = %self.server, "the shared secret has 12 octets or fewer");
        }
        let peer = Arc::new(Peer {
            address: self.server,
            secret: self.secret,
            require_message_authenticator: self.require_message_authenticator,
            statistics: Statistics::default(),
            started: Instant::now(),
        });
        let first = Arc::new(Connection::open(&peer)?);
        let inner = Inner {
            peer,
            retransmission: self.retransmission,
            connections: Mutex::new(vec![first]),
            permits: Semaphore::new(self.max_in_flight.min(Semaphore::MAX_PERMITS)),
        };
        Ok(Client { inner: Arc::new(inner) })
    }
}

impl Client {
    /// The settings of a client for the server at this address.
    pub fn builder(server: SocketAddr, secret: Secret) -> ClientBuilder {
        ClientBuilder {
            server,
            secret,
            require_message_authenticator: true,
            retransmission: Retransmission::default(),
            max_in_flight: 4096,
        }
    }

    /// The server's address.
    #[must_use]
    pub fn server(&self) -> SocketAddr {
        self.inner.peer.address
    }

    /// What was sent, received and discarded.
    #[must_use]
    pub fn statistics(&self) -> &Statistics {
        &self.inner.peer.statistics
    }

    /// Sends a request and waits for its reply, which is verified.
    ///
    /// The request is sent again, octet for octet, until the reply comes or the retransmission timers end. A
    /// Status-Server is never sent again but asked anew (RFC 5997 §4.1).
    ///
    /// # Errors
    /// No valid reply came within the time, or the packet cannot be sent.
    pub async fn send(&self, packet: Packet) -> Result<OpenPacket, ClientError> {
        let retransmission = self.inner.retransmission;
        let permit = timeout(retransmission.max_duration, self.inner.permits.acquire()).await;
        let _permit = permit.map_err(|_| ClientError::Busy)?.map_err(io::Error::other)?;
        let mut exchange = self.start(&packet)?;
        self.inner.peer.statistics.count_sent(packet.code());
        let mut schedule = retransmission.schedule();
        let mut unverified_before = 0;
        loop {
            // A datagram that cannot be sent now is like one that is lost on its way.
            let failure = exchange.transmit().await.err();
            let (wait, is_last) = match schedule.transmitted(random()?) {
                Wait::ThenRetransmit(wait) => (wait, false),
                Wait::ThenGiveUp(wait) => (wait, true),
            };
            if let Ok(reply) = timeout(wait, exchange.reply()).await {
                return Ok(reply);
            }
            if is_last {
                let replies = unverified_before + exchange.unverified();
                return Err(if replies > 0 {
                    ClientError::Unverified { replies }
                } else if exchange.is_refused() {
                    ClientError::Refused
                } else if let Some(failure) = failure {
                    ClientError::Io(failure)
                } else {
                    ClientError::NoReply { transmissions: schedule.transmissions() }
                });
            }
            if packet.code() == Code::STATUS_SERVER {
                unverified_before += exchange.unverified();
                exchange = self.start(&packet)?;
            }
        }
    }

    /// Seals the packet under an identifier that is free on any socket, opening one if need be.
    fn start(&self, packet: &Packet) -> Result<Exchange, ClientError> {
        let mut connections = self.inner.connections.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(started) = connections.iter().find_map(|connection| connection.start(packet)) {
            return Ok(started?);
        }
        let connection = Arc::new(Connection::open(&self.inner.peer)?);
        connections.push(Arc::clone(&connection));
        connection
            .start(packet)
            .ok_or_else(|| io::Error::other("a new socket has no free identifier"))?
            .map_err(Into::into)
    }
}

fn random() -> Result<u32, ClientError> {
    let mut octets = [0; 4];
    crypto::fill(&mut octets).map_err(SealError::from)?;
    Ok(u32::from_ne_bytes(octets))
}
