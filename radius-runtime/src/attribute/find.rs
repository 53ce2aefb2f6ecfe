//! Finding the occurrences of one attribute among the attributes of a packet.

use std::ops::Range;

use crate::dictionary::{Definition, Parent};

use super::vendor::{PEN_OCTETS, VENDOR_SPECIFIC, VendorWalk, split_vendor};
use super::walk::{HEADER_OCTETS, Walk};
use super::{Problem, RawAttribute, tag};

/// One occurrence of an attribute.
#[derive(Clone, Debug)]
pub struct Occurrence<'a> {
    /// The octets of its value; of a split value, those of the first part.
    pub(crate) value: &'a [u8],
    /// All octets of the packet attributes that it stands in: of a split value, the whole run.
    pub(crate) outer: Range<usize>,
    /// The octets that are its own: less than `outer` if it shares a Vendor-Specific attribute.
    pub(crate) own: Range<usize>,
    /// What follows on its parts, if its value is split.
    pub(crate) run: Walk<'a>,
}

/// Iterator over the occurrences of one attribute, in order.
#[derive(Clone, Debug)]
pub(crate) struct Find<'a> {
    walk: Walk<'a>,
    octets: &'a [u8],
    definition: &'a Definition<'a>,
    tag: Option<u8>,
    /// The Vendor-Specific attribute that the search is in, with the offset of the vendor's data.
    inside: Option<(Range<usize>, usize, VendorWalk<'a>)>,
    malformed_vendor: bool,
}

impl<'a> Find<'a> {
    /// Searches octets whose framing was checked. With a tag, other tags are passed over.
    pub(crate) fn new(octets: &'a [u8], definition: &'a Definition<'a>, tag: Option<u8>) -> Self {
        Self { walk: Walk::new(octets), octets, definition, tag, inside: None, malformed_vendor: false }
    }

    /// What to report when nothing was found.
    pub(crate) fn problem_if_absent(&self) -> Option<Problem> {
        self.malformed_vendor.then_some(Problem::MalformedVendor)
    }

    #[inline]
    fn next_any_tag(&mut self) -> Option<Occurrence<'a>> {
        match self.definition.parent {
            Parent::Packet => {
                let number = u8::try_from(self.definition.number).ok()?;
                let raw = self.walk.find(|raw| raw.number == number)?;
                Some(self.packet_attribute(&raw))
            }
            Parent::Vendor(vendor) => loop {
                if let Some((outer, base, walk)) = &mut self.inside {
                    let number = self.definition.number;
                    if let Some(found) = walk.flatten().find(|attribute| attribute.number == number) {
                        let range = found.range();
                        return Some(Occurrence {
                            value: found.value,
                            outer: outer.clone(),
                            own: *base + range.start..*base + range.end,
                            run: Walk::new(&[]),
                        });
                    }
                    self.inside = None;
                }
                let raw = self.walk.find(|raw| raw.number == VENDOR_SPECIFIC)?;
                let Some((pen, data)) = split_vendor(raw.value) else { continue };
                let walk = VendorWalk::new(data, vendor.format);
                if pen != vendor.pen {
                    continue;
                }
                if walk.clone().is_well_formed() {
                    self.inside = Some((raw.range(), raw.offset + HEADER_OCTETS + PEN_OCTETS, walk));
                } else {
                    self.malformed_vendor = true;
                }
            },
        }
    }

    #[inline]
    fn packet_attribute(&mut self, raw: &RawAttribute<'a>) -> Occurrence<'a> {
        let mut outer = raw.range();
        if self.definition.flags.concat() {
            while let Some(part) = self.walk.clone().next().filter(|part| part.number == raw.number) {
                outer.end = part.range().end;
                self.walk.next();
            }
        }
        let run = self.octets.get(raw.range().end..outer.end).unwrap_or_default();
        Occurrence { value: raw.value, own: outer.clone(), outer, run: Walk::new(run) }
    }
}

impl<'a> Iterator for Find<'a> {
    type Item = Occurrence<'a>;

    #[inline]
    fn next(&mut self) -> Option<Occurrence<'a>> {
        loop {
            let found = self.next_any_tag()?;
            match self.tag {
                Some(wanted)
                    if tag::split(self.definition, found.value).map_or(true, |(tag, _)| tag != wanted) => {}
                _ => return Some(found),
            }
        }
    }
}
