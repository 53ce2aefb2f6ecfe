//! Blocks: `BEGIN-TLV` and `BEGIN` of an attribute, and of the protocol.

use crate::diagnostic::{Code, Diagnostic, Report};
use crate::lexer::Token;
use crate::model::MAX_DEPTH;
use crate::parser::number;
use crate::parser::statement::ProtocolLine;
use crate::suggest::Suggest;

use super::find::{Found, Node, View, Walk};
use super::place::{Holds, Place, Space};
use super::scope::{self, Block, Ends, OpenAttribute, OpenProtocol, Relative};
use super::{Resolver, shown};

/// Most blocks that a file may have open. Attributes that are right stand far less deep.
const MOST_BLOCKS: usize = 8 * MAX_DEPTH;

/// The protocol whose dictionaries are read, and its number in FreeRADIUS 4.
const RADIUS: (&str, u64) = ("RADIUS", 1);

impl Resolver {
    /// What `VENDOR` and every beginning and end of a block does: structs end, and nothing leads from the last TLV any more.
    pub(super) fn leave(&mut self, report: &mut Report) {
        self.close_structs(report);
        self.scope.relative = Relative::None;
        self.last_value = None;
    }

    pub(super) fn begin_attribute(
        &mut self,
        path: &Token<'_>,
        keyword: Ends,
        suggest: &mut Suggest,
        report: &mut Report,
    ) {
        self.leave(report);
        let entry = self.container_named(path, keyword, suggest, report);
        let place = entry.and_then(|at| self.place_inside(at));
        let key = self.names.intern(path.text);
        self.open(Block::Attribute(OpenAttribute { keyword, key, place, span: path.span }), report);
    }

    pub(super) fn end_attribute(&mut self, path: &Token<'_>, keyword: Ends, report: &mut Report) {
        self.leave(report);
        if self.ends_unopened() {
            return;
        }
        let Ends { begin, end, what } = keyword;
        let key = self.names.intern(path.text);
        // Deeper than anything can stand they need not be looked at.
        let attributes = |block: &&Block| matches!(block, Block::Attribute(_));
        let count = self.own().iter().rev().take(2 * MAX_DEPTH).take_while(attributes).count();
        let first = self.blocks.len() - count;
        let Some(Block::Attribute(innermost)) = self.blocks.last().filter(|_| count > 0) else {
            report.push(
                Diagnostic::new(
                    Code::EndWithoutBegin,
                    format!("`{end}` of {} without `{begin}`", shown(path)),
                )
                .at(path.span, format!("no {what} is open here")),
            );
            return;
        };
        // Another name of the same attribute closes the block, too.
        let named = self.ended(path, keyword, self.blocks.len() - 1);
        let ends = |open: &OpenAttribute| {
            open.key == key || (named.is_some() && open.place.is_some() && open.place == named)
        };
        if !ends(innermost) {
            report.push(
                Diagnostic::new(
                    Code::EndOfOtherBlock,
                    format!("`{end}` names {}, which is not the innermost {what} that is open", shown(path)),
                )
                .at(path.span, "another attribute")
                .because(innermost.span, format!("this {what} is open")),
            );
        }
        // If it ends one further outside, those inside it were not closed; else the innermost one is meant.
        let open = self.blocks.get(first..).unwrap_or_default();
        let ended = open.iter().rposition(|block| matches!(block, Block::Attribute(open) if ends(open)));
        self.blocks.truncate(ended.map_or(self.blocks.len() - 1, |at| first + at));
    }

    /// What stands inside the attribute that an `END` line names: seen from outside of the innermost block, as many are left.
    fn ended(&self, path: &Token<'_>, keyword: Ends, left: usize) -> Option<Place> {
        let view = if keyword == scope::TLV { self.view() } else { self.begin_view(left) };
        match self.find(view, path.text) {
            Found::Entry(at) => self.place_inside(at),
            Found::Broken | Found::Ambiguous(..) | Found::Nothing => None,
        }
    }

    /// Where the path of a `BEGIN` line leads from: the attribute around it or the packet, and not the vendor.
    fn begin_view(&self, blocks: usize) -> View {
        let around = self.blocks.get(..blocks).unwrap_or_default().iter().rev();
        let around = around.map_while(|block| match block {
            Block::Attribute(open) => Some(Some(open.place)),
            Block::Vendor(_) | Block::Struct(_) => Some(None),
            Block::Protocol(_) => None,
        });
        let place = around.flatten().next().unwrap_or(Some(Place::PACKET));
        View { is_v4: true, space: place.map(|place| place.space) }
    }

    /// The entry of the container with this name; reports what is wrong with it.
    fn container_named(
        &self,
        path: &Token<'_>,
        keyword: Ends,
        suggest: &mut Suggest,
        report: &mut Report,
    ) -> Option<usize> {
        let label = "no `ATTRIBUTE` line before this one defines it";
        let at = if keyword == scope::TLV {
            self.named(self.view(), path, label, suggest, report)?
        } else {
            let view = self.begin_view(self.blocks.len());
            match self.find(view, path.text) {
                Found::Entry(at) => at,
                Found::Broken | Found::Ambiguous(..) => return None,
                Found::Nothing => {
                    let diagnostic = self.unknown(view, path.text, path.span, label, suggest);
                    report.push(match self.whole_path(path) {
                        Some(whole) => diagnostic
                            .help(format!("inside `BEGIN-VENDOR` the path leads from the packet: `{whole}`")),
                        None => diagnostic,
                    });
                    return None;
                }
            }
        };
        let entry = self.entries.get(at)?;
        let allowed = match Holds::of(entry.attribute.data_type) {
            Some(Holds::Attributes) => true,
            Some(Holds::Branches) => keyword == scope::ATTRIBUTE,
            Some(Holds::Vendors | Holds::Members) | None => false,
        };
        if allowed {
            return Some(at);
        }
        let types = if keyword == scope::TLV { "`tlv`" } else { "`tlv` or `union`" };
        report.push(
            Diagnostic::new(Code::NotAContainer, format!("attributes cannot stand inside {}", shown(path)))
                .at(path.span, format!("expected an attribute of type {types}"))
                .because(entry.attribute.span, "defined here with another type"),
        );
        None
    }

    /// The path from the packet of something that is named as if it led from the open vendor.
    fn whole_path(&self, path: &Token<'_>) -> Option<String> {
        let Space::Vendor(pen) = self.open_vendor()?.place?.space else { return None };
        let Walk::At(Node::Entry(_)) = self.walk(Node::Space(Space::Vendor(pen), None), path.text) else {
            return None;
        };
        let vendor = self.vendor_by_pen.get(&pen).and_then(|id| self.vendors.get(id.0))?;
        Some(format!("Vendor-Specific.{}.{}", vendor.name, String::from_utf8_lossy(path.text)))
    }

    /// Only the protocol RADIUS, and its lines change nothing: all is read as if they were there.
    pub(super) fn protocol(&mut self, line: &ProtocolLine<'_>, report: &mut Report) {
        self.leave(report);
        let is_radius = line.name.is(RADIUS.0);
        if !is_radius {
            report.push(
                Diagnostic::new(Code::OtherProtocol, format!("unknown protocol {}", shown(&line.name)))
                    .at(line.name.span, "only dictionaries of `RADIUS` are read"),
            );
        } else if let Some((number, span)) = line.number.filter(|(number, _)| *number != RADIUS.1) {
            report.push(
                Diagnostic::new(Code::OtherProtocol, format!("RADIUS does not have the number {number}"))
                    .at(span, format!("expected {}", RADIUS.1)),
            );
        }
        if !line.begins {
            return;
        }
        let around = self.visible().iter().rev().find_map(Block::begin);
        if let Some((Ends { begin, what, .. }, span)) = around {
            report.push(
                Diagnostic::new(Code::EndOfOtherBlock, format!("a protocol begins inside `{begin}`"))
                    .at(line.name.span, "not here")
                    .because(span, format!("this {what} is open")),
            );
        }
        let key = self.names.intern(line.name.text);
        let place = is_radius.then_some(Place::PACKET);
        self.open(Block::Protocol(OpenProtocol { key, place, span: line.name.span }), report);
    }

    /// Opens a block, but no more than could ever be right: ends look through those that are open.
    fn open(&mut self, block: Block, report: &mut Report) {
        if self.own().len() < MOST_BLOCKS {
            self.blocks.push(block);
            return;
        }
        self.scope.unopened += 1;
        // One mistake, however many blocks follow.
        if let Some((_, span)) = block.begin().filter(|_| self.scope.unopened == 1) {
            report.push(number::too_deep(span));
        }
    }

    /// Whether an end belongs to a block that was one too many.
    fn ends_unopened(&mut self) -> bool {
        let is_unopened = self.scope.unopened > 0;
        self.scope.unopened = self.scope.unopened.saturating_sub(1);
        is_unopened
    }

    pub(super) fn end_protocol(&mut self, name: &Token<'_>, report: &mut Report) {
        self.leave(report);
        if self.ends_unopened() {
            return;
        }
        let key = self.names.intern(name.text);
        let at = self.own().iter().rposition(|block| matches!(block, Block::Protocol(_)));
        let Some(at) = at.map(|at| self.scope.floor + at) else {
            report.push(
                Diagnostic::new(
                    Code::EndWithoutBegin,
                    format!("`END-PROTOCOL` of {} without `BEGIN-PROTOCOL`", shown(name)),
                )
                .at(name.span, "no protocol is open here"),
            );
            return;
        };
        let mut open = self.blocks.split_off(at).into_iter();
        if let Some(Block::Protocol(protocol)) = open.next()
            && protocol.key != key
        {
            report.push(
                Diagnostic::new(
                    Code::EndOfOtherBlock,
                    format!("`END-PROTOCOL` names {}, which is not the protocol that is open", shown(name)),
                )
                .at(name.span, "another protocol")
                .because(protocol.span, "this protocol is open"),
            );
        }
        for begin in open.filter_map(|block| block.begin()) {
            report.push(self.unclosed(begin).because(name.span, "the protocol ends here"));
        }
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
    fn a_file_opens_a_limited_number_of_blocks() {
        let open = |count| "BEGIN PROTOCOL RADIUS 1\n".repeat(count);
        let deep = |text: &str| problems(text).into_iter().find(|(code, _)| *code == Code::NestedTooDeep);
        assert_eq!(deep(&open(super::MOST_BLOCKS)), None);
        assert_eq!(deep(&open(super::MOST_BLOCKS + 1)), Some((Code::NestedTooDeep, 129)));
        let ended = |count| open(count) + &"END PROTOCOL RADIUS\n".repeat(count);
        let found = problems(&ended(super::MOST_BLOCKS + 3));
        let of = |code| found.iter().filter(|(found, _)| *found == code).count();
        assert_eq!((of(Code::NestedTooDeep), of(Code::EndWithoutBegin)), (1, 0));
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
        assert_eq!(problems(path), [(Code::UnknownAttribute, 2)]);
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

    #[test]
    fn a_block_of_freeradius_4_is_named_by_a_path_from_the_packet_or_the_block_around() {
        let dictionary = dictionary(
            "VENDOR V 9\nATTRIBUTE T 1 tlv\nATTRIBUTE U .2 tlv\nALIAS L T\nBEGIN t\nATTRIBUTE A 1 byte\nBEGIN U\nATTRIBUTE B 1 byte\nEND U\n\
             END L\nBEGIN 1.2\nATTRIBUTE C 2 byte\nEND T.U\nBEGIN-VENDOR V\nATTRIBUTE W 5 tlv\nBEGIN Vendor-Specific.V.W\nATTRIBUTE D 1 byte\n\
             END 26.9.5\nATTRIBUTE E 6 byte\nEND VENDOR V\n",
        );
        for (name, expected) in
            [("A", "1.1"), ("B", "1.2.1"), ("C", "1.2.2"), ("D", "26.9.5.1"), ("E", "26.9.6")]
        {
            assert_eq!(path(&dictionary, name), expected, "{name}");
        }
    }

    #[test]
    fn blocks_of_freeradius_4_that_do_not_match_are_errors() {
        let problems = |text: &str| {
            problems(&format!("ATTRIBUTE T 1 tlv\nATTRIBUTE U 2 tlv\nATTRIBUTE B 3 byte\n{text}"))
        };
        assert_eq!(problems("END T\n"), [(Code::EndWithoutBegin, 4)]);
        assert_eq!(problems("BEGIN T\nEND U\n"), [(Code::EndOfOtherBlock, 5)]);
        assert_eq!(problems("BEGIN T\n"), [(Code::BlockNotClosed, 4)]);
        assert_eq!(problems("BEGIN B\nATTRIBUTE C 1 byte\nEND B\n"), [(Code::NotAContainer, 4)]);
        assert_eq!(problems("BEGIN X\nATTRIBUTE C 1 byte\nEND X\n"), [(Code::UnknownAttribute, 4)]);
        assert_eq!(problems("END PROTOCOL RADIUS\n"), [(Code::EndWithoutBegin, 4)]);
        assert_eq!(problems("BEGIN PROTOCOL RADIUS 1\n"), [(Code::BlockNotClosed, 4)]);
        assert_eq!(
            problems("BEGIN-PROTOCOL RADIUS\nBEGIN T\nEND-PROTOCOL RADIUS\n"),
            [(Code::BlockNotClosed, 5)]
        );
        assert_eq!(
            problems("BEGIN T\nBEGIN PROTOCOL RADIUS 1\nEND PROTOCOL RADIUS\nEND T\n"),
            [(Code::EndOfOtherBlock, 5)]
        );
        // What stands in another protocol is of no interest.
        let other = "BEGIN PROTOCOL DNS 5\nATTRIBUTE C 4 byte\nVALUE C x 1\nEND PROTOCOL DNS\n";
        assert_eq!(problems(other), [(Code::OtherProtocol, 4)]);
    }
}
