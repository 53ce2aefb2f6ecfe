//! What a trace prints, and what it does not.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use radius_runtime::dictionary::Dictionary;
use radius_runtime::packet::{Profile, RequestHeader};
use radius_runtime::trace::{Direction, Trace, packet, stop};
use radius_runtime::{Code, Keys, Packet, Secret, include_dictionary};

include_dictionary! {
    /// Attributes of the RFCs and of some vendors.
    mod dictionary = "../dictionaries/share/dictionary";
    /// Attributes of the examples for TLVs.
    mod containers = "../tests/golden/dictionary.containers";
}

use dictionary::{DICTIONARY, FRAMED_IP_ADDRESS, TUNNEL_PASSWORD, USER_NAME, USER_PASSWORD, microsoft};

static EMPTY: Dictionary<'static> = Dictionary::EMPTY;

/// The trace is the process's: one test at a time.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

fn peer() -> SocketAddr {
    "192.0.2.1:1812".parse().unwrap()
}

fn secret() -> Secret {
    Secret::new("a shared secret").unwrap()
}

/// What is printed of these octets, without the time.
fn printed(trace: Trace, octets: &[u8], keys: Option<Keys>) -> String {
    let lines = Arc::new(Mutex::new(String::new()));
    let to = Arc::clone(&lines);
    trace.to(move |packet| to.lock().unwrap().push_str(&packet.to_string())).start();
    packet(Direction::Received, peer(), octets, || keys);
    stop();
    let lines = lines.lock().unwrap();
    lines.split_once(' ').map(|(_, rest)| rest.to_owned()).unwrap_or_default()
}

fn request() -> (Vec<u8>, Keys) {
    let request = Packet::access_request()
        .with(USER_NAME, "alice")
        .with(USER_PASSWORD, "pass phrase")
        .with(FRAMED_IP_ADDRESS, std::net::Ipv4Addr::new(10, 0, 0, 1));
    let sealed = request.seal_request(7, &secret()).unwrap();
    (sealed.octets().to_vec(), Keys::new(secret(), sealed.header().authenticator))
}

/// The octets of a reply over RADIUS/1.1, where nothing is hidden on the wire.
fn in_clear(packet: &Packet) -> Vec<u8> {
    let header = RequestHeader { code: Code::ACCESS_REQUEST, identifier: 1, authenticator: [0; 16] };
    Profile::radius_1_1().seal_reply(packet, &header).unwrap()
}

fn hex(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02x}")).collect()
}

#[test]
fn each_attribute_is_printed_decoded_and_in_hex_without_secrets() {
    let _alone = alone();
    let (octets, keys) = request();
    let found = printed(Trace::new(&DICTIONARY), &octets, Some(keys.clone()));
    let (head, authenticator, signature) = (hex(&octets[..4]), hex(&octets[4..20]), hex(&octets[22..38]));
    let expected = format!(
        "received from 192.0.2.1:1812: Access-Request, identifier 7, 69 octets
    {head} {authenticator}
    Message-Authenticator = 0x{signature}
        5012{signature}
    User-Name = \"alice\"
        0107616c696365
    User-Password = <hidden>
        0212 ..
    Framed-IP-Address = 10.0.0.1
        08060a000001"
    );
    assert_eq!(found, expected);
    let found = printed(Trace::new(&DICTIONARY).secrets(true), &octets, Some(keys));
    assert!(found.contains("User-Password = \"pass phrase\"\n        0212"), "{found}");
}

#[test]
fn without_a_dictionary_passwords_and_vendors_attributes_are_masked() {
    let _alone = alone();
    let packet = Packet::new(Code::ACCESS_ACCEPT)
        .with(USER_NAME, "alice")
        .with(TUNNEL_PASSWORD.tag(1), "pass phrase")
        .with(microsoft::MS_MPPE_SEND_KEY, [9; 16]);
    let octets = in_clear(&packet);
    let found = printed(Trace::new(&EMPTY), &octets, None);
    assert!(found.contains("Attr-1 = 0x616c696365\n        0107616c696365"), "{found}");
    assert!(found.contains("Attr-69 = <hidden>\n        450e .."), "{found}");
    assert!(found.contains("Attr-26.311.16 = <hidden>\n        1a18 .."), "{found}");
    assert!(!found.contains("70617373") && !found.contains("0909"), "{found}");
}

#[test]
fn a_secret_value_in_parts_is_masked_in_each() {
    let _alone = alone();
    let mut packet = Packet::new(Code::ACCESS_ACCEPT);
    // WiMAX-Keys = { WiMAX-Key } over two attributes, in clear as in RADIUS/1.1.
    let part = |more: u8, value: &[u8]| [&[0, 0, 0x60, 0xb5, 6, 3 + value.len() as u8, more], value].concat();
    packet.push_raw(26, &part(0x80, &[&[1, 82][..], &[0x61; 48]].concat())).unwrap();
    packet.push_raw(26, &part(0, &[0x61; 32])).unwrap();
    let octets = packet.encode().unwrap();
    let found = printed(Trace::new(&containers::DICTIONARY), &octets, None);
    assert_eq!(found.matches("WiMAX-Keys = { WiMAX-Key = <hidden> }").count(), 1, "{found}");
    assert_eq!(found.matches(" ..").count(), 2, "{found}");
    assert!(!found.contains("6161"), "{found}");
    let found = printed(Trace::new(&containers::DICTIONARY).secrets(true), &octets, None);
    assert!(found.contains(&format!("WiMAX-Key = 0x{}", "61".repeat(80))), "{found}");
}

#[test]
fn values_whose_parts_alternate_or_lack_an_end_are_each_printed_once() {
    let _alone = alone();
    let mut packet = Packet::new(Code::ACCESS_ACCEPT);
    // All begin, none of them goes on before the last has begun, and none ends.
    let numbers = 100..=255;
    for round in [b'a', b'b'] {
        for number in numbers.clone() {
            packet.push_raw(26, &[0, 0, 0x60, 0xb5, number, 4, 0x80, round]).unwrap();
        }
    }
    let found = printed(Trace::new(&containers::DICTIONARY).secrets(true), &packet.encode().unwrap(), None);
    assert_eq!(found.matches("Attr-26.24757.").count(), numbers.len(), "{found}");
    for number in numbers {
        assert!(found.contains(&format!("Attr-26.24757.{number} = 0x6162\n")), "{number}: {found}");
    }
    assert_eq!(found.matches("\n        1a0a").count(), 2 * 156, "{found}");
}

#[test]
fn octets_that_are_no_packet_are_reported_and_masked() {
    let _alone = alone();
    let octets = b"\x01\x07\0\x20 a password perhaps";
    let found = printed(Trace::new(&DICTIONARY), octets, None);
    assert!(found.starts_with("received from 192.0.2.1:1812: no packet, "), "{found}");
    assert!(!found.contains(&hex(b"password")), "{found}");
    let found = printed(Trace::new(&DICTIONARY).secrets(true), octets, None);
    assert!(found.contains(&hex(b"password")), "{found}");
}

#[test]
fn nothing_is_traced_after_the_end() {
    let _alone = alone();
    let count = Arc::new(AtomicU8::new(0));
    let counter = Arc::clone(&count);
    Trace::new(&DICTIONARY).to(move |_| _ = counter.fetch_add(1, Ordering::Relaxed)).start();
    let (octets, _) = request();
    packet(Direction::Sent, peer(), &octets, || None);
    stop();
    packet(Direction::Sent, peer(), &octets, || None);
    assert_eq!(count.load(Ordering::Relaxed), 1);
}

/// A client and a server in one process trace each packet twice.
#[test]
fn both_ends_trace_what_they_send_and_receive() {
    use radius_runtime::client::Client;
    use radius_runtime::server::{Answer, ClientEntry, Clients, Handler, HandlerError, Request, Server};

    struct Doorman;

    impl Handler for Doorman {
        async fn access_request(&self, request: Request) -> Result<Answer, HandlerError> {
            Ok(request.accept().with(TUNNEL_PASSWORD.tag(1), "of the tunnel"))
        }
    }

    let _alone = alone();
    let pages = Arc::new(Mutex::new(Vec::new()));
    let to = Arc::clone(&pages);
    Trace::new(&DICTIONARY)
        .secrets(true)
        .to(move |packet| to.lock().unwrap().push((packet.direction(), packet.to_string())))
        .start();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let clients = Clients::new().with("127.0.0.1/32".parse().unwrap(), ClientEntry::new(secret()));
        let loopback = "127.0.0.1:0".parse().unwrap();
        let server = Server::builder(clients, Doorman).authentication(loopback).bind().await.unwrap();
        let address = server.local_addresses().unwrap()[0].1;
        tokio::spawn(server.serve(std::future::pending()));
        let client = Client::builder(address, secret()).build().await.unwrap();
        let login = Packet::access_request().with(USER_NAME, "alice").with(USER_PASSWORD, "pass phrase");
        client.send(login).await.unwrap();
    });
    stop();
    let pages = pages.lock().unwrap();
    let count = |direction, code: &str, value: &str| {
        let of_code = |page: &str| page.contains(code) && page.contains(value);
        pages.iter().filter(|(which, page)| *which == direction && of_code(page)).count()
    };
    for direction in [Direction::Sent, Direction::Received] {
        assert_eq!(count(direction, ": Access-Request", "User-Password = \"pass phrase\""), 1, "{pages:?}");
        assert_eq!(
            count(direction, ": Access-Accept", "Tunnel-Password:1 = \"of the tunnel\""),
            1,
            "{pages:?}"
        );
    }
}
