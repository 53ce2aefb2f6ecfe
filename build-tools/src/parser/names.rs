//! What names may look like.

use crate::diagnostic::{Code, Diagnostic, Report, quote};
use crate::dialect::Dialect;
use crate::lexer::Token;
use crate::source::Span;

/// A name that follows the rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    /// As the dictionary spells it.
    pub(crate) text: String,
    pub(crate) span: Span,
}

/// Whose name it is. The rules are not the same for all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Vendor,
    Attribute,
    Value,
}

impl Kind {
    fn what(self) -> &'static str {
        match self {
            Self::Vendor => "vendor",
            Self::Attribute => "attribute",
            Self::Value => "value",
        }
    }

    fn allows(self, dialect: Dialect, b: u8) -> bool {
        match self {
            // A dot would be one between the names of a path.
            Self::Attribute if dialect.is_v4() => {
                b.is_ascii_alphanumeric() || matches!(b, b'_' | b'/' | b'-')
            }
            Self::Attribute => b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'/' | b'-'),
            Self::Value if dialect.is_v4() => {
                b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'/' | b'-' | b'+')
            }
            Self::Value => b.is_ascii_graphic() || !b.is_ascii(),
            Self::Vendor => b.is_ascii_graphic(),
        }
    }

    fn allowed(self, dialect: Dialect) -> &'static str {
        match self {
            Self::Attribute if dialect.is_v4() => {
                "attribute names of FreeRADIUS 4 have letters, digits, `-`, `_` and `/` of ASCII"
            }
            Self::Attribute => "attribute names have letters, digits, `-`, `_`, `.` and `/` of ASCII",
            Self::Value if dialect.is_v4() => {
                "value names of FreeRADIUS 4 have letters, digits, `-`, `_`, `.`, `/` and `+` of ASCII"
            }
            Self::Value => {
                "value names have letters and digits of any script, and printable characters of ASCII"
            }
            Self::Vendor => "names have printable characters of ASCII",
        }
    }

    /// Longest name, in octets.
    fn longest(self, dialect: Dialect) -> usize {
        if self == Self::Attribute && dialect.is_v4() { 128 } else { 127 }
    }
}

/// The name in this token; reports what is wrong with it.
pub(crate) fn read(token: &Token<'_>, kind: Kind, dialect: Dialect, report: &mut Report) -> Option<Name> {
    match check(token, kind, dialect) {
        Ok(name) => Some(name),
        Err(diagnostic) => {
            report.push(*diagnostic);
            None
        }
    }
}

fn check(token: &Token<'_>, kind: Kind, dialect: Dialect) -> Result<Name, Box<Diagnostic>> {
    let what = kind.what();
    let error = |code, message| Box::new(Diagnostic::new(code, message));
    let longest = kind.longest(dialect);
    if token.text.len() > longest {
        let length = token.text.len();
        return Err(Box::new(
            error(Code::NameTooLong, format!("the {what} name is too long"))
                .at(token.span, format!("{length} octets, at most {longest}")),
        ));
    }
    let text = match std::str::from_utf8(token.text) {
        Ok(text) if token.text.iter().all(|&b| kind.allows(dialect, b)) => text,
        _ => {
            let bad = token.text.iter().position(|&b| !kind.allows(dialect, b)).unwrap_or(0);
            let end = token.text.get(bad + 1..).unwrap_or_default();
            let end = bad + 1 + end.iter().take_while(|&&b| b & 0xC0 == 0x80).count();
            let bad = token.part(bad, end);
            let message =
                format!("{} cannot stand in the {what} name {}", quote(bad.text), quote(token.text));
            return Err(Box::new(
                error(Code::InvalidName, message)
                    .at(bad.span, "not allowed here")
                    .help(kind.allowed(dialect)),
            ));
        }
    };
    // Signs beyond ASCII, such as those that turn the direction of text, would confuse who reads what is generated.
    if let Some((at, bad)) = text.char_indices().find(|(_, c)| !c.is_ascii() && !c.is_alphanumeric()) {
        let bad = token.part(at, at + bad.len_utf8());
        let message = format!("{} cannot stand in the {what} name {}", quote(bad.text), quote(token.text));
        return Err(Box::new(
            error(Code::InvalidName, message).at(bad.span, "not allowed here").help(kind.allowed(dialect)),
        ));
    }
    // Only digits would be a number in a path.
    if dialect.is_v4() && kind != Kind::Vendor && !text.bytes().any(|b| b.is_ascii_alphabetic()) {
        return Err(Box::new(
            error(Code::InvalidName, format!("the {what} name {} has no letter", quote(token.text)))
                .at(token.span, "expected a letter in it")
                .help("FreeRADIUS 4 takes it for a number"),
        ));
    }
    // The identifier of a value that has only signs is its number.
    if kind != Kind::Value && !text.bytes().any(|b| b.is_ascii_alphanumeric()) {
        return Err(Box::new(
            error(Code::InvalidName, format!("the {what} name {} has no letter or digit", quote(token.text)))
                .at(token.span, "expected a letter or digit in it"),
        ));
    }
    if kind == Kind::Attribute && text.starts_with("Attr-") {
        return Err(Box::new(
            error(Code::ReservedName, format!("the attribute name {} is reserved", quote(token.text)))
                .at(token.span, "names with `Attr-` stand for attributes that no dictionary defines"),
        ));
    }
    Ok(Name { text: text.to_owned(), span: token.span })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    const NOWHERE: Span = Span { file: FileId(0), start: 0, end: 0 };

    fn code_in(dialect: Dialect, text: &[u8], kind: Kind) -> Option<Code> {
        let span = Span { end: u32::try_from(text.len()).unwrap(), ..NOWHERE };
        check(&Token { text, span }, kind, dialect).err().map(|d| d.code)
    }

    fn code(text: &[u8], kind: Kind) -> Option<Code> {
        code_in(Dialect::V3, text, kind)
    }

    #[test]
    fn names_of_freeradius_4_have_fewer_characters_and_a_letter() {
        let code = |name: &str, kind| code_in(Dialect::V4(NOWHERE), name.as_bytes(), kind);
        for name in ["62351-8-RoleID", "G/U", "A_B", "802dot1x", &"a".repeat(128)] {
            assert_eq!(code(name, Kind::Attribute), None, "{name}");
        }
        for name in ["802.1x", "1", "1-2", "a+b"] {
            assert_eq!(code(name, Kind::Attribute), Some(Code::InvalidName), "{name}");
        }
        assert_eq!(code(&"a".repeat(129), Kind::Attribute), Some(Code::NameTooLong));
        for name in ["ADSL2+", "802.1q", "-a", "T1/E1"] {
            assert_eq!(code(name, Kind::Value), None, "{name}");
        }
        for name in ["56", "1_2_2", "a,b", "+"] {
            assert_eq!(code(name, Kind::Value), Some(Code::InvalidName), "{name}");
        }
        assert_eq!(code("3", Kind::Vendor), None);
    }

    #[test]
    fn names_that_real_dictionaries_have_are_accepted() {
        for name in
            ["WiMAX-802.1p", "Altiga-Simultaneous-Logins-G/U", "3GPP-IMSI", "A_B", "62351-8-RoleID", "1"]
        {
            assert_eq!(code(name.as_bytes(), Kind::Attribute), None, "{name}");
        }
        for name in [
            "T1,T1-E1/PRI-Call-Arrive-Event",
            "56",
            "1_2_2",
            "ADSL2+",
            "+",
            "a(b)",
            "-",
            "*",
            "<",
            ",-.",
            "\u{e9}",
            "caf\u{e9}",
        ] {
            assert_eq!(code(name.as_bytes(), Kind::Value), None, "{name}");
        }
        assert_eq!(code(b"3com", Kind::Vendor), None);
    }

    #[test]
    fn names_without_identifier_or_of_other_characters_are_not() {
        for name in [&b"a:b"[..], b"a+b", b"-", b"./_", b"a\0", "\u{fc}".as_bytes(), b"\xff", b"a\xff"] {
            assert_eq!(code(name, Kind::Attribute), Some(Code::InvalidName), "{name:?}");
        }
        for name in
            [&b"a\0b"[..], b"a\x0bb", "a\u{202e}b".as_bytes(), "\u{a0}".as_bytes(), b"\xff", b"x\x80\x80\x80"]
        {
            assert_eq!(code(name, Kind::Value), Some(Code::InvalidName), "{name:?}");
        }
    }

    #[test]
    fn names_have_at_most_127_octets() {
        for kind in [Kind::Vendor, Kind::Attribute, Kind::Value] {
            assert_eq!(code(&[b'a'; 127], kind), None);
            assert_eq!(code(&[b'a'; 128], kind), Some(Code::NameTooLong));
        }
    }

    #[test]
    fn the_prefix_of_unknown_attributes_is_reserved_for_attributes_only() {
        assert_eq!(code(b"Attr-26", Kind::Attribute), Some(Code::ReservedName));
        assert_eq!(code(b"Attribute-26", Kind::Attribute), None);
        assert_eq!(code(b"Attr-26", Kind::Value), None);
    }
}
