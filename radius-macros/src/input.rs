//! What stands between the braces of `include_dictionary!`.

use proc_macro2::Span;
use syn::parse::{Parse, ParseStream};
use syn::spanned::Spanned as _;
use syn::{Attribute, Ident, LitStr, Path, Token, Visibility, bracketed, punctuated::Punctuated};

/// The modules of one invocation.
pub(crate) struct Input {
    pub(crate) modules: Vec<Module>,
    /// `crate = …;`
    pub(crate) crate_path: Option<Path>,
    /// What could not be read. The modules in front of it are kept.
    pub(crate) error: Option<syn::Error>,
}

/// `pub mod name = "path" where …;`
pub(crate) struct Module {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) name: Ident,
    pub(crate) files: Vec<LitStr>,
    /// `where files = […], vendors = […]`: what shall be typed.
    pub(crate) typed: Option<Typed>,
}

/// What shall be typed, if not everything.
#[derive(Default)]
pub(crate) struct Typed {
    pub(crate) files: Vec<LitStr>,
    pub(crate) vendors: Vec<LitStr>,
}

impl Parse for Input {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut this = Self { modules: Vec::new(), crate_path: None, error: None };
        this.error = this.read(input).err();
        if this.error.is_some() {
            // A parser has to come to the end of the tokens.
            input.parse::<proc_macro2::TokenStream>()?;
        }
        Ok(this)
    }
}

impl Input {
    fn read(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        if input.is_empty() {
            return Err(syn::Error::new(
                Span::call_site(),
                "no module: write `pub mod dictionary = \"path/to/dictionary\";`",
            ));
        }
        while !input.is_empty() {
            if input.peek(Token![crate]) {
                let keyword: Token![crate] = input.parse()?;
                input.parse::<Token![=]>()?;
                let path = input.call(Path::parse_mod_style)?;
                input.parse::<Token![;]>()?;
                if self.crate_path.replace(path).is_some() {
                    return Err(syn::Error::new(keyword.span(), "the path of the crate is given twice"));
                }
            } else {
                self.modules.push(input.parse()?);
            }
        }
        Ok(())
    }
}

impl Parse for Module {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let visibility: Visibility = input.parse()?;
        if !input.peek(Token![mod]) {
            return Err(input.error("expected `mod name = \"path/to/dictionary\";`"));
        }
        input.parse::<Token![mod]>()?;
        let name = input.parse()?;
        if !input.peek(Token![=]) {
            return Err(input.error("expected `= \"path/to/dictionary\";`"));
        }
        input.parse::<Token![=]>()?;
        let files = paths(input)?;
        let typed = if input.peek(Token![where]) { Some(input.parse()?) } else { None };
        input.parse::<Token![;]>()?;
        Ok(Self { attributes, visibility, name, files, typed })
    }
}

/// One string, or several in brackets.
fn paths(input: ParseStream<'_>) -> syn::Result<Vec<LitStr>> {
    if !input.peek(syn::token::Bracket) {
        return Ok(vec![input.parse()?]);
    }
    let list;
    let bracket = bracketed!(list in input);
    let paths = Punctuated::<LitStr, Token![,]>::parse_terminated(&list)?;
    if paths.is_empty() {
        return Err(syn::Error::new(bracket.span.join(), "expected at least one path"));
    }
    Ok(paths.into_iter().collect())
}

impl Parse for Typed {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut typed = Self::default();
        input.parse::<Token![where]>()?;
        while !input.peek(Token![;]) {
            let name: Ident = input.parse()?;
            let list = match name.to_string().as_str() {
                "files" => &mut typed.files,
                "vendors" => &mut typed.vendors,
                _ => {
                    return Err(syn::Error::new(
                        name.span(),
                        "expected `files = [\"…\"]` or `vendors = [\"…\"]`",
                    ));
                }
            };
            input.parse::<Token![=]>()?;
            list.extend(paths(input)?);
            if input.peek(Token![,]) {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(typed)
    }
}
