//! Values of structs: of each member, one for each branch of a union, and such that end behind a member.

use radius_runtime::value::structure::{BitField, Bits, Element, Form, Member};

use crate::sample::{Limits, Samples};

/// Bits of a member whose size may differ from value to value.
pub const UNSIZED: usize = usize::MAX;

/// What a struct has to know of a member.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Its bits.
    pub bits: usize,
    /// How many values there are to send.
    pub count: usize,
    /// How many members and branches stand in it.
    pub parts: usize,
}

impl Shape {
    /// The key of a union, which has no field.
    pub const KEY: Self = Self { bits: UNSIZED, count: 0, parts: 0 };
}

/// A member of a struct, with values for its field.
pub trait SampledMember: Member {
    /// What the struct has to know of it.
    fn shape() -> Shape;

    /// A value; there are as many as the shape says, then they begin again.
    fn field(nth: usize) -> Self::Field;
}

fn nth<S>(mut all: Vec<S>, nth: usize) -> Option<S> {
    let at = nth.checked_rem(all.len())?;
    Some(all.swap_remove(at))
}

impl<T: Element<Owned = T::Sample> + Samples + ?Sized> SampledMember for T {
    fn shape() -> Shape {
        let bits = match T::FORM {
            Form::Octets(octets) => 8 * octets,
            _ => UNSIZED,
        };
        Shape { bits, count: T::samples(Limits::WHOLE).len(), parts: T::parts() }
    }

    fn field(at: usize) -> Option<T::Sample> {
        nth(T::samples(Limits::WHOLE), at)
    }
}

fn bits<T: Samples>(count: u8) -> Vec<T::Sample> {
    T::samples(Limits { max: (1 << count) - 1, ..Limits::WHOLE })
}

impl<T: BitField + Samples<Sample = T>, const N: u8> SampledMember for Bits<T, N> {
    fn shape() -> Shape {
        Shape { bits: N.into(), count: bits::<T>(N).len(), parts: 0 }
    }

    fn field(at: usize) -> Option<T> {
        nth(bits::<T>(N), at)
    }
}

/// Values of a branch of a union.
#[must_use]
pub fn branch<T: Element<Owned = T::Sample> + Samples + ?Sized>() -> Vec<T::Sample> {
    T::samples(Limits::NONE)
}

/// Whole values with every sample of every member, and those that end behind a member. `value` gives one with so many
/// members and the samples of this number.
///
/// What follows a member without a size of its own, or a part of an octet, cannot be left out and seen to be absent.
pub fn samples<S>(members: &[Shape], limits: Limits, value: impl Fn(usize, usize) -> S) -> Vec<S> {
    let most = members.iter().map(|member| member.count).max().unwrap_or_default();
    let mut all: Vec<S> = (0..most).map(|nth| value(members.len(), nth)).collect();
    if limits.is_whole {
        return all;
    }
    let mut bits = 0;
    for (count, member) in (1..members.len()).zip(members) {
        if member.bits == UNSIZED {
            break;
        }
        bits += member.bits;
        if bits % 8 == 0 {
            all.push(value(count, 0));
        }
    }
    all
}
