//! `VENDOR`, `BEGIN-VENDOR` and `END-VENDOR`.

use crate::diagnostic::{Code, Diagnostic, Report};
use crate::lexer::Token;
use crate::model::{Vendor, VendorFormat, VendorId};
use crate::parser::names::Name;
use crate::suggest::Suggest;

use super::{Open, Resolver, key, shown};

/// The format of a vendor whose `VENDOR` line gives none. Three vendors are known to differ from the recommendation
/// of RFC 2865 §5.26, and old dictionaries leave their format out.
fn default_format(pen: u32) -> VendorFormat {
    let (type_octets, length_octets) = match pen {
        429 => (4, 0),
        4846 => (2, 1),
        8164 => (2, 2),
        _ => (1, 1),
    };
    VendorFormat { type_octets, length_octets }
}

pub(super) fn unclosed(open: &Open) -> Diagnostic {
    Diagnostic::new(Code::UnclosedVendor, "`BEGIN-VENDOR` has no `END-VENDOR` in its file")
        .at(open.span, "this block is not closed")
}

impl Resolver {
    pub(super) fn vendor(&mut self, name: Name, pen: u32, format: Option<VendorFormat>, report: &mut Report) {
        let key = name.key();
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
        let format = format.unwrap_or_else(|| default_format(pen));
        self.formats.insert(pen, (format, name.span));
        if known.is_none() {
            self.vendor_by_key.insert(key, VendorId(self.vendors.len()));
            self.vendors.push(Vendor { name: name.text, pen, format, span: name.span });
        }
    }

    pub(super) fn begin_vendor(
        &mut self,
        name: &Token<'_>,
        supported: bool,
        suggest: &mut Suggest,
        report: &mut Report,
    ) {
        let key = key(name);
        let vendor = self.vendor_by_key.get(&key).copied();
        if vendor.is_none() && !self.broken_vendors.contains(&key) {
            let near = suggest.nearest(name.text, self.vendors.iter().map(|v| v.name.as_str()));
            report.push(
                Diagnostic::new(Code::UnknownVendor, format!("unknown vendor {}", shown(name)))
                    .at(name.span, "no `VENDOR` line before this one defines it")
                    .suggest(near),
            );
        }
        let open = Open { key, vendor: vendor.filter(|_| supported), span: name.span };
        if let Some(previous) = self.scope.open.replace(open) {
            report.push(unclosed(&previous).because(name.span, "the next one begins here"));
        }
    }

    pub(super) fn end_vendor(&mut self, name: &Token<'_>, report: &mut Report) {
        let key = key(name);
        let Some(open) = self.scope.open.take() else {
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
        let space = |id: &VendorId| self.vendor_space(*id);
        let opened = self.vendor_by_key.get(&open.key).map(space);
        let ended = self.vendor_by_key.get(&key).map(space);
        if opened.is_none() || opened != ended {
            report.push(
                Diagnostic::new(
                    Code::EndOfOtherVendor,
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
    use crate::testing::{dictionary, load, load_files, named, problems};

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
    fn blocks_that_do_not_match_are_errors() {
        let vendors = "VENDOR A 1\nVENDOR B 2\n";
        let problems = |text: &str| problems(&format!("{vendors}{text}"));
        assert_eq!(problems("END-VENDOR A\n"), [(Code::EndWithoutBegin, 3)]);
        assert_eq!(problems("BEGIN-VENDOR A\nEND-VENDOR B\n"), [(Code::EndOfOtherVendor, 4)]);
        assert_eq!(problems("BEGIN-VENDOR A\nEND-VENDOR C\n"), [(Code::EndOfOtherVendor, 4)]);
        assert_eq!(problems("BEGIN-VENDOR A\n"), [(Code::UnclosedVendor, 3)]);
        assert_eq!(problems("BEGIN-VENDOR A\nBEGIN-VENDOR B\nEND-VENDOR B\n"), [(Code::UnclosedVendor, 3)]);
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
        assert_eq!(loaded.diagnostics.iter().map(|d| d.code).collect::<Vec<_>>(), [Code::UnclosedVendor]);
        let parent = |name| named(&loaded.dictionary, name).parent;
        assert_eq!(parent("Y"), Parent::Packet);
        assert_eq!([parent("X"), parent("Z")], [Parent::Vendor(VendorId(0)); 2]);
    }
}
