//! The client against servers that the tests play, with a paused clock: time passes only while everybody waits.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use tokio::net::UdpSocket;
use tokio::time::{Instant, sleep, timeout};

use super::*;
use crate::fixture::{REPLY_MESSAGE, USER_NAME, USER_PASSWORD};
use crate::packet::known::{ACCT_DELAY_TIME, STATE};
use crate::packet::{Code, Profile, Received, RequestHeader, SealError};
use crate::proto::{DiscardReason, Liveness};

pub(super) const LOOPBACK: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

pub(super) fn secret(octets: &str) -> Secret {
    Secret::new(octets).unwrap()
}

/// A server that the test plays.
pub(super) struct Played {
    pub(super) socket: UdpSocket,
    secret: Secret,
}

pub(super) struct Asked {
    pub(super) header: RequestHeader,
    pub(super) packet: Packet,
    from: SocketAddr,
}

impl Played {
    pub(super) async fn bind(octets: &str) -> Self {
        Self { socket: UdpSocket::bind(LOOPBACK).await.unwrap(), secret: secret(octets) }
    }

    pub(super) fn entry(&self) -> ServerEntry {
        ServerEntry::new(self.socket.local_addr().unwrap(), self.secret.clone())
    }

    pub(super) async fn client(&self) -> Client {
        ClientBuilder::new(self.entry()).build().await.unwrap()
    }

    pub(super) async fn request(&self) -> Asked {
        let mut buffer = vec![0; 4096];
        let (length, from) = self.socket.recv_from(&mut buffer).await.unwrap();
        let received = Received::from_datagram(&buffer[..length]).unwrap();
        received.verify_request(&self.secret, Default::default()).unwrap();
        Asked {
            header: Profile::udp(self.secret.clone()).header(&received),
            packet: received.to_packet(),
            from,
        }
    }

    pub(super) async fn reply(&self, asked: &Asked, reply: Packet) {
        let octets = reply.seal_reply(&asked.header, &self.secret).unwrap();
        self.socket.send_to(&octets, asked.from).await.unwrap();
    }

    pub(super) async fn accept(&self, message: &str) {
        let asked = self.request().await;
        self.reply(&asked, Packet::new(Code::ACCESS_ACCEPT).with(REPLY_MESSAGE, message)).await;
    }

    /// How many datagrams wait to be received.
    fn waiting(&self) -> usize {
        std::iter::from_fn(|| self.socket.try_recv(&mut [0; 1]).ok()).count()
    }
}

pub(super) fn login() -> Packet {
    Packet::access_request().with(USER_NAME, "bob").with(USER_PASSWORD, "hello")
}

pub(super) fn message(reply: &OpenPacket) -> &str {
    reply.get(REPLY_MESSAGE).unwrap().unwrap()
}

pub(super) fn seconds(since: Instant) -> u64 {
    since.elapsed().as_secs_f64().round() as u64
}

#[tokio::test(start_paused = true)]
async fn a_silent_server_is_followed_by_the_next_with_its_own_secret_p21() {
    let (first, second) = (Played::bind("of the first").await, Played::bind("of the second").await);
    let client = ClientBuilder::new(first.entry()).server(second.entry()).build().await.unwrap();
    let began = Instant::now();
    let (reply, ()) = tokio::join!(client.send(login()), second.accept("second"));
    assert_eq!(message(&reply.unwrap()), "second");
    assert!((5..=7).contains(&seconds(began)), "two transmissions to the first: {:?}", began.elapsed());
    assert_eq!(first.waiting(), 2);
    let [one, two] = [0, 1].map(|index| client.servers().nth(index).unwrap());
    assert_eq!((one.liveness(), two.liveness()), (Liveness::Down, Liveness::Okay));
    assert_eq!(
        (one.statistics().sent(Code::ACCESS_REQUEST), client.statistics().sent(Code::ACCESS_REQUEST)),
        (1, 1)
    );

    // The first one rests, so the second is asked at once.
    let began = Instant::now();
    let (reply, ()) = tokio::join!(client.send(login()), second.accept("second again"));
    assert_eq!((message(&reply.unwrap()), seconds(began)), ("second again", 0));
    assert_eq!(first.waiting(), 0);

    // Later it is tried again, with one request at a time.
    sleep(Duration::from_secs(31)).await;
    let began = Instant::now();
    let (tried, other, ()) = tokio::join!(client.send(login()), client.send(login()), async {
        second.accept("second").await;
        assert_eq!(seconds(began), 0);
        second.accept("second").await;
    });
    assert_eq!(tried.map(|reply| message(&reply).to_owned()).unwrap(), "second");
    assert_eq!(
        (other.map(|reply| message(&reply).to_owned()).unwrap(), first.waiting()),
        ("second".into(), 2)
    );
    sleep(Duration::from_secs(31)).await;
    let (reply, ()) = tokio::join!(client.send(login()), first.accept("first"));
    assert_eq!(message(&reply.unwrap()), "first");
    assert_eq!(client.servers().next().unwrap().liveness(), Liveness::Okay);
}

#[tokio::test(start_paused = true)]
async fn requests_come_from_the_address_that_the_server_knows() {
    let server = Played::bind("a shared secret").await;
    let source = Ipv4Addr::new(127, 0, 0, 9);
    let client = ClientBuilder::new(server.entry().source(source.into())).build().await.unwrap();
    let play = async {
        let asked = server.request().await;
        server.reply(&asked, Packet::new(Code::ACCESS_ACCEPT)).await;
        asked.from.ip()
    };
    let (reply, from) = tokio::join!(client.send(login()), play);
    assert_eq!((reply.unwrap().code(), from), (Code::ACCESS_ACCEPT, source.into()));
}

#[tokio::test(start_paused = true)]
async fn a_late_reply_of_the_first_server_counts_while_the_second_is_asked() {
    let (first, second) = (Played::bind("of the first").await, Played::bind("of the second").await);
    let client = ClientBuilder::new(first.entry()).server(second.entry()).build().await.unwrap();
    let late = async {
        let asked = first.request().await;
        second.request().await;
        first.reply(&asked, Packet::new(Code::ACCESS_ACCEPT).with(REPLY_MESSAGE, "late")).await;
    };
    let (reply, ()) = tokio::join!(client.send(login()), late);
    assert_eq!(message(&reply.unwrap()), "late");
}

#[tokio::test(start_paused = true)]
async fn a_refused_port_sends_the_request_to_the_next_server_at_once() {
    let (first, second) = (Played::bind("of the first").await, Played::bind("of the second").await);
    let client = ClientBuilder::new(first.entry()).server(second.entry()).build().await.unwrap();
    drop(first);
    let began = Instant::now();
    let (reply, ()) = tokio::join!(client.send(login()), second.accept("second"));
    assert_eq!((message(&reply.unwrap()), seconds(began)), ("second", 0));
}

#[tokio::test(start_paused = true)]
async fn all_servers_are_given_up_together_at_one_deadline() {
    let servers = [Played::bind("one").await, Played::bind("two").await, Played::bind("three").await];
    let builder = ClientBuilder::new(servers[0].entry());
    let client = builder.server(servers[1].entry()).server(servers[2].entry()).build().await.unwrap();
    let began = Instant::now();
    let error = client.send(login()).await.unwrap_err();
    assert!(matches!(error, ClientError::NoReply { transmissions: 6..=8 }), "{error:?}");
    assert_eq!(seconds(began), 30);
    assert!(servers.iter().all(|server| server.waiting() >= 2));
    let began = Instant::now();
    client.send_within(Duration::from_secs(5), login()).await.unwrap_err();
    assert_eq!(seconds(began), 5);
}

#[tokio::test(start_paused = true)]
async fn weights_share_the_requests() {
    let servers = [Played::bind("one").await, Played::bind("two").await];
    let builder = ClientBuilder::new(servers[0].entry().weight(3)).server(servers[1].entry());
    let client = builder.sharing(Sharing::Balance).build().await.unwrap();
    for _ in 0..8 {
        tokio::select! {
            reply = client.send(login()) => drop(reply.unwrap()),
            () = async { loop { servers[0].accept("one").await } } => {},
            () = async { loop { servers[1].accept("two").await } } => {},
        }
    }
    let received = |index| {
        client
            .servers()
            .nth(index)
            .map(|server: ServerStatus<'_>| server.statistics().received(Code::ACCESS_ACCEPT))
    };
    assert_eq!((received(0), received(1)), (Some(6), Some(2)));
}

#[tokio::test(start_paused = true)]
async fn status_server_finds_out_that_a_server_died_and_came_back_p106_p107_p122() {
    let first = Played::bind("of the first").await;
    let second = Played::bind("of the second").await;
    let entry = first.entry().status_server(Duration::from_secs(10));
    let client = ClientBuilder::new(entry).server(second.entry()).build().await.unwrap();
    let liveness = || client.servers().next().unwrap().liveness();
    let probe = first.request().await;
    assert_eq!((probe.packet.code(), liveness()), (Code::STATUS_SERVER, Liveness::Okay));
    while liveness() != Liveness::Down {
        sleep(Duration::from_secs(1)).await;
    }
    let mut identifiers = vec![probe.header.identifier];
    while liveness() != Liveness::Okay {
        let probe = first.request().await;
        assert_eq!(probe.packet.code(), Code::STATUS_SERVER);
        identifiers.push(probe.header.identifier);
        first.reply(&probe, Packet::new(Code::ACCESS_ACCEPT)).await;
        sleep(Duration::from_millis(1)).await;
    }
    assert_eq!(identifiers.len(), 4, "one in vain and three answers");
    identifiers.dedup();
    assert_eq!(identifiers.len(), 4, "each under an identifier of its own");
    assert_eq!(second.waiting(), 0, "a server without the setting is never asked");
}

#[tokio::test(start_paused = true)]
async fn dropping_the_future_frees_the_identifier_and_nothing_else_p20() {
    let server = Played::bind("a shared secret").await;
    let client = server.client().await;
    let mut identifiers = vec![];
    for _ in 0..3 {
        let given_up = timeout(Duration::from_secs(1), client.send(login())).await;
        assert!(given_up.is_err());
        let asked = server.request().await;
        identifiers.push(asked.header.identifier);
        server.reply(&asked, Packet::new(Code::ACCESS_ACCEPT)).await;
    }
    assert_eq!(identifiers, [0, 1, 2], "a freed identifier rests");
    let (reply, ()) = tokio::join!(client.send(login()), server.accept("in time"));
    assert_eq!(message(&reply.unwrap()), "in time");
    assert_eq!(
        client.statistics().discarded(DiscardReason::UnknownIdentifier),
        3,
        "late replies are counted"
    );
    assert_eq!(client.statistics().discarded_total(), 3);
}

#[tokio::test(start_paused = true)]
async fn thousands_in_flight_open_sockets_that_close_when_idle_p20() {
    const REQUESTS: usize = 1_000;
    let server = Arc::new(Played::bind("a shared secret").await);
    let client = ClientBuilder::new(server.entry()).max_in_flight(600).build().await.unwrap();
    let sockets = || client.servers().next().unwrap().connections();
    let mut requests = tokio::task::JoinSet::new();
    for _ in 0..REQUESTS {
        let client = client.clone();
        requests.spawn(async move { client.send(login()).await.map(|reply| reply.code()) });
    }
    let mut held = vec![];
    while held.len() < 600 {
        held.push(server.request().await);
    }
    assert_eq!(sockets(), 3, "600 at a time are allowed, the others wait");
    assert_eq!(server.waiting(), 0);
    for asked in held {
        server.reply(&asked, Packet::new(Code::ACCESS_ACCEPT)).await;
    }
    for _ in 600..REQUESTS {
        server.accept("x").await;
    }
    while let Some(reply) = requests.join_next().await {
        assert_eq!(reply.unwrap().unwrap(), Code::ACCESS_ACCEPT);
    }
    sleep(Duration::from_secs(60)).await;
    assert_eq!(sockets(), 1);
    let (reply, ()) = tokio::join!(client.send(login()), server.accept("still works"));
    assert_eq!(message(&reply.unwrap()), "still works");
}

#[tokio::test(start_paused = true)]
async fn a_growing_delay_takes_another_identifier_and_any_of_them_may_be_answered_p41() {
    let server = Played::bind("a shared secret").await;
    let client = server.client().await;
    let report = Packet::accounting_request().with(ACCT_DELAY_TIME, 1);
    let play = async {
        let asked = [server.request().await, server.request().await, server.request().await];
        let delays = asked.each_ref().map(|asked| asked.packet.get(ACCT_DELAY_TIME).unwrap().unwrap());
        assert!(delays[0] == 1 && (2..=4).contains(&delays[1]) && (6..=8).contains(&delays[2]), "{delays:?}");
        assert_eq!(asked.each_ref().map(|asked| asked.header.identifier), [0, 1, 2]);
        server.reply(&asked[1], Packet::new(Code::ACCOUNTING_RESPONSE)).await;
    };
    let (reply, ()) = tokio::join!(client.send(report), play);
    assert_eq!(reply.unwrap().identifier(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_report_that_must_not_be_lost_is_sent_until_it_is_stored_p45() {
    let server = Played::bind("a shared secret").await;
    let client = ClientBuilder::new(server.entry()).retransmission(Retransmission::persistent()).build();
    let client = client.await.unwrap();
    let began = Instant::now();
    let play = async {
        loop {
            let asked = server.request().await;
            if seconds(began) > 3600 {
                return server.reply(&asked, Packet::new(Code::ACCOUNTING_RESPONSE)).await;
            }
        }
    };
    let (reply, ()) = tokio::join!(client.send(Packet::accounting_request().with(USER_NAME, "bob")), play);
    assert_eq!(reply.unwrap().code(), Code::ACCOUNTING_RESPONSE);
    assert!(client.statistics().repeated(Code::ACCOUNTING_REQUEST) < 15, "at ever longer intervals");
}

#[tokio::test(start_paused = true)]
async fn what_a_client_does_not_know_makes_no_reject_of_an_accept_p86() {
    let server = Played::bind("a shared secret").await;
    let client = server.client().await;
    let mut accept = Packet::new(Code::ACCESS_ACCEPT).with(REPLY_MESSAGE, "welcome");
    accept.push_raw(200, b"of some later RFC").unwrap();
    accept.push_raw(26, &[0, 0, 0, 1, 9, 3, 7]).unwrap();
    accept.push_raw(8, &[1, 2, 3]).unwrap();
    let play = async {
        let asked = server.request().await;
        server.reply(&asked, accept).await;
    };
    let (reply, ()) = tokio::join!(client.send(login()), play);
    let reply = reply.unwrap();
    assert_eq!((reply.code(), message(&reply), reply.iter().count()), (Code::ACCESS_ACCEPT, "welcome", 5));
}

#[tokio::test(start_paused = true)]
async fn without_delay_a_report_is_the_same_octets_each_time_p41() {
    let server = Played::bind("a shared secret").await;
    let client = server.client().await;
    let session = client.accounting_session(Packet::accounting_request()).unwrap();
    let play = async {
        let asked = [server.request().await, server.request().await];
        assert_eq!(asked[0].packet, asked[1].packet);
        assert_eq!((asked[0].header, asked[0].from), (asked[1].header, asked[1].from));
        server.reply(&asked[1], Packet::new(Code::ACCOUNTING_RESPONSE)).await;
    };
    let (reply, ()) = tokio::join!(session.start(|report| report), play);
    reply.unwrap();
    assert_eq!(session.id().len(), 16);
}

#[tokio::test(start_paused = true)]
async fn interim_updates_come_on_time_and_one_that_is_lost_is_superseded_p69() {
    let server = Played::bind("a shared secret").await;
    let client = server.client().await;
    let session = client.accounting_session(Packet::accounting_request()).unwrap();
    let began = Instant::now();
    let play = async {
        server.request().await;
        let mut reports = vec![];
        while reports.len() < 3 {
            let asked = server.request().await;
            let time = seconds(began);
            if time >= 119 {
                server.reply(&asked, Packet::new(Code::ACCOUNTING_RESPONSE)).await;
                reports.push(time);
            }
        }
        reports
    };
    let reports = tokio::select! {
        never = session.interim_every(Duration::from_secs(1), |report| report) => never,
        reports = play => reports,
    };
    assert_eq!(reports, [120, 180, 240], "a minute is the least");
}

#[tokio::test(start_paused = true)]
async fn challenges_are_answered_at_the_server_that_made_them_p30() {
    let (first, second) = (Played::bind("of the first").await, Played::bind("of the second").await);
    let builder = ClientBuilder::new(first.entry()).server(second.entry()).sharing(Sharing::Balance);
    let client = builder.build().await.unwrap();
    let play = async {
        let asked = first.request().await;
        assert_eq!(asked.packet.get(STATE), Ok(None));
        first.reply(&asked, Packet::new(Code::ACCESS_CHALLENGE).with(STATE, b"one")).await;
        let again = first.request().await;
        assert_eq!(again.packet.get(STATE), Ok(Some(&b"one"[..])));
        assert_ne!(again.header, asked.header);
        first.reply(&again, Packet::new(Code::ACCESS_CHALLENGE).with(STATE, b"two")).await;
    };
    let answered = client.authenticate(login(), async |challenge| {
        (challenge.round() == 1).then(|| challenge.answer().with(USER_PASSWORD, "a code"))
    });
    let (reply, ()) = tokio::join!(answered, play);
    let reply = reply.unwrap();
    assert_eq!((reply.code(), reply.get(STATE)), (Code::ACCESS_CHALLENGE, Ok(Some(&b"two"[..]))));
    assert_eq!(second.waiting(), 0);
}

/// The future of `authenticate` can be spawned, also with a closure that keeps state.
#[tokio::test(start_paused = true)]
async fn a_server_that_asks_without_end_is_left() {
    let server = Played::bind("a shared secret").await;
    let client = server.client().await;
    let authenticating = tokio::spawn(async move {
        let mut answers = 0;
        let reply = client
            .authenticate(login(), |challenge| {
                answers += 1;
                async move {
                    sleep(Duration::from_millis(1)).await;
                    Some(challenge.answer())
                }
            })
            .await;
        (reply.map(|reply| reply.code()), answers)
    });
    let play = async {
        loop {
            let asked = server.request().await;
            server.reply(&asked, Packet::new(Code::ACCESS_CHALLENGE).with(STATE, b"more")).await;
        }
    };
    let (reply, answers) = tokio::select! {
        () = play => unreachable!(),
        finished = authenticating => finished.unwrap(),
    };
    assert!(matches!(reply, Err(ClientError::TooManyChallenges)), "{reply:?}");
    assert_eq!(answers, 64);
}

#[tokio::test(start_paused = true)]
async fn nacks_tell_their_cause_and_other_codes_are_misuse_p98() {
    let server = Played::bind("a shared secret").await;
    let client = server.client().await;
    let error = client.send_coa(login()).await.unwrap_err();
    assert!(matches!(error, ClientError::Request(SealError::WrongCode(Code::ACCESS_REQUEST))), "{error:?}");
    let play = async {
        let asked = server.request().await;
        let cause = crate::packet::ErrorCause::SESSION_CONTEXT_NOT_FOUND;
        let nak = Packet::protocol_error(asked.header.code, cause);
        let mut reply = Packet::new(Code::DISCONNECT_NAK);
        for raw in nak.iter().filter(|raw| raw.number == 101) {
            reply.push_raw(raw.number, raw.value).unwrap();
        }
        server.reply(&asked, reply).await;
        let asked = server.request().await;
        server.reply(&asked, Packet::new(Code::COA_ACK)).await;
        assert!(asked.packet.iter().any(|raw| raw.number == 55), "Event-Timestamp is added (P91)");
    };
    let ask = async {
        let nak = client.send_coa(Packet::disconnect_request().with(USER_NAME, "bob")).await.unwrap();
        let ack = client.send_coa(Packet::coa_request().with(USER_NAME, "bob")).await.unwrap();
        (nak, ack)
    };
    let ((nak, ack), ()) = tokio::join!(ask, play);
    let CoaOutcome::Nak { cause, .. } = nak else { panic!("{nak:?}") };
    assert_eq!(cause, Some(crate::packet::ErrorCause::SESSION_CONTEXT_NOT_FOUND));
    assert!(ack.is_ack());
}
