//! A list of attributes in wire form, with typed and transactional editing.

use std::fmt;
use std::ops::Range;

use crate::crypto::wipe;
use crate::dictionary::{Definition, Hiding, Vendor};
use crate::value::{Layout, ToValue, ValueError};

use super::find::{Find, Occurrence, Place, plain_number, vendor_number};
use super::read::named;
use super::vendor::{PEN_OCTETS, VENDOR_SPECIFIC, split_vendor};
use super::walk::{HEADER_OCTETS, MAX_VALUE, Walk};
use super::write::{
    Encode, MESSAGE_AUTHENTICATOR, Typed, VENDOR_HEADER_OCTETS, append, can_be_empty, check_room,
};
use super::{Attribute, AttributeError, Problem, RawAttribute, tag};

/// Attributes as they go on the wire, except that hidden values are still in clear until the packet is sealed.
#[derive(Clone, Default)]
pub struct AttributeList {
    pub(super) octets: Vec<u8>,
    pub(super) clear: Vec<ClearValue>,
    /// Whether a value in clear ever stood in the octets, so that they must be wiped.
    pub(super) is_private: bool,
}

/// A value that sealing is to hide. In the list it already has the room that it takes hidden.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ClearValue {
    /// Offset of the octets to hide, at the salt if there is one.
    pub(crate) start: usize,
    /// Octets to hide, with the salt.
    pub(crate) length: usize,
    /// Octets of the value itself.
    pub(crate) value_length: usize,
    pub(crate) hiding: Hiding,
    /// How far in front of `start` each length octet stands that counts the value, besides that of the packet's attribute.
    pub(crate) inner_lengths: Vec<usize>,
    /// Octets in front of each part, where the attribute may go on in the next one; else 0.
    pub(crate) part_header: usize,
}

impl AttributeList {
    /// Takes over octets whose framing was checked; hidden values in them stay hidden.
    pub(crate) const fn from_checked(octets: Vec<u8>) -> Self {
        Self { octets, clear: Vec::new(), is_private: false }
    }

    /// The attributes' octets; values to be hidden are in clear.
    pub(crate) fn octets(&self) -> &[u8] {
        &self.octets
    }

    /// The values to hide, in the order of the octets.
    pub(crate) fn clear_values(&self) -> &[ClearValue] {
        &self.clear
    }

    /// Every attribute as it stands.
    pub fn iter(&self) -> Walk<'_> {
        Walk::new(&self.octets)
    }

    /// Appends a value. On an error the list is as it was.
    // Inlined, so that the handle's constants decide while the program is compiled: most attributes are a number, a length
    // and a value, in the packet or inside Vendor-Specific.
    #[inline(always)]
    pub(crate) fn push<T: ?Sized, P>(
        &mut self,
        attribute: Attribute<T, P>,
        value: &impl ToValue<T>,
    ) -> Result<(), AttributeError> {
        let (definition, tag) = (attribute.definition(), attribute.tag_filter());
        let number =
            plain_number(&definition).filter(|&number| number != 0 && number != MESSAGE_AUTHENTICATOR);
        let is_plain = definition.flags.is_plain() && tag.is_none();
        let result = if let Some(number) = number
            && let Some(tag) = tag::plain(&definition, tag)
            && value.contents().is_none()
        {
            self.push_plain([number, 0, tag], value, tag::layout(&definition), can_be_empty(&definition))
        } else if !is_plain || value.contents().is_some() {
            self.append(&definition, tag.unwrap_or(0), &Typed::<T, _>::new(value))
        } else if let Some(number) = number {
            self.push_plain([number, 0], value, Layout::Full, can_be_empty(&definition))
        } else if let Some((pen, number)) = vendor_number(&definition) {
            let [a, b, c, d] = pen.to_be_bytes();
            let headers = [VENDOR_SPECIFIC, 0, a, b, c, d, number, 0];
            self.push_plain(headers, value, Layout::Full, can_be_empty(&definition))
        } else {
            self.append(&definition, 0, &Typed::<T, _>::new(value))
        };
        result.map_err(|problem| named(definition.name, problem))
    }

    /// Appends a value behind headers whose lengths are yet to come: a type and a length, behind which a tag may stand, or
    /// all of Vendor-Specific's.
    #[inline(always)]
    fn push_plain<T: ?Sized, const N: usize>(
        &mut self,
        headers: [u8; N],
        value: &impl ToValue<T>,
        layout: Layout,
        can_be_empty: bool,
    ) -> Result<(), Problem> {
        self.reserve_for(false);
        let value_at = self.octets.len() + N;
        self.octets.extend_from_slice(&headers);
        let written = value.write_value(layout, &mut self.octets);
        self.close_plain(value_at, N, written, can_be_empty)
    }

    /// Fills in the lengths in front of the value that was appended at this offset, in headers of that many octets; where it
    /// cannot be sent, takes it all away.
    fn close_plain(
        &mut self,
        value_at: usize,
        headers: usize,
        written: Result<(), ValueError>,
        can_be_empty: bool,
    ) -> Result<(), Problem> {
        let start = value_at - headers;
        let result = match (written, u8::try_from(self.octets.len() - start)) {
            (Err(error), _) => Err(error.into()),
            (Ok(()), _) if can_be_empty && self.octets.len() == value_at => Err(Problem::Empty),
            (Ok(()), Err(_)) => Err(Problem::TooLong { max: usize::from(u8::MAX) - headers }),
            (Ok(()), Ok(length)) => {
                match self.octets.get_mut(start..value_at) {
                    Some([_, outer, _, _, _, _, _, inner]) => {
                        // The vendor's own attribute is shorter by what stands in front of it.
                        *inner = length.saturating_sub(VENDOR_HEADER_OCTETS);
                        *outer = length;
                    }
                    Some([_, only, ..]) => *only = length,
                    _ => {}
                }
                check_room(self.octets.len())
            }
        };
        if result.is_err() {
            self.truncate(start);
        }
        result
    }

    /// Appends a value that is in wire form already, for definitions that are known at run time only.
    pub(crate) fn append(
        &mut self,
        definition: &Definition<'_>,
        tag: u8,
        value: &dyn Encode,
    ) -> Result<(), Problem> {
        append(self, definition, tag, value)
    }

    /// Appends the vendor attributes of another list in one Vendor-Specific attribute.
    pub(crate) fn append_group(&mut self, vendor: &Vendor<'_>, group: &Self) -> Result<(), Problem> {
        let mut new = Self::from_checked(vec![VENDOR_SPECIFIC, 0]);
        new.octets.extend_from_slice(&vendor.pen.to_be_bytes());
        for raw in group.iter() {
            let data = match split_vendor(raw.value) {
                Some((pen, data)) if raw.number == VENDOR_SPECIFIC && pen == vendor.pen => data,
                _ => return Err(Problem::OtherVendor),
            };
            let moved_by = raw.range().end - data.len();
            let at = new.octets.len();
            let inside = group.clear.iter().filter(|clear| raw.range().contains(&clear.start));
            inside.for_each(|clear| {
                new.push_clear(ClearValue { start: clear.start - moved_by + at, ..clear.clone() });
            });
            new.octets.extend_from_slice(data);
        }
        let too_long = Problem::TooLong { max: usize::from(u8::MAX) };
        let length = u8::try_from(new.octets.len()).map_err(|_| too_long)?;
        if let Some(octet) = new.octets.get_mut(1) {
            *octet = length;
        }
        let is_shared = group.iter().nth(1).is_some();
        if is_shared && (vendor.format.length_octets == 0 || vendor.format.continuation) {
            return Err(Problem::Alone);
        }
        if group.octets.is_empty() {
            return Err(Problem::Empty);
        }
        check_room(self.octets.len() + new.octets.len())?;
        let end = self.octets.len();
        self.splice(end..end, &new);
        Ok(())
    }

    /// Wipes the octets when they are dropped: they came in clear.
    pub(crate) const fn make_private(&mut self) {
        self.is_private = true;
    }

    /// Takes away what was appended behind this many octets.
    pub(crate) fn truncate(&mut self, octets: usize) {
        self.octets.truncate(octets);
        self.clear.retain(|clear| clear.start < octets);
    }

    /// Remembers to hide a value, and to wipe what it stands in.
    pub(super) fn push_clear(&mut self, clear: ClearValue) {
        self.is_private = true;
        self.clear.push(clear);
    }

    /// Appends an attribute as it is.
    pub(crate) fn push_raw(&mut self, number: u8, value: &[u8]) -> Result<(), Problem> {
        if number == 0 {
            return Err(Problem::Number(0));
        }
        let too_long = Problem::TooLong { max: MAX_VALUE };
        let length = u8::try_from(HEADER_OCTETS + value.len()).map_err(|_| too_long)?;
        check_room(self.octets.len() + usize::from(length))?;
        self.reserve(length.into());
        self.octets.extend_from_slice(&[number, length]);
        self.octets.extend_from_slice(value);
        Ok(())
    }

    /// Makes this the attribute's only value, at the place of the first one it had. On an error the list is as it was.
    pub(crate) fn set<T: ?Sized, P>(
        &mut self,
        attribute: Attribute<T, P>,
        value: &impl ToValue<T>,
    ) -> Result<(), AttributeError> {
        let mut new = Self::default();
        new.push(attribute, value)?;
        let old = self.places(attribute);
        let removed: usize = old.iter().map(|place| place.own.len()).sum();
        check_room((self.octets.len() + new.octets.len()).saturating_sub(removed))
            .map_err(|problem| named(attribute.name(), problem))?;
        self.remove_all(&old);
        let at = match old.first() {
            None => self.octets.len(),
            // Behind what is left of the Vendor-Specific attribute that the first one shared with others.
            Some(place) if shares_its_place(&old, &place.outer) => {
                self.end_of_attribute_at(place.outer.start)
            }
            Some(place) => place.outer.start,
        };
        self.splice(at..at, &new);
        Ok(())
    }

    /// Removes every value of the attribute, also malformed ones; says how many there were.
    pub(crate) fn remove<T: ?Sized, P>(&mut self, attribute: Attribute<T, P>) -> usize {
        let count = self.find(attribute).count();
        self.remove_all(&self.places(attribute));
        count
    }

    /// Removes every packet attribute with this number.
    pub(crate) fn remove_raw(&mut self, number: u8) {
        self.remove_raw_if(|raw| raw.number == number);
    }

    /// Removes every packet attribute of which this is true.
    pub(crate) fn remove_raw_if(&mut self, is_removed: impl Fn(&RawAttribute<'_>) -> bool) {
        while let Some(raw) = self.iter().find(|raw| is_removed(raw)) {
            let range = raw.range();
            self.splice(range, &Self::default());
        }
    }

    fn find<T: ?Sized, P>(&self, attribute: Attribute<T, P>) -> Find<'_> {
        Find::new(&self.octets, attribute.definition(), attribute.tag_filter())
    }

    /// Where the parts of every value of an attribute stand, in order.
    fn places<T: ?Sized, P>(&self, attribute: Attribute<T, P>) -> Vec<Place> {
        let mut places: Vec<_> = self.find(attribute).flat_map(Occurrence::into_places).collect();
        places.sort_by_key(|place| place.own.start);
        places
    }

    /// Removes from the last to the first, so that the earlier ranges stay right.
    fn remove_all(&mut self, found: &[Place]) {
        for Place { outer, own } in found.iter().rev() {
            let outer = outer.start..self.end_of_attribute_at(outer.start).max(own.end);
            let is_alone = own.len() + HEADER_OCTETS + PEN_OCTETS == outer.len();
            if outer == *own || is_alone {
                self.splice(outer, &Self::default());
                continue;
            }
            self.splice(own.clone(), &Self::default());
            if let Some(length) = self.octets.get_mut(outer.start + 1) {
                *length = length.saturating_sub(u8::try_from(own.len()).unwrap_or(u8::MAX));
            }
        }
    }

    /// Where the packet attribute that starts at this offset ends.
    fn end_of_attribute_at(&self, start: usize) -> usize {
        start + self.octets.get(start + 1).map_or(0, |&length| usize::from(length))
    }

    /// Replaces a range of octets by another list, and keeps track of the values to hide.
    fn splice(&mut self, range: Range<usize>, new: &Self) {
        self.is_private |= new.is_private;
        self.reserve(new.octets.len());
        self.clear.retain(|clear| !range.contains(&clear.start));
        for clear in self.clear.iter_mut().filter(|clear| clear.start >= range.end) {
            clear.start = clear.start - range.len() + new.octets.len();
        }
        let at = self.clear.partition_point(|clear| clear.start < range.start);
        let moved =
            new.clear.iter().map(|clear| ClearValue { start: clear.start + range.start, ..clear.clone() });
        self.clear.splice(at..at, moved);
        self.octets.splice(range, new.octets.iter().copied());
    }

    /// Makes room for one more attribute. Where a value in clear is there or comes, none of it may be left behind.
    #[inline]
    pub(super) fn reserve_for(&mut self, is_hidden: bool) {
        self.is_private |= is_hidden;
        // Enough for most packets, in one allocation.
        const ROOM: usize = 2 * u8::MAX as usize;
        if self.octets.capacity() == 0 {
            self.octets = Vec::with_capacity(ROOM);
        } else if self.is_private {
            self.reserve(ROOM);
        }
    }

    /// Makes room without leaving a copy of values in clear behind in freed memory.
    pub(super) fn reserve(&mut self, additional: usize) {
        if self.is_private {
            wipe::reserve(&mut self.octets, additional);
        } else {
            self.octets.reserve(additional);
        }
    }
}

/// Whether other attributes than those found stand in this packet attribute too.
fn shares_its_place(found: &[Place], outer: &Range<usize>) -> bool {
    let inside = found.iter().filter(|place| place.outer == *outer).map(|place| place.own.len());
    let taken = inside.sum::<usize>();
    taken != outer.len() && taken + HEADER_OCTETS + PEN_OCTETS != outer.len()
}

impl Drop for AttributeList {
    fn drop(&mut self) {
        if self.is_private {
            wipe::clear(&mut self.octets);
        }
    }
}

impl PartialEq for AttributeList {
    fn eq(&self, other: &Self) -> bool {
        self.octets == other.octets && self.clear == other.clear
    }
}

impl Eq for AttributeList {}

impl fmt::Debug for AttributeList {
    /// The attributes' numbers and lengths. Values are not shown: they may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lengths = self.iter().map(|raw| (raw.number, raw.value.len()));
        f.debug_map().entries(lengths).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribute::TlvValue;
    use crate::fixture::{
        CHILD_TLV, INNER_SECRET, LONG_TLV, MICROSOFT, MS_MPPE_SEND_KEY, USER_NAME, USER_PASSWORD,
    };

    #[test]
    fn octets_that_held_a_password_are_wiped_also_after_it_was_removed() {
        let mut list = AttributeList::default();
        list.push(USER_NAME, &"alice").unwrap();
        assert!(!list.is_private);
        list.push(USER_PASSWORD, &"hello").unwrap();
        list.set(USER_PASSWORD, &"another").unwrap();
        assert_eq!(list.remove(USER_PASSWORD), 1);
        assert!(list.clear.is_empty() && list.is_private);
        let mut group = AttributeList::default();
        group.push(MS_MPPE_SEND_KEY, &[1; 16]).unwrap();
        let mut grouped = AttributeList::default();
        grouped.append_group(&MICROSOFT, &group).unwrap();
        assert!(grouped.is_private, "also in a group");
        let tlv = TlvValue::new().with(CHILD_TLV, TlvValue::new().with(INNER_SECRET, "hello"));
        let mut long = AttributeList::default();
        long.push(LONG_TLV, &tlv).unwrap();
        assert!(long.is_private, "also in a TLV that may be split");
        let mut other = AttributeList::default();
        assert!(other.push(USER_PASSWORD, &"x".repeat(129)).is_err());
        assert!(other.is_private, "also where it did not fit");
    }
}
