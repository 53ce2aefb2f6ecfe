//! Literals and comments in Rust source text.

use std::fmt::Write as _;

/// Columns of a line of a byte string.
const WIDTH: usize = 110;

/// A string literal.
pub(super) fn string(text: &str) -> String {
    let mut out = String::from("\"");
    out.extend(text.chars().flat_map(char::escape_default));
    out.push('"');
    out
}

/// A decimal number, its digits in groups of three where it is long.
pub(super) fn number(number: u64) -> String {
    let digits = number.to_string();
    if digits.len() < 6 {
        return digits;
    }
    let first = digits.len() % 3;
    let (head, tail) = digits.split_at(first);
    let groups = tail.as_bytes().chunks(3).map(|group| String::from_utf8_lossy(group));
    let groups: Vec<_> = (!head.is_empty()).then(|| head.into()).into_iter().chain(groups).collect();
    groups.join("_")
}

/// A byte string literal. A long one is broken into lines behind `indent`.
pub(super) fn bytes(bytes: &[u8], indent: &str) -> String {
    let mut out = String::with_capacity(bytes.len() * 4);
    out.push_str("b\"");
    // A long one begins on a line of its own.
    let mut column = if bytes.len() < WIDTH / 2 { 0 } else { WIDTH };
    let mut bytes = bytes.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        let first = column >= WIDTH;
        if first {
            out.push_str("\\\n");
            out.push_str(indent);
            column = 0;
        }
        let before = out.len();
        match byte {
            // The compiler skips white space at the beginning of a continued line.
            b' ' if first => out.push_str("\\x20"),
            // `\0` in front of a digit would look like an octal escape.
            0 if !bytes.peek().is_some_and(u8::is_ascii_digit) => out.push_str("\\0"),
            b'"' | b'\\' => out.extend(['\\', char::from(byte)]),
            b' '..=b'~' => out.push(char::from(byte)),
            // Writing to a string does not fail.
            _ => _ = write!(out, "\\x{byte:02x}"),
        }
        column += out.len() - before;
    }
    out.push('"');
    out
}

/// Words in lines behind `indent`.
pub(super) fn wrap(out: &mut String, indent: &str, words: impl IntoIterator<Item = String>) {
    let mut column = 0;
    for word in words {
        if column == 0 || column + word.len() > WIDTH {
            let end = if column == 0 { "" } else { "\n" };
            out.push_str(&format!("{end}{indent}{word}"));
            column = indent.len() + word.len();
        } else {
            out.push_str(&format!(" {word}"));
            column += 1 + word.len();
        }
    }
    out.push('\n');
}

/// Documentation of the item that follows: lines of Markdown.
pub(super) fn doc(out: &mut String, indent: &str, text: &str) {
    let printable = |c: char| matches!(c, ' '..='~');
    let line = if text.is_empty() {
        format!("{indent}///\n")
    } else if text.chars().all(printable) {
        format!("{indent}/// {text}\n")
    } else {
        // What cannot be seen has no place in a comment.
        format!("{indent}#[doc = {}]\n", string(&format!(" {text}")))
    };
    out.push_str(&line);
}

/// Lets the search of the documentation find an item by the dictionary's names.
pub(super) fn aliases<'a>(
    out: &mut String,
    indent: &str,
    identifier: &str,
    names: impl IntoIterator<Item = &'a str>,
) {
    // An alias must differ from the item's own name and have no quotes.
    let names = names.into_iter().filter(|name| *name != identifier && !name.contains(['"', '\'']));
    for name in names {
        _ = writeln!(out, "{indent}#[doc(alias = {})]", string(name));
    }
}

/// Names as they stand in documentation: "`a`", "`a` and `b`", "`a`, `b` and `c`".
pub(super) fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let mut names: Vec<_> = names.into_iter().map(code).collect();
    let last = names.pop().unwrap_or_default();
    if names.is_empty() { last } else { format!("{} and {last}", names.join(", ")) }
}

/// A name as code in Markdown.
pub(super) fn code(name: &str) -> String {
    if name.contains('`') { format!("`` {name} ``") } else { format!("`{name}`") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_six_digits_and_more_are_grouped() {
        let table = [(0, "0"), (25053, "25053"), (123_456, "123_456"), (4_294_967_295, "4_294_967_295")];
        for (value, expected) in table {
            assert_eq!(number(value), expected);
        }
    }

    #[test]
    fn byte_strings_say_what_they_are_given_in_lines_of_bounded_length() {
        let all: Vec<u8> = (0..=255).chain([0, b'7', b'\\', b'"']).chain([b' '; 500]).collect();
        let literal = bytes(&all, "    ");
        assert!(literal.lines().all(|line| line.len() <= WIDTH + 12), "{literal}");
        assert!(!literal.contains("\\07"));
        // Read it as the compiler does.
        let mut chars = literal.strip_prefix("b\"").unwrap().strip_suffix('"').unwrap().chars().peekable();
        let mut read = Vec::new();
        while let Some(c) = chars.next() {
            match (c, c == '\\') {
                (c, false) => read.push(u8::try_from(c).unwrap()),
                _ => match chars.next().unwrap() {
                    '\n' => while chars.next_if(|c| c.is_whitespace()).is_some() {},
                    '0' => read.push(0),
                    'x' => {
                        let hex: String = chars.by_ref().take(2).collect();
                        read.push(u8::from_str_radix(&hex, 16).unwrap());
                    }
                    c => read.push(u8::try_from(c).unwrap()),
                },
            }
        }
        assert_eq!(read, all);
    }

    #[test]
    fn words_are_wrapped() {
        let mut out = String::new();
        wrap(&mut out, "  ", (0..30).map(|n| format!("Variant = {n},")));
        assert!(out.lines().count() > 3);
        assert!(out.lines().all(|line| line.starts_with("  V") && line.len() <= WIDTH + 2), "{out}");
        assert_eq!(out.matches("Variant").count(), 30);
    }

    #[test]
    fn documentation_holds_no_invisible_characters() {
        let mut out = String::new();
        doc(&mut out, "", "plain \\ text");
        doc(&mut out, "", "turned \u{202e} around");
        assert_eq!(out, "/// plain \\ text\n#[doc = \" turned \\u{202e} around\"]\n");
    }

    #[test]
    fn an_alias_differs_from_the_item_and_has_no_quotes() {
        let mut out = String::new();
        aliases(&mut out, "  ", "PORT", ["PORT", "Port", "a\"b", "a'b"]);
        assert_eq!(out, "  #[doc(alias = \"Port\")]\n");
    }

    #[test]
    fn names_are_listed_as_code() {
        assert_eq!(list(["a"]), "`a`");
        assert_eq!(list(["a", "b"]), "`a` and `b`");
        assert_eq!(list(["a", "b", "`"]), "`a`, `b` and `` ` ``");
    }
}
