//! Structs read from attributes.

use std::fmt;
use std::marker::PhantomData;

use crate::attribute::{
    self, Attribute, AttributeError, GetAll, InPacket, Keys, NoKeys, Problem, Read, TlvOctets, TlvView, Walk,
};
use crate::packet::{OpenPacket, Packet};

use super::{ExtractError, Refusal};

/// Attributes to read: those of a packet, or of a TLV marked `P`. `K` is what reveals hidden ones.
pub struct Attributes<'a, 'k, P = InPacket, K = NoKeys> {
    octets: &'a [u8],
    keys: &'k K,
    of: PhantomData<fn() -> P>,
}

impl<'a, 'k, P, K> Attributes<'a, 'k, P, K> {
    pub(super) const fn new(octets: &'a [u8], keys: &'k K) -> Self {
        Self { octets, keys, of: PhantomData }
    }

    pub(super) const fn octets(&self) -> &'a [u8] {
        self.octets
    }

    /// The first value of an attribute; `None` if it is absent.
    ///
    /// # Errors
    /// It is present and malformed, or cannot be revealed.
    #[inline]
    pub fn get<T>(&self, attribute: Attribute<T, P>) -> Result<Option<T::View<'a>>, AttributeError>
    where
        T: Read<K> + ?Sized,
    {
        attribute::get(self.octets, attribute, self.keys)
    }

    /// Every value of an attribute, in order. A malformed one is an `Err` in its place.
    #[inline]
    pub fn get_all<T>(&self, attribute: Attribute<T, P>) -> GetAll<'a, 'k, T, K>
    where
        T: Read<K> + ?Sized,
    {
        attribute::get_all(self.octets, attribute, self.keys)
    }
}

impl<P, K> fmt::Debug for Attributes<'_, '_, P, K> {
    /// The attributes' numbers and lengths. Values are not shown: they may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(Walk::new(self.octets).map(|raw| (raw.number, raw.value.len()))).finish()
    }
}

/// A struct that is read from the attributes of a packet, or of a TLV marked `P`. It is
/// [derived](macro@crate::FromAttributes); then `packet.extract()` reads it.
///
/// `K` is what must reveal hidden attributes: a struct without any is read from every packet, one with some only from
/// an [`OpenPacket`], which is what a server gets as a request and a client as a reply.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from these attributes",
    label = "`{Self}` is not read from attributes of `{P}` with `{K}`",
    note = "derive `FromAttributes`, with `#[attributes(tlv = …)]` for the attributes of a TLV",
    note = "a struct with hidden attributes is read from a verified request or reply, or from `Packet::open`"
)]
pub trait FromAttributes<'a, P = InPacket, K = NoKeys>: Sized {
    /// Reads the struct.
    ///
    /// # Errors
    /// An attribute is missing or malformed; the error names it.
    fn from_attributes(attributes: &Attributes<'a, '_, P, K>) -> Result<Self, ExtractError>;
}

impl Packet {
    /// Reads a struct without hidden attributes: see [`FromAttributes`](macro@crate::FromAttributes).
    ///
    /// # Errors
    /// An attribute is missing or malformed; the error names it.
    pub fn extract<'a, T: FromAttributes<'a>>(&'a self) -> Result<T, ExtractError> {
        T::from_attributes(&Attributes::new(self.attribute_octets(), &NoKeys))
    }
}

impl OpenPacket {
    /// Reads a struct: see [`FromAttributes`](macro@crate::FromAttributes).
    ///
    /// # Errors
    /// An attribute is missing or malformed, or cannot be revealed; the error names it.
    pub fn extract<'a, T: FromAttributes<'a, InPacket, Keys>>(&'a self) -> Result<T, ExtractError> {
        T::from_attributes(&Attributes::new(self.attribute_octets(), self.keys()))
    }
}

impl<M, K> TlvView<'_, M, K> {
    /// Reads a struct of this TLV's attributes: see [`FromAttributes`](macro@crate::FromAttributes).
    ///
    /// # Errors
    /// An attribute is missing or malformed; the error names it.
    pub fn extract<'a, T: FromAttributes<'a, M, K>>(&'a self) -> Result<T, ExtractError> {
        T::from_attributes(&Attributes::new(self.octets(), self.keys()))
    }
}

/// A struct that borrows nothing, from the TLV that a field holds.
///
/// # Errors
/// As those of the struct.
pub fn from_view<'v, T, M, K>(view: &'v TlvView<'_, M, K>) -> Result<T, Refusal>
where
    T: FromAttributes<'v, M, K>,
{
    Ok(view.extract()?)
}

/// A struct that borrows from the packet, from the TLV that a field holds.
///
/// # Errors
/// As those of the struct. A TLV that was hidden or is split over several attributes has nothing to borrow from.
pub fn from_borrowed_view<'a, T, M, K>(view: &TlvView<'a, M, K>) -> Result<T, Refusal>
where
    T: FromAttributes<'a, M, K>,
{
    match view.octets() {
        TlvOctets::Lent(octets) => Ok(T::from_attributes(&Attributes::new(octets, view.keys()))?),
        TlvOctets::Joined(_) | TlvOctets::Clear(_) => Err(Problem::Split.into()),
    }
}
