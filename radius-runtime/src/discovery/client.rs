//! Clients by realm: found once, kept as long as the DNS says.

use std::collections::HashMap;
use std::fmt;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;

use crate::client::{Client, ClientBuilder, ServerEntry};
use crate::proto::discovery::{Budget, NotFound, Outcome, Realm, Settings, Target};
use crate::proto::{LookUps, Service};
use crate::radsec::{ClientTlsBuilder, Identity, TlsError, Trust};

use super::resolver::{self, AnyResolver};
use super::servers::Connecting;
use super::{DiscoveryError, Dns, Resolver, Servers};

/// How long a realm is remembered behind its time, for which servers had been found: it is looked up again whatever else is
/// asked for.
const KEEP_EXPIRED: Duration = Duration::from_secs(3600);

/// Finds the servers of realms, and keeps a [`Client`] for each. Clones share them.
#[derive(Clone)]
pub struct Discovery {
    inner: Arc<Inner>,
}

/// The settings of a [`Discovery`].
#[must_use]
pub struct DiscoveryBuilder {
    connecting: Connecting,
    client: MakeBuilder,
    resolver: Option<Arc<dyn AnyResolver>>,
    settings: Settings,
    fallback: Option<Client>,
    capacity: usize,
    look_ups: (u32, u32),
}

type MakeBuilder = Box<dyn Fn(ClientBuilder) -> ClientBuilder + Send + Sync>;
type Key = (Realm, Service);
type Found = Result<Client, DiscoveryError>;

struct Inner {
    connecting: RwLock<Connecting>,
    client: MakeBuilder,
    resolver: Arc<dyn AnyResolver>,
    settings: Settings,
    fallback: Option<Client>,
    started: Instant,
    state: Mutex<State>,
}

struct State {
    known: LookUps<Known, Key>,
    /// Those that are being looked for, and where their result will be.
    pending: HashMap<Key, watch::Receiver<Option<Found>>>,
    budget: Budget,
    /// How often everything was forgotten: what was begun before is not kept.
    generation: u64,
}

/// A client, and the targets that it was made for.
struct Known {
    client: Client,
    targets: Vec<Target>,
}

impl DiscoveryBuilder {
    /// What asks the DNS. The default is [`Dns::system`].
    pub fn resolver(mut self, resolver: impl Resolver) -> Self {
        self.resolver = Some(Arc::new(resolver));
        self
    }

    /// Counts a service tag with a protocol tag besides those of RFC 7585, for every service: federations have such of their
    /// own, as eduroam has `x-eduroam:radius.tls`.
    pub fn private_tag(mut self, tag: &str) -> Self {
        self.settings.private_tags.push(tag.to_owned());
        self
    }

    /// An address that the program's own server listens at. A realm with such a server is not sent on to
    /// ([`DiscoveryError::Loop`]): its requests would come back (RFC 7585 §3.4.4).
    pub fn own_address(mut self, address: SocketAddr) -> Self {
        self.settings.own_addresses.push(address);
        self
    }

    /// Changes how long discovery may take and how long its results count.
    pub fn settings(mut self, change: impl FnOnce(&mut Settings)) -> Self {
        change(&mut self.settings);
        self
    }

    /// The client for realms whose servers are not found. By default there is none: [`Discovery::client`] says why.
    pub fn fallback(mut self, client: Client) -> Self {
        self.fallback = Some(client);
        self
    }

    /// How many realms are kept, of those with servers and of those without, for each service; the least recently used give way.
    /// The default is 1000.
    pub const fn capacity(mut self, realms: usize) -> Self {
        self.capacity = realms;
        self
    }

    /// How many realms may be looked up a second, and how many at once after a quiet time; what goes beyond is refused with
    /// [`DiscoveryError::Busy`]. Realms whose servers were found before and whose time is over are not counted. The default is 10 a
    /// second, and 100 at once.
    pub const fn max_look_ups(mut self, per_second: u32, at_once: u32) -> Self {
        self.look_ups = (per_second, at_once);
        self
    }

    /// Changes how servers are connected to, such as the versions of RADIUS. The time limit is 3 seconds.
    pub fn configure_tls(
        mut self,
        change: impl Fn(ClientTlsBuilder) -> ClientTlsBuilder + Send + Sync + 'static,
    ) -> Self {
        self.connecting.tls = Box::new(change);
        self
    }

    /// Changes what is set for each server, such as whether it is asked for life signs.
    pub fn configure_server(
        mut self,
        change: impl Fn(ServerEntry) -> ServerEntry + Send + Sync + 'static,
    ) -> Self {
        self.connecting.entry = Box::new(change);
        self
    }

    /// Changes what is set for each realm's client, such as its timers.
    pub fn configure_client(
        mut self,
        change: impl Fn(ClientBuilder) -> ClientBuilder + Send + Sync + 'static,
    ) -> Self {
        self.client = Box::new(change);
        self
    }

    /// Checks that all of it fits together.
    ///
    /// # Errors
    /// The TLS configuration or the system's resolver cannot be used.
    pub fn build(self) -> Result<Discovery, DiscoveryError> {
        self.connecting.tls("realm.invalid")?;
        let resolver = match self.resolver {
            Some(resolver) => resolver,
            None => Arc::new(Dns::system()?),
        };
        let (per_second, at_once) = self.look_ups;
        let state = State {
            // Each is kept for a time of its own.
            known: LookUps::new(Duration::ZERO, Duration::ZERO, self.capacity),
            pending: HashMap::new(),
            budget: Budget::new(per_second, at_once),
            generation: 0,
        };
        let inner = Inner {
            connecting: RwLock::new(self.connecting),
            client: self.client,
            resolver,
            settings: self.settings,
            fallback: self.fallback,
            started: Instant::now(),
            state: Mutex::new(state),
        };
        Ok(Discovery { inner: Arc::new(inner) })
    }
}

impl Discovery {
    /// The settings for a client that shows this certificate, and trusts these authorities: those of a federation, which vouch
    /// for realms.
    pub fn builder(identity: Identity, trust: Trust) -> DiscoveryBuilder {
        let connecting =
            Connecting { identity, trust, tls: Box::new(|tls| tls), entry: Box::new(|entry| entry) };
        DiscoveryBuilder {
            connecting,
            client: Box::new(|client| client),
            resolver: None,
            settings: Settings::default(),
            fallback: None,
            capacity: 1000,
            look_ups: (10, 100),
        }
    }

    /// The servers of a realm, asked of the DNS now. Nothing is kept, nor connected to.
    ///
    /// # Errors
    /// There is none, or the DNS does not say.
    pub async fn servers(&self, realm: &Realm, service: Service) -> Result<Servers, DiscoveryError> {
        let inner = &self.inner;
        match resolver::find(&inner.resolver, realm, service, &inner.settings).await {
            Outcome::Found(targets, valid_for) => {
                Ok(Servers { entries: inner.connecting().entries(realm, &targets)?, valid_for })
            }
            Outcome::NotFound(why, _) => Err(why.into()),
        }
    }

    /// The client for a realm: one that is known, or one that is looked for now. Whoever asks for the same realm meanwhile waits
    /// for the same result, and giving up waiting ends nothing.
    ///
    /// It is to be asked for with each request, and not kept: its servers count until the TTL in the DNS is over, and the same ones
    /// again keep their connections; where the DNS does not answer then, they count on. Servers that cannot be connected to are passed over as long as there are others, and tried
    /// again with growing pauses.
    ///
    /// # Errors
    /// No server was found, or none can be connected to, and there is no [fallback](DiscoveryBuilder::fallback). The realm is then
    /// left alone until it is due again.
    pub async fn client(&self, realm: &Realm, service: Service) -> Result<Client, DiscoveryError> {
        let found = match self.begin(realm, service) {
            Begun::Known(found) => found,
            Begun::Pending(mut pending) => match pending.wait_for(Option::is_some).await {
                Ok(found) => found.clone().unwrap_or(Err(DiscoveryError::NotDue)),
                // The task has panicked, in code of the program's.
                Err(_) => Err(DiscoveryError::NotDue),
            },
        };
        found.or_else(|error| self.inner.fallback.clone().ok_or(error))
    }

    /// Uses another certificate and other authorities for connections from now on, and looks for all servers anew. Clients that
    /// are in use go on.
    ///
    /// # Errors
    /// They do not fit together; nothing has changed.
    pub fn reload(&self, identity: Identity, trust: Trust) -> Result<(), TlsError> {
        let mut connecting = self.inner.connecting.write().unwrap_or_else(PoisonError::into_inner);
        let old = (
            std::mem::replace(&mut connecting.identity, identity),
            std::mem::replace(&mut connecting.trust, trust),
        );
        if let Err(error) = connecting.tls("realm.invalid") {
            (connecting.identity, connecting.trust) = old;
            return Err(error);
        }
        drop(connecting);
        self.forget_all();
        Ok(())
    }

    /// Looks for all servers anew, also where there were none.
    pub fn forget_all(&self) {
        let mut state = self.inner.state();
        state.generation += 1;
        state.known.clear();
        state.pending.clear();
    }

    fn begin(&self, realm: &Realm, service: Service) -> Begun {
        let key = (realm.clone(), service);
        let now = self.inner.now();
        let mut state = self.inner.state();
        let State { known, pending, budget, generation } = &mut *state;
        if let Some(pending) = pending.get(&key) {
            return Begun::Pending(pending.clone());
        }
        let expired = known.take_expired(&key, now);
        if let Some(found) = known.get(&key, now) {
            let found = found.map(|known| known.client.clone());
            return Begun::Known(found.ok_or(DiscoveryError::NotDue));
        }
        if expired.is_none() && !budget.take(now) {
            return Begun::Known(Err(DiscoveryError::Busy));
        }
        known.forget_expired(now.saturating_sub(KEEP_EXPIRED));
        let (sender, receiver) = watch::channel(None);
        pending.insert(key.clone(), receiver.clone());
        let search = Search { inner: Arc::clone(&self.inner), key, generation: *generation, sender };
        // In a task of its own: whoever asked first may give up.
        tokio::spawn(search.run(expired));
        Begun::Pending(receiver)
    }
}

impl fmt::Debug for Discovery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Discovery").field("settings", &self.inner.settings).finish_non_exhaustive()
    }
}

impl fmt::Debug for DiscoveryBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DiscoveryBuilder").field("settings", &self.settings).finish_non_exhaustive()
    }
}

enum Begun {
    Known(Found),
    Pending(watch::Receiver<Option<Found>>),
}

impl Inner {
    fn now(&self) -> Duration {
        self.started.elapsed()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing that holds the lock can leave it half changed.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn connecting(&self) -> std::sync::RwLockReadGuard<'_, Connecting> {
        self.connecting.read().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The search for one realm's servers, for all who want them.
struct Search {
    inner: Arc<Inner>,
    key: Key,
    generation: u64,
    sender: watch::Sender<Option<Found>>,
}

impl Search {
    async fn run(self, expired: Option<Known>) {
        let realm = &self.key.0;
        let (found, valid_for) = self.find(expired).await;
        let result = match &found {
            Ok(known) => {
                let servers = known.targets.len();
                tracing::info!(%realm, servers, ?valid_for, "servers found");
                Ok(known.client.clone())
            }
            Err(error) => {
                let reason = std::error::Error::source(error).map(ToString::to_string);
                tracing::warn!(%realm, %error, reason, again_in = ?valid_for, "no server found");
                Err(error.clone())
            }
        };
        let expires = self.inner.now().saturating_add(valid_for);
        let mut state = self.inner.state();
        if state.generation == self.generation {
            state.known.insert_until(self.key.clone(), found.ok(), expires);
        }
        drop(state);
        self.sender.send_replace(Some(result));
    }

    /// The client and how long it counts, or why there is none and how long not to ask again.
    async fn find(&self, expired: Option<Known>) -> (Result<Known, DiscoveryError>, Duration) {
        let (realm, service) = &self.key;
        let settings = &self.inner.settings;
        let (targets, valid_for) = match resolver::find(&self.inner.resolver, realm, *service, settings).await
        {
            Outcome::Found(targets, valid_for) => (targets, valid_for),
            // That the DNS is out of order says nothing of servers that were found before.
            Outcome::NotFound(NotFound::Dns, _) if expired.is_some() => {
                return (expired.ok_or(DiscoveryError::Dns), settings.min_ttl);
            }
            Outcome::NotFound(why, pause) => return (Err(why.into()), pause),
        };
        // The same servers keep their connections.
        if let Some(known) = expired.filter(|known| known.targets == targets) {
            return (Ok(known), valid_for);
        }
        match self.connect(&targets).await {
            Ok(client) => (Ok(Known { client, targets }), valid_for),
            // Targets that failed are skipped until their time is over, but not for days (RFC 7585 §3.4.5).
            Err(error) => (Err(error), valid_for.min(settings.backoff)),
        }
    }

    async fn connect(&self, targets: &[Target]) -> Result<Client, DiscoveryError> {
        let mut entries = self.inner.connecting().entries(&self.key.0, targets)?.into_iter();
        let first = entries.next().ok_or(DiscoveryError::NotFound)?;
        let builder = entries.fold(ClientBuilder::new(first), ClientBuilder::server);
        let client = (self.inner.client)(builder).build().await;
        client.map_err(|error| DiscoveryError::Unreachable(Arc::new(error)))
    }
}

impl Drop for Search {
    /// Also where it panicked, or the runtime ends.
    fn drop(&mut self) {
        let mut state = self.inner.state();
        if state.generation == self.generation {
            state.pending.remove(&self.key);
        }
    }
}
