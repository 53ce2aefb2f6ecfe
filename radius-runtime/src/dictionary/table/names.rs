//! Looking up names, paths of names, and numbers.

use super::super::Parent;
use super::entry::Entry;
use super::record::{Kind, NAMES, NUMBERS, PACKET, Section, Table, Target};

/// What a name on the way to an attribute means.
pub(super) enum Step<'a> {
    Attribute(Entry<'a>),
    /// A vendor, by its space.
    Vendor(u32),
}

impl<'a> Step<'a> {
    pub(super) fn attribute(self) -> Option<Entry<'a>> {
        match self {
            Self::Attribute(entry) => Some(entry),
            Self::Vendor(_) => None,
        }
    }

    /// The space of what stands inside.
    fn space(&self) -> Option<u32> {
        match self {
            Self::Attribute(entry) => entry.own_space(),
            Self::Vendor(space) => Some(*space),
        }
    }
}

impl<'a> Table<'a> {
    /// The attribute of this name, or of the names on the way to it.
    pub(super) fn attribute(self, name: &str) -> Option<Entry<'a>> {
        self.by_name(name).or_else(|| if name.contains('.') { self.by_path(PACKET, name) } else { None })
    }

    fn by_name(self, name: &str) -> Option<Entry<'a>> {
        // What stands in the packet itself, what stands in a vendor's or an extended attribute, what is part of another value.
        let rank = |entry: &Entry<'_>, space| match entry.definition().parent {
            _ if space == PACKET => 0,
            Parent::Tlv | Parent::Struct | Parent::Union => 2,
            _ => 1,
        };
        let mut best: Option<(u8, Entry<'a>)> = None;
        let mut is_one = true;
        for (entry, space) in self.named(name) {
            let rank = rank(&entry, space);
            match &best {
                Some((known, _)) if *known < rank => {}
                Some((known, other)) if *known == rank => is_one &= other.is_same_as(&entry),
                _ => (best, is_one) = (Some((rank, entry)), true),
            }
        }
        best.filter(|(rank, _)| is_one || *rank == 0).map(|(_, entry)| entry)
    }

    /// The attribute that the names on the way to it lead to. A name of FreeRADIUS 3 may have dots in it.
    fn by_path(self, space: u32, path: &str) -> Option<Entry<'a>> {
        if let Some(entry) = self.step(space, path).and_then(Step::attribute) {
            return Some(entry);
        }
        path.match_indices('.').find_map(|(at, _)| {
            let inner = self.step(space, path.get(..at)?)?.space()?;
            self.by_path(inner, path.get(at + 1..)?)
        })
    }

    /// What a name or number means in a space.
    pub(super) fn step(self, space: u32, name: &str) -> Option<Step<'a>> {
        if let Some((entry, _)) = self.named(name).find(|(_, known_in)| *known_in == space) {
            return Some(Step::Attribute(entry));
        }
        if let Some(vendors) = self.vendor_alias(space, name) {
            return self.space(vendors).map(|_| Step::Vendor(vendors));
        }
        if let Some(branch) = self.branch(space, name) {
            return Some(Step::Attribute(branch));
        }
        let number = name.parse().ok();
        if self.space(space)?.kind != Kind::Vendors {
            return self.number(space, number?).map(Step::Attribute);
        }
        let named = self.vendors().filter(|vendor| vendor.name.eq_ignore_ascii_case(name)).last();
        let pen = named.map(|vendor| vendor.pen).or(number)?;
        self.space_in(space, pen).map(Step::Vendor)
    }

    /// The branch of the union in a struct: it has its name in the struct, too.
    fn branch(self, structure: u32, name: &str) -> Option<Entry<'a>> {
        let is_in = |space: u32| {
            self.space(space).is_some_and(|space| space.kind == Kind::Union && space.parent == structure)
        };
        self.named(name).find(|(_, known_in)| is_in(*known_in)).map(|(entry, _)| entry)
    }

    /// The attribute that stands for a number in a space.
    pub(super) fn number(self, space: u32, number: u32) -> Option<Entry<'a>> {
        let hash = fnv(space.to_le_bytes().into_iter().chain(number.to_le_bytes()));
        let mut found = self.probe(NUMBERS, hash);
        let index = found.find(|index| self.place_of_index(*index) == Some((space, number)))?;
        self.attribute_of_index(index)
    }

    /// The attributes of this name, also by an alias, with the space that it is known in.
    pub(super) fn named(self, name: &str) -> impl Iterator<Item = (Entry<'a>, u32)> {
        self.indexes_named(name).filter_map(move |(index, space)| match self.alias_of_index(index) {
            None => Some((self.attribute_of_index(index)?, space)),
            Some(alias) => match alias.target {
                Target::Attribute(index) => Some((self.attribute_of_index(index)?, space)),
                Target::Vendor(_) => None,
            },
        })
    }

    /// The space of the vendor that has an alias of this name.
    fn vendor_alias(self, space: u32, name: &str) -> Option<u32> {
        let mut aliases = self.indexes_named(name).filter(|(_, known_in)| *known_in == space);
        aliases.find_map(|(index, _)| match self.alias_of_index(index)?.target {
            Target::Vendor(index) => Some(index),
            Target::Attribute(_) => None,
        })
    }

    /// The attributes and aliases of this name, and where it is known.
    fn indexes_named(self, name: &str) -> impl Iterator<Item = (u32, u32)> {
        let hash = fnv(name.bytes().map(|octet| octet.to_ascii_lowercase()));
        self.probe(NAMES, hash).filter_map(move |index| {
            let (known, space) = self.name_of_index(index)?;
            known.eq_ignore_ascii_case(name).then_some((index, space))
        })
    }

    /// What a hash table may have for a hash.
    fn probe(self, section: Section<4>, hash: u32) -> impl Iterator<Item = u32> + use<'a> {
        let slots = self.section(section);
        let mask = slots.len().wrapping_sub(1);
        (0..slots.len()).map_while(move |step| {
            let slot = slots.get((hash as usize).wrapping_add(step) & mask)?;
            u32::from_le_bytes(*slot).checked_sub(1)
        })
    }
}

fn fnv(bytes: impl IntoIterator<Item = u8>) -> u32 {
    bytes.into_iter().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// The name that differs from this one in a slip or two: one, and one more for every six letters, three at most.
pub(super) fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    /// Longer names are no slip of anything.
    const LONGEST: usize = 128;
    if !(3..=LONGEST).contains(&name.len()) {
        return None;
    }
    let name = name.to_ascii_lowercase();
    let allowed = (1 + name.len() / 6).min(3);
    known
        .filter(|known| known.len().abs_diff(name.len()) <= allowed)
        .map(|known| (strsim::osa_distance(&name, &known.to_ascii_lowercase()), known))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, known)| known)
}
