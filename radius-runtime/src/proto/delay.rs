//! Acct-Delay-Time of a report that is sent again (RFC 2866 §5.2).

use std::time::Duration;

use crate::packet::known::ACCT_DELAY_TIME;
use crate::packet::{Code, Packet};

/// How long a report was already on its way when it was handed over; `None` if nothing in the packet changes with time.
///
/// A report with Acct-Delay-Time is another packet each second, and so needs another identifier (RFC 2866 §5.2). One with
/// Event-Timestamp instead stays as it is, which is why that is better.
#[must_use]
pub fn acct_delay(packet: &Packet) -> Option<u32> {
    if packet.code() == Code::ACCOUNTING_REQUEST { packet.get(ACCT_DELAY_TIME).ok()? } else { None }
}

/// The report as it is to be sent after this time, if it is another one than at first.
#[must_use]
pub fn delayed(packet: &Packet, elapsed: Duration) -> Option<Packet> {
    let seconds = u32::try_from(elapsed.as_secs()).unwrap_or(u32::MAX);
    let delay = acct_delay(packet)?.saturating_add(seconds);
    let mut later = packet.clone();
    later.set(ACCT_DELAY_TIME, delay).ok()?;
    (seconds > 0).then_some(later)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::USER_NAME;

    #[test]
    fn acct_delay_time_grows_by_the_seconds_that_passed_p41() {
        let report = Packet::accounting_request().with(ACCT_DELAY_TIME, 5).with(USER_NAME, "a");
        assert_eq!(delayed(&report, Duration::from_millis(999)), None);
        let later = delayed(&report, Duration::from_millis(2_100)).unwrap();
        assert_eq!(later.get(ACCT_DELAY_TIME), Ok(Some(7)));
        let numbers: Vec<_> = later.iter().map(|raw| raw.number).collect();
        assert_eq!(numbers, [41, 1], "in its place");
        assert_eq!(delayed(&report, Duration::MAX).unwrap().get(ACCT_DELAY_TIME), Ok(Some(u32::MAX)));
    }

    #[test]
    fn without_it_a_report_never_changes_p41() {
        let long = Duration::from_secs(60);
        assert_eq!(delayed(&Packet::accounting_request().with(USER_NAME, "a"), long), None);
        assert_eq!(delayed(&Packet::access_request().with(ACCT_DELAY_TIME, 5), long), None);
        let mut malformed = Packet::accounting_request();
        malformed.push_raw(41, &[1, 2, 3]).unwrap();
        assert_eq!(delayed(&malformed, long), None);
    }
}
