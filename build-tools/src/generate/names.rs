//! From the names of a dictionary to Rust identifiers, as [`crate::reference::names`] describes.

use std::collections::HashSet;

/// Whether a module can have this name in Rust.
pub fn is_module(name: &str) -> bool {
    let (bare, is_raw) = match name.strip_prefix("r#") {
        Some(bare) => (bare, true),
        None => (name, false),
    };
    let never = matches!(bare, "" | "_" | "self" | "Self" | "super" | "crate");
    let fits = |c: char| c.is_alphanumeric() || c == '_';
    !never
        && !bare.starts_with(char::is_numeric)
        && bare.chars().all(fits)
        && (is_raw || !KEYWORDS.contains(&bare))
}

/// The words of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Words(Vec<String>);

/// How an identifier is spelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    /// `FRAMED_USER`: constants.
    Screaming,
    /// `FramedUser`: types and variants.
    Pascal,
    /// `framed_user`: modules.
    Snake,
}

impl Words {
    /// Splits a name. `number` stands in for a name that has no words.
    pub(super) fn new(name: &str, number: u64) -> Self {
        let mut words: Vec<String> = name
            .split_inclusive(|c: char| !c.is_ascii_alphanumeric())
            .flat_map(|part| {
                let plus = part.ends_with('+').then(|| "plus".to_owned());
                let part = part.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
                split_inside(part).into_iter().chain(plus)
            })
            .collect();
        if words.is_empty() {
            words.push(number.to_string());
        }
        Self(words)
    }

    /// Puts the words together as an identifier.
    pub(super) fn identifier(&self, case: Case) -> String {
        let mut out = String::new();
        for word in &self.0 {
            let first_is_digit = word.starts_with(|c: char| c.is_ascii_digit());
            let separate = match case {
                Case::Screaming | Case::Snake => !out.is_empty(),
                Case::Pascal => first_is_digit && out.ends_with(|c: char| c.is_ascii_digit()),
            };
            if separate || (out.is_empty() && first_is_digit) {
                out.push('_');
            }
            match case {
                Case::Screaming => out.push_str(&word.to_ascii_uppercase()),
                Case::Snake => out.push_str(&word.to_ascii_lowercase()),
                Case::Pascal => {
                    let (first, rest) = word.split_at(word.len().min(1));
                    out.push_str(&first.to_ascii_uppercase());
                    out.push_str(&rest.to_ascii_lowercase());
                }
            }
        }
        let taken = KEYWORDS.contains(&out.as_str()) || (case == Case::Snake && is_primitive(&out));
        if taken {
            out.push('_');
        }
        out
    }
}

/// Splits a run of ASCII letters and digits where its case says so.
fn split_inside(part: &str) -> Vec<String> {
    let bytes = part.as_bytes();
    let is = |at: Option<usize>, test: fn(&u8) -> bool| at.and_then(|at| bytes.get(at)).is_some_and(test);
    let mut words = Vec::new();
    let mut word = String::new();
    for (at, &byte) in bytes.iter().enumerate() {
        let before = at.checked_sub(1);
        let lower_follow =
            is(Some(at + 1), u8::is_ascii_lowercase) && is(Some(at + 2), u8::is_ascii_lowercase);
        let starts_word = byte.is_ascii_uppercase()
            && if is(before, u8::is_ascii_lowercase) {
                is(at.checked_sub(2), u8::is_ascii_lowercase)
            } else if is(before, u8::is_ascii_digit) {
                lower_follow && word.bytes().any(|b| b.is_ascii_alphabetic())
            } else {
                lower_follow && before.is_some()
            };
        if starts_word {
            words.push(std::mem::take(&mut word));
        }
        word.push(char::from(byte));
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// The rest of a name that starts with another, such as the vendor's own, and a separator.
pub(super) fn without_prefix<'a>(name: &'a str, prefix: &str) -> Option<&'a str> {
    let (head, rest) = name.split_at_checked(prefix.len())?;
    let same = head
        .bytes()
        .zip(prefix.bytes())
        .all(|(a, b)| a.eq_ignore_ascii_case(&b) || (matches!(a, b'-' | b'_') && matches!(b, b'-' | b'_')));
    let rest = rest.strip_prefix(['-', '_'])?;
    (same && rest.contains(|c: char| c.is_ascii_alphanumeric())).then_some(rest)
}

/// The identifiers taken in one scope.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope(HashSet<String>);

impl Scope {
    /// A scope in which these are taken from the start.
    pub(super) fn reserving<const N: usize>(names: [&str; N]) -> Self {
        Self(names.map(str::to_owned).into())
    }

    pub(super) fn has(&self, identifier: &str) -> bool {
        self.0.contains(identifier)
    }

    /// Takes the identifier, or one made different by the number.
    pub(super) fn take(&mut self, identifier: &str, number: u64) -> String {
        let wanted = identifier.to_owned();
        // `Self_` and the like end in `_` already; two in a row would not be in the style of Rust.
        let stem = identifier.trim_end_matches('_');
        let numbered = (1u64..).map(|round| match round {
            1 => format!("{stem}_{number}"),
            _ => format!("{stem}_{number}_{round}"),
        });
        let free = std::iter::once(wanted).chain(numbered).find(|name| !self.has(name));
        let free = free.unwrap_or_default();
        self.0.insert(free.clone());
        free
    }
}

/// Whether the compiler finds that a type or variant is not in the style of Rust: `_` beside a letter.
pub(super) fn is_unusual_type(identifier: &str) -> bool {
    let trimmed = identifier.trim_matches('_').as_bytes();
    trimmed.windows(2).any(|pair| match pair {
        [b'_', other] | [other, b'_'] => !other.is_ascii_digit(),
        _ => false,
    })
}

/// Strict and reserved keywords of all editions.
const KEYWORDS: [&str; 52] = [
    "Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do",
    "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop",
    "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static",
    "struct", "super", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual",
    "where", "while", "yield",
];

/// A module of such a name would hide the primitive type from the constants beside it.
fn is_primitive(name: &str) -> bool {
    let numeric =
        name.strip_prefix(['i', 'u', 'f']).is_some_and(|bits| matches!(bits, "8" | "16" | "32" | "64"));
    numeric || matches!(name, "str" | "bool")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(name: &str) -> String {
        Words::new(name, 7).0.join(" ")
    }

    fn spelled(name: &str) -> [String; 3] {
        [Case::Screaming, Case::Pascal, Case::Snake].map(|case| Words::new(name, 7).identifier(case))
    }

    #[test]
    fn names_are_split_where_their_words_meet() {
        let table = [
            ("Framed-IP-Address", "Framed IP Address"),
            ("Cisco-AVPair", "Cisco AV Pair"),
            ("AVPair", "AV Pair"),
            ("IPv6", "IPv6"),
            ("Framed-IPv6-Prefix", "Framed IPv6 Prefix"),
            ("DelegatedIPv6Prefix", "Delegated IPv6 Prefix"),
            ("WISPr", "WISPr"),
            ("PPPoE", "PPPoE"),
            ("VoIP", "VoIP"),
            ("ClientIPAddress", "Client IP Address"),
            ("OSPFv2Area", "OSPFv2 Area"),
            ("X25Pad", "X25 Pad"),
            ("3Com", "3Com"),
            ("3GPP2-eHRPD", "3GPP2 eHRPD"),
            ("McAfee", "McAfee"),
            ("iPhone", "iPhone"),
            ("NTDomain", "NT Domain"),
            ("MPPEKeys", "MPPE Keys"),
            ("ParamSTR2", "Param STR2"),
            ("ADSL2+", "ADSL2 plus"),
            ("+", "plus"),
            ("a+b", "a plus b"),
            ("T1,T1-E1/PRI-Call-Arrive-Event", "T1 T1 E1 PRI Call Arrive Event"),
            ("Altiga-Simultaneous-Logins-G/U", "Altiga Simultaneous Logins G U"),
            ("Foundry-MAC-Authent-needs-802.1x", "Foundry MAC Authent needs 802 1x"),
            ("tcp_clear", "tcp clear"),
            ("--a--b--", "a b"),
            ("é", "7"),
            ("naïve", "na ve"),
            ("---", "7"),
            ("", "7"),
        ];
        for (name, expected) in table {
            assert_eq!(words(name), expected, "{name}");
        }
    }

    #[test]
    fn identifiers_are_in_the_style_of_their_kind() {
        let table = [
            ("Framed-User", ["FRAMED_USER", "FramedUser", "framed_user"]),
            ("NAS-IPv6-Address", ["NAS_IPV6_ADDRESS", "NasIpv6Address", "nas_ipv6_address"]),
            ("WISPr", ["WISPR", "Wispr", "wispr"]),
            ("3com", ["_3COM", "_3com", "_3com"]),
            ("3GPP", ["_3GPP", "_3gpp", "_3gpp"]),
            ("802.1q", ["_802_1Q", "_802_1q", "_802_1q"]),
            ("8021p-Tag", ["_8021P_TAG", "_8021pTag", "_8021p_tag"]),
            ("40-bit-WEP", ["_40_BIT_WEP", "_40BitWep", "_40_bit_wep"]),
            ("56", ["_56", "_56", "_56"]),
            ("1_2_2", ["_1_2_2", "_1_2_2", "_1_2_2"]),
            ("2_4_5_5", ["_2_4_5_5", "_2_4_5_5", "_2_4_5_5"]),
            ("ADSL2", ["ADSL2", "Adsl2", "adsl2"]),
            ("ADSL2+", ["ADSL2_PLUS", "Adsl2Plus", "adsl2_plus"]),
            ("Unknown", ["UNKNOWN", "Unknown", "unknown"]),
            ("None", ["NONE", "None", "none"]),
            ("Default", ["DEFAULT", "Default", "default"]),
            ("Option", ["OPTION", "Option", "option"]),
            ("Self", ["SELF", "Self_", "self_"]),
            ("type", ["TYPE", "Type", "type_"]),
            ("async", ["ASYNC", "Async", "async_"]),
            ("str", ["STR", "Str", "str_"]),
            ("u8", ["U8", "U8", "u8_"]),
            ("Logins-G/U", ["LOGINS_G_U", "LoginsGU", "logins_g_u"]),
            ("Param-STR2", ["PARAM_STR2", "ParamStr2", "param_str2"]),
            ("ParamSTR2", ["PARAM_STR2", "ParamStr2", "param_str2"]),
            ("Cisco-VPN3000", ["CISCO_VPN3000", "CiscoVpn3000", "cisco_vpn3000"]),
            ("---", ["_7", "_7", "_7"]),
        ];
        for (name, expected) in table {
            assert_eq!(spelled(name), expected, "{name}");
        }
    }

    #[test]
    fn modules_have_names_of_rust() {
        for name in ["acme", "_acme", "acme_2", "r#type", "caf\u{e9}"] {
            assert!(is_module(name), "{name}");
        }
        for name in ["", "_", "my-dict", "type", "async", "2a", "r#self", "r#", "a b", "a::b"] {
            assert!(!is_module(name), "{name}");
        }
    }

    #[test]
    fn the_vendors_own_name_is_dropped_in_its_module() {
        let table = [
            ("Cisco-AVPair", "Cisco", Some("AVPair")),
            ("CISCO_avpair", "cisco", Some("avpair")),
            ("Bay_Networks-Port", "Bay-Networks", Some("Port")),
            ("3GPP-IMSI", "3GPP", Some("IMSI")),
            ("3GPP2-IMSI", "3GPP", None),
            ("Ciscoh323", "Cisco", None),
            ("Cisco-", "Cisco", None),
            ("Cisco-/", "Cisco", None),
            ("Cisco", "Cisco", None),
            ("é-x", "e", None),
        ];
        for (name, vendor, rest) in table {
            assert_eq!(without_prefix(name, vendor), rest, "{name} of {vendor}");
        }
    }

    #[test]
    fn the_first_of_two_alike_keeps_its_identifier() {
        let mut scope = Scope::reserving(["VENDOR"]);
        assert_eq!(scope.take("PORT", 1), "PORT");
        assert_eq!(scope.take("PORT", 4), "PORT_4");
        assert_eq!(scope.take("PORT", 4), "PORT_4_2");
        assert_eq!(scope.take("PORT", 4), "PORT_4_3");
        assert_eq!(scope.take("VENDOR", 5), "VENDOR_5");
        assert_eq!(scope.take("Self_", 5), "Self_");
        assert_eq!(scope.take("Self_", 6), "Self_6");
    }

    #[test]
    fn the_style_of_types_allows_an_underscore_between_digits_only() {
        assert!(!is_unusual_type("_802_1q"));
        assert!(!is_unusual_type("Self_"));
        assert!(!is_unusual_type("Adsl2_3"));
        assert!(is_unusual_type("Foo_3"));
    }
}
