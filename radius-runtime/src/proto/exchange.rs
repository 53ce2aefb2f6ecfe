//! The way of one request through the servers that may answer it: when it is sent to which of them, and when it is given
//! up (RFC 5080 §2.2.1, RFC 2865 §2.4).
//!
//! Time is counted from the moment at which the request was handed over.

use std::time::Duration;

use super::retransmission::{Retransmission, Schedule, Wait};

/// A transmission this close to the end would not be answered in time.
const TOO_LATE: Duration = Duration::from_millis(1);

/// A server that may be asked, as the caller's choice among those not asked yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The caller's number for the server.
    pub server: usize,
    /// Whether its transport delivers what is sent, so that nothing is sent twice over one connection
    /// (RFC 6613 §2.6.1).
    pub is_reliable: bool,
}

/// What to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Send the request to this server and ask again.
    Transmit {
        /// The number of the server.
        server: usize,
    },
    /// Wait for a reply until this time, and ask again then; `Duration::MAX` is for ever.
    Wait {
        /// When, counted from the beginning.
        until: Duration,
    },
    /// Nobody answered in time.
    GiveUp,
}

/// The state of one request.
///
/// Each server has a [`Schedule`] of its own. A server that does not answer [`fail_over_after`](Self::new) transmissions is
/// followed by the next one; when all had their share, they take turns for as long as their schedules last. The whole
/// ends after the time that the timers give it, however many servers there are.
#[derive(Clone, Debug)]
pub struct Exchange {
    timers: Retransmission,
    fail_over_after: u32,
    end: Duration,
    attempts: Vec<Attempt>,
    /// The attempt that the last transmission belongs to.
    current: Option<usize>,
    transmissions: u32,
}

/// What was sent to one server.
#[derive(Clone, Debug)]
struct Attempt {
    candidate: Candidate,
    /// Of transmissions, or of connections that are made again.
    schedule: Schedule,
    /// When the next transmission is due, or the wait after the last one ends.
    due: Duration,
    /// Transmissions since the request came to this server, or came back to it.
    share: u32,
    /// There is nothing left to send to this server.
    is_spent: bool,
    /// The port is closed or the connection gone: there is nothing to wait for.
    is_lost: bool,
    losses: u32,
    /// It answered that it cannot do it.
    is_declined: bool,
}

impl Attempt {
    fn transmitted(&mut self, now: Duration, timers: Retransmission, fail_over_after: u32, random: u32) {
        if self.candidate.is_reliable {
            // It has as long as it would have elsewhere, before another server is asked.
            let mut elsewhere = timers.schedule();
            self.is_spent = true;
            self.due = (0..fail_over_after.max(1))
                .fold(now, |due, _| due.saturating_add(elsewhere.transmitted(random).interval()));
        } else {
            let wait = self.schedule.transmitted(random);
            self.is_spent = matches!(wait, Wait::ThenGiveUp(_));
            self.due = now.saturating_add(wait.interval());
        }
        self.share = self.share.saturating_add(1);
        self.is_lost = false;
    }

    const fn declined(&mut self) {
        (self.is_declined, self.is_lost, self.is_spent, self.due) = (true, true, true, Duration::ZERO);
    }

    fn lost(&mut self, now: Duration, random: u32) {
        self.is_lost = true;
        if !self.candidate.is_reliable || self.is_declined {
            return;
        }
        // Another connection may carry what this one lost (RFC 6613 §2.6.1): at once, as the server may just have closed it
        // for being idle, and after that with the intervals of the timers.
        let interval = match self.losses {
            0 => Duration::ZERO,
            _ => self.schedule.transmitted(random).interval(),
        };
        self.losses = self.losses.saturating_add(1);
        self.is_spent = false;
        self.due = now.saturating_add(interval);
    }
}

impl Exchange {
    /// A request that was not sent yet.
    ///
    /// `limit` takes the place of the timers' own `max_duration`. After `fail_over_after` transmissions without a reply
    /// the next server is asked.
    #[must_use]
    pub const fn new(timers: Retransmission, limit: Option<Duration>, fail_over_after: u32) -> Self {
        let end = match limit {
            Some(limit) => limit,
            None if timers.max_duration.is_zero() => Duration::MAX,
            None => timers.max_duration,
        };
        // A server's own schedule counts its transmissions; time is counted here.
        let timers = Retransmission { max_duration: Duration::ZERO, ..timers };
        Self { timers, fail_over_after, end, attempts: Vec::new(), current: None, transmissions: 0 }
    }

    /// How often the request was sent, to whichever server.
    #[must_use]
    pub const fn transmissions(&self) -> u32 {
        self.transmissions
    }

    /// When the request is given up at the latest.
    #[must_use]
    pub const fn end(&self) -> Duration {
        self.end
    }

    /// What to do at this time. `pick` chooses a server, none of those given; `random` is any number.
    pub fn next(
        &mut self,
        now: Duration,
        random: u32,
        pick: impl FnOnce(&[usize]) -> Option<Candidate>,
    ) -> Step {
        if now >= self.end && self.transmissions > 0 {
            return Step::GiveUp;
        }
        if let Some(current) = self.current().filter(|current| !current.is_lost && current.due > now) {
            return Step::Wait { until: current.due.min(self.end) };
        }
        let Some(index) = self.stay().or_else(|| self.begin(pick)).or_else(|| self.first_due()) else {
            return match self.last_wait() {
                until if until > now => Step::Wait { until: until.min(self.end) },
                _ => Step::GiveUp,
            };
        };
        let is_too_late = self.transmissions > 0 && now.saturating_add(TOO_LATE) >= self.end;
        let (timers, fail_over_after) = (self.timers, self.fail_over_after);
        let is_other = self.current != Some(index);
        let Some(attempt) = self.attempts.get_mut(index) else { return Step::GiveUp };
        if attempt.due > now {
            return Step::Wait { until: attempt.due.min(self.end) };
        }
        if is_too_late {
            return Step::Wait { until: self.end };
        }
        if is_other {
            attempt.share = 0;
        }
        attempt.transmitted(now, timers, fail_over_after, random);
        self.current = Some(index);
        self.transmissions = self.transmissions.saturating_add(1);
        Step::Transmit { server: attempt.candidate.server }
    }

    /// Notes that a server's port is closed, or that the connection to it is gone or could not be made. The next step
    /// goes to another server, if there is one.
    pub fn lost(&mut self, server: usize, now: Duration, random: u32) {
        let mut attempts = self.attempts.iter_mut();
        if let Some(attempt) = attempts.find(|attempt| attempt.candidate.server == server) {
            attempt.lost(now, random);
        }
    }

    /// Notes that a server answered that it cannot do what the request asks, or that there will be no other connection to it: it
    /// is not asked again. The next step goes to another server, or gives up if there is none.
    pub fn declined(&mut self, server: usize) {
        let mut attempts = self.attempts.iter_mut();
        if let Some(attempt) = attempts.find(|attempt| attempt.candidate.server == server) {
            attempt.declined();
        }
    }

    fn current(&self) -> Option<&Attempt> {
        self.attempts.get(self.current?)
    }

    /// The current server, as long as it has not had its share.
    fn stay(&self) -> Option<usize> {
        let goes_on = self.current().is_some_and(|current| {
            !current.is_lost && !current.is_spent && current.share < self.fail_over_after
        });
        self.current.filter(|_| goes_on)
    }

    /// A server that was not asked yet.
    fn begin(&mut self, pick: impl FnOnce(&[usize]) -> Option<Candidate>) -> Option<usize> {
        let asked: Vec<_> = self.attempts.iter().map(|attempt| attempt.candidate.server).collect();
        let candidate = pick(&asked)?;
        let mut timers = self.timers;
        if candidate.is_reliable {
            // Only time ends it.
            timers.max_transmissions = 0;
        }
        self.attempts.push(Attempt {
            candidate,
            schedule: timers.schedule(),
            due: Duration::ZERO,
            share: 0,
            is_spent: false,
            is_lost: false,
            losses: 0,
            is_declined: false,
        });
        Some(asked.len())
    }

    /// The server that is to be asked again first.
    fn first_due(&self) -> Option<usize> {
        let attempts = self.attempts.iter().enumerate().filter(|(_, attempt)| !attempt.is_spent);
        attempts.min_by_key(|(_, attempt)| attempt.due).map(|(index, _)| index)
    }

    /// Until when a reply to what was sent may come, if nothing more is sent.
    fn last_wait(&self) -> Duration {
        let waits = self.attempts.iter().map(|attempt| match attempt {
            Attempt { is_lost: true, .. } if attempt.candidate.is_reliable => Duration::ZERO,
            // What was delivered may be answered until the end.
            _ if attempt.candidate.is_reliable => Duration::MAX,
            _ => attempt.due,
        });
        waits.max().unwrap_or_default()
    }
}
