//! Diagnostics as text, in the style of the Rust compiler.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

use super::{Diagnostic, Label, Severity};
use crate::source::{File, FileId, Sources};

/// Whether to colour the text of a diagnostic.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// Text only.
    #[default]
    Plain,
    /// With ANSI escape codes.
    Color,
}

/// Most diagnostics that [`render_all`] shows.
const SHOWN: usize = 100;
/// Labels of one file further apart than this many lines are shown as two pieces of it.
const NEAR: usize = 50;
/// Longer lines are cut around the label, octets.
const WIDE: usize = 1000;
/// Octets that stay on both sides of the label where a line is cut.
const AROUND: usize = 120;
/// Stands for what is cut off.
const CUT: &str = "...";
/// Longest chain of `$INCLUDE` lines that is shown in full.
const CHAIN: usize = 8;

/// A diagnostic as the Rust compiler would show it: message, place, the line itself, the way to the file and help.
pub fn render(diagnostic: &Diagnostic, sources: &Sources, style: Style) -> String {
    let level = match diagnostic.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = Group::with_title(level.primary_title(&diagnostic.message).id(diagnostic.code.as_str()));
    let mut corrections = Vec::new();
    for excerpt in excerpts(&diagnostic.labels, sources) {
        corrections.extend(excerpt.correction());
        group = group.element(excerpt.into_element());
    }
    if let Some(label) = diagnostic.primary() {
        group = group.elements(
            chain(sources, label.span.file)
                .into_iter()
                .map(|text| Level::NOTE.message(annotate_snippets::normalize_untrusted_str(&text))),
        );
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(annotate_snippets::normalize_untrusted_str(help)));
    }
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Color => Renderer::styled(),
    };
    let mut text = renderer.render(&[group]);
    for (shown, real) in corrections {
        text = text.replacen(&shown, &real, 1);
    }
    text
}

/// All of these, one after another with an empty line between. Of very many the first hundred are shown, and how many
/// more there are.
pub fn render_all<'a>(
    diagnostics: impl IntoIterator<Item = &'a Diagnostic>,
    sources: &Sources,
    style: Style,
) -> String {
    let mut diagnostics = diagnostics.into_iter();
    let mut parts: Vec<_> =
        diagnostics.by_ref().take(SHOWN).map(|diagnostic| render(diagnostic, sources, style)).collect();
    match diagnostics.count() {
        0 => {}
        more => parts.push(format!("... and {more} more")),
    }
    parts.join("\n\n")
}

/// "included from" for each `$INCLUDE` line between a root and this file, the innermost first.
fn chain(sources: &Sources, file: FileId) -> Vec<String> {
    let mut chain = sources.include_chain(file);
    let mut lines: Vec<_> = chain
        .by_ref()
        .take(CHAIN)
        .filter_map(|span| sources.location(span))
        .map(|at| format!("included from {}:{}", at.name, at.line))
        .collect();
    match chain.count() {
        0 => {}
        more => lines.push(format!("and {more} more files that include each other")),
    }
    lines
}

/// Consecutive lines of one file with labels in them.
struct Excerpt<'a> {
    file: &'a File,
    /// The first and last line shown, by their numbers from 1.
    lines: (usize, usize),
    labels: Vec<&'a Label>,
}

fn excerpts<'a>(labels: &'a [Label], sources: &'a Sources) -> Vec<Excerpt<'a>> {
    let mut excerpts: Vec<Excerpt<'a>> = Vec::new();
    for label in labels {
        let Some(file) = sources.get(label.span.file) else { continue };
        let line = file.line(label.span.start);
        let near = excerpts.iter_mut().find(|excerpt| {
            std::ptr::eq(excerpt.file, file) && excerpt.lines.0.min(line) + NEAR > excerpt.lines.1.max(line)
        });
        match near {
            Some(excerpt) => {
                excerpt.lines = (excerpt.lines.0.min(line), excerpt.lines.1.max(line));
                excerpt.labels.push(label);
            }
            None => excerpts.push(Excerpt { file, lines: (line, line), labels: vec![label] }),
        }
    }
    excerpts
}

impl<'a> Excerpt<'a> {
    /// Where the renderer would say a column of a line that was cut: what it says, and what is right.
    fn correction(&self) -> Option<(String, String)> {
        let label = self.labels.iter().find(|label| label.primary).or_else(|| self.labels.first())?;
        let line = self.file.line_range(label.span.start);
        if line.len() <= WIDE {
            return None;
        }
        let shown = self.window(&line, &self.labels_in(&line));
        let number = self.file.line(label.span.start);
        let at = u32::try_from(shown.start).ok()?;
        let column = self.file.column(label.span.start);
        let cut = column.saturating_sub(self.file.column(at)) + 1;
        let cut = cut + if shown.start > line.start { CUT.len() } else { 0 };
        let name = self.file.name();
        Some((format!("{name}:{number}:{cut}\n"), format!("{name}:{number}:{column}\n")))
    }

    fn labels_in(&self, line: &Range<usize>) -> Vec<&'a Label> {
        let inside = |label: &&Label| (line.start..=line.end).contains(&(label.span.start as usize));
        self.labels.iter().copied().filter(inside).collect()
    }

    /// The part of a line that is shown: all of it, or what is near its first label.
    fn window(&self, line: &Range<usize>, labels: &[&Label]) -> Range<usize> {
        if line.len() <= WIDE {
            let text = self.file.text().get(line.clone()).unwrap_or_default();
            return line.start..line.end - usize::from(text.ends_with(b"\r"));
        }
        let (from, to) =
            labels.first().map_or((line.start, line.start), |l| (l.span.start as usize, l.span.end as usize));
        let to = to.min(from + WIDE / 2);
        let start = from.saturating_sub(AROUND).max(line.start);
        // Not inside a character, so that columns can be counted from here.
        let text = self.file.text().get(start..from).unwrap_or_default();
        let start = start + text.iter().take_while(|&&b| b & 0xC0 == 0x80).count();
        start..(to + AROUND).min(line.end)
    }

    fn into_element(self) -> Element<'a> {
        let mut source = String::new();
        let mut annotations = Vec::new();
        let Some(first) = self.labels.iter().map(|label| label.span.start).min() else {
            return Origin::path(self.file.name()).into();
        };
        let mut line = self.file.line_range(first);
        for number in self.lines.0..=self.lines.1 {
            let labels = self.labels_in(&line);
            let shown = self.window(&line, &labels);
            if shown.start > line.start {
                source.push_str(CUT);
            }
            let mut marks = Marks { text: self.file.text(), shown: &shown, source: &mut source };
            let spans = marks.push(&labels);
            if shown.end < line.end && line.len() > WIDE {
                source.push_str(CUT);
            }
            for (label, span) in labels.iter().zip(spans) {
                let kind = if label.primary { AnnotationKind::Primary } else { AnnotationKind::Context };
                let text = (!label.text.is_empty()).then_some(label.text.as_str());
                annotations.push(kind.span(span).label(text));
            }
            if number == self.lines.1 {
                break;
            }
            source.push('\n');
            line = self.file.line_range(u32::try_from(line.end + 1).unwrap_or(u32::MAX));
        }
        Snippet::source(source)
            .path(self.file.name())
            .line_start(self.lines.0)
            .annotations(annotations)
            .into()
    }
}

/// Turns octets of a line into text, and spans of octets into spans of that text.
struct Marks<'a> {
    text: &'a [u8],
    shown: &'a Range<usize>,
    source: &'a mut String,
}

impl Marks<'_> {
    /// Appends the shown part of the line and returns where the labels stand in the text.
    fn push(&mut self, labels: &[&Label]) -> Vec<Range<usize>> {
        let inside = |offset: u32| (offset as usize).clamp(self.shown.start, self.shown.end);
        let spans: Vec<_> = labels.iter().map(|l| inside(l.span.start)..inside(l.span.end)).collect();
        // Cut at every label's edge, so that text that is no UTF-8 is replaced on each side on its own.
        let mut edges: Vec<_> = spans.iter().flat_map(|span| [span.start, span.end]).collect();
        edges.extend([self.shown.start, self.shown.end]);
        edges.sort_unstable();
        edges.dedup();
        let mut places = Vec::new();
        let mut from = self.shown.start;
        for edge in edges {
            self.source.push_str(&String::from_utf8_lossy(self.text.get(from..edge).unwrap_or_default()));
            places.push((edge, self.source.len()));
            from = edge;
        }
        let place =
            |edge: usize| places.iter().find(|(e, _)| *e == edge).map_or(self.source.len(), |(_, at)| *at);
        spans.into_iter().map(|span| place(span.start)..place(span.end)).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::testing::load;
    use crate::{Memory, load_with};

    fn plain(text: &[u8]) -> String {
        let mut memory = Memory::default();
        memory.insert("d", text);
        let loaded = load_with(&memory, Path::new(""), &["d".into()]);
        render_all(&loaded.diagnostics, &loaded.sources, Style::Plain)
    }

    #[test]
    fn a_long_line_is_cut_around_the_label_and_the_column_is_right() {
        let text = format!("ATTRIBUTE {} 1 strng {}\n", "\u{e4}".repeat(3000), "y".repeat(100_000));
        let shown = plain(text.as_bytes());
        assert!(shown.contains(" --> d:1:3014\n"), "{shown}");
        assert!(shown.contains("ää 1 strng yyyyy"), "{shown}");
        assert!(shown.contains("^^^^^ not a data type"), "{shown}");
        assert!(shown.lines().all(|line| line.chars().count() < 400), "{shown}");
    }

    #[test]
    fn a_long_token_is_cut() {
        let shown = plain("x".repeat(1 << 20).as_bytes());
        assert!(shown.len() < 4000, "{}", shown.len());
        assert!(
            shown
                .starts_with(&format!("error[D0101]: unknown keyword `{}...`\n --> d:1:1\n", "x".repeat(60)))
        );
    }

    #[test]
    fn text_that_is_no_utf8_is_shown_and_the_label_stays_at_its_place() {
        assert_eq!(
            plain(b"ATTRIBUTE \xff\xfe 1 strng\r\n"),
            "\
error[D0201]: `\u{fffd}` cannot stand in the attribute name `\u{fffd}\u{fffd}`
 --> d:1:11
  |
1 | ATTRIBUTE \u{fffd}\u{fffd} 1 strng
  |           ^ not allowed here
  |
  = help: attribute names have letters, digits, `-`, `_`, `.` and `/` of ASCII

error[D0401]: unknown data type `strng`
 --> d:1:16
  |
1 | ATTRIBUTE \u{fffd}\u{fffd} 1 strng
  |                ^^^^^ not a data type
  |
  = help: did you mean `string`?"
        );
    }

    #[test]
    fn control_characters_of_a_dictionary_do_not_reach_the_terminal() {
        let shown = plain(b"AT\x1b[31mX \x07 \x0b\n");
        assert!(!shown.contains(['\x1b', '\x07', '\x0b']), "{shown:?}");
    }

    #[test]
    fn labels_far_apart_are_two_pieces_of_the_file() {
        let text = format!("VENDOR A 1\n{}VENDOR A 2\n", "\n".repeat(60));
        assert_eq!(
            plain(text.as_bytes()),
            "\
error[D0303]: the vendor `A` is defined twice with different numbers
  --> d:62:8
   |
62 | VENDOR A 2
   |        ^ with number 2 here
   |
  ::: d:1:8
   |
 1 | VENDOR A 1
   |        - with number 1 here"
        );
    }

    #[test]
    fn colour_is_given_on_request_only() {
        let loaded = load("X y\n");
        let colored = render(&loaded.diagnostics[0], &loaded.sources, Style::Color);
        assert!(colored.contains("\x1b["));
        assert!(!render(&loaded.diagnostics[0], &loaded.sources, Style::Plain).contains('\x1b'));
    }

    #[test]
    fn of_very_many_diagnostics_a_hundred_are_shown_and_the_rest_is_counted() {
        let shown = plain("x y\n".repeat(12_000).as_bytes());
        assert_eq!(shown.matches("error[D0101]").count(), SHOWN);
        assert!(shown.ends_with("\n\n... and 9901 more"), "{}", &shown[shown.len() - 100..]);
    }
}
