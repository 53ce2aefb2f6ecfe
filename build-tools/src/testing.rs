//! Short ways to load dictionaries in unit tests.

use std::path::Path;

use crate::model::{Attribute, Dictionary, Parent, Value};
use crate::{Code, Loaded, Memory, load_with};

/// Loads these files, the first as root.
pub(crate) fn load_files(files: &[(&str, &str)]) -> Loaded {
    let memory: Memory = files.iter().copied().collect();
    load_with(&memory, Path::new(""), &[files[0].0.into()])
}

/// Loads a dictionary of one file.
pub(crate) fn load(text: &str) -> Loaded {
    load_files(&[("dictionary", text)])
}

/// Loads a dictionary that is right.
pub(crate) fn dictionary(text: &str) -> Dictionary {
    let loaded = load(text);
    assert_eq!(loaded.diagnostics, [], "{text}");
    loaded.dictionary
}

/// What is wrong with a dictionary: code and line.
pub(crate) fn problems(text: &str) -> Vec<(Code, usize)> {
    let loaded = load(text);
    let line = |d: &crate::Diagnostic| loaded.sources.location(d.primary().unwrap().span).unwrap().line;
    loaded.diagnostics.iter().map(|d| (d.code, line(d))).collect()
}

/// The attribute of this name.
pub(crate) fn named<'a>(dictionary: &'a Dictionary, name: &str) -> &'a Attribute {
    let mut found = dictionary.attributes.iter().filter(|attribute| attribute.name == name);
    let attribute = found.next().unwrap_or_else(|| panic!("no {name}"));
    assert!(found.next().is_none(), "{name} twice");
    attribute
}

/// The numbers that lead to the attribute of this name, with dots between them.
pub(crate) fn path(dictionary: &Dictionary, name: &str) -> String {
    let path = dictionary.path(named(dictionary, name));
    path.iter().map(u32::to_string).collect::<Vec<_>>().join(".")
}

/// Where all attributes of this name stand, as [`Dictionary::oid`] gives it.
pub(crate) fn paths(dictionary: &Dictionary, name: &str) -> Vec<String> {
    let named = dictionary.attributes.iter().filter(|attribute| attribute.name == name);
    named.map(|attribute| dictionary.oid(attribute)).collect()
}

/// The names of the attribute and the vendor that the attribute of this name stands in.
pub(crate) fn parent<'a>(dictionary: &'a Dictionary, name: &str) -> (Option<&'a str>, Option<&'a str>) {
    let (attribute, vendor) = match named(dictionary, name).parent {
        Parent::Packet => (None, None),
        Parent::Vendor(vendor) => (None, Some(vendor)),
        Parent::Attribute(attribute) => (Some(attribute), None),
        Parent::ExtendedVendor(attribute, vendor) => (Some(attribute), Some(vendor)),
    };
    (
        attribute.map(|id| dictionary.attribute(id).unwrap().name.as_str()),
        vendor.map(|id| dictionary.vendor(id).unwrap().name.as_str()),
    )
}

/// Names and numbers of an attribute's values, with a star at those that are printed.
pub(crate) fn values(attribute: &Attribute) -> Vec<String> {
    let star = |preferred| if preferred { "*" } else { "" };
    let data = |value: &Value| match value.number() {
        Some(number) => number.to_string(),
        None => attribute.text_of(&value.data),
    };
    attribute.values.iter().map(|v| format!("{}={}{}", v.name, data(v), star(v.preferred))).collect()
}
