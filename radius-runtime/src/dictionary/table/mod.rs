//! A dictionary at run time: one byte string, in which names, numbers and values are looked up.
//!
//! # Format
//!
//! Everything is little endian; offsets count from the first octet of the table. Anything that does not fit the
//! format is treated as if it were not there, so that no octets whatever can make a look-up panic.
//!
//! | octets | header |
//! |---|---|
//! | 4 | `RDT2` |
//! | 7 × 8 | offset and number of entries of: vendors, attributes, values, names, numbers, spaces, aliases |
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
//! | 1 | bit 0: stands for its number; bit 1: never on the wire; bit 2: a value of another length is invalid; bit 3: values are octets |
//! | 1 | octets of the length in front of the value, or 0 |
//! | 2 | length of the value in octets, of bit fields in bits, or 0 |
//! | 2 | what such a length counts more; of unions the number of the key member; of times the unit (0 none, 1 nanoseconds, 2 microseconds, 3 milliseconds, 4 centiseconds, 5 seconds, 6 minutes, 7 hours, 8 days, 9 weeks, 10 months, 11 years), then octets, with bit 7 for a sign |
//!
//! | octets | value: within an attribute by number, of equal numbers the name to print first |
//! |---|---|
//! | 4 | offset of the name |
//! | 8 | number, or where values are octets, the offset of one octet of length and these |
//!
//! | octets | space: in what attributes stand, by parent and number; the first one is the packet |
//! |---|---|
//! | 4 | index of the space that it is in |
//! | 4 | number of the attribute that it is, or the Private Enterprise Number of the vendor |
//! | 1 | 0 packet, 1 vendor, 2 TLV, 3 extended attribute, 4 vendors of an attribute, 5 vendor in an extended attribute, 6 struct, 7 union |
//! | 3 | unused |
//!
//! The members of a struct have its space, numbered from 1, and the branches of a union, numbered by key.
//!
//! | octets | alias |
//! |---|---|
//! | 4 | offset of the name |
//! | 4 | space that the name is known in: index |
//! | 4 | index of the attribute, or of the space of a vendor plus 2^31 |
//!
//! Names and numbers are hash tables with linear probing and a power of two as size: entries of 4 octets, the index of
//! an attribute plus one, or 0 where free. Names go on behind the attributes with the aliases. The hash is FNV-1a of 32
//! bits, for names over the lower-case name, for numbers over the index of the space and the number in 4 octets each.
//! Numbers hold only what stands for its number and is on the wire.
//!
//! A name is one octet of length and UTF-8 text. Names are not repeated.

mod entry;
mod names;
mod record;

pub use entry::Entry;

use std::borrow::Cow;
use std::fmt;

use super::Vendor;
use names::nearest;
use record::Table;

/// Every vendor, attribute and value name of compiled dictionaries, to look up, to print and to parse.
///
/// `include_dictionary!` and radius-build make one as `DICTIONARY`. One that is read at run time is of the same type:
/// `radius_build::read_table` gives the table, and `Dictionary::from` takes it, so that tools and proxies can print and parse
/// attributes that nobody compiled in. The example `run_time_dictionary` is such a tool.
///
/// # Names
///
/// Wherever an attribute is named, case does not matter, and the name is
///
/// * the attribute's own, such as `User-Name` or `Cisco-AVPair`. FreeRADIUS 4 gives several attributes one name, each in
///   another place. Then the one directly in the packet is meant, or else the only one that a vendor has or that stands in
///   an extended attribute, or else the only one in a TLV or a struct. If there are several of these, the name alone means
///   nothing;
/// * or the names on the way to it, such as `Vendor-Specific.Cisco.AVPair`, in which numbers may stand for names:
///   `26.9.1`, and the union that a branch stands in may be left out;
/// * or an alias of these, also on the way: `Cisco.AVPair`.
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

    /// The attribute of this name, which may be the names on the way to it: see [names](Self#names).
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<Entry<'_>> {
        self.tables().find_map(|table| table.attribute(name))
    }

    /// Every attribute that this name alone may mean: more than one where [`attribute`](Self::attribute) finds none because
    /// they stand in different places.
    pub fn attributes_named(&self, name: &str) -> impl Iterator<Item = Entry<'_>> {
        self.tables().flat_map(move |table| table.named(name)).map(|(entry, _)| entry)
    }

    /// The attribute of this name inside of another, a TLV or a struct, that is given by the [path](Entry::path) to it.
    #[must_use]
    pub fn attribute_in(&self, container: &[u32], name: &str) -> Option<Entry<'_>> {
        self.tables().find_map(|table| table.step(table.space_at(container)?, name)?.attribute())
    }

    /// The attribute at this place, given by the numbers on the way to it: `[1]`, `[26, 9, 1]` for the attribute 1 of
    /// vendor 9, `[241, 1]` for one inside an extended attribute, `[26, 24757, 1, 1]` for one inside a vendor's TLV. The
    /// members of a struct count from 1. Of several names for it, the one to print.
    #[must_use]
    pub fn attribute_at(&self, path: &[u32]) -> Option<Entry<'_>> {
        let (&number, spaces) = path.split_last()?;
        self.tables().find_map(|table| table.number(table.space_at(spaces)?, number))
    }

    /// The shortest name by which [`attribute`](Self::attribute) finds this entry: its own, or where that may mean another,
    /// the names on the way to it.
    #[must_use]
    pub fn name_of<'e>(&self, entry: &Entry<'e>) -> Cow<'e, str> {
        let name = entry.definition().name;
        let is_found = |found: Entry<'_>| found.has_name(name) && found.path() == entry.path();
        if self.attribute(name).is_some_and(is_found) {
            Cow::Borrowed(name)
        } else {
            Cow::Owned(entry.full_name())
        }
    }

    /// Every attribute in the order of definition, also those that do not stand for their number.
    pub fn attributes(&self) -> impl Iterator<Item = Entry<'_>> {
        self.tables().flat_map(Table::entries)
    }

    /// Every alias (`ALIAS` in the dictionary) of an attribute, with the attribute.
    pub fn aliases(&self) -> impl Iterator<Item = (&str, Entry<'_>)> {
        self.tables().flat_map(Table::aliases)
    }

    /// The vendor of this Private Enterprise Number. Of several names for it, the last one.
    #[must_use]
    pub fn vendor(&self, pen: u32) -> Option<Vendor<'_>> {
        self.tables().find_map(|table| table.vendors().filter(|vendor| vendor.pen == pen).last())
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
        let names = self.attributes().map(|entry| entry.definition().name);
        nearest(name, names.chain(self.aliases().map(|(name, _)| name)))
    }

    /// The tables that are searched, one after the other.
    fn tables(&self) -> impl Iterator<Item = Table<'_>> {
        let mut rest = vec![self];
        std::iter::from_fn(move || {
            let next = rest.pop()?;
            rest.extend(next.others.iter().rev());
            Some(Table::new(&next.bytes))
        })
    }
}

impl Default for Dictionary<'_> {
    fn default() -> Self {
        Self::from_bytes(&[])
    }
}

impl From<Vec<u8>> for Dictionary<'static> {
    /// A dictionary from a table that was made at run time, as by `radius_build::read_table`.
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
