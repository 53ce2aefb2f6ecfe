//! A set of attributes, by what their handles name.

use crate::dictionary::Definition;

use super::find::{Find, Occurrence, Place};
use super::vendor::PEN_OCTETS;
use super::walk::HEADER_OCTETS;
use super::{Attribute, InPacket, RawAttribute, Walk};

/// Some attributes, named by their handles, whatever their types: standard ones, vendors' and extended ones.
///
/// ```
/// # use radius_runtime::codegen::{DataType, Definition, Flags, Parent};
/// # const FILTER_ID: radius_runtime::Attribute<str> =
/// #     radius_runtime::Attribute::new(Definition::new("Filter-Id", Parent::Packet, 11, DataType::String, Flags::NONE));
/// # const SESSION_TIMEOUT: radius_runtime::Attribute<u32> = radius_runtime::Attribute::new(
/// #     Definition::new("Session-Timeout", Parent::Packet, 27, DataType::Uint32, Flags::NONE));
/// use radius_runtime::attribute::AttributeSet;
///
/// let changeable = AttributeSet::new().with(FILTER_ID).with(SESSION_TIMEOUT);
/// # assert_eq!(changeable.len(), 2);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct AttributeSet {
    named: Vec<Definition<'static>>,
    is_all: bool,
}

impl AttributeSet {
    /// The empty set.
    pub const fn new() -> Self {
        Self { named: Vec::new(), is_all: false }
    }

    /// The set of all attributes, also of those that no dictionary knows: for proxies, which send on what they do not understand.
    pub const fn all() -> Self {
        Self { named: Vec::new(), is_all: true }
    }

    /// Adds an attribute. One with a tag stands for the attribute with whatever tag.
    pub fn with<T: ?Sized>(mut self, attribute: Attribute<T, InPacket>) -> Self {
        let added = attribute.definition();
        let is_there = |known: &Definition<'_>| (known.parent, known.number) == (added.parent, added.number);
        if !self.is_all && !self.named.iter().any(is_there) {
            self.named.push(added);
        }
        self
    }

    /// How many attributes it holds; [`usize::MAX`] if it holds all.
    #[must_use]
    pub const fn len(&self) -> usize {
        if self.is_all { usize::MAX } else { self.named.len() }
    }

    /// Whether it holds none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether it holds [all](Self::all) attributes.
    #[must_use]
    pub const fn is_all(&self) -> bool {
        self.is_all
    }

    /// The attributes among these octets that are not, or not wholly, in the set.
    pub(crate) fn outside<'a>(&self, octets: &'a [u8]) -> impl Iterator<Item = RawAttribute<'a>> {
        let found = self.named.iter().flat_map(|definition| Find::new(octets, *definition, None));
        let places: Vec<Place> = found.flat_map(Occurrence::into_places).collect();
        Walk::new(octets).filter(move |raw| {
            let range = raw.range();
            let own = places.iter().filter(|place| place.outer == range).map(|place| place.own.len());
            // Attributes that share a Vendor-Specific attribute fill it up to its header and the vendor's number.
            let covered = own.reduce(|sum, octets| sum + octets);
            !self.is_all && covered.is_none_or(|covered| covered + HEADER_OCTETS + PEN_OCTETS < range.len())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::*;
    use crate::packet::Packet;

    fn outside(set: &AttributeSet, packet: &Packet) -> Vec<u8> {
        let octets = packet.encode().unwrap();
        set.outside(&octets[20..]).map(|raw| raw.number).collect()
    }

    #[test]
    fn attributes_of_every_place_are_told_apart() {
        let packet = Packet::accounting_request()
            .with(USER_NAME, "u")
            .with(CISCO_AV_PAIR, "a=b")
            .with(EXTENDED_TEXT, "e")
            .with(LONG_OCTETS, [1; 600])
            .with(EVS_TEXT, "v")
            .with(LONG_EVS_OCTETS, [2; 600])
            .with(TUNNEL_TYPE.tag(3), 13);
        let set = AttributeSet::new()
            .with(USER_NAME)
            .with(CISCO_AV_PAIR)
            .with(EXTENDED_TEXT)
            .with(LONG_OCTETS)
            .with(EVS_TEXT)
            .with(LONG_EVS_OCTETS)
            .with(TUNNEL_TYPE);
        assert_eq!(outside(&set, &packet), []);
        let other = AttributeSet::new().with(NAS_PORT).with(CISCO_NAS_PORT).with(EXTENDED_NUMBER);
        assert_eq!(outside(&other, &packet), [1, 26, 241, 245, 245, 245, 241, 245, 245, 245, 64]);
        let all = AttributeSet::all().with(USER_NAME);
        assert_eq!((outside(&all, &packet), all.is_empty()), (vec![], false));
        assert_eq!(all, AttributeSet::all());
    }

    #[test]
    fn one_stranger_in_a_shared_vendor_specific_is_seen() {
        let mut packet = Packet::accounting_request();
        packet
            .push_group(CISCO, |group| group.with(CISCO_AV_PAIR, "a=b").with(CISCO_NAS_PORT, "tty1"))
            .unwrap();
        let pair = AttributeSet::new().with(CISCO_AV_PAIR);
        assert_eq!(outside(&pair, &packet), [26]);
        assert_eq!(outside(&pair.with(CISCO_NAS_PORT), &packet), []);
    }
}
