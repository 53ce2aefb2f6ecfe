//! How many requests are with handlers, and the end of those that run when the server stops.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio::time::timeout;

use super::ClientEntry;

/// How long what is cut may take to notice: it does when it waits for something next.
pub(super) const ENDING: Duration = Duration::from_secs(1);

/// Counts what runs, up to a limit.
#[derive(Debug)]
pub(crate) struct InFlight {
    running: AtomicUsize,
    limit: usize,
    idle: Notify,
    cut: watch::Sender<bool>,
}

/// Something that runs. It is counted until this is dropped.
#[derive(Debug)]
pub(crate) struct Permit {
    in_flight: Arc<InFlight>,
    /// Whose limit it counts for, too.
    client: Option<Arc<ClientEntry>>,
}

impl InFlight {
    pub(super) fn new(limit: usize) -> Self {
        Self { running: AtomicUsize::new(0), limit, idle: Notify::new(), cut: watch::Sender::new(false) }
    }

    pub(super) fn count(&self) -> usize {
        self.running.load(Ordering::Acquire)
    }

    /// Whether one more may run. Workers that ask at the same time may all be told yes.
    pub(super) fn has_room(&self) -> bool {
        self.count() < self.limit
    }

    /// Whether one more may run that begins something. An eighth of the room is kept for what goes on, so that under too
    /// much load some users get in, instead of all getting half-way (RFC 5080 §2.2.3).
    pub(super) fn has_room_to_begin(&self) -> bool {
        self.count() < self.limit - self.limit / 8
    }

    pub(super) fn enter(self: &Arc<Self>, client: Option<&Arc<ClientEntry>>) -> Permit {
        self.running.fetch_add(1, Ordering::AcqRel);
        if let Some(client) = client {
            client.in_flight().fetch_add(1, Ordering::AcqRel);
        }
        Permit { in_flight: Arc::clone(self), client: client.map(Arc::clone) }
    }

    /// Runs something until it is done or [cut](Self::cut).
    pub(super) async fn run(self: Arc<Self>, work: impl Future<Output = ()>) {
        let mut cut = self.cut.subscribe();
        tokio::select! {
            () = work => {}
            _ = cut.wait_for(|&cut| cut) => {}
        }
    }

    /// Waits until nothing runs.
    pub(super) async fn idle(&self) {
        loop {
            let changed = self.idle.notified();
            if self.count() == 0 {
                return;
            }
            changed.await;
        }
    }

    /// Ends all that runs, and says how much that was. What blocks its thread cannot be ended, and is left behind.
    pub(super) async fn cut(&self) -> usize {
        let running = self.count();
        self.cut.send_replace(true);
        let _ = timeout(ENDING, self.idle()).await;
        running
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        if let Some(client) = &self.client {
            client.in_flight().fetch_sub(1, Ordering::AcqRel);
        }
        if self.in_flight.running.fetch_sub(1, Ordering::AcqRel) == 1 {
            self.in_flight.idle.notify_waiters();
        }
    }
}
