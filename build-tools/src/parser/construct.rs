//! The parts of the dictionary language that are recognized but not compiled yet.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// Declares the constructs: name, how a message calls it.
macro_rules! constructs {
    ($($name:ident $text:literal)+) => {
        /// A part of the language that is not supported yet.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Construct {
            $($name,)+
        }

        impl Construct {
            fn text(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }
        }
    };
}

constructs! {
    Alias "`ALIAS` is"
    Array "the flag `array` is"
    Begin "`BEGIN` and `END` are"
    BeginTlv "`BEGIN-TLV` and `END-TLV` are"
    Bit "bit fields (`bit[N]`) are"
    Clone "the flag `clone=` is"
    ComboPrefix "the data type `combo-prefix` is"
    Continuation "vendor attributes with a continuation octet (`format=1,1,c`) are"
    Counter "the flag `counter` is"
    Define "`DEFINE` is"
    DottedNumber "attributes inside attributes (dotted numbers) are"
    Enum "`ENUM` is"
    EnumFlag "the flag `enum=` is"
    Evs "extended vendor attributes (`evs`) are"
    Extended "extended attributes (`extended`) are"
    Flags "`FLAGS` is"
    Flat "the flag `flat` is"
    Glob "patterns and variables in `$INCLUDE` are"
    Group "groups (`group`) are"
    Key "the flag `key` is"
    Length "the flag `length=` is"
    LongExtended "long extended attributes (`long-extended`) are"
    Member "`MEMBER` is"
    Offset "the flag `offset=` is"
    Path "paths of attributes are"
    Precision "the flag `precision=` is"
    Protocol "`PROTOCOL` is"
    Ref "the flag `ref=` is"
    Reference "attributes with a reference as value (`attribute`) are"
    Size "the data type `size` is"
    SizedString "text of fixed length (`string[N]`) is"
    Struct "structures (`struct`) are"
    Subtype "the flag `subtype=` is"
    Tlv "TLV attributes (`tlv`) are"
    TypeOfClone "the data type `auto` is"
    Union "unions (`union`) are"
    Unsafe "the flag `unsafe` is"
    ValueAlias "`VALUE-ALIAS` is"
    VendorParent "vendor attributes inside extended attributes (`parent=` or `format=` at `BEGIN-VENDOR`) are"
}

impl Construct {
    pub(crate) fn diagnostic(self, span: Span) -> Diagnostic {
        Diagnostic::new(Code::NotSupported, format!("{} not supported yet", self.text())).at(span, "")
    }
}
