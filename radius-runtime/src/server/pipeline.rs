//! What every request passes, over whatever transport it comes.
//!
//! A transport finds out who the client is (UDP by the address a datagram comes from, TLS by the connection), and gives each
//! packet to [`Pipeline::take`] with its [`Origin`] and a [`ReplySink`]. The pipeline checks it, calls the handler and gives
//! the sealed reply to the sink, now or later. What `take` returns says whether a stream may go on.
//!
//! * Over UDP, the [`Repetitions`] are those of the socket that received: they are dropped, or answered from its table.
//! * On a stream there are none (RFC 6613 §2.6.1). When the connection breaks, logins are given up, and replies that
//!   come later are given to a sink that fails: they must not be sent over another connection.
//! * [`Origin::profile`] decides how packets are checked, hidden and sealed: RADIUS/1.1 is nothing but another profile.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, SystemTime};

use tracing::Instrument as _;

use crate::attribute::{AttributeSet, Keys};
use crate::metrics::Stopwatch;
use crate::packet::{Code, ErrorCause, Packet, Profile, Received};
use crate::proto::duplicates::{Key, Seen};
use crate::proto::{DiscardReason, Disposition, DynamicAuthorization, Service};
use crate::trace::{self, Direction};
use crate::transport::outbox::Fate;

use super::exchange::{Claim, Exchange, ReplySink, SharedDuplicates, lock};
use super::handler::dispatch;
use super::in_flight::InFlight;
use super::isolated::Isolated;
use super::observer::{Events, Observer, Tally};
use super::request::Verified;
use super::{ClientEntry, Handler, Request};

/// The checks, the handler and what is counted: one for all transports of a server.
#[derive(Debug)]
pub(crate) struct Pipeline<H> {
    pub(super) handler: H,
    pub(super) observer: Observer,
    /// Requests with handlers that did not answer at once.
    pub(super) in_flight: Arc<InFlight>,
    /// Replies that are held back.
    pub(super) delayed: Arc<InFlight>,
    pub(super) dynamic: DynamicAuthorization,
    pub(super) coa_attributes: AttributeSet,
    pub(super) reject_delay: Duration,
    /// Whether Status-Server over UDP is answered.
    pub(super) status_server: bool,
}

/// State, which an Access-Request has that goes on with a conversation (RFC 2865 §5.24).
const STATE: u8 = 24;

/// Where a packet comes from, and what that means for it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Origin<'a> {
    pub(crate) peer: SocketAddr,
    /// The address it was sent to, if that is not always the same.
    pub(crate) local: Option<IpAddr>,
    pub(crate) client: &'a Arc<ClientEntry>,
    pub(crate) service: Service,
    pub(crate) profile: &'a Profile,
    /// What the client showed, over TLS.
    #[cfg(feature = "tls")]
    pub(crate) certificate: Option<&'a Arc<crate::radsec::PeerCertificate>>,
}

/// Where a request is looked up among those that came before, and the time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Repetitions<'a> {
    pub(crate) duplicates: &'a SharedDuplicates,
    pub(crate) now: Duration,
}

impl<H: Handler> Pipeline<H> {
    /// Takes one packet: a datagram, or what was cut out of a stream. A reply may be sent before this returns.
    ///
    /// It must be called within a tokio runtime, where the handler goes on if it has to wait.
    pub(crate) fn take<S: ReplySink>(
        self: &Arc<Self>,
        octets: &[u8],
        origin: &Origin<'_>,
        repetitions: Option<Repetitions<'_>>,
        sink: S,
    ) -> Disposition {
        trace::packet(Direction::Received, origin.peer, octets, || origin.keys(octets));
        match self.handle(octets, origin, repetitions, sink) {
            Ok(()) => Disposition::Keep,
            Err(reason) => {
                self.events(origin).dropped(reason, code_of(octets));
                reason.disposition()
            }
        }
    }

    fn handle<S: ReplySink>(
        self: &Arc<Self>,
        octets: &[u8],
        origin: &Origin<'_>,
        repetitions: Option<Repetitions<'_>>,
        sink: S,
    ) -> Result<(), DiscardReason> {
        let received = origin
            .service
            .admit(octets, origin.profile, origin.client.policy())
            .inspect_err(|&reason| self.explain(reason, octets, origin, &sink))?;
        origin.client.observe(&received);
        let code = received.code();
        if code == Code::STATUS_SERVER && !self.status_server && !origin.profile.is_tls() {
            return Err(DiscardReason::StatusServerOff);
        }
        let is_dynamic = matches!(code, Code::COA_REQUEST | Code::DISCONNECT_REQUEST);
        if is_dynamic {
            self.dynamic.check_timestamp(&received, since_1970())?;
        }
        // Status-Server is never sent again under the same identifier (RFC 5997 §4.1).
        let claim = match repetitions.filter(|_| code != Code::STATUS_SERVER) {
            Some(repetitions) => match self.claim(&received, origin, repetitions, &sink)? {
                Some(claim) => Some(claim),
                None => return Ok(()),
            },
            None => None,
        };
        let immediate = origin.service.immediate_answer(&received).or_else(|| {
            let handled = &self.coa_attributes;
            is_dynamic.then(|| self.dynamic.refuse(&received, handled))?
        });
        let mut immediate = immediate;
        if let Some(reason) =
            immediate.is_none().then(|| self.check_room(origin.client, &received).err()).flatten()
        {
            immediate = Some(unable(code, origin.profile).ok_or(reason)?);
            self.events(origin).dropped(reason, code);
        }
        self.events(origin).received(code);
        let header = origin.profile.header(&received);
        let request = Request::new(Verified {
            packet: received.to_packet().opened(origin.profile.keys(&header)),
            client: Arc::clone(origin.client),
            peer: origin.peer,
            #[cfg(feature = "tls")]
            certificate: origin.certificate.cloned(),
        });
        self.events(origin).lint(&request, header.identifier);
        let (pipeline, profile) = (Arc::clone(self), origin.profile.clone());
        let exchange = Exchange { pipeline, request, profile, header, claim, sink };
        match immediate {
            Some(answer) => exchange.answer(answer, None),
            None => self.run(exchange),
        }
        Ok(())
    }

    /// Looks a request up among those that came before. `None` if it was one of them and has its reply.
    fn claim(
        &self,
        received: &Received<'_>,
        origin: &Origin<'_>,
        Repetitions { duplicates, now }: Repetitions<'_>,
        sink: &impl ReplySink,
    ) -> Result<Option<Claim>, DiscardReason> {
        let Origin { peer, local, .. } = *origin;
        let key = Key { peer, local, code: received.code(), identifier: received.identifier() };
        let mut table = lock(duplicates);
        match table.begin(key, received.authenticator(), now) {
            Seen::New(ticket) => Ok(Some(Claim::new(Arc::clone(duplicates), ticket, now))),
            Seen::InFlight => Err(DiscardReason::DuplicateInFlight),
            Seen::Answered(octets) => {
                let tally = Tally::Again(key.code);
                let fate = sink.send(octets, tally, origin.client).map_err(|_| DiscardReason::SendFailed)?;
                let keys = || Some(origin.profile.keys(&origin.profile.header(received)));
                trace::packet(Direction::Sent, peer, octets, keys);
                if fate == Fate::Sent {
                    self.events(origin).sent(tally);
                }
                Ok(None)
            }
        }
    }

    fn check_room(&self, client: &ClientEntry, request: &Received<'_>) -> Result<(), DiscardReason> {
        let begins = || {
            let goes_on = request.attributes().any(|raw| raw.number == STATE);
            request.code() == Code::ACCESS_REQUEST && !goes_on
        };
        if !self.in_flight.has_room_to_begin() && (!self.in_flight.has_room() || begins()) {
            Err(DiscardReason::Overload)
        } else if !client.has_room() {
            Err(DiscardReason::ClientOverload)
        } else {
            Ok(())
        }
    }

    /// Calls the handler here and now. Only if it has to wait, it goes on in a task of its own.
    fn run<S: ReplySink>(self: &Arc<Self>, mut exchange: Exchange<H, S>) {
        let (pipeline, request) = (Arc::clone(self), exchange.request.clone());
        let (code, identifier) = (exchange.header.code, exchange.header.identifier);
        let span = tracing::debug_span!(
            "radius_request",
            peer = %exchange.request.peer(),
            client = exchange.request.client().label(),
            %code,
            identifier,
        );
        let handling = async move {
            let stopwatch = Stopwatch::start();
            let answer = dispatch(&pipeline.handler, request).await;
            pipeline.observer.handled(code, stopwatch);
            answer
        };
        let mut handler = Isolated::new(handling.instrument(span));
        match handler.start() {
            Poll::Ready(outcome) => exchange.finish(outcome),
            Poll::Pending => {
                exchange.waits();
                let permit = self.in_flight.enter(Some(exchange.request.shared_client()));
                let gone = exchange.sink.gone();
                tokio::spawn(Arc::clone(&self.in_flight).run(async move {
                    // Nobody is let in by it any more; a report is stored, and a session changed, all the same
                    // (radiusdtls-bis §3.11).
                    tokio::select! {
                        biased;
                        outcome = handler => exchange.finish(outcome),
                        () = gone, if code == Code::ACCESS_REQUEST => exchange.give_up(),
                    }
                    drop(permit);
                }));
            }
        }
    }
}

impl<H> Pipeline<H> {
    fn events<'a>(&'a self, origin: &Origin<'a>) -> Events<'a> {
        self.observer.of(origin.client, origin.peer)
    }

    /// How long a reply is held back if the handler does not say.
    pub(super) fn delay_of(&self, code: Code) -> Duration {
        if code == Code::ACCESS_REJECT { self.reject_delay } else { Duration::ZERO }
    }
}

/// The answer that RADIUS/1.1 demands where a request cannot be processed, since the client does not send it again
/// (RFC 9765 §6.1). Elsewhere silence makes it ask once more.
pub(super) fn unable(request: Code, profile: &Profile) -> Option<Packet> {
    let is_demanded =
        profile.is_radius_1_1() && matches!(request, Code::ACCESS_REQUEST | Code::ACCOUNTING_REQUEST);
    is_demanded.then(|| Packet::protocol_error(request, ErrorCause::RESOURCES_UNAVAILABLE))
}

impl Origin<'_> {
    /// What reveals the hidden values of a request.
    fn keys(&self, octets: &[u8]) -> Option<Keys> {
        let received = Received::from_stream(octets).ok()?;
        Some(self.profile.keys(&self.profile.header(&received)))
    }
}

/// What kind of packet these octets are meant to be.
pub(super) fn code_of(octets: &[u8]) -> Code {
    Code(octets.first().copied().unwrap_or_default())
}

fn since_1970() -> Duration {
    SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default()
}
