//! What a client tells of its requests and its servers, and what it makes of a refused port.

use std::sync::{Arc, Mutex};

use tokio::net::UdpSocket;
use tokio::time::{Instant, sleep};

use super::tests::{Played, login, message, seconds};
use super::*;
use crate::fixture::CHAP_CHALLENGE;
use crate::lint::Lint;
use crate::packet::Code;
use crate::proto::{Liveness, Traffic};

#[tokio::test(start_paused = true)]
async fn lints_look_at_each_request_and_each_verified_reply_once() {
    let server = Played::bind("a shared secret").await;
    let findings = Arc::new(Mutex::new(vec![]));
    let seen = Arc::clone(&findings);
    let builder = ClientBuilder::new(server.entry()).lint(move |finding| {
        seen.lock().unwrap().push(finding.clone());
    });
    let client = builder.build().await.unwrap();
    let play = async {
        let asked = server.request().await;
        server.request().await;
        server.reply(&asked, Packet::new(Code::ACCESS_ACCEPT).with(CHAP_CHALLENGE, [7; 16])).await;
    };
    let (reply, ()) = tokio::join!(client.send(login()), play);
    reply.unwrap();
    let findings = findings.lock().unwrap();
    let [request, reply] = &findings[..] else { panic!("{findings:?}") };
    assert_eq!(request.lint, Lint::NoNasIdentification { code: Code::ACCESS_REQUEST });
    assert!(matches!(reply.lint, Lint::NotAllowed { attribute: "CHAP-Challenge", .. }), "{reply:?}");
    assert_eq!((request.code, reply.code), (Code::ACCESS_REQUEST, Code::ACCESS_ACCEPT));
    assert_eq!((request.peer, request.identifier), (server.entry().address, reply.identifier));
    assert_eq!(client.statistics().lints(Traffic::Authentication), 2);
}

#[tokio::test(start_paused = true)]
async fn timeouts_pending_requests_and_round_trips_are_counted_rfc4668() {
    let server = Played::bind("a shared secret").await;
    let client = server.client().await;
    let statistics = client.statistics();
    let counted = || {
        let traffic = Traffic::Authentication;
        let repeated = statistics.repeated(Code::ACCESS_REQUEST);
        (statistics.pending(traffic), statistics.timeouts(traffic), repeated)
    };
    let round_trip = || client.servers().next().unwrap().round_trip_time();
    let play = async {
        let asked = server.request().await;
        assert_eq!(counted(), (1, 0, 0));
        server.request().await;
        assert_eq!(counted(), (1, 1, 1));
        server.reply(&asked, Packet::new(Code::ACCESS_ACCEPT)).await;
    };
    assert_eq!(round_trip(), None);
    let (reply, ()) = tokio::join!(client.send(login()), play);
    reply.unwrap();
    assert_eq!(counted(), (0, 1, 1));
    assert_eq!(round_trip().map(|time| time.as_secs_f64().round()), Some(2.0));
    let error = client.send(login()).await.unwrap_err();
    let ClientError::NoReply { transmissions } = error else { panic!("{error:?}") };
    let transmissions = u64::from(transmissions);
    assert_eq!(counted(), (0, 1 + transmissions, transmissions), "each transmission was waited for in vain");
}

#[tokio::test(start_paused = true)]
async fn the_only_server_is_asked_until_the_end_also_where_its_port_is_refused() {
    let server = Played::bind("a shared secret").await;
    let (client, address) = (server.client().await, server.entry().address);
    drop(server);
    let began = Instant::now();
    let starts = async {
        sleep(Duration::from_secs(1)).await;
        let mut server = Played::bind("a shared secret").await;
        server.socket = UdpSocket::bind(address).await.unwrap();
        server.accept("just started").await;
    };
    let (reply, ()) = tokio::join!(client.send(login()), starts);
    assert_eq!((message(&reply.unwrap()), seconds(began)), ("just started", 2));
    assert_eq!(client.servers().next().unwrap().liveness(), Liveness::Okay);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_leaves_a_request_unanswered_is_asked_for_a_life_sign_at_once_p122() {
    let (first, second) = (Played::bind("of the first").await, Played::bind("of the second").await);
    let entry = first.entry().status_server(Duration::from_secs(30));
    let client = ClientBuilder::new(entry).server(second.entry()).build().await.unwrap();
    let liveness = || client.servers().next().unwrap().liveness();
    let began = Instant::now();
    let play = async {
        assert_eq!([first.request().await, first.request().await].map(|asked| asked.packet.code().0), [1, 1]);
        let asked = first.request().await;
        assert_eq!((asked.packet.code(), liveness()), (Code::STATUS_SERVER, Liveness::Suspect));
        assert!((5..=7).contains(&seconds(began)), "after two transmissions, not after 30 seconds");
        first.reply(&asked, Packet::new(Code::ACCESS_ACCEPT)).await;
    };
    let (reply, (), ()) = tokio::join!(client.send(login()), second.accept("second"), play);
    assert_eq!(message(&reply.unwrap()), "second");
    while liveness() != Liveness::Okay {
        sleep(Duration::from_millis(1)).await;
    }
    assert!((5..=7).contains(&seconds(began)));
}
