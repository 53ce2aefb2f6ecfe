//! RADIUS over TLS as one of the server's transports: connections are accepted, and what they carry goes through the
//! pipeline that all requests pass.

mod connection;
mod gate;
mod places;
mod replies;
#[cfg_attr(not(feature = "client"), allow(dead_code))]
mod way_down;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::time::{Instant, timeout};

use crate::packet::{MAX_OCTETS, version_demanded};
use crate::proto::DiscardReason;
use crate::radsec::{Accepted, Acceptor, HandshakeError, PeerCertificate, Reloads, ServerTls};
use crate::transport::tcp;

use super::directory::ClientsHandle;
use super::observer::NO_CODE;
use super::pauses::Pauses;
use super::phase::{Phase, PhaseReceiver};
use super::pipeline::Pipeline;
use super::{Clients, Handler};

pub(super) use places::Connections;
#[cfg(feature = "client")]
pub(crate) use way_down::WayDown;
pub(crate) use way_down::WaysDown;

/// How long a connection may take to say good-bye.
const CLOSING: Duration = Duration::from_secs(2);

/// What a listener for TLS allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TlsLimits {
    /// How long the handshake may take. The default is 10 seconds.
    pub handshake_timeout: Duration,
    /// How many connections may be shaking hands at a time; more wait in the system's queue. The default is 256.
    pub max_handshakes: usize,
    /// How many of these may come from one address; more are closed. The default is 64.
    pub max_handshakes_per_address: usize,
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
            max_handshakes_per_address: 64,
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
    /// The clients, whose rules are the acceptor's.
    clients: ClientsHandle,
    limits: TlsLimits,
    handshakes: Arc<Semaphore>,
    connections: Arc<Connections>,
    /// Who is told of connections that requests may be sent down.
    ways_down: Option<Arc<dyn WaysDown>>,
}

/// Binds the addresses.
pub(super) fn listen<H: Handler>(
    addresses: &[TlsAddress],
    clients: &ClientsHandle,
    pipeline: &Arc<Pipeline<H>>,
    ways_down: Option<&Arc<dyn WaysDown>>,
) -> io::Result<(Vec<TlsListener<H>>, Vec<SocketAddr>)> {
    let bound = addresses.iter().map(|settings| {
        let listener = tcp::listen(settings.address).map_err(|error| {
            io::Error::new(error.kind(), format!("cannot listen on {}: {error}", settings.address))
        })?;
        let address = listener.local_addr()?;
        Ok((TlsListener::new(listener, clients, settings, pipeline, ways_down)?, address))
    });
    Ok(bound.collect::<io::Result<Vec<_>>>()?.into_iter().unzip())
}

impl<H: Handler> TlsListener<H> {
    fn new(
        listener: TcpListener,
        clients: &ClientsHandle,
        TlsAddress { tls, limits, .. }: &TlsAddress,
        pipeline: &Arc<Pipeline<H>>,
        ways_down: Option<&Arc<dyn WaysDown>>,
    ) -> io::Result<Self> {
        let shared = Shared {
            pipeline: Arc::clone(pipeline),
            acceptor: tls.acceptor(Arc::new(clients.clone())).map_err(io::Error::other)?,
            clients: clients.clone(),
            limits: *limits,
            handshakes: Arc::new(Semaphore::new(limits.max_handshakes.clamp(1, Semaphore::MAX_PERMITS))),
            connections: Arc::default(),
            ways_down: ways_down.cloned(),
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
        let Some(mut place) = shared.connections.enter(address, &shared.limits) else {
            return shared
                .pipeline
                .observer
                .of_stranger(peer)
                .dropped(DiscardReason::TooManyConnections, NO_CODE);
        };
        let permit = Arc::clone(&shared.handshakes).try_acquire_owned();
        let (phase, mut end) = (phase.clone(), phase.clone());
        // What changes from now on may concern the client.
        let changes = shared.changes();
        // A connection that panics costs itself only; its place is free again.
        tokio::spawn(async move {
            let connection = async {
                let shaken = Box::pin(shake_hands(&shared, stream, peer)).await;
                drop(permit);
                place.shaken();
                if let Some(accepted) = shaken {
                    connection::carry(&shared, accepted, peer, phase, changes).await;
                }
            };
            gate::unless(end.wait_for(Phase::Done), connection).await;
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

impl<H> Shared<H> {
    fn idle_deadline(&self) -> Instant {
        let limit = Some(self.limits.idle_timeout).filter(|limit| !limit.is_zero());
        limit.and_then(|limit| Instant::now().checked_add(limit)).unwrap_or_else(far_off)
    }

    fn changes(&self) -> Changes {
        Changes { reloads: self.acceptor.reloads(), clients: self.clients.changes() }
    }
}

/// What may make a client another one, or one that is refused.
#[derive(Clone, Copy, Debug)]
enum Change {
    /// The authorities and revocation lists.
    Trust,
    /// The clients and their rules.
    Rules,
}

/// Waits for what concerns a client that is connected.
struct Changes {
    /// If those are checked again.
    reloads: Option<Reloads>,
    clients: watch::Receiver<Arc<Clients>>,
}

impl Changes {
    /// Waits for the next change, and gives itself back to wait for another.
    async fn next(mut self) -> (Self, Change) {
        let reloaded = async {
            match &mut self.reloads {
                Some(reloads) => reloads.next().await,
                None => std::future::pending().await,
            }
        };
        let change = tokio::select! {
            () = reloaded => Change::Trust,
            Ok(()) = self.clients.changed() => Change::Rules,
        };
        (self, change)
    }
}

/// Timers cannot wait for longer.
fn far_off() -> Instant {
    Instant::now() + Duration::from_secs(365 * 86_400)
}

#[cfg(all(test, feature = "client"))]
mod client_tests;
#[cfg(all(test, feature = "client"))]
mod fixture;
#[cfg(all(test, feature = "client"))]
mod limit_tests;
#[cfg(all(test, feature = "client"))]
mod reverse_coa_tests;
#[cfg(all(test, feature = "client"))]
mod stream_tests;
#[cfg(all(test, feature = "client"))]
mod tests;
