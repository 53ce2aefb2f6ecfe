//! Both ends over TLS on the loopback interface, and what else may come over a connection.

use std::future::pending;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::*;
use crate::client::{Client, ClientError};
use crate::fixture::{CLASS, REPLY_MESSAGE, TUNNEL_PASSWORD, USER_NAME, USER_PASSWORD};
use crate::packet::{Code, ErrorCause, OpenPacket, Packet, Profile, Received};
use crate::proto::{Framing, RadiusVersions, Retransmission, Statistics};
use crate::radsec::fixture::{certificate, identity, path, trust};
use crate::radsec::{CertificateRule, ClientTls, ClientTlsBuilder, ServerTlsBuilder};
use crate::server::{Answer, ClientEntry, HandlerError, Request, Server, ShutdownReport};

struct Aaa;

impl Handler for Aaa {
    async fn access_request(&self, request: Request) -> Result<Answer, HandlerError> {
        match request.get(USER_NAME)?.unwrap_or_default() {
            "panic" => panic!("as asked"),
            "error" => Err("as asked".into()),
            "discard" => Ok(Answer::discard()),
            "unsendable" => Ok(request.accept().with(REPLY_MESSAGE, "x".repeat(254))),
            "wait" => pending().await,
            "slow" => {
                tokio::time::sleep(Duration::from_millis(300)).await;
                Ok(request.accept())
            }
            "long" => Ok((0..30).fold(request.accept(), |answer, _| answer.with(CLASS, [7; 250]))),
            "who" => Ok(request
                .accept()
                .with(REPLY_MESSAGE, &*request.certificate().ok_or("no certificate")?.subject)),
            name if request.check_password("hello")? => Ok(request
                .accept()
                .with(REPLY_MESSAGE, name)
                .with(TUNNEL_PASSWORD.tag(1), "a tunnel's password")),
            _ => Ok(request.reject()),
        }
    }

    async fn accounting_request(&self, request: Request) -> Result<Answer, HandlerError> {
        Ok(request.acknowledge())
    }

    async fn coa_request(&self, request: Request) -> Result<Answer, HandlerError> {
        self.disconnect_request(request).await
    }

    async fn disconnect_request(&self, request: Request) -> Result<Answer, HandlerError> {
        Ok(match request.get(USER_NAME)? {
            Some("alice") => request.acknowledge(),
            _ => request.nak(ErrorCause::SESSION_CONTEXT_NOT_FOUND),
        })
    }
}

/// A server that runs until it is dropped.
struct Running {
    address: SocketAddr,
    statistics: Arc<Statistics>,
    clients: ClientsHandle,
    stop: Option<oneshot::Sender<()>>,
    ended: JoinHandle<ShutdownReport>,
}

impl Running {
    async fn start(tls: ServerTlsBuilder, rule: CertificateRule, limits: TlsLimits) -> Self {
        Self::serving(tls.build().unwrap(), rule, limits).await
    }

    async fn serving(tls: ServerTls, rule: CertificateRule, limits: TlsLimits) -> Self {
        let clients = Clients::new().with_certificate(rule, ClientEntry::over_tls().name("the client"));
        let address = (Ipv4Addr::LOCALHOST, 0).into();
        let server = Server::builder(clients, Aaa).radsec_with(address, tls, limits);
        let server = server.grace(Duration::from_millis(300)).bind().await.unwrap();
        let (_, address) = server.local_addresses().unwrap()[0];
        let (stop, stopped) = oneshot::channel();
        let (statistics, clients) = (server.statistics(), server.clients());
        let ended = tokio::spawn(server.serve(async move { drop(stopped.await) }));
        Self { address, statistics, clients, stop: Some(stop), ended }
    }

    async fn usual() -> Self {
        Self::start(tls(), CertificateRule::any(), TlsLimits::default()).await
    }

    async fn discarded(&self, reason: DiscardReason, count: u64) {
        let reached = async {
            while self.statistics.discarded(reason) < count {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        let reached = timeout(Duration::from_secs(20), reached).await;
        assert!(reached.is_ok(), "{reason:?}: {}", self.statistics.discarded(reason));
        assert_eq!(self.statistics.discarded(reason), count, "{reason:?}");
    }

    async fn client(&self, tls: ClientTlsBuilder) -> Client {
        Client::radsec(self.address, tls.build().unwrap()).build().await.unwrap()
    }

    /// A connection of TLS without a client behind it.
    async fn connection(&self, versions: RadiusVersions) -> tokio_rustls::client::TlsStream<TcpStream> {
        let stream = TcpStream::connect(self.address).await.unwrap();
        let tls = client_tls("client").radius_versions(versions).build().unwrap();
        tls.connector().connect(stream, self.address.ip()).await.unwrap().stream
    }
}

fn tls() -> ServerTlsBuilder {
    ServerTls::builder(identity("server"), trust())
}

fn client_tls(name: &str) -> ClientTlsBuilder {
    ClientTls::for_host("localhost", identity(name), trust()).unwrap()
}

fn login(name: &str) -> Packet {
    Packet::access_request().with(USER_NAME, name).with(USER_PASSWORD, "hello")
}

async fn read_packet(stream: &mut (impl tokio::io::AsyncRead + Unpin)) -> Vec<u8> {
    let mut packet = vec![0; 4];
    stream.read_exact(&mut packet).await.unwrap();
    packet.resize(u16::from_be_bytes([packet[2], packet[3]]).into(), 0);
    stream.read_exact(&mut packet[4..]).await.unwrap();
    packet
}

/// Whether the other end closes within a time that no timer of it takes.
async fn is_closed(stream: &mut (impl tokio::io::AsyncRead + Unpin)) -> bool {
    let mut rest = Vec::new();
    timeout(Duration::from_secs(5), stream.read_to_end(&mut rest)).await.is_ok()
}

#[tokio::test]
async fn one_handler_and_one_packet_for_both_versions_p155() {
    let server = Running::usual().await;
    for versions in
        [RadiusVersions::Unnamed, RadiusVersions::Only1_0, RadiusVersions::Both, RadiusVersions::Only1_1]
    {
        let client = server.client(client_tls("client").radius_versions(versions)).await;
        let reply: OpenPacket = client.send(login("alice")).await.unwrap();
        assert_eq!((reply.code(), reply.get(REPLY_MESSAGE)), (Code::ACCESS_ACCEPT, Ok(Some("alice"))));
        let password = reply.get(TUNNEL_PASSWORD.tag(1)).unwrap().unwrap();
        assert!(password.matches("a tunnel's password"), "{versions:?}");
        let wrong = Packet::access_request().with(USER_NAME, "alice").with(USER_PASSWORD, "no");
        assert_eq!(client.send(wrong).await.unwrap().code(), Code::ACCESS_REJECT);
        let report = Packet::accounting_request().with(USER_NAME, "alice");
        assert_eq!(client.send(report).await.unwrap().code(), Code::ACCOUNTING_RESPONSE);
        let mut ended = Vec::new();
        for user in ["alice", "bob"] {
            for request in [Packet::disconnect_request(), Packet::coa_request()] {
                ended.push(client.send_coa(request.with(USER_NAME, user)).await.unwrap().is_ack());
            }
        }
        assert_eq!(ended, [true, true, false, false], "{versions:?}");
        let alive = client.send(Packet::status_server()).await.unwrap();
        assert_eq!(alive.code(), Code::ACCESS_ACCEPT, "the one port of RADIUS over TLS (P104)");
        assert_eq!(alive.iter().any(|raw| raw.number == 80), !names_1_1(versions), "a signature in 1.0 only");
    }
    let report = server.ended;
    drop(server.stop);
    assert_eq!(report.await.unwrap(), ShutdownReport::default());
}

fn names_1_1(versions: RadiusVersions) -> bool {
    matches!(versions, RadiusVersions::Both | RadiusVersions::Only1_1)
}

#[tokio::test]
async fn many_requests_are_in_flight_over_few_connections_p121() {
    let server = Running::usual().await;
    for versions in [RadiusVersions::Only1_0, RadiusVersions::Only1_1] {
        let client = server.client(client_tls("client").radius_versions(versions)).await;
        let slow = (0..600).map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.send(login("slow")).await.map(|reply| reply.code()) })
        });
        for reply in slow.collect::<Vec<_>>() {
            assert_eq!(reply.await.unwrap().unwrap(), Code::ACCESS_ACCEPT);
        }
    }
}

#[tokio::test]
async fn an_error_or_panic_costs_the_request_and_not_the_connection_p119() {
    let server = Running::usual().await;
    let mut stream = server.connection(RadiusVersions::Only1_0).await;
    let profile = Profile::radsec();
    // The last is one with an attribute whose value is malformed.
    let mut bad_attribute = login("alice");
    bad_attribute.push_raw(5, &[1, 2, 3]).unwrap();
    for (number, packet) in [login("error"), login("panic"), bad_attribute].iter().enumerate() {
        let sealed = profile.seal_request(packet, number as u32).unwrap();
        stream.write_all(sealed.octets()).await.unwrap();
        stream.flush().await.unwrap();
    }
    assert_eq!(read_packet(&mut stream).await[..2], [2, 2], "only the last is answered");
    server.discarded(DiscardReason::HandlerError, 1).await;
    server.discarded(DiscardReason::HandlerPanic, 1).await;
    let unknown = [&[99, 1, 0, 20][..], &[0; 16]].concat();
    stream.write_all(&unknown).await.unwrap();
    stream.flush().await.unwrap();
    server.discarded(DiscardReason::UnexpectedCode, 1).await;
    assert_eq!(read_packet(&mut stream).await[..2], [52, 1], "told that it is not taken");
    let sealed = profile.seal_request(&login("bob"), 9).unwrap();
    stream.write_all(sealed.octets()).await.unwrap();
    stream.flush().await.unwrap();
    assert_eq!(read_packet(&mut stream).await[..2], [2, 9], "the connection is still there");
}

#[tokio::test]
async fn a_request_that_cannot_be_processed_is_told_in_radius_1_1_p153() {
    let server = Running::usual().await;
    let client = server.client(client_tls("client").radius_versions(RadiusVersions::Only1_1)).await;
    for name in ["error", "panic", "discard", "unsendable"] {
        let reply = client.send(login(name)).await.unwrap();
        let cause = Some(ErrorCause::RESOURCES_UNAVAILABLE);
        assert_eq!((reply.code(), reply.error_cause()), (Code::PROTOCOL_ERROR, cause), "{name}");
    }
    let unchallenged = Packet::access_request().with(USER_NAME, "alice").with(CLASS, b"no credentials");
    assert_eq!(client.send(unchallenged).await.unwrap().code(), Code::ACCESS_REJECT);
}

#[tokio::test]
async fn the_handler_sees_who_the_client_is_p131() {
    let server = Running::usual().await;
    let client = server.client(client_tls("client")).await;
    let reply = client.send(login("who")).await.unwrap();
    assert_eq!(reply.get(REPLY_MESSAGE), Ok(Some("CN=RADIUS client")));
}

#[tokio::test]
async fn what_breaks_the_stream_ends_the_connection_p119() {
    let server = Running::usual().await;
    let good = Profile::radsec().seal_request(&login("alice"), 1).unwrap().octets().to_vec();
    let mut wrong_signature = good.clone();
    wrong_signature[25] ^= 1;
    let mut wrong_authenticator = Profile::radsec()
        .seal_request(&Packet::accounting_request().with(CLASS, b"c"), 1)
        .unwrap()
        .octets()
        .to_vec();
    wrong_authenticator[10] ^= 1;
    let mut broken_attributes = good.clone();
    broken_attributes[39] = 0;
    for (sent, reason) in [
        ([&[1, 1, 0, 19][..], &[0; 16]].concat(), DiscardReason::BadLength),
        ([&[1, 1, 0xff, 0xff][..], &[0; 16]].concat(), DiscardReason::BadLength),
        ([&good[..], b"GET / HTTP/1.1\r\n"].concat(), DiscardReason::BadLength),
        (wrong_signature, DiscardReason::BadMessageAuthenticator),
        (wrong_authenticator, DiscardReason::BadAuthenticator),
        (broken_attributes, DiscardReason::MalformedAttributes),
    ] {
        let mut stream = server.connection(RadiusVersions::Only1_0).await;
        let before = server.statistics.discarded(reason);
        stream.write_all(&sent).await.unwrap();
        stream.flush().await.unwrap();
        assert!(is_closed(&mut stream).await, "{reason:?}");
        server.discarded(reason, before + 1).await;
    }
}

#[tokio::test]
async fn a_stream_may_be_cut_at_every_octet_of_two_packets_p118() {
    let server = Running::usual().await;
    let profile = Profile::radius_1_1();
    let seal = |name, token| profile.seal_request(&login(name), token).unwrap().octets().to_vec();
    let (first, second) = (seal("alice", 1), seal("bob", 2));
    let octets = [first.clone(), second.clone()].concat();
    for cut in 0..=octets.len() {
        let mut stream = server.connection(RadiusVersions::Both).await;
        // Half-closed: what came whole is answered, and then the server closes too.
        stream.write_all(&octets[..cut]).await.unwrap();
        stream.shutdown().await.unwrap();
        let mut replies = Vec::new();
        let read = timeout(Duration::from_secs(5), stream.read_to_end(&mut replies)).await;
        assert!(read.is_ok(), "the server closes, cut at {cut}");
        let whole = usize::from(cut >= first.len()) + usize::from(cut >= octets.len());
        let mut framing = Framing::new(4096);
        framing.push(&replies);
        let mut count = 0;
        while framing.next_packet().unwrap().is_some() {
            count += 1;
        }
        assert_eq!(count, whole, "cut at {cut}");
    }
    let within = octets.len() as u64 + 1 - 3;
    server.discarded(DiscardReason::Truncated, within).await;
}

#[tokio::test]
async fn a_stream_that_stalls_anywhere_goes_on_when_it_does_p118() {
    let server = Running::usual().await;
    let profile = Profile::radius_1_1();
    let octets = [
        profile.seal_request(&login("alice"), 1).unwrap().octets(),
        profile.seal_request(&login("bob"), 2).unwrap().octets(),
    ]
    .concat();
    let mut stream = server.connection(RadiusVersions::Both).await;
    for octet in octets {
        stream.write_all(&[octet]).await.unwrap();
        stream.flush().await.unwrap();
        tokio::task::yield_now().await;
    }
    for token in [1, 2] {
        assert_eq!(read_packet(&mut stream).await[4..8], [0, 0, 0, token]);
    }
}

#[tokio::test]
async fn connections_that_are_no_clients_are_refused_and_counted_p125_p128() {
    let limits = TlsLimits { handshake_timeout: Duration::from_millis(300), ..TlsLimits::default() };
    let revoking = trust().with_revocation_file(path("ca.crl")).unwrap();
    let pinned = CertificateRule::fingerprints([certificate("client").fingerprint]);
    let tls = ServerTls::builder(identity("server"), revoking).radius_versions(RadiusVersions::Only1_1);
    let server = Running::start(tls, pinned, limits).await;

    for (count, name) in ["other-client", "expired-client", "revoked-client", "wrong-name"].iter().enumerate()
    {
        let stream = TcpStream::connect(server.address).await.unwrap();
        let tls = client_tls(name).build().unwrap();
        if let Ok(mut connected) = tls.connector().connect(stream, server.address.ip()).await {
            assert!(connected.stream.read_u8().await.is_err(), "{name}");
        }
        server.discarded(DiscardReason::CertificateRefused, count as u64 + 1).await;
    }

    let radius = Profile::radsec().seal_request(&login("alice"), 1).unwrap().octets().to_vec();
    for (count, octets) in [radius, b"GET / HTTP/1.1\r\n\r\n".to_vec()].iter().enumerate() {
        let mut stream = TcpStream::connect(server.address).await.unwrap();
        stream.write_all(octets).await.unwrap();
        assert!(is_closed(&mut stream).await);
        server.discarded(DiscardReason::HandshakeFailed, count as u64 + 1).await;
    }

    // Slow loris: one octet now and then, and never a handshake.
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    for octet in [0x16, 3, 1] {
        stream.write_all(&[octet]).await.unwrap();
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(is_closed(&mut stream).await);
    server.discarded(DiscardReason::HandshakeTimeout, 1).await;

    // It says nothing of versions, and so gets a Protocol-Error before the end (P147).
    let stream = TcpStream::connect(server.address).await.unwrap();
    let old = client_tls("client").radius_versions(RadiusVersions::Unnamed).build().unwrap();
    let mut connected = old.connector().connect(stream, server.address.ip()).await.unwrap();
    assert_eq!(read_packet(&mut connected.stream).await, version_demanded());
    assert!(is_closed(&mut connected.stream).await);
    server.discarded(DiscardReason::NoCommonVersion, 1).await;
    assert_eq!(server.statistics.received(Code::ACCESS_REQUEST), 0);
}

#[tokio::test]
async fn idle_connections_and_those_beyond_the_limit_are_closed_p125() {
    let limits = TlsLimits {
        idle_timeout: Duration::from_millis(500),
        max_connections_per_address: 2,
        ..TlsLimits::default()
    };
    let server = Running::start(tls(), CertificateRule::any(), limits).await;
    let mut first = server.connection(RadiusVersions::Both).await;
    let mut second = server.connection(RadiusVersions::Both).await;
    let mut third = TcpStream::connect(server.address).await.unwrap();
    assert!(is_closed(&mut third).await);
    server.discarded(DiscardReason::TooManyConnections, 1).await;
    assert!(is_closed(&mut first).await && is_closed(&mut second).await);
    server.discarded(DiscardReason::IdleConnection, 2).await;
    // Their places are free again.
    let client = server.client(client_tls("client")).await;
    assert!(client.send(login("alice")).await.is_ok());
}

#[tokio::test]
async fn strangers_by_address_get_no_octet_of_tls_p132() {
    let elsewhere = CertificateRule::any().from("192.0.2.0/24".parse().unwrap());
    let server = Running::start(tls(), elsewhere, TlsLimits::default()).await;
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    assert!(is_closed(&mut stream).await);
    server.discarded(DiscardReason::UnknownClient, 1).await;
}

#[tokio::test]
async fn longer_packets_pass_where_both_ends_allow_them_p140() {
    let limits = TlsLimits { max_packet_octets: 65535, ..TlsLimits::default() };
    let server = Running::start(tls(), CertificateRule::any(), limits).await;
    let client = server.client(client_tls("client").max_packet_octets(65535)).await;
    let long = (0..200).fold(login("alice"), |packet, _| packet.with(CLASS, [7; 250]));
    assert_eq!(client.send(long.clone()).await.unwrap().code(), Code::ACCESS_ACCEPT);
    let short = server.client(client_tls("client")).await;
    assert!(matches!(short.send(long).await, Err(ClientError::Request(_))));
}

#[tokio::test]
async fn requests_in_flight_move_to_another_connection_when_theirs_dies_p120() {
    let server = Running::usual().await;
    // A relay between both ends, whose connections can be cut.
    let relay = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = relay.local_addr().unwrap();
    let behind = server.address;
    let (cut, is_cut) = watch::channel(0);
    tokio::spawn(async move {
        loop {
            let (mut near, _) = relay.accept().await.unwrap();
            let mut far = TcpStream::connect(behind).await.unwrap();
            let mut is_cut = is_cut.clone();
            is_cut.mark_unchanged();
            tokio::spawn(async move {
                tokio::select! {
                    _ = tokio::io::copy_bidirectional(&mut near, &mut far) => {}
                    _ = is_cut.changed() => {}
                }
            });
        }
    });
    let timers = Retransmission { initial_interval: Duration::from_millis(500), ..Retransmission::default() };
    let client = Client::radsec(address, client_tls("client").build().unwrap());
    let client = client.retransmission(timers).build().await.unwrap();
    let waiting = {
        let client = client.clone();
        tokio::spawn(async move { client.send(login("slow")).await })
    };
    while server.statistics.received(Code::ACCESS_REQUEST) == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    cut.send(1).unwrap();
    assert_eq!(waiting.await.unwrap().unwrap().code(), Code::ACCESS_ACCEPT);
    assert_eq!(server.statistics.received(Code::ACCESS_REQUEST), 2, "once over each connection");
}

#[tokio::test]
async fn with_no_server_any_more_requests_end_in_a_clear_error_p120() {
    let mut server = Running::usual().await;
    let timers = Retransmission { max_duration: Duration::from_secs(2), ..Retransmission::default() };
    let client = Client::radsec(server.address, client_tls("client").build().unwrap());
    let client = client.retransmission(timers).build().await.unwrap();
    let waiting = {
        let client = client.clone();
        tokio::spawn(async move { client.send(login("wait")).await })
    };
    while server.statistics.received(Code::ACCESS_REQUEST) == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    drop(server.stop.take());
    let error = waiting.await.unwrap().unwrap_err();
    let is_clear = matches!(error, ClientError::Disconnected | ClientError::Refused | ClientError::Io(_));
    assert!(is_clear, "{error:?}");
    assert_eq!(server.ended.await.unwrap().cut, 1);
}

/// Resident memory of this process, in KiB.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}

/// As many connections as the limit allows, and then some. `RADIUS_TLS_CONNECTIONS` says how many; 5000 needs 10,000 open
/// files and, without optimization, some minutes.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn thousands_of_connections_take_the_memory_of_so_many_and_no_more_p125() {
    let asked = std::env::var("RADIUS_TLS_CONNECTIONS").ok().and_then(|count| count.parse().ok());
    let count: usize = asked.unwrap_or(100);
    let limits =
        TlsLimits { max_connections: count, max_connections_per_address: count, ..TlsLimits::default() };
    let server = Running::start(tls(), CertificateRule::any(), limits).await;
    let before = resident();
    let mut streams = Vec::with_capacity(count);
    for _ in 0..count {
        streams.push(server.connection(RadiusVersions::Only1_1).await);
    }
    for extra in 1..=10 {
        let mut stream = TcpStream::connect(server.address).await.unwrap();
        assert!(is_closed(&mut stream).await);
        server.discarded(DiscardReason::TooManyConnections, extra).await;
    }
    let request = Profile::radius_1_1().seal_request(&login("alice"), 1).unwrap();
    for stream in &mut streams {
        stream.write_all(request.octets()).await.unwrap();
        stream.flush().await.unwrap();
        assert_eq!(read_packet(stream).await[..1], [2]);
    }
    let each = resident().saturating_sub(before) / count as u64;
    println!("{count} connections: {each} KiB each, both ends together");
    assert!(each < 192, "{each} KiB each, both ends together");
}

#[tokio::test]
async fn connections_that_take_too_long_at_the_end_are_cut_and_reported() {
    // Time to shake hands until the other one has what it needs.
    let limits = TlsLimits { handshake_timeout: Duration::from_secs(600), ..TlsLimits::default() };
    let mut server = Running::start(tls(), CertificateRule::any(), limits).await;
    let mut silent = TcpStream::connect(server.address).await.unwrap();
    // It asks and never reads, until no reply finds room any more.
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4096).unwrap();
    let greedy = socket.connect(server.address).await.unwrap();
    let client = client_tls("client").radius_versions(RadiusVersions::Only1_1).build().unwrap();
    let mut greedy = client.connector().connect(greedy, server.address.ip()).await.unwrap().stream;
    let request = Profile::radius_1_1().seal_request(&login(&"a".repeat(250)), 7).unwrap().octets().to_vec();
    let mut asked = 0;
    // Until the server waits for it to read, and reads no more itself.
    while timeout(Duration::from_secs(1), greedy.write_all(&request)).await.is_ok() {
        asked += 1;
    }
    assert!(server.statistics.received(Code::ACCESS_REQUEST) < asked);
    drop(server.stop.take());
    let report = server.ended.await.unwrap();
    assert_eq!((report.cut, report.connections_cut), (0, 2), "{report:?}");
    assert!(is_closed(&mut silent).await);
}

#[tokio::test]
async fn a_code_that_is_not_taken_is_told_in_both_versions_p136() {
    let server = Running::usual().await;
    let profiles =
        [(RadiusVersions::Only1_0, Profile::radsec()), (RadiusVersions::Only1_1, Profile::radius_1_1())];
    for (versions, profile) in profiles {
        let mut stream = server.connection(versions).await;
        // Replies are never answered, so that no two ends answer each other for ever.
        for code in [2, 52, 99] {
            let octets = [&[code, 7, 0, 20, 1, 2, 3, 4][..], &[5; 12]].concat();
            stream.write_all(&octets).await.unwrap();
        }
        stream.flush().await.unwrap();
        let asked = [&[99, 7, 0, 20, 1, 2, 3, 4][..], &[5; 12]].concat();
        let header = profile.header(&Received::from_stream(&asked).unwrap());
        let told = read_packet(&mut stream).await;
        let told = Received::from_stream(&told).unwrap();
        profile.verify_reply(&told, &header, true).unwrap();
        assert_eq!(told.code(), Code::PROTOCOL_ERROR);
        assert_eq!(told.to_packet().error_cause(), Some(ErrorCause::UNSUPPORTED_EXTENSION));
    }
    server.discarded(DiscardReason::UnexpectedCode, 6).await;
}

#[tokio::test]
async fn a_handler_without_the_method_says_so_p136() {
    struct Nothing;
    impl Handler for Nothing {}
    let clients = Clients::new().with_certificate(CertificateRule::any(), ClientEntry::over_tls());
    let server = Server::builder(clients, Nothing)
        .radsec((Ipv4Addr::LOCALHOST, 0).into(), tls().build().unwrap())
        .bind()
        .await
        .unwrap();
    let (_, address) = server.local_addresses().unwrap()[0];
    tokio::spawn(server.serve(pending()));
    for versions in [RadiusVersions::Only1_0, RadiusVersions::Only1_1] {
        let tls = client_tls("client").radius_versions(versions).build().unwrap();
        let client = Client::radsec(address, tls).build().await.unwrap();
        let report = client.send(Packet::accounting_request()).await.unwrap();
        let cause = Some(ErrorCause::UNSUPPORTED_EXTENSION);
        assert_eq!((report.code(), report.error_cause()), (Code::PROTOCOL_ERROR, cause), "{versions:?}");
        assert_eq!(client.send(login("alice")).await.unwrap().code(), Code::ACCESS_REJECT);
    }
}

#[tokio::test]
async fn a_request_that_is_too_long_is_told_how_long_it_may_be_p143() {
    let server = Running::usual().await;
    for versions in [RadiusVersions::Only1_0, RadiusVersions::Only1_1] {
        let client =
            server.client(client_tls("client").radius_versions(versions).max_packet_octets(65535)).await;
        // What is in flight already is answered all the same.
        let slow = {
            let client = client.clone();
            let before = server.statistics.received(Code::ACCESS_REQUEST);
            let slow = tokio::spawn(async move { client.send(login("slow")).await });
            while server.statistics.received(Code::ACCESS_REQUEST) == before {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            slow
        };
        let long = (0..200).fold(login("alice"), |packet, _| packet.with(CLASS, [7; 250]));
        let told = client.send(long).await.unwrap();
        assert_eq!(told.code(), Code::PROTOCOL_ERROR, "{versions:?}");
        assert_eq!(told.error_cause(), Some(ErrorCause::RESPONSE_TOO_BIG));
        assert_eq!(told.response_length(), Some(4096));
        assert_eq!(slow.await.unwrap().unwrap().code(), Code::ACCESS_ACCEPT);
        assert_eq!(client.send(login("alice")).await.unwrap().code(), Code::ACCESS_ACCEPT);
    }
    server.discarded(DiscardReason::BadLength, 2).await;
}

#[tokio::test]
async fn both_ends_say_how_long_packets_may_be_and_keep_to_it_p141() {
    let limits = TlsLimits { max_packet_octets: 10_000, ..TlsLimits::default() };
    let server = Running::start(tls(), CertificateRule::any(), limits).await;
    let client = server.client(client_tls("client").max_packet_octets(5000)).await;
    let alive = client.send(Packet::status_server()).await.unwrap();
    assert_eq!(alive.response_length(), Some(10_000));
    let told = client.send(login("long")).await.unwrap();
    assert_eq!((told.code(), told.error_cause()), (Code::PROTOCOL_ERROR, Some(ErrorCause::RESPONSE_TOO_BIG)));
    server.discarded(DiscardReason::UnsendableAnswer, 1).await;
    let silent = server.client(client_tls("client")).await;
    let alive = silent.send(Packet::status_server()).await.unwrap();
    assert_eq!(alive.response_length(), None, "whoever does not say it is not told");
    let long = server.client(client_tls("client").max_packet_octets(10_000)).await;
    assert_eq!(long.send(login("long")).await.unwrap().code(), Code::ACCESS_ACCEPT);
}

#[tokio::test]
async fn a_token_that_is_still_in_use_ends_the_connection_p150() {
    let server = Running::usual().await;
    let mut stream = server.connection(RadiusVersions::Only1_1).await;
    let profile = Profile::radius_1_1();
    let seal = |name| profile.seal_request(&login(name), 7).unwrap().octets().to_vec();
    for name in ["alice", "bob"] {
        stream.write_all(&seal(name)).await.unwrap();
        stream.flush().await.unwrap();
        assert_eq!(read_packet(&mut stream).await[..1], [2], "one after the other they may have the same");
    }
    stream.write_all(&[seal("wait"), seal("alice")].concat()).await.unwrap();
    stream.flush().await.unwrap();
    assert!(is_closed(&mut stream).await);
    server.discarded(DiscardReason::TokenInUse, 1).await;
}

#[tokio::test]
async fn a_connection_whose_client_is_refused_by_a_reload_ends_unless_told_otherwise_p129() {
    for ends in [true, false] {
        let shared = tls().end_refused_connections(ends).build().unwrap();
        let server = Running::serving(shared.clone(), CertificateRule::any(), TlsLimits::default()).await;
        let mut streams = Vec::new();
        for name in ["client", "revoked-client"] {
            let stream = TcpStream::connect(server.address).await.unwrap();
            let tls = client_tls(name).radius_versions(RadiusVersions::Only1_1).build().unwrap();
            let connected = tls.connector().connect(stream, server.address.ip()).await;
            streams.push(connected.unwrap().stream);
        }
        let request = Profile::radius_1_1().seal_request(&login("alice"), 7).unwrap();
        let [kept, revoked] = streams.as_mut_slice() else { unreachable!() };
        for stream in [&mut *kept, &mut *revoked] {
            stream.write_all(request.octets()).await.unwrap();
            assert_eq!(read_packet(stream).await[..1], [2]);
        }
        shared.reload(identity("server"), trust().with_revocation_file(path("ca.crl")).unwrap()).unwrap();
        if ends {
            assert!(is_closed(revoked).await);
            server.discarded(DiscardReason::CertificateRefused, 1).await;
        } else {
            revoked.write_all(request.octets()).await.unwrap();
            assert_eq!(read_packet(revoked).await[..1], [2]);
        }
        kept.write_all(request.octets()).await.unwrap();
        assert_eq!(read_packet(kept).await[..1], [2], "it is not concerned");
    }
}

#[tokio::test]
async fn rules_for_certificates_change_while_the_server_runs_p131() {
    let server = Running::usual().await;
    let mut stream = server.connection(RadiusVersions::Only1_0).await;
    let request = Profile::radsec().seal_request(&login("alice"), 7).unwrap();
    stream.write_all(request.octets()).await.unwrap();
    assert_eq!(read_packet(&mut stream).await[..1], [2]);
    let removed = server.clients.update(|clients| clients.remove_certificate(&CertificateRule::any()));
    assert_eq!(removed.unwrap().label(), Some("the client"));
    assert!(is_closed(&mut stream).await, "nothing allows it any more");
    let named = CertificateRule::dns_name("client.example");
    server.clients.update(|clients| clients.insert_certificate(named, ClientEntry::over_tls()));
    let client = server.client(client_tls("client")).await;
    assert_eq!(client.send(login("alice")).await.unwrap().code(), Code::ACCESS_ACCEPT);
}

#[tokio::test]
async fn handshakes_from_one_address_have_a_limit_of_their_own_p125() {
    let limits = TlsLimits { max_handshakes_per_address: 2, ..TlsLimits::default() };
    let server = Running::start(tls(), CertificateRule::any(), limits).await;
    let client = server.client(client_tls("client")).await;
    let mut silent = Vec::new();
    for _ in 0..2 {
        silent.push(TcpStream::connect(server.address).await.unwrap());
    }
    let mut third = TcpStream::connect(server.address).await.unwrap();
    assert!(is_closed(&mut third).await);
    server.discarded(DiscardReason::TooManyConnections, 1).await;
    assert!(client.send(login("alice")).await.is_ok(), "those that are up do not count");
    silent.clear();
    let client = async {
        loop {
            let client = Client::radsec(server.address, client_tls("client").build().unwrap());
            if let Ok(client) = client.build().await {
                return client;
            }
        }
    };
    let client = timeout(Duration::from_secs(20), client).await.expect("the places are free again");
    assert!(client.send(login("alice")).await.is_ok());
}

/// A server of which a test decides each reply. It says how each connection ended.
async fn scripted(
    answer: impl Fn(&Packet) -> Packet + Send + Copy + 'static,
) -> (SocketAddr, tokio::sync::mpsc::UnboundedReceiver<io::Result<usize>>) {
    let acceptor = tls().build().unwrap().acceptor(Arc::new(CertificateRule::any())).unwrap();
    let acceptor = Arc::new(acceptor);
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let (ended, ends) = tokio::sync::mpsc::unbounded_channel();
    tokio::spawn(async move {
        loop {
            let (stream, peer) = listener.accept().await.unwrap();
            let (acceptor, ended) = (Arc::clone(&acceptor), ended.clone());
            tokio::spawn(async move {
                let mut stream = acceptor.accept(stream, peer.ip()).await.unwrap().stream;
                let profile = Profile::radsec().with_max_octets(65535);
                let mut head = [0; 4];
                let end = loop {
                    match stream.read(&mut head[..1]).await {
                        Ok(1) => {}
                        end => break end,
                    }
                    stream.read_exact(&mut head[1..]).await.unwrap();
                    let mut octets = head.to_vec();
                    octets.resize(u16::from_be_bytes([head[2], head[3]]).into(), 0);
                    stream.read_exact(&mut octets[4..]).await.unwrap();
                    let request = Received::from_stream(&octets).unwrap();
                    let reply = answer(&request.to_packet());
                    let reply = profile.seal_reply(&reply, &profile.header(&request)).unwrap();
                    stream.write_all(&reply).await.unwrap();
                    stream.flush().await.unwrap();
                };
                ended.send(end).unwrap();
            });
        }
    });
    (address, ends)
}

fn old_tls() -> ClientTls {
    client_tls("client").radius_versions(RadiusVersions::Only1_0).build().unwrap()
}

#[tokio::test]
async fn a_client_that_is_dropped_says_good_bye() {
    let (address, mut ends) = scripted(|_| Packet::new(Code::ACCESS_ACCEPT)).await;
    let client = Client::radsec(address, old_tls()).build().await.unwrap();
    assert_eq!(client.send(login("alice")).await.unwrap().code(), Code::ACCESS_ACCEPT);
    drop(client);
    // Without close_notify it would be the error of an unexpected end.
    let end = timeout(Duration::from_secs(20), ends.recv()).await.expect("it closes").unwrap();
    assert_eq!(end.unwrap(), 0);
}

#[tokio::test]
async fn a_reply_that_is_too_long_ends_its_request_and_neither_repeats_it_nor_closes_p140() {
    let (address, mut ends) = scripted(|request| {
        let reply = Packet::new(Code::ACCESS_ACCEPT);
        match request.get(USER_NAME) {
            Ok(Some("long")) => (0..30).fold(reply, |reply, _| reply.with(CLASS, [7; 250])),
            _ => reply,
        }
    })
    .await;
    let client = Client::radsec(address, old_tls()).build().await.unwrap();
    let error = client.send(login("long")).await.unwrap_err();
    assert!(matches!(error, ClientError::ReplyTooLong { octets: 7598, limit: 4096 }), "{error:?}");
    assert_eq!(client.send(login("alice")).await.unwrap().code(), Code::ACCESS_ACCEPT);
    assert_eq!(client.statistics().received(Code::ACCESS_ACCEPT), 2, "nothing was sent twice");
    assert!(ends.try_recv().is_err(), "over one connection");
}

#[tokio::test]
async fn a_server_that_takes_no_accounting_gets_no_more_where_another_does_p136() {
    let refusals: [fn(&Packet) -> Packet; 2] = [
        |_| Packet::protocol_error(Code::ACCOUNTING_REQUEST, ErrorCause::UNSUPPORTED_EXTENSION),
        // As of old (RFC 6614 §2.5).
        |_| {
            let mut packet = Packet::new(Code::ACCOUNTING_RESPONSE);
            packet.push_raw(101, &ErrorCause::UNSUPPORTED_EXTENSION.0.to_be_bytes()).unwrap();
            packet
        },
    ];
    for refusal in refusals {
        let (refusing, _ends) = scripted(refusal).await;
        let server = Running::usual().await;
        let client = Client::radsec(refusing, old_tls()).radsec(server.address, old_tls());
        let client = client.build().await.unwrap();
        let first = client.send(Packet::accounting_request()).await.unwrap();
        assert_eq!(first.error_cause(), Some(ErrorCause::UNSUPPORTED_EXTENSION), "it is the answer");
        for count in 1..=3 {
            let report = client.send(Packet::accounting_request()).await.unwrap();
            assert_eq!((report.code(), report.error_cause()), (Code::ACCOUNTING_RESPONSE, None));
            assert_eq!(server.statistics.received(Code::ACCOUNTING_REQUEST), count);
        }
    }
}

#[tokio::test]
async fn tokens_are_limited_as_the_client_says_p150() {
    let server = Running::usual().await;
    let tls = client_tls("client").radius_versions(RadiusVersions::Only1_1).max_requests_per_connection(2);
    let client = server.client(tls).await;
    let slow: Vec<_> = (0..5)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.send(login("slow")).await.map(|reply| reply.code()) })
        })
        .collect();
    for reply in slow {
        assert_eq!(reply.await.unwrap().unwrap(), Code::ACCESS_ACCEPT);
    }
    assert_eq!(client.servers().next().unwrap().connections(), 3);
}
