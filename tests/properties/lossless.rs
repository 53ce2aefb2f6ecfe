//! Arbitrary octets: nothing panics, and what is a packet is kept octet for octet.

use proptest::collection::vec;
use proptest::prelude::*;
use radius_runtime::packet::{DecodeError, HEADER_OCTETS, MAX_OCTETS, Received};
use radius_runtime::{Code, OpenPacket, Packet, Secret};

use super::dictionary::*;
use super::exercise::{exercise, read};
use super::model::packets;

fn secret() -> Secret {
    Secret::new("a shared secret").unwrap()
}

fn read_all(packet: &OpenPacket) {
    macro_rules! read_each {
        ($($handle:expr),* $(,)?) => { $(read(packet, $handle);)* };
    }
    read_each!(
        USER_NAME,
        USER_PASSWORD,
        NUMBER,
        CLASS,
        TUNNEL_TYPE,
        TUNNEL_TYPE.tag(1),
        TUNNEL_ID,
        TUNNEL_ID.tag(0),
        TUNNEL_SECRET,
        TUNNEL_SECRET.tag(31),
        EAP_MESSAGE,
        ASCEND_SECRET,
        OF_BYTE,
        OF_SHORT,
        OF_INTEGER,
        OF_INTEGER64,
        OF_INT8,
        OF_INT16,
        OF_INT32,
        OF_INT64,
        OF_BOOL,
        OF_FLOAT32,
        OF_FLOAT64,
        OF_IPADDR,
        OF_IPV6ADDR,
        OF_IPV4PREFIX,
        OF_IPV6PREFIX,
        OF_COMBO_IP,
        OF_IFID,
        OF_ETHER,
        OF_DATE,
        OF_TIME_DELTA,
        OF_ABINARY,
        format_1_0::TEXT,
        format_1_0::NUMBER,
        format_1_1::TEXT,
        format_1_1::NUMBER,
        format_1_1::KEY,
        format_1_1::TAGGED,
        format_1_2::TEXT,
        format_1_2::NUMBER,
        format_2_0::TEXT,
        format_2_0::NUMBER,
        format_2_1::TEXT,
        format_2_1::NUMBER,
        format_2_2::TEXT,
        format_2_2::NUMBER,
        format_4_0::TEXT,
        format_4_0::NUMBER,
        format_4_1::TEXT,
        format_4_1::NUMBER,
        format_4_2::TEXT,
        format_4_2::NUMBER,
    );
}

/// A header that fits the attributes, whatever these are.
fn datagrams() -> impl Strategy<Value = Vec<u8>> {
    let attributes = prop_oneof![
        vec(any::<u8>(), 0..300),
        // Attributes that are framed well more often than not.
        vec((any::<u8>(), 0..12_usize, vec(any::<u8>(), 0..12)), 0..12).prop_map(|attributes| {
            let mut octets = Vec::new();
            for (number, too_short, value) in attributes {
                let length = if too_short == 0 { value.len() } else { value.len() + 2 };
                octets.extend([number, u8::try_from(length).unwrap()]);
                octets.extend(value);
            }
            octets
        }),
        packets().prop_map(|packet| packet.octets()),
    ];
    let codes = prop_oneof![Just(1), Just(2), Just(4), Just(5), Just(11), Just(12), Just(43), any::<u8>(),];
    (codes, any::<u8>(), any::<[u8; 16]>(), attributes, vec(any::<u8>(), 0..4)).prop_map(
        |(code, identifier, authenticator, attributes, padding)| {
            let length = u16::try_from(HEADER_OCTETS + attributes.len()).unwrap();
            [&[code, identifier][..], &length.to_be_bytes(), &authenticator, &attributes, &padding].concat()
        },
    )
}

proptest! {
    #[test]
    fn any_octets_are_a_packet_or_none_and_nothing_panics(octets in vec(any::<u8>(), 0..100)) {
        let _ = exercise(&octets, &DICTIONARY, &secret(), read_all);
    }

    #[test]
    fn any_attributes_are_a_packet_or_none_and_nothing_panics(datagram in datagrams()) {
        let _ = exercise(&datagram, &DICTIONARY, &secret(), read_all);
    }

    #[test]
    fn a_packet_with_any_octet_changed_is_a_packet_or_none(
        datagram in datagrams(), at in any::<prop::sample::Index>(), octet in any::<u8>()
    ) {
        let mut datagram = datagram;
        let at = at.index(datagram.len());
        datagram[at] = octet;
        let _ = exercise(&datagram, &DICTIONARY, &secret(), read_all);
    }

    #[test]
    fn a_packet_that_is_cut_short_is_none(packet in packets(), cut in 1..40_usize) {
        let whole = packet.packet(Code::ACCESS_REQUEST).encode().unwrap();
        let cut = &whole[..whole.len().saturating_sub(cut)];
        let is_cut = matches!(Received::from_datagram(cut), Err(DecodeError::Truncated { .. } | DecodeError::TooShort(_)));
        prop_assert!(is_cut);
    }

    #[test]
    fn every_well_formed_packet_is_taken_and_kept(packet in packets()) {
        let built = packet.packet(Code::ACCESS_REQUEST);
        let octets = built.encode().unwrap();
        prop_assert!(octets.len() <= MAX_OCTETS);
        prop_assert_eq!(&octets[HEADER_OCTETS..], packet.octets());
        prop_assert_eq!(Packet::decode(&octets), Ok(built));
        prop_assert_eq!(exercise(&octets, &DICTIONARY, &secret(), read_all), Ok(()));
    }
}
