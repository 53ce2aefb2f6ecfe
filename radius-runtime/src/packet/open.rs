//! A packet whose hidden attributes can be read.

use std::ops::Deref;

use crate::attribute::{self, Attribute, AttributeError, GetAll, Hidden, InPacket, Keys, Password, Read};
use crate::dictionary::{DataType, Definition, Flags, Parent};

use super::{Packet, SealError};

/// A packet together with the keys that reveal its hidden attributes: what a client gets as a reply and a server as a
/// request, after every check has passed.
///
/// It reads like a [`Packet`], and hidden attributes too.
#[derive(Clone, Debug)]
pub struct OpenPacket {
    packet: Packet,
    keys: Keys,
}

impl OpenPacket {
    /// The first value of an attribute; `None` if it is absent.
    ///
    /// # Errors
    /// It is present and malformed, or cannot be revealed.
    #[inline]
    pub fn get<T>(&self, attribute: Attribute<T, InPacket>) -> Result<Option<T::View<'_>>, AttributeError>
    where
        T: Read<Keys> + ?Sized,
    {
        attribute::get(self.packet.attributes.octets(), attribute, &self.keys)
    }

    /// Every value of an attribute, in order. A malformed one is an `Err` in its place.
    #[inline]
    pub fn get_all<T>(&self, attribute: Attribute<T, InPacket>) -> GetAll<'_, '_, T, Keys>
    where
        T: Read<Keys> + ?Sized,
    {
        attribute::get_all(self.packet.attributes.octets(), attribute, &self.keys)
    }

    /// What reveals its hidden attributes.
    pub(crate) const fn keys(&self) -> &Keys {
        &self.keys
    }

    /// The packet without its keys.
    #[must_use]
    pub fn into_packet(self) -> Packet {
        self.packet
    }

    /// Whether nothing in it is hidden, as in RADIUS/1.1.
    #[cfg_attr(not(feature = "server"), allow(dead_code))]
    pub(crate) const fn is_in_clear(&self) -> bool {
        self.keys.hiding().is_none()
    }

    /// User-Password in clear (RFC 2865 §5.2).
    #[cfg_attr(not(feature = "server"), allow(dead_code))]
    pub(crate) fn user_password(&self) -> Result<Option<Password>, AttributeError> {
        const USER_PASSWORD: Attribute<Hidden<str>> = Attribute::new(Definition::new(
            "User-Password",
            Parent::Packet,
            2,
            DataType::String,
            Flags::HIDDEN_AS_USER_PASSWORD,
        ));
        self.get(USER_PASSWORD)
    }
}

impl Deref for OpenPacket {
    type Target = Packet;

    fn deref(&self) -> &Packet {
        &self.packet
    }
}

impl Packet {
    /// Joins a decoded packet with the keys that reveal its hidden attributes, without verifying it: for tools and
    /// tests. Values in clear that were added to it are hidden, or get the form that they have where nothing is.
    ///
    /// # Errors
    /// The operating system gives no random numbers for salts, or a value that is not hidden is empty.
    #[inline]
    pub fn open(mut self, keys: Keys) -> Result<OpenPacket, SealError> {
        if !self.attributes.clear_values().is_empty() {
            self.attributes.hide(&keys)?;
        }
        Ok(OpenPacket { packet: self, keys })
    }

    /// Joins a packet that was received with its keys.
    #[cfg_attr(not(any(feature = "client", feature = "server")), allow(dead_code))]
    pub(crate) const fn opened(mut self, keys: Keys) -> OpenPacket {
        if keys.hiding().is_none() {
            self.attributes.make_private();
        }
        OpenPacket { packet: self, keys }
    }
}
