//! Definitions in generated code: one short call each.

use super::{DataType, Definition, Flags, Parent, Vendor};

/// The definition of an attribute directly in the packet, for generated code: its data type and flags as in the table.
#[doc(hidden)]
#[must_use]
pub const fn packet(name: &str, number: u32, data_type: u8, flags: u8) -> Definition<'_> {
    definition(name, Parent::Packet, number, data_type, flags)
}

/// The definition of a vendor's attribute, for generated code.
#[doc(hidden)]
#[must_use]
pub const fn vendor<'a>(
    vendor: Vendor<'a>,
    name: &'a str,
    number: u32,
    data_type: u8,
    flags: u8,
) -> Definition<'a> {
    definition(name, Parent::Vendor(vendor), number, data_type, flags)
}

/// The definition of an attribute inside a TLV, for generated code.
#[doc(hidden)]
#[must_use]
pub const fn tlv(name: &str, number: u32, data_type: u8, flags: u8) -> Definition<'_> {
    definition(name, Parent::Tlv, number, data_type, flags)
}

/// The definition of an attribute inside an extended attribute, for generated code.
#[doc(hidden)]
#[must_use]
pub const fn extended(outer: u8, name: &str, number: u32, data_type: u8, flags: u8) -> Definition<'_> {
    definition(name, Parent::Extended(outer), number, data_type, flags)
}

/// The definition of a vendor's attribute inside an extended attribute, for generated code.
#[doc(hidden)]
#[must_use]
pub const fn extended_vendor<'a>(
    outer: u8,
    vendor: Vendor<'a>,
    name: &'a str,
    number: u32,
    data_type: u8,
    flags: u8,
) -> Definition<'a> {
    definition(name, Parent::ExtendedVendor(outer, vendor), number, data_type, flags)
}

const fn definition<'a>(
    name: &'a str,
    parent: Parent<'a>,
    number: u32,
    data_type: u8,
    flags: u8,
) -> Definition<'a> {
    let data_type = match DataType::from_code(data_type) {
        Some(data_type) => data_type,
        None => DataType::Octets,
    };
    Definition { name, parent, number, data_type, flags: Flags::from_bits(flags) }
}
