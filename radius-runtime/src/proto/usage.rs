//! How much a session has moved.

use crate::attribute::{Attribute, AttributeError};
use crate::packet::Packet;
use crate::packet::known::{
    ACCT_INPUT_GIGAWORDS, ACCT_INPUT_OCTETS, ACCT_OUTPUT_GIGAWORDS, ACCT_OUTPUT_OCTETS,
};

/// How many octets a session has moved. An attribute counts up to 4 GiB only, and so each number stands in two of them:
/// Acct-Input-Octets and Acct-Output-Octets (RFC 2866 §5.3, §5.4), Acct-Input-Gigawords and Acct-Output-Gigawords (RFC 2869
/// §5.1, §5.2).
///
/// ```
/// use radius_runtime::Packet;
/// use radius_runtime::proto::Usage;
///
/// let usage = Usage { input_octets: 5 << 30, output_octets: 1200 };
/// let report = usage.add_to(Packet::accounting_request());
/// assert_eq!(Usage::of(&report)?, usage);
/// # Ok::<(), radius_runtime::AttributeError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Usage {
    /// Octets from the user.
    pub input_octets: u64,
    /// Octets to the user.
    pub output_octets: u64,
}

impl Usage {
    /// What a report says. What is not in it counts as 0.
    ///
    /// # Errors
    /// An attribute is malformed.
    pub fn of(report: &Packet) -> Result<Self, AttributeError> {
        let number = |upper: Attribute<u32>, lower: Attribute<u32>| {
            let [upper, lower] = [report.get(upper)?, report.get(lower)?].map(Option::unwrap_or_default);
            Ok(u64::from(upper) << 32 | u64::from(lower))
        };
        Ok(Self {
            input_octets: number(ACCT_INPUT_GIGAWORDS, ACCT_INPUT_OCTETS)?,
            output_octets: number(ACCT_OUTPUT_GIGAWORDS, ACCT_OUTPUT_OCTETS)?,
        })
    }

    /// Adds the numbers to a report.
    #[must_use]
    pub fn add_to(self, report: Packet) -> Packet {
        let [(input_upper, input_lower), (output_upper, output_lower)] =
            [self.input_octets, self.output_octets].map(|octets| {
                let [a, b, c, d, e, f, g, h] = octets.to_be_bytes();
                (u32::from_be_bytes([a, b, c, d]), u32::from_be_bytes([e, f, g, h]))
            });
        let report = report.with(ACCT_INPUT_OCTETS, input_lower).with(ACCT_OUTPUT_OCTETS, output_lower);
        let report = if input_upper > 0 { report.with(ACCT_INPUT_GIGAWORDS, input_upper) } else { report };
        if output_upper > 0 { report.with(ACCT_OUTPUT_GIGAWORDS, output_upper) } else { report }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn octets_beyond_32_bits_are_counted_in_gigawords_p43() {
        for (octets, numbers) in [
            (0, vec![42, 43]),
            (u64::from(u32::MAX), vec![42, 43]),
            (1 << 32, vec![42, 43, 52]),
            (u64::MAX, vec![42, 43, 52]),
        ] {
            let usage = Usage { input_octets: octets, output_octets: 7 };
            let report = usage.add_to(Packet::accounting_request());
            assert_eq!(report.iter().map(|raw| raw.number).collect::<Vec<_>>(), numbers);
            assert_eq!(Usage::of(&report), Ok(usage));
        }
        let report = Usage { input_octets: 1, output_octets: 3 << 32 }.add_to(Packet::accounting_request());
        let read = (report.get(ACCT_OUTPUT_GIGAWORDS), report.get(ACCT_OUTPUT_OCTETS));
        assert_eq!(read, (Ok(Some(3)), Ok(Some(0))));
        assert_eq!(Usage::of(&Packet::accounting_request()), Ok(Usage::default()));
        let mut malformed = Packet::accounting_request();
        malformed.push_raw(52, &[1]).unwrap();
        assert!(Usage::of(&malformed).is_err());
    }
}
