//! TLVs that are hidden as a whole (`encrypt=Tunnel-Password` on a `tlv`), built and read as any other.

use radius_runtime::attribute::{AttributeError, Keys, TlvValue};
use radius_runtime::crypto::{Authenticator, Secret, reveal_tunnel_password};
use radius_runtime::{Packet, include_dictionary};

include_dictionary! {
    /// TLVs that are hidden as a whole.
    mod hidden = "../tests/golden/dictionary.hidden";
}

use hidden::{CREDENTIALS, DICTIONARY, KEYS, continued, credentials, example, keys};

fn secret() -> Secret {
    Secret::new("testing123").unwrap()
}

fn sealed(packet: &Packet) -> (Packet, Keys) {
    let sealed = packet.seal_request(1, &secret()).unwrap();
    let packet = Packet::decode(sealed.octets()).unwrap();
    let keys = Keys::new(secret(), *packet.authenticator());
    (packet, keys)
}

fn credentials() -> TlvValue<hidden::Credentials> {
    TlvValue::new().with(credentials::LOGIN, "bob").with(credentials::NUMBER, 7)
}

#[test]
fn a_hidden_tlv_is_one_value_hidden_as_tunnel_password_is() {
    let (packet, keys) = sealed(&Packet::access_request().with(CREDENTIALS, credentials()));
    let raw = packet.iter().find(|raw| raw.number == 200).unwrap();
    // Salt, then blocks of the length octet, the attributes and zeros (RFC 2868 §3.5).
    assert_eq!(raw.value.len(), 2 + 16);
    assert!(raw.value[0] & 0x80 != 0 && !raw.value.windows(3).any(|part| part == b"bob"));
    let (secret, authenticator): &(Secret, Authenticator) = keys.hiding().unwrap();
    let clear = reveal_tunnel_password(raw.value, secret, authenticator).unwrap();
    assert_eq!(clear[..], *b"\x01\x05bob\x02\x06\0\0\0\x07");
}

#[test]
fn hidden_tlvs_of_every_place_are_read_with_the_keys() -> Result<(), AttributeError> {
    let vendors = TlvValue::new().with(example::credentials::LOGIN, "alice");
    let continued = TlvValue::new().with(continued::credentials::LOGIN, "eve");
    let request = Packet::access_request()
        .with(CREDENTIALS, credentials())
        .with(KEYS, TlvValue::new().with(keys::KEY, [1, 2, 3]))
        .with(example::CREDENTIALS, vendors)
        .with(continued::CREDENTIALS, continued);
    let (packet, keys) = sealed(&request);
    let open = packet.open(keys).unwrap();
    let view = open.get(CREDENTIALS)?.unwrap();
    assert_eq!((view.get(credentials::LOGIN)?, view.get(credentials::NUMBER)?), (Some("bob"), Some(7)));
    assert_eq!(open.get(KEYS)?.unwrap().get(keys::KEY)?, Some(&[1, 2, 3][..]));
    assert_eq!(open.get(example::CREDENTIALS)?.unwrap().get(example::credentials::LOGIN)?, Some("alice"));
    assert_eq!(open.get(continued::CREDENTIALS)?.unwrap().get(continued::credentials::LOGIN)?, Some("eve"));
    Ok(())
}

#[test]
fn hidden_tlvs_are_printed_only_with_secrets_and_read_from_text() {
    let line = "Credentials = { Login = \"bob\", Number = 7 }";
    let mut request = Packet::access_request();
    request.push_text(&DICTIONARY, line).unwrap();
    let (packet, keys) = sealed(&request);
    assert!(packet.display(&DICTIONARY).to_string().contains("Credentials = <hidden>"));
    assert!(packet.display(&DICTIONARY).with_secrets(&keys).to_string().contains(line));
    assert_eq!(
        packet.open(keys).unwrap().get(CREDENTIALS).unwrap().unwrap().get(credentials::NUMBER).unwrap(),
        Some(7)
    );
}

#[test]
fn what_a_hidden_tlv_holds_is_not_hidden_twice() {
    let twice = TlvValue::new().with(credentials::AGAIN, "secret");
    let error = Packet::access_request().push(CREDENTIALS, twice).unwrap_err();
    assert!(error.to_string().contains("Credentials"), "{error}");
    let empty = Packet::access_request().push(CREDENTIALS, TlvValue::new());
    assert!(empty.is_err());
    let long = TlvValue::new().with(credentials::LOGIN, "x".repeat(249));
    assert!(Packet::access_request().push(CREDENTIALS, long).is_err(), "250 octets at most are hidden");
}

#[test]
fn a_hidden_tlv_that_is_malformed_is_an_error() {
    let (packet, _) = sealed(&Packet::access_request().with(CREDENTIALS, credentials()));
    let wrong = Keys::new(Secret::new("another").unwrap(), *packet.authenticator());
    assert!(packet.open(wrong).unwrap().get(CREDENTIALS).is_err());
}
