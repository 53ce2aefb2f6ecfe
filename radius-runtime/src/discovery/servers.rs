//! What discovery finds.

use std::time::Duration;

use crate::client::ServerEntry;
use crate::proto::discovery::{Realm, Target};
use crate::radsec::{ClientTls, ClientTlsBuilder, Identity, TlsError, Trust};

/// The servers of a realm, ready for a [`Client`](crate::client::Client).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Servers {
    /// The servers, the one to ask first being the first. There is at least one.
    pub entries: Vec<ServerEntry>,
    /// How long they count: the Effective TTL (RFC 7585 §3.4.2).
    pub valid_for: Duration,
}

/// How servers are to be connected to.
pub(super) struct Connecting {
    pub(super) identity: Identity,
    pub(super) trust: Trust,
    pub(super) tls: Box<dyn Fn(ClientTlsBuilder) -> ClientTlsBuilder + Send + Sync>,
    pub(super) entry: Box<dyn Fn(ServerEntry) -> ServerEntry + Send + Sync>,
}

impl Connecting {
    /// Which server it is, is for its certificate to prove, by the realm: nothing from the DNS counts (RFC 7585 §2.2).
    pub(super) fn tls(&self, realm: &str) -> Result<ClientTls, TlsError> {
        let builder = ClientTls::for_realm(realm, self.identity.clone(), self.trust.clone());
        // Another server may be waiting behind one that is silent.
        (self.tls)(builder.connect_timeout(Duration::from_secs(3))).build()
    }

    pub(super) fn entries(&self, realm: &Realm, targets: &[Target]) -> Result<Vec<ServerEntry>, TlsError> {
        let entry = |target: &Target| {
            // One configuration each: what a server said of versions and sessions is its own.
            Ok((self.entry)(ServerEntry::radsec(target.address, self.tls(realm.as_str())?)))
        };
        targets.iter().map(entry).collect()
    }
}
