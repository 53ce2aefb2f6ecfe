//! What becomes of requests.

use std::net::SocketAddr;
use std::time::Duration;

use radius_dictionaries::{
    ACCT_SESSION_ID, ACCT_STATUS_TYPE, AcctStatusType, CLASS, USER_NAME, USER_PASSWORD,
};
use radius_runtime::client::{Client, ClientBuilder, ClientError, ServerEntry};
use radius_runtime::packet::{Profile, Received, RequestHeader};
use radius_runtime::proto::{DiscardReason, Liveness};
use radius_runtime::{Code, OpenPacket, Packet};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

use crate::network::{Direction, Fate, Network, socket};
use crate::server::{Running, SECRET, secret};

const NO_DELAY: Duration = Duration::ZERO;
/// The client's default, and a moment for the machine.
const DEADLINE: Duration = Duration::from_millis(30_100);

fn entry(server: SocketAddr) -> ServerEntry {
    ServerEntry::new(server, secret(SECRET))
}

async fn client(server: SocketAddr) -> Client {
    ClientBuilder::new(entry(server)).build().await.unwrap()
}

/// A request that tells its name, and what its reply has to say.
fn request(code: Code, name: &str) -> Packet {
    match code {
        Code::ACCESS_REQUEST => Packet::access_request().with(USER_NAME, name).with(USER_PASSWORD, "hello"),
        Code::COA_REQUEST => Packet::coa_request().with(ACCT_SESSION_ID, name),
        _ => Packet::accounting_request()
            .with(ACCT_STATUS_TYPE, AcctStatusType::Start)
            .with(ACCT_SESSION_ID, name),
    }
}

fn is_answer_to(reply: &OpenPacket, code: Code, name: &str) -> bool {
    let expected = match code {
        Code::ACCESS_REQUEST => Code::ACCESS_ACCEPT,
        Code::COA_REQUEST => Code::COA_ACK,
        _ => Code::ACCOUNTING_RESPONSE,
    };
    reply.code() == expected && reply.get(CLASS) == Ok(Some(name.as_bytes()))
}

/// Sends requests of one kind, some at a time, and says how many were answered. All others ended as if nobody had been
/// there; each within its time.
async fn send_all(client: &Client, code: Code, requests: usize) -> usize {
    let mut sending = JoinSet::new();
    for number in 0..requests {
        let client = client.clone();
        sending.spawn(async move {
            // Not all at once, so that faults in time meet them at different ages.
            sleep(Duration::from_millis(10) * u32::try_from(number).unwrap()).await;
            let (name, began) = (format!("{code} {number}"), Instant::now());
            let result = client.send(request(code, &name)).await;
            assert!(began.elapsed() <= DEADLINE, "{name} took {:?}", began.elapsed());
            match result {
                Ok(reply) => {
                    assert!(is_answer_to(&reply, code, &name), "{name} got {reply:?}");
                    true
                }
                Err(ClientError::NoReply { transmissions: 4 | 5 }) => false,
                Err(error) => panic!("{name} ended in {error:?}"),
            }
        });
    }
    let answered = sending.join_all().await;
    answered.into_iter().filter(|&answered| answered).count()
}

/// Sends Access-Requests, Accounting-Requests and CoA-Requests over networks like this; how many of each were answered.
async fn send_over(
    server: &Running,
    requests: usize,
    mut faults: impl FnMut() -> Box<dyn FnMut(Direction, &[u8]) -> Fate + Send>,
) -> [usize; 3] {
    let mut answered = [0; 3];
    let kinds = [
        (Code::ACCESS_REQUEST, server.auth),
        (Code::ACCOUNTING_REQUEST, server.acct),
        (Code::COA_REQUEST, server.coa),
    ];
    for (answered, (code, address)) in answered.iter_mut().zip(kinds) {
        let network = Network::to(address, faults()).await;
        *answered = send_all(&client(network.address).await, code, requests).await;
    }
    answered
}

/// The handler has seen every request that was answered, and each once: repetitions are the server's affair, not the
/// application's (P82, P85).
#[track_caller]
fn assert_each_ran_once(server: &Running, answered: usize) {
    let runs = server.runs.lock().unwrap();
    let more: Vec<_> = runs.iter().filter(|&(_, &runs)| runs != 1).collect();
    assert!(more.is_empty(), "the handler ran more than once: {more:?}");
    assert!(runs.len() >= answered, "{answered} were answered, {} were seen", runs.len());
}

#[tokio::test(start_paused = true)]
async fn of_datagrams_that_get_lost_three_in_ten_hardly_a_request_does_p79_p82() {
    let server = Running::start(SECRET).await;
    let mut random = fastrand::Rng::with_seed(30);
    let answered = send_over(&server, 200, move || {
        let mut random = random.fork();
        Box::new(move |_, datagram: &[u8]| match random.f64() < 0.3 {
            true => vec![],
            false => vec![(NO_DELAY, datagram.to_vec())],
        })
    })
    .await;
    // Four transmissions, of which one in two comes through and back: 93 in 100 are answered.
    assert!(answered.iter().all(|&answered| answered >= 170), "{answered:?}");
    assert_each_ran_once(&server, answered.iter().sum());
}

#[tokio::test(start_paused = true)]
async fn repeated_datagrams_change_nothing_p82_p85() {
    let server = Running::start(SECRET).await;
    let answered = send_over(&server, 200, || {
        Box::new(|_, datagram: &[u8]| {
            let later = |milliseconds| (Duration::from_millis(milliseconds), datagram.to_vec());
            vec![later(0), later(0), later(700)]
        })
    })
    .await;
    assert_eq!(answered, [200; 3]);
    assert_each_ran_once(&server, 600);
}

#[tokio::test(start_paused = true)]
async fn reordered_datagrams_are_each_their_requests_own() {
    let server = Running::start(SECRET).await;
    let mut random = fastrand::Rng::with_seed(7);
    let answered = send_over(&server, 300, move || {
        let mut random = random.fork();
        Box::new(move |_, datagram: &[u8]| {
            vec![(Duration::from_millis(random.u64(0..1_500)), datagram.to_vec())]
        })
    })
    .await;
    assert_eq!(answered, [300; 3]);
    assert_each_ran_once(&server, 900);
}

#[tokio::test(start_paused = true)]
async fn a_network_that_stalls_for_five_seconds_delays_and_loses_nothing() {
    let server = Running::start(SECRET).await;
    let answered = send_over(&server, 300, || {
        let began = Instant::now();
        Box::new(move |_, datagram: &[u8]| {
            // From the first second to the sixth nothing moves.
            let age = began.elapsed();
            let stalls = (Duration::from_secs(1)..Duration::from_secs(6)).contains(&age);
            let delay = if stalls { Duration::from_secs(6) - age } else { NO_DELAY };
            vec![(delay, datagram.to_vec())]
        })
    })
    .await;
    assert_eq!(answered, [300; 3]);
    assert_each_ran_once(&server, 900);
}

#[tokio::test(start_paused = true)]
async fn everything_at_once_over_two_servers_leaves_no_request_without_its_answer() {
    let servers = [Running::start(SECRET).await, Running::start("a secret of the second").await];
    let mut random = fastrand::Rng::with_seed(11);
    let mut faults = || {
        let mut random = random.fork();
        move |_: Direction, datagram: &[u8]| {
            let times = [0, 1, 1, 1, 2][random.usize(0..5)];
            let delays: Vec<_> = (0..times).map(|_| Duration::from_millis(random.u64(0..900))).collect();
            delays.into_iter().map(|delay| (delay, datagram.to_vec())).collect()
        }
    };
    let networks =
        [Network::to(servers[0].auth, faults()).await, Network::to(servers[1].auth, faults()).await];
    let second = ServerEntry::new(networks[1].address, secret("a secret of the second"));
    let client = ClientBuilder::new(entry(networks[0].address)).server(second).build().await.unwrap();
    let answered = send_all_of_pool(&client, 300).await;
    assert!(answered >= 295, "{answered}");
    for server in &servers {
        assert_each_ran_once(server, 1);
    }
}

/// As [`send_all`], but with as many transmissions as two servers get.
async fn send_all_of_pool(client: &Client, requests: usize) -> usize {
    let mut sending = JoinSet::new();
    for number in 0..requests {
        let client = client.clone();
        sending.spawn(async move {
            let (name, began) = (format!("pool {number}"), Instant::now());
            let result = client.send(request(Code::ACCESS_REQUEST, &name)).await;
            assert!(began.elapsed() <= DEADLINE, "{name} took {:?}", began.elapsed());
            match result {
                Ok(reply) => is_answer_to(&reply, Code::ACCESS_REQUEST, &name),
                Err(ClientError::NoReply { .. }) => false,
                Err(error) => panic!("{name} ended in {error:?}"),
            }
        });
    }
    sending.join_all().await.into_iter().filter(|&answered| answered).count()
}

#[tokio::test(start_paused = true)]
async fn a_server_that_restarts_is_found_again_by_requests_on_their_way() {
    let server = Running::start(SECRET).await;
    let client = client(server.auth).await;
    assert_eq!(send_all(&client, Code::ACCESS_REQUEST, 3).await, 3);
    let addresses = server.stop().await;
    let began = Instant::now();
    let sending = tokio::spawn({
        let client = client.clone();
        async move { send_all(&client, Code::ACCESS_REQUEST, 50).await }
    });
    sleep(Duration::from_secs(3)).await;
    let server = Running::restart(addresses).await;
    assert_eq!(sending.await.unwrap(), 50);
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
    let addresses = server.stop().await;
    let error = client.send_within(Duration::from_secs(1), request(Code::ACCESS_REQUEST, "late")).await;
    assert!(matches!(error, Err(ClientError::Refused)), "{error:?}");
    assert_eq!(client.servers().next().unwrap().liveness(), Liveness::Down);
    let _server = Running::restart(addresses).await;
    assert_eq!(
        send_all(&client, Code::ACCESS_REQUEST, 3).await,
        3,
        "one server only: it is asked all the same"
    );
}

#[tokio::test(start_paused = true)]
async fn another_secret_on_the_server_is_silence_p18() {
    let server = Running::start("another secret").await;
    for (code, address) in [(Code::ACCESS_REQUEST, server.auth), (Code::ACCOUNTING_REQUEST, server.acct)] {
        assert_eq!(send_all(&client(address).await, code, 3).await, 0);
    }
    assert!(server.runs.lock().unwrap().is_empty());
}

#[tokio::test(start_paused = true)]
async fn replies_under_another_secret_are_told_apart_from_silence_p18() {
    let (server, other) = (socket().await, Profile::udp(secret("another secret")));
    let client = client(server.local_addr().unwrap()).await;
    let answer = async {
        let mut buffer = [0; 4096];
        loop {
            let (length, peer) = server.recv_from(&mut buffer).await.unwrap();
            let header = other.header(&Received::from_datagram(&buffer[..length]).unwrap());
            let reply = other.seal_reply(&Packet::new(Code::ACCESS_ACCEPT), &header).unwrap();
            server.send_to(&reply, peer).await.unwrap();
        }
    };
    let began = Instant::now();
    let error = tokio::select! {
        () = answer => unreachable!(),
        result = client.send(request(Code::ACCESS_REQUEST, "bob")) => result.unwrap_err(),
    };
    assert!(matches!(error, ClientError::Unverified { replies: 4 | 5 }), "{error:?}");
    assert!(began.elapsed() <= DEADLINE);
}

/// What somebody could send who reads the network but does not know the secret.
fn forgeries(right: &[u8]) -> Vec<Vec<u8>> {
    let received = Received::from_datagram(right).unwrap();
    let header = RequestHeader {
        code: if right[0] == Code::ACCOUNTING_RESPONSE.0 {
            Code::ACCOUNTING_REQUEST
        } else {
            Code::ACCESS_REQUEST
        },
        identifier: received.identifier(),
        authenticator: *received.authenticator(),
    };
    let mut forged = vec![];
    // Every other identifier, and every other code that a reply may have.
    for identifier in 1..=255_u8 {
        let mut other = right.to_vec();
        other[1] ^= identifier;
        forged.push(other);
    }
    for code in [2, 3, 5, 11, 41, 42, 44, 45, 52].into_iter().filter(|&code| code != right[0]) {
        let mut other = right.to_vec();
        other[0] = code;
        forged.push(other);
    }
    // One bit of each octet, and each length that is too short.
    for index in 0..right.len() {
        let mut other = right.to_vec();
        other[index] ^= 1;
        forged.push(other);
        forged.push(right[..index].to_vec());
    }
    let reply = Packet::new(Code::ACCESS_REJECT);
    forged.extend(reply.seal_reply(&header, &secret("a guess")));
    let mut zeros = vec![Code::ACCESS_ACCEPT.0, header.identifier, 0, 20];
    zeros.resize(20, 0);
    forged.push(zeros);
    forged
}

#[tokio::test(start_paused = true)]
async fn forged_replies_in_front_of_the_right_one_change_nothing_p18() {
    let server = Running::start(SECRET).await;
    for (code, address) in [(Code::ACCESS_REQUEST, server.auth), (Code::ACCOUNTING_REQUEST, server.acct)] {
        let network = Network::to(address, |direction, datagram: &[u8]| match direction {
            Direction::ToServer => vec![(NO_DELAY, datagram.to_vec())],
            Direction::ToClient => {
                let forged = forgeries(datagram).into_iter().map(|forged| (NO_DELAY, forged));
                forged.chain([(Duration::from_millis(100), datagram.to_vec())]).collect()
            }
        });
        let network = network.await;
        let client = client(network.address).await;
        let began = Instant::now();
        for number in 0..3 {
            let name = format!("{code} {number}");
            let reply = client.send(request(code, &name)).await.unwrap();
            assert!(is_answer_to(&reply, code, &name), "{reply:?}");
        }
        assert!(
            began.elapsed() < Duration::from_secs(1),
            "nothing had to be sent again: {:?}",
            began.elapsed()
        );
        assert!(client.statistics().discarded(DiscardReason::UnknownIdentifier) >= 255);
        assert!(client.statistics().discarded(DiscardReason::BadAuthenticator) > 20);
        let received = [Code::ACCESS_ACCEPT, Code::ACCOUNTING_RESPONSE, Code::ACCESS_REJECT]
            .map(|code| client.statistics().received(code));
        assert_eq!(received.iter().sum::<u64>(), 3);
    }
    assert_each_ran_once(&server, 6);
}

#[tokio::test(start_paused = true)]
async fn a_reply_from_another_address_is_no_reply_p18() {
    let (server, other) = (socket().await, socket().await);
    let client = client(server.local_addr().unwrap()).await;
    let profile = Profile::udp(secret(SECRET));
    let answer = async {
        let mut buffer = [0; 4096];
        loop {
            let (length, peer) = server.recv_from(&mut buffer).await.unwrap();
            let header = profile.header(&Received::from_datagram(&buffer[..length]).unwrap());
            let reply = profile.seal_reply(&Packet::new(Code::ACCESS_ACCEPT), &header).unwrap();
            other.send_to(&reply, peer).await.unwrap();
        }
    };
    let error = tokio::select! {
        () = answer => unreachable!(),
        result = client.send(request(Code::ACCESS_REQUEST, "bob")) => result.unwrap_err(),
    };
    assert!(matches!(error, ClientError::NoReply { transmissions: 4 | 5 }), "{error:?}");
    assert_eq!(client.statistics().discarded_total(), 0, "the socket does not even see it");
}
