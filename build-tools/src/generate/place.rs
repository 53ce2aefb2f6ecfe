//! Where attributes stand on the wire, as generated code says it.

use crate::model::{Attribute, AttributeId, DataType, Dictionary, Parent, VendorId};

/// The place of the attributes of one parent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    kind: Kind,
    /// Whether a value may be longer than one attribute, and then goes on in the next.
    pub(super) is_long: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Packet,
    Vendor,
    Tlv,
    /// With the number of the extended attribute.
    Extended(u32),
    ExtendedVendor(u32),
}

impl Place {
    pub(super) fn of(dictionary: &Dictionary, parent: Parent) -> Self {
        let attribute = |AttributeId(id)| dictionary.attributes.get(id);
        let is_long = |container: Option<&Attribute>| {
            container.is_some_and(|container| container.data_type == DataType::LongExtended)
        };
        let number = |container: Option<&Attribute>| container.map_or(0, |container| container.number);
        match parent {
            Parent::Packet => Self { kind: Kind::Packet, is_long: false },
            Parent::Vendor(VendorId(id)) => {
                let vendor = dictionary.vendors.get(id);
                Self { kind: Kind::Vendor, is_long: vendor.is_some_and(|vendor| vendor.format.continuation) }
            }
            Parent::ExtendedVendor(evs, _) => {
                let container = match attribute(evs).map(|evs| evs.parent) {
                    Some(Parent::Attribute(container)) => attribute(container),
                    _ => None,
                };
                Self { kind: Kind::ExtendedVendor(number(container)), is_long: is_long(container) }
            }
            Parent::Attribute(id) => match attribute(id) {
                Some(Attribute { data_type: DataType::Tlv, .. }) | None => {
                    Self { kind: Kind::Tlv, is_long: false }
                }
                container => Self { kind: Kind::Extended(number(container)), is_long: is_long(container) },
            },
        }
    }

    /// The function of radius-runtime that makes an attribute there, and its first arguments.
    pub(super) fn constructor(self) -> String {
        match self.kind {
            Kind::Packet => "packet(".to_owned(),
            Kind::Vendor => "vendor(VENDOR, ".to_owned(),
            Kind::Tlv => "tlv(".to_owned(),
            Kind::Extended(outer) => format!("extended({outer}, "),
            Kind::ExtendedVendor(outer) => format!("extended_vendor({outer}, VENDOR, "),
        }
    }
}
