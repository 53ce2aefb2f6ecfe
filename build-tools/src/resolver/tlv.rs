//! `BEGIN-TLV` and `END-TLV`.

use crate::diagnostic::{Code, Diagnostic, Report};
use crate::lexer::Token;
use crate::source::Span;
use crate::suggest::Suggest;

use super::place::{Holds, SlotId};
use super::{Resolver, key, shown};

/// A `BEGIN-TLV` that is open.
#[derive(Debug)]
pub(super) struct OpenTlv {
    key: String,
    /// The number of the attribute. None if it is unknown or no container.
    pub(super) slot: Option<SlotId>,
    /// The attribute's name in the `BEGIN-TLV` line.
    pub(super) span: Span,
}

pub(super) fn unclosed(open: &OpenTlv) -> Diagnostic {
    Diagnostic::new(Code::UnclosedBlock, "`BEGIN-TLV` has no `END-TLV` in its file")
        .at(open.span, "this block is not closed")
}

impl Resolver {
    pub(super) fn begin_tlv(&mut self, name: &Token<'_>, suggest: &mut Suggest, report: &mut Report) {
        let slot = self.container_named(name, Holds::Attributes, suggest, report);
        self.scope.tlvs.push(OpenTlv { key: key(name), slot, span: name.span });
    }

    pub(super) fn end_tlv(&mut self, name: &Token<'_>, report: &mut Report) {
        let key = key(name);
        let Some(innermost) = self.scope.tlvs.last() else {
            report.push(
                Diagnostic::new(
                    Code::EndWithoutBegin,
                    format!("`END-TLV` of {} without `BEGIN-TLV`", shown(name)),
                )
                .at(name.span, "no TLV is open here"),
            );
            return;
        };
        // Another name of the same attribute closes the block, too.
        let named = self.find_entry(&key).and_then(|at| self.slot_of(at));
        let ends = |open: &OpenTlv| open.key == key || (named.is_some() && open.slot == named);
        if !ends(innermost) {
            report.push(
                Diagnostic::new(
                    Code::EndOfOtherBlock,
                    format!("`END-TLV` names {}, which is not the innermost TLV that is open", shown(name)),
                )
                .at(name.span, "another attribute")
                .because(innermost.span, "this TLV is open"),
            );
        }
        // If it ends one further outside, those inside it were not closed; else the innermost one is meant.
        let ended = self.scope.tlvs.iter().rposition(ends);
        let left = ended.unwrap_or(self.scope.tlvs.len() - 1);
        self.scope.tlvs.truncate(left);
    }

    /// The slot of the container with this name, which must hold this; reports what is wrong with it.
    pub(super) fn container_named(
        &self,
        name: &Token<'_>,
        holds: Holds,
        suggest: &mut Suggest,
        report: &mut Report,
    ) -> Option<SlotId> {
        let label = "no `ATTRIBUTE` line before this one defines it";
        let at = self.named(self.owner(), name.text, name.span, label, suggest, report)?;
        let entry = self.entries.get(at)?;
        if Holds::of(entry.attribute.data_type) == Some(holds) {
            return self.slot_of(at);
        }
        let (what, data_type) = match holds {
            Holds::Attributes => ("attributes", "tlv"),
            Holds::Vendors => ("vendors", "evs"),
        };
        report.push(
            Diagnostic::new(Code::NotAContainer, format!("{what} cannot stand inside {}", shown(name)))
                .at(name.span, format!("expected an attribute of type `{data_type}`"))
                .because(entry.attribute.span, "defined here with another type"),
        );
        None
    }

    fn slot_of(&self, at: usize) -> Option<SlotId> {
        let entry = self.entries.get(at)?;
        self.slot_at(entry.space, entry.attribute.number).map(|(id, _)| id)
    }
}

#[cfg(test)]
mod tests {
    use crate::Code;
    use crate::testing::{dictionary, load, load_files, named, parent, path, problems, values};

    #[test]
    fn inside_a_block_numbers_lead_from_its_tlv() {
        let dictionary = dictionary(
            "VENDOR V 9\nBEGIN-VENDOR V\nATTRIBUTE T 1 tlv\nbegin-tlv t\nATTRIBUTE A 1 byte\nVALUE A x 1\nATTRIBUTE U 2 tlv\n\
             BEGIN-TLV U\nATTRIBUTE B 1 tlv\nATTRIBUTE C 1.1 byte\nEND-TLV U\nATTRIBUTE D 3 byte\nEND-TLV T\nATTRIBUTE E 2 byte\n\
             END-VENDOR V\nATTRIBUTE W 5 tlv\nBEGIN-TLV W\nATTRIBUTE F 1 byte\nEND-TLV W\n",
        );
        for (name, expected) in [
            ("A", "26.9.1.1"),
            ("B", "26.9.1.2.1"),
            ("C", "26.9.1.2.1.1"),
            ("D", "26.9.1.3"),
            ("E", "26.9.2"),
            ("F", "5.1"),
        ] {
            assert_eq!(path(&dictionary, name), expected, "{name}");
        }
        assert_eq!(values(named(&dictionary, "A")), ["x=1*"]);
    }

    #[test]
    fn extended_attributes_have_blocks_too_but_vendors_stand_in_evs() {
        let extended =
            "ATTRIBUTE X 241 extended\nBEGIN-TLV X\nATTRIBUTE A 1 byte\nATTRIBUTE E 26 evs\nEND-TLV X\n";
        assert_eq!(path(&dictionary(extended), "A"), "241.1");
        let text = format!("{extended}BEGIN-TLV E\nATTRIBUTE B 1 byte\nEND-TLV E\n");
        assert_eq!(problems(&text), [(Code::NotAContainer, 6)]);
    }

    #[test]
    fn a_block_of_something_that_is_no_tlv_is_one_mistake() {
        let block = "BEGIN-TLV T\nATTRIBUTE A 1 tlv\nATTRIBUTE B 1.1 byte\nVALUE B x 1\nEND-TLV T\n";
        assert_eq!(problems(block), [(Code::UnknownAttribute, 1)]);
        assert_eq!(problems(&format!("ATTRIBUTE T 1 octets\n{block}")), [(Code::NotAContainer, 2)]);
        assert_eq!(problems(&format!("ATTRIBUTE T 1 tvl\n{block}")), [(Code::UnknownType, 1)]);
        assert_eq!(load(block).dictionary.attributes.len(), 0);
        let path = "ATTRIBUTE T 1 tlv\nBEGIN-TLV T.1\nEND-TLV T.1\n";
        assert_eq!(problems(path), [(Code::NotSupported, 2)]);
        let two = "VENDOR V 1\nVENDOR W 2\nATTRIBUTE T 26.1.1 tlv\nATTRIBUTE T 26.2.1 tlv\n";
        assert_eq!(problems(&format!("{two}{block}")), [(Code::AmbiguousAttribute, 5)]);
    }

    #[test]
    fn another_name_of_the_tlv_closes_its_block() {
        assert_eq!(problems("ATTRIBUTE T 1 tlv\nATTRIBUTE U 1 tlv\nBEGIN-TLV T\nEND-TLV U\n"), []);
    }

    #[test]
    fn blocks_that_do_not_match_are_errors() {
        let tlvs = "VENDOR V 1\nATTRIBUTE T 1 tlv\nATTRIBUTE U 2 tlv\n";
        let problems = |text: &str| problems(&format!("{tlvs}{text}"));
        assert_eq!(problems("END-TLV T\n"), [(Code::EndWithoutBegin, 4)]);
        assert_eq!(problems("BEGIN-TLV T\nEND-TLV U\n"), [(Code::EndOfOtherBlock, 5)]);
        assert_eq!(problems("BEGIN-TLV T\nEND-TLV X\n"), [(Code::EndOfOtherBlock, 5)]);
        assert_eq!(problems("BEGIN-TLV T\nBEGIN-TLV U\nEND-TLV T\n"), [(Code::EndOfOtherBlock, 6)]);
        assert_eq!(problems("BEGIN-TLV T\n"), [(Code::UnclosedBlock, 4)]);
        assert_eq!(problems("BEGIN-TLV T\nBEGIN-VENDOR V\nEND-VENDOR V\n"), [(Code::UnclosedBlock, 4)]);
        assert_eq!(
            problems("BEGIN-VENDOR V\nBEGIN-TLV T\nEND-VENDOR V\nATTRIBUTE A 3 byte\n"),
            [(Code::EndOfOtherBlock, 6)]
        );
        assert_eq!(
            problems("BEGIN-VENDOR V\nBEGIN-TLV T\n"),
            [(Code::UnclosedBlock, 4), (Code::UnclosedBlock, 5)]
        );
    }

    #[test]
    fn an_open_tlv_does_not_reach_into_included_files_nor_out_of_them() {
        let loaded = load_files(&[
            ("dictionary", "ATTRIBUTE T 1 tlv\nBEGIN-TLV T\n$INCLUDE b\nATTRIBUTE A 1 byte\nEND-TLV T\n"),
            ("b", "ATTRIBUTE B 2 byte\nBEGIN-TLV T\nATTRIBUTE C 3 byte\n"),
        ]);
        assert_eq!(loaded.diagnostics.iter().map(|d| d.code).collect::<Vec<_>>(), [Code::UnclosedBlock]);
        let parent = |name| parent(&loaded.dictionary, name).0;
        assert_eq!(["A", "B", "C"].map(parent), [Some("T"), None, Some("T")]);
    }
}
