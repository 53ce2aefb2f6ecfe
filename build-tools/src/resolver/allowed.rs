//! Which numbers and data types may stand where.

use std::ops::RangeInclusive;

use crate::diagnostic::{Code, Diagnostic, Report};
use crate::model::{DataType, VENDOR_SPECIFIC};
use crate::parser::statement::{Definition, Keyword};
use crate::source::Span;

use super::Rejected;
use super::flags::{Kind, Surroundings};

/// Extended attributes (RFC 6929 §3.1 to §3.4).
const EXTENDED: RangeInclusive<u32> = 241..=244;
/// Long extended attributes (RFC 6929 §3.5 and §3.6).
const LONG_EXTENDED: RangeInclusive<u32> = 245..=246;

/// Numbers of vendors are checked when their format is known for sure.
pub(super) fn check_number(
    number: u32,
    span: Span,
    surroundings: Surroundings,
    internal: bool,
    report: &mut Report,
) -> Result<(), Rejected> {
    let (message, range) = match surroundings.kind {
        Kind::Packet => ("no attribute has the number 0".to_owned(), 1..=u32::MAX),
        Kind::Vendor | Kind::Struct | Kind::Union => return Ok(()),
        Kind::ExtendedVendor => (
            format!("number {number} does not fit the attributes of a vendor in an extended attribute"),
            0..=255,
        ),
        Kind::Tlv => (format!("number {number} does not fit inside a TLV"), 1..=255),
        Kind::Extended => (format!("number {number} does not fit inside an extended attribute"), 1..=255),
    };
    if range.contains(&number) || (internal && number > 0) {
        return Ok(());
    }
    let diagnostic = Diagnostic::new(Code::NumberOutOfRange, message)
        .at(span, format!("expected {} to 255", range.start()));
    report.push(surroundings.explain(diagnostic));
    Err(Rejected)
}

/// A few types belong to certain numbers.
pub(super) fn check_type(
    line: &Definition<'_>,
    surroundings: Surroundings,
    data_type: DataType,
    report: &mut Report,
) -> Result<(), Rejected> {
    let number = line.number.as_ref().map_or(0, |number| number.last.number);
    let in_packet = surroundings.kind == Kind::Packet;
    let (allowed, code, message, label) = match data_type {
        DataType::Vsa => (
            in_packet && number == VENDOR_SPECIFIC,
            Code::VsaElsewhere,
            "only attribute 26 can have the data type `vsa`",
            "the type of Vendor-Specific",
        ),
        DataType::Extended => (
            in_packet && EXTENDED.contains(&number),
            Code::ExtendedElsewhere,
            "only attributes 241 to 244 can have the data type `extended`",
            "a type that RFC 6929 gives to these numbers",
        ),
        DataType::LongExtended => (
            in_packet && LONG_EXTENDED.contains(&number),
            Code::ExtendedElsewhere,
            "only attributes 245 and 246 can have the data type `long-extended`",
            "a type that RFC 6929 gives to these numbers",
        ),
        DataType::ExtendedVendorSpecific => (
            surroundings.kind == Kind::Extended && number == VENDOR_SPECIFIC,
            Code::ExtendedElsewhere,
            "only number 26 inside an extended attribute can have the data type `evs`",
            "the type of Extended-Vendor-Specific",
        ),
        DataType::Union | DataType::Bit => (
            surroundings.kind == Kind::Struct && line.keyword == Keyword::Member,
            Code::MemberElsewhere,
            "the data types `bit` and `union` are for members of a struct only",
            "expected a member of a struct",
        ),
        _ => return Ok(()),
    };
    if allowed {
        return Ok(());
    }
    let other = match data_type {
        DataType::Extended if in_packet && LONG_EXTENDED.contains(&number) => Some("long-extended"),
        DataType::LongExtended if in_packet && EXTENDED.contains(&number) => Some("extended"),
        _ => None,
    };
    report.push(Diagnostic::new(code, message).at(line.data_type.span, label).suggest(other));
    Err(Rejected)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{dictionary, named, problems};

    #[test]
    fn numbers_above_255_in_the_packet_are_internal() {
        let dictionary = dictionary(
            "VENDOR V 1 format=2,1\nATTRIBUTE A 255 string\nATTRIBUTE B 256 string\nBEGIN-VENDOR V\nATTRIBUTE C 256 string\nEND-VENDOR V\n",
        );
        let internal = |name| named(&dictionary, name).flags.internal;
        assert_eq!([internal("A"), internal("B"), internal("C")], [false, true, false]);
    }

    #[test]
    fn numbers_inside_something_internal_may_be_above_255_too() {
        let text = "DEFINE N tlv\nATTRIBUTE T .300 tlv\nATTRIBUTE A .300.400 byte\nATTRIBUTE U 5 tlv internal\nATTRIBUTE B .256 byte\n";
        let dictionary = dictionary(text);
        assert_eq!(["T", "A", "B"].map(|name| named(&dictionary, name).flags.internal), [true; 3]);
        let text = "ATTRIBUTE U 5 tlv\nATTRIBUTE B .256 byte\n";
        assert_eq!(problems(text), [(Code::NumberOutOfRange, 2)]);
    }

    #[test]
    fn zero_is_a_number_of_vendors_only() {
        assert_eq!(problems("ATTRIBUTE A 0 string\n"), [(Code::NumberOutOfRange, 1)]);
        dictionary("VENDOR V 1\nBEGIN-VENDOR V\nATTRIBUTE A 0 string\nEND-VENDOR V\n");
    }

    #[test]
    fn vsa_is_attribute_26_of_the_packet_only() {
        dictionary("ATTRIBUTE Vendor-Specific 26 vsa\n");
        assert_eq!(problems("ATTRIBUTE A 27 vsa\n"), [(Code::VsaElsewhere, 1)]);
        let text = "VENDOR V 1\nBEGIN-VENDOR V\nATTRIBUTE A 26 vsa\nEND-VENDOR V\n";
        assert_eq!(problems(text), [(Code::VsaElsewhere, 3)]);
    }

    #[test]
    fn extended_types_belong_to_the_numbers_that_rfc_6929_gives_them() {
        for (number, data_type) in
            [(241, "extended"), (244, "extended"), (245, "long-extended"), (246, "long-extended")]
        {
            dictionary(&format!("ATTRIBUTE X {number} {data_type}\nATTRIBUTE E {number}.26 evs\n"));
        }
        let before = "ATTRIBUTE X 241 extended\nATTRIBUTE T 5 tlv\nVENDOR V 1\n";
        for line in [
            "240 extended",
            "245 extended",
            "241 long-extended",
            "247 long-extended",
            "26 evs",
            "241.25 evs",
            "5.26 evs",
            "26.1.26 evs",
            "26.1.241 extended",
            "5.241 extended",
            "241.241 extended",
        ] {
            let text = format!("{before}ATTRIBUTE A {line}\n");
            assert_eq!(problems(&text), [(Code::ExtendedElsewhere, 4)], "{line}");
        }
        for line in ["241.26 vsa", "5.26 vsa", "26.1.26 vsa"] {
            let text = format!("{before}ATTRIBUTE A {line}\n");
            assert_eq!(problems(&text), [(Code::VsaElsewhere, 4)], "{line}");
        }
    }
}
