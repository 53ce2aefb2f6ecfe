//! `date` and `time_delta`.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

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

/// A span of time in whole seconds, which may be negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TimeDelta {
    seconds: i32,
}

impl TimeDelta {
    /// A span of that many seconds.
    #[must_use]
    pub const fn from_seconds(seconds: i32) -> Self {
        Self { seconds }
    }

    /// The span in seconds.
    #[must_use]
    pub const fn seconds(self) -> i32 {
        self.seconds
    }
}

impl fmt::Display for TimeDelta {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.seconds, f)
    }
}

impl Value for TimeDelta {
    type View<'a> = Self;

    fn read_value(octets: &[u8], layout: Layout) -> Result<Self, ValueError> {
        i32::read_value(octets, layout).map(Self::from_seconds)
    }
}

impl ToValue<Self> for TimeDelta {
    fn write_value(&self, layout: Layout, out: &mut Vec<u8>) -> Result<(), ValueError> {
        ToValue::<i32>::write_value(&self.seconds, layout, out)
    }
}

impl ToValue<TimeDelta> for Duration {
    fn write_value(&self, layout: Layout, out: &mut Vec<u8>) -> Result<(), ValueError> {
        let seconds = i32::try_from(self.as_secs()).map_err(|_| ValueError::Time)?;
        ToValue::<i32>::write_value(&seconds, layout, out)
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
    }
}
