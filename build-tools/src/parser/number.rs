//! Numbers: decimal, or `0x` and hexadecimal digits.

use crate::diagnostic::{Code, Diagnostic, Report, quote};
use crate::lexer::Token;

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

pub(crate) fn invalid(token: &Token<'_>, what: &str) -> Diagnostic {
    Diagnostic::new(Code::InvalidNumber, format!("invalid {what} {}", quote(token.text)))
        .at(token.span, "expected a decimal number, or `0x` and hexadecimal digits")
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn numbers_never_wrap() {
        assert_eq!(parse(b"18446744073709551616"), Err(NumberError::TooLarge));
        assert_eq!(parse("9".repeat(100).as_bytes()), Err(NumberError::TooLarge));
        assert_eq!(parse(format!("{}x", "9".repeat(100)).as_bytes()), Err(NumberError::Invalid));
    }
}
