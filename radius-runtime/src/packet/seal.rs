//! Making a packet ready for the wire: hiding its values and signing it with the shared secret.

use std::fmt;

use thiserror::Error;

use crate::attribute::{AttributeError, AttributeList, Keys, MESSAGE_AUTHENTICATOR, RawAttribute, Walk};
use crate::crypto::{self, Authenticator, RandomError, Secret, wipe};

use super::code::Role;
use super::protocol_error::is_original_packet_code;
use super::{Code, ErrorCause, HEADER_OCTETS, MAX_OCTETS, Packet};

/// Octets of a Message-Authenticator attribute (RFC 3579 §3.2).
pub(super) const MESSAGE_AUTHENTICATOR_OCTETS: usize = 18;

/// Tunnel-Password, which only Access-Accept may carry (RFC 2868 §5).
const TUNNEL_PASSWORD: u8 = 69;

pub(super) const CHAP_PASSWORD: u8 = 3;
pub(super) const CHAP_CHALLENGE: u8 = 60;

/// Why a packet cannot be sent. Nothing was sent.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SealError {
    /// A value could not be added.
    #[error(transparent)]
    Attribute(AttributeError),
    /// The packet is longer than its connection allows: over UDP 4096 octets (RFC 2865 §3).
    #[error("the packet is longer than its connection allows, which over UDP is 4096 octets")]
    TooLong,
    /// The code is that of a reply where a request is needed, or the other way round, or unknown.
    #[error("{0} cannot be sealed here")]
    WrongCode(Code),
    /// The reply's code does not answer the request's.
    #[error("{reply} does not answer {request}")]
    NoAnswer {
        /// The reply's code.
        reply: Code,
        /// The request's code.
        request: Code,
    },
    /// The packet's authenticator is a digest over itself, so that nothing can be hidden with it.
    #[error("hidden attributes cannot stand in {0}")]
    CannotHide(Code),
    /// Tunnel-Password may stand in Access-Accept only (RFC 2868 §5).
    #[error("Tunnel-Password may stand in Access-Accept only, not in {0}")]
    TunnelPassword(Code),
    /// An Error-Cause of success in a refusal, or of failure in an acknowledgement (RFC 5176 §3.5).
    #[error("Error-Cause {cause} does not fit into {reply}")]
    ErrorCause {
        /// The cause.
        cause: ErrorCause,
        /// The reply's code.
        reply: Code,
    },
    /// In RADIUS/1.1 there is no Request Authenticator that could be the challenge (RFC 9765 §5.1.2).
    #[error("CHAP-Password needs a CHAP-Challenge in RADIUS/1.1")]
    NoChapChallenge,
    /// The packet holds values in clear that sealing must hide first.
    #[error("the packet holds values that are not hidden yet")]
    NotHidden,
    /// The operating system gives no random numbers.
    #[error(transparent)]
    Random(#[from] RandomError),
}

/// What a reply has to match: the header of the request it answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestHeader {
    /// The request's code.
    pub code: Code,
    /// The request's identifier; 0 in RADIUS/1.1.
    pub identifier: u8,
    /// The Request Authenticator. In RADIUS/1.1 its first 4 octets are the Token, the others 0 (RFC 9765 §4.1).
    pub authenticator: Authenticator,
}

impl RequestHeader {
    /// The header of a packet of RADIUS/1.1: the reserved fields are 0.
    pub(super) const fn of_token(code: Code, token: u32) -> Self {
        let [a, b, c, d] = token.to_be_bytes();
        Self { code, identifier: 0, authenticator: [a, b, c, d, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0] }
    }

    /// What pairs request and reply in RADIUS/1.1 (RFC 9765 §4.2).
    #[must_use]
    pub const fn token(&self) -> u32 {
        let [a, b, c, d, ..] = self.authenticator;
        u32::from_be_bytes([a, b, c, d])
    }
}

/// A request in the octets that go on the wire, also each time it is sent again (RFC 2865 §2.5).
#[derive(Clone, PartialEq, Eq)]
pub struct SealedRequest {
    header: RequestHeader,
    octets: Vec<u8>,
    /// Whether passwords stand in the octets as they are.
    is_private: bool,
}

impl SealedRequest {
    /// What the reply will have to match.
    #[must_use]
    pub const fn header(&self) -> &RequestHeader {
        &self.header
    }

    /// The datagram.
    #[must_use]
    pub fn octets(&self) -> &[u8] {
        &self.octets
    }

    /// Whether it has an attribute with this number.
    pub(crate) fn has(&self, number: u8) -> bool {
        Walk::new(self.octets.get(HEADER_OCTETS..).unwrap_or_default()).any(|raw| raw.number == number)
    }
}

impl fmt::Debug for SealedRequest {
    /// The header. The octets are not shown: in RADIUS/1.1 passwords stand in them in clear.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SealedRequest").field("header", &self.header).finish_non_exhaustive()
    }
}

impl Drop for SealedRequest {
    fn drop(&mut self) {
        if self.is_private {
            wipe::clear(&mut self.octets);
        }
    }
}

impl Packet {
    /// Hides and signs a request under an identifier, for a server over UDP. The packet stays as it is and can be sealed
    /// again, with another identifier or for another server. For other connections there is
    /// [`Profile::seal_request`](super::Profile::seal_request).
    ///
    /// Access-Request and Status-Server get a random authenticator and a Message-Authenticator in front of all other
    /// attributes; other requests get a digest.
    ///
    /// # Errors
    /// The packet cannot be sent.
    pub fn seal_request(&self, identifier: u8, secret: &Secret) -> Result<SealedRequest, SealError> {
        self.seal_signed_request(identifier, secret, MAX_OCTETS)
    }

    pub(super) fn seal_signed_request(
        &self,
        identifier: u8,
        secret: &Secret,
        max: usize,
    ) -> Result<SealedRequest, SealError> {
        let mut authenticator = [0; 16];
        match self.code.role() {
            Some(Role::RandomRequest) => crypto::fill(&mut authenticator)?,
            Some(Role::DigestRequest) if self.attributes.clear_values().is_empty() => {}
            Some(Role::DigestRequest) => return Err(SealError::CannotHide(self.code)),
            Some(Role::Reply) | None => return Err(SealError::WrongCode(self.code)),
        }
        let mut octets = self.seal(identifier, &authenticator, secret, max)?;
        if self.code.role() == Some(Role::DigestRequest) {
            authenticator = sign(&mut octets, secret);
        }
        let header = RequestHeader { code: self.code, identifier, authenticator };
        Ok(SealedRequest { header, octets, is_private: false })
    }

    /// A request of RADIUS/1.1 (RFC 9765 §4.1): the Token, and nothing computed.
    pub(super) fn seal_token_request(&self, token: u32, max: usize) -> Result<SealedRequest, SealError> {
        if !self.code.is_request() {
            return Err(SealError::WrongCode(self.code));
        }
        let has = |number| self.iter().any(|raw| raw.number == number);
        if self.code == Code::ACCESS_REQUEST && has(CHAP_PASSWORD) && !has(CHAP_CHALLENGE) {
            return Err(SealError::NoChapChallenge);
        }
        let header = RequestHeader::of_token(self.code, token);
        let octets = self.seal_in_clear(&header, max)?;
        Ok(SealedRequest { header, octets, is_private: true })
    }

    /// Hides and signs a reply to a request that came over UDP. For other connections there is
    /// [`Profile::seal_reply`](super::Profile::seal_reply).
    ///
    /// Replies to Access-Request get a Message-Authenticator in front of all other attributes.
    ///
    /// # Errors
    /// The packet cannot be sent, or its code does not answer the request's.
    pub fn seal_reply(&self, request: &RequestHeader, secret: &Secret) -> Result<Vec<u8>, SealError> {
        self.seal_signed_reply(request, secret, MAX_OCTETS)
    }

    pub(super) fn seal_signed_reply(
        &self,
        request: &RequestHeader,
        secret: &Secret,
        max: usize,
    ) -> Result<Vec<u8>, SealError> {
        self.check_answers(request)?;
        let hides_with_zeros = !request.code.is_signed();
        if hides_with_zeros && !self.attributes.clear_values().is_empty() {
            return Err(SealError::CannotHide(self.code));
        }
        let mut octets = self.seal(request.identifier, &request.authenticator, secret, max)?;
        sign(&mut octets, secret);
        Ok(octets)
    }

    /// A reply of RADIUS/1.1, with the request's Token.
    pub(super) fn seal_token_reply(&self, request: &RequestHeader, max: usize) -> Result<Vec<u8>, SealError> {
        self.check_answers(request)?;
        self.seal_in_clear(&RequestHeader::of_token(self.code, request.token()), max)
    }

    fn check_answers(&self, request: &RequestHeader) -> Result<(), SealError> {
        if self.code.answers(request.code) {
            Ok(())
        } else {
            Err(SealError::NoAnswer { reply: self.code, request: request.code })
        }
    }

    /// The whole packet with its values hidden and the given authenticator in the header, and over that the
    /// Message-Authenticator, which comes first so that no attribute in front of it can be forged (CVE-2024-3596).
    fn seal(
        &self,
        identifier: u8,
        authenticator: &Authenticator,
        secret: &Secret,
        max: usize,
    ) -> Result<Vec<u8>, SealError> {
        let own = self.without(|raw| raw.number == MESSAGE_AUTHENTICATOR);
        let is_signed = self.code.is_signed() || own.is_some() && self.code.may_be_signed();
        let signature = if is_signed { MESSAGE_AUTHENTICATOR_OCTETS } else { 0 };
        let packet = own.as_ref().unwrap_or(self);
        let attributes = packet.checked_attributes(max - HEADER_OCTETS - signature)?;
        packet.check_tunnel_password()?;
        let mut octets = Vec::with_capacity(HEADER_OCTETS + signature + attributes.len());
        push_header(&mut octets, self.code, identifier, authenticator, signature + attributes.len());
        if signature > 0 {
            octets.extend_from_slice(&[MESSAGE_AUTHENTICATOR, 18]);
            octets.extend_from_slice(&[0; 16]);
        }
        let attributes_at = octets.len();
        octets.extend_from_slice(attributes);
        if let Some(attributes) = octets.get_mut(attributes_at..) {
            packet.attributes.hide_into(attributes, secret, authenticator)?;
        }
        if signature > 0 {
            let digest = secret.message_authenticator(&[&octets]);
            if let Some(value) = octets.get_mut(HEADER_OCTETS + 2..attributes_at) {
                value.copy_from_slice(&digest);
            }
        }
        Ok(octets)
    }

    /// The whole packet with its values in clear and nothing that is computed with a secret (RFC 9765 §5).
    fn seal_in_clear(&self, header: &RequestHeader, max: usize) -> Result<Vec<u8>, SealError> {
        let own = self.without(|raw| raw.number == MESSAGE_AUTHENTICATOR || is_original_packet_code(raw));
        let packet = own.as_ref().unwrap_or(self);
        packet.checked_attributes(usize::MAX)?;
        packet.check_tunnel_password()?;
        let attributes = packet.attributes.octets_in_clear()?;
        if attributes.len() > max - HEADER_OCTETS {
            return Err(SealError::TooLong);
        }
        let mut octets = Vec::with_capacity(HEADER_OCTETS + attributes.len());
        push_header(&mut octets, self.code, header.identifier, &header.authenticator, attributes.len());
        octets.extend_from_slice(&attributes);
        Ok(octets)
    }

    /// A copy without the attributes of which this is true; `None` if there are none of them.
    fn without(&self, is_removed: impl Fn(&RawAttribute<'_>) -> bool) -> Option<Self> {
        if !self.iter().any(|raw| is_removed(&raw)) {
            return None;
        }
        let mut attributes = self.attributes.clone();
        attributes.remove_raw_if(is_removed);
        Some(Self { attributes, ..self.clone() })
    }

    fn check_tunnel_password(&self) -> Result<(), SealError> {
        if self.code != Code::ACCESS_ACCEPT && self.iter().any(|raw| raw.number == TUNNEL_PASSWORD) {
            return Err(SealError::TunnelPassword(self.code));
        }
        Ok(())
    }
}

/// Appends Code, Identifier, Length and Authenticator in front of that many octets of attributes.
pub(super) fn push_header(
    out: &mut Vec<u8>,
    code: Code,
    identifier: u8,
    authenticator: &Authenticator,
    attributes: usize,
) {
    let length = u16::try_from(HEADER_OCTETS + attributes).unwrap_or(u16::MAX);
    out.extend_from_slice(&[code.0, identifier]);
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(authenticator);
}

/// Puts the digest over the packet and the secret in the place of the authenticator it was computed over
/// (RFC 2865 §3, RFC 2866 §3).
fn sign(octets: &mut [u8], secret: &Secret) -> Authenticator {
    let digest = secret.authenticator(&[octets]);
    if let Some(field) = octets.get_mut(4..HEADER_OCTETS) {
        field.copy_from_slice(&digest);
    }
    digest
}

impl AttributeList {
    /// Hides the values in clear, in a copy of this list's octets.
    fn hide_into(
        &self,
        octets: &mut [u8],
        secret: &Secret,
        authenticator: &Authenticator,
    ) -> Result<(), RandomError> {
        use crate::dictionary::Hiding;

        if self.clear_values().is_empty() {
            return Ok(());
        }
        for clear in self.clear_values() {
            let Some(value) = octets.get_mut(clear.start..clear.start + clear.length) else { continue };
            match clear.hiding {
                Hiding::UserPassword => crypto::hide_user_password(value, secret, authenticator),
                Hiding::TunnelPassword => {
                    let salt = crypto::next_salt()?;
                    if let Some((field, padded)) = value.split_first_chunk_mut() {
                        *field = salt;
                        crypto::hide_tunnel_password(padded, salt, secret, authenticator);
                    }
                }
                Hiding::AscendSecret => {
                    if let Ok(block) = value.try_into() {
                        crypto::ascend_secret(block, secret, authenticator);
                    }
                }
            }
        }
        Ok(())
    }

    /// Hides the values in clear for good.
    pub(super) fn hide(&mut self, keys: &Keys) -> Result<(), SealError> {
        let Some((secret, authenticator)) = keys.hiding() else {
            *self = Self::from_checked(self.octets_in_clear()?.to_vec());
            self.make_private();
            return Ok(());
        };
        let mut octets = self.octets().to_vec();
        self.hide_into(&mut octets, secret, authenticator)?;
        *self = Self::from_checked(octets);
        Ok(())
    }
}
