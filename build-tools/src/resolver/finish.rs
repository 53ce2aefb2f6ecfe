//! What is settled when all files are read.

use std::collections::{HashMap, HashSet};

use crate::check::{self, ValueForm, ValueProblem};
use crate::data;
use crate::diagnostic::{Code, Diagnostic, Report};
use crate::model::{Attribute, DataType, Dictionary, Value, ValueData};
use crate::source::{Sources, Span};
use crate::suggest::Suggest;

use super::find::{Found, View};
use super::name::NameId;
use super::value::{Data, Pending, Queued};
use super::{Entry, Resolver, Table};

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
        // Values of what is copied are copied with it; others may be of something that copying makes.
        let queued = std::mem::take(&mut self.queued);
        let queued = self.bind(queued);
        for reference in std::mem::take(&mut self.groups) {
            let walk = self.referred(&reference);
            if !matches!(walk, super::find::Walk::At(_)) {
                self.report_reference(&reference, &walk, suggest, report);
            }
        }
        self.copy_rest(suggest, report);
        self.check_filled(report);
        let queued = self.bind(queued);
        self.report_queued(queued, sources, suggest, report);
        self.attach_values(sources, report);
        self.share_enumerations(suggest, report);
        self.apply_value_aliases(sources, suggest, report);
        self.check_aliases(suggest, report);
        self.dictionary(report)
    }

    /// Gives values to attributes that were not known when their lines were read. Returns those whose attributes still are not.
    fn bind(&mut self, queued: Vec<Queued>) -> Vec<Queued> {
        let mut rest = Vec::new();
        for queued in queued {
            let Found::Entry(at) = self.find_queued(&queued) else {
                rest.push(queued);
                continue;
            };
            if let Some(entry) = self.entries.get_mut(at) {
                entry.values.push(queued.value);
            }
        }
        rest
    }

    fn find_queued(&self, queued: &Queued) -> Found {
        match self.names.text(queued.key) {
            Some(name) => self.find(queued.view, name),
            None => Found::Nothing,
        }
    }

    fn report_queued(
        &self,
        queued: Vec<Queued>,
        sources: &Sources,
        suggest: &mut Suggest,
        report: &mut Report,
    ) {
        // One complaint an attribute, not one a value: where it is missing first, and how often again.
        let mut missing: Vec<(View, Span, usize)> = Vec::new();
        let mut known: HashMap<(View, NameId), usize> = HashMap::new();
        let mut ambiguous = HashSet::new();
        for queued in queued {
            let name = (queued.view, queued.key);
            match self.find_queued(&queued) {
                Found::Entry(_) | Found::Broken => {}
                Found::Ambiguous(first, second) => {
                    if ambiguous.insert(name) {
                        let name = sources.text(queued.attribute).unwrap_or_default();
                        report.push(self.ambiguous(name, queued.attribute, [first, second]));
                    }
                }
                Found::Nothing => {
                    let at = *known.entry(name).or_insert_with(|| {
                        missing.push((queued.view, queued.attribute, 0));
                        missing.len() - 1
                    });
                    if let Some((_, _, lines)) = missing.get_mut(at) {
                        *lines += 1;
                    }
                }
            }
        }
        for (view, span, lines) in missing {
            let name = sources.text(span).unwrap_or_default();
            let label = match lines - 1 {
                0 => "no `ATTRIBUTE` line defines it".to_owned(),
                1 => "no `ATTRIBUTE` line defines it; 1 more `VALUE` line names it".to_owned(),
                more => format!("no `ATTRIBUTE` line defines it; {more} more `VALUE` lines name it"),
            };
            report.push(self.unknown(view, name, span, label, suggest));
        }
    }

    fn attach_values(&mut self, sources: &Sources, report: &mut Report) {
        // For each name, in which round it was last, and where.
        let mut names = vec![(0, 0); self.names.len()];
        let mut numbers = Table::default();
        for (round, entry) in (1..).zip(&mut self.entries) {
            if !entry.values.is_empty() {
                let mut attachment =
                    Attachment { sources, report, round, names: &mut names, numbers: &mut numbers };
                attachment.attach(entry, self.dialect.is_v4());
            }
        }
    }
}

/// Makes values of the lines of one attribute.
struct Attachment<'a> {
    sources: &'a Sources,
    report: &'a mut Report,
    round: usize,
    names: &'a mut [(usize, usize)],
    /// The value to print for each number or other data, and whether it came before its attribute.
    numbers: &'a mut Table<ValueData, (usize, bool)>,
}

impl Attachment<'_> {
    fn attach(&mut self, entry: &mut Entry, is_v4: bool) {
        self.numbers.clear();
        let mut lines = std::mem::take(&mut entry.values);
        let attribute = &mut entry.attribute;
        let Some(form) = check::value_form(attribute, is_v4) else {
            let first = lines.iter().min_by_key(|line| line.order);
            self.report.extend(first.map(|line| check::no_values(attribute, is_v4, line.name.span)));
            return;
        };
        // Values that stood before their attribute come last here: they never displace a name that stood behind it.
        let in_order = |line: &Pending| (line.early, line.order);
        if !lines.is_sorted_by_key(in_order) {
            lines.sort_by_key(in_order);
        }
        let mut orders = Vec::with_capacity(lines.len());
        let mut values: Vec<Value> = Vec::with_capacity(lines.len());
        for Pending { id, name, data, early, first_wins, order } in lines {
            let at = data.span;
            let data = match self.read(attribute, form, data, is_v4) {
                Ok(data) => data,
                Err(diagnostic) => {
                    self.report.push(*diagnostic);
                    continue;
                }
            };
            let index = values.len();
            if let Some(known) = self.names.get_mut(id.index()) {
                if known.0 == self.round {
                    let first = values.get(known.1).filter(|first| first.data != data);
                    self.report
                        .extend(first.map(|first| repeated(&name.text, &attribute.name, at, first.span)));
                    continue;
                }
                *known = (self.round, index);
            }
            let best = self.numbers.entry(data.clone()).or_insert((index, early));
            // The last one wins, but one that came too early only over others that did, and in FreeRADIUS 4 not even then.
            if !early || (best.1 && !first_wins) {
                *best = (index, early);
            }
            values.push(Value { name: name.text, data, preferred: false, span: name.span });
            orders.push(order);
        }
        for (index, _) in self.numbers.values() {
            if let Some(value) = values.get_mut(*index) {
                value.preferred = true;
            }
        }
        if !orders.is_sorted() {
            let mut ordered: Vec<_> = orders.into_iter().zip(values).collect();
            ordered.sort_by_key(|(order, _)| *order);
            values = ordered.into_iter().map(|(_, value)| value).collect();
        }
        attribute.values = values;
    }

    /// What stands for a value.
    fn read(
        &self,
        attribute: &Attribute,
        form: ValueForm,
        Data { number, span }: Data,
        is_v4: bool,
    ) -> Result<ValueData, Box<Diagnostic>> {
        let text = || self.sources.text(span).unwrap_or_default();
        let range = match form {
            ValueForm::Number(range) => range,
            ValueForm::Octets => {
                let octets = data::parse(attribute, text());
                return octets
                    .map(ValueData::Octets)
                    .ok_or_else(|| Box::new(check::wrong_data(attribute, text(), span)));
            }
        };
        let number = match number {
            Ok(number) => range.check(number.negative, number.magnitude),
            Err(_) if is_v4 && attribute.data_type == DataType::Bool => truth(text()),
            Err(error) => range.explain(error),
        };
        number
            .map(ValueData::Number)
            .map_err(|problem| Box::new(range.diagnostic(problem, text(), span, attribute)))
    }
}

/// FreeRADIUS 4 has words for true and false.
fn truth(text: &[u8]) -> Result<u64, ValueProblem> {
    let is = |words: [&str; 2]| words.iter().any(|word| text.eq_ignore_ascii_case(word.as_bytes()));
    match (is(["yes", "true"]), is(["no", "false"])) {
        (true, _) => Ok(1),
        (_, true) => Ok(0),
        _ => Err(ValueProblem::NoNumber),
    }
}

fn repeated(value: &str, attribute: &str, span: Span, first: Span) -> Diagnostic {
    let message = format!("the value `{value}` of `{attribute}` is defined twice with different numbers");
    Diagnostic::new(Code::DuplicateValue, message)
        .at(span, "defined again here")
        .because(first, "defined here first")
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
    fn paths_that_lead_nowhere_are_errors() {
        for path in ["A.B", "26.9.1"] {
            let text = format!("ATTRIBUTE A 1 byte\nVALUE {path} x 1\n");
            assert_eq!(problems(&text), [(Code::UnknownAttribute, 2)], "{path}");
        }
        assert_eq!(problems("VALUE X.Y x 1\n"), [(Code::UnknownAttribute, 1)]);
    }
}
