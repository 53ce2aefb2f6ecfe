//! Requests down the connections that clients opened, between both ends over TLS on the loopback interface.

use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::AsyncWriteExt;
use tokio::sync::oneshot;

use super::fixture::{client_tls, is_closed, login, read_packet, tls};
use super::*;
use crate::client::{Client, ClientBuilder, ClientError, CoaOutcome, ServerEntry, ServerStatus};
use crate::fixture::{PROXY_STATE, USER_NAME};
use crate::packet::{Code, ErrorCause, Packet, Profile, Received};
use crate::proto::{NasIdentity, RadiusVersions, Statistics};
use crate::radsec::CertificateRule;
use crate::reverse_coa::ReverseCoa;
use crate::server::{Answer, ClientEntry, HandlerError, Request, Server};

/// A NAS on which alice is.
#[derive(Default)]
struct Nas {
    handling: AtomicUsize,
    most: AtomicUsize,
}

impl Handler for Arc<Nas> {
    async fn disconnect_request(&self, request: Request) -> Result<Answer, HandlerError> {
        let is_home = request.certificate().is_some_and(|shown| shown.has_dns_name("localhost"));
        if request.client().label() != Some("home") || !is_home {
            return Err("it comes from elsewhere".into());
        }
        match request.get(USER_NAME)? {
            Some("alice") => Ok(request.acknowledge()),
            Some("slow") => {
                let handling = self.handling.fetch_add(1, Ordering::SeqCst) + 1;
                self.most.fetch_max(handling, Ordering::SeqCst);
                tokio::time::sleep(Duration::from_millis(50)).await;
                self.handling.fetch_sub(1, Ordering::SeqCst);
                Ok(request.acknowledge())
            }
            Some("never") => std::future::pending().await,
            _ => Ok(request.nak(ErrorCause::SESSION_CONTEXT_NOT_FOUND)),
        }
    }

    async fn coa_request(&self, request: Request) -> Result<Answer, HandlerError> {
        self.disconnect_request(request).await
    }
}

/// An AAA server that takes every login.
struct Aaa;

impl Handler for Aaa {
    async fn access_request(&self, request: Request) -> Result<Answer, HandlerError> {
        Ok(request.accept())
    }
}

/// A server, until this is dropped.
struct Running {
    /// None where requests come down a client's connections.
    address: Option<SocketAddr>,
    clients: ClientsHandle,
    statistics: Arc<Statistics>,
    _stop: oneshot::Sender<()>,
}

fn run<H: Handler>(server: Server<H>) -> Running {
    let addresses = server.local_addresses().unwrap();
    let address = addresses.first().map(|&(_, address)| address);
    let (clients, statistics) = (server.clients(), server.statistics());
    let (stop, stopped) = oneshot::channel();
    tokio::spawn(server.serve(async move { drop(stopped.await) }));
    Running { address, clients, statistics, _stop: stop }
}

async fn aaa(nases: &ReverseCoa, entry: ClientEntry, limits: TlsLimits) -> Running {
    let clients = Clients::new().with_certificate(CertificateRule::any(), entry);
    let address = (Ipv4Addr::LOCALHOST, 0).into();
    let server = Server::builder(clients, Aaa).radsec_with(address, tls().build().unwrap(), limits);
    run(server.reverse_coa_to(nases).bind().await.unwrap())
}

async fn usual_aaa(nases: &ReverseCoa) -> Running {
    let entry = ClientEntry::over_tls().name("nas1").reverse_coa(true);
    aaa(nases, entry, TlsLimits::default()).await
}

async fn client(aaa: &Running, versions: RadiusVersions, takes: bool) -> Client {
    let tls = client_tls("client").radius_versions(versions).build().unwrap();
    let entry = ServerEntry::radsec(aaa.address.unwrap(), tls).reverse_coa(takes);
    ClientBuilder::new(entry).build().await.unwrap()
}

async fn serve<H: Handler>(handler: H, client: &Client) -> Running {
    let server = Server::builder(Clients::new(), handler)
        .nas_identity(NasIdentity::new().operator_identifier("nas1"))
        .reverse_coa_from(client, ClientEntry::over_tls().name("home"));
    run(server.bind().await.unwrap())
}

async fn connections(nases: &ReverseCoa, count: usize) {
    until(|| nases.connections().len() == count).await;
}

async fn until(is_so: impl Fn() -> bool) {
    let waiting = async {
        while !is_so() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    timeout(Duration::from_secs(20), waiting).await.expect("it never comes true");
}

fn disconnect(user: &str) -> Packet {
    Packet::disconnect_request().with(USER_NAME, user)
}

fn cause(outcome: &CoaOutcome) -> Option<ErrorCause> {
    match outcome {
        CoaOutcome::Ack(_) => None,
        CoaOutcome::Nak { cause, .. } => *cause,
    }
}

#[tokio::test]
async fn sessions_are_ended_down_the_connection_that_the_nas_opened_p101() {
    // With long packets, requests say so by Response-Length.
    let long = TlsLimits { max_packet_octets: 65_535, ..TlsLimits::default() };
    for (versions, limits) in
        [(RadiusVersions::Only1_0, TlsLimits::default()), (RadiusVersions::Only1_1, long)]
    {
        let nases = ReverseCoa::new();
        let aaa = aaa(&nases, ClientEntry::over_tls().name("nas1").reverse_coa(true), limits).await;
        let client = client(&aaa, versions, true).await;
        let _nas = serve(Arc::new(Nas::default()), &client).await;
        connections(&nases, 1).await;
        let nas = nases.client_to(|nas| nas.client().label() == Some("nas1")).unwrap();
        for request in [Packet::disconnect_request(), Packet::coa_request()] {
            assert_eq!(client.send(login("alice")).await.unwrap().code(), Code::ACCESS_ACCEPT);
            let there = nas.send_coa(request.clone().with(USER_NAME, "alice")).await.unwrap();
            assert!(there.is_ack(), "{versions:?}: {there:?}");
            let gone = nas.send_coa(request.clone().with(USER_NAME, "bob")).await.unwrap();
            assert_eq!(cause(&gone), Some(ErrorCause::SESSION_CONTEXT_NOT_FOUND), "{versions:?}");
            let mut other = request.with(USER_NAME, "alice");
            other.push_raw(241, b"\x08another nas").unwrap();
            let mismatch = nas.send_coa(other).await.unwrap();
            assert_eq!(cause(&mismatch), Some(ErrorCause::NAS_IDENTIFICATION_MISMATCH), "{versions:?}");
        }
        assert_eq!(nases.statistics().sent(Code::COA_REQUEST), 3);
        assert_eq!(nases.statistics().received(Code::DISCONNECT_NAK), 2);
        let discarded: u64 = DiscardReason::ALL.iter().map(|&reason| aaa.statistics.discarded(reason)).sum();
        assert_eq!(discarded, 0);
    }
}

#[tokio::test]
async fn each_end_has_to_agree_and_somebody_to_serve_p101() {
    let nases = ReverseCoa::new();
    let closed = aaa(&nases, ClientEntry::over_tls(), TlsLimits::default()).await;
    let refused = client(&closed, RadiusVersions::Only1_0, true).await;
    assert_eq!(refused.send(login("alice")).await.unwrap().code(), Code::ACCESS_ACCEPT);
    assert!(nases.client_to(|_| true).is_none(), "the client's entry does not say so");

    let aaa = usual_aaa(&nases).await;
    let silent = Duration::from_millis(300);
    for takes in [false, true] {
        let client = client(&aaa, RadiusVersions::Only1_0, takes).await;
        let nas = if takes { None } else { Some(serve(Arc::new(Nas::default()), &client).await) };
        connections(&nases, 1).await;
        let asked = nases.client_to(|_| true).unwrap();
        let reply = asked.send_within(silent, disconnect("alice")).await;
        assert!(matches!(reply, Err(ClientError::NoReply { .. })), "{takes}: {reply:?}");
        assert_eq!(client.statistics().discarded(DiscardReason::UnexpectedCode), 1, "{takes}");
        drop(nas);
        drop(client);
        connections(&nases, 0).await;
    }

    // A server that was stopped serves no more.
    let client = client(&aaa, RadiusVersions::Only1_1, true).await;
    let nas = serve(Arc::new(Nas::default()), &client).await;
    connections(&nases, 1).await;
    let asked = nases.client_to(|_| true).unwrap();
    assert!(asked.send_coa(disconnect("alice")).await.unwrap().is_ack());
    drop(nas);
    let stopped = async { while asked.send_within(silent, disconnect("alice")).await.is_ok() {} };
    timeout(Duration::from_secs(20), stopped).await.unwrap();
}

#[tokio::test]
async fn the_connection_lasts_as_long_as_the_client_or_the_server_that_takes_its_requests_p101() {
    let nases = ReverseCoa::new();
    let aaa = usual_aaa(&nases).await;
    let client = client(&aaa, RadiusVersions::Only1_0, true).await;
    let running = serve(Arc::new(Nas::default()), &client).await;
    connections(&nases, 1).await;
    drop(client);
    let nas = nases.client_to(|_| true).unwrap();
    assert!(nas.send_coa(disconnect("alice")).await.unwrap().is_ack());
    drop(running);
    connections(&nases, 0).await;
}

#[tokio::test]
async fn requests_beyond_the_identifiers_of_a_connection_wait() {
    let nases = ReverseCoa::new();
    let aaa = usual_aaa(&nases).await;
    let client = client(&aaa, RadiusVersions::Only1_0, true).await;
    let handler = Arc::new(Nas::default());
    let _nas = serve(Arc::clone(&handler), &client).await;
    connections(&nases, 1).await;
    let mut all = tokio::task::JoinSet::new();
    for _ in 0..600 {
        let nas = nases.client_to(|_| true).unwrap();
        all.spawn(async move { nas.send_coa(disconnect("slow")).await.unwrap().is_ack() });
    }
    assert_eq!(all.join_all().await, [true; 600]);
    assert!((200..=255).contains(&handler.most.load(Ordering::SeqCst)), "{:?}", handler.most);
    assert_eq!(nases.connections().len(), 1);
}

#[tokio::test]
async fn the_nas_comes_back_by_itself_when_its_connection_ends_p101() {
    let nases = ReverseCoa::new();
    let limits = TlsLimits { idle_timeout: Duration::from_millis(1200), ..TlsLimits::default() };
    let entry = ClientEntry::over_tls().reverse_coa(true);
    let aaa = aaa(&nases, entry, limits).await;
    let client = client(&aaa, RadiusVersions::Both, true).await;
    let _nas = serve(Arc::new(Nas::default()), &client).await;
    let mut ports = std::collections::HashSet::new();
    // Far more often than the watchdog looks.
    while ports.len() < 3 {
        connections(&nases, 1).await;
        let connection = nases.connections().pop();
        ports.extend(connection.as_ref().map(|connection| connection.peer().port()));
        if let Some(nas) = nases.client_to(|_| true) {
            // It may end at this moment.
            let _ = nas.send_within(Duration::from_secs(5), disconnect("alice")).await;
        }
        let is_gone = |port| nases.connections().iter().all(|nas| Some(nas.peer().port()) != port);
        let port = connection.map(|connection| connection.peer().port());
        until(|| is_gone(port)).await;
    }
    assert!(aaa.statistics.discarded(DiscardReason::IdleConnection) >= 2);
}

#[tokio::test]
async fn a_request_moves_to_another_connection_of_the_nas_or_ends_with_the_last_p101() {
    let nases = ReverseCoa::new();
    let aaa = usual_aaa(&nases).await;
    let second = client(&aaa, RadiusVersions::Only1_0, true).await;
    let _nas = serve(Arc::new(Nas::default()), &second).await;
    connections(&nases, 1).await;
    // The newest, and so the first to be tried. It takes the request and is gone.
    let mut first = raw_connection(aaa.address.unwrap(), RadiusVersions::Only1_0).await;
    connections(&nases, 2).await;
    let nas = nases.client_to(|_| true).unwrap();
    let asked = tokio::spawn(async move { nas.send_coa(disconnect("alice")).await });
    assert_eq!(read_packet(&mut first).await[0], Code::DISCONNECT_REQUEST.0);
    drop(first);
    assert!(asked.await.unwrap().unwrap().is_ack());

    connections(&nases, 1).await;
    let kept = nases.client_to(|_| true).unwrap();
    let nas = kept.clone();
    let asked = tokio::spawn(async move { nas.send_coa(disconnect("never")).await });
    until(|| nases.statistics().sent(Code::DISCONNECT_REQUEST) == 2).await;
    drop(second);
    drop(_nas);
    let ended = asked.await.unwrap();
    assert!(matches!(ended, Err(ClientError::Disconnected)), "{ended:?}");
    let ended = kept.send_coa(disconnect("alice")).await;
    assert!(matches!(ended, Err(ClientError::Disconnected)), "{ended:?}");
    assert!(nases.client_to(|_| true).is_none());
}

async fn raw_connection(
    address: SocketAddr,
    versions: RadiusVersions,
) -> tokio_rustls::client::TlsStream<TcpStream> {
    let stream = TcpStream::connect(address).await.unwrap();
    let tls = client_tls("client").radius_versions(versions).build().unwrap();
    tls.connector().connect(stream, address.ip()).await.unwrap().stream
}

#[tokio::test]
async fn a_forged_answer_from_below_ends_the_connection_and_a_late_one_does_not_p119() {
    let nases = ReverseCoa::new();
    let aaa = usual_aaa(&nases).await;
    let mut stream = raw_connection(aaa.address.unwrap(), RadiusVersions::Only1_0).await;
    connections(&nases, 1).await;
    // Before anything was asked it is one more packet of a code that is not taken.
    stream.write_all(&[&[41, 9, 0, 20][..], &[0; 16]].concat()).await.unwrap();
    stream.flush().await.unwrap();
    until(|| aaa.statistics.discarded(DiscardReason::UnexpectedCode) == 1).await;
    let ask = || {
        let nas = nases.client_to(|_| true).unwrap();
        tokio::spawn(async move { nas.send_within(Duration::from_secs(5), disconnect("alice")).await })
    };
    let profile = Profile::radsec();
    let asked = ask();
    let request = read_packet(&mut stream).await;
    let header = profile.header(&Received::from_stream(&request).unwrap());
    let ack = profile.seal_reply(&Packet::new(Code::DISCONNECT_ACK), &header).unwrap();
    for _ in 0..2 {
        stream.write_all(&ack).await.unwrap();
    }
    stream.flush().await.unwrap();
    assert_eq!(asked.await.unwrap().unwrap().code(), Code::DISCONNECT_ACK);
    until(|| nases.statistics().discarded(DiscardReason::UnknownIdentifier) == 1).await;

    let asked = ask();
    let request = read_packet(&mut stream).await;
    stream.write_all(&[&[41, request[1], 0, 20][..], &[7; 16]].concat()).await.unwrap();
    stream.flush().await.unwrap();
    assert!(is_closed(&mut stream).await);
    let ended = asked.await.unwrap();
    assert!(matches!(ended, Err(ClientError::Unverified { replies: 1 })), "{ended:?}");
    connections(&nases, 0).await;
}

#[tokio::test]
async fn an_entry_that_is_changed_opens_and_closes_the_way_down_p101() {
    let nases = ReverseCoa::new();
    let aaa = usual_aaa(&nases).await;
    let client = client(&aaa, RadiusVersions::Only1_1, true).await;
    let _nas = serve(Arc::new(Nas::default()), &client).await;
    connections(&nases, 1).await;
    for takes in [false, true] {
        aaa.clients.update(|clients| {
            clients.remove_certificate(&CertificateRule::any());
            let entry = ClientEntry::over_tls().name("another").reverse_coa(takes);
            clients.insert_certificate(CertificateRule::any(), entry);
        });
        connections(&nases, usize::from(takes)).await;
        assert_eq!(client.send(login("alice")).await.unwrap().code(), Code::ACCESS_ACCEPT);
    }
    let nas = nases.client_to(|nas| nas.client().label() == Some("another")).unwrap();
    assert!(nas.send_coa(disconnect("alice")).await.unwrap().is_ack());
    let servers = client.servers().map(ServerStatus::connections);
    assert_eq!(servers.collect::<Vec<_>>(), [1], "the same all the time");
}

#[tokio::test]
async fn a_changed_entry_leaves_what_is_in_flight_alone_p101() {
    let nases = ReverseCoa::new();
    let aaa = usual_aaa(&nases).await;
    let mut stream = raw_connection(aaa.address.unwrap(), RadiusVersions::Only1_0).await;
    connections(&nases, 1).await;
    let ask = || {
        let nas = nases.client_to(|_| true).unwrap();
        tokio::spawn(async move { nas.send_coa(disconnect("alice")).await.unwrap().is_ack() })
    };
    let mut headers = Vec::new();
    let mut asked = Vec::new();
    for name in ["one", "another"] {
        asked.push(ask());
        let request = read_packet(&mut stream).await;
        headers.push(Profile::radsec().header(&Received::from_stream(&request).unwrap()));
        let changes = |clients: &mut Clients| {
            clients.remove_certificate(&CertificateRule::any());
            let entry = ClientEntry::over_tls().name(name).reverse_coa(true);
            clients.insert_certificate(CertificateRule::any(), entry);
        };
        aaa.clients.update(changes);
        until(|| nases.client_to(|nas| nas.client().label() == Some(name)).is_some()).await;
    }
    assert_ne!(headers[0].identifier, headers[1].identifier);
    for header in headers {
        let ack = Profile::radsec().seal_reply(&Packet::new(Code::DISCONNECT_ACK), &header).unwrap();
        stream.write_all(&ack).await.unwrap();
    }
    stream.flush().await.unwrap();
    for asked in asked {
        assert!(asked.await.unwrap());
    }
    assert_eq!(nases.connections().len(), 1);
}

#[tokio::test]
async fn the_end_of_one_server_does_not_silence_the_next_one_of_a_client_p101() {
    let nases = ReverseCoa::new();
    let aaa = usual_aaa(&nases).await;
    let client = client(&aaa, RadiusVersions::Only1_1, true).await;
    let first = serve(Arc::new(Nas::default()), &client).await;
    let ask = async || {
        connections(&nases, 1).await;
        nases.client_to(|_| true).unwrap().send_coa(disconnect("alice")).await.unwrap().is_ack()
    };
    assert!(ask().await);
    let second = serve(Arc::new(Nas::default()), &client).await;
    until(|| {
        // It has begun when it has answered.
        second.statistics.received(Code::DISCONNECT_REQUEST) > 0 || {
            let nas = nases.client_to(|_| true).unwrap();
            tokio::spawn(async move { nas.send_coa(disconnect("alice")).await });
            false
        }
    })
    .await;
    drop(first);
    for _ in 0..20 {
        tokio::time::sleep(Duration::from_millis(5)).await;
        assert!(ask().await);
    }
}

/// Takes what comes down from home, and sends it on down to the NAS.
struct Proxy(ReverseCoa);

impl Handler for Proxy {
    async fn disconnect_request(&self, request: Request) -> Result<Answer, HandlerError> {
        let Some(nas) = self.0.client_to(|_| true) else {
            return Ok(request.nak(ErrorCause::REQUEST_NOT_ROUTABLE));
        };
        let onward = Packet::disconnect_request()
            .with(USER_NAME, request.get(USER_NAME)?.unwrap_or_default())
            .with(PROXY_STATE, b"proxy");
        let mut reply = nas.send(onward).await?.into_packet();
        reply.remove(PROXY_STATE);
        Ok(reply.into())
    }
}

#[tokio::test]
async fn a_proxy_sends_on_down_and_says_where_it_cannot_p101() {
    let (proxies, nases) = (ReverseCoa::new(), ReverseCoa::new());
    let home = usual_aaa(&proxies).await;
    let proxy = usual_aaa(&nases).await;
    let up = client(&home, RadiusVersions::Only1_1, true).await;
    let _forwarding = serve(Proxy(nases.clone()), &up).await;
    connections(&proxies, 1).await;
    let ask = |user: &'static str| {
        let proxy = proxies.client_to(|_| true).unwrap();
        async move { proxy.send_coa(disconnect(user).with(PROXY_STATE, b"home")).await.unwrap() }
    };
    assert_eq!(cause(&ask("alice").await), Some(ErrorCause::REQUEST_NOT_ROUTABLE));
    let below = client(&proxy, RadiusVersions::Only1_0, true).await;
    let _nas = serve(Arc::new(Nas::default()), &below).await;
    connections(&nases, 1).await;
    let ack = ask("alice").await;
    assert!(ack.is_ack());
    assert_eq!(ack.reply().get_all(PROXY_STATE).collect::<Vec<_>>(), [Ok(&b"home"[..])]);
    assert_eq!(cause(&ask("bob").await), Some(ErrorCause::SESSION_CONTEXT_NOT_FOUND));
}
