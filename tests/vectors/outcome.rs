//! What the receiver does with a packet, under every configuration that a vector tells apart.

use radius_runtime::attribute::{FramingError, FramingErrorKind};
use radius_runtime::packet::{
    DecodeError, ErrorCause, HEADER_OCTETS, MAX_OCTETS, MAX_STREAM_OCTETS, Profile, Received, RequestHeader,
    RequestPolicy,
};
use radius_runtime::proto::{self, DiscardReason, Framing, Service};
use radius_runtime::{Code, Secret};

use super::model::{Disposition, Outcome, Packet, Transport, octets};

const EAP_MESSAGE: u8 = 79;
const MESSAGE_AUTHENTICATOR: u8 = 80;

/// What the packet is received as.
pub(crate) enum Side<'a> {
    Request,
    ResponseTo(&'a RequestHeader),
}

/// Every way to configure the receiver.
fn policies() -> impl Iterator<Item = RequestPolicy> {
    [(true, true), (true, false), (false, true), (false, false)].into_iter().map(|(required, limited)| {
        let mut policy = RequestPolicy::default();
        policy.require_message_authenticator = required;
        policy.limit_proxy_state = limited;
        policy
    })
}

/// Whether the entry makes sense: only Protocol-Error says a cause, and only what is not taken has a reason.
fn check_entry(outcome: &Outcome) {
    assert_eq!(
        outcome.error_cause.is_some(),
        outcome.disposition == Disposition::ProtocolError,
        "{outcome:?}"
    );
    let is_dropped = matches!(outcome.disposition, Disposition::Discard | Disposition::Close);
    assert_eq!(outcome.reason.is_some(), is_dropped, "{outcome:?}");
}

/// Receives the packet under every configuration and compares what happens with what the vector says of datagrams.
pub(crate) fn check(packet: &Packet, side: &Side<'_>, secret: &Secret) {
    let datagram = octets(&packet.octets);
    packet.expect.iter().for_each(check_entry);
    for policy in policies() {
        let result = receive(&datagram, side, secret, policy);
        if let (Ok(received), Side::Request) = (&result, side) {
            check_service(&datagram, received.code(), secret, policy);
        }
        let result = result.map(drop);
        let expected: Vec<_> = packet.expect.iter().filter(|outcome| applies(outcome, policy)).collect();
        assert!(
            packet.expect.is_empty() || !expected.is_empty(),
            "the vector does not say what happens with a datagram under {policy:?}"
        );
        let accepts = expected.is_empty()
            || expected
                .iter()
                .any(|outcome| matches!(outcome.disposition, Disposition::Accept | Disposition::NoAnswer));
        let holds = match result {
            Ok(()) => accepts,
            // Packets from before CVE-2024-3596 carry no Message-Authenticator: whoever requires one discards them.
            Err(DiscardReason::NoMessageAuthenticator)
                if accepts && policy.require_message_authenticator && is_unconditional(&packet.expect) =>
            {
                !has(&datagram, MESSAGE_AUTHENTICATOR)
            }
            // They are also what `limit_proxy_state` is about.
            Err(DiscardReason::ProxyStateUnsigned)
                if accepts && policy.limit_proxy_state && is_unconditional(&packet.expect) =>
            {
                !has(&datagram, MESSAGE_AUTHENTICATOR)
            }
            Err(reason) => expected.iter().any(|outcome| {
                outcome.disposition == Disposition::Discard && is_reason(outcome, reason, &datagram)
            }),
        };
        assert!(holds, "under {policy:?}: {result:?}, where the vector says {expected:?}");
    }
}

/// Receives the packet from a stream that takes packets of 4096 octets and from one that takes the longest, and compares what
/// happens with what the vector says of streams. Of alternatives, each limit has its own.
pub(crate) fn check_stream(packet: &Packet, side: &Side<'_>, secret: &Secret) {
    let of_streams = |outcome: &&Outcome| outcome.transport == Some(Transport::Stream);
    let expected: Vec<_> = packet.expect.iter().filter(of_streams).collect();
    if expected.is_empty() {
        return;
    }
    let octets = octets(&packet.octets);
    let mut met = Vec::new();
    for limit in [MAX_OCTETS, MAX_STREAM_OCTETS] {
        let mut framing = Framing::new(limit);
        framing.push(&octets);
        let (disposition, error_cause) = match framing.next_packet().map(|packet| packet.map(<[u8]>::to_vec))
        {
            Ok(Some(packet)) => match receive_from_stream(&packet, side, secret) {
                Ok(()) => (Disposition::Accept, None),
                Err(reason) if reason.disposition() == proto::Disposition::Close => {
                    (Disposition::Close, None)
                }
                Err(_) => (Disposition::Discard, None),
            },
            Ok(None) => panic!("the packet is there in full"),
            Err(_) if framing.refused_header().is_some_and(|header| Code(header[0]).is_request()) => {
                (Disposition::ProtocolError, Some(ErrorCause::RESPONSE_TOO_BIG.0))
            }
            Err(_) => (Disposition::Close, None),
        };
        met.push((disposition, error_cause));
    }
    let is_met = |outcome: &&Outcome| met.contains(&(outcome.disposition, outcome.error_cause));
    assert!(expected.iter().all(is_met), "{met:?}, where the vector says {expected:?}");
    let is_told =
        |found: &_| expected.iter().any(|outcome| (outcome.disposition, outcome.error_cause) == *found);
    assert!(met.iter().all(is_told), "{met:?}, where the vector says {expected:?}");
}

fn receive_from_stream(packet: &[u8], side: &Side<'_>, secret: &Secret) -> Result<(), DiscardReason> {
    let received = Received::from_stream(packet)?;
    match side {
        Side::Request => received.verify_request(secret, RequestPolicy::default())?,
        Side::ResponseTo(request) => received.verify_reply(request, secret, true)?,
    }
    Ok(())
}

/// All that is checked of a packet before anybody uses it.
fn receive<'a>(
    datagram: &'a [u8],
    side: &Side<'_>,
    secret: &Secret,
    policy: RequestPolicy,
) -> Result<Received<'a>, DiscardReason> {
    let received = Received::from_datagram(datagram)?;
    match side {
        Side::Request => received.verify_request(secret, policy)?,
        Side::ResponseTo(request) => {
            received.verify_reply(request, secret, policy.require_message_authenticator)?;
        }
    }
    Ok(received)
}

/// A request that verifies is taken by the port that it belongs to, and by no other.
fn check_service(datagram: &[u8], code: Code, secret: &Secret, policy: RequestPolicy) {
    let is_dynamic = matches!(code, Code::COA_REQUEST | Code::DISCONNECT_REQUEST | Code::STATUS_SERVER);
    for (service, takes) in [
        (Service::DynamicAuthorization, is_dynamic),
        (Service::All, true),
        (Service::Authentication, matches!(code, Code::ACCESS_REQUEST | Code::STATUS_SERVER)),
        (Service::Accounting, matches!(code, Code::ACCOUNTING_REQUEST | Code::STATUS_SERVER)),
    ] {
        let result = service.admit(datagram, &Profile::udp(secret.clone()), policy).map(drop);
        let expected = if takes { Ok(()) } else { Err(DiscardReason::UnexpectedCode) };
        assert_eq!(result, expected, "{service:?}");
    }
}

fn applies(outcome: &Outcome, policy: RequestPolicy) -> bool {
    let holds = |condition: Option<bool>, setting| condition.is_none_or(|condition| condition == setting);
    outcome.transport != Some(Transport::Stream)
        && holds(outcome.require_message_authenticator, policy.require_message_authenticator)
        && holds(outcome.limit_proxy_state, policy.limit_proxy_state)
}

/// Whether the vector leaves the configuration open.
fn is_unconditional(expect: &[Outcome]) -> bool {
    expect
        .iter()
        .all(|outcome| outcome.require_message_authenticator.is_none() && outcome.limit_proxy_state.is_none())
}

/// Whether this is the reason that the vector gives, at the offset that it gives.
fn is_reason(outcome: &Outcome, reason: DiscardReason, datagram: &[u8]) -> bool {
    use FramingErrorKind as Kind;

    let decoded = Received::from_datagram(datagram);
    let framing = |is_kind: fn(Kind) -> bool| match decoded {
        Err(DecodeError::Framing(FramingError { offset, kind, .. })) => {
            is_kind(kind) && outcome.offset.is_none_or(|expected| expected == HEADER_OCTETS + offset)
        }
        _ => false,
    };
    let length = match decoded {
        Err(DecodeError::BadLength(length)) => Some(usize::from(length)),
        _ => None,
    };
    let has_eap = || has(datagram, EAP_MESSAGE);
    match outcome.reason.as_deref().expect("a discard has a reason") {
        "datagram-below-20" => reason == DiscardReason::TooShort && datagram.len() < HEADER_OCTETS,
        "length-below-20" => reason == DiscardReason::BadLength && length.is_some_and(|n| n < HEADER_OCTETS),
        "length-above-4096" => reason == DiscardReason::BadLength && length.is_some_and(|n| n > MAX_OCTETS),
        "length-beyond-datagram" => reason == DiscardReason::Truncated,
        "unknown-code" => reason == DiscardReason::UnexpectedCode,
        "attribute-length" => framing(|kind| matches!(kind, Kind::LengthTooSmall(0 | 1))),
        "attribute-overrun" => framing(|kind| kind == Kind::Overrun),
        "attribute-truncated" => framing(|kind| kind == Kind::StrayOctet),
        "attribute-type-0" => framing(|kind| kind == Kind::TypeZero),
        "request-authenticator" | "response-authenticator" => reason == DiscardReason::BadAuthenticator,
        "message-authenticator" => reason == DiscardReason::BadMessageAuthenticator,
        "message-authenticator-missing" => match reason {
            DiscardReason::NoMessageAuthenticator => true,
            DiscardReason::ProxyStateUnsigned => outcome.limit_proxy_state == Some(true),
            DiscardReason::EapUnsigned => has_eap(),
            _ => false,
        },
        "message-authenticator-length" | "message-authenticator-repeated" => {
            reason == DiscardReason::MalformedMessageAuthenticator
        }
        other => panic!("README.md does not know the reason `{other}`"),
    }
}

fn has(datagram: &[u8], number: u8) -> bool {
    Received::from_datagram(datagram)
        .is_ok_and(|received| received.attributes().any(|raw| raw.number == number))
}
