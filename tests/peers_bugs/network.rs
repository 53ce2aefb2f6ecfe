//! Client and server over loopback.

use std::io::{self, Write};
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use radius_dictionaries::{CLASS, REPLY_MESSAGE, TUNNEL_PASSWORD, USER_NAME, USER_PASSWORD};
use radius_runtime::client::{Client, ClientError};
use radius_runtime::packet::{MAX_OCTETS, Received, RequestHeader};
use radius_runtime::proto::{DiscardReason, Retransmission, Statistics};
use radius_runtime::server::{Answer, ClientEntry, Clients, Handler, HandlerError, Request, Server};
use radius_runtime::{Code, OpenPacket, Packet, Secret};
use tokio::net::UdpSocket;
use tokio::sync::Notify;
use tokio::task::JoinSet;

const SECRET: &str = "a shared secret";
const LOOPBACK: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

fn secret() -> Secret {
    Secret::new(SECRET).unwrap()
}

/// Accepts `hello` as everybody's password; holds requests of the user `wait` until it is told to let them go.
#[derive(Default)]
struct Door {
    open: Arc<Notify>,
}

impl Handler for Door {
    async fn access_request(&self, request: Request) -> Result<Answer, HandlerError> {
        if request.get(USER_NAME)? == Some("wait") {
            self.open.notified().await;
        }
        Ok(if request.check_password("hello")? {
            request.accept().with(TUNNEL_PASSWORD.tag(1), "tunnel secret")
        } else {
            request.reject()
        })
    }
}

struct Running {
    address: SocketAddr,
    statistics: Arc<Statistics>,
    open: Arc<Notify>,
}

async fn start(address: SocketAddr, max_in_flight: usize) -> Running {
    let entry = || ClientEntry::new(secret());
    let clients = Clients::new()
        .with("127.0.0.0/8".parse().unwrap(), entry())
        .with("::1/128".parse().unwrap(), entry());
    let door = Door::default();
    let open = Arc::clone(&door.open);
    let builder = Server::builder(clients, door).authentication(address).max_in_flight(max_in_flight);
    let server = builder.bind().await.unwrap();
    let address = server.local_addresses().unwrap()[0].1;
    let statistics = server.statistics();
    tokio::spawn(server.serve(std::future::pending()));
    Running { address, statistics, open }
}

async fn client(server: SocketAddr) -> Client {
    Client::builder(server, secret()).build().await.unwrap()
}

async fn impatient(server: SocketAddr, interval: Duration, transmissions: u32) -> Client {
    let timers = Retransmission {
        initial_interval: interval,
        max_interval: interval,
        max_transmissions: transmissions,
        ..Retransmission::default()
    };
    Client::builder(server, secret()).retransmission(timers).build().await.unwrap()
}

fn login(user: &str) -> Packet {
    Packet::access_request().with(USER_NAME, user).with(USER_PASSWORD, "hello")
}

async fn is_accepted(client: &Client) -> bool {
    client.send(login("alice")).await.is_ok_and(|reply| reply.code() == Code::ACCESS_ACCEPT)
}

/// Waits until something holds. Only a failing test waits for a minute.
async fn until(holds: impl Fn() -> bool) {
    let waiting = async {
        while !holds() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), waiting).await.expect("it never holds");
}

/// Receives a request on a socket that plays the server.
async fn request(socket: &UdpSocket) -> (RequestHeader, Vec<u8>, SocketAddr) {
    let mut buffer = vec![0; MAX_OCTETS];
    let (length, peer) = socket.recv_from(&mut buffer).await.unwrap();
    buffer.truncate(length);
    let received = Received::from_datagram(&buffer).unwrap();
    let header = RequestHeader {
        code: received.code(),
        identifier: received.identifier(),
        authenticator: *received.authenticator(),
    };
    (header, buffer, peer)
}

fn reply(request: &RequestHeader, message: &str) -> Vec<u8> {
    Packet::new(Code::ACCESS_ACCEPT).with(REPLY_MESSAGE, message).seal_reply(request, &secret()).unwrap()
}

fn message(reply: &Result<OpenPacket, ClientError>) -> Option<&str> {
    reply.as_ref().unwrap().get(REPLY_MESSAGE).unwrap()
}

#[tokio::test]
async fn a_reply_from_another_address_is_not_taken() {
    let server = UdpSocket::bind(LOOPBACK).await.unwrap();
    let other = UdpSocket::bind(LOOPBACK).await.unwrap();
    let client = client(server.local_addr().unwrap()).await;
    let sent = tokio::spawn(async move { client.send(login("alice")).await });
    let (header, _, peer) = request(&server).await;
    other.send_to(&reply(&header, "from another"), peer).await.unwrap();
    server.send_to(&reply(&header, "from the server"), peer).await.unwrap();
    assert_eq!(message(&sent.await.unwrap()), Some("from the server"));
}

#[tokio::test]
async fn replies_that_do_not_verify_do_not_end_the_wait() {
    let server = UdpSocket::bind(LOOPBACK).await.unwrap();
    let client = client(server.local_addr().unwrap()).await;
    let statistics = client.clone();
    let sent = tokio::spawn(async move { client.send(login("alice")).await });
    let (header, octets, peer) = request(&server).await;
    let right = reply(&header, "right");
    let mut wrong_identifier = right.clone();
    wrong_identifier[1] ^= 1;
    let accounting = RequestHeader { code: Code::ACCOUNTING_REQUEST, ..header };
    let wrong_code = Packet::new(Code::ACCOUNTING_RESPONSE).seal_reply(&accounting, &secret()).unwrap();
    let wrong_secret =
        Packet::new(Code::ACCESS_ACCEPT).seal_reply(&header, &Secret::new("another").unwrap()).unwrap();
    let mut zeros = vec![2, header.identifier, 0, 20];
    zeros.resize(20, 0);
    for forged in
        [&[][..], &[2], &right[..19], &octets, &wrong_identifier, &wrong_code, &wrong_secret, &zeros]
    {
        server.send_to(forged, peer).await.unwrap();
    }
    server.send_to(&right, peer).await.unwrap();
    assert_eq!(message(&sent.await.unwrap()), Some("right"));
    assert_eq!(statistics.statistics().discarded_total(), 8);
    assert_eq!(statistics.statistics().received(Code::ACCESS_ACCEPT), 1);
}

#[tokio::test]
async fn a_request_is_sent_as_often_as_configured_in_the_same_octets() {
    let server = UdpSocket::bind(LOOPBACK).await.unwrap();
    let client = impatient(server.local_addr().unwrap(), Duration::from_millis(20), 3).await;
    let result = client.send(login("alice")).await;
    assert!(matches!(result, Err(ClientError::NoReply { transmissions: 3 })), "{result:?}");
    let (_, first, peer) = request(&server).await;
    for _ in 1..3 {
        let (_, again, from) = request(&server).await;
        assert_eq!((again, from), (first.clone(), peer));
    }
    assert_eq!(server.try_recv(&mut [0]).unwrap_err().kind(), io::ErrorKind::WouldBlock, "no fourth one");
}

#[tokio::test]
async fn requests_that_are_given_up_cost_nothing() {
    let server = start(LOOPBACK, 4096).await;
    let client = client(server.address).await;
    let abandoned: Vec<_> = (0..300)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.send(login("wait")).await.map(drop) })
        })
        .collect();
    let statistics = &server.statistics;
    until(|| statistics.received(Code::ACCESS_REQUEST) == 300).await;
    for request in &abandoned {
        request.abort();
    }
    for request in abandoned {
        assert!(request.await.unwrap_err().is_cancelled());
    }
    for _ in 0..300 {
        assert!(is_accepted(&client).await);
    }
}

#[tokio::test]
async fn dropping_a_client_leaves_the_requests_of_its_clones_alone() {
    let server = start(LOOPBACK, 4096).await;
    let client = client(server.address).await;
    let clone = client.clone();
    let sent = tokio::spawn(async move { clone.send(login("wait")).await });
    until(|| server.statistics.received(Code::ACCESS_REQUEST) == 1).await;
    drop(client);
    server.open.notify_one();
    assert_eq!(sent.await.unwrap().unwrap().code(), Code::ACCESS_ACCEPT);
}

#[tokio::test]
async fn no_datagram_ends_the_server() {
    let server = start(LOOPBACK, 4096).await;
    let socket = UdpSocket::bind(LOOPBACK).await.unwrap();
    let lengths = [0, 1, 19, 20, 4096, 4097, 65507];
    for length in lengths {
        socket.send_to(&vec![1; length], server.address).await.unwrap();
    }
    until(|| server.statistics.discarded_total() == lengths.len() as u64).await;
    assert!(is_accepted(&client(server.address).await).await);
}

#[tokio::test]
async fn a_client_that_is_gone_does_not_end_the_server() {
    let server = start(LOOPBACK, 4096).await;
    // The replies meet closed ports, and the client's host says so to the server's socket.
    for _ in 0..10 {
        let socket = UdpSocket::bind(LOOPBACK).await.unwrap();
        let sealed = Packet::status_server().seal_request(7, &secret()).unwrap();
        socket.send_to(sealed.octets(), server.address).await.unwrap();
    }
    until(|| server.statistics.sent(Code::STATUS_SERVER) == 10).await;
    assert!(is_accepted(&client(server.address).await).await);
}

#[tokio::test]
async fn a_request_of_4096_octets_is_answered() {
    let server = start(LOOPBACK, 4096).await;
    let client = client(server.address).await;
    let mut packet = login("alice");
    // Header, Message-Authenticator, what is there, and Class attributes up to the limit.
    let mut free = MAX_OCTETS - 20 - 18 - packet.iter().map(|raw| raw.value.len() + 2).sum::<usize>();
    while free > 0 {
        let own = if free == 256 { 128 } else { free.min(255) };
        packet.push(CLASS, vec![1; own - 2]).unwrap();
        free -= own;
    }
    assert_eq!(packet.seal_request(0, &secret()).unwrap().octets().len(), MAX_OCTETS);
    assert_eq!(client.send(packet).await.unwrap().code(), Code::ACCESS_ACCEPT);
}

#[tokio::test]
async fn a_slow_handler_holds_up_nobody() {
    let server = start(LOOPBACK, 4096).await;
    let client = client(server.address).await;
    let slow = client.clone();
    let slow = tokio::spawn(async move { slow.send(login("wait")).await });
    until(|| server.statistics.received(Code::ACCESS_REQUEST) == 1).await;
    for _ in 0..10 {
        assert!(is_accepted(&client).await);
    }
    assert!(!slow.is_finished());
    server.open.notify_one();
    assert_eq!(slow.await.unwrap().unwrap().code(), Code::ACCESS_ACCEPT);
}

#[tokio::test]
async fn requests_beyond_the_limit_are_dropped_and_counted() {
    let server = start(LOOPBACK, 2).await;
    let client = impatient(server.address, Duration::from_secs(20), 1).await;
    let mut requests = JoinSet::new();
    for _ in 0..3 {
        let client = client.clone();
        requests.spawn(async move { client.send(login("wait")).await.map(|reply| reply.code()) });
    }
    let overload = || server.statistics.discarded(DiscardReason::Overload);
    until(|| overload() == 1).await;
    server.open.notify_waiters();
    for _ in 0..2 {
        assert_eq!(requests.join_next().await.unwrap().unwrap().unwrap(), Code::ACCESS_ACCEPT);
    }
    assert!(is_accepted(&client).await, "there is room again");
    assert_eq!((overload(), server.statistics.received(Code::ACCESS_REQUEST)), (1, 3));
}

#[tokio::test]
async fn a_server_serves_ipv6() {
    let server = start((Ipv6Addr::LOCALHOST, 0).into(), 4096).await;
    assert!(server.address.is_ipv6());
    assert!(is_accepted(&client(server.address).await).await);
}

#[tokio::test]
async fn a_request_without_a_password_proves_nothing() {
    let server = start(LOOPBACK, 4096).await;
    let client = client(server.address).await;
    let reply = client.send(Packet::access_request().with(USER_NAME, "alice")).await.unwrap();
    assert_eq!(reply.code(), Code::ACCESS_REJECT);
}

/// What was traced.
#[derive(Clone, Default)]
struct Trace(Arc<Mutex<Vec<u8>>>);

impl Write for Trace {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(octets)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn nothing_secret_is_traced() {
    let trace = Trace::default();
    let writer = trace.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);

    let server = start(LOOPBACK, 4096).await;
    let right = client(server.address).await;
    let reply = right.send(login("alice")).await.unwrap();
    assert!(reply.get(TUNNEL_PASSWORD.tag(1)).unwrap().unwrap().matches("tunnel secret"));
    let interval = Duration::from_millis(50);
    let timers = Retransmission::once(interval);
    let wrong = Client::builder(server.address, Secret::new("another one").unwrap()).retransmission(timers);
    let error = wrong.build().await.unwrap().send(login("alice")).await.unwrap_err();
    tracing::info!(?reply, ?error, client = ?right, "everything that can be printed");

    let traced = String::from_utf8(trace.0.lock().unwrap().clone()).unwrap();
    assert!(traced.contains("discarded a request") && traced.contains("everything"), "{traced}");
    for clear in [SECRET, "another one", "hello", "tunnel secret"] {
        let hex: String = clear.bytes().map(|octet| format!("{octet:02x}")).collect();
        let list = format!("{:?}", clear.as_bytes());
        for form in [clear, hex.as_str(), list.trim_matches(['[', ']'])] {
            assert!(!traced.contains(form), "{form} in {traced}");
        }
    }
}
