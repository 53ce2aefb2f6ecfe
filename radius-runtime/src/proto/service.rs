//! A server's decisions on one request: whether to take it, and what its reply needs besides the handler's answer.

use crate::attribute::{MESSAGE_AUTHENTICATOR, RawAttribute, VENDOR_SPECIFIC, Walk, split_vendor};
use crate::packet::{
    Code, Packet, Profile, Received, RequestHeader, RequestPolicy, SealError, eap_message, eap_reject,
};

use super::DiscardReason;
use super::dynamic_authorization::{fits, nak_code};

/// Proxy-State, which a reply repeats (RFC 2865 §5.33).
pub(super) const PROXY_STATE: u8 = 33;
/// State, which the reply to a CoA-Request repeats (RFC 5176 §3.3).
const STATE: u8 = 24;
/// Service-Type, and its value for a request to authorize without authentication (RFC 5176 §3.2).
pub(super) const SERVICE_TYPE: u8 = 6;
pub(super) const AUTHORIZE_ONLY: [u8; 4] = 17_u32.to_be_bytes();
/// The attributes that prove who the user is: User-Password, CHAP-Password, ARAP-Password and EAP-Message.
const CREDENTIALS: [u8; 4] = [2, 3, 70, EAP_MESSAGE];
const EAP_MESSAGE: u8 = 79;
const MICROSOFT: u32 = 311;
/// MS-CHAP-Response, MS-CHAP-CPW-1, MS-CHAP-CPW-2, MS-CHAP2-Response and MS-CHAP2-CPW (RFC 2548 §2).
const MS_CHAP_CREDENTIALS: [u8; 5] = [1, 3, 4, 25, 27];

/// What a port of the server is for, and so which requests it takes (RFC 2865 §3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Service {
    /// Access-Request and Status-Server, by custom on port 1812.
    Authentication,
    /// Accounting-Request and Status-Server, by custom on port 1813.
    Accounting,
    /// CoA-Request, Disconnect-Request and Status-Server: the NAS's port, 3799 (RFC 5176 §2).
    DynamicAuthorization,
    /// All of these, as on the one port of RADIUS over TLS (RFC 6614 §2.1).
    All,
}

impl Service {
    const fn takes(self, code: Code) -> bool {
        matches!(
            (self, code),
            (_, Code::STATUS_SERVER)
                | (Self::Authentication | Self::All, Code::ACCESS_REQUEST)
                | (Self::Accounting | Self::All, Code::ACCOUNTING_REQUEST)
                | (Self::DynamicAuthorization | Self::All, Code::COA_REQUEST | Code::DISCONNECT_REQUEST)
        )
    }

    /// The answer to Status-Server on this port (RFC 5997 §4.2). The RFC knows none for the NAS's port; Access-Accept is
    /// what serves several purposes at once.
    const fn alive(self) -> Code {
        match self {
            Self::Authentication | Self::DynamicAuthorization | Self::All => Code::ACCESS_ACCEPT,
            Self::Accounting => Code::ACCOUNTING_RESPONSE,
        }
    }

    /// Reads a datagram, or a packet that was cut out of a stream, from a known client, and checks all that can be checked
    /// before a handler sees it.
    ///
    /// # Errors
    /// The packet is to be discarded; the reason says whether a stream [ends](DiscardReason::disposition) with it.
    pub fn admit<'a>(
        self,
        octets: &'a [u8],
        profile: &Profile,
        policy: RequestPolicy,
    ) -> Result<Received<'a>, DiscardReason> {
        let read = if profile.is_tls() { Received::from_stream } else { Received::from_datagram };
        let received = read(octets)?;
        if !self.takes(received.code()) {
            return Err(DiscardReason::UnexpectedCode);
        }
        profile.verify_request(&received, policy)?;
        // Within TLS, the connection proves where it comes from.
        let may_be_unsigned = !policy.require_message_authenticator && !profile.is_tls();
        if may_be_unsigned && is_anonymous(&received) {
            return Err(DiscardReason::NoCredentials);
        }
        Ok(received)
    }

    /// The answer to a request that needs no handler: life signs for Status-Server, and a reject for an Access-Request
    /// with two kinds of credentials, which RFC 3579 §3.3 forbids, with a broken EAP packet (RFC 3579 §3.1), or that asks to
    /// authorize only, without the State that says what for (RFC 5080 §2.1.1).
    #[must_use]
    pub fn immediate_answer(self, request: &Received<'_>) -> Option<Packet> {
        match request.code() {
            Code::STATUS_SERVER => return Some(Packet::new(self.alive())),
            Code::ACCESS_REQUEST => {}
            _ => return None,
        }
        let (mut first, mut has_two_kinds, mut has_state) = (None, false, false);
        for RawAttribute { number, .. } in request.attributes() {
            has_state |= number == STATE;
            if CREDENTIALS.contains(&number) {
                has_two_kinds |= *first.get_or_insert(number) != number;
            }
        }
        if has_two_kinds || !has_state && is_authorize_only(request.attributes()) {
            return Some(Packet::new(Code::ACCESS_REJECT));
        }
        let is_broken = first == Some(EAP_MESSAGE) && eap_message(request.attribute_octets()).is_err();
        is_broken.then(|| eap_reject(request.attribute_octets()))
    }
}

/// Whether no authentication is asked for, only authorization.
pub(super) fn is_authorize_only(mut attributes: Walk<'_>) -> bool {
    attributes.any(|raw| raw.number == SERVICE_TYPE && raw.value == AUTHORIZE_ONLY)
}

/// Whether an Access-Request has nothing that only the client or the user could have made: no Message-Authenticator, and
/// none of the credentials of RFC 3579 §3.3, note 1. State alone is no proof either, it goes over the wire in clear.
///
/// The note forgets MS-CHAP, which old equipment sends unsigned: its responses count as credentials here.
fn is_anonymous(request: &Received<'_>) -> bool {
    let proves = |raw: RawAttribute<'_>| match raw.number {
        MESSAGE_AUTHENTICATOR => true,
        VENDOR_SPECIFIC => split_vendor(raw.value).is_some_and(|(vendor, inside)| {
            vendor == MICROSOFT && Walk::new(inside).any(|inner| MS_CHAP_CREDENTIALS.contains(&inner.number))
        }),
        number => CREDENTIALS.contains(&number),
    };
    request.code() == Code::ACCESS_REQUEST && !request.attributes().any(proves)
}

/// Seals the answer to a request, with the request's Proxy-State in its order behind all else (RFC 2865 §2). The answer to
/// a CoA-Request or Disconnect-Request gets the request's State too (RFC 5176 §3.3). Over TLS it is no longer than the
/// request's Response-Length says, and that to Status-Server has one too (RFC 7930 §2.1).
///
/// # Errors
/// The answer cannot be sent.
pub fn seal_answer(
    mut answer: Packet,
    request: &Packet,
    header: &RequestHeader,
    profile: &Profile,
) -> Result<Vec<u8>, SealError> {
    let other_takes = profile.is_tls().then(|| request.response_length()).flatten();
    if header.code == Code::STATUS_SERVER && other_takes.is_some() {
        answer = answer.with_response_length(profile.max_octets());
    }
    let repeat = |answer: &mut Packet, number| -> Result<(), SealError> {
        answer.remove_raw(number);
        let mut repeated = request.iter().filter(|raw| raw.number == number);
        Ok(repeated.try_for_each(|raw| answer.push_raw(number, raw.value))?)
    };
    if nak_code(header.code).is_some() {
        if let Some(cause) = answer.error_cause().filter(|&cause| !fits(cause, answer.code())) {
            return Err(SealError::ErrorCause { cause, reply: answer.code() });
        }
        repeat(&mut answer, STATE)?;
    }
    repeat(&mut answer, PROXY_STATE)?;
    match other_takes {
        Some(octets) => {
            profile.clone().with_max_octets(octets.min(profile.max_octets())).seal_reply(&answer, header)
        }
        None => profile.seal_reply(&answer, header),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribute::Keys;
    use crate::crypto::Secret;
    use crate::fixture::{CLASS, PROXY_STATE as PROXY_STATE_HANDLE, USER_NAME, USER_PASSWORD as PASSWORD};
    use crate::packet::{ERROR_CAUSE, ErrorCause};

    fn secret() -> Secret {
        Secret::new("a shared secret").unwrap()
    }

    fn profile() -> Profile {
        Profile::udp(secret())
    }

    fn sealed(packet: &Packet) -> Vec<u8> {
        packet.seal_request(5, &secret()).unwrap().octets().to_vec()
    }

    fn admit(service: Service, datagram: &[u8]) -> Result<Code, DiscardReason> {
        service.admit(datagram, &profile(), RequestPolicy::default()).map(|received| received.code())
    }

    #[test]
    fn each_port_takes_its_own_requests_p7() {
        let access = sealed(&Packet::access_request().with(USER_NAME, "a"));
        let accounting = sealed(&Packet::accounting_request().with(USER_NAME, "a"));
        let status = sealed(&Packet::status_server());
        assert_eq!(admit(Service::Authentication, &access), Ok(Code::ACCESS_REQUEST));
        assert_eq!(admit(Service::Accounting, &accounting), Ok(Code::ACCOUNTING_REQUEST));
        assert_eq!(admit(Service::Accounting, &access), Err(DiscardReason::UnexpectedCode));
        assert_eq!(admit(Service::Authentication, &accounting), Err(DiscardReason::UnexpectedCode));
        let coa = sealed(&Packet::new(Code::COA_REQUEST).with(USER_NAME, "a"));
        let disconnect = sealed(&Packet::new(Code::DISCONNECT_REQUEST).with(USER_NAME, "a"));
        for (octets, code) in [(&coa, Code::COA_REQUEST), (&disconnect, Code::DISCONNECT_REQUEST)] {
            assert_eq!(admit(Service::DynamicAuthorization, octets), Ok(code));
            assert_eq!(admit(Service::Authentication, octets), Err(DiscardReason::UnexpectedCode));
        }
        assert_eq!(admit(Service::DynamicAuthorization, &access), Err(DiscardReason::UnexpectedCode));
        for octets in [&access, &accounting, &status, &coa, &disconnect] {
            assert!(admit(Service::All, octets).is_ok());
        }
        for service in [Service::Authentication, Service::Accounting, Service::DynamicAuthorization] {
            assert_eq!(admit(service, &status), Ok(Code::STATUS_SERVER));
        }
        for code in [0, 2, 3, 5, 11, 13, 41, 99, 255] {
            let mut other = access.clone();
            other[0] = code;
            assert_eq!(admit(Service::Authentication, &other), Err(DiscardReason::UnexpectedCode), "{code}");
        }
    }

    #[test]
    fn proxy_state_comes_back_unmodified_and_in_order_p27() {
        let request = Packet::access_request()
            .with(PROXY_STATE_HANDLE, b"one")
            .with(USER_NAME, "a")
            .with(PROXY_STATE_HANDLE, b"two");
        let header = RequestHeader { code: Code::ACCESS_REQUEST, identifier: 5, authenticator: [9; 16] };
        let answer = Packet::new(Code::ACCESS_REJECT).with(PROXY_STATE_HANDLE, b"its own").with(CLASS, b"c");
        let reply = seal_answer(answer, &request, &header, &profile()).unwrap();
        Received::from_datagram(&reply).unwrap().verify_reply(&header, &secret(), true).unwrap();
        let numbers: Vec<_> = Packet::decode(&reply).unwrap().iter().map(|raw| raw.number).collect();
        assert_eq!(numbers, [80, 25, 33, 33], "Message-Authenticator first");
        let reply = Packet::decode(&reply).unwrap();
        let states: Result<Vec<_>, _> = reply.get_all(PROXY_STATE_HANDLE).collect();
        assert_eq!(states, Ok(vec![&b"one"[..], b"two"]));
    }

    #[test]
    fn the_answer_to_a_coa_request_repeats_state_and_names_a_fitting_cause_p97_p98_p99() {
        let header = RequestHeader { code: Code::COA_REQUEST, identifier: 5, authenticator: [9; 16] };
        let mut request = Packet::new(Code::COA_REQUEST).with(PROXY_STATE_HANDLE, b"p");
        request.push_raw(24, b"state").unwrap();
        let seal = |answer| seal_answer(answer, &request, &header, &profile());
        let nak = |cause: ErrorCause| Packet::new(Code::COA_NAK).with(ERROR_CAUSE, cause.0);
        let reply = Packet::decode(&seal(nak(ErrorCause::SESSION_CONTEXT_NOT_FOUND)).unwrap()).unwrap();
        let found: Vec<_> = reply.iter().map(|raw| raw.number).collect();
        assert_eq!(found, [101, 24, 33]);
        let refused = seal(nak(ErrorCause::RESIDUAL_SESSION_CONTEXT_REMOVED));
        assert!(matches!(refused, Err(SealError::ErrorCause { .. })), "{refused:?}");
    }

    #[test]
    fn two_kinds_of_password_are_rejected_p26() {
        let keys = Keys::new(secret(), [0; 16]);
        let mut packet = Packet::access_request().with(PASSWORD, "x").open(keys).unwrap().into_packet();
        let one = packet.encode().unwrap();
        packet.push_raw(3, &[0; 17]).unwrap();
        let both = packet.encode().unwrap();
        let answer = |octets: &[u8]| {
            let received = Received::from_datagram(octets).unwrap();
            Service::Authentication.immediate_answer(&received).map(|packet| packet.code())
        };
        assert_eq!((answer(&one), answer(&both)), (None, Some(Code::ACCESS_REJECT)));
        let mut with_eap = Packet::decode(&one).unwrap();
        with_eap.push_raw(79, &[2, 9, 0, 5, 1]).unwrap();
        assert_eq!(answer(&with_eap.encode().unwrap()), Some(Code::ACCESS_REJECT));
    }

    #[test]
    fn authorization_alone_needs_a_state_p87() {
        let asks = |attributes: &[(u8, &[u8])]| {
            let mut packet = Packet::access_request().with(USER_NAME, "a");
            for &(number, value) in attributes {
                packet.push_raw(number, value).unwrap();
            }
            let octets = sealed(&packet);
            let received = Received::from_datagram(&octets).unwrap();
            Service::Authentication.immediate_answer(&received).map(|packet| packet.code())
        };
        let authorize_only = (6, &[0, 0, 0, 17][..]);
        assert_eq!(asks(&[authorize_only]), Some(Code::ACCESS_REJECT));
        assert_eq!(asks(&[authorize_only, (24, b"state")]), None);
        assert_eq!(asks(&[(6, &[0, 0, 0, 2])]), None);
    }

    #[test]
    fn a_report_must_be_signed_over_all_of_it_and_may_hold_values_of_any_size_p37_p39() {
        let mut report = Packet::accounting_request().with(USER_NAME, "a");
        report.push_raw(46, &[1, 2, 3]).unwrap();
        let octets = sealed(&report);
        assert_eq!(admit(Service::Accounting, &octets), Ok(Code::ACCOUNTING_REQUEST));
        for at in [0, 1, 4, 19, 20, octets.len() - 1] {
            let mut forged = octets.clone();
            forged[at] ^= 1;
            assert!(admit(Service::All, &forged).is_err(), "octet {at}");
        }
        let mut framing = octets;
        *framing.last_mut().unwrap() = 0;
        let length = framing.len() - 4;
        framing[length] = 200;
        assert_eq!(admit(Service::Accounting, &framing), Err(DiscardReason::MalformedAttributes));
    }

    #[test]
    fn what_has_neither_credentials_nor_signature_is_discarded_p66() {
        let excused = RequestPolicy { require_message_authenticator: false, ..RequestPolicy::default() };
        let admit = |service: Service, octets: &[u8], profile: &Profile| {
            service.admit(octets, profile, excused).map(|received| received.code())
        };
        let with = |attributes: &[(u8, &[u8])]| {
            let mut packet = Packet::access_request().with(USER_NAME, "a");
            for &(number, value) in attributes {
                packet.push_raw(number, value).unwrap();
            }
            packet
        };
        let taken = Ok(Code::ACCESS_REQUEST);
        let ms_chap = [&[0, 0, 1, 55, 11, 10, 0, 0, 0, 0, 0, 0, 0, 0, 25, 52][..], &[0; 50]].concat();
        let cases = [
            (with(&[]), Err(DiscardReason::NoCredentials)),
            (with(&[(24, b"state")]), Err(DiscardReason::NoCredentials)),
            (with(&[(6, &[0, 0, 0, 17]), (24, b"state")]), Err(DiscardReason::NoCredentials)),
            (with(&[(26, &[0, 0, 1, 55, 11, 4, 0, 0])]), Err(DiscardReason::NoCredentials)),
            (with(&[(26, &[0, 0, 0, 9, 1, 4, 0, 0])]), Err(DiscardReason::NoCredentials)),
            (with(&[(26, &[0, 0, 1, 55, 1])]), Err(DiscardReason::NoCredentials)),
            (with(&[(26, &ms_chap)]), taken),
            (with(&[(2, &[0; 16])]), taken),
            (with(&[(3, &[0; 17])]), taken),
            (with(&[(70, &[0; 16])]), taken),
            (with(&[(79, &[2, 9, 0, 5, 1])]), Err(DiscardReason::EapUnsigned)),
        ];
        for (packet, expected) in cases {
            let unsigned = packet.encode().unwrap();
            assert_eq!(admit(Service::Authentication, &unsigned, &profile()), expected, "{packet:?}");
            assert_eq!(admit(Service::All, &unsigned, &Profile::radsec()), taken, "within TLS");
        }
        // A signature is enough: that is how authorization without authentication is asked for (RFC 5176 §3.2).
        assert_eq!(admit(Service::Authentication, &sealed(&with(&[(24, b"state")])), &profile()), taken);
        let report = sealed(&Packet::accounting_request().with(USER_NAME, "a"));
        assert_eq!(admit(Service::Accounting, &report, &profile()), Ok(Code::ACCOUNTING_REQUEST));
    }

    #[test]
    fn a_broken_eap_packet_is_rejected_with_eap_failure_p57_p58() {
        let answer = |eap: &[&[u8]]| {
            let mut packet = Packet::access_request();
            for part in eap {
                packet.push_raw(79, part).unwrap();
                packet.push_raw(1, b"u").unwrap();
            }
            let octets = packet.encode().unwrap();
            let answer =
                Service::Authentication.immediate_answer(&Received::from_datagram(&octets).unwrap())?;
            Some((answer.code(), answer.eap_message().unwrap().unwrap().into_owned()))
        };
        let failure = Some((Code::ACCESS_REJECT, vec![4, 9, 0, 4]));
        assert_eq!(answer(&[&[2, 9, 0, 5, 1]]), None);
        assert_eq!(answer(&[&[2, 9, 0, 6, 1]]), failure);
        assert_eq!(answer(&[&[2, 9, 0, 5], &[1]]), failure, "not consecutive");
    }

    #[test]
    fn status_server_is_answered_as_the_port_is_for_p104() {
        let status = sealed(&Packet::status_server().with(USER_NAME, "ignored"));
        let received = Received::from_datagram(&status).unwrap();
        let answer = |service: Service| service.immediate_answer(&received).map(|packet| packet.code());
        assert_eq!(answer(Service::Authentication), Some(Code::ACCESS_ACCEPT));
        assert_eq!(answer(Service::Accounting), Some(Code::ACCOUNTING_RESPONSE));
        assert_eq!(answer(Service::All), Some(Code::ACCESS_ACCEPT), "one port for both");
    }
}
