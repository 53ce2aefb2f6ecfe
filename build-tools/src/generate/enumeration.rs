//! The enum of an attribute's named values.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::literal;
use super::names::{self, Case, Scope, Words};
use crate::model::{Attribute, DataType, Value};

/// The Rust type of an unsigned integer and the largest number in it.
fn number_type(attribute: &Attribute) -> Option<(&'static str, u64)> {
    match attribute.data_type {
        DataType::Bit => {
            let bits = attribute.length.filter(|bits| (1..=56).contains(bits))?;
            let name = match bits {
                1..=8 => "u8",
                9..=16 => "u16",
                17..=32 => "u32",
                _ => "u64",
            };
            Some((name, (1 << bits) - 1))
        }
        DataType::Uint8 => Some(("u8", u8::MAX.into())),
        DataType::Uint16 => Some(("u16", u16::MAX.into())),
        DataType::Uint32 => Some(("u32", u32::MAX.into())),
        DataType::Uint64 => Some(("u64", u64::MAX)),
        _ => None,
    }
}

/// Whether the attribute gets an enum: an unsigned integer or a bit field with named values.
pub(super) fn is_enumerated(attribute: &Attribute) -> bool {
    number_type(attribute).is_some_and(|(_, max)| numbered(attribute, max).next().is_some())
}

/// The values that are numbers of the type.
fn numbered(attribute: &Attribute, max: u64) -> impl Iterator<Item = (u64, &Value)> {
    let numbered = attribute.values.iter().filter_map(|value| Some((value.number()?, value)));
    numbered.filter(move |(number, _)| *number <= max)
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
    fn new(scope: &mut Scope, (number, value): (u64, &'a Value), case: Case) -> Self {
        let wanted = Words::new(&value.name, number).identifier(case);
        let identifier = scope.take(&wanted, number);
        Self { identifier, wanted, number, names: vec![&value.name] }
    }

    /// What stands in front of the item.
    fn write(&self, out: &mut String, indent: &str) {
        let text = format!("{}: {}.", literal::list(self.names.iter().copied()), self.number);
        literal::doc(out, indent, &text);
        literal::aliases(out, indent, &self.identifier, self.names.iter().copied());
    }
}

fn allow_unusual(out: &mut String, indent: &str, identifier: &str) {
    if names::is_unusual_type(identifier) {
        _ = writeln!(out, "{indent}#[allow(non_camel_case_types)]");
    }
}

/// Writes the enum of the attribute's values.
pub(super) fn write(out: &mut String, indent: &str, attribute: &Attribute, identifier: &str) {
    let Some((number_type, max)) = number_type(attribute) else { return };
    let mut preferred: HashMap<u64, &Value> = HashMap::new();
    for (number, value) in numbered(attribute, max) {
        let kept = preferred.entry(number).or_insert(value);
        if value.preferred && !kept.preferred {
            *kept = value;
        }
    }
    let is_preferred =
        |(number, value): &(u64, &Value)| preferred.get(number).is_some_and(|p| std::ptr::eq(*p, *value));

    let mut scope = Scope::reserving(["Unnamed"]);
    let (firsts, seconds): (Vec<_>, Vec<_>) = numbered(attribute, max).partition(is_preferred);
    let mut variants: Vec<Item<'_>> =
        firsts.iter().map(|value| Item::new(&mut scope, *value, Case::Pascal)).collect();
    let index: HashMap<u64, usize> = variants.iter().enumerate().map(|(at, v)| (v.number, at)).collect();
    let mut constants: Vec<Item<'_>> = Vec::new();
    for &(number, value) in &seconds {
        let words = Words::new(&value.name, number);
        let variant = index.get(&number).and_then(|at| variants.get_mut(*at));
        if let Some(variant) = variant.filter(|item| item.wanted == words.identifier(Case::Pascal)) {
            variant.names.push(&value.name);
            continue;
        }
        let wanted = words.identifier(Case::Screaming);
        match constants.iter_mut().find(|item| item.number == number && item.wanted == wanted) {
            Some(constant) => constant.names.push(&value.name),
            None => constants.push(Item::new(&mut scope, (number, value), Case::Screaming)),
        }
    }

    let inner = format!("{indent}    ");
    literal::doc(out, indent, &format!("The values of {}.", literal::code(&attribute.name)));
    literal::aliases(out, indent, identifier, [attribute.name.as_str()]);
    allow_unusual(out, indent, identifier);
    // Derived, so that second names can stand in patterns; where there are none, there is a cheaper way.
    let equality = if constants.is_empty() { "" } else { ", PartialEq" };
    _ = writeln!(out, "{indent}#[derive(Clone, Copy{equality})]\n{indent}#[non_exhaustive]");
    _ = writeln!(out, "{indent}pub enum {identifier} {{");
    for variant in &variants {
        variant.write(out, &inner);
        allow_unusual(out, &inner, &variant.identifier);
        _ = writeln!(out, "{inner}{},", variant.identifier);
    }
    literal::doc(out, &inner, "A number that the dictionary does not name.");
    _ = writeln!(out, "{inner}Unnamed(_r::Unnamed<Self>),\n{indent}}}");

    if !constants.is_empty() {
        out.push('\n');
        literal::doc(out, indent, "Further names of these values.");
        _ = writeln!(out, "{indent}impl {identifier} {{");
        for constant in &constants {
            constant.write(out, &inner);
            let variant = index.get(&constant.number).and_then(|at| variants.get(*at));
            let variant = variant.map_or("Unnamed", |variant| &variant.identifier);
            _ = writeln!(out, "{inner}pub const {}: Self = Self::{variant};", constant.identifier);
        }
        _ = writeln!(out, "{indent}}}");
    }

    let deeper = format!("{inner}    ");
    _ = writeln!(out, "\n{indent}_r::enumerated! {{\n{inner}{identifier}: {number_type} {{");
    let pairs = variants.iter().map(|v| format!("{} = {},", v.identifier, literal::number(v.number)));
    literal::wrap(out, &deeper, pairs);
    let table = table(firsts.into_iter().chain(seconds));
    let table = literal::bytes(&table, &deeper);
    let same = if constants.is_empty() { " same" } else { "" };
    _ = writeln!(out, "{inner}}}\n{inner}names {table}{same}\n{indent}}}");
}

/// The names as `radius_runtime::value::Names` reads them: number in 8 octets (little endian), length of the name in
/// one, name.
fn table<'a>(values: impl Iterator<Item = (u64, &'a Value)>) -> Vec<u8> {
    let mut table = Vec::new();
    for (number, value) in values {
        table.extend_from_slice(&number.to_le_bytes());
        super::table::push_name(&mut table, &value.name);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{dictionary, named};

    fn enumeration(data_type: &str, values: &[(&str, u64)]) -> String {
        let values = values.iter().map(|(name, number)| format!("VALUE A {name} {number}\n"));
        let text = format!("ATTRIBUTE A 1 {data_type}\n{}", values.collect::<String>());
        let mut out = String::new();
        write(&mut out, "", named(&dictionary(&text), "A"), "A");
        out
    }

    fn has(text: &str, parts: &[&str]) {
        for part in parts {
            assert!(text.contains(part), "no {part} in\n{text}");
        }
    }

    #[test]
    fn the_last_name_of_a_number_is_the_variant_and_the_others_are_constants() {
        let text = enumeration("integer", &[("Old", 1), ("New", 1), ("Newest", 1)]);
        has(
            &text,
            &["    Newest,\n", "pub const OLD: Self = Self::Newest;", "pub const NEW: Self = Self::Newest;"],
        );
        has(&text, &["derive(Clone, Copy, PartialEq)", "A: u32 {\n        Newest = 1,\n    }"]);
        assert!(!text.contains(" same"));
    }

    #[test]
    fn two_spellings_of_one_identifier_are_one_item() {
        let text = enumeration("byte", &[("NTDomain", 1), ("NT-Domain", 1)]);
        has(
            &text,
            &[
                "/// `NT-Domain` and `NTDomain`: 1.",
                "    NtDomain,\n",
                "derive(Clone, Copy)]",
                "A: u8",
                " same",
            ],
        );
        assert!(!text.contains("pub const"));
    }

    #[test]
    fn only_unsigned_integers_with_values_are_enumerated() {
        let text =
            "ATTRIBUTE A 1 integer\nATTRIBUTE B 2 octets\nVALUE B X 1\nATTRIBUTE C 3 short\nVALUE C X 1\n";
        let dictionary = dictionary(text);
        assert_eq!(["A", "B", "C"].map(|name| is_enumerated(named(&dictionary, name))), [false, false, true]);
    }

    #[test]
    fn the_table_of_names_begins_with_the_names_to_print() {
        let dictionary = dictionary("ATTRIBUTE A 1 integer\nVALUE A Old 258\nVALUE A New 258\n");
        let values: Vec<_> = numbered(named(&dictionary, "A"), u64::MAX).collect();
        let bytes = table(values.into_iter().rev());
        assert_eq!(bytes, b"\x02\x01\0\0\0\0\0\0\x03New\x02\x01\0\0\0\0\0\0\x03Old");
    }
}
