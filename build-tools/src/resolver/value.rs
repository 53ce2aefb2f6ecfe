//! `VALUE`: the attribute it belongs to.

use crate::diagnostic::Report;
use crate::parser::names::Name;
use crate::parser::number::{self, NumberError};
use crate::parser::statement::ValueLine;
use crate::source::Span;

use super::find::{Found, View};
use super::name::NameId;
use super::place::Space;
use super::scope::Block;
use super::structure::OpenStruct;
use super::{Known, Resolver};

/// A number of a `VALUE` line: magnitude and sign.
#[derive(Clone, Copy, Debug)]
pub(super) struct Number {
    pub(super) negative: bool,
    pub(super) magnitude: u64,
}

/// What stands for the number.
#[derive(Clone, Copy, Debug)]
pub(super) struct Data {
    pub(super) number: Result<Number, NumberError>,
    pub(super) span: Span,
}

/// What a `VALUE` line says about its attribute.
#[derive(Clone, Debug)]
pub(super) struct Pending {
    pub(super) id: NameId,
    pub(super) name: Name,
    pub(super) data: Data,
    /// Whether it stood before the attribute was known.
    pub(super) early: bool,
    /// Whether the first of such names is printed: in FreeRADIUS 4.
    pub(super) first_wins: bool,
    /// When the line was read.
    pub(super) order: usize,
}

/// A value of an attribute that is not known so far.
#[derive(Debug)]
pub(super) struct Queued {
    /// The attribute's name or path.
    pub(super) key: NameId,
    /// The same in the line.
    pub(super) attribute: Span,
    /// Where the line stands.
    pub(super) view: View,
    pub(super) value: Pending,
}

impl Resolver {
    pub(super) fn value(&mut self, line: ValueLine<'_>, report: &mut Report) {
        let (negative, digits) = match line.data.text {
            [b'-', digits @ ..] => (true, digits),
            [b'+', digits @ ..] if self.dialect.is_v4() => (false, digits),
            digits => (false, digits),
        };
        number::warn_of_leading_zero(&line.data, report);
        let number = number::parse(digits).map(|magnitude| Number { negative, magnitude });
        let value = Pending {
            id: self.names.intern(line.name.text.as_bytes()),
            name: line.name,
            data: Data { number, span: line.data.span },
            early: false,
            first_wins: self.dialect.is_v4(),
            order: self.order,
        };
        let found = match self.near(line.attribute.text) {
            Some(at) => Found::Entry(at),
            None => self.find(self.view(), line.attribute.text),
        };
        match found {
            Found::Entry(at) => {
                if let Some(entry) = self.entries.get_mut(at) {
                    entry.values.push(value);
                    let name = entry.attribute.name.as_bytes();
                    let is_name = self.dialect.is_v4() || name.eq_ignore_ascii_case(line.attribute.text);
                    self.last_value = is_name.then_some((self.order, at));
                }
            }
            Found::Broken => {}
            // The attribute may still come.
            Found::Ambiguous(..) | Found::Nothing => {
                let (key, view) = (self.names.intern(line.attribute.text), self.view());
                let value = Pending { early: true, ..value };
                self.queued.push(Queued { key, attribute: line.attribute.span, view, value });
            }
        }
    }

    /// FreeRADIUS 4: the attribute of this name that was defined last, or that the last `VALUE` line was about, wherever it
    /// stands; else the member of an open struct.
    ///
    /// In FreeRADIUS 3 a line directly behind another one that has the same name means the same, without looking it up.
    fn near(&self, name: &[u8]) -> Option<usize> {
        let is_v4 = self.dialect.is_v4();
        if let Some((order, at)) = self.last_value
            && (is_v4 || order + 1 == self.order)
            && self.entries.get(at)?.attribute.name.as_bytes().eq_ignore_ascii_case(name)
        {
            return Some(at);
        }
        if !is_v4 {
            return None;
        }
        let id = self.names.get(name)?;
        self.blocks.iter().rev().map_while(open_struct).find_map(|open| {
            match self.known.get(&(Space::Member(open.slot?), id))? {
                Known::Entry(at) => Some(*at),
                Known::Alias(_) => None,
            }
        })
    }
}

fn open_struct(block: &Block) -> Option<&OpenStruct> {
    match block {
        Block::Struct(open) => Some(open),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::Code;
    use crate::testing::{dictionary, load_files, named, problems, values};

    const TWO_VENDORS: &str = "VENDOR V 1\nVENDOR W 2\nBEGIN-VENDOR V\nATTRIBUTE A 1 byte\nEND-VENDOR V\n";

    #[test]
    fn a_value_may_stand_before_its_attribute_and_in_another_file() {
        let loaded = load_files(&[
            (
                "dictionary",
                "VALUE A x 1\nVENDOR V 1\nBEGIN-VENDOR V\nVALUE B y 2\nEND-VENDOR V\n$INCLUDE b\n",
            ),
            ("b", "ATTRIBUTE A 1 integer\nBEGIN-VENDOR V\nATTRIBUTE B 1 byte\nEND-VENDOR V\n"),
        ]);
        assert!(loaded.diagnostics.is_empty());
        assert_eq!(values(named(&loaded.dictionary, "A")), ["x=1*"]);
        assert_eq!(values(named(&loaded.dictionary, "B")), ["y=2*"]);
    }

    #[test]
    fn a_value_may_belong_to_an_attribute_inside_others_and_stand_before_it() {
        let dictionary = dictionary(
            "VALUE A x 1\nVENDOR V 1\nBEGIN-VENDOR V\nVALUE B y 2\nATTRIBUTE T 1 tlv\nATTRIBUTE B 1.1 byte\nEND-VENDOR V\n\
             ATTRIBUTE X 241 extended\nATTRIBUTE A 241.1 integer\nVALUE A z 3\nVALUE B v 4\n",
        );
        assert_eq!(values(named(&dictionary, "A")), ["x=1*", "z=3*"]);
        assert_eq!(values(named(&dictionary, "B")), ["y=2*", "v=4*"]);
    }

    #[test]
    fn containers_have_no_values() {
        assert_eq!(problems("ATTRIBUTE T 1 tlv\nVALUE T x 1\n"), [(Code::TypeWithoutValues, 2)]);
    }

    #[test]
    fn a_value_before_its_attribute_is_checked_like_any_other() {
        assert_eq!(problems("VALUE A x 256\nATTRIBUTE A 1 byte\n"), [(Code::NumberOutOfRange, 1)]);
        assert_eq!(problems("VALUE A x 1\nATTRIBUTE A 1 string\n"), [(Code::TypeWithoutValues, 1)]);
        let text = "VALUE A x 1\nATTRIBUTE A 1 byte\nVALUE A x 2\n";
        assert_eq!(problems(text), [(Code::DuplicateValue, 1)]);
    }

    #[test]
    fn a_value_belongs_to_the_open_vendor_first_then_to_the_packet_then_to_the_only_vendor() {
        let own = "ATTRIBUTE A 2 byte\nBEGIN-VENDOR V\nVALUE A vendor 1\nEND-VENDOR V\nVALUE A packet 1\n";
        let dictionary =
            dictionary(&format!("{TWO_VENDORS}{own}BEGIN-VENDOR W\nVALUE A too 2\nEND-VENDOR W\n"));
        let [vendor, packet] = &dictionary.attributes[..] else { panic!() };
        assert_eq!(values(vendor), ["vendor=1*"]);
        assert_eq!(values(packet), ["packet=1*", "too=2*"]);

        let dictionary = crate::testing::dictionary(&format!("{TWO_VENDORS}VALUE a only 1\n"));
        assert_eq!(values(&dictionary.attributes[0]), ["only=1*"]);
    }

    #[test]
    fn a_value_that_two_vendors_could_have_is_an_error() {
        let text = format!(
            "{TWO_VENDORS}BEGIN-VENDOR W\nATTRIBUTE A 1 byte\nEND-VENDOR W\nVALUE A x 1\nVALUE A y 2\n"
        );
        assert_eq!(problems(&text), [(Code::AmbiguousAttribute, 9)]);
        assert_eq!(problems(&format!("{text}ATTRIBUTE A 7 byte\n")), []);
    }

    #[test]
    fn an_unknown_attribute_is_reported_once() {
        assert_eq!(
            problems("VALUE A x 1\nVALUE A y 2\nVALUE B x 1\n"),
            [(Code::UnknownAttribute, 1), (Code::UnknownAttribute, 3)]
        );
    }

    #[test]
    fn arguments_are_never_swapped() {
        let dictionary = dictionary("ATTRIBUTE A 1 integer\nVALUE A 56 1\nVALUE A 1_2_2 3\n");
        assert_eq!(values(&dictionary.attributes[0]), ["56=1*", "1_2_2=3*"]);
    }

    #[test]
    fn in_freeradius_4_a_name_means_the_last_attribute_of_it_or_the_one_that_stands_here() {
        let dictionary = dictionary(
            "VENDOR V 9\nATTRIBUTE A 1 byte\nATTRIBUTE T 2 tlv\nATTRIBUTE A .1 byte\nVALUE A inner 1\nVALUE T.A path 2\nVALUE 2.1 number 3\n\
             ATTRIBUTE B .2 byte\nVALUE A outer 1\nBEGIN-VENDOR V\nATTRIBUTE A 1 byte\nVALUE A vendor 1\nEND-VENDOR V\n\
             VALUE Vendor-Specific.V.A far 2\nVALUE A far-too 3\nVALUE C early 1\nATTRIBUTE C 3 byte\nVALUE C late 1\n",
        );
        let names = |oid: &str| {
            let found = dictionary.attributes.iter().find(|a| dictionary.oid(a) == oid).unwrap();
            found.values.iter().map(|value| value.name.as_str()).collect::<Vec<_>>()
        };
        assert_eq!(names("1"), ["outer"]);
        assert_eq!(names("2.1"), ["inner", "path", "number"]);
        assert_eq!(names("26.9.1"), ["vendor", "far", "far-too"]);
        assert_eq!(values(named(&dictionary, "C")), ["early=1", "late=1*"]);
    }

    #[test]
    fn numbers_may_have_a_plus_in_freeradius_4() {
        let text = "ATTRIBUTE A 1 byte\nVALUE A x +1\n";
        assert_eq!(problems(text), [(Code::InvalidNumber, 2)]);
        let dictionary = dictionary(&format!("{text}ALIAS B A\n"));
        assert_eq!(values(named(&dictionary, "A")), ["x=1*"]);
    }

    #[test]
    fn each_root_says_which_of_its_early_names_is_printed() {
        let roots = [
            ("v4", "VALUE A x 1\nVALUE A y 1\nALIAS B A\n"),
            ("v3", "ATTRIBUTE A 1 byte\nVALUE C x 1\nVALUE C y 1\nATTRIBUTE C 2 byte\n"),
        ];
        for order in [[0, 1], [1, 0]] {
            let memory: crate::Memory = roots.into_iter().collect();
            let names = order.map(|at: usize| roots[at].0.into());
            let loaded = crate::load_with(&memory, std::path::Path::new(""), &names);
            assert_eq!(values(named(&loaded.dictionary, "C")), ["x=1", "y=1*"], "{order:?}");
            if order == [0, 1] {
                assert_eq!(values(named(&loaded.dictionary, "A")), ["x=1*", "y=1"]);
            }
        }
    }

    #[test]
    fn in_freeradius_4_the_first_of_early_names_is_printed_and_vendors_do_not_see_the_packet() {
        let dictionary = dictionary("VALUE A x 1\nVALUE A y 1\nATTRIBUTE A 1 byte\nALIAS B A\n");
        assert_eq!(values(named(&dictionary, "A")), ["x=1*", "y=1"]);
        let text = "ALIAS B A\nATTRIBUTE A 1 byte\nVENDOR V 9\nBEGIN-VENDOR V\nVALUE A x 1\nEND-VENDOR V\n";
        assert_eq!(problems(text), [(Code::UnknownAttribute, 5)]);
    }
}
