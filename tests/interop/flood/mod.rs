//! A flood of broken datagrams against the example server: it answers what is valid, counts everything else by its
//! reason, and goes on serving.

mod datagrams;
mod verdict;

use std::net::{SocketAddr, UdpSocket};
use std::time::{Duration, Instant};

use radius_runtime::Secret;

use crate::peers::{Counters, ExampleServer, Radclient, SECRET};

use datagrams::Datagrams;
use verdict::Verdict;

/// How many datagrams are sent, unless `RADIUS_FLOOD` says otherwise: README names the command for a million.
const DATAGRAMS: u64 = 100_000;

fn datagrams_to_send() -> u64 {
    std::env::var("RADIUS_FLOOD")
        .map_or(DATAGRAMS, |number| number.parse().expect("RADIUS_FLOOD is a number"))
}

/// What the server's memory may grow by once it is warm: no more than its tables hold.
const GROWTH_KIB: u64 = 8 << 10;

/// The same datagrams in every run.
const SEED: u64 = 2865;

/// What may lie unread in the server's socket: less than half of what Linux grants a socket by default.
const UNREAD_OCTETS: usize = 96 << 10;

/// What the kernel charges to a socket's buffer for a datagram, at most.
const fn charge(octets: usize) -> usize {
    1024 + 2 * octets
}

/// What a port of the server is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Port {
    Authentication,
    Accounting,
}

/// One port of the server, and what was sent there since it was last seen to have read everything.
struct Target {
    port: Port,
    socket: UdpSocket,
    /// Another host, which is no client.
    stranger: UdpSocket,
    unread: usize,
    /// How long the server took to answer behind what was unread.
    latencies: Vec<Duration>,
}

impl Target {
    fn new(port: Port, server: SocketAddr) -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        socket.connect(server).unwrap();
        // Only a failing test waits for this long.
        socket.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        let stranger = UdpSocket::bind("127.0.0.2:0").unwrap();
        stranger.connect(server).unwrap();
        Self { port, socket, stranger, unread: 0, latencies: Vec::new() }
    }

    /// Waits for the answer to a Status-Server that was just sent. A socket is read in order: with the answer, all that
    /// was sent before has been read too.
    fn catch_up(&mut self, status_server: &[u8], secret: &Secret) {
        let mut buffer = [0; 4096];
        loop {
            let received = self.socket.recv(&mut buffer);
            let length = received
                .unwrap_or_else(|error| panic!("no sign of life from the port for {:?}: {error}", self.port));
            // Replies to other valid requests come in between.
            if verdict::is_answer(&buffer[..length], status_server, secret) {
                self.unread = 0;
                return;
            }
        }
    }
}

/// What was sent, and what the server has to make of it.
struct Flood {
    secret: Secret,
    sent: u64,
    expected: Counters,
    /// Valid Status-Server requests for the authentication port, which are all answered.
    alive: u64,
}

impl Flood {
    fn send(&mut self, datagram: &[u8], target: &mut Target) {
        let verdict = Verdict::of(datagram, target.port, &self.secret);
        self.sent += 1;
        *self.expected.entry(verdict.counter()).or_default() += 1;
        if (verdict, target.port) == (Verdict::Taken("Status-Server"), Port::Authentication) {
            self.alive += 1;
        }
        target.socket.send(datagram).unwrap();
        target.unread += charge(datagram.len());
    }

    /// Whatever it is, a stranger's datagram is not looked at.
    fn send_from_stranger(&mut self, datagram: &[u8], target: &mut Target) {
        self.sent += 1;
        *self.expected.entry("discarded unknown_client".to_owned()).or_default() += 1;
        target.stranger.send(datagram).unwrap();
        target.unread += charge(datagram.len());
    }

    fn catch_up(&mut self, datagrams: &mut Datagrams, target: &mut Target) {
        let status_server = datagrams.status_server();
        let started = Instant::now();
        self.send(&status_server, target);
        target.catch_up(&status_server, &self.secret);
        target.latencies.push(started.elapsed());
    }
}

#[test]
fn a_flood_of_broken_datagrams_is_counted_by_reason_and_harms_nobody() {
    let server = ExampleServer::with_bob(&["--client", "127.0.0.1/32"]);
    let total = datagrams_to_send();
    let mut warm_kib = 0;
    let secret = Secret::new(SECRET).unwrap();
    let mut datagrams = Datagrams::new(SEED, secret.clone());
    let mut flood = Flood { secret, sent: 0, expected: Counters::new(), alive: 0 };
    let mut targets =
        [Target::new(Port::Authentication, server.auth), Target::new(Port::Accounting, server.acct)];
    for number in 0..total {
        let target = &mut targets[usize::from(number % 3 == 0)];
        let datagram = datagrams.next(target.port);
        if number % 8 == 0 {
            flood.send_from_stranger(&datagram, target);
        } else {
            flood.send(&datagram, target);
        }
        if number == total / 4 {
            warm_kib = server.resident_kib();
        }
        if target.unread > UNREAD_OCTETS {
            flood.catch_up(&mut datagrams, target);
        }
    }
    for target in &mut targets {
        flood.catch_up(&mut datagrams, target);
    }
    let end_kib = server.resident_kib();
    let mut latencies = targets.map(|target| target.latencies).concat();
    latencies.sort_unstable();
    let (median, slowest) = (latencies[latencies.len() / 2], latencies[latencies.len() - 1]);
    println!(
        "{total} datagrams; valid ones were answered after {median:?}, at most {slowest:?}; memory {warm_kib} KiB at a quarter, {end_kib} KiB at the end"
    );
    assert!(end_kib < warm_kib + GROWTH_KIB, "memory grew from {warm_kib} to {end_kib} KiB");
    let login = ["User-Name = bob", "User-Password = hello", "Message-Authenticator = 0x00"];
    assert_eq!(Radclient::auth(server.auth).ask(&login).code, "Access-Accept");
    let mut expected = flood.expected;
    *expected.entry("received Access-Request".to_owned()).or_default() += 1;

    let mut counters = server.stop();
    // Each request that was taken is answered, unless the handler met a malformed value in it.
    let mut take = |name: &str| counters.remove(name).unwrap_or_default();
    let failed = take("discarded handler_error");
    let accepted = take("sent Access-Accept");
    let alive = take("sent Status-Server");
    let answered = accepted + alive + take("sent Access-Reject") + take("sent Accounting-Response");
    // Among so many, some accounting requests are the same to the last bit, and so repetitions of each other.
    let repeated = take("repeated Accounting-Request");
    *counters.entry("received Accounting-Request".to_owned()).or_default() += repeated;
    assert_eq!(counters, expected, "seed {SEED}");
    assert_eq!(counters.len(), Verdict::KINDS + 1, "every kind of datagram is among them: {counters:?}");
    assert!(counters.values().all(|&number| number > total / 1000), "each often enough: {counters:?}");
    assert_eq!(counters.values().sum::<u64>(), flood.sent + 1, "each datagram is counted once");
    let taken: u64 =
        counters.iter().filter(|(name, _)| name.starts_with("received ")).map(|(_, count)| count).sum();
    assert_eq!(answered + failed + repeated, taken);
    assert_eq!(accepted, 1, "nobody else is let in");
    assert!(alive >= flood.alive, "{alive} life signs for {}", flood.alive);
}
