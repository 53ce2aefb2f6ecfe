//! The way down a connection: requests that this end sends to its client, over the connection that the client opened
//! (draft-ietf-radext-reverse-coa §4).

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::crypto::wipe::{self, Wiped};
use crate::packet::{Code, Profile};
use crate::radsec::PeerCertificate;
use crate::server::ClientEntry;

use super::replies::Replies;

/// Octets of replies from the client that may wait to be read.
const MAX_OCTETS: usize = 1 << 20;

/// Who is told of the connections. Whether requests may be sent down one, the entry of its client says.
pub(crate) trait WaysDown: std::fmt::Debug + Send + Sync {
    /// One is there.
    fn opened(&self, way: &Arc<WayDown>);

    /// It is gone.
    fn closed(&self, way: &Arc<WayDown>);
}

/// The way down one connection.
#[derive(Debug)]
pub(crate) struct WayDown {
    /// The client's entry, as it stands now.
    client: Mutex<Arc<ClientEntry>>,
    pub(crate) certificate: Arc<PeerCertificate>,
    pub(crate) peer: SocketAddr,
    pub(crate) profile: Profile,
    /// What is to be written to the connection, requests among the replies.
    outgoing: Arc<Replies>,
    incoming: Mutex<Incoming>,
}

#[derive(Debug, Default)]
struct Incoming {
    /// What the client answered, one packet after the other.
    octets: Wiped,
    reader: Option<Waker>,
    /// Somebody sends requests and reads their replies.
    is_used: bool,
    is_closed: bool,
}

impl WayDown {
    pub(super) fn new(
        client: &Arc<ClientEntry>,
        certificate: &Arc<PeerCertificate>,
        peer: SocketAddr,
        profile: &Profile,
        outgoing: &Arc<Replies>,
    ) -> Arc<Self> {
        Arc::new(Self {
            client: Mutex::new(Arc::clone(client)),
            certificate: Arc::clone(certificate),
            peer,
            profile: profile.clone(),
            outgoing: Arc::clone(outgoing),
            incoming: Mutex::default(),
        })
    }

    /// The client's entry.
    pub(crate) fn client(&self) -> Arc<ClientEntry> {
        Arc::clone(&self.client.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The client has another entry now.
    pub(super) fn set_client(&self, client: &Arc<ClientEntry>) {
        *self.client.lock().unwrap_or_else(PoisonError::into_inner) = Arc::clone(client);
    }

    /// Whether requests may be sent.
    pub(crate) fn is_open(&self) -> bool {
        self.client().takes_reverse_coa()
    }

    fn lock(&self) -> MutexGuard<'_, Incoming> {
        // Nothing that holds the lock can leave it half changed.
        self.incoming.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes the way for requests and their replies. There is one user: whoever gives out identifiers.
    ///
    /// # Errors
    /// It is taken, or the connection is gone.
    pub(crate) fn open(self: &Arc<Self>) -> io::Result<WayDownStream> {
        let mut incoming = self.lock();
        if incoming.is_closed || incoming.is_used {
            return Err(io::ErrorKind::NotConnected.into());
        }
        incoming.is_used = true;
        Ok(WayDownStream(Arc::clone(self)))
    }

    /// Takes a packet that came over the connection, if it answers what goes down it. Whether it answers a request that is
    /// waiting, its reader knows.
    pub(super) fn take(&self, packet: &[u8]) -> bool {
        // Nearly all are requests.
        if !packet.first().is_some_and(|&code| answers_dynamic_authorization(Code(code))) {
            return false;
        }
        let mut incoming = self.lock();
        if !incoming.is_used {
            return false;
        }
        // Nobody waits for so many replies.
        if incoming.octets.len() + packet.len() <= MAX_OCTETS {
            wipe::reserve(&mut incoming.octets, packet.len());
            incoming.octets.extend_from_slice(packet);
        }
        let reader = incoming.reader.take();
        drop(incoming);
        if let Some(reader) = reader {
            reader.wake();
        }
        true
    }

    /// Nothing goes down any more, and no reply comes.
    pub(super) fn close(&self) {
        let mut incoming = self.lock();
        incoming.is_closed = true;
        let reader = incoming.reader.take();
        drop(incoming);
        if let Some(reader) = reader {
            reader.wake();
        }
    }

    /// Whether its user gave it up, as one does with a stream that is broken.
    pub(super) fn is_given_up(&self) -> bool {
        self.lock().is_closed
    }
}

const fn answers_dynamic_authorization(code: Code) -> bool {
    matches!(
        code,
        Code::COA_ACK | Code::COA_NAK | Code::DISCONNECT_ACK | Code::DISCONNECT_NAK | Code::PROTOCOL_ERROR
    )
}

/// The way down a connection as a stream of packets: requests are written, one a write, and replies read. When it is dropped, the
/// connection ends.
#[derive(Debug)]
pub(crate) struct WayDownStream(Arc<WayDown>);

impl AsyncRead for WayDownStream {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let mut incoming = self.0.lock();
        if incoming.octets.is_empty() {
            if incoming.is_closed {
                return Poll::Ready(Ok(()));
            }
            incoming.reader = Some(context.waker().clone());
            return Poll::Pending;
        }
        let length = incoming.octets.len().min(buffer.remaining());
        let (read, rest) = incoming.octets.split_at_mut(length);
        buffer.put_slice(read);
        wipe::wipe(read);
        if rest.is_empty() {
            incoming.octets.clear();
        } else {
            incoming.octets.drain(..length);
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for WayDownStream {
    fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, packet: &[u8]) -> Poll<io::Result<usize>> {
        // The entry may have changed since somebody began to send. What may not be sent is as lost.
        if !self.0.is_open() {
            return Poll::Ready(Ok(packet.len()));
        }
        Poll::Ready(self.0.outgoing.push_request(packet).map(|()| packet.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

impl Drop for WayDownStream {
    fn drop(&mut self) {
        self.0.close();
        self.0.outgoing.wake();
    }
}
