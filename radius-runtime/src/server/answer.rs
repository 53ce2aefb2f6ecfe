//! What a handler answers.

use std::time::Duration;

use crate::attribute::{Attribute, InPacket};
use crate::extract::IntoAttributes;
use crate::packet::{Code, Packet};
use crate::value::ToValue;

/// The answer to a request: a reply, or silence.
///
/// The server adds Message-Authenticator and Proxy-State, hides what is to be hidden and signs the reply.
#[derive(Clone, Debug)]
#[must_use]
pub struct Answer {
    verdict: Verdict,
    delay: Option<Duration>,
}

/// What a handler decided.
#[derive(Clone, Debug)]
pub(super) enum Verdict {
    Reply(Packet),
    Silence,
    Unsupported,
    Unauthorized,
}

impl Answer {
    /// A reply of this code without attributes. [`Request`](super::Request) has methods for the usual ones.
    pub fn reply(code: Code) -> Self {
        Packet::new(code).into()
    }

    /// No reply: the client will ask again, or another server.
    ///
    /// It costs nothing to ask again, since the request is forgotten and would be handled again. Over RADIUS/1.1, where nothing
    /// is asked again, an Access-Request or Accounting-Request gets a Protocol-Error instead (RFC 9765 §6.1).
    pub const fn discard() -> Self {
        Self { verdict: Verdict::Silence, delay: None }
    }

    /// No reply to a CoA-Request or Disconnect-Request, over TLS neither, since it came from somewhere else than the logins of
    /// its user go (RFC 5176 §6.1). It counts as
    /// [`UnauthorizedSource`](crate::proto::DiscardReason::UnauthorizedSource).
    ///
    /// It is what proxies answer where [`Routes::leads_back`](crate::proto::Routes::leads_back) says no.
    pub const fn unauthorized() -> Self {
        Self { verdict: Verdict::Unauthorized, delay: None }
    }

    /// Says that requests of this code are not supported here: by Protocol-Error over TLS (RFC 7930 §4), by a NAK to a
    /// CoA-Request or Disconnect-Request over UDP. To others, which clients of old could not be told, it is silence there.
    ///
    /// It is the answer of a [`Handler`](super::Handler) that lacks the method.
    pub const fn unsupported() -> Self {
        Self { verdict: Verdict::Unsupported, delay: None }
    }

    /// Sends the reply only after this time, which blocks nobody. Repetitions of the request are dropped meanwhile.
    ///
    /// For rejects there is [`ServerBuilder::reject_delay`](super::ServerBuilder::reject_delay); this is stronger, also
    /// where it says [`Duration::ZERO`].
    pub const fn after(mut self, delay: Duration) -> Self {
        self.delay = Some(delay);
        self
    }

    /// Adds a value to the reply. One that cannot be sent makes the whole reply unsendable, which is logged.
    #[inline(always)]
    pub fn with<T>(mut self, attribute: Attribute<T, InPacket>, value: impl ToValue<T>) -> Self
    where
        T: ?Sized,
    {
        if let Some(packet) = self.packet_mut() {
            packet.add(attribute, value);
        }
        self
    }

    /// Adds the attributes of a struct to the reply: see [`IntoAttributes`](macro@crate::IntoAttributes).
    pub fn with_all(self, all: &(impl IntoAttributes + ?Sized)) -> Self {
        match self.verdict {
            Verdict::Reply(packet) => Self { verdict: Verdict::Reply(packet.with_all(all)), ..self },
            _ => self,
        }
    }

    /// The reply, for what `with` cannot do.
    pub const fn packet_mut(&mut self) -> Option<&mut Packet> {
        match &mut self.verdict {
            Verdict::Reply(packet) => Some(packet),
            _ => None,
        }
    }

    /// What the handler decided, and how long a reply is held back.
    pub(super) fn into_parts(self) -> (Verdict, Option<Duration>) {
        (self.verdict, self.delay)
    }
}

impl From<Packet> for Answer {
    fn from(packet: Packet) -> Self {
        Self { verdict: Verdict::Reply(packet), delay: None }
    }
}
