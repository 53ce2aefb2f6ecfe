//! What a named value of an attribute stands for where that is no number, as FreeRADIUS 4 has it: an address, a time and so
//! on. As the dictionary writes it, and as octets of the wire.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use crate::model::{Attribute, DataType, Precision, TimeFormat, ValueData};

/// The longest value of an attribute (RFC 2865 §5).
const MAX_OCTETS: usize = 253;
/// A `date` or `time_delta` that nothing else is said of.
pub(crate) const SECONDS: TimeFormat = TimeFormat { precision: Precision::Seconds, octets: 4, signed: false };

/// What the values of this type look like; none if they are numbers, or cannot have names.
pub(crate) fn expected(attribute: &Attribute) -> Option<&'static str> {
    Some(match attribute.data_type {
        DataType::Float32 | DataType::Float64 => "a decimal number",
        DataType::Ipv4Addr => "an IPv4 address",
        DataType::Ipv6Addr => "an IPv6 address",
        DataType::ComboIp => "an IPv4 or IPv6 address",
        DataType::Ipv4Prefix => "an IPv4 prefix, such as 192.0.2.0/24",
        DataType::Ipv6Prefix => "an IPv6 prefix, such as 2001:db8::/32",
        DataType::ComboPrefix => "an IPv4 or IPv6 prefix",
        DataType::InterfaceId => "four groups of hexadecimal digits, such as 0:1:2:3",
        DataType::Ether => "a MAC address, such as 00:11:22:aa:bb:cc",
        DataType::Date => "a time, such as 2024-01-02T03:04:05Z, or how many units of time since 1970",
        DataType::TimeDelta => "how many units of time",
        DataType::Octets => "`0x` and pairs of hexadecimal digits, or text, as long as the type says",
        _ => return None,
    })
}

/// The octets that this text of a `VALUE` line stands for, if it is a value of the attribute's type.
pub(crate) fn parse(attribute: &Attribute, text: &[u8]) -> Option<Box<[u8]>> {
    let text = std::str::from_utf8(text).ok()?;
    let octets = match attribute.data_type {
        DataType::Float32 => text.parse::<f32>().ok().filter(|n| n.is_finite())?.to_be_bytes().to_vec(),
        DataType::Float64 => text.parse::<f64>().ok().filter(|n| n.is_finite())?.to_be_bytes().to_vec(),
        DataType::Ipv4Addr => text.parse::<Ipv4Addr>().ok()?.octets().to_vec(),
        DataType::Ipv6Addr => text.parse::<Ipv6Addr>().ok()?.octets().to_vec(),
        DataType::ComboIp => match text.parse().ok()? {
            IpAddr::V4(address) => address.octets().to_vec(),
            IpAddr::V6(address) => address.octets().to_vec(),
        },
        DataType::Ipv4Prefix => ipv4_prefix(text)?,
        DataType::Ipv6Prefix => ipv6_prefix(text)?,
        DataType::ComboPrefix => ipv4_prefix(text).or_else(|| {
            let mut octets = ipv6_prefix(text)?;
            // Six octets would be taken for a prefix of IPv4.
            octets.resize(octets.len() + usize::from(octets.len() == 6), 0);
            Some(octets)
        })?,
        DataType::InterfaceId => {
            let groups = groups::<4>(text, ":", 4)?;
            groups.into_iter().flat_map(u16::to_be_bytes).collect()
        }
        DataType::Ether => {
            let groups = groups::<6>(text, if text.contains('-') { "-" } else { ":" }, 2)?;
            groups.into_iter().map(|group| group.to_be_bytes()[1]).collect()
        }
        DataType::Date | DataType::TimeDelta => count(attribute, text)?,
        DataType::Octets => match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
            Some(digits) => hexadecimal(digits)?,
            None => text.as_bytes().to_vec(),
        },
        _ => return None,
    };
    let fits = match attribute.length.filter(|_| attribute.exact) {
        Some(length) => octets.len() == usize::from(length),
        None => octets.len() <= MAX_OCTETS,
    };
    fits.then(|| octets.into_boxed_slice())
}

/// What a named value stands for, as a dictionary would write it.
pub(crate) fn text_of(attribute: &Attribute, data: &ValueData) -> String {
    match (data, attribute.data_type) {
        (ValueData::Number(number), DataType::Int8 | DataType::Int16 | DataType::Int32 | DataType::Int64) => {
            number.cast_signed().to_string()
        }
        (ValueData::Number(number), _) => number.to_string(),
        (ValueData::Octets(octets), _) => text(attribute, octets),
    }
}

/// The value as a dictionary would write it.
fn text(attribute: &Attribute, octets: &[u8]) -> String {
    match (attribute.data_type, octets) {
        (DataType::Float32, &[a, b, c, d]) => f32::from_be_bytes([a, b, c, d]).to_string(),
        (DataType::Float64, &[a, b, c, d, e, f, g, h]) => {
            f64::from_be_bytes([a, b, c, d, e, f, g, h]).to_string()
        }
        (DataType::Ipv4Addr | DataType::Ipv6Addr | DataType::ComboIp, _) => {
            address(octets).map_or_else(|| hexadecimal_text(octets), |address| address.to_string())
        }
        (DataType::Ipv4Prefix | DataType::Ipv6Prefix | DataType::ComboPrefix, _) => {
            match prefix(attribute.data_type, octets) {
                Some((address, bits)) => format!("{address}/{bits}"),
                None => hexadecimal_text(octets),
            }
        }
        (DataType::InterfaceId, _) => {
            let groups = octets.chunks(2).map(|pair| pair.iter().fold(0, |all, &b| all << 8 | u32::from(b)));
            groups.map(|group| format!("{group:x}")).collect::<Vec<_>>().join(":")
        }
        (DataType::Ether, _) => {
            octets.iter().map(|octet| format!("{octet:02x}")).collect::<Vec<_>>().join(":")
        }
        (DataType::Date | DataType::TimeDelta, _) => units(attribute, octets).to_string(),
        _ => hexadecimal_text(octets),
    }
}

/// An address of either family.
pub(crate) fn address(octets: &[u8]) -> Option<IpAddr> {
    let v4 = <[u8; 4]>::try_from(octets).map(IpAddr::from);
    v4.or_else(|_| <[u8; 16]>::try_from(octets).map(IpAddr::from)).ok()
}

/// A prefix of the type's family (RFC 8044 §3.10, §3.11). Of either family, one of six octets is of IPv4.
pub(crate) fn prefix(data_type: DataType, octets: &[u8]) -> Option<(IpAddr, u8)> {
    let [_, bits, head @ ..] = octets else { return None };
    if let Some(address) = address(head).filter(|a| data_type != DataType::Ipv6Prefix && a.is_ipv4()) {
        return Some((address, *bits));
    }
    let mut address = [0; 16];
    address.iter_mut().zip(head).for_each(|(to, from)| *to = *from);
    Some((address.into(), *bits))
}

/// How many units a time of the attribute counts.
pub(crate) fn units(attribute: &Attribute, octets: &[u8]) -> i128 {
    let number = octets.iter().take(8).fold(0_i128, |number, octet| number << 8 | i128::from(*octet));
    let bits = 8 * octets.len().min(8);
    match time_format(attribute).signed && number >> bits.saturating_sub(1) == 1 {
        true => number - (1 << bits),
        false => number,
    }
}

fn time_format(attribute: &Attribute) -> TimeFormat {
    let signed = attribute.data_type == DataType::TimeDelta;
    attribute.time.unwrap_or(TimeFormat { signed, ..SECONDS })
}

/// A number of units, or of a date the time itself.
fn count(attribute: &Attribute, text: &str) -> Option<Vec<u8>> {
    let format = time_format(attribute);
    let count = match text.parse::<i128>() {
        Ok(count) => count,
        Err(_) if attribute.data_type == DataType::Date => {
            nanoseconds_since_1970(text)? / i128::from(format.precision.nanoseconds())
        }
        Err(_) => return None,
    };
    let bits = 8 * u32::from(format.octets) - u32::from(format.signed);
    let limit = 1_i128 << bits;
    let min = if format.signed { -limit } else { 0 };
    let skipped = size_of::<i128>().checked_sub(format.octets.into())?;
    (min..limit).contains(&count).then(|| count.to_be_bytes().get(skipped..).map(<[u8]>::to_vec))?
}

/// RFC 3339 in UTC, with at most nine decimals of a second: `2024-01-02T03:04:05.6Z`.
fn nanoseconds_since_1970(text: &str) -> Option<i128> {
    let time = humantime::parse_rfc3339(text).ok()?;
    i128::try_from(time.duration_since(std::time::UNIX_EPOCH).ok()?.as_nanos()).ok()
}

/// An address and how many of its bits count; without a number all of them.
fn with_bits<A: FromStr>(text: &str, all: u8) -> Option<(A, u8)> {
    let (address, bits) = match text.split_once('/') {
        Some((address, bits)) => (address, bits.parse().ok()?),
        None => (text, all),
    };
    (bits <= all).then_some((address.parse().ok()?, bits))
}

fn ipv4_prefix(text: &str) -> Option<Vec<u8>> {
    let (address, bits) = with_bits::<Ipv4Addr>(text, 32)?;
    let kept = u32::MAX.checked_shl(32 - u32::from(bits)).unwrap_or(0);
    let address = (address.to_bits() & kept).to_be_bytes();
    Some([0, bits].into_iter().chain(address).collect())
}

fn ipv6_prefix(text: &str) -> Option<Vec<u8>> {
    let (address, bits) = with_bits::<Ipv6Addr>(text, 128)?;
    let kept = u128::MAX.checked_shl(128 - u32::from(bits)).unwrap_or(0);
    let address = (address.to_bits() & kept).to_be_bytes();
    Some([0, bits].into_iter().chain(address.into_iter().take(usize::from(bits).div_ceil(8))).collect())
}

/// Groups of hexadecimal digits, `digits` at most in each.
fn groups<const N: usize>(text: &str, between: &str, digits: usize) -> Option<[u16; N]> {
    let is_right =
        |group: &str| group.len() <= digits && group.bytes().all(|digit| digit.is_ascii_hexdigit());
    let mut groups = [0; N];
    let mut parts = text.split(between);
    for group in &mut groups {
        *group = u16::from_str_radix(parts.next().filter(|part| is_right(part))?, 16).ok()?;
    }
    parts.next().is_none().then_some(groups)
}

fn hexadecimal(digits: &str) -> Option<Vec<u8>> {
    let digit = |digit: u8| char::from(digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let pair = |pair: &[u8]| match pair {
        [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
        _ => None,
    };
    digits.as_bytes().chunks(2).map(pair).collect()
}

fn hexadecimal_text(octets: &[u8]) -> String {
    let digits = octets.iter().map(|octet| format!("{octet:02x}"));
    std::iter::once("0x".to_owned()).chain(digits).collect()
}
