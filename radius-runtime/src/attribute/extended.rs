//! Extended attributes: 241 to 246, whose value begins with the number of the attribute inside (RFC 6929 §2).

use super::RawAttribute;
use super::find::Fragment;
use super::vendor::split_vendor;

/// The number of Extended-Vendor-Specific inside an extended attribute (RFC 6929 §2.4).
pub(crate) const EXTENDED_VENDOR_SPECIFIC: u8 = 26;

/// The first of the two attributes that are long: with an octet of flags, and split where they are longer.
const FIRST_LONG: u8 = 245;

/// The flag that says that another part follows (RFC 6929 §2.2).
pub(super) const MORE: u8 = 0x80;

/// Octets of the value of a full attribute.
const FULL: usize = super::MAX_VALUE;

/// Whether this extended attribute is a long one.
pub(crate) const fn is_long(outer: u8) -> bool {
    outer >= FIRST_LONG
}

/// The attribute inside an extended attribute, if it has the given number.
pub(crate) fn fragment<'a>(raw: &RawAttribute<'a>, outer: u8, number: u32) -> Option<Fragment<'a>> {
    let (&inside, rest) = raw.value.split_first()?;
    if raw.number != outer || u32::from(inside) != number {
        return None;
    }
    if !is_long(outer) {
        return Some(Fragment { value: rest, more: false, is_valid: !rest.is_empty() });
    }
    let Some((&flags, value)) = rest.split_first() else {
        return Some(Fragment { value: rest, more: false, is_valid: false });
    };
    let more = flags & MORE != 0;
    Some(Fragment { value, more, is_valid: !value.is_empty() && (!more || raw.value.len() == FULL) })
}

/// Vendor, number and value of an Extended-Vendor-Specific attribute.
pub(crate) fn split_vendor_attribute(value: &[u8]) -> Option<(u32, u32, &[u8])> {
    let (pen, rest) = split_vendor(value)?;
    let (&number, value) = rest.split_first()?;
    Some((pen, number.into(), value))
}
