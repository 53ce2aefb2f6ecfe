//! What is settled when all files are read.

use std::collections::{HashMap, HashSet};

use crate::check;
use crate::diagnostic::{Code, Diagnostic, Report};
use crate::model::{Dictionary, Value};
use crate::source::{Sources, Span};
use crate::suggest::Suggest;

use super::Resolver;
use super::find::Found;
use super::place::Owner;
use super::value::{Bound, Pending};

impl Resolver {
    /// The dictionary that the statements define.
    pub(crate) fn finish(
        mut self,
        sources: &Sources,
        suggest: &mut Suggest,
        report: &mut Report,
    ) -> Dictionary {
        for vendor in &mut self.vendors {
            if let Some((format, _)) = self.formats.get(&vendor.pen) {
                vendor.format = *format;
            }
        }
        self.report_missing(report);
        self.bind_queued(sources, suggest, report);
        self.attach_values(sources, report);
        self.apply_value_aliases(sources, suggest, report);
        let vendors = std::mem::take(&mut self.vendors);
        Dictionary { vendors, attributes: self.attributes(report), aliases: Vec::new() }
    }

    fn bind_queued(&mut self, sources: &Sources, suggest: &mut Suggest, report: &mut Report) {
        // One complaint an attribute, not one a value: where it is missing first, and how often again.
        let mut missing: Vec<(Span, usize)> = Vec::new();
        let mut known: HashMap<(Owner, String), usize> = HashMap::new();
        let mut ambiguous = HashSet::new();
        for queued in std::mem::take(&mut self.queued) {
            match self.find(queued.owner, &queued.key) {
                Found::Entry(entry) => {
                    self.bound.push(Bound { entry, forward: true, value: queued.value });
                }
                Found::Broken => {}
                Found::Nothing if self.inside_broken(&queued.key) => {}
                Found::Ambiguous(first, second) => {
                    if ambiguous.insert((queued.owner, queued.key)) {
                        let name = sources.text(queued.attribute).unwrap_or_default();
                        report.push(self.ambiguous(name, queued.attribute, [first, second]));
                    }
                }
                Found::Nothing => {
                    let at = *known.entry((queued.owner, queued.key)).or_insert_with(|| {
                        missing.push((queued.attribute, 0));
                        missing.len() - 1
                    });
                    if let Some((_, lines)) = missing.get_mut(at) {
                        *lines += 1;
                    }
                }
            }
        }
        for (span, lines) in missing {
            let name = sources.text(span).unwrap_or_default();
            let label = match lines - 1 {
                0 => "no `ATTRIBUTE` line defines it".to_owned(),
                1 => "no `ATTRIBUTE` line defines it; 1 more `VALUE` line names it".to_owned(),
                more => format!("no `ATTRIBUTE` line defines it; {more} more `VALUE` lines name it"),
            };
            report.push(self.unknown(name, span, label, suggest));
        }
    }

    fn attach_values(&mut self, sources: &Sources, report: &mut Report) {
        // Values that stood before their attribute come last here: they never displace a name that stood behind it.
        let mut bound = std::mem::take(&mut self.bound);
        bound.sort_by_key(|bound| (bound.forward, bound.value.order));
        let mut names: HashMap<(usize, String), usize> = HashMap::new();
        let mut preferred: HashMap<(usize, u64), (usize, bool)> = HashMap::new();
        let mut without_values = HashSet::new();
        let mut orders: Vec<Vec<usize>> = Vec::new();
        orders.resize_with(self.entries.len(), Vec::new);
        for Bound { entry: at, forward, value } in bound {
            let Some(entry) = self.entries.get_mut(at) else { continue };
            let Some(range) = check::value_range(&entry.attribute) else {
                if without_values.insert(at) {
                    report.push(check::no_values(&entry.attribute, value.name.span));
                }
                continue;
            };
            let Pending { name, number, data, order } = value;
            let number = match number {
                Ok(number) => range.check(number.negative, number.magnitude),
                Err(error) => range.explain(error),
            };
            let text = sources.text(data).unwrap_or_default();
            let number = match number {
                Ok(number) => number,
                Err(problem) => {
                    report.push(range.diagnostic(problem, text, data, &entry.attribute));
                    continue;
                }
            };
            let key = (at, name.key());
            let values = &mut entry.attribute.values;
            if let Some(known) = names.get(&key).and_then(|&index| values.get(index)) {
                if known.number != number {
                    report.push(
                        Diagnostic::new(
                            Code::DuplicateValue,
                            format!(
                                "the value `{}` of `{}` is defined twice with different numbers",
                                name.text, entry.attribute.name
                            ),
                        )
                        .at(data, "defined again here")
                        .because(known.span, "defined here first"),
                    );
                }
                continue;
            }
            let index = values.len();
            names.insert(key, index);
            let best = preferred.entry((at, number)).or_insert((index, forward));
            // The last one wins, but one that came too early only over others that did.
            if !forward || best.1 {
                *best = (index, forward);
            }
            values.push(Value { name: name.text, number, preferred: false, span: name.span });
            if let Some(orders) = orders.get_mut(at) {
                orders.push(order);
            }
        }
        for ((at, _), (index, _)) in preferred {
            let value = self.entries.get_mut(at).and_then(|entry| entry.attribute.values.get_mut(index));
            if let Some(value) = value {
                value.preferred = true;
            }
        }
        for (entry, orders) in self.entries.iter_mut().zip(orders) {
            if !orders.is_sorted() {
                let mut values: Vec<_> =
                    orders.into_iter().zip(std::mem::take(&mut entry.attribute.values)).collect();
                values.sort_by_key(|(order, _)| *order);
                entry.attribute.values = values.into_iter().map(|(_, value)| value).collect();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Code;
    use crate::testing::{dictionary, problems, values};

    fn values_of(lines: &str) -> Vec<String> {
        values(&dictionary(lines).attributes[0])
    }

    #[test]
    fn of_several_names_of_a_number_the_last_one_is_preferred() {
        assert_eq!(values_of("ATTRIBUTE A 1 byte\nVALUE A x 3\nVALUE A y 3\n"), ["x=3", "y=3*"]);
    }

    #[test]
    fn a_name_before_the_attribute_never_displaces_one_behind_it() {
        let text = "VALUE A Shell-User 6\nATTRIBUTE A 6 integer\nVALUE A Administrative-User 6\n";
        assert_eq!(values_of(text), ["Shell-User=6", "Administrative-User=6*"]);
    }

    #[test]
    fn among_names_before_the_attribute_the_last_one_is_preferred() {
        assert_eq!(values_of("VALUE A x 1\nVALUE A y 1\nATTRIBUTE A 1 byte\n"), ["x=1", "y=1*"]);
    }

    #[test]
    fn an_exact_repeat_is_left_out_and_prefers_nothing() {
        let text = "ATTRIBUTE A 1 byte\nVALUE A x 1\nVALUE A y 1\nVALUE a X 0x1\n";
        assert_eq!(values_of(text), ["x=1", "y=1*"]);
    }

    #[test]
    fn one_name_with_two_numbers_is_an_error() {
        let text = "ATTRIBUTE A 1 byte\nVALUE A x 1\nVALUE A X 2\n";
        assert_eq!(problems(text), [(Code::DuplicateValue, 3)]);
    }

    #[test]
    fn values_stand_in_the_order_of_their_lines() {
        let text = "VALUE A c 3\nATTRIBUTE A 1 byte\nVALUE A b 2\nVALUE A a 1\n";
        assert_eq!(values_of(text), ["c=3*", "b=2*", "a=1*"]);
    }

    #[test]
    fn values_of_all_types_are_checked_against_the_type_that_counts_in_the_end() {
        let text = "ATTRIBUTE A 1 integer\nVALUE A x 300\nATTRIBUTE A 1 byte\n";
        assert_eq!(problems(text), [(Code::NumberOutOfRange, 2)]);
    }

    #[test]
    fn paths_of_attributes_are_not_supported() {
        for path in ["A.B", "26.9.1"] {
            let text = format!("ATTRIBUTE A 1 byte\nVALUE {path} x 1\n");
            assert_eq!(problems(&text), [(Code::NotSupported, 2)], "{path}");
        }
        assert_eq!(problems("VALUE X.Y x 1\n"), [(Code::UnknownAttribute, 1)]);
    }
}
