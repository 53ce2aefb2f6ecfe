//! The server: verified requests in, sealed replies out.
//!
//! A datagram passes the client table, the length and framing checks, the port's codes and the authenticators before the
//! [`Handler`] sees a [`Request`]; what fails is dropped, counted by [reason](DiscardReason) and reported once a burst. The
//! handler's [`Answer`] gets Proxy-State and Message-Authenticator, is sealed and sent. Status-Server never reaches the
//! handler.

mod answer;
mod clients;
mod handler;
mod listener;
mod request;
#[cfg(all(test, feature = "client"))]
mod tests;

pub use answer::Answer;
pub use clients::{ClientEntry, Clients};
pub use handler::{Handler, HandlerError};
pub use request::Request;

pub use crate::proto::{DiscardReason, Service, Statistics};

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::UdpSocket;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::transport::udp;

use listener::Listener;

/// A RADIUS server with its sockets bound, ready to [`serve`](Self::serve).
#[derive(Debug)]
pub struct Server<H> {
    listeners: Vec<(Service, Arc<UdpSocket>)>,
    shared: Arc<Shared<H>>,
}

/// What every listener of a server shares.
#[derive(Debug)]
struct Shared<H> {
    clients: Clients,
    handler: H,
    statistics: Arc<Statistics>,
    started: Instant,
    max_in_flight: usize,
    grace: Duration,
}

impl<H> Shared<H> {
    fn count(&self, reason: DiscardReason) -> bool {
        self.statistics.count_discarded(reason, self.started.elapsed())
    }

    fn discard(&self, reason: DiscardReason, peer: SocketAddr) {
        if self.count(reason) {
            tracing::warn!(%peer, reason = reason.name(), "discarded a request");
        } else {
            tracing::trace!(%peer, reason = reason.name(), "discarded a request");
        }
    }
}

/// The settings of a [`Server`].
#[derive(Debug)]
#[must_use]
pub struct ServerBuilder<H> {
    clients: Clients,
    handler: H,
    addresses: Vec<(Service, SocketAddr)>,
    max_in_flight: usize,
    grace: Duration,
}

impl<H: Handler> ServerBuilder<H> {
    /// Takes Access-Requests on this address, by custom port 1812. Can be called for several addresses.
    ///
    /// On a host with several addresses give each of them: a reply from a socket on all addresses (`0.0.0.0`) may leave
    /// with another source address than the request was sent to, and clients rightly discard it.
    pub fn authentication(self, address: SocketAddr) -> Self {
        self.listen(Service::Authentication, address)
    }

    /// Takes Accounting-Requests on this address, by custom port 1813. Can be called for several addresses, as
    /// [`authentication`](Self::authentication).
    pub fn accounting(self, address: SocketAddr) -> Self {
        self.listen(Service::Accounting, address)
    }

    fn listen(mut self, service: Service, address: SocketAddr) -> Self {
        self.addresses.push((service, address));
        self
    }

    /// How many requests each address may have with the handler at a time; more are dropped and counted as
    /// [`DiscardReason::Overload`]. The default is 4096.
    pub const fn max_in_flight(mut self, requests: usize) -> Self {
        self.max_in_flight = if requests == 0 { 1 } else { requests };
        self
    }

    /// How long requests may still take when the server is told to stop. The default is 5 seconds.
    pub const fn grace(mut self, grace: Duration) -> Self {
        self.grace = grace;
        self
    }

    /// Binds the addresses.
    ///
    /// # Errors
    /// One cannot be bound, or there is none.
    pub async fn bind(self) -> io::Result<Server<H>> {
        if self.addresses.is_empty() {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "the server has no address to listen on",
            ));
        }
        for (network, entry) in self.clients.iter().filter(|(_, entry)| entry.secret().is_weak()) {
            tracing::warn!(%network, client = entry.label(), "the shared secret has 12 octets or fewer");
        }
        let bound = self.addresses.into_iter().map(|(service, address)| {
            udp::bind(address)
                .map(|socket| (service, Arc::new(socket)))
                .map_err(|error| io::Error::new(error.kind(), format!("cannot listen on {address}: {error}")))
        });
        let listeners = bound.collect::<io::Result<_>>()?;
        let shared = Shared {
            clients: self.clients,
            handler: self.handler,
            statistics: Arc::default(),
            started: Instant::now(),
            max_in_flight: self.max_in_flight,
            grace: self.grace,
        };
        Ok(Server { listeners, shared: Arc::new(shared) })
    }
}

impl<H: Handler> Server<H> {
    /// The settings of a server for these clients.
    pub fn builder(clients: Clients, handler: H) -> ServerBuilder<H> {
        let grace = Duration::from_secs(5);
        ServerBuilder { clients, handler, addresses: Vec::new(), max_in_flight: 4096, grace }
    }

    /// The addresses that the server listens on, with the ports that the system chose.
    ///
    /// # Errors
    /// The system does not say.
    pub fn local_addresses(&self) -> io::Result<Vec<(Service, SocketAddr)>> {
        self.listeners.iter().map(|(service, socket)| Ok((*service, socket.local_addr()?))).collect()
    }

    /// What was received, sent and discarded. It can be kept while the server runs.
    #[must_use]
    pub fn statistics(&self) -> Arc<Statistics> {
        Arc::clone(&self.shared.statistics)
    }

    /// Serves until `shutdown` is ready; then it takes no more requests and finishes those it has, within the grace time.
    /// Serves for ever with [`std::future::pending`].
    pub async fn serve(self, shutdown: impl Future<Output = ()>) {
        let (stop, stopped) = watch::channel(());
        let mut running = JoinSet::new();
        for (service, socket) in self.listeners {
            let listener = Listener { socket, service, shared: Arc::clone(&self.shared) };
            running.spawn(listener.serve(stopped.clone()));
        }
        shutdown.await;
        let _ = stop.send(());
        while running.join_next().await.is_some() {}
    }
}
