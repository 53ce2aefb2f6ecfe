//! The test certificates.

use std::path::PathBuf;

use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::pem::PemObject;

use super::{Identity, PeerCertificate, Trust};

pub(crate) fn path(file: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../certs").join(file)
}

pub(crate) fn der(name: &str) -> CertificateDer<'static> {
    CertificateDer::from_pem_file(path(&format!("{name}.pem"))).unwrap()
}

pub(crate) fn certificate(name: &str) -> PeerCertificate {
    PeerCertificate::from_der(&der(name)).unwrap()
}

pub(crate) fn identity(name: &str) -> Identity {
    Identity::from_pem_files(path(&format!("{name}.pem")), path(&format!("{name}.key"))).unwrap()
}

pub(crate) fn trust() -> Trust {
    Trust::from_pem_file(path("ca.pem")).unwrap()
}
