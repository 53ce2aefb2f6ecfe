//! What a handler answers.

use crate::attribute::{Attribute, InPacket};
use crate::extract::IntoAttributes;
use crate::packet::{Code, Packet};
use crate::value::ToValue;

/// The answer to a request: a reply, or silence.
///
/// The server adds Message-Authenticator and Proxy-State, hides what is to be hidden and signs the reply.
#[derive(Clone, Debug)]
#[must_use]
pub struct Answer(Option<Packet>);

impl Answer {
    /// A reply of this code without attributes. [`Request`](super::Request) has methods for the usual ones.
    pub fn reply(code: Code) -> Self {
        Self(Some(Packet::new(code)))
    }

    /// No reply: the client will ask again, or another server.
    pub const fn discard() -> Self {
        Self(None)
    }

    /// Adds a value to the reply. One that cannot be sent makes the whole reply unsendable, which is logged.
    pub fn with<T>(self, attribute: Attribute<T, InPacket>, value: impl ToValue<T>) -> Self
    where
        T: ?Sized,
    {
        Self(self.0.map(|packet| packet.with(attribute, value)))
    }

    /// Adds the attributes of a struct to the reply: see [`IntoAttributes`](macro@crate::IntoAttributes).
    pub fn with_all(self, all: &(impl IntoAttributes + ?Sized)) -> Self {
        Self(self.0.map(|packet| packet.with_all(all)))
    }

    /// The reply, for what `with` cannot do.
    pub fn packet_mut(&mut self) -> Option<&mut Packet> {
        self.0.as_mut()
    }

    pub(super) fn into_packet(self) -> Option<Packet> {
        self.0
    }
}

impl From<Packet> for Answer {
    fn from(packet: Packet) -> Self {
        Self(Some(packet))
    }
}
