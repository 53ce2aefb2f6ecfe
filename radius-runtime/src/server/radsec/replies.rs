//! Replies on their way to the connection that their requests came over.

use std::cell::Cell;
use std::collections::HashSet;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;
use zeroize::Zeroizing;

use crate::server::ClientEntry;
use crate::server::exchange::ReplySink;
use crate::server::observer::Tally;
use crate::transport::outbox::Fate;

/// Octets of replies that may wait for a client that does not read. Beyond, they are dropped, and the client has itself to
/// blame.
const MAX_OCTETS: usize = 1 << 20;

/// The replies of one connection that are to be written, and the requests that have none yet.
#[derive(Debug, Default)]
pub(super) struct Replies {
    state: Mutex<State>,
    changed: Notify,
}

#[derive(Debug, Default)]
struct State {
    /// One after the other. In RADIUS/1.1 passwords stand in them in clear.
    octets: Zeroizing<Vec<u8>>,
    /// The requests that are being handled.
    pending: usize,
    /// Their Tokens, in RADIUS/1.1.
    tokens: HashSet<u32>,
    /// Whether a reply came, or the last request ended, since they were taken.
    is_changed: bool,
    /// Whether the connection's task waits to be told so.
    is_awaited: bool,
    is_closed: bool,
}

impl Replies {
    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing that holds the lock can leave it half changed.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes the place of a request's reply; `None` if the Token is still waited under, which ends the connection (RFC 9765
    /// §4.2).
    pub(super) fn expect(self: &Arc<Self>, token: Option<u32>) -> Option<StreamReply> {
        let mut state = self.lock();
        if token.is_some_and(|token| !state.tokens.insert(token)) {
            return None;
        }
        state.pending += 1;
        // It is the connection's task that asks.
        state.is_awaited = false;
        Some(StreamReply { replies: Arc::clone(self), token: Cell::new(token) })
    }

    /// Exchanges the replies that have come for an empty buffer. Says whether more may come.
    pub(super) fn take(&self, written: &mut Zeroizing<Vec<u8>>) -> bool {
        let mut state = self.lock();
        std::mem::swap(&mut state.octets, written);
        state.is_changed = false;
        state.pending > 0
    }

    /// Waits until there are replies to take, or the last request has ended since.
    pub(super) async fn changed(&self) {
        if !self.is_changed_or_awaits() {
            self.changed.notified().await;
        }
    }

    fn is_changed_or_awaits(&self) -> bool {
        let mut state = self.lock();
        state.is_awaited = !state.is_changed;
        state.is_changed
    }

    /// Takes no more.
    pub(super) fn close(&self) {
        self.lock().is_closed = true;
    }
}

impl State {
    /// Appends a reply; what the buffer leaves behind when it grows is overwritten.
    fn push(&mut self, octets: &[u8]) {
        const FIRST: usize = 512;
        let length = self.octets.len() + octets.len();
        if length > self.octets.capacity() {
            let mut longer = Zeroizing::new(Vec::with_capacity((2 * length).max(FIRST)));
            longer.extend_from_slice(&self.octets);
            self.octets = longer;
        }
        self.octets.extend_from_slice(octets);
    }

    fn tell(&mut self, changed: &Notify) {
        self.is_changed = true;
        if std::mem::take(&mut self.is_awaited) {
            changed.notify_one();
        }
    }
}

/// Where the reply to one request goes. Replies that come when the connection is closed are lost, as they must be: another
/// connection is another client to them (RFC 6613 §2.6.1).
#[derive(Debug)]
pub(super) struct StreamReply {
    replies: Arc<Replies>,
    /// As long as it is in use.
    token: Cell<Option<u32>>,
}

impl ReplySink for StreamReply {
    fn send(&self, octets: &[u8], _: Tally, _: &Arc<ClientEntry>) -> io::Result<Fate> {
        let mut state = self.replies.lock();
        if state.is_closed {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        if state.octets.len() + octets.len() > MAX_OCTETS {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        state.push(octets);
        // Whoever reads it may use the Token again.
        if let Some(token) = self.token.take() {
            state.tokens.remove(&token);
        }
        state.tell(&self.replies.changed);
        Ok(Fate::Sent)
    }
}

impl Drop for StreamReply {
    fn drop(&mut self) {
        let mut state = self.replies.lock();
        state.pending -= 1;
        if let Some(token) = self.token.take() {
            state.tokens.remove(&token);
        }
        if state.pending == 0 {
            state.tell(&self.replies.changed);
        }
    }
}
