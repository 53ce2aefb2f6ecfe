//! What a client has to know of each of its servers.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use crate::crypto::Secret;
use crate::proto::Watchdog;

use super::connection::Transport;

/// A server that a [`Client`](super::Client) sends requests to: its address and what was agreed with its operator.
///
/// ```
/// use radius_runtime::client::ServerEntry;
/// use radius_runtime::Secret;
/// use std::time::Duration;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let server = ServerEntry::new("192.0.2.1:1812".parse()?, Secret::new("shared with this server")?)
///     .weight(3)
///     .status_server(Duration::from_secs(30));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct ServerEntry {
    pub(super) address: SocketAddr,
    pub(super) secret: Secret,
    pub(super) require_message_authenticator: bool,
    pub(super) weight: u32,
    pub(super) source: Option<IpAddr>,
    pub(super) status_server: Option<Duration>,
    pub(super) rest: Duration,
    pub(super) transport: Transport,
    /// Whether it may send requests down the connections to it.
    pub(super) reverse_coa: bool,
}

impl ServerEntry {
    /// A server on a UDP port, with the secret shared with it.
    pub const fn new(address: SocketAddr, secret: Secret) -> Self {
        Self {
            address,
            secret,
            require_message_authenticator: true,
            weight: 1,
            source: None,
            status_server: None,
            rest: Watchdog::DEFAULT_INTERVAL,
            transport: Transport::Udp,
            reverse_coa: false,
        }
    }

    /// Whether replies to Access-Requests must carry a Message-Authenticator (CVE-2024-3596). The default is yes;
    /// servers that do not send it are exposed to forged replies.
    pub const fn require_message_authenticator(mut self, required: bool) -> Self {
        self.require_message_authenticator = required;
        self
    }

    /// Its share of the requests beside the other servers' weights, with
    /// [`Sharing::Balance`](crate::proto::Sharing::Balance). The default is 1, which is also the least.
    pub const fn weight(mut self, weight: u32) -> Self {
        self.weight = weight;
        self
    }

    /// The local address to send from: servers know their clients by it. The default is the system's choice.
    pub const fn source(mut self, address: IpAddr) -> Self {
        self.source = Some(address);
        self
    }

    /// Asks the server with Status-Server (RFC 5997) whenever nothing came from it for this time, Tw of RFC 3539 §3.4.1,
    /// at least 6 seconds; RFC 3539 advises 30. A server that does not answer gets no requests while others do, until it
    /// has answered three times again.
    ///
    /// The default is not to ask, as not every server knows Status-Server. A server that leaves a request unanswered then
    /// [rests](Self::rest).
    pub const fn status_server(mut self, interval: Duration) -> Self {
        self.status_server = Some(interval);
        self
    }

    /// Never asks the server with Status-Server, also where that is the default: over TLS.
    pub const fn no_status_server(mut self) -> Self {
        self.status_server = None;
        self
    }

    /// How long a server that is not asked with [`status_server`](Self::status_server) gets no requests, while others do,
    /// after it left one unanswered. One request tries it then. The default is 30 seconds.
    pub const fn rest(mut self, time: Duration) -> Self {
        self.rest = time;
        self
    }
}
