//! `string` as `str`, `octets` as `[u8]`.

use std::borrow::Cow;
use std::sync::Arc;

use super::{Layout, ToValue, Value, ValueError};

impl Value for str {
    type View<'a> = &'a Self;

    fn read_value(octets: &[u8], _: Layout) -> Result<&Self, ValueError> {
        std::str::from_utf8(octets).map_err(|e| ValueError::NotUtf8 { valid_up_to: e.valid_up_to() })
    }
}

impl Value for [u8] {
    type View<'a> = &'a [u8];

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
    fn octets_are_written_as_they_are_whatever_they_look_like() {
        let mut out = Vec::new();
        ToValue::<[u8]>::write_value(b"0x41", Layout::Full, &mut out).unwrap();
        ToValue::<[u8]>::write_value(&vec![b'6', b'5'], Layout::Full, &mut out).unwrap();
        assert_eq!(out, b"0x4165");
    }
}
