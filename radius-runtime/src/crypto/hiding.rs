//! Hiding of values with the shared secret: XOR with a chain of MD5 blocks, all in place.

use thiserror::Error;
use zeroize::Zeroizing;

use super::{Authenticator, Secret};

/// Octets of the salt in front of a value hidden as Tunnel-Password (RFC 2868 §3.5).
pub const SALT_OCTETS: usize = 2;

/// Octets of an MD5 block.
const BLOCK: usize = 16;

/// The longest User-Password: 8 blocks (RFC 2865 §5.2).
pub(crate) const MAX_USER_PASSWORD: usize = 128;

/// The longest value hidden as Tunnel-Password: 15 blocks less the length octet.
pub(crate) const MAX_TUNNEL_PASSWORD: usize = 239;

/// Why a hidden value cannot be revealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum HidingError {
    /// The octets have a length that hiding cannot give.
    #[error("is hidden in {found} octets, which no hidden value has")]
    Length {
        /// Octets found.
        found: usize,
    },
    /// The value came out meaningless: most often the shared secret is another on the other side.
    #[error("cannot be revealed: the shared secret is probably another")]
    NotRevealed,
}

/// Which octets of each pair are the cipher text that the chain continues with.
#[derive(Clone, Copy)]
enum Direction {
    Hide,
    Reveal,
}

/// XORs a block, of which the last may be cut short.
fn xor(block: &mut [u8], key: &[u8; BLOCK]) {
    match <&mut [u8; BLOCK]>::try_from(&mut *block) {
        // As one number, which is quicker than octet by octet.
        Ok(whole) => *whole = (u128::from_ne_bytes(*whole) ^ u128::from_ne_bytes(*key)).to_ne_bytes(),
        Err(_) => block.iter_mut().zip(key).for_each(|(octet, key)| *octet ^= key),
    }
}

/// XORs each block with MD5(secret + previous cipher text block), the first with MD5(secret + `seed`).
fn chain(octets: &mut [u8], secret: &Secret, seed: &[&[u8]], direction: Direction) {
    let mut key = secret.md5_after_secret(seed);
    let mut blocks = octets.chunks_mut(BLOCK).peekable();
    while let Some(block) = blocks.next() {
        let next_key = |cipher: &[u8]| secret.md5_after_secret(&[cipher]);
        let is_last = blocks.peek().is_none();
        let before = match direction {
            Direction::Reveal if !is_last => Some(next_key(block)),
            _ => None,
        };
        xor(block, &key);
        match (before, direction) {
            (Some(next), _) => key = next,
            (None, Direction::Hide) if !is_last => key = next_key(block),
            _ => {}
        }
    }
}

/// The octets that a User-Password of this length takes on the wire: whole blocks, at least one.
pub(crate) const fn user_password_octets(length: usize) -> usize {
    if length == 0 { BLOCK } else { length.div_ceil(BLOCK) * BLOCK }
}

/// The octets that a value of this length takes hidden as Tunnel-Password, behind the salt.
pub(crate) const fn tunnel_password_octets(length: usize) -> usize {
    (length + 1).div_ceil(BLOCK) * BLOCK
}

/// Hides a value that is padded with zeros to whole blocks (RFC 2865 §5.2).
pub fn hide_user_password(padded: &mut [u8], secret: &Secret, authenticator: &Authenticator) {
    chain(padded, secret, &[authenticator], Direction::Hide);
}

/// Reveals a value hidden as User-Password and takes the padding off (RFC 2865 §5.2).
///
/// # Errors
/// The length is not 16, 32, … 128 octets.
pub fn reveal_user_password(
    hidden: &[u8],
    secret: &Secret,
    authenticator: &Authenticator,
) -> Result<Zeroizing<Vec<u8>>, HidingError> {
    let found = hidden.len();
    if found == 0 || !found.is_multiple_of(BLOCK) || found > MAX_USER_PASSWORD {
        return Err(HidingError::Length { found });
    }
    let mut clear = Zeroizing::new(hidden.to_vec());
    chain(&mut clear, secret, &[authenticator], Direction::Reveal);
    let length = clear.iter().rposition(|&octet| octet != 0).map_or(0, |last| last + 1);
    clear.truncate(length);
    Ok(clear)
}

/// Hides a length octet, the value and its padding, all in whole blocks (RFC 2868 §3.5).
pub fn hide_tunnel_password(
    padded: &mut [u8],
    salt: [u8; SALT_OCTETS],
    secret: &Secret,
    authenticator: &Authenticator,
) {
    chain(padded, secret, &[authenticator, &salt], Direction::Hide);
}

/// Reveals salt and hidden octets to the value (RFC 2868 §3.5). A last block that is cut short is accepted, as
/// FreeRADIUS sends it for the longest values.
///
/// # Errors
/// There is no octet behind the salt, or the length octet points behind the end.
pub fn reveal_tunnel_password(
    salted: &[u8],
    secret: &Secret,
    authenticator: &Authenticator,
) -> Result<Zeroizing<Vec<u8>>, HidingError> {
    let (salt, hidden) = match salted.split_first_chunk::<SALT_OCTETS>() {
        Some((salt, hidden)) if !hidden.is_empty() => (salt, hidden),
        _ => return Err(HidingError::Length { found: salted.len() }),
    };
    let mut clear = Zeroizing::new(hidden.to_vec());
    chain(&mut clear, secret, &[authenticator, salt], Direction::Reveal);
    let length = usize::from(clear.first().copied().unwrap_or_default());
    clear.get(1..=length).map(|value| Zeroizing::new(value.to_vec())).ok_or(HidingError::NotRevealed)
}

/// Hides or reveals the 16 octets of an Ascend secret: XOR with MD5(authenticator + secret).
pub fn ascend_secret(octets: &mut [u8; BLOCK], secret: &Secret, authenticator: &Authenticator) {
    for (octet, key) in octets.iter_mut().zip(secret.authenticator(&[authenticator])) {
        *octet ^= key;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AUTHENTICATOR: Authenticator = *b"0123456789abcdef";

    fn secret() -> Secret {
        Secret::new("xyzzy5461").unwrap()
    }

    #[test]
    fn user_password_of_rfc2865_7_1() {
        let authenticator = 0x0f40_3f94_7397_8057_bd83_d5cb_98f4_227a_u128.to_be_bytes();
        let mut octets = [0; 16];
        octets[..10].copy_from_slice(b"arctangent");
        hide_user_password(&mut octets, &secret(), &authenticator);
        assert_eq!(octets, 0x0dbe_708d_93d4_13ce_3196_e43f_782a_0aee_u128.to_be_bytes());
        assert_eq!(**reveal_user_password(&octets, &secret(), &authenticator).unwrap(), *b"arctangent");
    }

    #[test]
    fn user_password_lengths_that_hiding_cannot_give_are_invalid_rfc2865_5_2() {
        for found in [0, 1, 15, 17, 144] {
            let result = reveal_user_password(&vec![1; found], &secret(), &AUTHENTICATOR);
            assert_eq!(result, Err(HidingError::Length { found }));
        }
    }

    #[test]
    fn revealing_chains_on_the_cipher_text() {
        // A reader that chains on its own output agrees only on the first block.
        for length in [0, 1, 15, 16, 17, 31, 32, 127, 128] {
            let clear: Vec<u8> = (1..=length).map(|n| n as u8).collect();
            let mut octets = clear.clone();
            octets.resize(user_password_octets(clear.len()), 0);
            hide_user_password(&mut octets, &secret(), &AUTHENTICATOR);
            assert_eq!(**reveal_user_password(&octets, &secret(), &AUTHENTICATOR).unwrap(), *clear);
        }
    }

    #[test]
    fn tunnel_passwords_of_every_length_come_back_rfc2868_3_5() {
        for length in [0_u8, 1, 14, 15, 16, 31, 32, 239] {
            let mut octets = vec![length];
            octets.resize(1 + usize::from(length), 7);
            octets.resize(tunnel_password_octets(length.into()), 0);
            let salt = [0x80, 0x01];
            hide_tunnel_password(&mut octets, salt, &secret(), &AUTHENTICATOR);
            octets.splice(0..0, salt);
            let clear = reveal_tunnel_password(&octets, &secret(), &AUTHENTICATOR).unwrap();
            assert_eq!(**clear, *vec![7; length.into()]);
        }
    }

    #[test]
    fn a_tunnel_password_whose_length_lies_is_not_revealed() {
        let mut octets = [200; 16];
        hide_tunnel_password(&mut octets, [0x80, 0], &secret(), &AUTHENTICATOR);
        let salted = [&[0x80, 0][..], &octets].concat();
        assert_eq!(reveal_tunnel_password(&salted, &secret(), &AUTHENTICATOR), Err(HidingError::NotRevealed));
        for found in 0..=2 {
            let result = reveal_tunnel_password(&salted[..found], &secret(), &AUTHENTICATOR);
            assert_eq!(result, Err(HidingError::Length { found }));
        }
    }

    #[test]
    fn an_ascend_secret_is_its_own_inverse() {
        let mut octets = *b"sixteen octets!!";
        ascend_secret(&mut octets, &secret(), &AUTHENTICATOR);
        assert_ne!(octets, *b"sixteen octets!!");
        ascend_secret(&mut octets, &secret(), &AUTHENTICATOR);
        assert_eq!(octets, *b"sixteen octets!!");
    }
}
