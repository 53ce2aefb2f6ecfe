//! Times in other units and widths than whole seconds in four octets.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::dictionary::TimeFormat;
use crate::value::{TimeDelta, ValueError, parse_unsigned, read_count, write_count};

pub(super) fn read(format: TimeFormat, is_signed: bool, octets: &[u8]) -> Result<TimeDelta, ValueError> {
    let count = read_count(octets, format.octets.into(), is_signed)?;
    Ok(TimeDelta::from_nanoseconds(count * i128::from(format.unit)))
}

pub(super) fn write(format: TimeFormat, is_signed: bool, delta: TimeDelta, out: &mut Vec<u8>) -> Option<()> {
    let count = delta.nanoseconds() / i128::from(format.unit.max(1));
    write_count(count, format.octets.into(), is_signed, out).ok()
}

/// A time such as `2024-01-02T03:04:05.6Z`, or seconds since 1970.
pub(super) fn parse_date(format: TimeFormat, text: &str, out: &mut Vec<u8>) -> Option<()> {
    let since = match parse_unsigned(text) {
        Some(seconds) => Duration::from_secs(seconds),
        None => {
            let time: SystemTime = humantime::parse_rfc3339_weak(text).ok()?;
            time.duration_since(UNIX_EPOCH).ok()?
        }
    };
    write(format, false, since.into(), out)
}
