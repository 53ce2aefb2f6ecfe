//! Where the cryptography of TLS comes from.

use std::sync::Arc;

use tokio_rustls::rustls::crypto::CryptoProvider;

use super::TlsError;

/// The provider that is used where none is given: what the program installed for all of rustls, else what is compiled
/// in, and of that what was asked for beside the default.
pub(super) fn default() -> Result<Arc<CryptoProvider>, TlsError> {
    match CryptoProvider::get_default() {
        Some(installed) => Ok(Arc::clone(installed)),
        None => compiled_in().map(Arc::new),
    }
}

#[cfg(feature = "aws-lc-rs")]
fn compiled_in() -> Result<CryptoProvider, TlsError> {
    Ok(tokio_rustls::rustls::crypto::aws_lc_rs::default_provider())
}

#[cfg(all(feature = "ring", not(feature = "aws-lc-rs")))]
fn compiled_in() -> Result<CryptoProvider, TlsError> {
    Ok(tokio_rustls::rustls::crypto::ring::default_provider())
}

#[cfg(all(
    feature = "radsec",
    not(any(feature = "ring", feature = "aws-lc-rs")),
    any(target_arch = "x86_64", target_arch = "aarch64")
))]
fn compiled_in() -> Result<CryptoProvider, TlsError> {
    if graviola_runs() { Ok(rustls_graviola::default_provider()) } else { Err(TlsError::Processor) }
}

#[cfg(not(any(
    feature = "ring",
    feature = "aws-lc-rs",
    all(feature = "radsec", any(target_arch = "x86_64", target_arch = "aarch64"))
)))]
fn compiled_in() -> Result<CryptoProvider, TlsError> {
    Err(TlsError::NoProvider)
}

/// graviola panics on a processor that lacks these, so it is better asked before.
#[cfg(all(
    feature = "radsec",
    not(any(feature = "ring", feature = "aws-lc-rs")),
    any(target_arch = "x86_64", target_arch = "aarch64")
))]
fn graviola_runs() -> bool {
    #[cfg(target_arch = "x86_64")]
    {
        std::arch::is_x86_feature_detected!("aes")
            && std::arch::is_x86_feature_detected!("ssse3")
            && std::arch::is_x86_feature_detected!("avx2")
            && std::arch::is_x86_feature_detected!("adx")
            && std::arch::is_x86_feature_detected!("bmi1")
            && std::arch::is_x86_feature_detected!("bmi2")
            && std::arch::is_x86_feature_detected!("pclmulqdq")
    }
    #[cfg(target_arch = "aarch64")]
    {
        std::arch::is_aarch64_feature_detected!("aes")
            && std::arch::is_aarch64_feature_detected!("sha2")
            && std::arch::is_aarch64_feature_detected!("pmull")
            && std::arch::is_aarch64_feature_detected!("neon")
    }
}
