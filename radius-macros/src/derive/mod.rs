//! `#[derive(FromAttributes)]` and `#[derive(IntoAttributes)]`.

mod from;
mod input;
mod into;

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::spanned::Spanned;

use input::Input;

/// The code of `#[derive(FromAttributes)]`.
pub(crate) fn from_attributes(input: TokenStream) -> TokenStream {
    expand(input, from::expand)
}

/// The code of `#[derive(IntoAttributes)]`.
pub(crate) fn into_attributes(input: TokenStream) -> TokenStream {
    expand(input, into::expand)
}

fn expand(input: TokenStream, with: fn(&Input) -> TokenStream) -> TokenStream {
    match syn::parse2(input) {
        Ok(input) => {
            let code = with(&input);
            let crate_path = &input.crate_path;
            quote! {
                const _: () = {
                    use #crate_path::codegen as __r;
                    #code
                };
            }
        }
        Err(error) => error.into_compile_error(),
    }
}

/// Where errors are shown that concern this part of the struct. What is written there is the macro's, not the user's.
fn at(part: &impl Spanned) -> Span {
    Span::call_site().located_at(part.span())
}

/// The marker of what the attributes stand in.
fn place(input: &Input) -> TokenStream {
    input.tlv.as_ref().map_or_else(|| quote!(__r::InPacket), |tlv| quote!(#tlv))
}
