//! `clone=`: an attribute that holds the same as another one.

use std::collections::HashSet;

use crate::diagnostic::{Code, Diagnostic, Report, quote};
use crate::model::{AttributeId, DataType, MAX_DEPTH};
use crate::parser::number;
use crate::source::Span;
use crate::suggest::Suggest;

use super::find::{Node, Walk};
use super::place::Place;
use super::reference::{Reference, circular};
use super::{Entry, Known, Resolver};

/// Most attributes and values that are made by copying: a few lines of copies of copies could ask for any number.
const MOST_COPIES: usize = 50_000;

/// Most rounds through the copies that wait for something inside another copy.
const MOST_ROUNDS: usize = MAX_DEPTH;

impl Resolver {
    /// Copies what is there already: what is added to it later is not copied. What is not there yet is copied in the end.
    pub(super) fn copy_now(&mut self, at: usize, report: &mut Report) {
        let Some(reference) = self.entries.get_mut(at).and_then(|entry| entry.clone.take()) else { return };
        match self.referred(&reference) {
            Walk::At(Node::Entry(from)) if self.has_children(from) => self.copy(from, at, &reference, report),
            _ => {
                if let Some(entry) = self.entries.get_mut(at) {
                    entry.clone = Some(reference);
                }
            }
        }
    }

    /// Copies what came later.
    pub(super) fn copy_rest(&mut self, suggest: &mut Suggest, report: &mut Report) {
        for _ in 0..MOST_ROUNDS {
            let before = self.entries.len();
            // Those that cannot be copied in this round.
            let mut waiting = HashSet::new();
            let mut at = 0;
            // What is copied may have copies to be made inside.
            while at < self.entries.len() {
                if self.entries.get(at).is_some_and(|entry| entry.clone.is_some()) {
                    self.copy_with_sources(at, &mut waiting, report);
                }
                at += 1;
            }
            if waiting.is_empty() || self.entries.len() == before {
                break;
            }
        }
        for at in 0..self.entries.len() {
            let Some(reference) = self.entries.get_mut(at).and_then(|entry| entry.clone.take()) else {
                continue;
            };
            match self.referred(&reference) {
                Walk::At(Node::Entry(from)) => report.push(self.without_children(from, &reference)),
                walk => self.report_reference(&reference, &walk, suggest, report),
            }
        }
    }

    /// Copies into this entry, after its sources that are copies themselves. If one of them does not exist yet, all of them wait.
    fn copy_with_sources(&mut self, at: usize, waiting: &mut HashSet<usize>, report: &mut Report) {
        let (mut chain, mut seen) = (vec![at], HashSet::from([at]));
        while let Some(&at) = chain.last() {
            let Some(reference) = self.entries.get(at).and_then(|entry| entry.clone.clone()) else {
                chain.pop();
                continue;
            };
            let from = match self.referred(&reference) {
                Walk::At(Node::Entry(from)) if !waiting.contains(&from) => from,
                _ => {
                    waiting.extend(chain);
                    return;
                }
            };
            if self.entries.get(from).is_some_and(|entry| entry.clone.is_some()) {
                if seen.insert(from) {
                    chain.push(from);
                    continue;
                }
                report.push(circular(&reference.path, reference.span));
                // Nothing of the circle can be copied, which is one mistake.
                for at in chain.drain(..) {
                    if let Some(entry) = self.entries.get_mut(at) {
                        entry.clone = None;
                    }
                }
                continue;
            } else if self.has_children(from) {
                self.copy(from, at, &reference, report);
            } else {
                report.push(self.without_children(from, &reference));
            }
            if let Some(entry) = self.entries.get_mut(at) {
                entry.clone = None;
            }
            chain.pop();
        }
    }

    fn without_children(&self, from: usize, reference: &Reference) -> Diagnostic {
        let diagnostic =
            Diagnostic::new(Code::WrongReference, format!("{} holds nothing", quote(&reference.path)))
                .at(reference.span, "there is nothing to copy");
        match self.entries.get(from) {
            Some(entry) => diagnostic.because(entry.attribute.span, "nothing stands inside this one"),
            None => diagnostic,
        }
    }

    pub(super) fn children(&self, at: usize) -> &[usize] {
        let slot = self.entries.get(at).and_then(|entry| self.slot_at(entry.space, entry.attribute.number));
        slot.map_or(&[], |(_, slot)| &slot.children)
    }

    fn has_children(&self, at: usize) -> bool {
        !self.children(at).is_empty()
    }

    /// Copies all that stands in one attribute into another one.
    fn copy(&mut self, from: usize, to: usize, reference: &Reference, report: &mut Report) {
        if self.copies_are_full() {
            return;
        }
        let (Some(source), Some(target)) = (self.entries.get(from), self.entries.get(to)) else { return };
        let (source, target) = (&source.attribute, &target.attribute);
        let wrong = |message: String, label: &str| {
            Diagnostic::new(Code::WrongReference, message)
                .at(reference.span, label)
                .because(source.span, "what is to be copied")
        };
        if source.data_type != target.data_type {
            let (data_type, other) = (source.data_type.as_str(), target.data_type.as_str());
            let message = format!("`{}` is of type `{data_type}`, not `{other}`", source.name);
            report.push(wrong(message, "cannot be copied into another type"));
            return;
        }
        if self.is_inside(to, from) {
            let message = format!("`{}` cannot be copied into itself", source.name);
            report.push(wrong(message, "this attribute stands inside it"));
            return;
        }
        let (length, exact, array) = (source.length, source.exact, source.flags.array);
        let is_filled = source.data_type == DataType::Struct && target.length.is_some();
        self.filled.extend(is_filled.then_some(to));
        if let Some(entry) = self.entries.get_mut(to) {
            if entry.attribute.length.is_none() {
                (entry.attribute.length, entry.attribute.exact) = (length, exact);
            }
            entry.attribute.flags.array |= array;
        }
        // No recursion: what is to be copied into what.
        let mut pairs = vec![(from, to)];
        while let Some((from, to)) = pairs.pop() {
            let Some(place) = self.place_inside(to) else { continue };
            if self.depth_in(place.space) > MAX_DEPTH {
                report.push(number::too_deep(reference.span));
                return;
            }
            for child in self.children(from).to_vec() {
                match self.copy_one(child, place, reference.span, report) {
                    Ok(Some(copy)) => pairs.push((child, copy)),
                    Ok(None) => {}
                    Err(TooMany) => return,
                }
            }
        }
    }

    /// Copies one attribute without what stands in it. None if something else is there already.
    fn copy_one(
        &mut self,
        child: usize,
        place: Place,
        span: Span,
        report: &mut Report,
    ) -> Result<Option<usize>, TooMany> {
        let Some(Entry { attribute, name, values, .. }) = self.entries.get(child) else {
            return Ok(None);
        };
        let (name, number) = (*name, attribute.number);
        let known = match self.known.get(&(place.space, name)) {
            Some(Known::Entry(at)) => self.entries.get(*at).map(|entry| entry.attribute.span),
            Some(Known::Alias(at)) => self.aliases.get(*at).map(|alias| alias.name.span),
            None => {
                let slot = self.slot_at(place.space, number);
                slot.and_then(|(_, slot)| self.entries.get(slot.last)).map(|entry| entry.attribute.span)
            }
        };
        if let Some(known) = known {
            let message =
                format!("the copy of `{}` has the name or the number of another one", attribute.name);
            report.push(
                Diagnostic::new(Code::DuplicateNumber, message)
                    .at(span, "copied here")
                    .because(known, "stands there already"),
            );
            return Ok(None);
        }
        let count = 1 + values.len();
        self.count_copies(count, span, report)?;
        let Some(Entry { attribute, number_span, values, clone, enumeration, .. }) = self.entries.get(child)
        else {
            return Ok(None);
        };
        let mut attribute = attribute.clone();
        let Ok(parent) = self.parent(place) else { return Ok(None) };
        attribute.parent = parent;
        // The key of a union stands in the same struct, which is copied in the order of its members.
        if attribute.data_type == DataType::Union
            && let Some(key) = attribute.key.and_then(|key| self.entries.get(key.0))
            && let Some((_, slot)) = self.slot_at(place.space, key.attribute.number)
        {
            attribute.key = Some(AttributeId(slot.last));
        }
        let entry = Entry {
            attribute,
            name,
            space: place.space,
            order: self.order,
            number_span: *number_span,
            values: values.clone(),
            source: clone.clone(),
            clone: clone.clone(),
            enumeration: enumeration.clone(),
        };
        Ok(Some(self.add(entry, [place.space])))
    }

    /// Whether more was asked for than is copied, which has been reported.
    pub(super) fn copies_are_full(&self) -> bool {
        self.copied > MOST_COPIES
    }

    /// Counts what is about to be copied.
    pub(super) fn count_copies(
        &mut self,
        count: usize,
        span: Span,
        report: &mut Report,
    ) -> Result<(), TooMany> {
        if self.copies_are_full() {
            return Err(TooMany);
        }
        self.copied += count;
        if self.copied <= MOST_COPIES {
            return Ok(());
        }
        report.push(
            Diagnostic::new(
                Code::TooManyCopies,
                format!("more than {MOST_COPIES} attributes and values are copied"),
            )
            .at(span, "this and all further copies are left out"),
        );
        Err(TooMany)
    }

    /// Whether an attribute stands inside another one, or is it.
    fn is_inside(&self, at: usize, outer: usize) -> bool {
        let space = |at: usize| self.entries.get(at).map(|entry| (entry.space, entry.attribute.number));
        let (Some(mut here), Some(outer)) = (space(at), space(outer)) else { return false };
        loop {
            if here == outer {
                return true;
            }
            match here.0.outer().and_then(|(slot, _)| self.slot(slot)) {
                Some(slot) => here = (slot.space, slot.number),
                None => return false,
            }
        }
    }
}

/// Too much was copied, which has been reported.
pub(super) struct TooMany;

#[cfg(test)]
mod tests {
    use crate::Code;
    use crate::testing::{dictionary, load, paths, problems, values};

    #[test]
    fn what_stands_inside_is_copied_with_its_values_to_any_depth() {
        let dictionary = dictionary(
            "ATTRIBUTE T 5 tlv\nATTRIBUTE A .1 byte\nVALUE A x 1\nATTRIBUTE U .2 tlv\nATTRIBUTE B .2.1 string secret\n\
             ATTRIBUTE C 6 tlv clone=.T\nATTRIBUTE D .3 byte\n",
        );
        assert_eq!(paths(&dictionary, "A"), ["5.1", "6.1"]);
        assert_eq!(paths(&dictionary, "B"), ["5.2.1", "6.2.1"]);
        assert_eq!(paths(&dictionary, "D"), ["6.3"]);
        let attributes = &dictionary.attributes;
        assert!(attributes.iter().filter(|a| a.name == "A").all(|a| values(a) == ["x=1*"]));
        assert!(attributes.iter().filter(|a| a.name == "B").all(|b| b.flags.secret));
    }

    #[test]
    fn what_is_added_later_is_copied_only_if_nothing_was_there() {
        let text =
            "ATTRIBUTE T 5 tlv\nATTRIBUTE A .1 byte\nATTRIBUTE C 6 tlv clone=.T\nATTRIBUTE B 5.2 byte\n";
        assert_eq!(paths(&dictionary(text), "A"), ["5.1", "6.1"]);
        assert_eq!(paths(&dictionary(text), "B"), ["5.2"]);
        let text = "ATTRIBUTE C 6 tlv clone=.T\nATTRIBUTE T 5 tlv\nATTRIBUTE A .1 byte\nVALUE A x 1\nATTRIBUTE B .2 byte\n";
        let dictionary = dictionary(text);
        assert_eq!(paths(&dictionary, "A"), ["5.1", "6.1"]);
        assert_eq!(paths(&dictionary, "B"), ["5.2", "6.2"]);
        assert_eq!(values(dictionary.attributes.iter().rfind(|a| a.name == "A").unwrap()), ["x=1*"]);
    }

    #[test]
    fn copies_of_copies_are_made_in_any_order() {
        let tlv = "ATTRIBUTE T 5 tlv\nATTRIBUTE A .1 byte\n";
        let lines = ["ATTRIBUTE C 6 tlv clone=.D\n", "ATTRIBUTE D 7 tlv clone=.T\n", tlv];
        for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0], [0, 2, 1]] {
            let text: String = order.iter().map(|&at| lines[at]).collect();
            let mut paths = paths(&dictionary(&text), "A");
            paths.sort();
            assert_eq!(paths, ["5.1", "6.1", "7.1"], "{text}");
        }
        let inside = "ATTRIBUTE C 6 tlv clone=.D.E\nATTRIBUTE D 7 tlv clone=.T\nATTRIBUTE T 5 tlv\nATTRIBUTE E .1 tlv\nATTRIBUTE A .1.1 byte\n";
        assert_eq!(paths(&dictionary(inside), "A"), ["5.1.1", "7.1.1", "6.1"]);
    }

    #[test]
    fn a_copied_struct_has_its_own_union_and_key() {
        let dictionary = dictionary(
            "ATTRIBUTE S 5 struct\nMEMBER K uint8 key\nMEMBER U union key=K\nBEGIN S.U\nATTRIBUTE A 1 byte\nATTRIBUTE B 2 struct\n\
             MEMBER M byte\nEND S.U\nATTRIBUTE C 6 struct clone=.S\n",
        );
        assert_eq!(dictionary.attributes.len(), 12);
        let unions: Vec<_> = dictionary.attributes.iter().filter(|a| a.name == "U").collect();
        for union in &unions {
            let key = dictionary.attribute(union.key.unwrap()).unwrap();
            assert_eq!((key.name.as_str(), key.parent), ("K", union.parent));
            assert_eq!(values(key), ["A=1*", "B=2*"]);
        }
        assert_ne!(unions[0].key, unions[1].key);
        assert_eq!(paths(&dictionary, "M"), ["5.m2.2.m1", "6.m2.2.m1"]);
    }

    #[test]
    fn the_type_may_be_that_of_what_is_copied() {
        let text = "ATTRIBUTE T 5 tlv\nATTRIBUTE A .1 byte\nATTRIBUTE C 6 auto clone=.T\n";
        assert_eq!(paths(&dictionary(text), "A"), ["5.1", "6.1"]);
        for (line, code) in [
            ("ATTRIBUTE C 6 auto", Code::WrongReference),
            ("ATTRIBUTE C 6 auto clone=.X", Code::UnknownAttribute),
            ("ATTRIBUTE C 6 auto clone=@DHCPv4.X", Code::WrongReference),
            ("ATTRIBUTE C 6 auto clone=X", Code::InvalidReference),
        ] {
            assert_eq!(problems(&format!("{line}\nATTRIBUTE T 5 tlv clone=.C\n")), [(code, 1)], "{line}");
        }
    }

    #[test]
    fn what_cannot_be_copied_is_an_error() {
        let before = "ATTRIBUTE T 5 tlv\nATTRIBUTE A .1 byte\nATTRIBUTE E 6 tlv\nATTRIBUTE S 7 struct\nMEMBER M byte\n";
        for (lines, code, line) in [
            ("ATTRIBUTE C 8 tlv clone=.X\n", Code::UnknownAttribute, 6),
            ("ATTRIBUTE C 8 tlv clone=.T.A\n", Code::WrongReference, 6),
            ("ATTRIBUTE C 8 tlv clone=.E\n", Code::WrongReference, 6),
            ("ATTRIBUTE C 8 tlv clone=.S\n", Code::WrongReference, 6),
            ("ATTRIBUTE C 8 struct clone=.T\n", Code::WrongReference, 6),
            ("ATTRIBUTE C 8 byte clone=.T\n", Code::MisplacedFlag, 6),
            ("ATTRIBUTE C 8 tlv clone=.C\n", Code::CircularReference, 6),
            ("ATTRIBUTE C 8 tlv clone=.D\nATTRIBUTE D 9 tlv clone=.C\n", Code::CircularReference, 7),
            ("ATTRIBUTE C 5.2 tlv clone=..T\n", Code::WrongReference, 6),
            ("ATTRIBUTE C 8 tlv clone=.T\nATTRIBUTE B .1 string\n", Code::DuplicateNumber, 7),
            (
                "ATTRIBUTE C 8 tlv clone=.F\nATTRIBUTE B .1 string\nATTRIBUTE F 9 tlv\nATTRIBUTE G .1 byte\n",
                Code::DuplicateNumber,
                6,
            ),
        ] {
            assert_eq!(problems(&format!("{before}{lines}")), [(code, line)], "{lines}");
        }
    }

    #[test]
    fn copies_of_copies_end_at_a_limit() {
        // Each holds ten times the one before.
        let mut text = "ATTRIBUTE T1 1 tlv\n".to_owned();
        for child in 1..=10 {
            text += &format!("ATTRIBUTE A{child} .{child} byte\n");
        }
        for tlv in 2..=12 {
            text += &format!("ATTRIBUTE T{tlv} {tlv} tlv\n");
            for child in 1..=10 {
                text += &format!("ATTRIBUTE A{child} .{child} tlv clone=..T{}\n", tlv - 1);
            }
        }
        let loaded = load(&text);
        assert_eq!(loaded.diagnostics.iter().map(|d| d.code).collect::<Vec<_>>(), [Code::TooManyCopies]);
        assert!(loaded.dictionary.attributes.len() < 60_000);
    }

    #[test]
    fn copies_do_not_stand_deeper_than_anything_else() {
        let mut text = "ATTRIBUTE T1 1 tlv\nATTRIBUTE A .1 byte\n".to_owned();
        for tlv in 2..=20 {
            text += &format!("ATTRIBUTE T{tlv} {tlv} tlv\nATTRIBUTE A .1 tlv clone=..T{}\n", tlv - 1);
        }
        let loaded = load(&text);
        assert!(loaded.diagnostics.iter().all(|d| d.code == Code::NestedTooDeep));
        assert!(loaded.has_errors());
    }
}
