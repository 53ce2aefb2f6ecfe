//! `bit[N]`: members of fewer than eight bits, or of more that are no whole octets.

use std::marker::PhantomData;

use super::{Builder, Member, Splitter};
use crate::value::{Enumerated, ValueError};

/// A member of `N` bits, whose value is a `T`: `bool`, an unsigned integer or an enumeration.
#[derive(Debug)]
pub struct Bits<T, const N: u8>(PhantomData<fn() -> T>);

/// A type that a member of bits can have.
pub trait BitField: Copy {
    /// The value of these bits, which are no more than it has.
    fn from_bits(bits: u64) -> Option<Self>;

    /// Its bits.
    fn to_bits(self) -> u64;
}

impl BitField for bool {
    fn from_bits(bits: u64) -> Option<Self> {
        Some(bits != 0)
    }

    fn to_bits(self) -> u64 {
        self.into()
    }
}

macro_rules! integers {
    ($($type:ty),*) => {$(
        impl BitField for $type {
            fn from_bits(bits: u64) -> Option<Self> {
                Self::try_from(bits).ok()
            }

            fn to_bits(self) -> u64 {
                self.into()
            }
        }
    )*};
}

integers!(u8, u16, u32, u64);

#[diagnostic::do_not_recommend]
impl<E: Enumerated> BitField for E {
    fn from_bits(bits: u64) -> Option<E> {
        E::Number::try_from(bits).ok().map(E::from_number)
    }

    fn to_bits(self) -> u64 {
        self.number().into()
    }
}

impl<T: BitField, const N: u8> Member for Bits<T, N> {
    type Field = Option<T>;

    fn take(from: &mut Splitter<'_>) -> Result<Option<T>, ValueError> {
        Ok(from.bits(N)?.and_then(T::from_bits))
    }

    fn put(field: &Option<T>, to: &mut Builder<'_>) -> Result<(), ValueError> {
        to.bits(N, field.map(T::to_bits))
    }
}
