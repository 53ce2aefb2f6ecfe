//! Checking that a packet comes from somebody who knows the shared secret.

use thiserror::Error;

use crate::attribute::{MESSAGE_AUTHENTICATOR, RawAttribute};
use crate::crypto::{self, Authenticator, Secret};

use super::code::Role;
use super::protocol_error::original_packet_code;
use super::seal::MESSAGE_AUTHENTICATOR_OCTETS;
use super::{Code, HEADER_OCTETS, Received, RequestHeader};

const EAP_MESSAGE: u8 = 79;
const PROXY_STATE: u8 = 33;

/// What a server asks of the Access-Requests of one client (CVE-2024-3596).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RequestPolicy {
    /// Whether every Access-Request must carry a Message-Authenticator. The default is yes.
    pub require_message_authenticator: bool,
    /// Whether one that may come without must then not carry Proxy-State either, which is what the attack needs.
    /// The default is yes.
    pub limit_proxy_state: bool,
    /// Whether EAP-Message must come with a Message-Authenticator (RFC 3579 §3.1). The default is yes; TLS protects it
    /// as well.
    pub require_signed_eap: bool,
}

impl RequestPolicy {
    /// What is asked of requests that TLS protects: what is there must be right, but may be missing.
    pub(super) const WITHIN_TLS: Self =
        Self { require_message_authenticator: false, limit_proxy_state: false, require_signed_eap: false };
}

impl Default for RequestPolicy {
    fn default() -> Self {
        Self { require_message_authenticator: true, limit_proxy_state: true, require_signed_eap: true }
    }
}

/// Why a packet is not believed. It is to be discarded without a trace on the wire.
///
/// It does not say what was expected: that would help a forger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum VerifyError {
    /// The code is unknown, or that of a reply where a request is expected.
    #[error("{0} is not expected here")]
    UnexpectedCode(Code),
    /// The identifier is not that of the request.
    #[error("the identifier is not the request's")]
    Identifier,
    /// A Message-Authenticator is required and there is none.
    #[error("there is no Message-Authenticator")]
    NoMessageAuthenticator,
    /// Proxy-State without Message-Authenticator (CVE-2024-3596).
    #[error("there is Proxy-State without a Message-Authenticator")]
    ProxyStateUnsigned,
    /// EAP-Message without Message-Authenticator (RFC 3579 §3.1).
    #[error("there is EAP-Message without a Message-Authenticator")]
    EapUnsigned,
    /// A Message-Authenticator that is not 18 octets long, or more than one.
    #[error("the Message-Authenticator is malformed")]
    MalformedMessageAuthenticator,
    /// The Message-Authenticator is wrong: another secret, or a changed packet.
    #[error("the Message-Authenticator is wrong")]
    MessageAuthenticator,
    /// The Request or Response Authenticator is wrong: another secret, or a changed packet.
    #[error("the authenticator is wrong")]
    Authenticator,
}

/// The Message-Authenticator of a packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Signature {
    Absent,
    /// At this offset among the attributes.
    At(usize),
    /// It has not 18 octets, or is one of several.
    Malformed,
}

impl Signature {
    /// Takes note of one more attribute.
    #[inline]
    pub(super) fn note(&mut self, raw: &RawAttribute<'_>) {
        if raw.number == MESSAGE_AUTHENTICATOR {
            let is_right = *self == Self::Absent && raw.range().len() == MESSAGE_AUTHENTICATOR_OCTETS;
            *self = if is_right { Self::At(raw.offset) } else { Self::Malformed };
        }
    }

    const fn offset(self) -> Result<Option<usize>, VerifyError> {
        match self {
            Self::Absent => Ok(None),
            Self::At(offset) => Ok(Some(offset)),
            Self::Malformed => Err(VerifyError::MalformedMessageAuthenticator),
        }
    }
}

impl Received<'_> {
    /// Checks a request: its authenticator if that is a digest (RFC 2866 §3), its Message-Authenticator if it has one or
    /// must have one.
    ///
    /// # Errors
    /// The request is to be discarded.
    pub fn verify_request(&self, secret: &Secret, policy: RequestPolicy) -> Result<(), VerifyError> {
        let code = self.code();
        let signature = self.signature.offset()?;
        let zeros = [0; 16];
        match code.role() {
            Some(Role::RandomRequest) => {
                if signature.is_none() {
                    self.check_unsigned(code, policy)?;
                }
                self.check_message_authenticator(signature, None, secret)
            }
            Some(Role::DigestRequest) => {
                if signature.is_none() && policy.require_signed_eap && self.has(EAP_MESSAGE) {
                    return Err(VerifyError::EapUnsigned);
                }
                self.check_authenticator(&zeros, secret)?;
                self.check_message_authenticator(signature, Some(&zeros), secret)
            }
            Some(Role::Reply) | None => Err(VerifyError::UnexpectedCode(code)),
        }
    }

    fn check_unsigned(&self, code: Code, policy: RequestPolicy) -> Result<(), VerifyError> {
        if policy.require_signed_eap && self.has(EAP_MESSAGE) {
            Err(VerifyError::EapUnsigned)
        } else if code == Code::STATUS_SERVER || policy.require_message_authenticator {
            Err(VerifyError::NoMessageAuthenticator)
        } else if policy.limit_proxy_state && self.has(PROXY_STATE) {
            Err(VerifyError::ProxyStateUnsigned)
        } else {
            Ok(())
        }
    }

    /// Checks that this is the reply to a request: identifier, code, Response Authenticator and Message-Authenticator,
    /// which the answer to an Access-Request must have unless the server is excused from it.
    ///
    /// # Errors
    /// The reply is to be discarded, and the wait for the right one to go on (RFC 2865 §4.2).
    pub fn verify_reply(
        &self,
        request: &RequestHeader,
        secret: &Secret,
        require_message_authenticator: bool,
    ) -> Result<(), VerifyError> {
        let policy = RequestPolicy { require_message_authenticator, ..RequestPolicy::default() };
        self.verify_reply_by(request, secret, policy)
    }

    pub(super) fn verify_reply_by(
        &self,
        request: &RequestHeader,
        secret: &Secret,
        policy: RequestPolicy,
    ) -> Result<(), VerifyError> {
        let code = self.code();
        if self.identifier() != request.identifier {
            return Err(VerifyError::Identifier);
        }
        self.check_answers(request.code)?;
        if original_packet_code(self.attributes).is_some_and(|original| original != request.code) {
            return Err(VerifyError::UnexpectedCode(code));
        }
        let signature = self.signature.offset()?;
        if signature.is_none() {
            if policy.require_message_authenticator && request.code == Code::ACCESS_REQUEST {
                return Err(VerifyError::NoMessageAuthenticator);
            }
            if policy.require_signed_eap && self.has(EAP_MESSAGE) {
                return Err(VerifyError::EapUnsigned);
            }
        }
        self.check_authenticator(&request.authenticator, secret)?;
        let over_request = self.check_message_authenticator(signature, Some(&request.authenticator), secret);
        if over_request.is_err() && code == Code::ACCOUNTING_RESPONSE {
            // RFC 3579 gives accounting no Message-Authenticator; some peers send one over a zero authenticator.
            return self.check_message_authenticator(signature, Some(&[0; 16]), secret);
        }
        over_request
    }

    /// Checks that this is the reply to a request of RADIUS/1.1, where the connection proves who sent it.
    pub(super) fn verify_token_reply(&self, request: &RequestHeader) -> Result<(), VerifyError> {
        if self.token() != request.token() {
            return Err(VerifyError::Identifier);
        }
        self.check_answers(request.code)
    }

    fn check_answers(&self, request: Code) -> Result<(), VerifyError> {
        let code = self.code();
        if code.answers(request) { Ok(()) } else { Err(VerifyError::UnexpectedCode(code)) }
    }

    fn has(&self, number: u8) -> bool {
        self.attributes().any(|raw| raw.number == number)
    }

    /// HMAC over the packet with zeros for the signature (RFC 3579 §3.2), and the given authenticator in the header if it is
    /// not the packet's own.
    fn check_message_authenticator(
        &self,
        signature: Option<usize>,
        authenticator: Option<&Authenticator>,
        secret: &Secret,
    ) -> Result<(), VerifyError> {
        let Some(offset) = signature else { return Ok(()) };
        let parts = self.octets.split_at_checked(HEADER_OCTETS + offset + 2);
        let (before, value, after) = parts
            .and_then(|(before, rest)| {
                rest.split_first_chunk::<16>().map(|(value, after)| (before, value, after))
            })
            .ok_or(VerifyError::MalformedMessageAuthenticator)?;
        let zeros = &[0; 16];
        let expected = match authenticator {
            None => secret.message_authenticator(&[before, zeros, after]),
            Some(authenticator) => {
                let before = before.get(HEADER_OCTETS..).unwrap_or_default();
                secret.message_authenticator(&[self.head, authenticator, before, zeros, after])
            }
        };
        if crypto::is_same(&expected, value) { Ok(()) } else { Err(VerifyError::MessageAuthenticator) }
    }

    fn check_authenticator(&self, over: &Authenticator, secret: &Secret) -> Result<(), VerifyError> {
        let expected = secret.authenticator(&[self.head, over, self.attributes]);
        if crypto::is_same(&expected, self.authenticator) { Ok(()) } else { Err(VerifyError::Authenticator) }
    }
}
