//! The client whose calls wait, against a server that a thread plays.

use std::net::{SocketAddr, UdpSocket};
use std::time::{Duration, Instant};

use super::blocking::Client;
use super::{ClientError, CoaOutcome};
use crate::Secret;
use crate::fixture::{USER_NAME, USER_PASSWORD};
use crate::packet::known::STATE;
use crate::packet::{Code, Packet, Profile, Received};

fn secret() -> Secret {
    Secret::new("a shared secret").unwrap()
}

/// Answers everything, an Access-Request with a challenge first, until the test ends.
fn server() -> SocketAddr {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    let address = socket.local_addr().unwrap();
    std::thread::spawn(move || {
        let mut buffer = [0; 4096];
        while let Ok((length, from)) = socket.recv_from(&mut buffer) {
            let received = Received::from_datagram(&buffer[..length]).unwrap();
            let header = Profile::udp(secret()).header(&received);
            let reply = match header.code {
                Code::ACCESS_REQUEST if received.to_packet().get(STATE) == Ok(None) => {
                    Packet::new(Code::ACCESS_CHALLENGE).with(STATE, b"1")
                }
                Code::ACCOUNTING_REQUEST => Packet::new(Code::ACCOUNTING_RESPONSE),
                Code::DISCONNECT_REQUEST => Packet::new(Code::DISCONNECT_ACK),
                _ => Packet::new(Code::ACCESS_ACCEPT),
            };
            socket.send_to(&reply.seal_reply(&header, &secret()).unwrap(), from).unwrap();
        }
    });
    address
}

fn client(server: SocketAddr) -> Client {
    super::Client::builder(server, secret()).build_blocking().unwrap()
}

fn everything(client: &Client) {
    let login = || Packet::access_request().with(USER_NAME, "bob");
    assert_eq!(client.send(login()).unwrap().code(), Code::ACCESS_CHALLENGE);
    let mut rounds = 0;
    let reply = client.authenticate(login(), |challenge| {
        rounds = challenge.round();
        Some(challenge.answer().with(USER_PASSWORD, "a code"))
    });
    assert_eq!((reply.unwrap().code(), rounds), (Code::ACCESS_ACCEPT, 1));
    let session = client.accounting_session(Packet::accounting_request()).unwrap();
    for reply in
        [session.start(|report| report), session.interim(|report| report), session.stop(|report| report)]
    {
        assert_eq!(reply.unwrap().code(), Code::ACCOUNTING_RESPONSE);
    }
    let outcome = client.send_coa(Packet::disconnect_request().with(USER_NAME, "bob")).unwrap();
    assert!(matches!(outcome, CoaOutcome::Ack(_)), "{outcome:?}");
    assert_eq!(client.statistics().discarded_total(), 0);
}

#[test]
fn every_call_waits_for_its_reply_from_many_threads() {
    let client = client(server());
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| everything(&client));
        }
    });
    assert_eq!(client.servers().count(), 1);
}

#[tokio::test]
async fn within_a_runtime_nothing_panics_and_nothing_waits_for_itself() {
    let client = client(server());
    everything(&client);
    let other = client.clone();
    tokio::task::spawn_blocking(move || everything(&other)).await.unwrap();
    // The last client is dropped in async code, too.
    drop(client);
}

#[test]
fn a_deadline_is_kept_and_errors_are_the_same() {
    let silent = UdpSocket::bind("127.0.0.1:0").unwrap();
    let client = client(silent.local_addr().unwrap());
    let began = Instant::now();
    let error = client.send_within(Duration::from_millis(100), Packet::status_server()).unwrap_err();
    assert!(matches!(error, ClientError::NoReply { transmissions: 1 }), "{error:?}");
    assert!(began.elapsed() >= Duration::from_millis(100));
    let error = client.send(Packet::new(Code::ACCESS_ACCEPT)).unwrap_err();
    assert!(matches!(error, ClientError::Request(_)), "{error:?}");
}

#[test]
fn the_thread_and_its_sockets_end_with_the_last_client() {
    let peer = UdpSocket::bind("127.0.0.1:0").unwrap();
    let client = client(peer.local_addr().unwrap());
    client.send_within(Duration::ZERO, Packet::status_server()).unwrap_err();
    let (_, socket) = peer.recv_from(&mut [0; 64]).unwrap();
    let other = client.clone();
    drop(client);
    assert!(UdpSocket::bind(("0.0.0.0", socket.port())).is_err(), "still in use");
    drop(other);
    while UdpSocket::bind(("0.0.0.0", socket.port())).is_err() {
        std::thread::yield_now();
    }
}
