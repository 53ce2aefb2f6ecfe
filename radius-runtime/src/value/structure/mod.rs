//! Values that are made of others: `struct`, `union`, `array` and what has a length in front of it.
//!
//! A `struct` of the dictionary is a Rust struct with one field a member. Every field is an `Option`, because a value may
//! end behind any member; in the middle, a member that is `None` is sent as zeros. Text that is empty, and an array of no
//! values, are read as absent. A `union` is an enum over its key.
//!
//! ```
//! radius_runtime::include_dictionary! {
//!     mod dictionary = "../tests/golden/dictionary.structures";
//! }
//! use dictionary::example::{self, location::{Place, place}};
//! use radius_runtime::Packet;
//!
//! let street = example::Location { place: Some(Place::Street("Main".into())), ..Default::default() };
//! let packet = Packet::accounting_request().with(example::LOCATION, street);
//! match packet.get(example::LOCATION)?.and_then(|location| location.place) {
//!     Some(Place::Street(name)) => assert_eq!(name, "Main"),
//!     Some(Place::Cell(place::Cell { cell, .. })) => println!("{cell:?}"),
//!     Some(Place::Other { key, octets }) => println!("{key}: {octets:?}"),
//!     _ => {}
//! }
//! # Ok::<(), radius_runtime::AttributeError>(())
//! ```

mod array;
mod bits;
pub(crate) mod layout;
mod prefixed;
mod union;

pub use array::Array;
pub use bits::{BitField, Bits};
pub use layout::{Builder, Form, LengthPrefix, Splitter};
pub use prefixed::Prefixed;
pub use union::{Union, put_key, put_union, take_key, take_union};

use std::marker::PhantomData;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::SystemTime;

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use macaddr::MacAddr6;

use super::{
    Date, DateIn, DeltaIn, Enumerated, FixedText, InterfaceId, Layout, TimeDelta, ToValue, Value, ValueError,
};

/// A type whose values can stand inside of others: as members of a struct, branches of a union, elements of an array.
pub trait Element {
    /// The value as it is kept in a field.
    type Owned;

    /// How its octets are told from what follows.
    const FORM: Form;

    /// Reads its octets.
    ///
    /// # Errors
    /// They are no value of this type.
    fn read_element(octets: &[u8]) -> Result<Self::Owned, ValueError>;

    /// Appends its octets.
    ///
    /// # Errors
    /// The value cannot be sent.
    fn write_element(value: &Self::Owned, out: &mut Vec<u8>) -> Result<(), ValueError>;
}

/// What a member of a struct is, with the field that holds it.
pub trait Member {
    /// The type of the field.
    type Field: Default;

    /// Takes the member from the octets that are left.
    ///
    /// # Errors
    /// They are no value of this member.
    fn take(from: &mut Splitter<'_>) -> Result<Self::Field, ValueError>;

    /// Puts the member behind those before it.
    ///
    /// # Errors
    /// The value cannot be sent.
    fn put(field: &Self::Field, to: &mut Builder<'_>) -> Result<(), ValueError>;
}

impl<T: Element + ?Sized> Member for T {
    type Field = Option<T::Owned>;

    fn take(from: &mut Splitter<'_>) -> Result<Option<T::Owned>, ValueError> {
        from.octets(T::FORM)?.map(T::read_element).transpose()
    }

    fn put(field: &Option<T::Owned>, to: &mut Builder<'_>) -> Result<(), ValueError> {
        to.octets(T::FORM, field.as_ref(), T::write_element)
    }
}

macro_rules! elements {
    ($($type:ty: $form:expr;)*) => {$(
        impl Element for $type {
            type Owned = Self;

            const FORM: Form = $form;

            fn read_element(octets: &[u8]) -> Result<Self, ValueError> {
                Self::read_value(octets, Layout::Full)
            }

            fn write_element(value: &Self, out: &mut Vec<u8>) -> Result<(), ValueError> {
                ToValue::<Self>::write_value(value, Layout::Full, out)
            }
        }
    )*};
}

elements! {
    u8: Form::Octets(1);
    u16: Form::Octets(2);
    u32: Form::Octets(4);
    u64: Form::Octets(8);
    i8: Form::Octets(1);
    i16: Form::Octets(2);
    i32: Form::Octets(4);
    i64: Form::Octets(8);
    f32: Form::Octets(4);
    f64: Form::Octets(8);
    bool: Form::Octets(1);
    Ipv4Addr: Form::Octets(4);
    Ipv6Addr: Form::Octets(16);
    IpAddr: Form::Rest;
    Ipv4Net: Form::Octets(6);
    Ipv6Net: Form::Rest;
    IpNet: Form::Rest;
    InterfaceId: Form::Octets(8);
    MacAddr6: Form::Octets(6);
    Date: Form::Octets(4);
    TimeDelta: Form::Octets(4);
}

#[diagnostic::do_not_recommend]
impl<E: Enumerated> Element for E
where
    E: for<'a> Value<View<'a> = E> + ToValue<E>,
{
    type Owned = E;

    const FORM: Form = Form::Octets(size_of::<E::Number>());

    fn read_element(octets: &[u8]) -> Result<E, ValueError> {
        E::read_value(octets, Layout::Full)
    }

    fn write_element(value: &E, out: &mut Vec<u8>) -> Result<(), ValueError> {
        value.write_value(Layout::Full, out)
    }
}

macro_rules! owned {
    ($(($($generics:tt)*) $type:ty => $owned:ty: $form:expr;)*) => {$(
        impl<$($generics)*> Element for $type {
            type Owned = $owned;

            const FORM: Form = $form;

            fn read_element(octets: &[u8]) -> Result<$owned, ValueError> {
                Self::read_value(octets, Layout::Full).map(Into::into)
            }

            fn write_element(value: &$owned, out: &mut Vec<u8>) -> Result<(), ValueError> {
                out.extend_from_slice(value.as_ref());
                Ok(())
            }
        }
    )*};
}

owned! {
    () str => String: Form::Rest;
    () [u8] => Vec<u8>: Form::Rest;
    (const N: usize) FixedText<N> => String: Form::Octets(N);
}

impl<const N: usize> Element for [u8; N] {
    type Owned = Self;

    const FORM: Form = Form::Octets(N);

    fn read_element(octets: &[u8]) -> Result<Self, ValueError> {
        super::exactly(octets)
    }

    fn write_element(value: &Self, out: &mut Vec<u8>) -> Result<(), ValueError> {
        out.extend_from_slice(value);
        Ok(())
    }
}

/// The type of a member that always has `N` octets, where its own type does not say so: `octets[N]` with the flag `secret`.
#[derive(Debug)]
pub struct Exactly<T: ?Sized, const N: usize>(PhantomData<fn() -> *const T>);

impl<T: Element + ?Sized, const N: usize> Element for Exactly<T, N> {
    type Owned = T::Owned;

    const FORM: Form = Form::Octets(N);

    fn read_element(octets: &[u8]) -> Result<T::Owned, ValueError> {
        check_length::<N>(octets.len())?;
        T::read_element(octets)
    }

    fn write_element(value: &T::Owned, out: &mut Vec<u8>) -> Result<(), ValueError> {
        let start = out.len();
        T::write_element(value, out)?;
        check_length::<N>(out.len() - start)
    }
}

fn check_length<const N: usize>(found: usize) -> Result<(), ValueError> {
    if found == N { Ok(()) } else { Err(ValueError::Length { expected: N, found }) }
}

/// The traits of a generated struct: its members in the order of the wire. The member `[key union: type]` has no field; it
/// stands for the key that the field `union` knows.
#[doc(hidden)]
#[macro_export]
macro_rules! __structure {
    ($name:ident: $form:expr, { $($member:tt)* }) => {
        impl $crate::value::Value for $name {
            type View<'a> = Self;

            #[inline]
            fn read_value(
                octets: &[u8],
                _: $crate::value::Layout,
            ) -> ::core::result::Result<Self, $crate::value::ValueError> {
                let mut from = $crate::value::structure::Splitter::new(octets);
                let mut this = <Self as ::core::default::Default>::default();
                $($crate::__structure! { @take this from $member })*
                ::core::result::Result::Ok(this)
            }
        }

        impl $crate::value::ToValue<$name> for $name {
            #[inline]
            fn write_value(
                &self,
                _: $crate::value::Layout,
                out: &mut ::std::vec::Vec<::core::primitive::u8>,
            ) -> ::core::result::Result<(), $crate::value::ValueError> {
                let mut to = $crate::value::structure::Builder::new(out);
                $($crate::__structure! { @put self to $member })*
                to.finish();
                ::core::result::Result::Ok(())
            }
        }

        impl $crate::value::ToValue<$name> for &$name {
            #[inline]
            fn write_value(
                &self,
                layout: $crate::value::Layout,
                out: &mut ::std::vec::Vec<::core::primitive::u8>,
            ) -> ::core::result::Result<(), $crate::value::ValueError> {
                $crate::value::ToValue::<$name>::write_value(*self, layout, out)
            }
        }

        impl $crate::value::structure::Element for $name {
            type Owned = Self;

            const FORM: $crate::value::structure::Form = $form;

            #[inline]
            fn read_element(octets: &[u8]) -> ::core::result::Result<Self, $crate::value::ValueError> {
                <Self as $crate::value::Value>::read_value(octets, $crate::value::Layout::Full)
            }

            #[inline]
            fn write_element(
                value: &Self,
                out: &mut ::std::vec::Vec<::core::primitive::u8>,
            ) -> ::core::result::Result<(), $crate::value::ValueError> {
                $crate::value::ToValue::<$name>::write_value(value, $crate::value::Layout::Full, out)
            }
        }
    };
    (@take $this:ident $from:ident [key $union:ident: $number:ty]) => {
        $crate::value::structure::take_key::<$number>(&mut $from)?;
    };
    (@take $this:ident $from:ident [$field:ident: $kind:ty]) => {
        $this.$field = <$kind as $crate::value::structure::Member>::take(&mut $from)?;
    };
    (@put $this:ident $to:ident [key $union:ident: $number:ty]) => {
        $crate::value::structure::put_key::<$number, _>($this.$union.as_ref(), &mut $to)?;
    };
    (@put $this:ident $to:ident [$field:ident: $kind:ty]) => {
        <$kind as $crate::value::structure::Member>::put(&$this.$field, &mut $to)?;
    };
}

impl<const OCTETS: usize, const UNIT: u64> Element for DateIn<OCTETS, UNIT> {
    type Owned = SystemTime;

    const FORM: Form = Form::Octets(OCTETS);

    fn read_element(octets: &[u8]) -> Result<SystemTime, ValueError> {
        Self::read_value(octets, Layout::Full)
    }

    fn write_element(value: &SystemTime, out: &mut Vec<u8>) -> Result<(), ValueError> {
        ToValue::<Self>::write_value(value, Layout::Full, out)
    }
}

impl<const OCTETS: usize, const UNIT: u64, const SIGNED: bool> Element for DeltaIn<OCTETS, UNIT, SIGNED> {
    type Owned = TimeDelta;

    const FORM: Form = Form::Octets(OCTETS);

    fn read_element(octets: &[u8]) -> Result<TimeDelta, ValueError> {
        Self::read_value(octets, Layout::Full)
    }

    fn write_element(value: &TimeDelta, out: &mut Vec<u8>) -> Result<(), ValueError> {
        ToValue::<Self>::write_value(value, Layout::Full, out)
    }
}

#[cfg(test)]
mod tests;
