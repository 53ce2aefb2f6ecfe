//! Enumerated values: the Rust `enum` that a dictionary's `VALUE` lines become.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

use thiserror::Error;

/// An enumeration compiled from the `VALUE` lines of one attribute.
///
/// The enums that implement it have one variant for each number that the dictionary names, and `Unnamed` for every
/// other number, so that nothing a peer sends is lost. They also have `==`, `Hash`, `Display` and `FromStr` (by the
/// dictionary's spelling) and conversions from and to their number.
pub trait Enumerated: Copy + 'static {
    /// The unsigned integer on the wire.
    type Number: Number;

    /// The dictionary's names of the values.
    const NAMES: Names;

    /// The number on the wire.
    fn number(self) -> Self::Number;

    /// The variant for a number, or the catch-all variant around it where the dictionary does not name it.
    #[doc(hidden)]
    fn variant(number: Self::Number, unnamed: Unnamed<Self>) -> Self;

    /// The variant for a number that the dictionary names.
    fn named(number: Self::Number) -> Option<Self> {
        Self::NAMES.name(number.into()).map(|_| Self::from_number(number))
    }

    /// The value for any number: its variant, or `Unnamed`.
    #[inline]
    fn from_number(number: Self::Number) -> Self {
        Self::variant(number, Unnamed { number, of: PhantomData })
    }
}

/// The unsigned integers that an enumerated attribute can be.
pub trait Number: Copy + Eq + Hash + fmt::Display + fmt::Debug + Into<u64> + TryFrom<u64> + 'static {}

impl Number for u8 {}
impl Number for u16 {}
impl Number for u32 {}
impl Number for u64 {}

/// A number that the dictionary gives no name, inside the `Unnamed` variant of the enumeration `E`.
///
/// It cannot be made by hand: `E::from_number` gives the named variant where there is one, so every value has exactly
/// one representation.
pub struct Unnamed<E: Enumerated> {
    number: E::Number,
    of: PhantomData<fn() -> E>,
}

impl<E: Enumerated> Unnamed<E> {
    /// The number on the wire.
    #[must_use]
    pub const fn number(self) -> E::Number {
        self.number
    }
}

impl<E: Enumerated> Clone for Unnamed<E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E: Enumerated> Copy for Unnamed<E> {}

impl<E: Enumerated> PartialEq for Unnamed<E> {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

impl<E: Enumerated> Eq for Unnamed<E> {}

impl<E: Enumerated> fmt::Debug for Unnamed<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.number, f)
    }
}

/// The names of an enumeration's values: entries of a little-endian 8-octet number, one octet of length and the name.
///
/// Of several names for one number the preferred one stands first.
#[derive(Clone, Copy, Debug)]
pub struct Names(&'static [u8]);

impl Names {
    /// The table that radius-build wrote.
    #[doc(hidden)]
    #[must_use]
    pub const fn from_bytes(bytes: &'static [u8]) -> Self {
        Self(bytes)
    }

    /// Every name with its number, in the order of the table.
    pub fn iter(self) -> impl Iterator<Item = (u64, &'static str)> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            let (number, tail) = rest.split_first_chunk::<8>()?;
            let (&length, tail) = tail.split_first()?;
            let (name, tail) = tail.split_at_checked(usize::from(length))?;
            rest = tail;
            Some((u64::from_le_bytes(*number), std::str::from_utf8(name).ok()?))
        })
    }

    /// The preferred name of a number.
    #[must_use]
    pub fn name(self, number: u64) -> Option<&'static str> {
        self.iter().find(|&(n, _)| n == number).map(|(_, name)| name)
    }

    /// The number of a name; case does not matter.
    #[must_use]
    pub fn number(self, name: &str) -> Option<u64> {
        self.iter().find(|(_, n)| n.eq_ignore_ascii_case(name)).map(|(number, _)| number)
    }
}

/// The text is neither a name of this enumeration nor a number of its width.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{0}` is neither a value name of this attribute nor a number it can hold")]
pub struct UnknownName(pub String);

/// The traits of a generated enum. The tiny bodies call one generic function each, because what generated code costs
/// to compile is the number and size of its function bodies.
///
/// `PartialEq` is left to the enum with second names: derived, it lets these constants stand in patterns. For the other
/// enums `same` makes the cheaper one.
#[doc(hidden)]
#[macro_export]
macro_rules! __enumerated {
    ($name:ident: $number:ident { $($variant:ident = $value:literal,)* } names $names:literal same) => {
        $crate::__enumerated! { $name: $number { $($variant = $value,)* } names $names }

        impl ::core::cmp::PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::value::enumerated::same(*self, *other)
            }
        }
    };
    ($name:ident: $number:ident { $($variant:ident = $value:literal,)* } names $names:literal) => {
        impl $crate::value::Enumerated for $name {
            type Number = $number;

            const NAMES: $crate::value::Names = $crate::value::Names::from_bytes($names);

            #[inline]
            fn number(self) -> $number {
                match self {
                    $(Self::$variant => $value,)*
                    Self::Unnamed(number) => number.number(),
                }
            }

            #[inline]
            fn variant(number: $number, unnamed: $crate::value::Unnamed<Self>) -> Self {
                match number {
                    $($value => Self::$variant,)*
                    _ => Self::Unnamed(unnamed),
                }
            }
        }

        impl ::core::cmp::Eq for $name {}

        impl ::core::hash::Hash for $name {
            #[inline]
            fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                $crate::value::enumerated::hash(*self, state)
            }
        }

        impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::value::enumerated::display(*self, f)
            }
        }

        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::value::enumerated::display(*self, f)
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = $crate::value::UnknownName;

            #[inline]
            fn from_str(text: &str) -> ::core::result::Result<Self, $crate::value::UnknownName> {
                $crate::value::enumerated::from_str(text)
            }
        }

        impl ::core::convert::From<$number> for $name {
            #[inline]
            fn from(number: $number) -> Self {
                $crate::value::Enumerated::from_number(number)
            }
        }

        impl ::core::convert::From<$name> for $number {
            #[inline]
            fn from(value: $name) -> Self {
                $crate::value::Enumerated::number(value)
            }
        }
    };
}

/// Formats as the dictionary's name, or the number where it has none.
#[doc(hidden)]
pub fn display<E: Enumerated>(value: E, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match E::NAMES.name(value.number().into()) {
        Some(name) => f.pad(name),
        None => fmt::Display::fmt(&value.number(), f),
    }
}

/// Reads a dictionary name, or a decimal or `0x` number.
#[doc(hidden)]
pub fn from_str<E: Enumerated>(text: &str) -> Result<E, UnknownName> {
    let number = E::NAMES.number(text).or_else(|| super::parse_unsigned(text));
    number
        .and_then(|n| E::Number::try_from(n).ok())
        .map(E::from_number)
        .ok_or_else(|| UnknownName(text.to_owned()))
}

#[doc(hidden)]
pub fn hash<E: Enumerated, H: Hasher>(value: E, state: &mut H) {
    value.number().hash(state);
}

#[doc(hidden)]
pub fn same<E: Enumerated>(a: E, b: E) -> bool {
    a.number() == b.number()
}
