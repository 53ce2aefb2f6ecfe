//! CHAP (RFC 2865 §2.2, RFC 1994): the response to a challenge, made and checked.

use super::is_same;
use super::md5::Md5;

/// Octets of a CHAP-Password value: the CHAP identifier and the response (RFC 2865 §5.3).
pub const PASSWORD_OCTETS: usize = 17;

/// The value of CHAP-Password: the identifier, then MD5 over identifier, password and challenge.
///
/// The challenge is CHAP-Challenge if the packet has it, else the Request Authenticator.
#[must_use]
pub fn password(identifier: u8, password: &[u8], challenge: &[u8]) -> [u8; PASSWORD_OCTETS] {
    let response = Md5::new().finish(&[&[identifier], password, challenge]);
    let mut value = [identifier; PASSWORD_OCTETS];
    for (to, from) in value.iter_mut().skip(1).zip(response) {
        *to = from;
    }
    value
}

/// Whether a CHAP-Password value answers the challenge with this password. Takes constant time.
#[must_use]
pub fn verify(chap_password: &[u8], clear_password: &[u8], challenge: &[u8]) -> bool {
    match chap_password.first() {
        Some(&identifier) => is_same(&password(identifier, clear_password, challenge), chap_password),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 2865 §7.2, where the Request Authenticator is the challenge.
    #[test]
    fn chap_password_of_rfc2865_7_2() {
        let challenge = 0x2aee_86f0_8d0d_5596_9ca5_978e_0d33_67a2_u128.to_be_bytes();
        let response = 0xe975_57c3_1618_5895_f293_ff63_4407_7275_u128.to_be_bytes();
        let value = password(0x16, b"arctangent", &challenge);
        assert_eq!(value[0], 0x16);
        assert_eq!(value[1..], response);
        assert!(verify(&value, b"arctangent", &challenge));
        assert!(!verify(&value, b" arctangent", &challenge), "spaces count");
        assert!(!verify(&value, b"arctangent", b"another challenge"));
        assert!(!verify(&value[..16], b"arctangent", &challenge));
        assert!(!verify(&[], b"arctangent", &challenge));
    }
}
