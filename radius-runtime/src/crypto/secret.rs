//! The shared secret and what is computed with it.

use std::fmt;
use std::sync::Arc;

use thiserror::Error;
use zeroize::Zeroizing;

use super::md5::{Hmac, Md5};
use super::{Authenticator, is_same};

/// A secret that a client and a server share (RFC 2865 §3).
///
/// Cloning is cheap and shares one copy, which is wiped when the last clone is dropped; `Debug` does not show it.
///
/// ```
/// let secret = radius_runtime::Secret::new("xyzzy5461")?;
/// assert_eq!(format!("{secret:?}"), "Secret(..)");
/// # Ok::<(), radius_runtime::EmptySecret>(())
/// ```
#[derive(Clone)]
pub struct Secret(Arc<Prepared>);

/// The secret with the digest states that every packet starts from.
struct Prepared {
    octets: Zeroizing<Vec<u8>>,
    md5: Md5,
    hmac: Hmac,
}

/// A shared secret must not be empty (RFC 2865 §3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a shared secret must not be empty")]
pub struct EmptySecret;

impl Secret {
    /// Secrets up to this many octets can be guessed from one captured packet.
    const WEAK_OCTETS: usize = 12;

    /// Takes any octets but none at all. At least 16 random octets are advisable.
    ///
    /// # Errors
    /// The secret is empty.
    pub fn new(octets: impl Into<Vec<u8>>) -> Result<Self, EmptySecret> {
        let octets = octets.into();
        if octets.is_empty() { Err(EmptySecret) } else { Ok(Self::prepare(octets)) }
    }

    /// The secret that everybody knows: over TLS it only fills the fields that are computed with one (RFC 6614 §2.3).
    #[must_use]
    pub fn radsec() -> Self {
        Self::prepare(b"radsec".to_vec())
    }

    fn prepare(octets: Vec<u8>) -> Self {
        let (md5, hmac) = (Md5::with_prefix(&octets), Hmac::new(&octets));
        Self(Arc::new(Prepared { octets: Zeroizing::new(octets), md5, hmac }))
    }

    /// Whether the secret is so short (12 octets or fewer) that it should be replaced.
    #[must_use]
    pub fn is_weak(&self) -> bool {
        self.0.octets.len() <= Self::WEAK_OCTETS
    }

    /// MD5 over the secret and what follows it: the key stream of every hiding.
    pub(super) fn md5_after_secret(&self, parts: &[&[u8]]) -> [u8; 16] {
        self.0.md5.finish(parts)
    }

    /// MD5 over the parts and the secret behind them: every Request and Response Authenticator that is computed
    /// (RFC 2865 §3, RFC 2866 §3).
    #[must_use]
    pub fn authenticator(&self, parts: &[&[u8]]) -> Authenticator {
        let mut digest = Md5::new();
        parts.iter().for_each(|part| digest.update(part));
        digest.finish(&[&self.0.octets])
    }

    /// HMAC-MD5 over the parts, keyed with the secret: the Message-Authenticator (RFC 3579 §3.2).
    #[must_use]
    pub fn message_authenticator(&self, parts: &[&[u8]]) -> [u8; 16] {
        self.0.hmac.finish(parts)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

impl PartialEq for Secret {
    /// In constant time for secrets of one length.
    fn eq(&self, other: &Self) -> bool {
        is_same(&self.0.octets, &other.0.octets)
    }
}

impl Eq for Secret {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_secret_is_refused_rfc2865_3() {
        assert_eq!(Secret::new(""), Err(EmptySecret));
    }

    #[test]
    fn debug_does_not_show_the_secret() {
        let secret = Secret::new("xyzzy5461").unwrap();
        assert_eq!(format!("{secret:?}"), "Secret(..)");
        assert!(secret.is_weak());
        assert!(!Secret::new("thirteen octets").unwrap().is_weak());
    }

    #[test]
    fn the_secret_of_radsec_is_radsec_p127() {
        let (known, same) = (Secret::radsec(), Secret::new("radsec").unwrap());
        assert_eq!(known, same);
        assert_eq!(known.message_authenticator(&[b"m"]), same.message_authenticator(&[b"m"]));
        assert_eq!(known.md5_after_secret(&[b"m"]), same.md5_after_secret(&[b"m"]));
        assert_eq!(known.authenticator(&[b"m"]), same.authenticator(&[b"m"]));
    }
}
