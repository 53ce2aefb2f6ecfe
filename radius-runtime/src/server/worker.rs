//! Threads that receive side by side, each with sockets and a runtime of its own.

use std::io;
use std::net::UdpSocket;
use std::sync::Arc;
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

use tokio::runtime;
use tokio::sync::{Notify, oneshot};
use tokio::task::JoinSet;

use crate::proto::{Duplicates, Service};
use crate::transport::batch::ServerSocket;

use super::directory::ClientsHandle;
use super::listener::{self, Listener};
use super::phase::{Phase, PhaseReceiver};
use super::pipeline::Pipeline;
use super::{Handler, Waiting};

/// What listeners are made from.
pub(super) struct Plan<H> {
    pub(super) pipeline: Arc<Pipeline<H>>,
    pub(super) clients: ClientsHandle,
    pub(super) keep_replies: Duration,
    pub(super) max_replies: usize,
    pub(super) lost: Arc<Notify>,
}

impl<H> Clone for Plan<H> {
    fn clone(&self) -> Self {
        let Self { pipeline, clients, keep_replies, max_replies, lost } = self;
        Self {
            pipeline: Arc::clone(pipeline),
            clients: clients.clone(),
            keep_replies: *keep_replies,
            max_replies: *max_replies,
            lost: Arc::clone(lost),
        }
    }
}

impl<H> Plan<H> {
    /// Takes a socket into the runtime that calls.
    pub(super) fn listener(&self, service: Service, socket: UdpSocket) -> io::Result<Listener<H>> {
        let keep_replies = match service {
            // As long as a request may be replayed, it must meet its reply (RFC 5176 §2.3, §6.3).
            Service::DynamicAuthorization => self.pipeline.dynamic.replay_time().max(self.keep_replies),
            _ => self.keep_replies,
        };
        Ok(Listener {
            socket: Arc::new(ServerSocket::new(socket)?),
            service,
            pipeline: Arc::clone(&self.pipeline),
            directory: self.clients.directory(),
            duplicates: Arc::new(Mutex::new(Duplicates::new(keep_replies, self.max_replies))),
            waiting: Waiting::default(),
        })
    }
}

/// A thread that receives.
#[derive(Debug)]
pub(super) struct Worker {
    stopped: oneshot::Receiver<()>,
    ended: oneshot::Receiver<()>,
}

impl Worker {
    /// Starts a thread for these sockets. It is there until the server is done, or gone.
    pub(super) async fn start<H: Handler>(
        number: usize,
        plan: Plan<H>,
        sockets: Vec<(Service, UdpSocket)>,
        phase: PhaseReceiver,
    ) -> io::Result<Self> {
        let (ready, is_ready) = oneshot::channel();
        let (stop, stopped) = oneshot::channel();
        let (end, ended) = oneshot::channel();
        let work = move || {
            let runtime = match runtime::Builder::new_current_thread().enable_all().build() {
                Ok(runtime) => runtime,
                Err(error) => return drop(ready.send(Err(error))),
            };
            runtime.block_on(receive(plan, sockets, phase, ready, stop));
            // What still blocks a thread of the pool must not keep the server from ending.
            runtime.shutdown_background();
            let _ = end.send(());
        };
        thread::Builder::new().name(format!("radius-{number}")).spawn(work)?;
        is_ready.await.unwrap_or_else(|_| Err(io::Error::other("a worker did not start")))?;
        Ok(Self { stopped, ended })
    }

    /// Waits until the thread takes no more requests.
    pub(super) async fn stopped(&mut self) {
        let _ = (&mut self.stopped).await;
    }

    /// Waits until the thread has ended.
    pub(super) async fn join(self) {
        let _ = self.ended.await;
    }
}

async fn receive<H: Handler>(
    plan: Plan<H>,
    sockets: Vec<(Service, UdpSocket)>,
    mut phase: PhaseReceiver,
    ready: oneshot::Sender<io::Result<()>>,
    stop: oneshot::Sender<()>,
) {
    let listeners = sockets.into_iter().map(|(service, socket)| plan.listener(service, socket));
    let listeners: Vec<_> = match listeners.collect() {
        Ok(listeners) => listeners,
        Err(error) => return drop(ready.send(Err(error))),
    };
    let mut running = JoinSet::new();
    for listener in listeners {
        running.spawn(listener.serve(phase.clone()));
    }
    let _ = ready.send(Ok(()));
    listener::join(&mut running, &plan.lost).await;
    let _ = stop.send(());
    // Handlers that are still at work live in this runtime.
    phase.wait_for(Phase::Done).await;
}
