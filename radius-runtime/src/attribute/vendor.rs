//! Inside a Vendor-Specific attribute: the vendor's number and its attributes in its own format (RFC 2865 §5.26).

use std::fmt;
use std::ops::Range;

use crate::dictionary::VendorFormat;

use super::RawAttribute;
use super::find::Fragment;

/// The attribute that carries vendors' attributes.
pub const VENDOR_SPECIFIC: u8 = 26;

/// Octets of the vendor's number in front of its attributes.
pub(crate) const PEN_OCTETS: usize = 4;

/// Splits the value of a Vendor-Specific attribute into the vendor's Private Enterprise Number and the rest.
#[must_use]
pub fn split_vendor(value: &[u8]) -> Option<(u32, &[u8])> {
    value.split_first_chunk::<PEN_OCTETS>().map(|(pen, data)| (u32::from_be_bytes(*pen), data))
}

/// One attribute inside a Vendor-Specific attribute.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct VendorAttribute<'a> {
    /// The number in the vendor's own space.
    pub number: u32,
    /// The value's octets.
    pub value: &'a [u8],
    /// Offset in the vendor's data.
    offset: usize,
    /// Octets with the header.
    length: usize,
}

impl fmt::Debug for VendorAttribute<'_> {
    /// Number and length. The value is not shown: it may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} octets", self.number, self.value.len())
    }
}

impl VendorAttribute<'_> {
    /// The octets of the whole vendor attribute, counted from the octet behind the vendor's number.
    pub(crate) fn range(&self) -> Range<usize> {
        self.offset..self.offset + self.length
    }
}

/// Iterator over the attributes of one vendor; an `Err` says that the rest does not follow the vendor's format.
#[derive(Clone)]
pub struct VendorWalk<'a> {
    rest: &'a [u8],
    offset: usize,
    format: VendorFormat,
}

/// The data does not follow the vendor's format; the whole Vendor-Specific attribute is to be kept as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MalformedVendor;

impl<'a> VendorWalk<'a> {
    /// Walks over the data behind the vendor's number.
    #[must_use]
    pub const fn new(data: &'a [u8], format: VendorFormat) -> Self {
        Self { rest: data, offset: 0, format }
    }

    /// Whether the data follows the format to its end and holds at least one attribute.
    #[must_use]
    pub fn is_well_formed(mut self) -> bool {
        !self.rest.is_empty() && self.all(|attribute| attribute.is_ok())
    }

    /// The attribute that fills the data alone.
    pub(crate) fn only(&self) -> Option<VendorAttribute<'a>> {
        let mut walk = self.clone();
        walk.step().filter(|_| walk.rest.is_empty())
    }

    fn step(&mut self) -> Option<VendorAttribute<'a>> {
        let (number, after_type) = integer(self.rest, self.format.type_octets)?;
        let header = usize::from(self.format.type_octets) + usize::from(self.format.length_octets);
        let length = match self.format.length_octets {
            0 => self.rest.len(),
            octets => usize::try_from(integer(after_type, octets)?.0).ok()?,
        };
        let (attribute, rest) = self.rest.split_at_checked(length)?;
        let found = VendorAttribute { number, value: attribute.get(header..)?, offset: self.offset, length };
        self.offset += length;
        self.rest = rest;
        // Number 0 is in use where the type field has one octet (Colubris-AVPair), and nowhere else.
        (number != 0 || self.format.type_octets == 1).then_some(found)
    }
}

impl fmt::Debug for VendorWalk<'_> {
    /// What is still to come.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}

impl<'a> Iterator for VendorWalk<'a> {
    type Item = Result<VendorAttribute<'a>, MalformedVendor>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let step = self.step();
        if step.is_none() {
            self.rest = &[];
        }
        Some(step.ok_or(MalformedVendor))
    }
}

/// The attribute inside the Vendor-Specific of a vendor with the format `1,1,c`, if it has the given number. It stands there
/// alone, and its third octet says whether its value goes on in the next one.
pub(crate) fn fragment<'a>(raw: &RawAttribute<'a>, pen: u32, number: u32) -> Option<Fragment<'a>> {
    let (of, data) = split_vendor(raw.value).filter(|_| raw.number == VENDOR_SPECIFIC)?;
    let &[of_vendor, length, continuation, ref value @ ..] = data else { return None };
    let is_it = of == pen && u32::from(of_vendor) == number && usize::from(length) == data.len();
    is_it.then_some(Fragment { value, more: continuation & CONTINUED != 0, is_valid: true })
}

/// The bit of the continuation octet that says that the value goes on.
pub(super) const CONTINUED: u8 = 0x80;

/// Takes a big-endian integer of up to 4 octets.
fn integer(octets: &[u8], width: u8) -> Option<(u32, &[u8])> {
    let (number, rest) = octets.split_at_checked(width.into())?;
    Some((number.iter().fold(0, |n, &octet| n << 8 | u32::from(octet)), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walk(data: &[u8], type_octets: u8, length_octets: u8) -> Vec<Result<(u32, &[u8]), MalformedVendor>> {
        VendorWalk::new(data, VendorFormat::new(type_octets, length_octets))
            .map(|attribute| attribute.map(|a| (a.number, a.value)))
            .collect()
    }

    #[test]
    fn several_attributes_share_one_vendor_specific_rfc2865_5_26() {
        assert_eq!(walk(&[1, 3, 9, 2, 2], 1, 1), [Ok((1, &[9][..])), Ok((2, &[]))]);
    }

    #[test]
    fn every_width_of_type_and_length_is_read() {
        assert_eq!(walk(&[0, 2, 4, 9], 2, 1), [Ok((2, &[9][..]))]);
        assert_eq!(walk(&[0, 2, 0, 5, 9], 2, 2), [Ok((2, &[9][..]))]);
        assert_eq!(walk(&[0, 0, 0xbf, 0xbe, 9, 8], 4, 0), [Ok((0xbfbe, &[9, 8][..]))]);
        assert_eq!(walk(&[7, 9, 8], 1, 0), [Ok((7, &[9, 8][..]))]);
    }

    #[test]
    fn data_that_breaks_the_format_is_malformed_from_there_on() {
        assert_eq!(walk(&[1, 3, 9, 2, 9], 1, 1), [Ok((1, &[9][..])), Err(MalformedVendor)]);
        assert_eq!(walk(&[1, 1], 1, 1), [Err(MalformedVendor)], "length below the header");
        assert_eq!(walk(&[1, 0], 1, 1), [Err(MalformedVendor)], "no endless loop on length 0");
        assert_eq!(walk(&[0, 0, 4, 9], 2, 1), [Err(MalformedVendor)], "number 0 in a wide type field");
        assert_eq!(walk(&[0, 2, 1, 5, 9], 2, 2), [Err(MalformedVendor)]);
    }
}
