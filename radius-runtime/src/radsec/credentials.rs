//! Who this end is, and whom it trusts: certificates, keys and revocation lists.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use tokio_rustls::rustls::RootCertStore;
use tokio_rustls::rustls::pki_types::pem::{self, PemObject};
use tokio_rustls::rustls::pki_types::{CertificateDer, CertificateRevocationListDer, PrivateKeyDer};
use webpki::{CertRevocationList, OwnedCertRevocationList};

use super::TlsError;

/// A certificate with its chain, and its private key. `Debug` shows neither.
pub struct Identity {
    pub(super) chain: Vec<CertificateDer<'static>>,
    pub(super) key: PrivateKeyDer<'static>,
}

impl Identity {
    /// Reads both from PEM text: the own certificate first, then those between it and the authority.
    ///
    /// # Errors
    /// One of them is missing or is no PEM.
    pub fn from_pem(certificates: &[u8], key: &[u8]) -> Result<Self, TlsError> {
        let key = PrivateKeyDer::from_pem_slice(key).map_err(|error| match error {
            pem::Error::NoItemsFound => TlsError::NoPrivateKey,
            error => TlsError::Pem(error),
        })?;
        Ok(Self { chain: certificates_in(certificates)?, key })
    }

    /// Reads both from PEM files.
    ///
    /// # Errors
    /// A file cannot be read, or what should be in it is not.
    pub fn from_pem_files(certificates: impl AsRef<Path>, key: impl AsRef<Path>) -> Result<Self, TlsError> {
        Self::from_pem(&read(certificates.as_ref())?, &zeroize::Zeroizing::new(read(key.as_ref())?))
    }
}

impl Clone for Identity {
    fn clone(&self) -> Self {
        Self { chain: self.chain.clone(), key: self.key.clone_key() }
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Identity(..)")
    }
}

/// The authorities that may vouch for the other end, and what they took back. There is no other source of trust: the
/// system's authorities do not count (RFC 6614 §2.3, radiusdtls-bis §3.3.1).
#[derive(Clone, Debug)]
pub struct Trust {
    pub(super) anchors: Arc<RootCertStore>,
    pub(super) revoked: Vec<Arc<CertRevocationList<'static>>>,
}

impl Trust {
    /// Reads the authorities' certificates from PEM text.
    ///
    /// # Errors
    /// There is none, or one cannot be an authority.
    pub fn from_pem(certificates: &[u8]) -> Result<Self, TlsError> {
        let mut anchors = RootCertStore::empty();
        for certificate in certificates_in(certificates)? {
            anchors.add(certificate)?;
        }
        Ok(Self { anchors: Arc::new(anchors), revoked: Vec::new() })
    }

    /// Reads the authorities' certificates from a PEM file.
    ///
    /// # Errors
    /// As [`from_pem`](Self::from_pem), or the file cannot be read.
    pub fn from_pem_file(certificates: impl AsRef<Path>) -> Result<Self, TlsError> {
        Self::from_pem(&read(certificates.as_ref())?)
    }

    /// Adds revocation lists from PEM text. As soon as there is one, every certificate of a chain must be covered by a
    /// list that is not out of date; what is not covered is refused.
    ///
    /// # Errors
    /// One cannot be read.
    pub fn with_revocation_lists(mut self, lists: &[u8]) -> Result<Self, TlsError> {
        for list in CertificateRevocationListDer::pem_slice_iter(lists) {
            let list = list.map_err(TlsError::Pem)?;
            let list = OwnedCertRevocationList::from_der(&list).map_err(TlsError::RevocationList)?;
            self.revoked.push(Arc::new(list.into()));
        }
        Ok(self)
    }

    /// Adds revocation lists from a PEM file.
    ///
    /// # Errors
    /// As [`with_revocation_lists`](Self::with_revocation_lists), or the file cannot be read.
    pub fn with_revocation_file(self, lists: impl AsRef<Path>) -> Result<Self, TlsError> {
        let lists = read(lists.as_ref())?;
        self.with_revocation_lists(&lists)
    }
}

fn certificates_in(pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    let certificates: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
    let certificates = certificates.map_err(TlsError::Pem)?;
    if certificates.is_empty() { Err(TlsError::NoCertificate) } else { Ok(certificates) }
}

fn read(path: &Path) -> Result<Vec<u8>, TlsError> {
    std::fs::read(path).map_err(|source| TlsError::Read { path: path.to_owned(), source })
}
