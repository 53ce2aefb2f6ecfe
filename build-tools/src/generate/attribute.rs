//! The constants of the attributes in one module: those directly in the packet, or one vendor's.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::names::{self, Case, Scope, Words};
use super::{enumeration, literal, table};
use crate::model::{Attribute, DataType, Hiding, Vendor};

/// The identifiers of a module: constants are values, enums and modules are types.
#[derive(Debug, Default)]
pub(super) struct Scopes {
    pub(super) values: Scope,
    pub(super) types: Scope,
}

/// An attribute with its identifier.
struct Item<'a> {
    attribute: &'a Attribute,
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

/// Finds the identifiers. Attributes that are the same thing under one identifier become one item.
fn items<'a>(attributes: &[&'a Attribute], vendor: Option<&Vendor>, scopes: &Scopes) -> Vec<Item<'a>> {
    let words = |name: &str, attribute: &Attribute| Words::new(name, attribute.number.into());
    let full = |attribute: &'a Attribute| words(&attribute.name, attribute);
    let short = |attribute: &'a Attribute| {
        let rest = vendor.and_then(|vendor| names::without_vendor(&attribute.name, &vendor.name));
        rest.map_or_else(|| full(attribute), |rest| words(rest, attribute))
    };
    let mut alike: HashMap<String, Vec<&'a Attribute>> = HashMap::new();
    for attribute in attributes {
        alike.entry(short(attribute).identifier(Case::Screaming)).or_default().push(attribute);
    }
    let is_clear = |identifier: &String| {
        let group = alike.get(identifier).map(Vec::as_slice).unwrap_or_default();
        let [first, rest @ ..] = group else { return true };
        !scopes.values.has(identifier) && rest.iter().all(|other| same_thing(first, other))
    };

    let mut items: Vec<Item<'a>> = Vec::with_capacity(attributes.len());
    let mut index: HashMap<String, Vec<usize>> = HashMap::new();
    for attribute in attributes {
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
        match same.and_then(|at| items.get_mut(at)) {
            // The canonical name is the one to print.
            Some(item) if attribute.canonical => {
                item.also.push(&item.attribute.name);
                item.attribute = attribute;
            }
            Some(item) => item.also.push(&attribute.name),
            None => {
                known.push(items.len());
                items.push(Item { attribute, words, wanted, also: Vec::new() });
            }
        }
    }
    items
}

/// Writes the constants of these attributes and the enums of their values.
pub(super) fn write_all(
    out: &mut String,
    indent: &str,
    attributes: &[&Attribute],
    vendor: Option<&Vendor>,
    canonical: &dyn Fn(&Attribute) -> Option<String>,
    mut scopes: Scopes,
) {
    for item in items(attributes, vendor, &scopes) {
        let number = item.attribute.number.into();
        let constant = scopes.values.take(&item.wanted, number);
        let enumeration = enumeration::is_enumerated(item.attribute)
            .then(|| scopes.types.take(&item.words.identifier(Case::Pascal), number));
        out.push('\n');
        item.write(out, indent, vendor, &constant, enumeration.as_deref(), canonical(item.attribute));
        if let Some(identifier) = &enumeration {
            out.push('\n');
            enumeration::write(out, indent, item.attribute, identifier);
        }
    }
}

impl Item<'_> {
    fn write(
        &self,
        out: &mut String,
        indent: &str,
        vendor: Option<&Vendor>,
        identifier: &str,
        enumeration: Option<&str>,
        printed_as: Option<String>,
    ) {
        let attribute = self.attribute;
        let names = || std::iter::once(attribute.name.as_str()).chain(self.also.iter().copied());
        let what = if vendor.is_some() { "vendor attribute" } else { "attribute" };
        let number = attribute.number;
        let text = format!("{}: {what} {number}, {}.", literal::list(names()), description(attribute));
        literal::doc(out, indent, &text);
        if let Some(printed_as) = printed_as {
            literal::doc(out, indent, "");
            let text = format!("This number is printed as {}.", literal::code(&printed_as));
            literal::doc(out, indent, &text);
        }
        literal::aliases(out, indent, identifier, names());
        let name = literal::string(&attribute.name);
        let code = table::data_type_code(attribute.data_type);
        let flags = table::flag_bits(attribute.flags);
        let number = literal::number(number.into());
        let place = if vendor.is_some() { "vendor(VENDOR, " } else { "packet(" };
        _ = writeln!(
            out,
            "{indent}pub const {identifier}: _r::Attribute<{}> = _r::Attribute::new(&_r::{place}{name}, {number}, \
             {code}, {flags}));",
            value_type(attribute, enumeration),
        );
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
    if flags.concat {
        text.push_str(", split where it is long (`concat`)");
    }
    text
}

/// The type parameter of the handle.
fn value_type(attribute: &Attribute, enumeration: Option<&str>) -> String {
    let mut name = match enumeration {
        Some(name) => name.to_owned(),
        None => plain_type(attribute.data_type).to_owned(),
    };
    if attribute.flags.concat {
        name = "_r::Concat".to_owned();
    }
    if attribute.flags.hiding.is_some() {
        name = format!("_r::Hidden<{name}>");
    }
    if attribute.flags.tagged {
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
