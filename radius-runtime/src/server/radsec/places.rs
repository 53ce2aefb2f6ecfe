//! How many connections there are.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use super::TlsLimits;

/// How many connections there are, in all and from each address.
#[derive(Debug, Default)]
pub(in crate::server) struct Connections {
    counts: Mutex<Counts>,
    left: Notify,
}

#[derive(Debug, Default)]
struct Counts {
    all: usize,
    by_address: HashMap<IpAddr, Count>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Count {
    all: usize,
    shaking_hands: usize,
}

/// A counted connection.
#[derive(Debug)]
pub(super) struct Place {
    connections: Arc<Connections>,
    address: IpAddr,
    shakes_hands: bool,
}

impl Connections {
    fn lock(&self) -> MutexGuard<'_, Counts> {
        // Nothing that holds the lock can leave it half changed.
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many there are.
    pub(in crate::server) fn count(&self) -> usize {
        self.lock().all
    }

    /// Waits until the last one has ended.
    pub(in crate::server) async fn idle(&self) {
        loop {
            let left = self.left.notified();
            if self.count() == 0 {
                return;
            }
            left.await;
        }
    }

    /// Takes a place for a connection that begins to shake hands; `None` beyond the limits.
    pub(super) fn enter(self: &Arc<Self>, address: IpAddr, limits: &TlsLimits) -> Option<Place> {
        let mut counts = self.lock();
        let own = counts.by_address.get(&address).copied().unwrap_or_default();
        if counts.all >= limits.max_connections
            || own.all >= limits.max_connections_per_address
            || own.shaking_hands >= limits.max_handshakes_per_address
        {
            return None;
        }
        counts.all += 1;
        counts.by_address.insert(address, Count { all: own.all + 1, shaking_hands: own.shaking_hands + 1 });
        Some(Place { connections: Arc::clone(self), address, shakes_hands: true })
    }
}

impl Place {
    /// The handshake is over.
    pub(super) fn shaken(&mut self) {
        if std::mem::take(&mut self.shakes_hands) {
            let mut counts = self.connections.lock();
            if let Some(own) = counts.by_address.get_mut(&self.address) {
                own.shaking_hands -= 1;
            }
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.shaken();
        let mut counts = self.connections.lock();
        counts.all -= 1;
        match counts.by_address.get_mut(&self.address) {
            Some(own) if own.all > 1 => own.all -= 1,
            _ => drop(counts.by_address.remove(&self.address)),
        }
        if counts.all == 0 {
            self.connections.left.notify_waiters();
        }
    }
}
