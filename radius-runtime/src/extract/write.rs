//! Structs written as attributes.

use std::fmt;
use std::marker::PhantomData;

use crate::attribute::{Attribute, AttributeError, AttributeList, InPacket, Tlv, TlvValue};
use crate::packet::Packet;
use crate::value::{Inside, Layout, ToValue, ValueError};

/// Attributes to add to: those of a packet, or of a TLV marked `P`.
pub struct AttributesMut<'l, P = InPacket> {
    list: &'l mut AttributeList,
    of: PhantomData<fn(P)>,
}

impl<P> AttributesMut<'_, P> {
    /// Adds a value behind all others.
    ///
    /// # Errors
    /// The value cannot be sent.
    pub fn push<T: ?Sized>(
        &mut self,
        attribute: Attribute<T, P>,
        value: &impl ToValue<T>,
    ) -> Result<(), AttributeError> {
        self.list.push(attribute, value)
    }
}

impl<P> fmt::Debug for AttributesMut<'_, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.list, f)
    }
}

/// A struct that is written as attributes of a packet, or of a TLV marked `P`. It is
/// [derived](macro@crate::IntoAttributes); then `packet.with_all(&it)` writes it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be written as these attributes",
    label = "`{Self}` is not written as attributes of `{P}`",
    note = "derive `IntoAttributes`, with `#[attributes(tlv = …)]` for the attributes of a TLV"
)]
pub trait IntoAttributes<P = InPacket> {
    /// Adds the attributes behind all others.
    ///
    /// # Errors
    /// A value cannot be sent.
    fn add_to(&self, attributes: &mut AttributesMut<'_, P>) -> Result<(), AttributeError>;
}

impl<P, T: IntoAttributes<P>> IntoAttributes<P> for [T] {
    fn add_to(&self, attributes: &mut AttributesMut<'_, P>) -> Result<(), AttributeError> {
        self.iter().try_for_each(|each| each.add_to(attributes))
    }
}

impl<P, T: IntoAttributes<P>> IntoAttributes<P> for Vec<T> {
    fn add_to(&self, attributes: &mut AttributesMut<'_, P>) -> Result<(), AttributeError> {
        self.as_slice().add_to(attributes)
    }
}

/// Adds a struct to a list, which is as it was on an error.
fn push_all<P>(
    list: &mut AttributeList,
    all: &(impl IntoAttributes<P> + ?Sized),
) -> Result<(), AttributeError> {
    let before = list.octets().len();
    let result = all.add_to(&mut AttributesMut { list, of: PhantomData });
    if result.is_err() {
        list.truncate(before);
    }
    result
}

impl Packet {
    /// Adds the attributes of a struct and gives the packet back: see [`IntoAttributes`](macro@crate::IntoAttributes).
    ///
    /// A value that cannot be added is remembered: sealing or encoding the packet returns the first such error.
    #[must_use]
    pub fn with_all(mut self, all: &(impl IntoAttributes + ?Sized)) -> Self {
        if let Err(error) = self.push_all(all) {
            self.note_error(error);
        }
        self
    }

    /// Adds the attributes of a struct behind all others.
    ///
    /// # Errors
    /// A value cannot be sent; the packet is as it was.
    pub fn push_all(&mut self, all: &(impl IntoAttributes + ?Sized)) -> Result<(), AttributeError> {
        push_all(self.attributes_mut(), all)
    }
}

impl<M> TlvValue<M> {
    /// Adds the attributes of a struct and gives the TLV back. The first value that cannot be added makes the packet
    /// unsendable.
    #[must_use]
    pub fn with_all(mut self, all: &(impl IntoAttributes<M> + ?Sized)) -> Self {
        if let Err(error) = self.push_all(all) {
            self.note_error(error);
        }
        self
    }

    /// Adds the attributes of a struct behind all others.
    ///
    /// # Errors
    /// A value cannot be sent; the TLV is as it was.
    pub fn push_all(&mut self, all: &(impl IntoAttributes<M> + ?Sized)) -> Result<(), AttributeError> {
        push_all(self.list_mut(), all)
    }
}

/// The attributes inside a struct that is the value of a TLV.
pub fn contents<M>(all: &impl IntoAttributes<M>) -> Option<Inside<'static>> {
    Some(Inside::Own(Box::new(TlvValue::<M>::new().with_all(all).into_contents())))
}

/// The octets of a struct that is the value of a TLV.
///
/// # Errors
/// None: what cannot be sent is found when the [`contents`] are.
pub fn write_contents<M: 'static>(
    all: &impl IntoAttributes<M>,
    layout: Layout,
    out: &mut Vec<u8>,
) -> Result<(), ValueError> {
    ToValue::<Tlv<M>>::write_value(&TlvValue::new().with_all(all), layout, out)
}
