//! Reading a line such as `Tunnel-Type:1 = VLAN` into a packet.

use crate::attribute::{AttributeError, AttributeList, Contents, Problem, tag};
use crate::dictionary::{DataType, Definition, Dictionary, Entry, Flags, Parent, Vendor, VendorFormat};
use crate::packet::Packet;
use crate::value::parse_unsigned;

use super::{MAX_DEPTH, TextError, value};

impl Packet {
    /// Adds an attribute from a line `Name = value` or `Name:tag = value`, in the dictionary's spelling.
    ///
    /// Text may be quoted, octets are `0x…` or text, an enumerated value is its name or a number. What a TLV holds stands
    /// in braces, `{ Name = value, Name = value }`; an attribute of a TLV that stands alone gets a TLV of its own.
    /// `Attr-200 = 0x…` and `Attr-26.9.1 = 0x…` (vendor 9, attribute 1) stand for attributes that the dictionary lacks.
    /// `:=` and `+=` mean the same as `=`. Hidden attributes are given in clear.
    ///
    /// # Errors
    /// The line is no attribute of the dictionary, or cannot be sent; the packet is as it was.
    pub fn push_text(&mut self, dictionary: &Dictionary<'_>, line: &str) -> Result<(), TextError> {
        Reader { dictionary, inside: Vec::new() }.push(self.attributes_mut(), line)
    }
}

/// Reads lines into a packet or a TLV.
struct Reader<'d> {
    dictionary: &'d Dictionary<'d>,
    /// The numbers on the way to the TLV that it reads into; none for the packet.
    inside: Vec<u32>,
}

impl Reader<'_> {
    fn push(&self, list: &mut AttributeList, line: &str) -> Result<(), TextError> {
        let Line { name, tag, text } = Line::split(line)?;
        if let Some(place) = name.strip_prefix("Attr-") {
            return self.push_unknown(list, name, place, text);
        }
        let unknown = || TextError::UnknownAttribute {
            name: name.to_owned(),
            suggestion: self.dictionary.suggest(name).map(str::to_owned),
        };
        let entry = self.dictionary.attribute(name).ok_or_else(unknown)?;
        let definition = entry.definition();
        let tag = match tag {
            None => 0,
            Some(tag) => match tag.parse() {
                Ok(number) if number <= tag::MAX_TAG && definition.flags.tagged() => number,
                _ => {
                    // What stands there may be the value of a line with a colon too many.
                    let tag = tag.parse().ok().filter(|_| !definition.flags.secret());
                    return Err(TextError::Tag { name: name.to_owned(), tag });
                }
            },
        };
        let is_child = definition.parent == Parent::Tlv;
        if is_child && self.inside.is_empty() {
            return self.push_wrapped(list, &entry, tag, text);
        }
        let path = entry.path();
        let container = path.split_last().map_or(&[][..], |(_, container)| container);
        if !self.inside.is_empty() && (!is_child || container != self.inside) {
            return Err(TextError::Elsewhere { name: definition.name.to_owned() });
        }
        self.push_value(list, &entry, tag, text)
    }

    fn push_value(
        &self,
        list: &mut AttributeList,
        entry: &Entry<'_>,
        tag: u8,
        text: &str,
    ) -> Result<(), TextError> {
        let definition = entry.definition();
        if definition.data_type == DataType::Tlv {
            let inside = self.contents(entry, text)?;
            return append(list, &definition, |list| list.append(&definition, 0, &inside));
        }
        let octets = value::read(entry, tag::layout(&definition), text)?;
        append(list, &definition, |list| list.append(&definition, tag, &octets.as_slice()))
    }

    /// What a TLV holds: `{ Name = value, … }`.
    fn contents(&self, entry: &Entry<'_>, text: &str) -> Result<Contents, TextError> {
        let inside = Self { dictionary: self.dictionary, inside: entry.path() };
        let lines = split_braces(text).filter(|_| inside.inside.len() < MAX_DEPTH).ok_or_else(|| {
            TextError::Value {
                name: entry.definition().name.to_owned(),
                expected: "attributes in braces, { Name = value, Name = value }",
                // What should stand in the braces may be secret.
                text: None,
            }
        })?;
        let mut contents = Contents::default();
        for line in lines {
            inside.push(contents.list_mut(), line)?;
        }
        Ok(contents)
    }

    /// An attribute of a TLV outside of braces: in a TLV that holds nothing else.
    fn push_wrapped(
        &self,
        list: &mut AttributeList,
        entry: &Entry<'_>,
        tag: u8,
        text: &str,
    ) -> Result<(), TextError> {
        let mut contents = Contents::default();
        self.push_value(contents.list_mut(), entry, tag, text)?;
        let mut path = entry.path();
        loop {
            path.pop();
            let unknown =
                || TextError::UnknownAttribute { name: entry.definition().name.to_owned(), suggestion: None };
            let container = self.dictionary.attribute_at(&path).ok_or_else(unknown)?.definition();
            if container.parent != Parent::Tlv {
                return append(list, &container, |list| list.append(&container, 0, &contents));
            }
            let mut outer = Contents::default();
            append(outer.list_mut(), &container, |list| list.append(&container, 0, &contents))?;
            contents = outer;
        }
    }

    /// An attribute by number: `200`, `26.9.1`, `241.1`, `241.26.9.1`; inside a TLV the last number counts.
    fn push_unknown(
        &self,
        list: &mut AttributeList,
        name: &str,
        place: &str,
        text: &str,
    ) -> Result<(), TextError> {
        let unknown = || TextError::UnknownAttribute { name: name.to_owned(), suggestion: None };
        let numbers = place.split('.').map(|number| u32::try_from(parse_unsigned(number)?).ok());
        let numbers: Vec<u32> = numbers.collect::<Option<_>>().ok_or_else(unknown)?;
        let unnamed = |pen| Vendor::new("", pen, VendorFormat::RFC);
        let vendor = |pen| self.dictionary.vendor(pen).unwrap_or_else(|| unnamed(pen));
        let is_extended = |outer: u32| u8::try_from(outer).ok().filter(|outer| (241..=246).contains(outer));
        let (parent, number) = match *numbers {
            [ref container @ .., number] if !self.inside.is_empty() => {
                if container != self.inside {
                    return Err(TextError::Elsewhere { name: name.to_owned() });
                }
                (Parent::Tlv, number)
            }
            [number] => (Parent::Packet, number),
            [26, pen, number] => (Parent::Vendor(vendor(pen)), number),
            [outer, number] => (is_extended(outer).map(Parent::Extended).ok_or_else(unknown)?, number),
            [outer, 26, pen, number] => {
                let outer = is_extended(outer).ok_or_else(unknown)?;
                (Parent::ExtendedVendor(outer, vendor(pen)), number)
            }
            _ => return Err(unknown()),
        };
        let octets = value::read_hex(text).ok_or_else(|| TextError::Value {
            name: name.to_owned(),
            expected: "octets: 0x and pairs of hexadecimal digits",
            // Nobody knows whether it is secret.
            text: None,
        })?;
        let definition = Definition::new(name, parent, number, DataType::Octets, Flags::NONE);
        append(list, &definition, |list| list.append(&definition, 0, &octets.as_slice()))
    }
}

/// Appends, and names the attribute in an error.
fn append(
    list: &mut AttributeList,
    definition: &Definition<'_>,
    push: impl FnOnce(&mut AttributeList) -> Result<(), Problem>,
) -> Result<(), TextError> {
    let named = |problem| AttributeError { name: definition.name.to_owned().into(), problem };
    Ok(push(list).map_err(named)?)
}

/// The parts of `{ a, b }`, split at the commas that stand in no quotes and no braces of their own.
fn split_braces(text: &str) -> Option<Vec<&str>> {
    let inside = text.strip_prefix('{')?.strip_suffix('}')?;
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0_usize);
    let (mut is_quoted, mut is_escaped) = (false, false);
    for (at, octet) in inside.bytes().enumerate() {
        match octet {
            _ if is_escaped => is_escaped = false,
            b'\\' if is_quoted => is_escaped = true,
            b'"' => is_quoted = !is_quoted,
            _ if is_quoted => {}
            b'{' => depth += 1,
            b'}' => depth = depth.checked_sub(1)?,
            b',' if depth == 0 => {
                parts.push(inside.get(start..at)?.trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(inside.get(start..)?.trim());
    (depth == 0 && !is_quoted).then_some(parts)
}

struct Line<'a> {
    name: &'a str,
    tag: Option<&'a str>,
    text: &'a str,
}

impl<'a> Line<'a> {
    fn split(line: &'a str) -> Result<Self, TextError> {
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
        // Only the name: what follows may be a secret value.
        let first = || line.trim_start().split(|c: char| !is_name(c)).next().unwrap_or_default();
        let syntax = || TextError::Syntax(first().to_owned());
        let (left, text) = line.split_once('=').ok_or_else(syntax)?;
        let left = left.trim_end_matches(['+', ':']).trim();
        let (name, tag) = match left.split_once(':') {
            Some((name, tag)) => (name.trim_end(), Some(tag.trim())),
            None => (left, None),
        };
        if name.is_empty() || !name.chars().all(is_name) {
            return Err(syntax());
        }
        Ok(Self { name, tag, text: text.trim() })
    }
}
