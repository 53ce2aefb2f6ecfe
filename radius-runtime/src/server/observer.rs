//! The one place where the server's events are counted and traced.

use std::error::Error;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use crate::lint::Linter;
use crate::metrics::{Latency, Stopwatch};
use crate::packet::{Code, Packet};
use crate::proto::{DiscardReason, Statistics};

use super::ClientEntry;

/// What a reply counts as once it is gone.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Tally {
    /// A reply, by its code. That to Status-Server has the code of a login's, and counts as its own (RFC 5997 §4.6).
    First(Code),
    /// The reply to a request of this code that had been answered before.
    Again(Code),
}

impl Tally {
    /// The code that tells what kind of exchange it is.
    pub(super) const fn code(self) -> Code {
        match self {
            Self::First(code) | Self::Again(code) => code,
        }
    }
}

/// Counts what happens to requests, in all and for each client, and reports it.
#[derive(Debug)]
pub(crate) struct Observer {
    statistics: Arc<Statistics>,
    started: Instant,
    handler_time: Latency,
    linter: Linter,
}

/// What happens to the requests of one client, or of a stranger. Every request that arrives comes to exactly one of
/// [`received`](Self::received), [`Tally::Again`] and [`dropped`](Self::dropped); one that was received may be dropped later.
#[derive(Clone, Copy, Debug)]
pub(super) struct Events<'a> {
    observer: &'a Observer,
    client: Option<&'a ClientEntry>,
    peer: SocketAddr,
}

/// Where there is no packet.
#[cfg_attr(not(feature = "tls"), allow(dead_code))]
pub(super) const NO_CODE: Code = Code(0);

impl Observer {
    pub(super) fn new(linter: Linter) -> Self {
        let handler_time = Latency::handler();
        Self { statistics: Arc::default(), started: Instant::now(), handler_time, linter }
    }

    pub(super) const fn statistics(&self) -> &Arc<Statistics> {
        &self.statistics
    }

    /// Time since the server was bound: the clock of everything that the server keeps.
    pub(super) fn now(&self) -> Duration {
        self.started.elapsed()
    }

    pub(super) const fn of<'a>(&'a self, client: &'a ClientEntry, peer: SocketAddr) -> Events<'a> {
        Events { observer: self, client: Some(client), peer }
    }

    pub(super) const fn of_stranger(&self, peer: SocketAddr) -> Events<'_> {
        Events { observer: self, client: None, peer }
    }

    /// A handler came to an end, however it did.
    pub(super) fn handled(&self, request: Code, stopwatch: Stopwatch) {
        self.handler_time.record(request, stopwatch.time());
    }
}

impl Events<'_> {
    fn count(self, count: impl Fn(&Statistics)) {
        count(&self.observer.statistics);
        if let Some(client) = self.client {
            count(client.statistics());
        }
    }

    /// A request passed every check.
    pub(super) fn received(self, code: Code) {
        self.count(|statistics| statistics.count_received(code));
    }

    /// Looks at a request that passed every check, or at an answer, where that was asked for.
    pub(super) fn lint(self, packet: &Packet, identifier: u8) {
        if self.observer.linter.is_off() {
            return;
        }
        let findings = self.observer.linter.check(packet, self.peer, identifier);
        self.count(|statistics| statistics.count_lints(packet.code(), findings));
    }

    /// A reply is gone.
    pub(super) fn sent(self, reply: Tally) {
        self.count(|statistics| match reply {
            Tally::First(code) => statistics.count_sent(code),
            Tally::Again(request) => statistics.count_repeated(request),
        });
    }

    /// Counts, and says whether to report it.
    fn count_discarded(self, reason: DiscardReason, code: Code) -> bool {
        let now = self.observer.now();
        if let Some(client) = self.client {
            client.statistics().count_discarded(reason, code, now);
        }
        self.observer.statistics.count_discarded(reason, code, now)
    }

    /// A packet of this code was dropped, or a request stays without answer; or a connection was refused or ended, with
    /// [`NO_CODE`].
    pub(super) fn dropped(self, reason: DiscardReason, code: Code) {
        let peer = self.peer;
        if self.count_discarded(reason, code) {
            tracing::warn!(%peer, reason = reason.name(), "discarded a request");
        } else {
            tracing::trace!(%peer, reason = reason.name(), "discarded a request");
        }
    }

    /// The same, with the error behind it.
    pub(super) fn failed(self, reason: DiscardReason, code: Code, error: &(dyn Error + 'static)) {
        let peer = self.peer;
        if self.count_discarded(reason, code) {
            tracing::warn!(%peer, reason = reason.name(), error, "a request stays unanswered");
        } else {
            tracing::debug!(%peer, reason = reason.name(), error, "a request stays unanswered");
        }
    }
}
