//! `VALUE-ALIAS`: an attribute that has the named values of another one.

use std::collections::HashMap;

use crate::check;
use crate::diagnostic::{Code, Diagnostic, Report};
use crate::lexer::Token;
use crate::source::{Sources, Span};
use crate::suggest::Suggest;

use super::Resolver;
use super::place::Owner;

/// A `VALUE-ALIAS` line.
#[derive(Debug)]
pub(super) struct ValueAlias {
    /// The name of the attribute that gets the values.
    name: Span,
    /// The name of the one that has them.
    source: Span,
    /// Whose block the line stands in.
    owner: Owner,
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
        let owner = self.owner();
        self.value_aliases.push(ValueAlias { name: name.span, source: source.span, owner });
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
        for ValueAlias { name, source, owner } in std::mem::take(&mut self.value_aliases) {
            let mut named = |span| {
                let text = sources.text(span).unwrap_or_default();
                self.named(owner, text, span, "no `ATTRIBUTE` line defines it", suggest, report)
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
        let Some(range) = check::value_range(to) else { return Some(check::no_values(to, line.name)) };
        let outside = from.values.iter().find(|value| !range.contains(value.number))?;
        Some(
            Diagnostic::new(
                Code::NumberOutOfRange,
                format!("`{}` has a value that `{}` cannot have", from.name, to.name),
            )
            .at(line.source, format!("expected values {range}"))
            .because(outside.span, format!("this is {}", outside.number)),
        )
    }

    fn name(&self, at: usize) -> &str {
        self.entries.get(at).map_or("", |entry| &entry.attribute.name)
    }
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
}
