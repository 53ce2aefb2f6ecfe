//! How the packets of a connection are signed and hidden. That is the connection's affair, not the packet's.

use crate::attribute::Keys;
use crate::crypto::Secret;

use super::{
    MAX_OCTETS, MAX_STREAM_OCTETS, Packet, Received, RequestHeader, RequestPolicy, SealError, SealedRequest,
    VerifyError,
};

/// How the packets of a connection are signed and hidden, and how long they may be.
///
/// One [`Packet`] can be sealed for any profile, and what was read from one connection and pushed to a packet for another
/// is hidden anew, or not at all, as that connection wants it:
///
/// ```
/// use radius_runtime::packet::{Packet, Profile, Received};
/// use radius_runtime::Secret;
///
/// let packet = Packet::status_server();
/// let udp = Profile::udp(Secret::new("shared")?).seal_request(&packet, 7)?;
/// let tls = Profile::radius_1_1().seal_request(&packet, 0x0102_0304)?;
/// assert_eq!((udp.octets()[1], &tls.octets()[4..8]), (7, &[1, 2, 3, 4][..]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    protection: Protection,
    max_octets: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Protection {
    /// MD5 and a shared secret (RFC 2865).
    Secret(Secret),
    /// The same with a secret that everybody knows, inside TLS, which does the protecting (RFC 6614).
    SecretInTls(Secret),
    /// TLS alone: RADIUS/1.1 (RFC 9765).
    Tls,
}

impl Profile {
    /// UDP: MD5 and a shared secret, up to 4096 octets.
    #[must_use]
    pub const fn udp(secret: Secret) -> Self {
        Self { protection: Protection::Secret(secret), max_octets: MAX_OCTETS }
    }

    /// RADIUS over TLS as of old, "RADIUS/1.0": the fields are computed with the secret `radsec` (RFC 6614 §2.3).
    #[must_use]
    pub fn radsec() -> Self {
        Self { protection: Protection::SecretInTls(Secret::radsec()), max_octets: MAX_OCTETS }
    }

    /// RADIUS/1.1: a Token in place of identifier and authenticator, no MD5, no Message-Authenticator, passwords in clear
    /// inside TLS (RFC 9765).
    #[must_use]
    pub const fn radius_1_1() -> Self {
        Self { protection: Protection::Tls, max_octets: MAX_OCTETS }
    }

    /// The longest packet that is taken and sent over a stream, 4096 to 65535 octets (RFC 7930 §2). Over UDP it stays
    /// 4096.
    #[must_use]
    pub fn with_max_octets(mut self, octets: usize) -> Self {
        if !matches!(self.protection, Protection::Secret(_)) {
            self.max_octets = octets.clamp(MAX_OCTETS, MAX_STREAM_OCTETS);
        }
        self
    }

    /// The longest packet, in octets.
    #[must_use]
    pub const fn max_octets(&self) -> usize {
        self.max_octets
    }

    /// Whether request and reply are paired by Token: RADIUS/1.1.
    #[must_use]
    pub const fn is_radius_1_1(&self) -> bool {
        matches!(self.protection, Protection::Tls)
    }

    /// Whether the connection is protected by itself, so that no packet has to be.
    #[must_use]
    pub const fn is_tls(&self) -> bool {
        !matches!(self.protection, Protection::Secret(_))
    }

    /// Makes a request ready for the wire. The number that pairs request and reply is the Token in RADIUS/1.1; elsewhere
    /// its lowest octet is the identifier.
    ///
    /// # Errors
    /// The packet cannot be sent.
    pub fn seal_request(&self, packet: &Packet, number: u32) -> Result<SealedRequest, SealError> {
        let [.., identifier] = number.to_be_bytes();
        match &self.protection {
            Protection::Secret(secret) | Protection::SecretInTls(secret) => {
                packet.seal_signed_request(identifier, secret, self.max_octets)
            }
            Protection::Tls => packet.seal_token_request(number, self.max_octets),
        }
    }

    /// Makes the reply to a request ready for the wire.
    ///
    /// # Errors
    /// The packet cannot be sent, or its code does not answer the request's.
    pub fn seal_reply(&self, packet: &Packet, request: &RequestHeader) -> Result<Vec<u8>, SealError> {
        match &self.protection {
            Protection::Secret(secret) | Protection::SecretInTls(secret) => {
                packet.seal_signed_reply(request, secret, self.max_octets)
            }
            Protection::Tls => packet.seal_token_reply(request, self.max_octets),
        }
    }

    /// Checks a request. The policy counts over UDP only: within TLS a Message-Authenticator may be missing, and in
    /// RADIUS/1.1 one that is there means nothing (RFC 9765 §5.2).
    ///
    /// # Errors
    /// The request is not to be believed. Within TLS that ends the connection.
    pub fn verify_request(&self, received: &Received<'_>, policy: RequestPolicy) -> Result<(), VerifyError> {
        match &self.protection {
            Protection::Secret(secret) => received.verify_request(secret, policy),
            Protection::SecretInTls(secret) => received.verify_request(secret, RequestPolicy::WITHIN_TLS),
            Protection::Tls if received.code().is_request() => Ok(()),
            Protection::Tls => Err(VerifyError::UnexpectedCode(received.code())),
        }
    }

    /// Checks that this is the reply to a request. Whether it must have a Message-Authenticator counts over UDP only.
    ///
    /// # Errors
    /// The reply is not to be believed, or answers another request.
    pub fn verify_reply(
        &self,
        received: &Received<'_>,
        request: &RequestHeader,
        require_message_authenticator: bool,
    ) -> Result<(), VerifyError> {
        match &self.protection {
            Protection::Secret(secret) => {
                received.verify_reply(request, secret, require_message_authenticator)
            }
            Protection::SecretInTls(secret) => {
                received.verify_reply_by(request, secret, RequestPolicy::WITHIN_TLS)
            }
            Protection::Tls => received.verify_token_reply(request),
        }
    }

    /// The header of a request, for its reply and for the keys. Reserved fields are 0 whatever was in them.
    #[must_use]
    pub const fn header(&self, request: &Received<'_>) -> RequestHeader {
        match self.protection {
            Protection::Tls => RequestHeader::of_token(request.code(), request.token()),
            _ => RequestHeader {
                code: request.code(),
                identifier: request.identifier(),
                authenticator: *request.authenticator(),
            },
        }
    }

    /// The number that pairs a packet with its request or reply: Token or identifier.
    #[must_use]
    pub fn number(&self, packet: &Received<'_>) -> u32 {
        if self.is_radius_1_1() { packet.token() } else { packet.identifier().into() }
    }

    /// What reveals the hidden attributes of a request, and of its reply.
    #[must_use]
    pub fn keys(&self, request: &RequestHeader) -> Keys {
        match &self.protection {
            Protection::Secret(secret) | Protection::SecretInTls(secret) => {
                Keys::new(secret.clone(), request.authenticator)
            }
            Protection::Tls => Keys::in_clear(),
        }
    }
}
