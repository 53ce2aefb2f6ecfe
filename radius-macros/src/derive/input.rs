//! What stands in front of `derive`d structs and their fields.

use proc_macro2::Span;
use quote::quote;
use syn::parse::{Parse, ParseStream};
use syn::spanned::Spanned as _;
use syn::{
    Attribute, Expr, Fields, GenericArgument, Generics, Ident, Item, Path, PathArguments, Token, Type,
};

/// A struct to read or to write.
pub(crate) struct Input {
    pub(crate) name: Ident,
    pub(crate) generics: Generics,
    pub(crate) fields: Vec<Field>,
    /// `#[attributes(tlv = …)]`: the marker of the TLV whose attributes these are.
    pub(crate) tlv: Option<Path>,
    /// `#[attributes(tagged)]`: the attributes share a tag.
    pub(crate) tagged: bool,
    /// `#[attributes(crate = …)]`.
    pub(crate) crate_path: Path,
}

/// A field with its type.
pub(crate) struct Field {
    pub(crate) name: Ident,
    pub(crate) ty: Type,
    pub(crate) kind: Kind,
    /// Its attribute is hidden: the type says so, or `#[attribute(…, hidden)]`.
    hidden: bool,
}

/// Where the value of a field comes from.
pub(crate) enum Kind {
    /// `#[attribute(…)]`.
    Attribute(Box<Expr>, Count),
    /// `#[attributes(flatten)]`: a struct of attributes that stand beside the others.
    Flatten,
    /// `#[attributes(tag)]`.
    Tag,
    /// `#[attributes(skip)]`.
    Skip,
}

/// How many values of its attribute a field takes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Count {
    One,
    Optional,
    All,
}

impl Count {
    fn of(ty: &Type) -> Self {
        if inside(ty, "Option").is_some() {
            Self::Optional
        } else if inside(ty, "Vec").is_some_and(|inside| !is_u8(inside)) {
            // Octets are one value.
            Self::All
        } else {
            Self::One
        }
    }
}

impl Input {
    /// Whether a field is hidden, so that reading needs the keys.
    pub(crate) fn is_hidden(&self) -> bool {
        self.fields.iter().any(|field| field.hidden)
    }

    /// The field that holds the tag.
    pub(crate) fn tag(&self) -> Option<&Ident> {
        self.fields.iter().find(|field| matches!(field.kind, Kind::Tag)).map(|field| &field.name)
    }
}

impl Field {
    /// The type of one value: what stands in an `Option` or a `Vec`.
    pub(crate) fn value_type(&self) -> &Type {
        match self.kind {
            Kind::Attribute(_, Count::Optional) => inside(&self.ty, "Option").unwrap_or(&self.ty),
            Kind::Attribute(_, Count::All) => inside(&self.ty, "Vec").unwrap_or(&self.ty),
            _ => &self.ty,
        }
    }
}

/// The options in one `#[attributes(…)]`.
#[derive(Default)]
struct Options {
    tlv: Option<Path>,
    crate_path: Option<Path>,
    /// Those without a value, in order.
    words: Vec<Ident>,
}

impl Parse for Options {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut this = Self::default();
        while !input.is_empty() {
            if input.peek(Token![crate]) {
                let keyword: Token![crate] = input.parse()?;
                input.parse::<Token![=]>()?;
                let path = input.call(Path::parse_mod_style)?;
                if this.crate_path.replace(path).is_some() {
                    return Err(syn::Error::new(keyword.span, "the path of the crate is given twice"));
                }
            } else {
                let word: Ident = input.parse()?;
                if word == "tlv" {
                    input.parse::<Token![=]>()?;
                    if this.tlv.replace(input.call(Path::parse_mod_style)?).is_some() {
                        return Err(syn::Error::new(word.span(), "`tlv` is given twice"));
                    }
                } else {
                    this.words.push(word);
                }
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(this)
    }
}

/// The argument of one `#[attribute(…)]`.
struct Handle {
    handle: Expr,
    hidden: bool,
}

impl Parse for Handle {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let handle = input.parse()?;
        let hidden = input.parse::<Option<Token![,]>>()?.is_some() && !input.is_empty();
        if hidden {
            let word: Ident = input.parse()?;
            if word != "hidden" {
                return Err(syn::Error::new(word.span(), "expected `hidden`"));
            }
        }
        Ok(Self { handle, hidden })
    }
}

const STRUCT_OPTIONS: &str = "expected `tlv = …`, `tagged` or `crate = …`";
const FIELD_OPTIONS: &str = "expected `flatten`, `tag` or `skip`";

impl Parse for Input {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let item = match input.parse::<Item>()? {
            Item::Struct(item) => item,
            other => {
                let span = match &other {
                    Item::Enum(item) => item.enum_token.span(),
                    Item::Union(item) => item.union_token.span(),
                    other => other.span(),
                };
                return Err(syn::Error::new(span, "only a struct can be made of attributes"));
            }
        };
        let Fields::Named(named) = item.fields else {
            return Err(syn::Error::new(
                item.ident.span(),
                "the fields need names: write `struct Login { #[attribute(USER_NAME)] user: String }`",
            ));
        };
        let mut options = Options::default();
        let mut tagged = false;
        for attribute in item.attrs.iter().filter(|attribute| attribute.path().is_ident("attributes")) {
            let more: Options = attribute.parse_args()?;
            options.tlv = more.tlv.or(options.tlv);
            options.crate_path = more.crate_path.or(options.crate_path);
            for word in more.words {
                if word != "tagged" {
                    return Err(syn::Error::new(word.span(), STRUCT_OPTIONS));
                }
                tagged = true;
            }
        }
        let fields = named.named.into_iter().map(|field| read_field(field, tagged));
        let fields = collect(fields)?;
        let crate_path = options.crate_path.unwrap_or_else(|| syn::parse_quote!(::radius_runtime));
        let this =
            Self { name: item.ident, generics: item.generics, fields, tlv: options.tlv, tagged, crate_path };
        let tags = this.fields.iter().filter(|field| matches!(field.kind, Kind::Tag)).count();
        if tagged && tags != 1 {
            return Err(syn::Error::new(
                this.name.span(),
                "a tagged struct needs one field for the tag: `#[attributes(tag)] tag: u8`",
            ));
        }
        Ok(this)
    }
}

/// The fields, or the errors of all of them.
fn collect(fields: impl Iterator<Item = syn::Result<Field>>) -> syn::Result<Vec<Field>> {
    let mut found = Vec::new();
    let mut errors: Option<syn::Error> = None;
    for field in fields {
        match (field, &mut errors) {
            (Ok(field), _) => found.push(field),
            (Err(error), Some(errors)) => errors.combine(error),
            (Err(error), none) => *none = Some(error),
        }
    }
    errors.map_or(Ok(found), Err)
}

fn read_field(field: syn::Field, tagged: bool) -> syn::Result<Field> {
    let name = field.ident.ok_or_else(|| syn::Error::new(Span::call_site(), "the field needs a name"))?;
    let mut kind: Option<Kind> = None;
    let mut hidden = false;
    for attribute in &field.attrs {
        let (new, span) = if attribute.path().is_ident("attribute") {
            let argument: Handle = attribute.parse_args()?;
            hidden =
                argument.hidden || ["Password", "Key", "Clear"].iter().any(|name| mentions(&field.ty, name));
            (Kind::Attribute(Box::new(argument.handle), Count::of(&field.ty)), attribute.span())
        } else if attribute.path().is_ident("attributes") {
            read_words(attribute, tagged)?
        } else {
            continue;
        };
        if kind.replace(new).is_some() {
            return Err(syn::Error::new(span, "the field says twice what it holds"));
        }
    }
    let Some(kind) = kind else {
        let text = format!(
            "the field does not say which attribute it holds: write `#[attribute(…)]` above it, with the attribute's \
             constant, such as `USER_NAME`, or `#[attributes(skip)]` if `{name}` is none"
        );
        return Err(syn::Error::new(name.span(), text));
    };
    Ok(Field { name, ty: field.ty, kind, hidden })
}

fn read_words(attribute: &Attribute, tagged: bool) -> syn::Result<(Kind, Span)> {
    let options: Options = attribute.parse_args()?;
    let error = |span| syn::Error::new(span, FIELD_OPTIONS);
    if options.tlv.is_some() || options.crate_path.is_some() {
        return Err(error(attribute.span()));
    }
    let [word] = options.words.as_slice() else { return Err(error(attribute.span())) };
    let kind = match word.to_string().as_str() {
        "flatten" if tagged => {
            return Err(syn::Error::new(word.span(), "a tagged struct holds attributes with the tag only"));
        }
        "flatten" => Kind::Flatten,
        "tag" if !tagged => {
            return Err(syn::Error::new(word.span(), "only a struct with `#[attributes(tagged)]` has a tag"));
        }
        "tag" => Kind::Tag,
        "skip" => Kind::Skip,
        _ => return Err(error(word.span())),
    };
    Ok((kind, word.span()))
}

/// The type inside a generic type of this name, such as `Option`.
fn inside<'t>(ty: &'t Type, name: &str) -> Option<&'t Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last().filter(|segment| segment.ident == name)?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    match arguments.args.first()? {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    }
}

fn is_u8(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.is_ident("u8"))
}

/// Whether a name stands anywhere in a type.
fn mentions(ty: &Type, name: &str) -> bool {
    fn search(tokens: proc_macro2::TokenStream, name: &str) -> bool {
        tokens.into_iter().any(|token| match token {
            proc_macro2::TokenTree::Ident(ident) => ident == name,
            proc_macro2::TokenTree::Group(group) => search(group.stream(), name),
            _ => false,
        })
    }
    search(quote!(#ty), name)
}
