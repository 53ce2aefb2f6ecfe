//! A dictionary at run time: one byte string, in which names, numbers and values are looked up.
//!
//! # Format
//!
//! Everything is little endian; offsets count from the first octet of the table. Anything that does not fit the
//! format is treated as if it were not there, so that no octets whatever can make a look-up panic.
//!
//! | octets | header |
//! |---|---|
//! | 4 | `RDT1` |
//! | 6 × 8 | offset and number of entries of: vendors, attributes, values, names, numbers, spaces |
//!
//! | octets | vendor |
//! |---|---|
//! | 4 | offset of the name |
//! | 4 | Private Enterprise Number |
//! | 1, 1 | octets of the type and the length field |
//! | 1 | 1 if a continuation octet follows them |
//! | 1 | unused |
//!
//! | octets | attribute, in the order of definition |
//! |---|---|
//! | 4 | offset of the name |
//! | 4 | number |
//! | 4 | vendor: index plus one, or 0 |
//! | 4 | space that it stands in: index |
//! | 4, 4 | index of the first value, number of values |
//! | 1 | data type (the codes of [`DataType`]) |
//! | 1 | flags (the bits of [`Flags`]) |
//! | 1 | bit 0: stands for its number; bit 1: never on the wire |
//! | 1 | unused |
//!
//! | octets | value: within an attribute by number, of equal numbers the name to print first |
//! |---|---|
//! | 4 | offset of the name |
//! | 8 | number |
//!
//! | octets | space: in what attributes stand, by parent and number; the first one is the packet |
//! |---|---|
//! | 4 | index of the space that it is in |
//! | 4 | number of the attribute that it is, or the Private Enterprise Number of the vendor |
//! | 1 | 0 packet, 1 vendor, 2 TLV, 3 extended attribute, 4 vendors of an attribute, 5 vendor in an extended attribute |
//! | 3 | unused |
//!
//! Names and numbers are hash tables with linear probing and a power of two as size: entries of 4 octets, the index of
//! an attribute plus one, or 0 where free. The hash is FNV-1a of 32 bits, for names over the lower-case name, for
//! numbers over the index of the space and the number in 4 octets each. Numbers hold only what stands for its number
//! and is on the wire.
//!
//! A name is one octet of length and UTF-8 text. Names are not repeated.

use std::borrow::Cow;
use std::fmt;

use super::{DataType, Definition, Flags, Parent, Vendor, VendorFormat};

const MAGIC: &[u8] = b"RDT1";
const VENDORS: Section<12> = Section(0);
const ATTRIBUTES: Section<28> = Section(1);
const VALUES: Section<12> = Section(2);
const NAMES: Section<4> = Section(3);
const NUMBERS: Section<4> = Section(4);
const SPACES: Section<12> = Section(5);

const CANONICAL: u8 = 1;
const INTERNAL: u8 = 2;

/// Every vendor, attribute and value name of compiled dictionaries, to look up, to print and to parse.
///
/// `include_dictionary!` and radius-build make one as `DICTIONARY`.
#[derive(Clone)]
pub struct Dictionary<'a> {
    bytes: Cow<'a, [u8]>,
    /// Dictionaries that are searched behind this one.
    others: &'a [&'a Self],
}

impl Dictionary<'static> {
    /// A dictionary without entries.
    pub const EMPTY: Self = Self::from_bytes(&[]);
}

impl<'a> Dictionary<'a> {
    /// A dictionary from the table that radius-build writes. Octets that are no such table make an empty dictionary.
    #[must_use]
    pub const fn from_bytes(table: &'a [u8]) -> Self {
        Self { bytes: Cow::Borrowed(table), others: &[] }
    }

    /// The table, without those of [`combined`](Self::combined) dictionaries.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Several dictionaries as one. What more than one of them define is found in the first that does.
    ///
    /// `static BOTH: Dictionary<'static> = Dictionary::combined(&[&radius_dictionaries::DICTIONARY, &acme::DICTIONARY]);`
    #[must_use]
    pub const fn combined(dictionaries: &'a [&'a Self]) -> Self {
        Self { bytes: Cow::Borrowed(&[]), others: dictionaries }
    }

    /// The attribute of this name. Case does not matter.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<Entry<'_>> {
        let hash = fnv(name.bytes().map(|octet| octet.to_ascii_lowercase()));
        let found = self.probe(NAMES, hash, |table, record| {
            let known = take_u32(record).and_then(|(offset, _)| table.name(offset));
            known.is_some_and(|known| known.eq_ignore_ascii_case(name))
        });
        found.or_else(|| self.others.iter().find_map(|other| other.attribute(name)))
    }

    /// The attribute at this place, given by the numbers on the way to it: `[1]`, `[26, 9, 1]` for the attribute 1 of
    /// vendor 9, `[241, 1]` for one inside an extended attribute, `[26, 24757, 1, 1]` for one inside a vendor's TLV. Of
    /// several names for it, the one to print.
    #[must_use]
    pub fn attribute_at(&self, path: &[u32]) -> Option<Entry<'_>> {
        let found = path.split_last().and_then(|(&number, spaces)| {
            let space = spaces.iter().try_fold(0, |space, &number| self.table().space_in(space, number))?;
            let hash = fnv(space.to_le_bytes().into_iter().chain(number.to_le_bytes()));
            self.probe(NUMBERS, hash, |_, record| {
                let &[_, _, _, _, a, b, c, d, _, _, _, _, e, f, g, h, ..] = record;
                u32::from_le_bytes([a, b, c, d]) == number && u32::from_le_bytes([e, f, g, h]) == space
            })
        });
        found.or_else(|| self.others.iter().find_map(|other| other.attribute_at(path)))
    }

    /// Every attribute in the order of definition, also those that do not stand for their number.
    pub fn attributes(&self) -> impl Iterator<Item = Entry<'_>> {
        self.tables().flat_map(Table::entries)
    }

    /// The vendor of this Private Enterprise Number. Of several names for it, the last one.
    #[must_use]
    pub fn vendor(&self, pen: u32) -> Option<Vendor<'_>> {
        let own = self.table().vendors().filter(|vendor| vendor.pen == pen).last();
        own.or_else(|| self.others.iter().find_map(|other| other.vendor(pen)))
    }

    /// The vendor of this name. Case does not matter.
    #[must_use]
    pub fn vendor_named(&self, name: &str) -> Option<Vendor<'_>> {
        self.vendors().find(|vendor| vendor.name.eq_ignore_ascii_case(name))
    }

    /// Every vendor in the order of definition.
    pub fn vendors(&self) -> impl Iterator<Item = Vendor<'_>> {
        self.tables().flat_map(Table::vendors)
    }

    /// The attribute name nearest to one that is not there: for "did you mean".
    #[must_use]
    pub fn suggest(&self, name: &str) -> Option<&str> {
        nearest(name, self.attributes().map(|entry| entry.definition.name))
    }

    fn table(&self) -> Table<'_> {
        Table { bytes: if self.bytes.starts_with(MAGIC) { &self.bytes } else { &[] } }
    }

    /// The tables of this dictionary and of those behind it.
    fn tables(&self) -> impl Iterator<Item = Table<'_>> {
        let mut rest = vec![self];
        std::iter::from_fn(move || {
            let next = rest.pop()?;
            rest.extend(next.others.iter().rev());
            Some(next.table())
        })
    }

    /// The first entry that a hash table has for a hash and that is the right one.
    fn probe(
        &self,
        section: Section<4>,
        hash: u32,
        is_right: impl Fn(Table<'_>, &[u8; 28]) -> bool,
    ) -> Option<Entry<'_>> {
        let table = self.table();
        let slots = table.section(section);
        let attributes = table.section(ATTRIBUTES);
        let mask = slots.len().wrapping_sub(1);
        (0..slots.len())
            .map_while(|step| {
                let slot = slots.get((hash as usize).wrapping_add(step) & mask)?;
                u32::from_le_bytes(*slot).checked_sub(1)
            })
            .filter_map(|index| attributes.get(index as usize))
            .find(|record| is_right(table, record))
            .and_then(|record| table.entry(record))
    }
}

impl Default for Dictionary<'_> {
    fn default() -> Self {
        Self::from_bytes(&[])
    }
}

impl From<Vec<u8>> for Dictionary<'static> {
    /// A dictionary from a table that was made at run time.
    fn from(table: Vec<u8>) -> Self {
        Self { bytes: Cow::Owned(table), others: &[] }
    }
}

/// How much there is of each, not what.
impl fmt::Debug for Dictionary<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dictionary")
            .field("vendors", &self.vendors().count())
            .field("attributes", &self.attributes().count())
            .finish_non_exhaustive()
    }
}

/// An attribute in a [`Dictionary`].
#[derive(Clone, Copy)]
pub struct Entry<'a> {
    definition: Definition<'a>,
    space: u32,
    state: u8,
    table: Table<'a>,
    values: &'a [[u8; 12]],
}

impl<'a> Entry<'a> {
    /// What the dictionary says of the attribute.
    #[must_use]
    pub const fn definition(&self) -> Definition<'a> {
        self.definition
    }

    /// The numbers on the way to it, its own last: what [`Dictionary::attribute_at`] takes.
    #[must_use]
    pub fn path(&self) -> Vec<u32> {
        let mut path = vec![self.definition.number];
        let mut space = self.space;
        // A space stands behind the one that it is in, so this ends.
        while let Some((parent, number, _)) = self.table.space(space).filter(|&(parent, ..)| parent < space) {
            path.push(number);
            space = parent;
        }
        path.reverse();
        path
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

    /// Every named value with its number, by number; of several names for one number the one to print first.
    pub fn values(&self) -> impl Iterator<Item = (&'a str, u64)> + use<'a> {
        let table = self.table;
        self.values.iter().filter_map(move |record| table.value(record))
    }

    /// The name to print for a value.
    #[must_use]
    pub fn value_name(&self, number: u64) -> Option<&'a str> {
        let first = self.values.partition_point(|record| value_number(record) < number);
        let (name, found) = self.table.value(self.values.get(first)?)?;
        (found == number).then_some(name)
    }

    /// The number of a named value, by any of its names. Case does not matter.
    #[must_use]
    pub fn value_number(&self, name: &str) -> Option<u64> {
        self.values().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, number)| number)
    }

    /// The value name nearest to one that is not there: for "did you mean".
    #[must_use]
    pub fn suggest_value(&self, name: &str) -> Option<&'a str> {
        nearest(name, self.values().map(|(known, _)| known))
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

/// A section of the table, by its place in the header, with entries of `N` octets.
#[derive(Clone, Copy)]
struct Section<const N: usize>(usize);

/// The octets of a table; none if they do not start like one.
#[derive(Clone, Copy)]
struct Table<'a> {
    bytes: &'a [u8],
}

impl<'a> Table<'a> {
    fn section<const N: usize>(self, section: Section<N>) -> &'a [[u8; N]] {
        let header = self.bytes.get(MAGIC.len() + section.0 * 8..);
        let found = header.and_then(|header| {
            let (offset, header) = take_u32(header)?;
            let (count, _) = take_u32(header)?;
            let length = (count as usize).checked_mul(N)?;
            self.bytes.get(offset as usize..)?.get(..length)
        });
        found.unwrap_or_default().as_chunks().0
    }

    fn vendors(self) -> impl Iterator<Item = Vendor<'a>> {
        self.section(VENDORS).iter().filter_map(move |record| self.vendor(record))
    }

    fn entries(self) -> impl Iterator<Item = Entry<'a>> {
        self.section(ATTRIBUTES).iter().filter_map(move |record| self.entry(record))
    }

    fn name(self, offset: u32) -> Option<&'a str> {
        let (&length, text) = self.bytes.get(offset as usize..)?.split_first()?;
        std::str::from_utf8(text.get(..usize::from(length))?).ok()
    }

    fn vendor(self, record: &[u8]) -> Option<Vendor<'a>> {
        let (name, rest) = take_u32(record)?;
        let (pen, rest) = take_u32(rest)?;
        let &[type_octets, length_octets, continuation, _] = rest else { return None };
        let format = VendorFormat { type_octets, length_octets, continuation: continuation != 0 };
        Some(Vendor::new(self.name(name)?, pen, format))
    }

    /// The space that this one is in, its number there and its kind.
    fn space(self, index: u32) -> Option<(u32, u32, u8)> {
        let (parent, rest) = take_u32(self.section(SPACES).get(index as usize)?)?;
        let (number, rest) = take_u32(rest)?;
        Some((parent, number, *rest.first()?))
    }

    /// The space of this number in another.
    fn space_in(self, parent: u32, number: u32) -> Option<u32> {
        let spaces = self.section(SPACES);
        // The first one is the packet, which is in nothing.
        let rest = spaces.get(1..)?;
        let key = |record: &[u8; 12]| take_u32(record).and_then(|(at, rest)| Some((at, take_u32(rest)?.0)));
        let found = rest.binary_search_by_key(&Some((parent, number)), key).ok()?;
        u32::try_from(found + 1).ok()
    }

    /// What an attribute in this space stands in.
    fn parent(self, space: u32, vendor: Option<Vendor<'a>>) -> Option<Parent<'a>> {
        let outer = |space| self.space(space).and_then(|(_, number, _)| u8::try_from(number).ok());
        let (container, _, kind) = self.space(space)?;
        match kind {
            0 => Some(Parent::Packet),
            1 => vendor.map(Parent::Vendor),
            2 => Some(Parent::Tlv),
            3 => outer(space).map(Parent::Extended),
            5 => Some(Parent::ExtendedVendor(outer(self.space(container)?.0)?, vendor?)),
            _ => None,
        }
    }

    fn entry(self, record: &[u8]) -> Option<Entry<'a>> {
        let (name, rest) = take_u32(record)?;
        let (number, rest) = take_u32(rest)?;
        let (vendor, rest) = take_u32(rest)?;
        let (space, rest) = take_u32(rest)?;
        let (first, rest) = take_u32(rest)?;
        let (count, rest) = take_u32(rest)?;
        let &[data_type, flags, state, _] = rest else { return None };
        let vendor = vendor.checked_sub(1).and_then(|index| self.section(VENDORS).get(index as usize));
        let vendor = vendor.and_then(|record| self.vendor(record));
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
        Some(Entry { definition, space, state, table: self, values: values.unwrap_or_default() })
    }

    fn value(self, record: &[u8; 12]) -> Option<(&'a str, u64)> {
        let (name, _) = take_u32(record)?;
        Some((self.name(name)?, value_number(record)))
    }
}

fn take_u32(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let (number, rest) = bytes.split_first_chunk()?;
    Some((u32::from_le_bytes(*number), rest))
}

const fn value_number(&[_, _, _, _, number @ ..]: &[u8; 12]) -> u64 {
    u64::from_le_bytes(number)
}

fn fnv(bytes: impl IntoIterator<Item = u8>) -> u32 {
    bytes.into_iter().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// The name that differs from this one in a slip or two: one, and one more for every six letters, three at most.
fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    /// Longer names are no slip of anything.
    const LONGEST: usize = 128;
    if !(3..=LONGEST).contains(&name.len()) {
        return None;
    }
    let name = name.to_ascii_lowercase();
    let allowed = (1 + name.len() / 6).min(3);
    known
        .filter(|known| known.len().abs_diff(name.len()) <= allowed)
        .map(|known| (strsim::osa_distance(&name, &known.to_ascii_lowercase()), known))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, known)| known)
}

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
