//! `include_dictionary!`.

use std::path::{Path, PathBuf};

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens as _, quote};
use radius_build::generate::{Selection, Typed};
use radius_build::{Diagnostic, Loaded, Options, generate, load};
use syn::LitStr;

use crate::input::{self, Input, Module};
use crate::report;

/// The code that stands for the invocation.
pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let input: Input = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error(),
    };
    let mut out = input.error.map(syn::Error::into_compile_error).unwrap_or_default();
    let crate_path = input.crate_path.map_or_else(
        || "::radius_runtime".to_owned(),
        |path| path.to_token_stream().to_string().replace(' ', ""),
    );
    // Cargo sets it for every crate that it builds.
    let base = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    for module in &input.modules {
        out.extend(match &base {
            Some(base) => expand_module(module, base, &crate_path),
            None => report::error(
                module.name.span(),
                "paths are relative to the directory of Cargo.toml, but CARGO_MANIFEST_DIR is not set",
            ),
        });
    }
    out
}

fn expand_module(module: &Module, base: &Path, crate_path: &str) -> TokenStream {
    let mut out = TokenStream::new();
    let roots: Vec<String> = module.files.iter().map(LitStr::value).collect();
    for (file, root) in module.files.iter().zip(&roots) {
        if Path::new(root).is_absolute() {
            out.extend(report::error(
                file.span(),
                "an absolute path works on one machine only; write it relative to the directory of Cargo.toml",
            ));
        }
    }
    let paths: Vec<PathBuf> = roots.iter().map(PathBuf::from).collect();
    let loaded = load(base, &paths);
    out.extend(loaded.sources.iter().map(|file| track(file.path(), base)));
    out.extend(report::diagnostics(&loaded, |diagnostic| span_of(diagnostic, &loaded, &module.files, base)));

    let Module { attributes, visibility, name, typed, .. } = module;
    let typed = typed.as_ref().map(|typed| {
        let (found, errors) = select(typed, &loaded);
        out.extend(errors);
        found
    });
    let options =
        Options { crate_path: crate_path.to_owned(), files: roots, typed, ..Options::new(name.to_string()) };
    let parse = |text: String| text.parse::<TokenStream>();
    let front = parse(generate::attributes(&options));
    match front.and_then(|front| Ok((front, parse(generate::items(&loaded.dictionary, &options))?))) {
        Ok((front, items)) => out.extend(quote! { #(#attributes)* #front #visibility mod #name { #items } }),
        Err(error) => {
            let text = format!("radius-build made no valid Rust of this dictionary, which is a bug: {error}");
            out.extend(report::error(name.span(), &text));
        }
    }
    out
}

/// What is selected, and an error at each name that is not there.
fn select(typed: &input::Typed, loaded: &Loaded) -> (Typed, TokenStream) {
    let names = |list: &[LitStr]| list.iter().map(LitStr::value).collect();
    let selection = Selection { files: names(&typed.files), vendors: names(&typed.vendors) };
    let unknown = match selection.find(loaded) {
        Ok(found) => return (found, TokenStream::new()),
        Err(unknown) => unknown,
    };
    let errors = unknown.iter().map(|unknown| {
        let mut literals = typed.files.iter().chain(&typed.vendors);
        let at = literals.find(|literal| literal.value() == unknown.name);
        report::error(at.map_or_else(Span::call_site, LitStr::span), &unknown.to_string())
    });
    // All of it, so that one wrong name makes no other errors.
    (Typed::all(loaded), errors.collect())
}

/// Makes cargo build the crate anew when the file changes.
fn track(file: &Path, base: &Path) -> TokenStream {
    match file.strip_prefix(base) {
        Ok(relative) => {
            let path = format!("/{}", relative.display());
            quote! {
                const _: &[::core::primitive::u8] =
                    ::core::include_bytes!(::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), #path));
            }
        }
        Err(_) => {
            let path = file.display().to_string();
            quote! { const _: &[::core::primitive::u8] = ::core::include_bytes!(#path); }
        }
    }
}

/// The path in the invocation by which the file of a diagnostic was reached.
fn span_of(diagnostic: &Diagnostic, loaded: &Loaded, files: &[LitStr], base: &Path) -> Span {
    let root = diagnostic.primary().and_then(|label| {
        let outermost = loaded.sources.include_chain(label.span.file).last();
        loaded.sources.get(outermost.map_or(label.span.file, |span| span.file))
    });
    let by_file = root.and_then(|root| files.iter().find(|file| base.join(file.value()) == root.path()));
    // A file that cannot be read has its name in the message only.
    let by_name = || files.iter().find(|file| diagnostic.message.contains(&format!("`{}`", file.value())));
    by_file.or_else(by_name).or_else(|| files.first()).map_or_else(Span::call_site, LitStr::span)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The expansion without the constants that track files, without spaces.
    fn expanded(input: &str) -> String {
        expand(input.parse().unwrap()).to_string()
    }

    const SAMPLE: &str = "../tests/golden/dictionary.sample";

    #[test]
    fn macro_and_build_script_make_the_same_tokens() {
        let found =
            expanded(&format!("/// Ours.\npub(crate) mod acme = {SAMPLE:?}; crate = ::facade::radius;"));
        let base = Path::new(env!("CARGO_MANIFEST_DIR"));
        let loaded = load(base, &[SAMPLE.into()]);
        let options = Options {
            attributes: "/// Ours.".into(),
            visibility: "pub(crate)".into(),
            crate_path: "::facade::radius".into(),
            files: vec![SAMPLE.into()],
            ..Options::new("acme")
        };
        let text = generate(&loaded.dictionary, &options);
        let module = text.parse::<TokenStream>().unwrap().to_string();
        assert!(found.ends_with(&module), "{found}\n\n{module}");
        let rest = found.strip_suffix(&module).unwrap();
        assert_eq!(rest.matches("include_bytes").count(), 1, "one file is tracked: {rest}");
        assert!(rest.contains("\"/../tests/golden/dictionary.sample\""), "{rest}");
    }

    #[test]
    fn an_error_keeps_the_rest_and_tracks_the_file() {
        let folder = std::env::temp_dir().join(format!("radius-macros-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join("dictionary");
        std::fs::write(&path, "ATTRIBUTE A 1 strnig\nATTRIBUTE B 2 strnig\nATTRIBUTE C 3 string\n").unwrap();
        let relative = pathdiff(&path);
        let found = expanded(&format!("mod d = {relative:?};"));
        std::fs::remove_dir_all(&folder).unwrap();
        assert_eq!(found.matches("compile_error").count(), 2, "{found}");
        assert_eq!(found.matches("include_bytes").count(), 1, "{found}");
        assert!(found.contains("pub const C :"), "{found}");
    }

    /// The path seen from this crate's folder.
    fn pathdiff(path: &Path) -> String {
        let up = Path::new(env!("CARGO_MANIFEST_DIR")).components().count() - 1;
        format!("{}{}", "../".repeat(up), path.strip_prefix("/").unwrap().display())
    }

    #[test]
    fn what_stands_before_a_mistake_in_the_invocation_is_kept() {
        let found = expanded(&format!("mod a = {SAMPLE:?}; mod b;"));
        assert!(found.contains("compile_error") && found.contains("mod a {"), "{found}");
        for wrong in
            ["", "mod", "mod a = 1;", "mod a = [];", "crate = ;", "crate = a; crate = b;", "}{", "pub"]
        {
            let Ok(tokens) = wrong.parse() else { continue };
            assert!(expand(tokens).to_string().contains("compile_error"), "{wrong}");
        }
    }

    #[test]
    fn what_is_selected_is_typed_and_what_is_not_there_is_an_error() {
        let typed = |selection: &str| expanded(&format!("mod a = {SAMPLE:?} where {selection};"));
        let found = typed("vendors = [\"Sample\"]");
        assert!(found.contains("mod sample {") && !found.contains("pub const USER_NAME"), "{found}");
        let both = typed("files = \"dictionary.sample\", vendors = [\"Sample\"],");
        assert!(both.contains("pub const USER_NAME") && !both.contains("compile_error"), "{both}");
        let wrong = typed("files = [\"dictionary.smaple\"], vendors = [\"Nobody\"]");
        assert_eq!(wrong.matches("compile_error").count(), 2, "{wrong}");
        assert!(wrong.contains("did you mean `dictionary.sample`?") && wrong.contains("pub const USER_NAME"));
        assert!(typed("names = [\"a\"]").contains("expected `files"));
    }

    #[test]
    fn several_files_make_one_module() {
        let found = expanded(&format!("mod a = [{SAMPLE:?}, \"../tests/golden/dictionary.names\",];"));
        assert_eq!(found.matches("mod a {").count(), 1);
        assert_eq!(found.matches("include_bytes").count(), 2);
    }
}
