//! Any datagram: decoding, verifying, reading, printing, editing and encoding it.
#![no_main]

#[path = "../../properties/exercise.rs"]
mod exercise;

use libfuzzer_sys::fuzz_target;
use radius_runtime::packet::{HEADER_OCTETS, MAX_OCTETS, Received, RequestHeader, SealError};
use radius_runtime::{Code, OpenPacket, Packet, Secret};

use dictionary::*;
use exercise::{exercise, read};

radius_runtime::include_dictionary! {
    mod dictionary = "../properties/dictionary";
}

fn read_all(packet: &OpenPacket) {
    read(packet, USER_NAME);
    read(packet, USER_PASSWORD);
    read(packet, NUMBER);
    read(packet, TUNNEL_TYPE);
    read(packet, TUNNEL_ID.tag(1));
    read(packet, TUNNEL_SECRET);
    read(packet, EAP_MESSAGE);
    read(packet, ASCEND_SECRET);
    read(packet, OF_IPV6PREFIX);
    read(packet, OF_COMBO_IP);
    read(packet, OF_DATE);
    read(packet, format_1_1::KEY);
    read(packet, format_1_1::TAGGED);
    read(packet, format_2_0::NUMBER);
    read(packet, format_2_2::TEXT);
    read(packet, format_4_0::NUMBER);
    read(packet, format_4_1::TEXT);
}

/// Edits the packet as an octet says, with a value that is free. Whatever fails must change nothing.
fn edit(packet: &mut Packet, octet: u8, value: &[u8]) {
    let before = packet.clone();
    let number = u32::from_be_bytes([0, octet, octet, octet]);
    let result = match octet % 16 {
        0 => packet.push(USER_NAME.octets(), value),
        1 => packet.set(USER_NAME.octets(), value),
        2 => packet.set(NUMBER, number),
        3 => packet.set(TUNNEL_NUMBER.tag(octet / 16), number),
        4 => packet.push(TUNNEL_ID.tag(octet / 8).octets(), value),
        5 => packet.push(EAP_MESSAGE, value),
        6 => packet.set(EAP_MESSAGE, value),
        7 => packet.set(format_1_1::TEXT.octets(), value),
        8 => packet.set(format_2_2::NUMBER, number),
        9 => packet.set(format_4_0::TEXT.octets(), value),
        10 => packet.push_group(format_1_1::VENDOR, |group| {
            group.with(format_1_1::TEXT.octets(), value).with(format_1_1::NUMBER, number)
        }),
        11 => packet.push_raw(octet, value),
        removal => {
            let found = match removal {
                12 => packet.remove(USER_NAME),
                13 => packet.remove(TUNNEL_ID),
                14 => packet.remove(format_1_1::NUMBER),
                _ => packet.remove(format_4_1::TEXT),
            };
            assert_eq!(found == 0, *packet == before);
            Ok(())
        }
    };
    if result.is_err() {
        assert_eq!(*packet, before, "an error changes nothing");
    }
}

fuzz_target!(|datagram: &[u8]| {
    let secret = Secret::new("fuzz").unwrap();
    if exercise(datagram, &DICTIONARY, &secret, read_all).is_err() {
        return;
    }
    let received = Received::from_datagram(datagram).unwrap();
    let mut packet = received.to_packet();
    // The authenticator's octets mean nothing to the codec, and so they say which edits to do.
    for &octet in received.authenticator() {
        let value = datagram.get(HEADER_OCTETS..HEADER_OCTETS + usize::from(octet)).unwrap_or_default();
        edit(&mut packet, octet, value);
    }
    match packet.encode() {
        Ok(octets) => assert_eq!(Packet::decode(&octets), Ok(packet.clone())),
        Err(error) => assert_eq!(error, SealError::TooLong),
    }

    let mut reply = Packet::new(Code::ACCESS_ACCEPT);
    for raw in &packet {
        reply.push_raw(raw.number, raw.value).unwrap();
    }
    let header =
        RequestHeader { code: Code::ACCESS_REQUEST, identifier: 7, authenticator: *received.authenticator() };
    match reply.seal_reply(&header, &secret) {
        Ok(octets) => {
            assert!(octets.len() <= MAX_OCTETS);
            let sealed = Received::from_datagram(&octets).unwrap();
            assert_eq!(sealed.verify_reply(&header, &secret, true), Ok(()));
        }
        Err(error) => assert_eq!(error, SealError::TooLong),
    }
});
