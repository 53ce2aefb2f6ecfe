//! What the server as a whole is doing, for its tasks and threads.

use tokio::sync::watch;

/// One after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Phase {
    /// Its sockets are bound.
    Bound,
    /// It takes requests.
    Serving,
    /// It takes no more, and finishes what it has.
    Stopping,
    /// It is done.
    Done,
}

/// Sets the phase.
pub(super) struct PhaseSender(watch::Sender<Phase>);

/// Waits for phases.
#[derive(Clone, Debug)]
pub(crate) struct PhaseReceiver(watch::Receiver<Phase>);

impl PhaseSender {
    pub(super) fn new() -> Self {
        Self(watch::Sender::new(Phase::Bound))
    }

    pub(super) fn set(&self, phase: Phase) {
        self.0.send_replace(phase);
    }

    pub(super) fn subscribe(&self) -> PhaseReceiver {
        PhaseReceiver(self.0.subscribe())
    }
}

impl PhaseReceiver {
    /// Waits until the server is in this phase or beyond it, or is gone.
    pub(crate) async fn wait_for(&mut self, phase: Phase) {
        let _ = self.0.wait_for(|&current| current >= phase).await;
    }
}
