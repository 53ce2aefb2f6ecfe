//! `date` and `time_delta`.

use std::fmt;
use std::str::FromStr;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use thiserror::Error;

use super::{Layout, ToValue, Value, ValueError, exactly};

/// A point in time in whole seconds since 1970 UTC, up to the year 2106 (RFC 8044 §3.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date {
    seconds: u32,
}

impl Date {
    /// The time that many seconds after 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn from_unix(seconds: u32) -> Self {
        Self { seconds }
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn unix(self) -> u32 {
        self.seconds
    }
}

impl From<Date> for SystemTime {
    fn from(date: Date) -> Self {
        UNIX_EPOCH + Duration::from_secs(date.seconds.into())
    }
}

impl TryFrom<SystemTime> for Date {
    type Error = ValueError;

    fn try_from(time: SystemTime) -> Result<Self, ValueError> {
        let since = time.duration_since(UNIX_EPOCH).map_err(|_| ValueError::Time)?;
        since.as_secs().try_into().map(Self::from_unix).map_err(|_| ValueError::Time)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        humantime::format_rfc3339_seconds((*self).into()).fmt(f)
    }
}

impl Value for Date {
    type View<'a> = Self;

    #[inline]
    fn read_value(octets: &[u8], _: Layout) -> Result<Self, ValueError> {
        exactly(octets).map(|octets| Self::from_unix(u32::from_be_bytes(octets)))
    }
}

impl ToValue<Self> for Date {
    fn write_value(&self, _: Layout, out: &mut Vec<u8>) -> Result<(), ValueError> {
        out.extend_from_slice(&self.seconds.to_be_bytes());
        Ok(())
    }
}

impl ToValue<Date> for SystemTime {
    fn write_value(&self, layout: Layout, out: &mut Vec<u8>) -> Result<(), ValueError> {
        ToValue::<Date>::write_value(&Date::try_from(*self)?, layout, out)
    }
}

/// A span of time, which may be negative.
///
/// A `time_delta` of the dictionary is whole seconds in four octets unless its `precision=` and `subtype=` say otherwise.
/// What is finer than the attribute's unit is cut off on sending.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TimeDelta {
    nanoseconds: i128,
}

impl TimeDelta {
    /// A span of that many seconds.
    #[must_use]
    pub const fn from_seconds(seconds: i64) -> Self {
        Self { nanoseconds: seconds as i128 * SECOND as i128 }
    }

    /// A span of that many nanoseconds.
    #[must_use]
    pub const fn from_nanoseconds(nanoseconds: i128) -> Self {
        Self { nanoseconds }
    }

    /// The span in nanoseconds.
    #[must_use]
    pub const fn nanoseconds(self) -> i128 {
        self.nanoseconds
    }

    /// The span in seconds, rounded towards zero; `None` beyond 64 bits.
    #[must_use]
    pub fn seconds(self) -> Option<i64> {
        i64::try_from(self.nanoseconds / i128::from(SECOND)).ok()
    }
}

/// Seconds, with as many decimals as there are: `-1.5`.
impl fmt::Display for TimeDelta {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.nanoseconds < 0 { "-" } else { "" };
        let (seconds, rest) = (
            self.nanoseconds.unsigned_abs() / u128::from(SECOND),
            self.nanoseconds.unsigned_abs() % u128::from(SECOND),
        );
        let decimals = format!(".{rest:09}");
        f.pad(&format!("{sign}{seconds}{}", decimals.trim_end_matches('0').trim_end_matches('.')))
    }
}

/// The text is not a number of seconds with at most nine decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a span of time is a number of seconds, such as -1.5")]
pub struct TimeDeltaError;

impl FromStr for TimeDelta {
    type Err = TimeDeltaError;

    fn from_str(text: &str) -> Result<Self, TimeDeltaError> {
        let (is_negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
        let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        if !are_digits(whole) || !are_digits(decimals) || decimals.len() > 9 {
            return Err(TimeDeltaError);
        }
        let number = |text: &str| text.parse::<u64>().map(i128::from).map_err(|_| TimeDeltaError);
        let nanoseconds = number(whole)? * i128::from(SECOND) + number(&format!("{decimals:0<9}"))?;
        Ok(Self { nanoseconds: if is_negative { -nanoseconds } else { nanoseconds } })
    }
}

impl From<Duration> for TimeDelta {
    fn from(duration: Duration) -> Self {
        // Even the longest one is far below 2^127 nanoseconds.
        Self { nanoseconds: i128::try_from(duration.as_nanos()).unwrap_or(i128::MAX) }
    }
}

/// Of a span that is not negative.
impl TryFrom<TimeDelta> for Duration {
    type Error = ValueError;

    fn try_from(delta: TimeDelta) -> Result<Self, ValueError> {
        let (whole, rest) =
            (delta.nanoseconds.div_euclid(SECOND.into()), delta.nanoseconds.rem_euclid(SECOND.into()));
        let seconds = u64::try_from(whole).map_err(|_| ValueError::Time)?;
        Ok(Self::new(seconds, u32::try_from(rest).map_err(|_| ValueError::Time)?))
    }
}

/// Nanoseconds of a second.
const SECOND: u64 = 1_000_000_000;

/// Reads a big-endian count.
pub(crate) fn read_count(octets: &[u8], width: usize, is_signed: bool) -> Result<i128, ValueError> {
    if octets.len() != width {
        return Err(ValueError::Length { expected: width, found: octets.len() });
    }
    let start = if is_signed && octets.first().is_some_and(|&first| first >= 0x80) { -1 } else { 0 };
    Ok(octets.iter().fold(start, |count, octet| count << 8 | i128::from(*octet)))
}

/// Writes a big-endian count.
pub(crate) fn write_count(
    count: i128,
    width: usize,
    is_signed: bool,
    out: &mut Vec<u8>,
) -> Result<(), ValueError> {
    let octets = count.to_be_bytes();
    let kept = octets.get(octets.len().saturating_sub(width)..).unwrap_or_default();
    if read_count(kept, width, is_signed) != Ok(count) {
        return Err(ValueError::Time);
    }
    out.extend_from_slice(kept);
    Ok(())
}

/// The type of a `date` with `precision=` or `subtype=`: a count of `UNIT` nanoseconds since 1970 in `OCTETS` octets. It is
/// read as [`SystemTime`].
#[derive(Debug)]
pub enum DateIn<const OCTETS: usize, const UNIT: u64> {}

impl<const OCTETS: usize, const UNIT: u64> Value for DateIn<OCTETS, UNIT> {
    type View<'a> = SystemTime;

    fn read_value(octets: &[u8], _: Layout) -> Result<SystemTime, ValueError> {
        let since = TimeDelta::from_nanoseconds(read_count(octets, OCTETS, false)? * i128::from(UNIT));
        UNIX_EPOCH.checked_add(since.try_into()?).ok_or(ValueError::Time)
    }
}

impl<const OCTETS: usize, const UNIT: u64> ToValue<DateIn<OCTETS, UNIT>> for SystemTime {
    fn write_value(&self, _: Layout, out: &mut Vec<u8>) -> Result<(), ValueError> {
        let since = self.duration_since(UNIX_EPOCH).map_err(|_| ValueError::Time)?;
        write_count(TimeDelta::from(since).nanoseconds / i128::from(UNIT.max(1)), OCTETS, false, out)
    }
}

impl<const OCTETS: usize, const UNIT: u64> ToValue<DateIn<OCTETS, UNIT>> for Date {
    fn write_value(&self, layout: Layout, out: &mut Vec<u8>) -> Result<(), ValueError> {
        ToValue::<DateIn<OCTETS, UNIT>>::write_value(&SystemTime::from(*self), layout, out)
    }
}

/// The type of a `time_delta` with `precision=` or `subtype=`: a count of `UNIT` nanoseconds in `OCTETS` octets, with a sign
/// or without. It is read as [`TimeDelta`].
#[derive(Debug)]
pub enum DeltaIn<const OCTETS: usize, const UNIT: u64, const SIGNED: bool> {}

impl<const OCTETS: usize, const UNIT: u64, const SIGNED: bool> Value for DeltaIn<OCTETS, UNIT, SIGNED> {
    type View<'a> = TimeDelta;

    fn read_value(octets: &[u8], _: Layout) -> Result<TimeDelta, ValueError> {
        Ok(TimeDelta::from_nanoseconds(read_count(octets, OCTETS, SIGNED)? * i128::from(UNIT)))
    }
}

impl<const OCTETS: usize, const UNIT: u64, const SIGNED: bool> ToValue<DeltaIn<OCTETS, UNIT, SIGNED>>
    for TimeDelta
{
    fn write_value(&self, _: Layout, out: &mut Vec<u8>) -> Result<(), ValueError> {
        write_count(self.nanoseconds / i128::from(UNIT.max(1)), OCTETS, SIGNED, out)
    }
}

impl<const OCTETS: usize, const UNIT: u64, const SIGNED: bool> ToValue<DeltaIn<OCTETS, UNIT, SIGNED>>
    for Duration
{
    fn write_value(&self, layout: Layout, out: &mut Vec<u8>) -> Result<(), ValueError> {
        ToValue::<DeltaIn<OCTETS, UNIT, SIGNED>>::write_value(&TimeDelta::from(*self), layout, out)
    }
}

impl Value for TimeDelta {
    type View<'a> = Self;

    #[inline]
    fn read_value(octets: &[u8], layout: Layout) -> Result<Self, ValueError> {
        DeltaIn::<4, SECOND, true>::read_value(octets, layout)
    }
}

impl ToValue<Self> for TimeDelta {
    fn write_value(&self, layout: Layout, out: &mut Vec<u8>) -> Result<(), ValueError> {
        ToValue::<DeltaIn<4, SECOND, true>>::write_value(self, layout, out)
    }
}

impl ToValue<TimeDelta> for Duration {
    fn write_value(&self, layout: Layout, out: &mut Vec<u8>) -> Result<(), ValueError> {
        ToValue::<TimeDelta>::write_value(&TimeDelta::from(*self), layout, out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_seconds_since_1970_rfc8044_3_3() {
        let date = Date::read_value(&[0x65, 0x93, 0x7d, 0x25], Layout::Full).unwrap();
        assert_eq!(date.to_string(), "2024-01-02T03:04:05Z");
        assert_eq!(Date::try_from(SystemTime::from(date)), Ok(date));
        let before = UNIX_EPOCH.checked_sub(Duration::from_secs(1)).unwrap();
        assert_eq!(Date::try_from(before), Err(ValueError::Time));
        let after = UNIX_EPOCH + Duration::from_secs(1 << 32);
        assert_eq!(Date::try_from(after), Err(ValueError::Time));
    }

    #[test]
    fn spans_may_be_negative() {
        assert_eq!(TimeDelta::read_value(&[0xff; 4], Layout::Full), Ok(TimeDelta::from_seconds(-1)));
        assert_eq!(Duration::try_from(TimeDelta::from_seconds(-1)), Err(ValueError::Time));
        assert_eq!(TimeDelta::from_nanoseconds(-1_500_000_000).seconds(), Some(-1));
    }

    #[test]
    fn units_and_widths_are_those_of_the_dictionary() {
        type Milliseconds = DeltaIn<2, 1_000_000, false>;
        let delta = Milliseconds::read_value(&[0x05, 0xdc], Layout::Full).unwrap();
        assert_eq!(delta.to_string(), "1.5");
        let mut out = Vec::new();
        ToValue::<Milliseconds>::write_value(&Duration::from_micros(1_500_700), Layout::Full, &mut out)
            .unwrap();
        assert_eq!(out, [0x05, 0xdc], "cut off below a millisecond");
        for wrong in [TimeDelta::from_seconds(-1), TimeDelta::from_seconds(66)] {
            let written = ToValue::<Milliseconds>::write_value(&wrong, Layout::Full, &mut out);
            assert_eq!(written, Err(ValueError::Time), "{wrong}");
        }
        type Microseconds = DateIn<8, 1000>;
        let time = UNIX_EPOCH + Duration::from_micros(1_704_164_645_000_007);
        out.clear();
        ToValue::<Microseconds>::write_value(&time, Layout::Full, &mut out).unwrap();
        assert_eq!(out, 1_704_164_645_000_007_u64.to_be_bytes());
        assert_eq!(Microseconds::read_value(&out, Layout::Full), Ok(time));
        assert!(DateIn::<8, { 7 * 86_400 * SECOND }>::read_value(&[0xff; 8], Layout::Full).is_err());
    }

    #[test]
    fn spans_print_and_parse() {
        for (text, nanoseconds) in
            [("0", 0), ("-1.5", -1_500_000_000), ("0.000000001", 1), ("60", 60_000_000_000)]
        {
            let delta = TimeDelta::from_nanoseconds(nanoseconds);
            assert_eq!(delta.to_string(), text);
            assert_eq!(text.parse(), Ok(delta));
        }
        for wrong in ["", "-", "1.", ".5", "1e3", "0.0000000001", "--1", "99999999999999999999"] {
            assert_eq!(wrong.parse::<TimeDelta>(), Err(TimeDeltaError), "{wrong}");
        }
    }
}
