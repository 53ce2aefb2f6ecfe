//! Finding the occurrences of one attribute among the attributes of a packet.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use crate::dictionary::{Definition, Parent, Vendor, VendorFormat};

use super::extended::{self, EXTENDED_VENDOR_SPECIFIC};
use super::vendor::{self, PEN_OCTETS, VENDOR_SPECIFIC, VendorWalk, split_vendor};
use super::walk::{HEADER_OCTETS, Walk};
use super::{Problem, RawAttribute, tag};

/// One occurrence of an attribute: its value, in as many parts as it is split into.
#[derive(Clone)]
pub struct Occurrence<'a> {
    value: &'a [u8],
    place: Place,
    /// What follows on the first part. Boxed, because hardly any value is split.
    split: Option<Box<Split<'a>>>,
}

/// The parts of a value behind its first one.
#[derive(Clone, Default)]
struct Split<'a> {
    parts: Vec<(&'a [u8], Place)>,
    /// What is wrong with how the value is split.
    problem: Option<Problem>,
}

/// Where something stands among the octets of a packet's attributes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// The octets of the packet attribute that it stands in.
    pub(crate) outer: Range<usize>,
    /// The octets that are its own: less than `outer` if it shares a Vendor-Specific attribute.
    pub(crate) own: Range<usize>,
}

impl Place {
    fn whole(raw: &RawAttribute<'_>) -> Self {
        Self { outer: raw.range(), own: raw.range() }
    }
}

impl fmt::Debug for Occurrence<'_> {
    /// Where it stands. The value is not shown: it may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.place, f)
    }
}

impl<'a> Occurrence<'a> {
    #[inline]
    const fn new(value: &'a [u8], place: Place) -> Self {
        Self { value, place, split: None }
    }

    fn split_mut(&mut self) -> &mut Split<'a> {
        self.split.get_or_insert_default()
    }

    /// The octets of the value's first part, which alone holds a tag.
    pub(crate) const fn first(&self) -> &'a [u8] {
        self.value
    }

    /// The octets of a value that is not split.
    #[inline]
    pub(crate) fn whole(&self) -> Result<&'a [u8], Problem> {
        match &self.split {
            None => Ok(self.value),
            Some(split) => Err(split.problem.clone().unwrap_or(Problem::Split)),
        }
    }

    /// The octets of the whole value, joined if it is split.
    #[inline]
    pub(crate) fn joined(&self) -> Result<Cow<'a, [u8]>, Problem> {
        let mut value = Cow::Borrowed(self.value);
        if let Some(split) = &self.split {
            if let Some(problem) = &split.problem {
                return Err(problem.clone());
            }
            for (part, _) in &split.parts {
                value.to_mut().extend_from_slice(part);
            }
        }
        Ok(value)
    }

    /// Where its first part stands.
    pub(crate) const fn place(&self) -> &Place {
        &self.place
    }

    /// Where its parts stand.
    pub(crate) fn into_places(self) -> impl Iterator<Item = Place> {
        let parts = self.split.map(|split| split.parts).unwrap_or_default();
        std::iter::once(self.place).chain(parts.into_iter().map(|(_, place)| place))
    }
}

/// One part of a value that may be split, and whether it says that another follows.
pub(crate) struct Fragment<'a> {
    pub(crate) value: &'a [u8],
    pub(crate) more: bool,
    /// Whether the part may say so: long-extended ones only if they are full (RFC 6929 §2.2).
    pub(crate) is_valid: bool,
}

/// The number of an attribute that is known by it alone: it stands where numbers are one octet, and is never split.
#[inline(always)]
pub(crate) fn plain_number(definition: &Definition<'_>) -> Option<u8> {
    match definition.parent {
        Parent::Packet | Parent::Tlv if !definition.flags.concat() => u8::try_from(definition.number).ok(),
        _ => None,
    }
}

/// Iterator over the occurrences of an attribute that is known by its number.
pub(crate) struct PlainFind<'a> {
    walk: Walk<'a>,
    number: u8,
}

impl<'a> PlainFind<'a> {
    #[inline(always)]
    pub(crate) const fn new(octets: &'a [u8], number: u8) -> Self {
        Self { walk: Walk::new(octets), number }
    }
}

impl<'a> Iterator for PlainFind<'a> {
    type Item = Occurrence<'a>;

    #[inline(always)]
    fn next(&mut self) -> Option<Occurrence<'a>> {
        let raw = self.walk.find(|raw| raw.number == self.number)?;
        Some(Occurrence::new(raw.value, Place::whole(&raw)))
    }
}

/// The occurrences of an attribute, with whatever tag.
pub(crate) const fn occurrences<'a>(octets: &'a [u8], definition: Definition<'a>) -> Find<'a> {
    Find::new(octets, definition, None)
}

/// The vendor and the number of an attribute that most likely stands alone in its Vendor-Specific attribute: in the format
/// that RFC 2865 recommends, and never split.
#[inline(always)]
pub(crate) fn vendor_number(definition: &Definition<'_>) -> Option<(u32, u8)> {
    match definition.parent {
        Parent::Vendor(Vendor { pen, format: VendorFormat::RFC, .. }) => {
            Some((pen, u8::try_from(definition.number).ok()?))
        }
        _ => None,
    }
}

/// What [`first_in_vendor`] finds.
pub(crate) enum InVendor<'a> {
    Found(Occurrence<'a>),
    Absent,
    /// Not as simple as that: [`Find`] knows.
    Unclear,
}

/// The first occurrence of an attribute of a vendor with the recommended format, as long as each of the vendor's attributes
/// has a Vendor-Specific attribute of its own, and a value.
#[inline(never)]
pub(crate) fn first_in_vendor(octets: &[u8], pen: u32, number: u8) -> InVendor<'_> {
    for raw in Walk::new(octets).filter(|raw| raw.number == VENDOR_SPECIFIC) {
        let Some((of, data)) = split_vendor(raw.value) else { continue };
        if of != pen {
            continue;
        }
        match *data {
            // One octet may be a tag with nothing behind it.
            [found, length, ref value @ ..] if usize::from(length) == data.len() && value.len() > 1 => {
                if found == number {
                    let outer = raw.range();
                    let own = outer.end - data.len()..outer.end;
                    return InVendor::Found(Occurrence::new(value, Place { outer, own }));
                }
            }
            _ => return InVendor::Unclear,
        }
    }
    InVendor::Absent
}

/// Iterator over the occurrences of one attribute, in order.
#[derive(Clone, Debug)]
pub(crate) struct Find<'a> {
    walk: Walk<'a>,
    definition: Definition<'a>,
    tag: Option<u8>,
    /// The Vendor-Specific attribute that the search is in, with the offset of the vendor's data.
    inside: Option<(Range<usize>, usize, VendorWalk<'a>)>,
    malformed_vendor: bool,
}

impl<'a> Find<'a> {
    /// Searches octets whose framing was checked. With a tag, other tags are passed over.
    #[inline(always)]
    pub(crate) const fn new(octets: &'a [u8], definition: Definition<'a>, tag: Option<u8>) -> Self {
        Self { walk: Walk::new(octets), definition, tag, inside: None, malformed_vendor: false }
    }

    /// What to report when nothing was found.
    pub(crate) fn problem_if_absent(&self) -> Option<Problem> {
        self.malformed_vendor.then_some(Problem::MalformedVendor)
    }

    #[inline(always)]
    fn next_any_tag(&mut self) -> Option<Occurrence<'a>> {
        match self.definition.parent {
            Parent::Packet | Parent::Tlv => {
                let number = u8::try_from(self.definition.number).ok()?;
                let raw = self.walk.find(|raw| raw.number == number)?;
                let found = Occurrence::new(raw.value, Place::whole(&raw));
                if self.definition.flags.concat() { Some(self.with_run(found, number)) } else { Some(found) }
            }
            Parent::Vendor(vendor) if !vendor.format.continuation => self.next_in_vendor(&vendor),
            _ => self.next_in_parts(),
        }
    }

    /// An attribute whose value may have several parts.
    #[inline(never)]
    fn next_in_parts(&mut self) -> Option<Occurrence<'a>> {
        let number = self.definition.number;
        match self.definition.parent {
            Parent::Vendor(vendor) => self.next_fragmented(|raw| vendor::fragment(raw, vendor.pen, number)),
            Parent::Extended(outer) => self.next_fragmented(|raw| extended::fragment(raw, outer, number)),
            Parent::ExtendedVendor(outer, vendor) => loop {
                let evs = EXTENDED_VENDOR_SPECIFIC.into();
                let mut found = self.next_fragmented(|raw| extended::fragment(raw, outer, evs))?;
                // The vendor and the type stand in the first part only (RFC 6929 §2.4).
                match extended::split_vendor_attribute(found.value) {
                    Some((pen, of_vendor, value)) if pen == vendor.pen && of_vendor == number => {
                        if value.is_empty() {
                            found.split_mut().problem = Some(Problem::Fragments);
                        }
                        found.value = value;
                        return Some(found);
                    }
                    _ => {}
                }
            },
            // Members and branches have no headers to be found by.
            Parent::Packet | Parent::Tlv | Parent::Struct | Parent::Union => None,
        }
    }

    /// An attribute with those right behind it that continue it (`concat`).
    #[inline(never)]
    fn with_run(&mut self, mut found: Occurrence<'a>, number: u8) -> Occurrence<'a> {
        while let Some(part) = self.walk.clone().next().filter(|part| part.number == number) {
            found.split_mut().parts.push((part.value, Place::whole(&part)));
            self.walk.next();
        }
        found
    }

    #[inline(never)]
    fn next_in_vendor(&mut self, vendor: &Vendor<'a>) -> Option<Occurrence<'a>> {
        loop {
            if let Some((outer, base, walk)) = &mut self.inside {
                let number = self.definition.number;
                if let Some(found) = walk.flatten().find(|attribute| attribute.number == number) {
                    let range = found.range();
                    let own = *base + range.start..*base + range.end;
                    return Some(Occurrence::new(found.value, Place { outer: outer.clone(), own }));
                }
                self.inside = None;
            }
            let raw = self.walk.find(|raw| raw.number == VENDOR_SPECIFIC)?;
            let Some((pen, data)) = split_vendor(raw.value) else { continue };
            if pen != vendor.pen {
                continue;
            }
            let walk = VendorWalk::new(data, vendor.format);
            // Hardly ever do several attributes share a Vendor-Specific.
            if let Some(only) = walk.only() {
                if only.number != self.definition.number {
                    continue;
                }
                let outer = raw.range();
                let own = outer.end - data.len()..outer.end;
                return Some(Occurrence::new(only.value, Place { outer, own }));
            }
            if walk.clone().is_well_formed() {
                self.inside = Some((raw.range(), raw.offset + HEADER_OCTETS + PEN_OCTETS, walk));
            } else {
                self.malformed_vendor = true;
            }
        }
    }

    /// A value and the parts that follow on its first one, whatever attributes stand in between (RFC 6929 §2.2).
    fn next_fragmented(
        &mut self,
        fragment: impl Fn(&RawAttribute<'a>) -> Option<Fragment<'a>>,
    ) -> Option<Occurrence<'a>> {
        let mut parts = self.walk.by_ref().filter_map(|raw| Some((fragment(&raw)?, Place::whole(&raw))));
        let (Fragment { value, mut more, mut is_valid }, place) = parts.next()?;
        let mut found = Occurrence::new(value, place);
        while more {
            let Some((part, place)) = parts.next() else {
                is_valid = false;
                break;
            };
            is_valid &= part.is_valid;
            more = part.more;
            found.split_mut().parts.push((part.value, place));
        }
        if !is_valid {
            found.split_mut().problem = Some(Problem::Fragments);
        }
        Some(found)
    }
}

impl<'a> Iterator for Find<'a> {
    type Item = Occurrence<'a>;

    #[inline(always)]
    fn next(&mut self) -> Option<Occurrence<'a>> {
        loop {
            let found = self.next_any_tag()?;
            match self.tag {
                Some(wanted)
                    if tag::split(&self.definition, found.first()).map_or(true, |(tag, _)| tag != wanted) => {
                }
                _ => return Some(found),
            }
        }
    }
}
