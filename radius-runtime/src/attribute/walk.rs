//! The attributes of a packet as they stand on the wire: type, length, value (RFC 2865 §5).

use std::fmt;
use std::ops::Range;

use thiserror::Error;

/// Octets of an attribute's type and length.
pub(crate) const HEADER_OCTETS: usize = 2;

/// Octets of the longest value.
pub const MAX_VALUE: usize = 253;

/// One attribute of the packet, undecoded.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct RawAttribute<'a> {
    /// The type octet.
    pub number: u8,
    /// The value's octets.
    pub value: &'a [u8],
    /// Offset of the type octet among the attributes.
    pub(crate) offset: usize,
}

impl fmt::Debug for RawAttribute<'_> {
    /// Number and length. The value is not shown: it may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} octets", self.number, self.value.len())
    }
}

impl RawAttribute<'_> {
    /// The octets of the whole attribute, counted from the first attribute's type octet.
    #[inline]
    pub(crate) fn range(&self) -> Range<usize> {
        self.offset..self.offset + HEADER_OCTETS + self.value.len()
    }
}

/// Iterator over the attributes in octets whose framing was [checked](check); it ends where the framing does.
#[derive(Clone)]
pub struct Walk<'a> {
    rest: &'a [u8],
    offset: usize,
}

impl<'a> Walk<'a> {
    /// Walks over these octets.
    #[must_use]
    pub const fn new(octets: &'a [u8]) -> Self {
        Self { rest: octets, offset: 0 }
    }
}

impl fmt::Debug for Walk<'_> {
    /// What is still to come.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}

impl<'a> Iterator for Walk<'a> {
    type Item = RawAttribute<'a>;

    #[inline]
    fn next(&mut self) -> Option<RawAttribute<'a>> {
        let [number, length, ..] = *self.rest else { return None };
        let (attribute, rest) = self.rest.split_at_checked(length.into())?;
        let raw = RawAttribute { number, value: attribute.get(HEADER_OCTETS..)?, offset: self.offset };
        self.offset += attribute.len();
        self.rest = rest;
        Some(raw)
    }
}

/// Attributes that do not fill the packet exactly: the packet is malformed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("at octet {offset} of the attributes {kind}")]
#[non_exhaustive]
pub struct FramingError {
    /// Offset from the first attribute's type octet.
    pub offset: usize,
    /// What is wrong there.
    pub kind: FramingErrorKind,
}

/// How the framing of attributes is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum FramingErrorKind {
    /// A single octet is left, too few for a type and a length.
    #[error("a single octet is left over")]
    StrayOctet,
    /// The length field is 0 or 1.
    #[error("an attribute has the length {0}, which does not even cover its header")]
    LengthTooSmall(u8),
    /// The length field points behind the packet's end.
    #[error("an attribute runs past the end of the packet")]
    Overrun,
    /// The type is 0, which is reserved; FreeRADIUS discards such packets too.
    #[error("an attribute has the reserved type 0")]
    TypeZero,
}

/// Checks that the attributes fill the octets exactly.
///
/// # Errors
/// They do not; the error says where and how.
pub fn check(octets: &[u8]) -> Result<(), FramingError> {
    check_each(octets, |_| {})
}

/// Checks the framing, and shows each attribute on the way: what is to be known of every packet needs no second walk.
#[inline]
pub(crate) fn check_each<'a>(
    octets: &'a [u8],
    mut each: impl FnMut(RawAttribute<'a>),
) -> Result<(), FramingError> {
    let mut rest = octets;
    let broken = |rest: &[u8], kind| Err(FramingError { offset: octets.len() - rest.len(), kind });
    while let Some((&number, after_type)) = rest.split_first() {
        let Some(&length) = after_type.first() else { return broken(rest, FramingErrorKind::StrayOctet) };
        if usize::from(length) < HEADER_OCTETS {
            return broken(rest, FramingErrorKind::LengthTooSmall(length));
        }
        if number == 0 {
            return broken(rest, FramingErrorKind::TypeZero);
        }
        let Some((attribute, next)) = rest.split_at_checked(length.into()) else {
            return broken(rest, FramingErrorKind::Overrun);
        };
        let value = attribute.get(HEADER_OCTETS..).unwrap_or_default();
        each(RawAttribute { number, value, offset: octets.len() - rest.len() });
        rest = next;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn framing_errors_say_where_and_how_rfc2865_5() {
        use FramingErrorKind as Kind;
        for (octets, offset, kind) in [
            (&[1, 3, 0, 2][..], 3, Kind::StrayOctet),
            (&[1, 3, 0, 2, 0], 3, Kind::LengthTooSmall(0)),
            (&[2, 1], 0, Kind::LengthTooSmall(1)),
            (&[1, 4, 0], 0, Kind::Overrun),
            (&[0, 3, 0], 0, Kind::TypeZero),
        ] {
            assert_eq!(check(octets), Err(FramingError { offset, kind }), "{octets:?}");
        }
        assert_eq!(check(&[]), Ok(()));
        assert_eq!(check(&[25, 2, 1, 3, 9]), Ok(()), "an empty value is well framed");
    }

    #[test]
    fn walking_keeps_order_repeats_and_empty_values() {
        let found: Vec<_> = Walk::new(&[1, 3, 9, 25, 2, 1, 2]).map(|raw| (raw.number, raw.value)).collect();
        assert_eq!(found, [(1, &[9][..]), (25, &[]), (1, &[])]);
    }
}
