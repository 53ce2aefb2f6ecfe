//! The constants of named values that are no variants of an enum: of addresses, times, signed integers and so on.

use std::fmt::Write as _;
use std::net::IpAddr;

use super::literal;
use super::names::{Case, Scope, Words};
use crate::data;
use crate::model::{Attribute, DataType, Value, ValueData};

/// Whether the named values of the attribute become constants. A `date` in other units than seconds is a `SystemTime`, of
/// which there are no constants; and in dictionaries of FreeRADIUS 3 those of `octets` only name numbers.
pub(super) fn has_constants(attribute: &Attribute) -> bool {
    attribute.values.iter().any(|value| constant(attribute, &value.data).is_some())
}

/// A constant, and every name for it.
struct Item<'a> {
    identifier: String,
    wanted: String,
    data: &'a ValueData,
    names: Vec<&'a str>,
}

/// Writes a module with the constants.
pub(super) fn write(out: &mut String, indent: &str, attribute: &Attribute, module: &str) {
    let mut scope = Scope::default();
    let mut items: Vec<Item<'_>> = Vec::new();
    // The name to print stands first.
    let (firsts, seconds): (Vec<&Value>, Vec<&Value>) = attribute.values.iter().partition(|v| v.preferred);
    for (number, value) in (1..).zip(firsts.into_iter().chain(seconds)) {
        let wanted = Words::new(&value.name, number).identifier(Case::Screaming);
        match items.iter_mut().find(|item| *item.data == value.data && item.wanted == wanted) {
            Some(item) => item.names.push(&value.name),
            None => {
                let identifier = scope.take(&wanted, number);
                items.push(Item { identifier, wanted, data: &value.data, names: vec![&value.name] });
            }
        }
    }
    let name = attribute.name.as_str();
    out.push('\n');
    literal::doc(out, indent, &format!("The named values of {}.", literal::code(name)));
    literal::aliases(out, indent, module, [name]);
    _ = writeln!(out, "{indent}pub mod {module} {{\n{indent}    use super::_r;");
    let inner = format!("{indent}    ");
    for Item { identifier, data, names, .. } in items {
        let Some((type_name, value)) = constant(attribute, data) else { continue };
        out.push('\n');
        let text = format!("{}: {}.", literal::list(names.iter().copied()), attribute.text_of(data));
        literal::doc(out, &inner, &text);
        literal::aliases(out, &inner, &identifier, names);
        _ = writeln!(out, "{inner}pub const {identifier}: {type_name} = {value};");
    }
    _ = writeln!(out, "{indent}}}");
}

/// Type and value in Rust.
fn constant(attribute: &Attribute, data: &ValueData) -> Option<(String, String)> {
    let octets = match data {
        ValueData::Number(number) => return number_constant(attribute.data_type, *number),
        ValueData::Octets(octets) => octets,
    };
    let list = |octets: &[u8]| octets.iter().map(u8::to_string).collect::<Vec<_>>().join(", ");
    let (type_name, value) = match (attribute.data_type, &**octets) {
        (DataType::Float32, &[a, b, c, d]) => {
            ("f32", format!("f32::from_bits({:#x})", u32::from_be_bytes([a, b, c, d])))
        }
        (DataType::Float64, &[a, b, c, d, e, f, g, h]) => {
            ("f64", format!("f64::from_bits({:#x})", u64::from_be_bytes([a, b, c, d, e, f, g, h])))
        }
        (DataType::Ipv4Addr | DataType::Ipv6Addr, _) => {
            let (type_name, value) = address(data::address(octets)?);
            (type_name, value)
        }
        (DataType::ComboIp, _) => ("::core::net::IpAddr", any_address(data::address(octets)?)),
        (DataType::Ipv4Prefix | DataType::Ipv6Prefix, _) => prefix(attribute.data_type, octets)?,
        (DataType::ComboPrefix, _) => {
            let (type_name, value) = prefix(attribute.data_type, octets)?;
            let family = if type_name == IPV4_NET { "V4" } else { "V6" };
            ("_r::IpNet", format!("_r::IpNet::{family}({value})"))
        }
        (DataType::InterfaceId, _) => ("_r::InterfaceId", format!("_r::InterfaceId([{}])", list(octets))),
        (DataType::Ether, _) => ("_r::MacAddr6", format!("_r::MacAddr6::new({})", list(octets))),
        (DataType::Date, _) if attribute.time.is_none() => {
            ("_r::Date", format!("_r::Date::from_unix({})", data::units(attribute, octets)))
        }
        (DataType::TimeDelta, _) => {
            let unit = attribute.time.unwrap_or(data::SECONDS).precision.nanoseconds();
            let nanoseconds = data::units(attribute, octets) * i128::from(unit);
            ("_r::TimeDelta", format!("_r::TimeDelta::from_nanoseconds({nanoseconds})"))
        }
        (DataType::Octets, _) => {
            let value = literal::bytes(octets, "        ");
            return Some(match attribute.length.filter(|_| attribute.exact) {
                Some(length) => (format!("[u8; {length}]"), format!("*{value}")),
                None => ("&[u8]".to_owned(), value),
            });
        }
        _ => return None,
    };
    Some((type_name.to_owned(), value))
}

fn number_constant(data_type: DataType, number: u64) -> Option<(String, String)> {
    let type_name = match data_type {
        DataType::Bool => return Some(("bool".to_owned(), (number != 0).to_string())),
        DataType::Int8 => "i8",
        DataType::Int16 => "i16",
        DataType::Int32 => "i32",
        DataType::Int64 => "i64",
        _ => return None,
    };
    Some((type_name.to_owned(), number.cast_signed().to_string()))
}

const IPV4_NET: &str = "_r::Ipv4Net";

fn address(address: IpAddr) -> (&'static str, String) {
    match address {
        IpAddr::V4(address) => {
            let octets = address.octets().map(|octet| octet.to_string()).join(", ");
            ("::core::net::Ipv4Addr", format!("::core::net::Ipv4Addr::new({octets})"))
        }
        IpAddr::V6(address) => {
            let groups = address.segments().map(|group| format!("{group:#x}")).join(", ");
            ("::core::net::Ipv6Addr", format!("::core::net::Ipv6Addr::new({groups})"))
        }
    }
}

fn any_address(any: IpAddr) -> String {
    let family = if any.is_ipv4() { "V4" } else { "V6" };
    format!("::core::net::IpAddr::{family}({})", address(any).1)
}

fn prefix(data_type: DataType, octets: &[u8]) -> Option<(&'static str, String)> {
    let (network, bits) = data::prefix(data_type, octets)?;
    let type_name = if network.is_ipv4() { IPV4_NET } else { "_r::Ipv6Net" };
    Some((type_name, format!("{type_name}::new_assert({}, {bits})", address(network).1)))
}
