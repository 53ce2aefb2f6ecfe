//! One line of a dictionary: the statement it makes, by its own text alone.
//!
//! The grammar is the union of what FreeRADIUS 3 and FreeRADIUS 4 read. Every column is checked even when another one
//! is wrong, so that a line's mistakes are all reported at once.

mod blocks;
mod definitions;
pub(crate) mod flags;
pub(crate) mod names;
pub(crate) mod number;
pub(crate) mod statement;
pub(crate) mod types;

use crate::diagnostic::{Code, Diagnostic, Report, quote};
use crate::dialect::Dialect;
use crate::lexer::{Line, Token, Tokens};
use crate::suggest::Suggest;

use statement::{Keyword, Statement};

const KEYWORDS: &[&str] = &[
    "ATTRIBUTE",
    "VALUE",
    "MEMBER",
    "ALIAS",
    "VENDOR",
    "BEGIN-VENDOR",
    "END-VENDOR",
    "$INCLUDE",
    "$INCLUDE-",
    "$-INCLUDE",
    "BEGIN",
    "END",
    "BEGIN-TLV",
    "END-TLV",
    "BEGIN-PROTOCOL",
    "END-PROTOCOL",
    "DEFINE",
    "ENUM",
    "FLAGS",
    "PROTOCOL",
    "VALUE-ALIAS",
];

/// An `$INCLUDE` line.
pub(crate) struct Include<'a> {
    pub(crate) path: Token<'a>,
    pub(crate) optional: bool,
}

/// The `$INCLUDE` line that begins with this word. None if it is another one, or if what is wrong with it has been reported.
pub(crate) fn include<'a>(word: Token<'a>, tokens: Tokens<'a>, report: &mut Report) -> Option<Include<'a>> {
    let keyword = ["$INCLUDE", "$INCLUDE-", "$-INCLUDE"].into_iter().find(|keyword| word.is(keyword))?;
    let mut arguments = Arguments { keyword, tokens };
    let path = arguments.next("a path", report)?;
    arguments.end(report)?;
    Some(Include { path, optional: keyword != "$INCLUDE" })
}

/// Parses lines.
pub(crate) struct Parser<'r> {
    pub(crate) dialect: Dialect,
    pub(crate) report: &'r mut Report,
    pub(crate) suggest: &'r mut Suggest,
}

impl Parser<'_> {
    /// The statement in this line. None if there is none, if what is wrong with it has been reported, or if it is an
    /// `$INCLUDE`, which has been followed before.
    pub(crate) fn parse<'a>(&mut self, line: &Line<'a>) -> Option<Statement<'a>> {
        let mut tokens = line.tokens();
        let word = tokens.next()?;
        let Some(keyword) = KEYWORDS.iter().find(|keyword| word.is(keyword)) else {
            self.report.push(
                Diagnostic::new(Code::UnknownKeyword, format!("unknown keyword {}", quote(word.text)))
                    .at(word.span, "not a keyword")
                    .suggest(self.suggest.nearest(word.text, KEYWORDS.iter().copied())),
            );
            return None;
        };
        let arguments = Arguments { keyword, tokens };
        match *keyword {
            "ATTRIBUTE" => self.definition(Keyword::Attribute, arguments),
            "MEMBER" => self.definition(Keyword::Member, arguments),
            "DEFINE" => self.definition(Keyword::Define, arguments),
            "ENUM" => self.definition(Keyword::Enum, arguments),
            "VALUE" => self.value(arguments),
            "VALUE-ALIAS" => self.value_alias(arguments),
            "ALIAS" => self.alias(arguments),
            "FLAGS" => self.flags(arguments),
            "VENDOR" => self.vendor(arguments),
            "BEGIN-VENDOR" => self.begin_vendor(arguments),
            "END-VENDOR" => self.end_vendor(arguments),
            "BEGIN-TLV" => self.begin_tlv(arguments),
            "END-TLV" => self.end_tlv(arguments),
            "BEGIN" => self.begin(arguments),
            "END" => self.end(arguments),
            "PROTOCOL" => self.protocol(arguments, false),
            "BEGIN-PROTOCOL" => self.begin_protocol(arguments),
            "END-PROTOCOL" => self.end_protocol(arguments),
            _ => None,
        }
    }
}

/// What follows a keyword.
struct Arguments<'a> {
    keyword: &'static str,
    tokens: Tokens<'a>,
}

impl<'a> Arguments<'a> {
    fn next(&mut self, what: &str, report: &mut Report) -> Option<Token<'a>> {
        let token = self.tokens.next();
        if token.is_none() {
            // Behind the last token, where the missing one would stand.
            let end = self.tokens.end();
            report.push(
                Diagnostic::new(Code::MissingArgument, format!("`{}` is incomplete", self.keyword))
                    .at(end, format!("expected {what}")),
            );
        }
        token
    }

    /// Nothing may follow. None, after a report, if something does.
    fn end(&mut self, report: &mut Report) -> Option<()> {
        let rest = self.tokens.rest();
        if let Some(rest) = rest {
            self.tokens.leave();
            self.extra(rest, report);
        }
        rest.is_none().then_some(())
    }

    fn extra(&self, rest: Token<'a>, report: &mut Report) {
        let help = match self.keyword {
            "ATTRIBUTE" | "MEMBER" | "DEFINE" => {
                "flags are joined by commas without spaces, and a comment begins with `#`"
            }
            _ => "a comment begins with `#`",
        };
        report.push(
            Diagnostic::new(Code::ExtraArgument, format!("`{}` has too many arguments", self.keyword))
                .at(rest.span, "not expected")
                .help(help),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Parent, VendorFormat, VendorId};
    use crate::testing::{dictionary, load, named, problems};

    #[test]
    fn keywords_are_read_in_any_case() {
        let text = "Vendor V 1\nbegin-vendor v\nAttribute A 1 integer\nvalue A x 1\nEnd-Vendor V\n";
        assert_eq!(dictionary(text).attributes[0].parent, Parent::Vendor(VendorId(0)));
    }

    #[test]
    fn numbers_are_decimal_or_hexadecimal() {
        let dictionary = dictionary("VENDOR V 0x1F\nATTRIBUTE A 0x0a string\nATTRIBUTE B 0XFF string\n");
        assert_eq!(dictionary.vendors[0].pen, 31);
        assert_eq!((named(&dictionary, "A").number, named(&dictionary, "B").number), (10, 255));
    }

    #[test]
    fn a_leading_zero_is_decimal_and_warned_of() {
        let loaded = load("VENDOR V 010\nATTRIBUTE A 020 integer\nVALUE A x 030\nVALUE A z 0\n");
        assert!(!loaded.has_errors());
        assert_eq!(loaded.warnings().map(|d| d.code).collect::<Vec<_>>(), [Code::LeadingZero; 3]);
        let attribute = &loaded.dictionary.attributes[0];
        assert_eq!((loaded.dictionary.vendors[0].pen, attribute.number), (10, 20));
        assert_eq!(attribute.values[0].number(), Some(30));
    }

    #[test]
    fn missing_and_further_arguments_are_errors() {
        for (line, code) in [
            ("VALUE", Code::MissingArgument),
            ("VALUE A", Code::MissingArgument),
            ("VALUE A x", Code::MissingArgument),
            ("VALUE A x 1 2", Code::ExtraArgument),
            ("ATTRIBUTE A", Code::MissingArgument),
            ("ATTRIBUTE A 1", Code::MissingArgument),
            ("ATTRIBUTE A 1 string secret x", Code::ExtraArgument),
            ("VENDOR V", Code::MissingArgument),
            ("VENDOR V 1 format=1,1 x", Code::ExtraArgument),
            ("$INCLUDE", Code::MissingArgument),
            ("$INCLUDE a b", Code::ExtraArgument),
            ("BEGIN-VENDOR", Code::MissingArgument),
            ("END-VENDOR", Code::MissingArgument),
            ("BEGIN-TLV", Code::MissingArgument),
            ("END-TLV", Code::MissingArgument),
            ("VALUE-ALIAS A", Code::MissingArgument),
            ("VALUE-ALIAS A B C", Code::ExtraArgument),
        ] {
            assert_eq!(problems(line), [(code, 1)], "{line}");
        }
        assert_eq!(
            problems("VENDOR V 1\nBEGIN-VENDOR V x\nEND-VENDOR V y\n"),
            [(Code::ExtraArgument, 2), (Code::ExtraArgument, 3)]
        );
        assert_eq!(
            problems("ATTRIBUTE A 1 tlv\nBEGIN-TLV A x\nATTRIBUTE B 1 byte\nEND-TLV A y\n"),
            [(Code::ExtraArgument, 2), (Code::ExtraArgument, 4)]
        );
        for option in ["format=", "parent="] {
            let text = format!("VENDOR V 1\nBEGIN-VENDOR V {option}\nATTRIBUTE A 1 byte\nEND-VENDOR V\n");
            assert_eq!(problems(&text), [(Code::MissingArgument, 2)]);
        }
    }

    #[test]
    fn numbers_of_vendors_are_1_to_16777215() {
        dictionary("VENDOR V 16777215\n");
        for number in ["0", "16777216", "0x1000000"] {
            assert_eq!(problems(&format!("VENDOR V {number}")), [(Code::NumberOutOfRange, 1)], "{number}");
        }
        for number in ["12abc", "-1", "0x", "1.2"] {
            assert_eq!(problems(&format!("VENDOR V {number}")), [(Code::InvalidNumber, 1)], "{number}");
        }
    }

    #[test]
    fn all_nine_formats_of_vendors_and_the_continued_one_are_read_and_no_other() {
        for t in [1, 2, 4] {
            for l in [0, 1, 2] {
                let dictionary = dictionary(&format!("VENDOR V 1 Format={t},{l}\n"));
                let expected = VendorFormat { type_octets: t, length_octets: l, continuation: false };
                assert_eq!(dictionary.vendors[0].format, expected);
            }
        }
        for format in ["1,1,c", "1,1,C"] {
            let dictionary = dictionary(&format!("VENDOR V 1 format={format}\n"));
            let expected = VendorFormat { type_octets: 1, length_octets: 1, continuation: true };
            assert_eq!(dictionary.vendors[0].format, expected);
        }
        for format in ["4,4", "3,1", "1,3", "0,1", "11,1", "1,1,", "1,1,x", "2,1,c", "", "1"] {
            let problems = problems(&format!("VENDOR V 1 format={format}"));
            assert_eq!(problems, [(Code::InvalidVendorFormat, 1)], "{format}");
        }
        assert_eq!(problems("VENDOR V 1 1,1"), [(Code::InvalidVendorFormat, 1)]);
    }

    #[test]
    fn every_mistake_of_a_line_is_reported_at_once() {
        assert_eq!(problems("ATTRIBUTE a:b 1x strng foo,bar\n").len(), 5);
    }

    #[test]
    fn lines_of_freeradius_4_have_the_right_number_of_arguments() {
        for (line, code) in [
            ("ALIAS", Code::MissingArgument),
            ("ALIAS A", Code::MissingArgument),
            ("ALIAS A B C", Code::ExtraArgument),
            ("BEGIN", Code::MissingArgument),
            ("END", Code::MissingArgument),
            ("END PROTOCOL", Code::MissingArgument),
            ("END VENDOR", Code::MissingArgument),
            ("BEGIN-PROTOCOL", Code::MissingArgument),
            ("END-PROTOCOL", Code::MissingArgument),
            ("PROTOCOL RADIUS", Code::MissingArgument),
            ("PROTOCOL RADIUS 1 verify=lib x", Code::ExtraArgument),
            ("BEGIN PROTOCOL", Code::MissingArgument),
            ("DEFINE A", Code::MissingArgument),
            ("DEFINE A byte secret x", Code::ExtraArgument),
            ("ENUM A", Code::MissingArgument),
            ("ENUM A byte internal", Code::ExtraArgument),
            ("FLAGS", Code::MissingArgument),
            ("FLAGS internal x", Code::ExtraArgument),
            ("FLAGS internl", Code::UnknownFlag),
            ("FLAGS !!internal", Code::UnknownFlag),
            ("FLAG internal", Code::UnknownKeyword),
            ("MEMBER A", Code::MissingArgument),
        ] {
            assert_eq!(problems(line), [(code, 1)], "{line}");
        }
    }
}
