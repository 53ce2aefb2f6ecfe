//! Putting one value into wire form behind a list's attributes: headers, tag, room for hiding, splitting.

use std::borrow::Cow;
use std::marker::PhantomData;

use zeroize::Zeroizing;

use crate::crypto::{self, SALT_OCTETS};
use crate::dictionary::{DataType, Definition, Hiding, Parent, Vendor};
use crate::value::{Inside, Layout, ToValue, ValueError};

use super::extended::{EXTENDED_VENDOR_SPECIFIC, MORE, is_long};
use super::list::{AttributeList, ClearValue};
use super::tlv::Contents;
use super::vendor::{CONTINUED, VENDOR_SPECIFIC};
use super::{Problem, tag};

/// Message-Authenticator, which only sealing puts in (RFC 3579 §3.2).
pub(crate) const MESSAGE_AUTHENTICATOR: u8 = 80;

/// Octets of a Vendor-Specific attribute in front of the vendor's own attributes.
pub(super) const VENDOR_HEADER_OCTETS: u8 = 6;

/// The most octets of attributes that the Length field of any packet can count.
const MAX_OCTETS: usize = u16::MAX as usize - 20;

/// Extended-Types from 241 on are reserved (RFC 6929 §2.1).
const FIRST_RESERVED_EXTENDED_TYPE: u8 = 241;

/// A value to be written.
pub(crate) trait Encode {
    /// Appends the value's octets.
    fn encode(&self, layout: Layout, out: &mut Vec<u8>) -> Result<(), ValueError>;

    /// The attributes inside, if the value is a TLV.
    fn contents(&self) -> Option<Cow<'_, Contents>> {
        None
    }
}

/// A value for an attribute of type `T`.
pub(super) struct Typed<'v, T: ?Sized, V> {
    value: &'v V,
    of: PhantomData<fn() -> *const T>,
}

impl<'v, T: ?Sized, V> Typed<'v, T, V> {
    pub(super) const fn new(value: &'v V) -> Self {
        Self { value, of: PhantomData }
    }
}

impl<T: ?Sized, V: ToValue<T>> Encode for Typed<'_, T, V> {
    fn encode(&self, layout: Layout, out: &mut Vec<u8>) -> Result<(), ValueError> {
        self.value.write_value(layout, out)
    }

    fn contents(&self) -> Option<Cow<'_, Contents>> {
        Some(match self.value.contents()? {
            Inside::Lent(contents) => Cow::Borrowed(contents.downcast_ref()?),
            Inside::Own(contents) => Cow::Owned(*contents.downcast().ok()?),
        })
    }
}

/// A value that is in wire form already.
impl Encode for &[u8] {
    fn encode(&self, _: Layout, out: &mut Vec<u8>) -> Result<(), ValueError> {
        out.extend_from_slice(self);
        Ok(())
    }
}

/// Whether the Length field can count this many octets of attributes; the transport's own limit is sealing's business.
pub(super) fn check_room(octets: usize) -> Result<(), Problem> {
    if octets > MAX_OCTETS { Err(Problem::PacketFull) } else { Ok(()) }
}

/// Appends one attribute. On an error the list is as it was.
pub(super) fn append(
    list: &mut AttributeList,
    definition: &Definition<'_>,
    tag: u8,
    value: &dyn Encode,
) -> Result<(), Problem> {
    if tag > tag::MAX_TAG {
        return Err(Problem::Tag(tag));
    }
    if definition.parent == Parent::Packet && definition.number == MESSAGE_AUTHENTICATOR.into() {
        return Err(Problem::AddedBySealing);
    }
    list.reserve_for(definition.flags.hiding().is_some());
    let start = list.octets.len();
    let result = match Split::of(definition) {
        Some(split) => split.and_then(|split| append_split(list, definition, tag, value, &split)),
        None => append_whole(list, definition, tag, value),
    };
    let result = result.and_then(|()| check_room(list.octets.len()));
    if result.is_err() {
        list.truncate(start);
    }
    result
}

/// Appends an attribute that is never split.
fn append_whole(
    list: &mut AttributeList,
    definition: &Definition<'_>,
    tag: u8,
    value: &dyn Encode,
) -> Result<(), Problem> {
    let header = Header::open(&mut list.octets, definition)?;
    let value_at = list.octets.len();
    let clear_at = list.clear.len();
    push_value(list, definition, tag, value)?;
    if let Some(length_at) = header.vendor_length_at {
        let new = list.clear.iter_mut().skip(clear_at);
        new.for_each(|clear| clear.inner_lengths.push(clear.start - length_at));
    }
    header.close(&mut list.octets, value_at)
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
        let bad_number = Problem::Number(definition.number);
        let mut vendor_length_at = None;
        match definition.parent {
            Parent::Packet => {
                let number = u8::try_from(definition.number).ok().filter(|&number| number != 0);
                out.extend_from_slice(&[number.ok_or(bad_number)?, 0]);
            }
            Parent::Tlv => {
                let number = u8::try_from(definition.number).map_err(|_| bad_number)?;
                out.extend_from_slice(&[number, 0]);
            }
            Parent::Extended(outer) => out.extend_from_slice(&[outer, 0, extended_type(definition)?]),
            Parent::ExtendedVendor(outer, vendor) => {
                let number = u8::try_from(definition.number).map_err(|_| bad_number)?;
                out.extend_from_slice(&[outer, 0, EXTENDED_VENDOR_SPECIFIC]);
                out.extend_from_slice(&vendor.pen.to_be_bytes());
                out.push(number);
            }
            Parent::Vendor(Vendor { pen, format, .. }) => {
                out.extend_from_slice(&[VENDOR_SPECIFIC, 0]);
                out.extend_from_slice(&pen.to_be_bytes());
                // A number of 0 fits only a type field of one octet.
                let zero_is_taken = definition.number == 0 && format.type_octets > 1;
                if zero_is_taken || !push_integer(out, definition.number, format.type_octets) {
                    return Err(bad_number);
                }
                push_integer(out, 0, format.length_octets);
                vendor_length_at = (format.length_octets > 0).then(|| out.len() - 1);
            }
            // Members and branches are part of the struct's value.
            Parent::Struct | Parent::Union => return Err(bad_number),
        }
        Ok(Self { start, vendor_length_at })
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

fn extended_type(definition: &Definition<'_>) -> Result<u8, Problem> {
    let number = u8::try_from(definition.number).ok();
    let allowed = number.filter(|&number| number != 0 && number < FIRST_RESERVED_EXTENDED_TYPE);
    allowed.ok_or(Problem::Number(definition.number))
}

/// Appends a big-endian integer; says whether it fits its width.
fn push_integer(out: &mut Vec<u8>, number: u32, width: u8) -> bool {
    let octets = number.to_be_bytes();
    let unused = octets.len().saturating_sub(width.into());
    let (high, low) = octets.split_at(unused);
    out.extend_from_slice(low);
    high.iter().all(|&octet| octet == 0)
}

/// How the value of an attribute is split where it is too long for one.
struct Split {
    /// What stands in front of each part: the attribute's type and length, and the headers inside.
    header: Vec<u8>,
    /// Offset of the vendor's length in the header, if it has one.
    vendor_length_at: Option<usize>,
    /// What the last octet of the header is where another part follows.
    more: u8,
    /// What stands in front of the value in its first part.
    prefix: Vec<u8>,
}

impl Split {
    /// `None` for attributes that are never split.
    fn of(definition: &Definition<'_>) -> Option<Result<Self, Problem>> {
        let number = u8::try_from(definition.number).map_err(|_| Problem::Number(definition.number));
        match definition.parent {
            Parent::Packet if definition.flags.concat() => Some(number.map(|number| Self {
                header: vec![number, 0],
                vendor_length_at: None,
                more: 0,
                prefix: Vec::new(),
            })),
            Parent::Extended(outer) if is_long(outer) => Some(extended_type(definition).map(|number| Self {
                header: vec![outer, 0, number, 0],
                vendor_length_at: None,
                more: MORE,
                prefix: Vec::new(),
            })),
            Parent::ExtendedVendor(outer, vendor) if is_long(outer) => Some(number.map(|number| Self {
                header: vec![outer, 0, EXTENDED_VENDOR_SPECIFIC, 0],
                vendor_length_at: None,
                more: MORE,
                prefix: [&vendor.pen.to_be_bytes()[..], &[number]].concat(),
            })),
            Parent::Vendor(vendor) if vendor.format.continuation => Some(number.map(|number| {
                let header = [&[VENDOR_SPECIFIC, 0][..], &vendor.pen.to_be_bytes(), &[number, 0, 0]].concat();
                Self { header, vendor_length_at: Some(7), more: CONTINUED, prefix: Vec::new() }
            })),
            _ => None,
        }
    }
}

/// Appends a value in as many parts as it needs, all full but the last.
fn append_split(
    list: &mut AttributeList,
    definition: &Definition<'_>,
    tag: u8,
    value: &dyn Encode,
    split: &Split,
) -> Result<(), Problem> {
    // Wiped when dropped, if it holds values in clear.
    let mut form = AttributeList::default();
    form.octets.extend_from_slice(&split.prefix);
    push_value(&mut form, definition, tag, value)?;
    list.is_private |= form.is_private;
    let room = usize::from(u8::MAX) - split.header.len();
    let last = form.octets.len().saturating_sub(1) / room;
    let mut parts_at = Vec::with_capacity(last + 1);
    for index in 0..=last {
        let end = form.octets.len().min((index + 1) * room);
        let part = form.octets.get(index * room..end).unwrap_or_default();
        list.reserve(usize::from(u8::MAX));
        let start = list.octets.len();
        let length = u8::try_from(split.header.len() + part.len()).unwrap_or(u8::MAX);
        list.octets.extend_from_slice(&split.header);
        let header = list.octets.get_mut(start..).unwrap_or_default();
        if let Some(octet) = header.get_mut(1) {
            *octet = length;
        }
        if let Some(octet) = split.vendor_length_at.and_then(|at| header.get_mut(at)) {
            *octet = length.saturating_sub(VENDOR_HEADER_OCTETS);
        }
        if let Some(octet) = header.last_mut().filter(|_| index != last && split.more != 0) {
            *octet = split.more;
        }
        let (part_start, at) = (index * room, list.octets.len());
        parts_at.push(at);
        // Where an octet of the form came to stand.
        let place = |octet: usize| parts_at.get(octet / room).map(|part_at| part_at + octet % room);
        for clear in
            form.clear.iter().filter(|clear| (part_start..part_start + part.len()).contains(&clear.start))
        {
            if clear.start + clear.length > part_start + part.len() {
                // What is hidden is hidden as a whole, and so must stand in one part.
                return Err(Problem::TooLong { max: room });
            }
            let start = clear.start - part_start + at;
            let inside = clear.inner_lengths.iter().filter_map(|distance| place(clear.start - distance));
            let vendors = split.vendor_length_at.map(|length_at| at - split.header.len() + length_at);
            let inner_lengths = inside.chain(vendors).map(|length_at| start - length_at).collect();
            let part_header = split.header.len();
            list.push_clear(ClearValue { start, inner_lengths, part_header, ..clear.clone() });
        }
        list.octets.extend_from_slice(part);
        check_room(list.octets.len())?;
    }
    Ok(())
}

/// Appends the value itself: a tag, a value in the room that it takes hidden, the attributes of a TLV, or its octets.
fn push_value(
    list: &mut AttributeList,
    definition: &Definition<'_>,
    tag: u8,
    value: &dyn Encode,
) -> Result<(), Problem> {
    if let Some(hiding) = definition.flags.hiding() {
        return push_hidden(list, definition, hiding, tag, value);
    }
    if let Some(contents) = value.contents() {
        return push_contents(list, &contents);
    }
    let out = &mut list.octets;
    let tag_at = out.len();
    if tag != 0 || tag::is_tagged_integer(definition) {
        out.push(tag);
    }
    let value_at = out.len();
    value.encode(tag::layout(definition), out)?;
    match out.get(value_at) {
        // An empty EAP-Message starts EAP (RFC 3579 §2.1).
        None if can_be_empty(definition) && !definition.flags.concat() => return Err(Problem::Empty),
        // Without the tag's octet the value's own first octet would be taken for a tag (RFC 2868 §3.3).
        Some(&first) if definition.flags.tagged() && value_at == tag_at && first <= tag::MAX_TAG => {
            out.insert(tag_at, 0);
        }
        _ => {}
    }
    Ok(())
}

/// Whether a value of this type may be written as nothing.
pub(super) const fn can_be_empty(definition: &Definition<'_>) -> bool {
    definition.flags.array()
        || matches!(
            definition.data_type,
            DataType::String
                | DataType::Octets
                | DataType::AscendBinary
                | DataType::Vsa
                | DataType::Tlv
                | DataType::Struct
                | DataType::Group
        )
}

/// Appends the attributes of a TLV, with those of their values that are to be hidden.
fn push_contents(list: &mut AttributeList, contents: &Contents) -> Result<(), Problem> {
    if let Some(error) = &contents.error {
        return Err(Problem::Inside(Box::new(error.clone())));
    }
    if contents.list.octets.is_empty() {
        return Err(Problem::Empty);
    }
    let at = list.octets.len();
    list.is_private |= contents.list.is_private;
    list.reserve(contents.list.octets.len());
    for clear in &contents.list.clear {
        let mut clear = ClearValue { start: clear.start + at, ..clear.clone() };
        let own = contents.list.iter().find(|raw| raw.range().contains(&(clear.start - at)));
        clear.inner_lengths.extend(own.map(|raw| clear.start - at - (raw.offset + 1)));
        list.push_clear(clear);
    }
    list.octets.extend_from_slice(&contents.list.octets);
    Ok(())
}

/// The octets of a TLV that is hidden itself. Nothing in it can be hidden once more: sealing hides each value once.
fn hidden_contents(contents: &Contents) -> Result<Zeroizing<Vec<u8>>, Problem> {
    if let Some(error) = &contents.error {
        return Err(Problem::Inside(Box::new(error.clone())));
    }
    if contents.list.octets.is_empty() {
        return Err(Problem::Empty);
    }
    Ok(contents.plain_octets().map(Zeroizing::new)?)
}

/// Appends a value in clear in the room that it takes hidden, and remembers to hide it.
fn push_hidden(
    list: &mut AttributeList,
    definition: &Definition<'_>,
    hiding: Hiding,
    tag: u8,
    value: &dyn Encode,
) -> Result<(), Problem> {
    let mut clear = Zeroizing::new(Vec::with_capacity(usize::from(u8::MAX)));
    match value.contents() {
        // A TLV is hidden as a whole, which hides what is in it.
        Some(contents) => clear.extend_from_slice(&hidden_contents(&contents)?),
        None => value.encode(Layout::Full, &mut clear)?,
    }
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
    if definition.flags.tagged() {
        list.octets.push(tag);
    }
    let start = list.octets.len();
    list.push_clear(ClearValue {
        start,
        length,
        value_length: clear.len(),
        hiding,
        inner_lengths: Vec::new(),
        part_header: 0,
    });
    if hiding == Hiding::TunnelPassword {
        list.octets.extend_from_slice(&[0; SALT_OCTETS]);
        list.octets.push(u8::try_from(clear.len()).unwrap_or(u8::MAX));
    }
    list.octets.extend_from_slice(&clear);
    list.octets.resize(start + length, 0);
    Ok(())
}
