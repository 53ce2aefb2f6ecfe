//! What a server tells of its requests: lints, counters of each client, and answers that say what is missing.

use std::net::IpAddr;
use std::sync::Mutex;

use tokio::net::UdpSocket;

use super::fixture::{ANY_PORT, Running, ask, login, receive, sealed, secret, start};
use super::*;
use crate::fixture::{PROXY_STATE, USER_NAME};
use crate::lint::{Finding, Lint};
use crate::packet::{Code, ErrorCause, Packet, Received};
use crate::proto::Traffic;

fn one_client(entry: ClientEntry) -> Clients {
    Clients::new().with("127.0.0.1/32".parse().unwrap(), entry)
}

#[tokio::test]
async fn lints_look_at_each_request_and_each_answer_once() {
    let findings = Arc::new(Mutex::new(Vec::<Finding>::new()));
    let seen = Arc::clone(&findings);
    let server = start(one_client(ClientEntry::new(secret())), |builder| {
        builder.lint(move |finding| {
            seen.lock().unwrap().push(finding.clone());
            panic!("which costs the report only");
        })
    })
    .await;
    let client = server.client(Service::Authentication).await;
    let request = login("alice", 7);
    for _ in 0..2 {
        // The handler gives a tunnel's password without the tunnel's type, which no table forbids.
        assert_eq!(ask(&client, &request).await.code(), Code::ACCESS_ACCEPT);
    }
    let mut eap = Packet::access_request().with(USER_NAME, "alice");
    eap.push_raw(79, &[2, 9, 0, 5, 1]).unwrap();
    eap.push_raw(3, &[0; 17]).unwrap();
    assert_eq!(ask(&client, &sealed(&eap, 8)).await.code(), Code::ACCESS_REJECT);
    let findings = findings.lock().unwrap();
    let found: Vec<_> = findings.iter().map(|finding| (finding.identifier, &finding.lint)).collect();
    let nobody = Lint::NoNasIdentification { code: Code::ACCESS_REQUEST };
    let conflict = Lint::ConflictingCredentials { first: "CHAP-Password", second: "EAP-Message" };
    assert!(found.contains(&(7, &nobody)) && found.contains(&(8, &conflict)), "{found:?}");
    assert_eq!(
        found.iter().filter(|&&finding| finding == (7, &nobody)).count(),
        1,
        "repetitions do not count"
    );
    assert!(findings.iter().all(|finding| finding.peer == client.local_addr().unwrap()));
    assert_eq!(server.statistics.lints(Traffic::Authentication), found.len() as u64);
}

#[tokio::test]
async fn what_lacks_the_message_authenticator_is_told_so_once_in_a_while_p163() {
    let unsigned = |identifier, code: Code| {
        let packet = Packet::new(code).with(USER_NAME, "alice").with(PROXY_STATE, b"p");
        let mut octets = packet.encode().unwrap();
        octets[1] = identifier;
        octets
    };
    let entry = || ClientEntry::new(secret());
    for (entry, reason) in [
        (entry(), DiscardReason::NoMessageAuthenticator),
        (entry().require_message_authenticator(false), DiscardReason::ProxyStateUnsigned),
    ] {
        let silent = start(one_client(entry.clone()), |builder| builder).await;
        let client = silent.client(Service::Authentication).await;
        client.send(&unsigned(1, Code::ACCESS_REQUEST)).await.unwrap();
        silent.discarded(reason, 1).await;
        assert_eq!(silent.statistics.sent(Code::ACCESS_REJECT), 0, "off by default");

        let told = entry.explain_missing_message_authenticator(true);
        let server = start(one_client(told), |builder| builder).await;
        let client = server.client(Service::Authentication).await;
        // Life signs without it meet silence, whatever the setting (RFC 5997 §4.2).
        client.send(&unsigned(1, Code::STATUS_SERVER)).await.unwrap();
        server.discarded(DiscardReason::NoMessageAuthenticator, 1).await;
        let request = unsigned(2, Code::ACCESS_REQUEST);
        client.send(&request).await.unwrap();
        let reply = receive(&client).await;
        let header = crate::packet::RequestHeader {
            code: Code::ACCESS_REQUEST,
            identifier: 2,
            authenticator: request[4..20].try_into().unwrap(),
        };
        let received = Received::from_datagram(&reply).unwrap();
        received.verify_reply(&header, &secret(), true).unwrap();
        let reject = received.to_packet();
        assert_eq!(reject.code(), Code::ACCESS_REJECT);
        assert_eq!(reject.error_cause(), Some(ErrorCause::MISSING_MESSAGE_AUTHENTICATOR));
        let numbers: Vec<_> = reject.iter().map(|raw| raw.number).collect();
        assert_eq!(numbers, [80, 101, 33], "the Message-Authenticator first");
        let before = server.statistics.discarded(reason);
        for identifier in 3..9 {
            client.send(&unsigned(identifier, Code::ACCESS_REQUEST)).await.unwrap();
        }
        server.discarded(reason, before + 6).await;
        // The test may take longer than a second.
        assert!(server.statistics.sent(Code::ACCESS_REJECT) < 7, "not each one is answered");
        assert_eq!(server.statistics.received(Code::ACCESS_REQUEST), 0, "it came to no handler");
    }
}

struct Everybody(Arc<Statistics>);

impl ClientSource for Everybody {
    async fn find(&self, address: IpAddr) -> Result<Option<ClientEntry>, HandlerError> {
        let entry = ClientEntry::new(secret());
        Ok(Some(if address.to_string() == "127.0.0.4" { entry.count_in(Arc::clone(&self.0)) } else { entry }))
    }
}

#[tokio::test]
async fn each_client_is_counted_apart_and_those_that_were_looked_up_together_rfc4669() {
    let its_own = Arc::<Statistics>::default();
    let clients = one_client(ClientEntry::new(secret()).name("gateway"))
        .with("127.0.0.2/32".parse().unwrap(), ClientEntry::new(secret()));
    let source = Everybody(Arc::clone(&its_own));
    let server = start(clients, |builder| builder.client_source(source)).await;
    let from = async |last: u8, user: &str, identifier| {
        let client =
            UdpSocket::bind((std::net::Ipv4Addr::new(127, 0, 0, last), ANY_PORT.port())).await.unwrap();
        client.connect(server.addresses[&Service::Authentication]).await.unwrap();
        ask(&client, &login(user, identifier)).await;
        client
    };
    let gateway = from(1, "reject soon", 1).await;
    gateway.send(&login("alice", 2).octets()[..30]).await.unwrap();
    server.discarded(DiscardReason::Truncated, 1).await;
    from(2, "alice", 1).await;
    for last in 3..6 {
        from(last, "alice", 1).await;
    }
    let counted = |server: &Running| {
        let of = |statistics: &Statistics| {
            let codes = [Code::ACCESS_ACCEPT, Code::ACCESS_REJECT].map(|code| statistics.sent(code));
            (statistics.received(Code::ACCESS_REQUEST), codes, statistics.discarded(DiscardReason::Truncated))
        };
        let mut all: Vec<_> = server.clients.statistics().into_iter().collect();
        all.sort_by(|a, b| a.network.cmp(&b.network));
        let mut all: Vec<_> = all.iter().map(|one| (one.client.clone(), of(&one.statistics))).collect();
        all.push(("its own".to_owned(), of(&its_own)));
        all.push(("in all".to_owned(), of(&server.statistics)));
        all
    };
    let expected = |name: &str, requests, codes, truncated| (name.to_owned(), (requests, codes, truncated));
    assert_eq!(
        counted(&server),
        [
            expected("looked up", 2, [2, 0], 0),
            expected("gateway", 1, [0, 1], 1),
            expected("127.0.0.2/32", 1, [1, 0], 0),
            expected("its own", 1, [1, 0], 0),
            expected("in all", 5, [4, 1], 1),
        ]
    );
    server
        .clients
        .update(|clients| clients.insert("127.0.0.9/32".parse().unwrap(), ClientEntry::new(secret())));
    assert_eq!(
        counted(&server)[1],
        expected("gateway", 1, [0, 1], 1),
        "a change of the clients loses nothing"
    );
}
