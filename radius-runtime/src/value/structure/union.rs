//! `union`: the last member of a struct, which is what the value of another member says, the key.

use super::{Builder, Element, Form, Splitter};
use crate::value::ValueError;

/// A union of a dictionary: an enum with a variant for each branch, and `Other` for what no branch stands for or fits.
pub trait Union: Sized {
    /// The key, which says what the value is.
    fn key(&self) -> u64;

    /// Reads the branch that the key chooses, or keeps the octets where none fits.
    fn read_branch(key: u64, octets: &[u8]) -> Self;

    /// Appends the octets of the branch.
    ///
    /// # Errors
    /// The value cannot be sent.
    fn write_branch(&self, out: &mut Vec<u8>) -> Result<(), ValueError>;
}

/// Takes the member that is the key of the union.
#[doc(hidden)]
pub fn take_key<T: Element<Owned: Into<u64>>>(from: &mut Splitter<'_>) -> Result<(), ValueError> {
    let key = from.octets(T::FORM)?.map(T::read_element).transpose()?;
    from.set_key(key.map(Into::into));
    Ok(())
}

/// Puts the key of the union.
#[doc(hidden)]
pub fn put_key<T, U>(union: Option<&U>, to: &mut Builder<'_>) -> Result<(), ValueError>
where
    T: Element<Owned: TryFrom<u64>>,
    U: Union,
{
    to.octets(T::FORM, union, |union, out| {
        let too_large = |_| ValueError::OutOfRange { max: u64::MAX };
        T::write_element(&T::Owned::try_from(union.key()).map_err(too_large)?, out)
    })
}

/// Takes the union itself, which is there when its key is.
#[doc(hidden)]
pub fn take_union<U: Union>(from: &mut Splitter<'_>) -> Result<Option<U>, ValueError> {
    Ok(from.union()?.map(|(key, octets)| U::read_branch(key, octets)))
}

/// Puts the union itself.
#[doc(hidden)]
pub fn put_union<U: Union>(field: Option<&U>, to: &mut Builder<'_>) -> Result<(), ValueError> {
    to.octets(Form::Rest, field, U::write_branch)
}

/// The traits of a generated union: its branches with their keys.
#[doc(hidden)]
#[macro_export]
macro_rules! __union {
    ($name:ident: $number:ident { $($variant:ident($kind:ty) = $key:literal,)* }) => {
        impl $crate::value::structure::Union for $name {
            #[inline]
            fn key(&self) -> ::core::primitive::u64 {
                match self {
                    $(Self::$variant(_) => $key,)*
                    Self::Other { key, .. } => ::core::convert::From::from(*key),
                }
            }

            #[inline]
            fn read_branch(key: ::core::primitive::u64, octets: &[u8]) -> Self {
                let branch = match key {
                    $($key => <$kind as $crate::value::structure::Element>::read_element(octets)
                        .ok().map(Self::$variant),)*
                    _ => ::core::option::Option::None,
                };
                branch.unwrap_or_else(|| Self::Other {
                    // It was read as this type.
                    key: <$number>::try_from(key).unwrap_or(<$number>::MAX),
                    octets: octets.to_vec(),
                })
            }

            #[inline]
            fn write_branch(
                &self,
                out: &mut ::std::vec::Vec<::core::primitive::u8>,
            ) -> ::core::result::Result<(), $crate::value::ValueError> {
                match self {
                    $(Self::$variant(value) =>
                        <$kind as $crate::value::structure::Element>::write_element(value, out),)*
                    Self::Other { octets, .. } => {
                        out.extend_from_slice(octets);
                        ::core::result::Result::Ok(())
                    }
                }
            }
        }

        impl $crate::value::structure::Member for $name {
            type Field = ::core::option::Option<Self>;

            #[inline]
            fn take(
                from: &mut $crate::value::structure::Splitter<'_>,
            ) -> ::core::result::Result<::core::option::Option<Self>, $crate::value::ValueError> {
                $crate::value::structure::take_union(from)
            }

            #[inline]
            fn put(
                field: &::core::option::Option<Self>,
                to: &mut $crate::value::structure::Builder<'_>,
            ) -> ::core::result::Result<(), $crate::value::ValueError> {
                $crate::value::structure::put_union(field.as_ref(), to)
            }
        }
    };
}
