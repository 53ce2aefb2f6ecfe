//! RADIUS over TLS: RadSec (RFC 6614 and its revision radiusdtls-bis) and RADIUS/1.1 (RFC 9765).
//!
//! Both ends show a certificate, always. A server is known by a name in its SubjectAltName, a client by a
//! [`CertificateRule`]; the common name never counts. TLS is 1.3, or 1.2 where that is allowed; there is no 0-RTT. Which
//! version of RADIUS is spoken is [negotiated](crate::proto::RadiusVersions) and is nothing that an application notices:
//! one [`Packet`](crate::Packet) goes over any connection.
//!
//! A [`ServerTls`] or [`ClientTls`] can be given new certificates, authorities and revocation lists while connections are
//! up, which stay up.
//!
//! # Who is turned away
//!
//! A client that is not let in gets the alert that says why: that of its fault where its certificate is not vouched for (unknown_ca,
//! certificate_expired, certificate_revoked, certificate_required and others); access_denied where it is, but no rule allows it, or
//! not from its address (radiusdtls-bis §3.4). One that no rule could allow from its address gets no octet of TLS. Where a session is
//! resumed no certificate is shown, and TLS has no alert left: if its client is not allowed any more, the connection is closed.
//!
//! # Threads
//!
//! Each connection of a server is one task in the runtime that calls [`serve`](crate::server::Server::serve): its threads
//! share the connections, and one connection never keeps more than one of them busy. A handler that answers without waiting
//! runs in that task.
//!
//! # What is not there
//!
//! * Pre-shared keys in TLS (RFC 9813): rustls has none from outside. Certificates of an authority of one's own do the same;
//!   where a peer can do nothing else, a program such as stunnel in front of the server can take its connections.
//! * DTLS (RFC 7360): rustls does not speak it. Peers that have both speak TLS too; the others are behind radsecproxy, which
//!   speaks both.
//!
//! # Cryptography
//!
//! * Feature `radsec`: [graviola](https://crates.io/crates/graviola), which needs no C compiler, but Rust 1.89 and an
//!   x86-64 processor with AES, AVX2, ADX, BMI2 and PCLMULQDQ, or a 64-bit ARM with AES, SHA2 and PMULL. Where these lack,
//!   building a configuration gives [`TlsError::Processor`].
//! * Features `ring`, `aws-lc-rs`: those libraries, which need a C compiler. Where one is enabled it is used.
//! * Feature `tls`: none; give one by `crypto_provider`, or install one as rustls's default, which always goes first.

/// The settings that the builders of both ends have in common.
macro_rules! common_settings {
    ($others:literal) => {
        /// The versions of RADIUS to speak. The default is [`RadiusVersions::Both`].
        pub const fn radius_versions(mut self, versions: RadiusVersions) -> Self {
            self.versions = versions;
            self
        }

        #[doc = concat!("Whether TLS 1.2 may be used too, for ", $others, " that have no 1.3. The default is no.")]
        /// RADIUS/1.1 always needs 1.3.
        pub const fn allow_tls_1_2(mut self, allowed: bool) -> Self {
            self.allows_tls_1_2 = allowed;
            self
        }

        /// The cryptography to use, in place of what is compiled in.
        pub fn crypto_provider(mut self, provider: Arc<CryptoProvider>) -> Self {
            self.provider = Some(provider);
            self
        }
    };
}

mod certificate;
#[cfg(feature = "client")]
mod client;
mod credentials;
mod error;
#[cfg(test)]
pub(crate) mod fixture;
mod provider;
mod rule;
#[cfg(feature = "server")]
mod server;
#[cfg(all(test, feature = "client", feature = "server"))]
mod tests;
mod verifier;

pub use certificate::{Fingerprint, PeerCertificate};
#[cfg(feature = "client")]
pub use client::{ClientTls, ClientTlsBuilder};
pub use credentials::{Identity, Trust};
pub use error::TlsError;
pub use rule::CertificateRule;
#[cfg(feature = "server")]
pub use server::{ServerTls, ServerTlsBuilder};

#[cfg(feature = "client")]
pub(crate) use client::Connected;
#[cfg(feature = "server")]
pub(crate) use rule::Rules;
#[cfg(feature = "server")]
pub(crate) use server::{Accepted, Acceptor, HandshakeError, Reloads};

pub use tokio_rustls::rustls;

use rustls::SupportedProtocolVersion;
use rustls::pki_types::CertificateDer;
use rustls::version::{TLS12, TLS13};

static TLS_1_3: &[&SupportedProtocolVersion] = &[&TLS13];
static TLS_1_3_AND_1_2: &[&SupportedProtocolVersion] = &[&TLS13, &TLS12];

/// The versions of TLS. RADIUS/1.1 needs 1.3 (RFC 9765 §3.4).
const fn tls_versions(allows_tls_1_2: bool) -> &'static [&'static SupportedProtocolVersion] {
    if allows_tls_1_2 { TLS_1_3_AND_1_2 } else { TLS_1_3 }
}

/// What the other end showed. rustls has verified it, or had before, where a session is resumed.
fn peer_certificate(chain: Option<&[CertificateDer<'_>]>) -> Option<PeerCertificate> {
    chain.and_then(<[_]>::first).and_then(|own| PeerCertificate::from_der(own).ok())
}
