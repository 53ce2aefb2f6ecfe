//! Turns entries into the attributes of the dictionary, with their places in the tree.

use crate::check;
use crate::diagnostic::Report;
use crate::model::{AttributeId, Dictionary, Parent, VendorId};

use super::place::{Holds, SlotId, Space};
use super::{Entry, Resolver, Table};

/// The entry that stands for a slot as the container of each kind, and whether what is inside is never sent.
type Holders = [Option<Holder>; Holds::ALL.len()];

#[derive(Clone, Copy)]
struct Holder {
    entry: usize,
    internal: bool,
}

impl Resolver {
    /// The dictionary of the attributes whose numbers are right, and what they stand in.
    pub(super) fn dictionary(mut self, report: &mut Report) -> Dictionary {
        let kept = self.kept(report);
        let holders = self.holders(&kept);
        // Entries that are left out move those behind them forward.
        let mut count = 0;
        let mut moved = Vec::with_capacity(self.entries.len());
        let mut entries: Vec<Entry> = Vec::with_capacity(self.entries.len());
        for (mut entry, kept) in std::mem::take(&mut self.entries).into_iter().zip(kept) {
            let kept = kept && settle(&mut entry, &holders);
            moved.push(kept.then_some(AttributeId(count)));
            if kept {
                count += 1;
                entries.push(entry);
            }
        }
        choose_canonical(&mut entries);
        let moved = |at: usize| moved.get(at).copied().flatten();
        let parents = |space: Space, vendor: Option<VendorId>| {
            let outer = match space.outer() {
                Some((slot, holds)) => Some(moved(holder(&holders, slot, holds)?.entry)?),
                None => None,
            };
            match (outer, vendor) {
                (Some(outer), Some(vendor)) => Some(Parent::ExtendedVendor(outer, vendor)),
                (Some(outer), None) => Some(Parent::Attribute(outer)),
                (None, Some(vendor)) => Some(Parent::Vendor(vendor)),
                (None, None) => Some(Parent::Packet),
            }
        };
        let aliases = Self::model_aliases(std::mem::take(&mut self.aliases), parents, moved);
        let settled = |id: AttributeId| moved(id.0).unwrap_or(id);
        let attributes = entries.into_iter().map(|Entry { mut attribute, .. }| {
            attribute.parent = match attribute.parent {
                Parent::Attribute(outer) => Parent::Attribute(settled(outer)),
                Parent::ExtendedVendor(outer, vendor) => Parent::ExtendedVendor(settled(outer), vendor),
                parent => parent,
            };
            attribute.key = attribute.key.and_then(|key| moved(key.0));
            attribute
        });
        Dictionary { attributes: attributes.collect(), vendors: self.vendors, aliases }
    }

    /// Which entries have numbers that fit their vendor's format, which a later `VENDOR` line may have changed.
    fn kept(&self, report: &mut Report) -> Vec<bool> {
        let fits = |entry: &Entry| {
            let Space::Vendor(pen) = entry.space else { return true };
            let Some((format, span)) = self.formats.get(&pen) else { return true };
            match check::vendor_number(&entry.attribute, entry.number_span, *format, *span) {
                Some(diagnostic) => report.push(diagnostic),
                None => return true,
            }
            false
        };
        self.entries.iter().map(fits).collect()
    }

    /// What stands for each slot as a container: the definition that came last, one that is sent before one that is not.
    fn holders(&self, kept: &[bool]) -> Vec<Holders> {
        let mut all: Vec<Holders> = Vec::with_capacity(self.slots.len());
        for slot in &self.slots {
            // A slot is made after the one around it.
            let outside = match slot.space.outer() {
                None => Some(false),
                Some((outer, holds)) => holder(&all, outer, holds).map(|holder| holder.internal),
            };
            all.push(Holds::ALL.map(|holds| {
                let outside = outside?;
                let candidates = slot.containers.values().rev().filter_map(|&entry| {
                    let attribute = &self.entries.get(entry)?.attribute;
                    let fits =
                        kept.get(entry) == Some(&true) && Holds::of(attribute.data_type) == Some(holds);
                    fits.then_some(Holder { entry, internal: outside || attribute.flags.internal })
                });
                let mut last = None;
                for candidate in candidates {
                    if !candidate.internal {
                        return Some(candidate);
                    }
                    last.get_or_insert(candidate);
                }
                last
            }));
        }
        all
    }
}

fn holder(all: &[Holders], slot: SlotId, holds: Holds) -> Option<Holder> {
    all.get(slot.0).and_then(|holders| holders.get(holds as usize).copied().flatten())
}

/// Puts the entry into its parent. False if this one is left out.
fn settle(entry: &mut Entry, holders: &[Holders]) -> bool {
    let Some((slot, holds)) = entry.space.outer() else { return true };
    let Some(holder) = holder(holders, slot, holds) else { return false };
    let outer = AttributeId(holder.entry);
    entry.attribute.flags.internal |= holder.internal;
    entry.attribute.parent = match entry.attribute.parent {
        Parent::ExtendedVendor(_, vendor) => Parent::ExtendedVendor(outer, vendor),
        _ => Parent::Attribute(outer),
    };
    true
}

/// Of several names for one number the last one is used to print. What is never sent does not count.
fn choose_canonical(entries: &mut [Entry]) {
    let mut last: Table<(Space, bool, u32), usize> = Table::default();
    last.reserve(entries.len());
    for (at, entry) in entries.iter().enumerate() {
        let number = (entry.space, entry.attribute.flags.internal, entry.attribute.number);
        let best = last.entry(number).or_insert(at);
        if entries.get(*best).is_some_and(|other| other.order < entry.order) {
            *best = at;
        }
    }
    for at in last.into_values() {
        if let Some(entry) = entries.get_mut(at) {
            entry.attribute.canonical = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Code;
    use crate::model::{DataType, Parent};
    use crate::testing::{dictionary, load, named, parent, path, problems, values};

    #[test]
    fn of_several_containers_for_a_number_the_last_one_holds_what_is_inside() {
        let dictionary =
            dictionary("ATTRIBUTE T 5 tlv\nATTRIBUTE A 5.1 byte\nATTRIBUTE U 5 tlv\nATTRIBUTE B 5.2 byte\n");
        for name in ["A", "B"] {
            assert_eq!(parent(&dictionary, name), (Some("U"), None));
        }
        assert_eq!([named(&dictionary, "T").canonical, named(&dictionary, "U").canonical], [false, true]);
    }

    #[test]
    fn an_attribute_of_another_type_for_the_same_number_takes_nothing_from_a_container() {
        for (first, second) in [("X 241 extended", "Y 241 integer"), ("Y 241 integer", "X 241 extended")] {
            let text =
                format!("ATTRIBUTE {first}\nATTRIBUTE {second}\nATTRIBUTE A 241.1 byte\nVALUE A x 1\n");
            let dictionary = dictionary(&text);
            assert_eq!(parent(&dictionary, "A"), (Some("X"), None));
            assert_eq!(values(named(&dictionary, "A")), ["x=1*"]);
            let last = &second[..1];
            assert!(named(&dictionary, last).canonical);
            assert_eq!(dictionary.attributes.iter().filter(|a| a.canonical).count(), 2);
        }
    }

    #[test]
    fn a_container_that_is_defined_again_keeps_what_is_inside() {
        let dictionary = dictionary(
            "ATTRIBUTE T 5 tlv\nATTRIBUTE A 5.1 byte\nVALUE A x 1\nATTRIBUTE t 5 tlv secret\nATTRIBUTE B 5.2 byte\n",
        );
        assert_eq!(dictionary.attributes.len(), 3);
        for name in ["A", "B"] {
            assert_eq!(parent(&dictionary, name), (Some("t"), None));
        }
        assert!(named(&dictionary, "t").flags.secret);
    }

    #[test]
    fn a_container_with_something_inside_stays_one() {
        let text = "ATTRIBUTE T 5 tlv\nATTRIBUTE A 5.1 byte\nATTRIBUTE T 5 octets\n";
        assert_eq!(problems(text), [(Code::ContainerRedefined, 3)]);
        assert_eq!(named(&load(text).dictionary, "T").data_type, DataType::Tlv);
        // Empty, or with another one for what is inside, it may become something else.
        let text = "ATTRIBUTE T 5 tlv\nATTRIBUTE T 5 octets\n";
        assert_eq!(named(&dictionary(text), "T").data_type, DataType::Octets);
        assert_eq!(problems(&format!("{text}ATTRIBUTE A 5.1 byte\n")), [(Code::NotAContainer, 3)]);
        let text = "ATTRIBUTE U 5 tlv\nATTRIBUTE T 5 tlv\nATTRIBUTE A 5.1 byte\nATTRIBUTE T 5 octets\n";
        assert_eq!(parent(&dictionary(text), "A"), (Some("U"), None));
    }

    #[test]
    fn what_is_no_container_may_become_one() {
        let dictionary = dictionary("ATTRIBUTE T 5 octets\nATTRIBUTE T 5 tlv\nATTRIBUTE A 5.1 byte\n");
        assert_eq!(parent(&dictionary, "A"), (Some("T"), None));
    }

    #[test]
    fn vendors_stand_in_evs_and_attributes_in_other_containers() {
        let before = "VENDOR V 9\nATTRIBUTE X 241 extended\n";
        let evs = "ATTRIBUTE E 241.26 evs\nATTRIBUTE A 241.26.9.1 byte\n";
        assert_eq!(
            problems(&format!("{before}{evs}ATTRIBUTE E 241.26 tlv\n")),
            [(Code::ContainerRedefined, 5)]
        );
        let dictionary = dictionary(&format!(
            "{before}{evs}ATTRIBUTE T 241.26 tlv\nATTRIBUTE B 241.26.9 byte\nATTRIBUTE E 241.26 evs\nATTRIBUTE C 241.26.9.2 byte\n"
        ));
        assert_eq!(parent(&dictionary, "A"), (Some("E"), Some("V")));
        assert_eq!(parent(&dictionary, "B"), (Some("T"), None));
        assert_eq!(parent(&dictionary, "C"), (Some("E"), Some("V")));
    }

    #[test]
    fn what_stands_inside_something_internal_is_internal() {
        let dictionary = dictionary(
            "ATTRIBUTE T 300 tlv\nATTRIBUTE U 300.1 tlv\nATTRIBUTE A 300.1.1 byte\nATTRIBUTE W 5 tlv internal\nATTRIBUTE B 5.1 byte\n",
        );
        assert!(dictionary.attributes.iter().all(|attribute| attribute.flags.internal));
        assert_eq!(path(&dictionary, "A"), "300.1.1");
    }

    #[test]
    fn a_container_that_is_sent_holds_what_is_inside_before_an_internal_one() {
        let dictionary = dictionary("ATTRIBUTE T 5 tlv\nATTRIBUTE U 5 tlv internal\nATTRIBUTE A 5.1 byte\n");
        assert_eq!(parent(&dictionary, "A"), (Some("T"), None));
        assert!(!named(&dictionary, "A").flags.internal);
    }

    #[test]
    fn what_stands_inside_something_that_is_left_out_is_left_out_and_the_rest_stays_together() {
        let text = "VENDOR V 7 format=2,2\nBEGIN-VENDOR V\nATTRIBUTE T 300 tlv\nATTRIBUTE A 300.1 tlv\nATTRIBUTE B 300.1.1 byte\n\
            ATTRIBUTE U 5 tlv\nATTRIBUTE C 5.1 tlv\nATTRIBUTE D 5.1.1 byte\nEND-VENDOR V\nVENDOR V 7 format=1,1\n";
        assert_eq!(problems(text), [(Code::NumberOutOfRange, 3)]);
        let dictionary = load(text).dictionary;
        let names: Vec<_> = dictionary.attributes.iter().map(|a| a.name.as_str()).collect();
        assert_eq!(names, ["U", "C", "D"]);
        assert_eq!(path(&dictionary, "D"), "26.7.5.1.1");
        assert_eq!(parent(&dictionary, "D"), (Some("C"), None));
    }

    #[test]
    fn numbers_are_canonical_within_their_parent() {
        let dictionary = dictionary(
            "ATTRIBUTE T 5 tlv\nATTRIBUTE U 6 tlv\nATTRIBUTE A 5.1 byte\nATTRIBUTE B 6.1 byte\nATTRIBUTE C 5.1 octets\nATTRIBUTE D 1 byte\n",
        );
        let canonical = |name| named(&dictionary, name).canonical;
        assert_eq!(["A", "B", "C", "D"].map(canonical), [false, true, true, true]);
    }

    #[test]
    fn paths_of_dictionaries_made_by_hand_end() {
        let mut dictionary = dictionary("ATTRIBUTE T 5 tlv\nATTRIBUTE A 5.1 byte\n");
        let Parent::Attribute(id) = dictionary.attributes[1].parent else { panic!() };
        dictionary.attributes[0].parent = Parent::Attribute(id);
        assert!(dictionary.path(&dictionary.attributes[1]).len() < 100);
    }
}
