//! Layers of tower around handlers, and services as handlers, in a running server.

use std::future::pending;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use radius_dictionaries::{ACCT_SESSION_ID, USER_NAME};
use radius_runtime::client::Client;
use radius_runtime::server::{
    Answer, ClientEntry, Clients, DiscardReason, Handler, HandlerError, Request, Server, Statistics,
};
use radius_runtime::tower::ServiceHandler;
use radius_runtime::{Code, Packet, Secret};
use tokio::sync::Semaphore;
use tower::{ServiceBuilder, service_fn};

fn secret() -> Secret {
    Secret::new("a shared secret").unwrap()
}

/// Starts a server for authentication and accounting, and gives a client for each.
async fn start(handler: impl Handler) -> (Client, Client, Arc<Statistics>) {
    let loopback: SocketAddr = (Ipv4Addr::LOCALHOST, 0).into();
    let clients = Clients::new().with("127.0.0.1/32".parse().unwrap(), ClientEntry::new(secret()));
    let server = Server::builder(clients, handler).authentication(loopback).accounting(loopback);
    let server = server.bind().await.unwrap();
    let addresses = server.local_addresses().unwrap();
    let statistics = server.statistics();
    tokio::spawn(server.serve(pending()));
    let authentication = Client::builder(addresses[0].1, secret()).build().await.unwrap();
    let accounting = Client::builder(addresses[1].1, secret()).build().await.unwrap();
    (authentication, accounting, statistics)
}

/// Waits until a handler failed this often.
async fn failures(statistics: &Statistics, count: u64) {
    while statistics.discarded(DiscardReason::HandlerError) < count {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

/// Lets a user through when there is a permit, and tells that one waits.
#[derive(Clone, Debug)]
struct Gate {
    open: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
}

impl Gate {
    fn closed() -> Self {
        Self { open: Arc::new(Semaphore::new(0)), waiting: Arc::new(Semaphore::new(0)) }
    }
}

impl Handler for Gate {
    async fn access_request(&self, request: Request) -> Result<Answer, HandlerError> {
        self.waiting.add_permits(1);
        self.open.acquire().await?.forget();
        Ok(request.accept())
    }
}

fn login() -> Packet {
    Packet::access_request().with(USER_NAME, "alice")
}

#[tokio::test]
async fn a_layer_bounds_the_time_that_a_handler_may_take() {
    let layers = ServiceBuilder::new().timeout(Duration::from_millis(10));
    let (client, _, statistics) = start(ServiceHandler::layered(Gate::closed(), layers)).await;
    let asking = tokio::spawn(async move { client.send(login()).await });
    failures(&statistics, 1).await;
    assert_eq!(statistics.sent(Code::ACCESS_ACCEPT), 0, "and the request stays unanswered");
    asking.abort();
}

#[tokio::test]
async fn what_a_limit_does_not_let_in_is_shed() {
    let gate = Gate::closed();
    let layers = ServiceBuilder::new().load_shed().concurrency_limit(1);
    let (client, _, statistics) = start(ServiceHandler::layered(gate.clone(), layers)).await;
    let other = client.clone();
    let first = tokio::spawn(async move { other.send(login()).await });
    gate.waiting.acquire().await.unwrap().forget();
    let second = tokio::spawn(async move { client.send(login()).await });
    failures(&statistics, 1).await;
    second.abort();
    gate.open.add_permits(1);
    assert_eq!(first.await.unwrap().unwrap().code(), Code::ACCESS_ACCEPT);
}

#[tokio::test]
async fn a_limit_without_load_shedding_makes_requests_wait() {
    let gate = Gate::closed();
    let layers = ServiceBuilder::new().concurrency_limit(1);
    let (client, _, statistics) = start(ServiceHandler::layered(gate.clone(), layers)).await;
    let asking: Vec<_> = [(); 3]
        .map(|()| client.clone())
        .map(|client| tokio::spawn(async move { client.send(login()).await }))
        .into();
    for _ in &asking {
        gate.waiting.acquire().await.unwrap().forget();
        assert_eq!(gate.waiting.available_permits(), 0, "one at a time");
        gate.open.add_permits(1);
    }
    for request in asking {
        assert_eq!(request.await.unwrap().unwrap().code(), Code::ACCESS_ACCEPT);
    }
    assert_eq!(statistics.sent(Code::ACCESS_ACCEPT), 3);
}

#[tokio::test]
async fn a_service_is_a_handler_for_every_code() {
    let handler = ServiceHandler::new(service_fn(async |request: Request| match request.code() {
        Code::ACCOUNTING_REQUEST => Ok(request.acknowledge()),
        _ if request.get(USER_NAME).ok().flatten() == Some("alice") => Ok(request.accept()),
        _ => Err(io::Error::other("nobody")),
    }));
    let (authentication, accounting, statistics) = start(handler).await;
    assert_eq!(authentication.send(login()).await.unwrap().code(), Code::ACCESS_ACCEPT);
    let report = Packet::accounting_request().with(ACCT_SESSION_ID, "1");
    assert_eq!(accounting.send(report).await.unwrap().code(), Code::ACCOUNTING_RESPONSE);
    let nobody = tokio::spawn(async move { authentication.send(Packet::access_request()).await });
    failures(&statistics, 1).await;
    nobody.abort();
}
