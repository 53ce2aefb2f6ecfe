//! Why there is no server for a realm.

use std::io;
use std::sync::Arc;

use thiserror::Error;

use crate::proto::discovery::NotFound;
use crate::radsec::TlsError;

/// Why there is no server for a realm.
#[derive(Clone, Debug, Error)]
#[non_exhaustive]
pub enum DiscoveryError {
    /// The DNS names no server of the realm for what is asked of it.
    #[error("the DNS names no server of this realm")]
    NotFound,
    /// The realm's servers speak RADIUS over DTLS only.
    #[error("this realm's servers speak RADIUS over DTLS only")]
    OnlyDtls,
    /// The DNS gave no answer in time, or none that can be used.
    #[error("the DNS gave no answer")]
    Dns,
    /// The DNS says that the realm's server is this one: sending the request on would send it round.
    #[error("the server of this realm is this one")]
    Loop,
    /// There are servers, but none can be reached, or none has the realm in its certificate.
    #[error("no server of this realm can be connected to")]
    Unreachable(#[source] Arc<io::Error>),
    /// It failed a while ago, for a reason that was logged then, and it is too early to try again.
    #[error("discovery failed for this realm a while ago, and is not due again")]
    NotDue,
    /// So many realms are asked for that this one has to wait.
    #[error("too many realms are being looked for")]
    Busy,
    /// The system's resolver cannot be used.
    #[error("the system's DNS resolver cannot be used")]
    Resolver(#[source] Arc<io::Error>),
    /// The TLS configuration cannot be used.
    #[error("the TLS configuration cannot be used")]
    Tls(#[source] Arc<TlsError>),
}

impl From<NotFound> for DiscoveryError {
    fn from(why: NotFound) -> Self {
        match why {
            NotFound::Absent => Self::NotFound,
            NotFound::OnlyDtls => Self::OnlyDtls,
            NotFound::Dns => Self::Dns,
            NotFound::Loop => Self::Loop,
        }
    }
}

impl From<TlsError> for DiscoveryError {
    fn from(error: TlsError) -> Self {
        Self::Tls(Arc::new(error))
    }
}
