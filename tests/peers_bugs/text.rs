//! Attributes as text, in the dictionary's spelling.

use radius_dictionaries::{CLASS, DICTIONARY, SERVICE_TYPE, ServiceType};
use radius_runtime::Packet;

fn pushed(line: &str) -> Packet {
    let mut packet = Packet::access_request();
    packet.push_text(&DICTIONARY, line).unwrap();
    packet
}

#[test]
fn octets_stay_what_they_are() {
    for octets in [&b"0x41"[..], b"65", b"0", b"\"65\"", b"\0x", b" "] {
        let packet = Packet::access_request().with(CLASS, octets);
        assert_eq!(packet.get(CLASS), Ok(Some(octets)));
        let printed = packet.display(&DICTIONARY).to_string();
        let line = printed.lines().nth(1).unwrap();
        assert_eq!(pushed(line.trim()).get(CLASS), Ok(Some(octets)), "{line}");
    }
}

#[test]
fn names_of_values_are_read_in_any_case_and_numbers_too() {
    for line in
        ["Service-Type = Framed-User", "service-type = framed-user", "Service-Type=2", "Service-Type = 0x2"]
    {
        assert_eq!(pushed(line).get(SERVICE_TYPE), Ok(Some(ServiceType::FramedUser)), "{line}");
    }
}

#[test]
fn a_number_of_32_bits_without_a_name_is_kept() {
    let line = "Service-Type = 4294967295";
    let packet = pushed(line);
    assert_eq!(packet.get(SERVICE_TYPE).map(|value| value.map(u32::from)), Ok(Some(u32::MAX)));
    let printed = packet.display(&DICTIONARY).to_string();
    assert!(printed.ends_with(line), "{printed}");
}

#[test]
fn an_address_is_the_prefix_that_holds_it_alone() {
    let value = |line: &str| pushed(line).iter().next().unwrap().value.to_vec();
    assert_eq!(value("PMIP6-Home-IPv4-HoA = 192.0.2.1"), [0, 32, 192, 0, 2, 1]);
    assert_eq!(value("PMIP6-Home-IPv4-HoA = 192.0.2.1/24"), [0, 24, 192, 0, 2, 0], "host bits are zeroed");
    assert_eq!(value("Framed-IPv6-Prefix = 2001:db8::/32"), [0, 32, 0x20, 1, 0x0d, 0xb8]);
}
