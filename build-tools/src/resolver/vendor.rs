//! `VENDOR`, `BEGIN-VENDOR` and `END-VENDOR`.

use crate::diagnostic::{Code, Diagnostic, Report};
use crate::lexer::Token;
use crate::model::{DataType, Vendor, VendorFormat, VendorId};
use crate::parser::names::Name;
use crate::parser::statement::VendorPlace;
use crate::suggest::Suggest;

use super::place::{Holds, Place, SlotId, Space};
use super::scope::{Block, Ends, OpenVendor};
use super::{Entry, Resolver, shown};

/// The format of a vendor whose `VENDOR` line gives none. Three vendors are known to differ from the recommendation
/// of RFC 2865 §5.26, and old dictionaries leave their format out.
fn default_format(pen: u32) -> VendorFormat {
    let (type_octets, length_octets) = match pen {
        429 => (4, 0),
        4846 => (2, 1),
        8164 => (2, 2),
        _ => (1, 1),
    };
    VendorFormat { type_octets, length_octets, continuation: false }
}

impl Resolver {
    pub(super) fn vendor(&mut self, name: Name, pen: u32, format: Option<VendorFormat>, report: &mut Report) {
        self.leave(report);
        let key = self.names.intern(name.text.as_bytes());
        let known = self.vendor_by_key.get(&key).and_then(|id| self.vendors.get(id.0));
        if let Some(known) = known.filter(|known| known.pen != pen) {
            report.push(
                Diagnostic::new(
                    Code::DuplicateVendor,
                    format!("the vendor `{}` is defined twice with different numbers", name.text),
                )
                .at(name.span, format!("with number {pen} here"))
                .because(known.span, format!("with number {} here", known.pen)),
            );
            return;
        }
        let default = if self.dialect.is_v4() { VendorFormat::default() } else { default_format(pen) };
        let format = format.unwrap_or(default);
        if self.dialect.is_v4()
            && let Some(&begun) = self.begun.get(&pen)
            && let Some((_, first)) = self.formats.get(&pen).filter(|(first, _)| *first != format)
        {
            let message = format!("the vendor `{}` gets another format after its attributes", name.text);
            report.push(
                Diagnostic::new(Code::VendorFormatChanged, message)
                    .at(name.span, "another format here")
                    .because(*first, "its format so far")
                    .because(begun, "its attributes begin here"),
            );
            return;
        }
        self.formats.insert(pen, (format, name.span));
        if known.is_none() {
            let id = VendorId(self.vendors.len());
            self.vendor_by_key.insert(key, id);
            self.vendor_by_pen.insert(pen, id);
            self.vendors.push(Vendor { name: name.text, pen, format, span: name.span });
        }
    }

    pub(super) fn begin_vendor(
        &mut self,
        name: &Token<'_>,
        place: VendorPlace<'_>,
        suggest: &mut Suggest,
        report: &mut Report,
    ) {
        self.leave(report);
        let key = self.names.intern(name.text);
        let vendor = self.vendor_by_key.get(&key).copied();
        if vendor.is_none() && !self.broken_vendors.contains(&key) {
            let near = suggest.nearest(name.text, self.vendors.iter().map(|v| v.name.as_str()));
            report.push(
                Diagnostic::new(Code::UnknownVendor, format!("unknown vendor {}", shown(name)))
                    .at(name.span, "no `VENDOR` line before this one defines it")
                    .suggest(near),
            );
        }
        self.end_vendors(name, report);
        // What is named here is looked up even if the vendor is wrong, so that all is reported at once.
        let inside = match place {
            VendorPlace::Packet => Some(None),
            VendorPlace::Inside(parent) => self.vendors_named(&parent, suggest, report),
            VendorPlace::Wrong => None,
        };
        let pen = vendor.and_then(|id| self.vendors.get(id.0)).map(|vendor| vendor.pen);
        let place = pen.zip(inside).map(|(pen, inside)| Place {
            space: inside.map_or(Space::Vendor(pen), |slot| Space::ExtendedVendor(slot, pen)),
            vendor,
        });
        if let Some(pen) = pen {
            self.begun.entry(pen).or_insert(name.span);
        }
        self.blocks.push(Block::Vendor(OpenVendor { key, place, span: name.span }));
    }

    /// Ends what is still open where a vendor begins that cannot stand inside it.
    fn end_vendors(&mut self, next: &Token<'_>, report: &mut Report) {
        let own = self.own();
        let vendor = own.iter().rposition(|block| matches!(block, Block::Vendor(_)));
        let outer = own.iter().rposition(|block| matches!(block, Block::Protocol(_)));
        // In FreeRADIUS 4 a vendor may be begun inside an attribute.
        let first = match vendor {
            Some(vendor) => vendor,
            None if self.dialect.is_v4() => own.len(),
            None => outer.map_or(0, |outer| outer + 1),
        };
        if let Some(open) = self.open_vendor().filter(|_| self.dialect.is_v4()) {
            let diagnostic = Diagnostic::new(Code::NestedVendor, "`BEGIN-VENDOR` inside another one")
                .at(next.span, "expected `END-VENDOR` first")
                .because(open.span, "this vendor is open");
            report.push(self.explain_dialect(diagnostic));
        }
        let open = self.blocks.split_off(self.scope.floor + first);
        for block in open {
            let Some((ends, span)) = block.begin() else { continue };
            report.push(match block {
                Block::Vendor(_) if self.dialect.is_v4() => continue,
                Block::Vendor(_) => {
                    self.unclosed((ends, span)).because(next.span, "the next one begins here")
                }
                _ => self.unclosed((ends, span)).because(next.span, "a vendor begins here"),
            });
        }
    }

    /// The attribute that holds vendors of this name: none for Vendor-Specific itself. Reports what is wrong with it.
    fn vendors_named(
        &self,
        name: &Token<'_>,
        suggest: &mut Suggest,
        report: &mut Report,
    ) -> Option<Option<SlotId>> {
        let name = match name.text.first() {
            Some(b'.') if self.dialect.is_v4() => name.part(1, name.text.len()),
            _ => *name,
        };
        let label = "no `ATTRIBUTE` line before this one defines it";
        let at = self.named(self.view(), &name, label, suggest, report)?;
        let Entry { attribute, space, .. } = self.entries.get(at)?;
        if attribute.data_type == DataType::Vsa {
            return Some(None);
        }
        if Holds::of(attribute.data_type) == Some(Holds::Vendors) {
            return self.slot_at(*space, attribute.number).map(|(slot, _)| Some(slot));
        }
        let data_type = if self.dialect.is_v4() { "vsa" } else { "evs" };
        report.push(
            Diagnostic::new(Code::NotAContainer, format!("vendors cannot stand inside {}", shown(&name)))
                .at(name.span, format!("expected an attribute of type `{data_type}`"))
                .because(attribute.span, "defined here with another type"),
        );
        None
    }

    pub(super) fn end_vendor(&mut self, name: &Token<'_>, report: &mut Report) {
        self.leave(report);
        let key = self.names.intern(name.text);
        let own = self.own();
        // Whatever is still open ends with the vendor.
        let inner = own.iter().rev().take_while(|block| matches!(block, Block::Attribute(_))).count();
        if let Some((Ends { begin, end, what }, span)) =
            own.last().filter(|_| inner > 0).and_then(Block::begin)
        {
            report.push(
                Diagnostic::new(
                    Code::EndOfOtherBlock,
                    format!("`END-VENDOR` of {} inside `{begin}`", shown(name)),
                )
                .at(name.span, format!("expected `{end}` first"))
                .because(span, format!("this {what} is open")),
            );
        }
        let rest = own.len() - inner;
        self.blocks.truncate(self.scope.floor + rest);
        let is_open = matches!(self.own().last(), Some(Block::Vendor(_)));
        let Some(Block::Vendor(open)) = (if is_open { self.blocks.pop() } else { None }) else {
            report.push(
                Diagnostic::new(
                    Code::EndWithoutBegin,
                    format!("`END-VENDOR` of {} without `BEGIN-VENDOR`", shown(name)),
                )
                .at(name.span, "no vendor is open here"),
            );
            return;
        };
        if open.key == key {
            return;
        }
        // Another name of the same vendor closes the block, too.
        let pen =
            |key| self.vendor_by_key.get(key).and_then(|id| self.vendors.get(id.0)).map(|vendor| vendor.pen);
        let (opened, ended) = (pen(&open.key), pen(&key));
        if opened.is_none() || opened != ended {
            report.push(
                Diagnostic::new(
                    Code::EndOfOtherBlock,
                    format!("`END-VENDOR` names {}, which is not the vendor that is open", shown(name)),
                )
                .at(name.span, "another vendor")
                .because(open.span, "this vendor is open"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Parent;
    use crate::testing::{dictionary, load, load_files, named, parent, path, problems, values};

    #[test]
    fn vendors_without_format_have_the_known_one() {
        let formats: Vec<_> = dictionary("VENDOR A 429\nVENDOR B 4846\nVENDOR C 8164\nVENDOR D 9\n")
            .vendors
            .iter()
            .map(|vendor| (vendor.format.type_octets, vendor.format.length_octets))
            .collect();
        assert_eq!(formats, [(4, 0), (2, 1), (2, 2), (1, 1)]);
    }

    #[test]
    fn the_last_format_of_a_number_counts_for_all_its_names() {
        let dictionary = dictionary("VENDOR A 7 format=2,2\nVENDOR B 7\nVENDOR a 7 format=2,1\n");
        assert_eq!(dictionary.vendors.len(), 2);
        for vendor in &dictionary.vendors {
            assert_eq!((vendor.format.type_octets, vendor.format.length_octets), (2, 1));
        }
    }

    #[test]
    fn a_format_that_came_later_is_checked_against_numbers_that_came_before() {
        let text = "VENDOR A 7 format=2,2\nBEGIN-VENDOR A\nATTRIBUTE X 300 string\nEND-VENDOR A\nVENDOR A 7 format=1,1\n";
        assert_eq!(problems(text), [(Code::NumberOutOfRange, 3)]);
        assert!(load(text).dictionary.attributes.is_empty());
    }

    #[test]
    fn one_name_has_one_number_and_one_number_several_names() {
        assert_eq!(problems("VENDOR A 1\nVENDOR a 2\n"), [(Code::DuplicateVendor, 2)]);
        assert_eq!(problems("VENDOR A 1\nVENDOR B 1\nVENDOR A 1\n"), []);
    }

    #[test]
    fn another_name_of_the_vendor_closes_its_block() {
        assert_eq!(problems("VENDOR A 1\nVENDOR B 1\nBEGIN-VENDOR A\nEND-VENDOR B\n"), []);
    }

    #[test]
    fn the_attributes_of_a_vendor_can_stand_in_an_extended_attribute() {
        let extended = "ATTRIBUTE X 245 long-extended\nATTRIBUTE Ext-5 245.26 evs\nVENDOR V 9 format=2,2\n";
        for option in ["format=Ext-5", "parent=ext-5", "PARENT=Ext-5"] {
            let dictionary = dictionary(&format!(
                "{extended}BEGIN-VENDOR V {option}\nATTRIBUTE A 1 tlv\nATTRIBUTE B 1.2 byte\nVALUE B x 1\nEND-VENDOR V\nATTRIBUTE C 1 byte\n"
            ));
            assert_eq!(path(&dictionary, "A"), "245.26.9.1");
            assert_eq!(parent(&dictionary, "A"), (Some("Ext-5"), Some("V")));
            assert_eq!(path(&dictionary, "B"), "245.26.9.1.2");
            assert_eq!(values(named(&dictionary, "B")), ["x=1*"]);
            assert_eq!(path(&dictionary, "C"), "1");
        }
    }

    #[test]
    fn a_vendor_in_something_that_holds_none_is_one_mistake() {
        let block = |parent: &str| {
            problems(&format!(
                "VENDOR V 9\nATTRIBUTE X 245 long-extended\nATTRIBUTE O 1 octets\nATTRIBUTE Y 2 tvl\n\
                 BEGIN-VENDOR V parent={parent}\nATTRIBUTE A 1 tlv\nATTRIBUTE B 1.2 byte\nVALUE B x 1\nEND-VENDOR V\n"
            ))
        };
        let wrong = (Code::UnknownType, 4);
        assert_eq!(block("X"), [wrong, (Code::NotAContainer, 5)]);
        assert_eq!(block("O"), [wrong, (Code::NotAContainer, 5)]);
        assert_eq!(block("Z"), [wrong, (Code::UnknownAttribute, 5)]);
        assert_eq!(block("Y"), [wrong]);
        for path in [".X.Vendor-Specific", "X.26", "245.26"] {
            assert_eq!(block(path), [wrong, (Code::UnknownAttribute, 5)], "{path}");
        }
        let text = "BEGIN-VENDOR W parent=Z\nEND-VENDOR W\n";
        assert_eq!(problems(text), [(Code::UnknownVendor, 1), (Code::UnknownAttribute, 1)]);
    }

    #[test]
    fn blocks_that_do_not_match_are_errors() {
        let vendors = "VENDOR A 1\nVENDOR B 2\n";
        let problems = |text: &str| problems(&format!("{vendors}{text}"));
        assert_eq!(problems("END-VENDOR A\n"), [(Code::EndWithoutBegin, 3)]);
        assert_eq!(problems("BEGIN-VENDOR A\nEND-VENDOR B\n"), [(Code::EndOfOtherBlock, 4)]);
        assert_eq!(problems("BEGIN-VENDOR A\nEND-VENDOR C\n"), [(Code::EndOfOtherBlock, 4)]);
        assert_eq!(problems("BEGIN-VENDOR A\n"), [(Code::UnclosedBlock, 3)]);
        assert_eq!(problems("BEGIN-VENDOR A\nBEGIN-VENDOR B\nEND-VENDOR B\n"), [(Code::UnclosedBlock, 3)]);
    }

    #[test]
    fn an_unknown_or_wrong_vendor_is_one_mistake() {
        let block = "BEGIN-VENDOR A\nATTRIBUTE X 1 integer\nVALUE X a 1\nEND-VENDOR A\n";
        assert_eq!(problems(block), [(Code::UnknownVendor, 1)]);
        assert_eq!(problems(&format!("VENDOR A 0\n{block}")), [(Code::NumberOutOfRange, 1)]);
        assert_eq!(problems(&format!("VENDOR A\n{block}")), [(Code::MissingArgument, 1)]);
        assert!(load(block).dictionary.attributes.is_empty());
    }

    #[test]
    fn an_open_vendor_does_not_reach_into_included_files_nor_out_of_them() {
        let loaded = load_files(&[
            ("dictionary", "VENDOR A 1\nBEGIN-VENDOR A\n$INCLUDE b\nATTRIBUTE X 1 string\nEND-VENDOR A\n"),
            ("b", "ATTRIBUTE Y 1 string\nBEGIN-VENDOR A\nATTRIBUTE Z 2 string\n"),
        ]);
        assert_eq!(loaded.diagnostics.iter().map(|d| d.code).collect::<Vec<_>>(), [Code::UnclosedBlock]);
        let parent = |name| named(&loaded.dictionary, name).parent;
        assert_eq!(parent("Y"), Parent::Packet);
        assert_eq!([parent("X"), parent("Z")], [Parent::Vendor(VendorId(0)); 2]);
    }
}
