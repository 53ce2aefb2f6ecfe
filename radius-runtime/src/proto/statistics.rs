//! What was received, sent and dropped, counted without locks.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::packet::Code;

use super::DiscardReason;

/// Counters of one end: packets by code, discards by reason.
///
/// Status-Server packets have their own code and so move no other counter (RFC 5997 §4.6).
#[derive(Debug)]
pub struct Statistics {
    received: Box<[AtomicU64]>,
    sent: Box<[AtomicU64]>,
    repeated: Box<[AtomicU64]>,
    discarded: Box<[Discards]>,
}

#[derive(Debug, Default)]
struct Discards {
    count: AtomicU64,
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

    /// Requests of this code that were sent again after they had been answered, and got the same reply again. They are
    /// counted neither as received nor as sent.
    #[must_use]
    pub fn repeated(&self, code: Code) -> u64 {
        read(&self.repeated, code)
    }

    /// Packets that were dropped for this reason.
    #[must_use]
    pub fn discarded(&self, reason: DiscardReason) -> u64 {
        self.discards(reason).map_or(0, |discards| discards.count.load(Ordering::Relaxed))
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

    /// Counts a request that got its reply once more.
    pub fn count_repeated(&self, code: Code) {
        add(&self.repeated, code);
    }

    /// Counts a discard at the given time of the caller's clock, and says whether to report it: once a burst.
    pub fn count_discarded(&self, reason: DiscardReason, now: Duration) -> bool {
        let Some(discards) = self.discards(reason) else { return false };
        discards.count.fetch_add(1, Ordering::Relaxed);
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
            statistics.count_discarded(DiscardReason::TooShort, Duration::from_millis(milliseconds))
        };
        assert_eq!([at(0), at(1), at(999), at(1000), at(1001)], [true, false, false, true, false]);
        assert_eq!(statistics.discarded(DiscardReason::TooShort), 5);
        assert_eq!(statistics.discarded(DiscardReason::BadLength), 0);
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
