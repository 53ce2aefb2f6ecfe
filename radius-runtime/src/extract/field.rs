//! One field of a struct: which values of an attribute it takes, and how they fit its type.

use std::borrow::Cow;
use std::error::Error;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;
use std::time::SystemTime;

use crate::attribute::{Attribute, AttributeError, Problem, Read, TaggedValue};
use crate::value::{Date, ValueError};

use super::{Attributes, ExtractError, ExtractProblem};

/// Why [`FromView`] does not take a value: any error.
pub type Refusal = Box<dyn Error + Send + Sync>;

/// A type of a field that holds what an attribute is read as, `V`: `&str` for a text, `u32` for an integer.
///
/// Every type holds itself; `String`, `Vec<u8>`, `Cow`, `Box`, `Arc` and arrays hold texts and octets, `IpAddr` the
/// addresses and `SystemTime` a date. Implement it for types of your own:
///
/// ```
/// use radius_runtime::extract::{FromView, Refusal};
///
/// struct Realm(String);
///
/// impl FromView<&str> for Realm {
///     fn from_view(user: &str) -> Result<Self, Refusal> {
///         let (_, realm) = user.split_once('@').ok_or("there is no realm")?;
///         Ok(Self(realm.to_owned()))
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "a field of type `{Self}` cannot hold this attribute, which is read as `{V}`",
    label = "this attribute is read as `{V}`, not as `{Self}`",
    note = "a hidden attribute is read as `Password` or `Key`, a tagged one as `TaggedValue` unless `.tag(n)` says which",
    note = "implement `FromView<{V}>` for a type of your own to convert the value or to refuse it"
)]
pub trait FromView<V>: Sized {
    /// Takes the value.
    ///
    /// # Errors
    /// The type does not take it; the error must not show it, because it is logged.
    fn from_view(view: V) -> Result<Self, Refusal>;
}

impl<V> FromView<V> for V {
    fn from_view(view: V) -> Result<Self, Refusal> {
        Ok(view)
    }
}

macro_rules! convert {
    ($($view:ty => $($type:ty),*;)*) => {$($(
        impl<'a> FromView<$view> for $type {
            fn from_view(view: $view) -> Result<Self, Refusal> {
                Ok(view.into())
            }
        }
    )*)*};
}

convert! {
    &'a str => String, Cow<'a, str>, Box<str>, Arc<str>;
    Cow<'a, str> => String, Box<str>, Arc<str>;
    &'a [u8] => Vec<u8>, Cow<'a, [u8]>, Box<[u8]>, Arc<[u8]>;
    Cow<'a, [u8]> => Vec<u8>, Box<[u8]>, Arc<[u8]>;
}

macro_rules! convert_owned {
    ($($view:ty => $type:ty;)*) => {$(
        impl FromView<$view> for $type {
            fn from_view(view: $view) -> Result<Self, Refusal> {
                Ok(view.into())
            }
        }
    )*};
}

convert_owned! {
    Ipv4Addr => IpAddr;
    Ipv6Addr => IpAddr;
    Date => SystemTime;
}

impl<const N: usize> FromView<&[u8]> for [u8; N] {
    fn from_view(view: &[u8]) -> Result<Self, Refusal> {
        let wrong = ValueError::Length { expected: N, found: view.len() };
        view.try_into().map_err(|_| wrong.into())
    }
}

macro_rules! convert_tagged {
    ($($view:ty => $type:ty),*) => {$(
        impl FromView<TaggedValue<$view>> for TaggedValue<$type> {
            fn from_view(view: TaggedValue<$view>) -> Result<Self, Refusal> {
                Ok(Self { tag: view.tag, value: view.value.into() })
            }
        }
    )*};
}

convert_tagged!(&str => String, &[u8] => Vec<u8>);

/// Where a field stands, for errors.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// The struct.
    pub of: &'static str,
    /// Its field.
    pub field: &'static str,
}

impl Place {
    #[cold]
    fn error(self, attribute: Cow<'static, str>, problem: ExtractProblem) -> ExtractError {
        ExtractError { of: self.of, field: self.field, attribute, problem }
    }

    #[cold]
    fn malformed(self, error: AttributeError) -> ExtractError {
        self.error(error.name, ExtractProblem::Malformed(error.problem))
    }

    #[cold]
    fn refused(self, name: &'static str, refusal: Refusal) -> ExtractError {
        let problem = match refusal.downcast::<ExtractError>() {
            Ok(inside) => ExtractProblem::Inside(inside),
            Err(refusal) => match refusal.downcast::<Problem>() {
                Ok(problem) => ExtractProblem::Malformed(*problem),
                Err(refusal) => ExtractProblem::Refused(refusal),
            },
        };
        self.error(name.into(), problem)
    }
}

/// The first value of an attribute, if there is one.
///
/// # Errors
/// It is malformed, or the field does not take it.
#[inline]
pub fn optional<'a, T, P, K, F>(
    attributes: &Attributes<'a, '_, P, K>,
    attribute: Attribute<T, P>,
    place: Place,
) -> Result<Option<F>, ExtractError>
where
    T: Read<K> + ?Sized,
    F: FromView<T::View<'a>>,
{
    let view = attributes.get(attribute).map_err(|error| place.malformed(error))?;
    view.map(F::from_view).transpose().map_err(|refusal| place.refused(attribute.name(), refusal))
}

/// The first value of an attribute that must be there.
///
/// # Errors
/// It is missing or malformed, or the field does not take it.
#[inline]
pub fn required<'a, T, P, K, F>(
    attributes: &Attributes<'a, '_, P, K>,
    attribute: Attribute<T, P>,
    place: Place,
) -> Result<F, ExtractError>
where
    T: Read<K> + ?Sized,
    F: FromView<T::View<'a>>,
{
    optional(attributes, attribute, place)?
        .ok_or_else(|| place.error(attribute.name().into(), ExtractProblem::Missing))
}

/// Every value of an attribute.
///
/// # Errors
/// One is malformed, or the field does not take it.
pub fn all<'a, T, P, K, F>(
    attributes: &Attributes<'a, '_, P, K>,
    attribute: Attribute<T, P>,
    place: Place,
) -> Result<Vec<F>, ExtractError>
where
    T: Read<K> + ?Sized,
    F: FromView<T::View<'a>>,
{
    let values = attributes.get_all(attribute).map(|view| {
        F::from_view(view.map_err(|error| place.malformed(error))?)
            .map_err(|refusal| place.refused(attribute.name(), refusal))
    });
    values.collect()
}
