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
//! | 5 × 8 | offset and number of entries of: vendors, attributes, values, names, numbers |
//!
//! | octets | vendor |
//! |---|---|
//! | 4 | offset of the name |
//! | 4 | Private Enterprise Number |
//! | 1, 1 | octets of the type and the length field |
//! | 2 | unused |
//!
//! | octets | attribute, in the order of definition |
//! |---|---|
//! | 4 | offset of the name |
//! | 4 | number |
//! | 4 | vendor: index plus one, or 0 directly in the packet |
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
//! Names and numbers are hash tables with linear probing and a power of two as size: entries of 4 octets, the index of
//! an attribute plus one, or 0 where free. The hash is FNV-1a of 32 bits, for names over the lower-case name, for
//! numbers over the Private Enterprise Number in 8 octets (2³² directly in the packet) and the number in 4. Numbers
//! hold only what stands for its number and is on the wire.
//!
//! A name is one octet of length and UTF-8 text. Names are not repeated.

use std::borrow::Cow;
use std::fmt;

use super::{DataType, Definition, Flags, Parent, Vendor, VendorFormat};

const MAGIC: &[u8] = b"RDT1";
const VENDORS: Section<12> = Section(0);
const ATTRIBUTES: Section<24> = Section(1);
const VALUES: Section<12> = Section(2);
const NAMES: Section<4> = Section(3);
const NUMBERS: Section<4> = Section(4);

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

    /// The attribute that stands for this number: of a vendor, by its Private Enterprise Number, or directly in the
    /// packet.
    #[must_use]
    pub fn attribute_at(&self, vendor: Option<u32>, number: u32) -> Option<Entry<'_>> {
        let place = vendor.map_or(1 << 32, u64::from);
        let hash = fnv(place.to_le_bytes().into_iter().chain(number.to_le_bytes()));
        let found = self.probe(NUMBERS, hash, |table, record| {
            let &[_, _, _, _, a, b, c, d, e, f, g, h, ..] = record;
            let index = u32::from_le_bytes([e, f, g, h]).checked_sub(1);
            u32::from_le_bytes([a, b, c, d]) == number && index.and_then(|index| table.pen(index)) == vendor
        });
        found.or_else(|| self.others.iter().find_map(|other| other.attribute_at(vendor, number)))
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
        is_right: impl Fn(Table<'_>, &[u8; 24]) -> bool,
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
        let &[type_octets, length_octets, ..] = rest else { return None };
        Some(Vendor::new(self.name(name)?, pen, VendorFormat::new(type_octets, length_octets)))
    }

    /// The Private Enterprise Number of the vendor at this index.
    fn pen(self, index: u32) -> Option<u32> {
        let &[_, _, _, _, a, b, c, d, ..] = self.section(VENDORS).get(index as usize)?;
        Some(u32::from_le_bytes([a, b, c, d]))
    }

    fn entry(self, record: &[u8]) -> Option<Entry<'a>> {
        let (name, rest) = take_u32(record)?;
        let (number, rest) = take_u32(rest)?;
        let (vendor, rest) = take_u32(rest)?;
        let (first, rest) = take_u32(rest)?;
        let (count, rest) = take_u32(rest)?;
        let &[data_type, flags, state, _] = rest else { return None };
        let parent = match vendor.checked_sub(1) {
            None => Parent::Packet,
            Some(index) => Parent::Vendor(self.vendor(self.section(VENDORS).get(index as usize)?)?),
        };
        let definition = Definition {
            name: self.name(name)?,
            parent,
            number,
            data_type: DataType::from_code(data_type)?,
            flags: Flags::from_bits(flags),
        };
        let values =
            self.section(VALUES).get(first as usize..).and_then(|values| values.get(..count as usize));
        Some(Entry { definition, state, table: self, values: values.unwrap_or_default() })
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
