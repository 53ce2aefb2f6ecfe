//! What a line of a dictionary can say.

use crate::lexer::Token;
use crate::model::VendorFormat;
use crate::source::Span;

use super::flags;
use super::names::Name;
use super::number::Oid;
use super::types::TypeColumn;

/// A line that says something.
#[derive(Debug)]
pub(crate) enum Statement<'a> {
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
    /// `BEGIN`, with the path of an attribute.
    Begin {
        path: Token<'a>,
    },
    End {
        path: Token<'a>,
    },
    /// `PROTOCOL`, which may begin a block: `BEGIN PROTOCOL`. Also `BEGIN-PROTOCOL`, which always does.
    Protocol(ProtocolLine<'a>),
    EndProtocol {
        name: Token<'a>,
    },
    Define(Definition<'a>),
    /// An attribute is defined, but wrong: what refers to it is no further mistake.
    Broken {
        name: Token<'a>,
        /// Its number, if at least that is right.
        number: Option<Oid>,
        keyword: Keyword,
    },
    Value(ValueLine<'a>),
    ValueAlias {
        name: Token<'a>,
        source: Token<'a>,
    },
    Alias {
        name: Name,
        target: Token<'a>,
    },
    /// An alias of this name is defined, but wrong.
    BrokenAlias {
        name: Token<'a>,
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
pub(crate) struct ProtocolLine<'a> {
    pub(crate) name: Token<'a>,
    /// The number, where the line declares the protocol.
    pub(crate) number: Option<(u64, Span)>,
    pub(crate) begins: bool,
}

/// What a line defines an attribute with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keyword {
    Attribute,
    Member,
    Define,
    Enum,
}

impl Keyword {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Attribute => "ATTRIBUTE",
            Self::Member => "MEMBER",
            Self::Define => "DEFINE",
            Self::Enum => "ENUM",
        }
    }
}

/// A line that defines an attribute.
#[derive(Debug)]
pub(crate) struct Definition<'a> {
    pub(crate) keyword: Keyword,
    pub(crate) name: Name,
    /// Only `ATTRIBUTE` has one.
    pub(crate) number: Option<Oid>,
    pub(crate) data_type: TypeColumn,
    pub(crate) flags: flags::Column<'a>,
}

impl Definition<'_> {
    /// The place to complain about the number: where there is none, the name.
    pub(crate) fn number_span(&self) -> Span {
        self.number.as_ref().map_or(self.name.span, |number| number.span)
    }
}

#[derive(Debug)]
pub(crate) struct ValueLine<'a> {
    pub(crate) attribute: Token<'a>,
    pub(crate) name: Name,
    /// What stands for the number. It is read when the attribute's type is known.
    pub(crate) data: Token<'a>,
}
