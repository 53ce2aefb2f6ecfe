//! Checking the other end's certificate while TLS shakes hands.

use std::net::IpAddr;
use std::sync::Arc;

use tokio_rustls::rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use tokio_rustls::rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use tokio_rustls::rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use tokio_rustls::rustls::{
    CertificateError, DigitallySignedStruct, DistinguishedName, Error, OtherError, SignatureScheme,
};
use webpki::{EndEntityCert, ExpirationPolicy, KeyUsage, RevocationOptionsBuilder};

use super::rule::Rules;
use super::{Fingerprint, PeerCertificate, Trust};

tokio::task_local! {
    /// Where the connection comes from whose handshake is polled. rustls does not tell it, and a configuration for each
    /// connection would cost as much as the rest of the handshake's own work.
    pub(super) static PEER_ADDRESS: IpAddr;
}

/// Who the other end must be.
#[derive(Clone, Debug)]
#[cfg_attr(not(all(feature = "client", feature = "server")), allow(dead_code))]
pub(super) enum Expected {
    /// A client that one of these rules is for, and not whoever shows this certificate, which is the server's own.
    Client { rules: Arc<dyn Rules>, not: Option<Fingerprint> },
    /// The server with this name, or, if there are pins, with one of these certificates.
    Server { name: ExpectedName, pins: Vec<Fingerprint> },
}

/// The name that a server's certificate must have in SubjectAltName.
#[derive(Clone, Debug)]
#[cfg_attr(not(feature = "client"), allow(dead_code))]
pub(super) enum ExpectedName {
    Host(ServerName<'static>),
    /// An NAI realm (RFC 7585 §2.2), which plain TLS libraries do not know.
    Realm(String),
}

/// One verifier for both ends: chain, dates and revocation by webpki, names by SubjectAltName, never by common name.
#[derive(Debug)]
pub(super) struct Verifier {
    trust: Trust,
    expected: Expected,
    provider: Arc<CryptoProvider>,
    hints: Vec<DistinguishedName>,
}

impl Verifier {
    pub(super) fn new(trust: Trust, expected: Expected, provider: Arc<CryptoProvider>) -> Self {
        let hints = trust.anchors.subjects();
        Self { trust, expected, provider, hints }
    }

    /// Checks the chain up to a trusted authority, then who it is.
    pub(super) fn check(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<(), Error> {
        let usage = match self.expected {
            Expected::Client { .. } => KeyUsage::client_auth(),
            Expected::Server { .. } => KeyUsage::server_auth(),
        };
        let certificate = EndEntityCert::try_from(end_entity).map_err(refusal)?;
        let lists: Vec<_> = self.trust.revoked.iter().map(AsRef::as_ref).collect();
        let revocation = RevocationOptionsBuilder::new(&lists).ok();
        let revocation =
            revocation.map(|options| options.with_expiration_policy(ExpirationPolicy::Enforce).build());
        let algorithms = self.provider.signature_verification_algorithms.all;
        let anchors = &self.trust.anchors.roots;
        certificate
            .verify_for_usage(algorithms, anchors, intermediates, now, usage, revocation, None)
            .map_err(refusal)?;
        let read =
            || PeerCertificate::from_der(end_entity).map_err(|_| Error::from(CertificateError::BadEncoding));
        let is_expected = match &self.expected {
            Expected::Client { rules, not } => {
                let read = read()?;
                // When the connection is up, its address has been checked.
                let address = PEER_ADDRESS.try_with(|&address| address).ok();
                *not != Some(read.fingerprint)
                    && rules.any(&mut |rule| match address {
                        Some(address) => rule.matches(&read, address),
                        None => rule.is_fulfilled_by(&read),
                    })
            }
            Expected::Server { name, pins } => {
                match name {
                    ExpectedName::Host(name) => {
                        certificate.verify_is_valid_for_subject_name(name).map_err(refusal)?;
                    }
                    ExpectedName::Realm(realm) if read()?.has_nai_realm(realm) => {}
                    ExpectedName::Realm(_) => return Err(CertificateError::NotValidForName.into()),
                }
                pins.is_empty() || pins.contains(&Fingerprint::of(end_entity))
            }
        };
        // It becomes the alert access_denied (radiusdtls-bis §3.4).
        if is_expected { Ok(()) } else { Err(CertificateError::ApplicationVerificationFailure.into()) }
    }

    fn schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

/// What rustls makes the right alert of.
fn refusal(error: webpki::Error) -> Error {
    let error = match error {
        webpki::Error::BadDer | webpki::Error::BadDerTime => CertificateError::BadEncoding,
        webpki::Error::CertExpired { .. } => CertificateError::Expired,
        webpki::Error::CertNotValidYet { .. } => CertificateError::NotValidYet,
        webpki::Error::CertNotValidForName(_) => CertificateError::NotValidForName,
        webpki::Error::CertRevoked => CertificateError::Revoked,
        webpki::Error::CrlExpired { .. } => CertificateError::ExpiredRevocationList,
        webpki::Error::UnknownRevocationStatus => CertificateError::UnknownRevocationStatus,
        webpki::Error::UnknownIssuer => CertificateError::UnknownIssuer,
        webpki::Error::InvalidSignatureForPublicKey => CertificateError::BadSignature,
        webpki::Error::RequiredEkuNotFoundContext(_) => CertificateError::InvalidPurpose,
        error => CertificateError::Other(OtherError(Arc::new(error))),
    };
    error.into()
}

macro_rules! signatures {
    () => {
        fn verify_tls12_signature(
            &self,
            message: &[u8],
            certificate: &CertificateDer<'_>,
            signature: &DigitallySignedStruct,
        ) -> Result<HandshakeSignatureValid, Error> {
            let algorithms = &self.provider.signature_verification_algorithms;
            verify_tls12_signature(message, certificate, signature, algorithms)
        }

        fn verify_tls13_signature(
            &self,
            message: &[u8],
            certificate: &CertificateDer<'_>,
            signature: &DigitallySignedStruct,
        ) -> Result<HandshakeSignatureValid, Error> {
            let algorithms = &self.provider.signature_verification_algorithms;
            verify_tls13_signature(message, certificate, signature, algorithms)
        }

        fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
            self.schemes()
        }
    };
}

impl ClientCertVerifier for Verifier {
    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &self.hints
    }

    fn verify_client_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        self.check(end_entity, intermediates, now).map(|()| ClientCertVerified::assertion())
    }

    signatures!();
}

impl ServerCertVerifier for Verifier {
    /// The name asked for is that of the configuration, which may be a realm.
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        self.check(end_entity, intermediates, now).map(|()| ServerCertVerified::assertion())
    }

    signatures!();
}
