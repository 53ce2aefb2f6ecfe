//! Attributes in generated code: one short call each, because what these cost to compile is the number of calls.

use super::Attribute;
use crate::dictionary::{DataType, Definition, Flags, Parent, Vendor};

/// An attribute directly in the packet: its data type and flags as in the table.
#[doc(hidden)]
#[must_use]
pub const fn packet<T: ?Sized, P>(
    name: &'static str,
    number: u32,
    data_type: u8,
    flags: u8,
) -> Attribute<T, P> {
    attribute(name, Parent::Packet, number, data_type, flags)
}

/// An attribute of a vendor.
#[doc(hidden)]
#[must_use]
pub const fn vendor<T: ?Sized, P>(
    vendor: Vendor<'static>,
    name: &'static str,
    number: u32,
    data_type: u8,
    flags: u8,
) -> Attribute<T, P> {
    attribute(name, Parent::Vendor(vendor), number, data_type, flags)
}

/// An attribute inside a TLV.
#[doc(hidden)]
#[must_use]
pub const fn tlv<T: ?Sized, P>(name: &'static str, number: u32, data_type: u8, flags: u8) -> Attribute<T, P> {
    attribute(name, Parent::Tlv, number, data_type, flags)
}

/// An attribute inside an extended attribute.
#[doc(hidden)]
#[must_use]
pub const fn extended<T: ?Sized, P>(
    outer: u8,
    name: &'static str,
    number: u32,
    data_type: u8,
    flags: u8,
) -> Attribute<T, P> {
    attribute(name, Parent::Extended(outer), number, data_type, flags)
}

/// An attribute of a vendor inside an extended attribute.
#[doc(hidden)]
#[must_use]
pub const fn extended_vendor<T: ?Sized, P>(
    outer: u8,
    vendor: Vendor<'static>,
    name: &'static str,
    number: u32,
    data_type: u8,
    flags: u8,
) -> Attribute<T, P> {
    attribute(name, Parent::ExtendedVendor(outer, vendor), number, data_type, flags)
}

const fn attribute<T: ?Sized, P>(
    name: &'static str,
    parent: Parent<'static>,
    number: u32,
    data_type: u8,
    flags: u8,
) -> Attribute<T, P> {
    let data_type = match DataType::from_code(data_type) {
        Some(data_type) => data_type,
        None => DataType::Octets,
    };
    Attribute::new(Definition { name, parent, number, data_type, flags: Flags::from_bits(flags) })
}
