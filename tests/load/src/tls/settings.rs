//! TLS for the load and for the floor, with the certificates and the cryptography that the example server has.

use std::error::Error;
use std::sync::Arc;

use tokio_rustls::rustls::crypto::CryptoProvider;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{ClientConfig, RootCertStore, ServerConfig};

const CERTIFICATES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../certs");

/// Arguments of the example server that say which certificates to use.
pub(crate) fn arguments() -> [String; 6] {
    let file = |name| format!("{CERTIFICATES}/{name}");
    ["--ca".into(), file("ca.pem"), "--cert".into(), file("server.pem"), "--key".into(), file("server.key")]
}

/// The folder of the certificates, for configurations of other programs.
pub(crate) const fn folder() -> &'static str {
    CERTIFICATES
}

pub(crate) fn client() -> Result<Arc<ClientConfig>, Box<dyn Error>> {
    let (chain, key) = identity("client")?;
    let config = ClientConfig::builder_with_provider(provider()).with_safe_default_protocol_versions()?;
    Ok(Arc::new(config.with_root_certificates(authority()?).with_client_auth_cert(chain, key)?))
}

pub(crate) fn server() -> Result<Arc<ServerConfig>, Box<dyn Error>> {
    let (chain, key) = identity("server")?;
    let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(authority()?), provider()).build()?;
    let config = ServerConfig::builder_with_provider(provider()).with_safe_default_protocol_versions()?;
    Ok(Arc::new(config.with_client_cert_verifier(verifier).with_single_cert(chain, key)?))
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls_graviola::default_provider())
}

fn authority() -> Result<RootCertStore, Box<dyn Error>> {
    let mut authority = RootCertStore::empty();
    authority.add(CertificateDer::from_pem_file(format!("{CERTIFICATES}/ca.pem"))?)?;
    Ok(authority)
}

fn identity(name: &str) -> Result<(Vec<CertificateDer<'static>>, PrivateKeyDer<'static>), Box<dyn Error>> {
    let chain = CertificateDer::pem_file_iter(format!("{CERTIFICATES}/{name}.pem"))?;
    let key = PrivateKeyDer::from_pem_file(format!("{CERTIFICATES}/{name}.key"))?;
    Ok((chain.collect::<Result<_, _>>()?, key))
}
