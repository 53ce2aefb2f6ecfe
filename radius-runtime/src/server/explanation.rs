//! Telling a client why its requests are dropped, where that was asked for.

use crate::packet::{Code, ErrorCause, Received};
use crate::proto::{DiscardReason, service};
use crate::trace::{self, Direction};
use crate::transport::outbox::Fate;

use super::Handler;
use super::exchange::ReplySink;
use super::observer::Tally;
use super::pipeline::{Origin, Pipeline};
use super::request::refusal;

impl<H: Handler> Pipeline<H> {
    /// Rejects an Access-Request that lacks the Message-Authenticator, with the Error-Cause that says so, if the client's
    /// entry asks for it and none was rejected so for a while. The request stays dropped: it comes to no handler, and to no
    /// table of duplicates.
    #[cold]
    pub(super) fn explain(
        &self,
        reason: DiscardReason,
        octets: &[u8],
        origin: &Origin<'_>,
        sink: &impl ReplySink,
    ) {
        // RFC 3579 §3.1 and RFC 5997 §4.2 demand silence where EAP and Status-Server lack it.
        if !matches!(reason, DiscardReason::NoMessageAuthenticator | DiscardReason::ProxyStateUnsigned) {
            return;
        }
        let Some(received) = Received::from_datagram(octets).ok().filter(|received| {
            received.code() == Code::ACCESS_REQUEST && origin.client.is_to_be_told(self.observer.now())
        }) else {
            return;
        };
        let header = origin.profile.header(&received);
        let answer = refusal(header.code, ErrorCause::MISSING_MESSAGE_AUTHENTICATOR);
        let tally = Tally::First(answer.code());
        let Ok(reply) = service::seal_answer(answer, &received.to_packet(), &header, origin.profile) else {
            return;
        };
        trace::packet(Direction::Sent, origin.peer, &reply, || Some(origin.profile.keys(&header)));
        if sink.send(&reply, tally, origin.client).is_ok_and(|fate| fate == Fate::Sent) {
            self.observer.of(origin.client, origin.peer).sent(tally);
        }
    }
}
