//! One request on its way to its answer.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::attribute::AttributeError;
use crate::crypto::{self, wipe::Wiped};
use crate::extract::{ExtractError, ExtractProblem};
use crate::packet::{Code, ErrorCause, Packet, Profile, RequestHeader, SealError};
use crate::proto::duplicates::Ticket;
use crate::proto::dynamic_authorization::nak;
use crate::proto::{DiscardReason, Duplicates, service};
use crate::trace::{self, Direction};
use crate::transport::outbox::Fate;

use super::answer::Verdict;
use super::isolated::Outcome;
use super::observer::{Events, Tally};
use super::pipeline::{Pipeline, unable};
use super::{ClientEntry, HandlerError, Request};

/// Where the reply to one request goes. It is what a transport gives to the pipeline with each request, and may be kept
/// until the handler is done.
pub(crate) trait ReplySink: Send + 'static {
    /// Sends the reply, or leaves it to whoever writes to the connection. It must not block. If it is held, whoever releases
    /// it reports it to the observer, as this tally of this client.
    ///
    /// # Errors
    /// It cannot be sent. The client will ask again, and get it then if the transport keeps a table of duplicates.
    fn send(&self, octets: &[u8], tally: Tally, client: &Arc<ClientEntry>) -> io::Result<Fate>;

    /// Waits until a reply could not be sent any more: until the connection is gone, where there is one.
    fn gone(&self) -> impl Future<Output = ()> + Send + 'static {
        std::future::pending()
    }
}

/// The requests of one socket that may be repeated.
pub(crate) type SharedDuplicates = Arc<Mutex<Duplicates>>;

pub(super) fn lock(duplicates: &SharedDuplicates) -> MutexGuard<'_, Duplicates> {
    // No panic can leave the table half changed.
    duplicates.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A request that is in flight in the table of duplicates. If this is dropped without an answer, for whatever reason, the
/// request is forgotten.
pub(super) struct Claim {
    duplicates: SharedDuplicates,
    ticket: Option<Ticket>,
    /// When the request was received, as long as that is now: until it has to wait for anything.
    now: Option<Duration>,
}

impl Claim {
    pub(super) const fn new(duplicates: SharedDuplicates, ticket: Ticket, now: Duration) -> Self {
        Self { duplicates, ticket: Some(ticket), now: Some(now) }
    }

    /// Keeps the reply, and sends it; `None` if a newer request has taken over the identifier.
    fn answer(
        mut self,
        reply: Vec<u8>,
        clock: impl FnOnce() -> Duration,
        send: impl FnOnce(&[u8]) -> io::Result<Fate>,
    ) -> Option<io::Result<Fate>> {
        let ticket = self.ticket.take()?;
        let now = self.now.unwrap_or_else(clock);
        let mut duplicates = lock(&self.duplicates);
        duplicates.answer(&ticket, reply, now).map(send)
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        if let Some(ticket) = &self.ticket {
            lock(&self.duplicates).forget(ticket);
        }
    }
}

/// A request that is being handled.
pub(super) struct Exchange<H, S> {
    pub(super) pipeline: Arc<Pipeline<H>>,
    pub(super) request: Request,
    pub(super) profile: Profile,
    pub(super) header: RequestHeader,
    pub(super) claim: Option<Claim>,
    pub(super) sink: S,
}

impl<H: Send + Sync + 'static, S: ReplySink> Exchange<H, S> {
    /// Time goes by before the answer is sent.
    pub(super) const fn waits(&mut self) {
        if let Some(claim) = &mut self.claim {
            claim.now = None;
        }
    }

    /// Does what follows from what became of the handler.
    pub(super) fn finish(self, outcome: Outcome) {
        match outcome {
            Outcome::Answered(answer) => match answer.into_parts() {
                (Verdict::Reply(packet), delay) => self.answer(packet, delay),
                (Verdict::Silence, _) => {
                    self.events().dropped(DiscardReason::HandlerDiscard, self.header.code);
                    self.be_unable();
                }
                (Verdict::Unsupported, _) => match unsupported(self.header.code, &self.profile) {
                    Some(packet) => self.answer(packet, None),
                    None => self.events().dropped(DiscardReason::HandlerDiscard, self.header.code),
                },
                (Verdict::Unauthorized, _) => {
                    self.events().dropped(DiscardReason::UnauthorizedSource, self.header.code);
                }
            },
            Outcome::Failed(error) => match refusal_of(self.header.code, &error) {
                Some(packet) => self.answer(packet, None),
                None => {
                    self.events().failed(DiscardReason::HandlerError, self.header.code, &*error);
                    self.be_unable();
                }
            },
            Outcome::Panicked => {
                tracing::error!(peer = %self.request.peer(), code = %self.header.code, "a handler panicked");
                self.events().dropped(DiscardReason::HandlerPanic, self.header.code);
                self.be_unable();
            }
        }
    }

    /// Notes that there is nobody left to answer.
    pub(super) fn give_up(self) {
        self.events().dropped(DiscardReason::ConnectionGone, self.header.code);
    }

    /// Says that the request cannot be processed, where that is to be said.
    fn be_unable(self) {
        if let Some(packet) = unable(self.header.code, &self.profile) {
            self.answer(packet, None);
        }
    }

    /// Seals an answer, and sends it now or later.
    pub(super) fn answer(mut self, packet: Packet, delay: Option<Duration>) {
        let packet = self.pipeline.dynamic.correct(packet, &self.request);
        let code = packet.code();
        self.events().lint(&packet, self.header.identifier);
        let octets = match service::seal_answer(packet, &self.request, &self.header, &self.profile) {
            // Passwords stand in it in clear over RADIUS/1.1.
            Ok(octets) => Wiped::from(octets),
            Err(error) => {
                let (reason, request) = (DiscardReason::UnsendableAnswer, self.header.code);
                self.events().failed(reason, request, &error);
                return self.send_instead(&error);
            }
        };
        let delay = delay.unwrap_or_else(|| self.pipeline.delay_of(code));
        // With too many waiting already, holding back one more would cost what it is to save.
        if delay.is_zero() || !self.pipeline.delayed.has_room() {
            return self.send(code, octets);
        }
        self.waits();
        let delayed = &self.pipeline.delayed;
        let (delayed, permit) = (Arc::clone(delayed), delayed.enter(None));
        tokio::spawn(delayed.run(async move {
            tokio::time::sleep(with_jitter(delay)).await;
            self.send(code, octets);
            drop(permit);
        }));
    }

    /// Where an answer cannot be sent, the client is told over TLS: it does not ask again.
    fn send_instead(self, error: &SealError) {
        let too_long = matches!(error, SealError::TooLong) && self.profile.is_tls();
        let told = match too_long {
            true => Some(Packet::protocol_error(self.header.code, ErrorCause::RESPONSE_TOO_BIG)),
            false => unable(self.header.code, &self.profile),
        };
        let Some(packet) = told else { return };
        if let Ok(octets) = service::seal_answer(packet, &self.request, &self.header, &self.profile) {
            self.send(Code::PROTOCOL_ERROR, octets.into());
        }
    }

    fn events(&self) -> Events<'_> {
        self.pipeline.observer.of(self.request.client(), self.request.peer())
    }

    fn send(self, code: Code, mut octets: Wiped) {
        let Self { pipeline, request, profile, header, claim, sink } = self;
        let (observer, client) = (&pipeline.observer, request.shared_client());
        trace::packet(Direction::Sent, request.peer(), &octets, || Some(profile.keys(&header)));
        let asked = header.code;
        let tally = Tally::First(if asked == Code::STATUS_SERVER { asked } else { code });
        let send = |octets: &[u8]| sink.send(octets, tally, client);
        let sent = match claim {
            None => Some(send(&octets)),
            Some(claim) => claim.answer(std::mem::take(&mut *octets), || observer.now(), send),
        };
        let events = observer.of(client, request.peer());
        match sent {
            Some(Ok(Fate::Sent)) => events.sent(tally),
            Some(Ok(Fate::Held)) => {}
            Some(Err(error)) => events.failed(DiscardReason::SendFailed, asked, &error),
            None => events.dropped(DiscardReason::Superseded, asked),
        }
    }
}

/// What tells a client that requests of this code are not supported (RFC 5176 §3.5, RFC 7930 §4, radiusdtls-bis §3.7);
/// `None` where it cannot be told.
fn unsupported(request: Code, profile: &Profile) -> Option<Packet> {
    let cause = ErrorCause::UNSUPPORTED_EXTENSION;
    if profile.is_tls() { Some(Packet::protocol_error(request, cause)) } else { nak(request, cause) }
}

/// The refusal that an error in the handler of a CoA-Request or Disconnect-Request stands for: its attributes are at fault
/// (RFC 5176 §3.5). Other errors are not the client's, and it may well try again.
fn refusal_of(request: Code, error: &HandlerError) -> Option<Packet> {
    let cause = if error.is::<AttributeError>() {
        ErrorCause::INVALID_REQUEST
    } else {
        cause_of(&error.downcast_ref::<ExtractError>()?.problem)
    };
    nak(request, cause)
}

fn cause_of(problem: &ExtractProblem) -> ErrorCause {
    match problem {
        ExtractProblem::Missing => ErrorCause::MISSING_ATTRIBUTE,
        ExtractProblem::Refused(_) => ErrorCause::INVALID_ATTRIBUTE_VALUE,
        ExtractProblem::Inside(inner) => cause_of(&inner.problem),
        ExtractProblem::Malformed(_) => ErrorCause::INVALID_REQUEST,
    }
}

/// Up to a tenth longer, so that replies that were held back do not leave all at once.
fn with_jitter(delay: Duration) -> Duration {
    let mut random = [0];
    // Without random numbers there is no jitter.
    let _ = crypto::fill(&mut random);
    delay.saturating_add(delay / 2550 * u32::from(random[0]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_delay_is_up_to_a_tenth_longer_and_never_overflows() {
        let second = Duration::from_secs(1);
        for _ in 0..1000 {
            assert!((second..=second * 11 / 10).contains(&with_jitter(second)));
            assert_eq!(with_jitter(Duration::MAX), Duration::MAX);
        }
    }
}
