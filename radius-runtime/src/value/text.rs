//! `string` as `str`, `octets` as `[u8]`, and both of a fixed length.

use std::borrow::Cow;
use std::sync::Arc;

use super::{Layout, ToValue, Value, ValueError};

/// The type of a text of exactly `N` octets: `string[N]`. It is read as `&str`.
#[derive(Debug)]
pub enum FixedText<const N: usize> {}

impl<const N: usize> Value for FixedText<N> {
    type View<'a> = &'a str;

    fn read_value(octets: &[u8], layout: Layout) -> Result<&str, ValueError> {
        str::read_value(check_length::<N>(octets)?, layout)
    }
}

impl<const N: usize, V: ToValue<str>> ToValue<FixedText<N>> for V {
    fn write_value(&self, layout: Layout, out: &mut Vec<u8>) -> Result<(), ValueError> {
        let start = out.len();
        ToValue::<str>::write_value(self, layout, out)?;
        check_length::<N>(out.get(start..).unwrap_or_default()).map(drop)
    }
}

fn check_length<const N: usize>(octets: &[u8]) -> Result<&[u8], ValueError> {
    if octets.len() == N { Ok(octets) } else { Err(ValueError::Length { expected: N, found: octets.len() }) }
}

/// `octets[N]`.
impl<const N: usize> Value for [u8; N] {
    type View<'a> = &'a Self;

    fn read_value(octets: &[u8], _: Layout) -> Result<&Self, ValueError> {
        octets.try_into().map_err(|_| ValueError::Length { expected: N, found: octets.len() })
    }
}

impl<const N: usize> ToValue<Self> for [u8; N] {
    fn write_value(&self, _: Layout, out: &mut Vec<u8>) -> Result<(), ValueError> {
        out.extend_from_slice(self);
        Ok(())
    }
}

impl<const N: usize> ToValue<[u8; N]> for &[u8; N] {
    fn write_value(&self, _: Layout, out: &mut Vec<u8>) -> Result<(), ValueError> {
        out.extend_from_slice(*self);
        Ok(())
    }
}

impl Value for str {
    type View<'a> = &'a Self;

    #[inline]
    fn read_value(octets: &[u8], _: Layout) -> Result<&Self, ValueError> {
        std::str::from_utf8(octets).map_err(|e| ValueError::NotUtf8 { valid_up_to: e.valid_up_to() })
    }
}

impl Value for [u8] {
    type View<'a> = &'a [u8];

    #[inline]
    fn read_value(octets: &[u8], _: Layout) -> Result<&[u8], ValueError> {
        Ok(octets)
    }
}

macro_rules! to_value {
    ($target:ty: $($source:ty),* $(,)?) => {$(
        impl ToValue<$target> for $source {
            fn write_value(&self, _: Layout, out: &mut Vec<u8>) -> Result<(), ValueError> {
                out.extend_from_slice(AsRef::<[u8]>::as_ref(self));
                Ok(())
            }
        }
    )*};
}

to_value!(str: &str, String, &String);
to_value!([u8]: &[u8], Vec<u8>, &Vec<u8>);

macro_rules! to_value_behind_a_pointer {
    ($target:ty: $($pointer:ty),*) => {$(
        impl ToValue<$target> for $pointer {
            fn write_value(&self, layout: Layout, out: &mut Vec<u8>) -> Result<(), ValueError> {
                ToValue::<$target>::write_value(&&**self, layout, out)
            }
        }
    )*};
}

to_value_behind_a_pointer!(str: Cow<'_, str>, Box<str>, Arc<str>);
to_value_behind_a_pointer!([u8]: Cow<'_, [u8]>, Box<[u8]>, Arc<[u8]>);

impl<const N: usize> ToValue<[u8]> for [u8; N] {
    fn write_value(&self, layout: Layout, out: &mut Vec<u8>) -> Result<(), ValueError> {
        ToValue::<[u8]>::write_value(&self.as_slice(), layout, out)
    }
}

impl<const N: usize> ToValue<[u8]> for &[u8; N] {
    fn write_value(&self, layout: Layout, out: &mut Vec<u8>) -> Result<(), ValueError> {
        ToValue::<[u8]>::write_value(&self.as_slice(), layout, out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_may_hold_nul_octets_rfc2865_5() {
        assert_eq!(str::read_value(b"a\0b", Layout::Full), Ok("a\0b"));
    }

    #[test]
    fn text_that_is_not_utf8_is_an_error_that_says_where() {
        assert_eq!(str::read_value(b"ab\xff", Layout::Full), Err(ValueError::NotUtf8 { valid_up_to: 2 }));
        assert_eq!(<[u8]>::read_value(b"ab\xff", Layout::Full), Ok(&b"ab\xff"[..]));
    }

    #[test]
    fn a_fixed_length_is_checked_on_both_ways() {
        let wrong = ValueError::Length { expected: 2, found: 3 };
        assert_eq!(FixedText::<2>::read_value(b"ab", Layout::Full), Ok("ab"));
        assert_eq!(FixedText::<2>::read_value(b"abc", Layout::Full), Err(wrong.clone()));
        assert_eq!(<[u8; 2]>::read_value(b"ab", Layout::Full), Ok(b"ab"));
        assert_eq!(<[u8; 2]>::read_value(b"abc", Layout::Full), Err(wrong.clone()));
        let mut out = vec![0];
        assert_eq!(ToValue::<FixedText<2>>::write_value(&"abc", Layout::Full, &mut out), Err(wrong));
        ToValue::<[u8; 2]>::write_value(b"xy", Layout::Full, &mut out).unwrap();
        assert!(out.ends_with(b"xy"));
    }

    #[test]
    fn octets_are_written_as_they_are_whatever_they_look_like() {
        let mut out = Vec::new();
        ToValue::<[u8]>::write_value(b"0x41", Layout::Full, &mut out).unwrap();
        ToValue::<[u8]>::write_value(&vec![b'6', b'5'], Layout::Full, &mut out).unwrap();
        assert_eq!(out, b"0x4165");
    }
}
