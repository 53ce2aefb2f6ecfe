//! One server as the client sees it: whether it is alive, and what was exchanged with it.

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

use crate::lint::Linter;
use crate::metrics::Latency;
use crate::packet::{Code, ErrorCause, Packet};
use crate::proto::{DiscardReason, Liveness, Statistics, Watchdog};

use super::entry::ServerEntry;
use super::way_up::{Serve, WayUp};

/// A connection that lasted for less is not made again at once, or a server that takes connections and ends them would be knocked
/// at without pause (radiusdtls-bis §3.9.1).
const SHORT: Duration = Duration::from_secs(1);

/// What the connections to a server have to know of it, and tell of it.
#[derive(Debug)]
pub(super) struct Peer {
    pub(super) entry: ServerEntry,
    pub(super) statistics: Statistics,
    round_trip: Latency,
    /// Of the last request that was answered, in nanoseconds; 0 before the first.
    last_round_trip: AtomicU64,
    /// Counts for all servers of the client.
    total: Arc<Statistics>,
    started: Instant,
    watchdog: Mutex<Watchdog>,
    /// How many connections to it are open.
    connections: AtomicUsize,
    /// Wakes the client's monitor when there is something to do before the time it knows of.
    wake: Arc<Notify>,
    /// The last connection ended, and one has to be there.
    reopens: AtomicBool,
    /// Tells those that wait of an identifier that is free, where there is one connection and no more.
    pub(super) freed: Notify,
    /// Who serves the requests that come down its connections.
    way_up: Arc<WayUp>,
    linter: Linter,
    /// It said that it does not take Accounting-Requests.
    refuses_reports: AtomicBool,
}

impl Peer {
    pub(super) fn new(
        entry: ServerEntry,
        total: Arc<Statistics>,
        wake: Arc<Notify>,
        linter: Linter,
        way_up: Arc<WayUp>,
    ) -> Self {
        let watchdog = match entry.status_server {
            Some(interval) => Watchdog::probing(interval, Duration::ZERO, fastrand::u32(..)),
            None => Watchdog::passive(entry.rest),
        };
        let mut measured = entry.address;
        if entry.transport.is_single() {
            // The other end's port is another one each time.
            measured.set_port(0);
        }
        Self {
            round_trip: Latency::round_trip(measured),
            last_round_trip: AtomicU64::new(0),
            entry,
            statistics: Statistics::default(),
            total,
            started: Instant::now(),
            watchdog: Mutex::new(watchdog),
            wake,
            reopens: AtomicBool::new(false),
            freed: Notify::new(),
            way_up,
            linter,
            connections: AtomicUsize::new(0),
            refuses_reports: AtomicBool::new(false),
        }
    }

    pub(super) fn count_connection_opened(&self) {
        self.connections.fetch_add(1, Ordering::AcqRel);
    }

    pub(super) fn count_connection_closed(&self) {
        self.connections.fetch_sub(1, Ordering::AcqRel);
    }

    pub(super) fn has_connections(&self) -> bool {
        self.connections.load(Ordering::Acquire) > 0
    }

    /// Who serves the requests that come down the connections to it, if it may send any.
    pub(super) fn serving(&self) -> Option<Arc<dyn Serve>> {
        if self.entry.reverse_coa { self.way_up.get() } else { None }
    }

    /// The last connection ended after this time, and nobody waited for anything on it. Where the server is to find one, another
    /// one is made (draft-ietf-radext-reverse-coa §5): at once, or if this one hardly began, when the watchdog says so.
    pub(super) fn lost_idle(&self, lasted: Duration) {
        if !self.entry.reverse_coa {
            return;
        }
        if lasted < SHORT {
            return self.watch(Watchdog::disconnected);
        }
        self.reopens.store(true, Ordering::Release);
        self.wake.notify_one();
    }

    /// Whether that is still to be done.
    pub(super) fn is_to_be_reopened(&self) -> bool {
        self.reopens.swap(false, Ordering::AcqRel)
    }

    /// What it is called in the log. Down a connection, it is NASes that are asked.
    pub(super) fn who(&self) -> &'static str {
        if self.entry.transport.is_single() { "NAS" } else { "server" }
    }

    /// The clock of the watchdog.
    pub(super) fn now(&self) -> Duration {
        self.started.elapsed()
    }

    fn watchdog(&self) -> MutexGuard<'_, Watchdog> {
        // Nothing that holds the lock can leave it half changed.
        self.watchdog.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the watchdog, and tells the log when that changes how the server stands.
    pub(super) fn watch<T>(&self, change: impl FnOnce(&mut Watchdog, Duration, u32) -> T) -> T {
        let mut watchdog = self.watchdog();
        let (before, deadline) = (watchdog.liveness(), watchdog.deadline());
        let result = change(&mut watchdog, self.now(), fastrand::u32(..));
        let (after, is_sooner) = (watchdog.liveness(), watchdog.deadline() < deadline);
        drop(watchdog);
        if is_sooner {
            self.wake.notify_one();
        }
        if before.is_alive() != after.is_alive() {
            let (who, address) = (self.who(), self.entry.address);
            if after.is_alive() {
                tracing::info!(%address, ?before, ?after, "the {who} is alive");
            } else {
                tracing::warn!(%address, ?before, ?after, "the {who} does not answer");
            }
        }
        result
    }

    /// Whether it should get a request of this code while there are others that may.
    pub(super) fn takes(&self, code: Code) -> bool {
        let is_refused = code == Code::ACCOUNTING_REQUEST && self.refuses_reports.load(Ordering::Relaxed);
        !is_refused && self.watchdog().takes_requests()
    }

    /// Notes whether a server over TLS takes Accounting-Requests. One that does not says so by Protocol-Error, or by an
    /// Accounting-Response with Error-Cause as of old (RFC 6614 §2.5, radiusdtls-bis §3.7).
    pub(super) fn note_report(&self, reply: &Packet) {
        let refuses = reply.error_cause() == Some(ErrorCause::UNSUPPORTED_EXTENSION)
            && self.entry.transport.is_reliable();
        if refuses && !self.refuses_reports.swap(true, Ordering::Relaxed) {
            tracing::warn!(server = %self.entry.address, "the server takes no accounting");
        }
    }

    /// A new connection may lead to a server that was changed.
    pub(super) fn connected(&self) {
        self.refuses_reports.store(false, Ordering::Relaxed);
    }

    pub(super) fn liveness(&self) -> Liveness {
        self.watchdog().liveness()
    }

    /// When the watchdog wants to be asked again.
    pub(super) fn deadline(&self) -> Option<Instant> {
        self.started.checked_add(self.watchdog().deadline())
    }

    /// Counts a request, for the client as a whole only when it goes to its first server.
    pub(super) fn count_sent(&self, code: Code, is_first: bool) {
        self.statistics.count_sent(code);
        if is_first {
            self.total.count_sent(code);
        }
    }

    pub(super) fn count_received(&self, code: Code) {
        self.statistics.count_received(code);
        self.total.count_received(code);
    }

    /// Looks at a request or a verified reply, where that was asked for.
    pub(super) fn lint(&self, packet: &Packet, identifier: u8) {
        let findings = self.linter.check(packet, self.entry.address, identifier);
        self.statistics.count_lints(packet.code(), findings);
        self.total.count_lints(packet.code(), findings);
    }

    /// Notes what a request of this code took to its reply.
    pub(super) fn answered_in(&self, code: Code, time: Duration) {
        let nanoseconds = u64::try_from(time.as_nanos()).unwrap_or(u64::MAX).max(1);
        self.last_round_trip.store(nanoseconds, Ordering::Relaxed);
        self.round_trip.record(code, time);
    }

    /// What the last request that was answered took.
    pub(super) fn round_trip_time(&self) -> Option<Duration> {
        let nanoseconds = self.last_round_trip.load(Ordering::Relaxed);
        (nanoseconds > 0).then(|| Duration::from_nanos(nanoseconds))
    }

    /// Counts a transmission that no reply came to in time.
    pub(super) fn count_timeout(&self, code: Code) {
        self.statistics.count_timeout(code);
        self.total.count_timeout(code);
    }

    /// Counts a request that waits for its reply.
    pub(super) fn count_pending(&self, code: Code) {
        self.statistics.count_pending(code);
        self.total.count_pending(code);
    }

    /// Counts a request that waits no longer.
    pub(super) fn count_settled(&self, code: Code) {
        self.statistics.count_settled(code);
        self.total.count_settled(code);
    }

    /// Counts a request that is sent again.
    pub(super) fn count_repeated(&self, code: Code) {
        self.statistics.count_repeated(code);
        self.total.count_repeated(code);
    }

    /// Counts a packet of this code that was dropped; 0 where there is none.
    pub(super) fn count_discarded(&self, reason: DiscardReason, code: Code) {
        self.total.count_discarded(reason, code, self.now());
        if self.statistics.count_discarded(reason, code, self.now()) {
            tracing::warn!(server = %self.entry.address, reason = reason.name(), "discarded a reply");
        }
    }
}
