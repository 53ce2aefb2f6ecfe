//! The client over streams whose other ends the tests hold, with a paused clock.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::Relaxed;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, DuplexStream, ReadBuf, duplex};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep, timeout};

use super::connection::{Connect, Connected, Connecting, Transport};
use super::tests::*;
use super::*;
use crate::fixture::REPLY_MESSAGE;
use crate::packet::{Code, ErrorCause, Profile, Received, RequestHeader};
use crate::proto::{DiscardReason, Liveness, Traffic};

/// Gives out the ends of pipes that the test holds the other ends of.
#[derive(Debug)]
struct Pipes(mpsc::UnboundedSender<DuplexStream>);

impl Connect for Pipes {
    fn connect(&self, _: Option<std::net::IpAddr>) -> Connecting<'_> {
        let (near, far) = duplex(64 << 10);
        let result = self.0.send(far).map_err(io::Error::other);
        Box::pin(async move {
            result?;
            Ok(connected(near))
        })
    }
}

fn connected(stream: impl connection::Stream + 'static) -> Connected {
    Connected {
        stream: Box::new(stream),
        profile: Profile::radsec(),
        #[cfg(feature = "tls")]
        certificate: None,
    }
}

/// Counts what TLS would make a record each of, and how often it is all to leave.
#[derive(Debug)]
struct Counting {
    stream: DuplexStream,
    counts: Arc<[AtomicUsize; 2]>,
}

impl AsyncRead for Counting {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Counting {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        octets: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.counts[0].fetch_add(1, Relaxed);
        Pin::new(&mut self.stream).poll_write(context, octets)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.counts[1].fetch_add(1, Relaxed);
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// Connects to what the test holds the other end of, and counts.
#[derive(Debug)]
struct Counted(mpsc::UnboundedSender<DuplexStream>, Arc<[AtomicUsize; 2]>);

impl Connect for Counted {
    fn connect(&self, _: Option<std::net::IpAddr>) -> Connecting<'_> {
        let (near, far) = duplex(64 << 10);
        self.0.send(far).unwrap();
        let stream = Counting { stream: near, counts: Arc::clone(&self.1) };
        Box::pin(async { Ok(connected(stream)) })
    }
}

#[tokio::test(start_paused = true)]
async fn requests_that_start_together_leave_together_in_a_record_each_p118() {
    let (sender, mut pipes) = mpsc::unbounded_channel();
    let counts = Arc::default();
    let transport = Transport::Stream(Arc::new(Counted(sender, Arc::clone(&counts))));
    let entry = ServerEntry { transport, ..ServerEntry::new(LOOPBACK, secret("radsec")) };
    let client = ClientBuilder::new(entry).build().await.unwrap();
    let mut stream = pipes.recv().await.unwrap();
    let count = |what: usize| counts[what].load(Relaxed);
    let mut exchange = async |requests: usize| {
        let mut all = tokio::task::JoinSet::new();
        for _ in 0..requests {
            let client = client.clone();
            all.spawn(async move { client.send(login()).await.unwrap().code() });
        }
        for _ in 0..requests {
            let header = read_packet(&mut stream).await;
            let reply = Profile::radsec().seal_reply(&Packet::new(Code::ACCESS_ACCEPT), &header).unwrap();
            stream.write_all(&reply).await.unwrap();
        }
        assert_eq!(all.join_all().await, vec![Code::ACCESS_ACCEPT; requests]);
    };
    exchange(1).await;
    assert_eq!((count(0), count(1)), (1, 1), "one alone waits for nothing");
    exchange(200).await;
    assert_eq!(count(0), 201, "each is a write of its own");
    assert!(count(1) < 20, "200 requests left in {} parts", count(1) - 1);
}

#[tokio::test(start_paused = true)]
async fn a_request_that_is_given_up_before_it_is_written_is_not_sent_p121() {
    let (entry, mut pipes) = piped();
    let client = ClientBuilder::new(entry).build().await.unwrap();
    let mut stream = pipes.recv().await.unwrap();
    let mut given_up = Box::pin(client.send(login().with(REPLY_MESSAGE, "given up")));
    std::future::poll_fn(|context| {
        assert!(given_up.as_mut().poll(context).is_pending());
        Poll::Ready(())
    })
    .await;
    assert_eq!(client.servers().next().unwrap().connections(), 1);
    drop(given_up);
    let play = async {
        let mut packet = [0; 256];
        let length = stream.read(&mut packet).await.unwrap();
        let request = Received::from_stream(&packet[..length]).expect("one packet").to_packet();
        assert_eq!(request.get(REPLY_MESSAGE), Ok(Some("sent")));
    };
    let sent = client.send_within(Duration::from_secs(1), login().with(REPLY_MESSAGE, "sent"));
    let (sent, ()) = tokio::join!(sent, play);
    assert!(sent.is_err(), "nobody answered");
}

fn piped() -> (ServerEntry, mpsc::UnboundedReceiver<DuplexStream>) {
    let (sender, receiver) = mpsc::unbounded_channel();
    let entry = ServerEntry {
        transport: Transport::Stream(Arc::new(Pipes(sender))),
        ..ServerEntry::new(LOOPBACK, secret("radsec"))
    };
    (entry, receiver)
}

async fn read_packet(stream: &mut DuplexStream) -> RequestHeader {
    let mut packet = vec![0; 4];
    stream.read_exact(&mut packet).await.unwrap();
    packet.resize(usize::from(u16::from_be_bytes([packet[2], packet[3]])), 0);
    stream.read_exact(&mut packet[4..]).await.unwrap();
    Profile::radsec().header(&Received::from_datagram(&packet).unwrap())
}

#[tokio::test(start_paused = true)]
async fn over_a_stream_nothing_is_sent_twice_and_a_lost_connection_moves_the_request_p120() {
    let (entry, mut pipes) = piped();
    let client = ClientBuilder::new(entry).build().await.unwrap();
    let play = async {
        let mut stream = pipes.recv().await.unwrap();
        let first = read_packet(&mut stream).await;
        let again = timeout(Duration::from_secs(20), stream.read_u8()).await;
        assert!(again.is_err(), "nothing is sent twice");
        drop(stream);
        let mut stream = pipes.recv().await.unwrap();
        let second = read_packet(&mut stream).await;
        assert_ne!(first.authenticator, second.authenticator);
        let reply = Packet::new(Code::ACCESS_ACCEPT).with(REPLY_MESSAGE, "moved");
        let reply = Profile::radsec().seal_reply(&reply, &second).unwrap();
        // In two parts, as streams do.
        stream.write_all(&reply[..7]).await.unwrap();
        sleep(Duration::from_millis(1)).await;
        stream.write_all(&reply[7..]).await.unwrap();
        stream
    };
    let (reply, _stream) = tokio::join!(client.send(login()), play);
    assert_eq!(message(&reply.unwrap()), "moved");
}

/// The first server is silent to the end; the second one was not.
#[tokio::test(start_paused = true)]
async fn a_server_that_declined_is_not_one_that_did_not_answer_p153() {
    let ((silent, mut silent_pipes), (declining, mut pipes)) = (piped(), piped());
    let client = ClientBuilder::new(silent).server(declining).build().await.unwrap();
    let play = async {
        let mut stream = silent_pipes.recv().await.unwrap();
        read_packet(&mut stream).await;
        let mut other = pipes.recv().await.unwrap();
        let header = read_packet(&mut other).await;
        let reply = Packet::protocol_error(Code::ACCESS_REQUEST, ErrorCause::RESOURCES_UNAVAILABLE);
        other.write_all(&Profile::radsec().seal_reply(&reply, &header).unwrap()).await.unwrap();
        (stream, other)
    };
    let (reply, _streams) = tokio::join!(client.send(login()), play);
    assert_eq!(reply.unwrap().error_cause(), Some(ErrorCause::RESOURCES_UNAVAILABLE));
    let timeouts = client.servers().map(|server| server.statistics().timeouts(Traffic::Authentication));
    assert_eq!(timeouts.collect::<Vec<_>>(), [1, 0]);
}

#[tokio::test(start_paused = true)]
async fn a_forged_packet_closes_the_stream_and_an_unmatched_one_does_not_p119() {
    let (entry, mut pipes) = piped();
    let client = ClientBuilder::new(entry).build().await.unwrap();
    let play = async {
        let mut stream = pipes.recv().await.unwrap();
        let header = read_packet(&mut stream).await;
        let other = RequestHeader { identifier: 99, ..header };
        let accept = Packet::new(Code::ACCESS_ACCEPT);
        stream.write_all(&Profile::radsec().seal_reply(&accept, &other).unwrap()).await.unwrap();
        let forged = RequestHeader { authenticator: [9; 16], ..header };
        stream.write_all(&Profile::radsec().seal_reply(&accept, &forged).unwrap()).await.unwrap();
        assert_eq!(stream.read(&mut [0; 1]).await.unwrap(), 0, "closed");
    };
    let (reply, ()) = tokio::join!(client.send_within(Duration::from_secs(1), login()), play);
    assert!(matches!(reply, Err(ClientError::Unverified { replies: 1 })), "{reply:?}");
    let discarded = [DiscardReason::UnknownIdentifier, DiscardReason::BadAuthenticator];
    assert_eq!(discarded.map(|reason| client.statistics().discarded(reason)), [1, 1]);
}

/// Where the server is to find a connection, one that ends is made again, but not without pause.
#[cfg(all(feature = "tls", feature = "server"))]
#[tokio::test(start_paused = true)]
async fn a_server_that_ends_each_connection_at_once_is_not_knocked_at_without_pause_p101() {
    let (entry, mut pipes) = piped();
    let _client = ClientBuilder::new(entry.reverse_coa(true)).build().await.unwrap();
    let first = pipes.recv().await.unwrap();
    sleep(Duration::from_secs(2)).await;
    let began = Instant::now();
    drop(first);
    drop(pipes.recv().await.unwrap());
    assert!(began.elapsed() < Duration::from_secs(1), "at once: {:?}", began.elapsed());
    for _ in 0..5 {
        let began = Instant::now();
        drop(pipes.recv().await.unwrap());
        let tw = Duration::from_secs(13)..=Duration::from_secs(17);
        assert!(tw.contains(&began.elapsed()), "{:?}", began.elapsed());
    }
}

/// What comes down a connection that requests go up (draft-ietf-radext-reverse-coa) is not served.
#[tokio::test(start_paused = true)]
async fn a_request_that_comes_down_a_connection_is_dropped_p101() {
    let (entry, mut pipes) = piped();
    let client = ClientBuilder::new(entry).build().await.unwrap();
    let play = async {
        let mut stream = pipes.recv().await.unwrap();
        let header = read_packet(&mut stream).await;
        for packet in [Packet::new(Code::COA_REQUEST), Packet::new(Code::DISCONNECT_REQUEST)] {
            let request = Profile::radsec().seal_request(&packet, header.identifier.into()).unwrap();
            stream.write_all(request.octets()).await.unwrap();
        }
        let accept = Packet::new(Code::ACCESS_ACCEPT).with(REPLY_MESSAGE, "all the same");
        stream.write_all(&Profile::radsec().seal_reply(&accept, &header).unwrap()).await.unwrap();
        let nothing = timeout(Duration::from_secs(20), stream.read_u8()).await;
        assert!(nothing.is_err(), "neither an answer nor an end: {nothing:?}");
    };
    let (reply, ()) = tokio::join!(client.send(login()), play);
    assert_eq!(message(&reply.unwrap()), "all the same");
    assert_eq!(client.statistics().discarded(DiscardReason::UnexpectedCode), 2);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_does_not_read_does_not_hold_a_request_beyond_its_deadline() {
    let (entry, mut pipes) = piped();
    let client = ClientBuilder::new(entry).build().await.unwrap();
    let _stalled = pipes.recv().await.unwrap();
    let mut all = tokio::task::JoinSet::new();
    for _ in 0..250 {
        let client = client.clone();
        let big = (0..16).fold(login(), |packet, _| packet.with(REPLY_MESSAGE, "x".repeat(240)));
        all.spawn(async move { client.send_within(Duration::from_secs(5), big).await.map(drop) });
    }
    let mut ended = 0;
    let end = Instant::now() + Duration::from_secs(3600);
    while let Ok(Some(_)) = tokio::time::timeout_at(end, all.join_next()).await {
        ended += 1;
    }
    assert_eq!(ended, 250);
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_is_lost_twice_does_not_send_twice() {
    let (entry, mut pipes) = piped();
    let client = ClientBuilder::new(entry).build().await.unwrap();
    let play = async {
        let mut first = pipes.recv().await.unwrap();
        read_packet(&mut first).await;
        // What the monitor does when the watchdog says Close.
        client.inner.servers[0].close_all();
        let mut second = pipes.recv().await.unwrap();
        let one = read_packet(&mut second).await;
        drop(first);
        let again = timeout(Duration::from_secs(20), read_packet(&mut second)).await;
        assert!(again.is_err(), "sent again on the same connection: {one:?} {again:?}");
    };
    let (_, ()) = tokio::join!(client.send(login()), play);
}

#[tokio::test(start_paused = true)]
async fn one_connection_of_two_that_ends_does_not_take_the_server_down_p122() {
    let (entry, mut pipes) = piped();
    let client = ClientBuilder::new(entry).build().await.unwrap();
    let _first = pipes.recv().await.unwrap();
    client.inner.servers[0].connect().await.unwrap();
    let second = pipes.recv().await.unwrap();
    assert_eq!(client.servers().next().unwrap().connections(), 2);
    drop(second);
    sleep(Duration::from_millis(10)).await;
    assert_eq!(client.servers().next().unwrap().liveness(), Liveness::Okay);
}

#[derive(Debug)]
struct Slow(Pipes, AtomicUsize);

impl Connect for Slow {
    fn connect(&self, source: Option<std::net::IpAddr>) -> Connecting<'_> {
        if self.1.fetch_add(1, Relaxed) == 0 {
            return self.0.connect(source);
        }
        Box::pin(async move {
            sleep(Duration::from_millis(150)).await;
            self.0.connect(source).await
        })
    }
}

#[tokio::test(start_paused = true)]
async fn a_connection_is_made_although_requests_are_impatient() {
    let (sender, mut pipes) = mpsc::unbounded_channel();
    let slow = Arc::new(Slow(Pipes(sender), Default::default()));
    let entry = ServerEntry {
        transport: Transport::Stream(Arc::clone(&slow) as _),
        ..ServerEntry::new(LOOPBACK, secret("radsec"))
    };
    let client = ClientBuilder::new(entry).build().await.unwrap();
    drop(pipes.recv().await.unwrap());
    for _ in 0..50 {
        let _ = client.send_within(Duration::from_millis(100), login()).await;
    }
    let tries = slow.1.load(Relaxed);
    assert!(pipes.try_recv().is_ok(), "50 requests of 100 ms, {tries} attempts, no connection");
}

#[tokio::test(start_paused = true)]
async fn a_server_that_closes_an_idle_connection_is_not_down_p122() {
    for interval in [None, Some(Duration::from_secs(30))] {
        let (mut entry, mut pipes) = piped();
        entry.status_server = interval;
        let client = ClientBuilder::new(entry).build().await.unwrap();
        drop(pipes.recv().await.unwrap());
        sleep(Duration::from_millis(10)).await;
        let liveness = || client.servers().next().unwrap().liveness();
        assert_eq!((liveness(), client.servers().next().unwrap().connections()), (Liveness::Okay, 0));
        let play = async {
            let mut stream = pipes.recv().await.unwrap();
            let header = read_packet(&mut stream).await;
            let accept = Packet::new(Code::ACCESS_ACCEPT).with(REPLY_MESSAGE, "on another");
            stream.write_all(&Profile::radsec().seal_reply(&accept, &header).unwrap()).await.unwrap();
            read_packet(&mut stream).await;
        };
        let (reply, lost) = tokio::join!(client.send(login()), async {
            tokio::join!(play, async {
                sleep(Duration::from_secs(1)).await;
                client.send_within(Duration::from_secs(5), login()).await
            })
        });
        assert_eq!(message(&reply.unwrap()), "on another");
        assert!(lost.1.is_err());
        assert_eq!(liveness(), Liveness::Down, "this time a request was lost");
    }
}

/// After the first connection, none is made in time.
#[derive(Debug)]
struct Dead {
    pipes: Pipes,
    attempts: AtomicUsize,
    at_a_time: AtomicUsize,
    most: AtomicUsize,
}

impl Connect for Dead {
    fn connect(&self, source: Option<std::net::IpAddr>) -> Connecting<'_> {
        if self.attempts.fetch_add(1, Relaxed) == 0 {
            return self.pipes.connect(source);
        }
        Box::pin(async move {
            self.most.fetch_max(self.at_a_time.fetch_add(1, Relaxed) + 1, Relaxed);
            sleep(Duration::from_secs(60)).await;
            self.at_a_time.fetch_sub(1, Relaxed);
            Err(io::ErrorKind::TimedOut.into())
        })
    }
}

#[tokio::test(start_paused = true)]
async fn one_attempt_to_connect_is_made_at_a_time_p123() {
    let (sender, mut pipes) = mpsc::unbounded_channel();
    let dead = Arc::new(Dead {
        pipes: Pipes(sender),
        attempts: Default::default(),
        at_a_time: Default::default(),
        most: Default::default(),
    });
    let entry = ServerEntry {
        transport: Transport::Stream(Arc::clone(&dead) as _),
        ..ServerEntry::new(LOOPBACK, secret("radsec")).status_server(Duration::from_secs(6))
    };
    let client = ClientBuilder::new(entry).build().await.unwrap();
    let play = async {
        let mut stream = pipes.recv().await.unwrap();
        read_packet(&mut stream).await;
    };
    let (lost, ()) = tokio::join!(client.send(login()), play);
    assert!(lost.is_err());
    sleep(Duration::from_secs(600)).await;
    assert!(dead.attempts.load(Relaxed) > 5, "{dead:?}");
    assert_eq!(dead.most.load(Relaxed), 1);
}

#[tokio::test(start_paused = true)]
async fn an_interim_interval_without_end_is_only_long() {
    let client = ClientBuilder::new(piped().0).build().await.unwrap();
    let session = client.accounting_session(Packet::accounting_request()).unwrap();
    let interim = session.interim_every::<()>(Duration::MAX, |report| report);
    assert!(timeout(Duration::from_secs(3600), interim).await.is_err());
}
