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

use subtle::{Choice, ConstantTimeEq};

/// The 16 octets of a Request or Response Authenticator (RFC 2865 §3).
pub type Authenticator = [u8; 16];

/// Octets that are compared at once.
const AT_ONCE: usize = size_of::<u128>();

/// Whether octets are equal, in constant time for those of one length: as large numbers, which is quicker than octet by
/// octet.
#[inline]
pub(crate) fn is_same(a: &[u8], b: &[u8]) -> bool {
    let number = |octets: &[u8]| {
        let mut number = [0; AT_ONCE];
        number.iter_mut().zip(octets).for_each(|(to, &from)| *to = from);
        u128::from_ne_bytes(number)
    };
    let parts = a.chunks(AT_ONCE).zip(b.chunks(AT_ONCE));
    let is_same = parts.fold(Choice::from(1), |is_same, (a, b)| is_same & number(a).ct_eq(&number(b)));
    a.len() == b.len() && is_same.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn octets_are_the_same_where_length_and_each_octet_is() {
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
