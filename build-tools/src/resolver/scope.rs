//! What is open where a line stands.

use crate::diagnostic::{Code, Diagnostic, Report};
use crate::dialect::Dialect;
use crate::source::Span;

use super::name::NameId;
use super::place::{Place, SlotId};
use super::structure::OpenStruct;
use super::{Rejected, Resolver};

/// What belongs to one file.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Scope {
    /// How many blocks were open when the file began: it cannot end them, and in FreeRADIUS 3 it is not inside them.
    pub(super) floor: usize,
    /// Whether `FLAGS internal` holds.
    pub(super) internal: bool,
    pub(super) relative: Relative,
    /// How many blocks the file began that were more than may be open.
    pub(super) unopened: usize,
}

/// Where numbers lead from that begin with a dot: the last TLV whose own number does not, by `ATTRIBUTE`, `DEFINE` or
/// `MEMBER`. Leaves, structs and TLVs with such a number leave it as it is; blocks and vendors end it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Relative {
    #[default]
    None,
    Slot(SlotId),
    /// There was one, but it is wrong.
    Broken,
}

/// What is open.
#[derive(Debug)]
pub(super) enum Block {
    /// `BEGIN-VENDOR`.
    Vendor(OpenVendor),
    /// `BEGIN-TLV` or `BEGIN`.
    Attribute(OpenAttribute),
    /// `BEGIN-PROTOCOL` or `BEGIN PROTOCOL`.
    Protocol(OpenProtocol),
    /// A struct whose members may follow. The next definition that is none of them ends it.
    Struct(OpenStruct),
}

#[derive(Debug)]
pub(super) struct OpenVendor {
    pub(super) key: NameId,
    /// Where its attributes stand. None if that is wrong.
    pub(super) place: Option<Place>,
    /// The vendor's name in the `BEGIN-VENDOR` line.
    pub(super) span: Span,
}

#[derive(Debug)]
pub(super) struct OpenAttribute {
    /// `BEGIN-TLV` or `BEGIN`.
    pub(super) keyword: Ends,
    pub(super) key: NameId,
    /// What stands inside it. None if it is unknown or no container.
    pub(super) place: Option<Place>,
    /// The attribute's name in the line.
    pub(super) span: Span,
}

#[derive(Debug)]
pub(super) struct OpenProtocol {
    pub(super) key: NameId,
    pub(super) place: Option<Place>,
    pub(super) span: Span,
}

/// How a block of an attribute begins and ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ends {
    pub(super) begin: &'static str,
    pub(super) end: &'static str,
    pub(super) what: &'static str,
}

pub(super) const TLV: Ends = Ends { begin: "BEGIN-TLV", end: "END-TLV", what: "TLV" };
pub(super) const ATTRIBUTE: Ends = Ends { begin: "BEGIN", end: "END", what: "attribute" };
pub(super) const VENDOR: Ends = Ends { begin: "BEGIN-VENDOR", end: "END-VENDOR", what: "vendor" };
pub(super) const PROTOCOL: Ends = Ends { begin: "BEGIN PROTOCOL", end: "END-PROTOCOL", what: "protocol" };

impl Block {
    /// Where attributes stand that are defined in it. None if this does not change it.
    fn place(&self) -> Option<Option<Place>> {
        match self {
            Self::Vendor(open) => Some(open.place),
            Self::Attribute(open) => Some(open.place),
            Self::Protocol(open) => Some(open.place),
            Self::Struct(_) => None,
        }
    }

    /// What began it, and where.
    pub(super) fn begin(&self) -> Option<(Ends, Span)> {
        match self {
            Self::Vendor(open) => Some((VENDOR, open.span)),
            Self::Attribute(open) => Some((open.keyword, open.span)),
            Self::Protocol(open) => Some((PROTOCOL, open.span)),
            Self::Struct(_) => None,
        }
    }
}

impl Resolver {
    /// A root file begins, with everything it includes.
    pub(crate) fn begin_root(&mut self, dialect: Dialect) {
        self.dialect = dialect;
        self.last_value = None;
        self.last_defined = None;
    }

    /// A file begins.
    pub(crate) fn begin_file(&mut self) {
        self.outer.push(self.scope);
        self.scope = Scope { floor: self.blocks.len(), internal: false, unopened: 0, ..self.scope };
    }

    /// The file that began last ends.
    pub(crate) fn end_file(&mut self, report: &mut Report) {
        self.close_structs(report);
        let mut open = self.blocks.split_off(self.scope.floor.min(self.blocks.len()));
        // The innermost first, as they would have to be closed.
        while let Some(block) = open.pop() {
            if let Some(begin) = block.begin() {
                report.push(self.unclosed(begin));
            }
        }
        self.scope = self.outer.pop().unwrap_or_default();
    }

    /// The complaint about a block that does not end.
    pub(super) fn unclosed(&self, (ends, span): (Ends, Span)) -> Diagnostic {
        let code = if self.dialect.is_v4() { Code::BlockNotClosed } else { Code::UnclosedBlock };
        let Ends { begin, end, .. } = ends;
        let diagnostic = Diagnostic::new(code, format!("`{begin}` has no `{end}` in its file"))
            .at(span, "this block is not closed");
        self.explain_dialect(diagnostic)
    }

    /// Shows why the dictionary is read as one of FreeRADIUS 4, where that makes something an error.
    pub(super) fn explain_dialect(&self, diagnostic: Diagnostic) -> Diagnostic {
        match self.dialect {
            Dialect::V3 => diagnostic,
            Dialect::V4(evidence) => {
                diagnostic.because(evidence, "the dictionary is one of FreeRADIUS 4, as this shows")
            }
        }
    }

    /// The blocks around a line, the outermost first. In FreeRADIUS 3 a file is not inside those of the file that includes it.
    pub(super) fn visible(&self) -> &[Block] {
        let from = if self.dialect.is_v4() { 0 } else { self.scope.floor };
        self.blocks.get(from..).unwrap_or_default()
    }

    /// The blocks that this file opened.
    pub(super) fn own(&self) -> &[Block] {
        self.blocks.get(self.scope.floor..).unwrap_or_default()
    }

    /// The place for attributes that the open blocks give.
    pub(super) fn open_place(&self) -> Result<Place, Rejected> {
        match self.visible().iter().rev().find_map(Block::place) {
            Some(place) => place.ok_or(Rejected),
            None => Ok(Place::PACKET),
        }
    }

    /// The vendor that is open.
    pub(super) fn open_vendor(&self) -> Option<&OpenVendor> {
        self.visible().iter().rev().find_map(|block| match block {
            Block::Vendor(open) => Some(open),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::Code;
    use crate::testing::{dictionary, load_files, paths, problems};

    #[test]
    fn numbers_with_a_dot_lead_from_the_last_tlv_whose_own_has_none() {
        let dictionary = dictionary(
            "VENDOR V 9\nBEGIN-VENDOR V\nATTRIBUTE T 29 tlv\nATTRIBUTE U .17 tlv\nATTRIBUTE A .17.1 string\nATTRIBUTE B 29.17.4 ipaddr\n\
             ATTRIBUTE S .5 struct\nMEMBER M byte\nATTRIBUTE C .6 byte\nATTRIBUTE W 29.18 tlv\nATTRIBUTE D .1 string\nEND-VENDOR V\n\
             DEFINE N tlv\nATTRIBUTE E .67 tlv\nATTRIBUTE F .67.1 byte\n",
        );
        for (name, path) in [
            ("A", "26.9.29.17.1"),
            ("B", "26.9.29.17.4"),
            ("M", "26.9.29.5.m1"),
            ("C", "26.9.29.6"),
            ("D", "26.9.29.18.1"),
            ("F", "N.67.1"),
        ] {
            assert_eq!(paths(&dictionary, name), [path]);
        }
    }

    #[test]
    fn vendors_and_blocks_end_what_numbers_with_a_dot_lead_from() {
        for lines in [
            "VENDOR V 9\n",
            "BEGIN T\nEND T\n",
            "DEFINE N byte\n",
            "PROTOCOL RADIUS 1\n",
            "ATTRIBUTE T 5 tvl\n",
        ] {
            let text = format!("ATTRIBUTE T 1 tlv\nATTRIBUTE A .1 byte\n{lines}ATTRIBUTE B .2 byte\n");
            let codes: Vec<_> = problems(&text).into_iter().map(|(code, _)| code).collect();
            let expected = if lines.contains("tvl") { Code::UnknownType } else { Code::RelativeWithoutBase };
            assert_eq!(codes, [expected], "{lines}");
        }
    }

    #[test]
    fn an_included_file_is_inside_the_open_blocks_and_ends_its_own() {
        let load = |included: &str| {
            let root = "VENDOR V 9\nBEGIN-VENDOR V\nALIAS L .A\nFLAGS internal\n$INCLUDE b\nATTRIBUTE B 2 byte\nEND-VENDOR V\n";
            load_files(&[("dictionary", root), ("b", included)])
        };
        let loaded = load("ATTRIBUTE A 1 byte\n");
        assert_eq!(loaded.diagnostics, []);
        let attributes = loaded.dictionary.attributes.iter();
        let found: Vec<_> = attributes.map(|a| (loaded.dictionary.oid(a), a.flags.internal)).collect();
        assert_eq!(found, [("26.9.1".to_owned(), false), ("26.9.2".to_owned(), true)]);
        for (included, code) in [
            ("ATTRIBUTE A 1 byte\nEND-VENDOR V\n", Code::EndWithoutBegin),
            ("ATTRIBUTE A 1 byte\nBEGIN-VENDOR V\nEND-VENDOR V\n", Code::NestedVendor),
            ("ATTRIBUTE A 1 tlv\nBEGIN Vendor-Specific.V.A\n", Code::BlockNotClosed),
        ] {
            let codes: Vec<_> = load(included).diagnostics.iter().map(|d| d.code).collect();
            assert_eq!(codes, [code], "{included}");
        }
    }
}
