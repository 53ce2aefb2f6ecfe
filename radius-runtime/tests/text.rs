//! Packets as text: what is printed, what is read, and the errors.

use radius_runtime::text::TextError;
use radius_runtime::{Packet, include_dictionary};

include_dictionary! {
    /// The attributes of the RFCs and of common vendors.
    mod dictionary = "../dictionaries/share/dictionary";
}

use dictionary::DICTIONARY;

fn read(line: &str) -> Result<Packet, TextError> {
    let mut packet = Packet::access_request();
    packet.push_text(&DICTIONARY, line).map(|()| packet)
}

fn shown(packet: &Packet) -> Vec<String> {
    packet.display(&DICTIONARY).to_string().lines().map(|line| line.trim().to_owned()).collect()
}

fn message(line: &str) -> String {
    read(line).unwrap_err().to_string()
}

#[test]
fn a_line_of_every_type_is_read_and_printed() {
    for (line, printed) in [
        ("User-Name=bob", "User-Name = \"bob\""),
        ("User-Name = \"a \\\"b\\\" \\303\\251\"", "User-Name = \"a \\\"b\\\" é\""),
        ("NAS-Port = 0x10", "NAS-Port = 16"),
        ("Service-Type = Framed-User", "Service-Type = Framed-User"),
        ("service-type := framed-user", "Service-Type = Framed-User"),
        ("Service-Type = 2", "Service-Type = Framed-User"),
        ("Service-Type += 4711", "Service-Type = 4711"),
        ("Framed-IP-Address=10.0.0.1", "Framed-IP-Address = 10.0.0.1"),
        ("NAS-IPv6-Address = 2001:db8::1", "NAS-IPv6-Address = 2001:db8::1"),
        ("Framed-IPv6-Prefix = 2001:db8::/32", "Framed-IPv6-Prefix = 2001:db8::/32"),
        ("Framed-Interface-Id = 0:1:2:3", "Framed-Interface-Id = 0:1:2:3"),
        ("Class = 0x00ff10", "Class = 0x00ff10"),
        ("Class = ab", "Class = 0x6162"),
        ("Event-Timestamp = 2024-01-02T03:04:05Z", "Event-Timestamp = 2024-01-02T03:04:05Z"),
        ("Event-Timestamp = 1704164645", "Event-Timestamp = 2024-01-02T03:04:05Z"),
        ("Tunnel-Type:1 = VLAN", "Tunnel-Type:1 = VLAN"),
        ("Tunnel-Private-Group-Id:2 = 42", "Tunnel-Private-Group-Id:2 = \"42\""),
        ("Cisco-AVPair = shell:priv-lvl=15", "Cisco-AVPair = \"shell:priv-lvl=15\""),
        ("Attr-200 = 0x0102", "Attr-200 = 0x0102"),
        ("Attr-26.9.199 = 0x07", "Attr-26.9.199 = 0x07"),
        ("Attr-26.99999.250 = 0x07", "Attr-26.99999.250 = 0x07"),
    ] {
        let packet = read(line).unwrap_or_else(|error| panic!("{line}: {error}"));
        assert_eq!(shown(&packet)[1..], [printed], "{line}");
    }
}

#[test]
fn secrets_are_read_and_never_printed() {
    for line in
        ["User-Password = hunter2", "Tunnel-Password:1 = hunter2", "MS-MPPE-Send-Key = 0x68756e74657232"]
    {
        let packet = read(line).unwrap();
        let name = line.split(" =").next().unwrap();
        assert_eq!(shown(&packet)[1..], [format!("{name} = <hidden>")]);
        assert!(!format!("{packet:?}").contains("hunter2"));
    }
}

#[test]
fn secrets_are_not_printed_with_a_dictionary_that_does_not_know_them() {
    let packet = read("User-Password = hunter2").unwrap();
    let empty = radius_runtime::dictionary::Dictionary::EMPTY;
    assert_eq!(packet.display(&empty).to_string(), "Access-Request, identifier 0\n    Attr-2 = <hidden>");
}

#[test]
fn errors_name_what_is_wrong_and_what_may_be_meant() {
    for (line, expected) in [
        ("User-Nmae = bob", "there is no attribute `User-Nmae`, did you mean `User-Name`?"),
        ("Blah-Blah-Blah = bob", "there is no attribute `Blah-Blah-Blah`"),
        (
            "Service-Type = Framed-Usr",
            "`Framed-Usr` is no value of Service-Type, did you mean `Framed-User`?",
        ),
        ("Framed-IP-Address = 10.0.0", "Framed-IP-Address takes an IPv4 address, not `10.0.0`"),
        ("NAS-Port = 4294967296", "NAS-Port takes a number up to 4294967295, not `4294967296`"),
        ("NAS-Port = -1", "NAS-Port takes a number up to 4294967295, not `-1`"),
        (
            "Tunnel-Type:1 = 16777216",
            "Tunnel-Type takes a number of up to 24 bits beside its tag, not `16777216`",
        ),
        ("Tunnel-Type:32 = VLAN", "Tunnel-Type cannot carry the tag `32`"),
        ("User-Name:1 = bob", "User-Name cannot carry the tag `1`"),
        ("User-Name", "the line of `User-Name` is not of the form `Name = value` or `Name:tag = value`"),
        ("= bob", "the line of `` is not of the form `Name = value` or `Name:tag = value`"),
        ("User-Name = ", "User-Name is empty, and empty values must not be sent"),
        ("Class = 0x123", "Class takes octets: 0x and pairs of hexadecimal digits, or text, not `0x123`"),
        ("Attr-200 = 7", "Attr-200 takes octets: 0x and pairs of hexadecimal digits"),
        ("Attr-300 = 0x07", "Attr-300 has the number 300, which cannot be sent there"),
        (
            "Message-Authenticator = 0x00",
            "Message-Authenticator is added by the library when the packet is sealed",
        ),
    ] {
        assert_eq!(message(line), expected, "{line}");
    }
}

#[test]
fn an_error_never_shows_a_secret_value() {
    let long = format!("User-Password = {}", "hunter2".repeat(20));
    assert_eq!(message(&long), "User-Password is longer than the 128 octets that fit");
    assert!(!message("MS-MPPE-Send-Key = 0xhunter2").contains("hunter2"));
    for line in [
        "User-Password = \"hunter2",
        "User-Password hunter2",
        "User-Password:hunter2",
        "User-Password:hunter2 = x",
        "Attr-2 = hunter2",
        "User-Password hunter2 = x",
    ] {
        assert!(!message(line).contains("hunter2"), "{line}");
    }
}

#[test]
fn what_is_malformed_or_unknown_is_printed_as_it_is() {
    let mut packet = Packet::access_request();
    packet.push_raw(5, &[0, 0, 1]).unwrap();
    packet.push_raw(64, &[0x21, 0, 0, 3]).unwrap();
    packet.push_raw(26, &[0, 0, 0, 9, 1, 9, b'x']).unwrap();
    packet.push_raw(26, &[0, 0, 0, 9, 1, 3, b'x', 199, 3, 7]).unwrap();
    packet.push_raw(1, b"caf\xe9").unwrap();
    assert_eq!(
        shown(&packet),
        [
            "Access-Request, identifier 0",
            "NAS-Port = 0x000001 (invalid: has 3 octets where its type has 4)",
            "Tunnel-Type = 0x21000003 (invalid: has the tag 0x21, but tags end at 0x1f)",
            "Vendor-Specific = 0x00000009010978",
            "Cisco-AVPair = \"x\"",
            "Attr-26.9.199 = 0x07",
            "User-Name = \"caf\\351\"",
        ]
    );
}
