//! Addresses, prefixes, interface identifiers and MAC addresses.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use macaddr::MacAddr6;
use thiserror::Error;

use super::{Layout, ToValue, Value, ValueError, exactly};

/// An interface identifier: 8 octets, written as four groups of hexadecimal digits (RFC 3162 §2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct InterfaceId(pub [u8; 8]);

impl fmt::Display for InterfaceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c, d, e, g, h, i] = self.0.map(u16::from);
        write!(f, "{:x}:{:x}:{:x}:{:x}", a << 8 | b, c << 8 | d, e << 8 | g, h << 8 | i)
    }
}

/// The text is not four groups of one to four hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("an interface identifier is four groups of hexadecimal digits, such as 0:1:2:3")]
pub struct InterfaceIdError;

impl FromStr for InterfaceId {
    type Err = InterfaceIdError;

    fn from_str(text: &str) -> Result<Self, InterfaceIdError> {
        let mut groups = text.split(':');
        let mut octets = [0; 8];
        for pair in octets.chunks_exact_mut(2) {
            let group = groups.next().ok_or(InterfaceIdError)?;
            if group.is_empty() || group.len() > 4 || !group.bytes().all(|b| b.is_ascii_hexdigit()) {
                return Err(InterfaceIdError);
            }
            let number = u16::from_str_radix(group, 16).map_err(|_| InterfaceIdError)?;
            pair.copy_from_slice(&number.to_be_bytes());
        }
        groups.next().is_none().then_some(Self(octets)).ok_or(InterfaceIdError)
    }
}

macro_rules! fixed {
    ($($type:ty: $size:literal, $from:expr, $to:expr;)*) => {$(
        impl Value for $type {
            type View<'a> = Self;

            #[inline]
            fn read_value(octets: &[u8], _: Layout) -> Result<Self, ValueError> {
                exactly::<$size>(octets).map($from)
            }
        }

        impl ToValue<$type> for $type {
            fn write_value(&self, _: Layout, out: &mut Vec<u8>) -> Result<(), ValueError> {
                let octets: [u8; $size] = $to(*self);
                out.extend_from_slice(&octets);
                Ok(())
            }
        }
    )*};
}

fixed! {
    Ipv4Addr: 4, Self::from, |address: Self| address.octets();
    Ipv6Addr: 16, Self::from, |address: Self| address.octets();
    InterfaceId: 8, Self, |id: Self| id.0;
    MacAddr6: 6, Self::from, |mac: Self| mac.into_array();
}

/// `combo-ip`: the length tells the family.
impl Value for IpAddr {
    type View<'a> = Self;

    #[inline]
    fn read_value(octets: &[u8], layout: Layout) -> Result<Self, ValueError> {
        match octets.len() {
            4 => Ipv4Addr::read_value(octets, layout).map(Self::V4),
            16 => Ipv6Addr::read_value(octets, layout).map(Self::V6),
            found => Err(ValueError::BadLength { found }),
        }
    }
}

macro_rules! combo {
    ($($source:ty),*) => {$(
        impl ToValue<IpAddr> for $source {
            fn write_value(&self, layout: Layout, out: &mut Vec<u8>) -> Result<(), ValueError> {
                match IpAddr::from(*self) {
                    IpAddr::V4(address) => ToValue::<Ipv4Addr>::write_value(&address, layout, out),
                    IpAddr::V6(address) => ToValue::<Ipv6Addr>::write_value(&address, layout, out),
                }
            }
        }
    )*};
}

combo!(IpAddr, Ipv4Addr, Ipv6Addr);

/// Reserved octet, prefix length, four octets of address (RFC 8044 §3.11). Bits behind the prefix are ignored, as
/// FreeRADIUS does: equipment sends them.
impl Value for Ipv4Net {
    type View<'a> = Self;

    #[inline]
    fn read_value(octets: &[u8], _: Layout) -> Result<Self, ValueError> {
        let [reserved, length, address @ ..] = exactly::<6>(octets)?;
        if reserved != 0 {
            return Err(ValueError::Prefix);
        }
        Self::new(address.into(), length).map(|net| net.trunc()).map_err(|_| ValueError::Prefix)
    }
}

impl ToValue<Self> for Ipv4Net {
    fn write_value(&self, _: Layout, out: &mut Vec<u8>) -> Result<(), ValueError> {
        out.extend_from_slice(&[0, self.prefix_len()]);
        out.extend_from_slice(&self.network().octets());
        Ok(())
    }
}

/// Reserved octet, prefix length, as many octets of address as the prefix needs or more (RFC 8044 §3.10). Bits behind
/// the prefix are ignored, as FreeRADIUS does.
impl Value for Ipv6Net {
    type View<'a> = Self;

    #[inline]
    fn read_value(octets: &[u8], _: Layout) -> Result<Self, ValueError> {
        let [reserved, length, prefix @ ..] = octets else {
            return Err(ValueError::BadLength { found: octets.len() });
        };
        if prefix.len() > 16 {
            return Err(ValueError::BadLength { found: octets.len() });
        }
        if *reserved != 0 || prefix.len() < usize::from(*length).div_ceil(8) {
            return Err(ValueError::Prefix);
        }
        let mut address = [0; 16];
        for (to, from) in address.iter_mut().zip(prefix) {
            *to = *from;
        }
        Self::new(address.into(), *length).map(|net| net.trunc()).map_err(|_| ValueError::Prefix)
    }
}

impl ToValue<Self> for Ipv6Net {
    fn write_value(&self, _: Layout, out: &mut Vec<u8>) -> Result<(), ValueError> {
        out.extend_from_slice(&[0, self.prefix_len()]);
        let needed = usize::from(self.prefix_len()).div_ceil(8);
        out.extend(self.network().octets().into_iter().take(needed));
        Ok(())
    }
}

/// `combo-prefix`. Six octets are an IPv4 prefix where they can be one.
impl Value for IpNet {
    type View<'a> = Self;

    fn read_value(octets: &[u8], layout: Layout) -> Result<Self, ValueError> {
        let v4 = Ipv4Net::read_value(octets, layout).map(Self::V4);
        v4.or_else(|_| Ipv6Net::read_value(octets, layout).map(Self::V6))
    }
}

impl ToValue<Self> for IpNet {
    fn write_value(&self, layout: Layout, out: &mut Vec<u8>) -> Result<(), ValueError> {
        match self {
            Self::V4(net) => ToValue::<Ipv4Net>::write_value(net, layout, out),
            Self::V6(net) => {
                ToValue::<Ipv6Net>::write_value(net, layout, out)?;
                // A fifth octet of address, which the receiver ignores, tells it from an IPv4 prefix.
                if (25..=32).contains(&net.prefix_len()) {
                    out.push(0);
                }
                Ok(())
            }
        }
    }
}

impl ToValue<IpNet> for Ipv4Net {
    fn write_value(&self, layout: Layout, out: &mut Vec<u8>) -> Result<(), ValueError> {
        ToValue::<IpNet>::write_value(&IpNet::V4(*self), layout, out)
    }
}

impl ToValue<IpNet> for Ipv6Net {
    fn write_value(&self, layout: Layout, out: &mut Vec<u8>) -> Result<(), ValueError> {
        ToValue::<IpNet>::write_value(&IpNet::V6(*self), layout, out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded<T: ToValue<T>>(value: T) -> Vec<u8> {
        let mut out = Vec::new();
        value.write_value(Layout::Full, &mut out).unwrap();
        out
    }

    fn net6(octets: &[u8]) -> Result<Ipv6Net, ValueError> {
        Ipv6Net::read_value(octets, Layout::Full)
    }

    #[test]
    fn ipv6_prefixes_are_sent_in_the_fewest_octets_rfc3162_2_3() {
        for (text, octets) in [
            ("::/0", &[0, 0][..]),
            ("2001:db8:1::/48", &[0, 0x30, 0x20, 1, 0x0d, 0xb8, 0, 1]),
            ("2001:db8::/61", &[0, 0x3d, 0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0]),
        ] {
            let net: Ipv6Net = text.parse().unwrap();
            assert_eq!(encoded(net), octets, "{text}");
            assert_eq!(net6(octets), Ok(net));
        }
    }

    #[test]
    fn ipv6_prefix_host_bits_are_dropped() {
        let octets = [0, 0x30, 0x20, 1, 0x0d, 0xb8, 0, 1, 0xff];
        assert_eq!(net6(&octets), Ok("2001:db8:1::/48".parse().unwrap()));
    }

    #[test]
    fn ipv6_prefixes_that_cannot_be_are_invalid_rfc8044_3_10() {
        assert_eq!(net6(&[0]), Err(ValueError::BadLength { found: 1 }));
        assert_eq!(net6(&[0; 19]), Err(ValueError::BadLength { found: 19 }));
        assert_eq!(net6(&[1, 0]), Err(ValueError::Prefix), "reserved octet set");
        assert_eq!(net6(&[0, 129]), Err(ValueError::Prefix), "length over 128");
        assert_eq!(net6(&[0, 64, 0x20]), Err(ValueError::Prefix), "fewer octets than the length needs");
    }

    #[test]
    fn ipv4_prefixes_have_six_octets_rfc8044_3_11() {
        let net: Ipv4Net = "192.0.2.0/24".parse().unwrap();
        assert_eq!(encoded(net), [0, 24, 192, 0, 2, 0]);
        assert_eq!(Ipv4Net::read_value(&[0, 24, 192, 0, 2, 7], Layout::Full), Ok(net));
        assert_eq!(Ipv4Net::read_value(&[0, 33, 0, 0, 0, 0], Layout::Full), Err(ValueError::Prefix));
        assert_eq!(Ipv4Net::read_value(&[1, 24, 0, 0, 0, 0], Layout::Full), Err(ValueError::Prefix));
        assert!(Ipv4Net::read_value(&[0, 24, 192], Layout::Full).is_err());
    }

    #[test]
    fn combo_ip_goes_by_length() {
        assert_eq!(IpAddr::read_value(&[192, 0, 2, 1], Layout::Full), Ok(IpAddr::from([192, 0, 2, 1])));
        assert_eq!(IpAddr::read_value(&[0; 8], Layout::Full), Err(ValueError::BadLength { found: 8 }));
    }

    #[test]
    fn combo_prefixes_are_told_apart() {
        for text in ["192.0.2.0/24", "0.0.0.0/0", "2001:db8::/32", "2001:d00::/24", "::/0", "2001:db8::/64"] {
            let net: IpNet = text.parse().unwrap();
            let octets = encoded(net);
            assert_eq!(IpNet::read_value(&octets, Layout::Full), Ok(net), "{octets:?}");
        }
    }

    #[test]
    fn interface_ids_print_and_parse() {
        let id = InterfaceId([0, 0, 0, 1, 0, 2, 0xab, 0xcd]);
        assert_eq!(id.to_string(), "0:1:2:abcd");
        assert_eq!("0:1:2:abcd".parse(), Ok(id));
        for wrong in ["", "0:1:2", "0:1:2:3:4", "0:1:2:12345", "0:1:2:+3"] {
            assert_eq!(wrong.parse::<InterfaceId>(), Err(InterfaceIdError), "{wrong}");
        }
    }
}
