//! Clients by realm, over a DNS that is a table and servers of ours on the loopback interface.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::task::JoinSet;

use super::*;
use crate::client::{Client, ServerStatus};
use crate::fixture::{REPLY_MESSAGE, USER_NAME};
use crate::packet::{Code, Packet};
use crate::proto::Service;
use crate::radsec::fixture::{identity, path, trust};
use crate::radsec::rustls::{self, CertificateError};
use crate::radsec::{CertificateRule, Identity, ServerTls};
use crate::server::{Answer as Reply, ClientEntry, Clients, Handler, HandlerError, Request, Server};

const TTL: Duration = Duration::from_secs(3600);

/// A DNS with a count of the realms that it was asked for. Clones are the same.
#[derive(Clone, Default)]
struct Zone {
    answers: Arc<Mutex<HashMap<Question, Answer>>>,
    realms: Arc<AtomicUsize>,
}

impl Zone {
    fn set(&self, name: &str, kind: RecordKind, answer: Answer) {
        self.answers.lock().unwrap().insert(Question { name: name.to_owned(), kind }, answer);
    }

    /// A realm with these servers, in this order.
    fn realm(&self, realm: &str, ttl: Duration, servers: &[SocketAddr]) {
        let srv = |(priority, server): (u16, &SocketAddr)| {
            let target = "localhost.example".to_owned();
            Record::Srv(Srv { priority, weight: 0, port: server.port(), target })
        };
        let records = (0..).zip(servers).map(srv).collect();
        self.set(&format!("_radiustls._tcp.{realm}"), RecordKind::Srv, Answer::Records { records, ttl });
        let records = vec![Record::Address(IpAddr::V4(Ipv4Addr::LOCALHOST))];
        self.set("localhost.example", RecordKind::Address, Answer::Records { records, ttl });
    }

    fn asked(&self) -> usize {
        self.realms.load(Ordering::SeqCst)
    }
}

impl Resolver for Zone {
    async fn resolve(&self, question: &Question) -> Answer {
        if question.kind == RecordKind::Naptr {
            self.realms.fetch_add(1, Ordering::SeqCst);
        }
        // Others get their turn, as with a DNS that is far away.
        tokio::task::yield_now().await;
        let answers = self.answers.lock().unwrap();
        answers.get(question).cloned().unwrap_or(Answer::Nothing { ttl: None })
    }
}

/// Accepts, and says whose certificate it saw.
struct Accept;

impl Handler for Accept {
    async fn access_request(&self, request: Request) -> Result<Reply, HandlerError> {
        let certificate = request.certificate().ok_or("no certificate")?;
        Ok(request.accept().with(REPLY_MESSAGE, &*certificate.subject))
    }
}

/// A server with the realms of this certificate.
async fn server(name: &str) -> SocketAddr {
    let clients = Clients::new().with_certificate(CertificateRule::any(), ClientEntry::over_tls());
    let tls = ServerTls::builder(identity(name), trust()).build().unwrap();
    let server = Server::builder(clients, Accept).radsec((Ipv4Addr::LOCALHOST, 0).into(), tls);
    let server = server.bind().await.unwrap();
    let (_, address) = server.local_addresses().unwrap()[0];
    tokio::spawn(server.serve(std::future::pending()));
    address
}

/// An address where nothing listens.
async fn nobody() -> SocketAddr {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap().local_addr().unwrap()
}

fn builder(zone: &Zone) -> DiscoveryBuilder {
    Discovery::builder(identity("client"), trust()).resolver(zone.clone())
}

fn realm(name: &str) -> Realm {
    name.parse().unwrap()
}

async fn find(discovery: &Discovery, name: &str) -> Result<Client, DiscoveryError> {
    discovery.client(&realm(name), Service::Authentication).await
}

/// Whom the server takes the client for.
async fn seen_as(client: &Client) -> String {
    let reply = client.send(Packet::access_request().with(USER_NAME, "alice")).await.unwrap();
    assert_eq!(reply.code(), Code::ACCESS_ACCEPT);
    reply.get(REPLY_MESSAGE).unwrap().unwrap().to_owned()
}

async fn assert_answers(client: &Client) {
    assert_eq!(seen_as(client).await, "CN=RADIUS client");
}

#[tokio::test]
async fn a_server_is_found_by_realm_and_must_have_it_in_its_certificate_p130_p139() {
    let (zone, address) = (Zone::default(), server("nai-realm").await);
    for name in ["radius.example", "any.roaming.example", "other.example"] {
        zone.realm(name, TTL, &[address]);
    }
    let discovery = builder(&zone).build().unwrap();
    assert_answers(&find(&discovery, "radius.example").await.unwrap()).await;
    assert_answers(&find(&discovery, "any.roaming.example").await.unwrap()).await;
    let error = find(&discovery, "other.example").await.unwrap_err();
    let DiscoveryError::Unreachable(error) = error else { panic!("{error:?}") };
    let reason = error.get_ref().and_then(|reason| reason.downcast_ref());
    assert_eq!(reason, Some(&rustls::Error::from(CertificateError::NotValidForName)));
    assert!(matches!(find(&discovery, "other.example").await, Err(DiscoveryError::NotDue)));
    assert_eq!(zone.asked(), 3);
    let servers = discovery.servers(&realm("radius.example"), Service::Authentication).await.unwrap();
    assert_eq!((servers.entries.len(), servers.valid_for), (1, TTL));
}

#[tokio::test]
async fn a_server_that_is_down_or_another_realms_is_passed_over_p139() {
    let (zone, address) = (Zone::default(), server("nai-realm").await);
    zone.realm("radius.example", TTL, &[nobody().await, server("server").await, address]);
    let discovery = builder(&zone).build().unwrap();
    let client = find(&discovery, "radius.example").await.unwrap();
    assert_answers(&client).await;
    let connections: Vec<_> = client.servers().map(ServerStatus::connections).collect();
    assert_eq!(connections, [0, 0, 1]);
}

#[tokio::test]
async fn who_asks_for_a_realm_that_is_looked_for_waits_for_the_same_result_p139() {
    let (zone, address) = (Zone::default(), server("nai-realm").await);
    zone.realm("radius.example", TTL, &[address]);
    let discovery = builder(&zone).build().unwrap();
    let given_up = find(&discovery, "radius.example");
    assert!(tokio::time::timeout(Duration::ZERO, given_up).await.is_err());
    let mut asking = JoinSet::new();
    for _ in 0..50 {
        let discovery = discovery.clone();
        asking.spawn(async move { find(&discovery, "radius.example").await.unwrap() });
    }
    for client in asking.join_all().await {
        assert_answers(&client).await;
    }
    assert_eq!(zone.asked(), 1);
    let accounting = discovery.client(&realm("radius.example"), Service::Accounting).await;
    assert!(accounting.is_ok());
    assert_eq!(zone.asked(), 2, "another service may have other servers");
}

#[tokio::test]
async fn a_client_counts_as_long_as_the_dns_says_p139() {
    let (zone, first, second) = (Zone::default(), server("nai-realm").await, server("nai-realm").await);
    zone.realm("radius.example", Duration::ZERO, &[first]);
    let discovery =
        builder(&zone).settings(|settings| settings.min_ttl = Duration::from_millis(1)).build().unwrap();
    let address = |client: &Client| client.servers().next().map(ServerStatus::address);
    let client = find(&discovery, "radius.example").await.unwrap();
    assert_answers(&client).await;
    let received = client.statistics().received(Code::ACCESS_ACCEPT);
    while zone.asked() < 3 {
        let again = find(&discovery, "radius.example").await.unwrap();
        assert_eq!(again.statistics().received(Code::ACCESS_ACCEPT), received, "the same client");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    let question = |kind| Question { name: "radius.example".to_owned(), kind };
    zone.answers.lock().unwrap().insert(question(RecordKind::Naptr), Answer::Failed);
    let asked = zone.asked();
    while zone.asked() < asked + 2 {
        let again = find(&discovery, "radius.example").await;
        assert_eq!(address(&again.unwrap()), Some(first), "where the DNS does not answer, it counts on");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    zone.answers.lock().unwrap().remove(&question(RecordKind::Naptr));
    zone.realm("radius.example", TTL, &[second]);
    while address(&find(&discovery, "radius.example").await.unwrap()) != Some(second) {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    assert_answers(&find(&discovery, "radius.example").await.unwrap()).await;
    assert_answers(&client).await;
}

#[tokio::test]
async fn made_up_realms_are_no_flood_of_queries_and_harm_no_other_p139() {
    let (zone, address) = (Zone::default(), server("nai-realm").await);
    zone.realm("radius.example", Duration::ZERO, &[address]);
    let discovery = builder(&zone)
        .max_look_ups(1, 5)
        .capacity(3)
        .settings(|settings| settings.min_ttl = Duration::from_nanos(1))
        .build()
        .unwrap();
    find(&discovery, "radius.example").await.unwrap();
    let started = tokio::time::Instant::now();
    let mut refused = 0;
    for number in 0..1000 {
        match find(&discovery, &format!("made-up-{number}.example")).await {
            Err(DiscoveryError::Busy) => refused += 1,
            other => assert!(matches!(other, Err(DiscoveryError::NotFound)), "{other:?}"),
        }
    }
    let earned = usize::try_from(started.elapsed().as_secs()).unwrap() + 1;
    assert!(zone.asked() <= 5 + earned, "{}", zone.asked());
    assert_eq!(refused + zone.asked() - 1, 1000);
    let asked = zone.asked();
    find(&discovery, "radius.example").await.unwrap();
    assert_eq!(zone.asked(), asked + 1, "a realm whose time is over is looked up all the same");
}

#[tokio::test]
async fn a_fixed_client_stands_in_where_nothing_is_found_p139() {
    let (zone, address) = (Zone::default(), server("server").await);
    let tls = crate::radsec::ClientTls::for_host("localhost", identity("client"), trust()).unwrap();
    let fallback = Client::radsec(address, tls.build().unwrap()).build().await.unwrap();
    let discovery = builder(&zone).fallback(fallback).build().unwrap();
    for _ in 0..2 {
        assert_answers(&find(&discovery, "unknown.example").await.unwrap()).await;
    }
    assert_eq!(zone.asked(), 1);
}

#[tokio::test]
async fn a_realm_of_this_very_server_is_not_sent_on_to_p139() {
    let (zone, address) = (Zone::default(), server("nai-realm").await);
    zone.realm("radius.example", TTL, &[address]);
    let discovery = builder(&zone).own_address(address).build().unwrap();
    assert!(matches!(find(&discovery, "radius.example").await, Err(DiscoveryError::Loop)));
}

#[tokio::test(start_paused = true)]
async fn a_dns_that_says_nothing_costs_3_seconds_and_is_left_alone_for_10_minutes_p139() {
    struct Silent(Arc<AtomicUsize>);

    impl Resolver for Silent {
        async fn resolve(&self, _: &Question) -> Answer {
            self.0.fetch_add(1, Ordering::SeqCst);
            std::future::pending().await
        }
    }

    let asked = Arc::new(AtomicUsize::new(0));
    let discovery = Discovery::builder(identity("client"), trust()).resolver(Silent(Arc::clone(&asked)));
    let discovery = discovery.build().unwrap();
    let started = tokio::time::Instant::now();
    assert!(matches!(find(&discovery, "radius.example").await, Err(DiscoveryError::Dns)));
    assert_eq!(started.elapsed().as_secs(), 3);
    tokio::time::advance(Duration::from_secs(590)).await;
    assert!(matches!(find(&discovery, "radius.example").await, Err(DiscoveryError::NotDue)));
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    tokio::time::advance(Duration::from_secs(11)).await;
    assert!(matches!(find(&discovery, "radius.example").await, Err(DiscoveryError::Dns)));
    assert_eq!(asked.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_reload_looks_for_servers_anew_and_refuses_what_does_not_fit_p129() {
    let (zone, address) = (Zone::default(), server("nai-realm").await);
    zone.realm("radius.example", TTL, &[address]);
    let discovery = builder(&zone).build().unwrap();
    let client = find(&discovery, "radius.example").await.unwrap();
    let mismatched = Identity::from_pem_files(path("client.pem"), path("server.key")).unwrap();
    assert!(discovery.reload(mismatched, trust()).is_err());
    find(&discovery, "radius.example").await.unwrap();
    assert_eq!(zone.asked(), 1);
    assert_eq!(seen_as(&client).await, "CN=RADIUS client");
    discovery.reload(identity("server"), trust()).unwrap();
    let another = find(&discovery, "radius.example").await.unwrap();
    assert_eq!(seen_as(&another).await, "CN=RADIUS server");
    assert_eq!(zone.asked(), 2);
    assert_answers(&client).await;
}
