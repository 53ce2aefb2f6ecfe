//! Who a datagram comes from: the clients that are known, and those that are looked up.

use std::borrow::Cow;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::watch;

use crate::proto::{LookUps, Statistics};
#[cfg(feature = "tls")]
use crate::radsec::{CertificateRule, Rules};

use super::clients::ClientStatistics;
use super::{ClientEntry, Clients, HandlerError};

/// Finds clients that [`Clients`] does not hold, in a database for instance.
///
/// The server asks once for each address, however many datagrams come from it meanwhile, goes on receiving, and remembers the
/// answer for a while: see [`LookUpSettings`].
///
/// ```
/// use std::net::IpAddr;
/// use radius_runtime::Secret;
/// use radius_runtime::server::{ClientEntry, ClientSource, HandlerError};
///
/// struct Database;
///
/// impl ClientSource for Database {
///     async fn find(&self, address: IpAddr) -> Result<Option<ClientEntry>, HandlerError> {
///         // … ask, and await the answer …
///         # let row: Option<(&str, &str)> = None;
///         let Some((name, secret)) = row else { return Ok(None) };
///         Ok(Some(ClientEntry::new(Secret::new(secret)?).name(name)))
///     }
/// }
/// ```
pub trait ClientSource: Send + Sync + 'static {
    /// The client with this address; `None` if it is none. An IPv4 address mapped into IPv6 comes as IPv4.
    ///
    /// An error costs the requests that wait for the answer, and is not remembered.
    fn find(&self, address: IpAddr)
    -> impl Future<Output = Result<Option<ClientEntry>, HandlerError>> + Send;
}

/// How clients are looked up, and for how long the answers count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LookUpSettings {
    /// How long a client is remembered. The default is 5 minutes.
    pub keep_known: Duration,
    /// How long it is remembered that an address is no client's. The default is 30 seconds.
    pub keep_unknown: Duration,
    /// How many addresses of each kind are remembered. The default is 10,000.
    pub capacity: usize,
    /// How many look-ups each socket may have at a time. The default is 64.
    pub max_concurrent: usize,
    /// How many datagrams each socket may hold until their clients are known. The default is 1024.
    pub max_held: usize,
    /// How long a look-up may take. The default is 5 seconds.
    pub timeout: Duration,
}

impl Default for LookUpSettings {
    fn default() -> Self {
        Self {
            keep_known: Duration::from_secs(300),
            keep_unknown: Duration::from_secs(30),
            capacity: 10_000,
            max_concurrent: 64,
            max_held: 1024,
            timeout: Duration::from_secs(5),
        }
    }
}

/// What a look-up found.
pub(super) type Found = Result<Option<ClientEntry>, HandlerError>;

/// [`ClientSource`] as an object.
trait Source: Send + Sync {
    fn find(&self, address: IpAddr) -> Pin<Box<dyn Future<Output = Found> + Send + '_>>;
}

impl<T: ClientSource> Source for T {
    fn find(&self, address: IpAddr) -> Pin<Box<dyn Future<Output = Found> + Send + '_>> {
        Box::pin(ClientSource::find(self, address))
    }
}

/// Clients that are looked up.
pub(super) struct LookUp {
    source: Box<dyn Source>,
    settings: LookUpSettings,
    known: Mutex<LookUps<Arc<ClientEntry>>>,
    /// Of all clients that were looked up: one by one there would be no end of them.
    statistics: Arc<Statistics>,
}

impl LookUp {
    pub(super) fn new(source: impl ClientSource, settings: LookUpSettings) -> Self {
        let known = LookUps::new(settings.keep_known, settings.keep_unknown, settings.capacity);
        Self { source: Box::new(source), settings, known: Mutex::new(known), statistics: Arc::default() }
    }

    pub(super) const fn settings(&self) -> &LookUpSettings {
        &self.settings
    }

    fn known(&self) -> MutexGuard<'_, LookUps<Arc<ClientEntry>>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks, and remembers the answer.
    pub(super) async fn find(&self, address: IpAddr, now: impl Fn() -> Duration) -> FoundClient {
        let found = tokio::time::timeout(self.settings.timeout, self.source.find(address)).await??;
        let found = found.map(|entry| Arc::new(entry.or_count_in(&self.statistics)));
        self.known().insert(address, found.clone(), now());
        Ok(found)
    }
}

/// What a look-up found, as it is remembered.
pub(super) type FoundClient = Result<Option<Arc<ClientEntry>>, HandlerError>;

/// What is known of an address without asking.
pub(super) enum Known<'a> {
    Client(Cow<'a, Arc<ClientEntry>>),
    Stranger,
    /// It has to be looked up.
    Unclear(Arc<LookUp>),
}

/// The clients of a server that runs. They can be changed at any time, by whoever has a clone of this.
///
/// ```no_run
/// # use radius_runtime::server::{ClientEntry, Clients, Handler, Server};
/// # use radius_runtime::Secret;
/// # async fn example(server: Server<impl Handler>) -> Result<(), Box<dyn std::error::Error>> {
/// let clients = server.clients();
/// tokio::spawn(server.serve(std::future::pending()));
///
/// let network = "192.0.2.0/24".parse()?;
/// let entry = ClientEntry::new(Secret::new("another secret")?);
/// clients.update(|clients| clients.insert(network, entry));     // from the next request on
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct ClientsHandle {
    clients: watch::Sender<Arc<Clients>>,
    look_up: Option<Arc<LookUp>>,
}

impl std::fmt::Debug for ClientsHandle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ClientsHandle").field("clients", &*self.clients.borrow()).finish_non_exhaustive()
    }
}

#[cfg(feature = "tls")]
impl Rules for ClientsHandle {
    fn any(&self, fits: &mut dyn FnMut(&CertificateRule) -> bool) -> bool {
        self.get().by_certificate().any(|(rule, _)| fits(rule))
    }
}

impl ClientsHandle {
    pub(super) fn new(clients: Clients, look_up: Option<LookUp>) -> Self {
        Self { clients: watch::Sender::new(Arc::new(clients)), look_up: look_up.map(Arc::new) }
    }

    /// The clients as they are now, without those that are looked up.
    #[must_use]
    pub fn get(&self) -> Arc<Clients> {
        Arc::clone(&self.clients.borrow())
    }

    /// Changes the clients, and gives back what the change gives. Requests that arrive later are checked by the new ones;
    /// those that are being handled are answered as they came.
    pub fn update<T>(&self, change: impl FnOnce(&mut Clients) -> T) -> T {
        let mut result = None;
        self.clients.send_modify(|clients| result = Some(change(Arc::make_mut(clients))));
        // `send_modify` has called it.
        #[allow(clippy::expect_used)]
        result.expect("the change was made")
    }

    /// What was counted for each entry of [`Clients`], and for all clients together that were looked up, to be published with
    /// the entry's name. There are never more of them than entries, whoever sends.
    ///
    /// What came from strangers is in [`Server::statistics`](super::Server::statistics) only.
    #[must_use]
    pub fn statistics(&self) -> Vec<ClientStatistics> {
        let looked_up = self.look_up.iter().map(|look_up| ClientStatistics {
            client: "looked up".to_owned(),
            network: String::new(),
            statistics: Arc::clone(&look_up.statistics),
        });
        self.get().statistics().chain(looked_up).collect()
    }

    /// Looks the client with this address up again when it next sends something.
    pub fn forget(&self, address: IpAddr) {
        if let Some(look_up) = &self.look_up {
            look_up.known().forget(&address.to_canonical());
        }
    }

    /// Looks every client up again that is not in [`Clients`].
    pub fn forget_all(&self) {
        if let Some(look_up) = &self.look_up {
            look_up.known().clear();
        }
    }

    /// Tells of every change from now on.
    #[cfg(feature = "tls")]
    pub(super) fn changes(&self) -> watch::Receiver<Arc<Clients>> {
        self.clients.subscribe()
    }

    pub(super) fn directory(&self) -> Directory {
        let changes = self.clients.subscribe();
        let clients = Arc::clone(&changes.borrow());
        Directory { changes, clients, look_up: self.look_up.clone() }
    }
}

/// A receiving task's view of the clients.
pub(super) struct Directory {
    changes: watch::Receiver<Arc<Clients>>,
    clients: Arc<Clients>,
    look_up: Option<Arc<LookUp>>,
}

impl Directory {
    /// Takes over the changes that were made.
    pub(super) fn refresh(&mut self) {
        if self.changes.has_changed().unwrap_or(false) {
            self.clients = Arc::clone(&self.changes.borrow_and_update());
        }
    }

    /// What is known of an address. It takes no lock unless clients are looked up.
    pub(super) fn find(&self, address: IpAddr, now: Duration) -> Known<'_> {
        if let Some(client) = self.clients.find(address) {
            return Known::Client(Cow::Borrowed(client));
        }
        let Some(look_up) = &self.look_up else { return Known::Stranger };
        let found = look_up.known().get(&address.to_canonical(), now).map(Option::<&Arc<_>>::cloned);
        match found {
            Some(Some(client)) => Known::Client(Cow::Owned(client)),
            Some(None) => Known::Stranger,
            None => Known::Unclear(Arc::clone(look_up)),
        }
    }
}
