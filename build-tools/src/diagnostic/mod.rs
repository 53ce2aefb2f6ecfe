//! What is wrong with a dictionary, and where.

mod code;
mod render;

pub use code::{Code, Severity};
pub use render::{Style, render, render_all};

use crate::source::Span;

/// Something a dictionary's author should know.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diagnostic {
    /// What kind of problem it is. Says how severe it is, too.
    pub code: Code,
    /// One sentence: what is wrong.
    pub message: String,
    /// The places it is about, the primary one first. None for a root file that cannot be read.
    pub labels: Vec<Label>,
    /// What to do about it, where that is clear.
    pub help: Option<String>,
}

/// A place that a [`Diagnostic`] is about.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What to say about it there. May be empty.
    pub text: String,
    /// Whether this is where the problem is, and not only a place that explains it.
    pub primary: bool,
}

impl Diagnostic {
    pub(crate) fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), labels: Vec::new(), help: None }
    }

    /// The place of the problem.
    pub(crate) fn at(self, span: Span, text: impl Into<String>) -> Self {
        self.label(span, text.into(), true)
    }

    /// A place that explains it.
    pub(crate) fn because(self, span: Span, text: impl Into<String>) -> Self {
        self.label(span, text.into(), false)
    }

    fn label(mut self, span: Span, text: String, primary: bool) -> Self {
        self.labels.push(Label { span, text, primary });
        self
    }

    pub(crate) fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// Adds "did you mean" where a near name is known, and otherwise keeps the help there is.
    pub(crate) fn suggest(self, near: Option<impl std::fmt::Display>) -> Self {
        match near {
            Some(near) => self.help(format!("did you mean `{near}`?")),
            None => self,
        }
    }

    /// How severe it is.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }

    /// Where the problem is.
    pub fn primary(&self) -> Option<&Label> {
        self.labels.iter().find(|label| label.primary)
    }
}

/// Most diagnostics that are kept: a file of garbage must not fill the memory with complaints about it.
const KEPT: usize = 10_000;

/// Collects the diagnostics of a run.
#[derive(Debug, Default)]
pub(crate) struct Report {
    kept: Vec<Diagnostic>,
    errors_dropped: usize,
    warnings_dropped: usize,
}

impl Report {
    pub(crate) fn push(&mut self, diagnostic: Diagnostic) {
        if self.kept.len() < KEPT {
            self.kept.push(diagnostic);
        } else if diagnostic.severity() == Severity::Error {
            self.errors_dropped += 1;
        } else {
            self.warnings_dropped += 1;
        }
    }

    pub(crate) fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        diagnostics.into_iter().for_each(|diagnostic| self.push(diagnostic));
    }

    /// All of them in the order of the files' text, with the number of those that were not kept.
    pub(crate) fn finish(mut self) -> Vec<Diagnostic> {
        self.kept.sort_by_key(|d| d.primary().map(|label| (label.span.file, label.span.start)));
        let dropped = [
            (Code::TooManyErrors, self.errors_dropped, "errors"),
            (Code::TooManyWarnings, self.warnings_dropped, "warnings"),
        ];
        for (code, count, what) in dropped {
            if count > 0 {
                self.kept.push(Diagnostic::new(code, format!("{count} more {what} were left out")));
            }
        }
        self.kept
    }
}

/// Longest piece of a dictionary that a message quotes, in characters.
const QUOTED: usize = 60;

/// A piece of a dictionary for use in a message: in backquotes, made printable and not too long.
pub(crate) fn quote(text: &[u8]) -> String {
    // Four octets a character at most; the conversion must not walk a token of megabytes.
    let head = text.get(..QUOTED * 4 + 4).unwrap_or(text);
    let head = String::from_utf8_lossy(head);
    let mut chars = head.chars();
    let mut out = String::from("`");
    for c in chars.by_ref().take(QUOTED) {
        if matches!(c, '\'' | '"' | '\\') { out.push(c) } else { out.extend(c.escape_debug()) }
    }
    if chars.next().is_some() {
        out.push_str("...");
    }
    out.push('`');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    fn at(start: u32) -> Diagnostic {
        Diagnostic::new(Code::UnknownKeyword, "x").at(Span { file: FileId(0), start, end: start }, "")
    }

    #[test]
    fn what_is_left_out_is_counted_and_an_error_left_out_is_an_error() {
        let mut report = Report::default();
        for start in 0..10_007 {
            report.push(at(start));
        }
        let all = report.finish();
        assert_eq!(all.len(), KEPT + 1);
        let last = all.last().unwrap();
        assert_eq!(
            (last.severity(), last.message.as_str()),
            (Severity::Error, "7 more errors were left out")
        );
    }

    #[test]
    fn diagnostics_come_in_the_order_of_the_text() {
        let mut report = Report::default();
        for diagnostic in [at(5), at(2), Diagnostic::new(Code::FileMissing, "no place"), at(9)] {
            report.push(diagnostic);
        }
        let starts: Vec<_> = report.finish().iter().map(|d| d.primary().map(|l| l.span.start)).collect();
        assert_eq!(starts, [None, Some(2), Some(5), Some(9)]);
    }

    #[test]
    fn quoted_text_is_printable_and_short() {
        assert_eq!(quote(b"a\0b\xff\x1b'\"\\"), "`a\\0b\u{fffd}\\u{1b}'\"\\`");
        assert_eq!(quote(&[b'x'; 1000]), format!("`{}...`", "x".repeat(60)));
    }
}
