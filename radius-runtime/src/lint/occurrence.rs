//! The tables of occurrence, applied to a packet.

use std::collections::BTreeMap;

use crate::attribute::{VENDOR_SPECIFIC, VendorWalk, split_vendor};
use crate::dictionary::VendorFormat;
use crate::packet::{Code, Packet};

use super::Lint;
use super::table::{ADSL_FORUM, MICROSOFT, ROWS, WITH_DIGEST, WITH_EAP, reference};

/// An attribute: its number, its name, and for each kind of exchange the RFC and how often it may stand in its packets.
pub(super) type Row = (u16, &'static str, [(u16, &'static str); 5]);

/// The Private Enterprise Numbers of the vendors that have a table.
pub(super) const MICROSOFT_PEN: u32 = 311;
pub(super) const ADSL_FORUM_PEN: u32 = 3561;

const EAP_MESSAGE: u32 = 79;
/// Digest-Response to Digest-HA1 (RFC 5090 §3).
const DIGEST: std::ops::RangeInclusive<u32> = 103..=121;
/// The extended attributes (RFC 6929 §2).
const EXTENDED: std::ops::RangeInclusive<u8> = 241..=246;

/// How often each attribute stands in a packet.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) code: Code,
    /// By vendor, 0 for the packet itself, and number; an extended attribute is its type and its extended type.
    counts: BTreeMap<(u32, u32), usize>,
}

impl Found {
    pub(super) fn of(packet: &Packet) -> Self {
        let mut counts = BTreeMap::new();
        let mut count = |vendor, number| *counts.entry((vendor, number)).or_default() += 1;
        for raw in packet {
            count(0, raw.number.into());
            match (raw.value.first(), split_vendor(raw.value)) {
                (Some(&inside), _) if EXTENDED.contains(&raw.number) => {
                    count(0, u16::from_be_bytes([raw.number, inside]).into());
                }
                (_, Some((vendor, data))) if raw.number == VENDOR_SPECIFIC && vendor != 0 => {
                    VendorWalk::new(data, VendorFormat::RFC)
                        .flatten()
                        .for_each(|inside| count(vendor, inside.number));
                }
                _ => {}
            }
        }
        Self { code: packet.code(), counts }
    }

    /// How often an attribute is there.
    pub(super) fn count(&self, vendor: u32, number: u32) -> usize {
        self.counts.get(&(vendor, number)).copied().unwrap_or(0)
    }

    /// Whether an attribute of the packet itself is there.
    pub(super) fn has(&self, number: u32) -> bool {
        self.count(0, number) > 0
    }
}

/// The kind of exchange and the place of this code in it.
pub(super) const fn column(code: Code) -> Option<(usize, usize)> {
    Some(match code {
        Code::ACCESS_REQUEST => (0, 0),
        Code::ACCESS_ACCEPT => (0, 1),
        Code::ACCESS_REJECT => (0, 2),
        Code::ACCESS_CHALLENGE => (0, 3),
        Code::ACCOUNTING_REQUEST => (1, 0),
        Code::ACCOUNTING_RESPONSE => (1, 1),
        Code::COA_REQUEST => (2, 0),
        Code::COA_ACK => (2, 1),
        Code::COA_NAK => (2, 2),
        Code::DISCONNECT_REQUEST => (3, 0),
        Code::DISCONNECT_ACK => (3, 1),
        Code::DISCONNECT_NAK => (3, 2),
        Code::STATUS_SERVER => (4, 0),
        _ => return None,
    })
}

/// What the tables say otherwise.
pub(super) fn check(found: &Found) -> impl Iterator<Item = Lint> + use<> {
    let mut lints = Vec::new();
    let mut apply = |vendor, rows: &[Row]| {
        lints.extend(rows.iter().filter_map(|row| apply_row(row, found, vendor)));
    };
    apply(0, ROWS);
    if found.has(EAP_MESSAGE) {
        apply(0, WITH_EAP);
    }
    if DIGEST.into_iter().any(|number| found.has(number)) {
        apply(0, WITH_DIGEST);
    }
    if found.has(VENDOR_SPECIFIC.into()) {
        apply(MICROSOFT_PEN, MICROSOFT);
        apply(ADSL_FORUM_PEN, ADSL_FORUM);
    }
    lints.into_iter()
}

fn apply_row(&(number, attribute, kinds): &Row, found: &Found, vendor: u32) -> Option<Lint> {
    let code = found.code;
    let (kind, place) = column(code)?;
    let (rfc, cells) = *kinds.get(kind)?;
    let count = found.count(vendor, number.into());
    let reference = reference(rfc);
    match (cells.as_bytes().get(place)?, count) {
        (b'0', 1..) => Some(Lint::NotAllowed { attribute, code, reference }),
        (b'?' | b'1', 2..) => Some(Lint::Repeated { attribute, count, code, reference }),
        (b'1' | b'+', 0) => Some(Lint::Missing { attribute, code, reference }),
        _ => None,
    }
}
