//! The clients a server knows, by the address their requests come from (RFC 2865 §3).

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use foldhash::fast::RandomState;
use ipnet::IpNet;

use crate::attribute::MESSAGE_AUTHENTICATOR;
use crate::crypto::Secret;
use crate::packet::{Code, Profile, Received, RequestPolicy};
use crate::proto::Statistics;
use crate::proto::burst::Burst;
#[cfg(feature = "tls")]
use crate::radsec::{CertificateRule, PeerCertificate};

const EAP_MESSAGE: u8 = 79;

/// One client, or a network of clients that share a secret.
#[derive(Debug)]
#[must_use]
pub struct ClientEntry {
    name: Option<String>,
    secret: Secret,
    /// Made from the secret once.
    profile: Profile,
    policy: RequestPolicy,
    signing: Signing,
    explanations: Explanations,
    counting: Counting,
    #[cfg(feature = "tls")]
    reverse_coa: bool,
    max_in_flight: usize,
    in_flight: AtomicUsize,
}

/// Whether it is to be found out that a client signs.
#[derive(Debug, Default)]
struct Signing {
    is_awaited: bool,
    was_seen: AtomicBool,
}

/// Whether a client is told that its requests lack the Message-Authenticator, and when it was.
#[derive(Debug, Default)]
struct Explanations {
    are_wanted: bool,
    given: Burst,
}

/// Where a client's requests are counted, beside the server's own counters.
#[derive(Clone)]
enum Counting {
    Own(Arc<Statistics>),
    Shared(Arc<Statistics>),
}

impl fmt::Debug for Counting {
    /// Where, but not what: that would hide all else about a client.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Own(_) => "Own",
            Self::Shared(_) => "Shared",
        })
    }
}

impl Clone for ClientEntry {
    /// The settings. A clone is another client, with no request in flight and nothing counted, of which nothing is known yet.
    fn clone(&self) -> Self {
        let Self {
            name,
            secret,
            profile,
            policy,
            signing,
            explanations,
            counting,
            #[cfg(feature = "tls")]
            reverse_coa,
            max_in_flight,
            in_flight: _,
        } = self;
        Self {
            name: name.clone(),
            secret: secret.clone(),
            profile: profile.clone(),
            policy: *policy,
            signing: Signing { is_awaited: signing.is_awaited, ..Signing::default() },
            explanations: Explanations { are_wanted: explanations.are_wanted, ..Explanations::default() },
            counting: match counting {
                Counting::Own(_) => Counting::Own(Arc::default()),
                shared @ Counting::Shared(_) => shared.clone(),
            },
            #[cfg(feature = "tls")]
            reverse_coa: *reverse_coa,
            max_in_flight: *max_in_flight,
            in_flight: AtomicUsize::new(0),
        }
    }
}

impl ClientEntry {
    /// A client with this secret. Its Access-Requests must carry a Message-Authenticator.
    pub fn new(secret: Secret) -> Self {
        Self {
            name: None,
            profile: Profile::udp(secret.clone()),
            secret,
            policy: RequestPolicy::default(),
            signing: Signing::default(),
            explanations: Explanations::default(),
            counting: Counting::Own(Arc::default()),
            #[cfg(feature = "tls")]
            reverse_coa: false,
            max_in_flight: usize::MAX,
            in_flight: AtomicUsize::new(0),
        }
    }

    /// A client over TLS, where a certificate takes the place of the secret.
    #[cfg(feature = "tls")]
    pub fn over_tls() -> Self {
        Self::new(Secret::radsec())
    }

    /// A name for logs and for the handler.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Whether its Access-Requests must carry a Message-Authenticator. Only equipment that cannot send one is to be
    /// excused: without it, requests and replies can be forged (CVE-2024-3596). One that then has neither it nor a
    /// password or another credential is dropped all the same (RFC 3579 §3.3), and counted as
    /// [`DiscardReason::NoCredentials`](super::DiscardReason::NoCredentials).
    pub const fn require_message_authenticator(mut self, required: bool) -> Self {
        self.policy.require_message_authenticator = required;
        self.signing.is_awaited = false;
        self
    }

    /// Its Access-Requests must carry a Message-Authenticator from the first one on that does, for as long as the server
    /// runs. It is for finding out who can sign, not for good: until then the client is excused.
    ///
    /// Requests with EAP-Message show nothing, for those are always signed. Unlike FreeRADIUS's `auto`, a first request
    /// without it settles nothing: anybody can send one in the client's name. For a network of clients, the first that
    /// signs decides. A client that is [looked up](super::ClientSource) again is excused again.
    pub const fn require_message_authenticator_once_seen(mut self) -> Self {
        self.policy.require_message_authenticator = false;
        self.signing.is_awaited = true;
        self
    }

    /// Whether an Access-Request that comes without Message-Authenticator may not carry Proxy-State either. Only a proxy
    /// that cannot sign is to be excused: this is what stops the known attack on the others.
    pub const fn limit_proxy_state(mut self, limited: bool) -> Self {
        self.policy.limit_proxy_state = limited;
        self
    }

    /// Whether its Access-Requests that are dropped for want of a Message-Authenticator are answered by an Access-Reject with
    /// Error-Cause Missing-Message-Authenticator (510), one a second at most, so that its operator finds out why nobody can
    /// log in. They are dropped and counted all the same. The default is no: whoever forges the client's address gets the
    /// client an answer that it did not ask for.
    pub const fn explain_missing_message_authenticator(mut self, explained: bool) -> Self {
        self.explanations.are_wanted = explained;
        self
    }

    /// Counts its requests here, with those of any other entry that counts here, instead of in counters of its own. What a
    /// [`ClientSource`](super::ClientSource) finds is counted together unless it says otherwise by this.
    pub fn count_in(mut self, statistics: Arc<Statistics>) -> Self {
        self.counting = Counting::Shared(statistics);
        self
    }

    /// How many of its requests may be with the handler at a time, so that it cannot take the whole server for itself;
    /// more are dropped and counted as [`DiscardReason::ClientOverload`](super::DiscardReason::ClientOverload). The clients
    /// of one network share the limit. By default there is none but the server's.
    pub const fn max_in_flight(mut self, requests: usize) -> Self {
        self.max_in_flight = requests;
        self
    }

    /// Whether CoA-Requests and Disconnect-Requests may be sent to the client down the connections over TLS that it opened
    /// (draft-ietf-radext-reverse-coa): see [`ReverseCoa`](crate::reverse_coa::ReverseCoa). Both ends have to agree on it; the
    /// default is no.
    #[cfg(all(feature = "tls", feature = "client"))]
    pub const fn reverse_coa(mut self, takes: bool) -> Self {
        self.reverse_coa = takes;
        self
    }

    #[cfg(feature = "tls")]
    pub(crate) const fn takes_reverse_coa(&self) -> bool {
        self.reverse_coa
    }

    /// The name, if it was given one.
    #[must_use]
    pub fn label(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// What was received from it, sent to it and dropped: see [`ClientsHandle::statistics`](super::ClientsHandle::statistics).
    #[must_use]
    pub const fn statistics(&self) -> &Arc<Statistics> {
        match &self.counting {
            Counting::Own(statistics) | Counting::Shared(statistics) => statistics,
        }
    }

    /// Counts here, unless it was told where to count.
    pub(super) fn or_count_in(self, statistics: &Arc<Statistics>) -> Self {
        match self.counting {
            Counting::Own(_) => self.count_in(Arc::clone(statistics)),
            Counting::Shared(_) => self,
        }
    }

    /// Whether to tell it now that a request lacks the Message-Authenticator.
    pub(super) fn is_to_be_told(&self, now: Duration) -> bool {
        self.explanations.are_wanted && self.explanations.given.lets_through(now)
    }

    pub(super) const fn secret(&self) -> &Secret {
        &self.secret
    }

    pub(super) const fn profile(&self) -> &Profile {
        &self.profile
    }

    pub(super) fn policy(&self) -> RequestPolicy {
        let mut policy = self.policy;
        policy.require_message_authenticator |= self.signing.was_seen.load(Ordering::Relaxed);
        policy
    }

    /// Learns from a request that was verified.
    pub(super) fn observe(&self, request: &Received<'_>) {
        let Signing { is_awaited, was_seen } = &self.signing;
        if !is_awaited || request.code() != Code::ACCESS_REQUEST || was_seen.load(Ordering::Relaxed) {
            return;
        }
        let has = |number| request.attributes().any(|raw| raw.number == number);
        if has(MESSAGE_AUTHENTICATOR) && !has(EAP_MESSAGE) {
            was_seen.store(true, Ordering::Relaxed);
        }
    }

    pub(super) const fn in_flight(&self) -> &AtomicUsize {
        &self.in_flight
    }

    pub(super) fn has_room(&self) -> bool {
        self.in_flight.load(Ordering::Acquire) < self.max_in_flight
    }
}

/// What was counted for one entry of [`Clients`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ClientStatistics {
    /// The entry's name, or its network if it has none.
    pub client: String,
    /// The entry's network, or the number of its rule for certificates, such as `certificate 1`; empty for what was looked up.
    pub network: String,
    /// What was counted.
    pub statistics: Arc<Statistics>,
}

/// The clients by address and prefix. The longest prefix that holds an address is the one that counts.
///
/// ```
/// use radius_runtime::server::{ClientEntry, Clients};
/// use radius_runtime::Secret;
///
/// let clients = Clients::new()
///     .with("192.0.2.0/24".parse()?, ClientEntry::new(Secret::new("for the network")?))
///     .with("192.0.2.7/32".parse()?, ClientEntry::new(Secret::new("for one of them")?).name("gateway"));
/// assert_eq!(clients.find("192.0.2.7".parse()?).and_then(|entry| entry.label()), Some("gateway"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Clients {
    /// Those over TLS, in the order in which they are tried.
    #[cfg(feature = "tls")]
    by_certificate: Vec<(CertificateRule, Arc<ClientEntry>)>,
    /// By prefix length, so that a look-up tries each length once, the longest first.
    by_length: BTreeMap<u8, HashMap<IpNet, Arc<ClientEntry>, RandomState>>,
}

impl Clients {
    /// No clients: every request is discarded.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a client, or a network of clients. An entry for the same prefix is replaced.
    #[must_use]
    pub fn with(mut self, network: IpNet, entry: ClientEntry) -> Self {
        self.insert(network, entry);
        self
    }

    /// Adds a client over TLS, or all those whose certificates fulfil the rule. The first rule that a certificate fulfils
    /// is the one that counts; a client without one cannot connect. The entry's secret plays no part.
    ///
    /// ```
    /// use radius_runtime::radsec::CertificateRule;
    /// use radius_runtime::server::{ClientEntry, Clients};
    ///
    /// let clients = Clients::new()
    ///     .with_certificate(CertificateRule::dns_name("nas1.example"), ClientEntry::over_tls().name("nas1"));
    /// # let _ = clients;
    /// ```
    #[cfg(feature = "tls")]
    #[must_use]
    pub fn with_certificate(mut self, rule: CertificateRule, entry: ClientEntry) -> Self {
        self.insert_certificate(rule, entry);
        self
    }

    /// Adds a client over TLS, behind those that there are: see [`with_certificate`](Self::with_certificate).
    #[cfg(feature = "tls")]
    pub fn insert_certificate(&mut self, rule: CertificateRule, entry: ClientEntry) {
        self.by_certificate.push((rule, Arc::new(entry)));
    }

    /// Removes the clients with this rule, and gives back the first. Connections that are up are closed if no other rule is for
    /// them, unless [told otherwise](crate::radsec::ServerTlsBuilder::end_refused_connections).
    #[cfg(feature = "tls")]
    pub fn remove_certificate(&mut self, rule: &CertificateRule) -> Option<Arc<ClientEntry>> {
        let (removed, kept) =
            std::mem::take(&mut self.by_certificate).into_iter().partition(|(own, _)| own == rule);
        self.by_certificate = kept;
        let removed: Vec<_> = removed;
        removed.into_iter().next().map(|(_, entry)| entry)
    }

    /// The client with this certificate that connects from this address: the first whose rule is fulfilled.
    #[cfg(feature = "tls")]
    pub(super) fn find_certificate(
        &self,
        certificate: &PeerCertificate,
        address: IpAddr,
    ) -> Option<&Arc<ClientEntry>> {
        let mut clients = self.by_certificate.iter();
        clients.find_map(|(rule, entry)| rule.matches(certificate, address).then_some(entry))
    }

    #[cfg(feature = "tls")]
    pub(super) fn by_certificate(&self) -> impl Iterator<Item = &(CertificateRule, Arc<ClientEntry>)> {
        self.by_certificate.iter()
    }

    /// Adds a client, or a network of clients, and gives back the entry that it replaces.
    pub fn insert(&mut self, network: IpNet, entry: ClientEntry) -> Option<Arc<ClientEntry>> {
        self.by_length.entry(network.prefix_len()).or_default().insert(network.trunc(), Arc::new(entry))
    }

    /// Removes the entry of exactly this prefix, and gives it back.
    pub fn remove(&mut self, network: IpNet) -> Option<Arc<ClientEntry>> {
        let networks = self.by_length.get_mut(&network.prefix_len())?;
        let removed = networks.remove(&network.trunc());
        if networks.is_empty() {
            self.by_length.remove(&network.prefix_len());
        }
        removed
    }

    /// The client that an address belongs to. An IPv4 address mapped into IPv6 is that IPv4 address.
    #[must_use]
    pub fn find(&self, address: IpAddr) -> Option<&Arc<ClientEntry>> {
        let address = address.to_canonical();
        self.by_length
            .iter()
            .rev()
            .find_map(|(&length, networks)| networks.get(&IpNet::new(address, length).ok()?.trunc()))
    }

    /// What was counted for each entry.
    pub(super) fn statistics(&self) -> impl Iterator<Item = ClientStatistics> {
        let of = |network: String, entry: &ClientEntry| ClientStatistics {
            client: entry.label().unwrap_or(&network).to_owned(),
            statistics: Arc::clone(entry.statistics()),
            network,
        };
        #[cfg(feature = "tls")]
        let by_certificate = self.by_certificate.iter().enumerate();
        #[cfg(feature = "tls")]
        let by_certificate =
            by_certificate.map(move |(number, (_, entry))| of(format!("certificate {}", number + 1), entry));
        #[cfg(not(feature = "tls"))]
        let by_certificate = std::iter::empty();
        self.iter().map(move |(network, entry)| of(network.to_string(), entry)).chain(by_certificate)
    }

    /// Every client with its network.
    pub fn iter(&self) -> impl Iterator<Item = (&IpNet, &Arc<ClientEntry>)> {
        self.by_length.values().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clients(networks: &[&str]) -> Clients {
        networks.iter().fold(Clients::new(), |clients, network| {
            let entry = ClientEntry::new(Secret::new("secret").unwrap()).name(*network);
            clients.with(network.parse().unwrap(), entry)
        })
    }

    #[test]
    fn the_longest_prefix_counts_p17() {
        let clients = clients(&["0.0.0.0/0", "10.0.0.0/8", "10.1.0.0/16", "10.1.2.3/32", "2001:db8::/32"]);
        let name = |address: &str| {
            clients.find(address.parse().unwrap()).map(|entry| entry.label().unwrap().to_owned())
        };
        assert_eq!(name("10.1.2.3").as_deref(), Some("10.1.2.3/32"));
        assert_eq!(name("10.1.2.4").as_deref(), Some("10.1.0.0/16"));
        assert_eq!(name("10.2.0.1").as_deref(), Some("10.0.0.0/8"));
        assert_eq!(name("192.0.2.1").as_deref(), Some("0.0.0.0/0"));
        assert_eq!(name("::ffff:10.1.2.3").as_deref(), Some("10.1.2.3/32"));
        assert_eq!(name("2001:db8::1").as_deref(), Some("2001:db8::/32"));
        assert_eq!(name("2001:db9::1"), None);
    }

    #[test]
    fn a_removed_client_is_unknown_again() {
        let mut clients = clients(&["10.0.0.0/8", "10.1.2.3/32"]);
        let host = "10.1.2.3/32".parse().unwrap();
        assert!(clients.remove(host).is_some());
        assert!(clients.remove(host).is_none());
        let found = clients.find("10.1.2.3".parse().unwrap()).unwrap();
        assert_eq!(found.label(), Some("10.0.0.0/8"));
        assert_eq!(clients.iter().count(), 1);
    }

    #[test]
    fn a_network_may_be_written_with_host_bits() {
        let clients = clients(&["10.1.2.3/8"]);
        assert!(clients.find("10.9.9.9".parse().unwrap()).is_some());
    }

    #[test]
    fn debug_does_not_show_secrets() {
        assert!(!format!("{:?}", clients(&["10.0.0.0/8"])).contains("secret\""));
    }
}
