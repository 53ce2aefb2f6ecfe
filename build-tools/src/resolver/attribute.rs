//! `ATTRIBUTE`: where it stands, whether its flags go together, and what it repeats.

use crate::diagnostic::{Code, Diagnostic, Report, quote};
use crate::lexer::Token;
use crate::model::{Attribute, DataType, Flags, Hiding, Parent, VendorId};
use crate::parser::AttributeLine;
use crate::parser::flags::{self, Column, Flag, FlagKind};
use crate::source::Span;
use crate::suggest::Suggest;

use super::{Entry, Resolver, Space, Uses, key};

/// Largest number of an attribute in the packet; larger ones exist inside a server only (RFC 2865 §5).
const LAST_IN_PACKET: u32 = 255;
/// The Vendor-Specific attribute (RFC 2865 §5.26).
const VENDOR_SPECIFIC: u32 = 26;

impl Resolver {
    pub(super) fn attribute(&mut self, line: AttributeLine<'_>, suggest: &mut Suggest, report: &mut Report) {
        let key = line.name.key();
        match self.define(line, suggest, report) {
            Ok(()) => {}
            Err(Rejected) => self.broken_attribute(key),
        }
    }

    fn define(
        &mut self,
        line: AttributeLine<'_>,
        suggest: &mut Suggest,
        report: &mut Report,
    ) -> Result<(), Rejected> {
        let column = match &line.flags {
            Column::Flags(flags) => Ok(flags.as_slice()),
            Column::Word(word) => Err(self.vendor_in_flags(word, suggest, report)?),
        };
        let (listed, parent) = match column {
            Ok(flags) => (flags, self.open_parent()?),
            Err(vendor) => (&[][..], Parent::Vendor(vendor)),
        };
        let mut checks = FlagChecks { line: &line, parent, report, failed: false };
        let (mut flags, data_type) = checks.run(listed);
        if checks.failed {
            return Err(Rejected);
        }
        let in_packet = parent == Parent::Packet;
        flags.internal |= self.scope.internal || (in_packet && line.number > LAST_IN_PACKET);
        if in_packet && line.number == 0 {
            report.push(
                Diagnostic::new(Code::NumberOutOfRange, "no attribute has the number 0")
                    .at(line.number_span, "expected 1 to 255"),
            );
            return Err(Rejected);
        }
        if data_type == DataType::Vsa && !(in_packet && line.number == VENDOR_SPECIFIC) {
            report.push(
                Diagnostic::new(Code::VsaElsewhere, "only attribute 26 can have the data type `vsa`")
                    .at(line.type_span, "the type of Vendor-Specific"),
            );
            return Err(Rejected);
        }
        self.insert(
            Attribute {
                name: line.name.text,
                parent,
                number: line.number,
                data_type,
                length: line.data_type.1,
                flags,
                values: Vec::new(),
                canonical: false,
                span: line.name.span,
            },
            line.number_span,
            report,
        )
    }

    /// The place for attributes that the open blocks give.
    fn open_parent(&mut self) -> Result<Parent, Rejected> {
        let scope = &self.scope;
        if scope.blocks > 0 {
            return Err(Rejected);
        }
        match &scope.open {
            None => Ok(Parent::Packet),
            Some(open) => open.vendor.map(Parent::Vendor).ok_or(Rejected),
        }
    }

    /// The vendor that very old dictionaries name in the flags column.
    fn vendor_in_flags(
        &mut self,
        word: &Token<'_>,
        suggest: &mut Suggest,
        report: &mut Report,
    ) -> Result<VendorId, Rejected> {
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
        let scope = &self.scope;
        if let Some(open) = &scope.open {
            report.push(
                Diagnostic::new(
                    Code::MisplacedFlag,
                    "a vendor cannot stand in the flags column inside `BEGIN-VENDOR`",
                )
                .at(word.span, "a vendor, not a flag")
                .because(open.span, "this vendor is open"),
            );
            return Err(Rejected);
        }
        if scope.blocks > 0 {
            return Err(Rejected);
        }
        Ok(vendor)
    }

    fn insert(
        &mut self,
        attribute: Attribute,
        number_span: Span,
        report: &mut Report,
    ) -> Result<(), Rejected> {
        let space = match attribute.parent {
            Parent::Packet => Space::Packet,
            Parent::Vendor(vendor) => self.vendor_space(vendor),
        };
        let key = attribute.name.to_ascii_lowercase();
        let entry = Entry { attribute, space, order: self.order, number_span };
        let known = self.by_space.get(&(space, key.clone())).and_then(|&at| self.entries.get_mut(at));
        if let Some(known) = known {
            let (old, new) = (&known.attribute, &entry.attribute);
            if old.number != new.number {
                report.push(
                    Diagnostic::new(
                        Code::DuplicateAttribute,
                        format!("the attribute `{}` is defined twice with different numbers", new.name),
                    )
                    .at(number_span, format!("number {} here", new.number))
                    .because(old.span, format!("number {} here", old.number)),
                );
                return Err(Rejected);
            }
            *known = entry;
            return Ok(());
        }
        let at = self.entries.len();
        self.entries.push(entry);
        self.by_name
            .entry(key.clone())
            .and_modify(|uses| uses.second = uses.second.or(Some(at)))
            .or_insert(Uses { first: at, second: None });
        self.by_space.insert((space, key), at);
        Ok(())
    }
}

/// The attribute is wrong; the reason has been reported.
struct Rejected;

/// Checks the flags of one line against its type, its place and each other.
struct FlagChecks<'a> {
    line: &'a AttributeLine<'a>,
    parent: Parent,
    report: &'a mut Report,
    failed: bool,
}

impl FlagChecks<'_> {
    fn run(&mut self, flags: &[Flag]) -> (Flags, DataType) {
        let (data_type, _) = self.line.data_type;
        let mut checked = Flags::default();
        let mut checked_type = data_type;
        for flag in flags {
            let problem = match flag.kind {
                FlagKind::Tagged => {
                    checked.tagged = true;
                    self.tagged()
                }
                FlagKind::Hidden(hiding) => {
                    checked.hiding = Some(hiding);
                    checked.secret = true;
                    self.hidden(hiding)
                }
                FlagKind::Concat => {
                    checked.concat = true;
                    self.concat(flags)
                }
                FlagKind::Secret => {
                    checked.secret = true;
                    None
                }
                FlagKind::Virtual => {
                    checked.internal = true;
                    self.never_sent()
                }
                FlagKind::Internal => {
                    checked.internal = true;
                    None
                }
                FlagKind::AscendBinary => {
                    checked_type = DataType::AscendBinary;
                    (data_type != DataType::String)
                        .then(|| Problem::of_type("only text can be a filter", "`string`"))
                }
            };
            if let Some(Problem { message, needs, of_type }) = problem {
                let diagnostic =
                    Diagnostic::new(Code::MisplacedFlag, message).at(flag.span, format!("needs {needs}"));
                self.report.push(match of_type {
                    true => diagnostic.because(self.line.type_span, "its type"),
                    false => diagnostic,
                });
                self.failed = true;
            }
        }
        (checked, checked_type)
    }

    fn tagged(&self) -> Option<Problem> {
        let allowed = matches!(self.line.data_type, (DataType::String | DataType::Uint32, None));
        (!allowed).then(|| {
            let message = "the flag `has_tag` is for numbers of 32 bits and text only";
            Problem::of_type(message, "`integer` or `string`")
        })
    }

    fn hidden(&self, hiding: Hiding) -> Option<Problem> {
        let (data_type, length) = self.line.data_type;
        let (allowed, message, needs) = match hiding {
            Hiding::UserPassword => (
                matches!((data_type, length), (DataType::String, None) | (DataType::Octets, Some(_))),
                "`encrypt=1` is for text and for octets of fixed length only",
                "`string` or `octets[N]`",
            ),
            Hiding::TunnelPassword => (
                data_type != DataType::Vsa && length.is_none(),
                "`encrypt=2` cannot hide octets of fixed length or a whole Vendor-Specific attribute",
                "another data type",
            ),
            Hiding::AscendSecret => {
                (data_type == DataType::String, "`encrypt=3` is for text only", "`string`")
            }
        };
        (!allowed).then(|| Problem::of_type(message, needs))
    }

    /// RFC 3579 §3.1, RFC 8044 §3.6.
    fn concat(&self, flags: &[Flag]) -> Option<Problem> {
        if self.line.data_type != (DataType::Octets, None) {
            Some(Problem::of_type("the flag `concat` is for octets of any length only", "`octets`"))
        } else if self.parent != Parent::Packet {
            let message = "the flag `concat` is not for the attributes of vendors";
            Some(Problem { message, needs: "an attribute of the packet", of_type: false })
        } else if flags.len() > 1 {
            let message = "the flag `concat` excludes every other flag";
            Some(Problem { message, needs: "to stand alone", of_type: false })
        } else {
            None
        }
    }

    fn never_sent(&self) -> Option<Problem> {
        let allowed = self.parent == Parent::Packet && self.line.number > LAST_IN_PACKET;
        let message = "the flag `virtual` is only for attributes that are never sent";
        let needs = "a number above 255, and no vendor";
        (!allowed).then_some(Problem { message, needs, of_type: false })
    }
}

/// Why a flag cannot be used.
struct Problem {
    message: &'static str,
    needs: &'static str,
    /// Whether the reason is the data type.
    of_type: bool,
}

impl Problem {
    fn of_type(message: &'static str, needs: &'static str) -> Self {
        Self { message, needs, of_type: true }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
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
    fn flags_fit_the_type_the_place_and_each_other() {
        for good in [
            "1 integer has_tag",
            "1 string has_tag,encrypt=2",
            "1 octets[24] encrypt=1",
            "1 ipaddr encrypt=2",
            "1 string encrypt=3",
            "1 octets concat",
            "256 string virtual",
            "1 date secret",
            "1 octets[3] secret",
        ] {
            dictionary(&format!("ATTRIBUTE A {good}\n"));
        }
        for bad in [
            "1 octets has_tag",
            "1 short has_tag",
            "1 octets encrypt=1",
            "1 integer encrypt=1",
            "1 octets[3] encrypt=2",
            "1 octets encrypt=3",
            "1 string concat",
            "1 octets[3] concat",
            "1 octets concat,secret",
            "255 string virtual",
            "1 octets abinary",
            "26 vsa encrypt=2",
            "1 octets[3] has_tag",
        ] {
            assert_eq!(problems(&format!("ATTRIBUTE A {bad}\n")), [(Code::MisplacedFlag, 1)], "{bad}");
        }
        for bad in ["1 octets concat", "300 string virtual"] {
            let text = format!("VENDOR V 1 format=2,1\nBEGIN-VENDOR V\nATTRIBUTE A {bad}\nEND-VENDOR V\n");
            assert_eq!(problems(&text), [(Code::MisplacedFlag, 3)], "{bad}");
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
