//! The operating system's random numbers.

use thiserror::Error;

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
