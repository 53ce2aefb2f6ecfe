//! Structs: their members, one behind the other, and the union that a key among them chooses.

use crate::diagnostic::{Code, Diagnostic, Report};
use crate::lexer::Token;
use crate::model::{Attribute, DataType, MAX_DEPTH};
use crate::parser::names::Name;
use crate::parser::number::NumberError;
use crate::parser::statement::Definition;
use crate::source::Span;

use super::flags::Checked;
use super::place::{Place, SlotId, Space};
use super::scope::Block;
use super::value::{Data, Number, Pending};
use super::{Known, Rejected, Resolver};

/// A struct whose members may follow.
#[derive(Debug, Default)]
pub(super) struct OpenStruct {
    /// None for one that is wrong: what is said of its members does not matter.
    pub(super) slot: Option<SlotId>,
    /// The struct's own entry.
    entry: usize,
    members: u32,
    /// Octets of the members of fixed size.
    octets: u32,
    /// Bits behind the last whole octet.
    bits: u32,
    /// The last member.
    last: Option<Span>,
    /// The member behind which none can stand, because its size is not fixed.
    variable: Option<Span>,
    /// A member whose size is not fixed, but told by a length in front.
    counted: Option<Span>,
    /// The member that is the key.
    key: Option<usize>,
}

impl OpenStruct {
    pub(super) fn new(slot: SlotId, entry: usize) -> Self {
        Self { slot: Some(slot), entry, ..Self::default() }
    }
}

impl Resolver {
    /// Where the next member stands, and its number.
    pub(super) fn next_member(
        &self,
        line: &Definition<'_>,
        report: &mut Report,
    ) -> Result<(Place, u32), Rejected> {
        let Some(Block::Struct(open)) = self.blocks.last() else {
            report.push(
                Diagnostic::new(Code::MemberElsewhere, "`MEMBER` outside of a struct")
                    .at(line.name.span, "no `struct` is defined directly before it")
                    .help("the next attribute, block or end of a block ends a struct"),
            );
            return Err(Rejected);
        };
        let slot = open.slot.ok_or(Rejected)?;
        if let Some(span) = open.variable {
            report.push(
                Diagnostic::new(
                    Code::MemberOrder,
                    "nothing can stand behind a member whose size is not fixed",
                )
                .at(line.name.span, "stands behind it")
                .because(span, "may have any size"),
            );
            return Err(Rejected);
        }
        let place = Place { space: Space::Member(slot), vendor: None };
        Ok((place, open.members + 1))
    }

    /// Takes the member that was just defined into the open struct. One that is a struct and stays open is counted when it
    /// ends.
    pub(super) fn add_member(&mut self, at: usize, opens: bool, report: &mut Report) {
        let Some(attribute) = self.entries.get(at).map(|entry| &entry.attribute) else { return };
        let Some(Block::Struct(open)) = self.blocks.last_mut() else { return };
        open.members += 1;
        open.last = Some(attribute.span);
        if attribute.data_type == DataType::Bit {
            open.bits += u32::from(attribute.length.unwrap_or_default());
            open.octets += open.bits / 8;
            open.bits %= 8;
            return;
        }
        if open.bits > 0 {
            report.push(unaligned(open.bits, attribute.span, "begins inside an octet"));
            open.bits = 0;
        }
        match fixed_size(attribute) {
            _ if opens => {}
            Some(octets) => open.octets += octets,
            None if attribute.prefix.is_some() && !attribute.flags.array => {
                open.counted = Some(attribute.span);
            }
            None => open.variable = Some(attribute.span),
        }
        if attribute.flags.key {
            let first = open.key.replace(at);
            if let Some(first) = first.and_then(|first| self.entries.get(first)) {
                report.push(
                    Diagnostic::new(Code::InvalidKey, "a struct has two keys")
                        .at(attribute.span, "a second one")
                        .because(first.attribute.span, "a first one"),
                );
            }
        }
    }

    /// The key of a union in the open struct.
    pub(super) fn key_of(
        &self,
        union: &Name,
        key: Option<Token<'_>>,
        slot: SlotId,
        report: &mut Report,
    ) -> Result<usize, Rejected> {
        let invalid =
            |message: String, span, label: &str| Diagnostic::new(Code::InvalidKey, message).at(span, label);
        let Some(key) = key else {
            let message = format!("the union `{}` has no key", union.text);
            report.push(invalid(message, union.span, "expected the flag `key=` with the name of a member"));
            return Err(Rejected);
        };
        let id = self.names.get(key.text);
        let known = id.and_then(|id| self.known.get(&(Space::Member(slot), id)));
        let found = match known {
            Some(Known::Entry(at)) => self.entries.get(*at).map(|entry| (*at, &entry.attribute)),
            _ => None,
        };
        match found {
            Some((at, member)) if member.flags.key => Ok(at),
            Some((_, member)) => {
                let message = format!("the member `{}` is no key", member.name);
                let diagnostic = invalid(message, key.span, "expected a member with the flag `key`");
                report.push(diagnostic.because(member.span, "has no such flag"));
                Err(Rejected)
            }
            None if id.is_some_and(|id| self.broken_anywhere.contains(&id)) => Err(Rejected),
            None => {
                let message = format!("the struct has no member {}", super::shown(&key));
                report.push(invalid(message, key.span, "expected a member in front of the union"));
                Err(Rejected)
            }
        }
    }

    /// Ends the structs that are open, those inside others too.
    pub(super) fn close_structs(&mut self, report: &mut Report) {
        let mut inner: Option<OpenStruct> = None;
        while self.blocks.len() > self.scope.floor
            && let Some(Block::Struct(_)) = self.blocks.last()
        {
            let Some(Block::Struct(mut open)) = self.blocks.pop() else { break };
            // One inside another is its last member.
            if let Some(inner) = inner.take() {
                open.octets += inner.octets;
                open.counted = open.counted.or(inner.counted);
                open.variable = inner.variable;
            }
            self.check_struct(&mut open, report);
            inner = Some(open);
        }
    }

    fn check_struct(&self, open: &mut OpenStruct, report: &mut Report) {
        if open.slot.is_none() {
            return;
        }
        if let Some(last) = open.last.filter(|_| open.bits > 0) {
            report.push(unaligned(open.bits, last, "ends inside an octet"));
            open.bits = 0;
            return;
        }
        let Some(attribute) = self.entries.get(open.entry).map(|entry| &entry.attribute) else { return };
        let Some(length) = attribute.length.filter(|_| open.members > 0) else { return };
        let size = open.variable.or(open.counted).map_or(Ok(open.octets), Err);
        report.extend(wrong_length(attribute, length, size));
    }

    /// Whether the members that were copied into structs have their lengths.
    pub(super) fn check_filled(&mut self, report: &mut Report) {
        for at in std::mem::take(&mut self.filled) {
            let Some(attribute) = self.entries.get(at).map(|entry| &entry.attribute) else { continue };
            let Some(length) = attribute.length else { continue };
            let size = self.bits_of(at, 0).map(|bits| bits / 8);
            report.extend(wrong_length(attribute, length, size));
        }
    }

    /// The bits of all members of a struct, or a member whose size is not fixed.
    fn bits_of(&self, at: usize, depth: usize) -> Result<u32, Span> {
        let mut bits = 0_u32;
        for &child in self.children(at) {
            let Some(member) = self.entries.get(child).map(|entry| &entry.attribute) else { continue };
            let is_plain_struct = member.data_type == DataType::Struct
                && !member.flags.array
                && member.prefix.is_none()
                && depth < MAX_DEPTH;
            let more = match member.data_type {
                DataType::Bit => member.length.unwrap_or_default().into(),
                _ if is_plain_struct => self.bits_of(child, depth + 1)?,
                _ => fixed_size(member).ok_or(member.span)?.saturating_mul(8),
            };
            bits = bits.saturating_add(more);
        }
        Ok(bits)
    }

    /// Checks the number of a union's branch: it is a value of the key.
    pub(super) fn check_branch(
        &self,
        line: &Definition<'_>,
        checked: &Checked<'_>,
        slot: SlotId,
        report: &mut Report,
    ) -> Result<(), Rejected> {
        let Some(number) = &line.number else {
            let message = format!("`{}` cannot stand in a union", line.keyword.as_str());
            report.push(
                Diagnostic::new(Code::MemberElsewhere, message)
                    .at(line.name.span, "expected `ATTRIBUTE` with a value of the key"),
            );
            return Err(Rejected);
        };
        let key = self.slot(slot).and_then(|slot| self.container(slot)).and_then(|union| union.key);
        let key = key.and_then(|key| self.entries.get(key.0)).ok_or(Rejected)?;
        let most = match key.attribute.data_type {
            DataType::Uint8 => u8::MAX.into(),
            DataType::Uint16 => u16::MAX.into(),
            _ => u32::MAX,
        };
        if number.last.number > most {
            let message = format!("number {} is no value that the key can have", number.last.number);
            report.push(
                Diagnostic::new(Code::NumberOutOfRange, message)
                    .at(number.last.span, format!("expected 0 to {most}"))
                    .because(key.attribute.span, "the key"),
            );
            return Err(Rejected);
        }
        if matches!(checked.data_type, DataType::Group | DataType::Union) {
            report.push(
                Diagnostic::new(Code::MemberElsewhere, "a branch of a union is a value, a TLV or a struct")
                    .at(line.data_type.span, "not in a union"),
            );
            return Err(Rejected);
        }
        Ok(())
    }

    /// The names of a union's branches are those of the key's values.
    pub(super) fn name_key(&mut self, name: &Name, number: &Definition<'_>, slot: SlotId) {
        let Some(data) = number.number.as_ref().map(|number| number.last) else { return };
        let key = self.slot(slot).and_then(|slot| self.container(slot)).and_then(|union| union.key);
        let Some(key) = key.and_then(|key| self.entries.get_mut(key.0)) else { return };
        let value: Result<Number, NumberError> =
            Ok(Number { negative: false, magnitude: data.number.into() });
        let id = self.names.intern(name.text.as_bytes());
        let data = Data { number: value, span: data.span };
        key.values.push(Pending {
            id,
            name: name.clone(),
            data,
            early: false,
            first_wins: true,
            order: self.order,
        });
    }
}

/// The octets that such a value always has. None if they are not always as many.
fn fixed_size(attribute: &Attribute) -> Option<u32> {
    if attribute.flags.array || attribute.prefix.is_some() {
        return None;
    }
    if let Some(time) = attribute.time {
        return Some(time.octets.into());
    }
    Some(match attribute.data_type {
        DataType::Uint8 | DataType::Int8 | DataType::Bool => 1,
        DataType::Uint16 | DataType::Int16 => 2,
        DataType::Uint32
        | DataType::Int32
        | DataType::Float32
        | DataType::Ipv4Addr
        | DataType::Date
        | DataType::TimeDelta => 4,
        DataType::Uint64 | DataType::Int64 | DataType::Float64 | DataType::InterfaceId => 8,
        DataType::Ether | DataType::Ipv4Prefix => 6,
        DataType::Ipv6Addr => 16,
        _ => attribute.length?.into(),
    })
}

/// The complaint about a struct whose members have another size than it has, or one of them any size.
fn wrong_length(attribute: &Attribute, length: u16, size: Result<u32, Span>) -> Option<Diagnostic> {
    let name = &attribute.name;
    let (message, label) = match size {
        Ok(octets) if octets == u32::from(length) => return None,
        Ok(octets) => (
            format!("the members of the struct `{name}` do not have its length"),
            format!("{length} octets, but its members have {octets}"),
        ),
        Err(_) => {
            (format!("the struct `{name}` has a length, but a member has none"), format!("{length} octets"))
        }
    };
    let diagnostic = Diagnostic::new(Code::StructLength, message).at(attribute.span, label);
    Some(match size {
        Ok(_) => diagnostic,
        Err(span) => diagnostic.because(span, "may have any size"),
    })
}

fn unaligned(bits: u32, span: Span, label: &str) -> Diagnostic {
    let message = match 8 - bits {
        1 => "the bit fields leave one bit of an octet over".to_owned(),
        over => format!("the bit fields leave {over} bits of an octet over"),
    };
    Diagnostic::new(Code::UnalignedBits, message)
        .at(span, label)
        .help("bit fields fill whole octets together; name the rest, too, for example `Reserved`")
}

#[cfg(test)]
mod tests {
    use crate::Code;
    use crate::model::{DataType, LengthPrefix};
    use crate::testing::{dictionary, load, named, paths, problems, values};

    #[test]
    fn members_are_numbered_and_blank_lines_values_and_other_places_do_not_end_a_struct() {
        let dictionary = dictionary(
            "ATTRIBUTE T 9 tlv\nATTRIBUTE S 5 struct\n\n# comment\nMEMBER A byte\nVALUE A x 1\nMEMBER B bit[3]\nMEMBER C bit[5]\nVALUE C y 31\n\
             VALUE A z 2\nATTRIBUTE X .1 byte\nMEMBER D string length=uint8\nMEMBER E struct\nMEMBER F tlv\nATTRIBUTE G .1 byte\n",
        );
        for (name, path) in
            [("A", "5.m1"), ("C", "5.m3"), ("X", "9.1"), ("D", "5.m4"), ("F", "5.m5.m1"), ("G", "5.m5.m1.1")]
        {
            assert_eq!(paths(&dictionary, name), [path]);
        }
        assert_eq!(values(named(&dictionary, "A")), ["x=1*", "z=2*"]);
        assert_eq!(values(named(&dictionary, "C")), ["y=31*"]);
        assert_eq!(named(&dictionary, "D").prefix, Some(LengthPrefix { octets: 1, offset: 0 }));
    }

    #[test]
    fn a_union_has_its_branches_by_the_values_of_its_key() {
        let dictionary = dictionary(
            "VENDOR V 9\nBEGIN-VENDOR V\nATTRIBUTE S 5 struct\nMEMBER K uint16 key\nVALUE K Own 9\nMEMBER P octets[3]\nMEMBER U union key=K\n\
             BEGIN Vendor-Specific.V.S.U\nATTRIBUTE A 0 struct\nMEMBER M byte\nATTRIBUTE B 0xffff ipaddr\nATTRIBUTE C 2 tlv\nATTRIBUTE D .1 byte\n\
             END Vendor-Specific.V.S.U\nATTRIBUTE E 6 byte\nEND-VENDOR V\nALIAS F Vendor-Specific.V.S.A.M\n",
        );
        assert_eq!(values(named(&dictionary, "K")), ["Own=9*", "A=0*", "B=65535*", "C=2*"]);
        for (name, path) in
            [("M", "26.9.5.m3.0.m1"), ("B", "26.9.5.m3.65535"), ("D", "26.9.5.m3.2.1"), ("E", "26.9.6")]
        {
            assert_eq!(paths(&dictionary, name), [path]);
        }
        let union = named(&dictionary, "U");
        assert_eq!(union.data_type, DataType::Union);
        assert!(dictionary.attribute(union.key.unwrap()).unwrap().flags.key);
        assert_eq!(dictionary.aliases[0].name, "F");
    }

    #[test]
    fn a_struct_of_a_length_is_filled() {
        for members in
            ["MEMBER A short\nMEMBER B byte\n", "MEMBER A bit[20]\nMEMBER B bit[4]\n", "MEMBER A octets[3]\n"]
        {
            dictionary(&format!("ATTRIBUTE S 5 struct[3]\n{members}"));
        }
        for members in ["MEMBER A short\n", "MEMBER A integer\n", "MEMBER A struct\nMEMBER B byte\n"] {
            let text = format!("ATTRIBUTE S 5 struct[3]\n{members}ATTRIBUTE B 6 byte\n");
            assert_eq!(problems(&text), [(Code::StructLength, 1)], "{members}");
        }
    }

    #[test]
    fn a_struct_of_a_length_is_filled_by_copies_too() {
        for source in [
            "struct\nMEMBER A short\n",
            "struct\nMEMBER A bit[9]\nMEMBER B bit[7]\n",
            "struct\nMEMBER A struct\nMEMBER B short\n",
        ] {
            for (length, expected) in [(2, vec![]), (5, vec![(Code::StructLength, 1)])] {
                let text = format!("ATTRIBUTE T 6 struct[{length}] clone=.S\nATTRIBUTE S 5 {source}");
                assert_eq!(problems(&text), expected, "{text}");
                let text = format!("ATTRIBUTE S 5 {source}ATTRIBUTE T 6 struct[{length}] clone=.S\n");
                assert_eq!(problems(&text).len(), expected.len(), "{text}");
            }
        }
        let text = "ATTRIBUTE S 5 struct\nMEMBER A string\nATTRIBUTE T 6 struct[5] clone=.S\n";
        assert_eq!(problems(text), [(Code::StructLength, 3)]);
    }

    #[test]
    fn what_follows_a_struct_that_is_wrong_is_no_further_mistake() {
        for line in [
            "ATTRIBUTE S 5 strcut",
            "ATTRIBUTE S 5 struct concat",
            "ATTRIBUTE S: 5 struct",
            "ATTRIBUTE S 0 struct",
        ] {
            let text = format!(
                "{line}\nMEMBER A byte key\nVALUE A x 1\nMEMBER U union key=A\nBEGIN S.U\nATTRIBUTE B 1 byte\nEND S.U\n"
            );
            assert_eq!(problems(&text).len(), 1, "{line}: {:?}", problems(&text));
        }
        let text =
            "ATTRIBUTE S 5 struct[3]\nMEMBER A bti[3]\nMEMBER B byte\nMEMBER C string\nMEMBER D byte\n";
        assert_eq!(problems(text), [(Code::UnknownType, 2)]);
    }

    #[test]
    fn members_have_fewer_flags_and_no_struct_stays_open_behind_a_block() {
        for flag in ["encrypt=User-Password", "has_tag", "concat", "abinary"] {
            let text = format!("ATTRIBUTE S 5 struct\nMEMBER A string {flag}\n");
            assert_eq!(problems(&text)[0], (Code::MisplacedFlag, 2), "{flag}");
        }
        for lines in ["ATTRIBUTE B 6 byte\n", "DEFINE B byte\n", "PROTOCOL RADIUS 1\n", "VENDOR V 9\n"] {
            let text = format!("ATTRIBUTE S 5 struct\nMEMBER A byte\n{lines}MEMBER C byte\n");
            assert_eq!(problems(&text), [(Code::MemberElsewhere, 4)], "{lines}");
        }
        assert_eq!(load("ATTRIBUTE S 5 struct\nMEMBER A byte\n").dictionary.attributes.len(), 2);
    }

    #[test]
    fn members_are_internal_only_with_their_struct() {
        let members = "ATTRIBUTE S 1 struct\nMEMBER A byte\nFLAGS internal\nMEMBER B byte\nATTRIBUTE I 2 struct\nMEMBER C byte\n";
        let dictionary = dictionary(members);
        assert_eq!(["A", "B", "C"].map(|name| named(&dictionary, name).flags.internal), [false, false, true]);
        assert_eq!(problems("ATTRIBUTE S 1 struct\nMEMBER A byte internal\n"), [(Code::MisplacedFlag, 2)]);
    }
}
