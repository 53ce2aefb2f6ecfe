//! The load: a closed loop, in which each reply lets the next request go, so that a fixed number is always outstanding.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, UdpSocket};
use std::os::fd::AsFd;
use std::time::{Duration, Instant};

use nix::poll::{PollFd, PollFlags, PollTimeout, poll};

use crate::batch::Batch;
use crate::requests::Requests;
use crate::wire::{DIGEST, HEADER, Kind, SECRET};

/// A request without a reply for so long is lost.
pub(crate) const LOST: Duration = Duration::from_secs(5);
/// Between two looks for lost requests.
const PAUSE: Duration = Duration::from_millis(200);
/// With so many requests lost, and more lost than answered, there is nothing to measure.
const HOPELESS: u64 = 256;
/// Requests that are made before the clock runs, so that making them costs the server nothing where cores are few.
const PREPARED: u64 = 200_000;
/// Each so-manyth reply is checked to its last octet, the others by length, code and identifier.
pub(crate) const CHECKED: u64 = 8;

/// What is sent where.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Load {
    pub(crate) target: SocketAddr,
    pub(crate) kind: Kind,
    /// Requests without a reply at any time.
    pub(crate) outstanding: usize,
    /// Sockets that they are spread over.
    pub(crate) sockets: usize,
    /// Whether a socket makes way for one with another port when it has used its 256 identifiers: to a server, no
    /// request then looks like one of an earlier client's port and identifier.
    pub(crate) fresh_ports: bool,
}

/// When a load ends.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Until {
    Requests(u64),
    Elapsed(Duration),
}

/// What became of the requests.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) answered: u64,
    pub(crate) lost: u64,
    pub(crate) wrong: u64,
    pub(crate) elapsed: Duration,
    /// From sending to receiving, in nanoseconds, sorted.
    latencies: Vec<u32>,
}

impl Outcome {
    /// Counts a reply that took so long.
    pub(crate) fn count(&mut self, is_right: bool, latency: Duration) {
        if is_right {
            self.answered += 1;
            self.latencies.push(u32::try_from(latency.as_nanos()).unwrap_or(u32::MAX));
        } else {
            self.wrong += 1;
        }
    }

    /// Adds what became of other requests in the same time.
    pub(crate) fn add(&mut self, other: Self) {
        self.answered += other.answered;
        self.lost += other.lost;
        self.wrong += other.wrong;
        self.latencies.extend(other.latencies);
    }

    /// Ends the count of requests that the first of was sent at this time.
    pub(crate) fn ended(mut self, started: Instant) -> Self {
        self.elapsed = started.elapsed();
        self.latencies.sort_unstable();
        self
    }

    /// The latency that this share of the replies did not exceed.
    pub(crate) fn quantile(&self, share: f64) -> Duration {
        let at = (self.latencies.len() as f64 * share) as usize;
        let latency = self.latencies.get(at).or_else(|| self.latencies.last());
        Duration::from_nanos(latency.copied().unwrap_or_default().into())
    }
}

/// A request that waits for its reply.
#[derive(Clone, Copy)]
pub(crate) struct Sent {
    pub(crate) at: Instant,
    pub(crate) authenticator: [u8; DIGEST],
}

/// A socket and what is outstanding on it.
struct Lane {
    socket: UdpSocket,
    requests: Requests,
    /// Requests made in advance, and how many octets of them are used.
    prepared: Vec<u8>,
    used: usize,
    /// By identifier.
    outstanding: [Option<Sent>; 256],
    count: usize,
    sent: u64,
    left: u64,
    /// A socket that lost a request is given up: a late reply must not be taken for another's.
    is_stale: bool,
}

impl Lane {
    fn new(load: &Load, seed: u64, left: u64, prepared: u64) -> io::Result<Self> {
        let mut requests = Requests::new(load.kind, SECRET, seed);
        let mut octets = Vec::new();
        (0..prepared).for_each(|number| requests.append(number as u8, &mut octets));
        Ok(Self {
            socket: connect(load.target)?,
            requests,
            prepared: octets,
            used: 0,
            outstanding: [None; 256],
            count: 0,
            sent: 0,
            left,
            is_stale: false,
        })
    }

    /// Sends until the window is full, or nothing is left to send.
    fn fill(&mut self, load: &Load, window: usize, batch: &mut Batch) -> io::Result<()> {
        if self.is_stale && self.count == 0 {
            self.socket = connect(load.target)?;
            self.is_stale = false;
        }
        let now = Instant::now();
        while self.left > 0 && self.count < window && !self.is_stale {
            let identifier = self.sent as u8;
            let slot = &mut self.outstanding[usize::from(identifier)];
            if slot.is_some() {
                break;
            }
            let length = self.requests.octets();
            if self.used == self.prepared.len() {
                self.prepared.clear();
                self.used = 0;
                self.requests.append(identifier, &mut self.prepared);
            }
            let request = &self.prepared[self.used..self.used + length];
            self.used += length;
            let authenticator = request[4..HEADER].try_into().expect("a header has an authenticator");
            *slot = Some(Sent { at: now, authenticator });
            batch.push(request, None);
            self.count += 1;
            self.sent += 1;
            self.left -= 1;
            self.is_stale = load.fresh_ports && identifier == u8::MAX;
            if batch.is_full() {
                batch.send(&self.socket)?;
            }
        }
        batch.send(&self.socket)
    }

    /// Takes the replies that are there.
    fn receive(&mut self, batch: &mut Batch, outcome: &mut Outcome) -> io::Result<()> {
        batch.take(&self.socket)?;
        let now = Instant::now();
        for (reply, _) in batch.iter() {
            let slot = reply.get(1).and_then(|&identifier| self.outstanding[usize::from(identifier)].take());
            let Some(request) = slot else {
                outcome.wrong += 1;
                continue;
            };
            self.count -= 1;
            let is_right = if outcome.answered.is_multiple_of(CHECKED) {
                self.requests.is_right(reply, &request.authenticator)
            } else {
                self.requests.looks_right(reply)
            };
            outcome.count(is_right, now.duration_since(request.at));
        }
        Ok(())
    }

    /// Gives up what has waited too long.
    fn give_up(&mut self, outcome: &mut Outcome) {
        for slot in &mut self.outstanding {
            if slot.is_some_and(|request| request.at.elapsed() > LOST) {
                *slot = None;
                self.count -= 1;
                self.is_stale = true;
                outcome.lost += 1;
            }
        }
    }
}

fn connect(target: SocketAddr) -> io::Result<UdpSocket> {
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))?;
    socket.connect(target)?;
    Ok(socket)
}

impl Load {
    /// Runs the load. After each second it says how many replies have come.
    pub(crate) fn run(
        &self,
        until: Until,
        mut each_second: impl FnMut(u64) -> io::Result<()>,
    ) -> io::Result<Outcome> {
        let sockets = self.sockets.clamp(1, self.outstanding.max(1));
        let share = |total: u64, at: usize| total.saturating_add((sockets - 1 - at) as u64) / sockets as u64;
        let total = match until {
            Until::Requests(requests) => requests,
            Until::Elapsed(_) => u64::MAX,
        };
        let seed = fastrand::u64(..);
        let lanes = (0..sockets).map(|at| {
            let left = share(total, at);
            Lane::new(self, seed.wrapping_add(at as u64), left, left.min(share(PREPARED, at)))
        });
        let mut lanes = lanes.collect::<io::Result<Vec<_>>>()?;
        let window = |at: usize| share(self.outstanding as u64, at) as usize;
        let (mut replies, mut requests) = (Batch::new(), Batch::new());
        let mut outcome = Outcome::default();
        let started = Instant::now();
        let (mut looked, mut seconds) = (started, 0);
        for (at, lane) in lanes.iter_mut().enumerate() {
            lane.fill(self, window(at), &mut requests)?;
        }
        while lanes.iter().any(|lane| lane.count > 0 || lane.left > 0) {
            let mut sockets: Vec<_> =
                lanes.iter().map(|lane| PollFd::new(lane.socket.as_fd(), PollFlags::POLLIN)).collect();
            poll(&mut sockets, PollTimeout::from(PAUSE.as_millis() as u8))?;
            let ready: Vec<_> = sockets.iter().map(|socket| socket.any().unwrap_or(true)).collect();
            for (at, lane) in lanes.iter_mut().enumerate().filter(|(at, _)| ready[*at]) {
                lane.receive(&mut replies, &mut outcome)?;
                lane.fill(self, window(at), &mut requests)?;
            }
            let now = Instant::now();
            if now - looked > PAUSE {
                looked = now;
                for (at, lane) in lanes.iter_mut().enumerate() {
                    lane.give_up(&mut outcome);
                    lane.fill(self, window(at), &mut requests)?;
                }
                if outcome.lost > HOPELESS + outcome.answered {
                    return Err(io::Error::new(io::ErrorKind::TimedOut, "most requests are not answered"));
                }
            }
            let elapsed = now - started;
            if elapsed.as_secs() > seconds {
                seconds = elapsed.as_secs();
                each_second(outcome.answered)?;
            }
            if matches!(until, Until::Elapsed(limit) if elapsed >= limit) {
                lanes.iter_mut().for_each(|lane| lane.left = 0);
            }
        }
        Ok(outcome.ended(started))
    }
}
