//! `radius-dict lookup`.

use std::fmt::Write as _;

use radius_build::model::{Alias, AliasTarget, Attribute, Dictionary, VENDOR_SPECIFIC, Vendor};
use radius_build::source::Span;
use radius_build::{Loaded, nearest};

use crate::Answer;
use crate::row::{Row, Type};

pub(crate) fn run(loaded: &Loaded, wanted: &str) -> Answer {
    let found = Search { loaded, wanted, numbers: numbers(wanted) }.found();
    let is_missing = found.is_empty();
    let mut answer = Answer::of(loaded, found.join("\n"));
    if is_missing {
        answer.is_success = false;
        if !answer.err.is_empty() {
            answer.err.push_str("\n\n");
        }
        _ = write!(answer.err, "error: no attribute, vendor or value is `{}`", wanted.escape_debug());
        if let Some(near) = nearest(wanted, names(&loaded.dictionary)) {
            _ = write!(answer.err, "; did you mean `{near}`?");
        }
    }
    answer
}

/// The numbers of a dotted name such as 26.9.1.
fn numbers(text: &str) -> Option<Vec<u32>> {
    let is_plain = text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    is_plain.then(|| text.split('.').map(|part| part.parse().ok()).collect())?
}

/// Every name, those of attributes first.
fn names(dictionary: &Dictionary) -> impl Iterator<Item = &str> {
    let attributes = dictionary.attributes.iter().map(|attribute| &attribute.name);
    let vendors = dictionary.vendors.iter().map(|vendor| &vendor.name);
    let aliases = dictionary.aliases.iter().map(|alias| &alias.name);
    let values = dictionary.attributes.iter().flat_map(|attribute| &attribute.values);
    attributes.chain(vendors).chain(aliases).chain(values.map(|value| &value.name)).map(String::as_str)
}

struct Search<'a> {
    loaded: &'a Loaded,
    wanted: &'a str,
    numbers: Option<Vec<u32>>,
}

impl Search<'_> {
    /// A block of lines for each that is meant: attributes, vendors, what aliases stand for, values.
    fn found(&self) -> Vec<String> {
        let Dictionary { attributes, vendors, aliases, .. } = &self.loaded.dictionary;
        let mut found: Vec<String> =
            attributes.iter().filter(|a| self.is_attribute(a)).map(|a| self.attribute(a)).collect();
        found.extend(vendors.iter().filter(|v| self.is_vendor(v)).map(|v| self.vendor(v)));
        for alias in aliases.iter().filter(|alias| self.is_named(&alias.name)) {
            found.extend(self.alias(alias));
        }
        for attribute in attributes {
            let values = attribute.values.iter().filter(|value| self.is_named(&value.name));
            found.extend(values.map(|value| {
                let oid = self.loaded.dictionary.oid(attribute);
                let data = attribute.text_of(&value.data);
                let of = format!("{data} of {} ({oid})", attribute.name);
                block(&value.name, &[("value", of), ("place", self.place(value.span))])
            }));
        }
        found
    }

    fn is_named(&self, name: &str) -> bool {
        name.eq_ignore_ascii_case(self.wanted)
    }

    fn is_attribute(&self, attribute: &Attribute) -> bool {
        self.is_named(&attribute.name) || self.is_named(&self.loaded.dictionary.oid(attribute))
    }

    /// A vendor is meant by its number alone, and by the numbers that lead to its space.
    fn is_vendor(&self, vendor: &Vendor) -> bool {
        let pen = match self.numbers.as_deref() {
            Some([pen] | [VENDOR_SPECIFIC, pen] | [241..=246, VENDOR_SPECIFIC, pen]) => Some(*pen),
            _ => None,
        };
        self.is_named(&vendor.name) || pen == Some(vendor.pen)
    }

    fn attribute(&self, attribute: &Attribute) -> String {
        let Row { name, oid, flags, vendor, canonical, .. } = Row::new(&self.loaded.dictionary, attribute);
        let mut fields = vec![("oid", oid), ("type", Type(attribute).to_string())];
        fields.extend(vendor.map(|vendor| ("vendor", vendor.to_owned())));
        if !flags.is_empty() {
            fields.push(("flags", flags.join(", ")));
        }
        if !canonical {
            fields.push(("note", "another name stands for the number".to_owned()));
        }
        fields.push(("place", self.place(attribute.span)));
        let named = attribute.values.iter();
        fields.extend(named.map(|v| ("value", format!("{} {}", attribute.text_of(&v.data), v.name))));
        block(name, &fields)
    }

    fn vendor(&self, vendor: &Vendor) -> String {
        let format = vendor.format;
        let continuation = if format.continuation { ",c" } else { "" };
        let format = format!("{},{}{continuation}", format.type_octets, format.length_octets);
        let number = vendor.pen.to_string();
        block(&vendor.name, &[("vendor", number), ("format", format), ("place", self.place(vendor.span))])
    }

    /// The alias, and what it is a name of.
    fn alias(&self, alias: &Alias) -> Vec<String> {
        let Loaded { dictionary, .. } = self.loaded;
        let of =
            |what: &str| block(&alias.name, &[("alias", what.to_owned()), ("place", self.place(alias.span))]);
        let target = match alias.target {
            AliasTarget::Attribute(id) => dictionary.attribute(id).map(|attribute| {
                let name = format!("of {} ({})", attribute.name, dictionary.oid(attribute));
                [of(&name), self.attribute(attribute)]
            }),
            AliasTarget::Vendor(id) => dictionary
                .vendor(id)
                .map(|vendor| [of(&format!("of the vendor {}", vendor.name)), self.vendor(vendor)]),
            AliasTarget::ExtendedVendor(evs, id) => {
                dictionary.vendor(id).zip(dictionary.attribute(evs)).map(|(vendor, evs)| {
                    let name = format!("of the vendor {} in {}", vendor.name, dictionary.oid(evs));
                    [of(&name), self.vendor(vendor)]
                })
            }
            _ => None,
        };
        target.into_iter().flatten().collect()
    }

    fn place(&self, span: Span) -> String {
        let at = self.loaded.sources.location(span);
        at.map_or_else(String::new, |at| format!("{}:{}", at.name, at.line))
    }
}

fn block(title: &str, fields: &[(&str, String)]) -> String {
    let lines: String = fields.iter().map(|(name, text)| format!("  {name:<7} {text}\n")).collect();
    format!("{title}\n{lines}")
}
