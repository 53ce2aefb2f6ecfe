//! The data type column.

use crate::diagnostic::{Code, Diagnostic, Report, quote};
use crate::lexer::Token;
use crate::model::DataType;
use crate::source::Span;
use crate::suggest::Suggest;

use super::number;

/// Every spelling of every type, of FreeRADIUS 3 and 4.
const TYPES: &[(&str, DataType)] = &[
    ("string", DataType::String),
    ("octets", DataType::Octets),
    ("byte", DataType::Uint8),
    ("uint8", DataType::Uint8),
    ("short", DataType::Uint16),
    ("uint16", DataType::Uint16),
    ("integer", DataType::Uint32),
    ("uint32", DataType::Uint32),
    ("integer64", DataType::Uint64),
    ("uint64", DataType::Uint64),
    ("int8", DataType::Int8),
    ("int16", DataType::Int16),
    ("signed", DataType::Int32),
    ("int32", DataType::Int32),
    ("int64", DataType::Int64),
    ("bool", DataType::Bool),
    ("float32", DataType::Float32),
    ("float64", DataType::Float64),
    ("decimal", DataType::Float64),
    ("ipaddr", DataType::Ipv4Addr),
    ("ipv4addr", DataType::Ipv4Addr),
    ("ipv6addr", DataType::Ipv6Addr),
    ("ipv4prefix", DataType::Ipv4Prefix),
    ("cidr", DataType::Ipv4Prefix),
    ("ipv6prefix", DataType::Ipv6Prefix),
    ("combo-ip", DataType::ComboIp),
    ("ifid", DataType::InterfaceId),
    ("ether", DataType::Ether),
    ("date", DataType::Date),
    ("time_delta", DataType::TimeDelta),
    ("abinary", DataType::AscendBinary),
    ("vsa", DataType::Vsa),
    ("tlv", DataType::Tlv),
    ("extended", DataType::Extended),
    ("long-extended", DataType::LongExtended),
    ("evs", DataType::ExtendedVendorSpecific),
    ("struct", DataType::Struct),
    ("union", DataType::Union),
    ("bit", DataType::Bit),
    ("group", DataType::Group),
    ("combo-prefix", DataType::ComboPrefix),
    ("attribute", DataType::AttributeNumber),
    ("size", DataType::Size),
];

/// The type of what `clone=` names.
const OF_CLONE: &str = "auto";

/// Names that people take for a type, and the type they mean.
const MISTAKEN: &[(&str, &str)] = &[
    ("ethernet", "ether"),
    ("float", "float32"),
    ("int", "integer"),
    ("ip", "ipaddr"),
    ("ipv4", "ipaddr"),
    ("ipv6", "ipv6addr"),
    ("text", "string"),
];

/// Longest value of an attribute in the packet (RFC 2865 §5).
const LONGEST: u64 = 253;

/// Most bits of a bit field: FreeRADIUS 4 keeps it in 64, with up to 7 in front.
const MOST_BITS: u64 = 56;

/// The data type column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TypeColumn {
    /// None for `auto`: the type of what `clone=` names.
    pub(crate) data_type: Option<DataType>,
    /// `[N]`.
    pub(crate) length: Option<u16>,
    pub(crate) span: Span,
}

fn find<T: Copy>(table: &[(&str, T)], token: &Token<'_>) -> Option<T> {
    table.iter().find(|(name, _)| token.is(name)).map(|&(_, entry)| entry)
}

pub(crate) fn read(token: &Token<'_>, suggest: &mut Suggest, report: &mut Report) -> Option<TypeColumn> {
    let (name, length) = match token.split_once(b'[') {
        Some((name, length)) => (name, Some(length)),
        None => (*token, None),
    };
    if length.is_none() && name.is(OF_CLONE) {
        return Some(TypeColumn { data_type: None, length: None, span: token.span });
    }
    let Some(data_type) = find(TYPES, &name) else {
        let known = TYPES.iter().map(|(name, _)| *name).chain([OF_CLONE]);
        let near = find(MISTAKEN, &name).or_else(|| suggest.nearest(name.text, known));
        report.push(
            Diagnostic::new(Code::UnknownType, format!("unknown data type {}", quote(name.text)))
                .at(name.span, "not a data type")
                .suggest(near),
        );
        return None;
    };
    let unit = match data_type {
        DataType::Octets | DataType::String | DataType::Struct | DataType::Union => LONGEST,
        DataType::Bit => MOST_BITS,
        _ if length.is_none() => LONGEST,
        _ => {
            report.push(
                Diagnostic::new(
                    Code::InvalidLength,
                    format!("the data type {} cannot have a length", quote(name.text)),
                )
                .at(token.span, "only `octets[N]` and those that FreeRADIUS 4 adds can"),
            );
            return None;
        }
    };
    let length = match length {
        Some(length) => Some(read_length(token, &length, data_type, unit, report)?),
        None if data_type == DataType::Bit => {
            report.push(
                Diagnostic::new(Code::InvalidLength, "a bit field needs its number of bits")
                    .at(token.span, format!("expected `bit[N]` with a number N from 1 to {MOST_BITS}")),
            );
            return None;
        }
        None => None,
    };
    Some(TypeColumn { data_type: Some(data_type), length, span: token.span })
}

/// The number in `octets[N]`, given what follows the opening bracket.
fn read_length(
    token: &Token<'_>,
    length: &Token<'_>,
    data_type: DataType,
    most: u64,
    report: &mut Report,
) -> Option<u16> {
    let number = length.text.strip_suffix(b"]").and_then(|digits| number::parse(digits).ok());
    let number = number.filter(|number| (1..=most).contains(number)).and_then(|n| u16::try_from(n).ok());
    if number.is_none() {
        let name = data_type.as_str();
        report.push(
            Diagnostic::new(Code::InvalidLength, format!("invalid length in {}", quote(token.text)))
                .at(token.span, format!("expected `{name}[N]` with a number N from 1 to {most}")),
        );
    }
    number
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{dictionary, load, problems};

    #[test]
    fn every_spelling_of_every_type_is_read_in_any_case() {
        for (name, data_type) in TYPES {
            // Where every type is allowed, or the only place for it.
            let number = match data_type {
                DataType::Extended => "241",
                DataType::LongExtended => "246",
                DataType::ExtendedVendorSpecific => "242.26",
                _ => "26",
            };
            for name in [name.to_string(), name.to_uppercase()] {
                let text = match data_type {
                    DataType::Union => {
                        format!("ATTRIBUTE X 1 struct\nMEMBER K uint8 key\nMEMBER A {name} key=K\n")
                    }
                    DataType::Bit => format!("ATTRIBUTE X 1 struct\nMEMBER A {name}[8]\n"),
                    _ => format!("ATTRIBUTE X 242 extended\nATTRIBUTE A {number} {name}\n"),
                };
                let dictionary = dictionary(&text);
                assert_eq!(dictionary.attributes.last().unwrap().data_type, *data_type, "{name}");
            }
        }
    }

    #[test]
    fn the_canonical_name_of_every_type_is_one_of_its_spellings() {
        for (_, data_type) in TYPES {
            assert!(TYPES.contains(&(data_type.as_str(), *data_type)), "{}", data_type.as_str());
        }
    }

    #[test]
    fn octets_can_have_a_length_in_decimal_or_hexadecimal() {
        for (text, length) in
            [("octets[24]", 24), ("octets[0x18]", 24), ("octets[253]", 253), ("Octets[1]", 1)]
        {
            let dictionary = dictionary(&format!("ATTRIBUTE A 1 {text}\n"));
            assert_eq!(dictionary.attributes[0].length, Some(length), "{text}");
        }
    }

    #[test]
    fn a_wrong_length_is_an_error() {
        for text in [
            "octets[0]",
            "octets[254]",
            "octets[]",
            "octets[",
            "octets[5]xx",
            "octets[-1]",
            "integer[4]",
            "tlv[4]",
        ] {
            assert_eq!(problems(&format!("ATTRIBUTE A 1 {text}\n")), [(Code::InvalidLength, 1)], "{text}");
        }
    }

    #[test]
    fn structures_text_and_bits_can_have_a_length_too() {
        let dictionary = dictionary(
            "ATTRIBUTE S 1 struct[3]\nMEMBER A string[2]\nMEMBER B bit[8]\nATTRIBUTE T 2 string[0xfd]\n",
        );
        let lengths: Vec<_> = dictionary.attributes.iter().map(|a| (a.length, a.exact)).collect();
        assert_eq!(lengths, [3, 2, 8, 253].map(|length| (Some(length), true)));
        for text in ["bit", "bit[0]", "bit[57]", "string[254]", "struct[]", "union[300]", "auto[1]"] {
            let problems = problems(&format!("ATTRIBUTE S 1 struct\nMEMBER A {text}\n"));
            let code = if text.starts_with("auto") { Code::UnknownType } else { Code::InvalidLength };
            assert_eq!(problems, [(code, 2)], "{text}");
        }
    }

    #[test]
    fn unknown_types_are_errors_and_the_near_one_is_named() {
        for (text, near) in
            [("strng", "string"), ("interger", "integer"), ("ethernet", "ether"), ("int", "integer")]
        {
            let loaded = load(&format!("ATTRIBUTE A 1 {text}\n"));
            assert_eq!(loaded.diagnostics[0].code, Code::UnknownType);
            assert_eq!(loaded.diagnostics[0].help, Some(format!("did you mean `{near}`?")));
        }
        assert_eq!(load("ATTRIBUTE A 1 vendor\n").diagnostics[0].help, None);
    }
}
