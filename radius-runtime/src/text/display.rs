//! Printing a packet, one line an attribute.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::ops::Range;

use crate::attribute::{
    EXTENDED_VENDOR_SPECIFIC, Fragment, Keys, RawAttribute, VENDOR_SPECIFIC, VendorWalk, Walk,
    extended_fragment, is_tlv, split_extended_vendor, split_vendor, tag, vendor_fragment,
};
use crate::crypto::HidingError;
use crate::dictionary::{DataType, Definition, Dictionary, VendorFormat};
use crate::packet::Packet;

use zeroize::Zeroizing;

use super::{MAX_DEPTH, structure, value};

/// A packet to print: see [`Packet::display`].
#[derive(Clone, Debug)]
pub struct Display<'a> {
    packet: &'a Packet,
    dictionary: &'a Dictionary<'a>,
    secrets: Secrets<'a>,
    /// Whether a value was masked since this was last asked.
    masked: Cell<bool>,
}

/// What becomes of secret values.
#[derive(Clone, Copy, Debug)]
enum Secrets<'a> {
    /// Those that the dictionary knows are masked.
    Masked,
    /// So are those that it does not know and that may be secret.
    Suspected,
    /// None is masked; hidden ones are revealed.
    Shown(&'a Keys),
}

/// User-Password and Tunnel-Password, which are secret whether a dictionary says so or not.
const PASSWORDS: [u32; 2] = [2, 69];

impl Packet {
    /// The packet for printing, in the dictionary's spelling: its code and identifier, then one line an attribute.
    ///
    /// A TLV or a struct is printed with what it holds in braces, several values back to back in brackets. Values that are hidden or secret are not shown. Values that are
    /// malformed are shown in hexadecimal digits with what is wrong, unknown attributes by number: `Attr-200`,
    /// `Attr-26.9.1`.
    #[must_use]
    pub const fn display<'a>(&'a self, dictionary: &'a Dictionary<'a>) -> Display<'a> {
        Display { packet: self, dictionary, secrets: Secrets::Masked, masked: Cell::new(false) }
    }
}

impl<'a> Display<'a> {
    /// Shows secret values too; those that are hidden are revealed with these keys. Values in clear that sealing is still
    /// to hide stay masked.
    #[must_use]
    pub fn with_secrets(mut self, keys: &'a Keys) -> Self {
        self.secrets = Secrets::Shown(keys);
        self
    }

    /// Masks also what the dictionary does not know and what may be secret: passwords, and whatever vendors define.
    #[must_use]
    pub(crate) fn with_suspicion(mut self) -> Self {
        self.secrets = Secrets::Suspected;
        self
    }

    /// Whether a value was masked since this was last asked.
    pub(crate) fn take_masked(&self) -> bool {
        self.masked.take()
    }

    pub(super) const fn shows_secrets(&self) -> bool {
        matches!(self.secrets, Secrets::Shown(_))
    }

    pub(super) fn mask(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.masked.set(true);
        f.write_str("<hidden>")
    }
}

impl fmt::Display for Display<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, identifier {}", self.packet.code(), self.packet.identifier())?;
        let mut parts = self.parts();
        for raw in self.packet {
            if parts.begins_at(&raw) == raw.range().start {
                self.attribute(&raw, &mut parts, f)?;
            }
        }
        Ok(())
    }
}

/// Whether an attribute that the dictionary does not know may be secret.
fn may_be_secret(path: &[u32]) -> bool {
    match path {
        [number] => PASSWORDS.contains(number) || *number == VENDOR_SPECIFIC.into(),
        [outer, ..] if *outer == VENDOR_SPECIFIC.into() => true,
        [_, inner, ..] => *inner == EXTENDED_VENDOR_SPECIFIC.into(),
        [] => false,
    }
}

/// What an attribute may be a part of, and which part it is.
type Part<'a> = (Vec<u32>, Fragment<'a>);

/// The attributes of a packet that are parts of values. Each is looked at once, however often values are cut off.
#[derive(Default)]
pub(crate) struct Parts<'p> {
    /// Those that were not printed yet, in their order, by place.
    left: HashMap<Vec<u32>, VecDeque<(usize, Fragment<'p>)>>,
    /// Where the first part of a value stands, by where the others do.
    begins: HashMap<usize, usize>,
}

impl Parts<'_> {
    /// Where the value begins that this attribute was printed with.
    pub(crate) fn begins_at(&self, raw: &RawAttribute<'_>) -> usize {
        let at = raw.range().start;
        self.begins.get(&at).copied().unwrap_or(at)
    }
}

impl Display<'_> {
    /// The parts of values in the packet, to print its attributes with, one after the other.
    pub(crate) fn parts(&self) -> Parts<'_> {
        let mut parts = Parts::default();
        for raw in self.packet {
            if let Some((place, part)) = self.part(&raw) {
                parts.left.entry(place).or_default().push_back((raw.range().start, part));
            }
        }
        parts
    }

    /// The lines of one attribute of the packet, each behind a line break. Parts of its value that stand in other
    /// attributes are joined.
    pub(crate) fn attribute(
        &self,
        raw: &RawAttribute<'_>,
        parts: &mut Parts<'_>,
        f: &mut fmt::Formatter<'_>,
    ) -> fmt::Result {
        if let Some((path, _)) = self.part(raw) {
            return self.joined(raw, path, parts, f);
        }
        if raw.number != VENDOR_SPECIFIC {
            return self.line(&[raw.number.into()], raw.value, raw.range(), true, f);
        }
        let vendor = split_vendor(raw.value).and_then(|(pen, data)| {
            let format = self.dictionary.vendor(pen).map_or(VendorFormat::RFC, |vendor| vendor.format);
            let walk = VendorWalk::new(data, format);
            (!format.continuation && walk.clone().is_well_formed()).then_some((pen, walk))
        });
        let Some((pen, walk)) = vendor else {
            return self.line(&[VENDOR_SPECIFIC.into()], raw.value, raw.range(), true, f);
        };
        for inner in walk.flatten() {
            self.line(&[VENDOR_SPECIFIC.into(), pen, inner.number], inner.value, raw.range(), true, f)?;
        }
        Ok(())
    }

    /// The place of an attribute whose value may go on in another one.
    fn part<'p>(&self, raw: &RawAttribute<'p>) -> Option<Part<'p>> {
        if raw.number == VENDOR_SPECIFIC {
            let (pen, data) = split_vendor(raw.value)?;
            let number = u32::from(*data.first()?);
            let is_continued = self.dictionary.vendor(pen).is_some_and(|vendor| vendor.format.continuation);
            let fragment = vendor_fragment(raw, pen, number).filter(|_| is_continued)?;
            return Some((vec![raw.number.into(), pen, number], fragment));
        }
        let path = [raw.number.into()];
        let container = self.dictionary.attribute_at(&path)?.definition().data_type;
        if !matches!(container, DataType::Extended | DataType::LongExtended) {
            return None;
        }
        let number = u32::from(*raw.value.first()?);
        Some((vec![raw.number.into(), number], extended_fragment(raw, raw.number, number)?))
    }

    /// Prints a value with all its parts.
    fn joined(
        &self,
        raw: &RawAttribute<'_>,
        mut path: Vec<u32>,
        parts: &mut Parts<'_>,
        f: &mut fmt::Formatter<'_>,
    ) -> fmt::Result {
        let (mut octets, mut more, mut is_valid) = (Cow::Borrowed(&[][..]), true, true);
        let mut left = parts.left.get_mut(&path);
        while more {
            let Some((at, next)) = left.as_mut().and_then(|left| left.pop_front()) else {
                is_valid = false;
                break;
            };
            if octets.is_empty() {
                octets = Cow::Borrowed(next.value);
            } else {
                octets.to_mut().extend_from_slice(next.value);
            }
            more = next.more;
            is_valid &= next.is_valid;
            parts.begins.insert(at, raw.range().start);
        }
        let is_vendors = path.first() != Some(&VENDOR_SPECIFIC.into())
            && path.last() == Some(&EXTENDED_VENDOR_SPECIFIC.into());
        let inside = split_extended_vendor(&octets).filter(|_| is_vendors && is_valid);
        if let Some((pen, number, value)) = inside {
            path.extend([pen, number]);
            return self.line(&path, value, raw.range(), is_valid, f);
        }
        self.line(&path, &octets, raw.range(), is_valid, f)
    }

    fn line(
        &self,
        path: &[u32],
        octets: &[u8],
        range: Range<usize>,
        is_valid: bool,
        f: &mut fmt::Formatter<'_>,
    ) -> fmt::Result {
        f.write_str("\n    ")?;
        // What is to be hidden is still in clear in a packet that is being built, whatever the dictionary knows of it.
        let is_clear = self.packet.has_clear_values(&range);
        self.value(path, octets, is_clear, is_valid, 0, f)
    }

    fn value(
        &self,
        path: &[u32],
        octets: &[u8],
        is_clear: bool,
        is_valid: bool,
        depth: usize,
        f: &mut fmt::Formatter<'_>,
    ) -> fmt::Result {
        let entry = self.dictionary.attribute_at(path);
        let Some(entry) = entry else {
            let numbers: Vec<_> = path.iter().map(u32::to_string).collect();
            write!(f, "Attr-{} = ", numbers.join("."))?;
            let is_masked = is_clear || (matches!(self.secrets, Secrets::Suspected) && may_be_secret(path));
            return if is_masked { self.mask(f) } else { value::write_hex(octets, f) };
        };
        let definition = entry.definition();
        // In braces the attribute's own name is enough.
        f.write_str(&if depth == 0 { self.dictionary.name_of(&entry) } else { definition.name.into() })?;
        let (tag, octets, problem) = match tag::split(&definition, octets) {
            Ok((tag, octets)) => (tag, octets, None),
            Err(problem) => (0, octets, Some(problem.to_string())),
        };
        if tag != 0 {
            write!(f, ":{tag}")?;
        }
        f.write_str(" = ")?;
        let revealed = match self.secrets {
            Secrets::Shown(keys) if !is_clear => Self::reveal(&definition, octets, keys),
            _ if is_clear || definition.flags.secret() => return self.mask(f),
            _ => Ok(None),
        };
        let (octets, problem) = match &revealed {
            Ok(Some(clear)) => (&clear[..], problem),
            Ok(None) => (octets, problem),
            Err(error) => (octets, Some(error.to_string())),
        };
        let problem = match problem {
            _ if !is_valid => "its parts are empty, not full or not followed by the next".to_owned(),
            Some(problem) => problem,
            None if definition.data_type == DataType::Tlv && depth < MAX_DEPTH => {
                if is_tlv(octets) {
                    return self.children(path, octets, depth, f);
                }
                "holds attributes that do not fill it exactly".to_owned()
            }
            None if structure::is_compound(&entry) && depth < MAX_DEPTH => {
                match self.compound(&entry, path, octets, depth) {
                    Ok(text) => return f.write_str(&text),
                    Err(problem) => problem.to_string(),
                }
            }
            None => match value::write(&entry, tag::layout(&definition), octets, f) {
                Ok(result) => return result,
                Err(problem) => problem.to_string(),
            },
        };
        value::write_hex(octets, f)?;
        write!(f, " (invalid: {problem})")
    }

    /// The value in clear, if it is hidden.
    fn reveal(
        definition: &Definition<'_>,
        octets: &[u8],
        keys: &Keys,
    ) -> Result<Option<Zeroizing<Vec<u8>>>, HidingError> {
        definition.flags.hiding().map(|hiding| keys.reveal(hiding, octets)).transpose()
    }

    /// Prints what a TLV holds.
    pub(super) fn children(
        &self,
        path: &[u32],
        octets: &[u8],
        depth: usize,
        f: &mut fmt::Formatter<'_>,
    ) -> fmt::Result {
        f.write_str("{ ")?;
        for (index, child) in Walk::new(octets).enumerate() {
            if index > 0 {
                f.write_str(", ")?;
            }
            let path = [path, &[child.number.into()]].concat();
            self.value(&path, child.value, false, true, depth + 1, f)?;
        }
        f.write_str(" }")
    }
}
