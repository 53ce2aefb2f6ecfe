//! Who is not let in, or has to go.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::fixture::*;
use super::*;
use crate::client::Client;
use crate::fixture::REPLY_MESSAGE;
use crate::packet::{Code, Profile};
use crate::proto::RadiusVersions;
use crate::radsec::CertificateRule;
use crate::radsec::fixture::{certificate, identity, path, trust};
use crate::server::ClientEntry;

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
async fn requests_over_a_connection_are_of_the_entry_that_its_rule_leads_to_now_p131() {
    for ends in [true, false] {
        let shared = tls().end_refused_connections(ends).build().unwrap();
        let server = Running::serving(shared, CertificateRule::any(), TlsLimits::default()).await;
        let client = server.client(client_tls("client")).await;
        for name in ["the client", "renamed", "renamed again"] {
            let reply = client.send(login("which entry")).await.unwrap();
            let next = if name == "the client" { "renamed" } else { "renamed again" };
            assert_eq!(reply.get(REPLY_MESSAGE), Ok(Some(name)));
            let entry = ClientEntry::over_tls().name(next);
            server.clients.update(|clients| {
                clients.remove_certificate(&CertificateRule::any());
                clients.insert_certificate(CertificateRule::any(), entry);
            });
        }
        server.clients.update(|clients| clients.remove_certificate(&CertificateRule::any()));
        let reply = client.send_within(Duration::from_secs(2), login("which entry")).await;
        assert_eq!(reply.is_err(), ends, "without a rule it is refused, or stays as it was");
    }
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
