//! One line of a dictionary: the statement it makes, by its own text alone.
//!
//! The grammar is the union of what FreeRADIUS 3 and FreeRADIUS 4 read. Every column is checked even when another one
//! is wrong, so that a line's mistakes are all reported at once.

pub(crate) mod construct;
pub(crate) mod flags;
pub(crate) mod names;
pub(crate) mod number;
pub(crate) mod statement;
pub(crate) mod types;

use crate::diagnostic::{Code, Diagnostic, Report, quote};
use crate::lexer::{Line, Token, Tokens};
use crate::model::VendorFormat;
use crate::source::Span;
use crate::suggest::Suggest;

use construct::Construct;
use names::Kind;
use statement::{AttributeLine, Statement, ValueLine, VendorPlace};

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Parsed<T> {
    Right(T),
    /// Something of the language that is not supported yet; not reported so far.
    NotYet(Construct, Span),
    /// A mistake, already reported.
    Wrong,
}

impl<T> Parsed<T> {
    fn right(self) -> Option<T> {
        match self {
            Self::Right(content) => Some(content),
            Self::NotYet(..) | Self::Wrong => None,
        }
    }
}

const KEYWORDS: &[&str] = &[
    "ATTRIBUTE",
    "VALUE",
    "VENDOR",
    "BEGIN-VENDOR",
    "END-VENDOR",
    "$INCLUDE",
    "$INCLUDE-",
    "$-INCLUDE",
    "ALIAS",
    "BEGIN",
    "END",
    "BEGIN-TLV",
    "END-TLV",
    "BEGIN-PROTOCOL",
    "END-PROTOCOL",
    "DEFINE",
    "ENUM",
    "FLAGS",
    "MEMBER",
    "PROTOCOL",
    "VALUE-ALIAS",
];

/// Largest number of a vendor: the first octet of a Vendor-Id is zero (RFC 2865 §5.26).
const MAX_PEN: u64 = 0xFF_FFFF;

/// Parses lines.
pub(crate) struct Parser<'r> {
    pub(crate) report: &'r mut Report,
    pub(crate) suggest: &'r mut Suggest,
}

impl Parser<'_> {
    /// The statement in this line. None if there is none, or if what is wrong with it has been reported.
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
        let arguments = Arguments { keyword, word, tokens };
        match *keyword {
            "ATTRIBUTE" => self.attribute(arguments),
            "VALUE" => self.value(arguments),
            "VENDOR" => self.vendor(arguments),
            "BEGIN-VENDOR" => self.begin_vendor(arguments),
            "END-VENDOR" => self.end_vendor(arguments),
            "BEGIN-TLV" => self.begin_tlv(arguments),
            "END-TLV" => self.end_tlv(arguments),
            "VALUE-ALIAS" => self.value_alias(arguments),
            "$INCLUDE" => self.include(arguments, false),
            "$INCLUDE-" | "$-INCLUDE" => self.include(arguments, true),
            _ => self.not_yet(arguments),
        }
    }

    fn include<'a>(&mut self, mut arguments: Arguments<'a>, optional: bool) -> Option<Statement<'a>> {
        let path = arguments.next("a path", self.report)?;
        arguments.end(self.report)?;
        Some(Statement::Include { path, optional })
    }

    fn vendor<'a>(&mut self, mut arguments: Arguments<'a>) -> Option<Statement<'a>> {
        let name = arguments.next("a name", self.report)?;
        let broken = Some(Statement::BrokenVendor { name });
        let Some(number) = arguments.next("a number", self.report) else { return broken };
        let format = arguments.tokens.next();
        let complete = arguments.end(self.report).is_some();
        let checked = names::read(&name, Kind::Vendor, self.report);
        let pen = self.pen(&number);
        // The vendor is known even with a format that is not, so that its attributes are no mistakes.
        let format = format.and_then(|format| self.vendor_format(&format));
        match (checked, pen) {
            (Some(name), Some(pen)) if complete => Some(Statement::Vendor { name, pen, format }),
            _ => broken,
        }
    }

    fn pen(&mut self, token: &Token<'_>) -> Option<u32> {
        let number = number::read(token, "vendor number", MAX_PEN, self.report)?;
        if number == 0 {
            self.report.push(
                Diagnostic::new(Code::NumberOutOfRange, "no vendor has the number 0")
                    .at(token.span, "expected a Private Enterprise Number"),
            );
            return None;
        }
        u32::try_from(number).ok()
    }

    fn vendor_format(&mut self, token: &Token<'_>) -> Option<VendorFormat> {
        let invalid = |message: String| {
            Diagnostic::new(Code::InvalidVendorFormat, message).at(
                token.span,
                "expected `format=T,L`: octets of the type (1, 2 or 4) and of the length (0, 1 or 2), or `format=1,1,c`",
            )
        };
        let Some((_, format)) = token.split_once(b'=').filter(|(word, _)| word.is("format")) else {
            self.report.push(invalid(format!("unknown vendor option {}", quote(token.text))));
            return None;
        };
        let digit = |b: &u8| b.wrapping_sub(b'0');
        match format.text {
            [t @ (b'1' | b'2' | b'4'), b',', l @ b'0'..=b'2'] => {
                Some(VendorFormat { type_octets: digit(t), length_octets: digit(l), continuation: false })
            }
            b"1,1,c" | b"1,1,C" => Some(VendorFormat { continuation: true, ..VendorFormat::default() }),
            _ => {
                self.report.push(invalid(format!("invalid vendor format {}", quote(format.text))));
                None
            }
        }
    }

    fn begin_vendor<'a>(&mut self, mut arguments: Arguments<'a>) -> Option<Statement<'a>> {
        let name = arguments.next("the name of a vendor", self.report)?;
        let mut place = VendorPlace::Packet;
        if let Some(option) = arguments.tokens.next() {
            place = match option.split_once(b'=') {
                Some((word, parent)) if word.is("format") || word.is("parent") => {
                    if parent.text.is_empty() {
                        self.report.push(
                            Diagnostic::new(
                                Code::MissingArgument,
                                format!("{} is incomplete", quote(option.text)),
                            )
                            .at(option.span, "expected the name of an attribute behind it"),
                        );
                        VendorPlace::Wrong
                    } else {
                        VendorPlace::Inside(parent)
                    }
                }
                _ => {
                    arguments.extra(option, self.report);
                    VendorPlace::Wrong
                }
            };
        }
        if arguments.end(self.report).is_none() {
            place = VendorPlace::Wrong;
        }
        Some(Statement::BeginVendor { name, place })
    }

    fn begin_tlv<'a>(&mut self, mut arguments: Arguments<'a>) -> Option<Statement<'a>> {
        let name = arguments.next("the name of an attribute", self.report)?;
        // The block begins even if the line goes on.
        let _ = arguments.end(self.report);
        Some(Statement::BeginTlv { name })
    }

    fn end_tlv<'a>(&mut self, mut arguments: Arguments<'a>) -> Option<Statement<'a>> {
        let name = arguments.next("the name of an attribute", self.report)?;
        let _ = arguments.end(self.report);
        Some(Statement::EndTlv { name })
    }

    fn end_vendor<'a>(&mut self, mut arguments: Arguments<'a>) -> Option<Statement<'a>> {
        let name = arguments.next("the name of a vendor", self.report)?;
        // The block ends even if the line goes on.
        let _ = arguments.end(self.report);
        Some(Statement::EndVendor { name })
    }

    fn attribute<'a>(&mut self, mut arguments: Arguments<'a>) -> Option<Statement<'a>> {
        let name = arguments.next("a name", self.report)?;
        let broken = |number| Some(Statement::Broken { name, number });
        let Some(number) = arguments.next("a number", self.report) else { return broken(None) };
        let Some(data_type) = arguments.next("a data type", self.report) else {
            return broken(number::read_oid(&number, self.report).right());
        };
        let column = arguments.tokens.next();
        let complete = arguments.end(self.report).is_some();

        let checked = names::read(&name, Kind::Attribute, self.report);
        let type_span = data_type.span;
        let number = number::read_oid(&number, self.report);
        let data_type = types::read(&data_type, self.suggest, self.report);
        let column = column.map_or(Parsed::Right(flags::Column::Flags(Vec::new())), |column| {
            flags::read(column, self.suggest, self.report)
        });
        // One complaint a line about what is not supported is enough: the first.
        match (&number, &data_type, &column) {
            (Parsed::NotYet(construct, span), ..)
            | (_, Parsed::NotYet(construct, span), _)
            | (_, _, Parsed::NotYet(construct, span)) => self.report.push(construct.diagnostic(*span)),
            _ => {}
        }
        match (checked, number, data_type, column) {
            (Some(name), Parsed::Right(number), Parsed::Right(data_type), Parsed::Right(flags))
                if complete =>
            {
                Some(Statement::Attribute(AttributeLine { name, number, data_type, type_span, flags }))
            }
            (_, number, ..) => broken(number.right()),
        }
    }

    fn value<'a>(&mut self, mut arguments: Arguments<'a>) -> Option<Statement<'a>> {
        let attribute = arguments.next("the name of an attribute", self.report)?;
        let name = arguments.next("a name", self.report)?;
        let data = arguments.next("a number", self.report)?;
        let complete = arguments.end(self.report);
        let name = names::read(&name, Kind::Value, self.report);
        complete?;
        Some(Statement::Value(ValueLine { attribute, name: name?, data }))
    }

    fn value_alias<'a>(&mut self, mut arguments: Arguments<'a>) -> Option<Statement<'a>> {
        let name = arguments.next("the name of an attribute", self.report)?;
        let source = arguments.next("the name of the attribute that has the values", self.report)?;
        arguments.end(self.report)?;
        Some(Statement::ValueAlias { name, source })
    }

    /// A keyword of which only the meaning for other lines is known.
    fn not_yet<'a>(&mut self, mut arguments: Arguments<'a>) -> Option<Statement<'a>> {
        let span = arguments.word.span;
        let first = arguments.tokens.next();
        let second = arguments.tokens.next();
        let broken = |name| Statement::Broken { name, number: None };
        let (construct, statement) = match (arguments.keyword, first) {
            ("END", Some(word)) if word.is("VENDOR") && second.is_some() => {
                let _ = arguments.end(self.report);
                return second.map(|name| Statement::EndVendor { name });
            }
            ("BEGIN" | "END", Some(word)) if word.is("PROTOCOL") => (Construct::Protocol, None),
            ("BEGIN", _) => (Construct::Begin, Some(Statement::BeginBlock)),
            ("END", _) => return Some(Statement::EndBlock { span }),
            ("ALIAS", name) => (Construct::Alias, name.map(broken)),
            ("DEFINE", name) => (Construct::Define, name.map(broken)),
            ("ENUM", name) => (Construct::Enum, name.map(broken)),
            ("MEMBER", name) => (Construct::Member, name.map(broken)),
            ("FLAGS", flag) => {
                let internal = flag.is_some_and(|flag| flag.is("internal"));
                (Construct::Flags, Some(Statement::InternalFrom { internal }))
            }
            _ => (Construct::Protocol, None),
        };
        self.report.push(construct.diagnostic(span));
        statement
    }
}

/// What follows a keyword.
struct Arguments<'a> {
    keyword: &'static str,
    word: Token<'a>,
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
            "ATTRIBUTE" => "flags are joined by commas without spaces, and a comment begins with `#`",
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
    use crate::model::{Parent, VendorId};
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
        assert_eq!(attribute.values[0].number, 30);
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
    fn keywords_that_are_not_supported_are_errors_at_their_line() {
        for line in [
            "ALIAS A B",
            "BEGIN A",
            "END A",
            "BEGIN PROTOCOL RADIUS 1",
            "DEFINE A integer",
            "BEGIN-PROTOCOL RADIUS",
            "END-PROTOCOL RADIUS",
            "END PROTOCOL RADIUS",
            "ENUM A integer",
            "FLAGS internal",
            "MEMBER A integer",
            "PROTOCOL RADIUS 1",
            "ALIAS",
            "ATTRIBUTE A .2 integer",
            "ATTRIBUTE A 241 tlv extended",
        ] {
            assert_eq!(problems(&format!("# comment\n{line}\n")), [(Code::NotSupported, 2)], "{line}");
        }
    }

    #[test]
    fn what_refers_to_something_unsupported_is_no_further_mistake() {
        let text = "ATTRIBUTE T 5 struct\nATTRIBUTE C 5.1 integer\nVALUE C x 1\nVALUE T.C y 1\nALIAS D C\nVALUE D z 1\n\
            BEGIN T\nATTRIBUTE E 2 integer\nVALUE E x 1\nATTRIBUTE G 3 tlv\nATTRIBUTE H 3.1 byte\nEND T\n\
            BEGIN-TLV T\nATTRIBUTE I 2 integer\nVALUE I x 1\nEND-TLV T\n\
            BEGIN-TLV C\nATTRIBUTE J 2 integer\nEND-TLV C\nVALUE-ALIAS C D\nVENDOR V 1\n\
            BEGIN-VENDOR V parent=.T\nATTRIBUTE K 1 integer\nVALUE K x 1\nEND VENDOR V\n";
        let lines: Vec<_> = problems(text)
            .into_iter()
            .map(|(code, line)| {
                assert_eq!(code, Code::NotSupported);
                line
            })
            .collect();
        assert_eq!(lines, [1, 5, 7, 22]);
        assert_eq!(load(text).dictionary.attributes.len(), 0);
    }
}
