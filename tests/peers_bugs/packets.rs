//! Packets: their octets, their editing and their signatures.

use radius_dictionaries::{
    ACCT_SESSION_ID, CLASS, NAS_PORT, PROXY_STATE, REPLY_MESSAGE, TUNNEL_PASSWORD, USER_NAME, USER_PASSWORD,
    cisco, microsoft,
};
use radius_runtime::attribute::{MAX_VALUE, Problem};
use radius_runtime::packet::{
    HEADER_OCTETS, MAX_OCTETS, Profile, Received, RequestHeader, RequestPolicy, SealError,
};
use radius_runtime::proto::{DiscardReason, Service};
use radius_runtime::{Code, Keys, Packet, Secret};

const MESSAGE_AUTHENTICATOR: u8 = 80;

fn secret() -> Secret {
    Secret::new("a shared secret").unwrap()
}

fn keys() -> Keys {
    Keys::new(secret(), *b"0123456789abcdef")
}

fn header(code: Code) -> RequestHeader {
    RequestHeader { code, identifier: 7, authenticator: keys().hiding().unwrap().1 }
}

fn numbers(datagram: &[u8]) -> Vec<u8> {
    Packet::decode(datagram).unwrap().iter().map(|raw| raw.number).collect()
}

#[test]
fn padding_is_no_part_of_any_digest() {
    let request = Packet::accounting_request().with(ACCT_SESSION_ID, "1").seal_request(7, &secret()).unwrap();
    let padded = [request.octets(), &[0, 1, 2]].concat();
    let received = Received::from_datagram(&padded).unwrap();
    assert_eq!(received.verify_request(&secret(), RequestPolicy::default()), Ok(()));

    let reply = Packet::new(Code::ACCOUNTING_RESPONSE).seal_reply(request.header(), &secret()).unwrap();
    let padded = [&reply[..], &[0, 1, 2]].concat();
    let received = Received::from_datagram(&padded).unwrap();
    assert_eq!(received.verify_reply(request.header(), &secret(), true), Ok(()));
}

#[test]
fn packets_over_4096_octets_are_not_sent_and_no_length_wraps() {
    let mut packet = Packet::accounting_request();
    let full = (MAX_OCTETS - HEADER_OCTETS) / (MAX_VALUE + 2);
    for _ in 0..full {
        packet.push(CLASS, [1; MAX_VALUE]).unwrap();
    }
    let rest = MAX_OCTETS - HEADER_OCTETS - full * (MAX_VALUE + 2);
    let exact = packet.clone().with(CLASS, vec![1; rest - 2]);
    assert_eq!(exact.seal_request(7, &secret()).map(|sealed| sealed.octets().len()), Ok(MAX_OCTETS));
    let over = packet.clone().with(CLASS, vec![1; rest - 1]);
    assert_eq!(over.seal_request(7, &secret()), Err(SealError::TooLong));

    // A Length field of 16 bits is full long before memory is.
    let error = loop {
        if let Err(error) = packet.push(CLASS, [1; MAX_VALUE]) {
            break error;
        }
    };
    assert_eq!(error.problem, Problem::PacketFull);
    assert_eq!(packet.seal_request(7, &secret()), Err(SealError::TooLong));
}

#[test]
fn a_message_authenticator_needs_its_room_too() {
    let mut packet = Packet::access_request();
    while packet.iter().map(|raw| raw.value.len() + 2).sum::<usize>() + 255 <= MAX_OCTETS - HEADER_OCTETS {
        packet.push(CLASS, [1; MAX_VALUE]).unwrap();
    }
    let free = MAX_OCTETS - HEADER_OCTETS - packet.iter().map(|raw| raw.value.len() + 2).sum::<usize>();
    let fits = packet.clone().with(CLASS, vec![1; free - 18 - 2]);
    assert_eq!(fits.seal_request(7, &secret()).map(|sealed| sealed.octets().len()), Ok(MAX_OCTETS));
    let over = packet.with(CLASS, vec![1; free - 18 - 1]);
    assert_eq!(over.seal_request(7, &secret()), Err(SealError::TooLong));
}

#[test]
fn unknown_attributes_cost_nothing() {
    let mut packet = Packet::access_request().with(USER_NAME, "alice");
    packet.push_raw(200, b"unknown").unwrap();
    packet.push_raw(26, &[0, 1, 0x86, 0x9f, 1, 3, 9]).unwrap();
    packet.push(NAS_PORT, 5).unwrap();
    let sealed = packet.seal_request(7, &secret()).unwrap();
    let received = Received::from_datagram(sealed.octets()).unwrap();
    assert_eq!(received.verify_request(&secret(), RequestPolicy::default()), Ok(()));
    let read = received.to_packet();
    assert_eq!((read.get(USER_NAME), read.get(NAS_PORT)), (Ok(Some("alice")), Ok(Some(5))));
    assert_eq!(read.encode().unwrap(), sealed.octets());
}

#[test]
fn attributes_keep_their_order_through_editing_and_sealing() {
    let mut packet = Packet::access_request()
        .with(CLASS, b"a")
        .with(USER_NAME, "alice")
        .with(CLASS, b"b")
        .with(cisco::AV_PAIR, "x=y")
        .with(CLASS, b"c");
    packet.set(USER_NAME, "bob").unwrap();
    packet.remove(cisco::AV_PAIR);
    let sealed = packet.seal_request(7, &secret()).unwrap();
    let read = Packet::decode(sealed.octets()).unwrap();
    let found: Vec<_> = read.iter().skip(1).map(|raw| (raw.number, raw.value)).collect();
    assert_eq!(found, [(25, &b"a"[..]), (1, b"bob"), (25, b"b"), (25, b"c")]);
}

#[test]
fn editing_beside_a_malformed_vendor_specific_ends_and_keeps_it() {
    // Inside, the vendor attribute says that it has no octets at all.
    let malformed = [0, 0, 0, 9, 1, 0];
    let mut packet = Packet::access_request().with(cisco::AV_PAIR, "a");
    packet.push_raw(26, &malformed).unwrap();
    packet.push(cisco::AV_PAIR, "b").unwrap();
    assert_eq!(packet.get_all(cisco::AV_PAIR).collect::<Result<Vec<_>, _>>(), Ok(vec!["a", "b"]));
    packet.set(cisco::AV_PAIR, "c").unwrap();
    assert_eq!(packet.get(cisco::AV_PAIR), Ok(Some("c")));
    assert_eq!(packet.remove(cisco::AV_PAIR), 1);
    let left: Vec<_> = packet.iter().map(|raw| (raw.number, raw.value)).collect();
    assert_eq!(left, [(26, &malformed[..])]);
    assert_eq!(packet.get(cisco::AV_PAIR).unwrap_err().problem, Problem::MalformedVendor);
}

#[test]
fn an_untagged_tunnel_password_has_its_tag_octet() {
    let packet = Packet::new(Code::ACCESS_ACCEPT).with(TUNNEL_PASSWORD, "hello").open(keys()).unwrap();
    let value = packet.iter().next().unwrap().value;
    assert_eq!((value.len(), value[0]), (1 + 2 + 16, 0), "tag, salt, one block");
    let read = packet.get(TUNNEL_PASSWORD).unwrap().unwrap();
    assert_eq!((read.tag, read.value.to_str()), (0, Ok("hello")));
}

#[test]
fn an_empty_password_takes_one_block() {
    let packet = Packet::access_request().with(USER_PASSWORD, "").open(keys()).unwrap();
    assert_eq!(packet.iter().next().unwrap().value.len(), 16);
    assert!(packet.get(USER_PASSWORD).unwrap().unwrap().matches(""));
}

#[test]
fn hidden_values_never_go_out_in_clear() {
    const CLEAR: &[u8] = b"a clear value of two blocks";
    let clear = || std::str::from_utf8(CLEAR).unwrap();
    let fill = |group: Packet| {
        group.with(microsoft::MS_MPPE_SEND_KEY, CLEAR).with(microsoft::MS_MPPE_RECV_KEY, CLEAR)
    };
    let mut packet = Packet::new(Code::ACCESS_ACCEPT)
        .with(USER_PASSWORD, clear())
        .with(TUNNEL_PASSWORD.tag(1), clear())
        .with(REPLY_MESSAGE, "in clear");
    packet.push_group(microsoft::VENDOR, fill).unwrap();
    packet.set(USER_PASSWORD.octets(), CLEAR).unwrap();
    packet.set(TUNNEL_PASSWORD.tag(1), clear()).unwrap();
    packet.set(REPLY_MESSAGE, "further in clear").unwrap();

    assert_eq!(packet.encode(), Err(SealError::NotHidden));
    let sealed = packet.seal_reply(&header(Code::ACCESS_REQUEST), &secret()).unwrap();
    let holds = |text: &[u8]| sealed.windows(text.len()).any(|window| window == text);
    assert!(holds(b"in clear") && !holds(b"clear value") && !holds(b"blocks"));
    let open = Packet::decode(&sealed).unwrap().open(keys()).unwrap();
    assert!(open.get(USER_PASSWORD).unwrap().unwrap().matches(CLEAR));
    assert!(open.get(TUNNEL_PASSWORD.tag(1)).unwrap().unwrap().matches(CLEAR));
    assert!(open.get(microsoft::MS_MPPE_SEND_KEY).unwrap().unwrap().matches(CLEAR));
    assert!(open.get(microsoft::MS_MPPE_RECV_KEY).unwrap().unwrap().matches(CLEAR));

    // Nothing can be hidden in requests whose authenticator is a digest over themselves.
    let accounting = Packet::accounting_request().with(USER_PASSWORD, clear());
    assert_eq!(accounting.seal_request(7, &secret()), Err(SealError::CannotHide(Code::ACCOUNTING_REQUEST)));
}

#[test]
fn a_packet_that_is_sealed_again_hides_its_password_anew() {
    let packet = Packet::access_request().with(USER_PASSWORD, "hello");
    let [one, other] = [1, 2].map(|identifier| packet.seal_request(identifier, &secret()).unwrap());
    assert_ne!(one.header().authenticator, other.header().authenticator);
    for sealed in [one, other] {
        let keys = Keys::new(secret(), sealed.header().authenticator);
        let open = Packet::decode(sealed.octets()).unwrap().open(keys).unwrap();
        assert!(open.get(USER_PASSWORD).unwrap().unwrap().matches("hello"));
    }
}

#[test]
fn message_authenticator_is_always_there_and_first() {
    let with_own = |code| {
        let mut packet = Packet::new(code).with(CLASS, b"first");
        packet.push_raw(MESSAGE_AUTHENTICATOR, &[0; 16]).unwrap();
        packet.push(PROXY_STATE, b"last").unwrap();
        packet
    };
    for code in [Code::ACCESS_REQUEST, Code::STATUS_SERVER] {
        let sealed = with_own(code).seal_request(7, &secret()).unwrap();
        assert_eq!(numbers(sealed.octets()), [MESSAGE_AUTHENTICATOR, 25, 33], "{code}");
    }
    for code in [Code::ACCESS_ACCEPT, Code::ACCESS_REJECT, Code::ACCESS_CHALLENGE] {
        let sealed = with_own(code).seal_reply(&header(Code::ACCESS_REQUEST), &secret()).unwrap();
        assert_eq!(numbers(&sealed), [MESSAGE_AUTHENTICATOR, 25, 33], "{code}");
    }
}

#[test]
fn accounting_has_no_message_authenticator_and_its_replies_may_have_either() {
    let request = Packet::accounting_request().with(ACCT_SESSION_ID, "1").seal_request(7, &secret()).unwrap();
    assert_eq!(numbers(request.octets()), [44]);
    let own = Packet::new(Code::ACCOUNTING_RESPONSE).seal_reply(request.header(), &secret()).unwrap();
    assert_eq!(own.len(), HEADER_OCTETS);

    let over = |authenticator: [u8; 16]| {
        let head = [Code::ACCOUNTING_RESPONSE.0, 7, 0, 38];
        let digest = secret().message_authenticator(&[&head, &authenticator, &[80, 18], &[0; 16]]);
        let attributes = [&[80, 18][..], &digest].concat();
        let response = secret().authenticator(&[&head, &request.header().authenticator, &attributes]);
        [&head[..], &response, &attributes].concat()
    };
    let verified = |reply: &[u8]| {
        let received = Received::from_datagram(reply).unwrap();
        received.verify_reply(request.header(), &secret(), true).is_ok()
    };
    assert!(verified(&over(request.header().authenticator)));
    assert!(verified(&over([0; 16])));
    assert!(!verified(&over([1; 16])));
}

#[test]
fn replies_are_no_requests_on_any_port() {
    let reply = Packet::new(Code::ACCOUNTING_RESPONSE);
    let mut datagram = reply.seal_reply(&header(Code::ACCOUNTING_REQUEST), &secret()).unwrap();
    for code in [0, 2, 3, 5, 11, 13, 41, 42, 44, 45, 52, 99, 255] {
        datagram[0] = code;
        for service in
            [Service::Authentication, Service::Accounting, Service::DynamicAuthorization, Service::All]
        {
            let result = service.admit(&datagram, &Profile::udp(secret()), RequestPolicy::default());
            assert_eq!(result.err(), Some(DiscardReason::UnexpectedCode), "{code} on {service:?}");
        }
        assert_eq!(
            Packet::new(Code(code)).seal_request(7, &secret()),
            Err(SealError::WrongCode(Code(code))),
            "nor are they sent as such"
        );
    }
}
