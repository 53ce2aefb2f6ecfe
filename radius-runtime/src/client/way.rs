//! A client over connections that the other end opened: it asks those who otherwise ask (draft-ietf-radext-reverse-coa).

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::sync::Notify;

use crate::crypto::Secret;
use crate::lint::Linter;
use crate::proto::Statistics;

use super::connection::{Connect, Transport};
use super::peer::Peer;
use super::server::Server;
use super::way_up::Serve;
use super::{Client, ClientBuilder, ServerEntry};

/// The way down one connection. Clients that share it share its identifiers.
#[derive(Clone, Debug)]
pub(crate) struct Way(Arc<Server>);

impl Way {
    /// What `connector` gives as the one connection is the way.
    pub(crate) fn new(to: SocketAddr, connector: Arc<dyn Connect>, total: Arc<Statistics>) -> Self {
        let entry =
            ServerEntry { transport: Transport::Stream(connector), ..ServerEntry::new(to, Secret::radsec()) };
        let peer = Peer::new(entry, total, Arc::default(), Linter::default(), Arc::default());
        Self(Arc::new(Server::new(Arc::new(peer))))
    }
}

impl Client {
    /// A client that sends requests down these ways, the first one first; `None` if there is none. Everything that is sent and
    /// received is counted in `total` too.
    pub(crate) fn over(ways: Vec<Way>, total: Arc<Statistics>) -> Option<Self> {
        let settings = ClientBuilder::new(ways.first()?.0.peer.entry.clone());
        let servers = ways.into_iter().map(|Way(server)| server).collect();
        Some(settings.client(servers, total, Arc::new(Notify::new()), Arc::default()))
    }

    /// The requests that come down this client's connections are served by this one from now on.
    pub(crate) fn serve_incoming(&self, server: &Arc<dyn Serve>) {
        self.inner.way_up.set(server);
    }

    /// They are not, if they were.
    pub(crate) fn stop_serving_incoming(&self, server: &Arc<dyn Serve>) {
        self.inner.way_up.unset(server);
    }
}
