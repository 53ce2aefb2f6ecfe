//! How often something may be done.

use std::time::Duration;

/// So many times a second on average, and as many at once as have been saved up: a flood of made-up realms does not become
/// a flood of DNS queries (RFC 7585 §5).
///
/// The caller's clock may start anywhere, but must not run backwards.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    /// In which time one is earned.
    interval: Duration,
    burst: u32,
    /// When the budget is full again, as far as is known.
    full_at: Duration,
}

impl Budget {
    /// A full budget. Zero counts as one.
    #[must_use]
    pub fn new(per_second: u32, burst: u32) -> Self {
        let interval = Duration::from_secs(1) / per_second.max(1);
        Self { interval, burst: burst.max(1), full_at: Duration::ZERO }
    }

    /// Spends one, if there is one.
    pub fn take(&mut self, now: Duration) -> bool {
        let full_at = self.full_at.max(now) + self.interval;
        let is_left = full_at - now <= self.interval.saturating_mul(self.burst);
        if is_left {
            self.full_at = full_at;
        }
        is_left
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_is_let_through_and_then_the_rate() {
        let mut budget = Budget::new(10, 5);
        let mut taken = |milliseconds, times| {
            let now = Duration::from_secs(1000) + Duration::from_millis(milliseconds);
            (0..times).filter(|_| budget.take(now)).count()
        };
        assert_eq!(taken(0, 1000), 5);
        assert_eq!(taken(99, 1000), 0);
        assert_eq!(taken(100, 1000), 1);
        assert_eq!(taken(350, 1000), 2);
        assert_eq!(taken(60_000, 1000), 5, "no more than the burst is saved up");
    }
}
