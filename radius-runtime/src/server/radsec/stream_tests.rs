//! What else may come over a stream: too long, too short, cut, stalled.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::fixture::*;
use super::*;
use crate::client::ClientError;
use crate::fixture::{CLASS, USER_NAME};
use crate::packet::{Code, ErrorCause, Packet, Profile, Received, SealedRequest};
use crate::proto::{Framing, RadiusVersions};
use crate::radsec::CertificateRule;

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

type Stream = tokio_rustls::client::TlsStream<TcpStream>;

/// Sends a login of this name, always under the same identifier.
async fn ask(stream: &mut Stream, name: &str) -> SealedRequest {
    let request = Profile::radsec().seal_request(&login(name), 7).unwrap();
    stream.write_all(request.octets()).await.unwrap();
    stream.flush().await.unwrap();
    request
}

/// The next packet is the reply to this request.
async fn expect_reply(stream: &mut Stream, request: &SealedRequest) {
    let reply = read_packet(stream).await;
    let received = Received::from_stream(&reply).unwrap();
    assert_eq!(Profile::radsec().verify_reply(&received, request.header(), true), Ok(()));
}

#[tokio::test]
async fn the_reply_to_a_connection_that_is_gone_goes_nowhere_p124() {
    let server = Running::usual().await;
    let mut first = server.connection(RadiusVersions::Only1_0).await;
    ask(&mut first, "slow").await;
    while server.statistics.received(Code::ACCESS_REQUEST) == 0 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    // Without good-bye, and with the same identifier in use again at once.
    drop(first);
    let mut second = server.connection(RadiusVersions::Only1_0).await;
    let request = ask(&mut second, "alice").await;
    expect_reply(&mut second, &request).await;
    server.discarded(DiscardReason::ConnectionGone, 1).await;
    let request = ask(&mut second, "bob").await;
    expect_reply(&mut second, &request).await;
}

#[tokio::test]
async fn a_report_is_handled_to_its_end_when_the_connection_ends_and_a_login_is_not_p124() {
    let server = Running::usual().await;
    let mut stream = server.connection(RadiusVersions::Only1_0).await;
    for (identifier, packet) in
        [(1, login("wait")), (2, Packet::accounting_request().with(USER_NAME, "slow"))]
    {
        let request = Profile::radsec().seal_request(&packet, identifier).unwrap();
        stream.write_all(request.octets()).await.unwrap();
    }
    stream.flush().await.unwrap();
    while server.statistics.received(Code::ACCOUNTING_REQUEST) == 0 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    drop(stream);
    server.discarded(DiscardReason::ConnectionGone, 1).await;
    server.discarded(DiscardReason::SendFailed, 1).await;
}

#[tokio::test]
async fn connections_of_one_client_are_told_apart_by_their_ports_p137() {
    let server = Running::usual().await;
    let mut asked = Vec::new();
    for name in ["slow", "alice", "bob"] {
        let mut stream = server.connection(RadiusVersions::Only1_0).await;
        let request = ask(&mut stream, name).await;
        asked.push((stream, request));
    }
    for (stream, request) in &mut asked {
        expect_reply(stream, request).await;
    }
    assert_eq!(server.statistics.received(Code::ACCESS_REQUEST), 3, "none is a repetition of another");
}
