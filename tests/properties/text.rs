//! What is printed of an attribute can be added again and gives the same octets.

use proptest::collection::vec;
use proptest::prelude::*;
use radius_runtime::dictionary::{DataType, Dictionary, Parent};
use radius_runtime::{Code, Keys, Packet, Secret};

use super::dictionary::DICTIONARY;
use super::model::packets;

/// Text for a value of the type, right more often than not.
fn texts(data_type: DataType) -> BoxedStrategy<String> {
    let right = match data_type {
        DataType::String => {
            prop_oneof!["[ -~]{0,20}", "\"[ -!#-\\[\\]-~é]{1,20}\"", "\"\\\\[0-3][0-7][0-7]x\\\\n\\\\\"\""]
                .boxed()
        }
        DataType::Octets | DataType::AscendBinary => {
            prop_oneof!["0x([0-9a-fA-F]{2}){1,20}", "[!-~]{1,20}"].boxed()
        }
        DataType::Uint8 => any::<u8>().prop_map(|n| n.to_string()).boxed(),
        DataType::Uint16 => any::<u16>().prop_map(|n| n.to_string()).boxed(),
        DataType::Uint32 => prop_oneof![
            any::<u32>().prop_map(|n| n.to_string()),
            any::<u32>().prop_map(|n| format!("0x{n:x}")),
            prop::sample::select(vec!["One", "also-one", "10-BASE", "Greatest", "VLAN"])
                .prop_map(str::to_owned),
        ]
        .boxed(),
        DataType::Uint64 => {
            prop_oneof![any::<u64>().prop_map(|n| n.to_string()), Just("greatest64".to_owned())].boxed()
        }
        DataType::Int8 => any::<i8>().prop_map(|n| n.to_string()).boxed(),
        DataType::Int16 => any::<i16>().prop_map(|n| n.to_string()).boxed(),
        DataType::Int32 | DataType::TimeDelta => any::<i32>().prop_map(|n| n.to_string()).boxed(),
        DataType::Int64 => any::<i64>().prop_map(|n| n.to_string()).boxed(),
        DataType::Bool => {
            prop::sample::select(vec!["yes", "no", "true", "false", "0", "1"]).prop_map(str::to_owned).boxed()
        }
        DataType::Float32 => any::<f32>().prop_map(|n| n.to_string()).boxed(),
        DataType::Float64 => any::<f64>().prop_map(|n| n.to_string()).boxed(),
        DataType::Ipv4Addr => any::<std::net::Ipv4Addr>().prop_map(|n| n.to_string()).boxed(),
        DataType::Ipv6Addr => any::<std::net::Ipv6Addr>().prop_map(|n| n.to_string()).boxed(),
        DataType::Ipv4Prefix => {
            (any::<std::net::Ipv4Addr>(), 0..34).prop_map(|(a, n)| format!("{a}/{n}")).boxed()
        }
        DataType::Ipv6Prefix => {
            (any::<std::net::Ipv6Addr>(), 0..130).prop_map(|(a, n)| format!("{a}/{n}")).boxed()
        }
        DataType::ComboIp => any::<std::net::IpAddr>().prop_map(|n| n.to_string()).boxed(),
        DataType::InterfaceId => "[0-9a-f]{1,4}(:[0-9A-F]{1,4}){3}".boxed(),
        DataType::Ether => "[0-9a-f]{2}(:[0-9A-F]{2}){5}".boxed(),
        DataType::Date => {
            prop_oneof![any::<u32>().prop_map(|n| n.to_string()), Just("2024-02-29T23:59:59Z".to_owned())]
                .boxed()
        }
        _ => "[!-~]{0,20}".boxed(),
    };
    prop_oneof![6 => right, 1 => any::<String>().boxed(), 1 => "[ -~]{0,40}".boxed()].boxed()
}

/// A line of an attribute of the dictionary.
fn lines() -> impl Strategy<Value = String> {
    let entries: Vec<_> = DICTIONARY
        .attributes()
        .map(|entry| (entry.definition().name.to_owned(), entry.definition().data_type))
        .collect();
    let tags = prop_oneof![4 => Just(String::new()), 1 => (0..34_u8).prop_map(|tag| format!(":{tag}"))];
    let operators = prop::sample::select(vec![" = ", "=", " := ", "+= "]);
    prop::sample::select(entries).prop_flat_map(move |(name, data_type)| {
        (Just(name), tags.clone(), operators.clone(), texts(data_type))
            .prop_map(|(name, tag, operator, value)| format!("{name}{tag}{operator}{value}"))
    })
}

fn keys() -> Keys {
    Keys::new(Secret::new("a shared secret").unwrap(), [7; 16])
}

/// The printed attributes.
fn printed(packet: &Packet) -> Vec<String> {
    packet.display(&DICTIONARY).to_string().lines().skip(1).map(|line| line.trim().to_owned()).collect()
}

#[test]
fn the_dictionary_has_every_data_type() {
    let types: std::collections::HashSet<_> =
        DICTIONARY.attributes().map(|entry| entry.definition().data_type).collect();
    assert_eq!(types.len(), 23, "all but the Vendor-Specific attribute itself: {types:?}");
}

proptest! {
    #[test]
    fn what_is_printed_gives_the_same_octets_again(line in lines()) {
        let mut packet = Packet::access_request();
        let empty = packet.clone();
        let Ok(()) = packet.push_text(&DICTIONARY, &line) else {
            prop_assert_eq!(packet, empty, "an error changes nothing");
            return Ok(());
        };
        let lines = printed(&packet);
        let name = line.split([' ', ':', '=', '+']).next().unwrap();
        let is_secret = DICTIONARY.attribute(name).unwrap().definition().flags.secret();
        if is_secret {
            prop_assert!(lines.iter().all(|line| line.ends_with(" = <hidden>")), "{:?}", lines);
            let open = packet.open(keys()).unwrap();
            prop_assert_eq!(printed(&open), lines);
            return Ok(());
        }
        let mut again = Packet::access_request();
        for line in &lines {
            prop_assert!(line.starts_with(name) && !line.contains("(invalid"), "{}", line);
            let result = again.push_text(&DICTIONARY, line);
            prop_assert!(result.is_ok(), "{}: {:?}", line, result);
        }
        prop_assert_eq!(&again, &packet, "{:?}", lines);
        prop_assert_eq!(printed(&again), lines);
    }

    #[test]
    fn no_line_panics_and_none_that_fails_changes_anything(line in any::<String>(), model in packets()) {
        let mut packet = model.packet(Code::ACCESS_REQUEST);
        let before = packet.clone();
        if let Err(error) = packet.push_text(&DICTIONARY, &line) {
            let _ = error.to_string();
            prop_assert_eq!(packet, before);
        }
    }

    #[test]
    fn what_is_printed_of_any_packet_is_one_printable_line_an_attribute(model in packets()) {
        let packet = model.packet(Code::ACCESS_REQUEST);
        let text = packet.display(&DICTIONARY).to_string();
        prop_assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{:?}", text);
        prop_assert!(printed(&packet).len() >= packet.iter().count());
        prop_assert!(printed(&packet).iter().all(|line| line.contains(" = ")), "{}", text);
    }

    #[test]
    fn secret_values_are_never_printed(password in "[A-Z]{8,40}", others in vec("[a-z]{1,10}", 0..3)) {
        let hex: String = password.bytes().map(|octet| format!("{octet:02x}")).collect();
        let mut packet = Packet::access_request();
        for name in ["User-Password", "Tunnel-Secret", "Format-1-1-Key"] {
            packet.push_text(&DICTIONARY, &format!("{name} = {password}")).unwrap();
            for other in &others {
                packet.push_text(&DICTIONARY, &format!("User-Name = {other}")).unwrap();
            }
        }
        let line = format!("User-Password:1 = {password}");
        let error = packet.push_text(&DICTIONARY, &line).unwrap_err();
        let open = packet.clone().open(keys()).unwrap();
        for text in [
            packet.display(&DICTIONARY).to_string(),
            open.display(&DICTIONARY).to_string(),
            packet.display(&Dictionary::default()).to_string(),
            format!("{packet:?}{open:?}{error:?}{error}"),
        ] {
            prop_assert!(!text.contains(&password) && !text.contains(&hex), "{}", text);
        }
        prop_assert_eq!(open.iter().count(), 3 + 3 * others.len());
        let is_vendor = |name| matches!(DICTIONARY.attribute(name).unwrap().definition().parent, Parent::Vendor(_));
        prop_assert!(is_vendor("Format-1-1-Key") && !is_vendor("User-Password"));
    }
}
