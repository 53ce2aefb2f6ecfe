//! The packets of the measurement as raw octets, made and checked in the fewest steps: no code of the library that is
//! measured.

use std::ops::Range;

use clap::ValueEnum;
use hmac::{Hmac, KeyInit, Mac};
use md5::{Digest, Md5};
use serde::Serialize;

pub(crate) const SECRET: &str = "a secret of both ends";
/// Over TLS it says nothing (RFC 6614 §2.3).
pub(crate) const TLS_SECRET: &str = "radsec";
pub(crate) const USER: &str = "bob";
/// Up to 16 octets: one block of hiding.
pub(crate) const PASSWORD: &str = "hello";

pub(crate) const HEADER: usize = 20;
/// Octets of an authenticator, a signature and a block of hiding.
pub(crate) const DIGEST: usize = 16;

pub(crate) const USER_NAME: u8 = 1;
pub(crate) const USER_PASSWORD: u8 = 2;
pub(crate) const MESSAGE_AUTHENTICATOR: u8 = 80;

/// What is asked of a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    /// A PAP login with Message-Authenticator, which is accepted.
    Access,
    /// An interim record, which is acknowledged.
    Accounting,
}

impl Kind {
    pub(crate) const ALL: [Self; 2] = [Self::Access, Self::Accounting];

    pub(crate) const fn request_code(self) -> u8 {
        match self {
            Self::Access => 1,
            Self::Accounting => 4,
        }
    }

    pub(crate) const fn reply_code(self) -> u8 {
        match self {
            Self::Access => 2,
            Self::Accounting => 5,
        }
    }

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Access => "access",
            Self::Accounting => "accounting",
        }
    }
}

/// MD5 and HMAC-MD5, with the states that begin with the secret made once.
pub(crate) struct Digests {
    secret: &'static str,
    after_secret: Md5,
    hmac: Hmac<Md5>,
}

impl Digests {
    pub(crate) fn new(secret: &'static str) -> Self {
        let hmac = Hmac::new_from_slice(secret.as_bytes()).expect("HMAC takes keys of any length");
        Self { secret, after_secret: Md5::new_with_prefix(secret), hmac }
    }

    /// The Message-Authenticator of a packet (RFC 3579 §3.2).
    pub(crate) fn signature(&self, packet: &[&[u8]]) -> [u8; DIGEST] {
        let mut hmac = self.hmac.clone();
        packet.iter().for_each(|part| hmac.update(part));
        hmac.finalize().into_bytes().into()
    }

    /// The authenticator of a packet that is signed with a digest (RFC 2865 §3, RFC 2866 §3).
    pub(crate) fn authenticator(&self, packet: &[&[u8]]) -> [u8; DIGEST] {
        let mut digest = Md5::new();
        packet.iter().for_each(|part| digest.update(part));
        digest.chain_update(self.secret).finalize().into()
    }

    /// XORs one block with the key stream: hides a User-Password, or reveals it (RFC 2865 §5.2).
    pub(crate) fn hide(&self, block: &mut [u8], authenticator: &[u8]) {
        let key = self.after_secret.clone().chain_update(authenticator).finalize();
        block.iter_mut().zip(key).for_each(|(octet, key)| *octet ^= key);
    }
}

pub(crate) fn push_attribute(packet: &mut Vec<u8>, number: u8, value: &[u8]) {
    let length = u8::try_from(value.len() + 2).expect("values are short here");
    packet.extend_from_slice(&[number, length]);
    packet.extend_from_slice(value);
}

pub(crate) fn set_length(packet: &mut [u8]) {
    let length = u16::try_from(packet.len()).expect("packets are short here");
    packet[2..4].copy_from_slice(&length.to_be_bytes());
}

/// Calls back for each attribute with its number and where its value lies. Says whether length and framing are right.
pub(crate) fn walk(packet: &[u8], mut attribute: impl FnMut(u8, Range<usize>)) -> bool {
    let Some(&[_, _, high, low]) = packet.first_chunk() else { return false };
    if usize::from(u16::from_be_bytes([high, low])) != packet.len() || packet.len() < HEADER {
        return false;
    }
    let mut at = HEADER;
    while let Some(&[number, length]) = packet.get(at..).and_then(<[u8]>::first_chunk) {
        let end = at + usize::from(length);
        if length < 2 || end > packet.len() {
            return false;
        }
        attribute(number, at + 2..end);
        at = end;
    }
    at == packet.len()
}
