//! A P-256 key that rcgen can sign with: graviola makes it, which needs no C compiler.

use graviola::hashing::Sha256;
use graviola::signing::ecdsa::{P256, SigningKey};
use rcgen::{PKCS_ECDSA_P256_SHA256, PublicKeyData, SignatureAlgorithm};

use crate::Failure;

/// Octets of an uncompressed point at the end of a SubjectPublicKeyInfo (SEC 1 §2.3.3).
const POINT_OCTETS: usize = 65;

pub(crate) struct Key {
    private: SigningKey<P256>,
    public: Vec<u8>,
}

impl Key {
    pub(crate) fn generate() -> Result<Self, Failure> {
        let private = SigningKey::<P256>::generate().map_err(|error| format!("no key: {error:?}"))?;
        let mut buffer = [0; 256];
        let info = private.to_spki_der(&mut buffer).map_err(|error| format!("no public key: {error:?}"))?;
        let public = info.last_chunk::<POINT_OCTETS>().ok_or("the public key is too short")?.to_vec();
        Ok(Self { private, public })
    }

    /// The private key as PKCS #8.
    pub(crate) fn pkcs8(&self) -> Result<Vec<u8>, Failure> {
        let mut buffer = [0; 256];
        let der = self.private.to_pkcs8_der(&mut buffer).map_err(|error| format!("no key: {error:?}"))?;
        Ok(der.to_vec())
    }
}

impl PublicKeyData for Key {
    fn der_bytes(&self) -> &[u8] {
        &self.public
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        &PKCS_ECDSA_P256_SHA256
    }
}

impl rcgen::SigningKey for Key {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, rcgen::Error> {
        let mut buffer = [0; 128];
        let signature = self.private.sign_asn1::<Sha256>(&[message], &mut buffer);
        signature.map(<[u8]>::to_vec).map_err(|_| rcgen::Error::RemoteKeyError)
    }
}
