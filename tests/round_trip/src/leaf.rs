//! Values of the types that are made of no others.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use macaddr::MacAddr6;
use radius_runtime::attribute::Clear;
use radius_runtime::value::{Date, DateIn, DeltaIn, FixedText, InterfaceId, TimeDelta};

use crate::sample::{Limits, SameAs, Sampled, Samples, same_as_itself, sent_as_it_is};

macro_rules! leaves {
    ($($type:ty: $samples:expr;)*) => {$(
        impl Samples for $type {
            type Sample = Self;

            fn samples(_: Limits) -> Vec<Self> {
                $samples.to_vec()
            }
        }
    )*

    same_as_itself! { $($type),* }
    };
}

leaves! {
    i8: [i8::MIN, -1, 0, i8::MAX];
    i16: [i16::MIN, -1, 0, i16::MAX];
    i32: [i32::MIN, -1, 0, i32::MAX];
    i64: [i64::MIN, -1, 0, i64::MAX];
    f32: [-1.5, 0.0, f32::MIN_POSITIVE, f32::INFINITY];
    f64: [-1.5, 0.0, f64::MIN_POSITIVE, f64::INFINITY];
    bool: [true, false];
    Ipv4Addr: [Ipv4Addr::new(192, 0, 2, 1), Ipv4Addr::UNSPECIFIED, Ipv4Addr::BROADCAST];
    Ipv6Addr: addresses_6();
    IpAddr: [IpAddr::from([192, 0, 2, 1]), IpAddr::from([0xffff; 8]), IpAddr::from([0; 16])];
    Ipv4Net: ["192.0.2.0/24", "0.0.0.0/0", "192.0.2.255/32"].map(parsed::<Ipv4Net>);
    Ipv6Net: ["2001:db8::/32", "::/0", "2001:db8::ff/128", "2001:db8:8000::/33"].map(parsed::<Ipv6Net>);
    IpNet: ["2001:db8::/32", "192.0.2.0/24", "0.0.0.0/0", "::/0"].map(parsed::<IpNet>);
    InterfaceId: [InterfaceId([0, 1, 2, 3, 4, 5, 6, 7]), InterfaceId([0; 8]), InterfaceId([0xff; 8])];
    MacAddr6: [MacAddr6::new(0, 0x11, 0x22, 0xaa, 0xbb, 0xcc), MacAddr6::nil(), MacAddr6::broadcast()];
    Date: [1_700_000_000, 0, u32::MAX].map(Date::from_unix);
    TimeDelta: [-60, 0, i64::from(i32::MIN), i64::from(i32::MAX)].map(TimeDelta::from_seconds);
}

fn addresses_6() -> [Ipv6Addr; 3] {
    [parsed("2001:db8::1"), Ipv6Addr::UNSPECIFIED, Ipv6Addr::from([0xff; 16])]
}

fn parsed<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().unwrap()
}

macro_rules! unsigned {
    ($($type:ty),*) => {$(
        impl Samples for $type {
            type Sample = Self;

            fn samples(limits: Limits) -> Vec<Self> {
                let max = Self::try_from(limits.max).unwrap_or(Self::MAX);
                [max.min(7), 0, max].to_vec()
            }
        }
    )*

    same_as_itself! { $($type),* }
    };
}

unsigned!(u8, u16, u32, u64);

/// Types that are sent from an owned value and read as another type: what is compared stands beside it.
macro_rules! owned {
    ($(($($generics:tt)*) $type:ty => $owned:ty, |$view:ident: $as:ty, $sample:ident| $same:expr;)*) => {$(
        impl<$($generics)*> Sampled for $type {
            type Sent = $owned;

            fn sent(limits: Limits) -> Vec<$owned> {
                Self::samples(limits)
            }

            fn long(octets: usize) -> Option<$owned> {
                Self::of_length(octets)
            }

            sent_as_it_is! { $owned }

            fn is_same($view: &$as, $sample: &$owned) -> bool {
                $same
            }
        }
    )*};
}

owned! {
    () str => String, |view: &str, sample| view == sample;
    () [u8] => Vec<u8>, |view: &[u8], sample| view == sample;
    (const N: usize) [u8; N] => [u8; N], |view: &[u8; N], sample| *view == sample;
    (const N: usize) FixedText<N> => String, |view: &str, sample| view == sample;
    (const OCTETS: usize, const UNIT: u64) DateIn<OCTETS, UNIT> => SystemTime,
        |view: SystemTime, sample| view == sample;
    (const OCTETS: usize, const UNIT: u64, const SIGNED: bool) DeltaIn<OCTETS, UNIT, SIGNED> => TimeDelta,
        |view: TimeDelta, sample| view == sample;
}

impl Samples for str {
    type Sample = String;

    fn samples(_: Limits) -> Vec<String> {
        // The second begins with what would be a tag, and the third is not ASCII.
        ["some text", "\u{1}x", "é€😀", "-"].map(String::from).to_vec()
    }

    fn of_length(octets: usize) -> Option<String> {
        Some("x".repeat(octets))
    }
}

impl Samples for [u8] {
    type Sample = Vec<u8>;

    fn samples(limits: Limits) -> Vec<Vec<u8>> {
        let mut all = vec![vec![9, 1, 2, 3], vec![0xff]];
        if !limits.is_padded {
            all.extend([vec![0, 1, 0], vec![0; 20]]);
        }
        all
    }

    fn of_length(octets: usize) -> Option<Vec<u8>> {
        Some(vec![0x5a; octets])
    }
}

impl<const N: usize> Samples for [u8; N] {
    type Sample = Self;

    fn samples(limits: Limits) -> Vec<Self> {
        let first = if limits.is_padded { 1 } else { 0 };
        let counted = std::array::from_fn(|at| first + u8::try_from(at % 200).unwrap_or_default());
        [counted, [0xff; N]].to_vec()
    }
}

impl<const N: usize> Samples for FixedText<N> {
    type Sample = String;

    fn samples(_: Limits) -> Vec<String> {
        vec!["z".repeat(N), "\u{1}".repeat(N)]
    }
}

/// The largest count in so many octets.
fn max_count(octets: usize, is_signed: bool) -> i128 {
    let bits = 8 * octets - usize::from(is_signed);
    (1_i128 << bits) - 1
}

impl<const OCTETS: usize, const UNIT: u64> Samples for DateIn<OCTETS, UNIT> {
    type Sample = SystemTime;

    fn samples(_: Limits) -> Vec<SystemTime> {
        // A clock cannot hold every count of 64 bits.
        let max = max_count(OCTETS, false).min((1_i128 << 62) * 1_000_000_000 / i128::from(UNIT));
        let span = |count: i128| Duration::try_from(TimeDelta::from_nanoseconds(count * i128::from(UNIT)));
        [1, 0, max].map(|count| UNIX_EPOCH + span(count).unwrap()).to_vec()
    }
}

impl<const OCTETS: usize, const UNIT: u64, const SIGNED: bool> Samples for DeltaIn<OCTETS, UNIT, SIGNED> {
    type Sample = TimeDelta;

    fn samples(_: Limits) -> Vec<TimeDelta> {
        let max = max_count(OCTETS, SIGNED);
        let min = if SIGNED { -1 - max } else { 0 };
        [1, min, max].map(|count| TimeDelta::from_nanoseconds(count * i128::from(UNIT))).to_vec()
    }
}

impl Samples for Clear<str> {
    type Sample = Self;

    fn samples(limits: Limits) -> Vec<Self> {
        str::samples(limits).into_iter().map(Self::from).collect()
    }
}

impl Samples for Clear<[u8]> {
    type Sample = Self;

    fn samples(limits: Limits) -> Vec<Self> {
        <[u8]>::samples(limits).into_iter().map(Self::from).collect()
    }
}

impl SameAs<String> for Clear<str> {
    fn is_same_as(&self, sample: &String) -> bool {
        self.matches(sample)
    }
}

impl SameAs<Vec<u8>> for Clear<[u8]> {
    fn is_same_as(&self, sample: &Vec<u8>) -> bool {
        self.matches(sample)
    }
}

impl<const N: usize> SameAs<[u8; N]> for Clear<[u8]> {
    fn is_same_as(&self, sample: &[u8; N]) -> bool {
        self.matches(sample)
    }
}
