//! The rules that concern several attributes, or their values.

use crate::packet::{Code, Packet};

use super::Lint;
use super::occurrence::{Found, MICROSOFT_PEN};

const SERVICE_TYPE: u8 = 6;
const AUTHORIZE_ONLY: u32 = 17;
const STATE: u32 = 24;
const CHAP_PASSWORD: u8 = 3;
const CHAP_PASSWORD_OCTETS: usize = 17;
const ACCT_INTERIM_INTERVAL: u8 = 85;
const MIN_INTERIM_SECONDS: u32 = 60;
const ERROR_CAUSE: u8 = 101;

/// What proves who the user is, one kind a request: by vendor, number and name.
const CREDENTIALS: [(u32, u32, &str); 7] = [
    (0, 2, "User-Password"),
    (0, 3, "CHAP-Password"),
    (0, 70, "ARAP-Password"),
    (0, 79, "EAP-Message"),
    (0, 103, "Digest-Response"),
    (MICROSOFT_PEN, 1, "MS-CHAP-Response"),
    (MICROSOFT_PEN, 25, "MS-CHAP2-Response"),
];
/// Digest-Method: a request for a nonce proves nothing yet (RFC 5090 §2.1.1).
const DIGEST_METHOD: u32 = 108;

/// NAS-IP-Address, NAS-Identifier, NAS-IPv6-Address.
const NAS_IDENTIFICATION: [u32; 3] = [4, 32, 95];

/// The attributes that say which session is meant (RFC 5176 §3).
const SESSION_IDENTIFICATION: [u32; 12] = [1, 5, 8, 26, 30, 31, 44, 50, 87, 89, 96, 97];

/// What the rules say otherwise.
pub(super) fn check(packet: &Packet, found: &Found) -> impl Iterator<Item = Lint> + use<> {
    let code = packet.code();
    let mut lints = Vec::new();
    match code {
        Code::ACCESS_REQUEST => check_credentials(found, &mut lints),
        Code::COA_REQUEST if !found.has(STATE) && number(packet, SERVICE_TYPE) == Some(AUTHORIZE_ONLY) => {
            lints.push(Lint::AuthorizeOnlyWithoutState);
        }
        _ => {}
    }
    let lacks = |numbers: &[u32]| !numbers.iter().any(|&number| found.has(number));
    if matches!(code, Code::ACCESS_REQUEST | Code::ACCOUNTING_REQUEST) && lacks(&NAS_IDENTIFICATION) {
        lints.push(Lint::NoNasIdentification { code });
    }
    if matches!(code, Code::COA_REQUEST | Code::DISCONNECT_REQUEST) && lacks(&SESSION_IDENTIFICATION) {
        lints.push(Lint::NoSessionIdentification { code });
    }
    for raw in packet {
        let number = raw.value.try_into().map(u32::from_be_bytes);
        lints.extend(match (raw.number, number) {
            (CHAP_PASSWORD, _) if raw.value.len() != CHAP_PASSWORD_OCTETS => {
                Some(Lint::ChapPasswordLength { octets: raw.value.len() })
            }
            (ACCT_INTERIM_INTERVAL, Ok(seconds)) if seconds < MIN_INTERIM_SECONDS => {
                Some(Lint::InterimInterval { seconds })
            }
            (ERROR_CAUSE, Ok(cause)) if !may_give(code, cause) => Some(Lint::ErrorCause { cause, code }),
            _ => None,
        });
    }
    lints.into_iter()
}

fn check_credentials(found: &Found, lints: &mut Vec<Lint>) {
    let given = |&&(vendor, number, _): &&(u32, u32, &str)| found.count(vendor, number) > 0;
    let mut given = CREDENTIALS.iter().filter(given).map(|&(_, _, name)| name);
    match given.next() {
        Some(first) => {
            lints.extend(given.map(|second| Lint::ConflictingCredentials { first, second }));
        }
        None if !found.has(STATE) && !found.has(DIGEST_METHOD) => lints.push(Lint::NoCredentials),
        None => {}
    }
}

/// The value of an integer attribute.
fn number(packet: &Packet, number: u8) -> Option<u32> {
    let raw = packet.iter().find(|raw| raw.number == number)?;
    raw.value.try_into().map(u32::from_be_bytes).ok()
}

/// Whether a packet of this code may give this cause (RFC 5176 §3.5).
const fn may_give(code: Code, cause: u32) -> bool {
    match code {
        Code::COA_ACK => matches!(cause, 203..=299),
        Code::DISCONNECT_ACK => matches!(cause, 201 | 203..=299),
        Code::COA_NAK => matches!(cause, 400..=503 | 505..=599),
        Code::DISCONNECT_NAK => matches!(cause, 400..=599),
        // Elsewhere the tables of occurrence decide.
        _ => true,
    }
}
