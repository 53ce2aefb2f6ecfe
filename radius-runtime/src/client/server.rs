//! The connections to one server: as many as the requests in flight need.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::packet::{Packet, SealError};
use crate::proto::Watchdog;

use super::connection::{Connection, Leg};
use super::mailbox::Waiter;
use super::peer::Peer;

/// One server and the connections to it.
#[derive(Debug)]
pub(super) struct Server {
    pub(super) peer: Arc<Peer>,
    open: Mutex<Vec<Arc<Connection>>>,
    /// Held while a connection is made, so that requests that wait for one share it.
    connecting: Arc<tokio::sync::Mutex<()>>,
}

/// Why a request cannot be sent over any connection.
#[derive(Debug)]
pub(super) enum Unsent {
    /// The packet cannot be sealed.
    Packet(SealError),
    /// No connection could be made.
    Connection(io::Error),
}

impl Server {
    pub(super) fn new(peer: Arc<Peer>) -> Self {
        Self { peer, open: Mutex::new(Vec::new()), connecting: Arc::default() }
    }

    fn open(&self) -> MutexGuard<'_, Vec<Arc<Connection>>> {
        // Nothing that holds the lock can leave it half changed.
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many connections are open.
    pub(super) fn connections(&self) -> usize {
        self.open().iter().filter(|connection| !connection.is_closed()).count()
    }

    /// Makes a connection and keeps it for requests to come.
    pub(super) async fn connect(&self) -> io::Result<()> {
        let connection = Connection::open(&self.peer).await?;
        self.open().push(connection);
        Ok(())
    }

    /// Makes a connection if there is none, unless one is being made: then the watchdog asks again.
    pub(super) async fn reconnect(&self) -> io::Result<()> {
        let _connecting = self.connecting.try_lock().map_err(|_| io::ErrorKind::WouldBlock)?;
        if self.open().iter().any(|connection| !connection.is_closed()) {
            Ok(())
        } else {
            self.connect().await
        }
    }

    /// Seals the packet under an identifier that is free on any connection, making one if need be.
    pub(super) async fn start(self: &Arc<Self>, packet: &Packet, waiter: &Waiter) -> Result<Leg, Unsent> {
        loop {
            if let Some(leg) = self.start_on_open(packet, waiter) {
                return leg.map_err(Unsent::Packet);
            }
            let connecting = Arc::clone(&self.connecting).lock_owned().await;
            // Before looking, so that nothing is missed.
            let freed = self.peer.freed.notified();
            // Somebody else may have made one meanwhile.
            if let Some(leg) = self.start_on_open(packet, waiter) {
                return leg.map_err(Unsent::Packet);
            }
            if self.peer.entry.transport.is_single() && self.connections() > 0 {
                drop(connecting);
                freed.await;
                continue;
            }
            // In a task of its own: a request that is given up does not take the connection along that others wait for.
            let server = Arc::clone(self);
            let making = tokio::spawn(async move {
                let _connecting = connecting;
                server.connect().await
            });
            let made = making.await.unwrap_or_else(|panic| Err(io::Error::other(panic)));
            if made.is_err() && self.peer.entry.transport.is_reliable() && !self.peer.has_connections() {
                self.peer.watch(Watchdog::disconnected);
            }
            made.map_err(Unsent::Connection)?;
        }
    }

    /// The oldest connections fill up first, so that the others become idle when there is less to do.
    fn start_on_open(&self, packet: &Packet, waiter: &Waiter) -> Option<Result<Leg, SealError>> {
        let mut open = self.open();
        open.retain(|connection| !connection.is_closed());
        open.iter().find_map(|connection| connection.start(packet, waiter))
    }

    /// Closes the connections that nobody has used for this time, but for one.
    pub(super) fn close_idle(&self, time: Duration) {
        let mut open = self.open();
        let mut others = open.len().saturating_sub(1);
        open.retain(|connection| {
            let closes = others > 0 && connection.is_idle(time);
            others -= usize::from(closes);
            !closes
        });
    }

    /// Closes all connections whose end the watchdog has seen.
    pub(super) fn close_all(&self) {
        let closed = std::mem::take(&mut *self.open());
        closed.iter().for_each(|connection| connection.close());
    }
}
