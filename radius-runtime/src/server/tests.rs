//! Client and server against each other over loopback.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::net::UdpSocket;
use tokio::task::JoinSet;

use super::*;
use crate::client::{Client, ClientError};
use crate::crypto::{Secret, chap};
use crate::fixture::*;
use crate::packet::{Code, Packet};
use crate::proto::Retransmission;

#[derive(Default)]
struct Door {
    calls: AtomicUsize,
}

impl Handler for Door {
    async fn access_request(&self, request: Request) -> Result<Answer, HandlerError> {
        self.calls.fetch_add(1, Ordering::Relaxed);
        match request.get(USER_NAME)? {
            Some("panic") => panic!("as asked"),
            Some("error") => Err("as asked".into()),
            Some("silent") => Ok(Answer::discard()),
            Some("alice") if request.check_password("hello")? => Ok(request
                .accept()
                .with(FRAMED_IP_ADDRESS, Ipv4Addr::new(10, 0, 0, 1))
                .with(TUNNEL_PASSWORD.tag(1), "a tunnel secret of some length")
                .with(CISCO_AV_PAIR, "shell:priv-lvl=15")),
            _ => Ok(request.reject().with(REPLY_MESSAGE, "no")),
        }
    }

    async fn accounting_request(&self, request: Request) -> Result<Answer, HandlerError> {
        Ok(request.acknowledge())
    }
}

struct Running {
    authentication: SocketAddr,
    accounting: SocketAddr,
    statistics: Arc<Statistics>,
}

fn secret() -> Secret {
    Secret::new("a shared secret").unwrap()
}

async fn start(entry: ClientEntry) -> Running {
    let loopback = (Ipv4Addr::LOCALHOST, 0).into();
    let clients = Clients::new().with("127.0.0.1/32".parse().unwrap(), entry);
    let builder = Server::builder(clients, Door::default()).authentication(loopback).accounting(loopback);
    let server = builder.bind().await.unwrap();
    let addresses = server.local_addresses().unwrap();
    let statistics = server.statistics();
    tokio::spawn(server.serve(std::future::pending()));
    Running { authentication: addresses[0].1, accounting: addresses[1].1, statistics }
}

fn soon() -> Retransmission {
    Retransmission::once(Duration::from_millis(300))
}

async fn client(server: SocketAddr) -> Client {
    Client::builder(server, secret()).build().await.unwrap()
}

fn alice(password: &str) -> Packet {
    Packet::access_request().with(USER_NAME, "alice").with(USER_PASSWORD, password)
}

#[tokio::test]
async fn a_right_password_is_accepted_and_a_wrong_one_rejected() {
    let server = start(ClientEntry::new(secret())).await;
    let client = client(server.authentication).await;
    let reply = client.send(alice("hello")).await.unwrap();
    assert_eq!(reply.code(), Code::ACCESS_ACCEPT);
    assert_eq!(reply.get(FRAMED_IP_ADDRESS), Ok(Some(Ipv4Addr::new(10, 0, 0, 1))));
    assert_eq!(reply.get(CISCO_AV_PAIR), Ok(Some("shell:priv-lvl=15")));
    let tunnel = reply.get(TUNNEL_PASSWORD.tag(1)).unwrap().unwrap();
    assert_eq!(
        tunnel.to_str(),
        Ok("a tunnel secret of some length"),
        "revealed with the request's authenticator"
    );
    assert_eq!(reply.iter().next().map(|raw| raw.number), Some(80), "Message-Authenticator is first");
    let reply = client.send(alice("hallo")).await.unwrap();
    assert_eq!((reply.code(), reply.get(REPLY_MESSAGE)), (Code::ACCESS_REJECT, Ok(Some("no"))));
    assert_eq!(server.statistics.received(Code::ACCESS_REQUEST), 2);
    assert_eq!(server.statistics.sent(Code::ACCESS_ACCEPT), 1);
}

#[tokio::test]
async fn chap_is_checked_p25() {
    let server = start(ClientEntry::new(secret())).await;
    let client = client(server.authentication).await;
    for (password, code) in [("hello", Code::ACCESS_ACCEPT), ("hallo", Code::ACCESS_REJECT)] {
        let mut request = Packet::access_request().with(USER_NAME, "alice");
        request.push_raw(60, b"a challenge of octets").unwrap();
        let response = chap::password(7, password.as_bytes(), b"a challenge of octets");
        request.push_raw(3, &response).unwrap();
        assert_eq!(client.send(request).await.unwrap().code(), code);
    }
}

#[tokio::test]
async fn accounting_and_status_server_are_answered_on_their_ports() {
    let server = start(ClientEntry::new(secret())).await;
    let accounting = client(server.accounting).await;
    let reply = accounting.send(Packet::accounting_request().with(USER_NAME, "alice")).await.unwrap();
    assert_eq!(reply.code(), Code::ACCOUNTING_RESPONSE);
    assert_eq!(accounting.send(Packet::status_server()).await.unwrap().code(), Code::ACCOUNTING_RESPONSE);
    let authentication = client(server.authentication).await;
    assert_eq!(authentication.send(Packet::status_server()).await.unwrap().code(), Code::ACCESS_ACCEPT);
    assert_eq!(server.statistics.received(Code::ACCESS_REQUEST), 0);
}

#[tokio::test]
async fn an_error_or_panic_in_a_handler_costs_that_request_only() {
    let server = start(ClientEntry::new(secret())).await;
    let client =
        Client::builder(server.authentication, secret()).retransmission(soon()).build().await.unwrap();
    for name in ["panic", "error", "silent"] {
        let result = client.send(Packet::access_request().with(USER_NAME, name)).await;
        assert!(matches!(result, Err(ClientError::NoReply { transmissions: 1 })), "{name}: {result:?}");
    }
    assert_eq!(client.send(alice("hello")).await.unwrap().code(), Code::ACCESS_ACCEPT);
    for reason in [DiscardReason::HandlerPanic, DiscardReason::HandlerError, DiscardReason::HandlerDiscard] {
        assert_eq!(server.statistics.discarded(reason), 1, "{reason:?}");
    }
}

#[tokio::test]
async fn a_wrong_secret_meets_silence_and_is_counted() {
    let server = start(ClientEntry::new(secret())).await;
    let wrong = Secret::new("another secret").unwrap();
    let client = Client::builder(server.authentication, wrong).retransmission(soon()).build().await.unwrap();
    assert!(matches!(client.send(alice("hello")).await, Err(ClientError::NoReply { .. })));
    assert_eq!(server.statistics.discarded(DiscardReason::BadMessageAuthenticator), 1);
}

#[tokio::test]
async fn replies_that_do_not_verify_are_told_apart_from_silence() {
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = socket.local_addr().unwrap();
    tokio::spawn(async move {
        let mut buffer = [0; 4096];
        while let Ok((_, peer)) = socket.recv_from(&mut buffer).await {
            let mut forged = vec![2, buffer[1], 0, 20];
            forged.resize(20, 0);
            socket.send_to(&forged, peer).await.unwrap();
        }
    });
    let client = Client::builder(address, secret()).retransmission(soon()).build().await.unwrap();
    let result = client.send(alice("hello")).await;
    assert!(matches!(result, Err(ClientError::Unverified { replies: 1 })), "{result:?}");
    assert_eq!(client.statistics().discarded(DiscardReason::NoMessageAuthenticator), 1);
}

#[tokio::test]
async fn a_port_where_nothing_listens_is_told_apart_from_silence() {
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = socket.local_addr().unwrap();
    drop(socket);
    let client = Client::builder(address, secret()).retransmission(soon()).build().await.unwrap();
    assert!(matches!(client.send(alice("hello")).await, Err(ClientError::Refused)));
}

#[tokio::test]
async fn an_unknown_client_meets_silence_p17() {
    let loopback = (Ipv4Addr::LOCALHOST, 0).into();
    let clients = Clients::new().with("192.0.2.0/24".parse().unwrap(), ClientEntry::new(secret()));
    let server = Server::builder(clients, Door::default()).authentication(loopback).bind().await.unwrap();
    let address = server.local_addresses().unwrap()[0].1;
    let statistics = server.statistics();
    tokio::spawn(server.serve(std::future::pending()));
    let client = Client::builder(address, secret()).retransmission(soon()).build().await.unwrap();
    assert!(matches!(client.send(alice("hello")).await, Err(ClientError::NoReply { .. })));
    assert_eq!(statistics.discarded(DiscardReason::UnknownClient), 1);
}

#[tokio::test]
async fn more_requests_than_identifiers_fit_on_more_sockets_and_dropping_one_frees_its_identifier() {
    let server = start(ClientEntry::new(secret())).await;
    let client = client(server.authentication).await;
    let abandoned = client.send(Packet::access_request().with(USER_NAME, "silent"));
    let _ = tokio::time::timeout(Duration::from_millis(20), abandoned).await;
    let mut requests = JoinSet::new();
    for _ in 0..600 {
        let client = client.clone();
        requests.spawn(async move { client.send(alice("hello")).await.map(|reply| reply.code()) });
    }
    while let Some(reply) = requests.join_next().await {
        assert_eq!(reply.unwrap().unwrap(), Code::ACCESS_ACCEPT);
    }
}

#[tokio::test]
async fn a_request_that_gets_no_turn_ends_too() {
    let server = start(ClientEntry::new(secret())).await;
    let builder = Client::builder(server.authentication, secret()).retransmission(soon());
    let client = builder.max_in_flight(1).build().await.unwrap();
    let silent = || client.send(Packet::access_request().with(USER_NAME, "silent"));
    let (first, second) = tokio::join!(silent(), silent());
    assert!(matches!(first, Err(ClientError::NoReply { .. })), "{first:?}");
    assert!(matches!(second, Err(ClientError::Busy | ClientError::NoReply { .. })), "{second:?}");
}

#[tokio::test]
async fn serving_ends_when_told_to_and_finishes_what_runs() {
    struct Slow;
    impl Handler for Slow {
        async fn access_request(&self, request: Request) -> Result<Answer, HandlerError> {
            tokio::time::sleep(Duration::from_millis(50)).await;
            Ok(request.accept())
        }
    }
    let clients = Clients::new().with("127.0.0.1/32".parse().unwrap(), ClientEntry::new(secret()));
    let loopback = (Ipv4Addr::LOCALHOST, 0).into();
    let server = Server::builder(clients, Slow).authentication(loopback).bind().await.unwrap();
    let address = server.local_addresses().unwrap()[0].1;
    let statistics = server.statistics();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let serving = tokio::spawn(server.serve(async move { drop(stopped.await) }));
    let client = client(address).await;
    let request = tokio::spawn(async move { client.send(alice("hello")).await });
    while statistics.received(Code::ACCESS_REQUEST) == 0 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    stop.send(()).unwrap();
    assert_eq!(request.await.unwrap().unwrap().code(), Code::ACCESS_ACCEPT);
    serving.await.unwrap();
}
