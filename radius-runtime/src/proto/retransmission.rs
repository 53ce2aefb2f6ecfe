//! When a request is sent again, and when it is given up (RFC 5080 §2.2.1).

use std::time::Duration;

/// The timers of RFC 5080 §2.2.1. Every interval is varied by up to a tenth, so that clients do not send in step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retransmission {
    /// IRT, the time from the first to the second transmission. The default is 2 seconds.
    pub initial_interval: Duration,
    /// MRT, the longest interval; each is twice the one before. Zero is no limit. The default is 16 seconds.
    pub max_interval: Duration,
    /// MRC, how often the request is sent in all. Zero is no limit. The default is 5.
    pub max_transmissions: u32,
    /// MRD, the time after which the request is given up. The default is 30 seconds. Zero is no limit: then only the
    /// count ends it, or the caller.
    pub max_duration: Duration,
}

impl Default for Retransmission {
    fn default() -> Self {
        Self::new()
    }
}

impl Retransmission {
    /// RFC 5080's timers, which are the default.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            initial_interval: Duration::from_secs(2),
            max_interval: Duration::from_secs(16),
            max_transmissions: 5,
            max_duration: Duration::from_secs(30),
        }
    }

    /// One transmission, and no wait longer than this.
    #[must_use]
    pub const fn once(timeout: Duration) -> Self {
        Self { initial_interval: timeout, max_interval: timeout, max_transmissions: 1, max_duration: timeout }
    }

    /// What RFC 5080 §2.2.1 advises for accounting, where a record must not be lost: MRT, MRC and MRD are zero, and the
    /// request is sent at ever longer intervals until the caller gives it up.
    #[must_use]
    pub const fn persistent() -> Self {
        Self {
            initial_interval: Duration::from_secs(2),
            max_interval: Duration::ZERO,
            max_transmissions: 0,
            max_duration: Duration::ZERO,
        }
    }

    /// A schedule that starts now.
    #[must_use]
    pub const fn schedule(self) -> Schedule {
        Schedule { timers: self, interval: Duration::ZERO, elapsed: Duration::ZERO, transmissions: 0 }
    }
}

/// A transmission this close to the end would not be answered in time.
const TOO_LATE: Duration = Duration::from_millis(1);

/// What to do after a transmission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// Wait this long for a reply, then send again.
    ThenRetransmit(Duration),
    /// Wait this long for a reply, then give up.
    ThenGiveUp(Duration),
}

impl Wait {
    /// How long to wait.
    #[must_use]
    pub const fn interval(self) -> Duration {
        let (Self::ThenRetransmit(interval) | Self::ThenGiveUp(interval)) = self;
        interval
    }
}

/// The schedule of one request.
#[derive(Clone, Debug)]
pub struct Schedule {
    timers: Retransmission,
    interval: Duration,
    /// From the first transmission to the next one.
    elapsed: Duration,
    transmissions: u32,
}

impl Schedule {
    /// How often the request was sent.
    #[must_use]
    pub const fn transmissions(&self) -> u32 {
        self.transmissions
    }

    /// Notes a transmission and says how long to wait. `random` is any number; it varies the interval.
    pub fn transmitted(&mut self, random: u32) -> Wait {
        let timers = &self.timers;
        self.transmissions = self.transmissions.saturating_add(1);
        // RAND is drawn anew each time and is uniform between -0.1 and +0.1.
        let factor = 0.9 + 0.2 * f64::from(random) / f64::from(u32::MAX);
        let vary = |base: Duration| {
            Duration::try_from_secs_f64(base.as_secs_f64() * factor).unwrap_or(Duration::MAX)
        };
        // RT = IRT + RAND IRT the first time, then 2 RTprev + RAND RTprev, or MRT + RAND MRT where that is over MRT.
        self.interval = match self.transmissions {
            1 => vary(timers.initial_interval),
            _ => self.interval.saturating_add(vary(self.interval)),
        };
        if !timers.max_interval.is_zero() && self.interval > timers.max_interval {
            self.interval = vary(timers.max_interval);
        }
        let left = timers.max_duration.saturating_sub(self.elapsed);
        self.elapsed = self.elapsed.saturating_add(self.interval);
        let is_last = timers.max_transmissions != 0 && self.transmissions >= timers.max_transmissions;
        let is_limited = !timers.max_duration.is_zero();
        if is_limited && self.interval.saturating_add(TOO_LATE) >= left {
            Wait::ThenGiveUp(left)
        } else if is_last {
            Wait::ThenGiveUp(self.interval)
        } else {
            Wait::ThenRetransmit(self.interval)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The random number that leaves intervals as they are.
    const MIDDLE: u32 = u32::MAX / 2;

    fn send_times(timers: Retransmission, random: u32) -> (Vec<u64>, u64) {
        let mut schedule = timers.schedule();
        let (mut at, mut times) = (Duration::ZERO, vec![]);
        loop {
            times.push((at.as_secs_f64() * 10.0).round() as u64);
            match schedule.transmitted(random) {
                Wait::ThenRetransmit(wait) => at += wait,
                Wait::ThenGiveUp(wait) => return (times, ((at + wait).as_secs_f64() * 10.0).round() as u64),
            }
        }
    }

    #[test]
    fn nominal_send_times_are_0_2_6_14_and_the_end_30_p80() {
        assert_eq!(send_times(Retransmission::default(), MIDDLE), (vec![0, 20, 60, 140], 300));
    }

    #[test]
    fn intervals_vary_by_a_tenth_of_the_one_before_p79() {
        assert_eq!(send_times(Retransmission::default(), 0).0[..3], [0, 18, 52]);
        assert_eq!(send_times(Retransmission::default(), u32::MAX).0[..3], [0, 22, 68]);
    }

    #[test]
    fn the_longest_interval_is_kept_to_p79() {
        let timers = Retransmission { max_interval: Duration::from_secs(3), ..Retransmission::default() };
        assert_eq!(send_times(timers, MIDDLE), (vec![0, 20, 50, 80, 110], 140));
    }

    #[test]
    fn no_duration_is_too_long() {
        for random in [0, u32::MAX] {
            let mut once = Retransmission::once(Duration::MAX).schedule();
            assert!(matches!(once.transmitted(random), Wait::ThenGiveUp(_)));
            let mut long = Retransmission {
                initial_interval: Duration::MAX / 2,
                max_interval: Duration::ZERO,
                max_transmissions: 0,
                max_duration: Duration::MAX,
            }
            .schedule();
            while let Wait::ThenRetransmit(_) = long.transmitted(random) {}
        }
    }

    #[test]
    fn once_is_once() {
        assert_eq!(send_times(Retransmission::once(Duration::from_secs(1)), u32::MAX), (vec![0], 10));
    }

    #[test]
    fn zero_is_no_limit_in_each_setting_p80() {
        let mut schedule = Retransmission::persistent().schedule();
        let waits: Vec<_> = (0..40).map(|_| schedule.transmitted(MIDDLE)).collect();
        assert!(waits.iter().all(|wait| matches!(wait, Wait::ThenRetransmit(_))));
    }

    #[test]
    fn without_a_count_only_the_duration_ends_it_p80() {
        let timers = Retransmission {
            max_transmissions: 0,
            max_interval: Duration::from_secs(2),
            ..Retransmission::default()
        };
        let (times, end) = send_times(timers, MIDDLE);
        assert_eq!((times.len(), end), (15, 300));
    }
}
