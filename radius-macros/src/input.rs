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

/// `pub mod name = "path";`
pub(crate) struct Module {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) name: Ident,
    pub(crate) files: Vec<LitStr>,
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
        let files = if input.peek(syn::token::Bracket) {
            let list;
            let bracket = bracketed!(list in input);
            let files = Punctuated::<LitStr, Token![,]>::parse_terminated(&list)?;
            if files.is_empty() {
                return Err(syn::Error::new(bracket.span.join(), "expected at least one path"));
            }
            files.into_iter().collect()
        } else {
            vec![input.parse()?]
        };
        input.parse::<Token![;]>()?;
        Ok(Self { attributes, visibility, name, files })
    }
}
