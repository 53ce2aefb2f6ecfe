//! Lines that define something: attributes, members, values, aliases.

use crate::diagnostic::{Code, Diagnostic, quote};

use super::names::{self, Kind};
use super::statement::{Definition, Keyword, Statement, ValueLine};
use super::{Arguments, Parser, flags, number, types};

impl Parser<'_> {
    /// `ATTRIBUTE`, `MEMBER`, `DEFINE` and `ENUM`: the first has a number, the last has no flags.
    pub(super) fn definition<'a>(
        &mut self,
        keyword: Keyword,
        mut arguments: Arguments<'a>,
    ) -> Option<Statement<'a>> {
        let name = arguments.next("a name", self.report)?;
        let broken = |number| Some(Statement::Broken { name, number, keyword });
        let number = match keyword {
            Keyword::Attribute => match arguments.next("a number", self.report) {
                None => return broken(None),
                number => number,
            },
            Keyword::Member | Keyword::Define | Keyword::Enum => None,
        };
        let Some(data_type) = arguments.next("a data type", self.report) else {
            return broken(number.and_then(|number| number::read_oid(&number, self.report)));
        };
        let column = if keyword == Keyword::Enum { None } else { arguments.tokens.next() };
        let complete = arguments.end(self.report).is_some();

        let checked = names::read(&name, Kind::Attribute, self.dialect, self.report);
        let number = match number {
            Some(number) => match number::read_oid(&number, self.report) {
                Some(number) => Ok(Some(number)),
                None => Err(()),
            },
            None => Ok(None),
        };
        let data_type = types::read(&data_type, self.suggest, self.report);
        let column = match column {
            Some(column) => flags::read(column, self.suggest, self.report),
            None => Some(flags::Column::Flags(Vec::new())),
        };
        match (checked, number, data_type, column) {
            (Some(name), Ok(number), Some(data_type), Some(flags)) if complete => {
                Some(Statement::Define(Definition { keyword, name, number, data_type, flags }))
            }
            (_, number, ..) => broken(number.ok().flatten()),
        }
    }

    pub(super) fn value<'a>(&mut self, mut arguments: Arguments<'a>) -> Option<Statement<'a>> {
        let attribute = arguments.next("the name of an attribute", self.report)?;
        let name = arguments.next("a name", self.report)?;
        let data = arguments.next("a number", self.report)?;
        let complete = arguments.end(self.report);
        let name = names::read(&name, Kind::Value, self.dialect, self.report);
        complete?;
        Some(Statement::Value(ValueLine { attribute, name: name?, data }))
    }

    pub(super) fn value_alias<'a>(&mut self, mut arguments: Arguments<'a>) -> Option<Statement<'a>> {
        let name = arguments.next("the name of an attribute", self.report)?;
        let source = arguments.next("the name of the attribute that has the values", self.report)?;
        arguments.end(self.report)?;
        Some(Statement::ValueAlias { name, source })
    }

    pub(super) fn alias<'a>(&mut self, mut arguments: Arguments<'a>) -> Option<Statement<'a>> {
        let name = arguments.next("a name", self.report)?;
        let target = arguments.next("the path of an attribute or a vendor", self.report);
        let complete = arguments.end(self.report).is_some();
        let broken = Some(Statement::BrokenAlias { name });
        // Without a target, what seems to be the name may be just that.
        let Some(target) = target else { return broken };
        match names::read(&name, Kind::Attribute, self.dialect, self.report) {
            Some(name) if complete => Some(Statement::Alias { name, target }),
            _ => broken,
        }
    }

    pub(super) fn flags<'a>(&mut self, mut arguments: Arguments<'a>) -> Option<Statement<'a>> {
        let flag = arguments.next("`internal` or `!internal`", self.report)?;
        let _ = arguments.end(self.report);
        let (name, internal) = match flag.text {
            [b'!', ..] => (flag.part(1, flag.text.len()), false),
            _ => (flag, true),
        };
        if !name.is("internal") {
            self.report.push(
                Diagnostic::new(Code::UnknownFlag, format!("unknown flag {} of a file", quote(flag.text)))
                    .at(flag.span, "expected `internal` or `!internal`")
                    .suggest(self.suggest.nearest(name.text, ["internal"])),
            );
            return None;
        }
        Some(Statement::InternalFrom { internal })
    }
}
