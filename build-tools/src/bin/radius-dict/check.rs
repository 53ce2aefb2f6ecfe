//! `radius-dict check`.

use radius_build::source::{Sources, Span};
use radius_build::{Diagnostic, Label, Loaded, Severity, render};
use serde::Serialize;

use crate::{Answer, Format, json_lines, style};

/// A diagnostic as JSON has it. Every key is always there; without a place `file`, `line` and `column` are `null`.
#[derive(Serialize)]
struct Row<'a> {
    code: &'static str,
    severity: &'static str,
    message: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
    help: Option<&'a str>,
    labels: Vec<Mark<'a>>,
}

#[derive(Serialize)]
struct Mark<'a> {
    #[serde(flatten)]
    place: Place<'a>,
    text: &'a str,
    primary: bool,
}

#[derive(Default, Serialize)]
struct Place<'a> {
    file: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
}

impl<'a> Place<'a> {
    fn of(span: Span, sources: &'a Sources) -> Self {
        sources.location(span).map_or_else(Self::default, |at| Self {
            file: Some(at.name),
            line: Some(at.line),
            column: Some(at.column),
        })
    }
}

impl<'a> Row<'a> {
    fn new(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Self {
        let mark = |label: &'a Label| Mark {
            place: Place::of(label.span, sources),
            text: &label.text,
            primary: label.primary,
        };
        let place = diagnostic.primary().map(|label| Place::of(label.span, sources));
        Self {
            code: diagnostic.code.as_str(),
            severity: match diagnostic.severity() {
                Severity::Error => "error",
                Severity::Warning => "warning",
            },
            message: &diagnostic.message,
            place: place.unwrap_or_default(),
            help: diagnostic.help.as_deref(),
            labels: diagnostic.labels.iter().map(mark).collect(),
        }
    }
}

pub(crate) fn run(loaded: &Loaded, format: Format) -> Answer {
    let Loaded { sources, diagnostics, .. } = loaded;
    let (out, err) = match format {
        Format::Json => (json_lines(diagnostics.iter().map(|d| Row::new(d, sources))), String::new()),
        Format::Text => {
            let style = style();
            let mut shown: String = diagnostics.iter().map(|d| render(d, sources, style) + "\n\n").collect();
            if let Some(first) = diagnostics.first() {
                shown.push_str(&format!("More about a code: radius-dict explain {}\n\n", first.code));
            }
            (summary(loaded), shown)
        }
    };
    Answer { out, err, is_success: !loaded.has_errors() }
}

fn summary(loaded: &Loaded) -> String {
    let dictionary = &loaded.dictionary;
    format!(
        "{}, {}; {}, {}, {}",
        count(loaded.errors().count(), "error"),
        count(loaded.warnings().count(), "warning"),
        count(loaded.sources.len(), "file"),
        count(dictionary.vendors.len(), "vendor"),
        count(dictionary.attributes.len(), "attribute"),
    )
}

fn count(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}
