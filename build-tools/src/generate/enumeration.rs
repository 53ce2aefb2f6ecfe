//! The enum of an attribute's named values.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::literal;
use super::names::{self, Case, Scope, Words};
use crate::model::{Attribute, DataType, Value};

/// The Rust type of an unsigned integer and the largest number in it.
fn number_type(data_type: DataType) -> Option<(&'static str, u64)> {
    match data_type {
        DataType::Uint8 => Some(("u8", u8::MAX.into())),
        DataType::Uint16 => Some(("u16", u16::MAX.into())),
        DataType::Uint32 => Some(("u32", u32::MAX.into())),
        DataType::Uint64 => Some(("u64", u64::MAX)),
        _ => None,
    }
}

/// Whether the attribute gets an enum: an unsigned integer with named values.
pub(super) fn is_enumerated(attribute: &Attribute) -> bool {
    number_type(attribute.data_type)
        .is_some_and(|(_, max)| attribute.values.iter().any(|value| value.number <= max))
}

/// A variant, or a constant for further names of a variant's number.
struct Item<'a> {
    identifier: String,
    /// What the identifier is before it is made different from others.
    wanted: String,
    number: u64,
    names: Vec<&'a str>,
}

impl<'a> Item<'a> {
    fn new(scope: &mut Scope, value: &'a Value, case: Case) -> Self {
        let wanted = Words::new(&value.name, value.number).identifier(case);
        let identifier = scope.take(&wanted, value.number);
        Self { identifier, wanted, number: value.number, names: vec![&value.name] }
    }

    fn write(&self, out: &mut String, indent: &str, is: &str) {
        let text = format!("{}: {}.", literal::list(self.names.iter().copied()), self.number);
        literal::doc(out, indent, &text);
        literal::aliases(out, indent, &self.identifier, self.names.iter().copied());
        if names::is_unusual_type(&self.identifier) && self.wanted != self.identifier {
            _ = writeln!(out, "{indent}#[allow(non_camel_case_types)]");
        }
        _ = writeln!(out, "{indent}{} = {is},", self.identifier);
    }
}

/// Writes the enum of the attribute's values.
pub(super) fn write(out: &mut String, indent: &str, attribute: &Attribute, identifier: &str) {
    let Some((number_type, max)) = number_type(attribute.data_type) else { return };
    let values: Vec<&Value> = attribute.values.iter().filter(|value| value.number <= max).collect();
    let mut preferred: HashMap<u64, &Value> = HashMap::new();
    for value in &values {
        let kept = preferred.entry(value.number).or_insert(value);
        if value.preferred && !kept.preferred {
            *kept = value;
        }
    }
    let is_preferred = |value: &Value| preferred.get(&value.number).is_some_and(|p| std::ptr::eq(*p, value));

    let mut scope = Scope::reserving(["Unnamed"]);
    let (firsts, seconds): (Vec<&Value>, Vec<&Value>) = values.iter().partition(|value| is_preferred(value));
    let mut variants: Vec<Item<'_>> =
        firsts.iter().map(|value| Item::new(&mut scope, value, Case::Pascal)).collect();
    let index: HashMap<u64, usize> = variants.iter().enumerate().map(|(at, v)| (v.number, at)).collect();
    let mut constants: Vec<Item<'_>> = Vec::new();
    for value in &seconds {
        let words = Words::new(&value.name, value.number);
        let variant = index.get(&value.number).and_then(|at| variants.get_mut(*at));
        if let Some(variant) = variant.filter(|item| item.wanted == words.identifier(Case::Pascal)) {
            variant.names.push(&value.name);
            continue;
        }
        let wanted = words.identifier(Case::Screaming);
        match constants.iter_mut().find(|item| item.number == value.number && item.wanted == wanted) {
            Some(constant) => constant.names.push(&value.name),
            None => constants.push(Item::new(&mut scope, value, Case::Screaming)),
        }
    }

    let inner = format!("{indent}    ");
    let deeper = format!("{indent}        ");
    _ = writeln!(out, "{indent}_r::enumeration! {{");
    literal::doc(out, &inner, &format!("The values of {}.", literal::code(&attribute.name)));
    literal::aliases(out, &inner, identifier, [attribute.name.as_str()]);
    if names::is_unusual_type(identifier) {
        _ = writeln!(out, "{inner}#[allow(non_camel_case_types)]");
    }
    _ = writeln!(out, "{inner}pub enum {identifier}: {number_type} {{");
    for variant in &variants {
        variant.write(out, &deeper, &literal::number(variant.number));
    }
    _ = writeln!(out, "{inner}}}");
    if !constants.is_empty() {
        _ = writeln!(out, "{inner}second names {{");
        for constant in &constants {
            let variant = index.get(&constant.number).and_then(|at| variants.get(*at));
            constant.write(out, &deeper, variant.map_or("", |variant| &variant.identifier));
        }
        _ = writeln!(out, "{inner}}}");
    }
    let table = table(firsts.into_iter().chain(seconds));
    _ = writeln!(out, "{inner}names {}", literal::bytes(&table, &deeper));
    _ = writeln!(out, "{indent}}}");
}

/// The names as `radius_runtime::value::Names` reads them: number in 8 octets (little endian), length of the name in
/// one, name.
fn table<'a>(values: impl Iterator<Item = &'a Value>) -> Vec<u8> {
    let mut table = Vec::new();
    for value in values {
        table.extend_from_slice(&value.number.to_le_bytes());
        super::table::push_name(&mut table, &value.name);
    }
    table
}
