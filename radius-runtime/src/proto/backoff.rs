//! How long to wait before connecting again (draft-ietf-radext-radiusdtls-bis §3.9.1).

use std::time::Duration;

/// The pause after each attempt that failed: half a second at first, twice as long each time, at most a minute, and up to a
/// quarter longer, so that the clients of a server that comes back do not come all at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Backoff {
    failures: u32,
}

impl Backoff {
    /// The shortest pause.
    pub const MIN: Duration = Duration::from_millis(500);

    /// The longest pause, without what is added by chance.
    pub const MAX: Duration = Duration::from_secs(60);

    /// An attempt failed. The number is random.
    pub fn failed(&mut self, random: u32) -> Duration {
        let pause = Self::MIN.saturating_mul(1 << self.failures.min(16)).min(Self::MAX);
        self.failures = self.failures.saturating_add(1);
        pause + pause.mul_f64(0.25 * f64::from(random) / f64::from(u32::MAX))
    }

    /// The connection is there: the next failure is the first again.
    pub const fn succeeded(&mut self) {
        self.failures = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_from_half_a_second_to_a_minute_p123() {
        let mut backoff = Backoff::default();
        let pauses: Vec<_> = (0..9).map(|_| backoff.failed(0).as_millis()).collect();
        assert_eq!(pauses, [500, 1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000]);
        assert_eq!(backoff.failed(u32::MAX), Duration::from_secs(75));
        backoff.succeeded();
        assert_eq!(backoff.failed(0), Backoff::MIN);
        for _ in 0..100 {
            assert!(backoff.failed(u32::MAX) >= Backoff::MIN);
        }
    }
}
