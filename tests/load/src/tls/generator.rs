//! The load over TLS: connections that each keep a fixed number of requests outstanding.

use std::error::Error;
use std::io;
use std::net::SocketAddr;
use std::time::Instant;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, BufWriter};
use tokio::net::TcpStream;
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::pki_types::ServerName;

use super::settings;
use crate::generator::{CHECKED, LOST, Outcome, Sent};
use crate::requests::Requests;
use crate::wire::{HEADER, Kind, TLS_SECRET};

/// Room for replies that came together.
const BUFFER: usize = 64 * 1024;

/// What a server is meant to reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reply {
    /// The request.
    Echo,
    /// An Access-Accept.
    Accept,
}

/// Connections to one server. They stay open from one load to the next: shaking hands is not measured.
pub(crate) struct Connections {
    runtime: Runtime,
    lanes: Vec<Lane>,
    /// Requests without a reply at any time, on each connection.
    outstanding: usize,
}

struct Lane {
    /// Requests are a record each, as clients send them that come one after the other; the buffer makes one system call of
    /// those that are due together.
    stream: TlsStream<BufWriter<TcpStream>>,
    expected: Reply,
    requests: Requests,
    prepared: Vec<u8>,
    used: usize,
    next_identifier: u8,
    /// By identifier.
    outstanding: [Option<Sent>; 256],
    count: usize,
    buffer: Vec<u8>,
    filled: usize,
}

impl Connections {
    pub(crate) fn open(
        target: SocketAddr,
        count: usize,
        outstanding: usize,
        expected: Reply,
    ) -> Result<Self, Box<dyn Error>> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let connector = TlsConnector::from(settings::client()?);
        let seed = fastrand::u64(..);
        let lanes = runtime.block_on(async {
            let mut lanes = Vec::with_capacity(count);
            for number in 0..count {
                let stream = TcpStream::connect(target).await?;
                stream.set_nodelay(true)?;
                let name = ServerName::try_from("localhost").map_err(io::Error::other)?;
                let stream = connector.connect(name, BufWriter::new(stream)).await?;
                lanes.push(Lane::new(stream, expected, seed.wrapping_add(number as u64)));
            }
            Ok::<_, io::Error>(lanes)
        })?;
        Ok(Self { runtime, lanes, outstanding })
    }

    /// Makes requests for the next [`run`](Self::run), so that making them is not measured.
    pub(crate) fn prepare(&mut self, requests: u64) {
        let count = self.lanes.len() as u64;
        for (number, lane) in (0..count).zip(&mut self.lanes) {
            lane.prepare((requests + count - 1 - number) / count);
        }
    }

    /// Sends what was prepared.
    pub(crate) fn run(&mut self) -> io::Result<Outcome> {
        let outstanding = self.outstanding;
        let lanes = std::mem::take(&mut self.lanes);
        let started = Instant::now();
        let (lanes, outcome) = self.runtime.block_on(async {
            let mut running: JoinSet<io::Result<(Lane, Outcome)>> = JoinSet::new();
            for mut lane in lanes {
                running.spawn(async move {
                    let outcome = lane.run(outstanding).await?;
                    Ok((lane, outcome))
                });
            }
            let (mut lanes, mut total) = (Vec::new(), Outcome::default());
            while let Some(ended) = running.join_next().await {
                let (lane, outcome) = ended.map_err(io::Error::other)??;
                lanes.push(lane);
                total.add(outcome);
            }
            Ok::<_, io::Error>((lanes, total))
        })?;
        self.lanes = lanes;
        Ok(outcome.ended(started))
    }
}

impl Lane {
    fn new(stream: TlsStream<BufWriter<TcpStream>>, expected: Reply, seed: u64) -> Self {
        Self {
            stream,
            expected,
            requests: Requests::new(Kind::Access, TLS_SECRET, seed),
            prepared: Vec::new(),
            used: 0,
            next_identifier: 0,
            outstanding: [None; 256],
            count: 0,
            buffer: vec![0; BUFFER],
            filled: 0,
        }
    }

    fn prepare(&mut self, requests: u64) {
        self.prepared.clear();
        self.used = 0;
        for number in 0..requests {
            self.requests.append(self.next_identifier.wrapping_add(number as u8), &mut self.prepared);
        }
    }

    async fn run(&mut self, outstanding: usize) -> io::Result<Outcome> {
        let mut outcome = Outcome::default();
        while self.used < self.prepared.len() || self.count > 0 {
            self.fill(outstanding).await?;
            let reading = self.stream.read(&mut self.buffer[self.filled..]);
            match timeout(LOST, reading).await.map_err(|_| io::ErrorKind::TimedOut)?? {
                0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                length => self.filled += length,
            }
            self.take(&mut outcome)?;
        }
        Ok(outcome)
    }

    /// Sends until the window is full, or nothing is left to send.
    async fn fill(&mut self, outstanding: usize) -> io::Result<()> {
        let at = Instant::now();
        let octets = self.requests.octets();
        while self.count < outstanding {
            let slot = &mut self.outstanding[usize::from(self.next_identifier)];
            let Some(request) = self.prepared.get(self.used..self.used + octets) else { break };
            if slot.is_some() {
                break;
            }
            let authenticator = request[4..HEADER].try_into().expect("a header has an authenticator");
            *slot = Some(Sent { at, authenticator });
            self.stream.write_all(request).await?;
            self.next_identifier = self.next_identifier.wrapping_add(1);
            self.used += octets;
            self.count += 1;
        }
        self.stream.flush().await
    }

    /// Takes the replies that are there in full.
    fn take(&mut self, outcome: &mut Outcome) -> io::Result<()> {
        let now = Instant::now();
        let mut at = 0;
        while let Some(&[_, identifier, high, low]) = self.buffer[at..self.filled].first_chunk() {
            let length = usize::from(u16::from_be_bytes([high, low]));
            if length < HEADER {
                return Err(io::ErrorKind::InvalidData.into());
            }
            let Some(reply) = self.buffer[at..self.filled].get(..length) else { break };
            at += length;
            let Some(sent) = self.outstanding[usize::from(identifier)].take() else {
                outcome.wrong += 1;
                continue;
            };
            self.count -= 1;
            let is_right = match self.expected {
                Reply::Echo => {
                    reply.len() == self.requests.octets() && reply[4..HEADER] == sent.authenticator
                }
                Reply::Accept if outcome.answered.is_multiple_of(CHECKED) => {
                    self.requests.is_right(reply, &sent.authenticator)
                }
                Reply::Accept => self.requests.looks_right(reply),
            };
            outcome.count(is_right, now.duration_since(sent.at));
        }
        self.buffer.copy_within(at..self.filled, 0);
        self.filled -= at;
        Ok(())
    }
}
