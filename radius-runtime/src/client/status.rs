//! What a client tells of its servers.

use std::net::SocketAddr;
use std::time::Duration;

use crate::proto::{Liveness, Statistics};

use super::server::Server;

/// One of the servers of a [`Client`](super::Client), as it stands now.
#[derive(Clone, Copy, Debug)]
pub struct ServerStatus<'a> {
    server: &'a Server,
}

impl<'a> ServerStatus<'a> {
    pub(super) const fn new(server: &'a Server) -> Self {
        Self { server }
    }

    /// Its address.
    #[must_use]
    pub fn address(self) -> SocketAddr {
        self.server.peer.entry.address
    }

    /// Whether it answers.
    #[must_use]
    pub fn liveness(self) -> Liveness {
        self.server.peer.liveness()
    }

    /// What was sent to it and received from it. A request that went to several servers counts for each.
    #[must_use]
    pub fn statistics(self) -> &'a Statistics {
        &self.server.peer.statistics
    }

    /// From the last request that it answered, when that was first sent under its identifier, to the reply; `None` before the
    /// first.
    #[must_use]
    pub fn round_trip_time(self) -> Option<Duration> {
        self.server.peer.round_trip_time()
    }

    /// How many sockets or connections to it are open.
    #[must_use]
    pub fn connections(self) -> usize {
        self.server.connections()
    }
}
