//! What a definition repeats: a name or a number that something has already.

use crate::diagnostic::{Code, Diagnostic, Report};
use crate::model::Attribute;
use crate::parser::names::Name;

use super::place::{Place, Space};
use super::reference::Reference;
use super::{Entry, Known, Rejected, Resolver, Uses};

impl Resolver {
    /// Adds an entry under a name that is new.
    pub(super) fn add(&mut self, entry: Entry, names: impl IntoIterator<Item = Space>) -> usize {
        let (at, name) = (self.entries.len(), entry.name);
        for space in names {
            self.known.insert((space, name), Known::Entry(at));
        }
        self.entries.push(entry);
        self.occupy(at, true);
        self.by_name
            .entry(name)
            .and_modify(|uses| uses.second = uses.second.or(Some(at)))
            .or_insert(Uses { first: at, second: None });
        at
    }

    /// FreeRADIUS 3: a name is unique in the packet or in the vendor, however deep the attributes stand in others.
    pub(super) fn insert(&mut self, entry: Entry, report: &mut Report) -> Result<usize, Rejected> {
        let owner = self.owner_of(entry.space);
        if let Some(Known::Entry(at)) = self.known.get(&(owner, entry.name)) {
            return self.redefine(*at, entry, report);
        }
        let space = entry.space;
        let names = [owner].into_iter().chain((space != owner).then_some(space));
        Ok(self.add(entry, names))
    }

    /// The same name again: for the same number it replaces what was there.
    fn redefine(&mut self, at: usize, entry: Entry, report: &mut Report) -> Result<usize, Rejected> {
        let known = self.entries.get(at).ok_or(Rejected)?;
        let (old, new) = (&known.attribute, &entry.attribute);
        if (known.space, old.number) != (entry.space, new.number) {
            report.push(
                Diagnostic::new(
                    Code::DuplicateAttribute,
                    format!("the attribute `{}` is defined twice with different numbers", new.name),
                )
                .at(entry.number_span, format!("number {} here", self.path(entry.space, new.number)))
                .because(old.span, format!("number {} here", self.path(known.space, old.number))),
            );
            return Err(Rejected);
        }
        let old = old.span;
        if let Err(Rejected) = self.vacate(at, new.data_type) {
            report.push(
                Diagnostic::new(
                    Code::ContainerRedefined,
                    format!(
                        "the attribute `{}` is defined again with a type that cannot hold what is inside",
                        new.name
                    ),
                )
                .at(new.span, "defined again here")
                .because(old, "attributes stand inside this one"),
            );
            return Err(Rejected);
        }
        if let Some(known) = self.entries.get_mut(at) {
            let values = std::mem::take(&mut known.values);
            *known = Entry { values, ..entry };
        }
        self.occupy(at, false);
        Ok(at)
    }

    /// FreeRADIUS 4: a name and a number are unique where they stand, and are defined once; the same again changes nothing.
    pub(super) fn insert_once(
        &mut self,
        entry: Entry,
        name: &Name,
        place: Place,
        report: &mut Report,
    ) -> Result<usize, Rejected> {
        let new = &entry.attribute;
        let known = self.known.get(&(entry.space, entry.name)).copied();
        let number = self.slot_at(entry.space, new.number).map(|(_, slot)| slot.last);
        let (at, same_name) = match (known, number) {
            (Some(known @ Known::Alias(_)), _) => {
                report.push(self.taken(name, known));
                return Err(Rejected);
            }
            (Some(Known::Entry(at)), _) => (at, true),
            (None, Some(at)) => (at, false),
            (None, None) => {
                let space = entry.space;
                return Ok(self.add(entry, [space]));
            }
        };
        let known_entry = self.entries.get(at).ok_or(Rejected)?;
        let old = &known_entry.attribute;
        let same = facts(old) == facts(new)
            && repeats(entry.source.as_deref(), known_entry.source.as_deref())
            && repeats(entry.enumeration.as_deref(), known_entry.enumeration.as_deref())
            && (old.number == new.number || (old.by_name && new.by_name));
        let message = match (same, same_name) {
            (true, true) => return Ok(at),
            (true, false) => {
                let message = format!("`{}` has the number of `{}`", new.name, old.name);
                report.push(
                    Diagnostic::new(Code::SecondName, message)
                        .at(new.span, "read as another name of the same attribute")
                        .because(old.span, "this one is printed")
                        .help("FreeRADIUS leaves it out; write it as `ALIAS`"),
                );
                self.second_name(name.clone(), place, at);
                return Ok(at);
            }
            (false, true) if old.number != new.number => {
                let (number, old_number) =
                    (self.path(entry.space, new.number), self.path(entry.space, old.number));
                report.push(
                    Diagnostic::new(
                        Code::DuplicateAttribute,
                        format!("the attribute `{}` is defined twice with different numbers", new.name),
                    )
                    .at(entry.number_span, format!("number {number} here"))
                    .because(old.span, format!("number {old_number} here")),
                );
                return Err(Rejected);
            }
            (false, true) => format!("the attribute `{}` is defined twice in different ways", new.name),
            (false, false) if old.by_name => {
                let message = format!(
                    "the number of `{}` stands for `{}`, which has none of its own",
                    new.name, old.name
                );
                report.push(
                    Diagnostic::new(Code::DuplicateNumber, message)
                        .at(entry.number_span, "expected another number")
                        .because(old.span, "has this one inside of the compiler"),
                );
                return Err(Rejected);
            }
            (false, false) => format!("the attributes `{}` and `{}` have one number", old.name, new.name),
        };
        let code = if same_name { Code::DuplicateAttribute } else { Code::DuplicateNumber };
        let diagnostic = Diagnostic::new(code, message)
            .at(new.span, "differs from the first in its type or its flags")
            .because(old.span, "the first one");
        report.push(self.explain_dialect(diagnostic));
        Err(Rejected)
    }
}

/// Whether a line refers to nothing, or to what the first one refers to.
fn repeats(new: Option<&Reference>, old: Option<&Reference>) -> bool {
    new.is_none_or(|new| {
        old.is_some_and(|old| {
            (new.from, new.path.to_ascii_lowercase()) == (old.from, old.path.to_ascii_lowercase())
        })
    })
}

/// All that a line says of an attribute but its name, its number and what it refers to.
fn facts(attribute: &Attribute) -> impl PartialEq + use<> {
    let &Attribute { by_name, data_type, length, time, prefix, key, flags, .. } = attribute;
    (by_name, data_type, length, time, prefix, key, flags, attribute.reference.clone())
}

#[cfg(test)]
mod tests {
    use crate::Code;
    use crate::testing::{dictionary, load, paths, problems, values};

    #[test]
    fn the_same_again_changes_nothing_and_stays_the_base_of_numbers() {
        let dictionary = dictionary(
            "ATTRIBUTE T 5 tlv\nATTRIBUTE A .1 byte\nVALUE A x 1\nATTRIBUTE U 6 tlv\nATTRIBUTE t 5 tlv\nATTRIBUTE a .1 byte\n\
             VALUE A x 1\nVALUE A y 2\nATTRIBUTE B .2 byte\n",
        );
        assert_eq!(dictionary.attributes.len(), 4);
        assert_eq!(values(&dictionary.attributes[1]), ["x=1*", "y=2*"]);
        assert_eq!(paths(&dictionary, "B"), ["5.2"]);
    }

    #[test]
    fn something_else_of_the_same_name_or_number_is_an_error() {
        for (line, code) in [
            ("ATTRIBUTE A 2 byte", Code::DuplicateAttribute),
            ("ATTRIBUTE a 1 short", Code::DuplicateAttribute),
            ("ATTRIBUTE A 1 byte secret", Code::DuplicateAttribute),
            ("ATTRIBUTE B 1 short", Code::DuplicateNumber),
            ("DEFINE A byte", Code::DuplicateAttribute),
            ("ALIAS A T", Code::InvalidAlias),
            ("ATTRIBUTE L 7 byte", Code::InvalidAlias),
        ] {
            let text = format!("ATTRIBUTE A 1 byte\nATTRIBUTE T 5 tlv\nALIAS L A\n{line}\n");
            assert_eq!(problems(&text), [(code, 4)], "{line}");
        }
    }

    #[test]
    fn what_is_copied_is_the_same_where_a_definition_is_repeated() {
        let before = "ATTRIBUTE X 1 tlv\nATTRIBUTE A .1 byte\nVALUE A x 1\nATTRIBUTE Y 2 tlv\nATTRIBUTE B .1 byte\nVALUE B y 1\n\
             ATTRIBUTE T 5 tlv clone=.X\nATTRIBUTE E 6 byte enum=.X.A\n";
        for line in ["ATTRIBUTE T 5 tlv clone=.x", "ATTRIBUTE E 6 byte enum=.X.a", "ATTRIBUTE T 5 tlv"] {
            assert_eq!(problems(&format!("{before}{line}\n")), [], "{line}");
        }
        for line in
            ["ATTRIBUTE T 5 tlv clone=.Y", "ATTRIBUTE E 6 byte enum=.Y.B", "ATTRIBUTE Y 2 tlv clone=.X"]
        {
            assert_eq!(problems(&format!("{before}{line}\n")), [(Code::DuplicateAttribute, 9)], "{line}");
        }
    }

    #[test]
    fn a_second_name_for_the_same_is_an_alias_with_a_warning() {
        let text = "ATTRIBUTE T 5 tlv\nATTRIBUTE A .1 byte\nATTRIBUTE B .1 byte\nVALUE T.B x 1\n";
        assert_eq!(problems(text), [(Code::SecondName, 3)]);
        let dictionary = load(text).dictionary;
        assert_eq!((dictionary.attributes.len(), dictionary.aliases.len()), (2, 1));
        assert_eq!(values(&dictionary.attributes[1]), ["x=1*"]);
    }

    #[test]
    fn names_are_known_where_they_stand() {
        let dictionary = dictionary(
            "VENDOR V 9\nATTRIBUTE A 1 byte\nATTRIBUTE T 5 tlv\nATTRIBUTE A .1 byte\nBEGIN-VENDOR V\nATTRIBUTE A 7 byte\nEND-VENDOR V\n",
        );
        assert_eq!(paths(&dictionary, "A"), ["1", "5.1", "26.9.7"]);
    }
}
