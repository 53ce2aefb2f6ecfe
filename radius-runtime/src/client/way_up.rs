//! Requests that a server sends down the connections to it (draft-ietf-radext-reverse-coa): they go up to whoever serves them,
//! and the replies down again.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, PoisonError, RwLock};

use tokio::sync::mpsc;

use crate::crypto::wipe::Wiped;
use crate::packet::{Code, Profile};
use crate::proto::Disposition;

/// Replies that may wait to be written.
const QUEUE: usize = 1024;

/// A request that came down a connection.
pub(crate) struct Incoming<'a> {
    pub(crate) octets: &'a [u8],
    /// The server.
    pub(crate) peer: SocketAddr,
    /// How it and its reply are signed and hidden.
    pub(crate) profile: &'a Profile,
    #[cfg(feature = "tls")]
    pub(crate) certificate: Option<&'a Arc<crate::radsec::PeerCertificate>>,
    pub(crate) replies: &'a Replies,
}

/// Serves requests that come down connections.
pub(crate) trait Serve: Send + Sync {
    /// Takes one, within the runtime of the client. Says whether the connection may go on.
    fn serve(&self, incoming: &Incoming<'_>) -> Disposition;
}

/// Who serves them, for all connections of a client. Nobody does at first.
#[derive(Default)]
pub(crate) struct WayUp(RwLock<Option<Arc<dyn Serve>>>);

impl WayUp {
    /// Changes who serves them.
    pub(super) fn set(&self, server: &Arc<dyn Serve>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(server));
    }

    /// Nobody serves them any more, if it was this one that did.
    pub(super) fn unset(&self, server: &Arc<dyn Serve>) {
        let mut serving = self.0.write().unwrap_or_else(PoisonError::into_inner);
        serving.take_if(|serving| Arc::ptr_eq(serving, server));
    }

    pub(super) fn get(&self) -> Option<Arc<dyn Serve>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl fmt::Debug for WayUp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WayUp")
    }
}

/// Whether this is a request that may come down a connection.
pub(super) fn comes_down(packet: &[u8]) -> bool {
    let code = packet.first().map(|&code| Code(code));
    matches!(code, Some(Code::COA_REQUEST | Code::DISCONNECT_REQUEST))
}

/// Where the replies go to requests that came down a connection.
#[derive(Clone, Debug)]
pub(crate) struct Replies(mpsc::Sender<Wiped>);

impl Replies {
    pub(super) fn channel() -> (Self, mpsc::Receiver<Wiped>) {
        let (sender, receiver) = mpsc::channel(QUEUE);
        (Self(sender), receiver)
    }

    /// Leaves a reply to whoever writes to the connection.
    ///
    /// # Errors
    /// The connection is gone, or its server does not read.
    pub(crate) fn send(&self, reply: &[u8]) -> io::Result<()> {
        self.0.try_send(reply.to_vec().into()).map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => io::ErrorKind::WouldBlock.into(),
            mpsc::error::TrySendError::Closed(_) => io::ErrorKind::BrokenPipe.into(),
        })
    }
}
