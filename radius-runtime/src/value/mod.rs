//! The Rust types of attribute values and their wire form (RFC 8044).
//!
//! [`Value`] reads a type from octets, [`ToValue`] writes a Rust value as a type. Tags, hiding, splitting and the place in
//! the packet are not the value's business: the attribute layer strips and adds them. Values made of others are in
//! [`structure`].

mod address;
pub mod enumerated;
mod error;
mod integer;
pub mod structure;
mod text;
mod time;

use std::any::Any;

pub use address::{InterfaceId, InterfaceIdError};
pub use enumerated::{Enumerated, Names, UnknownName, Unnamed};
pub use error::ValueError;
pub use structure::{Array, Prefixed};
pub use text::FixedText;
pub use time::{Date, DateIn, DeltaIn, TimeDelta, TimeDeltaError};
pub(crate) use time::{read_count, write_count};

/// How much room a value has: a tagged integer gives its first octet to the tag (RFC 2868 §3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// The type's own layout.
    Full,
    /// An integer of 4 octets without the first, which holds the tag.
    Tagged,
}

/// A type of attribute value that can be read from octets.
///
/// `str`, `[u8]`, integers, addresses, prefixes, times and every enumeration implement it; [`View`](Self::View) borrows
/// from the packet where the type has no fixed size.
// What is not a value by itself is hidden: the message is for those who ask a packet for a hidden attribute.
#[diagnostic::on_unimplemented(
    message = "an attribute of type `{Self}` cannot be read from a packet without its shared secret",
    label = "this attribute is hidden with the shared secret",
    note = "read it from the verified request or reply, or open the packet with `Packet::open`"
)]
pub trait Value {
    /// What reading gives: `&str` for `str`, the value itself for types of a fixed size.
    type View<'a>;

    /// Reads the octets of one value.
    ///
    /// # Errors
    /// The octets are no value of this type.
    fn read_value(octets: &[u8], layout: Layout) -> Result<Self::View<'_>, ValueError>;
}

/// A Rust value that an attribute of type `T` can be given.
#[diagnostic::on_unimplemented(
    message = "a `{Self}` is not a value for an attribute of type `{T}`",
    label = "this attribute holds `{T}`, not `{Self}`",
    note = "the dictionary gives the attribute its type; an enumerated attribute takes its own enum only"
)]
pub trait ToValue<T: ?Sized> {
    /// Appends the wire form of the value.
    ///
    /// # Errors
    /// The value cannot be sent as `T`; what was appended is then meaningless.
    fn write_value(&self, layout: Layout, out: &mut Vec<u8>) -> Result<(), ValueError>;

    /// The attributes inside, of a value that holds attributes.
    #[doc(hidden)]
    fn contents(&self) -> Option<Inside<'_>> {
        None
    }
}

/// The attributes inside a value. Their type is the attribute layer's, which this layer does not know.
#[doc(hidden)]
#[derive(Debug)]
pub enum Inside<'a> {
    /// The value keeps them in this form.
    Lent(&'a dyn Any),
    /// They were put together to be written.
    Own(Box<dyn Any>),
}

/// Takes exactly `N` octets.
#[inline]
fn exactly<const N: usize>(octets: &[u8]) -> Result<[u8; N], ValueError> {
    octets.try_into().map_err(|_| ValueError::Length { expected: N, found: octets.len() })
}

/// Reads a decimal or `0x` hexadecimal number.
pub(crate) fn parse_unsigned(text: &str) -> Option<u64> {
    match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        Some(hex) if hex.bytes().all(|b| b.is_ascii_hexdigit()) => u64::from_str_radix(hex, 16).ok(),
        None if text.bytes().all(|b| b.is_ascii_digit()) => text.parse().ok(),
        _ => None,
    }
}
