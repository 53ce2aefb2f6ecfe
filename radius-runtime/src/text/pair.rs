//! Reading a line such as `Tunnel-Type:1 = VLAN` into a packet.

use crate::attribute::tag;
use crate::dictionary::{Definition, Dictionary, Parent, Vendor, VendorFormat};
use crate::packet::Packet;
use crate::value::parse_unsigned;

use super::{TextError, value};

impl Packet {
    /// Adds an attribute from a line `Name = value` or `Name:tag = value`, in the dictionary's spelling.
    ///
    /// Text may be quoted, octets are `0x…` or text, an enumerated value is its name or a number. `Attr-200 = 0x…` and
    /// `Attr-26.9.1 = 0x…` (vendor 9, attribute 1) stand for attributes that the dictionary lacks. `:=` and `+=` mean
    /// the same as `=`. Hidden attributes are given in clear.
    ///
    /// # Errors
    /// The line is no attribute of the dictionary, or cannot be sent; the packet is as it was.
    pub fn push_text(&mut self, dictionary: &Dictionary<'_>, line: &str) -> Result<(), TextError> {
        let Line { name, tag, text } = Line::split(line).ok_or_else(|| TextError::Syntax(line.to_owned()))?;
        if let Some(place) = name.strip_prefix("Attr-") {
            return self.push_unknown(dictionary, name, place, text);
        }
        let unknown = || TextError::UnknownAttribute {
            name: name.to_owned(),
            suggestion: dictionary.suggest(name).map(str::to_owned),
        };
        let entry = dictionary.attribute(name).ok_or_else(unknown)?;
        let definition = entry.definition();
        let tag = match tag {
            None => 0,
            Some(tag) => match tag.parse() {
                Ok(number) if number <= tag::MAX_TAG && definition.flags.tagged() => number,
                _ => return Err(TextError::Tag { name: name.to_owned(), tag: tag.to_owned() }),
            },
        };
        let octets = value::read(&entry, tag::layout(&definition), text)?;
        Ok(self.push_octets(&definition, tag, &octets)?)
    }

    /// An attribute by number: `200` or `26.9.1`.
    fn push_unknown(
        &mut self,
        dictionary: &Dictionary<'_>,
        name: &str,
        place: &str,
        text: &str,
    ) -> Result<(), TextError> {
        use crate::dictionary::{DataType, Flags};

        let unknown = || TextError::UnknownAttribute { name: name.to_owned(), suggestion: None };
        let numbers = place.split('.').map(|number| u32::try_from(parse_unsigned(number)?).ok());
        let numbers: Vec<u32> = numbers.collect::<Option<_>>().ok_or_else(unknown)?;
        let (parent, number) = match *numbers {
            [number] => (Parent::Packet, number),
            [26, pen, number] => {
                let unnamed = Vendor::new("", pen, VendorFormat::RFC);
                (Parent::Vendor(dictionary.vendor(pen).unwrap_or(unnamed)), number)
            }
            _ => return Err(unknown()),
        };
        let octets = value::read_hex(text).ok_or_else(|| TextError::Value {
            name: name.to_owned(),
            expected: "octets: 0x and pairs of hexadecimal digits",
            text: Some(text.to_owned()),
        })?;
        let definition = Definition::new(name, parent, number, DataType::Octets, Flags::NONE);
        Ok(self.push_octets(&definition, 0, &octets)?)
    }
}

struct Line<'a> {
    name: &'a str,
    tag: Option<&'a str>,
    text: &'a str,
}

impl<'a> Line<'a> {
    fn split(line: &'a str) -> Option<Self> {
        let (left, text) = line.split_once('=')?;
        let left = left.trim_end_matches(['+', ':']).trim();
        let (name, tag) = match left.split_once(':') {
            Some((name, tag)) => (name.trim_end(), Some(tag.trim())),
            None => (left, None),
        };
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
        (!name.is_empty() && name.chars().all(is_name)).then(|| Self { name, tag, text: text.trim() })
    }
}
