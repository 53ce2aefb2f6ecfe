//! The constants of the attributes in one module: those directly in the packet, one vendor's, or one TLV's.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::names::{self, Case, Scope, Words};
use super::place::Place;
use super::{Generator, Here, Module, constant, enumeration, literal, table, types};
use crate::model::{Attribute, AttributeId, DataType, Hiding, Parent, TimeFormat};

/// The identifiers of a module: constants are values, enums, TLVs and modules are types.
#[derive(Debug, Default)]
pub(super) struct Scopes {
    pub(super) values: Scope,
    pub(super) types: Scope,
}

/// An attribute with its identifier.
pub(super) struct Item<'a> {
    pub(super) attribute: &'a Attribute,
    /// Every definition of the same thing.
    pub(super) ids: Vec<AttributeId>,
    pub(super) words: Words,
    /// What the constant is called before it is made different from others.
    wanted: String,
    /// Further names of the same thing.
    also: Vec<&'a str>,
}

/// Whether two attributes are the same in all but their names.
fn same_thing(a: &Attribute, b: &Attribute) -> bool {
    let facts =
        |x: &Attribute| (x.parent, x.number, x.data_type, x.length, x.exact, x.time, x.prefix, x.flags);
    facts(a) == facts(b)
        // What stands in them may differ.
        && !a.data_type.is_structure()
        && a.values.len() == b.values.len()
        && a.values
            .iter()
            .zip(&b.values)
            .all(|(a, b)| a.data == b.data && a.name.eq_ignore_ascii_case(&b.name))
}

/// Finds the identifiers. Attributes that are the same thing under one identifier become one item. A name that starts with
/// one of the prefixes is used without it, where that makes no two alike.
pub(super) fn items<'a>(
    attributes: &[(AttributeId, &'a Attribute)],
    prefixes: &[&str],
    scopes: &Scopes,
) -> Vec<Item<'a>> {
    let words = |name: &str, attribute: &Attribute| Words::new(name, attribute.number.into());
    let full = |attribute: &'a Attribute| words(&attribute.name, attribute);
    let short = |attribute: &'a Attribute| {
        let rest = prefixes.iter().find_map(|prefix| names::without_prefix(&attribute.name, prefix));
        rest.map_or_else(|| full(attribute), |rest| words(rest, attribute))
    };
    let mut alike: HashMap<String, Vec<&'a Attribute>> = HashMap::new();
    for (_, attribute) in attributes {
        alike.entry(short(attribute).identifier(Case::Screaming)).or_default().push(attribute);
    }
    let is_clear = |identifier: &String| {
        let group = alike.get(identifier).map(Vec::as_slice).unwrap_or_default();
        let [first, rest @ ..] = group else { return true };
        !scopes.values.has(identifier) && rest.iter().all(|other| same_thing(first, other))
    };

    let mut items: Vec<Item<'a>> = Vec::with_capacity(attributes.len());
    let mut index: HashMap<String, Vec<usize>> = HashMap::new();
    for &(id, attribute) in attributes {
        let mut words = short(attribute);
        let mut wanted = words.identifier(Case::Screaming);
        if !is_clear(&wanted) {
            words = full(attribute);
            wanted = words.identifier(Case::Screaming);
        }
        let known = index.entry(wanted.clone()).or_default();
        let same = known
            .iter()
            .copied()
            .find(|at| items.get(*at).is_some_and(|item| same_thing(item.attribute, attribute)));
        let Some(item) = same.and_then(|at| items.get_mut(at)) else {
            known.push(items.len());
            items.push(Item { attribute, ids: vec![id], words, wanted, also: Vec::new() });
            continue;
        };
        item.ids.push(id);
        // The canonical name is the one to print.
        if attribute.canonical {
            item.also.push(&item.attribute.name);
            item.attribute = attribute;
        } else {
            item.also.push(&attribute.name);
        }
    }
    items
}

impl<'a> Generator<'a> {
    /// Writes the constants of these attributes, the enums of their values, the structs and the modules of the TLVs among
    /// them. In a TLV, `inside` is the type that marks it, and the prefixes are what names of its attributes may start with.
    pub(super) fn write_attributes(
        &self,
        out: &mut String,
        here: Here<'_>,
        attributes: &[(AttributeId, &'a Attribute)],
        inside: Option<&str>,
        scopes: &mut Scopes,
    ) {
        for item in items(attributes, here.prefixes, scopes) {
            let Some(&id) = item.ids.first() else { continue };
            let number = item.attribute.number.into();
            let constant = scopes.values.take(&item.wanted, number);
            let type_name = self
                .has_type(id, item.attribute)
                .then(|| scopes.types.take(&item.words.identifier(Case::Pascal), number));
            out.push('\n');
            self.write_constant(out, here.indent, &item, &constant, type_name.as_deref(), inside);
            self.remember(&item.ids, here.path, &constant);
            let mut module = || scopes.types.take(&item.words.identifier(Case::Snake), number);
            let Some(name) = type_name else {
                if constant::has_constants(item.attribute) {
                    constant::write(out, here.indent, item.attribute, &module());
                }
                continue;
            };
            match item.attribute.data_type {
                DataType::Tlv => self.write_tlv(out, here, &item, &name, &module()),
                DataType::Struct => {
                    out.push('\n');
                    self.write_structure(out, here, (id, item.attribute), &name, &module());
                }
                _ => enumeration::write(out, here.indent, item.attribute, &name),
            }
        }
    }

    fn write_constant(
        &self,
        out: &mut String,
        indent: &str,
        item: &Item<'a>,
        identifier: &str,
        type_name: Option<&str>,
        inside: Option<&str>,
    ) {
        let attribute = item.attribute;
        let place = Place::of(self.dictionary, attribute.parent);
        let names = || std::iter::once(attribute.name.as_str()).chain(item.also.iter().copied());
        let what = self.spaces.describe(attribute);
        let text = format!("{}: {what}, {}.", literal::list(names()), description(attribute));
        literal::doc(out, indent, &text);
        if let Some(printed_as) = self.printed_as(attribute) {
            literal::doc(out, indent, "");
            let text = format!("This number is printed as {}.", literal::code(printed_as));
            literal::doc(out, indent, &text);
        }
        literal::aliases(out, indent, identifier, names());
        let name = literal::string(&attribute.name);
        let code = table::data_type_code(attribute.data_type);
        let flags = table::flag_bits(self.dictionary, attribute);
        let number = literal::number(attribute.number.into());
        let inside = inside.map(|marker| format!(", super::{marker}")).unwrap_or_default();
        _ = writeln!(
            out,
            "{indent}pub const {identifier}: _r::Attribute<{}{inside}> = _r::{}{name}, {number}, {code}, {flags});",
            types::of_handle(self.dictionary, attribute, type_name, place.is_long),
            place.constructor(),
        );
    }

    /// Writes the type that marks a TLV and the module of its attributes.
    pub(super) fn write_tlv(
        &self,
        out: &mut String,
        here: Here<'_>,
        item: &Item<'a>,
        marker: &str,
        module: &str,
    ) {
        let Here { indent, prefixes, path } = here;
        let name = item.attribute.name.as_str();
        let code = literal::code(name);
        let attributes = self.attributes_of(item.ids.iter().map(|id| Module::Inside(*id)));
        let which = match attributes.is_empty() {
            true => "the dictionary defines no attributes for it".to_owned(),
            false => format!("the attributes of the module `{module}`"),
        };
        literal::doc(out, indent, &format!("Marks what may stand in {code}: {which}."));
        literal::aliases(out, indent, marker, [name]);
        if names::is_unusual_type(marker) {
            _ = writeln!(out, "{indent}#[allow(non_camel_case_types)]");
        }
        _ = writeln!(out, "{indent}#[derive(Clone, Copy, Debug)]\n{indent}pub enum {marker} {{}}");
        if attributes.is_empty() {
            return;
        }
        out.push('\n');
        literal::doc(out, indent, &format!("The attributes that may stand in {code}."));
        literal::aliases(out, indent, module, [name]);
        _ = writeln!(out, "{indent}pub mod {module} {{");
        _ = writeln!(out, "{indent}    use super::_r;");
        let mut inner: Vec<&str> = std::iter::once(name).chain(item.also.iter().copied()).collect();
        inner.extend(prefixes);
        let deeper = format!("{indent}    ");
        let path: Vec<&str> = path.iter().copied().chain([module]).collect();
        let inner = Here { indent: &deeper, prefixes: &inner, path: &path };
        let mut scopes = Scopes::default();
        self.write_attributes(out, inner, &attributes, Some(marker), &mut scopes);
        for id in &item.ids {
            self.write_aliases(out, inner, Parent::Attribute(*id), &mut scopes);
        }
        _ = writeln!(out, "{indent}}}");
    }
}

impl<'a> Item<'a> {
    /// An attribute that is not among others.
    pub(super) fn alone(id: AttributeId, attribute: &'a Attribute) -> Self {
        let words = Words::new(&attribute.name, attribute.number.into());
        let wanted = words.identifier(Case::Screaming);
        Self { attribute, ids: vec![id], words, wanted, also: Vec::new() }
    }
}

/// Data type and flags in words.
pub(super) fn description(attribute: &Attribute) -> String {
    let mut text = match attribute.length {
        Some(length) => format!("`{}[{length}]`", attribute.data_type.as_str()),
        None => format!("`{}`", attribute.data_type.as_str()),
    };
    let flags = attribute.flags;
    if let Some(prefix) = attribute.prefix {
        _ = write!(text, " behind its length (`length=uint{}`", 8 * prefix.octets);
        if prefix.offset != 0 {
            _ = write!(text, ", `offset={}`", prefix.offset);
        }
        text.push(')');
    }
    if let Some(TimeFormat { precision, octets, signed }) = attribute.time {
        let sign = if signed { "with" } else { "without" };
        _ = write!(text, " in {} ({octets} octets, {sign} sign)", precision.as_str());
    }
    if flags.tagged {
        text.push_str(", tagged (`has_tag`)");
    }
    match flags.hiding {
        Some(Hiding::UserPassword) => text.push_str(", hidden (`encrypt=1`)"),
        Some(Hiding::TunnelPassword) => text.push_str(", hidden (`encrypt=2`)"),
        Some(Hiding::AscendSecret) => text.push_str(", hidden (`encrypt=3`)"),
        None if flags.secret => text.push_str(", never printed (`secret`)"),
        None => {}
    }
    if flags.array {
        text.push_str(", several back to back (`array`)");
    }
    if flags.concat {
        text.push_str(", split where it is long (`concat`)");
    }
    text
}

#[cfg(test)]
mod tests {
    use crate::generate::{Options, generate};
    use crate::testing::dictionary;

    /// Identifiers and types of the constants.
    fn constants(text: &str) -> Vec<String> {
        let code = generate(&dictionary(text), &Options::new("d"));
        let lines = code.lines().filter_map(|line| line.trim().strip_prefix("pub const "));
        lines.filter_map(|line| line.split_once(" = ")).map(|(head, _)| head.replace("_r::", "")).collect()
    }

    #[test]
    fn types_follow_the_data_type_and_the_flags() {
        let text = "ATTRIBUTE A 1 string has_tag,encrypt=2\nATTRIBUTE B 2 octets concat\nATTRIBUTE C 3 integer has_tag\n\
            VALUE C X 1\nATTRIBUTE D 4 octets[16] encrypt=1\nATTRIBUTE E 5 combo-ip\n";
        let expected = [
            "A: Attribute<Tagged<Hidden<str>>>",
            "B: Attribute<Concat>",
            "C: Attribute<Tagged<C>>",
            "D: Attribute<Hidden<[u8; 16]>>",
            "E: Attribute<::core::net::IpAddr>",
        ];
        assert_eq!(constants(text), expected);
    }

    #[test]
    fn the_vendors_name_stays_where_two_would_be_alike() {
        let text = "VENDOR V 9\nBEGIN-VENDOR V\nATTRIBUTE V-Port 1 string\nATTRIBUTE Port 2 string\n\
            ATTRIBUTE V-Vendor 3 string\nATTRIBUTE V-Id 4 string\nEND-VENDOR V\n";
        let names: Vec<_> = constants(text).iter().map(|c| c.split(':').next().unwrap().to_owned()).collect();
        assert_eq!(names, ["VENDOR", "V_PORT", "PORT", "V_VENDOR", "ID"]);
    }

    #[test]
    fn every_name_of_a_number_has_a_constant_of_its_own_type() {
        let expected = ["OLD: Attribute<u32>", "NEW: Attribute<str>"];
        assert_eq!(constants("ATTRIBUTE Old 10 integer\nATTRIBUTE New 10 string\n"), expected);
        let alike = "ATTRIBUTE Param-STR2 25 string\nATTRIBUTE ParamSTR2 25 string\n";
        assert_eq!(constants(alike), ["PARAM_STR2: Attribute<str>"]);
        let differ = "ATTRIBUTE Param-STR2 25 string\nATTRIBUTE ParamSTR2 25 octets\n";
        assert_eq!(constants(differ), ["PARAM_STR2: Attribute<str>", "PARAM_STR2_25: Attribute<[u8]>"]);
    }

    #[test]
    fn what_is_never_on_the_wire_has_no_constant() {
        assert_eq!(constants("ATTRIBUTE Auth-Type 1000 integer\nVALUE Auth-Type Accept 1\n"), [""; 0]);
    }
}
