//! Printing a packet, one line an attribute.

use std::fmt;
use std::ops::Range;

use crate::attribute::{RawAttribute, VENDOR_SPECIFIC, VendorWalk, split_vendor, tag};
use crate::dictionary::{Dictionary, Entry, VendorFormat};
use crate::packet::Packet;

use super::value;

/// A packet to print: see [`Packet::display`].
#[derive(Debug)]
pub struct Display<'a> {
    packet: &'a Packet,
    dictionary: &'a Dictionary<'a>,
}

impl Packet {
    /// The packet for printing, in the dictionary's spelling: its code and identifier, then one line an attribute.
    ///
    /// Values that are hidden or secret are not shown. Values that are malformed are shown in hexadecimal digits with what
    /// is wrong, unknown attributes by number: `Attr-200`, `Attr-26.9.1`.
    #[must_use]
    pub const fn display<'a>(&'a self, dictionary: &'a Dictionary<'a>) -> Display<'a> {
        Display { packet: self, dictionary }
    }
}

impl fmt::Display for Display<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, identifier {}", self.packet.code(), self.packet.identifier())?;
        for raw in self.packet {
            self.attribute(&raw, f)?;
        }
        Ok(())
    }
}

impl Display<'_> {
    fn attribute(&self, raw: &RawAttribute<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if raw.number != VENDOR_SPECIFIC {
            let entry = self.dictionary.attribute_at(None, raw.number.into());
            return self.line(entry, format_args!("{}", raw.number), raw.value, raw.range(), f);
        }
        let vendor = split_vendor(raw.value).and_then(|(pen, data)| {
            let format = self.dictionary.vendor(pen).map_or(VendorFormat::RFC, |vendor| vendor.format);
            let walk = VendorWalk::new(data, format);
            walk.clone().is_well_formed().then_some((pen, walk))
        });
        let Some((pen, walk)) = vendor else {
            return self.line(None, format_args!("26"), raw.value, raw.range(), f);
        };
        for inner in walk.flatten() {
            let entry = self.dictionary.attribute_at(Some(pen), inner.number);
            self.line(entry, format_args!("26.{pen}.{}", inner.number), inner.value, raw.range(), f)?;
        }
        Ok(())
    }

    fn line(
        &self,
        entry: Option<Entry<'_>>,
        place: fmt::Arguments<'_>,
        octets: &[u8],
        range: Range<usize>,
        f: &mut fmt::Formatter<'_>,
    ) -> fmt::Result {
        f.write_str("\n    ")?;
        let definition = entry.as_ref().map(Entry::definition);
        match &definition {
            Some(definition) => f.write_str(definition.name)?,
            None => write!(f, "Attr-{place}")?,
        }
        let (tag, octets, problem) = match definition.map(|definition| tag::split(&definition, octets)) {
            Some(Ok((tag, value))) => (tag, value, None),
            Some(Err(problem)) => (0, octets, Some(problem.to_string())),
            None => (0, octets, None),
        };
        if tag != 0 {
            write!(f, ":{tag}")?;
        }
        f.write_str(" = ")?;
        // What is to be hidden is still in clear in a packet that is being built, whatever the dictionary knows of it.
        let is_secret = definition.is_some_and(|definition| definition.flags.secret());
        if is_secret || self.packet.has_clear_values(&range) {
            return f.write_str("<hidden>");
        }
        let (Some(entry), Some(definition), None) = (entry, definition, &problem) else {
            value::write_hex(octets, f)?;
            return problem.map_or(Ok(()), |problem| write!(f, " (invalid: {problem})"));
        };
        value::write(&entry, tag::layout(&definition), octets, f).unwrap_or_else(|problem| {
            value::write_hex(octets, f)?;
            write!(f, " (invalid: {problem})")
        })
    }
}
