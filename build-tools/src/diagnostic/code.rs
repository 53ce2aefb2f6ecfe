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
    RelativeWithoutBase "D0109" Error "the number of an attribute begins with a dot, and no TLV stands before it"

    InvalidName "D0201" Error "a name contains characters that names cannot have, or lacks a letter"
    NameTooLong "D0202" Error "a name is too long"
    ReservedName "D0203" Error "a name begins with `Attr-`, which stands for unknown attributes"

    UnknownVendor "D0301" Error "no VENDOR line defines this vendor"
    InvalidVendorFormat "D0302" Error "the format of a vendor is neither type octets 1, 2 or 4 and length octets 0, 1 or 2 nor 1,1,c"
    DuplicateVendor "D0303" Error "a vendor is defined twice with different numbers"
    EndWithoutBegin "D0304" Error "a block ends that has not begun: END-VENDOR without BEGIN-VENDOR, and the like"
    EndOfOtherBlock "D0305" Error "another block ends than the one that is open"
    UnclosedBlock "D0306" Warning "BEGIN-VENDOR without END-VENDOR, or BEGIN-TLV without END-TLV"
    BlockNotClosed "D0307" Error "a block of a dictionary of FreeRADIUS 4 does not end in its file"
    NestedVendor "D0308" Error "BEGIN-VENDOR inside another one, in a dictionary of FreeRADIUS 4"
    VendorFormatChanged "D0309" Error "a vendor gets another format after its attributes, in a dictionary of FreeRADIUS 4"
    OtherProtocol "D0310" Error "a protocol other than RADIUS, or RADIUS with another number than 1"

    UnknownType "D0401" Error "no data type has this name"
    InvalidLength "D0402" Error "the length in brackets is wrong, or the type cannot have one"
    VsaElsewhere "D0403" Error "type vsa on another attribute than 26"
    UnknownFlag "D0404" Error "no flag has this name"
    InvalidFlag "D0405" Error "a flag has a wrong value, or stands twice"
    MisplacedFlag "D0406" Error "a flag cannot be used on this type, at this place or with this other flag"
    DuplicateAttribute "D0407" Error "an attribute is defined twice with different numbers, or differently in a dictionary of FreeRADIUS 4"
    ExtendedElsewhere "D0408" Error "type extended, long-extended or evs on a number that RFC 6929 does not give it"
    UnknownParent "D0409" Error "an attribute stands inside a number that no ATTRIBUTE line before it defines"
    NotAContainer "D0410" Error "attributes cannot stand inside an attribute of this type"
    ContainerRedefined "D0411" Error "an attribute with others inside is defined again with a type that cannot hold them"
    DuplicateNumber "D0412" Error "two attributes that differ have one number, in a dictionary of FreeRADIUS 4"
    SecondName "D0413" Warning "an attribute has the number of another one that is the same in all but its name"

    UnknownAttribute "D0501" Error "no ATTRIBUTE line defines this attribute"
    AmbiguousAttribute "D0502" Error "several vendors have an attribute of this name"
    TypeWithoutValues "D0503" Error "the data type of this attribute cannot have named values"
    DuplicateValue "D0504" Error "a value of an attribute is defined twice with different numbers"
    InvalidValueAlias "D0505" Error "VALUE-ALIAS for attributes of different types, or where it is not the only source of values"
    InvalidReference "D0506" Error "what clone=, enum=, ref= or ALIAS refers to is not written as a path"
    WrongReference "D0507" Error "clone=, enum= or ALIAS refers to something that it cannot be used for"
    CircularReference "D0508" Error "clone=, enum= or ALIAS leads to itself"
    TooManyCopies "D0509" Error "clone=, enum= or VALUE-ALIAS make too many attributes and values"
    InvalidAlias "D0510" Error "ALIAS with the name of something else, or where names cannot have aliases"
    InvalidValue "D0511" Error "what a named value stands for is no value of its attribute's data type"

    MemberElsewhere "D0601" Error "MEMBER or one of its data types outside of a struct"
    MemberOrder "D0602" Error "a member of a struct stands behind one whose size is not fixed"
    UnalignedBits "D0603" Error "the bit fields of a struct do not fill whole octets"
    StructLength "D0604" Error "the members of a struct do not have the length that the struct has"
    InvalidKey "D0605" Error "a union without a key, or a struct with two"

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
