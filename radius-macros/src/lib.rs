//! The macros of `radius-runtime`, which re-exports them: thin shells over `radius-build`.

mod derive;
mod include;
mod input;
mod report;

use proc_macro::TokenStream;

/// Compiles FreeRADIUS dictionaries into a module of typed attributes.
///
/// ```ignore
/// radius_runtime::include_dictionary! {
///     /// Attributes of our network.
///     pub mod dictionary = "dictionaries/dictionary";
/// }
/// ```
///
/// The path is relative to the directory of the crate's `Cargo.toml`. `$INCLUDE` is followed, and cargo builds anew when
/// one of the files changes. Several files make one module with `= ["dictionary.a", "dictionary.b"]`; several modules
/// may stand in one invocation. Visibility, documentation and attributes of the module are kept.
///
/// # Only some of it
///
/// What is typed costs time to compile, what stands in the table costs next to none. So that a whole tree can be known, to
/// print and to parse it, and only a part be typed, say which files or which vendors:
///
/// ```ignore
/// radius_runtime::include_dictionary! {
///     pub mod dictionary = "dictionaries/dictionary"
///         where files = ["dictionary.rfc2865", "dictionary.rfc2866"], vendors = ["Cisco"];
/// }
/// ```
///
/// The dictionaries are read whenever the crate is compiled. For a whole tree of thousands of typed attributes a build script
/// with `radius_build::compile` is quicker: it runs only when a dictionary has changed.
///
/// A file is named by its name or the end of its path, a vendor as in the dictionary. What a selected attribute stands in is
/// typed too, and so is what stands in it.
///
/// # What the module holds
///
/// * a constant for each attribute, such as `USER_NAME: Attribute<str>`;
/// * an `enum` for each integer attribute with named values, such as `ServiceType::FramedUser`, whose variant `Unnamed`
///   holds the numbers that have no name;
/// * a `struct` for each `struct` of the dictionary, with a field for each member, and an `enum` over its key for each
///   `union`, whose variant `Other` holds what no branch stands for;
/// * a marker type for each TLV, and a module of what may stand in it;
/// * a module for each vendor, such as `cisco`, with the vendor's attributes and a constant `VENDOR`;
/// * `DICTIONARY`, in which all names and numbers can be looked up, also those of attributes that are never sent.
///
/// `radius_build::reference` describes the language, and in `names` how names become identifiers.
///
/// # Errors
///
/// A mistake in a dictionary is a compile error that shows the dictionary's own file, line and text. What is not wrong is
/// compiled all the same, so that one mistake does not make others.
///
/// # Another path to the crate
///
/// Where `radius_runtime` is re-exported or renamed, name the path: `crate = ::my_facade::radius;`.
#[proc_macro]
pub fn include_dictionary(input: TokenStream) -> TokenStream {
    include::expand(input.into()).into()
}

/// Reads a struct from the attributes of a request, a reply or a TLV: `request.extract::<Login>()?`.
///
/// ```ignore
/// #[derive(FromAttributes)]
/// struct Login<'a> {
///     #[attribute(USER_NAME)]
///     user: &'a str,                        // must be there
///     #[attribute(USER_PASSWORD)]
///     password: Option<Password>,           // may be there
///     #[attribute(cisco::AV_PAIR)]
///     pairs: Vec<&'a str>,                  // all of them
/// }
/// ```
///
/// An attribute that is missing or malformed is named in the error. The type of a field is what the attribute is read as,
/// or another that `FromView` converts it to: `String` for a text, `Vec<u8>`, which is one value, for octets.
///
/// # Fields
///
/// * `#[attribute(USER_NAME)]`: the constant of the attribute, with its module if it has one; `TUNNEL_TYPE.tag(1)` for the
///   values with one tag. Without a tag, a tagged attribute is read as `TaggedValue`.
/// * `#[attribute(SECRET_NUMBER, hidden)]`: for a hidden attribute that is not read as `Password` or `Key`, or a TLV's
///   struct that holds hidden ones. A struct with a hidden attribute is read only from what comes with its keys.
/// * `#[attributes(flatten)]`: a struct of attributes that stand beside the others, or a `Vec` of structs with a tag.
/// * `#[attributes(skip)]`: no attribute; `Default` when it is read.
///
/// # Structs
///
/// * `#[attributes(tlv = IpPortRange)]`: the attributes of a TLV, given by its marker type. The struct is then the type of
///   a field for the TLV, and a value for it. If it borrows, it can be read only from a TLV that is not split.
/// * `#[attributes(tagged)]`: attributes that share a tag, which `#[attributes(tag)] tag: u8` holds. `Vec` of it is read,
///   one for each tag.
/// * `#[attributes(crate = ::my_facade::radius)]`: where `radius_runtime` is re-exported or renamed.
#[proc_macro_derive(FromAttributes, attributes(attribute, attributes))]
pub fn from_attributes(input: TokenStream) -> TokenStream {
    derive::from_attributes(input.into()).into()
}

/// Writes a struct as the attributes of a request, a reply or a TLV: `Packet::access_request().with_all(&login)`.
///
/// Fields and options are those of [`FromAttributes`](macro@FromAttributes); both can be derived for one struct. A field is a value
/// that the attribute takes: `&str`, `String` or `Password` for a hidden text. `Option` is written if it holds one, `Vec` in
/// its order.
///
/// ```ignore
/// #[derive(IntoAttributes)]
/// struct Login<'a> {
///     #[attribute(USER_NAME)]
///     user: &'a str,
///     #[attribute(USER_PASSWORD)]
///     password: &'a str,
/// }
/// ```
#[proc_macro_derive(IntoAttributes, attributes(attribute, attributes))]
pub fn into_attributes(input: TokenStream) -> TokenStream {
    derive::into_attributes(input.into()).into()
}
