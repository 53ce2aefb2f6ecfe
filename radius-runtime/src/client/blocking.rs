//! The client for programs without an async runtime: the same calls, which wait in the calling thread.
//!
//! [`ClientBuilder::build_blocking`](super::ClientBuilder::build_blocking) makes a client with a runtime of its own, in a
//! thread of its own that ends with the client. It may be shared by threads: each waits for its own reply only.
//!
//! ```no_run
//! use radius_runtime::client::Client;
//! use radius_runtime::{Packet, Secret};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::builder("192.0.2.1:1812".parse()?, Secret::new("shared with the server")?).build_blocking()?;
//! let reply = client.send(Packet::status_server())?;
//! println!("{} is alive", reply.code());
//! # Ok(())
//! # }
//! ```
//!
//! # Within a runtime
//!
//! These calls also work in a program that has a tokio runtime: they do not use it, so that they can neither panic nor wait
//! for themselves there. But they hold up the thread that they are called in, and all tasks that it runs: async code
//! uses [`Client`](super::Client), or calls these in `tokio::task::spawn_blocking`.

use std::future::Future;
use std::io;
use std::sync::{Arc, mpsc};
use std::time::Duration;

use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;

use crate::packet::{OpenPacket, Packet};
use crate::proto::accounting::{ReportTime, Status};
use crate::proto::{Challenge, Statistics};

use super::challenge::Login;
use super::send::{Answered, Options};
use super::{ClientBuilder, ClientError, CoaOutcome, ServerStatus};

/// A client whose calls wait: [`Client`](super::Client) for programs without a runtime. Clones share one runtime.
#[derive(Clone, Debug)]
pub struct Client {
    // In this order: the client's tasks end before their runtime does.
    client: super::Client,
    runtime: Arc<Runtime>,
}

/// A runtime in a thread of its own, which ends with it.
#[derive(Debug)]
struct Runtime {
    handle: Handle,
    /// The thread goes on until this is dropped.
    _running: oneshot::Sender<()>,
}

impl Runtime {
    fn start() -> io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let handle = runtime.handle().clone();
        let (running, ended) = oneshot::channel();
        let thread = std::thread::Builder::new().name("radius-client".into());
        thread.spawn(move || drop(runtime.block_on(ended)))?;
        Ok(Self { handle, _running: running })
    }

    /// Runs a future there and waits for it here.
    fn wait_for<T: Send + 'static>(&self, future: impl Future<Output = T> + Send + 'static) -> io::Result<T> {
        let (sender, receiver) = mpsc::sync_channel(1);
        self.handle.spawn(async move { drop(sender.send(future.await)) });
        // The task can end without a result only if it panics.
        receiver.recv().map_err(io::Error::other)
    }
}

impl ClientBuilder {
    /// Makes a client whose calls wait in the calling thread: see [`blocking`](self).
    ///
    /// # Errors
    /// The thread cannot be started, or no socket can be opened.
    pub fn build_blocking(self) -> io::Result<Client> {
        let runtime = Arc::new(Runtime::start()?);
        let client = runtime.wait_for(self.build())??;
        Ok(Client { client, runtime })
    }
}

impl Client {
    /// The servers, in the order in which they were given, and how each stands.
    pub fn servers(&self) -> impl Iterator<Item = ServerStatus<'_>> {
        self.client.servers()
    }

    /// What was sent, received and discarded, for all servers together.
    #[must_use]
    pub fn statistics(&self) -> &Statistics {
        self.client.statistics()
    }

    fn exchange(&self, packet: Packet, options: Options) -> Result<Answered, ClientError> {
        let client = self.client.clone();
        self.runtime.wait_for(async move { client.exchange(packet, options).await })?
    }

    /// Sends a request and waits for its reply: [`Client::send`](super::Client::send).
    ///
    /// # Errors
    /// No valid reply came within the time, or the packet cannot be sent.
    pub fn send(&self, packet: Packet) -> Result<OpenPacket, ClientError> {
        Ok(self.exchange(packet, Options::default())?.reply)
    }

    /// Sends a request and waits at most this long: [`Client::send_within`](super::Client::send_within).
    ///
    /// # Errors
    /// No valid reply came within the time, or the packet cannot be sent.
    pub fn send_within(&self, limit: Duration, packet: Packet) -> Result<OpenPacket, ClientError> {
        Ok(self.exchange(packet, Options { limit: Some(limit), ..Options::default() })?.reply)
    }

    /// Authenticates a user, answering challenges on the way: [`Client::authenticate`](super::Client::authenticate).
    ///
    /// # Errors
    /// A request got no valid reply, cannot be sent, or the server asked without end.
    pub fn authenticate(
        &self,
        request: Packet,
        mut answer: impl FnMut(Challenge) -> Option<Packet>,
    ) -> Result<OpenPacket, ClientError> {
        let mut login = Login::new(request);
        loop {
            let (request, options) = login.next();
            let (reply, challenge) = login.answered(self.exchange(request, options)?)?;
            let Some(challenge) = challenge else { return Ok(reply) };
            match answer(challenge) {
                Some(request) => login.go_on(request),
                None => return Ok(reply),
            }
        }
    }

    /// Asks a NAS to change or end a session: [`Client::send_coa`](super::Client::send_coa).
    ///
    /// # Errors
    /// No valid reply came within the time, the packet is no CoA-Request or Disconnect-Request, or it cannot be sent.
    pub fn send_coa(&self, packet: Packet) -> Result<CoaOutcome, ClientError> {
        let client = self.client.clone();
        self.runtime.wait_for(async move { client.send_coa(packet).await })?
    }

    /// A session to report on: [`Client::accounting_session`](super::Client::accounting_session).
    ///
    /// # Errors
    /// The operating system gives no random numbers.
    pub fn accounting_session(&self, common: Packet) -> Result<AccountingSession, ClientError> {
        let session = self.client.accounting_session(common)?;
        Ok(AccountingSession { session, client: self.clone() })
    }
}

/// One session of a user as it is reported: [`AccountingSession`](super::AccountingSession) with calls that wait. A thread
/// that sleeps between calls of [`interim`](Self::interim) reports in between.
#[derive(Clone, Debug)]
pub struct AccountingSession {
    session: super::AccountingSession,
    client: Client,
}

impl AccountingSession {
    /// How the reports say when their events happened. The default is Event-Timestamp.
    #[must_use]
    pub fn report_time(mut self, time: ReportTime) -> Self {
        self.session = self.session.report_time(time);
        self
    }

    /// Acct-Session-Id.
    #[must_use]
    pub fn id(&self) -> &str {
        self.session.id()
    }

    /// Reports that the session begins, with what `fill` adds.
    ///
    /// # Errors
    /// The server did not confirm that it stored the report, or it cannot be sent.
    pub fn start(&self, fill: impl FnOnce(Packet) -> Packet) -> Result<OpenPacket, ClientError> {
        self.client.send(self.session.compose(Status::Start, fill))
    }

    /// Reports that the session goes on, with what `fill` adds.
    ///
    /// # Errors
    /// The server did not confirm that it stored the report, or it cannot be sent.
    pub fn interim(&self, fill: impl FnOnce(Packet) -> Packet) -> Result<OpenPacket, ClientError> {
        self.client.send(self.session.compose(Status::Interim, fill))
    }

    /// Reports that the session ended, with what `fill` adds.
    ///
    /// # Errors
    /// The server did not confirm that it stored the report, or it cannot be sent.
    pub fn stop(&self, fill: impl FnOnce(Packet) -> Packet) -> Result<OpenPacket, ClientError> {
        self.client.send(self.session.compose(Status::Stop, fill))
    }
}
