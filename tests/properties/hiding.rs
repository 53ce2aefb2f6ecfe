//! Hidden values come back as they were, and only through their own keys.

use proptest::collection::vec;
use proptest::prelude::*;
use radius_runtime::packet::{RequestHeader, SealError};
use radius_runtime::{Code, Keys, Packet, Secret};

use super::dictionary::*;
use super::model::packets;

fn keys() -> impl Strategy<Value = Keys> {
    (vec(any::<u8>(), 1..80), any::<[u8; 16]>())
        .prop_map(|(secret, authenticator)| Keys::new(Secret::new(secret).unwrap(), authenticator))
}

/// User-Password and Ascend-Secret are padded with zeros, which cannot be told from zeros at the value's end.
fn unpadded() -> impl Strategy<Value = Vec<u8>> {
    vec(any::<u8>(), 0..=128).prop_map(|mut octets| {
        while octets.last() == Some(&0) {
            octets.pop();
        }
        octets
    })
}

/// A packet with every hiding in it, among arbitrary attributes.
fn packet(code: Code, password: &[u8], tunnel: &[u8], key: &[u8]) -> Packet {
    Packet::new(code)
        .with(USER_PASSWORD.octets(), password)
        .with(CLASS, b"between")
        .with(TUNNEL_SECRET.octets(), tunnel)
        .with(format_1_1::KEY, key)
}

proptest! {
    #[test]
    fn hidden_values_of_any_length_and_octets_come_back(
        keys in keys(), password in unpadded(), tunnel in vec(any::<u8>(), 0..=239), key in vec(any::<u8>(), 0..=200),
        secret in "[ -~]{1,16}", tag in 0..=31_u8, before in packets(),
    ) {
        let mut built = before.packet(Code::ACCESS_ACCEPT);
        let count = built.iter().count();
        built.push(USER_PASSWORD.octets(), &password).unwrap();
        built.push(TUNNEL_SECRET.tag(tag).octets(), &tunnel).unwrap();
        built.push(format_1_1::KEY, &key).unwrap();
        built.push(ASCEND_SECRET, &secret).unwrap();
        prop_assert_eq!(built.encode(), Err(SealError::NotHidden));

        let open = built.open(keys.clone()).unwrap();
        prop_assert!(open.get(USER_PASSWORD).unwrap().unwrap().matches(&password));
        let hidden: Vec<_> = open.iter().skip(count).collect();
        prop_assert_eq!(hidden[0].value.len(), password.len().next_multiple_of(16).max(16));
        prop_assert_eq!(hidden[1].value.len(), 3 + (tunnel.len() + 1).next_multiple_of(16));
        prop_assert_eq!((hidden[1].value[0], hidden[1].value[1] & 0x80), (tag, 0x80));
        // Behind the vendor's number and header.
        prop_assert_ne!(&hidden[1].value[1..3], &hidden[2].value[6..8], "salts are unique within a packet");
        prop_assert_eq!(hidden[3].value.len(), 16);
        let values: Vec<_> = open.get_all(TUNNEL_SECRET.tag(tag)).collect();
        prop_assert!(values.last().unwrap().as_ref().unwrap().matches(&tunnel));
        let values: Vec<_> = open.get_all(format_1_1::KEY).collect();
        prop_assert!(values.last().unwrap().as_ref().unwrap().matches(&key));
        prop_assert!(open.get(ASCEND_SECRET).unwrap().unwrap().matches(&secret));
    }

    #[test]
    fn through_another_secret_or_authenticator_other_octets_come_out(
        keys in keys(), others in keys(), password in "[!-~]{8,100}",
    ) {
        let open = packet(Code::ACCESS_ACCEPT, password.as_bytes(), password.as_bytes(), password.as_bytes()).open(keys.clone()).unwrap();
        let (secret, authenticator) = keys.hiding().unwrap();
        let (other_secret, other_authenticator) = others.hiding().unwrap();
        prop_assume!(secret != other_secret && authenticator != other_authenticator);
        for wrong in [
            Keys::new(other_secret.clone(), *authenticator),
            Keys::new(secret.clone(), *other_authenticator),
        ] {
            let noise = open.clone().into_packet().open(wrong).unwrap();
            prop_assert!(!noise.get(USER_PASSWORD).unwrap().unwrap().matches(&password));
            prop_assert!(!noise.get(TUNNEL_SECRET.tag(0)).is_ok_and(|value| value.unwrap().matches(&password)));
            prop_assert!(!noise.get(format_1_1::KEY).is_ok_and(|value| value.unwrap().matches(&password)));
        }
    }

    #[test]
    fn what_is_too_long_to_hide_is_an_error_and_changes_nothing(
        before in packets(), password in vec(any::<u8>(), 129..300), tunnel in vec(any::<u8>(), 240..300),
    ) {
        let mut built = before.packet(Code::ACCESS_ACCEPT);
        built.push(USER_PASSWORD, "kept").unwrap();
        let kept = built.clone();
        prop_assert!(built.push(USER_PASSWORD.octets(), &password).is_err());
        prop_assert!(built.set(USER_PASSWORD.octets(), &password).is_err());
        prop_assert!(built.push(TUNNEL_SECRET.octets(), &tunnel).is_err());
        prop_assert!(built.push(format_1_1::KEY, &tunnel).is_err());
        prop_assert!(built.push(ASCEND_SECRET.octets(), &password).is_err());
        prop_assert_eq!(built, kept);
    }

    #[test]
    fn a_sealed_packet_holds_no_hidden_value_in_clear_however_it_was_edited(
        model in packets(), password in "[A-Z]{12,100}", others in vec("[a-z]{0,40}", 0..4), secret in vec(any::<u8>(), 1..40),
    ) {
        let secret = Secret::new(secret).unwrap();
        let mut built = model.packet(Code::ACCESS_ACCEPT);
        built.push(format_1_1::KEY, password.as_bytes()).unwrap();
        built.push(USER_PASSWORD, &password).unwrap();
        for other in &others {
            let _ = built.set(USER_NAME, other);
            let _ = built.set(format_1_1::TEXT, other);
            built.remove(CLASS);
        }
        let group = |group: Packet| group.with(format_1_1::NUMBER, 7).with(format_1_1::KEY, password.as_bytes());
        built.push_group(format_1_1::VENDOR, group).unwrap();
        built.remove(format_1_1::NUMBER);

        let header = RequestHeader { code: Code::ACCESS_REQUEST, identifier: 1, authenticator: [7; 16] };
        let sealed = built.seal_reply(&header, &secret).unwrap();
        prop_assert!(!sealed.windows(password.len()).any(|window| window == password.as_bytes()));
        prop_assert!(!sealed.windows(12).any(|window| window == &password.as_bytes()[..12]));
        let keys = Keys::new(secret, header.authenticator);
        let open = Packet::decode(&sealed).unwrap().open(keys).unwrap();
        prop_assert!(open.get(USER_PASSWORD).unwrap().unwrap().matches(&password));
        let revealed: Vec<_> = open.get_all(format_1_1::KEY).collect();
        let own = revealed.iter().filter(|value| value.as_ref().is_ok_and(|value| value.matches(&password))).count();
        prop_assert_eq!(own, 2);
    }
}
