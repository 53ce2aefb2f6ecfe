//! Reading a line such as `Tunnel-Type:1 = VLAN` into a packet.

use zeroize::Zeroizing;

use crate::attribute::{AttributeError, AttributeList, Contents, Problem, tag};
use crate::dictionary::{DataType, Definition, Dictionary, Entry, Flags, Parent, Vendor, VendorFormat};
use crate::packet::Packet;
use crate::value::{Layout, ValueError, parse_unsigned};

use super::{MAX_DEPTH, TextError, structure, value};

impl Packet {
    /// Adds an attribute from a line `Name = value` or `Name:tag = value`, in the dictionary's spelling.
    ///
    /// The name is one that the [dictionary](Dictionary#names) finds, such as `Cisco-AVPair` or
    /// `Vendor-Specific.Cisco.AVPair`. Text may be quoted, octets are `0x…` or text, an enumerated value is its name or a
    /// number. What a TLV or a struct holds stands in braces, `{ Name = value, Name = value }`; an attribute of a TLV or a
    /// member of a struct that stands alone gets one of its own. The branch of a union stands in braces likewise and need
    /// not have its key beside it. Several values back to back stand in brackets, `[value, value]`.
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
        let unknown = || {
            let mut places: Vec<_> = self.dictionary.attributes_named(name).map(|e| e.full_name()).collect();
            places.dedup();
            if places.len() > 1 {
                return TextError::Ambiguous { name: name.to_owned(), places };
            }
            let suggestion = self.dictionary.suggest(name).map(str::to_owned);
            TextError::UnknownAttribute { name: name.to_owned(), suggestion }
        };
        let near =
            if self.inside.is_empty() { None } else { self.dictionary.attribute_in(&self.inside, name) };
        let entry = near.or_else(|| self.dictionary.attribute(name)).ok_or_else(unknown)?;
        let definition = entry.definition();
        if entry.is_internal() {
            let problem = Problem::Number(definition.number);
            return Err(AttributeError { name: definition.name.to_owned().into(), problem }.into());
        }
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
        let is_child = is_inside(&entry);
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
        match self.value(entry, tag::layout(&definition), text)? {
            Written::Tlv(inside) => append(list, &definition, |list| list.append(&definition, 0, &inside)),
            Written::Octets(octets) => {
                append(list, &definition, |list| list.append(&definition, tag, &octets.as_slice()))
            }
        }
    }

    /// The value of an attribute, or of the branch of a union.
    fn value(&self, entry: &Entry<'_>, layout: Layout, text: &str) -> Result<Written, TextError> {
        if entry.definition().data_type == DataType::Tlv {
            return self.contents(entry, text).map(Written::Tlv);
        }
        if structure::is_array(entry) {
            return self.inner(entry, layout, text).map(Written::Octets);
        }
        let octets = self.inner(entry, layout, text)?;
        if entry.prefix().is_none() {
            return Ok(Written::Octets(octets));
        }
        let mut out = Zeroizing::new(Vec::with_capacity(octets.len() + 2));
        structure::push_element(entry, &octets, &mut out).map_err(|problem| wrong(entry, problem))?;
        Ok(Written::Octets(out))
    }

    /// The octets of a value as it stands in a struct, without the length in front of it.
    fn inner(&self, entry: &Entry<'_>, layout: Layout, text: &str) -> Result<Zeroizing<Vec<u8>>, TextError> {
        if structure::is_array(entry) {
            let mut out = Zeroizing::new(Vec::with_capacity(usize::from(u8::MAX)));
            // One value need not stand in brackets.
            for text in split_list(text, ('[', ']')).unwrap_or_else(|| vec![text]) {
                let octets = self.single(entry, layout, text)?;
                structure::push_element(entry, &octets, &mut out).map_err(|problem| wrong(entry, problem))?;
            }
            return Ok(out);
        }
        self.single(entry, layout, text)
    }

    fn single(&self, entry: &Entry<'_>, layout: Layout, text: &str) -> Result<Zeroizing<Vec<u8>>, TextError> {
        match entry.definition().data_type {
            DataType::Struct if !text.starts_with("0x") => self.structure(entry, text),
            DataType::Tlv => octets_of(entry, Written::Tlv(self.contents(entry, text)?)),
            _ => value::read(entry, layout, text),
        }
    }

    /// A struct: `{ Name = value, … }`, its members in any order.
    fn structure(&self, entry: &Entry<'_>, text: &str) -> Result<Zeroizing<Vec<u8>>, TextError> {
        let path = entry.path();
        let inside = Self { dictionary: self.dictionary, inside: path.clone() };
        let lines = split_braces(text).filter(|_| path.len() < 2 * MAX_DEPTH);
        let lines = lines
            .ok_or_else(|| braces_expected(entry, "members in braces, { Name = value, Name = value }"))?;
        let mut parts = Vec::new();
        for line in lines.into_iter().filter(|line| !line.is_empty()) {
            let Line { name, text, .. } = Line::split(line)?;
            let elsewhere = || TextError::Elsewhere { name: name.to_owned() };
            let found = self.dictionary.attribute_in(&path, name).ok_or_else(elsewhere)?;
            // A branch is also known by its name in the struct that the union stands in.
            if let Some(&[place, _]) = found.path().strip_prefix(path.as_slice()) {
                let union = entry.members().find(|member| member.definition().number == place);
                inside.push_branch(&mut parts, &union.ok_or_else(elsewhere)?, &found, text)?;
            } else if found.definition().data_type == DataType::Union && !text.starts_with("0x") {
                let lines = split_braces(text).unwrap_or_default();
                let [line] = lines[..] else {
                    return Err(braces_expected(&found, "one branch in braces, { Name = value }"));
                };
                let Line { name, text, .. } = Line::split(line)?;
                let branch = self.dictionary.attribute_in(&found.path(), name);
                let branch = branch.ok_or_else(|| TextError::Elsewhere { name: name.to_owned() })?;
                inside.push_branch(&mut parts, &found, &branch, text)?;
            } else {
                let octets = inside.inner(&found, Layout::Full, text)?;
                push_part(&mut parts, &found, octets)?;
            }
        }
        structure::build(entry, &parts).map_err(|problem| wrong(entry, problem))
    }

    /// The branch of a union, which also says the key.
    fn push_branch(
        &self,
        parts: &mut Vec<(u32, Zeroizing<Vec<u8>>)>,
        union: &Entry<'_>,
        branch: &Entry<'_>,
        text: &str,
    ) -> Result<(), TextError> {
        let octets = octets_of(branch, self.value(branch, Layout::Full, text)?)?;
        push_part(parts, union, octets)?;
        let mut path = self.inside.clone();
        path.extend(union.key());
        if let Some(key) = self.dictionary.attribute_at(&path) {
            push_part(parts, &key, structure::key_octets(&key, branch.definition().number))?;
        }
        Ok(())
    }

    /// What a TLV holds: `{ Name = value, … }`.
    fn contents(&self, entry: &Entry<'_>, text: &str) -> Result<Contents, TextError> {
        let inside = Self { dictionary: self.dictionary, inside: entry.path() };
        let lines = split_braces(text).filter(|_| inside.inside.len() < MAX_DEPTH);
        let lines = lines
            .ok_or_else(|| braces_expected(entry, "attributes in braces, { Name = value, Name = value }"))?;
        let mut contents = Contents::default();
        for line in lines {
            inside.push(contents.list_mut(), line)?;
        }
        Ok(contents)
    }

    /// An attribute of a TLV or a member of a struct outside of braces: in one that holds nothing else.
    fn push_wrapped(
        &self,
        list: &mut AttributeList,
        entry: &Entry<'_>,
        tag: u8,
        text: &str,
    ) -> Result<(), TextError> {
        let mut path = entry.path();
        let unknown =
            || TextError::UnknownAttribute { name: entry.definition().name.to_owned(), suggestion: None };
        let mut inner = *entry;
        let mut written = match entry.definition().parent {
            Parent::Struct => Written::Octets(self.inner(entry, Layout::Full, text)?),
            _ => self.value(entry, tag::layout(&entry.definition()), text)?,
        };
        let mut tag = tag;
        loop {
            path.pop();
            let container = self.dictionary.attribute_at(&path).ok_or_else(unknown)?;
            written = match inner.definition().parent {
                Parent::Union => {
                    let octets = octets_of(&inner, written)?;
                    let mut parts = Vec::new();
                    push_part(&mut parts, &container, octets)?;
                    path.pop();
                    let outer = self.dictionary.attribute_at(&path).ok_or_else(unknown)?;
                    if let Some(key) = container.key().and_then(|place| outer.inside(place)) {
                        push_part(&mut parts, &key, structure::key_octets(&key, inner.definition().number))?;
                    }
                    inner = outer;
                    Written::Octets(
                        structure::build(&outer, &parts).map_err(|problem| wrong(&outer, problem))?,
                    )
                }
                Parent::Struct => {
                    let parts = [(inner.definition().number, octets_of(&inner, written)?)];
                    inner = container;
                    let octets = structure::build(&container, &parts);
                    Written::Octets(octets.map_err(|problem| wrong(&container, problem))?)
                }
                _ => {
                    let mut contents = Contents::default();
                    written.append(contents.list_mut(), &inner.definition(), tag)?;
                    inner = container;
                    Written::Tlv(contents)
                }
            };
            tag = 0;
            if !is_inside(&inner) {
                return written.append(list, &inner.definition(), 0);
            }
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

/// A value in wire form.
enum Written {
    Tlv(Contents),
    Octets(Zeroizing<Vec<u8>>),
}

impl Written {
    fn append(self, list: &mut AttributeList, definition: &Definition<'_>, tag: u8) -> Result<(), TextError> {
        append(list, definition, |list| match &self {
            Self::Tlv(contents) => list.append(definition, tag, contents),
            Self::Octets(octets) => list.append(definition, tag, &octets.as_slice()),
        })
    }
}

/// The octets of a value that stands in a struct, where nothing can be hidden.
fn octets_of(entry: &Entry<'_>, written: Written) -> Result<Zeroizing<Vec<u8>>, TextError> {
    match written {
        Written::Octets(octets) => Ok(octets),
        Written::Tlv(contents) => {
            contents.plain_octets().map(Zeroizing::new).map_err(|problem| wrong(entry, problem))
        }
    }
}

/// Whether it stands inside of another attribute's value.
fn is_inside(entry: &Entry<'_>) -> bool {
    matches!(entry.definition().parent, Parent::Tlv | Parent::Struct | Parent::Union)
}

/// Adds a member, which must not be there with another value yet.
fn push_part(
    parts: &mut Vec<(u32, Zeroizing<Vec<u8>>)>,
    member: &Entry<'_>,
    octets: Zeroizing<Vec<u8>>,
) -> Result<(), TextError> {
    let Definition { name, number, .. } = member.definition();
    match parts.iter().find(|(place, _)| *place == number) {
        Some((_, known)) if *known == octets => {}
        Some(_) => {
            let expected = "one value, and as key of a union the one of its branch";
            return Err(TextError::Value { name: name.to_owned(), expected, text: None });
        }
        None => parts.push((number, octets)),
    }
    Ok(())
}

fn braces_expected(entry: &Entry<'_>, expected: &'static str) -> TextError {
    // What should stand in the braces may be secret.
    TextError::Value { name: entry.definition().name.to_owned(), expected, text: None }
}

fn wrong(entry: &Entry<'_>, problem: ValueError) -> TextError {
    AttributeError { name: entry.definition().name.to_owned().into(), problem: problem.into() }.into()
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

/// The parts of `{ a, b }`.
fn split_braces(text: &str) -> Option<Vec<&str>> {
    split_list(text, ('{', '}'))
}

/// What stands between the brackets, split at the commas that stand in no quotes and no brackets of their own.
fn split_list(text: &str, (open, close): (char, char)) -> Option<Vec<&str>> {
    let inside = text.strip_prefix(open)?.strip_suffix(close)?;
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0_usize);
    let (mut is_quoted, mut is_escaped) = (false, false);
    for (at, octet) in inside.bytes().enumerate() {
        match octet {
            _ if is_escaped => is_escaped = false,
            b'\\' if is_quoted => is_escaped = true,
            b'"' => is_quoted = !is_quoted,
            _ if is_quoted => {}
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.checked_sub(1)?,
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
