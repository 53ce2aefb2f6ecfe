//! Whether a server is alive: the watchdog of RFC 3539 §3.4 with Status-Server as its question (RFC 5997).
//!
//! Time is the caller's clock, counted from any moment.

use std::time::Duration;

/// Where a server stands (RFC 3539 §3.4.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Liveness {
    /// No connection was made yet.
    Initial,
    /// It answers, or nothing speaks against it.
    Okay,
    /// It did not answer. Requests go elsewhere; whatever comes from it brings it back.
    Suspect,
    /// It does not answer, or the connection to it is gone.
    Down,
    /// It is tried again: it has to answer three questions before it gets requests, or where it is not asked any, one
    /// request.
    Reopen,
}

impl Liveness {
    /// Whether requests go there as to any other.
    #[must_use]
    pub const fn is_alive(self) -> bool {
        matches!(self, Self::Initial | Self::Okay)
    }
}

/// What the caller has to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Send a Status-Server, under a new identifier (RFC 5997 §4.1).
    Probe,
    /// Make a connection, and say [`connected`](Watchdog::connected) when it is there: at once where there is none to make.
    Open,
    /// Close the connection, if there is one.
    Close,
}

/// The watchdog of one server, or of one connection to it.
#[derive(Clone, Debug)]
pub struct Watchdog {
    /// Tw without its jitter, or how long a server that is not asked rests.
    interval: Duration,
    is_probing: bool,
    liveness: Liveness,
    /// A question is out and nothing came since.
    is_pending: bool,
    /// NumDWA: answers since the connection was made again; below zero when one of them was missed.
    answers: i8,
    deadline: Duration,
    received: Option<Duration>,
}

/// Answers that a server must give before it is trusted again.
const ANSWERS_TO_REOPEN: i8 = 3;

impl Watchdog {
    /// Tw, the time without a sign of life after which the server is asked (RFC 3539 §3.4.1).
    pub const DEFAULT_INTERVAL: Duration = Duration::from_secs(30);

    /// The shortest Tw.
    pub const MIN_INTERVAL: Duration = Duration::from_secs(6);

    /// Asks the server whenever nothing came from it for this time, at least [`MIN_INTERVAL`](Self::MIN_INTERVAL).
    #[must_use]
    pub fn probing(interval: Duration, now: Duration, random: u32) -> Self {
        let mut watchdog = Self::new(interval.max(Self::MIN_INTERVAL), true);
        watchdog.set(now, random);
        watchdog
    }

    /// Never asks: a server that does not answer requests rests for this time and is then tried with one of them.
    #[must_use]
    pub const fn passive(rest: Duration) -> Self {
        Self::new(rest, false)
    }

    const fn new(interval: Duration, is_probing: bool) -> Self {
        Self {
            interval,
            is_probing,
            liveness: Liveness::Okay,
            is_pending: false,
            answers: 0,
            deadline: Duration::MAX,
            received: None,
        }
    }

    /// Where the server stands.
    #[must_use]
    pub const fn liveness(&self) -> Liveness {
        self.liveness
    }

    /// When [`expired`](Self::expired) is to be called; `Duration::MAX` is never.
    #[must_use]
    pub const fn deadline(&self) -> Duration {
        self.deadline
    }

    /// Whether the next request may go there.
    #[must_use]
    pub const fn takes_requests(&self) -> bool {
        self.liveness.is_alive() || (!self.is_probing && matches!(self.liveness, Liveness::Reopen))
    }

    /// A request goes there. If that is to show whether the server is back, no other follows before it has answered, or
    /// has rested once more.
    pub fn chosen(&mut self, now: Duration, random: u32) {
        if !self.is_probing && self.liveness == Liveness::Reopen {
            self.go_down(now, random);
        }
    }

    /// SetWatchdog(): Tw with a jitter of two seconds either way, so that clients do not ask in step.
    fn set(&mut self, now: Duration, random: u32) {
        let jitter = Duration::from_secs_f64(4.0 * f64::from(random) / f64::from(u32::MAX));
        let interval = self.interval.saturating_add(jitter).saturating_sub(Duration::from_secs(2));
        self.deadline = now.saturating_add(interval);
    }

    fn go_down(&mut self, now: Duration, random: u32) {
        self.liveness = Liveness::Down;
        self.is_pending = false;
        if self.is_probing {
            self.set(now, random);
        } else {
            self.deadline = now.saturating_add(self.interval);
        }
    }

    /// A verified packet came; `is_answer` if it answers a Status-Server.
    pub fn received(&mut self, is_answer: bool, now: Duration, random: u32) {
        self.received = Some(now);
        if !self.is_probing {
            self.liveness = Liveness::Okay;
            self.deadline = Duration::MAX;
            return;
        }
        match self.liveness {
            Liveness::Okay | Liveness::Suspect => {
                self.is_pending &= !is_answer;
                self.liveness = Liveness::Okay;
                self.set(now, random);
            }
            Liveness::Reopen if is_answer => {
                self.is_pending = false;
                self.answers = self.answers.saturating_add(1);
                if self.answers >= ANSWERS_TO_REOPEN {
                    self.liveness = Liveness::Okay;
                }
            }
            Liveness::Reopen | Liveness::Initial | Liveness::Down => {}
        }
    }

    /// The deadline has passed.
    pub fn expired(&mut self, now: Duration, random: u32) -> Option<Action> {
        if now < self.deadline {
            return None;
        }
        if !self.is_probing {
            // A request will show whether it is back.
            self.liveness = Liveness::Reopen;
            self.deadline = Duration::MAX;
            return None;
        }
        self.set(now, random);
        match self.liveness {
            Liveness::Okay | Liveness::Suspect | Liveness::Reopen if !self.is_pending => {
                self.is_pending = true;
                Some(Action::Probe)
            }
            Liveness::Okay => {
                self.liveness = Liveness::Suspect;
                None
            }
            Liveness::Reopen if self.answers >= 0 => {
                self.answers = -1;
                None
            }
            Liveness::Suspect | Liveness::Reopen => {
                self.go_down(now, random);
                Some(Action::Close)
            }
            Liveness::Initial | Liveness::Down => Some(Action::Open),
        }
    }

    /// The connection is made, or there is none to make.
    pub fn connected(&mut self, now: Duration, random: u32) -> Option<Action> {
        match self.liveness {
            Liveness::Down => {
                self.liveness = Liveness::Reopen;
                self.answers = 0;
                self.is_pending = true;
                self.set(now, random);
                Some(Action::Probe)
            }
            Liveness::Initial => {
                self.liveness = Liveness::Okay;
                self.set(now, random);
                None
            }
            Liveness::Okay | Liveness::Suspect | Liveness::Reopen => None,
        }
    }

    /// The connection is gone.
    pub fn disconnected(&mut self, now: Duration, random: u32) {
        match self.liveness {
            Liveness::Okay | Liveness::Suspect | Liveness::Reopen => self.go_down(now, random),
            Liveness::Initial | Liveness::Down => {}
        }
    }

    /// A request was not answered. `since` is when it was first sent: what came after that speaks for the server, as it
    /// drops what it does not want to answer.
    pub fn unanswered(&mut self, since: Duration, now: Duration, random: u32) {
        if self.received.is_none_or(|received| received < since) {
            self.suspect(now, random);
        }
    }

    /// The server's host says that nothing listens on the port. That is a hint and no more: anybody can forge it, and the
    /// server may just be starting.
    pub fn refused(&mut self, now: Duration, random: u32) {
        self.suspect(now, random);
    }

    fn suspect(&mut self, now: Duration, random: u32) {
        if self.liveness != Liveness::Okay {
            return;
        }
        if !self.is_probing {
            return self.go_down(now, random);
        }
        self.liveness = Liveness::Suspect;
        if !self.is_pending {
            // Ahead of the timer, so that fewer requests wait in vain; a question decides.
            self.deadline = now;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The random number that adds no jitter.
    const MIDDLE: u32 = u32::MAX / 2 + 1;

    fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn expire(watchdog: &mut Watchdog) -> (u64, Option<Action>, Liveness) {
        let now = watchdog.deadline();
        let action = watchdog.expired(now, MIDDLE);
        (now.as_secs_f64().round() as u64, action, watchdog.liveness())
    }

    #[test]
    fn silence_leads_by_a_question_to_suspect_and_down_p122() {
        let mut watchdog = Watchdog::probing(at(30), at(0), MIDDLE);
        assert_eq!(watchdog.expired(at(29), MIDDLE), None, "not yet");
        assert_eq!(expire(&mut watchdog), (30, Some(Action::Probe), Liveness::Okay));
        assert_eq!(expire(&mut watchdog), (60, None, Liveness::Suspect));
        assert_eq!(expire(&mut watchdog), (90, Some(Action::Close), Liveness::Down));
        assert_eq!(expire(&mut watchdog), (120, Some(Action::Open), Liveness::Down));
        assert_eq!(expire(&mut watchdog), (150, Some(Action::Open), Liveness::Down));
    }

    #[test]
    fn whatever_comes_resets_the_timer_and_clears_a_suspicion_p122() {
        let mut watchdog = Watchdog::probing(at(30), at(0), MIDDLE);
        watchdog.received(false, at(20), MIDDLE);
        assert_eq!(expire(&mut watchdog).0, 50);
        watchdog.received(true, at(51), MIDDLE);
        assert_eq!(
            expire(&mut watchdog),
            (81, Some(Action::Probe), Liveness::Okay),
            "the answer came: ask anew"
        );
        assert_eq!(expire(&mut watchdog), (111, None, Liveness::Suspect));
        watchdog.received(false, at(112), MIDDLE);
        assert_eq!(watchdog.liveness(), Liveness::Okay);
        assert_eq!(expire(&mut watchdog), (142, None, Liveness::Suspect), "the question is still open");
    }

    #[test]
    fn a_server_that_was_down_answers_three_times_before_it_is_trusted_p122() {
        let mut watchdog = Watchdog::probing(at(30), at(0), MIDDLE);
        watchdog.disconnected(at(1), MIDDLE);
        assert_eq!(watchdog.liveness(), Liveness::Down);
        assert_eq!(expire(&mut watchdog), (31, Some(Action::Open), Liveness::Down));
        assert_eq!(watchdog.connected(at(31), MIDDLE), Some(Action::Probe));
        for answer in 1..=3 {
            assert_eq!(watchdog.liveness(), Liveness::Reopen);
            watchdog.received(false, at(31), MIDDLE);
            assert_eq!(watchdog.liveness(), Liveness::Reopen, "a late reply proves nothing");
            watchdog.received(true, at(31), MIDDLE);
            if answer < 3 {
                assert_eq!(expire(&mut watchdog).1, Some(Action::Probe));
            }
        }
        assert_eq!(watchdog.liveness(), Liveness::Okay);
    }

    #[test]
    fn a_missed_answer_while_reopening_is_forgiven_once_p122() {
        let mut watchdog = Watchdog::probing(at(30), at(0), MIDDLE);
        watchdog.disconnected(at(0), MIDDLE);
        watchdog.connected(at(0), MIDDLE);
        assert_eq!(expire(&mut watchdog), (30, None, Liveness::Reopen));
        assert_eq!(expire(&mut watchdog), (60, Some(Action::Close), Liveness::Down));
    }

    #[test]
    fn an_unanswered_request_asks_at_once_unless_something_came_meanwhile() {
        let mut watchdog = Watchdog::probing(at(30), at(0), MIDDLE);
        watchdog.received(false, at(5), MIDDLE);
        watchdog.unanswered(at(4), at(10), MIDDLE);
        assert_eq!((watchdog.liveness(), watchdog.deadline()), (Liveness::Okay, at(35)));
        watchdog.unanswered(at(6), at(10), MIDDLE);
        assert_eq!(expire(&mut watchdog), (10, Some(Action::Probe), Liveness::Suspect));
        watchdog.unanswered(at(6), at(10), MIDDLE);
        assert_eq!(watchdog.deadline(), at(40), "one question is enough");
        watchdog.received(true, at(11), MIDDLE);
        assert_eq!(watchdog.liveness(), Liveness::Okay);
        watchdog.refused(at(12), MIDDLE);
        assert_eq!(expire(&mut watchdog), (12, Some(Action::Probe), Liveness::Suspect));
        assert_eq!(expire(&mut watchdog), (42, Some(Action::Close), Liveness::Down));
    }

    #[test]
    fn without_questions_a_silent_server_rests_and_is_tried_again() {
        let mut watchdog = Watchdog::passive(at(20));
        assert_eq!(watchdog.deadline(), Duration::MAX);
        watchdog.unanswered(at(0), at(6), MIDDLE);
        assert_eq!((watchdog.liveness(), watchdog.deadline()), (Liveness::Down, at(26)));
        assert_eq!(watchdog.expired(at(25), MIDDLE), None);
        assert_eq!(watchdog.liveness(), Liveness::Down);
        watchdog.expired(at(26), MIDDLE);
        assert_eq!((watchdog.liveness(), watchdog.deadline()), (Liveness::Reopen, Duration::MAX));
        assert!(watchdog.takes_requests());
        watchdog.chosen(at(30), MIDDLE);
        assert!(!watchdog.takes_requests(), "one request is enough to find out");
        assert_eq!((watchdog.liveness(), watchdog.deadline()), (Liveness::Down, at(50)));
        watchdog.received(false, at(31), MIDDLE);
        assert_eq!(watchdog.liveness(), Liveness::Okay, "a late reply is a sign of life");
        watchdog.chosen(at(32), MIDDLE);
        assert!(watchdog.takes_requests());
    }

    #[test]
    fn the_interval_has_a_floor_and_a_jitter_of_two_seconds_p122() {
        assert_eq!(Watchdog::probing(at(0), at(0), 0).deadline(), at(4));
        assert_eq!(Watchdog::probing(at(0), at(0), u32::MAX).deadline(), at(8));
        assert_eq!(Watchdog::probing(Duration::MAX, at(0), u32::MAX).deadline(), Duration::MAX - at(2));
    }
}
