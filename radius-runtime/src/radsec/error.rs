//! What can be wrong with a TLS configuration.

use std::io;
use std::path::PathBuf;

use thiserror::Error;
use tokio_rustls::rustls;

/// Why a TLS configuration cannot be used. No connection was touched: on a reload the old one goes on.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum TlsError {
    /// A file cannot be read.
    #[error("cannot read {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// There is no certificate in the PEM text.
    #[error("there is no certificate in the PEM text")]
    NoCertificate,
    /// There is no private key in the PEM text.
    #[error("there is no private key in the PEM text")]
    NoPrivateKey,
    /// The text is no PEM.
    #[error("the text is no PEM: {0}")]
    Pem(rustls::pki_types::pem::Error),
    /// A certificate cannot be read.
    #[error("the certificate cannot be read: {0}")]
    Certificate(String),
    /// A certificate revocation list cannot be read.
    #[error("the revocation list cannot be read: {0:?}")]
    RevocationList(webpki::Error),
    /// A fingerprint is not 32 octets in hexadecimal digits.
    #[error("a fingerprint is 64 hexadecimal digits, with or without colons, and may begin with `sha256:`")]
    Fingerprint,
    /// The server's name is neither a host name nor an address.
    #[error("`{0}` is neither a host name nor an IP address")]
    ServerName(String),
    /// No crypto provider is compiled in, installed or given.
    #[error(
        "there is no crypto provider: enable the feature `radsec`, `ring` or `aws-lc-rs`, or give one by \
         `crypto_provider`"
    )]
    NoProvider,
    /// The processor lacks what graviola needs.
    #[error(
        "this processor lacks what the built-in cryptography needs (x86-64: AES, AVX2, ADX, BMI2, PCLMULQDQ; ARM: AES, \
         SHA2, PMULL): enable the feature `ring` or `aws-lc-rs`"
    )]
    Processor,
    /// rustls refuses the configuration.
    #[error("the TLS configuration cannot be used")]
    Rustls(#[from] rustls::Error),
}
