//! Quoted text with escapes: `"a \"quoted\" word\n"`.

use std::fmt::{self, Write};

/// Writes octets as quoted text. What is not UTF-8 or does not print is escaped in octal, as FreeRADIUS does.
pub(super) fn write(octets: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_char('"')?;
    for chunk in octets.utf8_chunks() {
        for c in chunk.valid().chars() {
            match c {
                '"' => f.write_str("\\\"")?,
                '\\' => f.write_str("\\\\")?,
                '\n' => f.write_str("\\n")?,
                '\r' => f.write_str("\\r")?,
                '\t' => f.write_str("\\t")?,
                c if c.is_control() => {
                    let mut octets = [0; 4];
                    write_octal(c.encode_utf8(&mut octets).as_bytes(), f)?;
                }
                c => f.write_char(c)?,
            }
        }
        write_octal(chunk.invalid(), f)?;
    }
    f.write_char('"')
}

fn write_octal(octets: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    octets.iter().try_for_each(|octet| write!(f, "\\{octet:03o}"))
}

/// Reads text that may be quoted. `None` if the quotes do not end the text or an escape is unknown.
pub(super) fn read(text: &str) -> Option<Vec<u8>> {
    let Some(quoted) = text.strip_prefix('"') else { return Some(text.as_bytes().to_vec()) };
    let mut out = Vec::with_capacity(quoted.len());
    let mut rest = quoted.as_bytes();
    loop {
        let (&octet, after) = rest.split_first()?;
        rest = after;
        match octet {
            b'"' => return rest.is_empty().then_some(out),
            b'\\' => {
                let (&escaped, after) = rest.split_first()?;
                rest = after;
                out.push(match escaped {
                    b'"' | b'\\' => escaped,
                    b'n' => b'\n',
                    b'r' => b'\r',
                    b't' => b'\t',
                    b'0'..=b'3' => {
                        let (digits, after) = rest.split_first_chunk::<2>()?;
                        rest = after;
                        let digits = [escaped, digits[0], digits[1]];
                        u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 8).ok()?
                    }
                    _ => return None,
                });
            }
            octet => out.push(octet),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Quoted<'a>(&'a [u8]);

    impl fmt::Display for Quoted<'_> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write(self.0, f)
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        for octets in [
            &b"plain"[..],
            b"a \"b\" \\ c\n\r\t",
            b"\0\x01\x7f",
            b"caf\xe9",
            "caf\u{e9}\u{85}".as_bytes(),
            b"",
        ] {
            let text = Quoted(octets).to_string();
            assert!(!text.contains('\n') && !text.contains('\0'), "{text}");
            assert_eq!(read(&text).as_deref(), Some(octets), "{text}");
        }
    }

    #[test]
    fn text_need_not_be_quoted_but_quotes_must_close() {
        assert_eq!(read("a b\\n").as_deref(), Some(&b"a b\\n"[..]));
        for wrong in ["\"a", "\"a\"b", "\"\\x\"", "\"\\8\"", "\"\\", "\"\\07\""] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
