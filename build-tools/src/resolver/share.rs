//! `enum=` and `VALUE-ALIAS`: an attribute that has the named values of another one.

use std::collections::{HashMap, HashSet};

use crate::check::{self, ValueForm};
use crate::diagnostic::{Code, Diagnostic, Report};
use crate::lexer::Token;
use crate::model::{Attribute, Value, ValueData};
use crate::source::{Sources, Span};
use crate::suggest::Suggest;

use super::Resolver;
use super::find::{Node, View, Walk};
use super::reference::circular;

/// A `VALUE-ALIAS` line.
#[derive(Debug)]
pub(super) struct ValueAlias {
    /// The name of the attribute that gets the values.
    name: Span,
    /// The name of the one that has them.
    source: Span,
    /// Where the line stands.
    view: View,
}

/// A line whose attributes are known.
#[derive(Clone, Copy)]
struct Resolved {
    to: usize,
    from: usize,
    name: Span,
    source: Span,
}

impl Resolver {
    pub(super) fn value_alias(&mut self, name: &Token<'_>, source: &Token<'_>) {
        let view = self.view();
        self.value_aliases.push(ValueAlias { name: name.span, source: source.span, view });
    }

    /// Copies the values, when all of them are known.
    pub(super) fn apply_value_aliases(
        &mut self,
        sources: &Sources,
        suggest: &mut Suggest,
        report: &mut Report,
    ) {
        let mut resolved: Vec<Resolved> = Vec::new();
        let mut by_target: HashMap<usize, Resolved> = HashMap::new();
        for ValueAlias { name, source, view } in std::mem::take(&mut self.value_aliases) {
            let mut named = |span| {
                let token = Token { text: sources.text(span).unwrap_or_default(), span };
                self.named(view, &token, "no `ATTRIBUTE` line defines it", suggest, report)
            };
            // Both, so that both are reported.
            let (to, from) = (named(name), named(source));
            let (Some(to), Some(from)) = (to, from) else { continue };
            let line = Resolved { to, from, name, source };
            match by_target.get(&to) {
                // The same again changes nothing.
                Some(first) if first.from == from => {}
                Some(first) => report.push(
                    invalid(format!("the values of `{}` come from two attributes", self.name(to)))
                        .at(name, "a second time")
                        .because(first.name, "a first time"),
                ),
                None => {
                    by_target.insert(to, line);
                    resolved.push(line);
                }
            }
        }
        // What is copied is what the lines of the source say, whatever the order of the lines.
        let checked: Vec<_> = resolved
            .iter()
            .filter(|line| match self.problem(line, &by_target) {
                Some(diagnostic) => {
                    report.push(diagnostic);
                    false
                }
                None => true,
            })
            .collect();
        for line in checked {
            let values = self.entries.get(line.from).map(|entry| entry.attribute.values.clone());
            let count = values.as_ref().map_or(0, Vec::len);
            if self.count_copies(count, line.source, report).is_err() {
                break;
            }
            if let (Some(entry), Some(values)) = (self.entries.get_mut(line.to), values) {
                entry.attribute.values = values;
            }
        }
    }

    fn problem(&self, line: &Resolved, by_target: &HashMap<usize, Resolved>) -> Option<Diagnostic> {
        let (to, from) = (&self.entries.get(line.to)?.attribute, &self.entries.get(line.from)?.attribute);
        if let Some(outer) = by_target.get(&line.from) {
            let message = format!("`{}` has no values of its own", from.name);
            return Some(
                invalid(message)
                    .at(line.source, "expected the attribute that the values were defined for")
                    .because(outer.source, "its values come from this one"),
            );
        }
        if let Some(value) = to.values.first() {
            return Some(
                invalid(format!("`{}` has values of its own", to.name))
                    .at(line.name, "expected an attribute without values")
                    .because(value.span, "this is one"),
            );
        }
        if to.data_type != from.data_type {
            return Some(
                invalid(format!("`{}` and `{}` have different types", to.name, from.name))
                    .at(line.name, "cannot have the values of an attribute of another type")
                    .because(to.span, "the one")
                    .because(from.span, "the other"),
            );
        }
        let Some(range) = check::value_range(to) else {
            return Some(check::no_values(to, self.dialect.is_v4(), line.name));
        };
        let outside = from.values.iter().find(|value| !value.number().is_some_and(|n| range.contains(n)))?;
        Some(
            Diagnostic::new(
                Code::NumberOutOfRange,
                format!("`{}` has a value that `{}` cannot have", from.name, to.name),
            )
            .at(line.source, format!("expected values {range}"))
            .because(outside.span, "this one"),
        )
    }

    /// Copies the values that `enum=` names, when all of them are known: those that fit the type and whose names are free.
    pub(super) fn share_enumerations(&mut self, suggest: &mut Suggest, report: &mut Report) {
        for at in 0..self.entries.len() {
            if self.entries.get(at).is_none_or(|entry| entry.enumeration.is_none()) {
                continue;
            }
            // First the values of those that have theirs from others.
            let (mut chain, mut in_chain) = (vec![at], HashSet::from([at]));
            while let Some(&at) = chain.last() {
                let Some(entry) = self.entries.get_mut(at) else { break };
                let Some(reference) = entry.enumeration.take() else {
                    chain.pop();
                    in_chain.remove(&at);
                    continue;
                };
                let walk = self.referred(&reference);
                let Walk::At(Node::Entry(from)) = walk else {
                    self.report_reference(&reference, &walk, suggest, report);
                    continue;
                };
                let source = self.entries.get(from);
                if in_chain.contains(&from) {
                    report.push(circular(&reference.path, reference.span));
                    // None of the circle has values, which is one mistake.
                    for at in chain.drain(..) {
                        if let Some(entry) = self.entries.get_mut(at) {
                            entry.enumeration = None;
                        }
                    }
                } else if source.is_some_and(|source| source.enumeration.is_some()) {
                    if let Some(entry) = self.entries.get_mut(at) {
                        entry.enumeration = Some(reference);
                    }
                    in_chain.insert(from);
                    chain.push(from);
                } else {
                    self.share(at, from, reference.span, report);
                }
            }
        }
    }

    /// Adds the values of one attribute to those of another one.
    fn share(&mut self, to: usize, from: usize, span: Span, report: &mut Report) {
        // Making the values only to find that they are too many would take forever.
        if self.copies_are_full() {
            return;
        }
        let (Some(source), Some(target)) = (self.entries.get(from), self.entries.get(to)) else { return };
        let values = match shared(&source.attribute, &target.attribute, span) {
            Ok(values) => values,
            Err(diagnostic) => {
                report.push(*diagnostic);
                return;
            }
        };
        if let Ok(()) = self.count_copies(values.len(), span, report)
            && let Some(entry) = self.entries.get_mut(to)
        {
            entry.attribute.values = values;
        }
    }

    fn name(&self, at: usize) -> &str {
        self.entries.get(at).map_or("", |entry| &entry.attribute.name)
    }
}

/// The values of an attribute together with those that another one shares with it.
fn shared(source: &Attribute, target: &Attribute, span: Span) -> Result<Vec<Value>, Box<Diagnostic>> {
    let wrong = |label: &str, place: Span| {
        Box::new(
            Diagnostic::new(
                Code::WrongReference,
                format!("the values of `{}` cannot be shared with `{}`", source.name, target.name),
            )
            .at(span, label)
            .because(place, "this one"),
        )
    };
    let Some(form) = check::value_form(target, true) else {
        return Err(Box::new(check::no_values(target, true, span)));
    };
    if source.values.is_empty() {
        return Err(wrong("the attribute has no values", source.span));
    }
    if source.flags.key || target.flags.key {
        let key = if source.flags.key { source.span } else { target.span };
        return Err(wrong("the values of a key are those of its union", key));
    }
    let mut values = target.values.clone();
    let names: HashSet<_> = values.iter().map(|value| value.name.to_ascii_lowercase()).collect();
    let known: HashSet<_> = target.values.iter().map(|value| &value.data).collect();
    let is_same_type = source.data_type == target.data_type && source.time == target.time;
    let fits = |value: &&Value| match (form, &value.data) {
        (ValueForm::Number(range), ValueData::Number(number)) => range.contains(*number),
        (ValueForm::Octets, ValueData::Octets(octets)) => {
            let length = target.length.filter(|_| target.exact);
            is_same_type && length.is_none_or(|length| octets.len() == usize::from(length))
        }
        _ => false,
    };
    if !source.values.iter().any(|value| fits(&value)) {
        return Err(wrong("none of its values is one of this type", source.span));
    }
    for value in source.values.iter().filter(fits) {
        if names.contains(&value.name.to_ascii_lowercase()) {
            continue;
        }
        let preferred = value.preferred && !known.contains(&value.data);
        values.push(Value { preferred, ..value.clone() });
    }
    Ok(values)
}

fn invalid(message: String) -> Diagnostic {
    Diagnostic::new(Code::InvalidValueAlias, message)
}

#[cfg(test)]
mod tests {
    use crate::Code;
    use crate::testing::{dictionary, named, problems, values};

    #[test]
    fn an_attribute_can_have_the_values_of_another_one_wherever_these_are_defined() {
        for text in [
            "ATTRIBUTE A 1 byte\nATTRIBUTE B 2 byte\nVALUE A x 1\nVALUE A y 1\nVALUE-ALIAS B A\n",
            "value-alias b a\nVALUE A x 1\nATTRIBUTE B 2 byte\nATTRIBUTE A 1 byte\nVALUE A y 1\nVALUE-ALIAS B A\n",
        ] {
            let dictionary = dictionary(text);
            assert_eq!(values(named(&dictionary, "B")), ["x=1", "y=1*"]);
            assert_eq!(values(named(&dictionary, "A")), values(named(&dictionary, "B")));
        }
    }

    #[test]
    fn values_are_shared_inside_vendors_and_tlvs() {
        let dictionary = dictionary(
            "VENDOR V 1\nBEGIN-VENDOR V\nATTRIBUTE A 1 byte\nATTRIBUTE T 2 tlv\nATTRIBUTE B 2.1 byte\nVALUE A x 1\nVALUE-ALIAS B A\nEND-VENDOR V\n",
        );
        assert_eq!(values(named(&dictionary, "B")), ["x=1*"]);
    }

    #[test]
    fn values_are_shared_by_attributes_of_one_type_where_they_have_no_other_source() {
        let attributes = "ATTRIBUTE A 1 byte\nATTRIBUTE B 2 byte\nATTRIBUTE C 3 integer\nATTRIBUTE D 4 byte\nATTRIBUTE S 5 string\nATTRIBUTE S2 6 string\nVALUE A x 1\nVALUE D y 2\n";
        for (lines, code) in [
            ("VALUE-ALIAS C A", Code::InvalidValueAlias),
            ("VALUE-ALIAS D A", Code::InvalidValueAlias),
            ("VALUE-ALIAS A A", Code::InvalidValueAlias),
            ("VALUE-ALIAS S S2", Code::TypeWithoutValues),
            ("VALUE-ALIAS X A", Code::UnknownAttribute),
            ("VALUE-ALIAS A X", Code::UnknownAttribute),
        ] {
            assert_eq!(problems(&format!("{attributes}{lines}\n")), [(code, 9)], "{lines}");
        }
        let problems = |lines: &str| problems(&format!("{attributes}{lines}"));
        assert_eq!(problems("VALUE-ALIAS B A\nVALUE-ALIAS B D\n"), [(Code::InvalidValueAlias, 10)]);
        assert_eq!(
            problems("ATTRIBUTE E 7 byte\nVALUE-ALIAS E B\nVALUE-ALIAS B A\n"),
            [(Code::InvalidValueAlias, 10)]
        );
        assert_eq!(problems("VALUE-ALIAS X Y\n"), [(Code::UnknownAttribute, 9); 2]);
    }

    #[test]
    fn shared_values_fit_beside_a_tag() {
        let text =
            "ATTRIBUTE A 1 integer\nATTRIBUTE B 2 integer has_tag\nVALUE A x 0x1000000\nVALUE-ALIAS B A\n";
        assert_eq!(problems(text), [(Code::NumberOutOfRange, 4)]);
    }

    #[test]
    fn values_of_another_attribute_or_of_a_set_are_shared_wherever_they_are_defined() {
        let dictionary = dictionary(
            "ATTRIBUTE A 1 byte enum=.B\nATTRIBUTE C 3 byte enum=@.A\nVALUE C own 7\nATTRIBUTE B 2 integer\nVALUE B x 1\nVALUE B y 256\n\
             VALUE B own 8\nVALUE B seven 7\nENUM E integer\nVALUE E z 5\nATTRIBUTE D 4 integer enum=.E\n",
        );
        assert_eq!(values(named(&dictionary, "A")), ["x=1*", "own=8*", "seven=7*"]);
        assert_eq!(values(named(&dictionary, "C")), ["own=7*", "x=1*", "seven=7"]);
        assert_eq!(values(named(&dictionary, "D")), ["z=5*"]);
        assert!(named(&dictionary, "E").by_name && named(&dictionary, "E").flags.internal);
    }

    #[test]
    fn values_that_are_no_numbers_are_shared_by_attributes_of_one_type() {
        let text = "ATTRIBUTE A 1 ipaddr enum=.B\nATTRIBUTE B 2 ipaddr\nVALUE B x 192.0.2.1\n";
        assert_eq!(values(named(&dictionary(text), "A")), ["x=192.0.2.1*"]);
        for other in ["ipv6addr", "integer", "date"] {
            let text = text.replace("1 ipaddr", &format!("1 {other}"));
            assert_eq!(problems(&text), [(Code::WrongReference, 1)], "{other}");
        }
    }

    #[test]
    fn values_that_cannot_be_shared_are_an_error() {
        let before =
            "ATTRIBUTE A 1 byte\nATTRIBUTE S 2 string\nATTRIBUTE T 3 tlv\nATTRIBUTE B 4 byte\nVALUE B x 1\n";
        for (lines, code) in [
            ("ATTRIBUTE C 5 byte enum=.A\n", Code::WrongReference),
            ("ATTRIBUTE C 5 byte enum=.T\n", Code::WrongReference),
            ("ATTRIBUTE C 5 string enum=.B\n", Code::TypeWithoutValues),
            ("ATTRIBUTE C 5 tlv enum=.B\n", Code::MisplacedFlag),
            ("ATTRIBUTE C 5 byte enum=.C\n", Code::CircularReference),
            ("ATTRIBUTE C 5 byte enum=.X\n", Code::UnknownAttribute),
        ] {
            assert_eq!(problems(&format!("{before}{lines}")), [(code, 6)], "{lines}");
        }
        let circle = "ATTRIBUTE A 1 byte enum=.B\nATTRIBUTE B 2 byte enum=.C\nATTRIBUTE C 3 byte enum=.A\n";
        assert_eq!(problems(circle), [(Code::CircularReference, 3)]);
    }
}
