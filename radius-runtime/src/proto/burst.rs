//! What is done once in a while, however often there is reason to.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Lets one of many through in each second.
#[derive(Debug, Default)]
pub(crate) struct Burst {
    /// When one was last let through, in milliseconds of the caller's clock, plus one.
    last: AtomicU64,
}

/// After one was let through, none is for this time.
const PERIOD: Duration = Duration::from_secs(1);

impl Burst {
    /// Whether this one is let through, at the given time of the caller's clock.
    pub(crate) fn lets_through(&self, now: Duration) -> bool {
        let now = u64::try_from(now.as_millis()).unwrap_or(u64::MAX - 1) + 1;
        let last = self.last.load(Ordering::Relaxed);
        let is_due = last == 0 || u128::from(now.saturating_sub(last)) >= PERIOD.as_millis();
        is_due && self.last.compare_exchange(last, now, Ordering::Relaxed, Ordering::Relaxed).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_a_second_is_let_through() {
        let burst = Burst::default();
        let at = |milliseconds| burst.lets_through(Duration::from_millis(milliseconds));
        assert_eq!([at(0), at(1), at(999), at(1000), at(1001)], [true, false, false, true, false]);
    }
}
