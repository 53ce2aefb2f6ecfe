//! MD5 (RFC 1321) and HMAC-MD5 (RFC 2104) from states that are made once for a secret.
//!
//! The compression is that of the crate `md5`. What is done here is what that crate's own types do around it, in fewer steps:
//! whole blocks are read where they lie in the message, and a state is copied and wiped as one. With several digests a
//! packet, that is a tenth of their time.

use std::slice::from_ref;

use md5::block_api::compress;
use zeroize::Zeroizing;

/// Octets of a digest.
pub(super) const DIGEST: usize = 16;

/// Octets that are compressed at once.
const BLOCK: usize = 64;

/// Octets of a last block in front of the message's length.
const LENGTH_AT: usize = BLOCK - size_of::<u64>();

/// MD5 over the octets so far. It is wiped when dropped.
#[derive(Clone)]
pub(super) struct Md5 {
    state: [u32; 4],
    /// Octets so far. Those that fill no block yet are in `block`, with zeros behind them.
    octets: usize,
    block: [u8; BLOCK],
}

impl Md5 {
    /// Over nothing (RFC 1321 §3.3).
    pub(super) const fn new() -> Self {
        let state = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476];
        Self { state, octets: 0, block: [0; BLOCK] }
    }

    /// Over these octets so far.
    pub(super) fn with_prefix(octets: &[u8]) -> Self {
        let mut digest = Self::new();
        digest.update(octets);
        digest
    }

    /// Octets of `block` that are part of the message.
    const fn filled(&self) -> usize {
        self.octets % BLOCK
    }

    #[inline]
    pub(super) fn update(&mut self, mut octets: &[u8]) {
        let filled = self.filled();
        self.octets = self.octets.wrapping_add(octets.len());
        if filled > 0 {
            let free = self.block.get_mut(filled..).unwrap_or_default();
            let Some((first, rest)) = octets.split_at_checked(free.len()) else {
                return copy(free, octets);
            };
            free.copy_from_slice(first);
            compress(&mut self.state, from_ref(&self.block));
            octets = rest;
        }
        let (blocks, rest) = octets.as_chunks();
        compress(&mut self.state, blocks);
        self.block = [0; BLOCK];
        copy(&mut self.block, rest);
    }

    /// The digest over the octets so far and these parts.
    #[inline]
    pub(super) fn finish(&self, parts: &[&[u8]]) -> [u8; DIGEST] {
        let mut digest = self.clone();
        parts.iter().for_each(|part| digest.update(part));
        digest.pad();
        let mut octets = [0; DIGEST];
        for (to, from) in octets.as_chunks_mut().0.iter_mut().zip(digest.state) {
            *to = from.to_le_bytes();
        }
        octets
    }

    /// A one, zeros, and the message's length in bits (RFC 1321 §3.1, §3.2).
    #[inline]
    fn pad(&mut self) {
        let filled = self.filled();
        if let Some(one) = self.block.get_mut(filled) {
            *one = 0x80;
        }
        if filled >= LENGTH_AT {
            compress(&mut self.state, from_ref(&self.block));
            self.block = [0; BLOCK];
        }
        if let Some(length) = self.block.last_chunk_mut() {
            *length = (self.octets as u64).wrapping_mul(8).to_le_bytes();
        }
        compress(&mut self.state, from_ref(&self.block));
    }
}

impl Drop for Md5 {
    fn drop(&mut self) {
        self.state = [0; 4];
        self.octets = 0;
        self.block = [0; BLOCK];
        zeroize::optimization_barrier(self);
    }
}

/// Copies to the beginning of a buffer that is not shorter.
fn copy(to: &mut [u8], from: &[u8]) {
    if let Some(to) = to.get_mut(..from.len()) {
        to.copy_from_slice(from);
    }
}

/// HMAC-MD5 with a key (RFC 2104 §2).
#[derive(Clone)]
pub(super) struct Hmac {
    inner: Md5,
    outer: Md5,
}

impl Hmac {
    pub(super) fn new(key: &[u8]) -> Self {
        let mut block = Zeroizing::new([0; BLOCK]);
        match key.len() {
            0..=BLOCK => copy(&mut *block, key),
            _ => copy(&mut *block, &Md5::with_prefix(key).finish(&[])),
        }
        let padded = |pad| Md5::with_prefix(&*Zeroizing::new(block.map(|octet| octet ^ pad)));
        Self { inner: padded(0x36), outer: padded(0x5c) }
    }

    /// The digest over these parts.
    #[inline]
    pub(super) fn finish(&self, parts: &[&[u8]]) -> [u8; DIGEST] {
        self.outer.finish(&[&self.inner.finish(parts)])
    }
}

#[cfg(test)]
mod tests {
    use hmac::{KeyInit, Mac};
    use md5::Digest;

    use super::*;

    fn hex(octets: &[u8]) -> String {
        octets.iter().map(|octet| format!("{octet:02x}")).collect()
    }

    #[test]
    fn digests_of_rfc1321_a_5() {
        for (message, digest) in [
            ("", "d41d8cd98f00b204e9800998ecf8427e"),
            ("abc", "900150983cd24fb0d6963f7d28e17f72"),
            ("abcdefghijklmnopqrstuvwxyz", "c3fcd3d76192e4007dfb496cca67e13b"),
            (
                "12345678901234567890123456789012345678901234567890123456789012345678901234567890",
                "57edf4a22be3c955ac49da2e2107b67a",
            ),
        ] {
            assert_eq!(hex(&Md5::new().finish(&[message.as_bytes()])), digest, "{message}");
        }
    }

    #[test]
    fn hmac_of_rfc2202_2() {
        for (key, message, digest) in [
            (&b"Jefe"[..], &b"what do ya want for nothing?"[..], "750c783e6ab0b503eaa86e310a5db738"),
            (&[0xaa; 16], &[0xdd; 50], "56be34521d144c88dbb8c733f0e8b3f6"),
            (
                &[0xaa; 80],
                b"Test Using Larger Than Block-Size Key - Hash Key First",
                "6b1ab7fe4bd7bf8f0b62e6ce61b9d0cd",
            ),
        ] {
            assert_eq!(hex(&Hmac::new(key).finish(&[message])), digest);
        }
    }

    /// Wherever prefix and message are cut, and around every length at which a block is full.
    #[test]
    fn digests_are_those_of_another_implementation() {
        let message: Vec<u8> = (0..=255).collect();
        for length in 0..message.len() {
            let message = &message[..length];
            let whole: [u8; DIGEST] = md5::Md5::digest(message).into();
            let keyed = hmac::Hmac::<md5::Md5>::new_from_slice(message).unwrap().chain_update(message);
            assert_eq!(Hmac::new(message).finish(&[message]), keyed.finalize().into_bytes()[..], "{length}");
            for cut in 0..=length {
                let (first, last) = message.split_at(cut);
                assert_eq!(Md5::with_prefix(first).finish(&[last]), whole, "{length} cut at {cut}");
                let (middle, last) = last.split_at(last.len() / 2);
                assert_eq!(
                    Md5::new().finish(&[first, middle, last]),
                    whole,
                    "{length} cut at {cut} and behind"
                );
            }
        }
    }
}
