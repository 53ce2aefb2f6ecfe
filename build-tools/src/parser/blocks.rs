//! Lines that say where the following ones belong: vendors, blocks, protocols.

use crate::diagnostic::{Code, Diagnostic, quote};
use crate::lexer::Token;
use crate::model::VendorFormat;

use super::names::{self, Kind};
use super::statement::{ProtocolLine, Statement, VendorPlace};
use super::{Arguments, Parser, number};

/// Largest number of a vendor: the first octet of a Vendor-Id is zero (RFC 2865 §5.26).
const MAX_PEN: u64 = 0xFF_FFFF;

impl Parser<'_> {
    pub(super) fn vendor<'a>(&mut self, mut arguments: Arguments<'a>) -> Option<Statement<'a>> {
        let name = arguments.next("a name", self.report)?;
        let broken = Some(Statement::BrokenVendor { name });
        let Some(number) = arguments.next("a number", self.report) else { return broken };
        let format = arguments.tokens.next();
        let complete = arguments.end(self.report).is_some();
        let checked = names::read(&name, Kind::Vendor, self.dialect, self.report);
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

    pub(super) fn begin_vendor<'a>(&mut self, mut arguments: Arguments<'a>) -> Option<Statement<'a>> {
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

    pub(super) fn begin_tlv<'a>(&mut self, mut arguments: Arguments<'a>) -> Option<Statement<'a>> {
        let name = arguments.next("the name of an attribute", self.report)?;
        // The block begins even if the line goes on.
        let _ = arguments.end(self.report);
        Some(Statement::BeginTlv { name })
    }

    pub(super) fn end_tlv<'a>(&mut self, mut arguments: Arguments<'a>) -> Option<Statement<'a>> {
        let name = arguments.next("the name of an attribute", self.report)?;
        let _ = arguments.end(self.report);
        Some(Statement::EndTlv { name })
    }

    pub(super) fn end_vendor<'a>(&mut self, mut arguments: Arguments<'a>) -> Option<Statement<'a>> {
        let name = arguments.next("the name of a vendor", self.report)?;
        // The block ends even if the line goes on.
        let _ = arguments.end(self.report);
        Some(Statement::EndVendor { name })
    }

    /// `BEGIN` of an attribute, or `BEGIN PROTOCOL`.
    pub(super) fn begin<'a>(&mut self, mut arguments: Arguments<'a>) -> Option<Statement<'a>> {
        let path = arguments.next("the path of an attribute", self.report)?;
        if path.is("PROTOCOL") {
            return self.protocol(arguments, true);
        }
        // The block begins even if the line goes on.
        let _ = arguments.end(self.report);
        Some(Statement::Begin { path })
    }

    /// `END` of an attribute, `END VENDOR` or `END PROTOCOL`.
    pub(super) fn end<'a>(&mut self, mut arguments: Arguments<'a>) -> Option<Statement<'a>> {
        let path = arguments.next("the path that the block began with", self.report)?;
        // In capitals only: an attribute may have such a name.
        match path.text {
            b"PROTOCOL" => self.end_protocol(arguments),
            b"VENDOR" => self.end_vendor(arguments),
            _ => {
                let _ = arguments.end(self.report);
                Some(Statement::End { path })
            }
        }
    }

    /// The option says how FreeRADIUS checks flags and how long numbers are, which does not matter here.
    pub(super) fn protocol<'a>(
        &mut self,
        mut arguments: Arguments<'a>,
        begins: bool,
    ) -> Option<Statement<'a>> {
        let name = arguments.next("the name of a protocol", self.report)?;
        let number = arguments.next("the number of the protocol", self.report)?;
        let option = arguments.tokens.next();
        let _ = arguments.end(self.report);
        let span = number.span;
        let number = number::read(&number, "protocol number", u32::MAX.into(), self.report);
        if let Some(option) = option.filter(|option| !is_protocol_option(option)) {
            let message = format!("unknown option {} of a protocol", quote(option.text));
            self.report.push(
                Diagnostic::new(Code::UnknownFlag, message)
                    .at(option.span, "expected `verify=lib`, `format=string` or `format=` and a number"),
            );
        }
        let number = number.map(|number| (number, span));
        Some(Statement::Protocol(ProtocolLine { name, number, begins }))
    }

    pub(super) fn begin_protocol<'a>(&mut self, mut arguments: Arguments<'a>) -> Option<Statement<'a>> {
        let name = arguments.next("the name of a protocol", self.report)?;
        let _ = arguments.end(self.report);
        Some(Statement::Protocol(ProtocolLine { name, number: None, begins: true }))
    }

    pub(super) fn end_protocol<'a>(&mut self, mut arguments: Arguments<'a>) -> Option<Statement<'a>> {
        let name = arguments.next("the name of a protocol", self.report)?;
        let _ = arguments.end(self.report);
        Some(Statement::EndProtocol { name })
    }
}

fn is_protocol_option(option: &Token<'_>) -> bool {
    match option.split_once(b'=') {
        Some((name, value)) if name.is("format") => {
            value.is("string") || number::parse(value.text).is_ok_and(|octets| (1..=4).contains(&octets))
        }
        _ => option.is("verify=lib"),
    }
}
