//! Packets: built from typed attributes and sealed, or received, verified and read.
//!
//! A [`Packet`] is what both ends build. Sealing ([`Packet::seal_request`], [`Packet::seal_reply`]) hides its hidden values
//! and signs it; a datagram that arrives is a [`Received`], which [verifies](Received::verify_request) and becomes an
//! [`OpenPacket`], where hidden attributes can be read.

mod code;
#[cfg(test)]
mod container_tests;
mod decode;
mod eap;
mod error_cause;
mod forward;
pub(crate) mod known;
mod open;
mod profile;
#[cfg(test)]
mod profile_tests;
mod protocol_error;
mod seal;
#[cfg(test)]
mod tests;
mod verify;

pub use code::Code;
pub use decode::{DecodeError, HEADER_OCTETS, MAX_OCTETS, MAX_STREAM_OCTETS, Received};
pub(crate) use eap::{eap_message, eap_reject};
pub use error_cause::ErrorCause;
pub use open::OpenPacket;
pub use profile::Profile;
pub(crate) use protocol_error::ERROR_CAUSE;
#[cfg(all(feature = "server", feature = "tls"))]
pub(crate) use protocol_error::version_demanded;
pub use seal::{RequestHeader, SealError, SealedRequest};
pub use verify::{RequestPolicy, VerifyError};

use std::fmt;
use std::ops::Range;

use crate::attribute::{
    self, Attribute, AttributeError, AttributeList, GetAll, InPacket, NoKeys, Problem, Read, Walk,
};
use crate::crypto::Authenticator;
use crate::dictionary::Vendor;
use crate::value::ToValue;

/// A packet: its code and its attributes.
///
/// Attributes are kept in the order in which they stand on the wire, with repeats, unknown and malformed ones: decoding
/// and [encoding](Self::encode) gives the same octets. Values for hidden attributes are kept in clear until the packet
/// is sealed, and wiped when it is dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Packet {
    code: Code,
    identifier: u8,
    authenticator: Authenticator,
    attributes: AttributeList,
    /// The first value that `with` could not add; sealing returns it. Boxed, since packets are moved about.
    error: Option<Box<AttributeError>>,
}

impl Packet {
    /// A packet without attributes.
    #[must_use]
    pub fn new(code: Code) -> Self {
        let attributes = AttributeList::default();
        Self { code, identifier: 0, authenticator: [0; 16], attributes, error: None }
    }

    /// A request to authenticate a user (RFC 2865 §4.1).
    #[must_use]
    pub fn access_request() -> Self {
        Self::new(Code::ACCESS_REQUEST)
    }

    /// A report of use (RFC 2866 §4.1).
    #[must_use]
    pub fn accounting_request() -> Self {
        Self::new(Code::ACCOUNTING_REQUEST)
    }

    /// The question whether a server is alive (RFC 5997 §3).
    #[must_use]
    pub fn status_server() -> Self {
        Self::new(Code::STATUS_SERVER)
    }

    /// A request to change what a session may do (RFC 5176 §2.2).
    #[must_use]
    pub fn coa_request() -> Self {
        Self::new(Code::COA_REQUEST)
    }

    /// A request to end a session (RFC 5176 §2.1).
    #[must_use]
    pub fn disconnect_request() -> Self {
        Self::new(Code::DISCONNECT_REQUEST)
    }

    /// Reads a datagram without verifying it: for tools and tests. Hidden values stay hidden.
    ///
    /// # Errors
    /// The datagram is no packet.
    pub fn decode(datagram: &[u8]) -> Result<Self, DecodeError> {
        Received::from_datagram(datagram).map(|received| received.to_packet())
    }

    /// What kind of packet it is.
    #[must_use]
    pub const fn code(&self) -> Code {
        self.code
    }

    /// The number that pairs request and reply; 0 in a packet that was built, until it is sealed.
    #[must_use]
    pub const fn identifier(&self) -> u8 {
        self.identifier
    }

    /// The Authenticator field; zeros in a packet that was built, until it is sealed.
    #[must_use]
    pub const fn authenticator(&self) -> &Authenticator {
        &self.authenticator
    }

    /// The first value of an attribute; `None` if it is absent.
    ///
    /// # Errors
    /// It is present and malformed.
    #[inline]
    pub fn get<T>(&self, attribute: Attribute<T, InPacket>) -> Result<Option<T::View<'_>>, AttributeError>
    where
        T: Read<NoKeys> + ?Sized,
    {
        attribute::get(self.attributes.octets(), attribute, &NoKeys)
    }

    /// Every value of an attribute, in order. A malformed one is an `Err` in its place.
    #[inline]
    pub fn get_all<T>(&self, attribute: Attribute<T, InPacket>) -> GetAll<'_, '_, T, NoKeys>
    where
        T: Read<NoKeys> + ?Sized,
    {
        attribute::get_all(self.attributes.octets(), attribute, &NoKeys)
    }

    /// Every attribute as it stands, undecoded.
    #[must_use]
    pub fn iter(&self) -> Walk<'_> {
        self.attributes.iter()
    }

    /// Adds a value and gives the packet back, for building in one expression.
    ///
    /// A value that cannot be added is remembered: sealing or encoding the packet returns the first such error.
    #[must_use]
    #[inline(always)]
    pub fn with<T>(mut self, attribute: Attribute<T, InPacket>, value: impl ToValue<T>) -> Self
    where
        T: ?Sized,
    {
        self.add(attribute, value);
        self
    }

    /// Adds a value, or remembers that it could not be added.
    #[inline(always)]
    pub(crate) fn add<T>(&mut self, attribute: Attribute<T, InPacket>, value: impl ToValue<T>)
    where
        T: ?Sized,
    {
        if let Err(error) = self.push(attribute, value) {
            self.note_error(error);
        }
    }

    /// Adds a value behind all others.
    ///
    /// # Errors
    /// The value cannot be sent; the packet is as it was.
    #[inline(always)]
    pub fn push<T>(
        &mut self,
        attribute: Attribute<T, InPacket>,
        value: impl ToValue<T>,
    ) -> Result<(), AttributeError>
    where
        T: ?Sized,
    {
        self.attributes.push(attribute, &value)
    }

    /// Makes this the attribute's only value. It takes the place of the first one there was.
    ///
    /// # Errors
    /// The value cannot be sent; the packet is as it was.
    pub fn set<T>(
        &mut self,
        attribute: Attribute<T, InPacket>,
        value: impl ToValue<T>,
    ) -> Result<(), AttributeError>
    where
        T: ?Sized,
    {
        self.attributes.set(attribute, &value)
    }

    /// Removes every value of an attribute, also malformed ones, and says how many there were.
    pub fn remove<T: ?Sized>(&mut self, attribute: Attribute<T, InPacket>) -> usize {
        self.attributes.remove(attribute)
    }

    /// Adds several attributes of one vendor in a single Vendor-Specific attribute (RFC 2865 §5.26), where `push` gives
    /// each its own, which is what most peers expect.
    ///
    /// The attributes are those that the closure adds to an empty packet.
    ///
    /// # Errors
    /// A value cannot be sent, an attribute is not of this vendor, they do not fit into one attribute, or the vendor's
    /// format lets no two share one (it has no length field, or values go on in the next attribute); the packet
    /// is as it was.
    pub fn push_group(
        &mut self,
        vendor: Vendor<'static>,
        fill: impl FnOnce(Self) -> Self,
    ) -> Result<(), AttributeError> {
        let group = fill(Self::new(self.code));
        if let Some(error) = group.error {
            return Err(*error);
        }
        self.attributes
            .append_group(&vendor, &group.attributes)
            .map_err(|problem| AttributeError { name: vendor.name.into(), problem })
    }

    /// Adds an attribute as it is, without its type: for proxies and tests.
    ///
    /// The value goes on the wire as it stands, also where the attribute should be hidden. A Message-Authenticator is
    /// computed when the packet is sealed, whatever was given: in CoA and Disconnect, where it is optional, adding one asks
    /// for it (RFC 5176 §3.4); accounting has none (RFC 3579 §3.3).
    ///
    /// # Errors
    /// The number is 0 or the value is longer than 253 octets.
    pub fn push_raw(&mut self, number: u8, value: &[u8]) -> Result<(), AttributeError> {
        self.attributes
            .push_raw(number, value)
            .map_err(|problem| AttributeError { name: format!("Attr-{number}").into(), problem })
    }

    /// Whether a value in this range of the attributes is in clear until the packet is sealed.
    pub(crate) fn has_clear_values(&self, range: &Range<usize>) -> bool {
        self.attributes.clear_values().iter().any(|clear| range.contains(&clear.start))
    }

    /// Asks for a Message-Authenticator where it is optional.
    pub(crate) fn signed(mut self) -> Self {
        let signed = self.push_raw(attribute::MESSAGE_AUTHENTICATOR, &[0; 16]);
        debug_assert!(signed.is_ok(), "16 octets fit into any attribute");
        self
    }

    /// Removes every attribute with this number.
    pub(crate) fn remove_raw(&mut self, number: u8) {
        self.attributes.remove_raw(number);
    }

    /// The attributes' octets; values to be hidden are in clear.
    pub(crate) fn attribute_octets(&self) -> &[u8] {
        self.attributes.octets()
    }

    /// Remembers the first value that could not be added.
    pub(crate) fn note_error(&mut self, error: AttributeError) {
        self.error.get_or_insert_with(|| Box::new(error));
    }

    /// The attributes, for what adds to them by other means than a handle.
    pub(crate) const fn attributes_mut(&mut self) -> &mut AttributeList {
        &mut self.attributes
    }

    /// The packet with its header as it stands. A packet that was decoded gives the octets it came from.
    ///
    /// This neither hides nor signs: packets to be sent are sealed.
    ///
    /// # Errors
    /// A value could not be added by `with`, the packet holds values in clear that are to be hidden, or it is longer
    /// than 4096 octets.
    pub fn encode(&self) -> Result<Vec<u8>, SealError> {
        if !self.attributes.clear_values().is_empty() {
            return Err(SealError::NotHidden);
        }
        let attributes = self.checked_attributes(MAX_OCTETS - HEADER_OCTETS)?;
        let mut octets = Vec::with_capacity(HEADER_OCTETS + attributes.len());
        seal::push_header(&mut octets, self.code, self.identifier, &self.authenticator, attributes.len());
        octets.extend_from_slice(attributes);
        Ok(octets)
    }

    fn checked_attributes(&self, max: usize) -> Result<&[u8], SealError> {
        if let Some(error) = &self.error {
            return Err(SealError::Attribute((**error).clone()));
        }
        let octets = self.attributes.octets();
        if octets.len() > max { Err(SealError::TooLong) } else { Ok(octets) }
    }
}

impl fmt::Debug for Packet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Packet")
            .field("code", &self.code)
            .field("identifier", &self.identifier)
            .field("attributes", &self.attributes)
            .finish_non_exhaustive()
    }
}

impl<'a> IntoIterator for &'a Packet {
    type Item = attribute::RawAttribute<'a>;
    type IntoIter = Walk<'a>;

    fn into_iter(self) -> Walk<'a> {
        self.iter()
    }
}

impl From<AttributeError> for SealError {
    fn from(error: AttributeError) -> Self {
        Self::Attribute(error)
    }
}

impl From<Problem> for SealError {
    fn from(problem: Problem) -> Self {
        Self::Attribute(AttributeError { name: "packet".into(), problem })
    }
}
