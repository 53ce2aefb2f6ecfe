//! Where requests go, by the realm of their user or operator, and where those may come from that go the other way.

use std::borrow::Cow;
use std::collections::HashMap;
use std::iter;

use thiserror::Error;
use unicode_normalization::UnicodeNormalization;

use crate::packet::Packet;

use super::Nai;
use super::nai::is_domain;

const USER_NAME: u8 = 1;
const CHARGEABLE_USER_IDENTITY: u8 = 89;
const OPERATOR_NAME: u8 = 126;

/// The octets of the longest realm: those of the longest domain name without the root (RFC 1035 §3.1).
const MAX_OCTETS: usize = 253;

/// What a proxy does with each realm (RFC 7542 §3): for logins a `T` for the home servers, for dynamic authorization one for
/// the networks of operators.
///
/// A realm's own route comes before one to all realms below a name, and of several of these the longest name comes first. Realms
/// are compared in lower case and in Unicode's form NFC (RFC 7542 §2.6); in A-labels, such as `xn--mnchen-3ya.example`, a realm
/// is another one, which needs a route of its own. A look-up takes as many hashes as the realm has labels, however many
/// routes there are.
///
/// The realm of a name is what stands behind its last `@`. Nothing in front of that is interpreted, not the way in
/// `example.net!alice@example.org` either (RFC 7542 §3.3.1), and the name is sent on as it came.
///
/// ```
/// use radius_runtime::proto::Routes;
///
/// let routes = Routes::new()
///     .realm("example.org", "home one")?
///     .realm("*.example.org", "home two")?
///     .without_realm("the users of this network")
///     .default_route("the federation");
/// for (name, to) in [
///     ("alice@Example.ORG", "home one"),
///     ("alice@staff.example.org", "home two"),
///     ("alice", "the users of this network"),
///     ("alice@example.net", "the federation"),
/// ] {
///     assert_eq!(routes.of_user_name(name), Some(&to));
/// }
/// # Ok::<(), radius_runtime::proto::routing::InvalidRoute>(())
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Routes<T> {
    realms: HashMap<String, Route<T>>,
    without_realm: Option<T>,
    default_route: Option<T>,
}

#[derive(Clone, Debug)]
struct Route<T> {
    /// Of the realm itself.
    own: Option<T>,
    /// Of all realms below it.
    below: Option<T>,
}

/// A name that is neither a realm nor `*.` and a realm.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{0}` is no realm: labels of letters, digits and hyphens between dots, or `*.` in front of these")]
pub struct InvalidRoute(String);

impl<T> Routes<T> {
    /// No routes.
    pub fn new() -> Self {
        Self { realms: HashMap::new(), without_realm: None, default_route: None }
    }

    /// The route of a realm, `example.org`, or of all realms below it, `*.example.org`, of which it is none itself. It takes the
    /// place of what there was. A single label will do, though Network Access Identifiers have no such realms.
    ///
    /// # Errors
    /// There can be no such realm.
    pub fn realm(mut self, name: &str, to: T) -> Result<Self, InvalidRoute> {
        let above = name.strip_prefix("*.");
        let realm = above.unwrap_or(name);
        if !is_realm(realm) {
            return Err(InvalidRoute(name.to_owned()));
        }
        let route = self.realms.entry(comparable(realm).into_owned());
        let route = route.or_insert(Route { own: None, below: None });
        *(if above.is_some() { &mut route.below } else { &mut route.own }) = Some(to);
        Ok(self)
    }

    /// The route of names without `@`, and of requests without a name.
    pub fn without_realm(self, to: T) -> Self {
        Self { without_realm: Some(to), ..self }
    }

    /// The route of all that has no other, also of realms that can be none.
    pub fn default_route(self, to: T) -> Self {
        Self { default_route: Some(to), ..self }
    }

    /// Where requests for a realm go.
    #[must_use]
    pub fn of_realm(&self, realm: &str) -> Option<&T> {
        self.find(realm).or(self.default_route.as_ref())
    }

    /// Where a user with this User-Name is known.
    #[must_use]
    pub fn of_user_name(&self, name: &str) -> Option<&T> {
        self.of_name(name.as_bytes())
    }

    /// Where dynamic authorization for an operator with this Operator-Name goes (RFC 8559 §3.2). Only names of the namespace `1`
    /// hold a realm (RFC 5580 §4.1); the others have no route, the default one included.
    #[must_use]
    pub fn of_operator_name(&self, name: &str) -> Option<&T> {
        self.of_realm(name.strip_prefix('1')?)
    }

    /// Where an Access-Request or Accounting-Request goes, by its User-Name.
    #[must_use]
    pub fn of_login(&self, request: &Packet) -> Option<&T> {
        match request.iter().find(|raw| raw.number == USER_NAME) {
            Some(raw) => self.of_name(raw.value),
            None => self.of_nobody(),
        }
    }

    /// Where a CoA-Request or Disconnect-Request goes, by its Operator-Name (RFC 8559 §3.2). One without a route is to be refused
    /// with Error-Cause [Request Not Routable](crate::packet::ErrorCause::REQUEST_NOT_ROUTABLE).
    #[must_use]
    pub fn of_operator(&self, request: &Packet) -> Option<&T> {
        let raw = request.iter().find(|raw| raw.number == OPERATOR_NAME)?;
        self.of_operator_name(str::from_utf8(raw.value).ok()?)
    }

    /// Whether a CoA-Request or Disconnect-Request comes from where the logins of its user go: the reverse-path check of
    /// proxies (RFC 5176 §6.1). If it does not, it is to be silently discarded, as
    /// [`UnauthorizedSource`](super::DiscardReason::UnauthorizedSource); a handler answers `Answer::unauthorized()`.
    ///
    /// The user is who User-Name and Chargeable-User-Identity name, and where there are both, or several, each must lead back to
    /// the sender. The latter counts only if it is a [Network Access Identifier](Nai) with a realm, as otherwise it
    /// says nothing to others than the home server (RFC 4372 §2.2). Where nothing names a user, the sender must be where
    /// requests without a name go: a home server that others than those come to has to name the user.
    ///
    /// The closure says whether the request came from one of the servers that a route leads to: by their addresses, or over TLS by
    /// the certificate. Of requests that come down a connection to a server, the name of their entry tells it as well: the module
    /// `reverse_coa` has a proxy that does so.
    ///
    /// ```
    /// # use radius_runtime::Attribute;
    /// # use radius_runtime::codegen::{DataType, Definition, Flags, Parent};
    /// # const USER_NAME: Attribute<str> =
    /// #     Attribute::new(Definition::new("User-Name", Parent::Packet, 1, DataType::String, Flags::NONE));
    /// use std::net::IpAddr;
    ///
    /// use radius_runtime::Packet;
    /// use radius_runtime::proto::Routes;
    ///
    /// let (one, two): (IpAddr, IpAddr) = ("192.0.2.1".parse()?, "192.0.2.2".parse()?);
    /// let homes = Routes::new().realm("example.org", vec![one])?.realm("example.net", vec![two])?;
    /// let request = Packet::disconnect_request().with(USER_NAME, "alice@example.org");
    /// assert!(homes.leads_back(&request, |home| home.contains(&one)));
    /// assert!(!homes.leads_back(&request, |home| home.contains(&two)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn leads_back(&self, request: &Packet, mut is_sender: impl FnMut(&T) -> bool) -> bool {
        let mut routes = request.iter().filter_map(|raw| match raw.number {
            USER_NAME => Some(self.of_name(raw.value)),
            CHARGEABLE_USER_IDENTITY => Some(self.of_realm(realm_of_identity(raw.value)?)),
            _ => None,
        });
        let first = routes.next().unwrap_or_else(|| self.of_nobody());
        iter::once(first).chain(routes).all(|route| route.is_some_and(&mut is_sender))
    }

    fn of_name(&self, name: &[u8]) -> Option<&T> {
        let Some(at) = name.iter().rposition(|&octet| octet == b'@') else { return self.of_nobody() };
        // The user need not be in UTF-8; a realm in anything else is none.
        let realm = name.get(at + 1..).and_then(|realm| str::from_utf8(realm).ok());
        self.of_realm(realm.unwrap_or_default())
    }

    fn of_nobody(&self) -> Option<&T> {
        self.without_realm.as_ref().or(self.default_route.as_ref())
    }

    fn find(&self, realm: &str) -> Option<&T> {
        if !is_realm(realm) {
            return None;
        }
        let realm = comparable(realm);
        if let Some(own) = self.realms.get(&*realm).and_then(|route| route.own.as_ref()) {
            return Some(own);
        }
        let mut labels = realm.split_once('.');
        iter::from_fn(|| {
            let (_, above) = labels?;
            labels = above.split_once('.');
            Some(above)
        })
        .find_map(|above| self.realms.get(above)?.below.as_ref())
    }
}

impl<T> Default for Routes<T> {
    fn default() -> Self {
        Self::new()
    }
}

fn is_realm(text: &str) -> bool {
    text.len() <= MAX_OCTETS && is_domain(text)
}

/// A realm as it is compared: in lower case, and in one form of those in which a character can be composed.
fn comparable(realm: &str) -> Cow<'_, str> {
    if !realm.is_ascii() {
        realm.chars().flat_map(char::to_lowercase).nfc().collect()
    } else if realm.bytes().any(|octet| octet.is_ascii_uppercase()) {
        realm.to_ascii_lowercase().into()
    } else {
        realm.into()
    }
}

/// The realm in a Chargeable-User-Identity that has one.
fn realm_of_identity(identity: &[u8]) -> Option<&str> {
    Nai::parse(str::from_utf8(identity).ok()?).ok()?.realm()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{CHARGEABLE_USER_IDENTITY, USER_NAME};

    fn routes() -> Routes<&'static str> {
        let realms = [
            ("example.org", "org"),
            ("*.example.org", "below org"),
            ("*.staff.example.org", "below staff"),
            ("*.net", "net"),
            ("corp", "corp"),
            ("M\u{fc}nchen.example", "munich"),
        ];
        realms.into_iter().fold(Routes::new(), |routes, (name, to)| routes.realm(name, to).unwrap())
    }

    #[test]
    fn a_realm_has_its_own_route_or_the_longest_of_those_above_it_p168() {
        let routes = routes();
        for (name, to) in [
            ("alice@example.org", Some("org")),
            ("alice@EXAMPLE.Org", Some("org")),
            ("@example.org", Some("org")),
            ("alice@home@example.org", Some("org")),
            ("example.net!alice@example.org", Some("org")),
            ("alice@a.example.org", Some("below org")),
            ("alice@b.a.example.org", Some("below org")),
            ("alice@staff.example.org", Some("below org")),
            ("alice@a.STAFF.example.org", Some("below staff")),
            ("alice@example.net", Some("net")),
            ("alice@corp", Some("corp")),
            ("alice@a.corp", None),
            ("alice@net", None),
            ("alice@org", None),
            ("alice@badexample.org", None),
            ("alice", None),
            // The same name, with the diaeresis as a character of its own and in capitals.
            ("alice@MU\u{308}NCHEN.example", Some("munich")),
            ("alice@munchen.example", None),
        ] {
            assert_eq!(routes.of_user_name(name), to.as_ref(), "{name}");
        }
    }

    #[test]
    fn what_has_no_route_of_its_own_goes_the_default_way_p168() {
        let without_default = routes().without_realm("local");
        let routes = without_default.clone().default_route("default");
        let long = "a.".repeat(250) + "example.org";
        for name in [
            "alice@",
            "alice@example.com",
            "alice@..example.org",
            "alice@-.example.org",
            "alice@x y.example.org",
            "alice@example.org ",
            "alice@example.org.",
            "alice@*.example.org",
            "alice@@example.org@",
            &format!("alice@{long}"),
        ] {
            assert_eq!(routes.of_user_name(name), Some(&"default"), "{name}");
            assert_eq!(without_default.of_user_name(name), None, "{name}");
        }
        for name in ["alice", "", "example.org", "CORP\\alice"] {
            assert_eq!(routes.of_user_name(name), Some(&"local"), "{name}");
        }
        assert_eq!(Routes::new().default_route(1).of_user_name("alice"), Some(&1));
        assert_eq!(Routes::<u8>::default().of_user_name("alice@example.org"), None);
    }

    #[test]
    fn a_request_goes_by_its_user_name_p168() {
        let routes = routes().without_realm("local").default_route("default");
        let request = |name: &[u8]| {
            let mut request = Packet::accounting_request();
            request.push_raw(1, name).unwrap();
            request
        };
        assert_eq!(routes.of_login(&request(b"alice@example.org")), Some(&"org"));
        assert_eq!(routes.of_login(&request(b"\xe9lise@example.org")), Some(&"org"), "in another encoding");
        assert_eq!(routes.of_login(&request(b"alice@\xe9xample.org")), Some(&"default"));
        assert_eq!(routes.of_login(&request(b"\xe9lise")), Some(&"local"));
        assert_eq!(routes.of_login(&Packet::access_request()), Some(&"local"));
    }

    #[test]
    fn a_route_to_what_is_no_realm_is_an_error_p168() {
        for name in
            ["", "*", "*.", ".example.org", "example.org.", "a..b", "*.*.b", "a.*.b", "@a.b", "a_b.c", "-a.b"]
        {
            assert_eq!(Routes::new().realm(name, ()).unwrap_err(), InvalidRoute(name.to_owned()));
        }
        assert!(Routes::new().realm(&"a".repeat(254), ()).is_err());
        let twice = Routes::new().realm("a.b", 1).unwrap().realm("A.B", 2).unwrap();
        assert_eq!(twice.of_realm("a.b"), Some(&2));
    }

    #[test]
    fn dynamic_authorization_goes_where_the_operator_is_p100() {
        let routes = routes().default_route("default");
        for (name, to) in [
            ("1example.org", Some("org")),
            ("1a.Example.org", Some("below org")),
            ("1example.com", Some("default")),
            ("0example.org", None),
            ("2example.org", None),
            ("example.org", None),
            ("", None),
        ] {
            assert_eq!(routes.of_operator_name(name), to.as_ref(), "{name}");
            let mut request = Packet::coa_request().with(USER_NAME, "alice@example.net");
            request.push_raw(126, name.as_bytes()).unwrap();
            assert_eq!(routes.of_operator(&request), to.as_ref(), "{name}");
        }
        let mut request = Packet::coa_request();
        assert_eq!(routes.of_operator(&request), None, "there is no operator");
        request.push_raw(126, b"1\xff.example.org").unwrap();
        assert_eq!(routes.of_operator(&request), None);
    }

    #[test]
    fn a_request_to_change_a_session_comes_from_where_its_user_s_logins_go_p92() {
        let routes = routes().without_realm("local");
        let both = |name: &str, identity: &[u8]| {
            Packet::coa_request().with(USER_NAME, name).with(CHARGEABLE_USER_IDENTITY, identity)
        };
        let named = |name| Packet::disconnect_request().with(USER_NAME, name);
        let charged = |identity: &[u8]| Packet::coa_request().with(CHARGEABLE_USER_IDENTITY, identity);
        for (request, sender) in [
            (named("alice@example.org"), Some("org")),
            (named("alice"), Some("local")),
            (named("alice@example.com"), None),
            (named("alice@example.org").with(USER_NAME, "alice@corp"), None),
            (charged(b"4711@example.org"), Some("org")),
            (charged(b"4711@example.com"), None),
            // Nobody but the home server can read these.
            (charged(b"4711"), Some("local")),
            (charged(b"\xff@example.org"), Some("local")),
            (charged(b"\0"), Some("local")),
            (both("alice@example.org", b"4711@example.org"), Some("org")),
            (both("alice@example.org", b"4711"), Some("org")),
            (both("alice@example.org", b"4711@\0"), Some("org")),
            (both("alice@example.org", b"4711@a.example.net"), None),
            (both("alice", b"4711@example.org"), None),
            (both("alice@example.com", b"4711@example.org"), None),
            (Packet::disconnect_request(), Some("local")),
        ] {
            for known in ["org", "below org", "net", "corp", "munich", "local"] {
                let leads_back = routes.leads_back(&request, |&to| to == known);
                assert_eq!(leads_back, sender == Some(known), "{known}: {request:?}");
            }
        }
        // Both users' realms may lead to one server.
        let of_two = |&to: &_| ["org", "net"].contains(&to);
        assert!(routes.leads_back(&both("alice@example.org", b"4711@a.example.net"), of_two));
        assert!(
            !Routes::<()>::new().leads_back(&Packet::coa_request(), |()| true),
            "there is no route at all"
        );
        let default = Routes::new().default_route(1);
        assert!(default.leads_back(&Packet::coa_request(), |&to| to == 1));
    }
}
