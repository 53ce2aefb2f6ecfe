//! What a packet costs, each beside its floor: the least work that gives the same.
//!
//! `cargo bench -p radius-runtime --bench codec`

use std::hint::black_box;
use std::net::Ipv4Addr;

use divan::{Bencher, Divan};
use hmac::{Hmac, KeyInit, Mac};
use md5::{Digest, Md5};
use radius_runtime::packet::{Received, RequestHeader, RequestPolicy};
use radius_runtime::{Code, Keys, OpenPacket, Packet, Secret};

radius_runtime::include_dictionary! {
    mod dictionary = [
        "../dictionaries/share/dictionary.rfc2865",
        "../dictionaries/share/dictionary.rfc2869",
        "../dictionaries/share/dictionary.cisco",
    ];
}

use dictionary::*;

const SECRET: &[u8] = b"a shared secret of some length";
const HEADER_OCTETS: usize = 20;

fn main() {
    Divan::from_args().sample_size(2000).main();
}

fn secret() -> Secret {
    Secret::new(SECRET).unwrap()
}

/// What a switch sends when somebody logs in: 12 attributes, Message-Authenticator among them.
fn request() -> Vec<u8> {
    let packet = Packet::access_request()
        .with(USER_NAME, "alice@example.com")
        .with(USER_PASSWORD, "correct horse")
        .with(NAS_IP_ADDRESS, Ipv4Addr::new(192, 0, 2, 16))
        .with(NAS_PORT, 50_101)
        .with(SERVICE_TYPE, ServiceType::FramedUser)
        .with(FRAMED_MTU, 1500)
        .with(CALLED_STATION_ID, "00-1B-2C-3D-4E-5F:corporate")
        .with(CALLING_STATION_ID, "10-20-30-40-50-60")
        .with(NAS_IDENTIFIER, "switch-7")
        .with(NAS_PORT_TYPE, NasPortType::Ethernet)
        .with(cisco::AV_PAIR, "audit-session-id=C000021000000A7C0F3B2A11");
    packet.seal_request(77, &secret()).unwrap().octets().to_vec()
}

fn header() -> RequestHeader {
    let request = request();
    let received = Received::from_datagram(&request).unwrap();
    let authenticator = *received.authenticator();
    RequestHeader { code: received.code(), identifier: received.identifier(), authenticator }
}

/// An accept with five attributes and Message-Authenticator.
fn reply() -> Packet {
    Packet::new(Code::ACCESS_ACCEPT)
        .with(SERVICE_TYPE, ServiceType::FramedUser)
        .with(FRAMED_IP_ADDRESS, Ipv4Addr::new(10, 20, 30, 40))
        .with(SESSION_TIMEOUT, 28_800)
        .with(CLASS, b"0123456789abcdef")
        .with(cisco::AV_PAIR, "shell:priv-lvl=15")
}

/// The attributes of a packet in the fewest instructions that check its framing.
fn walk(datagram: &[u8]) -> Option<usize> {
    let length = usize::from(u16::from_be_bytes([*datagram.get(2)?, *datagram.get(3)?]));
    let mut rest = datagram.get(HEADER_OCTETS..length)?;
    let mut attributes = 0;
    while let [number, length, ..] = *rest {
        if length < 2 || number == 0 {
            return None;
        }
        rest = rest.get(usize::from(length)..)?;
        attributes += 1;
    }
    rest.is_empty().then_some(attributes)
}

/// MD5 over octets and the secret; HMAC-MD5 with the key's state made before; both by the types of the crates `md5` and `hmac`.
struct Digests {
    after_secret: Md5,
    hmac: Hmac<Md5>,
}

impl Digests {
    fn new() -> Self {
        Self { after_secret: Md5::new_with_prefix(SECRET), hmac: Hmac::new_from_slice(SECRET).unwrap() }
    }

    fn hmac(&self, octets: &[u8]) -> [u8; 16] {
        self.hmac.clone().chain_update(octets).finalize().into_bytes().into()
    }

    /// One block of the key stream of a hidden value.
    fn key(&self, authenticator: &[u8]) -> [u8; 16] {
        self.after_secret.clone().chain_update(authenticator).finalize().into()
    }

    fn response(octets: &[u8]) -> [u8; 16] {
        Md5::new().chain_update(octets).chain_update(SECRET).finalize().into()
    }
}

mod decode {
    use super::*;

    #[divan::bench]
    fn floor_walk(bencher: Bencher<'_, '_>) {
        let request = request();
        assert_eq!(walk(&request), Some(12));
        bencher.bench_local(|| walk(black_box(&request)));
    }

    #[divan::bench]
    fn received(bencher: Bencher<'_, '_>) {
        let request = request();
        bencher.bench_local(|| Received::from_datagram(black_box(&request)).is_ok());
    }

    #[divan::bench]
    fn floor_walk_and_copy(bencher: Bencher<'_, '_>) {
        let request = request();
        bencher.bench_local(|| walk(black_box(&request)).map(|_| black_box(request.clone()).len()));
    }

    #[divan::bench]
    fn packet(bencher: Bencher<'_, '_>) {
        let request = request();
        bencher.bench_local(|| drop(black_box(Packet::decode(black_box(&request)).unwrap())));
    }
}

mod read {
    use super::*;

    /// Finds five attributes by number, each from the first one on.
    #[divan::bench]
    fn floor_five_searches(bencher: Bencher<'_, '_>) {
        let request = request();
        let find = |wanted: u8| {
            let mut rest = black_box(&request).get(HEADER_OCTETS..)?;
            while let [number, length, ..] = *rest {
                let (attribute, next) = rest.split_at_checked(length.into())?;
                if number == wanted {
                    return attribute.get(2..);
                }
                rest = next;
            }
            None
        };
        bencher.bench_local(|| [1, 4, 5, 31, 26].map(|number| find(number).map(<[u8]>::len)));
    }

    #[divan::bench]
    fn five_attributes(bencher: Bencher<'_, '_>) {
        let packet = Packet::decode(&request()).unwrap();
        bencher.bench_local(|| {
            let packet = black_box(&packet);
            (
                packet.get(USER_NAME).unwrap().map(str::len),
                packet.get(NAS_IP_ADDRESS).unwrap(),
                packet.get(NAS_PORT).unwrap(),
                packet.get(CALLING_STATION_ID).unwrap().map(str::len),
                packet.get(cisco::AV_PAIR).unwrap().map(str::len),
            )
        });
    }
}

mod request {
    use super::*;

    /// The digests alone: Message-Authenticator, and one block to reveal the password.
    #[divan::bench]
    fn floor_digests(bencher: Bencher<'_, '_>) {
        let (request, digests) = (request(), Digests::new());
        bencher.bench_local(|| {
            let request = black_box(&request);
            (digests.hmac(request), digests.key(&request[4..HEADER_OCTETS]))
        });
    }

    #[divan::bench]
    fn decode_and_verify(bencher: Bencher<'_, '_>) {
        let (request, secret) = (request(), secret());
        bencher.bench_local(|| {
            let received = Received::from_datagram(black_box(&request)).unwrap();
            received.verify_request(&secret, RequestPolicy::default())
        });
    }

    /// What a server does with a login before and in its handler.
    #[divan::bench]
    fn decode_verify_and_read_five(bencher: Bencher<'_, '_>) {
        let (request, secret) = (request(), secret());
        bencher.bench_local(|| {
            let received = Received::from_datagram(black_box(&request)).unwrap();
            received.verify_request(&secret, RequestPolicy::default()).unwrap();
            let keys = Keys::new(secret.clone(), *received.authenticator());
            let packet: OpenPacket = received.to_packet().open(keys).unwrap();
            (
                packet.get(USER_NAME).unwrap().map(str::len),
                packet.get(USER_PASSWORD).unwrap().unwrap().matches("correct horse"),
                packet.get(NAS_IP_ADDRESS).unwrap(),
                packet.get(CALLING_STATION_ID).unwrap().map(str::len),
                packet.get(cisco::AV_PAIR).unwrap().map(str::len),
            )
        });
    }
}

mod answer {
    use super::*;

    /// The digests alone: Message-Authenticator and Response Authenticator.
    #[divan::bench]
    fn floor_digests(bencher: Bencher<'_, '_>) {
        let digests = Digests::new();
        let sealed = reply().seal_reply(&header(), &secret()).unwrap();
        bencher.bench_local(|| {
            let sealed = black_box(&sealed);
            (digests.hmac(sealed), Digests::response(sealed))
        });
    }

    #[divan::bench]
    fn build(bencher: Bencher<'_, '_>) {
        bencher.bench_local(|| drop(black_box(reply())));
    }

    #[divan::bench]
    fn build_and_seal(bencher: Bencher<'_, '_>) {
        let (header, secret) = (header(), secret());
        bencher.bench_local(|| black_box(reply().seal_reply(black_box(&header), &secret).unwrap()).len());
    }
}
