//! The three profiles beside each other. The octets of RADIUS/1.1 were computed by an independent implementation.

use super::*;
use crate::attribute::{Keys, TlvValue};
use crate::crypto::Secret;
use crate::fixture::{
    CHAP_CHALLENGE, CHAP_PASSWORD, CHILD_TEXT, CHILD_TLV, CLASS, EAP_MESSAGE, INNER_SECRET, INNER_TEXT,
    LONG_TLV, MICROSOFT, MS_CHAP_MPPE_KEYS, MS_MPPE_RECV_KEY, MS_MPPE_SEND_KEY, PROXY_STATE, TUNNEL_PASSWORD,
    USER_NAME, USER_PASSWORD, WIMAX_KEY,
};

const TOKEN: u32 = 0xffff_fffe;

fn octets(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

fn login() -> Packet {
    let mut packet = Packet::access_request().with(USER_NAME, "nemo").with(USER_PASSWORD, "arctangent");
    packet.push_raw(4, &[192, 0, 2, 1]).unwrap();
    packet
}

const LOGIN_1_1: &str =
    "0100002cfffffffe00000000000000000000000001066e656d6f020c61726374616e67656e740406c0000201";

#[test]
fn a_request_of_radius_1_1_has_token_and_clear_password_p149_p151() {
    let profile = Profile::radius_1_1();
    let sealed = profile.seal_request(&login(), TOKEN).unwrap();
    assert_eq!(sealed.octets(), octets(LOGIN_1_1));
    assert_eq!(sealed.header().token(), TOKEN);
    assert!(!format!("{sealed:?}").contains("arctangent"));

    let received = Received::from_stream(sealed.octets()).unwrap();
    profile.verify_request(&received, RequestPolicy::default()).unwrap();
    let open = received.to_packet().opened(profile.keys(&profile.header(&received)));
    assert!(open.get(USER_PASSWORD).unwrap().unwrap().matches("arctangent"));
}

#[test]
fn a_reply_of_radius_1_1_has_no_salts_and_no_lengths_p151() {
    let accept = Packet::new(Code::ACCESS_ACCEPT)
        .with(TUNNEL_PASSWORD.tag(1), "tunnel-secret-1")
        .with(MS_MPPE_RECV_KEY, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15])
        .with(MS_MPPE_SEND_KEY, [16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31]);
    let profile = Profile::radius_1_1();
    let request = profile.seal_request(&login(), TOKEN).unwrap();
    let reply = profile.seal_reply(&accept, request.header()).unwrap();
    let expected = "02000056fffffffe00000000000000000000000045120174756e6e656c2d7365637265742d311a18000001371112000102\
                    030405060708090a0b0c0d0e0f1a18000001371012101112131415161718191a1b1c1d1e1f";
    assert_eq!(reply, octets(&expected.replace([' ', '\n'], "")));
    let received = Received::from_stream(&reply).unwrap();
    profile.verify_reply(&received, request.header(), true).unwrap();
    let open = received.to_packet().opened(profile.keys(request.header()));
    assert!(open.get(TUNNEL_PASSWORD.tag(1)).unwrap().unwrap().matches("tunnel-secret-1"));
    assert!(open.get(MS_MPPE_SEND_KEY).unwrap().unwrap().matches(&reply[reply.len() - 16..]));
}

#[test]
fn reserved_fields_and_message_authenticators_mean_nothing_in_radius_1_1_p149_p152() {
    let profile = Profile::radius_1_1();
    let reserved = LOGIN_1_1.replacen("0100", "015a", 1).replacen(&"0".repeat(24), &"7".repeat(24), 1);
    let signed = "0100003e0000000100000000000000000000000001066e656d6f020c61726374616e67656e740406c00002015012aaaaaaaa\
                  aaaaaaaaaaaaaaaaaaaaaaaa"
        .replace([' ', '\n'], "");
    for (hex, token) in [(reserved, TOKEN), (signed, 1)] {
        let octets = octets(&hex);
        let received = Received::from_stream(&octets).unwrap();
        profile.verify_request(&received, RequestPolicy::default()).unwrap();
        let header = profile.header(&received);
        assert_eq!((header.token(), header.identifier, profile.number(&received)), (token, 0, token));
        let reply = profile.seal_reply(&Packet::new(Code::ACCESS_REJECT), &header).unwrap();
        assert_eq!(reply, [&[3, 0, 0, 20][..], &token.to_be_bytes(), &[0; 12]].concat());
    }
}

#[test]
fn chap_needs_a_challenge_in_radius_1_1_p151() {
    let chap = Packet::access_request().with(CHAP_PASSWORD, [1; 17]);
    let profile = Profile::radius_1_1();
    assert_eq!(profile.seal_request(&chap, 1).err(), Some(SealError::NoChapChallenge));
    assert!(Profile::radsec().seal_request(&chap, 1).is_ok());
    assert!(profile.seal_request(&chap.with(CHAP_CHALLENGE, [2; 16]), 1).is_ok());
}

#[test]
fn an_empty_password_cannot_be_sent_in_clear_p151() {
    let packet = Packet::access_request().with(USER_PASSWORD, "");
    assert!(Profile::radsec().seal_request(&packet, 1).is_ok());
    assert!(matches!(Profile::radius_1_1().seal_request(&packet, 1), Err(SealError::Attribute(_))));
}

/// Every kind of place that a hidden value can have.
fn every_place() -> Packet {
    let secret = "s".repeat(100);
    let tlv = TlvValue::new()
        .with(CHILD_TEXT, "t".repeat(120))
        .with(CHILD_TLV, TlvValue::new().with(INNER_TEXT, "i").with(INNER_SECRET, secret.as_str()))
        .with(CHILD_TEXT, "u".repeat(90));
    let mut packet = Packet::new(Code::ACCESS_ACCEPT)
        .with(USER_PASSWORD, "pass")
        .with(CLASS, b"between")
        .with(WIMAX_KEY, [9; 20])
        .with(LONG_TLV, tlv)
        .with(TUNNEL_PASSWORD.tag(3), "tunnel");
    packet
        .push_group(MICROSOFT, |group| group.with(MS_MPPE_SEND_KEY, [1; 20]).with(MS_CHAP_MPPE_KEYS, [2; 24]))
        .unwrap();
    packet
}

fn assert_every_place(open: &OpenPacket) {
    assert!(open.get(USER_PASSWORD).unwrap().unwrap().matches("pass"));
    assert!(open.get(WIMAX_KEY).unwrap().unwrap().matches([9; 20]));
    assert!(open.get(TUNNEL_PASSWORD.tag(3)).unwrap().unwrap().matches("tunnel"));
    assert!(open.get(MS_MPPE_SEND_KEY).unwrap().unwrap().matches([1; 20]));
    assert!(open.get(MS_CHAP_MPPE_KEYS).unwrap().unwrap().matches([2; 24]));
    let tlv = open.get(LONG_TLV).unwrap().unwrap();
    assert_eq!(tlv.get_all(CHILD_TEXT).flatten().map(str::len).collect::<Vec<_>>(), [120, 90]);
    let inner = tlv.get(CHILD_TLV).unwrap().unwrap();
    assert_eq!(inner.get(INNER_TEXT), Ok(Some("i")));
    assert!(inner.get(INNER_SECRET).unwrap().unwrap().matches("s".repeat(100)));
}

#[test]
fn a_hidden_value_in_any_place_comes_back_through_any_profile_p155() {
    for profile in [Profile::udp(Secret::new("shared").unwrap()), Profile::radsec(), Profile::radius_1_1()] {
        let request = profile.seal_request(&login(), 7).unwrap();
        let reply = profile.seal_reply(&every_place(), request.header()).unwrap();
        let received = Received::from_datagram(&reply).unwrap();
        profile.verify_reply(&received, request.header(), true).unwrap();
        assert_every_place(&received.to_packet().opened(profile.keys(request.header())));
    }
    assert_every_place(&every_place().open(Keys::in_clear()).unwrap());
}

#[test]
fn parts_of_a_split_attribute_stay_full_in_clear_rfc6929_2_2() {
    // The secret lies in the first part, behind it from nothing to more than two parts.
    for behind in (1..40).chain([90, 200, 240]) {
        let inner = TlvValue::new().with(INNER_SECRET, "0123456789");
        let mut tlv = TlvValue::new().with(CHILD_TEXT, "t".repeat(200)).with(CHILD_TLV, inner);
        for _ in 0..=behind / 100 {
            tlv.push(CHILD_TEXT, "u".repeat(behind)).unwrap();
        }
        let packet = Packet::new(Code::ACCESS_ACCEPT).with(LONG_TLV, tlv).with(CLASS, [0x80; 9]);
        let open = packet.open(Keys::in_clear()).unwrap();
        let long = open.get(LONG_TLV).unwrap().unwrap();
        let texts: usize = long.get_all(CHILD_TEXT).map(|text| text.unwrap().len()).sum();
        assert_eq!(texts, 200 + behind * (1 + behind / 100), "{behind}");
        let read = long.get(CHILD_TLV).unwrap().unwrap();
        assert!(read.get(INNER_SECRET).unwrap().unwrap().matches("0123456789"));
        assert_eq!(open.get(CLASS), Ok(Some(&[0x80; 9][..])));
    }
}

/// What a proxy does: read from one side, push to a packet for the other.
#[test]
fn what_is_read_on_one_side_is_hidden_anew_for_the_other_p155() {
    let udp = Profile::udp(Secret::new("shared").unwrap());
    for (from, to) in [(Profile::radius_1_1(), udp.clone()), (udp, Profile::radius_1_1())] {
        let sealed = from.seal_request(&login(), 3).unwrap();
        let received = Received::from_stream(sealed.octets()).unwrap();
        let open = received.to_packet().opened(from.keys(sealed.header()));
        let password = open.get(USER_PASSWORD).unwrap().unwrap();
        let mut onward = Packet::access_request();
        onward.push(USER_PASSWORD.octets(), password.as_bytes()).unwrap();
        let sealed = to.seal_request(&onward, 4).unwrap();
        let received = Received::from_stream(sealed.octets()).unwrap();
        to.verify_request(&received, RequestPolicy::default()).unwrap();
        let has_signature = received.attributes().any(|raw| raw.number == 80);
        assert_eq!(has_signature, !to.is_radius_1_1(), "a Message-Authenticator towards UDP only");
        let open = received.to_packet().opened(to.keys(sealed.header()));
        assert!(open.get(USER_PASSWORD).unwrap().unwrap().matches("arctangent"));
    }
}

#[test]
fn within_tls_a_message_authenticator_may_be_missing_but_not_wrong_p162() {
    let unsigned =
        |attributes: &[u8]| [&[1, 7, 0, 20 + attributes.len() as u8][..], &[5; 16], attributes].concat();
    let eap = unsigned(&[79, 6, 2, 1, 0, 4]);
    let proxied = unsigned(&[33, 3, 1]);
    let (udp, radsec) = (Profile::udp(Secret::radsec()), Profile::radsec());
    for octets in [&eap, &proxied, &unsigned(&[])] {
        let received = Received::from_stream(octets).unwrap();
        assert!(udp.verify_request(&received, RequestPolicy::default()).is_err());
        assert_eq!(radsec.verify_request(&received, RequestPolicy::default()), Ok(()));
    }
    let wrong = unsigned(&[&[80, 18][..], &[1; 16]].concat());
    let received = Received::from_stream(&wrong).unwrap();
    let refused = radsec.verify_request(&received, RequestPolicy::default());
    assert_eq!(refused, Err(VerifyError::MessageAuthenticator));
    let eap = Packet::access_request().with(EAP_MESSAGE, [2, 1, 0, 4]).with(PROXY_STATE, b"p");
    assert_eq!(radsec.seal_request(&eap, 7).unwrap().octets()[20], 80, "and is sent all the same");
}

#[test]
fn a_protocol_error_answers_any_request_and_names_its_code_p142() {
    let request = Packet::accounting_request().with(USER_NAME, "nemo");
    let radsec = Profile::radsec();
    let sealed = radsec.seal_request(&request, 10).unwrap();
    let error = Packet::protocol_error(Code::ACCOUNTING_REQUEST, ErrorCause::UNSUPPORTED_EXTENSION);
    let reply = radsec.seal_reply(&error, sealed.header()).unwrap();
    let received = Received::from_stream(&reply).unwrap();
    radsec.verify_reply(&received, sealed.header(), true).unwrap();
    assert_eq!(received.to_packet().error_cause(), Some(ErrorCause::UNSUPPORTED_EXTENSION));
    assert_eq!(reply[38..], octets("f1070400000004650600000196"));

    let other = Packet::protocol_error(Code::ACCESS_REQUEST, ErrorCause::UNSUPPORTED_EXTENSION);
    let reply = radsec.seal_reply(&other, sealed.header()).unwrap();
    let refused = radsec.verify_reply(&Received::from_stream(&reply).unwrap(), sealed.header(), true);
    assert_eq!(refused, Err(VerifyError::UnexpectedCode(Code::PROTOCOL_ERROR)));
}

#[test]
fn original_packet_code_is_not_sent_in_radius_1_1_p152() {
    let profile = Profile::radius_1_1();
    let request = profile.seal_request(&Packet::accounting_request(), 10).unwrap();
    let error = Packet::protocol_error(Code::ACCOUNTING_REQUEST, ErrorCause::RESOURCES_UNAVAILABLE);
    let reply = profile.seal_reply(&error, request.header()).unwrap();
    assert_eq!(reply[20..], octets("6506000001fa"));
}

#[test]
fn a_reply_of_radius_1_1_must_have_the_token_and_answer_the_code_p150() {
    let profile = Profile::radius_1_1();
    let request = *profile.seal_request(&login(), 5).unwrap().header();
    let reply = |code, token: u32| [&[code, 0, 0, 20][..], &token.to_be_bytes(), &[0; 12]].concat();
    let check = |octets: &[u8]| profile.verify_reply(&Received::from_stream(octets).unwrap(), &request, true);
    assert_eq!(check(&reply(3, 5)), Ok(()));
    assert_eq!(check(&reply(3, 6)), Err(VerifyError::Identifier));
    assert_eq!(check(&reply(5, 5)), Err(VerifyError::UnexpectedCode(Code::ACCOUNTING_RESPONSE)));
}

#[test]
fn longer_packets_only_where_the_stream_allows_them_p140() {
    let long = (0..20).fold(Packet::accounting_request(), |packet, _| packet.with(CLASS, [7; 253]));
    for profile in [Profile::radsec(), Profile::radius_1_1()] {
        assert_eq!(profile.seal_request(&long, 1).err(), Some(SealError::TooLong));
        let sealed = profile.with_max_octets(65535).seal_request(&long, 1).unwrap();
        assert_eq!(Received::from_stream(sealed.octets()).unwrap().attributes().count(), 20);
        assert_eq!(Received::from_datagram(sealed.octets()), Err(DecodeError::BadLength(5120)));
    }
    let udp = Profile::udp(Secret::radsec()).with_max_octets(65535);
    assert_eq!(udp.seal_request(&long, 1).err(), Some(SealError::TooLong));
}

#[test]
fn answers_to_a_login_begin_with_the_message_authenticator_and_life_signs_have_one_p102_p105_p158() {
    let secret = Secret::new("a shared secret").unwrap();
    let first = |octets: &[u8]| {
        let packet = Packet::decode(octets).unwrap();
        let numbers: Vec<_> = packet.iter().map(|raw| raw.number).collect();
        (numbers[0], numbers.iter().filter(|&&number| number == 80).count())
    };
    let mut authenticators = vec![];
    for mut asked in [Packet::access_request(), Packet::status_server()] {
        // Where the application puts one is not where it goes.
        asked.push_raw(1, b"alice").unwrap();
        asked.push_raw(80, &[7; 16]).unwrap();
        let sealed = asked.seal_request(7, &secret).unwrap();
        assert_eq!(first(sealed.octets()), (80, 1), "{asked:?}");
        authenticators.push(sealed.header().authenticator);
        let answers =
            [Code::ACCESS_ACCEPT, Code::ACCESS_REJECT, Code::ACCESS_CHALLENGE, Code::PROTOCOL_ERROR];
        for code in answers.into_iter().filter(|code| code.answers(asked.code())) {
            let mut answer = Packet::new(code);
            answer.push_raw(18, b"hello").unwrap();
            answer.push_raw(80, &[7; 16]).unwrap();
            assert_eq!(first(&answer.seal_reply(sealed.header(), &secret).unwrap()), (80, 1), "{answer:?}");
        }
    }
    assert_ne!(authenticators[0], authenticators[1], "both are random");
}
