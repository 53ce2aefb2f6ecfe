//! What a peer's certificate says of it.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;
use std::time::{Duration, SystemTime};

use sha2::{Digest, Sha256};
use x509_cert::Certificate;
use x509_cert::der::Decode;
use x509_cert::der::asn1::{ObjectIdentifier, Utf8StringRef};
use x509_cert::ext::pkix::name::GeneralName;
use x509_cert::ext::pkix::{CertificatePolicies, ExtendedKeyUsage, SubjectAltName};

use super::TlsError;

/// id-on-naiRealm (RFC 7585 §2.2).
const NAI_REALM: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.8.8");

/// The SHA-256 digest of a certificate, by which it can be pinned.
///
/// It is read from hexadecimal digits, with or without colons, also as `sha256:…`.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint(pub [u8; 32]);

impl Fingerprint {
    /// The fingerprint of a certificate in DER.
    #[must_use]
    pub fn of(certificate: &[u8]) -> Self {
        Self(Sha256::digest(certificate).into())
    }
}

impl FromStr for Fingerprint {
    type Err = TlsError;

    fn from_str(text: &str) -> Result<Self, TlsError> {
        let text = text.trim();
        let text = match text.split_at_checked("sha256:".len()) {
            Some((prefix, digits)) if prefix.eq_ignore_ascii_case("sha256:") => digits,
            _ => text,
        };
        let digits = text.chars().filter(|c| !matches!(c, ':' | ' ')).map(|c| c.to_digit(16));
        let digits: Option<Vec<u32>> = digits.collect();
        let digits = digits.filter(|digits| digits.len() == 64).ok_or(TlsError::Fingerprint)?;
        let mut octets = [0; 32];
        for (octet, pair) in octets.iter_mut().zip(digits.chunks_exact(2)) {
            *octet =
                pair.iter().fold(0, |octet, &digit| octet << 4 | u8::try_from(digit).unwrap_or_default());
        }
        Ok(Self(octets))
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("sha256:")?;
        self.0.iter().try_for_each(|octet| write!(f, "{octet:02x}"))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What a verified certificate says of the peer. Its common name is for people only and never identifies it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PeerCertificate {
    /// The digest of the whole certificate.
    pub fingerprint: Fingerprint,
    /// Whom it is for, as RFC 4514 writes it.
    pub subject: String,
    /// Who signed it, as RFC 4514 writes it.
    pub issuer: String,
    /// The serial number's octets, which with the issuer name the certificate.
    pub serial: Vec<u8>,
    /// The host names in SubjectAltName.
    pub dns_names: Vec<String>,
    /// The addresses in SubjectAltName.
    pub ip_addresses: Vec<IpAddr>,
    /// The NAI realms in SubjectAltName (RFC 7585 §2.2).
    pub nai_realms: Vec<String>,
    /// What its key may be used for (RFC 5280 §4.2.1.12), as dotted object identifiers: `1.3.6.1.5.5.7.3.2` is that of a client
    /// over TLS.
    pub extended_key_usages: Vec<String>,
    /// The policies under which it was issued (RFC 5280 §4.2.1.4), as dotted object identifiers. That the authority's own
    /// certificate allows them is not checked.
    pub policies: Vec<String>,
    /// When it ends. A connection does not outlive it.
    pub not_after: SystemTime,
}

impl PeerCertificate {
    /// Reads a certificate in DER. Whether it is to be believed is not its affair.
    ///
    /// # Errors
    /// It is no certificate.
    pub fn from_der(der: &[u8]) -> Result<Self, TlsError> {
        let unreadable = |error: x509_cert::der::Error| TlsError::Certificate(error.to_string());
        let certificate = Certificate::from_der(der).map_err(unreadable)?;
        let content = certificate.tbs_certificate();
        let ends_after = content.validity().not_after.to_unix_duration();
        let mut read = Self {
            fingerprint: Fingerprint::of(der),
            subject: content.subject().to_string(),
            issuer: content.issuer().to_string(),
            serial: content.serial_number().as_bytes().to_vec(),
            dns_names: Vec::new(),
            ip_addresses: Vec::new(),
            nai_realms: Vec::new(),
            extended_key_usages: Vec::new(),
            policies: Vec::new(),
            not_after: end(ends_after),
        };
        let names = content.get_extension::<SubjectAltName>().map_err(unreadable)?;
        for name in names.iter().flat_map(|(_, names)| &names.0) {
            match name {
                GeneralName::DnsName(name) => read.dns_names.push(name.as_str().to_ascii_lowercase()),
                GeneralName::IpAddress(address) => read.ip_addresses.extend(ip_address(address.as_bytes())),
                GeneralName::OtherName(other) if other.type_id == NAI_REALM => {
                    // What is no UTF8String is no realm.
                    let realm = Utf8StringRef::try_from(&other.value).ok();
                    read.nai_realms.extend(realm.map(|realm| realm.as_str().to_lowercase()));
                }
                _ => {}
            }
        }
        if let Some((_, usages)) = content.get_extension::<ExtendedKeyUsage>().map_err(unreadable)? {
            read.extended_key_usages = usages.0.iter().map(ToString::to_string).collect();
        }
        if let Some((_, policies)) = content.get_extension::<CertificatePolicies>().map_err(unreadable)? {
            read.policies = policies.0.iter().map(|policy| policy.policy_identifier.to_string()).collect();
        }
        Ok(read)
    }

    /// Whether a host name is among the certificate's.
    #[must_use]
    pub fn has_dns_name(&self, name: &str) -> bool {
        let name = name.trim_end_matches('.').to_ascii_lowercase();
        self.dns_names.iter().any(|own| covers(own, &name))
    }

    /// Whether a realm is among the certificate's (RFC 7585 §2.2).
    #[must_use]
    pub fn has_nai_realm(&self, realm: &str) -> bool {
        let realm = realm.to_lowercase();
        self.nai_realms.iter().any(|own| covers(own, &realm))
    }
}

/// Times that the system cannot name lie as far off as matters.
fn end(ends_after: Duration) -> SystemTime {
    const FAR: Duration = Duration::from_secs(400 * 365 * 86_400);
    let end = SystemTime::UNIX_EPOCH.checked_add(ends_after);
    end.or_else(|| SystemTime::UNIX_EPOCH.checked_add(FAR)).unwrap_or(SystemTime::UNIX_EPOCH)
}

fn ip_address(octets: &[u8]) -> Option<IpAddr> {
    let four: Option<[u8; 4]> = octets.try_into().ok();
    let sixteen: Option<[u8; 16]> = octets.try_into().ok();
    four.map(IpAddr::from).or_else(|| sixteen.map(IpAddr::from))
}

/// Whether a name in a certificate covers a name, both in lower case: it is the same, or has a `*` as its whole first
/// label, which stands for one label (RFC 7585 §2.2).
fn covers(own: &str, name: &str) -> bool {
    match own.strip_prefix("*.") {
        Some(rest) if !rest.contains('*') => name.split_once('.').is_some_and(|(_, behind)| behind == rest),
        _ => !own.contains('*') && own == name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn realms_are_covered_as_rfc7585_2_2_says_p130() {
        let cases = [
            ("foo.example", "foo.example", true),
            ("foo.example", "*.example", true),
            ("bar.foo.example", "*.example", false),
            ("bar.foo.example", "*ar.foo.example", false),
            ("bar.foo.example", "bar.*.example", false),
            ("bar.foo.example", "*.*.example", false),
            ("sub.bar.foo.example", "*.*.example", false),
            ("sub.bar.foo.example", "*.bar.foo.example", true),
            ("foo.example", "*", false),
        ];
        for (realm, own, is_covered) in cases {
            assert_eq!(covers(own, realm), is_covered, "{realm} by {own}");
        }
    }

    #[test]
    fn a_certificate_is_read_with_all_that_it_says_p131() {
        let read = super::super::fixture::certificate("nai-realm");
        assert_eq!(read.nai_realms, ["radius.example", "*.roaming.example"]);
        assert!(read.has_nai_realm("a.Roaming.example") && !read.has_nai_realm("b.a.roaming.example"));
        assert_eq!((&*read.issuer, &*read.subject), ("CN=Test CA", "CN=server of a realm"));
        assert_eq!(read.serial, [9]);
        assert_eq!(read.policies, ["1.3.6.1.4.1.32473.1"]);
        assert_eq!(read.extended_key_usages, ["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"]);
        let read = super::super::fixture::certificate("server");
        assert!(read.has_dns_name("LOCALHOST.") && !read.has_dns_name("localhost.example"));
        assert_eq!(read.ip_addresses, ["127.0.0.1".parse::<IpAddr>().unwrap(), "::1".parse().unwrap()]);
        assert!(read.not_after > SystemTime::now());
        assert!(super::super::fixture::certificate("expired-client").not_after < SystemTime::now());
        assert!(PeerCertificate::from_der(&[0x30, 3, 1, 1, 1]).is_err());
    }

    #[test]
    fn fingerprints_are_read_in_every_usual_spelling() {
        let plain = "a0".repeat(32);
        let colons: Vec<_> = (0..32).map(|_| "A0").collect();
        let expected = Fingerprint([0xa0; 32]);
        for text in [plain.clone(), colons.join(":"), format!("SHA256:{plain}"), format!("sha256: {plain}")] {
            assert_eq!(text.parse::<Fingerprint>().unwrap(), expected);
        }
        for text in ["", "a0", &plain[1..], &format!("{plain}0"), "sha1:a0"] {
            assert!(text.parse::<Fingerprint>().is_err(), "{text}");
        }
        assert_eq!(expected.to_string().parse::<Fingerprint>().unwrap(), expected);
    }
}
