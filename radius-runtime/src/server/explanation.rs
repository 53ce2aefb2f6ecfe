//! Telling a client why its requests are dropped, where that was asked for or the RFCs demand it.

#[cfg(feature = "tls")]
use crate::packet::HEADER_OCTETS;
use crate::packet::{Code, ErrorCause, Packet, Received};
use crate::proto::{DiscardReason, service};
use crate::trace::{self, Direction};
use crate::transport::outbox::Fate;

use super::Handler;
use super::exchange::ReplySink;
use super::observer::Tally;
use super::pipeline::{Origin, Pipeline};
use super::request::refusal;

impl<H: Handler> Pipeline<H> {
    /// Answers a request of a code that is not taken, over TLS; and rejects an Access-Request that lacks the
    /// Message-Authenticator, with the Error-Cause that says so, if the client's
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
        if reason == DiscardReason::UnexpectedCode {
            return self.refuse_code(octets, origin, sink);
        }
        // RFC 3579 §3.1 and RFC 5997 §4.2 demand silence where EAP and Status-Server lack it.
        if !matches!(reason, DiscardReason::NoMessageAuthenticator | DiscardReason::ProxyStateUnsigned) {
            return;
        }
        let Some(received) = Received::from_datagram(octets).ok().filter(|received| {
            received.code() == Code::ACCESS_REQUEST && origin.client.is_to_be_told(self.observer.now())
        }) else {
            return;
        };
        let answer = refusal(received.code(), ErrorCause::MISSING_MESSAGE_AUTHENTICATOR);
        self.tell(answer, &received, origin, sink);
    }

    /// Says over TLS that requests of this code are not taken (radiusdtls-bis §3.7). Replies are never answered, and UDP knows
    /// silence for it.
    #[cold]
    fn refuse_code(&self, octets: &[u8], origin: &Origin<'_>, sink: &impl ReplySink) {
        let Ok(received) = Received::from_stream(octets) else { return };
        let answer = Packet::protocol_error(received.code(), ErrorCause::UNSUPPORTED_EXTENSION);
        if origin.profile.is_tls() {
            self.tell(answer, &received, origin, sink);
        }
    }

    /// Says that a request is too long, of which nothing but the header was read, and how long it may be (RFC 7930 §5).
    #[cfg(feature = "tls")]
    #[cold]
    pub(super) fn refuse_length(
        &self,
        mut header: [u8; HEADER_OCTETS],
        origin: &Origin<'_>,
        sink: &impl ReplySink,
    ) {
        // Without its attributes it is a packet like any other.
        [header[2], header[3]] = u16::try_from(HEADER_OCTETS).unwrap_or_default().to_be_bytes();
        let Ok(received) = Received::from_stream(&header) else { return };
        let answer = Packet::protocol_error(received.code(), ErrorCause::RESPONSE_TOO_BIG);
        let answer = answer.with_response_length(origin.profile.max_octets());
        self.tell(answer, &received, origin, sink);
    }

    /// Answers a request that goes no further.
    fn tell(&self, answer: Packet, received: &Received<'_>, origin: &Origin<'_>, sink: &impl ReplySink) {
        let header = origin.profile.header(received);
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
