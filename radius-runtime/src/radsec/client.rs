//! A client's side of TLS: who the server must be, and in which version of RADIUS.

use std::io;
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::client::{ClientSessionMemoryCache, ClientSessionStore, Resumption};
use tokio_rustls::rustls::crypto::CryptoProvider;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{self, ClientConfig};

use crate::packet::MAX_OCTETS;
use crate::proto::version::ALPN_1_1;
use crate::proto::{RadiusVersion, RadiusVersions};

use super::verifier::{Expected, ExpectedName, Verifier};
use super::{
    Fingerprint, Identity, PeerCertificate, TlsError, Trust, peer_certificate, provider, tls_versions,
};

/// Sessions that can be resumed.
const SESSIONS: usize = 64;

/// A client's TLS configuration. Clones share it, also what [`reload`](Self::reload) changes.
///
/// ```no_run
/// use radius_runtime::radsec::{ClientTls, Identity, Trust};
///
/// let identity = Identity::from_pem_files("client.pem", "client.key")?;
/// let tls = ClientTls::for_host("radius.example", identity, Trust::from_pem_file("ca.pem")?)?.build()?;
/// # Ok::<(), radius_runtime::radsec::TlsError>(())
/// ```
#[derive(Clone, Debug)]
pub struct ClientTls {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    settings: Settings,
    connector: RwLock<Arc<Connector>>,
}

#[derive(Clone, Debug)]
struct Settings {
    name: ExpectedName,
    pins: Vec<Fingerprint>,
    versions: RadiusVersions,
    allows_tls_1_2: bool,
    provider: Arc<CryptoProvider>,
    connect_timeout: Duration,
    max_octets: usize,
    max_tokens: usize,
}

/// The settings of a [`ClientTls`].
#[derive(Clone, Debug)]
#[must_use]
pub struct ClientTlsBuilder {
    name: ExpectedName,
    identity: Identity,
    trust: Trust,
    pins: Vec<Fingerprint>,
    versions: RadiusVersions,
    allows_tls_1_2: bool,
    provider: Option<Arc<CryptoProvider>>,
    connect_timeout: Duration,
    max_octets: usize,
    max_tokens: usize,
}

impl ClientTlsBuilder {
    /// The server's certificate must be one of these, besides all else.
    pub fn pinned_to(mut self, pins: impl IntoIterator<Item = Fingerprint>) -> Self {
        self.pins = pins.into_iter().collect();
        self
    }

    common_settings!("servers");

    /// How long it may take to connect, with the handshake. The default is 10 seconds.
    pub const fn connect_timeout(mut self, limit: Duration) -> Self {
        self.connect_timeout = limit;
        self
    }

    /// The longest packet to send and to take, 4096 to 65535 octets (RFC 7930 §2). The default is 4096. With more, requests
    /// tell the server so by Response-Length.
    pub const fn max_packet_octets(mut self, octets: usize) -> Self {
        self.max_octets = octets;
        self
    }

    /// How many requests may be in flight over one connection of RADIUS/1.1, where nothing else limits them; more open another
    /// (RFC 9765 §4.2). The default is 4096. In RADIUS/1.0 there can be 255.
    pub const fn max_requests_per_connection(mut self, requests: usize) -> Self {
        self.max_tokens = if requests == 0 { 1 } else { requests };
        self
    }

    /// Checks that all of it fits together.
    ///
    /// # Errors
    /// The key does not belong to the certificate, or there is no cryptography.
    pub fn build(self) -> Result<ClientTls, TlsError> {
        let settings = Settings {
            name: self.name,
            pins: self.pins,
            versions: self.versions,
            allows_tls_1_2: self.allows_tls_1_2,
            provider: self.provider.map_or_else(provider::default, Ok)?,
            connect_timeout: self.connect_timeout,
            max_octets: self.max_octets,
            max_tokens: self.max_tokens,
        };
        let connector = RwLock::new(Arc::new(Connector::new(&settings, self.identity, self.trust)?));
        Ok(ClientTls { shared: Arc::new(Shared { settings, connector }) })
    }
}

impl ClientTls {
    /// The settings for a server with this host name or IP address in its certificate.
    ///
    /// # Errors
    /// It is neither.
    pub fn for_host(host: &str, identity: Identity, trust: Trust) -> Result<ClientTlsBuilder, TlsError> {
        let name =
            ServerName::try_from(host.to_owned()).map_err(|_| TlsError::ServerName(host.to_owned()))?;
        Ok(Self::builder(ExpectedName::Host(name), identity, trust))
    }

    /// The settings for a server with this NAI realm in its certificate (RFC 7585 §2.2).
    pub fn for_realm(realm: impl Into<String>, identity: Identity, trust: Trust) -> ClientTlsBuilder {
        Self::builder(ExpectedName::Realm(realm.into()), identity, trust)
    }

    fn builder(name: ExpectedName, identity: Identity, trust: Trust) -> ClientTlsBuilder {
        ClientTlsBuilder {
            name,
            identity,
            trust,
            pins: Vec::new(),
            versions: RadiusVersions::default(),
            allows_tls_1_2: false,
            provider: None,
            connect_timeout: Duration::from_secs(10),
            max_octets: MAX_OCTETS,
            max_tokens: 4096,
        }
    }

    /// Uses another certificate, other authorities and revocation lists from the next connection on. Connections that are
    /// up stay up.
    ///
    /// # Errors
    /// They do not fit together; the client goes on with the old ones.
    pub fn reload(&self, identity: Identity, trust: Trust) -> Result<(), TlsError> {
        let next = Arc::new(Connector::new(&self.shared.settings, identity, trust)?);
        *self.shared.connector.write().unwrap_or_else(PoisonError::into_inner) = next;
        Ok(())
    }

    pub(crate) fn connect_timeout(&self) -> Duration {
        self.shared.settings.connect_timeout
    }

    pub(crate) fn max_tokens(&self) -> usize {
        self.shared.settings.max_tokens
    }

    pub(crate) fn max_packet_octets(&self) -> usize {
        self.shared.settings.max_octets
    }

    pub(crate) fn connector(&self) -> Arc<Connector> {
        Arc::clone(&self.shared.connector.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Shakes hands with the server.
#[derive(Debug)]
pub(crate) struct Connector {
    name: ExpectedName,
    versions: RadiusVersions,
    /// Offers all versions. Where these are several it resumes nothing: a session is resumed only in the version that it
    /// was begun in (RFC 9765 §3.5), and here any may be chosen.
    open: Arc<ClientConfig>,
    /// Offers RADIUS/1.1 only, and resumes.
    only_1_1: Arc<ClientConfig>,
    /// The sessions that the latter resumes.
    sessions: Arc<ClientSessionMemoryCache>,
    /// Whether the last connection spoke RADIUS/1.1.
    spoke_1_1: AtomicBool,
}

/// A server that shook hands.
#[derive(Debug)]
pub(crate) struct Connected<S> {
    pub(crate) stream: TlsStream<S>,
    pub(crate) version: RadiusVersion,
    pub(crate) certificate: Option<PeerCertificate>,
}

impl Connector {
    fn new(settings: &Settings, identity: Identity, trust: Trust) -> Result<Self, TlsError> {
        let expected = Expected::Server { name: settings.name.clone(), pins: settings.pins.clone() };
        let verifier = Verifier::new(trust, expected, Arc::clone(&settings.provider));
        let mut config = ClientConfig::builder_with_provider(Arc::clone(&settings.provider))
            .with_protocol_versions(tls_versions(
                settings.allows_tls_1_2 && settings.versions != RadiusVersions::Only1_1,
            ))?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier))
            .with_client_auth_cert(identity.chain, identity.key)?;
        let sessions = Arc::new(ClientSessionMemoryCache::new(SESSIONS));
        config.alpn_protocols = vec![ALPN_1_1.to_vec()];
        config.resumption = Resumption::store(Arc::clone(&sessions) as Arc<_>);
        let only_1_1 = Arc::new(config.clone());
        config.alpn_protocols = settings.versions.names().iter().map(|name| name.to_vec()).collect();
        config.resumption = match settings.versions {
            RadiusVersions::Both => Resumption::store(Arc::new(KeepOnly(Arc::clone(&sessions)))),
            _ => Resumption::in_memory_sessions(SESSIONS),
        };
        Ok(Self {
            name: settings.name.clone(),
            versions: settings.versions,
            open: Arc::new(config),
            only_1_1,
            sessions,
            spoke_1_1: AtomicBool::new(false),
        })
    }

    /// Shakes hands. It takes as long as the server lets it: the time limit is the caller's.
    pub(crate) async fn connect<S>(&self, stream: S, address: IpAddr) -> io::Result<Connected<S>>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let name = match &self.name {
            ExpectedName::Host(name) => name.clone(),
            // An address is never sent: the server's realm is in its certificate only.
            ExpectedName::Realm(_) => ServerName::IpAddress(address.into()),
        };
        let resumes_1_1 = self.versions == RadiusVersions::Both && self.spoke_1_1.load(Ordering::Relaxed);
        let config = if resumes_1_1 { &self.only_1_1 } else { &self.open };
        let connector = TlsConnector::from(Arc::clone(config));
        let stream = match connector.connect(name.clone(), stream).into_fallible().await {
            Ok(stream) => stream,
            Err((error, mut stream)) => {
                // The alert that says what is wrong, where writing is buffered.
                let _ = stream.flush().await;
                // Perhaps the server has lost RADIUS/1.1; the next attempt offers all.
                self.spoke_1_1.store(false, Ordering::Relaxed);
                return Err(error);
            }
        };
        let connection = stream.get_ref().1;
        // What was offered counts: only RADIUS/1.1 where a session of it may be resumed (RFC 9765 §3.5).
        let offered = if resumes_1_1 { RadiusVersions::Only1_1 } else { self.versions };
        let version = offered.chosen(connection.alpn_protocol()).map_err(|error| {
            self.spoke_1_1.store(false, Ordering::Relaxed);
            io::Error::new(io::ErrorKind::ConnectionRefused, error)
        })?;
        let speaks_1_1 = version == RadiusVersion::V1_1;
        if self.spoke_1_1.swap(speaks_1_1, Ordering::Relaxed) != speaks_1_1 {
            // The server has changed its mind: sessions of the other version are of no use.
            while self.sessions.take_tls13_ticket(&name).is_some() {}
        }
        let certificate = peer_certificate(connection.peer_certificates());
        Ok(Connected { stream, version, certificate })
    }
}

/// Keeps sessions for a configuration that may resume them, and gives out none.
#[derive(Debug)]
struct KeepOnly(Arc<ClientSessionMemoryCache>);

impl ClientSessionStore for KeepOnly {
    fn set_kx_hint(&self, name: ServerName<'static>, group: rustls::NamedGroup) {
        self.0.set_kx_hint(name, group);
    }

    fn kx_hint(&self, name: &ServerName<'_>) -> Option<rustls::NamedGroup> {
        self.0.kx_hint(name)
    }

    /// A session of TLS 1.2 is one of RADIUS/1.0.
    fn set_tls12_session(&self, _: ServerName<'static>, _: rustls::client::Tls12ClientSessionValue) {}

    fn tls12_session(&self, _: &ServerName<'_>) -> Option<rustls::client::Tls12ClientSessionValue> {
        None
    }

    fn remove_tls12_session(&self, _: &ServerName<'static>) {}

    fn insert_tls13_ticket(
        &self,
        name: ServerName<'static>,
        session: rustls::client::Tls13ClientSessionValue,
    ) {
        self.0.insert_tls13_ticket(name, session);
    }

    fn take_tls13_ticket(&self, _: &ServerName<'static>) -> Option<rustls::client::Tls13ClientSessionValue> {
        None
    }
}
