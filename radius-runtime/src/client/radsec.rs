//! RADIUS over TLS as one of the client's transports: the connection is made, then packets flow as on any stream.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
#[cfg(feature = "server")]
use std::time::Duration;

use tokio::io::BufWriter;
use tokio::time::{Instant, timeout};

use crate::crypto::Secret;
use crate::packet::Profile;
use crate::proto::{Backoff, RadiusVersion, Watchdog};
use crate::radsec::{self, ClientTls};
use crate::transport::tcp;

use super::connection::{Connect, Connected, Connecting, Transport};
use super::{Client, ClientBuilder, ServerEntry};

/// Tw where the server sends requests down the connection (draft-ietf-radext-reverse-coa §5).
#[cfg(feature = "server")]
const REVERSE_COA_INTERVAL: Duration = Duration::from_secs(15);

/// What makes connections to one server.
#[derive(Debug)]
struct Connector {
    address: SocketAddr,
    tls: ClientTls,
    pause: Mutex<Pause>,
}

/// The pause after a connection that could not be made.
#[derive(Debug, Default)]
struct Pause {
    backoff: Backoff,
    until: Option<Instant>,
}

impl Client {
    /// The settings of a client for the server at this address, over TLS, by custom port 2083: RadSec (RFC 6614) or
    /// RADIUS/1.1 (RFC 9765), as the TLS configuration says.
    ///
    /// Requests are sent as over UDP, but never twice over one connection. When a connection dies, those in flight move to
    /// another, and end with [`ClientError::Disconnected`](super::ClientError::Disconnected) where there is none.
    ///
    /// ```no_run
    /// use radius_runtime::client::Client;
    /// use radius_runtime::radsec::{ClientTls, Identity, Trust};
    ///
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// let identity = Identity::from_pem_files("client.pem", "client.key")?;
    /// let tls = ClientTls::for_host("radius.example", identity, Trust::from_pem_file("ca.pem")?)?.build()?;
    /// let client = Client::radsec("192.0.2.1:2083".parse()?, tls).build().await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// A client whose first server is over UDP takes others by [`ClientBuilder::radsec`].
    pub fn radsec(server: SocketAddr, tls: ClientTls) -> ClientBuilder {
        ClientBuilder::new(ServerEntry::radsec(server, tls))
    }
}

impl ClientBuilder {
    /// Adds a server over TLS behind those that there are, as [`server`](Self::server) does: see [`Client::radsec`].
    ///
    /// ```no_run
    /// # use radius_runtime::{Secret, client::Client, radsec::ClientTls};
    /// # async fn example(secret: Secret, tls: ClientTls) -> Result<(), Box<dyn std::error::Error>> {
    /// let client = Client::builder("192.0.2.1:1812".parse()?, secret)
    ///     .radsec("192.0.2.2:2083".parse()?, tls)
    ///     .build()
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn radsec(self, server: SocketAddr, tls: ClientTls) -> Self {
        self.server(ServerEntry::radsec(server, tls))
    }
}

impl ServerEntry {
    /// A server over TLS: see [`Client::radsec`]. Servers over TLS and over UDP may stand beside each other in one client.
    ///
    /// It is asked for life signs after 30 seconds of silence ([`status_server`](Self::status_server)), as each end of a stream
    /// has to know whether the other is there (RFC 6613 §2.6).
    pub fn radsec(address: SocketAddr, tls: ClientTls) -> Self {
        let connector = Connector { address, tls, pause: Mutex::default() };
        let transport = Transport::Stream(Arc::new(connector));
        Self { transport, ..Self::new(address, Secret::radsec()) }.status_server(Watchdog::DEFAULT_INTERVAL)
    }

    /// Whether the server may send CoA-Requests and Disconnect-Requests down the connections over TLS that the client opened
    /// (draft-ietf-radext-reverse-coa), as it has to with NASes behind NAT. Who serves them, says
    /// [`ServerBuilder::reverse_coa_from`](crate::server::ServerBuilder::reverse_coa_from); as long as nobody does, and by
    /// default, they are dropped and counted.
    ///
    /// A connection is then kept open and made again when it ends, and the server asked for life signs after 15 seconds of
    /// silence ([`status_server`](Self::status_server)), as it cannot reach the client otherwise. Over UDP it has no effect.
    #[cfg(feature = "server")]
    pub const fn reverse_coa(mut self, takes: bool) -> Self {
        self.reverse_coa = takes;
        if takes { self.status_server(REVERSE_COA_INTERVAL) } else { self }
    }
}

impl Connect for Connector {
    fn connect(&self, source: Option<IpAddr>) -> Connecting<'_> {
        Box::pin(async move {
            self.check_pause()?;
            let made = timeout(self.tls.connect_timeout(), self.shake_hands(source)).await;
            let made = made.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()));
            self.note(made.is_ok());
            made
        })
    }

    fn max_tokens(&self) -> usize {
        self.tls.max_tokens()
    }
}

impl Connector {
    async fn shake_hands(&self, source: Option<IpAddr>) -> io::Result<Connected> {
        // Records that are due together leave with one system call.
        let stream = BufWriter::new(tcp::connect(self.address, source).await?);
        let radsec::Connected { stream, version, certificate } =
            self.tls.connector().connect(stream, self.address.ip()).await?;
        let subject = certificate.as_ref().map(|certificate| &*certificate.subject);
        tracing::info!(server = %self.address, %version, subject, "connected");
        let profile = match version {
            RadiusVersion::V1_0 => Profile::radsec(),
            RadiusVersion::V1_1 => Profile::radius_1_1(),
        };
        let profile = profile.with_max_octets(self.tls.max_packet_octets());
        Ok(Connected { stream: Box::new(stream), profile, certificate: certificate.map(Arc::new) })
    }

    /// New requests do not make the client knock more often (radiusdtls-bis §3.9.1).
    fn check_pause(&self) -> io::Result<()> {
        let pause = self.pause.lock().unwrap_or_else(PoisonError::into_inner);
        match pause.until {
            Some(until) if until > Instant::now() => Err(io::Error::new(
                io::ErrorKind::NotConnected,
                "the last attempt to connect failed, and the next is not due yet",
            )),
            _ => Ok(()),
        }
    }

    fn note(&self, is_made: bool) {
        let mut pause = self.pause.lock().unwrap_or_else(PoisonError::into_inner);
        if is_made {
            pause.until = None;
            pause.backoff.succeeded();
        } else {
            pause.until = Instant::now().checked_add(pause.backoff.failed(fastrand::u32(..)));
        }
    }
}
