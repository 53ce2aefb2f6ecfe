//! One value as text, by its data type.

use std::fmt::{self, Display};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;
use std::time::{Duration, UNIX_EPOCH};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use macaddr::MacAddr6;
use zeroize::Zeroizing;

use crate::dictionary::{DataType, Definition, Entry};
use crate::value::{Date, InterfaceId, Layout, TimeDelta, ToValue, Value, ValueError, parse_unsigned};

use super::{TextError, quoted, structure, time};

/// Seconds from 1970 to the first time that RFC 3339 cannot say.
const YEAR_10000: u64 = 253_402_300_800;

/// Writes octets as `0x` and hexadecimal digits.
pub(super) fn write_hex(octets: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("0x")?;
    octets.iter().try_for_each(|octet| write!(f, "{octet:02x}"))
}

/// Writes the octets of a value; an `Err` inside says that they are none.
pub(super) fn write(
    entry: &Entry<'_>,
    layout: Layout,
    octets: &[u8],
    f: &mut fmt::Formatter<'_>,
) -> Result<fmt::Result, ValueError> {
    fn shown<T>(octets: &[u8], layout: Layout, f: &mut fmt::Formatter<'_>) -> Result<fmt::Result, ValueError>
    where
        T: for<'a> Value<View<'a> = T> + Display,
    {
        T::read_value(octets, layout).map(|value| value.fmt(f))
    }
    macro_rules! number {
        ($type:ty) => {
            <$type>::read_value(octets, layout).map(|number| match entry.value_name(u64::from(number)) {
                Some(name) => f.write_str(name),
                None => number.fmt(f),
            })
        };
    }
    /// A signed integer or a truth value, by its name if it has one.
    fn named<T, N>(
        entry: &Entry<'_>,
        octets: &[u8],
        layout: Layout,
        f: &mut fmt::Formatter<'_>,
        number: impl Fn(T) -> N,
    ) -> Result<fmt::Result, ValueError>
    where
        T: for<'a> Value<View<'a> = T> + Display + Copy,
        N: Into<i64>,
    {
        T::read_value(octets, layout).map(|value| {
            match entry.value_name(number(value).into().cast_unsigned()) {
                Some(name) => f.write_str(name),
                None => value.fmt(f),
            }
        })
    }
    check_length(entry, octets.len())?;
    if let Some(name) = octets_name(entry, octets) {
        return Ok(f.write_str(name));
    }
    match entry.definition().data_type {
        DataType::String => Ok(quoted::write(octets, f)),
        DataType::Uint8 => number!(u8),
        DataType::Uint16 => number!(u16),
        DataType::Uint32 => number!(u32),
        DataType::Uint64 => number!(u64),
        DataType::Int8 => named::<i8, _>(entry, octets, layout, f, |number| number),
        DataType::Int16 => named::<i16, _>(entry, octets, layout, f, |number| number),
        DataType::Int32 => named::<i32, _>(entry, octets, layout, f, |number| number),
        DataType::Int64 => named::<i64, _>(entry, octets, layout, f, |number| number),
        DataType::Bool => named::<bool, _>(entry, octets, layout, f, i64::from),
        DataType::Float32 => shown::<f32>(octets, layout, f),
        DataType::Float64 => shown::<f64>(octets, layout, f),
        DataType::Ipv4Addr => shown::<Ipv4Addr>(octets, layout, f),
        DataType::Ipv6Addr => shown::<Ipv6Addr>(octets, layout, f),
        DataType::Ipv4Prefix => shown::<Ipv4Net>(octets, layout, f),
        DataType::Ipv6Prefix => shown::<Ipv6Net>(octets, layout, f),
        DataType::ComboIp => shown::<IpAddr>(octets, layout, f),
        DataType::InterfaceId => shown::<InterfaceId>(octets, layout, f),
        DataType::Ether => shown::<MacAddr6>(octets, layout, f),
        DataType::ComboPrefix => shown::<IpNet>(octets, layout, f),
        DataType::Date => match entry.time_format() {
            None => shown::<Date>(octets, layout, f),
            Some(format) => {
                let since = Duration::try_from(time::read(format, false, octets)?)?;
                // Nothing prints a year of five digits.
                let time = Some(since).filter(|since| since.as_secs() < YEAR_10000);
                let time = time.and_then(|since| UNIX_EPOCH.checked_add(since)).ok_or(ValueError::Time)?;
                Ok(humantime::format_rfc3339(time).fmt(f))
            }
        },
        DataType::TimeDelta => match entry.time_format() {
            None => shown::<TimeDelta>(octets, layout, f),
            Some(format) => Ok(time::read(format, format.is_signed, octets)?.fmt(f)),
        },
        // A bit field has been put into whole octets.
        DataType::Bit => match (structure::bit_octets(entry), octets) {
            (1, [0 | 1]) if entry.length() == Some(1) && entry.values().next().is_none() => {
                shown::<bool>(octets, layout, f)
            }
            (1, _) => number!(u8),
            (2, _) => number!(u16),
            (4, _) => number!(u32),
            _ => number!(u64),
        },
        DataType::Octets
        | DataType::AscendBinary
        | DataType::Vsa
        | DataType::Tlv
        | DataType::Extended
        | DataType::LongExtended
        | DataType::ExtendedVendorSpecific
        | DataType::Struct
        | DataType::Union
        | DataType::Group
        | DataType::AttributeNumber
        | DataType::Size => Ok(write_hex(octets, f)),
    }
}

/// The name of a value that is no number.
fn octets_name<'a>(entry: &Entry<'a>, octets: &[u8]) -> Option<&'a str> {
    // A prefix may be sent with more octets than it needs.
    let shortest = |net: Ipv6Net| {
        let mut out = Vec::new();
        ToValue::<Ipv6Net>::write_value(&net, Layout::Full, &mut out).ok().map(|()| out)
    };
    let is_prefix = entry.definition().data_type == DataType::Ipv6Prefix && entry.has_named_values();
    let prefix =
        is_prefix.then(|| Ipv6Net::read_value(octets, Layout::Full).ok().and_then(shortest)).flatten();
    entry.octets_name(prefix.as_deref().unwrap_or(octets))
}

/// A value of a fixed length has that length.
fn check_length(entry: &Entry<'_>, found: usize) -> Result<(), ValueError> {
    let is_opaque = matches!(entry.definition().data_type, DataType::String | DataType::Octets);
    match entry.length().map(usize::from).filter(|_| is_opaque && entry.is_exact()) {
        Some(expected) if found != expected => Err(ValueError::Length { expected, found }),
        _ => Ok(()),
    }
}

/// Reads text as the octets of a value.
pub(super) fn read(entry: &Entry<'_>, layout: Layout, text: &str) -> Result<Zeroizing<Vec<u8>>, TextError> {
    fn parsed<T: FromStr + ToValue<T>>(text: &str, layout: Layout, out: &mut Vec<u8>) -> Option<()> {
        text.parse::<T>().ok()?.write_value(layout, out).ok()
    }
    fn signed<T: FromStr + TryFrom<i64> + ToValue<T>>(
        named: Option<i64>,
        text: &str,
        layout: Layout,
        out: &mut Vec<u8>,
    ) -> Option<()> {
        match named {
            Some(number) => T::try_from(number).ok()?.write_value(layout, out).ok(),
            None => parsed::<T>(text, layout, out),
        }
    }
    let definition = entry.definition();
    let mut octets = Zeroizing::new(Vec::with_capacity(usize::from(u8::MAX)));
    let out = &mut *octets;
    let bare = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
    if let Some(named) = entry.value_octets(bare) {
        out.extend_from_slice(named);
        return Ok(octets);
    }
    // Of a signed integer or a truth value.
    let number = entry.value_number(bare).map(u64::cast_signed);
    let done = match definition.data_type {
        DataType::String => quoted::read(text).map(|text| out.extend_from_slice(&Zeroizing::new(text))),
        DataType::Octets
        | DataType::AscendBinary
        | DataType::Vsa
        | DataType::Tlv
        | DataType::Extended
        | DataType::LongExtended
        | DataType::ExtendedVendorSpecific
        | DataType::Struct
        | DataType::Union
        | DataType::Group
        | DataType::AttributeNumber
        | DataType::Size => read_octets(text).map(|value| out.extend_from_slice(&Zeroizing::new(value))),
        DataType::Bit
            if entry.values().next().is_none() && matches!(bare, "true" | "yes" | "false" | "no") =>
        {
            out.resize(structure::bit_octets(entry), 0);
            out.last_mut().map(|octet| *octet = u8::from(matches!(bare, "true" | "yes")))
        }
        DataType::Uint8 | DataType::Uint16 | DataType::Uint32 | DataType::Uint64 | DataType::Bit => {
            return read_number(entry, layout, bare);
        }
        DataType::Int8 => signed::<i8>(number, bare, layout, out),
        DataType::Int16 => signed::<i16>(number, bare, layout, out),
        DataType::Int32 => signed::<i32>(number, bare, layout, out),
        DataType::Int64 => signed::<i64>(number, bare, layout, out),
        DataType::Bool if number.is_some() => {
            ToValue::<bool>::write_value(&(number != Some(0)), layout, out).ok()
        }
        DataType::Bool => match bare {
            "1" | "yes" => parsed::<bool>("true", layout, out),
            "0" | "no" => parsed::<bool>("false", layout, out),
            other => parsed::<bool>(other, layout, out),
        },
        DataType::Float32 => parsed::<f32>(bare, layout, out),
        DataType::Float64 => parsed::<f64>(bare, layout, out),
        DataType::Ipv4Addr => parsed::<Ipv4Addr>(bare, layout, out),
        DataType::Ipv6Addr => parsed::<Ipv6Addr>(bare, layout, out),
        DataType::Ipv4Prefix => read_prefix::<Ipv4Net, Ipv4Addr>(bare, layout, out),
        DataType::Ipv6Prefix => read_prefix::<Ipv6Net, Ipv6Addr>(bare, layout, out),
        DataType::ComboIp => parsed::<IpAddr>(bare, layout, out),
        DataType::InterfaceId => parsed::<InterfaceId>(bare, layout, out),
        DataType::Ether => parsed::<MacAddr6>(bare, layout, out),
        DataType::ComboPrefix => parsed::<IpNet>(bare, layout, out),
        DataType::Date => match entry.time_format() {
            None => read_date(bare).and_then(|date| ToValue::<Date>::write_value(&date, layout, out).ok()),
            Some(format) => time::parse_date(format, bare, out),
        },
        DataType::TimeDelta => match entry.time_format() {
            None => parsed::<TimeDelta>(bare, layout, out),
            Some(format) => {
                bare.parse().ok().and_then(|delta| time::write(format, format.is_signed, delta, out))
            }
        },
    };
    match done {
        Some(()) if check_length(entry, octets.len()).is_err() => {
            Err(wrong_value(&definition, "a value of exactly the length that the dictionary gives it", text))
        }
        Some(()) => Ok(octets),
        None => match entry.suggest_value(bare).filter(|_| !definition.flags.secret()) {
            Some(name) => Err(TextError::UnknownValue {
                name: definition.name.to_owned(),
                text: text.to_owned(),
                suggestion: Some(name.to_owned()),
            }),
            None => Err(wrong_value(&definition, expected(definition.data_type), text)),
        },
    }
}

pub(super) fn wrong_value(definition: &Definition<'_>, expected: &'static str, text: &str) -> TextError {
    let text = (!definition.flags.secret()).then(|| text.to_owned());
    TextError::Value { name: definition.name.to_owned(), expected, text }
}

/// What a type takes, in words.
const fn expected(data_type: DataType) -> &'static str {
    match data_type {
        DataType::String => {
            "text, whose quotes must close and whose escapes are \\\" \\\\ \\n \\r \\t and octal"
        }
        DataType::Octets
        | DataType::AscendBinary
        | DataType::Vsa
        | DataType::Tlv
        | DataType::Extended
        | DataType::LongExtended
        | DataType::ExtendedVendorSpecific
        | DataType::Struct
        | DataType::Union
        | DataType::Group
        | DataType::AttributeNumber
        | DataType::Size => "octets: 0x and pairs of hexadecimal digits, or text",
        DataType::Uint8 => "a number up to 255",
        DataType::Uint16 => "a number up to 65535",
        DataType::Uint32 => "a number up to 4294967295",
        DataType::Uint64 => "a number of up to 64 bits",
        DataType::Int8 => "a number of 8 bits with sign",
        DataType::Int16 => "a number of 16 bits with sign",
        DataType::Int32 => "a number of 32 bits with sign",
        DataType::Int64 => "a number of 64 bits with sign",
        DataType::Bool => "true or false",
        DataType::Float32 | DataType::Float64 => "a decimal number",
        DataType::Ipv4Addr => "an IPv4 address",
        DataType::Ipv6Addr => "an IPv6 address",
        DataType::Ipv4Prefix => "an IPv4 prefix such as 192.0.2.0/24",
        DataType::Ipv6Prefix => "an IPv6 prefix such as 2001:db8::/32",
        DataType::ComboIp => "an IPv4 or IPv6 address",
        DataType::InterfaceId => "an interface identifier such as 0:1:2:3",
        DataType::Ether => "a MAC address such as 00:11:22:aa:bb:cc",
        DataType::Date => "a time such as 2024-01-02T03:04:05Z, or seconds since 1970",
        DataType::TimeDelta => "seconds, with sign",
        DataType::ComboPrefix => "an IPv4 or IPv6 prefix",
        DataType::Bit => "a number that fits its bits",
    }
}

fn read_number(entry: &Entry<'_>, layout: Layout, text: &str) -> Result<Zeroizing<Vec<u8>>, TextError> {
    let definition = entry.definition();
    let named = entry.value_number(text);
    let Some(number) = named.or_else(|| parse_unsigned(text)) else {
        let has_names = entry.values().next().is_some();
        let looks_like_number = text.starts_with(|c: char| c.is_ascii_digit() || c == '-' || c == '+');
        if !has_names || looks_like_number || definition.flags.secret() {
            return Err(wrong_value(&definition, expected(definition.data_type), text));
        }
        let suggestion = entry.suggest_value(text).map(str::to_owned);
        return Err(TextError::UnknownValue {
            name: definition.name.to_owned(),
            text: text.to_owned(),
            suggestion,
        });
    };
    let mut octets = Zeroizing::new(Vec::with_capacity(8));
    let out = &mut *octets;
    fn written<N>(number: u64, layout: Layout, out: &mut Vec<u8>) -> Option<Result<(), ValueError>>
    where
        N: TryFrom<u64> + ToValue<N>,
    {
        N::try_from(number).ok().map(|number| ToValue::<N>::write_value(&number, layout, out))
    }
    if definition.data_type == DataType::Bit {
        let count = usize::from(entry.length().unwrap_or_default());
        if number.checked_shr(u32::try_from(count).unwrap_or(u32::MAX)).unwrap_or_default() != 0 {
            return Err(wrong_value(&definition, expected(DataType::Bit), text));
        }
        let skipped = size_of::<u64>() - structure::bit_octets(entry);
        out.extend_from_slice(number.to_be_bytes().get(skipped..).unwrap_or_default());
        return Ok(octets);
    }
    let written = match definition.data_type {
        DataType::Uint8 => written::<u8>(number, layout, out),
        DataType::Uint16 => written::<u16>(number, layout, out),
        DataType::Uint32 => written::<u32>(number, layout, out),
        _ => written::<u64>(number, layout, out),
    };
    match written {
        Some(Ok(())) => Ok(octets),
        Some(Err(_)) => Err(wrong_value(&definition, "a number of up to 24 bits beside its tag", text)),
        None => Err(wrong_value(&definition, expected(definition.data_type), text)),
    }
}

/// `0x` and hexadecimal digits, or text.
fn read_octets(text: &str) -> Option<Vec<u8>> {
    if text.starts_with("0x") { read_hex(text) } else { quoted::read(text) }
}

/// `0x` and pairs of hexadecimal digits.
pub(super) fn read_hex(text: &str) -> Option<Vec<u8>> {
    let digits = text.strip_prefix("0x")?.as_bytes();
    digits
        .chunks(2)
        .map(|pair| match pair {
            [high, low] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()
            }
            _ => None,
        })
        .collect()
}

/// A prefix, or an address for the prefix that holds it alone.
fn read_prefix<N, A>(text: &str, layout: Layout, out: &mut Vec<u8>) -> Option<()>
where
    N: FromStr + From<A> + ToValue<N>,
    A: FromStr,
{
    let net = text.parse().or_else(|_| text.parse().map(|address: A| N::from(address))).ok()?;
    N::write_value(&net, layout, out).ok()
}

fn read_date(text: &str) -> Option<Date> {
    match parse_unsigned(text) {
        Some(seconds) => u32::try_from(seconds).ok().map(Date::from_unix),
        None => humantime::parse_rfc3339_weak(text).ok()?.try_into().ok(),
    }
}
