//! Diagnostics of a dictionary as errors and warnings of the compiler.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;
use radius_build::{Code, Diagnostic, Loaded, Severity, Style, render};

/// Most errors that are shown of one module, and most warnings.
const SHOWN: usize = 100;

/// A `compile_error!` for each error and a warning for each warning, at the place that `span` finds.
pub(crate) fn diagnostics(loaded: &Loaded, span: impl Fn(&Diagnostic) -> Span) -> TokenStream {
    let errors = shown(loaded.errors(), loaded, &span, "errors", |span, _, text| error(span, text));
    let warnings = shown(loaded.warnings(), loaded, &span, "warnings", warning);
    errors.chain(warnings).collect()
}

fn shown<'a>(
    diagnostics: impl Iterator<Item = &'a Diagnostic>,
    loaded: &Loaded,
    span: &impl Fn(&Diagnostic) -> Span,
    what: &str,
    emit: fn(Span, Option<Code>, &str) -> TokenStream,
) -> impl Iterator<Item = TokenStream> {
    let mut diagnostics = diagnostics;
    let mut shown: Vec<_> = diagnostics
        .by_ref()
        .take(SHOWN)
        .map(|diagnostic| emit(span(diagnostic), Some(diagnostic.code), &text(diagnostic, loaded)))
        .collect();
    match diagnostics.count() {
        0 => {}
        more => shown.push(emit(Span::call_site(), None, &format!("{more} more {what} in dictionaries"))),
    }
    shown.into_iter()
}

/// The diagnostic as text without the word that the compiler puts in front of it. The code goes to the end of the line,
/// so that the compiler does not look as if it had codes of this kind.
fn text(diagnostic: &Diagnostic, loaded: &Loaded) -> String {
    let text = render(diagnostic, &loaded.sources, Style::Plain);
    let code = diagnostic.code.as_str();
    let word = match diagnostic.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let Some(rest) = text.strip_prefix(&format!("{word}[{code}]: ")) else { return text };
    match rest.split_once('\n') {
        Some((first, more)) => format!("{first} [{code}]\n{more}"),
        None => format!("{rest} [{code}]"),
    }
}

pub(crate) fn error(span: Span, text: &str) -> TokenStream {
    quote_spanned! {span=> ::core::compile_error! { #text } }
}

/// The compiler has no warnings for macros to give, but it warns of the use of what is deprecated. Its message names that, so
/// the name says what this is about, also where `deny(warnings)` makes an error of it.
fn warning(span: Span, code: Option<Code>, text: &str) -> TokenStream {
    let note = format!("\n{text}");
    let code = code.map_or_else(String::new, |code| format!("_{code}"));
    let name = Ident::new(&format!("WARNING_OF_A_DICTIONARY{code}"), span);
    quote_spanned! {span=>
        const _: () = {
            #[deprecated(note = #note)]
            const #name: () = ();
            #name
        };
    }
}
