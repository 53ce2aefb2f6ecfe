//! Writes the byte table that `radius_runtime::dictionary::Dictionary` reads. Its format is described there.

use super::spaces::Spaces;
use super::types;
use crate::model::{
    AliasTarget, Attribute, AttributeId, DataType, Dictionary, Flags, Hiding, Parent, Precision, TimeFormat,
    ValueData, VendorFormat, VendorId,
};

/// The first octets of a table; the digit is the version of the format.
const MAGIC: [u8; 4] = *b"RDT2";
/// Octets in front of the sections: magic, then offset and count of each section.
const HEADER: usize = 4 + 7 * 8;

const CANONICAL: u8 = 1;
const INTERNAL: u8 = 2;
const EXACT: u8 = 4;
const VALUES_ARE_OCTETS: u8 = 8;

/// Added to the index of a vendor's space that an alias names.
const OF_VENDOR: u32 = 1 << 31;

/// Writes the table of a dictionary.
pub(super) fn write(dictionary: &Dictionary) -> Vec<u8> {
    let mut strings = Strings::default();
    let mut values = Vec::new();
    let mut value_count = 0;

    let mut vendors = Vec::new();
    for vendor in &dictionary.vendors {
        push(&mut vendors, strings.offset(&vendor.name));
        push(&mut vendors, vendor.pen);
        let VendorFormat { type_octets, length_octets, continuation } = vendor.format;
        vendors.extend([type_octets, length_octets, continuation.into(), 0]);
    }

    let spaces = Spaces::new(dictionary);
    let mut attributes = Vec::new();
    for attribute in &dictionary.attributes {
        let mut named: Vec<_> = attribute.values.iter().collect();
        // By number, the name to print first.
        named.sort_by_key(|value| (&value.data, !value.preferred));
        push(&mut attributes, strings.offset(&attribute.name));
        push(&mut attributes, attribute.number);
        let vendor = match attribute.parent {
            Parent::Packet | Parent::Attribute(_) => 0,
            Parent::Vendor(VendorId(id)) | Parent::ExtendedVendor(_, VendorId(id)) => index(id + 1),
        };
        push(&mut attributes, vendor);
        push(&mut attributes, spaces.of(attribute.parent));
        push(&mut attributes, value_count);
        push(&mut attributes, index(named.len()));
        let canonical = if attribute.canonical { CANONICAL } else { 0 };
        let internal = if attribute.flags.internal { INTERNAL } else { 0 };
        let exact = if attribute.exact { EXACT } else { 0 };
        let octets = match named.first().map(|value| &value.data) {
            Some(ValueData::Octets(_)) => VALUES_ARE_OCTETS,
            _ => 0,
        };
        attributes.extend([
            data_type_code(attribute.data_type),
            flag_bits(dictionary, attribute),
            canonical | internal | exact | octets,
            attribute.prefix.map_or(0, |prefix| prefix.octets),
        ]);
        attributes.extend(attribute.length.unwrap_or_default().to_le_bytes());
        attributes.extend(extra(dictionary, attribute));
        value_count += index(named.len());
        for value in named {
            push(&mut values, strings.offset(&value.name));
            let number = match &value.data {
                ValueData::Number(number) => *number,
                ValueData::Octets(octets) => strings.octets(octets).into(),
            };
            values.extend(number.to_le_bytes());
        }
    }

    let mut aliases = Vec::new();
    for alias in &dictionary.aliases {
        push(&mut aliases, strings.offset(&alias.name));
        push(&mut aliases, spaces.of(alias.parent));
        push(
            &mut aliases,
            match alias.target {
                AliasTarget::Attribute(AttributeId(id)) => index(id),
                AliasTarget::Vendor(vendor) => of_space(spaces.of(Parent::Vendor(vendor))),
                AliasTarget::ExtendedVendor(evs, vendor) => {
                    of_space(spaces.of(Parent::ExtendedVendor(evs, vendor)))
                }
            },
        );
    }

    let all = || (0..).zip(&dictionary.attributes);
    let names = dictionary.attributes.iter().map(|attribute| &attribute.name);
    let names = names.chain(dictionary.aliases.iter().map(|alias| &alias.name));
    let by_name = hash_index((0..).zip(names).map(|(at, name)| (name_hash(name), at)));
    // The last canonical definition is found first.
    let on_the_wire = |attribute: &Attribute| attribute.canonical && !attribute.flags.internal;
    let canonical: Vec<_> = all().filter(|(_, attribute)| on_the_wire(attribute)).collect();
    let by_number = hash_index(
        canonical
            .into_iter()
            .rev()
            .map(|(at, attribute)| (number_hash(spaces.of(attribute.parent), attribute.number), at)),
    );

    let sections = [
        (vendors, index(dictionary.vendors.len())),
        (attributes, index(dictionary.attributes.len())),
        (values, value_count),
        (by_name.concat(), index(by_name.len())),
        (by_number.concat(), index(by_number.len())),
        (spaces.records(), index(spaces.len())),
        (aliases, index(dictionary.aliases.len())),
    ];
    let mut table = Vec::from(MAGIC);
    let mut offset = HEADER + strings.bytes.len();
    for (section, count) in &sections {
        push(&mut table, index(offset));
        push(&mut table, *count);
        offset += section.len();
    }
    table.extend(strings.bytes);
    for (section, _) in sections {
        table.extend(section);
    }
    table
}

/// What an alias of a vendor leads to: its space, or none where nothing stands in it.
fn of_space(space: u32) -> u32 {
    if space == 0 { u32::MAX } else { OF_VENDOR + space }
}

pub(super) fn push(out: &mut Vec<u8>, number: u32) {
    out.extend(number.to_le_bytes());
}

/// Tables are far from 4 GiB; a reader gives no answer to what lies beyond.
fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Appends a name behind its length.
pub(super) fn push_name(out: &mut Vec<u8>, name: &str) {
    let kept = kept(name);
    out.push(u8::try_from(kept.len()).unwrap_or_default());
    out.extend_from_slice(kept);
}

/// What a table keeps of a name: all of it, as the compiler takes no names above 128 octets.
fn kept(name: &str) -> &[u8] {
    let longest = name.len().min(usize::from(u8::MAX));
    (0..=longest).rev().find_map(|at| name.get(..at)).unwrap_or_default().as_bytes()
}

/// The names, and what named values stand for that are no numbers: each once.
#[derive(Default)]
struct Strings<'a> {
    bytes: Vec<u8>,
    offsets: std::collections::HashMap<&'a [u8], u32>,
}

impl<'a> Strings<'a> {
    /// Where in the table a name stands.
    fn offset(&mut self, name: &'a str) -> u32 {
        self.octets(kept(name))
    }

    /// Where in the table at most 255 octets stand, behind their number.
    fn octets(&mut self, octets: &'a [u8]) -> u32 {
        let Self { bytes, offsets } = self;
        *offsets.entry(octets).or_insert_with(|| {
            let at = index(HEADER + bytes.len());
            bytes.push(u8::try_from(octets.len()).unwrap_or(u8::MAX));
            bytes.extend(octets.iter().take(u8::MAX.into()));
            at
        })
    }
}

/// A hash table with linear probing, at most three quarters full: the index of an entry plus one, or zero.
fn hash_index(entries: impl Iterator<Item = (u32, u32)>) -> Vec<[u8; 4]> {
    let entries: Vec<_> = entries.collect();
    let size = (entries.len() + entries.len() / 3 + 1).next_power_of_two();
    let mut slots = vec![[0; 4]; size];
    for (hash, entry) in entries {
        let start = hash as usize;
        let free = (start..start + size).map(|at| at & (size - 1)).find(|at| slots.get(*at) == Some(&[0; 4]));
        if let Some(slot) = free.and_then(|at| slots.get_mut(at)) {
            *slot = (entry + 1).to_le_bytes();
        }
    }
    slots
}

/// FNV-1a of 32 bits.
fn fnv(bytes: impl IntoIterator<Item = u8>) -> u32 {
    bytes.into_iter().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

fn name_hash(name: &str) -> u32 {
    fnv(name.bytes().map(|byte| byte.to_ascii_lowercase()))
}

fn number_hash(space: u32, number: u32) -> u32 {
    fnv(space.to_le_bytes().into_iter().chain(number.to_le_bytes()))
}

/// The code of a data type in tables and generated code.
pub(super) fn data_type_code(data_type: DataType) -> u8 {
    match data_type {
        DataType::String => 1,
        DataType::Octets => 2,
        DataType::Uint8 => 3,
        DataType::Uint16 => 4,
        DataType::Uint32 => 5,
        DataType::Uint64 => 6,
        DataType::Int8 => 7,
        DataType::Int16 => 8,
        DataType::Int32 => 9,
        DataType::Int64 => 10,
        DataType::Bool => 11,
        DataType::Float32 => 12,
        DataType::Float64 => 13,
        DataType::Ipv4Addr => 14,
        DataType::Ipv6Addr => 15,
        DataType::Ipv4Prefix => 16,
        DataType::Ipv6Prefix => 17,
        DataType::ComboIp => 18,
        DataType::InterfaceId => 19,
        DataType::Ether => 20,
        DataType::Date => 21,
        DataType::TimeDelta => 22,
        DataType::AscendBinary => 23,
        DataType::Vsa => 24,
        DataType::Tlv => 25,
        DataType::Extended => 26,
        DataType::LongExtended => 27,
        DataType::ExtendedVendorSpecific => 28,
        DataType::Struct => 29,
        DataType::Union => 30,
        DataType::Bit => 31,
        DataType::Group => 32,
        DataType::ComboPrefix => 33,
        DataType::AttributeNumber => 34,
        DataType::Size => 35,
    }
}

/// The flags in tables and generated code: hiding method in bits 0 and 1, then tagged, concat, secret and array.
pub(super) fn flag_bits(dictionary: &Dictionary, attribute: &Attribute) -> u8 {
    let Flags { tagged, hiding, concat, secret, .. } = attribute.flags;
    let hiding = match hiding {
        None => 0,
        Some(Hiding::UserPassword) => 1,
        Some(Hiding::TunnelPassword) => 2,
        Some(Hiding::AscendSecret) => 3,
    };
    let array = types::is_array(dictionary, attribute);
    hiding | u8::from(tagged) << 2 | u8::from(concat) << 3 | u8::from(secret) << 4 | u8::from(array) << 5
}

/// What only some types have: an offset of a length, the place of a key, or unit and octets of a time.
fn extra(dictionary: &Dictionary, attribute: &Attribute) -> [u8; 2] {
    if let Some(TimeFormat { precision, octets, signed }) = attribute.time {
        return [unit_code(precision), octets | u8::from(signed) << 7];
    }
    if let Some(prefix) = attribute.prefix {
        return [prefix.offset, 0];
    }
    let key = attribute.key.and_then(|id| dictionary.attribute(id));
    key.map_or(0, |key| u16::try_from(key.number).unwrap_or_default()).to_le_bytes()
}

/// The code of a unit in tables.
const fn unit_code(precision: Precision) -> u8 {
    match precision {
        Precision::Nanoseconds => 1,
        Precision::Microseconds => 2,
        Precision::Milliseconds => 3,
        Precision::Centiseconds => 4,
        Precision::Seconds => 5,
        Precision::Minutes => 6,
        Precision::Hours => 7,
        Precision::Days => 8,
        Precision::Weeks => 9,
        Precision::Months => 10,
        Precision::Years => 11,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::dictionary;

    #[test]
    fn a_hash_table_has_a_free_slot_and_every_entry() {
        for count in 0..200 {
            let slots = hash_index((0..count).map(|at| (at * 7, at)));
            assert!(slots.len().is_power_of_two());
            assert!(slots.contains(&[0; 4]), "{count}");
            let mut found: Vec<_> = slots.iter().map(|slot| u32::from_le_bytes(*slot)).collect();
            found.sort_unstable();
            assert!(found.into_iter().filter(|entry| *entry != 0).eq(1..=count));
        }
    }

    #[test]
    fn a_name_that_is_too_long_is_cut_between_characters() {
        let mut out = Vec::new();
        push_name(&mut out, &format!("{}é", "x".repeat(254)));
        assert_eq!((out[0], out.len()), (254, 255));
        push_name(&mut out, "");
        assert_eq!(out.last(), Some(&0));
    }

    #[test]
    fn a_name_is_stored_once() {
        let text = "ATTRIBUTE Aa 1 integer\nVALUE Aa Bbb 1\nATTRIBUTE Bbb 2 integer\nVALUE Bbb Aa 1\n";
        let table = write(&dictionary(text));
        let count = |name: &[u8]| table.windows(name.len()).filter(|window| *window == name).count();
        assert_eq!((count(b"\x02Aa"), count(b"\x03Bbb")), (1, 1));
    }

    #[test]
    fn an_empty_dictionary_has_a_table() {
        let table = write(&Dictionary::default());
        assert!(table.starts_with(&MAGIC));
        assert_eq!(
            table.len(),
            HEADER + 2 * 4 + 12,
            "two hash tables of one free slot, and the packet's space"
        );
    }
}
