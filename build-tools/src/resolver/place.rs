//! Where attributes stand: whose they are, what they stand inside of, and which number they have there.

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Attribute, AttributeId, DataType, Parent, VENDOR_SPECIFIC, VendorId};
use crate::parser::number::{Component, Oid};

use super::scope::Relative;
use super::{Rejected, Resolver};

/// Where a number is unique, and in FreeRADIUS 4 a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Space {
    Packet,
    Vendor(u32),
    /// In the attributes of this number, which are containers.
    Inside(SlotId),
    /// In the struct of this number.
    Member(SlotId),
    /// In the union of this number.
    Branch(SlotId),
    /// In the space of this vendor inside Extended-Vendor-Specific.
    ExtendedVendor(SlotId, u32),
}

impl Hash for Space {
    /// All of it in one number, because spaces are looked up all the time.
    fn hash<H: Hasher>(&self, state: &mut H) {
        let (kind, slot, pen) = match *self {
            Self::Packet => (0, 0, 0),
            Self::Vendor(pen) => (1, 0, pen),
            Self::Inside(slot) => (2, slot.0, 0),
            Self::ExtendedVendor(slot, pen) => (3, slot.0, pen),
            Self::Member(slot) => (4, slot.0, 0),
            Self::Branch(slot) => (5, slot.0, 0),
        };
        state.write_u64((slot as u64) << 32 | u64::from(pen) << 3 | kind);
    }
}

/// Index of a [`Slot`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct SlotId(pub(super) usize);

/// A number in a space, with everything that is defined for it. What stands inside belongs to the number and not to one
/// of its definitions, so that a second name for a TLV takes nothing away from it.
#[derive(Debug)]
pub(super) struct Slot {
    pub(super) space: Space,
    pub(super) number: u32,
    /// The space whose names it shares in FreeRADIUS 3.
    pub(super) owner: Space,
    /// How many numbers lead to it, itself included, without 26 and the vendor in front.
    pub(super) depth: usize,
    /// The entry that was defined last.
    pub(super) last: usize,
    /// The entries that are containers, by when they were defined.
    pub(super) containers: BTreeMap<usize, usize>,
    /// The entries inside, in the order of definition.
    pub(super) children: Vec<usize>,
    /// How many containers of each kind there are.
    kinds: [usize; Holds::ALL.len()],
    /// How many definitions need a container of each kind.
    inside: [usize; Holds::ALL.len()],
}

/// What stands inside a container.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    Attributes,
    /// Vendors, and their attributes inside them.
    Vendors,
    /// What a struct is made of.
    Members,
    /// What a union may be.
    Branches,
}

impl Holds {
    pub(super) const ALL: [Self; 4] = [Self::Attributes, Self::Vendors, Self::Members, Self::Branches];

    pub(super) fn of(data_type: DataType) -> Option<Self> {
        match data_type {
            DataType::ExtendedVendorSpecific => Some(Self::Vendors),
            DataType::Struct => Some(Self::Members),
            DataType::Union => Some(Self::Branches),
            container if container.is_container() => Some(Self::Attributes),
            _ => None,
        }
    }
}

impl Space {
    /// The slot around it, and what this must hold.
    pub(super) fn outer(self) -> Option<(SlotId, Holds)> {
        match self {
            Self::Packet | Self::Vendor(_) => None,
            Self::Inside(slot) => Some((slot, Holds::Attributes)),
            Self::ExtendedVendor(slot, _) => Some((slot, Holds::Vendors)),
            Self::Member(slot) => Some((slot, Holds::Members)),
            Self::Branch(slot) => Some((slot, Holds::Branches)),
        }
    }
}

/// A space for attributes, with the name of the vendor by which it was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) space: Space,
    pub(super) vendor: Option<VendorId>,
}

impl Place {
    pub(super) const PACKET: Self = Self { space: Space::Packet, vendor: None };

    pub(super) fn inside(slot: SlotId) -> Self {
        Self { space: Space::Inside(slot), vendor: None }
    }
}

/// Why a number leads to no place.
pub(super) enum Nowhere {
    /// It leads through something wrong, which has been reported.
    Reported,
    /// It leads through this number, which is no container.
    NoContainer(Space, Component),
    Wrong(Box<Diagnostic>),
}

impl Resolver {
    /// The space whose names those in this one share in FreeRADIUS 3: of the packet, or of the vendor. Vendors with the same
    /// Private Enterprise Number share one.
    pub(super) fn owner_of(&self, space: Space) -> Space {
        match space {
            Space::Packet => Space::Packet,
            Space::Vendor(pen) | Space::ExtendedVendor(_, pen) => Space::Vendor(pen),
            Space::Inside(slot) | Space::Member(slot) | Space::Branch(slot) => {
                self.slot(slot).map_or(Space::Packet, |slot| slot.owner)
            }
        }
    }

    pub(super) fn slot(&self, id: SlotId) -> Option<&Slot> {
        self.slots.get(id.0)
    }

    /// The slot of a number, if something is defined for it.
    pub(super) fn slot_at(&self, space: Space, number: u32) -> Option<(SlotId, &Slot)> {
        let id = *self.by_number.get(&(space, number))?;
        Some((id, self.slot(id)?))
    }

    /// The container that was defined last for this slot.
    pub(super) fn container(&self, slot: &Slot) -> Option<&Attribute> {
        let (_, &at) = slot.containers.last_key_value()?;
        self.entries.get(at).map(|entry| &entry.attribute)
    }

    /// How many numbers lead to the attributes in this space.
    pub(super) fn depth_in(&self, space: Space) -> usize {
        1 + space.outer().and_then(|(slot, _)| self.slot(slot)).map_or(0, |slot| slot.depth)
    }

    /// Where the last one of these numbers stands.
    pub(super) fn locate(&self, oid: &Oid) -> Result<Place, Nowhere> {
        let mut place = self.start(oid)?;
        let mut outer = oid.outer.iter().copied();
        while let Some(component) = outer.next() {
            // Outside of every block, 26 and the vendor's number may be written out.
            let slot = match (place.space, component.number) {
                (Space::Packet, VENDOR_SPECIFIC) if !oid.relative => None,
                _ => Some(self.step(place.space, component)?),
            };
            if let Some((slot, Holds::Attributes)) = slot {
                place = Place::inside(slot);
                continue;
            }
            let Some(pen) = outer.next() else {
                return Err(Nowhere::Wrong(Box::new(
                    Diagnostic::new(
                        Code::IncompleteNumber,
                        "this is the number of a vendor, not of an attribute",
                    )
                    .at(oid.span, "expected one more number behind it"),
                )));
            };
            let Some(&vendor) = self.vendor_by_pen.get(&pen.number) else {
                return Err(Nowhere::Wrong(Box::new(
                    Diagnostic::new(Code::UnknownVendor, format!("no vendor has the number {}", pen.number))
                        .at(pen.span, "no `VENDOR` line before this one defines it"),
                )));
            };
            let space = match slot {
                None => Space::Vendor(pen.number),
                Some((slot, _)) => Space::ExtendedVendor(slot, pen.number),
            };
            place = Place { space, vendor: Some(vendor) };
        }
        Ok(place)
    }

    /// Where its numbers lead from.
    fn start(&self, oid: &Oid) -> Result<Place, Nowhere> {
        if !oid.relative {
            return self.open_place().map_err(|Rejected| Nowhere::Reported);
        }
        match self.scope.relative {
            Relative::Slot(slot) => Ok(Place::inside(slot)),
            Relative::Broken => Err(Nowhere::Reported),
            Relative::None => Err(Nowhere::Wrong(Box::new(
                Diagnostic::new(
                    Code::RelativeWithoutBase,
                    "no TLV stands before this number that begins with a dot",
                )
                .at(oid.span, "leads from the TLV that was defined last")
                .help("blocks and vendors in between end it; write all numbers out, or put the line behind the TLV"),
            ))),
        }
    }

    /// The container with this number.
    fn step(&self, space: Space, component: Component) -> Result<(SlotId, Holds), Nowhere> {
        let known = self.slot_at(space, component.number);
        let holds = known.and_then(|(_, slot)| self.container(slot)).and_then(|a| Holds::of(a.data_type));
        match (known, holds) {
            (Some((id, _)), Some(holds @ (Holds::Attributes | Holds::Vendors))) => Ok((id, holds)),
            _ if self.broken_numbers.contains(&(space, component.number)) => Err(Nowhere::Reported),
            _ => Err(Nowhere::NoContainer(space, component)),
        }
    }

    /// Remembers that there would be something with this number, had it been right.
    pub(super) fn broken_number(&mut self, oid: &Oid) {
        if let Ok(place) = self.locate(oid) {
            self.broken_numbers.insert((place.space, oid.last.number));
        }
    }

    /// The numbers that lead to this one from the packet or the vendor, with dots between them.
    pub(super) fn path(&self, mut space: Space, number: u32) -> String {
        let mut path = number.to_string();
        while let Some((slot, _)) = space.outer() {
            if let Space::ExtendedVendor(_, pen) = space {
                path = format!("{pen}.{path}");
            }
            let Some(slot) = self.slot(slot) else { break };
            path = format!("{}.{path}", slot.number);
            space = slot.space;
        }
        path
    }

    /// What an attribute in this place stands in, as far as it is known now.
    pub(super) fn parent(&self, place: Place) -> Result<Parent, Rejected> {
        let container = |slot| {
            let last = self.slot(slot).and_then(|slot| slot.containers.last_key_value());
            last.map(|(_, &at)| AttributeId(at)).ok_or(Rejected)
        };
        Ok(match (place.space, place.vendor) {
            (Space::Packet, _) => Parent::Packet,
            (Space::Vendor(_), Some(vendor)) => Parent::Vendor(vendor),
            (Space::Inside(slot) | Space::Member(slot) | Space::Branch(slot), _) => {
                Parent::Attribute(container(slot)?)
            }
            (Space::ExtendedVendor(slot, _), Some(vendor)) => {
                Parent::ExtendedVendor(container(slot)?, vendor)
            }
            (Space::Vendor(_) | Space::ExtendedVendor(..), None) => return Err(Rejected),
        })
    }

    /// Takes the entry into the slot of its number.
    pub(super) fn occupy(&mut self, at: usize, is_new: bool) {
        let Some(entry) = self.entries.get(at) else { return };
        let (space, number) = (entry.space, entry.attribute.number);
        let (order, holds) = (entry.order, Holds::of(entry.attribute.data_type));
        let id = match self.by_number.get(&(space, number)) {
            Some(&id) => id,
            None => {
                let (owner, depth) = (self.owner_of(space), self.depth_in(space));
                let id = SlotId(self.slots.len());
                let counts = [0; Holds::ALL.len()];
                self.slots.push(Slot {
                    space,
                    number,
                    owner,
                    depth,
                    last: at,
                    containers: BTreeMap::new(),
                    children: Vec::new(),
                    kinds: counts,
                    inside: counts,
                });
                self.by_number.insert((space, number), id);
                id
            }
        };
        if let Some(slot) = self.slots.get_mut(id.0) {
            slot.last = at;
            if let Some(holds) = holds {
                slot.containers.insert(order, at);
                slot.kinds[holds as usize] += 1;
            }
        }
        if let Some((outer, holds)) = space.outer()
            && let Some(outer) = self.slots.get_mut(outer.0)
        {
            outer.inside[holds as usize] += 1;
            if is_new {
                outer.children.push(at);
            }
        }
    }

    /// Takes the entry out of its slot, before it is defined anew with this type. Not if it is the only one that holds
    /// what stands inside.
    pub(super) fn vacate(&mut self, at: usize, data_type: DataType) -> Result<(), Rejected> {
        let Some(entry) = self.entries.get(at) else { return Ok(()) };
        let Some(holds) = Holds::of(entry.attribute.data_type) else { return Ok(()) };
        let Some(&id) = self.by_number.get(&(entry.space, entry.attribute.number)) else { return Ok(()) };
        let Some(slot) = self.slots.get_mut(id.0) else { return Ok(()) };
        let kind = holds as usize;
        if slot.inside[kind] > 0 && slot.kinds[kind] == 1 && Holds::of(data_type) != Some(holds) {
            return Err(Rejected);
        }
        slot.containers.remove(&entry.order);
        slot.kinds[kind] -= 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::Code;
    use crate::testing::{dictionary, parent, path, problems};

    const EXTENDED: &str = "ATTRIBUTE X 241 extended\nATTRIBUTE E 241.26 evs\nATTRIBUTE L 246 long-extended\nATTRIBUTE F 246.26 evs\n";

    #[test]
    fn outside_of_blocks_numbers_lead_from_the_packet() {
        let dictionary = dictionary(&format!(
            "{EXTENDED}VENDOR V 9 format=2,2\nATTRIBUTE T 173 tlv\nATTRIBUTE A 173.0x1 byte\nATTRIBUTE B 26.9.300 byte\n\
             ATTRIBUTE C 26.9.7 tlv\nATTRIBUTE D 26.9.7.1 byte\nATTRIBUTE G 241.1 byte\nATTRIBUTE H 246.0xff tlv\n\
             ATTRIBUTE I 246.255.2 byte\nATTRIBUTE J 241.26.9.3 byte\nATTRIBUTE K 246.26.9.3 tlv\nATTRIBUTE M 246.26.9.3.1 byte\n"
        ));
        for (name, expected, place) in [
            ("A", "173.1", (Some("T"), None)),
            ("B", "26.9.300", (None, Some("V"))),
            ("D", "26.9.7.1", (Some("C"), None)),
            ("E", "241.26", (Some("X"), None)),
            ("G", "241.1", (Some("X"), None)),
            ("I", "246.255.2", (Some("H"), None)),
            ("J", "241.26.9.3", (Some("E"), Some("V"))),
            ("M", "246.26.9.3.1", (Some("K"), None)),
        ] {
            assert_eq!(path(&dictionary, name), expected);
            assert_eq!(parent(&dictionary, name), place, "{name}");
        }
    }

    #[test]
    fn inside_a_vendor_numbers_lead_from_it_whatever_its_format() {
        for format in ["1,1", "1,1,c", "2,1", "2,2", "4,0", "1,0"] {
            let dictionary = dictionary(&format!(
                "VENDOR V 9 format={format}\nBEGIN-VENDOR V\nATTRIBUTE T 26 tlv\nATTRIBUTE U 26.9 tlv\nATTRIBUTE A 26.9.255 byte\nEND-VENDOR V\n"
            ));
            assert_eq!(path(&dictionary, "A"), "26.9.26.9.255", "{format}");
            assert_eq!(parent(&dictionary, "A"), (Some("U"), None));
        }
    }

    #[test]
    fn numbers_inside_others_are_1_to_255_on_every_level() {
        let tlvs = "VENDOR V 9\nATTRIBUTE T 5 tlv\nATTRIBUTE U 5.255 tlv\nATTRIBUTE W 5.255.255 tlv\n";
        for place in ["5", "5.255", "5.255.255", "241"] {
            for number in ["1", "255"] {
                dictionary(&format!("{EXTENDED}{tlvs}ATTRIBUTE A {place}.{number} byte\n"));
            }
            for number in ["0", "256", "4294967295"] {
                let text = format!("{EXTENDED}{tlvs}ATTRIBUTE A {place}.{number} byte\n");
                assert_eq!(problems(&text), [(Code::NumberOutOfRange, 9)], "{place}.{number}");
            }
        }
        // As in a vendor's own space of one octet.
        dictionary(&format!("{EXTENDED}{tlvs}ATTRIBUTE A 241.26.9.0 byte\n"));
        let text = format!("{EXTENDED}{tlvs}ATTRIBUTE A 241.26.9.256 byte\n");
        assert_eq!(problems(&text), [(Code::NumberOutOfRange, 9)]);
    }

    /// TLVs inside one another, as dotted numbers.
    fn nested(depth: usize) -> String {
        (1..=depth).map(|depth| format!("ATTRIBUTE A{depth} {} tlv\n", vec!["1"; depth].join("."))).collect()
    }

    #[test]
    fn attributes_stand_at_most_16_deep() {
        let sixteen = dictionary(&nested(16));
        assert_eq!(sixteen.path(&sixteen.attributes[15]), [1; 16]);
        assert_eq!(problems(&nested(18)), [(Code::NestedTooDeep, 17)]);
        let vendor = |depth: usize| {
            let tlvs = nested(depth).replace(" 1", " 245.26.9.1");
            format!("VENDOR V 9\nATTRIBUTE X 245 long-extended\nATTRIBUTE E 245.26 evs\n{tlvs}")
        };
        dictionary(&vendor(14));
        assert_eq!(problems(&vendor(15)), [(Code::NestedTooDeep, 18)]);
        let blocks: String =
            (1..=18).map(|depth| format!("ATTRIBUTE A{depth} 1 tlv\nBEGIN-TLV A{depth}\n")).collect();
        let ends: String = (1..=18).rev().map(|depth| format!("END-TLV A{depth}\n")).collect();
        assert_eq!(problems(&(blocks + &ends)), [(Code::NestedTooDeep, 33)]);
    }

    #[test]
    fn a_number_that_ends_with_a_vendor_or_leads_through_an_unknown_one_is_an_error() {
        for (number, code) in [
            ("26.9", Code::IncompleteNumber),
            ("241.26.9", Code::IncompleteNumber),
            ("26.10.1", Code::UnknownVendor),
            ("26.0.1", Code::UnknownVendor),
            ("241.26.10.1", Code::UnknownVendor),
        ] {
            let text = format!("{EXTENDED}VENDOR V 9\nATTRIBUTE A {number} byte\n");
            assert_eq!(problems(&text), [(code, 6)], "{number}");
        }
    }

    #[test]
    fn of_several_names_of_a_vendor_the_last_one_has_what_its_number_leads_to() {
        let dictionary = dictionary("VENDOR V 9\nVENDOR W 9\nVENDOR V 9\nATTRIBUTE A 26.9.1 byte\n");
        assert_eq!(parent(&dictionary, "A"), (None, Some("W")));
    }

    #[test]
    fn two_names_of_a_vendor_share_what_stands_in_their_tlvs() {
        let block = |vendor, line| format!("BEGIN-VENDOR {vendor}\nATTRIBUTE {line}\nEND-VENDOR {vendor}\n");
        let text = ["VENDOR V 9\nVENDOR W 9\n", &block("V", "T 5 tlv"), &block("W", "A 5.1 byte")].concat();
        assert_eq!(parent(&dictionary(&text), "A"), (Some("T"), None));
    }
}
