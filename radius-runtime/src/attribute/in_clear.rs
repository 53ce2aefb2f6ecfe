//! Attributes for a connection that hides nothing: RADIUS/1.1 (RFC 9765 §5.1).

use zeroize::Zeroizing;

use crate::crypto::SALT_OCTETS;
use crate::dictionary::Hiding;

use super::{AttributeList, Problem};

/// Octets in front of a part of a vendor's attribute that goes on in the next: type, length, vendor, and the vendor's
/// type, length and continuation.
const CONTINUED_HEADER_OCTETS: usize = 9;
const CONTINUED_LENGTH_AT: usize = 7;

impl AttributeList {
    /// The attributes with their values in clear as RADIUS/1.1 has them: no salt, no length in front, no padding
    /// (RFC 9765 §5.1.1, §5.1.3). What came hidden already stays as it is.
    ///
    /// # Errors
    /// A value is empty, which no attribute may be.
    pub(crate) fn octets_in_clear(&self) -> Result<Zeroizing<Vec<u8>>, Problem> {
        let mut octets = Zeroizing::new(self.octets().to_vec());
        // From the last to the first, so that the offsets in front stay right.
        for clear in self.clear_values().iter().rev() {
            if clear.value_length == 0 {
                return Err(Problem::Empty);
            }
            let in_front = if clear.hiding == Hiding::TunnelPassword { SALT_OCTETS + 1 } else { 0 };
            let value_end = clear.start + in_front + clear.value_length;
            octets.drain(value_end..clear.start + clear.length);
            octets.drain(clear.start..clear.start + in_front);
            let removed = u8::try_from(clear.length - clear.value_length).unwrap_or(u8::MAX);
            let outer = self.iter().find(|raw| raw.range().contains(&clear.start)).map(|raw| raw.offset + 1);
            let inner = clear.inner_lengths.iter().map(|distance| clear.start - distance);
            for length_at in inner.chain(outer) {
                if let Some(length) = octets.get_mut(length_at) {
                    *length = length.saturating_sub(removed);
                }
            }
            if let Some(length_at) = outer.filter(|_| clear.part_header > 0) {
                refill(&mut octets, length_at - 1, clear.part_header);
            }
        }
        Ok(octets)
    }
}

/// Makes the parts of a split attribute full again, from the one that starts here, all but the last.
fn refill(octets: &mut Vec<u8>, mut start: usize, header: usize) {
    let length = |octets: &[u8], start: usize| octets.get(start + 1).map_or(0, |&length| usize::from(length));
    let more_at = header - 1;
    loop {
        let (own, next) = (length(octets, start), start + length(octets, start));
        let goes_on = octets.get(start + more_at).is_some_and(|&octet| octet != 0);
        let after = length(octets, next);
        if own == usize::from(u8::MAX) || !goes_on || after < header {
            return;
        }
        let moved = (usize::from(u8::MAX) - own).min(after - header);
        // The next part's header moves behind the octets that come over.
        if let Some(part) = octets.get_mut(next..next + header + moved) {
            part.rotate_left(header);
        }
        add_to_lengths(octets, start, header, moved, u8::wrapping_add);
        add_to_lengths(octets, next + moved, header, moved, u8::wrapping_sub);
        if after - moved == header {
            let last = octets.get(next + moved + more_at).copied().unwrap_or_default();
            octets.drain(next + moved..next + moved + header);
            if let Some(more) = octets.get_mut(start + more_at) {
                *more = last;
            }
            return;
        }
        start = next + moved;
    }
}

/// Changes a part's length, and the vendor's inside it, which only the longer of the two headers has.
fn add_to_lengths(octets: &mut [u8], start: usize, header: usize, by: usize, change: fn(u8, u8) -> u8) {
    let by = u8::try_from(by).unwrap_or(u8::MAX);
    let vendors = (header == CONTINUED_HEADER_OCTETS).then_some(start + CONTINUED_LENGTH_AT);
    for at in vendors.into_iter().chain([start + 1]) {
        if let Some(length) = octets.get_mut(at) {
            *length = change(*length, by);
        }
    }
}
