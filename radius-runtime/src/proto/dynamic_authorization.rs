//! What a NAS checks in a CoA-Request or Disconnect-Request before it acts on it (RFC 5176 §3, §6.3).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::Duration;

use crate::attribute::{AttributeSet, RawAttribute, VENDOR_SPECIFIC};
use crate::packet::{Code, ERROR_CAUSE, ErrorCause, Packet, Received};

use super::DiscardReason;
use super::service::{AUTHORIZE_ONLY, SERVICE_TYPE, is_authorize_only};

const USER_NAME: u8 = 1;
const NAS_IP_ADDRESS: u8 = 4;
const NAS_PORT: u8 = 5;
const FRAMED_IP_ADDRESS: u8 = 8;
const REPLY_MESSAGE: u8 = 18;
const STATE: u8 = 24;
const CLASS: u8 = 25;
const CALLED_STATION_ID: u8 = 30;
const CALLING_STATION_ID: u8 = 31;
const NAS_IDENTIFIER: u8 = 32;
const PROXY_STATE: u8 = 33;
const ACCT_SESSION_ID: u8 = 44;
const ACCT_MULTI_SESSION_ID: u8 = 50;
const EVENT_TIMESTAMP: u8 = 55;
const EAP_MESSAGE: u8 = 79;
const MESSAGE_AUTHENTICATOR: u8 = 80;
const NAS_PORT_ID: u8 = 87;
const CHARGEABLE_USER_IDENTITY: u8 = 89;
const NAS_IPV6_ADDRESS: u8 = 95;
const FRAMED_INTERFACE_ID: u8 = 96;
const FRAMED_IPV6_PREFIX: u8 = 97;
const OPERATOR_NAME: u8 = 126;
/// Operator-NAS-Identifier is extended attribute 241.8 (RFC 8559 §3.4).
const EXTENDED: u8 = 241;
const OPERATOR_NAS_IDENTIFIER: u8 = 8;
/// Response-Length is extended attribute 241.3 (RFC 7930 §2.1).
const RESPONSE_LENGTH: u8 = 3;

/// Whether an attribute says which NAS or session is meant (RFC 5176 §3), or belongs to the protocol itself. Every
/// request may carry these.
const fn is_identification(raw: &RawAttribute<'_>) -> bool {
    if raw.number == EXTENDED {
        return matches!(raw.value, [OPERATOR_NAS_IDENTIFIER | RESPONSE_LENGTH, ..]);
    }
    matches!(
        raw.number,
        NAS_IP_ADDRESS
            | NAS_IDENTIFIER
            | NAS_IPV6_ADDRESS
            | USER_NAME
            | NAS_PORT
            | FRAMED_IP_ADDRESS
            | CALLED_STATION_ID
            | CALLING_STATION_ID
            | ACCT_SESSION_ID
            | ACCT_MULTI_SESSION_ID
            | NAS_PORT_ID
            | CHARGEABLE_USER_IDENTITY
            | FRAMED_INTERFACE_ID
            | FRAMED_IPV6_PREFIX
            | OPERATOR_NAME
            | MESSAGE_AUTHENTICATOR
            | PROXY_STATE
            | EVENT_TIMESTAMP
            | CLASS
    )
}

/// The value of an Operator-NAS-Identifier.
const fn operator_nas_identifier(number: u8, value: &[u8]) -> Option<&[u8]> {
    match value {
        [OPERATOR_NAS_IDENTIFIER, value @ ..] if number == EXTENDED => Some(value),
        _ => None,
    }
}

/// Who this NAS is, as requests may name it (RFC 5176 §3, RFC 8559 §3.4).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct NasIdentity {
    addresses: Vec<IpAddr>,
    identifier: Option<Vec<u8>>,
    operator_identifier: Option<Vec<u8>>,
}

impl NasIdentity {
    /// Nothing that could be compared: whatever a request names is taken.
    pub const fn new() -> Self {
        Self { addresses: Vec::new(), identifier: None, operator_identifier: None }
    }

    /// An address of the NAS. NAS-IP-Address or NAS-IPv6-Address must then be one of its addresses.
    pub fn address(mut self, address: IpAddr) -> Self {
        self.addresses.push(address);
        self
    }

    /// The NAS-Identifier, which must then be this one where a request has it.
    pub fn identifier(mut self, identifier: impl Into<Vec<u8>>) -> Self {
        self.identifier = Some(identifier.into());
        self
    }

    /// The Operator-NAS-Identifier by which the network of an operator knows the NAS, which must then be this one where a
    /// request has it (RFC 8559 §3.4).
    pub fn operator_identifier(mut self, identifier: impl Into<Vec<u8>>) -> Self {
        self.operator_identifier = Some(identifier.into());
        self
    }

    /// Whether an attribute does not name another NAS.
    fn agrees(&self, number: u8, value: &[u8]) -> bool {
        if let Some(value) = operator_nas_identifier(number, value) {
            return self.operator_identifier.as_deref().is_none_or(|identifier| identifier == value);
        }
        let address: Option<IpAddr> = match number {
            NAS_IP_ADDRESS => <[u8; 4]>::try_from(value).ok().map(|octets| Ipv4Addr::from(octets).into()),
            NAS_IPV6_ADDRESS => <[u8; 16]>::try_from(value).ok().map(|octets| Ipv6Addr::from(octets).into()),
            NAS_IDENTIFIER => return self.identifier.as_deref().is_none_or(|identifier| identifier == value),
            _ => return true,
        };
        let is_v4 = number == NAS_IP_ADDRESS;
        let mut comparable = self.addresses.iter().filter(|own| own.is_ipv4() == is_v4).peekable();
        comparable.peek().is_none() || comparable.any(|&own| Some(own) == address)
    }
}

/// The checks on CoA-Requests and Disconnect-Requests. The default is a window of 300 seconds for an Event-Timestamp that
/// need not be there, and no identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DynamicAuthorization {
    /// How far Event-Timestamp may be from the server's clock, before or behind (RFC 5176 §6.3).
    pub window: Duration,
    /// Whether every request must have an Event-Timestamp, so that none can be replayed after the window.
    pub require_timestamp: bool,
    /// Who this NAS is.
    pub identity: NasIdentity,
}

impl Default for DynamicAuthorization {
    fn default() -> Self {
        Self { window: Duration::from_secs(300), require_timestamp: false, identity: NasIdentity::new() }
    }
}

impl DynamicAuthorization {
    /// Checks that a request is not an old one that somebody sends once more. The time is that since 1970, UTC.
    ///
    /// # Errors
    /// The request is to be discarded.
    pub fn check_timestamp(&self, request: &Received<'_>, now: Duration) -> Result<(), DiscardReason> {
        let mut found = request.attributes().filter(|raw| raw.number == EVENT_TIMESTAMP).peekable();
        if found.peek().is_none() {
            return if self.require_timestamp { Err(DiscardReason::NoTimestamp) } else { Ok(()) };
        }
        let is_fresh = |value: &[u8]| {
            let seconds = <[u8; 4]>::try_from(value).ok().map(u32::from_be_bytes);
            let sent = seconds.map(|seconds| Duration::from_secs(seconds.into()));
            // The clock's whole seconds, as the timestamp has no others.
            let now = Duration::from_secs(now.as_secs());
            sent.is_some_and(|sent| sent.abs_diff(now) <= self.window)
        };
        if found.all(|raw| is_fresh(raw.value)) { Ok(()) } else { Err(DiscardReason::StaleTimestamp) }
    }

    /// How long a request may be sent once more and still be fresh. One whose clock is ahead is so for two windows, and a
    /// second as timestamps have whole ones.
    #[must_use]
    pub const fn replay_time(&self) -> Duration {
        self.window.saturating_mul(2).saturating_add(Duration::from_secs(1))
    }

    /// The NAK to a request that cannot be acted on: it means another NAS, or has an attribute that is neither
    /// identification nor among those the NAS handles. Everything is checked before anything is done, since a request is
    /// carried out wholly or not at all (RFC 5176 §2.2).
    ///
    /// Where all attributes are handled, the NAS is behind a proxy, and checks them itself: only the identity is compared.
    #[must_use]
    pub fn refuse(&self, request: &Received<'_>, handled: &AttributeSet) -> Option<Packet> {
        let (code, all) = (request.code(), || request.attributes());
        let is_disconnect = code == Code::DISCONNECT_REQUEST;
        if !all().all(|raw| self.identity.agrees(raw.number, raw.value)) {
            return nak(code, ErrorCause::NAS_IDENTIFICATION_MISMATCH);
        }
        if handled.is_all() {
            return None;
        }
        let authorize_only = !is_disconnect && is_authorize_only(all());
        if authorize_only && !all().any(|raw| raw.number == STATE) {
            return nak(code, ErrorCause::MISSING_ATTRIBUTE);
        }
        // An Authorize-Only request carries identification only (RFC 5176 §3.2), whatever else the NAS could change.
        let nothing = AttributeSet::new();
        let handled = if authorize_only || is_disconnect { &nothing } else { handled };
        for raw in handled.outside(request.attribute_octets()) {
            let is_fine = is_identification(&raw)
                || match raw.number {
                    VENDOR_SPECIFIC | REPLY_MESSAGE | EAP_MESSAGE => is_disconnect,
                    STATE => !is_disconnect,
                    SERVICE_TYPE => authorize_only,
                    _ => false,
                };
            if !is_fine {
                let is_service = raw.number == SERVICE_TYPE && !is_disconnect;
                return nak(
                    code,
                    if is_service {
                        ErrorCause::UNSUPPORTED_SERVICE
                    } else {
                        ErrorCause::UNSUPPORTED_ATTRIBUTE
                    },
                );
            }
        }
        None
    }

    /// Makes an acknowledgement of an Authorize-Only request what it has to be: a NAK that says that the NAS will ask by
    /// an Access-Request (RFC 5176 §3.2).
    #[must_use]
    pub fn correct(&self, answer: Packet, request: &Packet) -> Packet {
        if answer.code() != Code::COA_ACK || !is_authorize_only(request.iter()) {
            return answer;
        }
        let mut answer = Packet::new(Code::COA_NAK).with(ERROR_CAUSE, ErrorCause::REQUEST_INITIATED.0);
        // Four octets fit into an empty packet.
        let _ = answer.push_raw(SERVICE_TYPE, &AUTHORIZE_ONLY);
        answer
    }
}

/// Whether an Error-Cause may stand in a reply of this code: success in an ACK, failure in a NAK (RFC 5176 §3.5).
pub(crate) const fn fits(cause: ErrorCause, reply: Code) -> bool {
    match reply {
        Code::COA_ACK | Code::DISCONNECT_ACK => cause.0 < 400,
        Code::COA_NAK | Code::DISCONNECT_NAK => cause.0 >= 400,
        _ => true,
    }
}

/// The code that refuses a request of the given one, where it is a CoA-Request or Disconnect-Request.
pub(crate) const fn nak_code(request: Code) -> Option<Code> {
    match request {
        Code::COA_REQUEST => Some(Code::COA_NAK),
        Code::DISCONNECT_REQUEST => Some(Code::DISCONNECT_NAK),
        _ => None,
    }
}

/// The refusal of a request, if it is one that can be refused so.
pub(crate) fn nak(request: Code, cause: ErrorCause) -> Option<Packet> {
    nak_code(request).map(|code| Packet::new(code).with(ERROR_CAUSE, cause.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{CISCO_AV_PAIR, REPLY_MESSAGE as REPLY_MESSAGE_HANDLE};

    const NOW: Duration = Duration::from_secs(1_700_000_000);

    fn octets(code: Code, attributes: &[(u8, &[u8])]) -> Vec<u8> {
        let mut packet = Packet::new(code);
        for (number, value) in attributes {
            packet.push_raw(*number, value).unwrap();
        }
        packet.encode().unwrap()
    }

    fn refusal(checks: &DynamicAuthorization, code: Code, attributes: &[(u8, &[u8])]) -> Option<ErrorCause> {
        let handled = AttributeSet::new().with(CISCO_AV_PAIR).with(REPLY_MESSAGE_HANDLE);
        let octets = octets(code, attributes);
        let refused = checks.refuse(&Received::from_datagram(&octets).unwrap(), &handled)?;
        assert_eq!(Some(refused.code()), nak_code(code));
        refused.error_cause()
    }

    fn check_all(checks: &DynamicAuthorization, attributes: &[(u8, &[u8])]) -> Result<(), DiscardReason> {
        let octets = octets(Code::COA_REQUEST, attributes);
        let request = Received::from_datagram(&octets).unwrap();
        checks.check_timestamp(&request, NOW + Duration::from_millis(700))
    }

    #[test]
    fn a_timestamp_outside_the_window_is_discarded_p91() {
        let check = |checks: &DynamicAuthorization, seconds: Option<u32>| {
            let value = seconds.map(u32::to_be_bytes);
            let attributes: Vec<(u8, &[u8])> = value.iter().map(|value| (55, &value[..])).collect();
            check_all(checks, &attributes)
        };
        let lax = DynamicAuthorization::default();
        let strict = DynamicAuthorization { require_timestamp: true, ..lax.clone() };
        for seconds in [1_700_000_000, 1_699_999_700, 1_700_000_300] {
            assert_eq!(check(&strict, Some(seconds)), Ok(()), "{seconds}");
        }
        for seconds in [1_699_999_699, 1_700_000_301, 0, u32::MAX] {
            assert_eq!(check(&lax, Some(seconds)), Err(DiscardReason::StaleTimestamp), "{seconds}");
        }
        assert_eq!((check(&lax, None), check(&strict, None)), (Ok(()), Err(DiscardReason::NoTimestamp)));
        assert_eq!(check_all(&lax, &[(55, &[1, 2])]), Err(DiscardReason::StaleTimestamp));
        let twice: [(u8, &[u8]); 2] = [(55, &1_700_000_000_u32.to_be_bytes()), (55, &[0; 4])];
        assert_eq!(check_all(&lax, &twice), Err(DiscardReason::StaleTimestamp));
    }

    #[test]
    fn no_request_is_fresh_for_longer_than_it_may_be_replayed_p90_p91() {
        let checks =
            DynamicAuthorization { window: Duration::from_secs(5), ..DynamicAuthorization::default() };
        let packet = octets(Code::COA_REQUEST, &[(55, &1005_u32.to_be_bytes())]);
        let received = Received::from_datagram(&packet).unwrap();
        let fresh = (0..20_000).map(|tenth| Duration::from_millis(tenth * 100));
        let fresh: Vec<_> = fresh.filter(|&now| checks.check_timestamp(&received, now) == Ok(())).collect();
        let (first, last) = (fresh[0], fresh[fresh.len() - 1]);
        assert_eq!((first, last), (Duration::from_secs(1000), Duration::from_millis(1_010_900)));
        assert!(last - first < checks.replay_time());
        let endless = DynamicAuthorization { window: Duration::MAX, ..checks };
        assert_eq!(endless.replay_time(), Duration::MAX);
    }

    #[test]
    fn an_operator_names_the_nas_in_its_own_way_p100() {
        let known = NasIdentity::new().identifier("nas1").operator_identifier("building 7");
        let operators =
            |name: &'static [u8], identifier: &'static [u8]| [(126, name), (241, identifier), (44, b"1")];
        let ours = operators(b"1example.com", b"\x08building 7");
        let mismatch = Some(ErrorCause::NAS_IDENTIFICATION_MISMATCH);
        for code in [Code::COA_REQUEST, Code::DISCONNECT_REQUEST] {
            let checks = DynamicAuthorization { identity: known.clone(), ..DynamicAuthorization::default() };
            assert_eq!(refusal(&checks, code, &ours), None, "{code}");
            for other in [&b"\x08building 8"[..], b"\x08building 70", b"\x08"] {
                assert_eq!(
                    refusal(&checks, code, &operators(b"1example.com", other)),
                    mismatch,
                    "{code} {other:?}"
                );
            }
            let anyone = DynamicAuthorization::default();
            assert_eq!(refusal(&anyone, code, &ours), None, "{code}: nothing to compare with");
            let unsupported = Some(ErrorCause::UNSUPPORTED_ATTRIBUTE);
            assert_eq!(refusal(&checks, code, &[(241, b"\x09x"), (44, b"1")]), unsupported, "{code}");
        }
    }

    #[test]
    fn the_length_that_a_sender_takes_is_no_change_that_it_asks_for_p143() {
        for code in [Code::COA_REQUEST, Code::DISCONNECT_REQUEST] {
            let attributes: [(u8, &[u8]); 2] = [(241, b"\x03\0\0\xff\xff"), (44, b"1")];
            assert_eq!(refusal(&DynamicAuthorization::default(), code, &attributes), None, "{code}");
        }
    }

    #[test]
    fn every_nas_identification_must_match_p93() {
        let identity = NasIdentity::new().address([192, 0, 2, 1].into()).identifier("nas1");
        let checks = DynamicAuthorization { identity, ..DynamicAuthorization::default() };
        let code = Code::DISCONNECT_REQUEST;
        let mismatch = Some(ErrorCause::NAS_IDENTIFICATION_MISMATCH);
        assert_eq!(refusal(&checks, code, &[(4, &[192, 0, 2, 1]), (32, b"nas1"), (44, b"1")]), None);
        assert_eq!(refusal(&checks, code, &[(4, &[192, 0, 2, 2]), (32, b"nas1")]), mismatch);
        assert_eq!(refusal(&checks, code, &[(4, &[192, 0, 2, 1]), (32, b"nas2")]), mismatch);
        assert_eq!(refusal(&checks, code, &[(4, &[192, 0, 2])]), mismatch);
        assert_eq!(
            refusal(&checks, code, &[(95, &[0; 16])]),
            None,
            "no address of that kind to compare with"
        );
        assert_eq!(refusal(&DynamicAuthorization::default(), code, &[(32, b"nas2")]), None);
    }

    #[test]
    fn an_attribute_that_the_nas_does_not_handle_is_refused_p94() {
        let checks = DynamicAuthorization::default();
        let cisco: &[u8] = &[0, 0, 0, 9, 1, 5, b'a', b'=', b'b'];
        let other: &[u8] = &[0, 0, 0, 9, 2, 5, b'a', b'=', b'b'];
        let unsupported = Some(ErrorCause::UNSUPPORTED_ATTRIBUTE);
        let session: (u8, &[u8]) = (44, b"1");
        assert_eq!(refusal(&checks, Code::COA_REQUEST, &[session, (26, cisco), (18, b"hi")]), None);
        assert_eq!(refusal(&checks, Code::COA_REQUEST, &[session, (26, other)]), unsupported);
        assert_eq!(refusal(&checks, Code::COA_REQUEST, &[session, (27, &[0, 0, 0, 60])]), unsupported);
        assert_eq!(refusal(&checks, Code::COA_REQUEST, &[session, (24, b"state"), (33, b"proxy")]), None);
        let service = refusal(&checks, Code::COA_REQUEST, &[session, (6, &[0, 0, 0, 2])]);
        assert_eq!(service, Some(ErrorCause::UNSUPPORTED_SERVICE));
    }

    #[test]
    fn a_proxy_leaves_attributes_to_the_nas_p94() {
        let identity = NasIdentity::new().identifier("nas1");
        let checks = DynamicAuthorization { identity, ..DynamicAuthorization::default() };
        let refusal = |code, attributes: &[(u8, &[u8])]| {
            let octets = octets(code, attributes);
            let refused = checks.refuse(&Received::from_datagram(&octets).unwrap(), &AttributeSet::all())?;
            refused.error_cause()
        };
        for code in [Code::COA_REQUEST, Code::DISCONNECT_REQUEST] {
            for attribute in [(200, &b"unknown"[..]), (26, &[0, 0, 0, 9, 2, 3, 1]), (6, &AUTHORIZE_ONLY)] {
                assert_eq!(refusal(code, &[attribute]), None, "{code} {attribute:?}");
            }
            assert_eq!(refusal(code, &[(32, b"nas2")]), Some(ErrorCause::NAS_IDENTIFICATION_MISMATCH));
        }
    }

    #[test]
    fn a_disconnect_request_carries_identification_only_p95() {
        let checks = DynamicAuthorization::default();
        let code = Code::DISCONNECT_REQUEST;
        let allowed: [u8; 23] =
            [1, 4, 5, 8, 18, 25, 26, 30, 31, 32, 33, 44, 50, 55, 79, 80, 87, 89, 95, 96, 97, 126, 1];
        for number in 1..=u8::MAX {
            let expected =
                if allowed.contains(&number) { None } else { Some(ErrorCause::UNSUPPORTED_ATTRIBUTE) };
            assert_eq!(refusal(&checks, code, &[(number, &[0, 0, 0, 9, 1, 2])]), expected, "{number}");
        }
    }

    #[test]
    fn authorize_only_needs_state_and_is_never_acknowledged_p96() {
        let checks = DynamicAuthorization::default();
        let authorize: (u8, &[u8]) = (6, &[0, 0, 0, 17]);
        let code = Code::COA_REQUEST;
        assert_eq!(refusal(&checks, code, &[authorize, (44, b"1")]), Some(ErrorCause::MISSING_ATTRIBUTE));
        let whole: &[(u8, &[u8])] = &[authorize, (44, b"1"), (24, b"state")];
        assert_eq!(refusal(&checks, code, whole), None);
        let changing = [whole, &[(18, b"hi")]].concat();
        assert_eq!(refusal(&checks, code, &changing), Some(ErrorCause::UNSUPPORTED_ATTRIBUTE));
        let disconnect = refusal(&checks, Code::DISCONNECT_REQUEST, &[authorize]);
        assert_eq!(disconnect, Some(ErrorCause::UNSUPPORTED_ATTRIBUTE));

        let mut request = Packet::new(code);
        request.push_raw(6, authorize.1).unwrap();
        let answer = checks.correct(Packet::new(Code::COA_ACK), &request);
        assert_eq!(
            (answer.code(), answer.error_cause()),
            (Code::COA_NAK, Some(ErrorCause::REQUEST_INITIATED))
        );
        assert!(answer.iter().any(|raw| (raw.number, raw.value) == authorize));
        let plain = checks.correct(Packet::new(Code::COA_ACK), &Packet::new(code));
        assert_eq!(plain.code(), Code::COA_ACK);
    }

    #[test]
    fn success_stands_in_an_ack_and_failure_in_a_nak_p98() {
        assert!(fits(ErrorCause::RESIDUAL_SESSION_CONTEXT_REMOVED, Code::DISCONNECT_ACK));
        assert!(!fits(ErrorCause::RESIDUAL_SESSION_CONTEXT_REMOVED, Code::DISCONNECT_NAK));
        assert!(!fits(ErrorCause::SESSION_CONTEXT_NOT_FOUND, Code::COA_ACK));
        assert!(fits(ErrorCause::SESSION_CONTEXT_NOT_FOUND, Code::COA_NAK));
    }
}
