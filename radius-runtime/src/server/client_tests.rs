//! Who the server takes for a client, while that changes and while it is looked up.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Mutex;

use tokio::net::UdpSocket;
use tokio::sync::Notify;

use super::fixture::*;
use super::*;
use crate::crypto::Secret;
use crate::packet::Code;

#[tokio::test]
async fn clients_come_go_and_change_while_the_server_runs() {
    let server = start(Clients::new(), |builder| builder).await;
    let client = server.client(Service::Authentication).await;
    client.send(login("alice", 1).octets()).await.unwrap();
    server.discarded(DiscardReason::UnknownClient, 1).await;
    let host = "127.0.0.1/32".parse().unwrap();
    server.clients.update(|clients| clients.insert(host, ClientEntry::new(secret())));
    assert_eq!(ask(&client, &login("alice", 1)).await.code(), Code::ACCESS_ACCEPT);
    let other = ClientEntry::new(Secret::new("another secret").unwrap());
    server.clients.update(|clients| clients.insert(host, other));
    client.send(login("alice", 2).octets()).await.unwrap();
    server.discarded(DiscardReason::BadMessageAuthenticator, 1).await;
    assert!(server.clients.update(|clients| clients.remove(host)).is_some());
    client.send(login("alice", 3).octets()).await.unwrap();
    server.discarded(DiscardReason::UnknownClient, 2).await;
}

/// Answers when it is told to, and counts.
#[derive(Clone, Default)]
struct Database {
    asked: Arc<Mutex<Vec<IpAddr>>>,
    answer: Arc<Notify>,
}

impl ClientSource for Database {
    async fn find(&self, address: IpAddr) -> Result<Option<ClientEntry>, HandlerError> {
        self.asked.lock().unwrap().push(address);
        self.answer.notified().await;
        match address.to_string().as_str() {
            "127.0.0.2" => Ok(Some(ClientEntry::new(secret()).name("from the database"))),
            "127.0.0.3" => Ok(None),
            "127.0.0.4" => panic!("as asked"),
            _ => Err("as asked".into()),
        }
    }
}

#[tokio::test]
async fn looking_a_client_up_holds_up_nobody_else_and_is_done_once() {
    let database = Database::default();
    let server = start(localhost(), |builder| builder.client_source(database.clone())).await;
    let from = async |last: u8| {
        let socket = UdpSocket::bind((Ipv4Addr::new(127, 0, 0, last), 0)).await.unwrap();
        socket.connect(server.addresses[&Service::Authentication]).await.unwrap();
        socket
    };
    let asked = || database.asked.lock().unwrap().len();
    let (known, slow) = (from(1).await, from(2).await);
    for identifier in 0..3 {
        slow.send(login("alice", identifier).octets()).await.unwrap();
    }
    until(|| asked() == 1).await;
    assert_eq!(ask(&known, &login("alice", 1)).await.code(), Code::ACCESS_ACCEPT, "meanwhile");
    database.answer.notify_one();
    for _ in 0..3 {
        receive(&slow).await;
    }
    assert_eq!(ask(&slow, &login("alice", 9)).await.code(), Code::ACCESS_ACCEPT);
    assert_eq!(asked(), 1, "the answer is remembered");

    let stranger = from(3).await;
    for round in 1..=2 {
        stranger.send(login("alice", round).octets()).await.unwrap();
        if round == 1 {
            until(|| asked() == 2).await;
            database.answer.notify_one();
        }
        server.discarded(DiscardReason::UnknownClient, round.into()).await;
    }
    assert_eq!(asked(), 2, "so is that there is none");
    server.clients.forget_all();
    for last in [4, 5] {
        let (failing, before) = (from(last).await, asked());
        failing.send(login("alice", 1).octets()).await.unwrap();
        until(|| asked() == before + 1).await;
        database.answer.notify_one();
        server.discarded(DiscardReason::LookupFailed, u64::from(last) - 3).await;
    }
    slow.send(login("alice", 1).octets()).await.unwrap();
    until(|| asked() == 5).await;
    database.answer.notify_one();
    receive(&slow).await;
}

#[tokio::test]
async fn a_flood_of_look_ups_is_bounded() {
    let settings = LookUpSettings { max_concurrent: 2, max_held: 3, ..LookUpSettings::default() };
    let database = Database::default();
    let server = start(localhost(), |builder| builder.client_source_with(database.clone(), settings)).await;
    let mut sent = 0;
    for last in 10..20 {
        let socket = UdpSocket::bind((Ipv4Addr::new(127, 0, 0, last), 0)).await.unwrap();
        for identifier in 0..3 {
            let address = server.addresses[&Service::Authentication];
            socket.send_to(login("alice", identifier).octets(), address).await.unwrap();
            sent += 1;
        }
    }
    server.discarded(DiscardReason::LookupOverload, sent - 3).await;
    assert!(database.asked.lock().unwrap().len() <= 2);
}

#[tokio::test]
async fn several_workers_share_the_clients_of_one_address() {
    let server = start(localhost(), |builder| builder.workers(2)).await;
    for _ in 0..40 {
        let client = server.client(Service::Authentication).await;
        let request = login("alice", 7);
        client.send(request.octets()).await.unwrap();
        let first = receive(&client).await;
        client.send(request.octets()).await.unwrap();
        assert_eq!(receive(&client).await, first, "a repetition comes to the same worker");
    }
    assert_eq!((server.calls)(), 40);
    let client = server.client(Service::Authentication).await;
    client.send(login("wait", 1).octets()).await.unwrap();
    until(|| (server.calls)() == 41).await;
    let open = Arc::clone(&server.open);
    let stopping = tokio::spawn(server.stop());
    open.notify_one();
    let report = stopping.await.unwrap();
    assert_eq!((report.cut, receive(&client).await[0]), (0, Code::ACCESS_ACCEPT.0));
}
