//! What a receive loop does when the system fails to receive: it goes on, after a pause if the failure may last.

use std::io::{Error, ErrorKind};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

/// The pauses of one loop. They grow as long as every attempt fails.
#[derive(Debug)]
pub(super) struct Pauses {
    next: Duration,
    until: Option<Instant>,
}

/// The first pause.
const FIRST: Duration = Duration::from_millis(10);
/// The longest, so that a server is back soon after its interface, its memory or its file descriptors are.
const LONGEST: Duration = Duration::from_secs(1);

impl Pauses {
    pub(super) const fn new() -> Self {
        Self { next: FIRST, until: None }
    }

    /// Waits until the pause is over, if there is one.
    pub(super) async fn over(&self) {
        if let Some(until) = self.until {
            sleep_until(until).await;
        }
    }

    /// It worked: the next failure is the first again.
    pub(super) const fn succeeded(&mut self) {
        *self = Self::new();
    }

    /// It failed: reports it, and pauses if the next attempt might fail too.
    pub(super) fn failed(&mut self, what: &'static str, error: &Error) {
        if is_over(error.kind()) {
            self.until = None;
            return tracing::debug!(%error, what);
        }
        tracing::warn!(%error, pause = ?self.next, what);
        self.until = Some(Instant::now() + self.next);
        self.next = (self.next * 2).min(LONGEST);
    }
}

/// Whether the failure is done with once it is told: it is about one reply that could not be delivered (ICMP), or about one
/// connection. A pause for it would let any client slow down the server.
const fn is_over(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::ConnectionRefused
            | ErrorKind::ConnectionReset
            | ErrorKind::ConnectionAborted
            | ErrorKind::HostUnreachable
            | ErrorKind::NetworkUnreachable
            | ErrorKind::Interrupted
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn what_may_last_makes_pauses_that_grow_up_to_a_second() {
        let mut pauses = Pauses::new();
        let mut taken = async |failure: Option<ErrorKind>| {
            match failure {
                Some(kind) => pauses.failed("receiving failed", &kind.into()),
                None => pauses.succeeded(),
            }
            let before = Instant::now();
            pauses.over().await;
            before.elapsed().as_millis()
        };
        let lasting = Some(ErrorKind::NetworkDown);
        for expected in [10, 20, 40, 80, 160, 320, 640, 1000, 1000] {
            assert_eq!(taken(lasting).await, expected);
        }
        assert_eq!(taken(None).await, 0);
        assert_eq!(taken(lasting).await, 10);
        for kind in [ErrorKind::ConnectionRefused, ErrorKind::ConnectionReset, ErrorKind::HostUnreachable] {
            assert_eq!(taken(Some(kind)).await, 0, "{kind}");
        }
        assert_eq!(taken(lasting).await, 20, "no success in between");
    }
}
