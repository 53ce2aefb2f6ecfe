//! Integers, booleans, floating-point numbers and enumerations, all big endian.

use super::{Enumerated, Layout, ToValue, Value, ValueError, enumerated::Number, exactly};

/// The largest integer beside a tag: 24 bits (RFC 2868 §3.1).
const MAX_TAGGED: u32 = 0x00ff_ffff;

/// An integer type with its wire form; `u32` alone can share its octets with a tag.
trait Wire: Copy + Sized {
    fn read(octets: &[u8], layout: Layout) -> Result<Self, ValueError>;
    fn write(self, layout: Layout, out: &mut Vec<u8>) -> Result<(), ValueError>;
}

macro_rules! wire {
    ($($type:ty),*) => {$(
        impl Wire for $type {
            #[inline]
            fn read(octets: &[u8], _: Layout) -> Result<Self, ValueError> {
                exactly(octets).map(Self::from_be_bytes)
            }

            fn write(self, _: Layout, out: &mut Vec<u8>) -> Result<(), ValueError> {
                out.extend_from_slice(&self.to_be_bytes());
                Ok(())
            }
        }
    )*};
}

wire!(u8, u16, u64, i8, i16, i32, i64, f32, f64);

impl Wire for u32 {
    #[inline]
    fn read(octets: &[u8], layout: Layout) -> Result<Self, ValueError> {
        match layout {
            Layout::Full => exactly(octets).map(Self::from_be_bytes),
            Layout::Tagged => exactly(octets).map(|[a, b, c]| Self::from_be_bytes([0, a, b, c])),
        }
    }

    fn write(self, layout: Layout, out: &mut Vec<u8>) -> Result<(), ValueError> {
        let [high, low @ ..] = self.to_be_bytes();
        match layout {
            Layout::Full => out.push(high),
            Layout::Tagged if self > MAX_TAGGED => {
                return Err(ValueError::OutOfRange { max: MAX_TAGGED.into() });
            }
            Layout::Tagged => {}
        }
        out.extend_from_slice(&low);
        Ok(())
    }
}

impl Wire for bool {
    #[inline]
    fn read(octets: &[u8], _: Layout) -> Result<Self, ValueError> {
        exactly(octets).map(|[octet]| octet != 0)
    }

    fn write(self, _: Layout, out: &mut Vec<u8>) -> Result<(), ValueError> {
        out.push(self.into());
        Ok(())
    }
}

macro_rules! values {
    ($($type:ty),*) => {$(
        impl Value for $type {
            type View<'a> = Self;

            #[inline]
            fn read_value(octets: &[u8], layout: Layout) -> Result<Self, ValueError> {
                Self::read(octets, layout)
            }
        }

        impl ToValue<$type> for $type {
            fn write_value(&self, layout: Layout, out: &mut Vec<u8>) -> Result<(), ValueError> {
                self.write(layout, out)
            }
        }
    )*};
}

values!(u8, u16, u32, u64, i8, i16, i32, i64, f32, f64, bool);

#[diagnostic::do_not_recommend]
impl<E: Enumerated> Value for E
where
    E::Number: for<'a> Value<View<'a> = E::Number>,
{
    type View<'a> = E;

    #[inline]
    fn read_value(octets: &[u8], layout: Layout) -> Result<E, ValueError> {
        <E::Number as Value>::read_value(octets, layout).map(E::from_number)
    }
}

#[diagnostic::do_not_recommend]
impl<E: Enumerated> ToValue<E> for E
where
    E::Number: Number + ToValue<E::Number>,
{
    fn write_value(&self, layout: Layout, out: &mut Vec<u8>) -> Result<(), ValueError> {
        self.number().write_value(layout, out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded<T: ?Sized>(value: impl ToValue<T>, layout: Layout) -> Result<Vec<u8>, ValueError> {
        let mut out = Vec::new();
        value.write_value(layout, &mut out).map(|()| out)
    }

    #[test]
    fn integers_are_big_endian_and_of_one_size_rfc8044_3_1() {
        assert_eq!(u32::read_value(&[0, 0, 1, 2], Layout::Full), Ok(258));
        assert_eq!(
            u32::read_value(&[0, 1, 2], Layout::Full),
            Err(ValueError::Length { expected: 4, found: 3 })
        );
        assert_eq!(u64::read_value(&[0xff; 8], Layout::Full), Ok(u64::MAX));
        assert_eq!(i16::read_value(&[0xff, 0xfe], Layout::Full), Ok(-2));
        assert_eq!(encoded::<u32>(258, Layout::Full), Ok(vec![0, 0, 1, 2]));
    }

    #[test]
    fn a_tagged_integer_has_24_bits_rfc2868_3_1() {
        assert_eq!(u32::read_value(&[0, 0, 13], Layout::Tagged), Ok(13));
        assert_eq!(encoded::<u32>(0x00ff_ffff, Layout::Tagged), Ok(vec![0xff; 3]));
        assert_eq!(
            encoded::<u32>(0x0100_0000, Layout::Tagged),
            Err(ValueError::OutOfRange { max: 0x00ff_ffff })
        );
    }

    #[test]
    fn booleans_send_0_or_1_and_take_any_octet() {
        assert_eq!(bool::read_value(&[2], Layout::Full), Ok(true));
        assert_eq!(encoded::<bool>(true, Layout::Full), Ok(vec![1]));
        assert!(bool::read_value(&[], Layout::Full).is_err());
    }

    #[test]
    fn floats_are_ieee_754() {
        assert_eq!(encoded::<f32>(1.5, Layout::Full), Ok(vec![0x3f, 0xc0, 0, 0]));
        assert_eq!(f64::read_value(&[0x3f, 0xf8, 0, 0, 0, 0, 0, 0], Layout::Full), Ok(1.5));
    }
}
