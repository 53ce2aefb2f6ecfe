//! The one place where the server's events are counted and traced.

use std::error::Error;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use crate::metrics::{Latency, Stopwatch};
use crate::packet::Code;
use crate::proto::{DiscardReason, Statistics};

/// Counts what happens to requests, and reports it. Every request that arrives comes to exactly one of
/// [`received`](Self::received), [`repeated`](Self::repeated) and [`discarded`](Self::discarded); one that was received may
/// be discarded later.
#[derive(Debug)]
pub(crate) struct Observer {
    statistics: Arc<Statistics>,
    started: Instant,
    handler_time: Latency,
}

/// Where there is no packet.
pub(super) const NO_CODE: Code = Code(0);

impl Observer {
    pub(super) fn new() -> Self {
        Self { statistics: Arc::default(), started: Instant::now(), handler_time: Latency::handler() }
    }

    pub(super) const fn statistics(&self) -> &Arc<Statistics> {
        &self.statistics
    }

    /// Time since the server was bound: the clock of everything that the server keeps.
    pub(super) fn now(&self) -> Duration {
        self.started.elapsed()
    }

    /// A request passed every check.
    pub(super) fn received(&self, code: Code) {
        self.statistics.count_received(code);
    }

    /// A reply was sent.
    pub(super) fn sent(&self, code: Code) {
        self.statistics.count_sent(code);
    }

    /// A request that had been answered before got the same reply again.
    pub(super) fn repeated(&self, request: Code) {
        self.statistics.count_repeated(request);
    }

    /// A handler came to an end, however it did.
    pub(super) fn handled(&self, request: Code, stopwatch: Stopwatch) {
        self.handler_time.record(request, stopwatch);
    }

    /// A connection was refused or ended.
    #[cfg(feature = "tls")]
    pub(super) fn discarded(&self, reason: DiscardReason, peer: SocketAddr) {
        self.dropped(reason, NO_CODE, peer);
    }

    /// A packet of this code was dropped, or a request stays without answer.
    pub(super) fn dropped(&self, reason: DiscardReason, code: Code, peer: SocketAddr) {
        if self.statistics.count_discarded(reason, code, self.now()) {
            tracing::warn!(%peer, reason = reason.name(), "discarded a request");
        } else {
            tracing::trace!(%peer, reason = reason.name(), "discarded a request");
        }
    }

    /// The same, with the error behind it.
    pub(super) fn failed(
        &self,
        reason: DiscardReason,
        code: Code,
        peer: SocketAddr,
        error: &(dyn Error + 'static),
    ) {
        if self.statistics.count_discarded(reason, code, self.now()) {
            tracing::warn!(%peer, reason = reason.name(), error, "a request stays unanswered");
        } else {
            tracing::debug!(%peer, reason = reason.name(), error, "a request stays unanswered");
        }
    }
}
