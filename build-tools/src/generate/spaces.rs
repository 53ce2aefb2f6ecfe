//! The tree that attributes stand in: the packet, vendors, TLVs, extended attributes.

use std::collections::{BTreeMap, HashMap};

use super::table::push;
use crate::model::{Attribute, AttributeId, DataType, Dictionary, Parent, VendorId};

/// The number of Vendor-Specific, in which the vendors stand.
const VENDOR_SPECIFIC: u32 = 26;

/// What stands in a space; the codes are those of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Packet = 0,
    Vendor = 1,
    Tlv = 2,
    Extended = 3,
    Vendors = 4,
    ExtendedVendor = 5,
    Struct = 6,
    Union = 7,
}

/// Added to the index of what has no number, so that it has one among the spaces.
const UNNUMBERED: u32 = 1 << 31;

/// Every space of a dictionary by the numbers on the way to it, those nearer to the packet first, so that a space stands
/// behind the one that it is in.
pub(super) struct Spaces<'a> {
    dictionary: &'a Dictionary,
    by_path: BTreeMap<(usize, Vec<u32>), Kind>,
    indexes: HashMap<Vec<u32>, u32>,
}

impl<'a> Spaces<'a> {
    pub(super) fn new(dictionary: &'a Dictionary) -> Self {
        let by_path = BTreeMap::from([((0, Vec::new()), Kind::Packet)]);
        let mut spaces = Self { dictionary, by_path, indexes: HashMap::new() };
        let parents = dictionary.attributes.iter().map(|attribute| attribute.parent);
        for parent in parents.chain(dictionary.aliases.iter().map(|alias| alias.parent)) {
            spaces.add(parent);
        }
        spaces.indexes = spaces.by_path.keys().map(|(_, path)| path.clone()).zip(0..).collect();
        spaces
    }

    fn add(&mut self, parent: Parent) {
        let path = self.path(parent);
        let kind = match parent {
            Parent::Packet => return,
            Parent::Vendor(_) => {
                self.by_path.insert((1, vec![VENDOR_SPECIFIC]), Kind::Vendors);
                Kind::Vendor
            }
            Parent::ExtendedVendor(evs, _) => {
                self.add(Parent::Attribute(evs));
                Kind::ExtendedVendor
            }
            Parent::Attribute(AttributeId(id)) => {
                let Some(attribute) = self.dictionary.attributes.get(id) else { return };
                self.add(attribute.parent);
                match attribute.data_type {
                    DataType::Extended | DataType::LongExtended => Kind::Extended,
                    DataType::ExtendedVendorSpecific | DataType::Vsa => Kind::Vendors,
                    DataType::Struct => Kind::Struct,
                    DataType::Union => Kind::Union,
                    _ => Kind::Tlv,
                }
            }
        };
        self.by_path.insert((path.len(), path), kind);
    }

    /// The numbers on the way to what stands in this parent.
    pub(super) fn path(&self, parent: Parent) -> Vec<u32> {
        let pen = |VendorId(id)| self.dictionary.vendors.get(id).map_or(0, |vendor| vendor.pen);
        match parent {
            Parent::Packet => Vec::new(),
            Parent::Vendor(vendor) => vec![VENDOR_SPECIFIC, pen(vendor)],
            Parent::ExtendedVendor(evs, vendor) => {
                let mut path = self.path(Parent::Attribute(evs));
                path.push(pen(vendor));
                path
            }
            Parent::Attribute(AttributeId(id)) => {
                let Some(attribute) = self.dictionary.attributes.get(id) else { return Vec::new() };
                let mut path = self.path(attribute.parent);
                path.push(if attribute.by_name {
                    UNNUMBERED | u32::try_from(id).unwrap_or_default()
                } else {
                    attribute.number
                });
                path
            }
        }
    }

    /// What an attribute is, by the numbers on the way to it.
    pub(super) fn describe(&self, attribute: &Attribute) -> String {
        let oid = self.dictionary.oid(attribute);
        let mut steps = oid.splitn(3, '.');
        match (steps.next(), steps.next(), steps.next()) {
            (Some("26"), Some(_), Some(rest)) => format!("vendor attribute {rest}"),
            _ => format!("attribute {oid}"),
        }
    }

    /// The index of a parent's space.
    pub(super) fn of(&self, parent: Parent) -> u32 {
        self.at(&self.path(parent))
    }

    fn at(&self, path: &[u32]) -> u32 {
        self.indexes.get(path).copied().unwrap_or_default()
    }

    pub(super) fn len(&self) -> usize {
        self.by_path.len()
    }

    /// The records of the table.
    pub(super) fn records(&self) -> Vec<u8> {
        let mut records = Vec::new();
        for ((_, path), kind) in &self.by_path {
            let (number, parent) =
                path.split_last().map_or((0, &[][..]), |(number, parent)| (*number, parent));
            push(&mut records, self.at(parent));
            push(&mut records, number);
            records.extend([*kind as u8, 0, 0, 0]);
        }
        records
    }
}
