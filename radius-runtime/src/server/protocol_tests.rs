//! What the server demands of requests before a handler sees them.

use std::net::Ipv4Addr;

use super::fixture::*;
use super::*;
use crate::crypto::Secret;
use crate::fixture::*;
use crate::packet::{Code, ErrorCause, Packet};

#[tokio::test]
async fn status_server_is_answered_unless_it_is_turned_off_p103() {
    for is_on in [true, false] {
        let server = start(localhost(), |builder| builder.status_server(is_on)).await;
        let client = server.client(Service::Authentication).await;
        let status = sealed(&Packet::status_server(), 1);
        if is_on {
            assert_eq!(ask(&client, &status).await.code(), Code::ACCESS_ACCEPT);
        } else {
            client.send(status.octets()).await.unwrap();
            server.discarded(DiscardReason::StatusServerOff, 1).await;
            assert_eq!(server.statistics.received(Code::STATUS_SERVER), 0);
        }
        assert_eq!(ask(&client, &login("alice", 2)).await.code(), Code::ACCESS_ACCEPT);
        assert_eq!((server.calls)(), 1);
    }
}

#[tokio::test]
async fn a_client_that_signs_once_has_to_sign_from_then_on_p160() {
    let entry = ClientEntry::new(secret()).require_message_authenticator_once_seen();
    let server = start(Clients::new().with("127.0.0.1/32".parse().unwrap(), entry), |builder| builder).await;
    let client = server.client(Service::Authentication).await;
    let unsigned = |identifier| {
        let mut packet = Packet::access_request().with(USER_NAME, "alice");
        packet.push_raw(3, &[0; 17]).unwrap();
        let mut octets = packet.encode().unwrap();
        octets[1] = identifier;
        octets
    };
    let mut eap = Packet::access_request().with(USER_NAME, "alice");
    eap.push_raw(79, &[2, 9, 0, 5, 1]).unwrap();
    let mut forged = login("alice", 3).octets().to_vec();
    forged[5] ^= 1;
    client.send(&unsigned(1)).await.unwrap();
    assert_eq!(receive(&client).await[..2], [2, 1]);
    // Neither of these shows that the client signs all it sends: it must sign EAP, and did not send what is forged.
    ask(&client, &sealed(&eap, 2)).await;
    ask(&client, &sealed(&Packet::status_server(), 3)).await;
    client.send(&forged).await.unwrap();
    server.discarded(DiscardReason::BadMessageAuthenticator, 1).await;
    client.send(&unsigned(4)).await.unwrap();
    assert_eq!(receive(&client).await[..2], [2, 4]);
    ask(&client, &login("alice", 5)).await;
    client.send(&unsigned(6)).await.unwrap();
    server.discarded(DiscardReason::NoMessageAuthenticator, 1).await;
}

#[tokio::test]
async fn under_too_much_load_conversations_go_on_before_others_begin_p84() {
    let server = start(localhost(), |builder| builder.max_in_flight(8)).await;
    let client = server.client(Service::Authentication).await;
    for identifier in 0..8 {
        client.send(login("wait", identifier).octets()).await.unwrap();
    }
    server.discarded(DiscardReason::Overload, 1).await;
    let mut goes_on = Packet::access_request().with(USER_NAME, "wait");
    goes_on.push_raw(24, b"a challenge's").unwrap();
    for identifier in [8, 9] {
        client.send(sealed(&goes_on, identifier).octets()).await.unwrap();
    }
    server.discarded(DiscardReason::Overload, 2).await;
    assert_eq!((server.calls)(), 8, "seven that begin, and one that goes on");
    server.open.notify_waiters();
    until(|| server.statistics.sent(Code::ACCESS_ACCEPT) == 8).await;
    let other = server.client(Service::Authentication).await;
    assert_eq!(ask(&other, &login("alice", 10)).await.code(), Code::ACCESS_ACCEPT);
}

#[tokio::test]
async fn one_client_cannot_take_the_whole_server() {
    let entry = ClientEntry::new(secret()).max_in_flight(2);
    let server = start(Clients::new().with("127.0.0.1/32".parse().unwrap(), entry), |builder| builder).await;
    let client = server.client(Service::Authentication).await;
    for identifier in 0..5 {
        client.send(login("wait", identifier).octets()).await.unwrap();
    }
    server.discarded(DiscardReason::ClientOverload, 3).await;
    server.open.notify_waiters();
    receive(&client).await;
    receive(&client).await;
    // What was dropped for want of room is new when it is sent again.
    until(|| server.statistics.sent(Code::ACCESS_ACCEPT) == 2).await;
    assert_eq!(ask(&client, &login("alice", 4)).await.code(), Code::ACCESS_ACCEPT);
}

#[tokio::test]
async fn coa_requests_are_checked_before_the_handler_and_answered_by_it_p93_p94() {
    let identity = NasIdentity::new().identifier("nas1");
    let server = start(localhost(), |builder| builder.nas_identity(identity)).await;
    let client = server.client(Service::DynamicAuthorization).await;
    let mut identifier = 0;
    let mut cases = Vec::new();
    let coa = || Packet::new(Code::COA_REQUEST).with(PROXY_STATE, b"p");
    let nas = |name: &[u8]| {
        let mut packet = coa().with(USER_NAME, "alice");
        packet.push_raw(32, name).unwrap();
        packet
    };
    cases.push((nas(b"nas1").with(CISCO_AV_PAIR, "a=b"), Code::COA_ACK, None));
    cases.push((nas(b"nas2"), Code::COA_NAK, Some(ErrorCause::NAS_IDENTIFICATION_MISMATCH)));
    let unsupported = nas(b"nas1").with(FRAMED_IP_ADDRESS, Ipv4Addr::LOCALHOST).with(REPLY_MESSAGE, "x");
    cases.push((unsupported, Code::COA_NAK, Some(ErrorCause::UNSUPPORTED_ATTRIBUTE)));
    let unknown = coa().with(USER_NAME, "bob");
    cases.push((unknown, Code::COA_NAK, Some(ErrorCause::SESSION_CONTEXT_NOT_FOUND)));
    let mut malformed = nas(b"nas1");
    malformed.push_raw(5, &[1, 2, 3]).unwrap();
    cases.push((malformed, Code::COA_NAK, Some(ErrorCause::INVALID_REQUEST)));
    let disconnect = Packet::new(Code::DISCONNECT_REQUEST).with(USER_NAME, "alice");
    cases.push((disconnect, Code::DISCONNECT_NAK, Some(ErrorCause::UNSUPPORTED_EXTENSION)));
    for (request, code, cause) in cases {
        identifier += 1;
        let reply = ask(&client, &sealed(&request, identifier)).await;
        assert_eq!((reply.code(), reply.error_cause()), (code, cause), "{request:?}");
        assert_eq!(reply.get(PROXY_STATE), request.get(PROXY_STATE));
    }
    assert_eq!((server.calls)(), 3);
    client.send(sealed(&coa().with(USER_NAME, "wrong cause"), 99).octets()).await.unwrap();
    server.discarded(DiscardReason::UnsendableAnswer, 1).await;
}

#[tokio::test]
async fn a_session_is_changed_only_by_a_client_with_its_own_secret_p92() {
    let other = Secret::new("the secret of another").unwrap();
    let mapped = ClientEntry::new(other.clone());
    let server = start(localhost().with("127.0.0.2/32".parse().unwrap(), mapped), |builder| builder).await;
    let client = server.client(Service::DynamicAuthorization).await;
    let coa = Packet::new(Code::COA_REQUEST).with(USER_NAME, "alice");
    let disconnect = Packet::new(Code::DISCONNECT_REQUEST).with(USER_NAME, "alice");
    for (number, packet) in (1..).zip([&coa, &disconnect]) {
        client.send(packet.seal_request(1, &other).unwrap().octets()).await.unwrap();
        server.discarded(DiscardReason::BadAuthenticator, number).await;
    }
    assert_eq!(ask(&client, &sealed(&coa, 2)).await.code(), Code::COA_ACK);
    server.clients.update(|clients| clients.remove("127.0.0.1/32".parse().unwrap()));
    client.send(sealed(&coa, 3).octets()).await.unwrap();
    server.discarded(DiscardReason::UnknownClient, 1).await;
    assert_eq!((server.calls)(), 1);
}

#[tokio::test]
async fn what_comes_from_elsewhere_than_logins_go_is_discarded_p92() {
    let server = start(localhost(), |builder| builder).await;
    let client = server.client(Service::DynamicAuthorization).await;
    let coa = |name| Packet::coa_request().with(USER_NAME, name);
    for times in 1..=2 {
        client.send(sealed(&coa("mallory"), 1).octets()).await.unwrap();
        server.discarded(DiscardReason::UnauthorizedSource, times).await;
    }
    assert_eq!(ask(&client, &sealed(&coa("alice"), 2)).await.code(), Code::COA_ACK, "is the first reply");
    assert_eq!(server.statistics.discarded(DiscardReason::HandlerDiscard), 0);
}

#[tokio::test]
async fn an_old_coa_request_is_discarded_and_a_repeated_one_acts_once_p90_p91() {
    let server = start(localhost(), |builder| builder.require_event_timestamp(true)).await;
    let client = server.client(Service::DynamicAuthorization).await;
    let request = |seconds: Option<u64>| {
        let mut packet = Packet::new(Code::COA_REQUEST).with(USER_NAME, "alice");
        if let Some(seconds) = seconds {
            packet.push_raw(55, &u32::try_from(seconds).unwrap().to_be_bytes()).unwrap();
        }
        packet
    };
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    client.send(sealed(&request(Some(now - 1000)), 1).octets()).await.unwrap();
    server.discarded(DiscardReason::StaleTimestamp, 1).await;
    client.send(sealed(&request(None), 2).octets()).await.unwrap();
    server.discarded(DiscardReason::NoTimestamp, 1).await;
    let good = sealed(&request(Some(now)), 3);
    for _ in 0..3 {
        assert_eq!(ask(&client, &good).await.code(), Code::COA_ACK);
    }
    assert_eq!(((server.calls)(), server.statistics.repeated(Code::COA_REQUEST)), (1, 2));
}

#[tokio::test]
async fn over_udp_nobody_is_sent_a_protocol_error_p144() {
    let server = start(localhost(), |builder| builder.udp(ANY_PORT)).await;
    let client = server.client(Service::All).await;
    // The handler has no method for it.
    client.send(sealed(&Packet::accounting_request(), 1).octets()).await.unwrap();
    server.discarded(DiscardReason::HandlerDiscard, 1).await;
    client.send(&[2, 2, 0, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]).await.unwrap();
    server.discarded(DiscardReason::UnexpectedCode, 1).await;
    assert_eq!(
        ask(&client, &login("alice", 3)).await.code(),
        Code::ACCESS_ACCEPT,
        "is the first to come back"
    );
    assert_eq!(server.statistics.sent(Code::PROTOCOL_ERROR), 0);
}

#[tokio::test]
async fn rejects_that_are_held_back_are_not_with_the_handler() {
    let entry = ClientEntry::new(secret()).max_in_flight(2);
    let clients = Clients::new().with("127.0.0.1/32".parse().unwrap(), entry);
    let hour = Duration::from_secs(3600);
    let server = start(clients, |builder| builder.reject_delay(hour)).await;
    let client = server.client(Service::Authentication).await;
    client.send(login("reject", 1).octets()).await.unwrap();
    client.send(login("reject", 2).octets()).await.unwrap();
    until(|| (server.calls)() == 2).await;
    let later = login("wait", 3);
    client.send(later.octets()).await.unwrap();
    let alice = login("alice", 4);
    let answered = tokio::time::timeout(Duration::from_secs(2), ask(&client, &alice)).await;
    assert!(answered.is_ok(), "{} dropped", server.statistics.discarded(DiscardReason::ClientOverload));
}

#[tokio::test]
async fn a_window_without_end_is_no_end_of_the_listener() {
    let server = start(localhost(), |builder| builder.event_timestamp_window(Duration::MAX)).await;
    let client = server.client(Service::DynamicAuthorization).await;
    let coa = Packet::new(Code::COA_REQUEST).with(USER_NAME, "alice");
    for identifier in 1..3 {
        client.send(sealed(&coa, identifier).octets()).await.unwrap();
    }
    let answered = tokio::time::timeout(Duration::from_secs(2), receive(&client)).await;
    assert!(answered.is_ok());
}
