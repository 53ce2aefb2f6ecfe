//! What the client sends and receives is traced, also what it discards. The trace is one for the whole process, so this
//! test has its own.
#![cfg(feature = "client")]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use radius_runtime::client::Client;
use radius_runtime::dictionary::Dictionary;
use radius_runtime::packet::{Profile, Received};
use radius_runtime::trace::{self, Trace};
use radius_runtime::{Code, Packet, Secret};
use tokio::net::UdpSocket;

static NAMELESS: Dictionary<'static> = Dictionary::EMPTY;

#[tokio::test]
async fn requests_replies_and_what_is_discarded_are_traced() {
    let server = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let address = server.local_addr().unwrap();
    let traced = Arc::new(Mutex::new(vec![]));
    let to = Arc::clone(&traced);
    Trace::new(&NAMELESS)
        .to(move |packet| {
            let code = packet.packet().map(|packet| packet.code());
            to.lock().unwrap().push((packet.direction(), packet.peer(), code));
        })
        .start();
    let secret = || Secret::new("a shared secret").unwrap();
    let client = Client::builder(address, secret()).build().await.unwrap();
    let play = async {
        let mut buffer = [0; 4096];
        let (length, peer) = server.recv_from(&mut buffer).await.unwrap();
        let profile = Profile::udp(secret());
        let header = profile.header(&Received::from_datagram(&buffer[..length]).unwrap());
        server.send_to(b"no packet", peer).await.unwrap();
        let reply = profile.seal_reply(&Packet::new(Code::ACCESS_REJECT), &header).unwrap();
        server.send_to(&reply, peer).await.unwrap();
    };
    let sending = client.send_within(Duration::from_secs(30), Packet::access_request());
    let (reply, ()) = tokio::join!(sending, play);
    reply.unwrap();
    trace::stop();
    let expected = [
        (trace::Direction::Sent, address, Some(Code::ACCESS_REQUEST)),
        (trace::Direction::Received, address, None),
        (trace::Direction::Received, address, Some(Code::ACCESS_REJECT)),
    ];
    assert_eq!(*traced.lock().unwrap(), expected);
}
