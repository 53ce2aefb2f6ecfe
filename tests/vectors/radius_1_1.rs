//! A packet of RADIUS/1.1 (RFC 9765): its Token, its values in clear, and the same packet built anew.

use radius_runtime::packet::{HEADER_OCTETS, Profile, Received, RequestHeader, RequestPolicy};
use radius_runtime::proto::{Framing, Service};

use super::model::{Packet, Vector, octets};
use super::packet::{check_chap, listed, own_octets, rebuilt};

const CODE: usize = 0;
const TOKEN: std::ops::Range<usize> = 4..8;

pub(crate) fn check(vector: &Vector, token: &str) {
    let profile = Profile::radius_1_1();
    let token = u32::from_be_bytes(octets(token).try_into().expect("a Token has four octets"));
    let request = vector.request.as_ref().expect("a vector of RADIUS/1.1 has a request");
    let sent = octets(&request.octets);
    let received = received(&profile, &sent, token);
    let header = profile.header(&received);
    check_attributes(&profile, request, &received, &header);
    check_chap(vector, &received);
    if received.code().is_request() {
        let admitted = Service::All.admit(&sent, &profile, RequestPolicy::default()).unwrap();
        assert_eq!(admitted.code(), received.code());
        let sealed = profile.seal_request(&rebuilt(&received), token).unwrap();
        check_sealed(request, &sent, sealed.octets());
    }
    let Some(response) = &vector.response else { return };
    let answered = octets(&response.octets);
    let reply = self::received(&profile, &answered, token);
    assert_eq!(profile.verify_reply(&reply, &header, true), Ok(()));
    check_attributes(&profile, response, &reply, &header);
    check_sealed(response, &answered, &profile.seal_reply(&rebuilt(&reply), &header).unwrap());
    let mut other = answered.clone();
    other[TOKEN.start] ^= 1;
    let other = Received::from_stream(&other).unwrap();
    assert!(profile.verify_reply(&other, &header, true).is_err(), "another Token is another request's");
}

/// The packet comes out of a stream whole, and has the Token.
fn received<'a>(profile: &Profile, octets: &'a [u8], token: u32) -> Received<'a> {
    let mut framing = Framing::new(profile.max_octets());
    framing.push(octets);
    assert_eq!(framing.next_packet(), Ok(Some(octets)));
    let received = Received::from_stream(octets).unwrap();
    assert_eq!((profile.number(&received), &octets[TOKEN]), (token, &token.to_be_bytes()[..]));
    received
}

/// Every attribute stands there as listed, and reads the same by its name, hidden or not: nothing is computed.
fn check_attributes(profile: &Profile, packet: &Packet, received: &Received<'_>, header: &RequestHeader) {
    let attributes = packet.attributes.as_ref().expect("packets of RADIUS/1.1 have a list of attributes");
    assert_eq!(own_octets(received.attributes()), listed(attributes), "the attributes in their order");
    let open = received.to_packet().open(profile.keys(header)).unwrap();
    let printed = open.display(&radius_dictionaries::DICTIONARY).to_string();
    assert_eq!(printed.lines().count(), 1 + attributes.len(), "{printed}");
    for (line, attribute) in printed.lines().skip(1).zip(attributes) {
        let name = attribute.name.as_deref();
        let name = name.expect("attributes of RADIUS/1.1 are listed with their names");
        assert!(line.trim().starts_with(name) && line.contains("(invalid") == attribute.invalid, "{line}");
    }
    super::typed::check(attributes, &open, &profile.keys(header));
}

/// Sealed anew, the packet is the same, but for what is ignored where it is received.
fn check_sealed(packet: &Packet, expected: &[u8], sealed: &[u8]) {
    if packet.ignored {
        assert_eq!((sealed[CODE], &sealed[TOKEN]), (expected[CODE], &expected[TOKEN]));
        assert_eq!((sealed[1], &sealed[TOKEN.end..HEADER_OCTETS]), (0, &[0; 12][..]), "the reserved fields");
    } else {
        assert_eq!(sealed, expected, "sealed anew");
    }
}
