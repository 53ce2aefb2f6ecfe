//! `ATTRIBUTE`, `MEMBER`, `DEFINE` and `ENUM`: where an attribute stands, whether its type and number may be there, and what
//! it repeats.

use crate::diagnostic::{Code, Diagnostic, Report, quote};
use crate::lexer::Token;
use crate::model::{Attribute, AttributeId, DataType, MAX_DEPTH};
use crate::parser::flags::{self, Column, FlagKind};
use crate::parser::number::{self, Oid};
use crate::parser::statement::{Definition, Keyword};
use crate::suggest::Suggest;

use super::allowed::{check_number, check_type};
use super::find::{Node, Walk};
use super::flags::{Checked, FlagChecks, Kind, Surroundings};
use super::place::{Nowhere, Place, Space};
use super::reference::{Target, foreign};
use super::scope::{self, Block, Ends, Relative};
use super::structure::OpenStruct;
use super::{Entry, Rejected, Resolver};

/// Largest number of an attribute in the packet; larger ones exist inside a server only (RFC 2865 §5).
pub(super) const LAST_IN_PACKET: u32 = 255;
/// Numbers of attributes that have none begin behind those that a vendor's can have.
const BY_NAME: u32 = 1 << 24;

impl Resolver {
    pub(super) fn define(&mut self, line: Definition<'_>, suggest: &mut Suggest, report: &mut Report) {
        let (name, number, keyword) = (line.name.clone(), line.number.clone(), line.keyword);
        self.begin_definition(keyword, number.as_ref(), report);
        if let Err(Rejected) = self.try_define(line, suggest, report) {
            self.reject(name.text.as_bytes(), number.as_ref(), keyword, report);
        }
    }

    /// Every definition but that of a member or of an attribute inside the last TLV ends a struct.
    fn begin_definition(&mut self, keyword: Keyword, number: Option<&Oid>, report: &mut Report) {
        if keyword != Keyword::Member && !number.is_some_and(|number| number.relative) {
            self.close_structs(report);
        }
    }

    /// Remembers what would have been defined.
    pub(super) fn reject(
        &mut self,
        name: &[u8],
        number: Option<&Oid>,
        keyword: Keyword,
        report: &mut Report,
    ) {
        self.begin_definition(keyword, number, report);
        if let Some(number) = number {
            self.broken_number(number);
        }
        self.broken_name(name);
        self.last_value = None;
        let relative = number.is_some_and(|number| number.relative);
        match self.blocks.last_mut() {
            Some(Block::Struct(open)) if keyword == Keyword::Member => *open = OpenStruct::default(),
            // It may have been a struct or a TLV: what follows is no further mistake.
            _ if self.dialect.is_v4() && !relative && keyword != Keyword::Member => {
                self.scope.relative = Relative::Broken;
                self.blocks.push(Block::Struct(OpenStruct::default()));
            }
            _ => {}
        }
    }

    fn try_define(
        &mut self,
        line: Definition<'_>,
        suggest: &mut Suggest,
        report: &mut Report,
    ) -> Result<(), Rejected> {
        let (listed, (place, number)) = match &line.flags {
            Column::Flags(flags) => (flags.as_slice(), self.place(&line, report)?),
            Column::Word(word) => (&[][..], self.vendor_in_flags(&line, word, suggest, report)?),
        };
        let number_span = line.number_span();
        if self.depth_in(place.space) > MAX_DEPTH {
            report.push(number::too_deep(number_span));
            return Err(Rejected);
        }
        let data_type = match line.data_type.data_type {
            Some(data_type) => data_type,
            None => self.type_of_clone(&line, place.space, suggest, report)?,
        };
        let surroundings = self.surroundings(place.space);
        let dialect = self.dialect;
        let mut checks = FlagChecks { dialect, line: &line, data_type, surroundings, report, failed: false };
        let mut checked = checks.run(listed);
        if checks.failed {
            return Err(Rejected);
        }
        if self.dialect.is_v4() && surroundings.kind == Kind::Extended && checked.data_type == DataType::Vsa {
            checked.data_type = DataType::ExtendedVendorSpecific;
        }
        let by_name = matches!(line.keyword, Keyword::Define | Keyword::Enum);
        let outside = place.space == Space::Packet && number > LAST_IN_PACKET;
        // A member is internal where its struct is: without it, those behind it would move.
        let from_file = self.scope.internal && line.keyword != Keyword::Member;
        checked.flags.internal |= from_file || outside || by_name;
        if !by_name {
            let last = line.number.as_ref().map_or(number_span, |number| number.last.span);
            let internal = checked.flags.internal || self.is_inside_internal(place.space);
            check_number(number, last, surroundings, internal, report)?;
        }
        check_type(&line, surroundings, checked.data_type, report)?;
        let key = match place.space {
            Space::Branch(slot) => {
                self.check_branch(&line, &checked, slot, report)?;
                None
            }
            Space::Member(slot) if checked.data_type == DataType::Union => {
                Some(AttributeId(self.key_of(&line.name, checked.key, slot, report)?))
            }
            _ => None,
        };
        let references = self.references(&checked, place.space, report)?;
        let attribute = Attribute {
            name: line.name.text.clone(),
            parent: self.parent(place)?,
            number,
            by_name,
            data_type: checked.data_type,
            length: line.data_type.length,
            exact: self.dialect.is_v4() && line.data_type.length.is_some(),
            time: checked.time,
            prefix: checked.prefix,
            key,
            reference: checked.group.map(|group| String::from_utf8_lossy(group.text).into_owned()),
            flags: checked.flags,
            values: Vec::new(),
            canonical: false,
            span: line.name.span,
        };
        let entry = Entry {
            name: self.names.intern(line.name.text.as_bytes()),
            attribute,
            space: place.space,
            order: self.order,
            number_span,
            values: Vec::new(),
            source: references.clone.clone(),
            clone: references.clone,
            enumeration: references.enumeration,
        };
        if self.dialect.is_v4() {
            let at = self.insert_once(entry, &line.name, place, report)?;
            self.defined(at, &line, place);
            self.copy_now(at, report);
            self.open_struct(at, &line, report);
        } else {
            self.insert(entry, report)?;
        }
        Ok(())
    }

    /// The place that the open blocks and the line's number give, and the number there.
    fn place(&mut self, line: &Definition<'_>, report: &mut Report) -> Result<(Place, u32), Rejected> {
        let Some(number) = &line.number else {
            if line.keyword == Keyword::Member {
                return self.next_member(line, report);
            }
            let place = self.open_place()?;
            loop {
                self.by_name_only += 1;
                let number = BY_NAME.saturating_add(self.by_name_only);
                if self.slot_at(place.space, number).is_none() {
                    return Ok((place, number));
                }
            }
        };
        match self.locate(number) {
            Ok(place) => return Ok((place, number.last.number)),
            Err(Nowhere::Reported) => {}
            Err(Nowhere::NoContainer(space, component)) => self.missing_container(space, component),
            Err(Nowhere::Wrong(diagnostic)) => report.push(*diagnostic),
        }
        Err(Rejected)
    }

    /// Whether something that is never sent is around it.
    fn is_inside_internal(&self, space: Space) -> bool {
        let outer = |space: Space| self.slot(space.outer()?.0);
        std::iter::successors(outer(space), |slot| outer(slot.space))
            .filter_map(|slot| self.container(slot))
            .any(|container| container.flags.internal)
    }

    fn surroundings(&self, space: Space) -> Surroundings {
        let container = space.outer().and_then(|(slot, _)| self.container(self.slot(slot)?));
        let kind = match (space, container.map(|container| container.data_type)) {
            (Space::Packet, _) => Kind::Packet,
            (Space::Vendor(_), _) => Kind::Vendor,
            (Space::ExtendedVendor(..), _) => Kind::ExtendedVendor,
            (Space::Inside(_), Some(DataType::Extended | DataType::LongExtended)) => Kind::Extended,
            (Space::Inside(_), _) => Kind::Tlv,
            (Space::Member(_), _) => Kind::Struct,
            (Space::Branch(_), _) => Kind::Union,
        };
        Surroundings { kind, container: container.map(|container| container.span) }
    }

    /// The type of what `clone=` names, for a line whose type is `auto`.
    fn type_of_clone(
        &self,
        line: &Definition<'_>,
        space: Space,
        suggest: &mut Suggest,
        report: &mut Report,
    ) -> Result<DataType, Rejected> {
        let clone = match &line.flags {
            Column::Flags(flags) => flags.iter().find_map(|flag| match flag.kind {
                FlagKind::Clone(target) => Some(target),
                _ => None,
            }),
            Column::Word(_) => None,
        };
        let Some(clone) = clone else {
            report.push(
                Diagnostic::new(Code::WrongReference, "the data type `auto` needs the flag `clone=`")
                    .at(line.data_type.span, "the type of what?"),
            );
            return Err(Rejected);
        };
        let reference = match self.reference(&clone, space) {
            Ok(Target::Radius(reference)) => reference,
            Ok(Target::Foreign) => {
                report.push(foreign(&clone));
                return Err(Rejected);
            }
            Err(diagnostic) => {
                report.push(*diagnostic);
                return Err(Rejected);
            }
        };
        let walk = self.referred(&reference);
        if let Walk::At(Node::Entry(at)) = walk
            && let Some(entry) = self.entries.get(at)
        {
            return Ok(entry.attribute.data_type);
        }
        self.report_reference(&reference, &walk, suggest, report);
        Err(Rejected)
    }

    /// What the flags refer to.
    fn references(
        &mut self,
        checked: &Checked<'_>,
        space: Space,
        report: &mut Report,
    ) -> Result<References, Rejected> {
        let mut failed = false;
        let mut read = |token: Option<Token<'_>>, may_be_foreign: bool| {
            let token = token?;
            match self.reference(&token, space) {
                Ok(Target::Radius(reference)) => return Some(Box::new(reference)),
                Ok(Target::Foreign) if may_be_foreign => return None,
                Ok(Target::Foreign) => report.push(foreign(&token)),
                Err(diagnostic) => report.push(*diagnostic),
            }
            failed = true;
            None
        };
        let (clone, enumeration) = (read(checked.clone, false), read(checked.enumeration, false));
        let group = read(checked.group, true);
        if failed {
            return Err(Rejected);
        }
        self.groups.extend(group.map(|group| *group));
        Ok(References { clone, enumeration })
    }

    /// FreeRADIUS 4: what a definition changes for the lines behind it.
    fn defined(&mut self, at: usize, line: &Definition<'_>, place: Place) {
        let Some(Entry { space, attribute, .. }) = self.entries.get(at) else { return };
        let (space, number, data_type) = (*space, attribute.number, attribute.data_type);
        let is_leaf = !data_type.is_container() && !data_type.is_structure() && data_type != DataType::Vsa;
        let slot = self.slot_at(space, number).map(|(slot, _)| slot);
        let is_tlv = matches!(data_type, DataType::Tlv | DataType::Extended | DataType::LongExtended);
        let relative = line.number.as_ref().is_some_and(|number| number.relative);
        match slot {
            Some(slot) if is_tlv && !relative => self.scope.relative = Relative::Slot(slot),
            _ if line.keyword == Keyword::Define => self.scope.relative = Relative::None,
            _ => {}
        }
        if is_leaf {
            self.last_value = Some((self.order, at));
        } else if data_type == DataType::Struct {
            self.last_value = None;
        }
        self.last_defined = Some(at);
        if let Space::Branch(slot) = place.space {
            self.name_key(&line.name, line, slot);
        }
    }

    /// Members may follow a struct.
    fn open_struct(&mut self, at: usize, line: &Definition<'_>, report: &mut Report) {
        let Some(Entry { space, attribute, .. }) = self.entries.get(at) else { return };
        let is_struct = attribute.data_type == DataType::Struct;
        let slot = self.slot_at(*space, attribute.number);
        let opens = is_struct && slot.is_some_and(|(_, slot)| slot.children.is_empty());
        let open = slot.filter(|_| opens).map(|(slot, _)| OpenStruct::new(slot, at));
        if line.keyword == Keyword::Member {
            self.add_member(at, opens, report);
        }
        self.blocks.extend(open.map(Block::Struct));
    }

    /// The vendor that very old dictionaries name in the flags column.
    fn vendor_in_flags(
        &mut self,
        line: &Definition<'_>,
        word: &Token<'_>,
        suggest: &mut Suggest,
        report: &mut Report,
    ) -> Result<(Place, u32), Rejected> {
        let key = self.names.intern(word.text);
        let Some(&vendor) = self.vendor_by_key.get(&key) else {
            if !self.broken_vendors.contains(&key) {
                let vendors = self.vendors.iter().map(|vendor| vendor.name.as_str());
                let known = flags::names().map(|name| name as &str).chain(vendors);
                report.push(
                    Diagnostic::new(Code::UnknownFlag, format!("unknown flag {}", quote(word.text)))
                        .at(word.span, "neither a flag nor a vendor")
                        .suggest(suggest.nearest(word.text, known)),
                );
            }
            return Err(Rejected);
        };
        let misplaced = |message: &str| {
            Diagnostic::new(Code::MisplacedFlag, message).at(word.span, "a vendor, not a flag")
        };
        let block = self.visible().iter().rev().find_map(Block::begin);
        if let Some((ends, span)) = block.filter(|(ends, _)| *ends != scope::PROTOCOL) {
            let Ends { begin, what, .. } = ends;
            let message = format!("a vendor cannot stand in the flags column inside `{begin}`");
            report.push(misplaced(&message).because(span, format!("this {what} is open")));
            return Err(Rejected);
        }
        if !matches!(&line.number, Some(Oid { relative: false, outer, .. }) if outer.is_empty()) {
            let message = "a vendor cannot stand in the flags column behind a number with dots";
            let label = "this leads to the attribute already";
            report.push(misplaced(message).because(line.number_span(), label));
            return Err(Rejected);
        }
        let pen = self.vendors.get(vendor.0).map(|vendor| vendor.pen).ok_or(Rejected)?;
        let number = line.number.as_ref().map_or(0, |number| number.last.number);
        Ok((Place { space: Space::Vendor(pen), vendor: Some(vendor) }, number))
    }
}

/// What `clone=` and `enum=` refer to.
struct References {
    clone: Option<Box<super::Reference>>,
    enumeration: Option<Box<super::Reference>>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Parent, VendorId};
    use crate::testing::{dictionary, load, named, problems, values};

    #[test]
    fn what_has_no_number_takes_none_from_an_attribute() {
        let dictionary = dictionary("ATTRIBUTE A 16777217 byte\nDEFINE B byte\nDEFINE C byte\n");
        assert_eq!(dictionary.attributes.len(), 3);
        let loaded = load("DEFINE B byte\nATTRIBUTE A 16777217 byte\n");
        let [diagnostic] = &loaded.diagnostics[..] else { panic!("{:?}", loaded.diagnostics) };
        assert_eq!(diagnostic.message, "the number of `A` stands for `B`, which has none of its own");
    }

    #[test]
    fn a_vendor_may_stand_in_the_flags_column_outside_its_block() {
        let dictionary = dictionary("VENDOR Cisco 9\nATTRIBUTE X 250 string cisco\n");
        assert_eq!(dictionary.attributes[0].parent, Parent::Vendor(VendorId(0)));
        let text = "VENDOR V 1\nBEGIN-VENDOR V\nATTRIBUTE A 1 string V\nEND-VENDOR V\n";
        assert_eq!(problems(text), [(Code::MisplacedFlag, 3)]);
        assert_eq!(problems("ATTRIBUTE A 1 string Cisco\n"), [(Code::UnknownFlag, 1)]);
        assert_eq!(problems("VENDOR V 0\nATTRIBUTE A 1 string V\n"), [(Code::NumberOutOfRange, 1)]);
    }

    #[test]
    fn the_same_name_and_number_again_replaces_and_keeps_the_values() {
        let dictionary =
            dictionary("ATTRIBUTE A 1 byte\nVALUE A x 1\nATTRIBUTE a 1 integer secret\nVALUE A y 500\n");
        let [attribute] = &dictionary.attributes[..] else { panic!() };
        assert_eq!((attribute.name.as_str(), attribute.data_type), ("a", DataType::Uint32));
        assert!(attribute.flags.secret);
        assert_eq!(values(attribute), ["x=1*", "y=500*"]);
    }

    #[test]
    fn the_same_name_with_another_number_is_an_error_and_its_values_are_none() {
        let text = "ATTRIBUTE A 1 integer\nVALUE A x 1\nATTRIBUTE a 2 integer\nVALUE a x 2\n";
        assert_eq!(problems(text), [(Code::DuplicateAttribute, 3)]);
        assert_eq!(load(text).dictionary.attributes[0].number, 1);
    }

    #[test]
    fn names_are_unique_within_a_vendor_only() {
        let vendors = "VENDOR V 1\nVENDOR W 2\nVENDOR V2 1\nATTRIBUTE A 1 string\n";
        let block = |vendor, number| {
            format!("BEGIN-VENDOR {vendor}\nATTRIBUTE A {number} string\nEND-VENDOR {vendor}\n")
        };
        let text = [vendors, &block("V", 2), &block("W", 3)].concat();
        assert_eq!(dictionary(&text).attributes.len(), 3);
        let text = [vendors, &block("V", 2), &block("V2", 3)].concat();
        assert_eq!(problems(&text), [(Code::DuplicateAttribute, 9)]);
    }

    #[test]
    fn a_name_stands_once_in_a_vendor_and_all_its_tlvs() {
        let before = "VENDOR V 9\nATTRIBUTE X 241 extended\nATTRIBUTE E 241.26 evs\nBEGIN-VENDOR V\nATTRIBUTE T 1 tlv\nATTRIBUTE U 1.1 tlv\n";
        for (line, text) in [
            ("ATTRIBUTE u 1.2 tlv", "number 1.2 here"),
            ("ATTRIBUTE U 1 tlv", "number 1 here"),
            ("ATTRIBUTE T 1.1 byte", "number 1.1 here"),
            ("ATTRIBUTE U 1.1.1 byte", "number 1.1.1 here"),
            ("END-VENDOR V\nATTRIBUTE U 241.26.9.1 byte\nBEGIN-VENDOR V", "number 241.26.9.1 here"),
        ] {
            let loaded = load(&format!("{before}{line}\nEND-VENDOR V\n"));
            let [diagnostic] = &loaded.diagnostics[..] else { panic!("{:?}", loaded.diagnostics) };
            assert_eq!(diagnostic.code, Code::DuplicateAttribute, "{line}");
            assert_eq!(diagnostic.labels[0].text, text);
        }
        let text = format!("{before}ATTRIBUTE u 1.1 tlv secret\nEND-VENDOR V\nATTRIBUTE U 241.1 byte\n");
        assert_eq!(dictionary(&text).attributes.len(), 5);
    }

    #[test]
    fn a_vendor_in_the_flags_column_stands_alone() {
        let before = "VENDOR V 1\nATTRIBUTE T 5 tlv\n";
        assert_eq!(problems(&format!("{before}ATTRIBUTE A 5.1 string V\n")), [(Code::MisplacedFlag, 3)]);
        let text = format!("{before}BEGIN-TLV T\nATTRIBUTE A 1 string V\nEND-TLV T\n");
        assert_eq!(problems(&text), [(Code::MisplacedFlag, 4)]);
    }

    #[test]
    fn of_several_names_of_a_number_the_last_one_is_canonical() {
        let dictionary = dictionary(
            "ATTRIBUTE A 1 string\nATTRIBUTE B 1 octets\nATTRIBUTE C 2 string\nATTRIBUTE D 2 string\nATTRIBUTE C 2 string\n",
        );
        let canonical = |name| named(&dictionary, name).canonical;
        assert_eq!(["A", "B", "C", "D"].map(canonical), [false, true, true, false]);
    }

    #[test]
    fn an_internal_attribute_does_not_stand_for_a_number_on_the_wire() {
        let dictionary = dictionary("ATTRIBUTE A 1 string\nATTRIBUTE B 1 string internal\n");
        assert!(named(&dictionary, "A").canonical);
    }
}
