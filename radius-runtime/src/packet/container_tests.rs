//! Attributes that hold attributes: TLVs, extended ones, vendors' in them, and values that need several.

use std::borrow::Cow;
use std::net::{IpAddr, Ipv4Addr};

use super::*;
use crate::attribute::{Keys, Problem, TlvValue};
use crate::crypto::Secret;
use crate::fixture::*;

fn octets(packet: &Packet) -> Vec<u8> {
    packet.encode().unwrap().split_off(HEADER_OCTETS)
}

fn decoded(attributes: &[u8]) -> Packet {
    let mut datagram = vec![1, 0];
    datagram.extend(((HEADER_OCTETS + attributes.len()) as u16).to_be_bytes());
    datagram.resize(HEADER_OCTETS, 0);
    datagram.extend_from_slice(attributes);
    Packet::decode(&datagram).unwrap()
}

fn problem<T>(result: Result<T, AttributeError>) -> Problem {
    result.err().unwrap().problem
}

fn request() -> Packet {
    Packet::access_request()
}

#[test]
fn examples_of_rfc6929_9_1_and_9_2() {
    let one = || TlvValue::new().with(CHILD_OCTETS, [0x23, 0x45]);
    let inner = || TlvValue::new().with(INNER_OCTETS, [0xab, 0xcd]);
    let both = || one().with(CHILD_TLV, inner().with(INNER_TEXT, "foo"));
    let text = || TlvValue::new().with(CHILD_TEXT, "test");
    for (packet, expected) in [
        (request().with(EXTENDED_TEXT, "bob"), &[0xf1, 6, 1, b'b', b'o', b'b'][..]),
        (request().with(EXTENDED_NUMBER, 1), &[0xf1, 7, 9, 0, 0, 0, 1]),
        (request().with(EXTENDED_TLV, one()), &[0xf1, 7, 2, 1, 4, 0x23, 0x45]),
        (
            request().with(EXTENDED_TLV, one().with(CHILD_TLV, inner())),
            &[0xf1, 13, 2, 1, 4, 0x23, 0x45, 3, 6, 1, 4, 0xab, 0xcd],
        ),
        (
            request().with(EXTENDED_TLV, both()),
            &[0xf1, 18, 2, 1, 4, 0x23, 0x45, 3, 11, 1, 4, 0xab, 0xcd, 2, 5, b'f', b'o', b'o'],
        ),
        (request().with(EVS_TEXT, "test"), &[0xf1, 12, 26, 0, 0, 0, 1, 4, b't', b'e', b's', b't']),
        (request().with(EVS_TLV, text()), &[0xf1, 14, 26, 0, 0, 0, 1, 5, 4, 6, b't', b'e', b's', b't']),
        (request().with(LONG_TEXT, "bob"), &[0xf5, 7, 1, 0, b'b', b'o', b'b']),
        (
            request().with(LONG_TLV, both()),
            &[0xf5, 19, 2, 0, 1, 4, 0x23, 0x45, 3, 11, 1, 4, 0xab, 0xcd, 2, 5, b'f', b'o', b'o'],
        ),
        (request().with(LONG_EVS_TEXT, "test"), &[0xf5, 13, 26, 0, 0, 0, 0, 1, 4, b't', b'e', b's', b't']),
    ] {
        assert_eq!(octets(&packet), expected);
    }
}

#[test]
fn golden_vectors_of_continued_vendors() {
    let capability = TlvValue::new().with(WIMAX_RELEASE, "1.0");
    let packet = request().with(WIMAX_CAPABILITY, capability);
    assert_eq!(octets(&packet), [26, 14, 0, 0, 0x60, 0xb5, 1, 8, 0, 1, 5, b'1', b'.', b'0']);
    assert_eq!(packet.get(WIMAX_CAPABILITY).unwrap().unwrap().get(WIMAX_RELEASE), Ok(Some("1.0")));
    let address = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));
    let packet = request().with(WIMAX_DNS_SERVER, address);
    assert_eq!(octets(&packet), [26, 13, 0, 0, 0x60, 0xb5, 0x34, 7, 0, 192, 0, 2, 1]);
    assert_eq!(packet.get(WIMAX_DNS_SERVER), Ok(Some(address)));
}

#[test]
fn a_tlv_is_read_with_get_as_a_packet_is() {
    let inner = TlvValue::new().with(INNER_OCTETS, [1]).with(INNER_OCTETS, [2]).with(INNER_TEXT, "x");
    let tlv = TlvValue::new().with(CHILD_TLV, inner).with(CHILD_TEXT, "y");
    let built = request().with(EXTENDED_TLV, tlv);
    for packet in [decoded(&octets(&built)), built] {
        let view = packet.get(EXTENDED_TLV).unwrap().unwrap();
        assert_eq!(view.get(CHILD_TEXT), Ok(Some("y")));
        assert_eq!(view.get(CHILD_OCTETS), Ok(None));
        let inner = view.get(CHILD_TLV).unwrap().unwrap();
        let all: Result<Vec<_>, _> = inner.get_all(INNER_OCTETS).collect();
        assert_eq!(all, Ok(vec![&[1][..], &[2]]));
    }
}

#[test]
fn unknown_and_malformed_children_stay_p113() {
    let packet = decoded(&[0xf1, 10, 2, 99, 3, 7, 1, 4, 0x23, 0x45]);
    assert_eq!(packet.get(EXTENDED_TLV).unwrap().unwrap().get(CHILD_OCTETS), Ok(Some(&[0x23, 0x45][..])));
    for malformed in [&[0xf1, 6, 2, 1, 4, 0][..], &[0xf1, 5, 2, 1, 2], &[0xf1, 4, 2, 1]] {
        let packet = decoded(malformed);
        assert_eq!(problem(packet.get(EXTENDED_TLV)), Problem::MalformedTlv, "{malformed:?}");
        assert_eq!(octets(&packet), malformed, "kept as it is");
    }
}

#[test]
fn a_value_that_needs_several_attributes_is_split_and_joined_p110() {
    let long: Vec<u8> = (0..1000_u32).map(|n| n as u8).collect();
    for (packet, lengths) in [
        (request().with(LONG_OCTETS, &long), &[253; 4][..]),
        (request().with(LONG_EVS_OCTETS, &long), &[253; 5]),
        (request().with(WIMAX_MSK, &long), &[253; 5]),
    ] {
        let found: Vec<_> = packet.iter().map(|raw| raw.value.len()).collect();
        assert_eq!(found.len(), lengths.len());
        assert!(found.iter().rev().skip(1).all(|&length| length == 253), "{found:?}");
        let packet = decoded(&octets(&packet));
        let values = [packet.get(LONG_OCTETS), packet.get(LONG_EVS_OCTETS), packet.get(WIMAX_MSK)];
        let values: Vec<_> = values.into_iter().filter_map(Result::unwrap).collect();
        assert_eq!(values, [Cow::<[u8]>::Owned(long.clone())]);
    }
    let text = "ä".repeat(300);
    let packet = request().with(LONG_TEXT, &text);
    assert_eq!(packet.get(LONG_TEXT), Ok(Some(Cow::Borrowed(&*text))));
}

#[test]
fn the_vendor_stands_in_the_first_part_only_rfc6929_2_4() {
    let packet = request().with(LONG_EVS_OCTETS, [7; 300]);
    let raw: Vec<_> = packet.iter().collect();
    assert_eq!(raw[0].value[..7], [26, 0x80, 0, 0, 0, 1, 6]);
    assert_eq!(raw[1].value[..3], [26, 0, 7]);
}

#[test]
fn parts_are_joined_also_with_other_attributes_in_between_p111() {
    let packet = request().with(LONG_OCTETS, [7; 300]);
    let raw: Vec<_> = packet.iter().map(|raw| (raw.number, raw.value.to_vec())).collect();
    let mut mixed = Packet::access_request();
    mixed.push_raw(raw[0].0, &raw[0].1).unwrap();
    mixed.push(USER_NAME, "between").unwrap();
    mixed.push(LONG_TEXT, "another").unwrap();
    mixed.push_raw(raw[1].0, &raw[1].1).unwrap();
    assert_eq!(mixed.get(LONG_OCTETS), Ok(Some(Cow::Owned(vec![7; 300]))));
    assert_eq!(mixed.get(LONG_TEXT), Ok(Some(Cow::Borrowed("another"))));
    assert_eq!(mixed.remove(LONG_OCTETS), 1);
    let left: Vec<_> = mixed.iter().map(|raw| raw.number).collect();
    assert_eq!(left, [1, 245], "every part is gone, and nothing else");
    mixed.set(LONG_TEXT, "x".repeat(400)).unwrap();
    assert_eq!(mixed.iter().count(), 3);
}

#[test]
fn parts_that_do_not_say_rightly_where_they_end_are_invalid_p110() {
    let mut full = vec![0xf5, 255, 4, 0x80];
    full.resize(255, 7);
    let more_on_the_last = decoded(&full);
    assert_eq!(problem(more_on_the_last.get(LONG_OCTETS)), Problem::Fragments);
    let more_on_a_short_one = decoded(&[0xf5, 6, 4, 0x80, b'a', b'b', 0xf5, 6, 4, 0, b'c', b'd']);
    assert_eq!(problem(more_on_a_short_one.get(LONG_OCTETS)), Problem::Fragments);
    for empty in [&[0xf1, 3, 1][..], &[0xf5, 4, 1, 0], &[0xf5, 3, 1], &[0xf1, 8, 26, 0, 0, 0, 1, 4]] {
        let packet = decoded(empty);
        let found =
            [packet.get(EXTENDED_TEXT).err(), packet.get(LONG_TEXT).err(), packet.get(EVS_TEXT).err()];
        let found: Vec<_> = found.into_iter().flatten().map(|error| error.problem).collect();
        assert_eq!(found, [Problem::Fragments], "{empty:?}");
    }
    let split_number = decoded(&[&full[..2], &[5, 0x80], &full[4..], &[0xf5, 5, 5, 0, 1]].concat());
    assert_eq!(problem(split_number.get(LONG_NUMBER)), Problem::Split);
}

#[test]
fn hidden_values_in_a_tlv_and_in_a_continued_vendor_come_back() {
    let keys = Keys::new(Secret::new("xyzzy5461").unwrap(), [7; 16]);
    let inner = TlvValue::new().with(INNER_TEXT, "before").with(INNER_SECRET, "hunter2");
    let tlv = TlvValue::new().with(CHILD_TEXT, "outside").with(CHILD_TLV, inner);
    let packet = request()
        .with(USER_NAME, "a")
        .with(LONG_TLV, tlv.clone())
        .with(EXTENDED_TLV, tlv)
        .with(WIMAX_KEY, [9; 32]);
    assert!(!format!("{packet:?}").contains("hunter2"));
    let open = packet.open(keys).unwrap();
    assert!(!open.encode().unwrap().windows(7).any(|window| window == b"hunter2"));
    for tlv in [open.get(LONG_TLV), open.get(EXTENDED_TLV)] {
        let tlv = tlv.unwrap().unwrap();
        let inner = tlv.get(CHILD_TLV).unwrap().unwrap();
        assert!(inner.get(INNER_SECRET).unwrap().unwrap().matches("hunter2"));
    }
    assert!(open.get(WIMAX_KEY).unwrap().unwrap().matches([9; 32]));
}

#[test]
fn what_a_container_cannot_hold_is_an_error_that_names_it() {
    let mut packet = request();
    let error = packet.push(EXTENDED_TLV, TlvValue::new().with(CHILD_TEXT, "")).unwrap_err();
    let text = "Extended-TLV holds a value that cannot be sent: Child-Text is empty, and empty values must not be sent";
    assert_eq!(error.to_string(), text);
    assert_eq!(problem(packet.push(EXTENDED_TLV, TlvValue::new())), Problem::Empty);
    let full = TlvValue::new().with(CHILD_OCTETS, [0; 253]);
    assert_eq!(problem(packet.push(EXTENDED_TLV, full.clone())), Problem::TooLong { max: 252 });
    assert_eq!(packet.push(LONG_TLV, full), Ok(()), "a long attribute takes it in two parts");
    assert_eq!(problem(packet.push(EXTENDED_TEXT, "x".repeat(253))), Problem::TooLong { max: 252 });
}
