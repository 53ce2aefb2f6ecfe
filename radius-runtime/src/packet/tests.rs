//! Typed reading and writing of packets: what `get`, `push`, `set` and `remove` promise.

use std::borrow::Cow;
use std::net::Ipv4Addr;

use super::*;
use crate::attribute::{Keys, Problem, TaggedValue};
use crate::crypto::Secret;
use crate::fixture::*;
use crate::value::ValueError;

fn octets(packet: &Packet) -> Vec<u8> {
    packet.encode().unwrap().split_off(HEADER_OCTETS)
}

fn decoded(attributes: &[u8]) -> Packet {
    let mut datagram = vec![1, 0, 0, (HEADER_OCTETS + attributes.len()) as u8];
    datagram.resize(HEADER_OCTETS, 0);
    datagram.extend_from_slice(attributes);
    Packet::decode(&datagram).unwrap()
}

fn problem<T>(result: Result<T, AttributeError>) -> Problem {
    result.err().unwrap().problem
}

#[test]
fn golden_vectors_of_every_scalar_place() {
    let request = Packet::access_request();
    for (packet, expected) in [
        (request.clone().with(USER_NAME, "bob"), &[1, 5, b'b', b'o', b'b'][..]),
        (request.clone().with(NAS_PORT, 5), &[5, 6, 0, 0, 0, 5]),
        (request.clone().with(TUNNEL_TYPE.tag(1), 3), &[0x40, 6, 1, 0, 0, 3]),
        (request.clone().with(TUNNEL_TYPE, 3), &[0x40, 6, 0, 0, 0, 3]),
        (request.clone().with(TUNNEL_CLIENT_ENDPOINT.tag(1), "a"), &[0x42, 4, 1, b'a']),
        (request.clone().with(TUNNEL_CLIENT_ENDPOINT, "a"), &[0x42, 3, b'a']),
        (request.clone().with(TUNNEL_CLIENT_ENDPOINT, "\u{1}a"), &[0x42, 5, 0, 1, b'a']),
        (request.clone().with(CISCO_AV_PAIR, "x=y"), &[26, 11, 0, 0, 0, 9, 1, 5, b'x', b'=', b'y']),
        (request.clone().with(LUCENT_MAX_SHARED_USERS, 1), &[26, 13, 0, 0, 0x12, 0xee, 0, 2, 7, 0, 0, 0, 1]),
        (request.clone().with(SN_VPN_NAME, "foo"), &[26, 13, 0, 0, 0x1f, 0xe4, 0, 2, 0, 7, b'f', b'o', b'o']),
        (request.clone().with(USR_EVENT_ID, 1234), &[26, 14, 0, 0, 1, 0xad, 0, 0, 0xbf, 0xbe, 0, 0, 4, 0xd2]),
    ] {
        assert_eq!(octets(&packet), expected);
        assert_eq!(octets(&decoded(expected)), expected);
    }
}

#[test]
fn every_vendor_format_is_read_back() {
    let packet = Packet::access_request()
        .with(CISCO_AV_PAIR, "x=y")
        .with(LUCENT_MAX_SHARED_USERS, 1)
        .with(SN_VPN_NAME, "foo")
        .with(USR_EVENT_ID, 1234);
    assert_eq!(packet.get(CISCO_AV_PAIR), Ok(Some("x=y")));
    assert_eq!(packet.get(LUCENT_MAX_SHARED_USERS), Ok(Some(1)));
    assert_eq!(packet.get(SN_VPN_NAME), Ok(Some("foo")));
    assert_eq!(packet.get(USR_EVENT_ID), Ok(Some(1234)));
    assert_eq!(packet.get(USER_NAME), Ok(None), "a vendor's attribute 1 is not User-Name");
}

#[test]
fn absent_is_none_and_malformed_is_an_error_that_names_the_attribute() {
    let packet = decoded(&[5, 5, 0, 0, 1, 8, 6, 10, 0, 0, 1]);
    let error = packet.get(NAS_PORT).unwrap_err();
    assert_eq!(error.to_string(), "NAS-Port has 3 octets where its type has 4");
    assert_eq!(
        packet.get(FRAMED_IP_ADDRESS),
        Ok(Some(Ipv4Addr::new(10, 0, 0, 1))),
        "only that one is invalid"
    );
    assert_eq!(packet.get(USER_NAME), Ok(None));
}

#[test]
fn tags_are_read_and_selected_p46_p47() {
    let packet = decoded(&[0x40, 6, 1, 0, 0, 3, 0x40, 6, 2, 0, 0, 13, 0x42, 4, 0x21, b'a', 0x42, 4, 0, b'b']);
    let all: Vec<_> = packet.get_all(TUNNEL_TYPE).map(Result::unwrap).collect();
    assert_eq!(all, [TaggedValue { tag: 1, value: 3 }, TaggedValue { tag: 2, value: 13 }]);
    assert_eq!(packet.get(TUNNEL_TYPE.tag(2)), Ok(Some(13)));
    assert_eq!(packet.get(TUNNEL_TYPE.tag(3)), Ok(None));
    let endpoints: Vec<_> = packet.get_all(TUNNEL_CLIENT_ENDPOINT).map(Result::unwrap).collect();
    assert_eq!(endpoints, [TaggedValue { tag: 0, value: "!a" }, TaggedValue { tag: 0, value: "b" }]);
    let invalid = decoded(&[0x40, 6, 0x21, 0, 0, 3]);
    assert_eq!(problem(invalid.get(TUNNEL_TYPE)), Problem::Tag(0x21));
}

#[test]
fn values_that_cannot_be_sent_are_errors_and_change_nothing() {
    let mut packet = Packet::access_request().with(USER_NAME, "alice");
    let before = packet.clone();
    assert_eq!(
        problem(packet.push(TUNNEL_TYPE, 0x0100_0000)),
        ValueError::OutOfRange { max: 0xff_ffff }.into()
    );
    assert_eq!(problem(packet.push(TUNNEL_TYPE.tag(32), 1)), Problem::Tag(32));
    assert_eq!(problem(packet.push(USER_NAME, "")), Problem::Empty);
    assert_eq!(problem(packet.push(USER_NAME, "x".repeat(254))), Problem::TooLong { max: 253 });
    assert_eq!(problem(packet.push(CISCO_AV_PAIR, "x".repeat(248))), Problem::TooLong { max: 247 });
    assert_eq!(problem(packet.push(INTERNAL, 1)), Problem::Number(1000));
    assert_eq!(problem(packet.push(USER_PASSWORD, "x".repeat(129))), Problem::TooLong { max: 128 });
    assert_eq!(problem(packet.push(TUNNEL_PASSWORD, "x".repeat(240))), Problem::TooLong { max: 239 });
    assert_eq!(problem(packet.push(MESSAGE_AUTHENTICATOR, [0; 16])), Problem::AddedBySealing);
    assert_eq!(problem(packet.set(USER_NAME, "")), Problem::Empty);
    assert_eq!(packet, before);
    assert_eq!(packet.push(USER_NAME, "x".repeat(253)), Ok(()));
}

#[test]
fn with_keeps_the_first_error_for_sealing() {
    let secret = Secret::new("secret").unwrap();
    let packet = Packet::access_request().with(USER_NAME, "").with(TUNNEL_TYPE.tag(32), 1).with(NAS_PORT, 1);
    let expected = SealError::Attribute(AttributeError { name: "User-Name".into(), problem: Problem::Empty });
    assert_eq!(packet.seal_request(1, &secret).err(), Some(expected.clone()));
    assert_eq!(packet.encode(), Err(expected));
}

#[test]
fn empty_texts_are_ignored_but_for_chargeable_user_identity_p11() {
    let packet = decoded(&[1, 2, 25, 2, 89, 2, 1, 3, b'a']);
    assert_eq!(packet.get(USER_NAME), Ok(Some("a")));
    assert_eq!(packet.get(CLASS), Ok(None));
    assert_eq!(packet.get(CHARGEABLE_USER_IDENTITY), Ok(Some(&[][..])));
}

#[test]
fn several_attributes_in_one_vendor_specific_are_read_written_and_edited() {
    let mut packet = Packet::access_request();
    packet
        .push_group(CISCO, |group| {
            group.with(CISCO_AV_PAIR, "a").with(CISCO_NAS_PORT, "p").with(CISCO_AV_PAIR, "b")
        })
        .unwrap();
    let grouped = [26, 15, 0, 0, 0, 9, 1, 3, b'a', 2, 3, b'p', 1, 3, b'b'];
    assert_eq!(octets(&packet), grouped);
    let pairs: Result<Vec<_>, _> = packet.get_all(CISCO_AV_PAIR).collect();
    assert_eq!(pairs, Ok(vec!["a", "b"]));
    packet.set(CISCO_AV_PAIR, "c").unwrap();
    assert_eq!(octets(&packet), [26, 9, 0, 0, 0, 9, 2, 3, b'p', 26, 9, 0, 0, 0, 9, 1, 3, b'c']);
    assert_eq!(packet.remove(CISCO_NAS_PORT), 1);
    assert_eq!(octets(&packet), [26, 9, 0, 0, 0, 9, 1, 3, b'c'], "an emptied Vendor-Specific goes");
    let other = packet.push_group(CISCO, |group| group.with(USER_NAME, "a"));
    assert_eq!(problem(other), Problem::OtherVendor);
    assert_eq!(problem(packet.push_group(CISCO, |group| group)), Problem::Empty);
    let two = packet.push_group(USR, |group| group.with(USR_EVENT_ID, 1).with(USR_EVENT_ID, 2));
    assert_eq!(problem(two), Problem::Alone, "the second would be read as part of the first");
    let long = "x".repeat(200);
    let full = packet.push_group(CISCO, |group| group.with(CISCO_AV_PAIR, &long).with(CISCO_AV_PAIR, &long));
    assert_eq!(problem(full), Problem::TooLong { max: 255 });
}

#[test]
fn a_malformed_vendor_specific_stays_as_it_is_and_is_not_absence_p33() {
    let malformed = [26, 9, 0, 0, 0, 9, 1, 9, b'x'];
    let packet = decoded(&malformed);
    assert_eq!(problem(packet.get(CISCO_AV_PAIR)), Problem::MalformedVendor);
    assert_eq!(packet.get(SN_VPN_NAME), Ok(None), "another vendor's");
    assert_eq!(octets(&packet), malformed);
    let packet = decoded(&[26, 9, 0, 0, 0, 9, 1, 9, b'x', 26, 9, 0, 0, 0, 9, 1, 3, b'y']);
    assert_eq!(packet.get(CISCO_AV_PAIR), Ok(Some("y")), "a well-formed one is found behind it");
    assert_eq!(
        decoded(&[26, 3, 0, 26, 6, 0, 0, 0, 9]).get(CISCO_AV_PAIR).err().unwrap().name,
        "Cisco-AVPair"
    );
}

#[test]
fn set_and_remove_act_on_a_vendor_attribute_that_is_already_there() {
    let mut packet =
        Packet::access_request().with(CISCO_AV_PAIR, "a").with(USER_NAME, "u").with(CISCO_AV_PAIR, "b");
    packet.set(CISCO_AV_PAIR, "c").unwrap();
    assert_eq!(octets(&packet), [26, 9, 0, 0, 0, 9, 1, 3, b'c', 1, 3, b'u']);
    assert_eq!(packet.remove(CISCO_AV_PAIR), 1);
    assert_eq!(packet.remove(CISCO_AV_PAIR), 0);
    assert_eq!(octets(&packet), [1, 3, b'u']);
}

#[test]
fn set_with_a_tag_leaves_other_tags_alone() {
    let mut packet = Packet::access_request()
        .with(TUNNEL_TYPE.tag(1), 1)
        .with(TUNNEL_TYPE.tag(2), 2)
        .with(TUNNEL_TYPE.tag(1), 3);
    packet.set(TUNNEL_TYPE.tag(1), 9).unwrap();
    assert_eq!(octets(&packet), [0x40, 6, 1, 0, 0, 9, 0x40, 6, 2, 0, 0, 2]);
    assert_eq!(packet.remove(TUNNEL_TYPE), 2);
}

#[test]
fn eap_messages_are_split_and_joined_p57_p58() {
    let long: Vec<u8> = (0..600_u32).map(|n| n as u8).collect();
    let packet = Packet::access_request().with(EAP_MESSAGE, &long).with(USER_NAME, "u");
    let lengths: Vec<_> = packet.iter().map(|raw| (raw.number, raw.value.len())).collect();
    assert_eq!(lengths, [(79, 253), (79, 253), (79, 94), (1, 1)]);
    assert_eq!(packet.get(EAP_MESSAGE), Ok(Some(Cow::Owned(long))));
    let short = Packet::access_request().with(EAP_MESSAGE, [2, 1]);
    assert!(matches!(short.get(EAP_MESSAGE), Ok(Some(Cow::Borrowed([2, 1])))));
    let torn = decoded(&[79, 3, 1, 1, 3, b'u', 79, 3, 2]);
    assert_eq!(problem(torn.get(EAP_MESSAGE)), Problem::NotConsecutive);
    assert_eq!(torn.get_all(EAP_MESSAGE).count(), 2);
}

#[test]
fn hidden_values_come_back_through_their_keys_p22_p48_p50() {
    let keys = Keys::new(Secret::new("xyzzy5461").unwrap(), [7; 16]);
    let key: Vec<u8> = (1..=32).collect();
    let packet = Packet::new(Code::ACCESS_ACCEPT)
        .with(USER_PASSWORD, "a password of more than sixteen octets")
        .with(TUNNEL_PASSWORD.tag(1), "first")
        .with(TUNNEL_PASSWORD, "second")
        .with(MS_MPPE_SEND_KEY, &key)
        .with(MS_CHAP_MPPE_KEYS, [9; 24])
        .with(CLASS, "plain".as_bytes());
    assert_eq!(packet.encode(), Err(SealError::NotHidden));
    let open = packet.open(keys).unwrap();
    let wire = open.encode().unwrap();
    for clear in [&b"password"[..], b"first", b"second", &key[..16]] {
        assert!(!wire.windows(clear.len()).any(|window| window == clear), "a value is in clear");
    }
    assert!(open.get(USER_PASSWORD).unwrap().unwrap().matches("a password of more than sixteen octets"));
    assert!(open.get(TUNNEL_PASSWORD.tag(1)).unwrap().unwrap().matches("first"));
    assert_eq!(open.get(TUNNEL_PASSWORD.tag(0)).unwrap().unwrap().to_str(), Ok("second"));
    assert!(open.get(MS_MPPE_SEND_KEY).unwrap().unwrap().matches(&key));
    assert!(open.get(MS_CHAP_MPPE_KEYS).unwrap().unwrap().matches([9; 24]));
    let salts: Vec<_> =
        open.iter().filter(|raw| raw.number == 69).map(|raw| raw.value[1..3].to_vec()).collect();
    assert_ne!(salts[0], salts[1], "salts are unique within the packet");
    assert!(salts.iter().all(|salt| salt[0] & 0x80 != 0), "the highest bit of a salt is set");
    for debug in [format!("{open:?}"), format!("{:?}", open.get(USER_PASSWORD))] {
        assert!(!debug.contains("password of") && !debug.contains("xyzzy"), "{debug}");
    }
}

#[test]
fn editing_keeps_track_of_values_to_hide() {
    let keys = Keys::new(Secret::new("xyzzy5461").unwrap(), [7; 16]);
    let mut packet = Packet::access_request()
        .with(USER_NAME, "a")
        .with(USER_PASSWORD, "old")
        .with(NAS_PORT, 1)
        .with(MS_CHAP_MPPE_KEYS, [9; 24]);
    packet.set(USER_NAME, "a longer name").unwrap();
    packet.set(USER_PASSWORD, "new").unwrap();
    packet.remove(NAS_PORT);
    let open = packet.clone().open(keys.clone()).unwrap();
    assert!(open.get(USER_PASSWORD).unwrap().unwrap().matches("new"));
    assert!(open.get(MS_CHAP_MPPE_KEYS).unwrap().unwrap().matches([9; 24]));
    packet.remove(USER_PASSWORD);
    packet.remove(MS_CHAP_MPPE_KEYS);
    assert_eq!(octets(&packet), [&[1, 15][..], b"a longer name"].concat());
}

#[test]
fn a_group_may_hold_hidden_values() {
    let keys = Keys::new(Secret::new("xyzzy5461").unwrap(), [7; 16]);
    let mut packet = Packet::new(Code::ACCESS_ACCEPT).with(USER_NAME, "a");
    let fill = |group: Packet| group.with(MS_MPPE_SEND_KEY, [1; 16]).with(MS_CHAP_MPPE_KEYS, [2; 24]);
    packet.push_group(MICROSOFT, fill).unwrap();
    let open = packet.open(keys).unwrap();
    assert_eq!(open.iter().count(), 2);
    assert!(open.get(MS_MPPE_SEND_KEY).unwrap().unwrap().matches([1; 16]));
    assert!(open.get(MS_CHAP_MPPE_KEYS).unwrap().unwrap().matches([2; 24]));
}

#[test]
fn debug_of_what_reads_a_packet_shows_no_value() {
    let packet = Packet::access_request().with(USER_NAME, "a").with(USER_PASSWORD, "AAAA");
    let raw: Vec<_> = packet.iter().collect();
    let shown = [
        format!("{packet:?}"),
        format!("{:?}", packet.iter()),
        format!("{raw:?}"),
        format!("{:?}", packet.get_all(USER_NAME)),
        format!("{:?}", packet.get_all(CISCO_AV_PAIR)),
    ];
    for shown in shown {
        assert!(!shown.contains("65, 65") && !shown.contains("AAAA"), "{shown}");
    }
}

#[test]
fn passwords_need_not_be_utf_8_nor_lose_octets() {
    let keys = Keys::new(Secret::new("s").unwrap(), [7; 16]);
    let octets = b"caf\xe9";
    let open = Packet::access_request().with(USER_PASSWORD.octets(), octets).open(keys).unwrap();
    assert_eq!(open.get(USER_PASSWORD).unwrap().unwrap().as_bytes(), octets);
    assert!(open.get(USER_PASSWORD).unwrap().unwrap().to_str().is_err());
}
