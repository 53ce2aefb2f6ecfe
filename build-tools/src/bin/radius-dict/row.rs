//! What is told about an attribute.

use std::fmt;

use radius_build::model::{Attribute, Dictionary, Flags, MAX_DEPTH, Parent, Value, ValueData, Vendor};
use serde::Serialize;

/// An attribute as JSON has it. Every key is always there; what an attribute does not have is `null`.
#[derive(Serialize)]
pub(crate) struct Row<'a> {
    pub(crate) name: &'a str,
    /// The numbers from the packet down to it, with dots. Members of a struct are counted with `m1`, `m2`; what has no number
    /// stands there by its name.
    pub(crate) oid: String,
    #[serde(rename = "type")]
    pub(crate) data_type: &'static str,
    /// Of `octets[N]` and the like, in octets, and in bits of `bit[N]`.
    pub(crate) length: Option<u16>,
    pub(crate) flags: Vec<String>,
    pub(crate) values: Vec<Named<'a>>,
    pub(crate) vendor: Option<&'a str>,
    pub(crate) canonical: bool,
}

/// A named value: of an integer its number, below zero for signed types, of another type the value as dictionaries write it.
#[derive(Serialize)]
pub(crate) struct Named<'a> {
    pub(crate) name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<i128>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<String>,
}

impl<'a> Named<'a> {
    pub(crate) fn new(attribute: &Attribute, value: &'a Value) -> Self {
        let text = attribute.text_of(&value.data);
        let number = match value.data {
            ValueData::Number(_) => text.parse().ok(),
            ValueData::Octets(_) => None,
        };
        Self { name: &value.name, number, value: number.is_none().then_some(text) }
    }
}

impl<'a> Row<'a> {
    pub(crate) fn new(dictionary: &'a Dictionary, attribute: &'a Attribute) -> Self {
        let named = |value: &'a Value| Named::new(attribute, value);
        Self {
            name: &attribute.name,
            oid: dictionary.oid(attribute),
            data_type: attribute.data_type.as_str(),
            length: attribute.length,
            flags: flags(attribute.flags),
            values: attribute.values.iter().map(named).collect(),
            vendor: vendor(dictionary, attribute).map(|vendor| vendor.name.as_str()),
            canonical: attribute.canonical,
        }
    }
}

/// The vendor in whose space the attribute stands, at whatever depth.
fn vendor<'a>(dictionary: &'a Dictionary, attribute: &Attribute) -> Option<&'a Vendor> {
    let outer = |parent: &Parent| match *parent {
        Parent::Attribute(outer) => dictionary.attribute(outer).map(|outer| outer.parent),
        _ => None,
    };
    std::iter::successors(Some(attribute.parent), outer).take(MAX_DEPTH + 1).find_map(|parent| match parent {
        Parent::Vendor(vendor) | Parent::ExtendedVendor(_, vendor) => dictionary.vendor(vendor),
        _ => None,
    })
}

/// The flags as a dictionary spells them.
pub(crate) fn flags(flags: Flags) -> Vec<String> {
    // All of them by name, so that a new flag cannot be forgotten here.
    let Flags { tagged, hiding, concat, array, secret, counter, flat, is_unsafe, key, internal } = flags;
    let hiding = hiding.map(|hiding| format!("encrypt={}", hiding.as_str()));
    let rest = [
        (concat, "concat"),
        (array, "array"),
        (secret, "secret"),
        (counter, "counter"),
        (flat, "flat"),
        (is_unsafe, "unsafe"),
        (key, "key"),
        (internal, "internal"),
    ];
    let tagged = tagged.then(|| "has_tag".to_owned());
    let rest = rest.into_iter().filter(|(is_set, _)| *is_set).map(|(_, name)| name.to_owned());
    tagged.into_iter().chain(hiding).chain(rest).collect()
}

/// The type with its length, as in `octets[24]`.
pub(crate) struct Type<'a>(pub(crate) &'a Attribute);

impl fmt::Display for Type<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.data_type.as_str())?;
        match self.0.length {
            Some(length) => write!(f, "[{length}]"),
            None => Ok(()),
        }
    }
}
