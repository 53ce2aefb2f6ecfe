//! The operating system's random numbers.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU16, Ordering};

use thiserror::Error;

use super::SALT_OCTETS;

/// The operating system gave no random numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the operating system gives no random numbers")]
pub struct RandomError;

/// Fills the buffer with unpredictable octets (RFC 2865 §3 asks that of a Request Authenticator).
///
/// # Errors
/// The operating system gives none.
pub fn fill(octets: &mut [u8]) -> Result<(), RandomError> {
    getrandom::fill(octets).map_err(|_| RandomError)
}

/// The salt of one more hidden value, with its highest bit set (RFC 2868 §3.5).
///
/// Salts have to differ, in a packet above all; unpredictable they need not be. So they are counted on from a random number,
/// and each comes again after 32,767 others only. That costs no system call.
///
/// # Errors
/// The operating system gives no number to begin with.
pub(crate) fn next_salt() -> Result<[u8; SALT_OCTETS], RandomError> {
    static NEXT: OnceLock<AtomicU16> = OnceLock::new();
    let next = match NEXT.get() {
        Some(next) => next,
        None => {
            let mut start = [0; SALT_OCTETS];
            fill(&mut start)?;
            NEXT.get_or_init(|| AtomicU16::new(u16::from_be_bytes(start)))
        }
    };
    Ok((next.fetch_add(1, Ordering::Relaxed) | 0x8000).to_be_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn salts_do_not_come_again_soon_p48() {
        let salts: HashSet<_> = (0..1000).map(|_| next_salt().unwrap()).collect();
        assert_eq!(salts.len(), 1000);
        assert!(salts.iter().all(|salt| salt[0] & 0x80 != 0));
    }
}
