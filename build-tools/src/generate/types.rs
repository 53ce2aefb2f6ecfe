//! Data types in Rust: of handles, of the members of structs, and of the fields that hold these.

use super::literal::number;
use crate::model::{
    Attribute, AttributeId, DataType, Dictionary, Flags, Hiding, MAX_DEPTH, Parent, TimeFormat,
};

/// The members of a struct, in their order.
fn inside(dictionary: &Dictionary, id: AttributeId) -> Vec<(AttributeId, &Attribute)> {
    let all = dictionary.attributes.iter().enumerate().map(|(id, attribute)| (AttributeId(id), attribute));
    let mut found: Vec<_> = all.filter(|(_, a)| a.parent == Parent::Attribute(id)).collect();
    found.sort_by_key(|(_, attribute)| attribute.number);
    found
}

/// The octets of a value, where all values of the attribute have as many.
pub(super) fn fixed_octets(dictionary: &Dictionary, attribute: &Attribute) -> Option<usize> {
    fixed_at(dictionary, attribute, 0)
}

fn fixed_at(dictionary: &Dictionary, attribute: &Attribute, depth: usize) -> Option<usize> {
    if attribute.prefix.is_some() {
        return None;
    }
    match attribute.data_type {
        DataType::Uint8 | DataType::Int8 | DataType::Bool => Some(1),
        DataType::Uint16 | DataType::Int16 => Some(2),
        DataType::Uint32 | DataType::Int32 | DataType::Float32 | DataType::Ipv4Addr => Some(4),
        DataType::Uint64 | DataType::Int64 | DataType::Float64 | DataType::InterfaceId => Some(8),
        DataType::Ipv4Prefix | DataType::Ether => Some(6),
        DataType::Ipv6Addr => Some(16),
        DataType::Date | DataType::TimeDelta => Some(attribute.time.map_or(4, |time| time.octets.into())),
        DataType::String | DataType::Octets => attribute.length.filter(|_| attribute.exact).map(usize::from),
        DataType::Struct if depth < MAX_DEPTH => {
            let at = dictionary.attributes.iter().position(|other| std::ptr::eq(other, attribute))?;
            let mut bits = 0;
            for (_, member) in inside(dictionary, AttributeId(at)) {
                bits += match member.data_type {
                    DataType::Bit => usize::from(member.length?),
                    _ if member.flags.array => return None,
                    _ => 8 * fixed_at(dictionary, member, depth + 1)?,
                };
            }
            (bits > 0).then_some(bits / 8)
        }
        _ => None,
    }
}

/// Whether several values stand back to back: where each has a size or a length in front of it.
pub(super) fn is_array(dictionary: &Dictionary, attribute: &Attribute) -> bool {
    attribute.flags.array && (attribute.prefix.is_some() || fixed_octets(dictionary, attribute).is_some())
}

/// The type of an unsigned integer, and of a bit field without names.
fn integer(data_type: DataType, bits: u16) -> &'static str {
    match (data_type, bits) {
        (DataType::Bit, 0..=1) => "bool",
        (DataType::Bit, 2..=8) => "u8",
        (DataType::Bit, 9..=16) => "u16",
        (DataType::Bit, 17..=32) => "u32",
        (DataType::Bit, _) => "u64",
        _ => plain(data_type),
    }
}

/// One value of the attribute. `type_name` is the enum of its values, its struct or the type that marks a TLV.
fn single(attribute: &Attribute, type_name: Option<&str>) -> String {
    let fixed = attribute.length.filter(|_| attribute.exact);
    match (attribute.data_type, type_name) {
        (DataType::Tlv, Some(name)) => format!("_r::Tlv<{name}>"),
        (DataType::Bit, _) => {
            let bits = attribute.length.unwrap_or_default();
            format!("_r::Bits<{}, {bits}>", type_name.unwrap_or_else(|| integer(DataType::Bit, bits)))
        }
        (_, Some(name)) => name.to_owned(),
        (DataType::String, None) => match fixed {
            Some(length) => format!("_r::FixedText<{length}>"),
            None => "str".to_owned(),
        },
        (DataType::Octets, None) => {
            // Of what is padded with zeros only the length says where it ends.
            let is_padded = attribute.flags.hiding == Some(Hiding::UserPassword);
            match fixed.or_else(|| attribute.length.filter(|_| is_padded)) {
                Some(length) => format!("[u8; {length}]"),
                None => "[u8]".to_owned(),
            }
        }
        (DataType::Date, None) => match attribute.time {
            Some(TimeFormat { octets, precision, .. }) => {
                format!("_r::DateIn<{octets}, {}>", number(precision.nanoseconds()))
            }
            None => plain(DataType::Date).to_owned(),
        },
        (DataType::TimeDelta, None) => match attribute.time {
            Some(TimeFormat { octets, precision, signed }) => {
                format!("_r::DeltaIn<{octets}, {}, {signed}>", number(precision.nanoseconds()))
            }
            None => plain(DataType::TimeDelta).to_owned(),
        },
        (data_type, None) => plain(data_type).to_owned(),
    }
}

/// One value or several, with the length in front.
fn with_flags(dictionary: &Dictionary, attribute: &Attribute, single: String) -> String {
    let mut name = single;
    if let Some(prefix) = attribute.prefix {
        let offset = if prefix.offset == 0 { String::new() } else { format!(", {}", prefix.offset) };
        name = format!("_r::Prefixed<{name}, {}{offset}>", prefix.octets);
    }
    if is_array(dictionary, attribute) {
        name = format!("_r::Array<{name}>");
    }
    name
}

/// The type parameter of the handle.
pub(super) fn of_handle(
    dictionary: &Dictionary,
    attribute: &Attribute,
    type_name: Option<&str>,
    is_long: bool,
) -> String {
    let Flags { concat, hiding, tagged, .. } = attribute.flags;
    let mut name = with_flags(dictionary, attribute, single(attribute, type_name));
    let may_be_long = matches!(name.as_str(), "str" | "[u8]")
        || is_array(dictionary, attribute)
        || (attribute.data_type == DataType::Struct && attribute.prefix.is_none());
    if concat {
        name = "_r::Concat".to_owned();
    } else if is_long && hiding.is_none() && may_be_long {
        name = format!("_r::Long<{name}>");
    }
    if hiding.is_some() {
        name = format!("_r::Hidden<{name}>");
    }
    if tagged {
        name = format!("_r::Tagged<{name}>");
    }
    name
}

/// Whether it is text or octets that must not be printed.
fn is_secret(attribute: &Attribute) -> bool {
    attribute.flags.secret && matches!(attribute.data_type, DataType::String | DataType::Octets)
}

/// A text or octets of a member that must not be printed, as they stand on the wire.
fn secret_element(attribute: &Attribute) -> String {
    match attribute.length.filter(|_| attribute.exact) {
        Some(length) => format!("_r::Exactly<{}, {length}>", secret(attribute)),
        None => secret(attribute),
    }
}

/// What keeps a text or octets that must not be printed.
fn secret(attribute: &Attribute) -> String {
    let of = if attribute.data_type == DataType::String { "str" } else { "[u8]" };
    format!("_r::Clear<{of}>")
}

/// What a member of a struct or a branch of a union is on the wire.
pub(super) fn of_member(dictionary: &Dictionary, attribute: &Attribute, type_name: Option<&str>) -> String {
    let single = if is_secret(attribute) { secret_element(attribute) } else { single(attribute, type_name) };
    with_flags(dictionary, attribute, single)
}

/// A member or a branch as it is kept.
pub(super) fn owned(dictionary: &Dictionary, attribute: &Attribute, type_name: Option<&str>) -> String {
    let one = match (attribute.data_type, type_name) {
        _ if is_secret(attribute) => secret(attribute),
        (DataType::Tlv, Some(name)) => format!("_r::TlvValue<{name}>"),
        (_, Some(name)) => name.to_owned(),
        (DataType::Bit, None) => integer(DataType::Bit, attribute.length.unwrap_or_default()).to_owned(),
        (DataType::String, None) => "::std::string::String".to_owned(),
        (DataType::Date, None) if attribute.time.is_some() => "_r::SystemTime".to_owned(),
        (DataType::TimeDelta, None) => "_r::TimeDelta".to_owned(),
        _ => match single(attribute, None) {
            name if name == "[u8]" => "::std::vec::Vec<u8>".to_owned(),
            name => name,
        },
    };
    if is_array(dictionary, attribute) { format!("::std::vec::Vec<{one}>") } else { one }
}

/// The Rust type of a data type.
fn plain(data_type: DataType) -> &'static str {
    match data_type {
        DataType::String => "str",
        DataType::Uint8 => "u8",
        DataType::Uint16 => "u16",
        DataType::Uint32 => "u32",
        DataType::Uint64 => "u64",
        DataType::Int8 => "i8",
        DataType::Int16 => "i16",
        DataType::Int32 => "i32",
        DataType::Int64 => "i64",
        DataType::Bool => "bool",
        DataType::Float32 => "f32",
        DataType::Float64 => "f64",
        DataType::Ipv4Addr => "::core::net::Ipv4Addr",
        DataType::Ipv6Addr => "::core::net::Ipv6Addr",
        DataType::Ipv4Prefix => "_r::Ipv4Net",
        DataType::Ipv6Prefix => "_r::Ipv6Net",
        DataType::ComboIp => "::core::net::IpAddr",
        DataType::ComboPrefix => "_r::IpNet",
        DataType::InterfaceId => "_r::InterfaceId",
        DataType::Ether => "_r::MacAddr6",
        DataType::Date => "_r::Date",
        DataType::TimeDelta => "_r::TimeDelta",
        DataType::Octets
        | DataType::AscendBinary
        | DataType::Vsa
        | DataType::Tlv
        | DataType::Extended
        | DataType::LongExtended
        | DataType::ExtendedVendorSpecific
        | DataType::Struct
        | DataType::Union
        | DataType::Bit
        | DataType::Group
        | DataType::AttributeNumber
        | DataType::Size => "[u8]",
    }
}
