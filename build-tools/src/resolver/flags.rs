//! Whether the flags of an attribute go with its type, its place and each other.

use crate::diagnostic::{Code, Diagnostic, Report};
use crate::dialect::Dialect;
use crate::lexer::Token;
use crate::model::{DataType, Flags, Hiding, LengthPrefix, Precision, TimeFormat};
use crate::parser::flags::{Flag, FlagKind};
use crate::parser::statement::Definition;
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
    Struct,
    Union,
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

/// What the flags of a line say.
#[derive(Clone, Copy, Debug)]
pub(super) struct Checked<'a> {
    /// Of the column, or what flags make of it.
    pub(super) data_type: DataType,
    pub(super) flags: Flags,
    pub(super) time: Option<TimeFormat>,
    pub(super) prefix: Option<LengthPrefix>,
    /// The member that a union has as key.
    pub(super) key: Option<Token<'a>>,
    pub(super) group: Option<Token<'a>>,
    pub(super) clone: Option<Token<'a>>,
    pub(super) enumeration: Option<Token<'a>>,
}

/// Before the flags are read.
const NO_PREFIX: LengthPrefix = LengthPrefix { octets: 0, offset: 0 };

/// Checks the flags of one line against its type, its place and each other.
pub(super) struct FlagChecks<'a, 'r> {
    pub(super) dialect: Dialect,
    pub(super) line: &'r Definition<'a>,
    /// The type of the column, or of what `clone=` names.
    pub(super) data_type: DataType,
    pub(super) surroundings: Surroundings,
    pub(super) report: &'r mut Report,
    pub(super) failed: bool,
}

impl<'a> FlagChecks<'a, '_> {
    pub(super) fn run(&mut self, flags: &[Flag<'a>]) -> Checked<'a> {
        let mut checked = Checked {
            data_type: self.data_type,
            flags: Flags::default(),
            time: None,
            prefix: None,
            key: None,
            group: None,
            clone: None,
            enumeration: None,
        };
        for flag in flags {
            self.apply(flag.kind, &mut checked);
            if let Some(Problem { message, needs, reason }) = self.problem(flag.kind, flags) {
                let diagnostic =
                    Diagnostic::new(Code::MisplacedFlag, message).at(flag.span, format!("needs {needs}"));
                self.report.push(match reason {
                    Reason::Type => diagnostic.because(self.line.data_type.span, "its type"),
                    Reason::Place => self.surroundings.explain(diagnostic),
                    Reason::Flags => diagnostic,
                });
                self.failed = true;
            }
        }
        checked
    }

    fn apply(&self, flag: FlagKind<'a>, checked: &mut Checked<'a>) {
        let signed = self.data_type == DataType::TimeDelta;
        let default = TimeFormat { precision: Precision::Seconds, octets: 4, signed };
        let flags = &mut checked.flags;
        match flag {
            FlagKind::Tagged => flags.tagged = true,
            FlagKind::Hidden(hiding) => {
                flags.hiding = Some(hiding);
                flags.secret = true;
            }
            FlagKind::Concat => flags.concat = true,
            FlagKind::Array => flags.array = true,
            FlagKind::Secret => flags.secret = true,
            FlagKind::Virtual | FlagKind::Internal => flags.internal = true,
            FlagKind::Counter => flags.counter = true,
            FlagKind::AscendBinary => checked.data_type = DataType::AscendBinary,
            FlagKind::Extended => checked.data_type = DataType::Extended,
            FlagKind::LongExtended => checked.data_type = DataType::LongExtended,
            FlagKind::Key(None) => flags.key = true,
            FlagKind::Key(member) => checked.key = member,
            FlagKind::Length(octets) => checked.prefix.get_or_insert(NO_PREFIX).octets = octets,
            FlagKind::Offset(offset) => checked.prefix.get_or_insert(NO_PREFIX).offset = offset,
            FlagKind::Precision(precision) => checked.time.get_or_insert(default).precision = precision,
            FlagKind::Subtype(subtype) => {
                let time = checked.time.get_or_insert(default);
                (time.octets, time.signed) = (subtype.octets, subtype.signed);
            }
            FlagKind::Ref(target) => checked.group = Some(target),
            FlagKind::Clone(target) => checked.clone = Some(target),
            FlagKind::Enum(target) => checked.enumeration = Some(target),
            FlagKind::Flat => flags.flat = true,
            FlagKind::Unsafe => flags.is_unsafe = true,
        }
    }

    fn problem(&self, flag: FlagKind<'_>, flags: &[Flag<'_>]) -> Option<Problem> {
        let is = |types: &[DataType]| types.contains(&self.data_type);
        let of_type = |allowed: bool, message, needs| (!allowed).then(|| Problem::of_type(message, needs));
        if self.surroundings.kind == Kind::Struct
            && let Some(message) = never_of_member(flag)
        {
            return Some(Problem::of_place(message, "an attribute that is no member of a struct"));
        }
        // Nothing hides what stands in a struct: it would be sent in clear.
        if self.surroundings.kind == Kind::Union && matches!(flag, FlagKind::Hidden(_)) {
            let message = "the flag `encrypt` is not for branches of a union";
            return Some(Problem::of_place(message, "an attribute that is part of no struct"));
        }
        match flag {
            FlagKind::Tagged => self.tagged(),
            FlagKind::Hidden(hiding) => self.hidden(hiding, flags),
            FlagKind::Concat => self.concat(flags),
            FlagKind::Array => self.array(flags),
            FlagKind::Virtual => self.never_sent(),
            FlagKind::Secret => self.secret(flags),
            FlagKind::Internal | FlagKind::Flat | FlagKind::Unsafe => None,
            FlagKind::AscendBinary => {
                of_type(is(&[DataType::String]), "only text can be a filter", "`string`")
            }
            FlagKind::LongExtended if flags.iter().any(|flag| matches!(flag.kind, FlagKind::Extended)) => {
                let message = "the flags `extended` and `long_extended` exclude one another";
                Some(Problem { message, needs: "one of them", reason: Reason::Flags })
            }
            FlagKind::Extended | FlagKind::LongExtended => {
                of_type(is(&[DataType::Tlv]), "only a TLV can be extended", "`tlv`")
            }
            FlagKind::Counter => {
                const COUNT: [DataType; 5] = [
                    DataType::Uint8,
                    DataType::Uint16,
                    DataType::Uint32,
                    DataType::Uint64,
                    DataType::TimeDelta,
                ];
                of_type(is(&COUNT), "only integers without sign and time spans count", "such a type")
            }
            FlagKind::Key(member) => self.key(member.is_some()),
            FlagKind::Length(_) => of_type(
                is(&[DataType::String, DataType::Octets, DataType::Struct]),
                "the flag `length=` is for text, octets and structs only",
                "`string`, `octets` or `struct`",
            ),
            FlagKind::Offset(_) => {
                let has_length = flags.iter().any(|flag| matches!(flag.kind, FlagKind::Length(_)));
                let message = "the flag `offset=` is for structs with `length=` only";
                let problem = Problem { message, needs: "`struct` and `length=`", reason: Reason::Flags };
                (!is(&[DataType::Struct]) || !has_length).then_some(problem)
            }
            FlagKind::Precision(_) => of_type(
                is(&[DataType::Date, DataType::TimeDelta]),
                "the flag `precision=` is for times only",
                "`date` or `time_delta`",
            ),
            FlagKind::Subtype(subtype) => of_type(
                is(&[DataType::TimeDelta]) || (is(&[DataType::Date]) && !subtype.signed),
                "the flag `subtype=` is for times only, with a sign for time spans only",
                "`date` or `time_delta`",
            ),
            FlagKind::Ref(_) => {
                of_type(is(&[DataType::Group]), "the flag `ref=` is for groups only", "`group`")
            }
            FlagKind::Clone(_) => of_type(
                is(&[DataType::Tlv, DataType::Struct]) || self.line.data_type.data_type.is_none(),
                "the flag `clone=` is for TLVs and structs only",
                "`tlv` or `struct`",
            ),
            FlagKind::Enum(_) => of_type(
                !self.data_type.is_container() && !self.data_type.is_structure(),
                "the flag `enum=` is for what can have values",
                "an integer",
            ),
        }
    }

    fn key(&self, has_member: bool) -> Option<Problem> {
        let (allowed, needs) = if has_member {
            (self.data_type == DataType::Union, "`union`")
        } else {
            const KEYS: [DataType; 3] = [DataType::Uint8, DataType::Uint16, DataType::Uint32];
            (KEYS.contains(&self.data_type), "`uint8`, `uint16` or `uint32`")
        };
        if !allowed {
            let message = "the flag `key` is for integers that choose, `key=` for unions";
            return Some(Problem::of_type(message, needs));
        }
        let message = "the flag `key` is for members of a struct only";
        (self.surroundings.kind != Kind::Struct).then(|| Problem::of_place(message, "`MEMBER`"))
    }

    /// RFC 2868 §3.1: the tag groups attributes that stand beside one another in the packet.
    fn tagged(&self) -> Option<Problem> {
        let length = self.line.data_type.length;
        if !matches!((self.data_type, length), (DataType::String | DataType::Uint32, None)) {
            let message = "the flag `has_tag` is for numbers of 32 bits and text only";
            return Some(Problem::of_type(message, "`integer` or `string`"));
        }
        let message = match self.surroundings.kind {
            Kind::Packet | Kind::Vendor | Kind::ExtendedVendor => return None,
            Kind::Tlv | Kind::Struct | Kind::Union => "the flag `has_tag` is not for attributes inside a TLV",
            Kind::Extended => "the flag `has_tag` is not for extended attributes",
        };
        Some(Problem::of_place(message, "an attribute of the packet or of a vendor"))
    }

    /// What stands in a struct is a field, and only text and octets have fields that are not printed.
    fn secret(&self, flags: &[Flag<'_>]) -> Option<Problem> {
        let is_masked = matches!(self.data_type, DataType::String | DataType::Octets)
            && !flags.iter().any(|flag| matches!(flag.kind, FlagKind::AscendBinary));
        let message = "the flag `secret` is for text and octets only inside a struct";
        (matches!(self.surroundings.kind, Kind::Struct | Kind::Union) && !is_masked)
            .then(|| Problem::of_type(message, "`string` or `octets`"))
    }

    fn hidden(&self, hiding: Hiding, flags: &[Flag<'_>]) -> Option<Problem> {
        let shapes = |flag: &Flag<'_>| {
            matches!(flag.kind, FlagKind::Length(_) | FlagKind::Precision(_) | FlagKind::Subtype(_))
        };
        if flags.iter().any(shapes) {
            let message = "the flag `encrypt` excludes `length=`, `precision=` and `subtype=`";
            return Some(Problem { message, needs: "to stand without them", reason: Reason::Flags });
        }
        let (data_type, length) = (self.data_type, self.line.data_type.length);
        let (allowed, message, needs) = match hiding {
            Hiding::UserPassword => (
                matches!((data_type, length), (DataType::String, None) | (DataType::Octets, Some(_))),
                "`encrypt=1` is for text and for octets of fixed length only",
                "`string` or `octets[N]`",
            ),
            // FreeRADIUS 4 can hide a TLV as a whole, but not the attributes that RFC 6929 makes containers.
            Hiding::TunnelPassword if self.dialect.is_v4() && data_type == DataType::Tlv => (
                !flags.iter().any(|flag| matches!(flag.kind, FlagKind::Extended | FlagKind::LongExtended)),
                "`encrypt=Tunnel-Password` cannot hide extended attributes",
                "`tlv` without that flag",
            ),
            Hiding::TunnelPassword => (
                data_type != DataType::Vsa
                    && !data_type.is_container()
                    && !data_type.is_structure()
                    && (length.is_none() || self.dialect.is_v4()),
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
    fn concat(&self, flags: &[Flag<'_>]) -> Option<Problem> {
        if (self.data_type, self.line.data_type.length) != (DataType::Octets, None) {
            Some(Problem::of_type("the flag `concat` is for octets of any length only", "`octets`"))
        } else if self.surroundings.kind != Kind::Packet {
            let message = match self.surroundings.kind {
                Kind::Packet | Kind::Vendor | Kind::ExtendedVendor => {
                    "the flag `concat` is not for the attributes of vendors"
                }
                Kind::Tlv | Kind::Extended | Kind::Struct | Kind::Union => {
                    "the flag `concat` is not for attributes inside others"
                }
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
    fn array(&self, flags: &[Flag<'_>]) -> Option<Problem> {
        let counted = flags.iter().any(|flag| matches!(flag.kind, FlagKind::Length(_)));
        let allowed = match self.data_type {
            DataType::Octets => counted || self.line.data_type.length.is_some(),
            DataType::Ipv6Prefix
            | DataType::ComboIp
            | DataType::ComboPrefix
            | DataType::AscendBinary
            | DataType::Vsa
            | DataType::Union
            | DataType::Bit
            | DataType::Group
            | DataType::Size => false,
            data_type => !data_type.is_container(),
        };
        if !allowed {
            let message = "the flag `array` is for values of a fixed size only";
            return Some(Problem::of_type(message, "a number, an address or `octets[N]`"));
        }
        let other = |flag: &Flag<'_>| {
            matches!(flag.kind, FlagKind::Tagged | FlagKind::Hidden(_) | FlagKind::AscendBinary)
        };
        let message = "the flag `array` excludes `has_tag`, `encrypt` and `abinary`";
        let problem = Problem { message, needs: "to stand without them", reason: Reason::Flags };
        flags.iter().any(other).then_some(problem)
    }

    fn never_sent(&self) -> Option<Problem> {
        let number = self.line.number.as_ref().map(|number| number.last.number);
        let allowed = self.surroundings.kind == Kind::Packet && number.is_some_and(|n| n > LAST_IN_PACKET);
        let message = "the flag `virtual` is only for attributes that are never sent";
        (!allowed).then(|| Problem::of_place(message, "a number above 255, and no vendor"))
    }
}

/// Why a member of a struct cannot have this flag, if it never can.
fn never_of_member(flag: FlagKind<'_>) -> Option<&'static str> {
    Some(match flag {
        FlagKind::Tagged => "the flag `has_tag` is not for members of a struct",
        FlagKind::Hidden(_) => "the flag `encrypt` is not for members of a struct",
        FlagKind::Concat => "the flag `concat` is not for members of a struct",
        FlagKind::Extended | FlagKind::LongExtended => "members of a struct cannot be extended",
        FlagKind::AscendBinary => "members of a struct cannot be filters",
        FlagKind::Internal | FlagKind::Virtual => "members of a struct are sent as the struct is",
        _ => return None,
    })
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
    fn freeradius_4_hides_tlvs_as_a_whole() {
        let tlv = dictionary("ATTRIBUTE T 5 tlv encrypt=Tunnel-Password\nATTRIBUTE A 5.1 byte\n");
        assert!(tlv.attributes[0].flags.hiding.is_some());
        for bad in [
            "241 tlv extended,encrypt=Tunnel-Password",
            "245 tlv encrypt=Tunnel-Password,long_extended",
            "5 tlv encrypt=User-Password",
            "5 tlv encrypt=Ascend-Secret",
            "5 struct encrypt=Tunnel-Password",
        ] {
            assert_eq!(problems(&format!("ATTRIBUTE T {bad}\n")), [(Code::MisplacedFlag, 1)], "{bad}");
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
    fn what_is_hidden_has_no_length_in_front_and_no_other_unit() {
        for line in [
            "string encrypt=Tunnel-Password,length=uint8",
            "octets length=uint16,encrypt=Tunnel-Password",
            "date encrypt=Tunnel-Password,precision=ms",
            "time_delta subtype=uint16,encrypt=Tunnel-Password",
        ] {
            assert_eq!(problems(&format!("ATTRIBUTE A 1 {line}\n")), [(Code::MisplacedFlag, 1)], "{line}");
        }
    }

    #[test]
    fn only_text_and_octets_are_secret_inside_a_struct() {
        let before = "ATTRIBUTE S 1 struct\nMEMBER K byte key\n";
        for (data_type, is_right) in
            [("string", true), ("octets[2]", true), ("integer", false), ("ipaddr", false)]
        {
            let found = problems(&format!("{before}MEMBER A {data_type} secret\n"));
            assert_eq!(found.is_empty(), is_right, "{found:?}");
            let union = format!(
                "{before}MEMBER U union key=K\nBEGIN S.U\nATTRIBUTE A 1 {data_type} secret\nEND S.U\n"
            );
            let expected = if is_right { vec![] } else { vec![(Code::MisplacedFlag, 5)] };
            assert_eq!(problems(&union), expected, "{data_type}");
        }
    }

    #[test]
    fn an_attribute_is_extended_or_long_extended() {
        for flags in ["extended,long_extended", "long_extended,extended"] {
            let text = format!("ATTRIBUTE A 245 tlv {flags}\n");
            assert_eq!(problems(&text), [(Code::MisplacedFlag, 1)], "{flags}");
        }
    }

    #[test]
    fn nothing_is_hidden_inside_a_struct() {
        let before = "ATTRIBUTE S 1 struct\nMEMBER K byte key\nMEMBER U union key=K\nBEGIN S.U\n";
        for flag in ["encrypt=User-Password", "encrypt=Tunnel-Password", "encrypt=Ascend-Secret"] {
            let text = format!("{before}ATTRIBUTE A 1 string {flag}\nEND S.U\n");
            assert_eq!(problems(&text), [(Code::MisplacedFlag, 5)], "{flag}");
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
