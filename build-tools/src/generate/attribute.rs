//! The constants of the attributes in one module: those directly in the packet, one vendor's, or one TLV's.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::names::{self, Case, Scope, Words};
use super::place::Place;
use super::{Generator, Module, enumeration, literal, table};
use crate::model::{Attribute, AttributeId, DataType, Hiding};

/// The identifiers of a module: constants are values, enums, TLVs and modules are types.
#[derive(Debug, Default)]
pub(super) struct Scopes {
    pub(super) values: Scope,
    pub(super) types: Scope,
}

/// An attribute with its identifier.
struct Item<'a> {
    attribute: &'a Attribute,
    /// Every definition of the same thing.
    ids: Vec<AttributeId>,
    words: Words,
    /// What the constant is called before it is made different from others.
    wanted: String,
    /// Further names of the same thing.
    also: Vec<&'a str>,
}

/// Whether two attributes are the same in all but their names.
fn same_thing(a: &Attribute, b: &Attribute) -> bool {
    let facts = |x: &Attribute| (x.parent, x.number, x.data_type, x.length, x.flags);
    facts(a) == facts(b)
        && a.values.len() == b.values.len()
        && a.values
            .iter()
            .zip(&b.values)
            .all(|(a, b)| a.number == b.number && a.name.eq_ignore_ascii_case(&b.name))
}

/// Finds the identifiers. Attributes that are the same thing under one identifier become one item. A name that starts with
/// one of the prefixes is used without it, where that makes no two alike.
fn items<'a>(
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
    /// Writes the constants of these attributes, the enums of their values and the modules of the TLVs among them. In a
    /// TLV, `inside` is the type that marks it, and the prefixes are what names of its attributes may start with.
    pub(super) fn write_attributes(
        &self,
        out: &mut String,
        indent: &str,
        attributes: &[(AttributeId, &'a Attribute)],
        inside: Option<&str>,
        prefixes: &[&str],
        mut scopes: Scopes,
    ) {
        for item in items(attributes, prefixes, &scopes) {
            let number = item.attribute.number.into();
            let constant = scopes.values.take(&item.wanted, number);
            let has_type = enumeration::is_enumerated(item.attribute) || item.is_tlv();
            let type_name = has_type.then(|| scopes.types.take(&item.words.identifier(Case::Pascal), number));
            out.push('\n');
            self.write_constant(out, indent, &item, &constant, type_name.as_deref(), inside);
            match &type_name {
                Some(marker) if item.is_tlv() => {
                    let module = scopes.types.take(&item.words.identifier(Case::Snake), number);
                    self.write_tlv(out, indent, &item, marker, &module, prefixes);
                }
                Some(identifier) => enumeration::write(out, indent, item.attribute, identifier),
                None => {}
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
        let flags = table::flag_bits(attribute.flags);
        let number = literal::number(attribute.number.into());
        let inside = inside.map(|marker| format!(", super::{marker}")).unwrap_or_default();
        _ = writeln!(
            out,
            "{indent}pub const {identifier}: _r::Attribute<{}{inside}> = _r::Attribute::new(_r::{}{name}, {number}, \
             {code}, {flags}));",
            value_type(attribute, type_name, place.is_long),
            place.constructor(),
        );
    }

    /// Writes the type that marks a TLV and the module of its attributes.
    fn write_tlv(
        &self,
        out: &mut String,
        indent: &str,
        item: &Item<'a>,
        marker: &str,
        module: &str,
        prefixes: &[&str],
    ) {
        let name = item.attribute.name.as_str();
        let code = literal::code(name);
        let attributes = self.attributes_of(item.ids.iter().map(|id| Module::Tlv(*id)));
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
        self.write_attributes(out, &deeper, &attributes, Some(marker), &inner, Scopes::default());
        _ = writeln!(out, "{indent}}}");
    }
}

impl Item<'_> {
    fn is_tlv(&self) -> bool {
        self.attribute.data_type == DataType::Tlv
    }
}

/// Data type and flags in words.
fn description(attribute: &Attribute) -> String {
    let mut text = format!("`{}`", data_type_name(attribute.data_type));
    if let Some(length) = attribute.length {
        text = format!("`{}[{length}]`", data_type_name(attribute.data_type));
    }
    let flags = attribute.flags;
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

/// The type parameter of the handle. `type_name` is the enum of its values or the type that marks a TLV.
fn value_type(attribute: &Attribute, type_name: Option<&str>, is_long: bool) -> String {
    let flags = attribute.flags;
    let plain = plain_type(attribute.data_type);
    let mut name = match type_name {
        Some(name) if attribute.data_type == DataType::Tlv => format!("_r::Tlv<{name}>"),
        // Values back to back are given as they stand.
        _ if flags.array => "[u8]".to_owned(),
        Some(name) => name.to_owned(),
        None => plain.to_owned(),
    };
    if flags.concat {
        name = "_r::Concat".to_owned();
    } else if is_long && flags.hiding.is_none() && matches!(name.as_str(), "str" | "[u8]") {
        name = format!("_r::Long<{name}>");
    }
    if flags.hiding.is_some() {
        name = format!("_r::Hidden<{name}>");
    }
    if flags.tagged {
        name = format!("_r::Tagged<{name}>");
    }
    name
}

macro_rules! data_types {
    ($($variant:ident $name:literal $rust:literal,)*) => {
        /// The keyword of a data type in dictionaries.
        fn data_type_name(data_type: DataType) -> &'static str {
            match data_type { $(DataType::$variant => $name,)* }
        }

        /// The Rust type of a data type.
        fn plain_type(data_type: DataType) -> &'static str {
            match data_type { $(DataType::$variant => $rust,)* }
        }
    };
}

data_types! {
    String "string" "str",
    Octets "octets" "[u8]",
    Uint8 "uint8" "u8",
    Uint16 "uint16" "u16",
    Uint32 "uint32" "u32",
    Uint64 "uint64" "u64",
    Int8 "int8" "i8",
    Int16 "int16" "i16",
    Int32 "int32" "i32",
    Int64 "int64" "i64",
    Bool "bool" "bool",
    Float32 "float32" "f32",
    Float64 "float64" "f64",
    Ipv4Addr "ipv4addr" "::core::net::Ipv4Addr",
    Ipv6Addr "ipv6addr" "::core::net::Ipv6Addr",
    Ipv4Prefix "ipv4prefix" "_r::Ipv4Net",
    Ipv6Prefix "ipv6prefix" "_r::Ipv6Net",
    ComboIp "combo-ip" "::core::net::IpAddr",
    InterfaceId "ifid" "_r::InterfaceId",
    Ether "ether" "_r::MacAddr6",
    Date "date" "_r::Date",
    TimeDelta "time_delta" "_r::TimeDelta",
    AscendBinary "abinary" "[u8]",
    Vsa "vsa" "[u8]",
    Tlv "tlv" "[u8]",
    Extended "extended" "[u8]",
    LongExtended "long-extended" "[u8]",
    ExtendedVendorSpecific "evs" "[u8]",
    Struct "struct" "[u8]",
    Union "union" "[u8]",
    Bit "bit" "[u8]",
    Group "group" "[u8]",
    ComboPrefix "combo-prefix" "[u8]",
    AttributeNumber "attribute" "[u8]",
    Size "size" "[u8]",
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
            "D: Attribute<Hidden<[u8]>>",
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
