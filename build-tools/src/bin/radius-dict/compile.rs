//! `radius-dict generate`.

use std::io;
use std::path::Path;

use proc_macro2::{TokenStream, TokenTree};
use radius_build::generate::Selection;
use radius_build::{Loaded, Options, generate};

use crate::Answer;

/// Writes nothing where there are errors: half a module would pass for a whole one.
pub(crate) fn run(
    loaded: &Loaded,
    mut options: Options,
    selection: &Selection,
    output: Option<&Path>,
) -> io::Result<Answer> {
    if loaded.has_errors() {
        return Ok(Answer::of(loaded, String::new()));
    }
    if *selection != Selection::default() {
        options.typed = match selection.find(loaded) {
            Ok(typed) => Some(typed),
            Err(unknown) => {
                let err = unknown.iter().map(|unknown| format!("error: {unknown}\n")).collect();
                return Ok(Answer { out: String::new(), err, is_success: false });
            }
        };
    }
    let source = generate::file(&loaded.dictionary, &options);
    let Some(output) = output else { return Ok(Answer::of(loaded, source)) };
    std::fs::write(output, source).map_err(|error| {
        io::Error::new(error.kind(), format!("{} cannot be written: {error}", output.display()))
    })?;
    Ok(Answer::of(loaded, String::new()))
}

/// The name of a module, from the command line.
pub(crate) fn module(text: &str) -> Result<String, &'static str> {
    if generate::names::is_module(text) {
        Ok(text.to_owned())
    } else {
        Err("not a name that a module can have")
    }
}

/// The path of a crate, from the command line.
pub(crate) fn path(text: &str) -> Result<String, &'static str> {
    let is_part = |token: &TokenTree| match token {
        TokenTree::Ident(_) => true,
        TokenTree::Punct(sign) => sign.as_char() == ':',
        _ => false,
    };
    match tokens(text).as_deref() {
        Some(all @ [.., TokenTree::Ident(_)]) if all.iter().all(is_part) => Ok(text.to_owned()),
        _ => Err("not a path of a crate, such as ::radius_runtime"),
    }
}

fn tokens(text: &str) -> Option<Vec<TokenTree>> {
    text.parse::<TokenStream>().ok().map(|tokens| tokens.into_iter().collect())
}
