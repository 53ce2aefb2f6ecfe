//! What is settled when all files are read.

use std::collections::{HashMap, HashSet};

use crate::check;
use crate::diagnostic::{Code, Diagnostic, Report, quote};
use crate::model::{Dictionary, Value};
use crate::parser::construct::Construct;
use crate::parser::number;
use crate::source::{Sources, Span};
use crate::suggest::Suggest;

use super::value::{Bound, Found, Pending};
use super::{Resolver, Space};

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
        self.bind_queued(sources, suggest, report);
        self.attach_values(sources, report);
        self.check_numbers(report);
        self.choose_canonical();
        Dictionary {
            vendors: self.vendors,
            attributes: self.entries.into_iter().map(|entry| entry.attribute).collect(),
        }
    }

    fn bind_queued(&mut self, sources: &Sources, suggest: &mut Suggest, report: &mut Report) {
        // One complaint an attribute, not one a value: where it is missing first, and how often again.
        let mut missing: Vec<(Span, usize)> = Vec::new();
        let mut known: HashMap<(Space, String), usize> = HashMap::new();
        let mut ambiguous = HashSet::new();
        for queued in std::mem::take(&mut self.queued) {
            match self.find(queued.space, &queued.key) {
                Found::Entry(entry) => {
                    self.bound.push(Bound { entry, forward: true, value: queued.value });
                }
                Found::Broken => {}
                Found::Nothing if self.inside_broken(&queued.key) => {}
                Found::Ambiguous(first, second) => {
                    if ambiguous.insert((queued.space, queued.key)) {
                        report.push(self.ambiguous(queued.attribute, [first, second], sources));
                    }
                }
                Found::Nothing => {
                    let at = *known.entry((queued.space, queued.key)).or_insert_with(|| {
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
            if self.is_path(name) {
                report.push(Construct::Path.diagnostic(span));
                continue;
            }
            let near = suggest.nearest(name, self.entries.iter().map(|e| e.attribute.name.as_str()));
            let label = match lines - 1 {
                0 => "no `ATTRIBUTE` line defines it".to_owned(),
                1 => "no `ATTRIBUTE` line defines it; 1 more `VALUE` line names it".to_owned(),
                more => format!("no `ATTRIBUTE` line defines it; {more} more `VALUE` lines name it"),
            };
            report.push(
                Diagnostic::new(Code::UnknownAttribute, format!("unknown attribute {}", quote(name)))
                    .at(span, label)
                    .suggest(near),
            );
        }
    }

    /// Whether the name is a path through an attribute that is wrong or not supported.
    fn inside_broken(&self, key: &str) -> bool {
        key.split_once('.').is_some_and(|(first, _)| self.broken_anywhere.contains(first))
    }

    /// Whether the name is a path of names or numbers: through an attribute, or from the packet.
    fn is_path(&self, name: &[u8]) -> bool {
        let name = String::from_utf8_lossy(name).to_ascii_lowercase();
        let first = name.split_once('.').map(|(first, _)| first);
        first.is_some_and(|first| number::parse(first.as_bytes()).is_ok() || self.by_name.contains_key(first))
    }

    fn ambiguous(&self, span: Span, entries: [usize; 2], sources: &Sources) -> Diagnostic {
        let name = quote(sources.text(span).unwrap_or_default());
        let mut diagnostic =
            Diagnostic::new(Code::AmbiguousAttribute, format!("several vendors have an attribute {name}"))
                .at(span, "which one is meant?")
                .help("put the `VALUE` line inside the `BEGIN-VENDOR` block of its vendor");
        for entry in entries.iter().filter_map(|&at| self.entries.get(at)) {
            diagnostic = diagnostic.because(entry.attribute.span, "one is here");
        }
        diagnostic
    }

    /// Numbers of vendor attributes must fit the vendor's format, which a later `VENDOR` line may have changed.
    fn check_numbers(&mut self, report: &mut Report) {
        self.entries.retain(|entry| {
            let Space::Vendor(pen) = entry.space else { return true };
            let Some((format, span)) = self.formats.get(&pen) else { return true };
            match check::vendor_number(&entry.attribute, entry.number_span, *format, *span) {
                Some(diagnostic) => report.push(diagnostic),
                None => return true,
            }
            false
        });
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

    /// Of several names for one number the last one is used to print. What is never sent does not count.
    fn choose_canonical(&mut self) {
        let mut last: HashMap<(Space, bool, u32), usize> = HashMap::new();
        for (at, entry) in self.entries.iter().enumerate() {
            let number = (entry.space, entry.attribute.flags.internal, entry.attribute.number);
            let best = last.entry(number).or_insert(at);
            if self.entries.get(*best).is_some_and(|other| other.order < entry.order) {
                *best = at;
            }
        }
        for at in last.into_values() {
            if let Some(entry) = self.entries.get_mut(at) {
                entry.attribute.canonical = true;
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
