//! The records of a table, by index.

use super::super::{DataType, Definition, Flags, Parent, Vendor, VendorFormat};
use super::entry::Entry;

const MAGIC: &[u8] = b"RDT2";
const VENDORS: Section<12> = Section(0);
const ATTRIBUTES: Section<ATTRIBUTE_OCTETS> = Section(1);
const VALUES: Section<12> = Section(2);
pub(super) const NAMES: Section<4> = Section(3);
pub(super) const NUMBERS: Section<4> = Section(4);
const SPACES: Section<12> = Section(5);
const ALIASES: Section<12> = Section(6);

const ATTRIBUTE_OCTETS: usize = 32;

/// Added to the index of a vendor's space that an alias names.
const OF_VENDOR: u32 = 1 << 31;

/// The space of the packet.
pub(super) const PACKET: u32 = 0;

/// A section of the table, by its place in the header, with entries of `N` octets.
#[derive(Clone, Copy)]
pub(super) struct Section<const N: usize>(usize);

/// What stands in a space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Packet,
    Vendor,
    Tlv,
    Extended,
    Vendors,
    ExtendedVendor,
    Struct,
    Union,
}

/// What attributes stand in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Space {
    /// The space that it is in.
    pub(super) parent: u32,
    /// Its number there.
    pub(super) number: u32,
    pub(super) kind: Kind,
}

/// What an alias is a name of.
#[derive(Clone, Copy, Debug)]
pub(super) enum Target {
    Attribute(u32),
    /// The space of a vendor.
    Vendor(u32),
}

/// A further name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Alias<'a> {
    pub(super) name: &'a str,
    pub(super) target: Target,
}

/// The octets of a table; none if they do not start like one.
#[derive(Clone, Copy)]
pub(super) struct Table<'a> {
    bytes: &'a [u8],
}

impl<'a> Table<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes: if bytes.starts_with(MAGIC) { bytes } else { &[] } }
    }

    pub(super) fn section<const N: usize>(self, section: Section<N>) -> &'a [[u8; N]] {
        let header = self.bytes.get(MAGIC.len() + section.0 * 8..);
        let found = header.and_then(|header| {
            let (offset, header) = take_u32(header)?;
            let (count, _) = take_u32(header)?;
            let length = (count as usize).checked_mul(N)?;
            self.bytes.get(offset as usize..)?.get(..length)
        });
        found.unwrap_or_default().as_chunks().0
    }

    pub(super) fn vendors(self) -> impl Iterator<Item = Vendor<'a>> {
        self.section(VENDORS).iter().filter_map(move |record| self.vendor(record))
    }

    pub(super) fn entries(self) -> impl Iterator<Item = Entry<'a>> {
        self.section(ATTRIBUTES).iter().filter_map(move |record| self.entry(record))
    }

    /// The attributes that have aliases, with these.
    pub(super) fn aliases(self) -> impl Iterator<Item = (&'a str, Entry<'a>)> {
        let aliases = self.section(ALIASES).iter().filter_map(move |record| self.alias(record));
        aliases.filter_map(move |alias| match alias.target {
            Target::Attribute(index) => Some((alias.name, self.attribute_of_index(index)?)),
            Target::Vendor(_) => None,
        })
    }

    pub(super) fn attribute_of_index(self, index: u32) -> Option<Entry<'a>> {
        self.entry(self.section(ATTRIBUTES).get(index as usize)?)
    }

    /// An attribute or an alias, as names count them.
    pub(super) fn name_of_index(self, index: u32) -> Option<(&'a str, u32)> {
        let (name, space) = match self.section(ATTRIBUTES).get(index as usize) {
            Some(record) => {
                let &[a, b, c, d, _, _, _, _, _, _, _, _, e, f, g, h, ..] = record;
                (u32::from_le_bytes([a, b, c, d]), u32::from_le_bytes([e, f, g, h]))
            }
            None => {
                let &[a, b, c, d, e, f, g, h, ..] = self.alias_record(index)?;
                (u32::from_le_bytes([a, b, c, d]), u32::from_le_bytes([e, f, g, h]))
            }
        };
        Some((self.name(name)?, space))
    }

    /// The alias that names count behind the attributes.
    pub(super) fn alias_of_index(self, index: u32) -> Option<Alias<'a>> {
        self.alias(self.alias_record(index)?)
    }

    fn alias_record(self, index: u32) -> Option<&'a [u8; 12]> {
        let index = (index as usize).checked_sub(self.section(ATTRIBUTES).len())?;
        self.section(ALIASES).get(index)
    }

    fn alias(self, record: &[u8; 12]) -> Option<Alias<'a>> {
        let &[a, b, c, d, _, _, _, _, e, f, g, h] = record;
        let (name, target) = (u32::from_le_bytes([a, b, c, d]), u32::from_le_bytes([e, f, g, h]));
        let target = match target.checked_sub(OF_VENDOR) {
            Some(vendor) => Target::Vendor(vendor),
            None => Target::Attribute(target),
        };
        Some(Alias { name: self.name(name)?, target })
    }

    /// Space and number of an attribute.
    pub(super) fn place_of_index(self, index: u32) -> Option<(u32, u32)> {
        let &[_, _, _, _, a, b, c, d, _, _, _, _, e, f, g, h, ..] =
            self.section(ATTRIBUTES).get(index as usize)?;
        Some((u32::from_le_bytes([e, f, g, h]), u32::from_le_bytes([a, b, c, d])))
    }

    fn name(self, offset: u32) -> Option<&'a str> {
        std::str::from_utf8(self.octets(offset)?).ok()
    }

    /// What stands behind an octet of length.
    fn octets(self, offset: u32) -> Option<&'a [u8]> {
        let (&length, octets) = self.bytes.get(offset as usize..)?.split_first()?;
        octets.get(..usize::from(length))
    }

    pub(super) fn vendor_of_index(self, index: u32) -> Option<Vendor<'a>> {
        self.vendor(self.section(VENDORS).get(index as usize)?)
    }

    fn vendor(self, record: &[u8]) -> Option<Vendor<'a>> {
        let (name, rest) = take_u32(record)?;
        let (pen, rest) = take_u32(rest)?;
        let &[type_octets, length_octets, continuation, _] = rest else { return None };
        let format = VendorFormat { type_octets, length_octets, continuation: continuation != 0 };
        Some(Vendor::new(self.name(name)?, pen, format))
    }

    pub(super) fn space(self, index: u32) -> Option<Space> {
        let (parent, rest) = take_u32(self.section(SPACES).get(index as usize)?)?;
        let (number, rest) = take_u32(rest)?;
        let kind = match *rest.first()? {
            0 => Kind::Packet,
            1 => Kind::Vendor,
            2 => Kind::Tlv,
            3 => Kind::Extended,
            4 => Kind::Vendors,
            5 => Kind::ExtendedVendor,
            6 => Kind::Struct,
            7 => Kind::Union,
            _ => return None,
        };
        Some(Space { parent, number, kind })
    }

    /// The space of this number in another.
    pub(super) fn space_in(self, parent: u32, number: u32) -> Option<u32> {
        let spaces = self.section(SPACES);
        // The first one is the packet, which is in nothing.
        let rest = spaces.get(1..)?;
        let key = |record: &[u8; 12]| take_u32(record).and_then(|(at, rest)| Some((at, take_u32(rest)?.0)));
        let found = rest.binary_search_by_key(&Some((parent, number)), key).ok()?;
        u32::try_from(found + 1).ok()
    }

    /// The space that these numbers lead to.
    pub(super) fn space_at(self, path: &[u32]) -> Option<u32> {
        path.iter().try_fold(PACKET, |space, &number| self.space_in(space, number))
    }

    /// What an attribute in this space stands in.
    fn parent(self, space: u32, vendor: Option<Vendor<'a>>) -> Option<Parent<'a>> {
        let octet = |number: u32| u8::try_from(number).ok();
        let Space { parent, number, kind } = self.space(space)?;
        match kind {
            Kind::Packet => Some(Parent::Packet),
            Kind::Vendor => vendor.map(Parent::Vendor),
            Kind::Tlv => Some(Parent::Tlv),
            Kind::Extended => octet(number).map(Parent::Extended),
            Kind::ExtendedVendor => {
                let extended = self.space(self.space(parent)?.parent)?;
                Some(Parent::ExtendedVendor(octet(extended.number)?, vendor?))
            }
            Kind::Struct => Some(Parent::Struct),
            Kind::Union => Some(Parent::Union),
            Kind::Vendors => None,
        }
    }

    fn entry(self, record: &[u8]) -> Option<Entry<'a>> {
        let (name, rest) = take_u32(record)?;
        let (number, rest) = take_u32(rest)?;
        let (vendor, rest) = take_u32(rest)?;
        let (space, rest) = take_u32(rest)?;
        let (first, rest) = take_u32(rest)?;
        let (count, rest) = take_u32(rest)?;
        let &[data_type, flags, state, prefix, length_low, length_high, extra_low, extra_high] = rest else {
            return None;
        };
        let vendor = vendor.checked_sub(1).and_then(|index| self.vendor_of_index(index));
        let parent = self.parent(space, vendor)?;
        let definition = Definition {
            name: self.name(name)?,
            parent,
            number,
            data_type: DataType::from_code(data_type)?,
            flags: Flags::from_bits(flags),
        };
        let values =
            self.section(VALUES).get(first as usize..).and_then(|values| values.get(..count as usize));
        Some(Entry {
            definition,
            space,
            state,
            prefix,
            length: u16::from_le_bytes([length_low, length_high]),
            extra: [extra_low, extra_high],
            table: self,
            values: values.unwrap_or_default(),
        })
    }

    pub(super) fn value(self, record: &[u8; 12]) -> Option<(&'a str, u64)> {
        let (name, _) = take_u32(record)?;
        Some((self.name(name)?, value_number(record)))
    }

    pub(super) fn octet_value(self, record: &[u8; 12]) -> Option<(&'a str, &'a [u8])> {
        let (name, rest) = take_u32(record)?;
        let (octets, _) = take_u32(rest)?;
        Some((self.name(name)?, self.octets(octets)?))
    }
}

fn take_u32(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let (number, rest) = bytes.split_first_chunk()?;
    Some((u32::from_le_bytes(*number), rest))
}

pub(super) const fn value_number(&[_, _, _, _, number @ ..]: &[u8; 12]) -> u64 {
    u64::from_le_bytes(number)
}
