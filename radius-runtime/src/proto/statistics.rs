//! What was received, sent and dropped, counted without locks.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::packet::Code;

use super::DiscardReason;
use super::burst::Burst;

/// Counters of one end: packets by code, discards by reason.
///
/// Status-Server and its replies are counted under its own code and move no other counter (RFC 5997 §4.6).
#[derive(Debug)]
pub struct Statistics {
    received: ByCode,
    sent: ByCode,
    repeated: ByCode,
    discarded: Box<[Discards]>,
    timeouts: ByTraffic,
    pending: ByTraffic,
    lints: ByTraffic,
}

/// A counter for each code that requests and replies can have.
type ByCode = [AtomicU64; 14];
type ByTraffic = [AtomicU64; Traffic::ALL.len()];

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
    counts: ByTraffic,
    /// A reason is reported once in a burst; what comes in between is only counted.
    reports: Burst,
}

impl Default for Statistics {
    fn default() -> Self {
        Self {
            received: ByCode::default(),
            sent: ByCode::default(),
            repeated: ByCode::default(),
            discarded: DiscardReason::ALL.iter().map(|_| Discards::default()).collect(),
            timeouts: ByTraffic::default(),
            pending: ByTraffic::default(),
            lints: ByTraffic::default(),
        }
    }
}

fn of_code(counters: &ByCode, code: Code) -> Option<&AtomicU64> {
    let place = match code.0 {
        number @ 1..=5 => number - 1,
        number @ 11..=12 => number - 6,
        number @ 40..=45 => number - 33,
        52 => 13,
        _ => return None,
    };
    counters.get(usize::from(place))
}

fn of_traffic(counters: &ByTraffic, traffic: Traffic) -> Option<&AtomicU64> {
    counters.get(traffic as usize)
}

fn read(counter: Option<&AtomicU64>) -> u64 {
    counter.map_or(0, |counter| counter.load(Ordering::Relaxed))
}

fn add(counter: Option<&AtomicU64>, count: u64) {
    if let Some(counter) = counter {
        counter.fetch_add(count, Ordering::Relaxed);
    }
}

impl Statistics {
    /// Packets of this code that passed every check.
    #[must_use]
    pub fn received(&self, code: Code) -> u64 {
        read(of_code(&self.received, code))
    }

    /// Packets of this code that were sent, without repetitions.
    #[must_use]
    pub fn sent(&self, code: Code) -> u64 {
        read(of_code(&self.sent, code))
    }

    /// Requests of this code that went once more: those that a client sent again, or those that a server had answered
    /// before and gave the same reply again. They are counted neither as received nor as sent.
    #[must_use]
    pub fn repeated(&self, code: Code) -> u64 {
        read(of_code(&self.repeated, code))
    }

    /// Packets that were dropped for this reason.
    #[must_use]
    pub fn discarded(&self, reason: DiscardReason) -> u64 {
        Traffic::ALL.iter().map(|&traffic| self.discarded_in(traffic, reason)).sum()
    }

    /// Packets of one kind of exchange that were dropped for this reason.
    #[must_use]
    pub fn discarded_in(&self, traffic: Traffic, reason: DiscardReason) -> u64 {
        read(self.discards(reason).and_then(|discards| of_traffic(&discards.counts, traffic)))
    }

    /// Packets that were dropped, for whatever reason.
    #[must_use]
    pub fn discarded_total(&self) -> u64 {
        DiscardReason::ALL.iter().map(|&reason| self.discarded(reason)).sum()
    }

    /// Transmissions of requests that no reply came to in time. The request was then sent again, sent to another server, or
    /// given up. Only a client counts them.
    #[must_use]
    pub fn timeouts(&self, traffic: Traffic) -> u64 {
        read(of_traffic(&self.timeouts, traffic))
    }

    /// Requests that were sent and neither answered nor given up, as it is now. Only a client counts them.
    #[must_use]
    pub fn pending(&self, traffic: Traffic) -> u64 {
        read(of_traffic(&self.pending, traffic))
    }

    /// Findings of the lints in packets of one kind of exchange: always 0 unless packets are
    /// [linted](crate::lint).
    #[must_use]
    pub fn lints(&self, traffic: Traffic) -> u64 {
        read(of_traffic(&self.lints, traffic))
    }

    fn discards(&self, reason: DiscardReason) -> Option<&Discards> {
        self.discarded.get(reason as usize)
    }

    /// Counts a packet that passed every check.
    pub fn count_received(&self, code: Code) {
        add(of_code(&self.received, code), 1);
    }

    /// Counts a packet that was sent.
    pub fn count_sent(&self, code: Code) {
        add(of_code(&self.sent, code), 1);
    }

    /// Counts a request that was sent again, or that got its reply once more.
    pub fn count_repeated(&self, code: Code) {
        add(of_code(&self.repeated, code), 1);
    }

    /// Counts a request of this code that no reply came to in time.
    pub fn count_timeout(&self, code: Code) {
        add(of_traffic(&self.timeouts, Traffic::of(code)), 1);
    }

    /// Counts a request of this code that waits for its reply, until [`count_settled`](Self::count_settled).
    pub fn count_pending(&self, code: Code) {
        add(of_traffic(&self.pending, Traffic::of(code)), 1);
    }

    /// Counts a request of this code that waits no longer.
    pub fn count_settled(&self, code: Code) {
        if let Some(pending) = of_traffic(&self.pending, Traffic::of(code)) {
            pending.fetch_sub(1, Ordering::Relaxed);
        }
    }

    /// Counts what lints found in a packet of this code.
    pub fn count_lints(&self, code: Code, findings: u64) {
        if findings > 0 {
            add(of_traffic(&self.lints, Traffic::of(code)), findings);
        }
    }

    /// Counts a packet of this code that was dropped, at the given time of the caller's clock, and says whether to report
    /// it: once a burst. Where there is no packet the code is 0.
    pub fn count_discarded(&self, reason: DiscardReason, code: Code, now: Duration) -> bool {
        let Some(discards) = self.discards(reason) else { return false };
        add(of_traffic(&discards.counts, Traffic::of(code)), 1);
        discards.reports.lets_through(now)
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
    fn each_code_has_a_counter_of_its_own() {
        let statistics = Statistics::default();
        let named: Vec<_> = (0..=u8::MAX).map(Code).filter(|code| code.name().is_some()).collect();
        for (times, &code) in named.iter().enumerate() {
            (0..=times).for_each(|_| statistics.count_sent(code));
        }
        let counted: Vec<_> = named.iter().map(|&code| statistics.sent(code)).collect();
        assert_eq!(counted, (1..=14).collect::<Vec<_>>());
        statistics.count_sent(Code(99));
        assert_eq!(statistics.sent(Code(99)), 0, "nobody sends such");
    }

    #[test]
    fn status_server_moves_no_other_counter_rfc5997_4_6() {
        let statistics = Statistics::default();
        statistics.count_received(Code::STATUS_SERVER);
        assert_eq!(statistics.received(Code::ACCESS_REQUEST), 0);
        assert_eq!(statistics.received(Code::STATUS_SERVER), 1);
    }
}
