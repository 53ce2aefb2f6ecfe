//! One connection to a server: its identifiers, who waits under them, and the transport that carries the octets.

use std::future::Future;
use std::io;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::oneshot;
use tokio::task::AbortHandle;
use tokio::time::Instant;
use tracing::Span;
use tracing::field::display;

use crate::packet::{Code, MAX_OCTETS, Packet, Profile, SealError, SealedRequest};
use crate::proto::{DiscardReason, Requester, Watchdog};
use crate::trace::{self, Direction};

use super::mailbox::{Loss, Waiter};
use super::peer::Peer;
use super::{datagram, stream};

/// How octets get to a server, and what follows from that for the requests they carry.
#[derive(Clone, Debug)]
pub(super) enum Transport {
    /// Connected UDP sockets. What gets lost is sent again, the same octets from the same port (RFC 2865 §2.5).
    Udp,
    /// A stream of packets over a connection that is made first. Nothing is sent twice over one connection
    /// (RFC 6613 §2.6.1); what is broken closes it (RFC 6613 §2.6.4); requests in flight move to another.
    #[cfg_attr(not(feature = "tls"), allow(dead_code))]
    Stream(Arc<dyn Connect>),
}

impl Transport {
    /// Whether what was sent arrives unless the connection breaks.
    pub(super) const fn is_reliable(&self) -> bool {
        matches!(self, Self::Stream(_))
    }

    /// Whether there is one connection and no more.
    pub(super) fn is_single(&self) -> bool {
        matches!(self, Self::Stream(connector) if connector.is_single())
    }
}

/// Makes connections to one server. It has to end within a time of its own.
pub(crate) trait Connect: std::fmt::Debug + Send + Sync {
    /// Connects from this local address, with every handshake that the transport needs before packets may flow.
    fn connect(&self, source: Option<IpAddr>) -> Connecting<'_>;

    /// Requests in flight over one connection of RADIUS/1.1, where Tokens set no limit that matters.
    fn max_tokens(&self) -> usize {
        4096
    }

    /// Whether there is one connection and no more, so that requests wait while its identifiers are in use.
    fn is_single(&self) -> bool {
        false
    }
}

/// A connection that is being made.
pub(crate) type Connecting<'a> = Pin<Box<dyn Future<Output = io::Result<Connected>> + Send + 'a>>;

/// A connection that is made.
pub(crate) struct Connected {
    pub(crate) stream: Box<dyn Stream>,
    /// How the packets on it are signed and hidden, as its handshake decided.
    pub(crate) profile: Profile,
    /// What the server showed.
    #[cfg(feature = "tls")]
    pub(crate) certificate: Option<Arc<crate::radsec::PeerCertificate>>,
}

/// A connection that packets flow over, in both directions.
pub(crate) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// A connection and the task that receives on it, which ends with it.
#[derive(Debug)]
pub(super) struct Connection {
    shared: Arc<Shared>,
    task: Task,
}

/// The task of a connection.
#[derive(Debug)]
pub(super) enum Task {
    Datagram(AbortHandle),
    /// It says good-bye to the server when this is dropped.
    Stream(#[allow(dead_code)] oneshot::Sender<()>),
}

/// What the connection's task and the requests on it share.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) peer: Arc<Peer>,
    profile: Profile,
    requester: Mutex<Requester<Option<Waiter>>>,
    link: Link,
    is_closed: AtomicBool,
    opened: Instant,
    last_used: Mutex<Instant>,
}

/// Where the octets of a request go.
#[derive(Debug)]
pub(super) enum Link {
    Datagram(datagram::Socket),
    Stream(stream::Sender),
}

impl Link {
    async fn send(&self, request: &Arc<SealedRequest>) -> io::Result<()> {
        match self {
            Self::Datagram(socket) => socket.send(request.octets()).await,
            Self::Stream(sender) => sender.send(request).await,
        }
    }
}

impl Shared {
    pub(super) fn new(peer: &Arc<Peer>, profile: Profile, link: Link) -> Arc<Self> {
        let requester = match &peer.entry.transport {
            Transport::Udp => Requester::default(),
            Transport::Stream(connector) if profile.is_radius_1_1() => {
                Requester::with_tokens(fastrand::u32(..), connector.max_tokens())
            }
            Transport::Stream(_) => Requester::with_zero_for_status(),
        };
        peer.count_connection_opened();
        Arc::new(Self {
            peer: Arc::clone(peer),
            profile,
            requester: Mutex::new(requester),
            link,
            is_closed: AtomicBool::new(false),
            opened: Instant::now(),
            last_used: Mutex::new(Instant::now()),
        })
    }

    pub(super) const fn link(&self) -> &Link {
        &self.link
    }

    fn requester(&self) -> MutexGuard<'_, Requester<Option<Waiter>>> {
        // Nothing that holds the lock can leave it half changed.
        self.requester.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives a packet from the server to the request that waits for it. Anything else is counted and the reason given
    /// back.
    pub(super) fn deliver(&self, packet: &[u8]) -> Result<(), DiscardReason> {
        let peer = &self.peer;
        let mut requester = self.requester();
        let received = requester.receive(packet, &self.profile, peer.entry.require_message_authenticator);
        let reason = match received {
            Ok((waiter, reply)) => match waiter.take() {
                Some(waiter) => {
                    drop(requester);
                    trace::packet(Direction::Received, peer.entry.address, packet, || {
                        Some(reply.keys().clone())
                    });
                    // Its reply has the code of a login's (RFC 5997 §4.6).
                    let code = if waiter.is_probe { Code::STATUS_SERVER } else { reply.code() };
                    peer.count_received(code);
                    if waiter.is_report {
                        peer.note_report(&reply);
                    }
                    peer.lint(&reply, self.identifier(packet));
                    peer.watch(|watchdog, now, random| watchdog.received(waiter.is_probe, now, random));
                    let limit = self.profile.max_octets();
                    if packet.len() > limit {
                        waiter.too_long(packet.len(), limit);
                    } else {
                        waiter.reply(reply);
                    }
                    return Ok(());
                }
                // The same reply once more.
                None => DiscardReason::UnknownIdentifier,
            },
            Err(refused) => refused.reason,
        };
        drop(requester);
        trace::packet(Direction::Received, peer.entry.address, packet, || None);
        peer.count_discarded(reason, Code(packet.first().copied().unwrap_or_default()));
        Err(reason)
    }

    /// The identifier of a packet; 0 in RADIUS/1.1, which has none.
    fn identifier(&self, packet: &[u8]) -> u8 {
        if self.profile.is_radius_1_1() { 0 } else { packet.get(1).copied().unwrap_or_default() }
    }

    /// Tells everybody who waits that nothing will come.
    pub(super) fn lost(&self, loss: Loss) {
        let mut is_awaited = false;
        for waiter in self.requester().waiters().flatten() {
            waiter.lost(loss);
            is_awaited = true;
        }
        match loss {
            Loss::Refused => self.peer.watch(Watchdog::refused),
            // The server is down only when all its connections are (radiusdtls-bis §3.9). One that nobody waited for may
            // have been idle for too long in its eyes: whether it is there, the next connection shows.
            Loss::Disconnected if self.peer.has_connections() => {}
            Loss::Disconnected if !is_awaited => self.peer.lost_idle(self.opened.elapsed()),
            Loss::Disconnected => self.peer.watch(Watchdog::disconnected),
        }
    }

    /// Takes no requests any more, and tells those that wait.
    pub(super) fn close(&self) {
        // Once: by the second time, those that wait have moved to another connection.
        if !self.is_closed.swap(true, Ordering::AcqRel) {
            self.peer.count_connection_closed();
            self.lost(Loss::Disconnected);
            self.peer.freed.notify_waiters();
        }
    }
}

impl Connection {
    /// Connects to the server.
    pub(super) async fn open(peer: &Arc<Peer>) -> io::Result<Arc<Self>> {
        let (shared, task) = match &peer.entry.transport {
            Transport::Udp => datagram::open(peer)?,
            Transport::Stream(connector) => {
                let connected = connector.connect(peer.entry.source).await?;
                peer.connected();
                stream::open(peer, connected)
            }
        };
        Ok(Arc::new(Self { shared, task }))
    }

    /// Seals the packet under a free identifier or Token; `None` if there is none.
    pub(super) fn start(
        self: &Arc<Self>,
        packet: &Packet,
        waiter: &Waiter,
    ) -> Option<Result<Leg, SealError>> {
        let mut requester = self.shared.requester();
        // Under the lock: whoever closes it tells all that wait by then.
        if self.is_closed() {
            return None;
        }
        let number = requester.reserve(packet.code())?;
        let profile = &self.shared.profile;
        // The server keeps to it (RFC 7930 §2.1).
        let announces = profile.max_octets() > MAX_OCTETS && packet.response_length().is_none();
        let announcing = announces.then(|| packet.clone().with_response_length(profile.max_octets()));
        let sealed = match profile.seal_request(announcing.as_ref().unwrap_or(packet), number) {
            Ok(sealed) => sealed,
            Err(error) => {
                requester.release(number);
                return Some(Err(error));
            }
        };
        requester.start(number, &sealed, Some(waiter.clone()));
        self.shared.peer.count_pending(packet.code());
        Some(Ok(Leg {
            connection: Arc::clone(self),
            number,
            sealed: Arc::new(sealed),
            server: waiter.server,
        }))
    }

    pub(super) fn is_closed(&self) -> bool {
        self.shared.is_closed.load(Ordering::Acquire)
    }

    /// Whether nobody waits for anything on it, and nothing was sent for this time.
    pub(super) fn is_idle(&self, time: std::time::Duration) -> bool {
        let last_used = *self.shared.last_used.lock().unwrap_or_else(PoisonError::into_inner);
        self.shared.requester().in_flight() == 0 && last_used.elapsed() >= time
    }

    /// Ends it, and tells those that wait on it.
    pub(super) fn close(&self) {
        self.shared.close();
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        if let Task::Datagram(task) = &self.task {
            task.abort();
        }
        if !self.shared.is_closed.swap(true, Ordering::AcqRel) {
            self.shared.peer.count_connection_closed();
        }
    }
}

/// A request in flight over one connection. Dropping it frees its identifier.
#[derive(Debug)]
pub(super) struct Leg {
    connection: Arc<Connection>,
    /// The identifier or Token.
    number: u32,
    /// What still has to be written goes with it.
    sealed: Arc<SealedRequest>,
    server: usize,
}

impl Leg {
    /// The number of the server among the client's.
    pub(super) const fn server(&self) -> usize {
        self.server
    }

    /// The identifier; 0 in RADIUS/1.1.
    pub(super) fn identifier(&self) -> u8 {
        self.sealed.header().identifier
    }

    /// Whether the same octets may be sent over the same connection again.
    pub(super) fn is_open(&self) -> bool {
        !self.connection.is_closed() && matches!(self.connection.shared.link, Link::Datagram(_))
    }

    /// Tells the log and the request's span where the request goes.
    pub(super) fn tell(&self, transmission: u32) {
        let (server, identifier) = (self.connection.shared.peer.entry.address, self.identifier());
        let span = Span::current();
        span.record("server", display(server)).record("identifier", identifier);
        tracing::debug!(transmission, "sent");
    }

    /// Sends the request, the same octets each time.
    pub(super) async fn transmit(&self) -> io::Result<()> {
        *self.connection.shared.last_used.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
        let Shared { peer, profile, link, .. } = &*self.connection.shared;
        let keys = || Some(profile.keys(self.sealed.header()));
        trace::packet(Direction::Sent, peer.entry.address, self.sealed.octets(), keys);
        link.send(&self.sealed).await
    }

    /// How many replies did not verify.
    pub(super) fn unverified(&self) -> u32 {
        self.connection.shared.requester().unverified(self.number)
    }
}

impl Drop for Leg {
    fn drop(&mut self) {
        let Shared { peer, .. } = &*self.connection.shared;
        peer.count_settled(self.sealed.header().code);
        self.connection.shared.requester().release(self.number);
        if peer.entry.transport.is_single() {
            peer.freed.notify_one();
        }
    }
}
