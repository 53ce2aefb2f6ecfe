//! What a proxy sends on is what it received, hidden anew.

use proptest::collection::vec;
use proptest::prelude::*;
use radius_runtime::attribute::TlvValue;
use radius_runtime::packet::{Profile, Received, RequestPolicy};
use radius_runtime::{Code, Keys, OpenPacket, Packet, Secret};

use super::model::packets;

radius_runtime::include_dictionary! {
    /// Attributes that are hidden in every place where they can stand.
    mod dictionary = "properties/forwarding.dictionary";
}

use dictionary::*;

fn keys(secret: &str) -> Keys {
    Keys::new(Secret::new(secret).unwrap(), [secret.len() as u8; 16])
}

/// Attributes that hide nothing, whatever else is in them.
fn plain(packet: &Packet) -> Vec<(u8, Vec<u8>)> {
    const HIDING: [u8; 5] = [2, 26, 69, 80, 214];
    let plain = packet.iter().filter(|raw| !HIDING.contains(&raw.number));
    plain.map(|raw| (raw.number, raw.value.to_vec())).collect()
}

fn numbers(packet: &Packet) -> Vec<u8> {
    packet.iter().map(|raw| raw.number).filter(|&number| number != 80).collect()
}

/// A packet in which everything is that can be hidden, with something between.
fn hiding(password: &str, key: &[u8]) -> Packet {
    let tlv = TlvValue::new().with(continued::tlv::TEXT, "between").with(continued::tlv::KEY, key);
    let mut packet = Packet::new(Code::ACCESS_ACCEPT)
        .with(CLASS, b"first")
        .with(USER_PASSWORD, password)
        .with(TUNNEL_SECRET.tag(7), password)
        .with(ASCEND_SECRET, &password[..password.len().min(16)])
        .with(continued::KEY, key)
        .with(continued::TEXT, "between")
        .with(continued::TLV, tlv);
    let group = |group: Packet| {
        group
            .with(format_1_1::NUMBER, 7)
            .with(format_1_1::KEY, &key[..key.len().min(100)])
            .with(format_1_1::TEXT, "x")
    };
    packet.push_group(format_1_1::VENDOR, group).unwrap();
    packet.with(CLASS, b"last")
}

fn assert_holds(packet: &OpenPacket, password: &str, key: &[u8]) {
    assert!(packet.get(USER_PASSWORD).unwrap().unwrap().matches(password));
    assert!(packet.get(TUNNEL_SECRET.tag(7)).unwrap().unwrap().matches(password));
    assert!(packet.get(ASCEND_SECRET).unwrap().unwrap().matches(&password[..password.len().min(16)]));
    assert!(packet.get(continued::KEY).unwrap().unwrap().matches(key));
    let tlv = packet.get(continued::TLV).unwrap().unwrap();
    assert!(tlv.get(continued::tlv::KEY).unwrap().unwrap().matches(key));
    assert_eq!(tlv.get(continued::tlv::TEXT), Ok(Some("between")));
    assert!(packet.get(format_1_1::KEY).unwrap().unwrap().matches(&key[..key.len().min(100)]));
    assert_eq!((packet.get(format_1_1::NUMBER), packet.get(format_1_1::TEXT)), (Ok(Some(7)), Ok(Some("x"))));
    let classes: Result<Vec<_>, _> = packet.get_all(CLASS).collect();
    assert_eq!(classes, Ok(vec![&b"first"[..], b"last"]));
}

proptest! {
    #[test]
    fn whatever_is_received_is_sent_on_in_its_order_and_what_is_not_hidden_octet_for_octet_p28(
        attributes in vec((1..=u8::MAX, vec(any::<u8>(), 0..40)), 0..20), own in packets(),
    ) {
        let mut packet = own.packet(Code::ACCESS_REQUEST);
        for (number, value) in attributes {
            packet.push_raw(number, &value).unwrap();
        }
        let received = packet.open(keys("of the one")).unwrap();
        let forwarded = received.to_forward(&DICTIONARY).unwrap();
        let mut sent = plain(&forwarded);
        if numbers(&received).contains(&3) && !numbers(&received).contains(&60) {
            prop_assert_eq!(sent.pop(), Some((60, vec![10; 16])), "what CHAP-Password was made from (RFC 2865 §2.3)");
        }
        prop_assert_eq!(sent, plain(&received));
        let forwarded = forwarded.open(keys("of the other")).unwrap();
        prop_assert!(numbers(&forwarded).starts_with(&numbers(&received)));
    }

    #[test]
    fn hidden_values_are_hidden_anew_for_the_next_hop_p21_p29(
        password in "[!-~]{1,128}", key in vec(any::<u8>(), 1..=200),
    ) {
        let received = hiding(&password, &key).open(keys("of the one")).unwrap();
        let forwarded = received.to_forward(&DICTIONARY).unwrap();
        prop_assert!(forwarded.encode().is_err(), "nothing goes out in clear");
        let others = forwarded.open(keys("of the other")).unwrap();
        prop_assert_eq!(numbers(&others), numbers(&received));
        assert_holds(&others, &password, &key);
    }

    #[test]
    fn hidden_values_go_between_udp_and_radius_1_1_p155(
        password in "[!-~]{1,128}", key in vec(any::<u8>(), 1..=200),
    ) {
        let udp = Profile::udp(Secret::new("of the one").unwrap());
        let tls = Profile::radius_1_1();
        let header = *udp.seal_request(&Packet::access_request(), 7).unwrap().header();
        let token = *tls.seal_request(&Packet::access_request(), 7).unwrap().header();
        let open = |octets: &[u8], keys| Received::from_stream(octets).unwrap().to_packet().open(keys).unwrap();
        let received = open(&udp.seal_reply(&hiding(&password, &key), &header).unwrap(), udp.keys(&header));
        let over_tls = tls.seal_reply(&received.to_forward(&DICTIONARY).unwrap(), &token).unwrap();
        let in_clear = open(&over_tls, tls.keys(&token));
        assert_holds(&in_clear, &password, &key);
        let back = udp.seal_reply(&in_clear.to_forward(&DICTIONARY).unwrap(), &header).unwrap();
        prop_assert!(password.len() < 4 || !back.windows(password.len()).any(|window| window == password.as_bytes()));
        assert_holds(&open(&back, udp.keys(&header)), &password, &key);
    }
}

#[test]
fn a_hidden_value_that_is_malformed_stays_as_it_is_unless_it_came_in_clear() {
    let mut packet = Packet::access_request();
    packet.push_raw(2, &[7; 17]).unwrap();
    let forwarded = packet.clone().open(keys("of the one")).unwrap().to_forward(&DICTIONARY).unwrap();
    assert_eq!(forwarded, packet);
    let mut too_long = Packet::access_request();
    too_long.push_raw(2, &[7; 129]).unwrap();
    let error = too_long.open(Keys::in_clear()).unwrap().to_forward(&DICTIONARY).unwrap_err();
    assert_eq!(error.name, "User-Password");
}

#[test]
fn what_cannot_be_hidden_is_left_alone_or_cannot_be_sent() {
    // There is nothing to hide in reports with (RFC 2866 §3).
    let mut report = Packet::accounting_request();
    report.push_raw(2, &[7; 16]).unwrap();
    let secret = Secret::new("of the one").unwrap();
    let sealed = report.seal_request(3, &secret).unwrap();
    let received = Received::from_datagram(sealed.octets()).unwrap();
    received.verify_request(&secret, RequestPolicy::default()).unwrap();
    let received =
        received.to_packet().open(Keys::new(secret.clone(), sealed.header().authenticator)).unwrap();
    assert_eq!(plain(&received.to_forward(&DICTIONARY).unwrap()), plain(&report));
    let in_clear = report.open(Keys::in_clear()).unwrap().to_forward(&DICTIONARY).unwrap();
    assert!(in_clear.seal_request(3, &secret).is_err(), "over TLS it was protected");
}

/// The next hop must be able to check what the one before it could (RFC 5176 §3.4).
#[test]
fn what_changes_a_session_goes_on_signed_if_it_came_signed_p99() {
    let secrets = ["of the one", "of the other"].map(|secret| Secret::new(secret).unwrap());
    for is_signed in [false, true] {
        for request in [Packet::coa_request(), Packet::disconnect_request()] {
            let mut request = request.with(CLASS, b"session");
            if is_signed {
                request.push_raw(80, &[0; 16]).unwrap();
            }
            let sealed = request.seal_request(3, &secrets[0]).unwrap();
            let received = Received::from_datagram(sealed.octets()).unwrap().to_packet();
            let received =
                received.open(Keys::new(secrets[0].clone(), sealed.header().authenticator)).unwrap();
            let forwarded = received.to_forward(&DICTIONARY).unwrap().seal_request(4, &secrets[1]).unwrap();
            let forwarded = Received::from_datagram(forwarded.octets()).unwrap();
            forwarded.verify_request(&secrets[1], RequestPolicy::default()).unwrap();
            assert_eq!(forwarded.attributes().any(|raw| raw.number == 80), is_signed);
            assert_eq!(plain(&forwarded.to_packet()), plain(&request));
        }
    }
}
