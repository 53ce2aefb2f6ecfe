//! MD5, HMAC-MD5, hiding of values and CHAP: the cryptography of RADIUS, over plain octets.

pub mod chap;
mod hiding;
#[cfg(feature = "ms-chap")]
pub mod ms_chap;
mod random;
mod secret;

pub use hiding::{
    HidingError, SALT_OCTETS, ascend_secret, hide_tunnel_password, hide_user_password,
    reveal_tunnel_password, reveal_user_password,
};
pub(crate) use hiding::{
    MAX_TUNNEL_PASSWORD, MAX_USER_PASSWORD, tunnel_password_octets, user_password_octets,
};
pub use random::{RandomError, fill};
pub use secret::{EmptySecret, Secret};

use subtle::ConstantTimeEq;

/// The 16 octets of a Request or Response Authenticator (RFC 2865 §3).
pub type Authenticator = [u8; 16];

/// Whether two digests are equal, in constant time: as one number, which is quicker than octet by octet.
pub(crate) fn is_same_digest(a: &[u8; 16], b: &[u8; 16]) -> bool {
    u128::from_ne_bytes(*a).ct_eq(&u128::from_ne_bytes(*b)).into()
}
