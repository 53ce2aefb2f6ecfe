//! A server's side of TLS: who may connect, and in which version of RADIUS.

use std::io;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use thiserror::Error;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::LazyConfigAcceptor;
use tokio_rustls::rustls::crypto::CryptoProvider;
use tokio_rustls::rustls::server::{ClientHello, ServerSessionMemoryCache};
use tokio_rustls::rustls::{self, CipherSuite, ServerConfig};
use tokio_rustls::server::TlsStream;

use crate::proto::version::{ALPN_1_0, ALPN_1_1, ServerChoice};
use crate::proto::{RadiusVersion, RadiusVersions};

use super::verifier::{Expected, Verifier};
use super::{
    CertificateRule, Identity, PeerCertificate, TlsError, Trust, peer_certificate, provider, tls_versions,
};

/// Sessions that clients can resume, of each version of RADIUS.
const SESSIONS: usize = 1024;

/// A server's TLS configuration. Clones share it, also what [`reload`](Self::reload) changes.
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
    current: RwLock<Current>,
}

/// What a reload replaces.
#[derive(Clone, Debug)]
struct Current {
    identity: Identity,
    trust: Trust,
    generation: u64,
}

#[derive(Clone, Debug)]
struct Settings {
    versions: RadiusVersions,
    allows_tls_1_2: bool,
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
    provider: Option<Arc<CryptoProvider>>,
}

impl ServerTlsBuilder {
    common_settings!("clients");

    /// Checks that all of it fits together.
    ///
    /// # Errors
    /// The key does not belong to the certificate, or there is no cryptography.
    pub fn build(self) -> Result<ServerTls, TlsError> {
        let provider = self.provider.map_or_else(provider::default, Ok)?;
        let settings = Settings { versions: self.versions, allows_tls_1_2: self.allows_tls_1_2, provider };
        let current = Current { identity: self.identity, trust: self.trust, generation: 0 };
        Configs::new(&settings, &current, &[])?;
        Ok(ServerTls { shared: Arc::new(Shared { settings, current: RwLock::new(current) }) })
    }
}

impl ServerTls {
    /// The settings of a server that shows this certificate and trusts these authorities.
    pub fn builder(identity: Identity, trust: Trust) -> ServerTlsBuilder {
        let versions = RadiusVersions::default();
        ServerTlsBuilder { identity, trust, versions, allows_tls_1_2: false, provider: None }
    }

    /// Uses another certificate, other authorities and revocation lists from the next connection on. Connections that are
    /// up stay up; none of their sessions can be resumed any more, so that whoever comes back is checked anew.
    ///
    /// # Errors
    /// They do not fit together; the server goes on with the old ones.
    pub fn reload(&self, identity: Identity, trust: Trust) -> Result<(), TlsError> {
        let mut current = self.shared.current.write().unwrap_or_else(PoisonError::into_inner);
        let next = Current { identity, trust, generation: current.generation + 1 };
        Configs::new(&self.shared.settings, &next, &[])?;
        *current = next;
        Ok(())
    }

    fn current(&self) -> Current {
        self.shared.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn generation(&self) -> u64 {
        self.shared.current.read().unwrap_or_else(PoisonError::into_inner).generation
    }

    /// What accepts connections from the clients that these rules are for.
    pub(crate) fn acceptor(&self, rules: Vec<CertificateRule>) -> Result<Acceptor, TlsError> {
        let current = self.current();
        let configs = Arc::new(Configs::new(&self.shared.settings, &current, &rules)?);
        Ok(Acceptor { tls: self.clone(), rules, built: Mutex::new((current.generation, configs)) })
    }
}

/// One configuration for each version of RADIUS. Each has sessions of its own: one can be resumed in the version only
/// that it was begun in (RFC 9765 §3.5).
#[derive(Debug)]
struct Configs {
    old: Arc<ServerConfig>,
    new: Arc<ServerConfig>,
}

impl Configs {
    fn new(settings: &Settings, current: &Current, rules: &[CertificateRule]) -> Result<Self, TlsError> {
        let expected = Expected::Client(rules.to_vec());
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
        Ok(Self { old: config(settings.allows_tls_1_2, old_names)?, new: config(false, &[ALPN_1_1])? })
    }
}

/// Shakes hands with clients.
#[derive(Debug)]
pub(crate) struct Acceptor {
    tls: ServerTls,
    rules: Vec<CertificateRule>,
    built: Mutex<(u64, Arc<Configs>)>,
}

/// A client that shook hands.
#[derive(Debug)]
pub(crate) struct Accepted<S> {
    pub(crate) stream: TlsStream<S>,
    pub(crate) version: RadiusVersion,
    pub(crate) certificate: PeerCertificate,
    /// Which of the rules it fulfils: the first that it does.
    pub(crate) rule: usize,
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
    /// Its certificate may not come from its address.
    #[error("the client's certificate may not come from this address")]
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
        self.rules.iter().any(|rule| rule.admits(address))
    }

    fn configs(&self) -> Arc<Configs> {
        let mut built = self.built.lock().unwrap_or_else(PoisonError::into_inner);
        if built.0 != self.tls.generation() {
            let current = self.tls.current();
            // The reload has tried it already.
            if let Ok(configs) = Configs::new(&self.tls.shared.settings, &current, &self.rules) {
                *built = (current.generation, Arc::new(configs));
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
        let choice = self.choose(&hello.client_hello());
        let configs = self.configs();
        let config = match choice {
            ServerChoice::Speak(RadiusVersion::V1_1) => &configs.new,
            _ => &configs.old,
        };
        let stream = hello.into_stream(Arc::clone(config)).await.map_err(|error| match cause(&error) {
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
        match self.rules.iter().position(|rule| rule.matches(&certificate, address)) {
            Some(rule) => Ok(Accepted { stream, version, certificate, rule }),
            None => Err(HandshakeError::Address(Box::new(stream))),
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
