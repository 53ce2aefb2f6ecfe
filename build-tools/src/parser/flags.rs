//! The flags column: one token, its parts separated by commas.

use crate::diagnostic::{Code, Diagnostic, Report, quote};
use crate::lexer::Token;
use crate::model::Hiding;
use crate::source::Span;
use crate::suggest::Suggest;

use super::construct::Construct;
use super::{Parsed, number};

/// A flag that is supported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FlagKind {
    Tagged,
    Hidden(Hiding),
    Concat,
    Array,
    Secret,
    Virtual,
    Internal,
    AscendBinary,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Flag {
    pub(crate) kind: FlagKind,
    pub(crate) span: Span,
}

/// What stands in the flags column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Column<'a> {
    Flags(Vec<Flag>),
    /// One word that is no flag: the name of a vendor, as very old dictionaries have it.
    Word(Token<'a>),
}

const FLAGS: &[(&str, FlagKind)] = &[
    ("has_tag", FlagKind::Tagged),
    ("concat", FlagKind::Concat),
    ("array", FlagKind::Array),
    ("secret", FlagKind::Secret),
    ("virtual", FlagKind::Virtual),
    ("internal", FlagKind::Internal),
    ("abinary", FlagKind::AscendBinary),
];

const ENCRYPT: &str = "encrypt";

const HIDING: &[(&str, Hiding)] = &[
    ("User-Password", Hiding::UserPassword),
    ("Tunnel-Password", Hiding::TunnelPassword),
    ("Ascend-Secret", Hiding::AscendSecret),
];

const NOT_YET: &[(&str, Construct)] = &[
    ("extended", Construct::ExtendedFlag),
    ("long_extended", Construct::LongExtendedFlag),
    ("counter", Construct::Counter),
    ("key", Construct::Key),
    ("length", Construct::Length),
    ("offset", Construct::Offset),
    ("precision", Construct::Precision),
    ("subtype", Construct::Subtype),
    ("ref", Construct::Ref),
    ("clone", Construct::Clone),
    ("enum", Construct::EnumFlag),
    ("flat", Construct::Flat),
    ("unsafe", Construct::Unsafe),
];

/// The name of every flag.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    let supported = FLAGS.iter().map(|(name, _)| *name).chain([ENCRYPT]);
    supported.chain(NOT_YET.iter().map(|(name, _)| *name))
}

pub(crate) fn read<'a>(token: Token<'a>, suggest: &mut Suggest, report: &mut Report) -> Parsed<Column<'a>> {
    // One trailing comma does no harm.
    let column = match token.text {
        [.., b','] => token.part(0, token.text.len() - 1),
        _ => token,
    };
    let mut flags: Vec<Flag> = Vec::new();
    let mut result = None;
    for item in column.split(b',') {
        match read_item(&item, column, suggest) {
            Ok(Item::Flag(kind)) => match flags.iter().find(|flag| same(flag.kind, kind)) {
                None => flags.push(Flag { kind, span: item.span }),
                Some(first) => {
                    let message = format!("the flag {} stands twice", quote(name(&item).text));
                    report.push(
                        Diagnostic::new(Code::InvalidFlag, message)
                            .at(item.span, "a second time")
                            .because(first.span, "a first time"),
                    );
                    result = Some(Parsed::Wrong);
                }
            },
            Ok(Item::Word(word)) => return Parsed::Right(Column::Word(word)),
            Ok(Item::NotYet(construct)) => {
                result.get_or_insert(Parsed::NotYet(construct, item.span));
            }
            Err(diagnostic) => {
                report.push(*diagnostic);
                result = Some(Parsed::Wrong);
                // A hundred thousand commas are one mistake.
                if item.text.is_empty() {
                    break;
                }
            }
        }
    }
    result.unwrap_or(Parsed::Right(Column::Flags(flags)))
}

fn same(a: FlagKind, b: FlagKind) -> bool {
    std::mem::discriminant(&a) == std::mem::discriminant(&b)
}

enum Item<'a> {
    Flag(FlagKind),
    Word(Token<'a>),
    NotYet(Construct),
}

fn name<'a>(item: &Token<'a>) -> Token<'a> {
    item.split_once(b'=').map_or(*item, |(name, _)| name)
}

fn read_item<'a>(
    item: &Token<'a>,
    column: Token<'a>,
    suggest: &mut Suggest,
) -> Result<Item<'a>, Box<Diagnostic>> {
    if item.text.is_empty() {
        return Err(Box::new(
            Diagnostic::new(Code::InvalidFlag, "a flag is missing between commas")
                .at(column.span, "expected flags with one comma between them"),
        ));
    }
    let (name, value) = match item.split_once(b'=') {
        Some((name, value)) => (name, Some(value)),
        None => (*item, None),
    };
    if name.is(ENCRYPT) {
        return read_hiding(item, value, suggest).map(|hiding| Item::Flag(FlagKind::Hidden(hiding)));
    }
    if let Some((known, kind)) = FLAGS.iter().find(|(known, _)| name.is(known)) {
        return match value {
            None => Ok(Item::Flag(*kind)),
            Some(value) if *kind == FlagKind::Tagged && value.text == b"1" => Ok(Item::Flag(*kind)),
            Some(value) => Err(Box::new(
                Diagnostic::new(Code::InvalidFlag, format!("the flag `{known}` has no such value"))
                    .at(value.span, "not expected")
                    .help(format!("write `{known}` only, or leave the flag out")),
            )),
        };
    }
    if let Some((_, construct)) = NOT_YET.iter().find(|(known, _)| name.is(known)) {
        return Ok(Item::NotYet(*construct));
    }
    if value.is_none() && item.span == column.span {
        return Ok(Item::Word(*item));
    }
    Err(Box::new(
        Diagnostic::new(Code::UnknownFlag, format!("unknown flag {}", quote(name.text)))
            .at(name.span, "not a flag")
            .suggest(suggest.nearest(name.text, names())),
    ))
}

/// The value of `encrypt=`: a number in FreeRADIUS 3, a name in FreeRADIUS 4.
fn read_hiding(
    item: &Token<'_>,
    value: Option<Token<'_>>,
    suggest: &mut Suggest,
) -> Result<Hiding, Box<Diagnostic>> {
    let expected = "expected 1 or `User-Password`, 2 or `Tunnel-Password`, 3 or `Ascend-Secret`";
    let Some(value) = value.filter(|value| !value.text.is_empty()) else {
        return Err(Box::new(
            Diagnostic::new(Code::InvalidFlag, "the flag `encrypt` needs a value").at(item.span, expected),
        ));
    };
    let by_name = HIDING.iter().find(|(name, _)| value.is(name));
    let by_number = number::parse(value.text)
        .ok()
        .and_then(|number| usize::try_from(number).ok()?.checked_sub(1))
        .and_then(|index| HIDING.get(index));
    by_name.or(by_number).map(|(_, hiding)| *hiding).ok_or_else(|| {
        Box::new(
            Diagnostic::new(Code::InvalidFlag, format!("no way of hiding is called {}", quote(value.text)))
                .at(value.span, expected)
                .suggest(suggest.nearest(value.text, HIDING.iter().map(|(name, _)| *name))),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Flags;
    use crate::testing::{dictionary, load, problems};

    fn flags(line: &str) -> Flags {
        dictionary(line).attributes[0].flags
    }

    #[test]
    fn hiding_is_a_number_or_a_name() {
        for (hiding, texts) in [
            (Hiding::UserPassword, ["1", "User-Password", "user-password"]),
            (Hiding::TunnelPassword, ["2", "Tunnel-Password", "0x2"]),
            (Hiding::AscendSecret, ["3", "Ascend-Secret", "ASCEND-SECRET"]),
        ] {
            for text in texts {
                let expected = Flags { hiding: Some(hiding), secret: true, ..Flags::default() };
                assert_eq!(flags(&format!("ATTRIBUTE A 1 string encrypt={text}")), expected, "{text}");
            }
        }
    }

    #[test]
    fn hiding_of_no_meaning_is_an_error() {
        for text in ["=0", "=4", "=256", "=User", "=-1", "=", "", "=1=2"] {
            let problems = problems(&format!("ATTRIBUTE A 1 string encrypt{text}"));
            assert_eq!(problems, [(Code::InvalidFlag, 1)], "{text}");
        }
    }

    #[test]
    fn flags_are_joined_by_commas_in_any_case_and_one_comma_may_trail() {
        let expected =
            Flags { tagged: true, hiding: Some(Hiding::TunnelPassword), secret: true, ..Flags::default() };
        for text in
            ["has_tag,encrypt=2", "encrypt=2,has_tag=1", "HAS_TAG,Encrypt=2,", "has_tag,secret,encrypt=2"]
        {
            assert_eq!(flags(&format!("ATTRIBUTE A 1 string {text}")), expected, "{text}");
        }
    }

    #[test]
    fn each_flag_is_read() {
        let none = Flags::default;
        assert_eq!(flags("ATTRIBUTE A 1 octets concat"), Flags { concat: true, ..none() });
        assert_eq!(flags("ATTRIBUTE A 1 ipaddr array"), Flags { array: true, ..none() });
        assert_eq!(flags("ATTRIBUTE A 1 octets secret"), Flags { secret: true, ..none() });
        assert_eq!(flags("ATTRIBUTE A 1 octets internal"), Flags { internal: true, ..none() });
        assert_eq!(flags("ATTRIBUTE A 300 octets virtual"), Flags { internal: true, ..none() });
        let dictionary = dictionary("ATTRIBUTE A 1 string abinary");
        assert_eq!(dictionary.attributes[0].data_type, crate::model::DataType::AscendBinary);
    }

    #[test]
    fn a_missing_a_second_or_an_unexpected_part_is_an_error() {
        for (text, code) in [
            ("has_tag,,secret", Code::InvalidFlag),
            (",has_tag", Code::InvalidFlag),
            (",", Code::InvalidFlag),
            (",,", Code::InvalidFlag),
            ("secret=no", Code::InvalidFlag),
            ("has_tag=0", Code::InvalidFlag),
            ("has_tag=", Code::InvalidFlag),
            ("secret,secret", Code::InvalidFlag),
            ("encrypt=1,encrypt=2", Code::InvalidFlag),
            ("secretfoo", Code::UnknownFlag),
            ("has_tag,foo", Code::UnknownFlag),
            ("foo=1", Code::UnknownFlag),
        ] {
            assert_eq!(problems(&format!("ATTRIBUTE A 1 string {text}")), [(code, 1)], "{text}");
        }
    }

    #[test]
    fn very_many_commas_are_one_mistake() {
        assert_eq!(problems(&format!("ATTRIBUTE A 1 string {}", ",".repeat(100_000))).len(), 1);
    }

    #[test]
    fn flags_that_are_not_supported_are_named() {
        for (name, _) in NOT_YET {
            for text in [name.to_string(), format!("{name}=x"), format!("secret,{name}")] {
                let loaded = load(&format!("ATTRIBUTE A 1 string {text}"));
                let [diagnostic] = &loaded.diagnostics[..] else { panic!("{:?}", loaded.diagnostics) };
                assert_eq!(diagnostic.code, Code::NotSupported, "{text}");
            }
        }
    }
}
