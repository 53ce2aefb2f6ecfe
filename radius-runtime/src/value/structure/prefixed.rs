//! `length=`: a value behind its own length.

use std::marker::PhantomData;

use super::{Element, Form, LengthPrefix};
use crate::value::{Layout, ToValue, Value, ValueError};

/// The type of a value that stands behind its own length, of `OCTETS` octets, which counts `OFFSET` octets more.
///
/// It is read and written as the value; the length is the library's business.
#[derive(Debug)]
pub struct Prefixed<T: ?Sized, const OCTETS: u8, const OFFSET: u8 = 0>(PhantomData<fn() -> *const T>);

impl<T: ?Sized, const OCTETS: u8, const OFFSET: u8> Prefixed<T, OCTETS, OFFSET> {
    const PREFIX: LengthPrefix = LengthPrefix { octets: OCTETS, offset: OFFSET };
}

impl<T: Value + ?Sized, const OCTETS: u8, const OFFSET: u8> Value for Prefixed<T, OCTETS, OFFSET> {
    type View<'a> = T::View<'a>;

    fn read_value(octets: &[u8], layout: Layout) -> Result<T::View<'_>, ValueError> {
        match Self::PREFIX.split(octets)? {
            (value, []) => T::read_value(value, layout),
            _ => Err(ValueError::LengthPrefix),
        }
    }
}

impl<T: ?Sized, V: ToValue<T>, const OCTETS: u8, const OFFSET: u8> ToValue<Prefixed<T, OCTETS, OFFSET>>
    for V
{
    fn write_value(&self, layout: Layout, out: &mut Vec<u8>) -> Result<(), ValueError> {
        let prefix = Prefixed::<T, OCTETS, OFFSET>::PREFIX;
        prefix.write(out, |out| ToValue::<T>::write_value(self, layout, out))
    }
}

impl<T: Element + ?Sized, const OCTETS: u8, const OFFSET: u8> Element for Prefixed<T, OCTETS, OFFSET> {
    type Owned = T::Owned;

    const FORM: Form = Form::Prefixed(Self::PREFIX);

    fn read_element(octets: &[u8]) -> Result<T::Owned, ValueError> {
        T::read_element(octets)
    }

    fn write_element(value: &T::Owned, out: &mut Vec<u8>) -> Result<(), ValueError> {
        T::write_element(value, out)
    }
}
