//! One connection over TLS that is up: requests are read from it, and replies written to it, by one task.

use std::cell::RefCell;
use std::future::poll_fn;
use std::io::{self, Write};
use std::net::{IpAddr, SocketAddr};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::{Duration, SystemTime};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep_until, timeout};
use tokio_rustls::server::TlsStream;

use crate::crypto::wipe::{Wiped, wipe};
use crate::packet::{Code, DecodeError, Profile};
use crate::proto::{DiscardReason, Disposition, Framing, RadiusVersion, Service};
use crate::radsec::{Accepted, PeerCertificate};

use super::gate::Gate;
use super::replies::Replies;
use super::way_down::WayDown;
use super::{CLOSING, Change, Changes, Shared, far_off};
use crate::server::observer::{Events, NO_CODE};
use crate::server::phase::{Phase, PhaseReceiver};
use crate::server::pipeline::{Origin, code_of};
use crate::server::{ClientEntry, Handler};

/// Octets read at a time: what a TLS record holds.
const BUFFER_OCTETS: usize = 16 << 10;

/// Octets that are still read, and dropped, of a client that goes on sending when its connection is closed: if they stayed
/// unread, the system would take back what was written last.
const DRAINED_OCTETS: u64 = 1 << 20;

/// How long a client may leave a reply unread.
const WRITING: Duration = Duration::from_secs(30);

thread_local! {
    /// What is read goes on into the connection's framing at once, so that all connections of a thread share one.
    static BUFFER: RefCell<Wiped> = RefCell::new(vec![0; BUFFER_OCTETS].into());
}

/// Carries packets until one end has enough.
pub(super) async fn carry<H: Handler>(
    shared: &Shared<H>,
    accepted: Accepted<TcpStream>,
    peer: SocketAddr,
    phase: PhaseReceiver,
    changes: Changes,
) {
    let Accepted { stream, version, certificate } = accepted;
    // If its rule went away a moment ago, so does the client.
    let Some(client) = shared.clients.get().find_certificate(&certificate, peer.ip()).cloned() else {
        return;
    };
    let local = stream.get_ref().0.local_addr().ok().map(|local| local.ip());
    let profile = match version {
        RadiusVersion::V1_0 => Profile::radsec(),
        RadiusVersion::V1_1 => Profile::radius_1_1(),
    };
    let profile = profile.with_max_octets(shared.limits.max_packet_octets);
    let mut connection = Connection {
        shared,
        peer,
        local,
        client,
        framing: Framing::new(profile.max_octets()),
        profile,
        end: ends_at(&certificate),
        certificate: Arc::new(certificate),
        stream,
        replies: Replies::with_way_down(shared.ways_down.is_some()),
        way_down: None,
    };
    connection.open_way_down();
    let ended = connection.run(phase, changes).await;
    connection.close_way_down();
    tracing::debug!(%peer, ?ended, "the connection ends");
    connection.say_good_bye(ended).await;
}

/// Why nothing more is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ended {
    /// The client closed its half, between two packets; or it is time for the end.
    Between,
    /// The server stops.
    Stopping,
    /// A packet is too long, and was answered so: what is being handled still is answered too.
    TooLong,
    /// What came over the stream is broken: nothing more is to be said.
    Broken,
    /// The stream itself is broken.
    Lost,
}

/// What there is to do.
enum Event {
    Read(io::Result<usize>),
    /// There is something to write, or to look at.
    Replied,
    Stopping,
    /// The client was idle for too long, the certificate ends, or neither is so any more.
    Timer,
    Changed(Changes, Change),
}

struct Connection<'a, H> {
    shared: &'a Shared<H>,
    peer: SocketAddr,
    local: Option<IpAddr>,
    /// Whose rule the certificate meets, as it stands now.
    client: Arc<ClientEntry>,
    profile: Profile,
    certificate: Arc<PeerCertificate>,
    stream: TlsStream<TcpStream>,
    framing: Framing,
    replies: Arc<Replies>,
    /// Where this end may send requests of its own.
    way_down: Option<Arc<WayDown>>,
    /// When the certificate ends.
    end: Instant,
}

impl<H> Drop for Connection<'_, H> {
    /// However it ends.
    fn drop(&mut self) {
        self.close_way_down();
        self.replies.close();
    }
}

impl<H> Connection<'_, H> {
    /// Lets requests be sent to the client, as long as its entry says that it takes them.
    fn open_way_down(&mut self) {
        let Some(ways) = &self.shared.ways_down else { return };
        let Self { client, certificate, peer, profile, replies, .. } = self;
        let way = WayDown::new(client, certificate, *peer, profile, replies);
        ways.opened(&way);
        self.way_down = Some(way);
    }

    fn close_way_down(&mut self) {
        if let (Some(way), Some(ways)) = (self.way_down.take(), &self.shared.ways_down) {
            way.close();
            ways.closed(&way);
        }
    }
}

impl<H: Handler> Connection<'_, H> {
    fn events(&self) -> Events<'_> {
        self.shared.pipeline.observer.of(&self.client, self.peer)
    }

    /// Reads requests and writes replies.
    async fn run(&mut self, mut phase: PhaseReceiver, changes: Changes) -> Ended {
        let mut stopping = pin!(async move { phase.wait_for(Phase::Stopping).await });
        let mut changed = pin!(changes.next());
        let mut idle_until = self.shared.idle_deadline();
        let mut timer = pin!(sleep_until(idle_until.min(self.end)));
        let mut gate = Gate::new();
        loop {
            let Self { stream, framing, replies, .. } = self;
            let event = poll_fn(|context| {
                // Before reading, or a client that never pauses would outlive its certificate.
                let seldom = gate.poll(context, |context| {
                    if stopping.as_mut().poll(context).is_ready() {
                        Poll::Ready(Event::Stopping)
                    } else if timer.as_mut().poll(context).is_ready() {
                        Poll::Ready(Event::Timer)
                    } else {
                        changed
                            .as_mut()
                            .poll(context)
                            .map(|(changes, change)| Event::Changed(changes, change))
                    }
                });
                if seldom.is_ready() {
                    return seldom;
                }
                match poll_read(stream, framing, context) {
                    Poll::Ready(read) => Poll::Ready(Event::Read(read)),
                    Poll::Pending => replies.poll_changed(context).map(|()| Event::Replied),
                }
            });
            match event.await {
                Event::Read(Ok(0)) if self.framing.is_between_packets() => return Ended::Between,
                Event::Read(Ok(0)) => {
                    self.events().dropped(DiscardReason::Truncated, NO_CODE);
                    return Ended::Broken;
                }
                Event::Read(Ok(_)) => match self.take() {
                    Ok(0) => {}
                    Ok(_) => idle_until = self.shared.idle_deadline(),
                    Err(ended) => return ended,
                },
                Event::Read(Err(error)) => {
                    tracing::debug!(peer = %self.peer, %error, "reading failed");
                    return Ended::Lost;
                }
                Event::Replied => {
                    if self.way_down.as_ref().is_some_and(|way| way.is_given_up()) {
                        return Ended::Broken;
                    }
                }
                Event::Stopping => return Ended::Stopping,
                Event::Timer => {
                    let (now, due) = (Instant::now(), idle_until.min(self.end));
                    if now >= due {
                        let reason = match now >= self.end {
                            true => DiscardReason::CertificateExpired,
                            false => DiscardReason::IdleConnection,
                        };
                        self.events().dropped(reason, NO_CODE);
                        return Ended::Between;
                    }
                    timer.as_mut().reset(due);
                }
                Event::Changed(changes, change) => {
                    if !self.is_client_still(change) {
                        self.events().dropped(DiscardReason::CertificateRefused, NO_CODE);
                        return Ended::Between;
                    }
                    changed.set(changes.next());
                }
            }
            if self.write().await.is_err() {
                return Ended::Lost;
            }
        }
    }

    /// Whether the client may stay after a change. Its entry is the one that its rule leads to now.
    fn is_client_still(&mut self, change: Change) -> bool {
        let Shared { acceptor, clients, .. } = self.shared;
        match change {
            Change::Trust => acceptor.still_believes(&self.stream),
            Change::Rules => match clients.get().find_certificate(&self.certificate, self.peer.ip()) {
                Some(client) => {
                    self.client = Arc::clone(client);
                    if let Some(way) = &self.way_down {
                        way.set_client(client);
                    }
                    true
                }
                None => !acceptor.ends_refused_connections(),
            },
        }
    }

    /// Gives the packets that are complete to the pipeline. Says how many there were, or why there will be no more.
    fn take(&mut self) -> Result<usize, Ended> {
        let Self { shared, client, profile, certificate, framing, replies, way_down, .. } = self;
        let origin = &Origin {
            peer: self.peer,
            local: self.local,
            client,
            service: Service::All,
            profile,
            certificate: Some(certificate),
        };
        let events = shared.pipeline.observer.of(client, self.peer);
        let mut count = 0;
        loop {
            match framing.next_packet() {
                Ok(None) => return Ok(count),
                Ok(Some(packet)) if way_down.as_ref().is_some_and(|way| way.take(packet)) => count += 1,
                Ok(Some(packet)) => {
                    let Some(sink) = replies.expect(token(packet, origin.profile)) else {
                        events.dropped(DiscardReason::TokenInUse, code_of(packet));
                        return Err(Ended::Broken);
                    };
                    if shared.pipeline.take(packet, origin, None, sink) == Disposition::Close {
                        return Err(Ended::Broken);
                    }
                    count += 1;
                }
                Err(error) => {
                    let is_long = matches!(error, DecodeError::BadLength(length)
                        if usize::from(length) > origin.profile.max_octets());
                    let ended = match framing.refused_header() {
                        Some(header) if Code(header[0]).is_request() => {
                            let sink = replies.expect(None).ok_or(Ended::Broken)?;
                            shared.pipeline.refuse_length(*header, origin, &sink);
                            Ended::TooLong
                        }
                        // The header is not complete yet.
                        None if is_long && framing.refused_code().is_some_and(Code::is_request) => {
                            return Ok(count);
                        }
                        _ => Ended::Broken,
                    };
                    events.dropped(error.into(), NO_CODE);
                    return Err(ended);
                }
            }
        }
    }

    /// Writes the replies that have come. Says whether more may come.
    ///
    /// Each goes into a TLS record of its own, as FreeRADIUS up to 3.2.1 closes a connection when a record holds two; the
    /// records leave together.
    async fn write(&mut self) -> io::Result<bool> {
        let mut octets = Wiped::default();
        let goes_on = self.replies.take(&mut octets);
        if octets.is_empty() {
            return Ok(goes_on);
        }
        let written = timeout(WRITING, async {
            let mut rest = &octets[..];
            while let Some((reply, behind)) = split_packet(rest) {
                let taken = self.stream.get_mut().1.writer().write(reply)?;
                if taken < reply.len() {
                    // The buffer is full.
                    self.stream.write_all(reply.get(taken..).unwrap_or_default()).await?;
                }
                rest = behind;
            }
            self.stream.flush().await
        });
        written.await.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))??;
        Ok(goes_on)
    }

    /// Ends the connection, as far as the client lets it.
    async fn say_good_bye(&mut self, ended: Ended) {
        let answers = matches!(ended, Ended::Between | Ended::Stopping | Ended::TooLong);
        let mut is_lost = ended == Ended::Lost;
        while !is_lost {
            match self.write().await {
                // What is being handled is answered, as long as it is not cut.
                Ok(true) if answers => poll_fn(|context| self.replies.poll_changed(context)).await,
                Ok(_) => break,
                Err(_) => is_lost = true,
            }
        }
        self.replies.close();
        if is_lost || !matches!(timeout(CLOSING, self.stream.shutdown()).await, Ok(Ok(()))) {
            return;
        }
        if matches!(ended, Ended::TooLong | Ended::Broken) {
            let mut rest = self.stream.get_mut().0.take(DRAINED_OCTETS);
            let _ = timeout(CLOSING, tokio::io::copy(&mut rest, &mut tokio::io::sink())).await;
        }
    }
}

/// Reads what there is into the framing; says how many octets.
fn poll_read(
    stream: &mut TlsStream<TcpStream>,
    framing: &mut Framing,
    context: &mut Context<'_>,
) -> Poll<io::Result<usize>> {
    BUFFER.with_borrow_mut(|buffer| {
        let mut read = ReadBuf::new(buffer);
        ready!(Pin::new(stream).poll_read(context, &mut read))?;
        let octets = read.filled_mut();
        framing.push(octets);
        wipe(octets);
        Poll::Ready(Ok(octets.len()))
    })
}

/// The Token of a request, if it has one.
fn token(packet: &[u8], profile: &Profile) -> Option<u32> {
    let token = packet.get(4..8).filter(|_| profile.is_radius_1_1())?;
    token.first_chunk().map(|token| u32::from_be_bytes(*token))
}

/// The first of several packets, and the others.
fn split_packet(octets: &[u8]) -> Option<(&[u8], &[u8])> {
    let &[_, _, high, low, ..] = octets else { return None };
    octets.split_at_checked(u16::from_be_bytes([high, low]).into())
}

/// When the certificate ends, and the connection with it.
fn ends_at(certificate: &PeerCertificate) -> Instant {
    let left = certificate.not_after.duration_since(SystemTime::now()).unwrap_or_default();
    Instant::now().checked_add(left).map_or_else(far_off, |end| end.min(far_off()))
}
