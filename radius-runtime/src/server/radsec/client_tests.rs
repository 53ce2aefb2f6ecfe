//! The client, in front of a server that a test plays.

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::fixture::*;
use super::*;
use crate::client::{Client, ClientError};
use crate::fixture::{CLASS, USER_NAME};
use crate::packet::{Code, ErrorCause, Packet, Profile, Received};
use crate::proto::RadiusVersions;
use crate::radsec::{CertificateRule, ClientTls};

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
async fn a_server_that_cannot_do_it_is_followed_by_another_and_never_asked_again_p153() {
    for cause in [None, Some(502), Some(505), Some(506)] {
        let refusal = move |_: &Packet| match cause {
            Some(cause) => Packet::protocol_error(Code::ACCESS_REQUEST, ErrorCause(cause)),
            None => Packet::new(Code::PROTOCOL_ERROR),
        };
        let (first, _first_ends) = scripted(refusal).await;
        let (second, _second_ends) = scripted(refusal).await;
        let client = Client::radsec(first, old_tls()).radsec(second, old_tls()).build().await.unwrap();
        let reply = client.send(login("alice")).await.unwrap();
        assert_eq!(reply.code(), Code::PROTOCOL_ERROR, "{cause:?}: no other one answers");
        assert_eq!(reply.error_cause(), cause.map(ErrorCause));
        assert_eq!(client.statistics().received(Code::PROTOCOL_ERROR), 2, "{cause:?}: each was asked once");

        let server = Running::usual().await;
        let client =
            Client::radsec(first, old_tls()).radsec(server.address, old_tls()).build().await.unwrap();
        assert_eq!(client.send(login("alice")).await.unwrap().code(), Code::ACCESS_ACCEPT, "{cause:?}");
        assert_eq!(client.statistics().received(Code::PROTOCOL_ERROR), 1, "{cause:?}");
    }
}

#[tokio::test]
async fn an_error_that_is_the_requests_own_is_the_reply_p153() {
    let invalid = |_: &Packet| Packet::protocol_error(Code::ACCESS_REQUEST, ErrorCause::MISSING_ATTRIBUTE);
    let (first, _ends) = scripted(invalid).await;
    let server = Running::usual().await;
    let client = Client::radsec(first, old_tls()).radsec(server.address, old_tls()).build().await.unwrap();
    let reply = client.send(login("alice")).await.unwrap();
    assert_eq!(reply.error_cause(), Some(ErrorCause::MISSING_ATTRIBUTE));
    assert_eq!(server.statistics.received(Code::ACCESS_REQUEST), 0);
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
