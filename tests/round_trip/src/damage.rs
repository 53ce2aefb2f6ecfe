//! What may happen to a container on its way: lengths that are too long or too short, values that are cut, other octets.

use radius_runtime::dictionary::{Definition, Parent};
use radius_runtime::packet::HEADER_OCTETS;

/// Message-Authenticator, which may stand before the attribute.
const MESSAGE_AUTHENTICATOR: u8 = 80;

/// A packet after the damage.
pub(crate) struct Damaged {
    pub(crate) octets: Vec<u8>,
    /// Whether the value cannot be what it was.
    pub(crate) is_broken: bool,
}

/// The first attribute's containers damaged, each octet of their headers by itself, and its value cut.
///
/// Of a hidden value, only the padding may be what is cut off.
pub(crate) fn damaged(
    octets: &[u8],
    outermost: &Definition<'_>,
    depth: usize,
    is_hidden: bool,
) -> Vec<Damaged> {
    let mut start = HEADER_OCTETS;
    if octets[start] == MESSAGE_AUTHENTICATOR {
        start += usize::from(octets[start + 1]);
    }
    let end = start + usize::from(octets[start + 1]);
    let (header, length) = header(outermost);
    let value = start + header + 2 * depth;
    let inner = (0..depth).map(|level| start + header + 2 * level + 1);
    let lengths: Vec<usize> = length.map(|at| start + at).into_iter().chain(inner).collect();
    let mut all = Vec::new();
    for at in start + 2..value.min(end) {
        let octet = octets[at];
        for other in [0, 1, octet.wrapping_sub(1), octet.wrapping_add(1), octet ^ 0x55, 255] {
            let mut octets = octets.to_vec();
            octets[at] = other;
            all.push(Damaged { octets, is_broken: other != octet && lengths.contains(&at) });
        }
    }
    let count = end - value.min(end);
    for cut in [1, count / 2, count].into_iter().filter(|cut| (1..=count).contains(cut)) {
        let mut octets = octets.to_vec();
        octets.drain(end - cut..end);
        octets[start + 1] -= u8::try_from(cut).unwrap_or(u8::MAX);
        let length = u16::try_from(octets.len()).unwrap_or(u16::MAX);
        octets[2..4].copy_from_slice(&length.to_be_bytes());
        all.push(Damaged { octets, is_broken: !is_hidden || cut == count });
    }
    all
}

/// Octets of the attribute in front of its value, and where in them the innermost length stands, if there is one beside the
/// attribute's own.
fn header(outermost: &Definition<'_>) -> (usize, Option<usize>) {
    match outermost.parent {
        Parent::Vendor(vendor) => {
            let format = vendor.format;
            let own = 6 + usize::from(format.type_octets) + usize::from(format.length_octets);
            let length = (format.length_octets > 0).then(|| own - 1);
            (own + usize::from(format.continuation), length)
        }
        Parent::Extended(outer) => (if outer >= 245 { 4 } else { 3 }, None),
        Parent::ExtendedVendor(outer, _) => (if outer >= 245 { 9 } else { 8 }, None),
        _ => (2, None),
    }
}
