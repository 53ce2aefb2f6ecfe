//! MS-CHAPv2 (RFC 2759) and the MPPE keys that come of it (RFC 3079), for both ends.
//!
//! It rests on MD4 and DES, which are broken: who sees an exchange finds the password. It belongs inside TLS (RadSec), never
//! into UDP across a network that others use.
//!
//! ```
//! use radius_runtime::crypto::ms_chap::{PasswordHash, Response};
//!
//! // The client: MS-CHAP-Challenge and MS-CHAP2-Response.
//! let (challenge, peer_challenge) = ([1; 16], [2; 16]);   // random ones: crypto::fill
//! let value = Response::new(7, "alice", &PasswordHash::of("secret"), &challenge, &peer_challenge).to_value();
//!
//! // The server: MS-CHAP2-Success, MS-MPPE-Send-Key and MS-MPPE-Recv-Key.
//! let response = Response::from_value(&value).ok_or("malformed")?;
//! let success = response.verify("alice", &PasswordHash::of("secret"), &challenge).ok_or("wrong password")?;
//!
//! // The client again: that the server knows the password too.
//! assert!(response.is_success("alice", &PasswordHash::of("secret"), &challenge, &success.value));
//! # Ok::<(), &str>(())
//! ```

use des::Des;
use des::cipher::{BlockCipherEncrypt, KeyInit};
use md4::Md4;
use sha1::{Digest, Sha1};
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// Octets of an MS-CHAP2-Response (RFC 2548 §2.3.2).
pub const RESPONSE_OCTETS: usize = 50;

/// Octets of an MS-CHAP2-Success: the identifier and `S=` with 40 hexadecimal digits (RFC 2548 §2.3.3).
pub const SUCCESS_OCTETS: usize = 43;

/// Octets of each MPPE key of 128 bits.
pub const KEY_OCTETS: usize = 16;

const SIGNING: &[u8] = b"Magic server to client signing constant";
const ITERATION: &[u8] = b"Pad to make it do more than one iteration";
const MASTER_KEY: &[u8] = b"This is the MPPE Master Key";
const CLIENT_SENDS: &[u8] =
    b"On the client side, this is the send key; on the server side, it is the receive key.";
const SERVER_SENDS: &[u8] =
    b"On the client side, this is the receive key; on the server side, it is the send key.";

/// The MD4 of a password in UTF-16 (RFC 2759 §8.3). Who has it needs no password: it is kept as one, and wiped.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct PasswordHash([u8; 16]);

impl PasswordHash {
    /// Hashes a password.
    #[must_use]
    pub fn of(password: &str) -> Self {
        let mut octets: Vec<u8> = password.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let hash = Md4::digest(&octets).into();
        octets.zeroize();
        Self(hash)
    }

    /// A hash that was stored.
    #[must_use]
    pub const fn from_octets(hash: [u8; 16]) -> Self {
        Self(hash)
    }

    fn twice(&self) -> [u8; 16] {
        Md4::digest(self.0).into()
    }

    /// The answer to a challenge of 8 octets: also that of MS-CHAP, version 1 (RFC 2433 §A.5).
    #[must_use]
    pub fn response(&self, challenge: &[u8; 8]) -> [u8; 24] {
        let mut padded = [0; 21];
        for (to, from) in padded.iter_mut().zip(self.0) {
            *to = from;
        }
        let mut response = [0; 24];
        for (key, block) in padded.chunks_exact(7).zip(response.chunks_exact_mut(8)) {
            let mut cipher = (*challenge).into();
            Des::new((&*des_key(key)).into()).encrypt_block(&mut cipher);
            block.copy_from_slice(&cipher);
        }
        padded.zeroize();
        response
    }
}

impl std::fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PasswordHash(<hidden>)")
    }
}

/// Seven octets as a DES key: seven bits an octet, the eighth is for a parity that nobody looks at.
fn des_key(seven: &[u8]) -> Zeroizing<[u8; 8]> {
    let bits = Zeroizing::new(seven.iter().fold(0_u64, |bits, &octet| bits << 8 | u64::from(octet)));
    let mut key = Zeroizing::new([0; 8]);
    for (index, octet) in key.iter_mut().enumerate() {
        *octet = u8::try_from((*bits >> (49 - 7 * index)) & 0x7f).unwrap_or_default() << 1;
    }
    key
}

fn sha1(parts: &[&[u8]]) -> [u8; 20] {
    parts.iter().fold(Sha1::new(), Digest::chain_update).finalize().into()
}

fn first_octets<const N: usize>(digest: [u8; 20]) -> [u8; N] {
    let mut first = [0; N];
    for (to, from) in first.iter_mut().zip(digest) {
        *to = from;
    }
    first
}

/// What both challenges and the user's name come to (RFC 2759 §8.2). A domain in front of the name does not count.
fn challenge_hash(user: &str, challenge: &[u8; 16], peer_challenge: &[u8; 16]) -> [u8; 8] {
    let name = user.rsplit_once('\\').map_or(user, |(_, name)| name);
    first_octets(sha1(&[peer_challenge, challenge, name.as_bytes()]))
}

/// MS-CHAP2-Response, with its CHAP identifier (RFC 2548 §2.3.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Response {
    identifier: u8,
    peer_challenge: [u8; 16],
    nt_response: [u8; 24],
}

/// What a server sends with an Access-Accept.
#[derive(Clone, ZeroizeOnDrop)]
pub struct Success {
    /// MS-CHAP2-Success: it shows that the server knows the password.
    pub value: [u8; SUCCESS_OCTETS],
    /// MS-MPPE-Send-Key: the NAS encrypts with it what it sends to the user.
    pub send_key: [u8; KEY_OCTETS],
    /// MS-MPPE-Recv-Key: the NAS decrypts with it what it receives.
    pub recv_key: [u8; KEY_OCTETS],
}

impl std::fmt::Debug for Success {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Success").field("keys", &"<hidden>").finish_non_exhaustive()
    }
}

impl Response {
    /// Answers the server's challenge, with a random one of one's own.
    #[must_use]
    pub fn new(
        identifier: u8,
        user: &str,
        password: &PasswordHash,
        challenge: &[u8; 16],
        peer_challenge: &[u8; 16],
    ) -> Self {
        let nt_response = password.response(&challenge_hash(user, challenge, peer_challenge));
        Self { identifier, peer_challenge: *peer_challenge, nt_response }
    }

    /// Reads the value of an MS-CHAP2-Response; `None` if it has another length (RFC 2548 §2.3.2).
    #[must_use]
    pub fn from_value(value: &[u8]) -> Option<Self> {
        let (&[identifier, _flags], rest) = value.split_first_chunk()?;
        let (peer_challenge, rest) = rest.split_first_chunk()?;
        let (_reserved, rest) = rest.split_first_chunk::<8>()?;
        Some(Self { identifier, peer_challenge: *peer_challenge, nt_response: rest.try_into().ok()? })
    }

    /// The value of MS-CHAP2-Response.
    #[must_use]
    pub fn to_value(&self) -> [u8; RESPONSE_OCTETS] {
        let mut value = [0; RESPONSE_OCTETS];
        let octets = [&[self.identifier, 0][..], &self.peer_challenge, &[0; 8], &self.nt_response];
        for (to, from) in value.iter_mut().zip(octets.into_iter().flatten()) {
            *to = *from;
        }
        value
    }

    /// What to send if this is the right response; `None` if it is not. Takes constant time.
    #[must_use]
    pub fn verify(&self, user: &str, password: &PasswordHash, challenge: &[u8; 16]) -> Option<Success> {
        let hash = challenge_hash(user, challenge, &self.peer_challenge);
        let is_right: bool = password.response(&hash).ct_eq(&self.nt_response).into();
        is_right.then(|| self.success(&hash, password))
    }

    /// Whether an MS-CHAP2-Success answers this response: whether the server knows the password. Takes constant time.
    #[must_use]
    pub fn is_success(
        &self,
        user: &str,
        password: &PasswordHash,
        challenge: &[u8; 16],
        value: &[u8],
    ) -> bool {
        let hash = challenge_hash(user, challenge, &self.peer_challenge);
        // A message may follow behind a space.
        let answer = value.get(..SUCCESS_OCTETS).unwrap_or_default();
        self.success(&hash, password).value.as_slice().ct_eq(answer).into()
    }

    fn success(&self, challenge_hash: &[u8; 8], password: &PasswordHash) -> Success {
        let mut twice = password.twice();
        let digest = sha1(&[&twice, &self.nt_response, SIGNING]);
        let digest = sha1(&[&digest, challenge_hash, ITERATION]);
        let digits = digest.iter().flat_map(|octet| [octet >> 4, octet & 15]);
        let digits = digits.map(|digit| if digit < 10 { b'0' + digit } else { b'A' - 10 + digit });
        let mut value = [0; SUCCESS_OCTETS];
        for (to, from) in value.iter_mut().zip([self.identifier, b'S', b'='].into_iter().chain(digits)) {
            *to = from;
        }
        let mut master: [u8; 16] = first_octets(sha1(&[&twice, &self.nt_response, MASTER_KEY]));
        let key = |magic: &[u8]| first_octets(sha1(&[&master, &[0; 40], magic, &[0xf2; 40]]));
        let success = Success { value, send_key: key(SERVER_SENDS), recv_key: key(CLIENT_SENDS) };
        twice.zeroize();
        master.zeroize();
        success
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHALLENGE: [u8; 16] = 0x5b5d_7c7d_7b3f_2f3e_3c2c_6021_3226_2628_u128.to_be_bytes();
    const PEER_CHALLENGE: [u8; 16] = 0x2140_2324_255e_262a_2829_5f2b_3a33_7c7e_u128.to_be_bytes();

    fn hex(octets: &[u8]) -> String {
        octets.iter().map(|octet| format!("{octet:02x}")).collect()
    }

    fn response(user: &str) -> Response {
        Response::new(9, user, &PasswordHash::of("clientPass"), &CHALLENGE, &PEER_CHALLENGE)
    }

    #[test]
    fn response_and_success_of_rfc2759_9_2() {
        let password = PasswordHash::of("clientPass");
        assert_eq!(hex(&password.0), "44ebba8d5312b8d611474411f56989ae");
        assert_eq!(hex(&password.twice()), "41c00c584bd2d91c4017a2a12fa59f3f");
        assert_eq!(hex(&challenge_hash("User", &CHALLENGE, &PEER_CHALLENGE)), "d02e4386bce91226");
        let response = response("User");
        assert_eq!(hex(&response.nt_response), "82309ecd8d708b5ea08faa3981cd83544233114a3d85d6df");
        let success = response.verify("User", &password, &CHALLENGE).unwrap();
        assert_eq!(success.value[0], 9);
        assert_eq!(&success.value[1..], b"S=407A5589115FD0D6209F510FE9C04566932CDA56");
        let with_message = [&success.value[..], b" M=welcome"].concat();
        assert!(response.is_success("User", &password, &CHALLENGE, &with_message));
    }

    #[test]
    fn keys_of_rfc3079_3_5_3() {
        let success = response("User").verify("User", &PasswordHash::of("clientPass"), &CHALLENGE).unwrap();
        assert_eq!(hex(&success.send_key), "8b7cdc149b993a1ba118cb153f56dccb");
        assert_eq!(hex(&success.recv_key), "d5f0e9521e3ea9589645e86051c82226");
    }

    #[test]
    fn response_of_rfc2433_b_2() {
        let challenge = 0x102d_b5df_085d_3041_u64.to_be_bytes();
        let response = PasswordHash::of("MyPw").response(&challenge);
        assert_eq!(hex(&response), "4e9d3c8f9cfd385d5bf4d3246791956ca4c351ab409a3d61");
    }

    #[test]
    fn a_domain_does_not_count_and_all_else_does_p169() {
        let (password, wrong) = (PasswordHash::of("clientPass"), PasswordHash::of("clientpass"));
        assert_eq!(response("EXAMPLE\\User"), response("User"));
        assert!(response("User").verify("EXAMPLE\\User", &password, &CHALLENGE).is_some());
        assert!(response("User").verify("user", &password, &CHALLENGE).is_none());
        assert!(response("User").verify("User", &wrong, &CHALLENGE).is_none());
        assert!(response("User").verify("User", &password, &PEER_CHALLENGE).is_none());
        let success = response("User").verify("User", &password, &CHALLENGE).unwrap();
        assert!(!response("User").is_success("User", &wrong, &CHALLENGE, &success.value));
        assert!(!response("User").is_success("User", &password, &CHALLENGE, &success.value[..42]));
        assert!(!response("User").is_success("User", &password, &CHALLENGE, b""));
    }

    #[test]
    fn another_length_is_no_response_p169() {
        let value = response("User").to_value();
        assert_eq!(Response::from_value(&value), Some(response("User")));
        for length in [0, 1, 49] {
            assert_eq!(Response::from_value(&value[..length]), None);
        }
        assert_eq!(Response::from_value(&[&value[..], b"x"].concat()), None);
    }

    #[test]
    fn nothing_secret_is_shown() {
        let success = response("User").verify("User", &PasswordHash::of("clientPass"), &CHALLENGE).unwrap();
        assert_eq!(format!("{:?}", PasswordHash::of("x")), "PasswordHash(<hidden>)");
        assert!(!format!("{success:?}").contains("139"), "0x8b is the first octet of a key");
    }
}
