//! The macros of `radius-runtime`, which re-exports them: thin shells over `radius-build`.

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
/// # What the module holds
///
/// * a constant for each attribute, such as `USER_NAME: Attribute<str>`;
/// * an `enum` for each integer attribute with named values, such as `ServiceType::FramedUser`, whose variant `Unnamed`
///   holds the numbers that have no name;
/// * a module for each vendor, such as `cisco`, with the vendor's attributes and a constant `VENDOR`;
/// * `DICTIONARY`, in which all names and numbers can be looked up, also those of attributes that are never sent.
///
/// How names become identifiers is told in the documentation of `radius_build::generate::names`.
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
