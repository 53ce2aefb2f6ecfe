//! Which certificate a client may have: what maps it to its entry.

use std::net::IpAddr;

use ipnet::IpNet;

use super::{Fingerprint, PeerCertificate};

/// What a client's certificate must have, besides being vouched for by a [trusted](super::Trust) authority. Every
/// condition that is given must hold. The common name is none.
///
/// ```
/// use radius_runtime::radsec::CertificateRule;
///
/// let rule = CertificateRule::dns_name("nas1.example").issued_by("CN=Our CA").from("192.0.2.0/24".parse()?);
/// # Ok::<(), ipnet::AddrParseError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct CertificateRule {
    dns_name: Option<String>,
    ip_address: Option<IpAddr>,
    nai_realm: Option<String>,
    issuer: Option<String>,
    policy: Option<String>,
    fingerprints: Vec<Fingerprint>,
    network: Option<IpNet>,
    has_own_address: bool,
}

impl CertificateRule {
    /// Any certificate that a trusted authority signed.
    pub fn any() -> Self {
        Self::default()
    }

    /// A certificate with this host name in SubjectAltName.
    pub fn dns_name(name: impl Into<String>) -> Self {
        Self { dns_name: Some(name.into()), ..Self::default() }
    }

    /// A certificate with this address in SubjectAltName.
    pub fn ip_address(address: IpAddr) -> Self {
        Self { ip_address: Some(address), ..Self::default() }
    }

    /// A certificate with this NAI realm in SubjectAltName.
    pub fn nai_realm(realm: impl Into<String>) -> Self {
        Self { nai_realm: Some(realm.into()), ..Self::default() }
    }

    /// A certificate with one of these fingerprints: pinned.
    pub fn fingerprints(pins: impl IntoIterator<Item = Fingerprint>) -> Self {
        Self { fingerprints: pins.into_iter().collect(), ..Self::default() }
    }

    /// The certificate must be signed by this issuer, as RFC 4514 writes it: `CN=Our CA,O=Example`.
    pub fn issued_by(mut self, issuer: impl Into<String>) -> Self {
        self.issuer = Some(issuer.into());
        self
    }

    /// The certificate must have been issued under this policy (RFC 5280 §4.2.1.4), a dotted object identifier.
    pub fn under_policy(mut self, policy: impl Into<String>) -> Self {
        self.policy = Some(policy.into());
        self
    }

    /// The certificate must have one of these fingerprints too.
    pub fn pinned_to(mut self, pins: impl IntoIterator<Item = Fingerprint>) -> Self {
        self.fingerprints = pins.into_iter().collect();
        self
    }

    /// The connection must come from this network.
    pub const fn from(mut self, network: IpNet) -> Self {
        self.network = Some(network);
        self
    }

    /// The address that the connection comes from must be in the certificate's SubjectAltName.
    pub const fn from_own_address(mut self) -> Self {
        self.has_own_address = true;
        self
    }

    /// Whether a connection from this address may have such a certificate at all.
    #[must_use]
    pub fn admits(&self, address: IpAddr) -> bool {
        self.network.is_none_or(|network| network.contains(&address.to_canonical()))
    }

    /// Whether the certificate fulfils the rule, wherever the connection comes from.
    #[must_use]
    pub fn is_fulfilled_by(&self, certificate: &PeerCertificate) -> bool {
        let has_name = self.dns_name.as_ref().is_none_or(|name| certificate.has_dns_name(name));
        let has_address =
            self.ip_address.is_none_or(|address| certificate.ip_addresses.contains(&address.to_canonical()));
        let has_realm = self.nai_realm.as_ref().is_none_or(|realm| certificate.has_nai_realm(realm));
        let has_issuer = self.issuer.as_ref().is_none_or(|issuer| *issuer == certificate.issuer);
        let is_pinned = self.fingerprints.is_empty() || self.fingerprints.contains(&certificate.fingerprint);
        let has_policy = self.policy.as_ref().is_none_or(|policy| certificate.policies.contains(policy));
        has_name && has_address && has_realm && has_issuer && has_policy && is_pinned
    }

    /// Whether the certificate of a connection from this address fulfils the rule.
    #[must_use]
    pub fn matches(&self, certificate: &PeerCertificate, address: IpAddr) -> bool {
        let address = address.to_canonical();
        let is_its_own = !self.has_own_address || certificate.ip_addresses.contains(&address);
        self.admits(address) && is_its_own && self.is_fulfilled_by(certificate)
    }
}

/// Who may connect, as it stands at the moment.
#[cfg_attr(not(feature = "server"), allow(dead_code))]
pub(crate) trait Rules: std::fmt::Debug + Send + Sync {
    /// Whether this is true of any rule.
    fn any(&self, fits: &mut dyn FnMut(&CertificateRule) -> bool) -> bool;
}

#[cfg(test)]
impl Rules for CertificateRule {
    fn any(&self, fits: &mut dyn FnMut(&CertificateRule) -> bool) -> bool {
        fits(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::radsec::fixture::certificate;

    #[test]
    fn every_condition_must_hold_and_the_common_name_is_none_p131() {
        let client = certificate("client");
        let here: IpAddr = "::ffff:127.0.0.1".parse().unwrap();
        let elsewhere: IpAddr = "192.0.2.1".parse().unwrap();
        let named = || CertificateRule::dns_name("client.example");
        let pin = certificate("server").fingerprint;
        for (rule, is_right) in [
            (CertificateRule::any(), true),
            (named(), true),
            (CertificateRule::dns_name("RADIUS client"), false),
            (named().issued_by("CN=Test CA"), true),
            (named().issued_by("CN=Another test CA"), false),
            (CertificateRule::ip_address("127.0.0.1".parse().unwrap()), true),
            (CertificateRule::ip_address(elsewhere), false),
            (CertificateRule::nai_realm("radius.example"), false),
            (CertificateRule::fingerprints([pin]), false),
            (CertificateRule::fingerprints([pin, client.fingerprint]), true),
            (named().pinned_to([pin]), false),
            (named().from("127.0.0.0/8".parse().unwrap()), true),
            (named().from("192.0.2.0/24".parse().unwrap()), false),
            (named().from_own_address(), true),
        ] {
            assert_eq!(rule.matches(&client, here), is_right, "{rule:?}");
        }
        let of_policy = |policy: &str| CertificateRule::any().under_policy(policy);
        assert!(of_policy("1.3.6.1.4.1.32473.1").matches(&certificate("nai-realm"), here));
        assert!(!of_policy("1.3.6.1.4.1.32473.2").matches(&certificate("nai-realm"), here));
        assert!(!of_policy("1.3.6.1.4.1.32473.1").matches(&client, here));
        assert!(!named().from_own_address().matches(&client, elsewhere));
    }
}
