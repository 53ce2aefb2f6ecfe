//! One connected socket with its 256 identifiers.

use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::net::UdpSocket;
use tokio::sync::oneshot;
use tokio::task::AbortHandle;

use crate::crypto::Secret;
use crate::packet::{OpenPacket, Packet, SealError, SealedRequest};
use crate::proto::requester::Requester;
use crate::proto::{DiscardReason, Statistics};
use crate::transport::udp;

/// What a connection has to know of its server.
#[derive(Debug)]
pub(super) struct Peer {
    pub(super) address: SocketAddr,
    pub(super) secret: Secret,
    pub(super) require_message_authenticator: bool,
    pub(super) statistics: Statistics,
    pub(super) started: tokio::time::Instant,
}

type Waiter = Option<oneshot::Sender<OpenPacket>>;

/// A connected socket and the task that receives on it, which ends with it.
#[derive(Debug)]
pub(super) struct Connection {
    shared: Arc<Shared>,
    receiver: AbortHandle,
}

#[derive(Debug)]
struct Shared {
    socket: UdpSocket,
    requester: Mutex<Requester<Waiter>>,
    /// The server's host said that nothing listens there.
    refused: AtomicBool,
    peer: Arc<Peer>,
}

impl Shared {
    fn requester(&self) -> MutexGuard<'_, Requester<Waiter>> {
        // Nothing that holds the lock can leave it half changed.
        self.requester.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn receive(&self) {
        let mut buffer = vec![0; udp::DATAGRAM_OCTETS];
        loop {
            match self.socket.recv(&mut buffer).await {
                Ok(length) => self.deliver(buffer.get(..length).unwrap_or_default()),
                Err(error) => self.note_failure(&error).await,
            }
        }
    }

    fn deliver(&self, datagram: &[u8]) {
        self.refused.store(false, Ordering::Relaxed);
        let Peer { secret, require_message_authenticator, statistics, address, started } = &*self.peer;
        let mut requester = self.requester();
        match requester.receive(datagram, secret, *require_message_authenticator) {
            Ok((waiter, reply)) => match waiter.take() {
                Some(waiter) => {
                    statistics.count_received(reply.code());
                    // The request may have been given up in this moment.
                    let _ = waiter.send(reply);
                }
                // The same reply once more.
                None => drop(statistics.count_discarded(DiscardReason::UnknownIdentifier, started.elapsed())),
            },
            Err(refused) => {
                let reason = refused.reason;
                if statistics.count_discarded(reason, started.elapsed()) {
                    tracing::warn!(server = %address, reason = reason.name(), "discarded a reply");
                }
            }
        }
    }

    /// ICMP errors and the like never end the receiving: the next datagram may be the reply.
    async fn note_failure(&self, error: &io::Error) {
        if error.kind() == io::ErrorKind::ConnectionRefused {
            self.refused.store(true, Ordering::Relaxed);
        } else {
            tracing::warn!(server = %self.peer.address, %error, "receiving failed");
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    }
}

impl Connection {
    /// Opens a socket of its own towards the server.
    pub(super) fn open(peer: &Arc<Peer>) -> io::Result<Self> {
        let shared = Arc::new(Shared {
            socket: udp::connect(peer.address)?,
            requester: Mutex::default(),
            refused: AtomicBool::new(false),
            peer: Arc::clone(peer),
        });
        let receiving = Arc::clone(&shared);
        let receiver = tokio::spawn(async move { receiving.receive().await }).abort_handle();
        Ok(Self { shared, receiver })
    }

    /// Seals the packet under a free identifier; `None` if there is none.
    pub(super) fn start(self: &Arc<Self>, packet: &Packet) -> Option<Result<Exchange, SealError>> {
        let mut requester = self.shared.requester();
        let identifier = requester.reserve()?;
        let sealed = match packet.seal_request(identifier, &self.shared.peer.secret) {
            Ok(sealed) => sealed,
            Err(error) => {
                requester.release(identifier);
                return Some(Err(error));
            }
        };
        let (waiter, reply) = oneshot::channel();
        requester.start(*sealed.header(), Some(waiter));
        Some(Ok(Exchange { connection: Arc::clone(self), sealed, reply }))
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.receiver.abort();
    }
}

/// A request in flight. Dropping it frees its identifier.
#[derive(Debug)]
pub(super) struct Exchange {
    connection: Arc<Connection>,
    sealed: SealedRequest,
    reply: oneshot::Receiver<OpenPacket>,
}

impl Exchange {
    /// Sends the request, the same octets each time.
    pub(super) async fn transmit(&self) -> io::Result<()> {
        match self.connection.shared.socket.send(self.sealed.octets()).await {
            // An earlier datagram met a closed port; this one was not sent, the next one may be.
            Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => {
                self.connection.shared.refused.store(true, Ordering::Relaxed);
                Ok(())
            }
            result => result.map(drop),
        }
    }

    /// Waits for the reply, for ever. Can be called again after it was dropped.
    pub(super) async fn reply(&mut self) -> OpenPacket {
        match (&mut self.reply).await {
            Ok(reply) => reply,
            Err(_) => std::future::pending().await,
        }
    }

    /// How many replies did not verify.
    pub(super) fn unverified(&self) -> u32 {
        self.connection.shared.requester().unverified(self.sealed.header().identifier)
    }

    /// Whether the server's host said that nothing listens there.
    pub(super) fn is_refused(&self) -> bool {
        self.connection.shared.refused.load(Ordering::Relaxed)
    }
}

impl Drop for Exchange {
    fn drop(&mut self) {
        self.connection.shared.requester().release(self.sealed.header().identifier);
    }
}
