//! What a client does without being asked: it watches its servers and closes connections that became idle.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until, timeout};

use crate::packet::Packet;
use crate::proto::Watchdog;
use crate::proto::watchdog::Action;

use super::mailbox::{Mailbox, Waiter};
use super::server::Server;

/// Runs until it is aborted.
pub(super) async fn watch(servers: Vec<Arc<Server>>, wake: Arc<Notify>, idle: Duration) {
    let sweep = (idle / 2).max(Duration::from_millis(100));
    let mut next_sweep = Instant::now() + sweep;
    let mut probes = JoinSet::new();
    loop {
        let deadlines = servers.iter().filter_map(|server| server.peer.deadline());
        let next = deadlines.min().map_or(next_sweep, |deadline| deadline.min(next_sweep));
        tokio::select! {
            () = sleep_until(next) => {}
            () = wake.notified() => {}
            Some(_) = probes.join_next() => {}
        }
        for server in &servers {
            let peer = &server.peer;
            if peer.is_to_be_reopened() {
                probes.spawn(reconnect(Arc::clone(server)));
            }
            let mut action = peer.watch(Watchdog::expired);
            if action == Some(Action::Open) {
                if peer.entry.transport.is_reliable() {
                    probes.spawn(reconnect(Arc::clone(server)));
                    continue;
                }
                action = peer.watch(Watchdog::connected);
            }
            match action {
                Some(Action::Probe) => drop(probes.spawn(probe(Arc::clone(server)))),
                // A UDP socket is no connection; requests on it may still be answered.
                Some(Action::Close) if peer.entry.transport.is_reliable() => server.close_all(),
                Some(Action::Close | Action::Open) | None => {}
            }
        }
        if Instant::now() >= next_sweep {
            servers.iter().for_each(|server| server.close_idle(idle));
            next_sweep = Instant::now() + sweep;
        }
    }
}

async fn reconnect(server: Arc<Server>) {
    match server.reconnect().await {
        Ok(()) if server.peer.watch(Watchdog::connected) == Some(Action::Probe) => probe(server).await,
        // Unless one is being made.
        Err(error) if error.kind() != io::ErrorKind::WouldBlock && !server.peer.has_connections() => {
            server.peer.watch(Watchdog::disconnected);
        }
        Ok(()) | Err(_) => {}
    }
}

/// Asks for a sign of life. The watchdog learns of the answer as it arrives, so there is nothing to do with it here.
async fn probe(server: Arc<Server>) {
    let mailbox = Arc::new(Mailbox::default());
    let waiter = Waiter { mailbox: Arc::clone(&mailbox), server: 0, is_probe: true, is_report: false };
    let packet = Packet::status_server();
    let Ok(leg) = server.start(&packet, &waiter).await else { return };
    server.peer.count_sent(packet.code(), true);
    // A question that cannot be sent is one without an answer.
    if leg.transmit().await.is_ok() {
        let _ = timeout(Watchdog::DEFAULT_INTERVAL, mailbox.next()).await;
    }
}
