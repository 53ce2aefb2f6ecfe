//! One request on its way: the driver of [`Exchange`] over connections and time.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, timeout};

use crate::packet::{Code, ErrorCause, OpenPacket, Packet};
use crate::proto::exchange::{Candidate, Exchange, Step};
use crate::proto::{Watchdog, delay};

use super::connection::Leg;
use super::mailbox::{Event, Loss, Mailbox, Waiter};
use super::server::Unsent;
use super::{ClientError, Inner};

/// A reply, and which of the client's servers it came from.
#[derive(Debug)]
pub(super) struct Answered {
    pub(super) server: usize,
    pub(super) reply: OpenPacket,
}

/// What a request asks of the client beside its settings.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Options {
    /// Takes the place of the timers' `max_duration`.
    pub(super) limit: Option<Duration>,
    /// The only server to ask.
    pub(super) server: Option<usize>,
}

/// Requests in flight for one exchange at most: each change of the content takes another identifier.
const MAX_LEGS: usize = 16;

/// A request and all that is in flight for it.
pub(super) struct Sending<'a> {
    inner: &'a Inner,
    packet: Packet,
    options: Options,
    started: Instant,
    exchange: Exchange,
    mailbox: Arc<Mailbox>,
    /// What was sent, under an identifier each. A reply to any of it ends the exchange.
    legs: Vec<(Leg, Sent)>,
    failure: Option<Failure>,
    /// The last server that answered that it cannot do it.
    declined: Option<Answered>,
    /// The server that a transmission of the request is on its way to, until time is up for it.
    awaited: Option<usize>,
    /// Replies that did not verify, on legs that are gone.
    unverified: u32,
}

/// What a leg was made of.
struct Sent {
    /// The report's age when it was sealed.
    delayed: bool,
    at: Duration,
    first: Instant,
}

/// The last that was heard of a server, if that is no reply.
enum Failure {
    Loss(Loss),
    Io(io::Error),
}

impl<'a> Sending<'a> {
    pub(super) fn new(inner: &'a Inner, packet: Packet, options: Options) -> Self {
        Self {
            inner,
            packet,
            options,
            started: Instant::now(),
            exchange: Exchange::new(inner.retransmission, options.limit, inner.fail_over_after),
            mailbox: Arc::default(),
            legs: Vec::new(),
            failure: None,
            declined: None,
            awaited: None,
            unverified: 0,
        }
    }

    /// Sends the request as often and to as many servers as it takes.
    pub(super) async fn run(mut self) -> Result<Answered, ClientError> {
        let permit = timeout(self.exchange.end(), self.inner.permits.acquire()).await;
        let _permit = permit.map_err(|_| ClientError::Busy)?.map_err(io::Error::other)?;
        loop {
            let now = self.started.elapsed();
            let (inner, only, code) = (self.inner, self.options.server, self.packet.code());
            match self.exchange.next(now, fastrand::u32(..), |asked| inner.pick(asked, only, code)) {
                Step::Transmit { server } => self.transmit(server).await?,
                Step::Wait { until } => match timeout(until.saturating_sub(now), self.mailbox.next()).await {
                    Ok(Event::Reply { server, reply }) => {
                        self.note_reply(server);
                        tracing::debug!(code = %reply.code(), "answered");
                        let answered = Answered { server, reply };
                        if !is_declined(&answered.reply) {
                            return Ok(answered);
                        }
                        self.declined(answered);
                    }
                    Ok(Event::TooLong { octets, limit }) => {
                        return Err(ClientError::ReplyTooLong { octets, limit });
                    }
                    Ok(Event::Lost { server, loss }) => self.lost(server, Failure::Loss(loss)),
                    Err(_) => self.note_timeout(),
                },
                Step::GiveUp => {
                    self.note_silence();
                    return self.declined.take().map_or_else(|| Err(self.verdict()), Ok);
                }
            }
        }
    }

    async fn transmit(&mut self, server: usize) -> Result<(), ClientError> {
        if self.legs.last().is_some_and(|(leg, _)| leg.server() != server) {
            self.note_silence();
        }
        let at = self.started.elapsed();
        let later = delay::delayed(&self.packet, at);
        // A Status-Server is never sent again but asked anew (RFC 5997 §4.1).
        let is_another = later.is_some() || self.packet.code() == Code::STATUS_SERVER;
        let again = self
            .legs
            .iter()
            .rposition(|(leg, sent)| leg.server() == server && leg.is_open() && !is_another && !sent.delayed);
        let index = match again {
            Some(index) => {
                if let Some(server) = self.inner.servers.get(server) {
                    server.peer.count_repeated(self.packet.code());
                }
                index
            }
            None => {
                let packet = later.as_ref().unwrap_or(&self.packet);
                let mailbox = Arc::clone(&self.mailbox);
                let waiter = Waiter {
                    mailbox,
                    server,
                    is_probe: packet.code() == Code::STATUS_SERVER,
                    is_report: packet.code() == Code::ACCOUNTING_REQUEST,
                };
                let Some(to) = self.inner.servers.get(server) else { return Ok(()) };
                let left = self.exchange.end().saturating_sub(at);
                match timeout(left, to.start(packet, &waiter)).await {
                    Ok(Ok(leg)) => {
                        self.keep(leg, Sent { delayed: later.is_some(), at, first: Instant::now() })
                    }
                    Ok(Err(Unsent::Packet(error))) => return Err(error.into()),
                    Ok(Err(Unsent::Connection(error))) => {
                        let failure = match to.peer.entry.transport.is_single() {
                            true => Failure::Loss(Loss::Disconnected),
                            false => Failure::Io(error),
                        };
                        self.lost(server, failure);
                        return Ok(());
                    }
                    // The exchange is over.
                    Err(_) => return Ok(()),
                }
            }
        };
        // A datagram that cannot be sent now is like one that is lost on its way.
        if let Some((leg, _)) = self.legs.get(index) {
            self.awaited = Some(server);
            leg.tell(self.exchange.transmissions());
            let left = self.exchange.end().saturating_sub(self.started.elapsed());
            // Over a stream it may have to wait for the server to read.
            let sent = timeout(left, leg.transmit()).await;
            let sent = sent.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()));
            self.failure = sent.err().map(Failure::Io);
        }
        Ok(())
    }

    fn keep(&mut self, leg: Leg, sent: Sent) -> usize {
        let is_first_there = !self.legs.iter().any(|(other, _)| other.server() == leg.server());
        if let Some(server) = self.inner.servers.get(leg.server()) {
            if self.legs.is_empty() {
                server.peer.lint(&self.packet, leg.identifier());
            }
            if is_first_there {
                server.peer.count_sent(self.packet.code(), self.legs.is_empty());
            } else {
                server.peer.count_repeated(self.packet.code());
            }
        }
        if self.legs.len() >= MAX_LEGS {
            let (oldest, _) = self.legs.remove(0);
            self.unverified = self.unverified.saturating_add(oldest.unverified());
        }
        self.legs.push((leg, sent));
        self.legs.len() - 1
    }

    fn declined(&mut self, answered: Answered) {
        self.no_longer_awaited(answered.server);
        self.exchange.declined(answered.server);
        self.declined = Some(answered);
    }

    fn lost(&mut self, server: usize, failure: Failure) {
        self.failure = Some(failure);
        self.no_longer_awaited(server);
        if self.inner.servers.get(server).is_some_and(|server| server.peer.entry.transport.is_single()) {
            // There will be no other connection.
            self.exchange.declined(server);
        } else {
            self.exchange.lost(server, self.started.elapsed(), fastrand::u32(..));
        }
    }

    fn no_longer_awaited(&mut self, server: usize) {
        self.awaited = self.awaited.filter(|&awaited| awaited != server);
    }

    /// Takes the time from the last packet for a server, the first time it was sent, to its reply.
    fn note_reply(&self, server: usize) {
        let sent = self.legs.iter().rev().find(|(leg, _)| leg.server() == server);
        if let (Some((_, sent)), Some(server)) = (sent, self.inner.servers.get(server)) {
            server.peer.answered_in(self.packet.code(), sent.first.elapsed());
        }
    }

    /// Counts a transmission that was waited for in vain.
    fn note_timeout(&mut self) {
        let server = self.awaited.take().and_then(|server| self.inner.servers.get(server));
        if let Some(server) = server {
            server.peer.count_timeout(self.packet.code());
        }
    }

    /// Tells the watchdog of the server that was asked last that it did not answer.
    fn note_silence(&self) {
        let Some((leg, _)) = self.legs.last() else { return };
        if self.declined.as_ref().is_some_and(|answered| answered.server == leg.server()) {
            return;
        }
        let Some(server) = self.inner.servers.get(leg.server()) else { return };
        let first = self.legs.iter().find(|(other, _)| other.server() == leg.server());
        let waited = first.map_or(Duration::ZERO, |(_, sent)| self.started.elapsed().saturating_sub(sent.at));
        server.peer.watch(|watchdog: &mut Watchdog, now, random| {
            watchdog.unanswered(now.saturating_sub(waited), now, random);
        });
    }

    fn verdict(self) -> ClientError {
        let unverified = self.legs.iter().map(|(leg, _)| leg.unverified());
        let replies = unverified.fold(self.unverified, u32::saturating_add);
        match self.failure {
            _ if replies > 0 => ClientError::Unverified { replies },
            Some(Failure::Loss(Loss::Refused)) => ClientError::Refused,
            Some(Failure::Loss(Loss::Disconnected)) => ClientError::Disconnected,
            Some(Failure::Io(error)) if error.kind() == io::ErrorKind::ConnectionRefused => {
                ClientError::Refused
            }
            Some(Failure::Io(error)) => ClientError::Io(error),
            None => ClientError::NoReply { transmissions: self.exchange.transmissions() },
        }
    }
}

impl Inner {
    fn pick(&self, asked: &[usize], only: Option<usize>, code: Code) -> Option<Candidate> {
        let server = match only {
            Some(only) => Some(only).filter(|only| !asked.contains(only)),
            None => self
                .pool()
                .pick(asked, |index| self.servers.get(index).is_some_and(|server| server.peer.takes(code))),
        }?;
        let peer = &self.servers.get(server)?.peer;
        peer.watch(Watchdog::chosen);
        let is_reliable = peer.entry.transport.is_reliable();
        Some(Candidate { server, is_reliable })
    }
}

/// Whether the server says that it cannot do what is asked, which another one may: a Protocol-Error for no reason, or for a reason
/// that is the server's own (RFC 9765 §6.1).
fn is_declined(reply: &OpenPacket) -> bool {
    let reasons = [
        ErrorCause::REQUEST_NOT_ROUTABLE,
        ErrorCause::OTHER_PROXY_PROCESSING_ERROR,
        ErrorCause::RESOURCES_UNAVAILABLE,
    ];
    reply.code() == Code::PROTOCOL_ERROR && reply.error_cause().is_none_or(|cause| reasons.contains(&cause))
}
