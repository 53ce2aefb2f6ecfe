//! Requests down the connections of clients: the AAA server's end.

use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use crate::client::{Client, Connect, Connected, Connecting, Way};
use crate::proto::Statistics;
use crate::radsec::PeerCertificate;
use crate::server::{ClientEntry, Handler, ServerBuilder, WayDown, WaysDown};

/// The connections over TLS that requests may be sent down: those of clients whose
/// [entry](crate::server::ClientEntry::reverse_coa) says so, to a server that was [told](ServerBuilder::reverse_coa_to) of this.
///
/// Clones share the connections.
#[derive(Clone, Debug, Default)]
pub struct ReverseCoa {
    connections: Arc<Connections>,
}

/// A connection that a NAS opened, or a proxy in front of NASes.
#[derive(Clone, Debug)]
pub struct NasConnection {
    way_down: Arc<WayDown>,
    /// Made when the first request is sent down it.
    way: Arc<OnceLock<Way>>,
}

#[derive(Debug, Default)]
struct Connections {
    /// The newest last.
    open: Mutex<Vec<NasConnection>>,
    statistics: Arc<Statistics>,
}

impl ReverseCoa {
    /// No connections yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The connections that are open now, the newest first.
    #[must_use]
    pub fn connections(&self) -> Vec<NasConnection> {
        self.connections.open().iter().rev().filter(|nas| nas.way_down.is_open()).cloned().collect()
    }

    /// A client for the connections that this function chooses, which all have to lead to the NAS that is meant: `None` if there
    /// is none. The newest is tried first, and the others where it does not answer or is lost.
    ///
    /// It is made for the connections of this moment, and so best for one request: it costs little. Clients that share a
    /// connection share its 255 identifiers; requests beyond wait.
    ///
    /// It must be called within a tokio runtime.
    pub fn client_to(&self, chosen: impl Fn(&NasConnection) -> bool) -> Option<Client> {
        let total = &self.connections.statistics;
        let connections = self.connections().into_iter().filter(chosen);
        Client::over(connections.map(|connection| connection.way(total)).collect(), Arc::clone(total))
    }

    /// What was sent down all connections, and came back.
    #[must_use]
    pub fn statistics(&self) -> &Arc<Statistics> {
        &self.connections.statistics
    }
}

impl NasConnection {
    /// The entry of the client that opened the connection, as it stands now.
    pub fn client(&self) -> Arc<ClientEntry> {
        self.way_down.client()
    }

    /// The client's certificate.
    #[must_use]
    pub fn certificate(&self) -> &PeerCertificate {
        &self.way_down.certificate
    }

    /// Where the connection comes from. The requests that came over it have the same
    /// [`peer`](crate::server::Request::peer).
    #[must_use]
    pub fn peer(&self) -> SocketAddr {
        self.way_down.peer
    }

    fn way(&self, total: &Arc<Statistics>) -> Way {
        let make =
            || Way::new(self.peer(), Arc::new(Connector(Arc::clone(&self.way_down))), Arc::clone(total));
        self.way.get_or_init(make).clone()
    }
}

impl Connections {
    fn open(&self) -> MutexGuard<'_, Vec<NasConnection>> {
        // Nothing that holds the lock can leave it half changed.
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl WaysDown for Connections {
    fn opened(&self, way: &Arc<WayDown>) {
        self.open().push(NasConnection { way_down: Arc::clone(way), way: Arc::default() });
    }

    fn closed(&self, way: &Arc<WayDown>) {
        self.open().retain(|connection| !Arc::ptr_eq(&connection.way_down, way));
    }
}

/// Gives the one connection that there is.
#[derive(Debug)]
struct Connector(Arc<WayDown>);

impl Connect for Connector {
    fn connect(&self, _: Option<IpAddr>) -> Connecting<'_> {
        let connected = self.0.open().map(|stream| Connected {
            stream: Box::new(stream),
            profile: self.0.profile.clone(),
            certificate: Some(Arc::clone(&self.0.certificate)),
        });
        Box::pin(async { connected })
    }

    fn is_single(&self) -> bool {
        true
    }
}

impl<H: Handler> ServerBuilder<H> {
    /// Tells `nases` of the connections over TLS of clients that take [requests down
    /// them](crate::server::ClientEntry::reverse_coa).
    pub fn reverse_coa_to(self, nases: &ReverseCoa) -> Self {
        self.tell_ways_down(Arc::clone(&nases.connections) as Arc<dyn WaysDown>)
    }
}
