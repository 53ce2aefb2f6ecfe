//! Reading a struct.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{GenericParam, Generics, Lifetime, parse_quote};

use super::input::{Count, Field, Input, Kind};
use super::{at, place};

/// The impl of `FromAttributes` or `FromTagged`, and for a TLV's struct that of `FromView`.
pub(crate) fn expand(input: &Input) -> TokenStream {
    let name = &input.name;
    let place = place(input);
    let packet = Lifetime::new("'__a", proc_macro2::Span::call_site());
    let (keys, generics) = generics(input, &packet, &place);
    let (impl_generics, _, where_clause) = generics.split_for_impl();
    let (_, ty_generics, _) = input.generics.split_for_impl();
    let fields = input.fields.iter().map(|field| read(field, input));
    let body = quote! { ::core::result::Result::Ok(Self { #(#fields)* }) };
    let attributes = quote!(attributes: &__r::Attributes<#packet, '_, #place, #keys>);
    let result = quote!(::core::result::Result<Self, __r::ExtractError>);
    if input.tagged {
        let handles = input.fields.iter().filter_map(|field| match &field.kind {
            Kind::Attribute(handle, _) => Some(quote!(tags.add(attributes, #handle);)),
            _ => None,
        });
        return quote! {
            #[automatically_derived]
            impl #impl_generics __r::FromTagged<#packet, #place, #keys> for #name #ty_generics #where_clause {
                fn tags(#attributes) -> __r::Tags {
                    let mut tags = <__r::Tags as ::core::default::Default>::default();
                    #(#handles)*
                    tags
                }

                fn from_tag(#attributes, __tag: ::core::primitive::u8) -> #result { #body }
            }
        };
    }
    let view = input.tlv.as_ref().map(|tlv| {
        let read = if input.generics.lifetimes().next().is_some() {
            quote!(from_borrowed_view)
        } else {
            quote!(from_view)
        };
        quote! {
            #[automatically_derived]
            impl #impl_generics __r::FromView<__r::TlvView<#packet, #tlv, #keys>> for #name #ty_generics
            #where_clause
            {
                fn from_view(
                    view: __r::TlvView<#packet, #tlv, #keys>,
                ) -> ::core::result::Result<Self, __r::Refusal> {
                    __r::#read(&view)
                }
            }
        }
    });
    quote! {
        #[automatically_derived]
        impl #impl_generics __r::FromAttributes<#packet, #place, #keys> for #name #ty_generics #where_clause {
            fn from_attributes(#attributes) -> #result { #body }
        }
        #view
    }
}

/// What must reveal hidden attributes, and the generics of the impl: those of the struct, the packet's lifetime, which
/// outlives each of the struct's, and where no attribute is hidden the keys, which can then be any.
fn generics(input: &Input, packet: &Lifetime, place: &TokenStream) -> (TokenStream, Generics) {
    let mut generics = input.generics.clone();
    let own: Vec<_> = input.generics.lifetimes().map(|parameter| &parameter.lifetime).collect();
    let lifetime = if own.is_empty() { parse_quote!(#packet) } else { parse_quote!(#packet: #(#own)+*) };
    generics.params.insert(0, GenericParam::Lifetime(lifetime));
    let keys = if input.is_hidden() {
        quote!(__r::Keys)
    } else {
        generics.params.push(parse_quote!(__K: ::core::clone::Clone + 'static));
        quote!(__K)
    };
    let beside = input.fields.iter().filter(|field| matches!(field.kind, Kind::Flatten));
    let bounds = beside.map(|field| {
        let ty = &field.ty;
        quote_spanned!(at(ty)=> #ty: __r::FromAttributes<#packet, #place, #keys>)
    });
    generics
        .make_where_clause()
        .predicates
        .extend(bounds.map(|bound| -> syn::WherePredicate { parse_quote!(#bound) }));
    (keys, generics)
}

/// One field of the struct's expression.
fn read(field: &Field, input: &Input) -> TokenStream {
    let Field { name, ty, .. } = field;
    match &field.kind {
        Kind::Attribute(handle, count) => {
            let function = match count {
                Count::One => quote!(required),
                Count::Optional => quote!(optional),
                Count::All => quote!(all),
            };
            let (of, field_name) = (input.name.to_string(), name.to_string());
            let handle = tagged(handle, input);
            let value = field.value_type();
            // The errors of a field are shown at its type.
            quote_spanned! {at(value)=>
                #name: __r::#function::<_, _, _, #value>(
                    attributes, #handle, __r::Place { of: #of, field: #field_name },
                )?,
            }
        }
        Kind::Flatten => quote! {
            #name: <#ty as __r::FromAttributes<'_, _, _>>::from_attributes(attributes)?,
        },
        Kind::Tag => quote!(#name: __tag,),
        Kind::Skip => quote!(#name: ::core::default::Default::default(),),
    }
}

/// The handle, with the tag if the struct has one.
fn tagged(handle: &syn::Expr, input: &Input) -> TokenStream {
    if input.tagged { quote_spanned!(at(handle)=> (#handle).tag(__tag)) } else { quote!(#handle) }
}
