//! `array`: several values back to back in one attribute.

use std::marker::PhantomData;

use super::{Element, Form, Splitter};
use crate::value::{Layout, ToValue, Value, ValueError};

/// The type of an attribute with several values back to back, each of a fixed size or behind its own length. It is read as
/// a `Vec`, and written from a slice, an array or a `Vec`.
///
/// Several such attributes may stand in a packet: `get_all` gives the values of each.
#[derive(Debug)]
pub struct Array<T: ?Sized>(PhantomData<fn() -> *const T>);

/// Every value in the octets, which they must fill exactly.
fn elements<T: Element + ?Sized>(octets: &[u8]) -> Result<Vec<T::Owned>, ValueError> {
    let mut from = Splitter::new(octets);
    let mut found = Vec::new();
    while let Some(octets) =
        from.octets(T::FORM.whole()).map_err(|problem| remainder::<T>(problem, octets))?
    {
        if octets.is_empty() && matches!(T::FORM.whole(), Form::Octets(_)) {
            break;
        }
        found.push(T::read_element(octets)?);
    }
    Ok(found)
}

/// Octets that are too few for an element are a problem of the array.
fn remainder<T: Element + ?Sized>(problem: ValueError, octets: &[u8]) -> ValueError {
    match T::FORM.whole() {
        Form::Octets(element) => ValueError::Elements { element, found: octets.len() },
        _ => problem,
    }
}

/// Writes an element. A struct whose last members are absent is shorter than its size, and another element follows.
fn filled<T: Element + ?Sized>(
    out: &mut Vec<u8>,
    write: impl FnOnce(&mut Vec<u8>) -> Result<(), ValueError>,
) -> Result<(), ValueError> {
    let start = out.len();
    write(out)?;
    if let Form::UpTo(octets) = T::FORM {
        out.resize(out.len().max(start + octets), 0);
    }
    Ok(())
}

impl<T: Element + ?Sized> Value for Array<T> {
    type View<'a> = Vec<T::Owned>;

    fn read_value(octets: &[u8], _: Layout) -> Result<Vec<T::Owned>, ValueError> {
        elements::<T>(octets)
    }
}

impl<T: Element + ?Sized> Element for Array<T> {
    type Owned = Vec<T::Owned>;

    const FORM: Form = Form::Rest;

    fn read_element(octets: &[u8]) -> Result<Vec<T::Owned>, ValueError> {
        elements::<T>(octets)
    }

    fn write_element(values: &Vec<T::Owned>, out: &mut Vec<u8>) -> Result<(), ValueError> {
        values.iter().try_for_each(|value| match T::FORM {
            Form::Prefixed(prefix) => prefix.write(out, |out| T::write_element(value, out)),
            _ => filled::<T>(out, |out| T::write_element(value, out)),
        })
    }
}

macro_rules! slices {
    ($(($($generics:tt)*) $source:ty;)*) => {$(
        impl<T: Element + ?Sized, V: ToValue<T>, $($generics)*> ToValue<Array<T>> for $source {
            fn write_value(&self, layout: Layout, out: &mut Vec<u8>) -> Result<(), ValueError> {
                self.iter().try_for_each(|value| filled::<T>(out, |out| value.write_value(layout, out)))
            }
        }
    )*};
}

slices! {
    () &[V];
    () Vec<V>;
    () &Vec<V>;
    (const N: usize) [V; N];
    (const N: usize) &[V; N];
}
