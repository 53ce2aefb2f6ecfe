//! The realm of a user or of an operator.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// The octets of the longest domain name in text, without the root (RFC 1035 §3.1).
const MAX_OCTETS: usize = 253;

/// A realm (RFC 7542 §2.2): a domain name with at least two labels, in Unicode as certificates hold it, and in the A-labels
/// of IDNA that the DNS knows. Both are in lower case.
///
/// ```
/// # #[cfg(feature = "discovery")] {
/// use radius_runtime::proto::discovery::Realm;
///
/// let realm = Realm::of_user_name("foobar@Tu-München.example")?;
/// assert_eq!(realm.as_str(), "tu-münchen.example");
/// assert_eq!(realm.domain(), "xn--tu-mnchen-t9a.example");
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Realm {
    unicode: String,
    domain: String,
}

/// The text names no realm that could be looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("there is no realm in it: a domain name with at least two labels")]
pub struct InvalidRealm;

impl Realm {
    /// The realm with this name, in Unicode or in A-labels.
    ///
    /// # Errors
    /// It is no domain name, or has a single label (RFC 7542 §2.2).
    pub fn new(name: &str) -> Result<Self, InvalidRealm> {
        if name.len() > MAX_OCTETS || !name.contains('.') || name.ends_with('.') {
            return Err(InvalidRealm);
        }
        let domain = idna::domain_to_ascii_strict(name).map_err(|_| InvalidRealm)?;
        let (unicode, valid) = idna::domain_to_unicode(&domain);
        let is_usable = valid.is_ok() && domain.contains('.') && domain.len() <= MAX_OCTETS;
        if is_usable { Ok(Self { unicode, domain }) } else { Err(InvalidRealm) }
    }

    /// The realm in a User-Name: what stands behind the last `@` (RFC 7585 §3.4.3).
    ///
    /// # Errors
    /// There is no realm, or one that is no domain name.
    pub fn of_user_name(name: &str) -> Result<Self, InvalidRealm> {
        let (_, realm) = name.rsplit_once('@').ok_or(InvalidRealm)?;
        Self::new(realm)
    }

    /// The realm in an Operator-Name, to which dynamic authorization goes: that of the namespace `1` (RFC 5580 §4.1).
    ///
    /// # Errors
    /// It is of another namespace, or no domain name.
    pub fn of_operator_name(name: &str) -> Result<Self, InvalidRealm> {
        Self::new(name.strip_prefix('1').ok_or(InvalidRealm)?)
    }

    /// The realm in Unicode.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.unicode
    }

    /// The realm as the DNS knows it.
    #[must_use]
    pub fn domain(&self) -> &str {
        &self.domain
    }
}

impl FromStr for Realm {
    type Err = InvalidRealm;

    fn from_str(name: &str) -> Result<Self, InvalidRealm> {
        Self::new(name)
    }
}

impl fmt::Display for Realm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.unicode)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_realm_stands_behind_the_last_at_sign_p139() {
        for (name, domain) in [
            ("alice@example.org", "example.org"),
            ("@example.org", "example.org"),
            ("bob@home@Visited.Example", "visited.example"),
            ("eng%example.net@example.org", "example.org"),
            ("foobar@tu-m\u{fc}nchen.example", "xn--tu-mnchen-t9a.example"),
            ("foobar@XN--TU-MNCHEN-T9A.example", "xn--tu-mnchen-t9a.example"),
            // The same name, with the diaeresis as a character of its own.
            ("foobar@tu-mu\u{308}nchen.example", "xn--tu-mnchen-t9a.example"),
        ] {
            assert_eq!(Realm::of_user_name(name).unwrap().domain(), domain, "{name}");
        }
    }

    #[test]
    fn what_is_no_realm_is_never_looked_up_p139() {
        let label = "a".repeat(64);
        let long = "ab.".repeat(100) + "example";
        for name in [
            "alice",
            "alice@",
            "alice@org",
            "alice@example..org",
            "alice@.example.org",
            "alice@example.org.",
            "alice@ex ample.org",
            "alice@example.org/x",
            "alice@-a.example",
            "alice@a_b.example",
            "alice@*.example",
            "alice@exa\0mple.org",
            "alice@xn--.example",
            &format!("alice@{label}.example"),
            &format!("alice@{long}"),
        ] {
            assert_eq!(Realm::of_user_name(name), Err(InvalidRealm), "{name:?}");
        }
    }

    #[test]
    fn an_operator_is_a_realm_in_the_namespace_1_p139() {
        assert_eq!(Realm::of_operator_name("1example.org").unwrap().as_str(), "example.org");
        for name in ["", "1", "0TADIG", "2244-33", "example.org"] {
            assert_eq!(Realm::of_operator_name(name), Err(InvalidRealm), "{name:?}");
        }
    }
}
