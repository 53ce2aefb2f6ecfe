//! The table of diagnostic codes.

use std::fmt;

/// How severe a [`Diagnostic`](super::Diagnostic) is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// The dictionary is wrong, or uses something that is not supported.
    Error,
    /// The dictionary can be used, but something in it is probably not meant.
    Warning,
}

/// Declares the codes: name, text, severity, meaning.
macro_rules! codes {
    ($($name:ident $text:literal $severity:ident $meaning:literal)+) => {
        /// What kind of problem a [`Diagnostic`](super::Diagnostic) reports. Codes keep their meaning from release to
        /// release.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Code {
            $(
                #[doc = concat!("`", $text, "`: ", $meaning, ".\n")]
                #[doc = include_str!(concat!("pages/", $text, ".md"))]
                $name,
            )+
        }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The code, as it stands in brackets behind `error`.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }

            /// What the code means, in one line.
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$name => $meaning,)+ }
            }

            /// The page about the code, in Markdown: what it means, a dictionary that raises it, and how to mend that.
            ///
            /// `radius-dict explain` prints it.
            pub const fn page(self) -> &'static str {
                match self { $(Self::$name => include_str!(concat!("pages/", $text, ".md")),)+ }
            }

            /// How severe this kind of problem is.
            pub const fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)+ }
            }
        }
    };
}

// Each code has a page, `pages/<code>.md`: a few sentences, a block `dictionary` that raises the code and no other, and one
// that raises nothing. tests/pages.rs tries them.
codes! {
    FileMissing "D0001" Error "a dictionary file does not exist"
    NotAFile "D0002" Error "a path names a directory or something else that is no regular file"
    FileUnreadable "D0003" Error "a dictionary file cannot be read"
    FileTooLarge "D0004" Error "a dictionary file is too large"
    TooManyFiles "D0005" Error "too many dictionary files, or too much text in them"
    ByteOrderMark "D0006" Warning "a file begins with a byte order mark"

    UnknownKeyword "D0101" Error "a line begins with a word that is no keyword"
    MissingArgument "D0102" Error "a line ends before its statement is complete"
    ExtraArgument "D0103" Error "a line goes on after its statement is complete"
    InvalidNumber "D0104" Error "a number is neither decimal nor 0x and hexadecimal digits"
    NumberOutOfRange "D0105" Error "a number is too small or too large for its place"
    LeadingZero "D0106" Warning "a decimal number begins with zero, which some readers take for octal"
    IncompleteNumber "D0107" Error "a dotted number ends with the number of a vendor and names none of its attributes"
    NestedTooDeep "D0108" Error "attributes stand inside one another more than 16 deep"

    InvalidName "D0201" Error "a name contains characters that names cannot have"
    NameTooLong "D0202" Error "a name is longer than 127 octets"
    ReservedName "D0203" Error "a name begins with `Attr-`, which stands for unknown attributes"

    UnknownVendor "D0301" Error "no VENDOR line defines this vendor"
    InvalidVendorFormat "D0302" Error "the format of a vendor is neither type octets 1, 2 or 4 and length octets 0, 1 or 2 nor 1,1,c"
    DuplicateVendor "D0303" Error "a vendor is defined twice with different numbers"
    EndWithoutBegin "D0304" Error "END-VENDOR without BEGIN-VENDOR, or END-TLV without BEGIN-TLV"
    EndOfOtherBlock "D0305" Error "END-VENDOR or END-TLV ends another block than the one that is open"
    UnclosedBlock "D0306" Warning "BEGIN-VENDOR without END-VENDOR, or BEGIN-TLV without END-TLV"

    UnknownType "D0401" Error "no data type has this name"
    InvalidLength "D0402" Error "the length in brackets is wrong, or the type cannot have one"
    VsaElsewhere "D0403" Error "type vsa on another attribute than 26"
    UnknownFlag "D0404" Error "no flag has this name"
    InvalidFlag "D0405" Error "a flag has a wrong value, or stands twice"
    MisplacedFlag "D0406" Error "a flag cannot be used on this type, at this place or with this other flag"
    DuplicateAttribute "D0407" Error "an attribute is defined twice with different numbers"
    ExtendedElsewhere "D0408" Error "type extended, long-extended or evs on a number that RFC 6929 does not give it"
    UnknownParent "D0409" Error "an attribute stands inside a number that no ATTRIBUTE line before it defines"
    NotAContainer "D0410" Error "attributes cannot stand inside an attribute of this type"
    ContainerRedefined "D0411" Error "an attribute with others inside is defined again with a type that cannot hold them"

    UnknownAttribute "D0501" Error "no ATTRIBUTE line defines this attribute"
    AmbiguousAttribute "D0502" Error "several vendors have an attribute of this name"
    TypeWithoutValues "D0503" Error "the data type of this attribute cannot have named values"
    DuplicateValue "D0504" Error "a value of an attribute is defined twice with different numbers"
    InvalidValueAlias "D0505" Error "VALUE-ALIAS for attributes of different types, or where it is not the only source of values"

    NotSupported "D0901" Error "a part of the dictionary language that is not supported yet"
    TooManyErrors "D0902" Error "there are too many errors to keep them all"
    TooManyWarnings "D0903" Warning "there are too many warnings to keep them all"
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_ascending() {
        assert!(Code::ALL.is_sorted_by(|a, b| a.as_str() < b.as_str()));
    }
}
