//! FreeRADIUS 3 or FreeRADIUS 4: the two dialects of the language.
//!
//! Most lines mean the same in both. Where they do not, a root file and all that it includes are read as those of
//! FreeRADIUS 4 if one of their lines has something that only this version knows: one of its [keywords](KEYWORDS), an
//! attribute number that begins with a dot, one of its [data types](TYPES) or its [flags](FLAGS), a text of fixed length,
//! or a way of hiding by its name. Else they are those of FreeRADIUS 3. The other roots do not matter.

use crate::lexer::{Token, Tokens};
use crate::source::Span;

/// How the statements of a root file and of what it includes are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// FreeRADIUS 3: names are known everywhere in the packet or in the vendor, and may be defined again.
    #[default]
    V3,
    /// FreeRADIUS 4: names are known where they stand, and are defined once. With what shows that it is this one.
    V4(Span),
}

/// Words at the beginning of a line.
const KEYWORDS: &[&str] = &[
    "ALIAS",
    "BEGIN",
    "BEGIN-PROTOCOL",
    "DEFINE",
    "END",
    "END-PROTOCOL",
    "ENUM",
    "FLAGS",
    "MEMBER",
    "PROTOCOL",
];

/// Data types.
const TYPES: &[&str] = &["attribute", "auto", "bit", "combo-prefix", "group", "size", "struct", "union"];

/// Names of flags. Two more, `internal` and `abinary`, mean the same in dictionaries of FreeRADIUS 3.
const FLAGS: &[&str] = &[
    "clone",
    "counter",
    "enum",
    "extended",
    "flat",
    "key",
    "length",
    "long_extended",
    "offset",
    "precision",
    "ref",
    "subtype",
    "unsafe",
];

impl Dialect {
    pub(crate) fn is_v4(self) -> bool {
        matches!(self, Self::V4(_))
    }

    /// What in a line shows that it is one of FreeRADIUS 4, given its first word and what follows.
    pub(crate) fn evidence(word: &Token<'_>, mut rest: Tokens<'_>) -> Option<Span> {
        if !word.is("ATTRIBUTE") {
            return is_one_of(word, KEYWORDS).then_some(word.span);
        }
        rest.next()?;
        let number = rest.next()?;
        if number.text.first() == Some(&b'.') {
            return Some(number.span);
        }
        let data_type = rest.next()?;
        let (name, length) = match data_type.split_once(b'[') {
            Some((name, _)) => (name, true),
            None => (data_type, false),
        };
        if is_one_of(&name, TYPES) || (length && name.is("string")) {
            return Some(data_type.span);
        }
        let flags = rest.next()?;
        flags.split(b',').find(is_flag).map(|flag| flag.span)
    }
}

fn is_flag(flag: &Token<'_>) -> bool {
    match flag.split_once(b'=') {
        Some((name, value)) if name.is("encrypt") => !value.text.first().is_some_and(u8::is_ascii_digit),
        Some((name, _)) => is_one_of(&name, FLAGS),
        None => is_one_of(flag, FLAGS),
    }
}

fn is_one_of(token: &Token<'_>, words: &[&str]) -> bool {
    words.iter().any(|word| token.is(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexer::Line;
    use crate::source::FileId;

    fn evidence(text: &str) -> Option<&str> {
        let (line, _) = Line::read(FileId(0), text.as_bytes(), 0).unwrap();
        let mut tokens = line.tokens();
        let span = Dialect::evidence(&tokens.next()?, tokens)?;
        text.get(span.start as usize..span.end as usize)
    }

    #[test]
    fn what_only_freeradius_4_knows_is_seen() {
        for (line, expected) in [
            ("alias A B", "alias"),
            ("BEGIN PROTOCOL RADIUS 1", "BEGIN"),
            ("ATTRIBUTE A .1 byte", ".1"),
            ("ATTRIBUTE A 1 struct", "struct"),
            ("ATTRIBUTE A 1 Struct[3] x", "Struct[3]"),
            ("ATTRIBUTE A 1 string[3]", "string[3]"),
            ("ATTRIBUTE A 1 tlv secret,clone=.B", "clone=.B"),
            ("ATTRIBUTE A 1 string encrypt=User-Password", "encrypt=User-Password"),
            ("ATTRIBUTE A 1 tlv Extended", "Extended"),
        ] {
            assert_eq!(evidence(line), Some(expected), "{line}");
        }
    }

    #[test]
    fn what_freeradius_3_knows_is_not() {
        for line in [
            "ATTRIBUTE A 1 octets[3] encrypt=1",
            "ATTRIBUTE A 241.1 extended has_tag,secret,array",
            "ATTRIBUTE A 1 string Cisco",
            "ATTRIBUTE A 1 string internal,abinary",
            "ATTRIBUTE A 1 time_delta",
            "ATTRIBUTE",
            "VALUE struct ALIAS 1",
            "BEGIN-TLV A",
            "BEGIN-VENDOR V format=X",
            "VALUE-ALIAS A B",
            "ALIASES A B",
        ] {
            assert_eq!(evidence(line), None, "{line}");
        }
    }
}
