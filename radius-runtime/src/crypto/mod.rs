//! MD5, HMAC-MD5, hiding of values and CHAP: the cryptography of RADIUS, over plain octets.

pub mod chap;
mod hiding;
mod md5;
#[cfg(feature = "ms-chap")]
pub mod ms_chap;
mod random;
mod secret;
pub(crate) mod wipe;

pub use hiding::{
    HidingError, SALT_OCTETS, ascend_secret, hide_tunnel_password, hide_user_password,
    reveal_tunnel_password, reveal_user_password,
};
pub(crate) use hiding::{
    MAX_TUNNEL_PASSWORD, MAX_USER_PASSWORD, tunnel_password_octets, user_password_octets,
};
pub(crate) use random::next_salt;
pub use random::{RandomError, fill};
pub use secret::{EmptySecret, Secret};

use subtle::ConstantTimeEq;

/// The 16 octets of a Request or Response Authenticator (RFC 2865 §3).
pub type Authenticator = [u8; 16];

/// Whether octets are equal, in constant time for those of one length.
#[inline]
pub(crate) fn is_same(a: &[u8], b: &[u8]) -> bool {
    // All differences come together before anything is decided, 16 octets at once, which is quicker than one by one.
    let ((a_blocks, a_rest), (b_blocks, b_rest)) = (a.as_chunks(), b.as_chunks());
    let blocks =
        a_blocks.iter().zip(b_blocks).map(|(&a, &b)| u128::from_ne_bytes(a) ^ u128::from_ne_bytes(b));
    let rest = a_rest.iter().zip(b_rest).map(|(a, b)| u128::from(a ^ b));
    let difference = blocks.chain(rest).fold(0, |differences, difference| differences | difference);
    a.len() == b.len() && difference.ct_eq(&0).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn octets_are_the_same_where_length_and_each_octet_is_p164() {
        for length in [0, 1, 15, 16, 17, 31, 32, 40] {
            let octets: Vec<u8> = (0..length).collect();
            assert!(is_same(&octets, &octets.clone()), "{length}");
            assert!(!is_same(&octets, &[&octets[..], &[0]].concat()), "{length}: one more");
            for at in 0..octets.len() {
                let mut other = octets.clone();
                other[at] ^= 1;
                assert!(!is_same(&octets, &other), "{length}: octet {at}");
                assert!(!is_same(&octets, &octets[..at]), "{length}: cut to {at}");
            }
        }
    }
}
