//! Checks of numbers against the place and type they are for.

use std::fmt;

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

/// The numbers for named values of this attribute; none if its type cannot have them.
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
pub(crate) fn no_values(attribute: &Attribute, value: Span) -> Diagnostic {
    let message =
        format!("the attribute `{}` cannot have named values, because it is no integer", attribute.name);
    Diagnostic::new(Code::TypeWithoutValues, message)
        .at(value, "a value for it")
        .because(attribute.span, "defined here")
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

    #[test]
    fn numbers_fit_the_type_field_of_their_vendor() {
        for (format, good, bad) in [
            ("1,1", [0, 255], [256, u32::MAX]),
            ("2,2", [1, 65535], [0, 65536]),
            ("4,0", [1, u32::MAX], [0, 0]),
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
