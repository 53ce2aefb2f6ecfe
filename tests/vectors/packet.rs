//! A packet of a vector: its octets, its attributes, its signatures, and the same packet built anew.

use radius_runtime::attribute;
use radius_runtime::crypto::{Authenticator, chap};
use radius_runtime::packet::{HEADER_OCTETS, Received, RequestHeader, SealError};
use radius_runtime::{Code, Keys, Packet as Decoded, Secret};

use super::model::{Attribute, Packet, Signed, Vector, octets};
use super::outcome::{self, Side};
use super::{text, typed};

const CHAP_PASSWORD: u8 = 3;
const CHAP_CHALLENGE: u8 = 60;
const EAP_MESSAGE: u8 = 79;
const MESSAGE_AUTHENTICATOR: u8 = 80;

pub(crate) fn check_request(vector: &Vector, request: &Packet, secret: &Secret) {
    outcome::check(request, &Side::Request, secret);
    outcome::check_stream(request, &Side::Request, secret);
    let octets = octets(&request.octets);
    let Ok(received) = Received::from_datagram(&octets) else { return check_walk(request, &octets) };
    let header = header(&received);
    check_octets(request, &octets, &header.authenticator, secret);
    let over = match header.code {
        Code::ACCESS_REQUEST | Code::STATUS_SERVER => header.authenticator,
        _ => [0; 16],
    };
    check_signatures(request, &received, &[0; 16], &over, secret);
    check_chap(vector, &received);
    check_sealed_request(request, &received, secret);
}

pub(crate) fn check_response(request: &Packet, response: &Packet, secret: &Secret) {
    let asked = octets(&request.octets);
    let asked = header(&Received::from_datagram(&asked).expect("the request of a response is a packet"));
    outcome::check(response, &Side::ResponseTo(&asked), secret);
    outcome::check_stream(response, &Side::ResponseTo(&asked), secret);
    let octets = octets(&response.octets);
    let Ok(received) = Received::from_datagram(&octets) else { return };
    check_octets(response, &octets, &asked.authenticator, secret);
    check_signatures(response, &received, &asked.authenticator, &asked.authenticator, secret);
    check_sealed_reply(response, &received, &asked, secret);
}

fn header(received: &Received<'_>) -> RequestHeader {
    RequestHeader {
        code: received.code(),
        identifier: received.identifier(),
        authenticator: *received.authenticator(),
    }
}

/// The attributes of a packet that is no datagram, but would be a packet on a stream.
fn check_walk(packet: &Packet, octets: &[u8]) {
    let Some(attributes) = &packet.attributes else { return };
    let own = octets.get(HEADER_OCTETS..).expect("a packet with attributes has a header");
    assert_eq!(attribute::check(own), Ok(()));
    assert_eq!(own_octets(attribute::Walk::new(own)), listed(attributes));
}

pub(crate) fn listed(attributes: &[Attribute]) -> Vec<(u8, Vec<u8>)> {
    attributes.iter().map(|attribute| (attribute.number, octets(&attribute.hex))).collect()
}

pub(crate) fn own_octets(walk: attribute::Walk<'_>) -> Vec<(u8, Vec<u8>)> {
    walk.map(|raw| (raw.number, raw.value.to_vec())).collect()
}

/// Decoding loses nothing, and every attribute reads as the vector says.
fn check_octets(packet: &Packet, datagram: &[u8], authenticator: &Authenticator, secret: &Secret) {
    let trailing = octets(packet.trailing.as_deref().unwrap_or_default());
    let own = datagram.strip_suffix(trailing.as_slice()).expect("the trailing octets are at the end");
    let decoded = Decoded::decode(datagram).unwrap();
    assert_eq!(decoded.encode().as_deref(), Ok(own), "what was decoded encodes to the same octets");

    let Some(attributes) = &packet.attributes else { return };
    assert_eq!(own_octets(decoded.iter()), listed(attributes), "the attributes in their order");
    let eap: usize = decoded.iter().filter(|raw| raw.number == EAP_MESSAGE).map(|raw| raw.value.len()).sum();
    assert_eq!(eap, packet.eap_length.unwrap_or(eap), "octets of EAP-Message");

    let keys = Keys::new(secret.clone(), *authenticator);
    let open = decoded.open(keys.clone()).unwrap();
    typed::check(attributes, &open, &keys);
    text::check(attributes, &keys);
    assert_eq!(open.encode().as_deref(), Ok(own), "opening a packet changes no octet");
}

/// The signatures that the vector names are what the two digests give.
fn check_signatures(
    packet: &Packet,
    received: &Received<'_>,
    authenticator_over: &Authenticator,
    message_authenticator_over: &Authenticator,
    secret: &Secret,
) {
    let octets = octets(&packet.octets);
    let (head, attributes) = (&octets[..4], &octets[HEADER_OCTETS..received.length()]);
    for signed in &packet.signed {
        match signed {
            Signed::Authenticator => {
                let digest = secret.authenticator(&[head, authenticator_over, attributes]);
                assert_eq!(&digest, received.authenticator(), "the authenticator is the digest");
            }
            Signed::MessageAuthenticator => {
                let at = received
                    .attributes()
                    .take_while(|raw| raw.number != MESSAGE_AUTHENTICATOR)
                    .map(|raw| raw.value.len() + 2)
                    .sum::<usize>()
                    + 2;
                let (value, mut zeroed) = (attributes[at..at + 16].to_vec(), attributes.to_vec());
                zeroed[at..at + 16].fill(0);
                let digest = secret.message_authenticator(&[head, message_authenticator_over, &zeroed]);
                assert_eq!(digest.as_slice(), value, "Message-Authenticator is the digest");
            }
        }
    }
}

/// CHAP-Password is what the password and the challenge give, and nothing else (RFC 2865 §5.3).
pub(crate) fn check_chap(vector: &Vector, request: &Received<'_>) {
    let Some(expected) = &vector.chap else { return };
    let find = |number| request.attributes().find(|raw| raw.number == number).map(|raw| raw.value);
    let password = vector.password.as_deref().expect("CHAP has a password").as_bytes();
    let challenge = octets(&expected.challenge);
    assert_eq!(find(CHAP_CHALLENGE).unwrap_or_else(|| request.authenticator()), challenge);
    let response = find(CHAP_PASSWORD).expect("CHAP has a CHAP-Password");
    assert_eq!(response, chap::password(expected.identifier, password, &challenge));
    assert!(chap::verify(response, password, &challenge));
    assert!(!chap::verify(response, b"another password", &challenge));
    assert!(!chap::verify(response, password, b"another challenge"));
}

/// A request with a computed authenticator, built anew from its attributes and sealed, has the same octets.
fn check_sealed_request(request: &Packet, received: &Received<'_>, secret: &Secret) {
    let is_computed = !matches!(received.code(), Code::ACCESS_REQUEST | Code::STATUS_SERVER);
    let is_plain = request.signed == [Signed::Authenticator];
    if request.expect.is_empty() && is_computed && is_plain {
        let sealed = rebuilt(received).seal_request(received.identifier(), secret).unwrap();
        assert_eq!(sealed.octets(), octets(&request.octets), "sealed anew");
    }
}

/// A reply, built anew from its attributes and sealed, has the same octets where the library signs as the sender did;
/// elsewhere it has the same attributes and verifies.
fn check_sealed_reply(response: &Packet, received: &Received<'_>, asked: &RequestHeader, secret: &Secret) {
    if !response.expect.is_empty() {
        return;
    }
    let expected = rebuilt(received);
    let sealed = match expected.seal_reply(asked, secret) {
        Ok(sealed) => sealed,
        // The server of the recording was told to send it all the same.
        Err(SealError::TunnelPassword(code)) => {
            assert_ne!(code, Code::ACCESS_ACCEPT);
            return;
        }
        Err(error) => panic!("{error}"),
    };
    let again = Received::from_datagram(&sealed).unwrap();
    assert_eq!(again.verify_reply(asked, secret, true), Ok(()));
    assert_eq!(rebuilt(&again), expected, "the attributes apart from the signature");
    let signs = matches!(received.code(), Code::ACCESS_ACCEPT | Code::ACCESS_REJECT | Code::ACCESS_CHALLENGE);
    let own = received.attributes().position(|raw| raw.number == MESSAGE_AUTHENTICATOR);
    if own == signs.then_some(0) {
        assert_eq!(sealed, octets(&response.octets), "sealed anew");
    }
}

/// The attributes apart from Message-Authenticator, in a packet of its own.
pub(crate) fn rebuilt(received: &Received<'_>) -> Decoded {
    let mut packet = Decoded::new(received.code());
    for raw in received.attributes().filter(|raw| raw.number != MESSAGE_AUTHENTICATOR) {
        packet.push_raw(raw.number, raw.value).unwrap();
    }
    packet
}
