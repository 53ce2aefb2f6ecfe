//! What was received, sent and dropped, counted without locks.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::packet::Code;

use super::DiscardReason;

/// Counters of one end: packets by code, discards by reason.
///
/// Status-Server and its replies are counted under its own code and move no other counter (RFC 5997 §4.6).
#[derive(Debug)]
pub struct Statistics {
    received: Box<[AtomicU64]>,
    sent: Box<[AtomicU64]>,
    repeated: Box<[AtomicU64]>,
    discarded: Box<[Discards]>,
}

/// A kind of exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Traffic {
    /// Access-Request and its replies.
    Authentication,
    /// Accounting-Request and its reply.
    Accounting,
    /// CoA-Request, Disconnect-Request and their replies.
    DynamicAuthorization,
    /// Anything else, and what is too broken to tell.
    Other,
}

impl Traffic {
    /// Every kind.
    pub const ALL: [Self; 4] =
        [Self::Authentication, Self::Accounting, Self::DynamicAuthorization, Self::Other];

    /// The kind of exchange that a packet of this code belongs to.
    #[must_use]
    pub const fn of(code: Code) -> Self {
        match code.0 {
            1..=3 | 11 => Self::Authentication,
            4 | 5 => Self::Accounting,
            40..=45 => Self::DynamicAuthorization,
            _ => Self::Other,
        }
    }
}

#[derive(Debug, Default)]
struct Discards {
    /// For each kind of exchange.
    counts: [AtomicU64; Traffic::ALL.len()],
    /// When this reason was last reported, in milliseconds of the reporter's clock, plus one.
    reported: AtomicU64,
}

/// A reason is reported once in this time; what comes in between is only counted.
const BURST: Duration = Duration::from_secs(1);

impl Default for Statistics {
    fn default() -> Self {
        let codes = || (0..=u8::MAX).map(|_| AtomicU64::new(0)).collect();
        let discarded = DiscardReason::ALL.iter().map(|_| Discards::default()).collect();
        Self { received: codes(), sent: codes(), repeated: codes(), discarded }
    }
}

fn read(counters: &[AtomicU64], code: Code) -> u64 {
    counters.get(usize::from(code.0)).map_or(0, |counter| counter.load(Ordering::Relaxed))
}

fn add(counters: &[AtomicU64], code: Code) {
    if let Some(counter) = counters.get(usize::from(code.0)) {
        counter.fetch_add(1, Ordering::Relaxed);
    }
}

impl Statistics {
    /// Packets of this code that passed every check.
    #[must_use]
    pub fn received(&self, code: Code) -> u64 {
        read(&self.received, code)
    }

    /// Packets of this code that were sent, without repetitions.
    #[must_use]
    pub fn sent(&self, code: Code) -> u64 {
        read(&self.sent, code)
    }

    /// Requests of this code that went once more: those that a client sent again, or those that a server had answered
    /// before and gave the same reply again. They are counted neither as received nor as sent.
    #[must_use]
    pub fn repeated(&self, code: Code) -> u64 {
        read(&self.repeated, code)
    }

    /// Packets that were dropped for this reason.
    #[must_use]
    pub fn discarded(&self, reason: DiscardReason) -> u64 {
        Traffic::ALL.iter().map(|&traffic| self.discarded_in(traffic, reason)).sum()
    }

    /// Packets of one kind of exchange that were dropped for this reason.
    #[must_use]
    pub fn discarded_in(&self, traffic: Traffic, reason: DiscardReason) -> u64 {
        let count = self.discards(reason).and_then(|discards| discards.counts.get(traffic as usize));
        count.map_or(0, |count| count.load(Ordering::Relaxed))
    }

    /// Packets that were dropped, for whatever reason.
    #[must_use]
    pub fn discarded_total(&self) -> u64 {
        DiscardReason::ALL.iter().map(|&reason| self.discarded(reason)).sum()
    }

    fn discards(&self, reason: DiscardReason) -> Option<&Discards> {
        self.discarded.get(reason as usize)
    }

    /// Counts a packet that passed every check.
    pub fn count_received(&self, code: Code) {
        add(&self.received, code);
    }

    /// Counts a packet that was sent.
    pub fn count_sent(&self, code: Code) {
        add(&self.sent, code);
    }

    /// Counts a request that was sent again, or that got its reply once more.
    pub fn count_repeated(&self, code: Code) {
        add(&self.repeated, code);
    }

    /// Counts a packet of this code that was dropped, at the given time of the caller's clock, and says whether to report
    /// it: once a burst. Where there is no packet the code is 0.
    pub fn count_discarded(&self, reason: DiscardReason, code: Code, now: Duration) -> bool {
        let Some(discards) = self.discards(reason) else { return false };
        if let Some(count) = discards.counts.get(Traffic::of(code) as usize) {
            count.fetch_add(1, Ordering::Relaxed);
        }
        let now = u64::try_from(now.as_millis()).unwrap_or(u64::MAX - 1) + 1;
        let last = discards.reported.load(Ordering::Relaxed);
        let is_due = last == 0 || u128::from(now.saturating_sub(last)) >= BURST.as_millis();
        is_due && discards.reported.compare_exchange(last, now, Ordering::Relaxed, Ordering::Relaxed).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn discards_are_counted_each_and_reported_once_a_burst() {
        let statistics = Statistics::default();
        let at = |milliseconds| {
            let now = Duration::from_millis(milliseconds);
            statistics.count_discarded(DiscardReason::TooShort, Code::ACCOUNTING_REQUEST, now)
        };
        assert_eq!([at(0), at(1), at(999), at(1000), at(1001)], [true, false, false, true, false]);
        assert_eq!(statistics.discarded(DiscardReason::TooShort), 5);
        assert_eq!(statistics.discarded(DiscardReason::BadLength), 0);
        assert_eq!(statistics.discarded_in(Traffic::Accounting, DiscardReason::TooShort), 5);
        assert_eq!(statistics.discarded_in(Traffic::Authentication, DiscardReason::TooShort), 0);
        assert_eq!(statistics.discarded_total(), 5);
    }

    #[test]
    fn status_server_moves_no_other_counter_rfc5997_4_6() {
        let statistics = Statistics::default();
        statistics.count_received(Code::STATUS_SERVER);
        assert_eq!(statistics.received(Code::ACCESS_REQUEST), 0);
        assert_eq!(statistics.received(Code::STATUS_SERVER), 1);
    }
}
