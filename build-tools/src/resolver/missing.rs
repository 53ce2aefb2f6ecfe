//! Attributes that are put into something that is not there or cannot hold them.

use crate::diagnostic::{Code, Diagnostic, Report};
use crate::model::DataType;
use crate::parser::number::Component;
use crate::source::Span;

use super::Resolver;
use super::place::{Holds, Slot, Space};
use super::scope::{self, Block};

/// A number that attributes are put into, although it is no container.
#[derive(Debug)]
pub(super) struct Missing {
    space: Space,
    /// The first place.
    component: Component,
    /// The `BEGIN-TLV` or `BEGIN` that is open there.
    block: Option<Span>,
    /// How many lines put something into it.
    lines: usize,
}

impl Resolver {
    /// Remembers that a line puts an attribute where there is no container. It is reported in the end: once, and how
    /// often it happened.
    pub(super) fn missing_container(&mut self, space: Space, component: Component) {
        let block = self.visible().iter().rev().find_map(Block::begin);
        let block = block.filter(|(ends, _)| matches!(*ends, scope::TLV | scope::ATTRIBUTE));
        let at = *self.missing_at.entry((space, component.number)).or_insert_with(|| {
            let block = block.map(|(_, span)| span);
            self.missing.push(Missing { space, component, block, lines: 0 });
            self.missing.len() - 1
        });
        if let Some(missing) = self.missing.get_mut(at) {
            missing.lines += 1;
        }
    }

    pub(super) fn report_missing(&self, report: &mut Report) {
        for missing in &self.missing {
            let complaint = self.complaint(missing);
            report.push(match missing.block {
                Some(span) => complaint.because(span, "numbers lead from this TLV"),
                None => complaint,
            });
        }
    }

    /// Whether attributes with numbers stand inside one of the definitions for this number.
    fn has_numbers(&self, slot: &Slot) -> bool {
        let holds = |&at: &usize| Holds::of(self.entries.get(at)?.attribute.data_type);
        let mut containers = slot.containers.values().filter_map(holds);
        containers.any(|holds| matches!(holds, Holds::Attributes | Holds::Vendors))
    }

    fn complaint(&self, missing: &Missing) -> Diagnostic {
        let &Missing { space, component: Component { number, span }, lines, .. } = missing;
        let more = match lines - 1 {
            0 => String::new(),
            1 => "; 1 more line does so".to_owned(),
            more => format!("; {more} more lines do so"),
        };
        let path = self.path(space, number);
        let last =
            self.slot_at(space, number).and_then(|(_, slot)| Some((slot, self.entries.get(slot.last)?)));
        let Some((slot, entry)) = last else {
            let whose = match self.owner_of(space) {
                Space::Vendor(pen) => self
                    .vendor_by_pen
                    .get(&pen)
                    .and_then(|id| self.vendors.get(id.0))
                    .map(|vendor| &vendor.name),
                _ => None,
            };
            let message = match whose {
                Some(vendor) => format!("the vendor `{vendor}` has no attribute with the number {path}"),
                None => format!("no attribute has the number {path}"),
            };
            return Diagnostic::new(Code::UnknownParent, message).at(
                span,
                format!("an attribute is put inside it, but no `ATTRIBUTE` line defines it{more}"),
            );
        };
        let name = &entry.attribute.name;
        if !self.has_numbers(slot) {
            let diagnostic =
                Diagnostic::new(Code::NotAContainer, format!("attributes cannot stand inside `{name}`"))
                    .at(span, format!("an attribute is put inside it{more}"))
                    .because(entry.attribute.span, "defined here, and not as `tlv`");
            match entry.attribute.data_type {
                DataType::Struct => diagnostic.help("what a struct is made of follows it with `MEMBER`"),
                DataType::Union => diagnostic.help("the branches of a union stand between `BEGIN` and `END`"),
                _ => diagnostic,
            }
        } else {
            Diagnostic::new(Code::UnknownParent, format!("the attribute `{name}` is defined too late"))
                .at(span, format!("an attribute is put inside it{more}"))
                .because(entry.attribute.span, "defined only here")
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Code;
    use crate::testing::{load, parent, problems};

    #[test]
    fn what_is_put_into_nothing_is_one_mistake() {
        let text = "ATTRIBUTE A 5.1 tlv\nATTRIBUTE B 5.1.1 byte\nVALUE B x 1\nATTRIBUTE C 5.2 byte\nBEGIN-TLV A\nATTRIBUTE D 1 byte\nEND-TLV A\n";
        assert_eq!(problems(text), [(Code::UnknownParent, 1)]);
        assert!(load(text).dictionary.attributes.is_empty());
        let label = &load(text).diagnostics[0].labels[0].text;
        assert!(label.ends_with("; 2 more lines do so"), "{label}");
    }

    #[test]
    fn what_is_put_into_something_that_comes_later_is_a_mistake() {
        let loaded = load("ATTRIBUTE A 5.1 byte\nATTRIBUTE T 5 tlv\nATTRIBUTE B 5.2 byte\n");
        let [diagnostic] = &loaded.diagnostics[..] else { panic!() };
        assert_eq!((diagnostic.code, diagnostic.labels.len()), (Code::UnknownParent, 2));
        assert_eq!(parent(&loaded.dictionary, "B"), (Some("T"), None));
    }

    #[test]
    fn what_is_put_into_something_that_is_no_container_is_one_mistake() {
        let text = "ATTRIBUTE T 5 octets\nATTRIBUTE A 5.1 byte\nATTRIBUTE B 5.2.1 byte\n";
        assert_eq!(problems(text), [(Code::NotAContainer, 2)]);
        let text = "ATTRIBUTE Vendor-Specific 26 vsa\nVENDOR V 9\nATTRIBUTE A 26.9.1 byte\n";
        assert_eq!(problems(text), []);
    }

    #[test]
    fn what_is_put_into_something_wrong_is_no_further_mistake() {
        for (wrong, code) in [
            ("ATTRIBUTE T 5 tvl", Code::UnknownType),
            ("ATTRIBUTE T 5", Code::MissingArgument),
            ("ATTRIBUTE T 5 tlv concat", Code::MisplacedFlag),
            ("ATTRIBUTE T:U 5 tlv", Code::InvalidName),
            ("ATTRIBUTE T 5 extended", Code::ExtendedElsewhere),
        ] {
            let text = format!("{wrong}\nATTRIBUTE A 5.1 tlv\nATTRIBUTE B 5.1.1 byte\nVALUE B x 1\n");
            assert_eq!(problems(&text), [(code, 1)], "{wrong}");
        }
        // Something right with the same number is a container all the same.
        let loaded = load("ATTRIBUTE T 5 tlv\nATTRIBUTE U 5 tvl\nATTRIBUTE A 5.1 byte\n");
        assert_eq!(parent(&loaded.dictionary, "A"), (Some("T"), None));
    }
}
