//! Writing a struct.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::input::{Count, Field, Input, Kind};
use super::{at, place};

/// The impl of `IntoAttributes`, and for a TLV's struct that of `ToValue`.
pub(crate) fn expand(input: &Input) -> TokenStream {
    let name = &input.name;
    let place = place(input);
    let (impl_generics, ty_generics, where_clause) = input.generics.split_for_impl();
    let fields = input.fields.iter().map(|field| write(field, input));
    let value = input.tlv.as_ref().map(|tlv| {
        quote! {
            #[automatically_derived]
            impl #impl_generics __r::ToValue<__r::Tlv<#tlv>> for #name #ty_generics #where_clause {
                fn write_value(
                    &self,
                    layout: __r::Layout,
                    out: &mut ::std::vec::Vec<::core::primitive::u8>,
                ) -> ::core::result::Result<(), __r::ValueError> {
                    __r::write_contents::<#tlv>(self, layout, out)
                }

                fn contents(&self) -> ::core::option::Option<__r::Inside<'_>> {
                    __r::contents::<#tlv>(self)
                }
            }
        }
    });
    quote! {
        #[automatically_derived]
        impl #impl_generics __r::IntoAttributes<#place> for #name #ty_generics #where_clause {
            fn add_to(
                &self,
                attributes: &mut __r::AttributesMut<'_, #place>,
            ) -> ::core::result::Result<(), __r::AttributeError> {
                #(#fields)*
                ::core::result::Result::Ok(())
            }
        }
        #value
    }
}

/// The statement that writes one field.
fn write(field: &Field, input: &Input) -> TokenStream {
    let name = &field.name;
    let (handle, count) = match &field.kind {
        Kind::Attribute(handle, count) => (handle, *count),
        Kind::Flatten => {
            return quote_spanned! {at(&field.ty)=>
                __r::IntoAttributes::add_to(&self.#name, attributes)?;
            };
        }
        Kind::Tag | Kind::Skip => return TokenStream::new(),
    };
    let own_tag = is_tagged_value(field).then(|| quote_spanned!(at(handle)=> .tag(value.tag)));
    let tag = input.tag().map(|tag| quote_spanned!(at(handle)=> .tag(self.#tag)));
    let at_type = at(&field.ty);
    let value = if own_tag.is_some() {
        quote_spanned!(at_type=> &value.value)
    } else {
        quote_spanned!(at_type=> value)
    };
    let push = quote_spanned! {at_type=> attributes.push(#handle #own_tag #tag, #value)?; };
    match count {
        Count::One => quote_spanned! {at_type=> { let value = &self.#name; #push } },
        Count::Optional => quote_spanned! {at_type=>
            if let ::core::option::Option::Some(value) = &self.#name { #push }
        },
        Count::All => quote_spanned! {at_type=> for value in &self.#name { #push } },
    }
}

fn is_tagged_value(field: &Field) -> bool {
    match field.value_type() {
        syn::Type::Path(path) => {
            path.path.segments.last().is_some_and(|segment| segment.ident == "TaggedValue")
        }
        _ => false,
    }
}
