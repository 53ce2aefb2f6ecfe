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
    Begin "`BEGIN` and `END` are"
    Bit "bit fields (`bit[N]`) are"
    Clone "the flag `clone=` is"
    ComboPrefix "the data type `combo-prefix` is"
    Counter "the flag `counter` is"
    Define "`DEFINE` is"
    Enum "`ENUM` is"
    EnumFlag "the flag `enum=` is"
    ExtendedFlag "the flag `extended` is"
    Flags "`FLAGS` is"
    Flat "the flag `flat` is"
    Glob "patterns and variables in `$INCLUDE` are"
    Group "groups (`group`) are"
    Key "the flag `key` is"
    Length "the flag `length=` is"
    LongExtendedFlag "the flag `long_extended` is"
    Member "`MEMBER` is"
    Offset "the flag `offset=` is"
    Path "paths of attributes are"
    Precision "the flag `precision=` is"
    Protocol "`PROTOCOL` is"
    Ref "the flag `ref=` is"
    Reference "attributes with a reference as value (`attribute`) are"
    RelativeNumber "attribute numbers that begin with a dot are"
    Size "the data type `size` is"
    SizedString "text of fixed length (`string[N]`) is"
    Struct "structures (`struct`) are"
    Subtype "the flag `subtype=` is"
    TypeOfClone "the data type `auto` is"
    Union "unions (`union`) are"
    Unsafe "the flag `unsafe` is"
}

impl Construct {
    pub(crate) fn diagnostic(self, span: Span) -> Diagnostic {
        Diagnostic::new(Code::NotSupported, format!("{} not supported yet", self.text())).at(span, "")
    }
}
