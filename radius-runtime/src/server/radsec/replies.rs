//! Replies on their way to the connection that their requests came over, and the requests that this end sends down it.

use std::cell::Cell;
use std::collections::HashSet;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use tokio::sync::Notify;

use crate::crypto::wipe::{self, Wiped};
use crate::server::ClientEntry;
use crate::server::exchange::ReplySink;
use crate::server::observer::Tally;
use crate::transport::outbox::Fate;

/// Octets that may wait for a client that does not read. Beyond, replies are dropped, and the client has itself to blame.
const MAX_OCTETS: usize = 1 << 20;

/// The replies of one connection that are to be written, and the requests that have none yet.
#[derive(Debug, Default)]
pub(super) struct Replies {
    state: Mutex<State>,
    closed: Notify,
}

#[derive(Debug, Default)]
struct State {
    /// One after the other. In RADIUS/1.1 passwords stand in them in clear.
    octets: Wiped,
    /// The requests that are being handled.
    pending: usize,
    /// Their Tokens, in RADIUS/1.1.
    tokens: HashSet<u32>,
    /// Whether a reply came, or the last request ended, since they were taken.
    is_changed: bool,
    /// The connection's task, while it waits to be told so.
    task: Option<Waker>,
    /// Whether this end has requests of its own.
    has_way_down: bool,
    is_closed: bool,
}

impl Replies {
    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing that holds the lock can leave it half changed.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// None yet. Whether this end may send requests too, decides how its task is woken.
    pub(super) fn with_way_down(has_way_down: bool) -> Arc<Self> {
        let state = State { has_way_down, ..State::default() };
        Arc::new(Self { state: Mutex::new(state), closed: Notify::new() })
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
        state.task = None;
        Some(StreamReply { replies: Arc::clone(self), is_pending: Cell::new(true), token })
    }

    /// Exchanges the replies that have come for an empty buffer. Says whether more may come.
    pub(super) fn take(&self, written: &mut Wiped) -> bool {
        let mut state = self.lock();
        std::mem::swap(&mut state.octets, written);
        state.is_changed = false;
        state.pending > 0
    }

    /// Waits until there are replies to take, or the last request has ended since.
    ///
    /// Where nothing is being handled, and this end has no requests of its own, nobody is woken: it is the task itself that
    /// brings requests.
    pub(super) fn poll_changed(&self, context: &Context<'_>) -> Poll<()> {
        let mut state = self.lock();
        if state.is_changed {
            return Poll::Ready(());
        }
        state.task = (state.pending > 0 || state.has_way_down).then(|| context.waker().clone());
        Poll::Pending
    }

    /// Takes a request of this end.
    ///
    /// # Errors
    /// The connection is closed, or its client does not read.
    pub(super) fn push_request(&self, request: &[u8]) -> io::Result<()> {
        let mut state = self.lock();
        state.push(request)?;
        tell(state);
        Ok(())
    }

    /// Tells the connection's task that something else changed.
    pub(super) fn wake(&self) {
        tell(self.lock());
    }

    /// Takes no more.
    pub(super) fn close(&self) {
        self.lock().is_closed = true;
        self.closed.notify_waiters();
    }
}

impl State {
    fn push(&mut self, octets: &[u8]) -> io::Result<()> {
        if self.is_closed {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        if self.octets.len() + octets.len() > MAX_OCTETS {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        wipe::reserve(&mut self.octets, octets.len());
        self.octets.extend_from_slice(octets);
        Ok(())
    }

    /// A request waits no longer. Whoever reads its reply may use the Token again.
    fn settle(&mut self, token: Option<u32>) {
        self.pending -= 1;
        if let Some(token) = token {
            self.tokens.remove(&token);
        }
    }
}

/// Tells the connection's task, if it waits, that something changed.
fn tell(mut state: MutexGuard<'_, State>) {
    state.is_changed = true;
    let task = state.task.take();
    drop(state);
    if let Some(task) = task {
        task.wake();
    }
}

/// Where the reply to one request goes. Replies that come when the connection is closed are lost, as they must be: another
/// connection is another client to them (RFC 6613 §2.6.1).
#[derive(Debug)]
pub(super) struct StreamReply {
    replies: Arc<Replies>,
    is_pending: Cell<bool>,
    token: Option<u32>,
}

impl ReplySink for StreamReply {
    fn send(&self, octets: &[u8], _: Tally, _: &Arc<ClientEntry>) -> io::Result<Fate> {
        let mut state = self.replies.lock();
        state.push(octets)?;
        if self.is_pending.take() {
            state.settle(self.token);
        }
        tell(state);
        Ok(Fate::Sent)
    }

    fn gone(&self) -> impl Future<Output = ()> + Send + 'static {
        let replies = Arc::clone(&self.replies);
        async move {
            let closed = replies.closed.notified();
            if !replies.lock().is_closed {
                closed.await;
            }
        }
    }
}

impl Drop for StreamReply {
    fn drop(&mut self) {
        if !self.is_pending.get() {
            return;
        }
        let mut state = self.replies.lock();
        state.settle(self.token);
        if state.pending == 0 {
            tell(state);
        }
    }
}
