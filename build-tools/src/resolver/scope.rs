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
        self.scope = Scope { floor: self.blocks.len(), internal: false, ..self.scope };
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
