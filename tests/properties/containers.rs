//! TLVs, extended attributes and values over several attributes: arbitrary octets in them, and edits of them.

use std::borrow::Cow;

use proptest::collection::vec;
use proptest::prelude::*;
use radius_runtime::attribute::{Attribute, Long, TlvValue};
use radius_runtime::{OpenPacket, Packet, Secret};

use super::exercise::{exercise, read};

radius_runtime::include_dictionary! {
    /// Containers of every kind.
    mod containers = "golden/dictionary.containers";
}

use containers::{
    DEEP_1, DICTIONARY, LONG_OCTETS, LONG_TEXT, LONG_TLV, SHORT_TEXT, SHORT_TLV, example, short_tlv, wimax,
};

fn read_all(packet: &OpenPacket) {
    read(packet, SHORT_TEXT);
    read(packet, SHORT_TLV);
    read(packet, DEEP_1);
    read(packet, LONG_TEXT);
    read(packet, LONG_TLV);
    read(packet, LONG_OCTETS);
    read(packet, example::TEXT);
    read(packet, example::TLV);
    read(packet, example::LONG_TEXT);
    read(packet, example::LONG_OCTETS);
    read(packet, wimax::CAPABILITY);
    read(packet, wimax::MSK);
    read(packet, wimax::KEYS);
    read(packet, wimax::DNS_SERVER);
    for tlv in packet.get_all(SHORT_TLV).flatten() {
        let _ = tlv.get(short_tlv::SHORT_ONE);
        for child in tlv.get_all(short_tlv::SHORT_THREE).flatten() {
            let _ = child.get(short_tlv::short_three::TWO);
        }
    }
    for tlv in packet.get_all(wimax::KEYS).flatten() {
        let _ = tlv.get(wimax::keys::KEY);
    }
}

/// The attributes of a packet: containers with arbitrary octets behind headers that are mostly right.
fn attributes() -> impl Strategy<Value = Vec<u8>> {
    let wimax = [0_u8, 0, 0x60, 0xb5];
    let header = prop_oneof![
        prop_oneof![Just(1_u8), Just(2), Just(9), Just(26), any::<u8>()]
            .prop_map(|inside| (241, vec![inside])),
        (
            prop_oneof![Just(1_u8), Just(2), Just(4), Just(26)],
            prop_oneof![Just(0_u8), Just(0x80), any::<u8>()]
        )
            .prop_map(|(inside, flags)| (245, vec![inside, flags])),
        (
            prop_oneof![Just(1_u8), Just(5), Just(6), Just(52)],
            any::<u8>(),
            prop_oneof![Just(0_u8), Just(0x80)]
        )
            .prop_map(move |(inside, length, more)| (26, [&wimax[..], &[inside, length, more]].concat())),
    ];
    let tlvs = vec((1_u8..4, vec(any::<u8>(), 1..8)), 0..4).prop_map(|children| {
        let children = children
            .into_iter()
            .flat_map(|(number, value)| [&[number, value.len() as u8 + 2][..], &value].concat());
        children.collect::<Vec<u8>>()
    });
    let evs = vec(any::<u8>(), 0..6).prop_map(|value| [&[0, 0, 0, 1, 4][..], &value].concat());
    let body = prop_oneof![vec(any::<u8>(), 0..20), tlvs, evs, vec(any::<u8>(), 251)];
    let attribute = (header, body, any::<bool>()).prop_map(|((number, mut header), body, is_right)| {
        if let (26, true, Some(length)) = (number, is_right, header.get_mut(5)) {
            *length = (body.len() + 3).min(255) as u8;
        }
        let mut value = [header, body].concat();
        value.truncate(253);
        [&[number, value.len() as u8 + 2][..], &value].concat()
    });
    vec(attribute, 0..8).prop_map(|attributes| attributes.concat())
}

fn datagram(attributes: &[u8]) -> Vec<u8> {
    let mut datagram = vec![1, 7];
    datagram.extend((20 + attributes.len() as u16).to_be_bytes());
    datagram.resize(20, 9);
    datagram.extend_from_slice(attributes);
    datagram
}

/// Sets, reads and removes a long value between others.
fn edit(
    attribute: Attribute<Long<[u8]>>,
    first: &[u8],
    second: &[u8],
    others: &[u8],
) -> Result<(), TestCaseError> {
    let mut packet = Packet::decode(&datagram(others)).unwrap();
    packet.remove(attribute);
    let before: Vec<_> = packet.iter().map(|raw| (raw.number, raw.value.to_vec())).collect();
    packet.push(attribute, first).unwrap();
    prop_assert_eq!(packet.get(attribute), Ok(Some(Cow::Borrowed(first))));
    packet.set(attribute, second).unwrap();
    let all: Vec<_> = packet.get_all(attribute).map(Result::unwrap).collect();
    prop_assert_eq!(all, vec![Cow::Borrowed(second)]);
    prop_assert_eq!(packet.remove(attribute), 1);
    let after: Vec<_> = packet.iter().map(|raw| (raw.number, raw.value.to_vec())).collect();
    prop_assert_eq!(after, before, "nothing else was touched");
    Ok(())
}

proptest! {
    #[test]
    fn arbitrary_octets_in_containers_never_panic_and_are_kept(attributes in attributes()) {
        let secret = Secret::new("a shared secret").unwrap();
        exercise(&datagram(&attributes), &DICTIONARY, &secret, read_all).unwrap();
    }

    #[test]
    fn long_values_are_set_and_removed_with_all_their_parts(
        first in vec(any::<u8>(), 1..1200),
        second in vec(any::<u8>(), 1..1200),
        // Plain attributes: those of `attributes` may be parts of the very values that are edited.
        others in vec((1_u8..26, vec(any::<u8>(), 0..9)), 0..5),
    ) {
        let others: Vec<u8> = others
            .iter()
            .flat_map(|(number, value)| [&[*number, value.len() as u8 + 2][..], value].concat())
            .collect();
        edit(LONG_OCTETS, &first, &second, &others)?;
        edit(example::LONG_OCTETS, &first, &second, &others)?;
        edit(wimax::MSK, &first, &second, &others)?;
    }

    #[test]
    fn what_is_put_into_a_tlv_is_read_out_of_it(
        one in vec(vec(any::<u8>(), 1..30), 1..4),
        two in "[a-z]{1,30}",
    ) {
        let inner = TlvValue::new().with(short_tlv::short_three::TWO, &two);
        let mut tlv = TlvValue::new().with(short_tlv::SHORT_THREE, inner);
        for value in &one {
            tlv.push(short_tlv::SHORT_ONE, value).unwrap();
        }
        let packet = Packet::access_request().with(SHORT_TEXT, "x").with(SHORT_TLV, tlv);
        let packet = Packet::decode(&packet.encode().unwrap()).unwrap();
        let view = packet.get(SHORT_TLV).unwrap().unwrap();
        let read: Vec<_> = view.get_all(short_tlv::SHORT_ONE).map(Result::unwrap).collect();
        prop_assert_eq!(read, one.iter().map(Vec::as_slice).collect::<Vec<_>>());
        let inner = view.get(short_tlv::SHORT_THREE).unwrap().unwrap();
        prop_assert_eq!(inner.get(short_tlv::short_three::TWO), Ok(Some(two.as_str())));
    }
}
