//! A verified request, as a handler sees it.

use std::net::SocketAddr;
use std::ops::Deref;
use std::sync::Arc;

use crate::attribute::AttributeError;
use crate::crypto::chap;
use crate::packet::{Code, ERROR_CAUSE, ErrorCause, OpenPacket, Packet};

use super::{Answer, ClientEntry};

/// A request that passed every check. Cloning it is cheap. It reads like a [`Packet`](crate::Packet), hidden attributes included.
#[derive(Clone, Debug)]
pub struct Request {
    verified: Arc<Verified>,
}

/// What is known of a request.
#[derive(Debug)]
pub(super) struct Verified {
    pub(super) packet: OpenPacket,
    pub(super) client: Arc<ClientEntry>,
    pub(super) peer: SocketAddr,
    #[cfg(feature = "tls")]
    pub(super) certificate: Option<Arc<crate::radsec::PeerCertificate>>,
}

impl Request {
    pub(super) fn new(verified: Verified) -> Self {
        Self { verified: Arc::new(verified) }
    }

    /// Where the request came from.
    #[must_use]
    pub fn peer(&self) -> SocketAddr {
        self.verified.peer
    }

    /// The entry of the client that it came from.
    pub fn client(&self) -> &ClientEntry {
        &self.verified.client
    }

    pub(super) fn shared_client(&self) -> &Arc<ClientEntry> {
        &self.verified.client
    }

    /// The certificate of who sent the request, if it came over TLS: the client's, or that of the server where it [came down a
    /// client's connection](super::ServerBuilder::reverse_coa_from). It has been verified.
    #[cfg(feature = "tls")]
    #[must_use]
    pub fn certificate(&self) -> Option<&crate::radsec::PeerCertificate> {
        self.verified.certificate.as_deref()
    }

    /// Grants access.
    pub fn accept(&self) -> Answer {
        Answer::reply(Code::ACCESS_ACCEPT)
    }

    /// Denies access.
    pub fn reject(&self) -> Answer {
        Answer::reply(Code::ACCESS_REJECT)
    }

    /// Asks for another round.
    pub fn challenge(&self) -> Answer {
        Answer::reply(Code::ACCESS_CHALLENGE)
    }

    /// Confirms an Accounting-Request whose record is stored, or a CoA-Request or Disconnect-Request that is carried out.
    ///
    /// A CoA-Request with Service-Type Authorize-Only is answered by the NAK with Error-Cause Request-Initiated that
    /// confirms it; the handler sends the Access-Request (RFC 5176 §3.2).
    pub fn acknowledge(&self) -> Answer {
        Answer::reply(match self.verified.packet.code() {
            Code::COA_REQUEST => Code::COA_ACK,
            Code::DISCONNECT_REQUEST => Code::DISCONNECT_ACK,
            _ => Code::ACCOUNTING_RESPONSE,
        })
    }

    /// Refuses a CoA-Request or Disconnect-Request, and says why (RFC 5176 §3.5).
    ///
    /// Access-Request is answered by a reject that says why, other requests by Protocol-Error (RFC 7930 §4).
    pub fn nak(&self, cause: ErrorCause) -> Answer {
        refusal(self.verified.packet.code(), cause).into()
    }

    /// Whether the request proves this password, by User-Password (RFC 2865 §5.2) or CHAP-Password (§5.3). One that has
    /// neither proves nothing. The comparison takes constant time.
    ///
    /// # Errors
    /// User-Password cannot be revealed.
    pub fn check_password(&self, password: impl AsRef<[u8]>) -> Result<bool, AttributeError> {
        if let Some(given) = self.verified.packet.user_password()? {
            return Ok(given.matches(password));
        }
        let find = |number| self.verified.packet.iter().find(|raw| raw.number == number).map(|raw| raw.value);
        let Some(response) = find(CHAP_PASSWORD) else { return Ok(false) };
        let challenge = match find(CHAP_CHALLENGE) {
            Some(challenge) => challenge,
            // In RADIUS/1.1 there is no authenticator that could be one (RFC 9765 §5.1.2).
            None if self.verified.packet.is_in_clear() => return Ok(false),
            None => self.verified.packet.authenticator(),
        };
        Ok(chap::verify(response, password.as_ref(), challenge))
    }
}

/// The packet that refuses a request of this code.
pub(super) fn refusal(request: Code, cause: ErrorCause) -> Packet {
    let code = match request {
        Code::ACCESS_REQUEST => Code::ACCESS_REJECT,
        Code::COA_REQUEST => Code::COA_NAK,
        Code::DISCONNECT_REQUEST => Code::DISCONNECT_NAK,
        _ => return Packet::protocol_error(request, cause),
    };
    Packet::new(code).with(ERROR_CAUSE, cause.0)
}

const CHAP_PASSWORD: u8 = 3;
const CHAP_CHALLENGE: u8 = 60;

impl Deref for Request {
    type Target = OpenPacket;

    fn deref(&self) -> &OpenPacket {
        &self.verified.packet
    }
}
