//! Look-ups in the table of a compiled dictionary.

use radius_runtime::dictionary::{Dictionary, Entry, Hiding, Parent};
use radius_runtime::include_dictionary;

include_dictionary! {
    /// One attribute of each type.
    mod sample = "../tests/golden/dictionary.sample";
    /// Awkward names.
    mod names = "../tests/golden/dictionary.names";
}

use sample::DICTIONARY;

fn entry(name: &str) -> Entry<'static> {
    DICTIONARY.attribute(name).unwrap_or_else(|| panic!("no {name}"))
}

#[test]
fn names_are_found_in_any_case() {
    for name in ["Service-Type", "service-type", "SERVICE-TYPE"] {
        assert_eq!(entry(name).definition(), sample::SERVICE_TYPE.definition());
    }
    assert!(DICTIONARY.attribute("Service-Typ").is_none());
    assert!(DICTIONARY.attribute("").is_none());
}

#[test]
fn every_attribute_is_found_by_name_and_by_number() {
    for dictionary in [&DICTIONARY, &names::DICTIONARY] {
        assert!(dictionary.attributes().count() > 10);
        for entry in dictionary.attributes() {
            let definition = entry.definition();
            assert_eq!(dictionary.attribute(definition.name).map(|e| e.definition()), Some(definition));
            let at = dictionary.attribute_at(&entry.path()).map(|e| e.definition());
            assert_eq!(at == Some(definition), entry.is_canonical() && !entry.is_internal(), "{entry:?}");
        }
    }
}

#[test]
fn definitions_are_as_in_the_dictionary() {
    let table: Vec<String> = DICTIONARY
        .attributes()
        .map(|entry| {
            let definition = entry.definition();
            let vendor = match definition.parent {
                Parent::Vendor(vendor) => format!("{}.", vendor.name),
                _ => String::new(),
            };
            let flags = definition.flags;
            let flag = |set, name| if set { name } else { "" };
            format!(
                "{vendor}{} {}{}{}{}{}{}",
                definition.number,
                definition.data_type.name(),
                flag(flags.tagged(), " tagged"),
                flag(flags.concat(), " concat"),
                flag(flags.hiding().is_some(), " hidden"),
                flag(flags.secret(), " secret"),
                flag(entry.is_internal(), " internal"),
            )
        })
        .collect();
    let expected = "1 string|2 string hidden secret|4 ipv4addr|6 uint32|24 octets|26 vsa|64 uint32 tagged|\
        69 string tagged hidden secret|79 octets concat|95 ipv6addr|96 ifid|97 ipv6prefix|1000 uint32 internal|\
        Sample.1 uint8|Sample.2 uint16|Sample.3 uint64|Sample.4 int8|Sample.5 int16|Sample.6 int32|Sample.7 int64|\
        Sample.8 bool|Sample.9 float32|Sample.10 float64|Sample.11 ipv4prefix|Sample.12 combo-ip|Sample.13 ether|\
        Sample.14 date|Sample.15 time_delta|Sample.16 abinary|Sample.17 octets|Sample.18 string hidden secret|\
        Sample.19 octets hidden secret|Sample.20 string secret|Sample.21 uint8|Sample.22 uint16|Sample.23 uint64|\
        Sample-Wide.49086 uint32";
    assert_eq!(table.join("|"), expected);
    let hiding = ["User-Password", "Tunnel-Password", "Sample-Send-Secret"]
        .map(|name| entry(name).definition().flags.hiding());
    assert_eq!(
        hiding,
        [Some(Hiding::UserPassword), Some(Hiding::TunnelPassword), Some(Hiding::AscendSecret)]
    );
}

#[test]
fn a_value_is_printed_by_its_preferred_name_and_read_by_any() {
    let service_type = entry("Service-Type");
    assert_eq!(service_type.value_name(6), Some("Administrative-User"));
    assert_eq!(service_type.value_name(3), None);
    assert_eq!(service_type.value_number("shell-user"), Some(6));
    assert_eq!(service_type.value_number("Administrative-User"), Some(6));
    assert_eq!(service_type.value_number("Nobody"), None);
    let values: Vec<_> = service_type.values().collect();
    let expected = [("Login-User", 1), ("Framed-User", 2), ("Administrative-User", 6), ("Shell-User", 6)];
    assert_eq!(values, expected);
    assert_eq!(entry("Sample-Id").value_name(u64::MAX), Some("Everybody"));
    assert_eq!(entry("Auth-Type").value_number("Accept"), Some(254));
    assert_eq!(entry("User-Name").values().next(), None);
}

#[test]
fn vendors_are_found_by_number_and_name() {
    assert_eq!(DICTIONARY.vendor(32473), Some(sample::sample::VENDOR));
    assert_eq!(DICTIONARY.vendor_named("sample-WIDE"), Some(sample::sample_wide::VENDOR));
    let format = sample::sample_wide::VENDOR.format;
    assert_eq!((format.type_octets, format.length_octets), (4, 0));
    assert_eq!(DICTIONARY.vendor(9), None);
    assert_eq!(DICTIONARY.vendors().map(|vendor| vendor.name).collect::<Vec<_>>(), ["Sample", "Sample-Wide"]);
    assert_eq!(
        names::DICTIONARY.vendor(50003).map(|vendor| vendor.name),
        Some("A_B"),
        "the last of two names"
    );
}

#[test]
fn a_slip_gets_a_suggestion() {
    assert_eq!(DICTIONARY.suggest("Sevice-Type"), Some("Service-Type"));
    assert_eq!(DICTIONARY.suggest("user-nmae"), Some("User-Name"));
    assert_eq!(DICTIONARY.suggest("Something-Else"), None);
    assert_eq!(DICTIONARY.suggest(""), None);
    assert_eq!(DICTIONARY.suggest(&"User-Name".repeat(1000)), None);
    assert_eq!(entry("Service-Type").suggest_value("Framd-User"), Some("Framed-User"));
}

#[test]
fn several_dictionaries_are_searched_in_order() {
    static BOTH: Dictionary<'static> = Dictionary::combined(&[&names::DICTIONARY, &DICTIONARY]);
    assert_eq!(
        BOTH.attributes().count(),
        names::DICTIONARY.attributes().count() + DICTIONARY.attributes().count()
    );
    assert_eq!(BOTH.vendors().count(), names::DICTIONARY.vendors().count() + DICTIONARY.vendors().count());
    assert_eq!(BOTH.attribute_at(&[1]).unwrap().definition().name, "Option");
    assert_eq!(BOTH.attribute_at(&[26, 32473, 1]).unwrap().definition().name, "Sample-Byte");
    assert_eq!(BOTH.attribute("User-Name").unwrap().definition().number, 1);
    assert_eq!(BOTH.vendor(32473).unwrap().name, "Sample");
    assert_eq!(BOTH.vendor_named("3COM").unwrap().pen, 43);
    assert_eq!(BOTH.suggest("User-Nam"), Some("User-Name"));
}

fn exercise(dictionary: &Dictionary<'_>) -> usize {
    let mut found = 0;
    for entry in dictionary.attributes() {
        found += entry.values().count();
        found += usize::from(entry.value_name(6).is_some());
        found += usize::from(entry.value_number("Shell-User").is_some());
    }
    found += dictionary.vendors().count();
    found += usize::from(dictionary.vendor(32473).is_some());
    found += usize::from(dictionary.vendor_named("Sample").is_some());
    for number in [0, 1, 6, 24, u32::MAX] {
        found += usize::from(dictionary.attribute_at(&[number]).is_some());
        found += usize::from(dictionary.attribute_at(&[26, 32473, number]).is_some());
    }
    for name in ["Service-Type", "Sample-Key", "x", ""] {
        found += usize::from(dictionary.attribute(name).is_some());
    }
    found
}

#[test]
fn no_octets_make_a_look_up_panic() {
    let table = DICTIONARY.as_bytes().to_vec();
    let whole = exercise(&Dictionary::from_bytes(&table));
    assert!(whole > 20);
    for end in 0..table.len() {
        exercise(&Dictionary::from_bytes(&table[..end]));
    }
    for at in 0..table.len() {
        for octet in [0, 1, 0x7f, 0xff, table[at].wrapping_add(1)] {
            let mut altered = table.clone();
            altered[at] = octet;
            exercise(&Dictionary::from(altered));
        }
    }
    for garbage in [&b""[..], b"RDT", b"RDT1", b"RDT2", &[0xff; 500], &[0; 500]] {
        assert_eq!(exercise(&Dictionary::from_bytes(garbage)), 0);
    }
    assert_eq!(exercise(&Dictionary::EMPTY), 0);
}
