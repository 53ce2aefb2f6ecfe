//! A server's side of TLS: who may connect, and in which version of RADIUS.

use std::io;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use thiserror::Error;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::watch;
use tokio_rustls::LazyConfigAcceptor;
use tokio_rustls::rustls::crypto::CryptoProvider;
use tokio_rustls::rustls::pki_types::UnixTime;
use tokio_rustls::rustls::server::{ClientHello, ServerSessionMemoryCache};
use tokio_rustls::rustls::{self, CipherSuite, ServerConfig};
use tokio_rustls::server::TlsStream;

use crate::proto::version::{ALPN_1_0, ALPN_1_1, ServerChoice};
use crate::proto::{RadiusVersion, RadiusVersions};

use super::rule::Rules;
use super::verifier::{Expected, PEER_ADDRESS, Verifier};
use super::{
    Fingerprint, Identity, PeerCertificate, TlsError, Trust, peer_certificate, provider, tls_versions,
};

/// Sessions that clients can resume, of each version of RADIUS.
const SESSIONS: usize = 1024;

/// A server's TLS configuration. Clones share it, also what [`reload`](Self::reload) changes.
///
/// Sessions can be resumed, in the version of RADIUS that they were begun in. Clients that name none (no ALPN) get no tickets in
/// TLS 1.3, since FreeRADIUS 3.2.1 sometimes sends nothing behind them.
///
/// ```no_run
/// use radius_runtime::radsec::{Identity, ServerTls, Trust};
///
/// let identity = Identity::from_pem_files("server.pem", "server.key")?;
/// let tls = ServerTls::builder(identity, Trust::from_pem_file("ca.pem")?).build()?;
/// # Ok::<(), radius_runtime::radsec::TlsError>(())
/// ```
#[derive(Clone, Debug)]
pub struct ServerTls {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    settings: Settings,
    current: watch::Sender<Arc<Current>>,
}

/// What a reload replaces.
#[derive(Debug)]
struct Current {
    identity: Identity,
    trust: Trust,
}

#[derive(Clone, Debug)]
struct Settings {
    versions: RadiusVersions,
    allows_tls_1_2: bool,
    allows_own_certificate: bool,
    ends_refused_connections: bool,
    provider: Arc<CryptoProvider>,
}

/// The settings of a [`ServerTls`].
#[derive(Clone, Debug)]
#[must_use]
pub struct ServerTlsBuilder {
    identity: Identity,
    trust: Trust,
    versions: RadiusVersions,
    allows_tls_1_2: bool,
    allows_own_certificate: bool,
    ends_refused_connections: bool,
    provider: Option<Arc<CryptoProvider>>,
}

impl ServerTlsBuilder {
    common_settings!("clients");

    /// Whether a client may show the server's own certificate. The default is no: it is a proxy that has been told to send to
    /// itself, and would go round and round (radiusdtls-bis §7.2.1). Servers that share one certificate and send to each other
    /// need a yes.
    pub const fn allow_own_certificate(mut self, allowed: bool) -> Self {
        self.allows_own_certificate = allowed;
        self
    }

    /// Whether connections are closed that are up when their client's certificate comes to be refused: since it stands on a new
    /// revocation list, its authority is trusted no more, or no client has a rule for it any longer. What is being handled on
    /// them is answered first, and all others stay up.
    ///
    /// The default is yes: connections last for weeks, and nobody takes back a certificate to let its holder go on
    /// (radiusdtls-bis §3.3.1).
    pub const fn end_refused_connections(mut self, ended: bool) -> Self {
        self.ends_refused_connections = ended;
        self
    }

    /// Checks that all of it fits together.
    ///
    /// # Errors
    /// The key does not belong to the certificate, or there is no cryptography.
    pub fn build(self) -> Result<ServerTls, TlsError> {
        let provider = self.provider.map_or_else(provider::default, Ok)?;
        let settings = Settings {
            versions: self.versions,
            allows_tls_1_2: self.allows_tls_1_2,
            allows_own_certificate: self.allows_own_certificate,
            ends_refused_connections: self.ends_refused_connections,
            provider,
        };
        let current = Arc::new(Current { identity: self.identity, trust: self.trust });
        Configs::new(&settings, &current, &(Arc::new(Nobody) as Arc<_>))?;
        Ok(ServerTls { shared: Arc::new(Shared { settings, current: watch::Sender::new(current) }) })
    }
}

impl ServerTls {
    /// The settings of a server that shows this certificate and trusts these authorities.
    pub fn builder(identity: Identity, trust: Trust) -> ServerTlsBuilder {
        let versions = RadiusVersions::default();
        ServerTlsBuilder {
            identity,
            trust,
            versions,
            allows_tls_1_2: false,
            allows_own_certificate: false,
            ends_refused_connections: true,
            provider: None,
        }
    }

    /// Uses another certificate, other authorities and revocation lists from the next connection on. Connections that are
    /// up stay up, unless their [client is refused](ServerTlsBuilder::end_refused_connections) now; none of their sessions can be
    /// resumed any more, so that whoever comes back is checked anew.
    ///
    /// # Errors
    /// They do not fit together; the server goes on with the old ones.
    pub fn reload(&self, identity: Identity, trust: Trust) -> Result<(), TlsError> {
        let next = Arc::new(Current { identity, trust });
        Configs::new(&self.shared.settings, &next, &(Arc::new(Nobody) as Arc<_>))?;
        self.shared.current.send_replace(next);
        Ok(())
    }

    fn current(&self) -> Arc<Current> {
        Arc::clone(&self.shared.current.borrow())
    }

    /// What accepts connections from the clients that these rules are for, as they stand at any time.
    pub(crate) fn acceptor(&self, rules: Arc<dyn Rules>) -> Result<Acceptor, TlsError> {
        let current = self.current();
        let configs = Arc::new(Configs::new(&self.shared.settings, &current, &rules)?);
        Ok(Acceptor { tls: self.clone(), rules, built: Mutex::new((current, configs)) })
    }
}

/// No client, for a trial.
#[derive(Debug)]
struct Nobody;

impl Rules for Nobody {
    fn any(&self, _: &mut dyn FnMut(&super::CertificateRule) -> bool) -> bool {
        false
    }
}

/// One configuration for each version of RADIUS. Each has sessions of its own: one can be resumed in the version only
/// that it was begun in (RFC 9765 §3.5).
#[derive(Debug)]
struct Configs {
    old: Arc<ServerConfig>,
    /// For clients that say nothing of versions: as `old`, but without the session tickets of TLS 1.3. They come before the first
    /// request, which FreeRADIUS 3.2.1 then sometimes never sends.
    unnamed: Arc<ServerConfig>,
    new: Arc<ServerConfig>,
    verifier: Arc<Verifier>,
}

impl Configs {
    fn new(settings: &Settings, current: &Current, rules: &Arc<dyn Rules>) -> Result<Self, TlsError> {
        let own = current.identity.chain.first().map(|own| Fingerprint::of(own));
        let not = own.filter(|_| !settings.allows_own_certificate);
        let expected = Expected::Client { rules: Arc::clone(rules), not };
        let verifier = Verifier::new(current.trust.clone(), expected, Arc::clone(&settings.provider));
        let verifier = Arc::new(verifier);
        let config = |allows_tls_1_2, names: &[&[u8]]| -> Result<Arc<ServerConfig>, TlsError> {
            let identity = current.identity.clone();
            let mut config = ServerConfig::builder_with_provider(Arc::clone(&settings.provider))
                .with_protocol_versions(tls_versions(allows_tls_1_2))?
                .with_client_cert_verifier(Arc::clone(&verifier) as Arc<_>)
                .with_single_cert(identity.chain, identity.key)?;
            config.alpn_protocols = names.iter().map(|name| name.to_vec()).collect();
            config.session_storage = ServerSessionMemoryCache::new(SESSIONS);
            Ok(Arc::new(config))
        };
        let old_names: &[&[u8]] = match settings.versions {
            RadiusVersions::Unnamed => &[],
            RadiusVersions::Only1_1 => &[ALPN_1_1],
            RadiusVersions::Only1_0 | RadiusVersions::Both => &[ALPN_1_0],
        };
        let (old, new) = (config(settings.allows_tls_1_2, old_names)?, config(false, &[ALPN_1_1])?);
        let mut unnamed = ServerConfig::clone(&old);
        unnamed.send_tls13_tickets = 0;
        Ok(Self { old, unnamed: Arc::new(unnamed), new, verifier })
    }
}

/// Shakes hands with clients.
#[derive(Debug)]
pub(crate) struct Acceptor {
    tls: ServerTls,
    rules: Arc<dyn Rules>,
    built: Mutex<(Arc<Current>, Arc<Configs>)>,
}

/// Waits for reloads.
#[derive(Debug)]
pub(crate) struct Reloads(watch::Receiver<Arc<Current>>);

impl Reloads {
    /// Waits for the next one, for ever if there can be none.
    pub(crate) async fn next(&mut self) {
        if self.0.changed().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

/// A client that shook hands.
#[derive(Debug)]
pub(crate) struct Accepted<S> {
    pub(crate) stream: TlsStream<S>,
    pub(crate) version: RadiusVersion,
    pub(crate) certificate: PeerCertificate,
}

/// Why a client was turned away.
#[derive(Debug, Error)]
pub(crate) enum HandshakeError<S> {
    /// What it sent is no TLS, or TLS failed.
    #[error("the TLS handshake failed")]
    Tls(#[source] io::Error),
    /// It has no certificate, or one that is not believed.
    #[error("the client's certificate is refused")]
    Certificate(#[source] io::Error),
    /// A session was resumed whose certificate may not come from this address, or not any more. TLS is up, and knows no alert for
    /// it: the connection is closed.
    #[error("the client's certificate may not come from this address, or not any more")]
    Address(Box<TlsStream<S>>),
    /// They speak no common version of RADIUS.
    #[error("there is no common version of RADIUS")]
    Version(#[source] io::Error),
    /// As before, but TLS is up, since the client said nothing of versions.
    #[error("the client does not speak RADIUS/1.1")]
    VersionUnsaid(Box<TlsStream<S>>),
}

impl Acceptor {
    /// Whether any rule allows a client from this address.
    pub(crate) fn admits(&self, address: IpAddr) -> bool {
        self.rules.any(&mut |rule| rule.admits(address))
    }

    /// Tells of each reload, if connections that are up are to be checked again then.
    pub(crate) fn reloads(&self) -> Option<Reloads> {
        self.ends_refused_connections().then(|| Reloads(self.tls.shared.current.subscribe()))
    }

    /// Whether connections that are up are closed when their client comes to be refused.
    pub(crate) fn ends_refused_connections(&self) -> bool {
        self.tls.shared.settings.ends_refused_connections
    }

    /// Whether a client that is connected would be believed now.
    pub(crate) fn still_believes<S>(&self, stream: &TlsStream<S>) -> bool {
        let chain = stream.get_ref().1.peer_certificates().and_then(<[_]>::split_first);
        chain.is_some_and(|(own, others)| self.configs().verifier.check(own, others, UnixTime::now()).is_ok())
    }

    /// Whether there is a rule for this certificate from this address.
    pub(crate) fn has_rule(&self, certificate: &PeerCertificate, address: IpAddr) -> bool {
        self.rules.any(&mut |rule| rule.matches(certificate, address))
    }

    fn configs(&self) -> Arc<Configs> {
        let mut built = self.built.lock().unwrap_or_else(PoisonError::into_inner);
        let current = self.tls.current();
        if !Arc::ptr_eq(&built.0, &current) {
            // The reload has tried it already.
            if let Ok(configs) = Configs::new(&self.tls.shared.settings, &current, &self.rules) {
                *built = (current, Arc::new(configs));
            }
        }
        Arc::clone(&built.1)
    }

    /// Shakes hands. It takes as long as the client lets it: the time limit is the caller's.
    pub(crate) async fn accept<S>(&self, stream: S, address: IpAddr) -> Result<Accepted<S>, HandshakeError<S>>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let hello = LazyConfigAcceptor::new(rustls::server::Acceptor::default(), stream);
        let hello = hello.await.map_err(HandshakeError::Tls)?;
        let names_versions = hello.client_hello().alpn().is_some();
        let choice = self.choose(&hello.client_hello());
        let configs = self.configs();
        let config = match choice {
            ServerChoice::Speak(RadiusVersion::V1_1) => &configs.new,
            _ if names_versions => &configs.old,
            _ => &configs.unnamed,
        };
        let shaken = PEER_ADDRESS.scope(address, hello.into_stream(Arc::clone(config))).await;
        let stream = shaken.map_err(|error| match cause(&error) {
            Some(rustls::Error::InvalidCertificate(_) | rustls::Error::NoCertificatesPresented) => {
                HandshakeError::Certificate(error)
            }
            Some(rustls::Error::NoApplicationProtocol) => HandshakeError::Version(error),
            _ => HandshakeError::Tls(error),
        })?;
        let ServerChoice::Speak(version) = choice else {
            return Err(HandshakeError::VersionUnsaid(Box::new(stream)));
        };
        let certificate = peer_certificate(stream.get_ref().1.peer_certificates())
            .ok_or_else(|| HandshakeError::Certificate(io::ErrorKind::InvalidData.into()))?;
        // Also where a session was resumed, without a look at the certificate (radiusdtls-bis §3.3).
        let is_over = certificate.not_after <= SystemTime::now();
        if !is_over && self.has_rule(&certificate, address) {
            Ok(Accepted { stream, version, certificate })
        } else {
            Err(HandshakeError::Address(Box::new(stream)))
        }
    }

    fn choose(&self, hello: &ClientHello<'_>) -> ServerChoice {
        let has_tls_1_3 = hello.cipher_suites().iter().any(|suite| {
            matches!(
                suite,
                CipherSuite::TLS13_AES_128_GCM_SHA256
                    | CipherSuite::TLS13_AES_256_GCM_SHA384
                    | CipherSuite::TLS13_CHACHA20_POLY1305_SHA256
            )
        });
        let offered: Option<Vec<&[u8]>> = hello.alpn().map(Iterator::collect);
        self.tls.shared.settings.versions.choose(offered.as_deref(), has_tls_1_3)
    }
}

/// What rustls found wrong.
fn cause(error: &io::Error) -> Option<&rustls::Error> {
    error.get_ref()?.downcast_ref()
}
