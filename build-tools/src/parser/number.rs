//! Numbers: decimal, or `0x` and hexadecimal digits; several with dots between them for an attribute inside others.

use crate::diagnostic::{Code, Diagnostic, Report, quote};
use crate::lexer::Token;
use crate::model::MAX_DEPTH;
use crate::source::Span;

/// Why a token is no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NumberError {
    /// It is written wrong.
    Invalid,
    /// It does not fit 64 bits.
    TooLarge,
}

/// The number in this text. A leading zero does not make it octal.
pub(crate) fn parse(text: &[u8]) -> Result<u64, NumberError> {
    let (digits, radix) = match text {
        [b'0', b'x' | b'X', hex @ ..] => (hex, 16),
        decimal => (decimal, 10),
    };
    if digits.is_empty() {
        return Err(NumberError::Invalid);
    }
    let mut number = Some(0u64);
    for &digit in digits {
        let digit = char::from(digit).to_digit(radix).ok_or(NumberError::Invalid)?;
        number = number
            .and_then(|number| number.checked_mul(radix.into()))
            .and_then(|number| number.checked_add(digit.into()));
    }
    number.ok_or(NumberError::TooLarge)
}

/// Warns of a decimal number with a leading zero, which FreeRADIUS 3 reads as decimal and FreeRADIUS 4 as octal.
pub(crate) fn warn_of_leading_zero(token: &Token<'_>, report: &mut Report) {
    let digits = token.text.strip_prefix(b"-").unwrap_or(token.text);
    if let [b'0', b'0'..=b'9', ..] = digits {
        let Ok(number) = parse(digits) else { return };
        report.push(
            Diagnostic::new(
                Code::LeadingZero,
                format!("{} is read as the decimal number {number}", quote(token.text)),
            )
            .at(token.span, "begins with zero")
            .help("leave the zero out, or write `0x` and hexadecimal digits"),
        );
    }
}

/// The number in this token, if it is at most `max`; reports what is wrong with it.
pub(crate) fn read(token: &Token<'_>, what: &str, max: u64, report: &mut Report) -> Option<u64> {
    match parse(token.text) {
        Ok(number) if number <= max => {
            warn_of_leading_zero(token, report);
            Some(number)
        }
        Err(NumberError::Invalid) => {
            report.push(invalid(token, what));
            None
        }
        Ok(_) | Err(NumberError::TooLarge) => {
            report.push(
                Diagnostic::new(Code::NumberOutOfRange, format!("{what} {} is too large", quote(token.text)))
                    .at(token.span, format!("at most {max}")),
            );
            None
        }
    }
}

/// One number of a dotted one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Component {
    pub(crate) number: u32,
    pub(crate) span: Span,
}

/// The number of an attribute, with those of the attributes around it in front, as the line has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Oid {
    /// Whether it begins with a dot: it leads from the last TLV.
    pub(crate) relative: bool,
    /// The numbers in front of the last one, the outermost first.
    pub(crate) outer: Vec<Component>,
    pub(crate) last: Component,
    /// All of it.
    pub(crate) span: Span,
}

/// Most numbers with dots between them: `245.26.` and a vendor's number may stand in front of the deepest one.
const MAX_COMPONENTS: usize = MAX_DEPTH + 3;

/// The number in this token; reports what is wrong with it.
pub(crate) fn read_oid(token: &Token<'_>, report: &mut Report) -> Option<Oid> {
    let what = "attribute number";
    let relative = token.text.len() > 1 && token.text.first() == Some(&b'.');
    let numbers = if relative { token.part(1, token.text.len()) } else { *token };
    if numbers.text.split(|&b| b == b'.').any(<[u8]>::is_empty) {
        report.push(invalid(token, what));
        return None;
    }
    let mut outer = Vec::new();
    let mut parts = numbers.split(b'.').peekable();
    while let Some(part) = parts.next() {
        let number = u32::try_from(read(&part, what, u32::MAX.into(), report)?).ok()?;
        let component = Component { number, span: part.span };
        if parts.peek().is_none() {
            return Some(Oid { relative, outer, last: component, span: token.span });
        }
        outer.push(component);
        if outer.len() >= MAX_COMPONENTS {
            break;
        }
    }
    report.push(too_deep(token.span));
    None
}

/// The complaint about an attribute that stands too deep inside others.
pub(crate) fn too_deep(span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::NestedTooDeep,
        format!("attributes stand inside one another more than {MAX_DEPTH} deep"),
    )
    .at(span, "too deep")
}

pub(crate) fn invalid(token: &Token<'_>, what: &str) -> Diagnostic {
    Diagnostic::new(Code::InvalidNumber, format!("invalid {what} {}", quote(token.text)))
        .at(token.span, "expected a decimal number, or `0x` and hexadecimal digits")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    #[test]
    fn numbers_are_decimal_or_hexadecimal_and_never_octal() {
        for (text, number) in [
            ("0", 0),
            ("010", 10),
            ("0x1F", 31),
            ("0Xff", 255),
            ("4294967295", 4_294_967_295),
            ("18446744073709551615", u64::MAX),
        ] {
            assert_eq!(parse(text.as_bytes()), Ok(number), "{text}");
        }
    }

    #[test]
    fn anything_else_is_no_number() {
        for text in ["", "0x", "-1", "+1", "12.5", "12abc", "1_000", "0b1", "0xg", "1\0", "\u{663}"] {
            assert_eq!(parse(text.as_bytes()), Err(NumberError::Invalid), "{text}");
        }
    }

    fn oid(text: &str) -> (Option<Oid>, Vec<Code>) {
        let span = Span { file: FileId(0), start: 0, end: u32::try_from(text.len()).unwrap() };
        let mut report = Report::default();
        let oid = read_oid(&Token { text: text.as_bytes(), span }, &mut report);
        (oid, report.finish().iter().map(|diagnostic| diagnostic.code).collect())
    }

    #[test]
    fn numbers_with_dots_are_decimal_or_hexadecimal_each_and_know_their_place() {
        let (Some(oid), problems) = oid("26.0x1F.4294967295.0Xa") else { panic!() };
        assert_eq!(problems, []);
        let components: Vec<_> =
            oid.outer.iter().chain([&oid.last]).map(|c| (c.number, c.span.start, c.span.end)).collect();
        assert_eq!(components, [(26, 0, 2), (31, 3, 7), (u32::MAX, 8, 18), (10, 19, 22)]);
        assert_eq!((oid.relative, oid.span.start, oid.span.end), (false, 0, 22));
    }

    #[test]
    fn numbers_with_dots_that_are_wrong_are_one_mistake() {
        let dots = ".".repeat(100_000);
        for text in ["1..2", "1.", "1.x", "x.1", "1.-2", ".", "1.2.", "", "..1", &dots] {
            let (result, problems) = oid(text);
            assert_eq!((result, problems), (None, vec![Code::InvalidNumber]), "{text:.20}");
        }
        assert_eq!(oid("1.4294967296.x"), (None, vec![Code::NumberOutOfRange]));
        assert_eq!(oid("1.02.3").1, [Code::LeadingZero]);
    }

    #[test]
    fn a_number_with_very_many_dots_is_one_mistake() {
        let text = |count: usize| vec!["1"; count].join(".");
        assert_eq!(oid(&text(MAX_COMPONENTS)).1, []);
        for count in [MAX_COMPONENTS + 1, 1_000_000] {
            assert_eq!(oid(&text(count)), (None, vec![Code::NestedTooDeep]));
        }
    }

    #[test]
    fn numbers_that_lead_from_the_last_tlv_begin_with_a_dot() {
        for (text, numbers) in [(".1", &[1][..]), (".1.0x2", &[1, 2])] {
            let (Some(oid), problems) = oid(text) else { panic!("{text}") };
            assert!(oid.relative && problems.is_empty());
            assert!(oid.outer.iter().chain([&oid.last]).map(|c| &c.number).eq(numbers), "{text}");
        }
    }

    #[test]
    fn numbers_never_wrap() {
        assert_eq!(parse(b"18446744073709551616"), Err(NumberError::TooLarge));
        assert_eq!(parse("9".repeat(100).as_bytes()), Err(NumberError::TooLarge));
        assert_eq!(parse(format!("{}x", "9".repeat(100)).as_bytes()), Err(NumberError::Invalid));
    }
}
