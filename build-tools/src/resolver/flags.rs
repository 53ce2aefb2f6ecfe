//! Whether the flags of an attribute go with its type, its place and each other.

use crate::diagnostic::{Code, Diagnostic, Report};
use crate::model::{DataType, Flags, Hiding};
use crate::parser::flags::{Flag, FlagKind};
use crate::parser::statement::AttributeLine;
use crate::source::Span;

use super::attribute::LAST_IN_PACKET;

/// What an attribute stands in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Surroundings {
    pub(super) kind: Kind,
    /// The definition of the attribute around it.
    pub(super) container: Option<Span>,
}

/// What kind of thing an attribute stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Packet,
    Vendor,
    ExtendedVendor,
    Extended,
    Tlv,
}

impl Surroundings {
    /// Shows what the attribute stands in.
    pub(super) fn explain(self, diagnostic: Diagnostic) -> Diagnostic {
        match self.container {
            Some(span) => diagnostic.because(span, "it stands inside this one"),
            None => diagnostic,
        }
    }
}

/// Checks the flags of one line against its type, its place and each other.
pub(super) struct FlagChecks<'a> {
    pub(super) line: &'a AttributeLine<'a>,
    pub(super) surroundings: Surroundings,
    pub(super) report: &'a mut Report,
    pub(super) failed: bool,
}

impl FlagChecks<'_> {
    pub(super) fn run(&mut self, flags: &[Flag]) -> (Flags, DataType) {
        let (data_type, _) = self.line.data_type;
        let mut checked = Flags::default();
        let mut checked_type = data_type;
        for flag in flags {
            let problem = match flag.kind {
                FlagKind::Tagged => {
                    checked.tagged = true;
                    self.tagged()
                }
                FlagKind::Hidden(hiding) => {
                    checked.hiding = Some(hiding);
                    checked.secret = true;
                    self.hidden(hiding)
                }
                FlagKind::Concat => {
                    checked.concat = true;
                    self.concat(flags)
                }
                FlagKind::Array => {
                    checked.array = true;
                    self.array(flags)
                }
                FlagKind::Secret => {
                    checked.secret = true;
                    None
                }
                FlagKind::Virtual => {
                    checked.internal = true;
                    self.never_sent()
                }
                FlagKind::Internal => {
                    checked.internal = true;
                    None
                }
                FlagKind::AscendBinary => {
                    checked_type = DataType::AscendBinary;
                    (data_type != DataType::String)
                        .then(|| Problem::of_type("only text can be a filter", "`string`"))
                }
            };
            if let Some(Problem { message, needs, reason }) = problem {
                let diagnostic =
                    Diagnostic::new(Code::MisplacedFlag, message).at(flag.span, format!("needs {needs}"));
                self.report.push(match reason {
                    Reason::Type => diagnostic.because(self.line.type_span, "its type"),
                    Reason::Place => self.surroundings.explain(diagnostic),
                    Reason::Flags => diagnostic,
                });
                self.failed = true;
            }
        }
        (checked, checked_type)
    }

    /// RFC 2868 §3.1: the tag groups attributes that stand beside one another in the packet.
    fn tagged(&self) -> Option<Problem> {
        if !matches!(self.line.data_type, (DataType::String | DataType::Uint32, None)) {
            let message = "the flag `has_tag` is for numbers of 32 bits and text only";
            return Some(Problem::of_type(message, "`integer` or `string`"));
        }
        let message = match self.surroundings.kind {
            Kind::Packet | Kind::Vendor | Kind::ExtendedVendor => return None,
            Kind::Tlv => "the flag `has_tag` is not for attributes inside a TLV",
            Kind::Extended => "the flag `has_tag` is not for extended attributes",
        };
        Some(Problem::of_place(message, "an attribute of the packet or of a vendor"))
    }

    fn hidden(&self, hiding: Hiding) -> Option<Problem> {
        let (data_type, length) = self.line.data_type;
        let (allowed, message, needs) = match hiding {
            Hiding::UserPassword => (
                matches!((data_type, length), (DataType::String, None) | (DataType::Octets, Some(_))),
                "`encrypt=1` is for text and for octets of fixed length only",
                "`string` or `octets[N]`",
            ),
            Hiding::TunnelPassword => (
                data_type != DataType::Vsa && !data_type.is_container() && length.is_none(),
                "`encrypt=2` cannot hide octets of fixed length or what holds other attributes",
                "another data type",
            ),
            Hiding::AscendSecret => {
                (data_type == DataType::String, "`encrypt=3` is for text only", "`string`")
            }
        };
        (!allowed).then(|| Problem::of_type(message, needs))
    }

    /// RFC 3579 §3.1, RFC 8044 §3.6.
    fn concat(&self, flags: &[Flag]) -> Option<Problem> {
        if self.line.data_type != (DataType::Octets, None) {
            Some(Problem::of_type("the flag `concat` is for octets of any length only", "`octets`"))
        } else if self.surroundings.kind != Kind::Packet {
            let message = match self.surroundings.kind {
                Kind::Packet | Kind::Vendor | Kind::ExtendedVendor => {
                    "the flag `concat` is not for the attributes of vendors"
                }
                Kind::Tlv | Kind::Extended => "the flag `concat` is not for attributes inside others",
            };
            Some(Problem::of_place(message, "an attribute of the packet"))
        } else if flags.len() > 1 {
            let message = "the flag `concat` excludes every other flag";
            Some(Problem { message, needs: "to stand alone", reason: Reason::Flags })
        } else {
            None
        }
    }

    /// Values can only be told apart where each has a length of its own. Text is there for DHCP, whose dictionaries are
    /// written in the same language.
    fn array(&self, flags: &[Flag]) -> Option<Problem> {
        let allowed = match self.line.data_type {
            (DataType::Octets, length) => length.is_some(),
            (DataType::Ipv6Prefix | DataType::ComboIp | DataType::AscendBinary | DataType::Vsa, _) => false,
            (data_type, _) => !data_type.is_container(),
        };
        if !allowed {
            let message = "the flag `array` is for values of a fixed size only";
            return Some(Problem::of_type(message, "a number, an address or `octets[N]`"));
        }
        let other = |flag: &Flag| {
            matches!(flag.kind, FlagKind::Tagged | FlagKind::Hidden(_) | FlagKind::AscendBinary)
        };
        let message = "the flag `array` excludes `has_tag`, `encrypt` and `abinary`";
        let problem = Problem { message, needs: "to stand without them", reason: Reason::Flags };
        flags.iter().any(other).then_some(problem)
    }

    fn never_sent(&self) -> Option<Problem> {
        let number = self.line.number.last.number;
        let allowed = self.surroundings.kind == Kind::Packet && number > LAST_IN_PACKET;
        let message = "the flag `virtual` is only for attributes that are never sent";
        (!allowed).then(|| Problem::of_place(message, "a number above 255, and no vendor"))
    }
}

/// Why a flag cannot be used.
struct Problem {
    message: &'static str,
    needs: &'static str,
    reason: Reason,
}

#[derive(Clone, Copy)]
enum Reason {
    Type,
    Place,
    Flags,
}

impl Problem {
    fn of_type(message: &'static str, needs: &'static str) -> Self {
        Self { message, needs, reason: Reason::Type }
    }

    fn of_place(message: &'static str, needs: &'static str) -> Self {
        Self { message, needs, reason: Reason::Place }
    }
}

#[cfg(test)]
mod tests {
    use crate::Code;
    use crate::testing::{dictionary, problems};

    const CONTAINERS: &str = "ATTRIBUTE T 5 tlv\nATTRIBUTE X 241 extended\nATTRIBUTE L 245 long-extended\nATTRIBUTE E 241.26 evs\nVENDOR V 1 format=2,1\n";

    fn wrong(lines: &str, line: usize) {
        assert_eq!(problems(&format!("{CONTAINERS}{lines}")), [(Code::MisplacedFlag, line)], "{lines}");
    }

    #[test]
    fn flags_fit_the_type_the_place_and_each_other() {
        for good in [
            "1 integer has_tag",
            "1 string has_tag,encrypt=2",
            "1 octets[24] encrypt=1",
            "1 ipaddr encrypt=2",
            "1 string encrypt=3",
            "1 octets concat",
            "256 string virtual",
            "1 date secret",
            "1 octets[3] secret",
            "1 tlv secret",
        ] {
            dictionary(&format!("ATTRIBUTE A {good}\n"));
        }
        for bad in [
            "1 octets has_tag",
            "1 short has_tag",
            "1 octets encrypt=1",
            "1 integer encrypt=1",
            "1 octets[3] encrypt=2",
            "1 octets encrypt=3",
            "1 string concat",
            "1 octets[3] concat",
            "1 octets concat,secret",
            "255 string virtual",
            "1 octets abinary",
            "26 vsa encrypt=2",
            "1 octets[3] has_tag",
            "1 tlv has_tag",
            "1 tlv encrypt=2",
            "1 tlv concat",
            "242 extended encrypt=2",
            "246 long-extended encrypt=1",
            "245.26 evs has_tag",
        ] {
            wrong(&format!("ATTRIBUTE A {bad}\n"), 6);
        }
        for bad in ["1 octets concat", "300 string virtual"] {
            wrong(&format!("BEGIN-VENDOR V\nATTRIBUTE A {bad}\nEND-VENDOR V\n"), 7);
        }
    }

    #[test]
    fn values_inside_others_may_be_hidden_and_secret() {
        for place in ["5.1", "241.1", "245.1", "241.26.1.1", "26.1.1"] {
            for flags in ["string encrypt=1", "integer encrypt=2", "string encrypt=3", "date secret"] {
                dictionary(&format!("{CONTAINERS}ATTRIBUTE A {place} {flags}\n"));
            }
        }
    }

    #[test]
    fn tags_group_attributes_of_the_packet_or_a_vendor() {
        for place in ["1", "26.1.1", "241.26.1.1"] {
            dictionary(&format!("{CONTAINERS}ATTRIBUTE A {place} integer has_tag\n"));
        }
        for place in ["5.1", "241.1", "245.1"] {
            wrong(&format!("ATTRIBUTE A {place} integer has_tag\n"), 6);
        }
    }

    #[test]
    fn only_attributes_of_the_packet_are_split() {
        for place in ["5.1", "245.1", "26.1.1", "241.26.1.1"] {
            wrong(&format!("ATTRIBUTE A {place} octets concat\n"), 6);
        }
    }

    #[test]
    fn only_attributes_of_the_packet_are_virtual() {
        wrong("ATTRIBUTE I 300 tlv\nATTRIBUTE A 300.1 string virtual\n", 7);
    }

    #[test]
    fn several_values_have_a_fixed_size_each_and_no_tag_and_are_not_hidden() {
        for place in ["1", "5.1", "26.1.1", "241.1"] {
            for data_type in [
                "ipaddr",
                "ipv6addr",
                "byte",
                "short",
                "integer",
                "date",
                "string",
                "octets[5]",
                "ifid",
                "ether",
            ] {
                let dictionary = dictionary(&format!("{CONTAINERS}ATTRIBUTE A {place} {data_type} array\n"));
                assert!(dictionary.attributes[4].flags.array, "{data_type}");
            }
        }
        for bad in [
            "1 octets array",
            "1 tlv array",
            "1 combo-ip array",
            "1 ipv6prefix array",
            "1 abinary array",
            "26 vsa array",
            "1 integer array,has_tag",
            "1 integer encrypt=2,array",
            "1 string array,abinary",
        ] {
            wrong(&format!("ATTRIBUTE A {bad}\n"), 6);
        }
    }
}
