//! Receiving on one UDP socket.

use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;
use tokio::task::JoinSet;

use crate::proto::{DiscardReason, Service};
use crate::transport::batch::{Batch, Datagram, ServerSocket};
use crate::transport::outbox::Fate;

use super::directory::{Directory, FoundClient, Known};
use super::exchange::{ReplySink, SharedDuplicates};
use super::observer::Tally;
use super::pauses::Pauses;
use super::phase::{Phase, PhaseReceiver};
use super::pipeline::{Origin, Pipeline, Repetitions, code_of};
use super::{ClientEntry, Handler};

/// A socket whose replies are known by what they count as, and for whom.
pub(super) type Socket = ServerSocket<(Tally, Arc<ClientEntry>)>;

/// One bound socket and what it is for.
pub(super) struct Listener<H> {
    pub(super) socket: Arc<Socket>,
    pub(super) service: Service,
    pub(super) pipeline: Arc<Pipeline<H>>,
    pub(super) directory: Directory,
    pub(super) duplicates: SharedDuplicates,
    pub(super) waiting: Waiting,
}

/// Datagrams whose clients are being looked up.
#[derive(Default)]
pub(super) struct Waiting {
    held: HashMap<IpAddr, Vec<Held>>,
    count: usize,
    look_ups: JoinSet<(IpAddr, FoundClient)>,
}

struct Held {
    octets: Vec<u8>,
    peer: SocketAddr,
    local: Option<IpAddr>,
}

/// Replies to one client over UDP.
struct UdpReply {
    socket: Arc<Socket>,
    peer: SocketAddr,
    local: Option<IpAddr>,
}

impl ReplySink for UdpReply {
    fn send(&self, octets: &[u8], tally: Tally, client: &Arc<ClientEntry>) -> io::Result<Fate> {
        self.socket.send(octets, self.peer, self.local, || (tally, Arc::clone(client)))
    }
}

/// Waits until listeners have ended. They do when the server stops; if one panics, by what the program had it call or by a
/// mistake in here, the server is told to stop: it would look alive, and answer nobody.
pub(super) async fn join(listeners: &mut JoinSet<()>, lost: &Notify) {
    while let Some(ended) = listeners.join_next().await {
        if ended.is_err() {
            tracing::error!("a listener panicked: the server ends");
            lost.notify_one();
        }
    }
}

impl<H: Handler> Listener<H> {
    /// Serves until told to stop. Nothing that the socket reports ends it: whatever it was, the next datagram may be a
    /// request.
    pub(super) async fn serve(mut self, mut phase: PhaseReceiver) {
        phase.wait_for(Phase::Serving).await;
        let socket = Arc::clone(&self.socket);
        let mut batch = socket.batch();
        let mut pauses = Pauses::new();
        loop {
            tokio::select! {
                biased;
                () = phase.wait_for(Phase::Stopping) => return,
                Some(found) = self.waiting.look_ups.join_next() => {
                    // A look-up that panics is as one that fails; it does not say whose it was.
                    if let Ok((address, found)) = found {
                        self.release(address, found);
                    }
                }
                received = async { pauses.over().await; socket.receive(&mut batch).await } => match received {
                    Ok(()) => {
                        pauses.succeeded();
                        self.take_all(&batch);
                        if self.pipeline.in_flight.count() > 0 {
                            // Where one thread does everything, handlers get their turn between batches.
                            tokio::task::yield_now().await;
                        }
                    }
                    Err(error) => pauses.failed("receiving failed", &error),
                },
            }
        }
    }

    fn take_all(&mut self, batch: &Batch) {
        let socket = Arc::clone(&self.socket);
        // One look at the clock and at the clients for all: none of them came later than this.
        let now = self.pipeline.observer.now();
        self.directory.refresh();
        socket.hold();
        for datagram in socket.datagrams(batch) {
            if let Err(reason) = self.take(&datagram, now) {
                self.pipeline.observer.of_stranger(datagram.peer).dropped(reason, code_of(datagram.octets));
            }
        }
        let observer = &self.pipeline.observer;
        socket.release(|(tally, client), peer, result| match result {
            Ok(()) => observer.of(client, peer).sent(*tally),
            Err(error) => {
                observer.of(client, peer).failed(DiscardReason::SendFailed, tally.code(), &error);
            }
        });
    }

    fn take(&mut self, datagram: &Datagram<'_>, now: Duration) -> Result<(), DiscardReason> {
        let address = datagram.peer.ip();
        let pipeline = &self.pipeline;
        match self.directory.find(address, now) {
            Known::Client(client) => {
                self.process(datagram, &client, now);
                Ok(())
            }
            Known::Stranger => Err(DiscardReason::UnknownClient),
            Known::Unclear(look_up) => {
                let settings = *look_up.settings();
                let address = address.to_canonical();
                let is_new = !self.waiting.held.contains_key(&address);
                if self.waiting.count >= settings.max_held
                    || is_new && self.waiting.look_ups.len() >= settings.max_concurrent
                {
                    return Err(DiscardReason::LookupOverload);
                }
                let Datagram { octets, peer, local } = *datagram;
                self.waiting.held.entry(address).or_default().push(Held {
                    octets: octets.to_vec(),
                    peer,
                    local,
                });
                self.waiting.count += 1;
                if is_new {
                    let pipeline = Arc::clone(pipeline);
                    self.waiting.look_ups.spawn(async move {
                        // In a task of its own, so that a panic is told with the address.
                        let mut asked = JoinSet::new();
                        asked.spawn(async move { look_up.find(address, || pipeline.observer.now()).await });
                        let found = asked.join_next().await;
                        (address, found.unwrap_or(Ok(Ok(None))).unwrap_or_else(|panic| Err(panic.into())))
                    });
                }
                Ok(())
            }
        }
    }

    /// Takes what waited for its client.
    fn release(&mut self, address: IpAddr, found: FoundClient) {
        let held = self.waiting.held.remove(&address).unwrap_or_default();
        self.waiting.count -= held.len();
        let now = self.pipeline.observer.now();
        for Held { octets, peer, local } in held {
            let (events, code) = (self.pipeline.observer.of_stranger(peer), code_of(&octets));
            match &found {
                Ok(Some(client)) => self.process(&Datagram { octets: &octets, peer, local }, client, now),
                Ok(None) => events.dropped(DiscardReason::UnknownClient, code),
                Err(error) => events.failed(DiscardReason::LookupFailed, code, &**error),
            }
        }
    }

    fn process(&self, datagram: &Datagram<'_>, client: &Arc<ClientEntry>, now: Duration) {
        let Datagram { octets, peer, local } = *datagram;
        let origin = Origin {
            peer,
            local,
            client,
            service: self.service,
            profile: client.profile(),
            #[cfg(feature = "tls")]
            certificate: None,
        };
        let sink = UdpReply { socket: Arc::clone(&self.socket), peer, local };
        let repetitions = Repetitions { duplicates: &self.duplicates, now };
        // UDP has no connection that could be closed.
        let _ = self.pipeline.take(octets, &origin, Some(repetitions), sink);
    }
}
