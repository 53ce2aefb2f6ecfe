//! Putting one value into wire form behind a list's attributes: headers, tag, room for hiding, splitting.

use zeroize::Zeroizing;

use crate::crypto::{self, SALT_OCTETS};
use crate::dictionary::{DataType, Definition, Hiding, Parent, Vendor};
use crate::value::{Layout, ValueError};

use super::list::{AttributeList, ClearValue};
use super::vendor::VENDOR_SPECIFIC;
use super::walk::MAX_VALUE;
use super::{Problem, tag};

/// Message-Authenticator, which only sealing puts in (RFC 3579 §3.2).
pub(crate) const MESSAGE_AUTHENTICATOR: u8 = 80;

/// Octets of a Vendor-Specific attribute in front of the vendor's own attributes.
const VENDOR_HEADER_OCTETS: u8 = 6;

/// The most octets of attributes that the Length field of any packet can count.
const MAX_OCTETS: usize = u16::MAX as usize - 20;

/// Appends a value's octets to a buffer.
pub(crate) type Encode<'e> = &'e mut dyn FnMut(Layout, &mut Vec<u8>) -> Result<(), ValueError>;

/// Whether the Length field can count this many octets of attributes; the transport's own limit is sealing's business.
pub(super) fn check_room(octets: usize) -> Result<(), Problem> {
    if octets > MAX_OCTETS { Err(Problem::PacketFull) } else { Ok(()) }
}

/// Appends one attribute. On an error the list is as it was.
pub(super) fn append(
    list: &mut AttributeList,
    definition: &Definition<'_>,
    tag: u8,
    encode: Encode<'_>,
) -> Result<(), Problem> {
    if tag > tag::MAX_TAG {
        return Err(Problem::Tag(tag));
    }
    if definition.parent == Parent::Packet && definition.number == MESSAGE_AUTHENTICATOR.into() {
        return Err(Problem::AddedBySealing);
    }
    list.reserve_for(definition.flags.hiding().is_some());
    let start = list.octets.len();
    let result = match definition.flags.hiding() {
        Some(hiding) => append_hidden(list, definition, hiding, tag, encode),
        None if definition.flags.concat() => append_split(list, definition, encode),
        None => append_plain(list, definition, tag, encode),
    };
    let result = result.and_then(|()| check_room(list.octets.len()));
    if result.is_err() {
        list.octets.truncate(start);
        list.clear.retain(|clear| clear.start < start);
    }
    result
}

/// The headers of an attribute, whose length fields are filled in when the value is there.
struct Header {
    start: usize,
    /// Offset of the last octet of the vendor's length field, if its format has one.
    vendor_length_at: Option<usize>,
}

impl Header {
    fn open(out: &mut Vec<u8>, definition: &Definition<'_>) -> Result<Self, Problem> {
        let start = out.len();
        let bad_number = || Problem::Number(definition.number);
        match definition.parent {
            Parent::Packet => {
                let number = u8::try_from(definition.number).ok().filter(|&number| number != 0);
                out.extend_from_slice(&[number.ok_or_else(bad_number)?, 0]);
                Ok(Self { start, vendor_length_at: None })
            }
            Parent::Vendor(Vendor { pen, format, .. }) => {
                out.extend_from_slice(&[VENDOR_SPECIFIC, 0]);
                out.extend_from_slice(&pen.to_be_bytes());
                // A number of 0 fits only a type field of one octet.
                let zero_is_taken = definition.number == 0 && format.type_octets > 1;
                if zero_is_taken || !push_integer(out, definition.number, format.type_octets) {
                    return Err(bad_number());
                }
                push_integer(out, 0, format.length_octets);
                let vendor_length_at = (format.length_octets > 0).then(|| out.len() - 1);
                Ok(Self { start, vendor_length_at })
            }
        }
    }

    /// Fills in the lengths. The value starts at the given offset.
    fn close(self, out: &mut [u8], value_at: usize) -> Result<(), Problem> {
        let end = out.len();
        let max = usize::from(u8::MAX).saturating_sub(value_at - self.start);
        let length = u8::try_from(end - self.start).map_err(|_| Problem::TooLong { max })?;
        if let Some(octet) = out.get_mut(self.start + 1) {
            *octet = length;
        }
        // Only the last octet of a vendor's length field is ever needed: no attribute is longer than 255 octets.
        if let Some(octet) = self.vendor_length_at.and_then(|at| out.get_mut(at)) {
            *octet = length.saturating_sub(VENDOR_HEADER_OCTETS);
        }
        Ok(())
    }
}

/// Appends a big-endian integer; says whether it fits its width.
fn push_integer(out: &mut Vec<u8>, number: u32, width: u8) -> bool {
    let octets = number.to_be_bytes();
    let unused = octets.len().saturating_sub(width.into());
    let (high, low) = octets.split_at(unused);
    out.extend_from_slice(low);
    high.iter().all(|&octet| octet == 0)
}

fn append_plain(
    list: &mut AttributeList,
    definition: &Definition<'_>,
    tag: u8,
    encode: Encode<'_>,
) -> Result<(), Problem> {
    let out = &mut list.octets;
    let header = Header::open(out, definition)?;
    let tag_at = out.len();
    if tag != 0 || tag::is_tagged_integer(definition) {
        out.push(tag);
    }
    let value_at = out.len();
    encode(tag::layout(definition), out)?;
    match out.get(value_at) {
        None if can_be_empty(definition.data_type) => return Err(Problem::Empty),
        // Without the tag's octet the value's own first octet would be taken for a tag (RFC 2868 §3.3).
        Some(&first) if definition.flags.tagged() && value_at == tag_at && first <= tag::MAX_TAG => {
            out.insert(tag_at, 0);
        }
        _ => {}
    }
    header.close(out, value_at)
}

const fn can_be_empty(data_type: DataType) -> bool {
    matches!(data_type, DataType::String | DataType::Octets | DataType::AscendBinary | DataType::Vsa)
}

/// Appends a value in clear in the room that it takes hidden, and remembers to hide it.
fn append_hidden(
    list: &mut AttributeList,
    definition: &Definition<'_>,
    hiding: Hiding,
    tag: u8,
    encode: Encode<'_>,
) -> Result<(), Problem> {
    let mut clear = Zeroizing::new(Vec::with_capacity(usize::from(u8::MAX)));
    encode(Layout::Full, &mut clear)?;
    let (max, length) = match hiding {
        Hiding::UserPassword => (crypto::MAX_USER_PASSWORD, crypto::user_password_octets(clear.len())),
        Hiding::TunnelPassword => {
            (crypto::MAX_TUNNEL_PASSWORD, SALT_OCTETS + crypto::tunnel_password_octets(clear.len()))
        }
        Hiding::AscendSecret => (16, 16),
    };
    if clear.len() > max {
        return Err(Problem::TooLong { max });
    }
    let header = Header::open(&mut list.octets, definition)?;
    if definition.flags.tagged() {
        list.octets.push(tag);
    }
    let start = list.octets.len();
    list.clear.push(ClearValue { start, length, hiding });
    if hiding == Hiding::TunnelPassword {
        list.octets.extend_from_slice(&[0; SALT_OCTETS]);
        list.octets.push(u8::try_from(clear.len()).unwrap_or(u8::MAX));
    }
    list.octets.extend_from_slice(&clear);
    list.octets.resize(start + length, 0);
    header.close(&mut list.octets, start)
}

/// Appends a value over as many consecutive attributes as it needs, all full but the last (RFC 3579 §3.1).
fn append_split(
    list: &mut AttributeList,
    definition: &Definition<'_>,
    encode: Encode<'_>,
) -> Result<(), Problem> {
    let mut value = Vec::new();
    encode(Layout::Full, &mut value)?;
    if value.is_empty() {
        return Err(Problem::Empty);
    }
    let number = u8::try_from(definition.number).map_err(|_| Problem::Number(definition.number))?;
    value.chunks(MAX_VALUE).try_for_each(|part| list.push_raw(number, part))
}
