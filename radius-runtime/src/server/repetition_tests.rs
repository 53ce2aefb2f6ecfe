//! The server against datagrams that are sent twice, late, or in the name of another.

use super::fixture::*;
use super::*;
use crate::packet::Code;

#[tokio::test]
async fn what_is_sent_again_gets_the_same_octets_and_runs_no_handler_p82() {
    let server = start(localhost(), |builder| builder).await;
    let client = server.client(Service::Authentication).await;
    let request = login("alice", 7);
    client.send(request.octets()).await.unwrap();
    let first = receive(&client).await;
    for _ in 0..3 {
        client.send(request.octets()).await.unwrap();
        assert_eq!(receive(&client).await, first);
    }
    assert_eq!((server.calls)(), 1);
    let count = |code| (server.statistics.received(code), server.statistics.repeated(code));
    assert_eq!(count(Code::ACCESS_REQUEST), (1, 3));
    assert_eq!(server.statistics.sent(Code::ACCESS_ACCEPT), 1);
    // The same request from another port is another request.
    let other = server.client(Service::Authentication).await;
    other.send(request.octets()).await.unwrap();
    assert_ne!(receive(&other).await, first);
}

#[tokio::test]
async fn what_is_sent_again_while_it_is_handled_is_dropped_p82() {
    let server = start(localhost(), |builder| builder).await;
    let client = server.client(Service::Authentication).await;
    let request = login("wait", 7);
    for _ in 0..4 {
        client.send(request.octets()).await.unwrap();
    }
    server.discarded(DiscardReason::DuplicateInFlight, 3).await;
    server.open.notify_one();
    receive(&client).await;
    assert_eq!((server.calls)(), 1);
}

#[tokio::test]
async fn a_new_request_under_the_same_identifier_takes_over_p83() {
    let server = start(localhost(), |builder| builder).await;
    let client = server.client(Service::Authentication).await;
    client.send(login("wait", 7).octets()).await.unwrap();
    until(|| (server.calls)() == 1).await;
    let newer = login("alice", 7);
    assert_eq!(ask(&client, &newer).await.code(), Code::ACCESS_ACCEPT);
    server.open.notify_one();
    server.discarded(DiscardReason::Superseded, 1).await;
    client.send(newer.octets()).await.unwrap();
    receive(&client).await;
    assert_eq!(server.statistics.repeated(Code::ACCESS_REQUEST), 1, "the newer one's reply is kept");
}

#[tokio::test]
async fn a_forged_repetition_changes_nothing_p84() {
    let server = start(localhost(), |builder| builder).await;
    let client = server.client(Service::Authentication).await;
    let request = login("alice", 7);
    client.send(request.octets()).await.unwrap();
    let first = receive(&client).await;
    let mut forged = request.octets().to_vec();
    forged[5] ^= 1;
    client.send(&forged).await.unwrap();
    server.discarded(DiscardReason::BadMessageAuthenticator, 1).await;
    client.send(request.octets()).await.unwrap();
    assert_eq!(receive(&client).await, first);
}

#[tokio::test]
async fn what_failed_is_handled_again_when_it_is_sent_again_p38() {
    let server = start(localhost(), |builder| builder).await;
    let client = server.client(Service::Authentication).await;
    for (user, reason) in [
        ("error", DiscardReason::HandlerError),
        ("panic at once", DiscardReason::HandlerPanic),
        ("panic later", DiscardReason::HandlerPanic),
    ] {
        let (request, before) = (login(user, 7), server.statistics.discarded(reason));
        for repetition in 1..=2 {
            client.send(request.octets()).await.unwrap();
            server.discarded(reason, before + repetition).await;
        }
    }
    assert_eq!((server.calls)(), 6);
    assert_eq!(ask(&client, &login("alice", 8)).await.code(), Code::ACCESS_ACCEPT);
}

#[tokio::test]
async fn rejects_are_held_back_and_then_repeated_p88() {
    let hour = Duration::from_secs(3600);
    let server = start(localhost(), |builder| builder.reject_delay(hour)).await;
    let client = server.client(Service::Authentication).await;
    let request = login("reject", 7);
    client.send(request.octets()).await.unwrap();
    client.send(request.octets()).await.unwrap();
    server.discarded(DiscardReason::DuplicateInFlight, 1).await;
    // Neither others nor those that the handler wants sooner have to wait for it.
    assert_eq!(ask(&client, &login("alice", 8)).await.code(), Code::ACCESS_ACCEPT);
    let soon = login("reject soon", 9);
    assert_eq!(ask(&client, &soon).await.code(), Code::ACCESS_REJECT);
    ask(&client, &soon).await;
    assert_eq!(server.statistics.repeated(Code::ACCESS_REQUEST), 1);
    assert_eq!(server.statistics.sent(Code::ACCESS_REJECT), 1);
}

#[tokio::test]
async fn no_more_rejects_are_held_back_than_the_limit() {
    let hour = Duration::from_secs(3600);
    let server = start(localhost(), |builder| builder.reject_delay(hour).max_in_flight(1)).await;
    let client = server.client(Service::Authentication).await;
    client.send(login("reject", 1).octets()).await.unwrap();
    assert_eq!(ask(&client, &login("reject", 2)).await.code(), Code::ACCESS_REJECT);
    assert_eq!(ask(&client, &login("alice", 3)).await.code(), Code::ACCESS_ACCEPT);
}
