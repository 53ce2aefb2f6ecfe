//! What a line of a dictionary can say.

use crate::lexer::Token;
use crate::model::VendorFormat;
use crate::source::Span;

use super::flags;
use super::names::Name;
use super::number::Oid;
use super::types::SizedType;

/// A line that says something.
#[derive(Debug)]
pub(crate) enum Statement<'a> {
    Include {
        path: Token<'a>,
        optional: bool,
    },
    Vendor {
        name: Name,
        pen: u32,
        format: Option<VendorFormat>,
    },
    /// A vendor of this name is defined, but wrong.
    BrokenVendor {
        name: Token<'a>,
    },
    BeginVendor {
        name: Token<'a>,
        place: VendorPlace<'a>,
    },
    EndVendor {
        name: Token<'a>,
    },
    BeginTlv {
        name: Token<'a>,
    },
    EndTlv {
        name: Token<'a>,
    },
    Attribute(AttributeLine<'a>),
    Value(ValueLine<'a>),
    ValueAlias {
        name: Token<'a>,
        source: Token<'a>,
    },
    /// An attribute of this name is defined, but wrong or not supported: what refers to it is no further mistake.
    Broken {
        name: Token<'a>,
        /// Its number, if at least that is right.
        number: Option<Oid>,
    },
    /// A block that is not supported begins: what stands in it belongs to an attribute that does not exist.
    BeginBlock,
    /// Such a block ends.
    EndBlock {
        span: Span,
    },
    /// `FLAGS internal` or `FLAGS !internal`.
    InternalFrom {
        internal: bool,
    },
}

/// Where the attributes of a `BEGIN-VENDOR` block stand.
#[derive(Clone, Copy, Debug)]
pub(crate) enum VendorPlace<'a> {
    /// In Vendor-Specific.
    Packet,
    /// In the attribute that `format=` or `parent=` names.
    Inside(Token<'a>),
    /// Not to be told, because the line is wrong.
    Wrong,
}

#[derive(Debug)]
pub(crate) struct AttributeLine<'a> {
    pub(crate) name: Name,
    pub(crate) number: Oid,
    pub(crate) data_type: SizedType,
    pub(crate) type_span: Span,
    pub(crate) flags: flags::Column<'a>,
}

#[derive(Debug)]
pub(crate) struct ValueLine<'a> {
    pub(crate) attribute: Token<'a>,
    pub(crate) name: Name,
    /// What stands for the number. It is read when the attribute's type is known.
    pub(crate) data: Token<'a>,
}
