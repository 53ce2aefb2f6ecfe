//! The data type column.

use crate::diagnostic::{Code, Diagnostic, Report, quote};
use crate::lexer::Token;
use crate::model::DataType;
use crate::suggest::Suggest;

use super::construct::Construct;
use super::{Parsed, number};

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
];

const NOT_YET: &[(&str, Construct)] = &[
    ("struct", Construct::Struct),
    ("union", Construct::Union),
    ("bit", Construct::Bit),
    ("group", Construct::Group),
    ("combo-prefix", Construct::ComboPrefix),
    ("attribute", Construct::Reference),
    ("size", Construct::Size),
    ("auto", Construct::TypeOfClone),
];

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

/// A data type, and its length if it has a fixed one.
pub(crate) type SizedType = (DataType, Option<u16>);

fn find<T: Copy>(table: &[(&str, T)], token: &Token<'_>) -> Option<T> {
    table.iter().find(|(name, _)| token.is(name)).map(|&(_, entry)| entry)
}

pub(crate) fn read(token: &Token<'_>, suggest: &mut Suggest, report: &mut Report) -> Parsed<SizedType> {
    let (name, length) = match token.split_once(b'[') {
        Some((name, length)) => (name, Some(length)),
        None => (*token, None),
    };
    if let Some(construct) = find(NOT_YET, &name) {
        return Parsed::NotYet(construct, token.span);
    }
    let Some(data_type) = find(TYPES, &name) else {
        let known = TYPES.iter().map(|(name, _)| *name).chain(NOT_YET.iter().map(|(name, _)| *name));
        let near = find(MISTAKEN, &name).or_else(|| suggest.nearest(name.text, known));
        report.push(
            Diagnostic::new(Code::UnknownType, format!("unknown data type {}", quote(name.text)))
                .at(name.span, "not a data type")
                .suggest(near),
        );
        return Parsed::Wrong;
    };
    let Some(length) = length else { return Parsed::Right((data_type, None)) };
    match data_type {
        DataType::Octets => match read_length(token, &length, report) {
            Some(length) => Parsed::Right((data_type, Some(length))),
            None => Parsed::Wrong,
        },
        DataType::String => Parsed::NotYet(Construct::SizedString, token.span),
        _ => {
            report.push(
                Diagnostic::new(
                    Code::InvalidLength,
                    format!("the data type {} cannot have a length", quote(name.text)),
                )
                .at(token.span, "only `octets[N]` can"),
            );
            Parsed::Wrong
        }
    }
}

/// The number in `octets[N]`, given what follows the opening bracket.
fn read_length(token: &Token<'_>, length: &Token<'_>, report: &mut Report) -> Option<u16> {
    let number = length.text.strip_suffix(b"]").and_then(|digits| number::parse(digits).ok());
    let number = number.filter(|number| (1..=LONGEST).contains(number)).and_then(|n| u16::try_from(n).ok());
    if number.is_none() {
        report.push(
            Diagnostic::new(Code::InvalidLength, format!("invalid length in {}", quote(token.text)))
                .at(token.span, format!("expected `octets[N]` with a number N from 1 to {LONGEST}")),
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
                let text = format!("ATTRIBUTE X 242 extended\nATTRIBUTE A {number} {name}\n");
                let dictionary = dictionary(&text);
                assert_eq!(dictionary.attributes[1].data_type, *data_type, "{name}");
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
    fn types_that_are_not_supported_are_named() {
        for (name, _) in NOT_YET {
            for name in [name.to_string(), format!("{name}[4]")] {
                let loaded = load(&format!("ATTRIBUTE A 241 {name}\n"));
                let [diagnostic] = &loaded.diagnostics[..] else { panic!("{:?}", loaded.diagnostics) };
                assert_eq!(diagnostic.code, Code::NotSupported);
                assert!(diagnostic.message.ends_with("not supported yet"), "{}", diagnostic.message);
                assert_eq!(loaded.sources.text(diagnostic.labels[0].span), Some(name.as_bytes()));
            }
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
