//! The server: verified requests in, sealed replies out.
//!
//! A packet passes the client table, the length and framing checks, the port's codes, the authenticators and the table of
//! duplicates before the [`Handler`] sees a [`Request`]; what fails is dropped, counted by [reason](DiscardReason) and
//! reported once a burst. The handler's [`Answer`] gets Proxy-State and Message-Authenticator, is sealed, kept for
//! repetitions and sent. Status-Server never reaches the handler.
//!
//! # The life of a server
//!
//! [`Server::builder`] takes the settings. [`bind`](ServerBuilder::bind) runs the [start hooks](ServerBuilder::on_start) and
//! binds the addresses; [`serve`](Server::serve) takes requests until it is told to stop, finishes what it has, and
//! [reports](ShutdownReport) what it had to cut. [Background](ServerBuilder::background) and
//! [periodic](ServerBuilder::every) tasks run along.
//!
//! # Clients
//!
//! [`Clients`] holds clients by address and prefix; [`ClientsHandle`] changes them while the server runs. A [`ClientSource`]
//! looks up those that are not in it.

mod answer;
mod blocking;
mod builder;
#[cfg(test)]
mod client_tests;
mod clients;
mod directory;
mod exchange;
mod explanation;
#[cfg(test)]
mod fixture;
mod handler;
mod in_flight;
mod isolated;
mod lifecycle;
#[cfg(test)]
mod lifecycle_tests;
mod listener;
mod observer;
mod pauses;
mod phase;
mod pipeline;
#[cfg(test)]
mod protocol_tests;
#[cfg(feature = "tls")]
mod radsec;
#[cfg(test)]
mod repetition_tests;
mod request;
#[cfg_attr(not(all(feature = "tls", feature = "client")), allow(dead_code))]
mod source;
#[cfg(all(test, feature = "client"))]
mod tests;
#[cfg(test)]
mod watching_tests;
mod worker;

pub use answer::Answer;
pub use blocking::{Blocking, BlockingHandler};
pub use builder::ServerBuilder;
pub use clients::{ClientEntry, ClientStatistics, Clients};
pub use directory::{ClientSource, ClientsHandle, LookUpSettings};
#[cfg(feature = "tower")]
pub(crate) use handler::dispatch;
pub use handler::{Handler, HandlerError};
#[cfg(feature = "tls")]
pub use radsec::TlsLimits;
pub use request::Request;

#[cfg(all(feature = "tls", feature = "client"))]
pub(crate) use {
    exchange::ReplySink,
    observer::Tally,
    pipeline::Origin,
    radsec::{WayDown, WaysDown},
};

pub use crate::proto::{DiscardReason, NasIdentity, Service, Statistics};

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;
use tokio::task::JoinSet;

use in_flight::ENDING;
use lifecycle::Lifecycle;
use listener::{Listener, Waiting};
use phase::{Phase, PhaseSender};
pub(crate) use pipeline::Pipeline;
pub(crate) use source::Source;
use worker::Worker;

/// A RADIUS server with its sockets bound, ready to [`serve`](Self::serve).
pub struct Server<H> {
    pipeline: Arc<Pipeline<H>>,
    clients: ClientsHandle,
    addresses: Vec<(Service, SocketAddr)>,
    /// What receives in the runtime that calls, if no threads do.
    listeners: Vec<Listener<H>>,
    /// What takes connections over TLS, in the runtime that calls.
    #[cfg(feature = "tls")]
    tls_listeners: Vec<radsec::TlsListener<H>>,
    /// What brings requests beside the listeners.
    sources: Vec<Box<dyn Source<H>>>,
    workers: Vec<Worker>,
    /// Told when a listener is lost.
    lost: Arc<Notify>,
    phase: PhaseSender,
    lifecycle: Lifecycle,
    grace: Duration,
}

impl<H> std::fmt::Debug for Server<H> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Server").field("addresses", &self.addresses).finish_non_exhaustive()
    }
}

/// How a server ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ShutdownReport {
    /// Requests that were being handled when the server was told to stop, and were finished.
    pub finished: usize,
    /// Requests whose handlers took longer than the [grace](ServerBuilder::grace) time. They stay without answer.
    pub cut: usize,
    /// Replies that were [held back](ServerBuilder::reject_delay) for longer than the grace time. They are not sent.
    pub replies_cut: usize,
    /// Connections over TLS that had not ended after the grace time, since their clients did not read or had not come to the
    /// end of the handshake. They are closed.
    pub connections_cut: usize,
    /// [Stop hooks](ServerBuilder::on_stop) that took longer than the grace time.
    pub hooks_cut: usize,
    /// Whether the server was not told to stop but ended by itself, since a task that receives panicked: by a mistake in this
    /// library, or by what the program has it run outside of handlers, such as the drop of a handler's error.
    pub is_lost: bool,
}

impl<H: Handler> Server<H> {
    /// The settings of a server for these clients.
    pub fn builder(clients: Clients, handler: H) -> ServerBuilder<H> {
        ServerBuilder::new(clients, handler)
    }

    /// The addresses that the server listens on, with the ports that the system chose.
    ///
    /// # Errors
    /// The system does not say.
    pub fn local_addresses(&self) -> io::Result<Vec<(Service, SocketAddr)>> {
        Ok(self.addresses.clone())
    }

    /// What was received, sent and discarded. It can be kept while the server runs.
    #[must_use]
    pub fn statistics(&self) -> Arc<Statistics> {
        Arc::clone(self.pipeline.observer.statistics())
    }

    /// The clients, to change them while the server runs.
    #[must_use]
    pub fn clients(&self) -> ClientsHandle {
        self.clients.clone()
    }

    /// The handler.
    #[must_use]
    pub fn handler(&self) -> &H {
        &self.pipeline.handler
    }

    /// Serves until `shutdown` is ready; then it takes no more requests and finishes those it has, within the grace time.
    /// Serves for ever with [`std::future::pending`], unless a task that receives is [lost](ShutdownReport::is_lost).
    pub async fn serve(mut self, shutdown: impl Future<Output = ()>) -> ShutdownReport {
        let tasks = self.lifecycle.start_tasks();
        let mut running = JoinSet::new();
        for listener in self.listeners {
            running.spawn(listener.serve(self.phase.subscribe()));
        }
        #[cfg(feature = "tls")]
        let connections: Vec<_> = self.tls_listeners.iter().map(radsec::TlsListener::connections).collect();
        #[cfg(feature = "tls")]
        for listener in self.tls_listeners {
            running.spawn(listener.serve(self.phase.subscribe()));
        }
        self.phase.set(Phase::Serving);
        self.sources.iter().for_each(|source| source.start(&self.pipeline));
        let receiving = async {
            listener::join(&mut running, &self.lost).await;
            std::future::pending().await
        };
        let is_lost = tokio::select! {
            () = shutdown => false,
            () = self.lost.notified() => true,
            never = receiving => never,
        };
        self.phase.set(Phase::Stopping);
        self.sources.clear();
        let stopping = async {
            listener::join(&mut running, &self.lost).await;
            for worker in &mut self.workers {
                worker.stopped().await;
            }
        };
        if tokio::time::timeout(self.grace.saturating_add(ENDING), stopping).await.is_err() {
            tracing::warn!("a handler blocks the thread that receives: the server ends without it");
        }
        let Pipeline { in_flight, delayed, .. } = &*self.pipeline;
        let mut report = ShutdownReport { finished: in_flight.count(), is_lost, ..ShutdownReport::default() };
        let idle = async {
            in_flight.idle().await;
            // A handler that is done may have left a reply to be sent later.
            delayed.idle().await;
        };
        if tokio::time::timeout(self.grace, idle).await.is_err() {
            report.cut = in_flight.cut().await;
            report.replies_cut = delayed.cut().await;
            report.finished = report.finished.saturating_sub(report.cut);
        }
        #[cfg(feature = "tls")]
        for connections in connections {
            // What is left has been told to end, and is at most shaking hands or saying good-bye.
            if tokio::time::timeout(self.grace, connections.idle()).await.is_err() {
                report.connections_cut += connections.count();
            }
        }
        drop(tasks);
        report.hooks_cut = self.lifecycle.run_stop_hooks(self.grace).await;
        self.phase.set(Phase::Done);
        for worker in self.workers {
            // One whose thread is blocked is left behind.
            let _ = tokio::time::timeout(ENDING, worker.join()).await;
        }
        if report.cut + report.replies_cut + report.connections_cut + report.hooks_cut > 0 {
            tracing::warn!(?report, "the server ended before all was done");
        }
        report
    }
}
