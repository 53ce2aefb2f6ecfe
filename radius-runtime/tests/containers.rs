//! TLVs, extended attributes, vendors inside them and continued vendors, from a dictionary to the wire and back.

use std::borrow::Cow;

use radius_runtime::attribute::TlvValue;
use radius_runtime::{Keys, Packet, Secret, include_dictionary};

include_dictionary! {
    /// The attributes of the examples.
    mod dictionary = "../tests/golden/dictionary.containers";
}

use dictionary::{
    DICTIONARY, LONG_OCTETS, SHORT_TEXT, SHORT_TLV, example, short_tlv,
    wimax::{self, capability},
};

fn hex(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02x}")).collect()
}

fn attributes(packet: &Packet) -> String {
    hex(&packet.encode().unwrap()[20..])
}

fn shown(packet: &Packet) -> Vec<String> {
    packet.display(&DICTIONARY).to_string().lines().skip(1).map(|line| line.trim().to_owned()).collect()
}

/// The line is read to these octets, and they are printed as that line again.
#[test]
fn lines_are_octets_and_octets_are_lines_rfc6929_9_1_and_9_2() {
    for (line, octets) in [
        ("Short-Text = \"bob\"", "f10601626f62"),
        ("Short-TLV = { Short-One = 0x2345 }", "f1070201042345"),
        ("Short-TLV = { Short-One = 0x2345, Short-Two = 0x6789 }", "f10b020104234502046789"),
        (
            "Short-TLV = { Short-One = 0x2345, Short-Three = { Short-Three-One = 0xabcd } }",
            "f10d020104234503060104abcd",
        ),
        (
            "Short-TLV = { Short-One = 0x2345, Short-Three = { Short-Three-One = 0xabcd, Short-Three-Two = \"foo\" } }",
            "f1120201042345030b0104abcd0205666f6f",
        ),
        (
            "Deep-1 = { Deep-2 = { Deep-3 = { Deep-4 = { Deep-5 = { Deep-6 = 0xcdef } } } } }",
            "f10f09010c020a030804060504cdef",
        ),
        ("Example-Text = \"test\"", "f10c1a000000010474657374"),
        ("Example-TLV = { Example-Three = \"test\" }", "f10e1a0000000105030674657374"),
        ("Long-Text = \"bob\"", "f5070100626f62"),
        ("Long-TLV = { Long-One = 0x2345 }", "f508020001042345"),
        ("Example-Long-Text = \"test\"", "f50d1a00000000010474657374"),
        ("WiMAX-Capability = { WiMAX-Release = \"1.0\" }", "1a0e000060b50108000105312e30"),
        (
            "WiMAX-Capability = { WiMAX-Accounting = Flow, Attr-26.24757.1.9 = 0x07 }",
            "1a0f000060b5010900020302090307",
        ),
        ("WiMAX-DNS-Server = 192.0.2.1", "1a0d000060b5340700c0000201"),
        ("Attr-241.26.1.99 = 0x07", "f1091a000000016307"),
        ("Attr-241.99 = 0x07", "f1046307"),
    ] {
        let mut packet = Packet::access_request();
        packet.push_text(&DICTIONARY, line).unwrap_or_else(|error| panic!("{line}: {error}"));
        assert_eq!(attributes(&packet), octets, "{line}");
        let decoded = Packet::decode(&packet.encode().unwrap()).unwrap();
        assert_eq!(shown(&decoded), [line]);
    }
}

#[test]
fn a_child_that_stands_alone_gets_a_tlv_of_its_own() {
    let mut packet = Packet::access_request();
    packet.push_text(&DICTIONARY, "WiMAX-Release = 1.0").unwrap();
    packet.push_text(&DICTIONARY, "Deep-6 = 0xcdef").unwrap();
    assert_eq!(attributes(&packet), "1a0e000060b50108000105312e30f10f09010c020a030804060504cdef");
}

#[test]
fn lines_that_are_no_tlv_say_what_is_expected() {
    let mut packet = Packet::access_request();
    let mut message = |line: &str| packet.push_text(&DICTIONARY, line).unwrap_err().to_string();
    let expected = "Short-TLV takes attributes in braces, { Name = value, Name = value }";
    assert_eq!(message("Short-TLV = 0x01"), expected);
    assert_eq!(
        message("Short-TLV = { Short-Nine = 1 }"),
        "there is no attribute `Short-Nine`, did you mean `Short-One`?"
    );
    assert_eq!(
        message("Short-TLV = { Short-Three-One = 0x01 }"),
        "Short-Three-One does not belong into these braces"
    );
    assert_eq!(message("Short-TLV = { Short-Text = x }"), "Short-Text does not belong into these braces");
    assert_eq!(
        message("Short-TLV = { Attr-241.9.1 = 0x01 }"),
        "Attr-241.9.1 does not belong into these braces"
    );
    assert!(!message("WiMAX-Keys = { WiMAX-Key = hunter2").contains("hunter2"));
    assert_eq!(
        message("Short-TLV = { }"),
        "the line of `` is not of the form `Name = value` or `Name:tag = value`"
    );
    let nested = format!("{}{}", "Short-TLV = { ".repeat(40), "}".repeat(40));
    assert_eq!(message(&nested), "Short-TLV does not belong into these braces");
}

#[test]
fn handles_build_and_read_what_the_dictionary_says() {
    let tlv = TlvValue::new()
        .with(short_tlv::SHORT_ONE, [0x23, 0x45])
        .with(short_tlv::SHORT_THREE, TlvValue::new().with(short_tlv::short_three::TWO, "foo"));
    let packet = Packet::access_request()
        .with(SHORT_TLV, tlv)
        .with(SHORT_TEXT, "bob")
        .with(example::TEXT, "test")
        .with(example::LONG_OCTETS, [7; 300])
        .with(LONG_OCTETS, [9; 600])
        .with(wimax::CAPABILITY, TlvValue::new().with(capability::RELEASE, "1.0"))
        .with(wimax::MSK, [1; 400]);
    let packet = Packet::decode(&packet.encode().unwrap()).unwrap();
    let tlv = packet.get(SHORT_TLV).unwrap().unwrap();
    assert_eq!(tlv.get(short_tlv::SHORT_ONE), Ok(Some(&[0x23, 0x45][..])));
    let three = tlv.get(short_tlv::SHORT_THREE).unwrap().unwrap();
    assert_eq!(three.get(short_tlv::short_three::TWO), Ok(Some("foo")));
    assert_eq!(packet.get(example::TEXT), Ok(Some("test")));
    assert_eq!(packet.get(example::LONG_OCTETS), Ok(Some(Cow::Owned(vec![7; 300]))));
    assert_eq!(packet.get(LONG_OCTETS), Ok(Some(Cow::Owned(vec![9; 600]))));
    assert_eq!(packet.get(wimax::MSK), Ok(Some(Cow::Owned(vec![1; 400]))));
    let capability = packet.get(wimax::CAPABILITY).unwrap().unwrap();
    assert_eq!(capability.get(capability::RELEASE), Ok(Some("1.0")));
}

#[test]
fn split_values_are_printed_once_and_whole() {
    let packet =
        Packet::access_request().with(wimax::MSK, [1; 400]).with(SHORT_TEXT, "x").with(LONG_OCTETS, [2; 300]);
    let lines = shown(&packet);
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[0], format!("WiMAX-MSK = 0x{}", "01".repeat(400)));
    assert_eq!(lines[2], format!("Long-Octets = 0x{}", "02".repeat(300)));
}

#[test]
fn malformed_containers_are_printed_with_what_is_wrong() {
    let mut packet = Packet::access_request();
    packet.push_raw(241, &[2, 1, 9]).unwrap();
    packet.push_raw(245, &[4, 0x80, 7]).unwrap();
    packet.push_raw(245, &[]).unwrap();
    assert_eq!(
        shown(&packet),
        [
            "Short-TLV = 0x0109 (invalid: holds attributes that do not fill it exactly)",
            "Long-Octets = 0x07 (invalid: its parts are empty, not full or not followed by the next)",
            "Extended-Attribute-5 = 0x",
        ]
    );
}

#[test]
fn a_secret_in_a_tlv_is_never_printed() {
    let keys = Keys::new(Secret::new("a shared secret").unwrap(), [7; 16]);
    let mut packet = Packet::access_request();
    packet.push_text(&DICTIONARY, "WiMAX-Keys = { WiMAX-Key = hunter2 }").unwrap();
    assert_eq!(shown(&packet), ["WiMAX-Keys = <hidden>"]);
    let open = packet.open(keys).unwrap();
    assert_eq!(shown(&open), ["WiMAX-Keys = { WiMAX-Key = <hidden> }"]);
    let view = open.get(wimax::KEYS).unwrap().unwrap();
    assert!(view.get(wimax::keys::KEY).unwrap().unwrap().matches("hunter2"));
}
