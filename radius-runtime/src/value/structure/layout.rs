//! Where the members of a structure stand: one behind the other without headers, bit fields from the most significant bit
//! on. The typed members and the text form both go through here.

use crate::value::ValueError;

/// How the octets of a member are told from those of the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// So many octets.
    Octets(usize),
    /// So many octets, or fewer where the last members are absent and nothing follows: a struct of members with a size.
    UpTo(usize),
    /// As many as the length in front of them says.
    Prefixed(LengthPrefix),
    /// All that are left.
    Rest,
}

impl Form {
    /// The same where nothing may be absent.
    pub(crate) const fn whole(self) -> Self {
        match self {
            Self::UpTo(octets) => Self::Octets(octets),
            other => other,
        }
    }
}

/// A length in front of a value: `length=` and `offset=` in the dictionary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LengthPrefix {
    /// Octets of the length, 1 or 2.
    pub octets: u8,
    /// How many octets more than those behind it it counts.
    pub offset: u8,
}

impl LengthPrefix {
    /// Takes the value apart from what follows it.
    pub(crate) fn split(self, octets: &[u8]) -> Result<(&[u8], &[u8]), ValueError> {
        let (prefix, rest) = octets.split_at_checked(self.octets.into()).ok_or(ValueError::LengthPrefix)?;
        let stated = prefix.iter().fold(0_usize, |length, octet| length << 8 | usize::from(*octet));
        let length = stated.checked_sub(self.offset.into()).ok_or(ValueError::LengthPrefix)?;
        rest.split_at_checked(length).ok_or(ValueError::LengthPrefix)
    }

    /// Writes a value and its length in front of it.
    pub(crate) fn write(
        self,
        out: &mut Vec<u8>,
        value: impl FnOnce(&mut Vec<u8>) -> Result<(), ValueError>,
    ) -> Result<(), ValueError> {
        let width = usize::from(self.octets);
        let start = out.len();
        out.resize(start + width, 0);
        value(out)?;
        let length = out.len() - start - width + usize::from(self.offset);
        let length = u64::try_from(length).unwrap_or(u64::MAX);
        let max = max_of_bits(8 * u32::from(self.octets));
        if length > max {
            return Err(ValueError::TooLong { max: max.saturating_sub(self.offset.into()) });
        }
        for (to, from) in out.iter_mut().skip(start).take(width).rev().zip(length.to_le_bytes()) {
            *to = from;
        }
        Ok(())
    }
}

/// The largest number of so many bits.
pub(crate) const fn max_of_bits(bits: u32) -> u64 {
    match u64::MAX.checked_shr(64_u32.saturating_sub(bits)) {
        Some(max) => max,
        None => 0,
    }
}

/// Takes the members of a structure from its octets, one after the other.
///
/// A value may end behind any member: those that would follow are absent. It must not end inside of one. What stands behind
/// the last member is ignored, as FreeRADIUS does.
#[derive(Clone, Debug)]
pub struct Splitter<'a> {
    rest: &'a [u8],
    /// Bits of the first octet that are taken.
    bit: u8,
    key: Option<u64>,
}

impl<'a> Splitter<'a> {
    /// At the first member of these octets.
    #[must_use]
    pub const fn new(octets: &'a [u8]) -> Self {
        Self { rest: octets, bit: 0, key: None }
    }

    /// The next member, of so many bits.
    ///
    /// # Errors
    /// The octets end inside of it.
    pub fn bits(&mut self, count: u8) -> Result<Option<u64>, ValueError> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        let mut value = 0;
        for _ in 0..count {
            let (octet, rest) = self.rest.split_first().ok_or(ValueError::Cut)?;
            value = value << 1 | u64::from(octet >> (7 - self.bit) & 1);
            self.bit = (self.bit + 1) % 8;
            if self.bit == 0 {
                self.rest = rest;
            }
        }
        Ok(Some(value))
    }

    /// The octets of the next member.
    ///
    /// # Errors
    /// The octets end inside of it, or a length in front of it does not fit.
    pub fn octets(&mut self, form: Form) -> Result<Option<&'a [u8]>, ValueError> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        if self.bit != 0 {
            return Err(ValueError::Cut);
        }
        let (member, rest) = match form {
            Form::Octets(count) => self.rest.split_at_checked(count).ok_or(ValueError::Cut)?,
            Form::UpTo(count) => {
                self.rest.split_at_checked(count.min(self.rest.len())).ok_or(ValueError::Cut)?
            }
            Form::Prefixed(prefix) => prefix.split(self.rest)?,
            Form::Rest => (self.rest, &[][..]),
        };
        self.rest = rest;
        Ok(Some(member))
    }

    /// Remembers the key of the union that follows.
    pub(crate) const fn set_key(&mut self, key: Option<u64>) {
        self.key = key;
    }

    /// Key and octets of the union that stands last, if the key is there.
    pub(crate) fn union(&mut self) -> Result<Option<(u64, &'a [u8])>, ValueError> {
        let Some(key) = self.key else { return Ok(None) };
        Ok(Some((key, self.octets(Form::Rest)?.unwrap_or_default())))
    }
}

/// Puts the members of a structure behind one another.
///
/// A member that is absent is zeros where another one follows, and nothing where none does.
#[derive(Debug)]
pub struct Builder<'o> {
    out: &'o mut Vec<u8>,
    /// Bits of the last octet that are taken.
    bit: u8,
    /// Where the last member that is there ends.
    used: usize,
}

impl<'o> Builder<'o> {
    /// Appends the first member next.
    #[must_use]
    pub const fn new(out: &'o mut Vec<u8>) -> Self {
        let used = out.len();
        Self { out, bit: 0, used }
    }

    /// The next member, of so many bits.
    ///
    /// # Errors
    /// The value has more bits.
    pub fn bits(&mut self, count: u8, value: Option<u64>) -> Result<(), ValueError> {
        let max = max_of_bits(count.into());
        let number = value.unwrap_or_default();
        if number > max {
            return Err(ValueError::OutOfRange { max });
        }
        for shift in (0..count).rev() {
            if self.bit == 0 {
                self.out.push(0);
            }
            let bit = number.checked_shr(shift.into()).unwrap_or_default() & 1;
            if let Some(octet) = self.out.last_mut().filter(|_| bit != 0) {
                *octet |= 0x80 >> self.bit;
            }
            self.bit = (self.bit + 1) % 8;
        }
        if value.is_some() {
            self.used = self.out.len();
        }
        Ok(())
    }

    /// The next member, of whole octets, which `write` appends.
    ///
    /// # Errors
    /// The value cannot be written, or is too long for its place.
    pub fn octets<V>(
        &mut self,
        form: Form,
        value: Option<V>,
        write: impl FnOnce(V, &mut Vec<u8>) -> Result<(), ValueError>,
    ) -> Result<(), ValueError> {
        if self.bit != 0 {
            return Err(ValueError::Cut);
        }
        let start = self.out.len();
        let is_there = value.is_some();
        let write = |out: &mut Vec<u8>| value.map_or(Ok(()), |value| write(value, out));
        match form {
            Form::Prefixed(prefix) => prefix.write(self.out, write)?,
            Form::Octets(_) | Form::UpTo(_) | Form::Rest => write(self.out)?,
        }
        let end = self.out.len();
        if is_there && end > start {
            self.used = end;
        }
        let found = end - start;
        match form {
            Form::Octets(expected) if is_there && found != expected => {
                return Err(ValueError::Length { expected, found });
            }
            Form::UpTo(expected) if found > expected => return Err(ValueError::Length { expected, found }),
            Form::Octets(size) | Form::UpTo(size) => self.out.resize(start + size, 0),
            Form::Prefixed(_) | Form::Rest => {}
        }
        Ok(())
    }

    /// Leaves out what is absent at the end.
    pub fn finish(self) {
        self.out.truncate(self.used);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHORT: LengthPrefix = LengthPrefix { octets: 1, offset: 0 };
    const LONG: LengthPrefix = LengthPrefix { octets: 2, offset: 3 };

    fn built(build: impl FnOnce(&mut Builder<'_>) -> Result<(), ValueError>) -> Result<Vec<u8>, ValueError> {
        let mut out = vec![0xee];
        let mut to = Builder::new(&mut out);
        build(&mut to)?;
        to.finish();
        assert_eq!(out.first(), Some(&0xee), "what stood there before is kept");
        Ok(out.split_off(1))
    }

    fn copy(value: &[u8], out: &mut Vec<u8>) -> Result<(), ValueError> {
        out.extend_from_slice(value);
        Ok(())
    }

    #[test]
    fn bit_fields_start_at_the_most_significant_bit() {
        let octets = built(|to| {
            to.bits(1, Some(1))?;
            to.bits(7, Some(2))?;
            to.bits(12, Some(0xabc))?;
            to.bits(4, Some(0xd))
        });
        assert_eq!(octets.as_deref(), Ok(&[0x82, 0xab, 0xcd][..]));
        let mut from = Splitter::new(&[0x82, 0xab, 0xcd]);
        assert_eq!(from.bits(1), Ok(Some(1)));
        assert_eq!(from.bits(7), Ok(Some(2)));
        assert_eq!(from.bits(12), Ok(Some(0xabc)));
        assert_eq!(from.bits(4), Ok(Some(0xd)));
        assert_eq!(from.bits(4), Ok(None));
        assert_eq!(built(|to| to.bits(3, Some(8))), Err(ValueError::OutOfRange { max: 7 }));
        assert_eq!(built(|to| to.bits(56, Some((1 << 56) - 1))), Ok(vec![0xff; 7]));
        // No dictionary has so many, but a damaged table may.
        assert_eq!(built(|to| to.bits(72, Some(1))), Ok(vec![0, 0, 0, 0, 0, 0, 0, 0, 1]));
    }

    #[test]
    fn a_value_may_end_behind_a_member_but_not_inside_of_one() {
        let mut from = Splitter::new(&[1, 2]);
        assert_eq!(from.octets(Form::Octets(2)), Ok(Some(&[1, 2][..])));
        assert_eq!(from.octets(Form::Octets(4)), Ok(None));
        assert_eq!(from.octets(Form::Rest), Ok(None));
        assert_eq!(Splitter::new(&[1, 2]).octets(Form::Octets(3)), Err(ValueError::Cut));
        assert_eq!(Splitter::new(&[1]).bits(9), Err(ValueError::Cut));
        let mut from = Splitter::new(&[1, 2]);
        assert_eq!(from.bits(3), Ok(Some(0)));
        assert_eq!(from.octets(Form::Rest), Err(ValueError::Cut), "in the middle of an octet");
    }

    #[test]
    fn what_is_absent_is_zeros_before_something_and_nothing_at_the_end() {
        let octets = built(|to| {
            to.octets(Form::Octets(2), None, copy)?;
            to.octets(Form::Prefixed(LONG), None, copy)?;
            to.bits(8, Some(9))?;
            to.octets(Form::Octets(4), None, copy)?;
            to.octets(Form::Rest, None, copy)
        });
        assert_eq!(octets.as_deref(), Ok(&[0, 0, 0, 3, 9][..]));
        assert_eq!(built(|to| to.octets(Form::Octets(4), None, copy)), Ok(vec![]));
        let wrong = built(|to| to.octets(Form::Octets(4), Some(&[1][..]), copy));
        assert_eq!(wrong, Err(ValueError::Length { expected: 4, found: 1 }));
    }

    #[test]
    fn a_length_in_front_counts_the_offset_too() {
        let octets = built(|to| {
            to.octets(Form::Prefixed(SHORT), Some(&b"ab"[..]), copy)?;
            to.octets(Form::Prefixed(LONG), Some(&b"c"[..]), copy)
        });
        let octets = octets.unwrap();
        assert_eq!(octets, [2, b'a', b'b', 0, 4, b'c']);
        let mut from = Splitter::new(&octets);
        assert_eq!(from.octets(Form::Prefixed(SHORT)), Ok(Some(&b"ab"[..])));
        assert_eq!(from.octets(Form::Prefixed(LONG)), Ok(Some(&b"c"[..])));
        for wrong in [&[0][..], &[0, 2], &[0, 4]] {
            let read = Splitter::new(wrong).octets(Form::Prefixed(LONG));
            assert_eq!(read, Err(ValueError::LengthPrefix), "{wrong:?}");
        }
        let long = [0; 256];
        let too_long = built(|to| to.octets(Form::Prefixed(SHORT), Some(&long[..]), copy));
        assert_eq!(too_long, Err(ValueError::TooLong { max: 255 }));
    }
}
