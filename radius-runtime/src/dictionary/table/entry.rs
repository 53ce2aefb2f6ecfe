//! One attribute of a dictionary.

use std::fmt;

use super::super::{DataType, Definition, Prefix, TimeFormat};
use super::names::nearest;
use super::record::{Kind, Table, value_number};

const CANONICAL: u8 = 1;
const INTERNAL: u8 = 2;
const EXACT: u8 = 4;
const VALUES_ARE_OCTETS: u8 = 8;

/// An attribute in a [`Dictionary`](super::Dictionary).
#[derive(Clone, Copy)]
pub struct Entry<'a> {
    pub(super) definition: Definition<'a>,
    pub(super) space: u32,
    pub(super) state: u8,
    pub(super) prefix: u8,
    pub(super) length: u16,
    pub(super) extra: [u8; 2],
    pub(super) table: Table<'a>,
    pub(super) values: &'a [[u8; 12]],
}

impl<'a> Entry<'a> {
    /// What the dictionary says of the attribute.
    #[must_use]
    pub const fn definition(&self) -> Definition<'a> {
        self.definition
    }

    /// The numbers on the way to it, its own last: what [`Dictionary::attribute_at`](super::Dictionary::attribute_at) takes.
    #[must_use]
    pub fn path(&self) -> Vec<u32> {
        let mut path = vec![self.definition.number];
        let mut space = self.space;
        // A space stands behind the one that it is in, so this ends.
        while let Some(outer) = self.table.space(space).filter(|outer| outer.parent < space) {
            path.push(outer.number);
            space = outer.parent;
        }
        path.reverse();
        path
    }

    /// The names on the way to it, its own last, with dots between them: `Vendor-Specific.Cisco.AVPair`. A number stands
    /// where there is no name.
    #[must_use]
    pub fn full_name(&self) -> String {
        let mut names = vec![self.definition.name.to_owned()];
        let mut space = self.space;
        while let Some(outer) = self.table.space(space).filter(|outer| outer.parent < space) {
            let name = match outer.kind {
                Kind::Vendor | Kind::ExtendedVendor => {
                    let vendors = self.table.vendors().filter(|vendor| vendor.pen == outer.number);
                    vendors.last().map(|vendor| vendor.name)
                }
                _ => self.table.number(outer.parent, outer.number).map(|outer| outer.definition.name),
            };
            names.push(name.map_or_else(|| outer.number.to_string(), str::to_owned));
            space = outer.parent;
        }
        names.reverse();
        names.join(".")
    }

    /// The space of what stands in it.
    pub(super) fn own_space(&self) -> Option<u32> {
        self.table.space_in(self.space, self.definition.number)
    }

    /// Whether two are the same definition.
    pub(super) fn is_same_as(&self, other: &Self) -> bool {
        (self.space, self.definition) == (other.space, other.definition)
    }

    /// Whether this is its name. Case does not matter.
    pub(super) fn has_name(&self, name: &str) -> bool {
        self.definition.name.eq_ignore_ascii_case(name)
    }

    /// The members of a struct in the order of the wire.
    pub fn members(&self) -> impl Iterator<Item = Self> + use<'a> {
        let table = self.table;
        let space = self.own_space().filter(|_| self.definition.data_type == DataType::Struct);
        space.into_iter().flat_map(move |space| (1..).map_while(move |place| table.number(space, place)))
    }

    /// The attribute of this number inside: the branch of a union for a key, the child of a TLV.
    #[must_use]
    pub fn inside(&self, number: u32) -> Option<Self> {
        self.table.number(self.own_space()?, number)
    }

    /// The place of the member whose value chooses the branch, of a union.
    #[must_use]
    pub fn key(&self) -> Option<u32> {
        (self.definition.data_type == DataType::Union).then(|| u16::from_le_bytes(self.extra).into())
    }

    /// `octets[N]`, `string[N]`, `struct[N]`, `union[N]`: the length of the value in octets. `bit[N]`: in bits.
    #[must_use]
    pub fn length(&self) -> Option<u16> {
        (self.length != 0).then_some(self.length)
    }

    /// Whether a value of another [length](Self::length) is invalid, as in dictionaries of FreeRADIUS 4. In those of
    /// FreeRADIUS 3 it is a remark.
    #[must_use]
    pub const fn is_exact(&self) -> bool {
        self.state & EXACT != 0
    }

    /// How a `date` or a `time_delta` stands on the wire, unless it is whole seconds in four octets.
    #[must_use]
    pub fn time_format(&self) -> Option<TimeFormat> {
        let is_time = matches!(self.definition.data_type, DataType::Date | DataType::TimeDelta);
        TimeFormat::from_code(self.extra).filter(|_| is_time)
    }

    /// The length that stands in front of the value, if one does.
    #[must_use]
    pub fn prefix(&self) -> Option<Prefix> {
        (self.prefix != 0).then(|| Prefix { octets: self.prefix, offset: self.extra[0] })
    }

    /// Whether it stands for its number. Other names for the number can be written, but are not printed.
    #[must_use]
    pub const fn is_canonical(&self) -> bool {
        self.state & CANONICAL != 0
    }

    /// Whether it is used inside a server only and never on the wire.
    #[must_use]
    pub const fn is_internal(&self) -> bool {
        self.state & INTERNAL != 0
    }

    /// Every named value that is a number with it, by number; of several names for one number the one to print first. A
    /// negative one is in two's complement of 64 bits.
    pub fn values(&self) -> impl Iterator<Item = (&'a str, u64)> + use<'a> {
        let table = self.table;
        self.numbered().iter().filter_map(move |record| table.value(record))
    }

    /// Every named value that is no number, such as an address, with its octets on the wire (FreeRADIUS 4); of several names
    /// for one value the one to print first.
    pub fn octet_values(&self) -> impl Iterator<Item = (&'a str, &'a [u8])> + use<'a> {
        let table = self.table;
        let records = if self.state & VALUES_ARE_OCTETS != 0 { self.values } else { &[] };
        records.iter().filter_map(move |record| table.octet_value(record))
    }

    /// Whether some of its values have names.
    #[must_use]
    pub const fn has_named_values(&self) -> bool {
        !self.values.is_empty()
    }

    /// The named values that are numbers.
    const fn numbered(&self) -> &'a [[u8; 12]] {
        if self.state & VALUES_ARE_OCTETS == 0 { self.values } else { &[] }
    }

    /// The name to print for a value.
    #[must_use]
    pub fn value_name(&self, number: u64) -> Option<&'a str> {
        let values = self.numbered();
        let first = values.partition_point(|record| value_number(record) < number);
        let (name, found) = self.table.value(values.get(first)?)?;
        (found == number).then_some(name)
    }

    /// The name to print for a value that is no number, given by its octets on the wire.
    #[must_use]
    pub fn octets_name(&self, octets: &[u8]) -> Option<&'a str> {
        self.octet_values().find(|(_, known)| *known == octets).map(|(name, _)| name)
    }

    /// The octets of a named value that is no number, by any of its names. Case does not matter.
    #[must_use]
    pub fn value_octets(&self, name: &str) -> Option<&'a [u8]> {
        self.octet_values().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, octets)| octets)
    }

    /// The number of a named value, by any of its names. Case does not matter.
    #[must_use]
    pub fn value_number(&self, name: &str) -> Option<u64> {
        self.values().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, number)| number)
    }

    /// The value name nearest to one that is not there: for "did you mean".
    #[must_use]
    pub fn suggest_value(&self, name: &str) -> Option<&'a str> {
        nearest(
            name,
            self.values().map(|(known, _)| known).chain(self.octet_values().map(|(known, _)| known)),
        )
    }
}

impl fmt::Debug for Entry<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entry")
            .field("definition", &self.definition)
            .field("is_canonical", &self.is_canonical())
            .field("is_internal", &self.is_internal())
            .field("values", &self.values.len())
            .finish()
    }
}
