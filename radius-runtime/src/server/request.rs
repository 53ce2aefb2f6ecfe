//! A verified request, as a handler sees it.

use std::net::SocketAddr;
use std::ops::Deref;
use std::sync::Arc;

use crate::attribute::AttributeError;
use crate::crypto::chap;
use crate::packet::{Code, OpenPacket};

use super::{Answer, ClientEntry};

/// A request that passed every check. Cloning it is cheap. It reads like a [`Packet`](crate::Packet), hidden attributes included.
#[derive(Clone, Debug)]
pub struct Request {
    pub(super) packet: Arc<OpenPacket>,
    pub(super) client: Arc<ClientEntry>,
    pub(super) peer: SocketAddr,
}

impl Request {
    /// Where the request came from.
    #[must_use]
    pub const fn peer(&self) -> SocketAddr {
        self.peer
    }

    /// The entry of the client that it came from.
    pub fn client(&self) -> &ClientEntry {
        &self.client
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

    /// Confirms an Accounting-Request whose record is stored.
    pub fn acknowledge(&self) -> Answer {
        Answer::reply(Code::ACCOUNTING_RESPONSE)
    }

    /// Whether the request proves this password, by User-Password (RFC 2865 §5.2) or CHAP-Password (§5.3). One that has
    /// neither proves nothing. The comparison takes constant time.
    ///
    /// # Errors
    /// User-Password cannot be revealed.
    pub fn check_password(&self, password: impl AsRef<[u8]>) -> Result<bool, AttributeError> {
        if let Some(given) = self.packet.user_password()? {
            return Ok(given.matches(password));
        }
        let find = |number| self.packet.iter().find(|raw| raw.number == number).map(|raw| raw.value);
        let Some(response) = find(CHAP_PASSWORD) else { return Ok(false) };
        let challenge = find(CHAP_CHALLENGE).unwrap_or_else(|| self.packet.authenticator());
        Ok(chap::verify(response, password.as_ref(), challenge))
    }
}

const CHAP_PASSWORD: u8 = 3;
const CHAP_CHALLENGE: u8 = 60;

impl Deref for Request {
    type Target = OpenPacket;

    fn deref(&self) -> &OpenPacket {
        &self.packet
    }
}
