//! Requests and replies over TLS on the loopback interface.

use std::future::pending;
use std::net::Ipv4Addr;
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use super::fixture::*;
use super::*;
use crate::client::{Client, ClientError};
use crate::fixture::{CLASS, REPLY_MESSAGE, TUNNEL_PASSWORD, USER_NAME, USER_PASSWORD};
use crate::packet::{Code, ErrorCause, OpenPacket, Packet, Profile, Received};
use crate::proto::{RadiusVersions, Retransmission};
use crate::radsec::CertificateRule;
use crate::server::{ClientEntry, Server, ShutdownReport};

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
async fn a_reject_says_why_in_both_versions_p156() {
    let server = Running::usual().await;
    for versions in [RadiusVersions::Only1_0, RadiusVersions::Only1_1] {
        let client = server.client(client_tls("client").radius_versions(versions)).await;
        let reply = client.send(login("full")).await.unwrap();
        let cause = Some(ErrorCause::RESOURCES_UNAVAILABLE);
        assert_eq!((reply.code(), reply.error_cause()), (Code::ACCESS_REJECT, cause), "{versions:?}");
    }
}

#[tokio::test]
async fn the_handler_sees_who_the_client_is_p131() {
    let server = Running::usual().await;
    let client = server.client(client_tls("client")).await;
    let reply = client.send(login("who")).await.unwrap();
    assert_eq!(reply.get(REPLY_MESSAGE), Ok(Some("CN=RADIUS client")));
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
async fn what_comes_from_elsewhere_than_logins_go_is_discarded_silently_p92() {
    let server = Running::usual().await;
    let profiles =
        [(RadiusVersions::Only1_0, Profile::radsec()), (RadiusVersions::Only1_1, Profile::radius_1_1())];
    for (versions, profile) in profiles {
        let mut stream = server.connection(versions).await;
        let seal = |name, identifier| {
            profile.seal_request(&Packet::disconnect_request().with(USER_NAME, name), identifier).unwrap()
        };
        let alice = seal("alice", 2);
        stream.write_all(&[seal("mallory", 1).octets(), alice.octets()].concat()).await.unwrap();
        stream.flush().await.unwrap();
        let first = read_packet(&mut stream).await;
        let first = Received::from_stream(&first).unwrap();
        profile.verify_reply(&first, alice.header(), true).unwrap();
        assert_eq!(first.code(), Code::DISCONNECT_ACK);
    }
    server.discarded(DiscardReason::UnauthorizedSource, 2).await;
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
