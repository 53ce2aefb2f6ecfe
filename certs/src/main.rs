//! Makes the certificates of the tests and examples anew. What each is for stands in the README beside them.

mod key;

use std::error::Error;
use std::fs;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::path::{Path, PathBuf};

use rcgen::string::Ia5String;
use rcgen::{
    BasicConstraints, CertificateParams, CertificateRevocationListParams, CustomExtension, DistinguishedName,
    DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyIdMethod, KeyUsagePurpose, OtherNameValue,
    RevocationReason, RevokedCertParams, SanType, SerialNumber,
};
use time::OffsetDateTime;
use time::macros::datetime;

use key::Key;

type Failure = Box<dyn Error>;

/// "No well-defined expiration date" (RFC 5280 §4.1.2.5).
const NO_END: OffsetDateTime = datetime!(9999-12-31 23:59:59 UTC);
const LONG_AGO: OffsetDateTime = datetime!(2020-01-01 00:00:00 UTC);
const NEXT_DAY: OffsetDateTime = datetime!(2020-01-02 00:00:00 UTC);

/// id-on-naiRealm (RFC 7585 §2.2).
const NAI_REALM: [u64; 9] = [1, 3, 6, 1, 5, 5, 7, 8, 8];

/// id-ce-certificatePolicies (RFC 5280 §4.2.1.4).
const POLICIES: [u64; 4] = [2, 5, 29, 32];

/// A list of one policy without qualifiers: 1.3.6.1.4.1.32473.1, from what is set aside for examples (RFC 5612).
const EXAMPLE_POLICY: [u8; 15] = [0x30, 13, 0x30, 11, 0x06, 9, 0x2b, 6, 1, 4, 1, 0x81, 0xfd, 0x59, 1];

const REVOKED_SERIAL: u64 = 8;

fn main() -> Result<(), Failure> {
    let ca = Authority::new("Test CA", 1, "ca")?;
    let other = Authority::new("Another test CA", 2, "other-ca")?;

    let loopback = || {
        [
            SanType::IpAddress(IpAddr::V4(Ipv4Addr::LOCALHOST)),
            SanType::IpAddress(IpAddr::V6(Ipv6Addr::LOCALHOST)),
        ]
    };
    let named = |name: &str| -> Result<SanType, Failure> { Ok(SanType::DnsName(Ia5String::try_from(name)?)) };
    let realm =
        |name: &str| SanType::OtherName((NAI_REALM.to_vec(), OtherNameValue::Utf8String(name.into())));

    let server = [&[named("localhost")?][..], &loopback()].concat();
    let client = [&[named("client.example")?][..], &loopback()].concat();
    ca.issue("server", 3, "RADIUS server", server, NO_END, Vec::new())?;
    ca.issue("client", 4, "RADIUS client", client.clone(), NO_END, Vec::new())?;
    other.issue("other-client", 5, "RADIUS client", client.clone(), NO_END, Vec::new())?;
    ca.issue("expired-client", 6, "expired client", client.clone(), NEXT_DAY, Vec::new())?;
    ca.issue("wrong-name", 7, "localhost", vec![named("elsewhere.example")?], NO_END, Vec::new())?;
    ca.issue("revoked-client", REVOKED_SERIAL, "revoked client", client, NO_END, Vec::new())?;
    let realms = vec![realm("radius.example"), realm("*.roaming.example")];
    let policy = CustomExtension::from_oid_content(&POLICIES, EXAMPLE_POLICY.to_vec());
    ca.issue("nai-realm", 9, "server of a realm", realms, NO_END, vec![policy])?;
    ca.revoke(REVOKED_SERIAL)
}

/// What signs certificates.
struct Authority {
    issuer: Issuer<'static, Key>,
}

impl Authority {
    fn new(name: &str, serial: u64, file: &str) -> Result<Self, Failure> {
        let key = Key::generate()?;
        let mut params = params(name, serial, NO_END);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        write(file, "pem", &params.self_signed(&key)?.pem())?;
        write(file, "key", &pem("PRIVATE KEY", &key.pkcs8()?))?;
        Ok(Self { issuer: Issuer::new(params, key) })
    }

    fn issue(
        &self,
        file: &str,
        serial: u64,
        name: &str,
        names: Vec<SanType>,
        end: OffsetDateTime,
        extensions: Vec<CustomExtension>,
    ) -> Result<(), Failure> {
        let key = Key::generate()?;
        let mut params = params(name, serial, end);
        params.subject_alt_names = names;
        params.custom_extensions = extensions;
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages =
            vec![ExtendedKeyUsagePurpose::ServerAuth, ExtendedKeyUsagePurpose::ClientAuth];
        params.use_authority_key_identifier_extension = true;
        write(file, "pem", &params.signed_by(&key, &self.issuer)?.pem())?;
        write(file, "key", &pem("PRIVATE KEY", &key.pkcs8()?))
    }

    /// The revocation list, with this certificate on it.
    fn revoke(&self, serial: u64) -> Result<(), Failure> {
        let revoked = RevokedCertParams {
            serial_number: SerialNumber::from(serial),
            revocation_time: NEXT_DAY,
            reason_code: Some(RevocationReason::KeyCompromise),
            invalidity_date: None,
        };
        let list = CertificateRevocationListParams {
            this_update: LONG_AGO,
            next_update: NO_END,
            crl_number: SerialNumber::from(1_u64),
            issuing_distribution_point: None,
            revoked_certs: vec![revoked],
            key_identifier_method: key_identifier(1),
        };
        write("ca", "crl", &list.signed_by(&self.issuer)?.pem()?)
    }
}

fn params(name: &str, serial: u64, end: OffsetDateTime) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    params.serial_number = Some(SerialNumber::from(serial));
    params.key_identifier_method = key_identifier(serial);
    params.not_before = LONG_AGO;
    params.not_after = end;
    params
}

/// Any octets that differ from key to key are a key identifier (RFC 5280 §4.2.1.2).
fn key_identifier(serial: u64) -> KeyIdMethod {
    KeyIdMethod::PreSpecified(serial.to_be_bytes().to_vec())
}

fn folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn write(file: &str, extension: &str, text: &str) -> Result<(), Failure> {
    let path: PathBuf = folder().join(file).with_extension(extension);
    fs::write(&path, text.replace("\r\n", "\n"))
        .map_err(|error| format!("{}: {error}", path.display()).into())
}

/// PEM with lines of 64 characters (RFC 7468 §2).
fn pem(label: &str, der: &[u8]) -> String {
    pem::encode(&pem::Pem::new(label, der))
}
