//! `ATTRIBUTE`: where it stands, whether its type and number may be there, and what it repeats.

use std::ops::RangeInclusive;

use crate::diagnostic::{Code, Diagnostic, Report, quote};
use crate::lexer::Token;
use crate::model::{Attribute, DataType, MAX_DEPTH, VENDOR_SPECIFIC};
use crate::parser::flags::{self, Column};
use crate::parser::number;
use crate::parser::statement::AttributeLine;
use crate::source::Span;
use crate::suggest::Suggest;

use super::flags::{FlagChecks, Kind, Surroundings};
use super::place::{Nowhere, Place, Space};
use super::{Entry, Rejected, Resolver, Uses, key};

/// Largest number of an attribute in the packet; larger ones exist inside a server only (RFC 2865 §5).
pub(super) const LAST_IN_PACKET: u32 = 255;
/// Extended attributes (RFC 6929 §3.1 to §3.4).
const EXTENDED: RangeInclusive<u32> = 241..=244;
/// Long extended attributes (RFC 6929 §3.5 and §3.6).
const LONG_EXTENDED: RangeInclusive<u32> = 245..=246;

impl Resolver {
    pub(super) fn attribute(&mut self, line: AttributeLine<'_>, suggest: &mut Suggest, report: &mut Report) {
        let (key, number) = (line.name.key(), line.number.clone());
        match self.define(line, suggest, report) {
            Ok(()) => {}
            Err(Rejected) => {
                self.broken_number(&number);
                self.broken_attribute(key);
            }
        }
    }

    fn define(
        &mut self,
        line: AttributeLine<'_>,
        suggest: &mut Suggest,
        report: &mut Report,
    ) -> Result<(), Rejected> {
        let (listed, place) = match &line.flags {
            Column::Flags(flags) => (flags.as_slice(), self.place(&line, report)?),
            Column::Word(word) => (&[][..], self.vendor_in_flags(&line, word, suggest, report)?),
        };
        if self.depth_in(place.space) > MAX_DEPTH {
            report.push(number::too_deep(line.number.span));
            return Err(Rejected);
        }
        let surroundings = self.surroundings(place.space);
        let mut checks = FlagChecks { line: &line, surroundings, report, failed: false };
        let (mut flags, data_type) = checks.run(listed);
        if checks.failed {
            return Err(Rejected);
        }
        let number = line.number.last.number;
        flags.internal |= self.scope.internal || (place.space == Space::Packet && number > LAST_IN_PACKET);
        check_number(&line, surroundings, flags.internal, report)?;
        check_type(&line, surroundings, data_type, report)?;
        let attribute = Attribute {
            name: line.name.text,
            parent: self.parent(place)?,
            number,
            by_name: false,
            data_type,
            length: line.data_type.1,
            exact: false,
            time: None,
            prefix: None,
            key: None,
            reference: None,
            flags,
            values: Vec::new(),
            canonical: false,
            span: line.name.span,
        };
        self.insert(attribute, place.space, line.number.span, report)
    }

    /// The place that the open blocks and the line's number give.
    fn place(&mut self, line: &AttributeLine<'_>, report: &mut Report) -> Result<Place, Rejected> {
        match self.locate(&line.number) {
            Ok(place) => return Ok(place),
            Err(Nowhere::Reported) => {}
            Err(Nowhere::NoContainer(space, component)) => self.missing_container(space, component),
            Err(Nowhere::Wrong(diagnostic)) => report.push(*diagnostic),
        }
        Err(Rejected)
    }

    fn surroundings(&self, space: Space) -> Surroundings {
        let container = space.outer().and_then(|(slot, _)| self.container(self.slot(slot)?));
        let kind = match (space, container.map(|container| container.data_type)) {
            (Space::Packet, _) => Kind::Packet,
            (Space::Vendor(_), _) => Kind::Vendor,
            (Space::ExtendedVendor(..), _) => Kind::ExtendedVendor,
            (Space::Inside(_), Some(DataType::Extended | DataType::LongExtended)) => Kind::Extended,
            (Space::Inside(_), _) => Kind::Tlv,
        };
        Surroundings { kind, container: container.map(|container| container.span) }
    }

    /// The vendor that very old dictionaries name in the flags column.
    fn vendor_in_flags(
        &mut self,
        line: &AttributeLine<'_>,
        word: &Token<'_>,
        suggest: &mut Suggest,
        report: &mut Report,
    ) -> Result<Place, Rejected> {
        let key = key(word);
        let Some(&vendor) = self.vendor_by_key.get(&key) else {
            if !self.broken_vendors.contains(&key) {
                let vendors = self.vendors.iter().map(|vendor| vendor.name.as_str());
                let known = flags::names().map(|name| name as &str).chain(vendors);
                report.push(
                    Diagnostic::new(Code::UnknownFlag, format!("unknown flag {}", quote(word.text)))
                        .at(word.span, "neither a flag nor a vendor")
                        .suggest(suggest.nearest(word.text, known)),
                );
            }
            return Err(Rejected);
        };
        let misplaced = |message: &str| {
            Diagnostic::new(Code::MisplacedFlag, message).at(word.span, "a vendor, not a flag")
        };
        let scope = &self.scope;
        let block = match (scope.tlvs.last(), &scope.open) {
            (Some(tlv), _) => Some((tlv.span, "BEGIN-TLV", "this TLV is open")),
            (None, Some(open)) => Some((open.span, "BEGIN-VENDOR", "this vendor is open")),
            (None, None) => None,
        };
        if let Some((span, keyword, label)) = block {
            let message = format!("a vendor cannot stand in the flags column inside `{keyword}`");
            report.push(misplaced(&message).because(span, label));
            return Err(Rejected);
        }
        if !line.number.outer.is_empty() {
            let message = "a vendor cannot stand in the flags column behind a number with dots";
            report.push(misplaced(message).because(line.number.span, "this leads to the attribute already"));
            return Err(Rejected);
        }
        if scope.blocks > 0 {
            return Err(Rejected);
        }
        let pen = self.vendors.get(vendor.0).map(|vendor| vendor.pen).ok_or(Rejected)?;
        Ok(Place { space: Space::Vendor(pen), vendor: Some(vendor) })
    }

    fn insert(
        &mut self,
        attribute: Attribute,
        space: Space,
        number_span: Span,
        report: &mut Report,
    ) -> Result<(), Rejected> {
        let owner = self.owner_of(space);
        let key = attribute.name.to_ascii_lowercase();
        let entry = Entry { attribute, space, order: self.order, number_span };
        if let Some(&at) = self.by_owner.get(&(owner, key.clone())) {
            return self.redefine(at, entry, report);
        }
        let at = self.entries.len();
        self.entries.push(entry);
        self.occupy(at);
        self.by_name
            .entry(key.clone())
            .and_modify(|uses| uses.second = uses.second.or(Some(at)))
            .or_insert(Uses { first: at, second: None });
        self.by_owner.insert((owner, key), at);
        Ok(())
    }

    /// The same name again: for the same number it replaces what was there.
    fn redefine(&mut self, at: usize, entry: Entry, report: &mut Report) -> Result<(), Rejected> {
        let known = self.entries.get(at).ok_or(Rejected)?;
        let (old, new) = (&known.attribute, &entry.attribute);
        if (known.space, old.number) != (entry.space, new.number) {
            report.push(
                Diagnostic::new(
                    Code::DuplicateAttribute,
                    format!("the attribute `{}` is defined twice with different numbers", new.name),
                )
                .at(entry.number_span, format!("number {} here", self.path(entry.space, new.number)))
                .because(old.span, format!("number {} here", self.path(known.space, old.number))),
            );
            return Err(Rejected);
        }
        let old = old.span;
        if let Err(Rejected) = self.vacate(at, new.data_type) {
            report.push(
                Diagnostic::new(
                    Code::ContainerRedefined,
                    format!(
                        "the attribute `{}` is defined again with a type that cannot hold what is inside",
                        new.name
                    ),
                )
                .at(new.span, "defined again here")
                .because(old, "attributes stand inside this one"),
            );
            return Err(Rejected);
        }
        if let Some(known) = self.entries.get_mut(at) {
            *known = entry;
        }
        self.occupy(at);
        Ok(())
    }
}

/// Numbers of vendors are checked when their format is known for sure.
fn check_number(
    line: &AttributeLine<'_>,
    surroundings: Surroundings,
    internal: bool,
    report: &mut Report,
) -> Result<(), Rejected> {
    let number::Component { number, span } = line.number.last;
    let (message, range) = match surroundings.kind {
        Kind::Packet => ("no attribute has the number 0".to_owned(), 1..=u32::MAX),
        Kind::Vendor => return Ok(()),
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
fn check_type(
    line: &AttributeLine<'_>,
    surroundings: Surroundings,
    data_type: DataType,
    report: &mut Report,
) -> Result<(), Rejected> {
    let number = line.number.last.number;
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
    report.push(Diagnostic::new(code, message).at(line.type_span, label).suggest(other));
    Err(Rejected)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Parent, VendorId};
    use crate::testing::{dictionary, load, named, problems, values};

    #[test]
    fn numbers_above_255_in_the_packet_are_internal() {
        let dictionary = dictionary(
            "VENDOR V 1 format=2,1\nATTRIBUTE A 255 string\nATTRIBUTE B 256 string\nBEGIN-VENDOR V\nATTRIBUTE C 256 string\nEND-VENDOR V\n",
        );
        let internal = |name| named(&dictionary, name).flags.internal;
        assert_eq!([internal("A"), internal("B"), internal("C")], [false, true, false]);
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
    fn a_vendor_may_stand_in_the_flags_column_outside_its_block() {
        let dictionary = dictionary("VENDOR Cisco 9\nATTRIBUTE X 250 string cisco\n");
        assert_eq!(dictionary.attributes[0].parent, Parent::Vendor(VendorId(0)));
        let text = "VENDOR V 1\nBEGIN-VENDOR V\nATTRIBUTE A 1 string V\nEND-VENDOR V\n";
        assert_eq!(problems(text), [(Code::MisplacedFlag, 3)]);
        assert_eq!(problems("ATTRIBUTE A 1 string Cisco\n"), [(Code::UnknownFlag, 1)]);
        assert_eq!(problems("VENDOR V 0\nATTRIBUTE A 1 string V\n"), [(Code::NumberOutOfRange, 1)]);
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

    #[test]
    fn the_same_name_and_number_again_replaces_and_keeps_the_values() {
        let dictionary =
            dictionary("ATTRIBUTE A 1 byte\nVALUE A x 1\nATTRIBUTE a 1 integer secret\nVALUE A y 500\n");
        let [attribute] = &dictionary.attributes[..] else { panic!() };
        assert_eq!((attribute.name.as_str(), attribute.data_type), ("a", DataType::Uint32));
        assert!(attribute.flags.secret);
        assert_eq!(values(attribute), ["x=1*", "y=500*"]);
    }

    #[test]
    fn the_same_name_with_another_number_is_an_error_and_its_values_are_none() {
        let text = "ATTRIBUTE A 1 integer\nVALUE A x 1\nATTRIBUTE a 2 integer\nVALUE a x 2\n";
        assert_eq!(problems(text), [(Code::DuplicateAttribute, 3)]);
        assert_eq!(load(text).dictionary.attributes[0].number, 1);
    }

    #[test]
    fn names_are_unique_within_a_vendor_only() {
        let vendors = "VENDOR V 1\nVENDOR W 2\nVENDOR V2 1\nATTRIBUTE A 1 string\n";
        let block = |vendor, number| {
            format!("BEGIN-VENDOR {vendor}\nATTRIBUTE A {number} string\nEND-VENDOR {vendor}\n")
        };
        let text = [vendors, &block("V", 2), &block("W", 3)].concat();
        assert_eq!(dictionary(&text).attributes.len(), 3);
        let text = [vendors, &block("V", 2), &block("V2", 3)].concat();
        assert_eq!(problems(&text), [(Code::DuplicateAttribute, 9)]);
    }

    #[test]
    fn a_name_stands_once_in_a_vendor_and_all_its_tlvs() {
        let before = "VENDOR V 9\nATTRIBUTE X 241 extended\nATTRIBUTE E 241.26 evs\nBEGIN-VENDOR V\nATTRIBUTE T 1 tlv\nATTRIBUTE U 1.1 tlv\n";
        for (line, text) in [
            ("ATTRIBUTE u 1.2 tlv", "number 1.2 here"),
            ("ATTRIBUTE U 1 tlv", "number 1 here"),
            ("ATTRIBUTE T 1.1 byte", "number 1.1 here"),
            ("ATTRIBUTE U 1.1.1 byte", "number 1.1.1 here"),
            ("END-VENDOR V\nATTRIBUTE U 241.26.9.1 byte\nBEGIN-VENDOR V", "number 241.26.9.1 here"),
        ] {
            let loaded = load(&format!("{before}{line}\nEND-VENDOR V\n"));
            let [diagnostic] = &loaded.diagnostics[..] else { panic!("{:?}", loaded.diagnostics) };
            assert_eq!(diagnostic.code, Code::DuplicateAttribute, "{line}");
            assert_eq!(diagnostic.labels[0].text, text);
        }
        let text = format!("{before}ATTRIBUTE u 1.1 tlv secret\nEND-VENDOR V\nATTRIBUTE U 241.1 byte\n");
        assert_eq!(dictionary(&text).attributes.len(), 5);
    }

    #[test]
    fn a_vendor_in_the_flags_column_stands_alone() {
        let before = "VENDOR V 1\nATTRIBUTE T 5 tlv\n";
        assert_eq!(problems(&format!("{before}ATTRIBUTE A 5.1 string V\n")), [(Code::MisplacedFlag, 3)]);
        let text = format!("{before}BEGIN-TLV T\nATTRIBUTE A 1 string V\nEND-TLV T\n");
        assert_eq!(problems(&text), [(Code::MisplacedFlag, 4)]);
    }

    #[test]
    fn of_several_names_of_a_number_the_last_one_is_canonical() {
        let dictionary = dictionary(
            "ATTRIBUTE A 1 string\nATTRIBUTE B 1 octets\nATTRIBUTE C 2 string\nATTRIBUTE D 2 string\nATTRIBUTE C 2 string\n",
        );
        let canonical = |name| named(&dictionary, name).canonical;
        assert_eq!(["A", "B", "C", "D"].map(canonical), [false, true, true, false]);
    }

    #[test]
    fn an_internal_attribute_does_not_stand_for_a_number_on_the_wire() {
        let dictionary = dictionary("ATTRIBUTE A 1 string\nATTRIBUTE B 1 string internal\n");
        assert!(named(&dictionary, "A").canonical);
    }
}
