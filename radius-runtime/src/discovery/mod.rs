//! Servers found by realm in the DNS, for clients over TLS (RFC 7585): what roaming needs, where nobody can list the servers of
//! all realms.
//!
//! ```no_run
//! use radius_runtime::discovery::{Discovery, Realm};
//! use radius_runtime::proto::Service;
//! use radius_runtime::radsec::{Identity, Trust};
//! # use radius_runtime::Packet;
//!
//! # async fn example(request: Packet) -> Result<(), Box<dyn std::error::Error>> {
//! let identity = Identity::from_pem_files("proxy.pem", "proxy.key")?;
//! let discovery = Discovery::builder(identity, Trust::from_pem_file("federation.pem")?)
//!     .private_tag("x-eduroam:radius.tls")                 // besides those of the RFC
//!     .own_address("192.0.2.1:2083".parse()?)              // so that requests do not go round
//!     .build()?;
//!
//! let realm = Realm::of_user_name("alice@example.org")?;
//! let client = discovery.client(&realm, Service::Authentication).await?;
//! let reply = client.send(request).await?;
//! # Ok(())
//! # }
//! ```
//!
//! NAPTR records come first, `_radiustls._tcp` at the realm where there are none that fit. What the DNS says is believed as far as
//! to connect: a server must show a certificate of the trusted authorities with the user's realm as an NAIRealm in it (RFC 7585
//! §2.2), which is checked with or without DNSSEC. Servers for RADIUS over DTLS are passed over.

mod client;
mod dns;
mod error;
mod resolver;
mod servers;
#[cfg(all(test, feature = "server"))]
mod tests;

pub use crate::proto::discovery::{
    Answer, InvalidRealm, Naptr, Question, Realm, Record, RecordKind, Settings, Srv,
};
pub use client::{Discovery, DiscoveryBuilder};
pub use dns::Dns;
pub use error::DiscoveryError;
pub use resolver::Resolver;
pub use servers::Servers;
