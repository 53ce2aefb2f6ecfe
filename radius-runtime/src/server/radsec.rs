//! RADIUS over TLS as one of the server's transports: connections are accepted, and what they carry goes through the
//! pipeline that all requests pass.

use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use tokio::io::{AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, Semaphore, mpsc, oneshot};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until, timeout};
use zeroize::Zeroizing;

use crate::packet::{MAX_OCTETS, Profile, version_demanded};
use crate::proto::{DiscardReason, Disposition, Framing, RadiusVersion, Service};
use crate::radsec::{Accepted, Acceptor, HandshakeError, PeerCertificate, ServerTls};

use crate::transport::outbox::Fate;
use crate::transport::tcp;

use super::exchange::ReplySink;
use super::observer::{NO_CODE, Tally};
use super::pauses::Pauses;
use super::phase::{Phase, PhaseReceiver};
use super::pipeline::{Origin, Pipeline};
use super::{ClientEntry, Clients, Handler};

/// Replies that may wait for a client that does not read. Beyond, they are dropped, and the client has itself to blame.
const QUEUE: usize = 1024;

/// Octets read at a time.
const BUFFER_OCTETS: usize = 4 << 10;

/// How long a connection may take to say good-bye.
const CLOSING: Duration = Duration::from_secs(2);

/// How long a client may leave a reply unread.
const WRITING: Duration = Duration::from_secs(30);

/// What a listener for TLS allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TlsLimits {
    /// How long the handshake may take. The default is 10 seconds.
    pub handshake_timeout: Duration,
    /// How many connections may be shaking hands at a time; more wait in the system's queue. The default is 256.
    pub max_handshakes: usize,
    /// How many connections there may be in all; more are closed. The default is 8192.
    pub max_connections: usize,
    /// How many connections there may be from one address; more are closed. The default is 1024.
    pub max_connections_per_address: usize,
    /// After what time without a whole packet a connection is closed. Zero is never. The default is 10 minutes: clients
    /// that keep one open ask for life signs more often.
    pub idle_timeout: Duration,
    /// The longest packet to take and to send, 4096 to 65535 octets (RFC 7930 §2). The default is 4096.
    pub max_packet_octets: usize,
}

impl Default for TlsLimits {
    fn default() -> Self {
        Self {
            handshake_timeout: Duration::from_secs(10),
            max_handshakes: 256,
            max_connections: 8192,
            max_connections_per_address: 1024,
            idle_timeout: Duration::from_secs(600),
            max_packet_octets: MAX_OCTETS,
        }
    }
}

/// An address to listen on for TLS.
#[derive(Debug)]
pub(super) struct TlsAddress {
    pub(super) address: SocketAddr,
    pub(super) tls: ServerTls,
    pub(super) limits: TlsLimits,
}

/// A bound socket for TLS.
pub(super) struct TlsListener<H> {
    listener: TcpListener,
    shared: Arc<Shared<H>>,
}

/// What the connections of a listener share.
struct Shared<H> {
    pipeline: Arc<Pipeline<H>>,
    acceptor: Acceptor,
    /// The clients, in the order of the acceptor's rules.
    clients: Vec<Arc<ClientEntry>>,
    limits: TlsLimits,
    handshakes: Arc<Semaphore>,
    connections: Arc<Connections>,
}

/// How many connections there are, in all and from each address.
#[derive(Debug, Default)]
pub(super) struct Connections {
    counts: Mutex<(usize, HashMap<IpAddr, usize>)>,
    left: Notify,
}

impl Connections {
    fn lock(&self) -> MutexGuard<'_, (usize, HashMap<IpAddr, usize>)> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.lock().0
    }

    /// Waits until the last one has ended.
    pub(super) async fn idle(&self) {
        loop {
            let left = self.left.notified();
            if self.count() == 0 {
                return;
            }
            left.await;
        }
    }

    fn enter(&self, address: IpAddr, limits: &TlsLimits) -> bool {
        let mut counts = self.lock();
        let own = counts.1.get(&address).copied().unwrap_or_default();
        if counts.0 >= limits.max_connections || own >= limits.max_connections_per_address {
            return false;
        }
        counts.0 += 1;
        counts.1.insert(address, own + 1);
        true
    }

    fn leave(&self, address: IpAddr) {
        let mut counts = self.lock();
        counts.0 -= 1;
        match counts.1.get_mut(&address) {
            Some(own) if *own > 1 => *own -= 1,
            _ => drop(counts.1.remove(&address)),
        }
        if counts.0 == 0 {
            self.left.notify_waiters();
        }
    }
}

/// A counted connection.
struct Place<H> {
    shared: Arc<Shared<H>>,
    address: IpAddr,
}

impl<H> Drop for Place<H> {
    fn drop(&mut self) {
        self.shared.connections.leave(self.address);
    }
}

/// Replies to one client over its connection. Those that come when it is closed are lost, as they must be: another
/// connection is another client to them (RFC 6613 §2.6.1).
struct StreamReply(mpsc::Sender<Zeroizing<Vec<u8>>>);

impl ReplySink for StreamReply {
    fn send(&self, octets: &[u8], _: Tally, _: &Arc<ClientEntry>) -> io::Result<Fate> {
        let taken = self.0.try_send(Zeroizing::new(octets.to_vec()));
        taken.map(|()| Fate::Sent).map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => io::ErrorKind::WouldBlock.into(),
            mpsc::error::TrySendError::Closed(_) => io::ErrorKind::BrokenPipe.into(),
        })
    }
}

/// Binds the addresses.
pub(super) fn listen<H: Handler>(
    addresses: &[TlsAddress],
    clients: &Clients,
    pipeline: &Arc<Pipeline<H>>,
) -> io::Result<(Vec<TlsListener<H>>, Vec<SocketAddr>)> {
    let bound = addresses.iter().map(|settings| {
        let listener = tcp::listen(settings.address).map_err(|error| {
            io::Error::new(error.kind(), format!("cannot listen on {}: {error}", settings.address))
        })?;
        let address = listener.local_addr()?;
        Ok((TlsListener::new(listener, clients, settings, pipeline)?, address))
    });
    Ok(bound.collect::<io::Result<Vec<_>>>()?.into_iter().unzip())
}

impl<H: Handler> TlsListener<H> {
    fn new(
        listener: TcpListener,
        clients: &Clients,
        TlsAddress { tls, limits, .. }: &TlsAddress,
        pipeline: &Arc<Pipeline<H>>,
    ) -> io::Result<Self> {
        let (rules, clients) = clients.by_certificate().cloned().unzip();
        let shared = Shared {
            pipeline: Arc::clone(pipeline),
            acceptor: tls.acceptor(rules).map_err(io::Error::other)?,
            clients,
            limits: *limits,
            handshakes: Arc::new(Semaphore::new(limits.max_handshakes.clamp(1, Semaphore::MAX_PERMITS))),
            connections: Arc::default(),
        };
        Ok(Self { listener, shared: Arc::new(shared) })
    }

    /// Accepts connections until told to stop. Those that are open then take no more requests, and end by themselves when
    /// the replies to those they have are written.
    pub(super) async fn serve(self, mut phase: PhaseReceiver) {
        phase.wait_for(Phase::Serving).await;
        let connections = phase.clone();
        let mut pauses = Pauses::new();
        loop {
            tokio::select! {
                biased;
                () = phase.wait_for(Phase::Stopping) => return,
                accepted = async { pauses.over().await; self.accept().await } => match accepted {
                    Ok((stream, peer)) => {
                        pauses.succeeded();
                        self.take(stream, peer, &connections);
                    }
                    Err(error) => pauses.failed("accepting a connection failed", &error),
                },
            }
        }
    }

    /// The connections, to wait for their end.
    pub(super) fn connections(&self) -> Arc<Connections> {
        Arc::clone(&self.shared.connections)
    }

    /// Waits until one more may shake hands, and then for it.
    async fn accept(&self) -> io::Result<(TcpStream, SocketAddr)> {
        // The permit is taken again by the connection; nobody else takes any.
        let _free = self.shared.handshakes.acquire().await.map_err(io::Error::other)?;
        self.listener.accept().await
    }

    fn take(&self, stream: TcpStream, peer: SocketAddr, phase: &PhaseReceiver) {
        let shared = Arc::clone(&self.shared);
        let address = peer.ip().to_canonical();
        // Before a single octet of TLS (radiusdtls-bis §3.4).
        if !shared.acceptor.admits(address) {
            return shared.pipeline.observer.of_stranger(peer).dropped(DiscardReason::UnknownClient, NO_CODE);
        }
        if !shared.connections.enter(address, &shared.limits) {
            return shared
                .pipeline
                .observer
                .of_stranger(peer)
                .dropped(DiscardReason::TooManyConnections, NO_CODE);
        }
        let place = Place { shared, address };
        let permit = Arc::clone(&place.shared.handshakes).try_acquire_owned();
        let (phase, mut end) = (phase.clone(), phase.clone());
        // A connection that panics costs itself only; its place is free again.
        tokio::spawn(async move {
            let connection = async {
                let shaken = shake_hands(&place.shared, stream, peer).await;
                drop(permit);
                if let Some(accepted) = shaken {
                    carry(&place.shared, accepted, peer, phase).await;
                }
            };
            tokio::select! {
                () = connection => {}
                () = end.wait_for(Phase::Done) => {}
            }
        });
    }
}

/// Shakes hands, or says why not.
async fn shake_hands<H>(
    shared: &Shared<H>,
    stream: TcpStream,
    peer: SocketAddr,
) -> Option<Accepted<TcpStream>> {
    let events = shared.pipeline.observer.of_stranger(peer);
    // Each write is a whole packet: nothing is gained by waiting for more.
    let _ = stream.set_nodelay(true);
    let Ok(shaken) =
        timeout(shared.limits.handshake_timeout, shared.acceptor.accept(stream, peer.ip())).await
    else {
        events.dropped(DiscardReason::HandshakeTimeout, NO_CODE);
        return None;
    };
    let error = match shaken {
        Ok(accepted) => {
            let PeerCertificate { subject, serial, .. } = &accepted.certificate;
            tracing::debug!(%peer, version = %accepted.version, subject, ?serial, "connected");
            return Some(accepted);
        }
        Err(error) => error,
    };
    let reason = match &error {
        HandshakeError::Tls(_) => DiscardReason::HandshakeFailed,
        HandshakeError::Certificate(_) | HandshakeError::Address(_) => DiscardReason::CertificateRefused,
        HandshakeError::Version(_) | HandshakeError::VersionUnsaid(_) => DiscardReason::NoCommonVersion,
    };
    events.failed(reason, NO_CODE, &error);
    match error {
        // No alert could tell it (RFC 9765 §3.3.1).
        HandshakeError::VersionUnsaid(mut stream) => {
            let told = version_demanded();
            let _ = timeout(CLOSING, async {
                stream.write_all(&told).await?;
                stream.shutdown().await
            })
            .await;
        }
        HandshakeError::Address(mut stream) => drop(timeout(CLOSING, stream.shutdown()).await),
        _ => {}
    }
    None
}

/// Carries packets until one end has enough.
async fn carry<H: Handler>(
    shared: &Shared<H>,
    accepted: Accepted<TcpStream>,
    peer: SocketAddr,
    phase: PhaseReceiver,
) {
    let Accepted { stream, version, certificate, rule } = accepted;
    let Some(client) = shared.clients.get(rule) else { return };
    let local = stream.get_ref().0.local_addr().ok().map(|local| local.ip());
    let profile = match version {
        RadiusVersion::V1_0 => Profile::radsec(),
        RadiusVersion::V1_1 => Profile::radius_1_1(),
    };
    let profile = profile.with_max_octets(shared.limits.max_packet_octets);
    let certificate = Arc::new(certificate);
    let service = Service::All;
    let origin = Origin { peer, local, client, service, profile: &profile, certificate: Some(&certificate) };
    let (reader, writer) = tokio::io::split(stream);
    let (replies, queue) = mpsc::channel(QUEUE);
    let (close, closed) = oneshot::channel();
    // If this is cut, writing ends too.
    let mut writing = JoinSet::new();
    writing.spawn(write(writer, queue, closed));
    let ended = tokio::select! {
        ended = read(reader, shared, &origin, &replies, phase, ends_at(&certificate)) => ended,
        _ = writing.join_next() => Ended::Broken,
    };
    tracing::debug!(%peer, ?ended, "the connection ends");
    drop(replies);
    match ended {
        // What is being handled is answered, as long as it is not cut.
        Ended::Between | Ended::Stopping => drop(writing.join_next().await),
        Ended::Broken => {
            let _ = close.send(());
            let _ = timeout(CLOSING, writing.join_next()).await;
        }
    }
}

/// Why nothing more is read.
#[derive(Debug)]
enum Ended {
    /// The client closed its half, between two packets.
    Between,
    /// The server stops.
    Stopping,
    /// The stream is broken, or what came over it: nothing more is to be said.
    Broken,
}

async fn read<H: Handler>(
    mut reader: impl tokio::io::AsyncRead + Unpin,
    shared: &Shared<H>,
    origin: &Origin<'_>,
    replies: &mpsc::Sender<Zeroizing<Vec<u8>>>,
    mut phase: PhaseReceiver,
    end: Instant,
) -> Ended {
    let events = shared.pipeline.observer.of(origin.client, origin.peer);
    let mut framing = Framing::new(origin.profile.max_octets());
    let mut buffer = Zeroizing::new([0; BUFFER_OCTETS]);
    let mut idle_until = shared.idle_deadline();
    loop {
        let length = tokio::select! {
            biased;
            () = phase.wait_for(Phase::Stopping) => return Ended::Stopping,
            // Before reading, or a client that never pauses would outlive its certificate.
            () = sleep_until(idle_until.min(end)) => {
                let reason = if Instant::now() >= end {
                    DiscardReason::CertificateExpired
                } else {
                    DiscardReason::IdleConnection
                };
                events.dropped(reason, NO_CODE);
                return Ended::Between;
            }
            read = reader.read(&mut *buffer) => match read {
                Ok(0) if framing.is_between_packets() => return Ended::Between,
                Ok(0) => {
                    events.dropped(DiscardReason::Truncated, NO_CODE);
                    return Ended::Broken;
                }
                Ok(length) => length,
                Err(error) => {
                    tracing::debug!(peer = %origin.peer, %error, "reading failed");
                    return Ended::Broken;
                }
            },
        };
        framing.push(buffer.get(..length).unwrap_or_default());
        loop {
            match framing.next_packet() {
                Ok(None) => break,
                Ok(Some(packet)) => {
                    let sink = StreamReply(replies.clone());
                    if shared.pipeline.take(packet, origin, None, sink) == Disposition::Close {
                        return Ended::Broken;
                    }
                    idle_until = shared.idle_deadline();
                }
                Err(error) => {
                    events.dropped(error.into(), NO_CODE);
                    return Ended::Broken;
                }
            }
        }
    }
}

/// Writes replies one at a time: FreeRADIUS up to 3.2.1 closes a connection when a TLS record holds two packets. When there
/// can be no more, or it is told to, it says good-bye.
async fn write(
    mut writer: impl AsyncWrite + Unpin,
    mut queue: mpsc::Receiver<Zeroizing<Vec<u8>>>,
    mut closed: oneshot::Receiver<()>,
) {
    loop {
        let reply = tokio::select! {
            biased;
            reply = queue.recv() => reply,
            // If the sender is gone without a word, the replies to come decide.
            Ok(()) = &mut closed => None,
        };
        let Some(reply) = reply else { break };
        let written = timeout(WRITING, async {
            writer.write_all(&reply).await?;
            writer.flush().await
        });
        if !matches!(written.await, Ok(Ok(()))) {
            return;
        }
    }
    let _ = timeout(CLOSING, writer.shutdown()).await;
}

impl<H> Shared<H> {
    fn idle_deadline(&self) -> Instant {
        let limit = Some(self.limits.idle_timeout).filter(|limit| !limit.is_zero());
        limit.and_then(|limit| Instant::now().checked_add(limit)).unwrap_or_else(far_off)
    }
}

/// When the certificate ends, and the connection with it.
fn ends_at(certificate: &PeerCertificate) -> Instant {
    let left = certificate.not_after.duration_since(SystemTime::now()).unwrap_or_default();
    Instant::now().checked_add(left).map_or_else(far_off, |end| end.min(far_off()))
}

/// Timers cannot wait for longer.
fn far_off() -> Instant {
    Instant::now() + Duration::from_secs(365 * 86_400)
}

#[cfg(all(test, feature = "client"))]
#[path = "radsec_tests.rs"]
mod tests;
