//! What looks at the packets of a client or a server.

use std::fmt;
use std::net::SocketAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crate::packet::Packet;

use super::Finding;

/// What is given to the observer that was asked for, if one was.
#[derive(Clone, Default)]
pub(crate) struct Linter(Option<Arc<Observer>>);

type Observer = dyn Fn(&Finding) + Send + Sync;

impl Linter {
    pub(crate) fn new(observer: impl Fn(&Finding) + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(observer)))
    }

    #[cfg(feature = "server")]
    pub(crate) const fn is_off(&self) -> bool {
        self.0.is_none()
    }

    /// Reports what the RFCs say otherwise about a packet, and gives back how much that is.
    pub(crate) fn check(&self, packet: &Packet, peer: SocketAddr, identifier: u8) -> u64 {
        let Some(observer) = &self.0 else { return 0 };
        let mut count = 0;
        for lint in packet.lint() {
            count += 1;
            let finding = Finding { peer, code: packet.code(), identifier, lint };
            // It is called where requests are received: its panics cost no more than the report.
            if catch_unwind(AssertUnwindSafe(|| observer(&finding))).is_err() {
                tracing::error!(%peer, "the observer of lints panicked");
            }
        }
        count
    }
}

impl fmt::Debug for Linter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Linter").field(&self.0.is_some()).finish()
    }
}
