//! `radius-dict tree`.

use std::collections::HashMap;
use std::fmt::Write as _;

use radius_build::model::{Attribute, AttributeId, Dictionary, Parent, VENDOR_SPECIFIC, VendorId};

use crate::row::{Row, Type, flags};
use crate::{Format, json_lines};

pub(crate) fn show(dictionary: &Dictionary, format: Format) -> String {
    match format {
        Format::Json => json_lines(dictionary.attributes.iter().map(|a| Row::new(dictionary, a))),
        Format::Text => Tree::new(dictionary).show(),
    }
}

struct Tree<'a> {
    dictionary: &'a Dictionary,
    /// What stands in each parent, by number.
    inside: HashMap<Parent, Vec<(AttributeId, &'a Attribute)>>,
    /// The attribute that vendors are shown below: the last 26 in the packet.
    vendor_specific: Option<AttributeId>,
    out: String,
}

impl<'a> Tree<'a> {
    fn new(dictionary: &'a Dictionary) -> Self {
        let mut inside: HashMap<Parent, Vec<(AttributeId, &'a Attribute)>> = HashMap::new();
        for (id, attribute) in dictionary.attributes.iter().enumerate() {
            inside.entry(attribute.parent).or_default().push((AttributeId(id), attribute));
        }
        for attributes in inside.values_mut() {
            attributes.sort_by_key(|(_, attribute)| attribute.number);
        }
        let packet = inside.get(&Parent::Packet).into_iter().flatten();
        let vendor_specific =
            packet.filter(|(_, a)| a.number == VENDOR_SPECIFIC).map(|(id, _)| *id).next_back();
        Self { dictionary, inside, vendor_specific, out: String::new() }
    }

    fn show(mut self) -> String {
        self.attributes(Parent::Packet, 0);
        if self.vendor_specific.is_none() && !self.dictionary.vendors.is_empty() {
            self.line(0, format_args!("{VENDOR_SPECIFIC} (no attribute is defined for it)"));
            self.vendors(Parent::Vendor, true, 1);
        }
        self.out
    }

    fn attributes(&mut self, parent: Parent, depth: usize) {
        for (id, attribute) in self.inside.get(&parent).cloned().unwrap_or_default() {
            let Attribute { name, values, .. } = attribute;
            // The last part of its path, which tells members of a struct from what has a number on the wire.
            let oid = self.dictionary.oid(attribute);
            let number = match oid.rsplit_once('.') {
                _ if attribute.by_name => "-",
                Some((_, last)) => last,
                None => &oid,
            };
            let flags: String = flags(attribute.flags).iter().map(|flag| format!(" {flag}")).collect();
            let values = match values.len() {
                0 => String::new(),
                1 => ", 1 value".to_owned(),
                more => format!(", {more} values"),
            };
            let other = if attribute.canonical { "" } else { " (another name stands for the number)" };
            self.line(depth, format_args!("{number} {name} {}{flags}{values}{other}", Type(attribute)));
            self.attributes(Parent::Attribute(id), depth + 1);
            self.vendors(|vendor| Parent::ExtendedVendor(id, vendor), false, depth + 1);
            if self.vendor_specific == Some(id) {
                self.vendors(Parent::Vendor, true, depth + 1);
            }
        }
    }

    /// The vendors with what stands in their spaces, by number.
    fn vendors(&mut self, space: impl Fn(VendorId) -> Parent, also_empty: bool, depth: usize) {
        let mut vendors: Vec<_> = self.dictionary.vendors.iter().enumerate().collect();
        vendors.retain(|&(id, _)| also_empty || self.inside.contains_key(&space(VendorId(id))));
        vendors.sort_by_key(|(_, vendor)| vendor.pen);
        for (id, vendor) in vendors {
            self.line(depth, format_args!("{} {} vendor", vendor.pen, vendor.name));
            self.attributes(space(VendorId(id)), depth + 1);
        }
    }

    fn line(&mut self, depth: usize, text: std::fmt::Arguments<'_>) {
        _ = writeln!(self.out, "{:1$}{text}", "", 2 * depth);
    }
}
