//! Structs, unions and arrays as text: `{ Name = value, Name = value }` and `[value, value]`.

use std::borrow::Cow;

use zeroize::Zeroizing;

use crate::attribute::is_tlv;
use crate::dictionary::{DataType, Entry};
use crate::value::ValueError;
use crate::value::structure::{Builder, Form, LengthPrefix, Splitter};

use super::MAX_DEPTH;

/// A member that is there, with its octets; those of a bit field are put into whole ones.
pub(super) struct Piece<'a, 'o> {
    pub(super) member: Entry<'a>,
    pub(super) octets: Cow<'o, [u8]>,
    /// The branch that the key of a union chooses.
    pub(super) branch: Option<Entry<'a>>,
}

/// Takes a struct apart into the members that are there.
pub(super) fn split<'a, 'o>(entry: &Entry<'a>, octets: &'o [u8]) -> Result<Vec<Piece<'a, 'o>>, ValueError> {
    let mut from = Splitter::new(octets);
    let mut keys = Vec::new();
    let mut parts: Vec<Piece<'a, 'o>> = Vec::new();
    for member in entry.members() {
        let octets = if member.definition().data_type == DataType::Bit {
            let count = u8::try_from(member.length().unwrap_or_default()).unwrap_or(u8::MAX);
            from.bits(count)?.map(|bits| number_octets(bits, bit_octets(&member)).into())
        } else {
            from.octets(form(&member, 0))?.map(Into::into)
        };
        // Behind its key a union is there, also without octets.
        let branch =
            key_of(&member, &keys).map(|key| u32::try_from(key).ok().and_then(|key| member.inside(key)));
        let octets = octets.or_else(|| branch.map(|_| (&[][..]).into()));
        let Some(octets): Option<Cow<'o, [u8]>> = octets else { continue };
        keys.push((member.definition().number, number(&octets)));
        parts.push(Piece { member, octets, branch: branch.flatten() });
    }
    Ok(parts)
}

/// The value of the key of this union, if it is one and its key is there.
fn key_of(member: &Entry<'_>, keys: &[(u32, u64)]) -> Option<u64> {
    let place = member.key()?;
    keys.iter().find(|(member, _)| *member == place).map(|(_, key)| *key)
}

/// Puts a struct together from octets of its members, by their places.
pub(super) fn build(
    entry: &Entry<'_>,
    parts: &[(u32, Zeroizing<Vec<u8>>)],
) -> Result<Zeroizing<Vec<u8>>, ValueError> {
    let mut out = Zeroizing::new(Vec::with_capacity(usize::from(u8::MAX)));
    let mut to = Builder::new(&mut out);
    for member in entry.members() {
        let octets = parts.iter().find(|(place, _)| *place == member.definition().number);
        let octets = octets.map(|(_, octets)| octets.as_slice());
        if member.definition().data_type == DataType::Bit {
            let count = u8::try_from(member.length().unwrap_or_default()).unwrap_or(u8::MAX);
            to.bits(count, octets.map(number))?;
        } else {
            to.octets(form(&member, 0), octets, |octets, out| {
                out.extend_from_slice(octets);
                Ok(())
            })?;
        }
    }
    to.finish();
    Ok(out)
}

/// The values of an array.
pub(super) fn elements<'o>(entry: &Entry<'_>, octets: &'o [u8]) -> Result<Vec<&'o [u8]>, ValueError> {
    let form = element_form(entry).whole();
    let mut from = Splitter::new(octets);
    let mut found = Vec::new();
    while let Some(element) = from.octets(form).map_err(|problem| match form {
        Form::Octets(element) => ValueError::Elements { element, found: octets.len() },
        _ => problem,
    })? {
        if element.is_empty() && matches!(form, Form::Octets(_)) {
            break;
        }
        found.push(element);
    }
    Ok(found)
}

/// Appends one value of an array, or the only one of an attribute that has its length in front.
pub(super) fn push_element(entry: &Entry<'_>, octets: &[u8], out: &mut Vec<u8>) -> Result<(), ValueError> {
    let write = |out: &mut Vec<u8>| {
        out.extend_from_slice(octets);
        Ok(())
    };
    let start = out.len();
    match (prefix(entry), element_form(entry)) {
        (Some(prefix), _) => prefix.write(out, write),
        // A struct whose last members are absent is shorter than its size, and another element may follow.
        (None, Form::UpTo(size)) if is_array(entry) => {
            write(out)?;
            out.resize(out.len().max(start + size), 0);
            Ok(())
        }
        (None, _) => write(out),
    }
}

/// The octets of a value without the length in front of them.
pub(super) fn without_prefix<'o>(entry: &Entry<'_>, octets: &'o [u8]) -> Result<&'o [u8], ValueError> {
    match prefix(entry).map(|prefix| prefix.split(octets)) {
        None => Ok(octets),
        Some(Ok((value, []))) => Ok(value),
        Some(_) => Err(ValueError::LengthPrefix),
    }
}

/// Whether the value is made of others, or stands behind its length.
pub(super) fn is_compound(entry: &Entry<'_>) -> bool {
    entry.definition().data_type == DataType::Struct || entry.prefix().is_some() || is_array(entry)
}

fn prefix(entry: &Entry<'_>) -> Option<LengthPrefix> {
    entry.prefix().map(|prefix| LengthPrefix { octets: prefix.octets, offset: prefix.offset })
}

/// Whether several values stand back to back in one attribute: where they have a size or a length in front.
pub(super) fn is_array(entry: &Entry<'_>) -> bool {
    entry.definition().flags.array() && element_form(entry) != Form::Rest
}

/// How the octets of a member are told from those that follow.
fn form(entry: &Entry<'_>, depth: usize) -> Form {
    if entry.definition().flags.array() { Form::Rest } else { element_form_at(entry, depth) }
}

fn element_form(entry: &Entry<'_>) -> Form {
    element_form_at(entry, 0)
}

fn element_form_at(entry: &Entry<'_>, depth: usize) -> Form {
    if let Some(prefix) = prefix(entry) {
        return Form::Prefixed(prefix);
    }
    match fixed_octets(entry, depth) {
        Some(octets) if entry.definition().data_type == DataType::Struct => Form::UpTo(octets),
        Some(octets) => Form::Octets(octets),
        None => Form::Rest,
    }
}

/// The octets of a type of one size.
fn fixed_octets(entry: &Entry<'_>, depth: usize) -> Option<usize> {
    match entry.definition().data_type {
        DataType::Uint8 | DataType::Int8 | DataType::Bool => Some(1),
        DataType::Uint16 | DataType::Int16 => Some(2),
        DataType::Uint32 | DataType::Int32 | DataType::Float32 | DataType::Ipv4Addr => Some(4),
        DataType::Uint64 | DataType::Int64 | DataType::Float64 | DataType::InterfaceId => Some(8),
        DataType::Ipv4Prefix | DataType::Ether => Some(6),
        DataType::Ipv6Addr => Some(16),
        DataType::Date | DataType::TimeDelta => {
            Some(entry.time_format().map_or(4, |format| usize::from(format.octets)))
        }
        DataType::String | DataType::Octets => entry.length().filter(|_| entry.is_exact()).map(usize::from),
        DataType::Struct if depth < MAX_DEPTH => {
            let mut bits = 0;
            for member in entry.members() {
                bits += match member.definition().data_type {
                    DataType::Bit => usize::from(member.length()?),
                    _ => match form(&member, depth + 1) {
                        Form::Octets(octets) | Form::UpTo(octets) => 8 * octets,
                        _ => return None,
                    },
                };
            }
            (bits > 0).then_some(bits / 8)
        }
        _ => None,
    }
}

/// The octets of the smallest unsigned integer for a bit field.
pub(super) fn bit_octets(entry: &Entry<'_>) -> usize {
    match entry.length().unwrap_or_default() {
        0..=8 => 1,
        9..=16 => 2,
        17..=32 => 4,
        _ => 8,
    }
}

fn number(octets: &[u8]) -> u64 {
    octets.iter().take(size_of::<u64>()).fold(0, |number, octet| number << 8 | u64::from(*octet))
}

/// The octets of a key with this value.
pub(super) fn key_octets(key: &Entry<'_>, number: u32) -> Zeroizing<Vec<u8>> {
    Zeroizing::new(number_octets(number.into(), fixed_octets(key, 0).unwrap_or_default()))
}

fn number_octets(number: u64, count: usize) -> Vec<u8> {
    let octets = number.to_be_bytes();
    octets.get(octets.len().saturating_sub(count)..).unwrap_or_default().to_vec()
}

/// Whether attributes of a TLV fill these octets, if it is one.
pub(super) fn check_tlv(entry: &Entry<'_>, octets: &[u8]) -> Result<(), ValueError> {
    let is_broken = entry.definition().data_type == DataType::Tlv && !is_tlv(octets);
    if is_broken { Err(ValueError::Inside) } else { Ok(()) }
}
