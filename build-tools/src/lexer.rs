//! Lines and tokens of a dictionary file.
//!
//! The language has no quoting, no escapes and no continuation lines: a line ends at LF, a comment begins at the first
//! `#` wherever it stands, and what is left is split at space, tab and CR. Lines may have any length.

use crate::source::{FileId, Span};

/// A word of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token<'a> {
    pub(crate) text: &'a [u8],
    pub(crate) span: Span,
}

impl<'a> Token<'a> {
    pub(crate) fn is(&self, word: &str) -> bool {
        self.text.eq_ignore_ascii_case(word.as_bytes())
    }

    /// A part of this token.
    pub(crate) fn part(&self, from: usize, to: usize) -> Self {
        let text = self.text.get(from..to).unwrap_or_default();
        let start = self.span.start.saturating_add(offset(from));
        Self { text, span: Span { start, end: start.saturating_add(offset(text.len())), ..self.span } }
    }

    /// The parts before and after the first such octet.
    pub(crate) fn split_once(&self, separator: u8) -> Option<(Self, Self)> {
        let at = self.text.iter().position(|&b| b == separator)?;
        Some((self.part(0, at), self.part(at + 1, self.text.len())))
    }

    /// The parts between such octets.
    pub(crate) fn split(self, separator: u8) -> impl Iterator<Item = Token<'a>> {
        let mut start = 0;
        self.text.split(move |&b| b == separator).map(move |part| {
            let token = self.part(start, start + part.len());
            start += part.len() + 1;
            token
        })
    }
}

/// Files are at most 64 MiB long, so that an offset always fits.
fn offset(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

/// A line without its comment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line<'a> {
    file: FileId,
    start: usize,
    text: &'a [u8],
}

impl<'a> Line<'a> {
    /// The line that begins at this offset, and the offset of the next one; none behind the end of the text.
    pub(crate) fn read(file: FileId, text: &'a [u8], start: usize) -> Option<(Self, usize)> {
        let rest = text.get(start..).filter(|rest| !rest.is_empty())?;
        let end = rest.iter().position(|&b| b == b'\n').unwrap_or(rest.len());
        let line = rest.get(..end).unwrap_or_default();
        let code = line.iter().position(|&b| b == b'#').unwrap_or(line.len());
        let text = line.get(..code).unwrap_or_default();
        Some((Self { file, start, text }, start + end + 1))
    }

    pub(crate) fn tokens(&self) -> Tokens<'a> {
        Tokens { line: *self, at: 0 }
    }
}

/// The tokens of a line, one after another.
#[derive(Clone, Debug)]
pub(crate) struct Tokens<'a> {
    line: Line<'a>,
    at: usize,
}

fn is_space(b: u8) -> bool {
    matches!(b, b' ' | b'\t' | b'\r')
}

impl<'a> Tokens<'a> {
    /// Everything from the next token to the last one of the line.
    pub(crate) fn rest(&self) -> Option<Token<'a>> {
        let text = self.line.text;
        let start = self.at + text.get(self.at..)?.iter().position(|&b| !is_space(b))?;
        let end = text.iter().rposition(|&b| !is_space(b))? + 1;
        Some(self.token(start, end))
    }

    /// The place behind the tokens taken so far.
    pub(crate) fn end(&self) -> Span {
        self.token(self.at, self.at).span
    }

    /// Leaves the remaining tokens out.
    pub(crate) fn leave(&mut self) {
        self.at = self.line.text.len();
    }

    fn token(&self, start: usize, end: usize) -> Token<'a> {
        let span = Span {
            file: self.line.file,
            start: offset(self.line.start + start),
            end: offset(self.line.start + end),
        };
        Token { text: self.line.text.get(start..end).unwrap_or_default(), span }
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        let text = self.line.text;
        let start = self.at + text.get(self.at..)?.iter().position(|&b| !is_space(b))?;
        let length = text.get(start..)?.iter().position(|&b| is_space(b));
        let end = length.map_or(text.len(), |length| start + length);
        self.at = end;
        Some(self.token(start, end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every line's tokens, as text, and checks that spans point at them.
    fn lex(text: &[u8]) -> Vec<Vec<String>> {
        let mut lines = Vec::new();
        let mut at = 0;
        while let Some((line, next)) = Line::read(FileId(0), text, at) {
            at = next;
            let tokens = line.tokens().map(|token| {
                assert_eq!(&text[token.span.start as usize..token.span.end as usize], token.text);
                String::from_utf8_lossy(token.text).into_owned()
            });
            lines.push(tokens.collect());
        }
        lines
    }

    #[test]
    fn whitespace_is_space_tab_cr_and_lf_only() {
        assert_eq!(lex(b"a\tb  c\r\nd\x0be\x0cf\xa0g"), [vec!["a", "b", "c"], vec!["d\x0be\x0cf\u{fffd}g"]]);
    }

    #[test]
    fn a_comment_begins_at_the_first_hash_even_inside_a_token() {
        assert_eq!(
            lex(b"a string#x \\#\n# b\n  # c\nd\\"),
            [vec!["a", "string"], vec![], vec![], vec!["d\\"]]
        );
    }

    #[test]
    fn the_last_line_may_lack_its_line_end() {
        assert_eq!(lex(b"a\n\nb"), [vec!["a"], vec![], vec!["b"]]);
        assert_eq!(lex(b""), Vec::<Vec<String>>::new());
    }

    #[test]
    fn lines_have_any_length() {
        let long = format!("a {} b", "x".repeat(100_000));
        assert_eq!(lex(long.as_bytes())[0][2], "b");
    }

    #[test]
    fn the_rest_of_a_line_ends_at_its_last_token() {
        let (line, _) = Line::read(FileId(0), b" a b  c \t# d", 0).unwrap();
        let mut tokens = line.tokens();
        tokens.next();
        assert_eq!(tokens.rest().unwrap().text, b"b  c");
        tokens.by_ref().for_each(drop);
        assert_eq!(tokens.rest(), None);
    }

    #[test]
    fn parts_of_a_token_keep_their_place() {
        let (line, _) = Line::read(FileId(3), b"  ab,,c=d", 0).unwrap();
        let token = line.tokens().next().unwrap();
        let parts: Vec<_> = token.split(b',').map(|t| (t.text, t.span.start, t.span.end)).collect();
        assert_eq!(parts, [(&b"ab"[..], 2, 4), (b"", 5, 5), (b"c=d", 6, 9)]);
        let (name, value) = token.part(4, 7).split_once(b'=').unwrap();
        assert_eq!((name.text, value.text, value.span.start), (&b"c"[..], &b"d"[..], 8));
    }
}
