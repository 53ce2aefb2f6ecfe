//! The flags column: one token, its parts separated by commas.

use crate::diagnostic::{Code, Diagnostic, Report, quote};
use crate::lexer::Token;
use crate::model::{Hiding, Precision};
use crate::source::Span;
use crate::suggest::Suggest;

use super::number;

/// A flag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FlagKind<'a> {
    Tagged,
    Hidden(Hiding),
    Concat,
    Array,
    Secret,
    Virtual,
    Internal,
    AscendBinary,
    Extended,
    LongExtended,
    Counter,
    /// The key of a union, or a union with this member as key.
    Key(Option<Token<'a>>),
    /// Octets of a length in front of the value.
    Length(u8),
    /// How much more it counts.
    Offset(u8),
    Precision(Precision),
    Subtype(Subtype),
    Ref(Token<'a>),
    Clone(Token<'a>),
    Enum(Token<'a>),
    Flat,
    Unsafe,
}

/// The integer that a time is sent as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Subtype {
    pub(crate) octets: u8,
    pub(crate) signed: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Flag<'a> {
    pub(crate) kind: FlagKind<'a>,
    pub(crate) span: Span,
}

/// What stands in the flags column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Column<'a> {
    Flags(Vec<Flag<'a>>),
    /// One word that is no flag: the name of a vendor, as very old dictionaries have it.
    Word(Token<'a>),
}

/// The flags that have no value.
const FLAGS: &[(&str, FlagKind<'static>)] = &[
    ("has_tag", FlagKind::Tagged),
    ("concat", FlagKind::Concat),
    ("array", FlagKind::Array),
    ("secret", FlagKind::Secret),
    ("virtual", FlagKind::Virtual),
    ("internal", FlagKind::Internal),
    ("abinary", FlagKind::AscendBinary),
    ("extended", FlagKind::Extended),
    ("long_extended", FlagKind::LongExtended),
    ("counter", FlagKind::Counter),
    ("flat", FlagKind::Flat),
    ("unsafe", FlagKind::Unsafe),
];

const KEY: &str = "key";

/// Reads the value of a flag.
type ReadValue = for<'a> fn(Token<'a>, &mut Suggest) -> Result<FlagKind<'a>, Unread>;

/// The flags that have a value: how it is read, and what is expected.
const VALUED: &[(&str, ReadValue, &str)] = &[
    ("encrypt", hiding, "expected 1 or `User-Password`, 2 or `Tunnel-Password`, 3 or `Ascend-Secret`"),
    ("length", length, "expected `uint8` or `uint16`"),
    ("offset", offset, "expected a number from 1 to 255"),
    ("precision", precision, "expected a unit, such as `seconds` or `milliseconds`"),
    ("subtype", subtype, "expected an integer type, such as `uint32` or `int64`"),
    ("ref", |value, _| Ok(FlagKind::Ref(value)), "expected a protocol or a path, such as `@DHCPv4`"),
    ("clone", |value, _| Ok(FlagKind::Clone(value)), "expected a path, such as `.Name` or `@.Name`"),
    ("enum", |value, _| Ok(FlagKind::Enum(value)), "expected a path, such as `.Name` or `@.Name`"),
];

const HIDING: &[(&str, Hiding)] = &[
    ("User-Password", Hiding::UserPassword),
    ("Tunnel-Password", Hiding::TunnelPassword),
    ("Ascend-Secret", Hiding::AscendSecret),
];

const PRECISIONS: &[(&str, Precision)] = &[
    ("s", Precision::Seconds),
    ("ms", Precision::Milliseconds),
    ("us", Precision::Microseconds),
    ("ns", Precision::Nanoseconds),
    ("cs", Precision::Centiseconds),
    ("m", Precision::Minutes),
    ("h", Precision::Hours),
    ("d", Precision::Days),
    ("w", Precision::Weeks),
    ("M", Precision::Months),
    ("y", Precision::Years),
];

const SUBTYPES: &[(&str, Subtype)] = &[
    ("uint16", Subtype { octets: 2, signed: false }),
    ("uint32", Subtype { octets: 4, signed: false }),
    ("uint64", Subtype { octets: 8, signed: false }),
    ("int16", Subtype { octets: 2, signed: true }),
    ("int32", Subtype { octets: 4, signed: true }),
    ("int64", Subtype { octets: 8, signed: true }),
];

/// Why the value of a flag is none: what it is called in a message, and what was probably meant.
struct Unread {
    what: &'static str,
    near: Option<&'static str>,
}

/// The name of every flag.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    let plain = FLAGS.iter().map(|(name, _)| *name);
    plain.chain([KEY]).chain(VALUED.iter().map(|(name, ..)| *name))
}

/// The flags in this token. None if something is wrong with one of them, which has been reported.
pub(crate) fn read<'a>(token: Token<'a>, suggest: &mut Suggest, report: &mut Report) -> Option<Column<'a>> {
    // One trailing comma does no harm.
    let column = match token.text {
        [.., b','] => token.part(0, token.text.len() - 1),
        _ => token,
    };
    let mut flags: Vec<Flag<'_>> = Vec::new();
    let mut is_wrong = false;
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
                    is_wrong = true;
                }
            },
            Ok(Item::Word(word)) => return Some(Column::Word(word)),
            Err(diagnostic) => {
                report.push(*diagnostic);
                is_wrong = true;
                // A hundred thousand commas are one mistake.
                if item.text.is_empty() {
                    break;
                }
            }
        }
    }
    (!is_wrong).then_some(Column::Flags(flags))
}

fn same(a: FlagKind<'_>, b: FlagKind<'_>) -> bool {
    std::mem::discriminant(&a) == std::mem::discriminant(&b)
}

enum Item<'a> {
    Flag(FlagKind<'a>),
    Word(Token<'a>),
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
    let given = value.filter(|value| !value.text.is_empty());
    if name.is(KEY) && given.is_some() == value.is_some() {
        return Ok(Item::Flag(FlagKind::Key(given)));
    }
    if let Some(&(known, read, expected)) = VALUED.iter().find(|(known, ..)| name.is(known)) {
        let Some(value) = given else {
            return Err(Box::new(
                Diagnostic::new(Code::InvalidFlag, format!("the flag `{known}` needs a value"))
                    .at(item.span, expected),
            ));
        };
        return read(value, suggest).map(Item::Flag).map_err(|Unread { what, near }| {
            Box::new(
                Diagnostic::new(Code::InvalidFlag, format!("no {what} is called {}", quote(value.text)))
                    .at(value.span, expected)
                    .suggest(near),
            )
        });
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
    if name.is(KEY) {
        return Err(Box::new(
            Diagnostic::new(Code::InvalidFlag, "the flag `key=` names no member")
                .at(item.span, "expected the name of a member behind it, or `key` only"),
        ));
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

/// Looks for a value in a table of names.
fn lookup<T: Copy>(
    table: &'static [(&'static str, T)],
    what: &'static str,
    value: Token<'_>,
    suggest: &mut Suggest,
) -> Result<T, Unread> {
    let found = table.iter().find(|(name, _)| value.is(name)).map(|(_, entry)| *entry);
    found.ok_or_else(|| Unread {
        what,
        near: suggest.nearest(value.text, table.iter().map(|(name, _)| *name)),
    })
}

/// A number in FreeRADIUS 3, a name in FreeRADIUS 4.
fn hiding<'a>(value: Token<'a>, suggest: &mut Suggest) -> Result<FlagKind<'a>, Unread> {
    let by_number = number::parse(value.text)
        .ok()
        .and_then(|number| usize::try_from(number).ok()?.checked_sub(1))
        .and_then(|index| HIDING.get(index));
    let hiding = match by_number {
        Some((_, hiding)) => *hiding,
        None => lookup(HIDING, "way of hiding", value, suggest)?,
    };
    Ok(FlagKind::Hidden(hiding))
}

fn length<'a>(value: Token<'a>, suggest: &mut Suggest) -> Result<FlagKind<'a>, Unread> {
    lookup(&[("uint8", 1), ("uint16", 2)], "type of a length", value, suggest).map(FlagKind::Length)
}

fn offset<'a>(value: Token<'a>, _: &mut Suggest) -> Result<FlagKind<'a>, Unread> {
    let offset = number::parse(value.text).ok().and_then(|offset| u8::try_from(offset).ok());
    let offset = offset.filter(|offset| *offset > 0);
    offset.map(FlagKind::Offset).ok_or(Unread { what: "offset", near: None })
}

fn precision<'a>(value: Token<'a>, suggest: &mut Suggest) -> Result<FlagKind<'a>, Unread> {
    // Months are the one unit that differs from another one in the case of its letter only.
    let short = PRECISIONS.iter().find(|(name, _)| value.text == name.as_bytes());
    let mut all = short.into_iter().chain(PRECISIONS);
    let found = all.find(|(name, precision)| value.is(name) || value.is(precision.as_str()));
    match found {
        Some((_, precision)) => Ok(FlagKind::Precision(*precision)),
        None => Err(Unread {
            what: "unit of time",
            near: suggest.nearest(value.text, PRECISIONS.iter().map(|(_, precision)| precision.as_str())),
        }),
    }
}

fn subtype<'a>(value: Token<'a>, suggest: &mut Suggest) -> Result<FlagKind<'a>, Unread> {
    lookup(SUBTYPES, "integer type of a time", value, suggest).map(FlagKind::Subtype)
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
    fn units_of_time_are_read_by_both_their_names() {
        let precision = |text: &str| {
            let text = format!("ATTRIBUTE A 1 time_delta precision={text}\n");
            dictionary(&text).attributes[0].time.unwrap().precision
        };
        for (short, unit) in PRECISIONS {
            assert_eq!([precision(short), precision(unit.as_str())], [*unit; 2]);
        }
        assert_eq!([precision("M"), precision("MS")], [Precision::Months, Precision::Milliseconds]);
        let text = "ATTRIBUTE A 1 date precision=milisecond\n";
        assert_eq!(load(text).diagnostics[0].help.as_deref(), Some("did you mean `milliseconds`?"));
    }

    #[test]
    fn values_of_the_flags_of_freeradius_4_are_checked() {
        for flag in [
            "length=uint32",
            "length",
            "length=",
            "offset=0",
            "offset=256",
            "precision=fortnights",
            "subtype=uint8",
            "subtype=string",
            "ref=",
            "clone",
            "enum=",
            "key=",
            "counter=1",
        ] {
            let problems = problems(&format!("ATTRIBUTE A 1 octets {flag}\n"));
            assert_eq!(problems, [(Code::InvalidFlag, 1)], "{flag}");
        }
        assert_eq!(problems("ATTRIBUTE A 1 octets flat,unsafe,internal\n"), []);
    }
}
