//! Making a packet ready for the wire: hiding its values and signing it with the shared secret.

use thiserror::Error;

use crate::attribute::{AttributeError, AttributeList, Keys, MESSAGE_AUTHENTICATOR};
use crate::crypto::{self, Authenticator, RandomError, Secret};

use super::code::Role;
use super::{Code, HEADER_OCTETS, MAX_OCTETS, Packet};

/// Octets of a Message-Authenticator attribute (RFC 3579 §3.2).
pub(super) const MESSAGE_AUTHENTICATOR_OCTETS: usize = 18;

/// Tunnel-Password, which only Access-Accept may carry (RFC 2868 §5).
const TUNNEL_PASSWORD: u8 = 69;

/// Why a packet cannot be sent. Nothing was sent.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SealError {
    /// A value could not be added.
    #[error(transparent)]
    Attribute(AttributeError),
    /// The packet is longer than 4096 octets (RFC 2865 §3).
    #[error("the packet is longer than 4096 octets")]
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
    /// The request's identifier.
    pub identifier: u8,
    /// The Request Authenticator.
    pub authenticator: Authenticator,
}

/// A request in the octets that go on the wire, also each time it is sent again (RFC 2865 §2.5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedRequest {
    header: RequestHeader,
    octets: Vec<u8>,
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
}

impl Packet {
    /// Hides and signs a request under an identifier. The packet stays as it is and can be sealed again, with another
    /// identifier or for another server.
    ///
    /// Access-Request and Status-Server get a random authenticator and a Message-Authenticator in front of all other
    /// attributes; other requests get a digest.
    ///
    /// # Errors
    /// The packet cannot be sent.
    pub fn seal_request(&self, identifier: u8, secret: &Secret) -> Result<SealedRequest, SealError> {
        let mut authenticator = [0; 16];
        match self.code.role() {
            Some(Role::RandomRequest) => crypto::fill(&mut authenticator)?,
            Some(Role::DigestRequest) if self.attributes.clear_values().is_empty() => {}
            Some(Role::DigestRequest) => return Err(SealError::CannotHide(self.code)),
            Some(Role::Reply) | None => return Err(SealError::WrongCode(self.code)),
        }
        let mut octets = self.seal(identifier, &authenticator, secret)?;
        if self.code.role() == Some(Role::DigestRequest) {
            authenticator = sign(&mut octets, secret);
        }
        let header = RequestHeader { code: self.code, identifier, authenticator };
        Ok(SealedRequest { header, octets })
    }

    /// Hides and signs a reply to a request.
    ///
    /// Replies to Access-Request get a Message-Authenticator in front of all other attributes.
    ///
    /// # Errors
    /// The packet cannot be sent, or its code does not answer the request's.
    pub fn seal_reply(&self, request: &RequestHeader, secret: &Secret) -> Result<Vec<u8>, SealError> {
        if !self.code.answers(request.code) && self.code != Code::PROTOCOL_ERROR {
            return Err(SealError::NoAnswer { reply: self.code, request: request.code });
        }
        let hides_with_zeros = !request.code.is_signed();
        if hides_with_zeros && !self.attributes.clear_values().is_empty() {
            return Err(SealError::CannotHide(self.code));
        }
        let mut octets = self.seal(request.identifier, &request.authenticator, secret)?;
        sign(&mut octets, secret);
        Ok(octets)
    }

    /// The whole packet with its values hidden and the given authenticator in the header, and over that the
    /// Message-Authenticator, which comes first so that no attribute in front of it can be forged (CVE-2024-3596).
    fn seal(
        &self,
        identifier: u8,
        authenticator: &Authenticator,
        secret: &Secret,
    ) -> Result<Vec<u8>, SealError> {
        let signature = if self.code.is_signed() { MESSAGE_AUTHENTICATOR_OCTETS } else { 0 };
        let mut own = None;
        if self.iter().any(|raw| raw.number == MESSAGE_AUTHENTICATOR) {
            let mut attributes = self.attributes.clone();
            attributes.remove_raw(MESSAGE_AUTHENTICATOR);
            own = Some(Self { attributes, ..self.clone() });
        }
        let packet = own.as_ref().unwrap_or(self);
        let attributes = packet.checked_attributes(MAX_OCTETS - HEADER_OCTETS - signature)?;
        if self.code != Code::ACCESS_ACCEPT && packet.iter().any(|raw| raw.number == TUNNEL_PASSWORD) {
            return Err(SealError::TunnelPassword(self.code));
        }
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
        // Salts are unique within the packet and have their highest bit set (RFC 2868 §3.5).
        let mut salt = [0; crypto::SALT_OCTETS];
        crypto::fill(&mut salt)?;
        let mut next_salt = u16::from_be_bytes(salt);
        for clear in self.clear_values() {
            let Some(value) = octets.get_mut(clear.start..clear.start + clear.length) else { continue };
            match clear.hiding {
                Hiding::UserPassword => crypto::hide_user_password(value, secret, authenticator),
                Hiding::TunnelPassword => {
                    let salt = (next_salt | 0x8000).to_be_bytes();
                    next_salt = next_salt.wrapping_add(1);
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
    pub(super) fn hide(&mut self, keys: &Keys) -> Result<(), RandomError> {
        if self.clear_values().is_empty() {
            return Ok(());
        }
        let mut octets = self.octets().to_vec();
        self.hide_into(&mut octets, &keys.secret, &keys.authenticator)?;
        *self = Self::from_checked(octets);
        Ok(())
    }
}
