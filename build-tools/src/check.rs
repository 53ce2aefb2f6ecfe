//! Checks of numbers against the place and type they are for.

use std::fmt;

use crate::data;
use crate::diagnostic::{Code, Diagnostic, quote};
use crate::model::{Attribute, DataType, VendorFormat};
use crate::parser::number::NumberError;
use crate::source::Span;

/// Checks that an attribute's number fits the type field of its vendor.
pub(crate) fn vendor_number(
    attribute: &Attribute,
    number: Span,
    format: VendorFormat,
    vendor: Span,
) -> Option<Diagnostic> {
    if attribute.flags.internal {
        return None;
    }
    // With one octet, 0 is in use; with more, it marks the absence of an attribute.
    let (min, max) = match format.type_octets {
        1 => (0, 0xFF),
        2 => (1, 0xFFFF),
        // The first of the four octets is 0 where there is no length, as USR has it.
        _ if format.length_octets == 0 => (1, 0xFF_FFFF),
        _ => (1, u32::MAX),
    };
    if (min..=max).contains(&attribute.number) {
        return None;
    }
    let VendorFormat { type_octets, length_octets, continuation } = format;
    let continuation = if continuation { ",c" } else { "" };
    let message = format!("number {} does not fit the attributes of this vendor", attribute.number);
    Some(
        Diagnostic::new(Code::NumberOutOfRange, message)
            .at(number, format!("expected {min} to {max}"))
            .because(vendor, format!("its format is {type_octets},{length_octets}{continuation}")),
    )
}

/// The numbers that named values of an attribute can have.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ValueRange {
    min: i64,
    max: u64,
}

/// Why a number cannot be one of a named value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ValueProblem {
    NoNumber,
    OutOfRange,
}

/// What named values of an attribute can stand for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum ValueForm {
    Number(ValueRange),
    /// What [`data`] reads.
    Octets,
}

/// What named values of this attribute can stand for; none if its type cannot have them. FreeRADIUS 3 knows numbers only.
pub(crate) fn value_form(attribute: &Attribute, is_v4: bool) -> Option<ValueForm> {
    if is_v4 && data::expected(attribute).is_some() {
        return Some(ValueForm::Octets);
    }
    value_range(attribute).map(ValueForm::Number)
}

/// The numbers for named values of this attribute; none if they are no numbers.
pub(crate) fn value_range(attribute: &Attribute) -> Option<ValueRange> {
    let (min, max) = match attribute.data_type {
        DataType::Bool => (0, 1),
        DataType::Uint8 => (0, u8::MAX.into()),
        DataType::Bit => (0, u64::MAX >> (64 - attribute.length.unwrap_or(1).clamp(1, 64))),
        DataType::Uint16 => (0, u16::MAX.into()),
        // A tag takes the first of the four octets (RFC 2868 §3.1).
        DataType::Uint32 if attribute.flags.tagged => (0, 0xFF_FFFF),
        DataType::Uint32 => (0, u32::MAX.into()),
        // There are dictionaries with values for opaque octets. They only name numbers.
        DataType::Uint64 | DataType::Octets => (0, u64::MAX),
        DataType::Int8 => (i8::MIN.into(), 0x7F),
        DataType::Int16 => (i16::MIN.into(), 0x7FFF),
        DataType::Int32 => (i32::MIN.into(), 0x7FFF_FFFF),
        DataType::Int64 => (i64::MIN, 0x7FFF_FFFF_FFFF_FFFF),
        _ => return None,
    };
    Some(ValueRange { min, max })
}

/// The complaint that this attribute cannot have named values.
pub(crate) fn no_values(attribute: &Attribute, is_v4: bool, value: Span) -> Diagnostic {
    let reason = if is_v4 { "of its type" } else { "it is no integer" };
    let message = format!("the attribute `{}` cannot have named values, because {reason}", attribute.name);
    Diagnostic::new(Code::TypeWithoutValues, message)
        .at(value, "a value for it")
        .because(attribute.span, "defined here")
}

/// The complaint that what a named value stands for is no value of its attribute.
pub(crate) fn wrong_data(attribute: &Attribute, text: &[u8], span: Span) -> Diagnostic {
    let message = format!("{} is no value that `{}` can have", quote(text), attribute.name);
    Diagnostic::new(Code::InvalidValue, message)
        .at(span, format!("expected {}", data::expected(attribute).unwrap_or("another")))
        .because(attribute.span, "because of its type")
}

impl fmt::Display for ValueRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} to {}", self.min, self.max)
    }
}

impl ValueRange {
    /// The number, negative ones in two's complement of 64 bits.
    pub(crate) fn check(self, negative: bool, magnitude: u64) -> Result<u64, ValueProblem> {
        let number = magnitude.wrapping_neg();
        match negative {
            false if magnitude <= self.max => Ok(magnitude),
            true if magnitude <= self.min.unsigned_abs() => Ok(number),
            _ => Err(ValueProblem::OutOfRange),
        }
    }

    /// Whether a number that was checked for another attribute of the type is right here, too.
    pub(crate) fn contains(self, number: u64) -> bool {
        number <= self.max || (self.min < 0 && number >= self.min.cast_unsigned())
    }

    pub(crate) fn explain(self, error: NumberError) -> Result<u64, ValueProblem> {
        Err(match error {
            NumberError::Invalid => ValueProblem::NoNumber,
            NumberError::TooLarge => ValueProblem::OutOfRange,
        })
    }

    pub(crate) fn diagnostic(
        self,
        problem: ValueProblem,
        text: &[u8],
        span: Span,
        attribute: &Attribute,
    ) -> Diagnostic {
        let (text, name) = (quote(text), &attribute.name);
        match problem {
            ValueProblem::NoNumber => {
                Diagnostic::new(Code::InvalidNumber, format!("invalid number {text} for a value of `{name}`"))
                    .at(span, "expected a decimal number, or `0x` and hexadecimal digits")
            }
            ValueProblem::OutOfRange => {
                Diagnostic::new(Code::NumberOutOfRange, format!("{text} is no value that `{name}` can have"))
                    .at(span, format!("expected {self}"))
                    .because(attribute.span, "because of its type")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{dictionary, problems, values};

    #[test]
    fn values_fit_the_type_of_their_attribute() {
        for (data_type, inside, outside) in [
            ("byte", "255", "256"),
            ("short", "65535", "65536"),
            ("integer", "0xffffffff", "4294967296"),
            ("integer has_tag", "0xffffff", "0x1000000"),
            ("integer64", "18446744073709551615", "18446744073709551616"),
            ("int8", "127", "128"),
            ("int8", "-128", "-129"),
            ("int16", "-32768", "-32769"),
            ("signed", "2147483647", "2147483648"),
            ("int64", "-9223372036854775808", "-9223372036854775809"),
            ("int64", "9223372036854775807", "9223372036854775808"),
            ("bool", "1", "2"),
            ("byte", "0", "-1"),
        ] {
            let text = |number| format!("ATTRIBUTE A 1 {data_type}\nVALUE A x {number}\n");
            assert_eq!(dictionary(&text(inside)).attributes[0].values.len(), 1);
            assert_eq!(problems(&text(outside)), [(Code::NumberOutOfRange, 2)], "{data_type} {outside}");
        }
    }

    #[test]
    fn negative_values_are_kept_in_twos_complement() {
        let dictionary = dictionary("ATTRIBUTE A 1 signed\nVALUE A x -1\nVALUE A y -0\n");
        assert_eq!(values(&dictionary.attributes[0]), [format!("x={}*", u64::MAX), "y=0*".into()]);
    }

    #[test]
    fn values_for_octets_are_numbers() {
        let dictionary = dictionary("ATTRIBUTE A 1 octets\nVALUE A Reserved 0\n");
        assert_eq!(values(&dictionary.attributes[0]), ["Reserved=0*"]);
    }

    #[test]
    fn types_without_values_are_reported_once_an_attribute() {
        for data_type in ["string", "ipaddr", "date", "ether", "float32", "abinary"] {
            let text = format!("ATTRIBUTE A 1 {data_type}\nVALUE A x 1\nVALUE A y 2\n");
            assert_eq!(problems(&text), [(Code::TypeWithoutValues, 2)], "{data_type}");
        }
    }

    /// The values of an attribute of this type, in a dictionary of FreeRADIUS 4.
    fn text_of_v4(data_type: &str, data: &str) -> String {
        format!("FLAGS !internal\nATTRIBUTE A 1 {data_type}\nVALUE A x {data}\n")
    }

    #[test]
    fn values_of_freeradius_4_are_of_the_attributes_type() {
        for (data_type, good, printed, bad) in [
            ("ipaddr", "192.0.2.1", "192.0.2.1", "192.0.2"),
            ("ipv6addr", "2001:DB8::1", "2001:db8::1", "192.0.2.1"),
            ("combo-ip", "192.0.2.1", "192.0.2.1", "x"),
            ("combo-ip", "::1", "::1", "::g"),
            ("ipv4prefix", "192.0.2.1/24", "192.0.2.0/24", "192.0.2.0/33"),
            ("ipv4prefix", "192.0.2.1", "192.0.2.1/32", "192.0.2.1/"),
            ("ipv4prefix", "192.0.2.1/0", "0.0.0.0/0", "192.0.2.1/-1"),
            ("ipv6prefix", "2001:db8:1::/33", "2001:db8::/33", "2001:db8::/129"),
            ("combo-prefix", "fe80::/10", "fe80::/10", "fe80::/x"),
            ("combo-prefix", "10.1.0.0/8", "10.0.0.0/8", "10"),
            ("ifid", "0:1:2:ABCD", "0:1:2:abcd", "0:1:2"),
            ("ether", "00:11:22:aa:BB:cc", "00:11:22:aa:bb:cc", "00:11:22:aa:bb:ccc"),
            ("ether", "00-11-22-aa-bb-cc", "00:11:22:aa:bb:cc", "00:11:22:aa:bb:cc:dd"),
            ("date", "4294967295", "4294967295", "4294967296"),
            ("date", "2024-01-02T03:04:05Z", "1704164645", "2024-01-02"),
            ("date", "0", "0", "-1"),
            ("date precision=ms,subtype=uint64", "1970-01-01T00:00:01.5Z", "1500", "x"),
            ("time_delta", "-2147483648", "-2147483648", "-2147483649"),
            ("time_delta precision=h,subtype=uint16", "65535", "65535", "-1"),
            ("bool", "yes", "1", "maybe"),
            ("bool", "False", "0", "2"),
            ("float32", "1.5", "1.5", "inf"),
            ("float64", "-2e3", "-2000", "1,5"),
            ("octets", "0x0aFF", "0x0aff", "0x0"),
            ("octets", "ab", "0x6162", "0x0g"),
            ("octets[2]", "0x0102", "0x0102", "0x010203"),
        ] {
            let attribute = &dictionary(&text_of_v4(data_type, good)).attributes[0];
            assert_eq!(values(attribute), [format!("x={printed}*")], "{data_type}");
            let [(code, line)] = problems(&text_of_v4(data_type, bad))[..] else {
                panic!("{data_type} {bad}")
            };
            let code_of_numbers = matches!(code, Code::InvalidNumber | Code::NumberOutOfRange);
            assert!(
                code == Code::InvalidValue || (data_type == "bool" && code_of_numbers),
                "{data_type} {bad}"
            );
            assert_eq!(line, 3);
        }
        for data_type in ["string", "tlv", "struct", "group", "string abinary"] {
            let text = text_of_v4(data_type, "1");
            assert!(problems(&text).contains(&(Code::TypeWithoutValues, 3)), "{data_type}");
        }
    }

    #[test]
    fn several_names_of_a_value_that_is_no_number_are_as_those_of_numbers_are() {
        let text = "FLAGS !internal\nATTRIBUTE A 1 ipaddr\nVALUE A x 192.0.2.1\nVALUE A y 192.0.2.1\nVALUE A X 192.0.2.1\n";
        assert_eq!(values(&dictionary(text).attributes[0]), ["x=192.0.2.1", "y=192.0.2.1*"]);
        assert_eq!(problems(&format!("{text}VALUE A y 192.0.2.2\n")), [(Code::DuplicateValue, 6)]);
    }

    #[test]
    fn numbers_fit_the_type_field_of_their_vendor() {
        for (format, good, bad) in [
            ("1,1", [0, 255], [256, u32::MAX]),
            ("2,2", [1, 65535], [0, 65536]),
            ("4,0", [1, 0xFF_FFFF], [0, 0x100_0000]),
            ("4,1", [1, u32::MAX], [0, 0]),
        ] {
            let text = |number| {
                format!(
                    "VENDOR V 1 format={format}\nBEGIN-VENDOR V\nATTRIBUTE A {number} string\nEND-VENDOR V\n"
                )
            };
            for number in good {
                assert_eq!(dictionary(&text(number)).attributes[0].number, number);
            }
            for number in bad {
                assert_eq!(problems(&text(number)), [(Code::NumberOutOfRange, 3)]);
            }
        }
    }
}
