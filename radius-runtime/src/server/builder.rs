//! The settings of a server.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use crate::lint::{Finding, Linter};
use crate::proto::{DynamicAuthorization, NasIdentity, Service};
#[cfg(feature = "tls")]
use crate::radsec::ServerTls;
use crate::transport::udp;

use super::directory::{ClientSource, ClientsHandle, LookUp, LookUpSettings};
use super::in_flight::InFlight;
use super::lifecycle::Lifecycle;
use super::observer::Observer;
use super::phase::PhaseSender;
use super::pipeline::Pipeline;
#[cfg(feature = "tls")]
use super::radsec::{self, TlsAddress, TlsLimits, WaysDown};
use super::source::Source;
use super::worker::{Plan, Worker};
use super::{Clients, Handler, HandlerError, Server};

/// The settings of a [`Server`].
#[must_use]
pub struct ServerBuilder<H> {
    clients: Clients,
    look_up: Option<LookUp>,
    handler: H,
    addresses: Vec<(Service, SocketAddr)>,
    #[cfg(feature = "tls")]
    tls_addresses: Vec<TlsAddress>,
    #[cfg(feature = "tls")]
    ways_down: Option<Arc<dyn WaysDown>>,
    sources: Vec<Box<dyn Source<H>>>,
    workers: Option<usize>,
    max_in_flight: usize,
    keep_replies: Duration,
    max_replies: usize,
    reject_delay: Duration,
    status_server: bool,
    dynamic: DynamicAuthorization,
    linter: Linter,
    lifecycle: Lifecycle,
    grace: Duration,
}

impl<H> fmt::Debug for ServerBuilder<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServerBuilder").field("addresses", &self.addresses).finish_non_exhaustive()
    }
}

impl<H: Handler> ServerBuilder<H> {
    pub(super) fn new(clients: Clients, handler: H) -> Self {
        Self {
            clients,
            look_up: None,
            handler,
            addresses: Vec::new(),
            #[cfg(feature = "tls")]
            tls_addresses: Vec::new(),
            #[cfg(feature = "tls")]
            ways_down: None,
            sources: Vec::new(),
            workers: None,
            max_in_flight: 4096,
            keep_replies: Duration::from_secs(30),
            max_replies: 1 << 16,
            reject_delay: Duration::ZERO,
            status_server: true,
            dynamic: DynamicAuthorization::default(),
            linter: Linter::default(),
            lifecycle: Lifecycle::default(),
            grace: Duration::from_secs(5),
        }
    }

    /// Takes requests of every kind on this address over UDP, as on the one port of RADIUS over TLS. Can be called for several
    /// addresses, as [`authentication`](Self::authentication).
    ///
    /// By custom each kind has a port of its own: [`authentication`](Self::authentication), [`accounting`](Self::accounting) and
    /// [`dynamic_authorization`](Self::dynamic_authorization), which take no other.
    ///
    #[cfg_attr(feature = "tls", doc = "```no_run")]
    #[cfg_attr(not(feature = "tls"), doc = "```ignore")]
    /// # use radius_runtime::radsec::ServerTls;
    /// # use radius_runtime::server::{Clients, Handler, Server};
    /// # async fn example(clients: Clients, handler: impl Handler, tls: ServerTls) -> Result<(), Box<dyn std::error::Error>> {
    /// let server = Server::builder(clients, handler)
    ///     .udp("0.0.0.0:1812".parse()?)
    ///     .radsec("0.0.0.0:2083".parse()?, tls)
    ///     .bind()
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn udp(self, address: SocketAddr) -> Self {
        self.listen(Service::All, address)
    }

    /// Takes Access-Requests on this address, by custom port 1812. Can be called for several addresses.
    ///
    /// On all addresses (`0.0.0.0`, `::`), each reply leaves from the address that its request was sent to.
    pub fn authentication(self, address: SocketAddr) -> Self {
        self.listen(Service::Authentication, address)
    }

    /// Takes Accounting-Requests on this address, by custom port 1813. Can be called for several addresses, as
    /// [`authentication`](Self::authentication).
    pub fn accounting(self, address: SocketAddr) -> Self {
        self.listen(Service::Accounting, address)
    }

    /// Takes CoA-Requests and Disconnect-Requests on this address, as a NAS does, by custom port 3799 (RFC 5176). Can be
    /// called for several addresses, as [`authentication`](Self::authentication).
    pub fn dynamic_authorization(self, address: SocketAddr) -> Self {
        self.listen(Service::DynamicAuthorization, address)
    }

    /// Takes connections over TLS on this address, by custom port 2083, with the default limits: RadSec (RFC 6614) and
    /// RADIUS/1.1 (RFC 9765), as the TLS configuration says. Can be called for several addresses.
    ///
    /// All kinds of requests come over one connection. The clients are those [with a
    /// certificate](Clients::with_certificate). They are served in the runtime that calls [`serve`](Server::serve), also
    /// where there are [workers](Self::workers).
    #[cfg(feature = "tls")]
    pub fn radsec(self, address: SocketAddr, tls: ServerTls) -> Self {
        self.radsec_with(address, tls, TlsLimits::default())
    }

    /// Takes connections over TLS on this address, within these limits.
    #[cfg(feature = "tls")]
    pub fn radsec_with(mut self, address: SocketAddr, tls: ServerTls, limits: TlsLimits) -> Self {
        self.tls_addresses.push(TlsAddress { address, tls, limits });
        self
    }

    /// Tells of the connections over TLS that requests may be sent down.
    #[cfg(all(feature = "tls", feature = "client"))]
    pub(crate) fn tell_ways_down(mut self, to: Arc<dyn WaysDown>) -> Self {
        self.ways_down = Some(to);
        self
    }

    /// Takes requests from there too.
    #[cfg(all(feature = "tls", feature = "client"))]
    pub(crate) fn source(mut self, source: impl Source<H> + 'static) -> Self {
        self.sources.push(Box::new(source));
        self
    }

    fn listen(mut self, service: Service, address: SocketAddr) -> Self {
        self.addresses.push((service, address));
        self
    }

    /// Looks up the clients that are not among those given to [`Server::builder`], with the default settings.
    pub fn client_source(self, source: impl ClientSource) -> Self {
        self.client_source_with(source, LookUpSettings::default())
    }

    /// Looks up the clients that are not among those given to [`Server::builder`].
    pub fn client_source_with(mut self, source: impl ClientSource, settings: LookUpSettings) -> Self {
        self.look_up = Some(LookUp::new(source, settings));
        self
    }

    /// Receives with this many threads, each with a runtime and sockets of its own, among which the system divides the
    /// clients; one a core is the fastest. Handlers run in the thread that received their requests.
    ///
    /// Without this, everything runs in the runtime that calls [`serve`](Server::serve).
    pub const fn workers(mut self, workers: usize) -> Self {
        self.workers = Some(if workers == 0 { 1 } else { workers });
        self
    }

    /// How many requests may be with the handler at a time; more are dropped and counted as
    /// [`DiscardReason::Overload`](super::DiscardReason::Overload). Those that the handler answers without having to wait
    /// do not count. The last eighth is for Access-Requests that go on with a challenge, and for other kinds of requests
    /// (RFC 5080 §2.2.3). The default is 4096. For one client there is
    /// [`ClientEntry::max_in_flight`](super::ClientEntry::max_in_flight).
    pub const fn max_in_flight(mut self, requests: usize) -> Self {
        self.max_in_flight = if requests == 0 { 1 } else { requests };
        self
    }

    /// For how long a request that was answered gets the same reply when it is sent again, instead of being handled again.
    /// RFC 5080 §2.2.2 asks for 5 to 30 seconds. The default is 30 seconds; for CoA-Requests and
    /// Disconnect-Requests it is at least twice the [window](Self::event_timestamp_window) of their Event-Timestamp, as one that
    /// comes from a clock that is ahead could be replayed for so long.
    pub const fn keep_replies(mut self, time: Duration) -> Self {
        self.keep_replies = time;
        self
    }

    /// How many replies are kept at most for each address and worker; the oldest give way. The default is 65,536, which
    /// takes some 20 MB where replies are of usual size.
    ///
    /// A client needs one for each of its identifiers, so 256 a port that it sends from.
    pub const fn max_replies(mut self, replies: usize) -> Self {
        self.max_replies = replies;
        self
    }

    /// Holds back every Access-Reject for this time and up to a tenth more, which slows down those who guess passwords,
    /// and blocks nobody. The default is not at all; 1 second is usual.
    ///
    /// Up to [`max_in_flight`](Self::max_in_flight) replies are held back; when there are more, they are sent at once. A proxy
    /// leaves it to the home server, by [`Answer::after`](super::Answer::after) with no time.
    pub const fn reject_delay(mut self, delay: Duration) -> Self {
        self.reject_delay = delay;
        self
    }

    /// Whether Status-Server is answered (RFC 5997 §4.2). The default is yes. If not, it is dropped and counted as
    /// [`DiscardReason::StatusServerOff`](super::DiscardReason::StatusServerOff).
    ///
    /// Over TLS it is always answered: clients find out by it whether a connection is alive (RFC 6613 §2.6).
    pub const fn status_server(mut self, answered: bool) -> Self {
        self.status_server = answered;
        self
    }

    /// Who this NAS is. CoA-Requests and Disconnect-Requests that name another are refused (RFC 5176 §3). By default
    /// nothing is compared.
    pub fn nas_identity(mut self, identity: NasIdentity) -> Self {
        self.dynamic.identity = identity;
        self
    }

    /// How far the Event-Timestamp of a CoA-Request or Disconnect-Request may be from the clock (RFC 5176 §6.3); what is
    /// older or newer is dropped. The default is 300 seconds.
    pub const fn event_timestamp_window(mut self, window: Duration) -> Self {
        self.dynamic.window = window;
        self
    }

    /// Whether CoA-Requests and Disconnect-Requests without Event-Timestamp are dropped, since they could be replayed at
    /// any time. The default is no, as many clients send none.
    pub const fn require_event_timestamp(mut self, required: bool) -> Self {
        self.dynamic.require_timestamp = required;
        self
    }

    /// Compares each request that passed every check, and each answer of the handler, with what the RFCs say, and gives what is
    /// found to this function: [`lint::log`](crate::lint::log), or one of the program. Nothing else follows from it. By
    /// default nothing is compared, and costs nothing.
    ///
    /// The function is called where requests are received, and so must not take long.
    /// [`Statistics::lints`](super::Statistics::lints) counts what is found.
    ///
    /// ```
    /// # use radius_runtime::server::{Clients, Handler, Server};
    /// use radius_runtime::lint;
    ///
    /// # fn example(clients: Clients, handler: impl Handler) {
    /// let server = Server::builder(clients, handler).lint(lint::log);
    /// # let _ = server;
    /// # }
    /// ```
    pub fn lint(mut self, observer: impl Fn(&Finding) + Send + Sync + 'static) -> Self {
        self.linter = Linter::new(observer);
        self
    }

    /// Runs this before the addresses are bound: to connect to a database, say. If it fails, [`bind`](Self::bind) does.
    /// Several run in order.
    pub fn on_start(mut self, hook: impl Future<Output = Result<(), HandlerError>> + Send + 'static) -> Self {
        self.lifecycle.on_start(hook);
        self
    }

    /// Runs this when the last request is done: to write what is left, say. It may take as long as the
    /// [grace](Self::grace) time. Several run in order.
    pub fn on_stop(mut self, hook: impl Future<Output = ()> + Send + 'static) -> Self {
        self.lifecycle.on_stop(hook);
        self
    }

    /// Runs this task while the server serves. It ends, wherever it waits, when the last request is done; a panic is logged
    /// and costs the task only. The name is for the log.
    pub fn background(
        mut self,
        name: impl Into<String>,
        task: impl Future<Output = ()> + Send + 'static,
    ) -> Self {
        self.lifecycle.background(name.into(), task);
        self
    }

    /// Runs this task again and again while the server serves, with this time before each round. A round that fails or
    /// panics is logged and costs that round only. The name is for the log.
    ///
    /// ```no_run
    /// # use std::time::Duration;
    /// # use radius_runtime::server::{Clients, Handler, Server};
    /// # fn example(clients: Clients, handler: impl Handler) {
    /// let server = Server::builder(clients, handler).every("purge", Duration::from_secs(60), || async {
    ///     // … delete sessions that have ended …
    ///     Ok(())
    /// });
    /// # let _ = server;
    /// # }
    /// ```
    pub fn every<F>(
        mut self,
        name: impl Into<String>,
        period: Duration,
        task: impl FnMut() -> F + Send + 'static,
    ) -> Self
    where
        F: Future<Output = Result<(), HandlerError>> + Send + 'static,
    {
        self.lifecycle.every(name.into(), period, task);
        self
    }

    /// How long requests may still take when the server is told to stop. The default is 5 seconds. A handler that blocks its
    /// thread cannot be cut: the server ends without it, and the thread goes on.
    pub const fn grace(mut self, grace: Duration) -> Self {
        self.grace = grace;
        self
    }

    /// Runs the start hooks and binds the addresses. If they cannot be bound, the stop hooks run, so that what was started ends.
    ///
    /// # Errors
    /// A hook failed, an address cannot be bound, or there is none.
    pub async fn bind(mut self) -> io::Result<Server<H>> {
        let has_address = !self.addresses.is_empty() || !self.sources.is_empty();
        #[cfg(feature = "tls")]
        let has_address = has_address || !self.tls_addresses.is_empty();
        if !has_address {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "the server has no address to listen on",
            ));
        }
        for (network, entry) in self.clients.iter().filter(|(_, entry)| entry.secret().is_weak()) {
            tracing::warn!(%network, client = entry.label(), "the shared secret has 12 octets or fewer");
        }
        self.lifecycle.run_start_hooks().await.map_err(io::Error::other)?;
        let (lifecycle, grace) = (std::mem::take(&mut self.lifecycle), self.grace);
        match self.bind_all().await {
            Ok(server) => Ok(Server { lifecycle, ..server }),
            Err(error) => {
                lifecycle.run_stop_hooks(grace).await;
                Err(error)
            }
        }
    }

    /// Binds the addresses.
    async fn bind_all(self) -> io::Result<Server<H>> {
        let pipeline = Arc::new(Pipeline {
            coa_attributes: self.handler.coa_attributes(),
            handler: self.handler,
            observer: Observer::new(self.linter),
            in_flight: Arc::new(InFlight::new(self.max_in_flight)),
            delayed: Arc::new(InFlight::new(self.max_in_flight)),
            dynamic: self.dynamic,
            reject_delay: self.reject_delay,
            status_server: self.status_server,
        });
        let plan = Plan {
            pipeline: Arc::clone(&pipeline),
            clients: ClientsHandle::new(self.clients, self.look_up),
            keep_replies: self.keep_replies,
            max_replies: self.max_replies,
            lost: Arc::default(),
        };
        #[cfg(feature = "tls")]
        let (tls_listeners, tls_bound) =
            radsec::listen(&self.tls_addresses, &plan.clients, &pipeline, self.ways_down.as_ref())?;
        let phase = PhaseSender::new();
        let mut addresses = Vec::new();
        #[cfg(feature = "tls")]
        addresses.extend(tls_bound.into_iter().map(|address| (Service::All, address)));
        let mut sockets: Vec<Vec<_>> = (0..self.workers.unwrap_or(1)).map(|_| Vec::new()).collect();
        for (service, address) in self.addresses {
            let bound = udp::bind_shared(address, sockets.len()).and_then(|bound| {
                let address = bound.first().map(std::net::UdpSocket::local_addr).transpose()?;
                addresses.extend(address.map(|address| (service, address)));
                Ok(bound)
            });
            let bound = bound.map_err(|error| {
                io::Error::new(error.kind(), format!("cannot listen on {address}: {error}"))
            })?;
            sockets.iter_mut().zip(bound).for_each(|(sockets, socket)| sockets.push((service, socket)));
        }
        let (mut listeners, mut workers) = (Vec::new(), Vec::new());
        for (number, sockets) in sockets.into_iter().enumerate() {
            if self.workers.is_some() {
                workers.push(Worker::start(number, plan.clone(), sockets, phase.subscribe()).await?);
            } else {
                for (service, socket) in sockets {
                    listeners.push(plan.listener(service, socket)?);
                }
            }
        }
        let (clients, lost, lifecycle, grace) = (plan.clients, plan.lost, self.lifecycle, self.grace);
        Ok(Server {
            pipeline,
            clients,
            addresses,
            listeners,
            #[cfg(feature = "tls")]
            tls_listeners,
            sources: self.sources,
            workers,
            lost,
            phase,
            lifecycle,
            grace,
        })
    }
}
