//! What arrives for one request: replies, and news of the connections that it was sent over.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Notify;

use crate::packet::OpenPacket;

/// What a waiting request is told.
#[derive(Debug)]
pub(super) enum Event {
    /// A verified reply.
    Reply { server: usize, reply: OpenPacket },
    /// A verified reply that is longer than this end takes.
    TooLong { octets: usize, limit: usize },
    /// There is nothing to wait for from this server any more.
    Lost { server: usize, loss: Loss },
}

/// Why nothing will come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Loss {
    /// The server's host says that nothing listens on the port.
    Refused,
    /// The connection is gone.
    Disconnected,
}

/// Where connections put what the request waits for. However much comes, it stays small.
#[derive(Debug, Default)]
pub(super) struct Mailbox {
    inbox: Mutex<Inbox>,
    arrived: Notify,
}

#[derive(Debug, Default)]
struct Inbox {
    reply: Option<(usize, OpenPacket)>,
    too_long: Option<(usize, usize)>,
    lost: Vec<(usize, Loss)>,
}

impl Mailbox {
    fn put(&self, change: impl FnOnce(&mut Inbox)) {
        change(&mut self.inbox.lock().unwrap_or_else(PoisonError::into_inner));
        self.arrived.notify_one();
    }

    fn take(&self) -> Option<Event> {
        let mut inbox = self.inbox.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((server, reply)) = inbox.reply.take() {
            return Some(Event::Reply { server, reply });
        }
        if let Some((octets, limit)) = inbox.too_long.take() {
            return Some(Event::TooLong { octets, limit });
        }
        inbox.lost.pop().map(|(server, loss)| Event::Lost { server, loss })
    }

    /// Waits for the next event, for ever. Nothing is lost if the wait is given up and begun again.
    pub(super) async fn next(&self) -> Event {
        loop {
            if let Some(event) = self.take() {
                return event;
            }
            self.arrived.notified().await;
        }
    }
}

/// A request that waits under an identifier of a connection.
#[derive(Clone, Debug)]
pub(super) struct Waiter {
    pub(super) mailbox: Arc<Mailbox>,
    /// The number of the server among the client's.
    pub(super) server: usize,
    /// Whether it asks for life signs.
    pub(super) is_probe: bool,
    /// Whether it is an Accounting-Request.
    pub(super) is_report: bool,
}

impl Waiter {
    pub(super) fn reply(&self, reply: OpenPacket) {
        self.mailbox.put(|inbox| {
            inbox.reply.get_or_insert((self.server, reply));
        });
    }

    pub(super) fn too_long(&self, octets: usize, limit: usize) {
        self.mailbox.put(|inbox| inbox.too_long = Some((octets, limit)));
    }

    pub(super) fn lost(&self, loss: Loss) {
        self.mailbox.put(|inbox| {
            inbox.lost.retain(|&(server, _)| server != self.server);
            inbox.lost.push((self.server, loss));
        });
    }
}
