//! The library's client, in this process, against FreeRADIUS.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use radius_dictionaries::{
    ACCT_SESSION_ID, ACCT_STATUS_TYPE, AcctStatusType, CHAP_CHALLENGE, CHAP_PASSWORD, CLASS,
    FRAMED_IP_ADDRESS, FRAMED_IPV6_PREFIX, REPLY_MESSAGE, SERVICE_TYPE, SESSION_TIMEOUT, STATE, ServiceType,
    TUNNEL_MEDIUM_TYPE, TUNNEL_PASSWORD, TUNNEL_PRIVATE_GROUP_ID, TUNNEL_SERVER_ENDPOINT, TUNNEL_TYPE,
    TunnelMediumType, TunnelType, USER_NAME, USER_PASSWORD, cisco, microsoft,
};
use radius_runtime::client::{Client, ClientBuilder, ClientError, CoaOutcome, ReportTime, ServerEntry};
use radius_runtime::crypto::chap;
use radius_runtime::crypto::ms_chap::{self, PasswordHash};
use radius_runtime::packet::ErrorCause;
use radius_runtime::proto::{DiscardReason, Retransmission};
use radius_runtime::{Code, Packet, Secret};
use tokio::task::JoinSet;

use crate::peers::{FreeRadius, SECRET};

fn builder(server: SocketAddr) -> ClientBuilder {
    Client::builder(server, Secret::new(SECRET).unwrap())
}

async fn client(server: SocketAddr) -> Client {
    builder(server).build().await.unwrap()
}

/// For exchanges that fail.
const IMPATIENT: Retransmission = Retransmission::once(Duration::from_secs(1));

fn login(name: &str, password: &str) -> Packet {
    Packet::access_request().with(USER_NAME, name).with(USER_PASSWORD, password)
}

fn report(session: &str) -> Packet {
    Packet::accounting_request().with(ACCT_STATUS_TYPE, AcctStatusType::Start).with(ACCT_SESSION_ID, session)
}

#[tokio::test]
async fn every_attribute_of_an_accept_is_read_and_hidden_ones_are_revealed() {
    let server = FreeRadius::start();
    let reply = client(server.auth).await.send(login("bob", "hello")).await.unwrap();
    assert_eq!(reply.code(), Code::ACCESS_ACCEPT);
    assert_eq!(reply.get(SERVICE_TYPE).unwrap(), Some(ServiceType::FramedUser));
    assert_eq!(reply.get(FRAMED_IP_ADDRESS).unwrap(), Some(Ipv4Addr::new(192, 0, 2, 7)));
    assert_eq!(reply.get(FRAMED_IPV6_PREFIX).unwrap().unwrap().to_string(), "2001:db8:7::/48");
    assert_eq!(reply.get(SESSION_TIMEOUT).unwrap(), Some(3600));
    assert_eq!(reply.get(CLASS).unwrap(), Some(&[0x00, 0xff, 0x10][..]));

    assert_eq!(reply.get(TUNNEL_TYPE.tag(1)).unwrap(), Some(TunnelType::L2tp));
    assert_eq!(reply.get(TUNNEL_TYPE.tag(2)).unwrap(), Some(TunnelType::Vlan));
    assert_eq!(reply.get(TUNNEL_TYPE.tag(3)).unwrap(), None);
    assert_eq!(reply.get(TUNNEL_MEDIUM_TYPE.tag(1)).unwrap(), Some(TunnelMediumType::Ipv4));
    assert_eq!(reply.get(TUNNEL_MEDIUM_TYPE.tag(2)).unwrap(), Some(TunnelMediumType::Ieee802));
    assert_eq!(reply.get(TUNNEL_SERVER_ENDPOINT.tag(1)).unwrap(), Some("192.0.2.99"));
    assert_eq!(reply.get(TUNNEL_PRIVATE_GROUP_ID.tag(2)).unwrap(), Some("42"));
    let password = |tag| reply.get(TUNNEL_PASSWORD.tag(tag)).unwrap().unwrap();
    assert_eq!(password(1).to_str(), Ok("for the first tunnel"));
    assert_eq!(password(2).to_str(), Ok("for the second"));

    let send_key = reply.get(microsoft::MS_MPPE_SEND_KEY).unwrap().unwrap();
    assert_eq!(send_key.as_bytes(), 0x0001_0203_0405_0607_0809_0a0b_0c0d_0e0f_u128.to_be_bytes());
    let recv_key = reply.get(microsoft::MS_MPPE_RECV_KEY).unwrap().unwrap();
    assert_eq!(recv_key.as_bytes(), 0xf0f1_f2f3_f4f5_f6f7_f8f9_fafb_fcfd_feff_u128.to_be_bytes());
    let pairs: Result<Vec<_>, _> = reply.get_all(cisco::AV_PAIR).collect();
    assert_eq!(pairs.unwrap(), ["shell:priv-lvl=15", "ip:addr-pool=first"]);
    server.stop();
}

#[tokio::test]
async fn rejects_and_challenges_are_replies_like_any_other() {
    let server = FreeRadius::start();
    let client = client(server.auth).await;
    let reject = client.send(login("bob", "hallo")).await.unwrap();
    assert_eq!(reject.code(), Code::ACCESS_REJECT);
    assert_eq!(reject.get(REPLY_MESSAGE).unwrap(), Some("Wrong name or password"));
    let challenge = client.send(login("challenged", "hello")).await.unwrap();
    assert_eq!(challenge.code(), Code::ACCESS_CHALLENGE);
    assert_eq!(challenge.get(STATE).unwrap(), Some(&[0x0b, 0xad, 0xca, 0xfe][..]));
    server.stop();
}

#[tokio::test]
async fn chap_is_accepted_and_rejected() {
    let server = FreeRadius::start();
    let client = client(server.auth).await;
    let challenge = *b"a challenge of 26 octets..";
    for (password, code) in [("hello", Code::ACCESS_ACCEPT), ("hallo", Code::ACCESS_REJECT)] {
        let request = Packet::access_request()
            .with(USER_NAME, "bob")
            .with(CHAP_PASSWORD, chap::password(9, password.as_bytes(), &challenge))
            .with(CHAP_CHALLENGE, challenge);
        assert_eq!(client.send(request).await.unwrap().code(), code);
    }
    server.stop();
}

#[tokio::test]
async fn ms_chap_v2_is_accepted_and_both_ends_have_the_same_keys_p170() {
    let server = FreeRadius::start();
    let client = client(server.auth).await;
    let (challenge, peer_challenge) = (*b"of sixteen bytes", *b"another sixteen!");
    for (password, code) in [("hello", Code::ACCESS_ACCEPT), ("hallo", Code::ACCESS_REJECT)] {
        let password = PasswordHash::of(password);
        let response = ms_chap::Response::new(7, "microsoft", &password, &challenge, &peer_challenge);
        let request = Packet::access_request()
            .with(USER_NAME, "microsoft")
            .with(microsoft::MS_CHAP_CHALLENGE, challenge)
            .with(microsoft::MS_CHAP2_RESPONSE, response.to_value());
        let reply = client.send(request).await.unwrap();
        assert_eq!(reply.code(), code);
        if code == Code::ACCESS_ACCEPT {
            let success = reply.get(microsoft::MS_CHAP2_SUCCESS).unwrap().unwrap();
            assert!(response.is_success("microsoft", &password, &challenge, success));
            let ours = response.verify("microsoft", &password, &challenge).unwrap();
            let send_key = reply.get(microsoft::MS_MPPE_SEND_KEY).unwrap().unwrap();
            let recv_key = reply.get(microsoft::MS_MPPE_RECV_KEY).unwrap().unwrap();
            assert_eq!((send_key.as_bytes(), recv_key.as_bytes()), (&ours.send_key[..], &ours.recv_key[..]));
        }
    }
    server.stop();
}

#[tokio::test]
async fn accounting_is_acknowledged_and_what_is_not_stored_gets_no_reply() {
    let server = FreeRadius::start();
    let client = builder(server.acct).retransmission(IMPATIENT).build().await.unwrap();
    let reply = client.send(report("interop-1")).await.unwrap();
    assert_eq!((reply.code(), reply.iter().count()), (Code::ACCOUNTING_RESPONSE, 0));
    let error = client.send(report("lost")).await.unwrap_err();
    assert!(matches!(error, ClientError::NoReply { transmissions: 1 }), "{error:?}");
    server.stop();
}

#[tokio::test]
async fn status_server_is_answered_on_both_ports_p106() {
    let server = FreeRadius::start();
    for (address, code) in [(server.auth, Code::ACCESS_ACCEPT), (server.acct, Code::ACCOUNTING_RESPONSE)] {
        let client = client(address).await;
        assert_eq!(client.send(Packet::status_server()).await.unwrap().code(), code);
        let received = |code| client.statistics().received(code);
        assert_eq!((received(Code::STATUS_SERVER), received(code)), (1, 0), "no login (RFC 5997 §4.6)");
    }
    server.stop();
}

#[tokio::test]
async fn sessions_are_changed_and_ended_or_not_p89_p98() {
    let server = FreeRadius::start();
    let nas = client(server.coa).await;
    for request in [Packet::coa_request, Packet::disconnect_request] {
        let outcome = nas.send_coa(request().with(ACCT_SESSION_ID, "known")).await.unwrap();
        assert!(outcome.is_ack(), "{outcome:?}");
        assert_eq!(outcome.reply().get(REPLY_MESSAGE).unwrap(), Some("done"));
        let outcome = nas.send_coa(request().with(ACCT_SESSION_ID, "another")).await.unwrap();
        let CoaOutcome::Nak { cause, .. } = outcome else { panic!("{outcome:?}") };
        assert_eq!(cause, Some(ErrorCause::SESSION_CONTEXT_NOT_FOUND));
    }
    server.stop();
}

#[tokio::test]
async fn a_session_is_reported_from_start_to_stop_p40() {
    let server = FreeRadius::start();
    let client = client(server.acct).await;
    for time in [ReportTime::EventTimestamp, ReportTime::DelayTime] {
        let common = Packet::accounting_request().with(ACCT_SESSION_ID, "interop-2");
        let session = client.accounting_session(common).unwrap().report_time(time);
        for reply in [
            session.start(|report| report).await,
            session.interim(|report| report).await,
            session.stop(|report| report).await,
        ] {
            assert_eq!(reply.unwrap().code(), Code::ACCOUNTING_RESPONSE);
        }
    }
    server.stop();
}

#[tokio::test]
async fn a_challenge_is_answered_p30() {
    let server = FreeRadius::start();
    let client = client(server.auth).await;
    let mut states = vec![];
    let reply = client
        .authenticate(login("challenged", "hello"), |challenge| {
            let state = challenge.get(STATE).unwrap().map(<[u8]>::to_vec);
            states.push(state);
            let answer = challenge.answer().with(USER_PASSWORD, "green");
            // The server asks everybody of this name, whatever the answer is.
            std::future::ready((challenge.round() < 3).then_some(answer))
        })
        .await
        .unwrap();
    assert_eq!(reply.code(), Code::ACCESS_CHALLENGE);
    assert_eq!(states, vec![Some(vec![0x0b, 0xad, 0xca, 0xfe]); 3]);
    server.stop();
}

#[tokio::test]
async fn a_pool_goes_on_without_a_server_that_stopped_p21() {
    let (first, second) = (FreeRadius::start(), FreeRadius::start());
    let second_entry = ServerEntry::new(second.auth, Secret::new(SECRET).unwrap());
    let client = builder(first.auth).server(second_entry).build().await.unwrap();
    assert_eq!(client.send(login("bob", "hello")).await.unwrap().code(), Code::ACCESS_ACCEPT);
    first.stop();
    for _ in 0..3 {
        assert_eq!(client.send(login("bob", "hello")).await.unwrap().code(), Code::ACCESS_ACCEPT);
    }
    let received: Vec<_> =
        client.servers().map(|server| server.statistics().received(Code::ACCESS_ACCEPT)).collect();
    assert_eq!(received, [1, 3]);
    second.stop();
}

#[tokio::test]
async fn a_reply_without_message_authenticator_counts_only_where_that_is_allowed_p159() {
    let server = FreeRadius::start();
    let strict = builder(server.auth).retransmission(IMPATIENT).build().await.unwrap();
    let error = strict.send(login("unsigned", "hello")).await.unwrap_err();
    assert!(matches!(error, ClientError::Unverified { replies: 1 }), "{error:?}");
    assert_eq!(strict.statistics().discarded(DiscardReason::NoMessageAuthenticator), 1);
    assert_eq!(
        strict.send(login("bob", "hello")).await.unwrap().code(),
        Code::ACCESS_ACCEPT,
        "the client goes on"
    );

    let lenient = builder(server.auth).require_message_authenticator(false).build().await.unwrap();
    let reply = lenient.send(login("unsigned", "hello")).await.unwrap();
    assert_eq!(reply.get(TUNNEL_PASSWORD.tag(1)).unwrap().unwrap().to_str(), Ok("for the first tunnel"));
    server.stop();
}

#[tokio::test]
async fn another_secret_gets_no_reply() {
    let server = FreeRadius::start();
    let secret = Secret::new("a secret of one end").unwrap();
    let client = Client::builder(server.auth, secret).retransmission(IMPATIENT).build().await.unwrap();
    let error = client.send(login("bob", "hello")).await.unwrap_err();
    assert!(matches!(error, ClientError::NoReply { transmissions: 1 }), "{error:?}");
    server.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn more_requests_than_identifiers_get_each_their_own_answer_p20() {
    const REQUESTS: u64 = 300;
    let server = FreeRadius::start();
    let client = client(server.auth).await;
    let mut requests = JoinSet::new();
    for number in 0..REQUESTS {
        let client = client.clone();
        let (password, expected) = match number % 3 {
            0 => ("hallo", Code::ACCESS_REJECT),
            _ => ("hello", Code::ACCESS_ACCEPT),
        };
        requests.spawn(async move {
            let reply = client.send(login("bob", password)).await;
            (reply.map(|reply| reply.code()), expected)
        });
    }
    while let Some(finished) = requests.join_next().await {
        let (code, expected) = finished.unwrap();
        assert_eq!(code.unwrap(), expected);
    }
    let statistics = client.statistics();
    let codes = [Code::ACCESS_REQUEST, Code::ACCESS_ACCEPT, Code::ACCESS_REJECT];
    let [sent, ..] = codes.map(|code| statistics.sent(code));
    let [_, accepted, rejected] = codes.map(|code| statistics.received(code));
    assert_eq!((sent, accepted, rejected), (REQUESTS, REQUESTS / 3 * 2, REQUESTS / 3));
    server.stop();
}
