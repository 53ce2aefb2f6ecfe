//! The model that packets are compared with: a plain list of attributes, encoded by hand.

use proptest::collection::vec;
use proptest::prelude::*;
use radius_runtime::{Code, Packet};

const VENDOR_SPECIFIC: u8 = 26;

/// A vendor and the octets of its type and length fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Vendor {
    pub(crate) pen: u32,
    pub(crate) type_octets: usize,
    pub(crate) length_octets: usize,
}

/// The vendors of the test dictionary, one for each format.
pub(crate) const VENDORS: [Vendor; 9] = [
    Vendor { pen: 1010, type_octets: 1, length_octets: 0 },
    Vendor { pen: 1011, type_octets: 1, length_octets: 1 },
    Vendor { pen: 1012, type_octets: 1, length_octets: 2 },
    Vendor { pen: 1020, type_octets: 2, length_octets: 0 },
    Vendor { pen: 1021, type_octets: 2, length_octets: 1 },
    Vendor { pen: 1022, type_octets: 2, length_octets: 2 },
    Vendor { pen: 1040, type_octets: 4, length_octets: 0 },
    Vendor { pen: 1041, type_octets: 4, length_octets: 1 },
    Vendor { pen: 1042, type_octets: 4, length_octets: 2 },
];

impl Vendor {
    /// The number of the vendor's attribute `Number`: its `Text` is 1.
    pub(crate) const fn number(self) -> u32 {
        match self.type_octets {
            1 => 2,
            2 => 300,
            _ => 70_000,
        }
    }

    /// Octets of a vendor attribute in front of its value.
    pub(crate) const fn header(self) -> usize {
        self.type_octets + self.length_octets
    }

    fn write(self, number: u32, value: &[u8], out: &mut Vec<u8>) {
        out.extend_from_slice(&number.to_be_bytes()[4 - self.type_octets..]);
        let length = u32::try_from(self.header() + value.len()).unwrap();
        out.extend_from_slice(&length.to_be_bytes()[4 - self.length_octets..]);
        out.extend_from_slice(value);
    }
}

/// An attribute of a packet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Item {
    Plain {
        number: u8,
        value: Vec<u8>,
    },
    Vendor {
        vendor: Vendor,
        inner: Vec<(u32, Vec<u8>)>,
    },
    /// Vendor-Specific of a known vendor, but not in its format.
    Malformed {
        vendor: Vendor,
        data: Vec<u8>,
    },
}

impl Item {
    fn raw(&self) -> (u8, Vec<u8>) {
        match self {
            Self::Plain { number, value } => (*number, value.clone()),
            Self::Vendor { vendor, inner } => {
                let mut value = vendor.pen.to_be_bytes().to_vec();
                for (number, own) in inner {
                    vendor.write(*number, own, &mut value);
                }
                (VENDOR_SPECIFIC, value)
            }
            Self::Malformed { vendor, data } => {
                (VENDOR_SPECIFIC, [&vendor.pen.to_be_bytes()[..], data].concat())
            }
        }
    }
}

/// The attributes of a packet, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Model(pub(crate) Vec<Item>);

impl Model {
    /// The attributes' octets.
    pub(crate) fn octets(&self) -> Vec<u8> {
        let mut octets = Vec::new();
        for (number, value) in self.0.iter().map(Item::raw) {
            octets.extend([number, u8::try_from(value.len() + 2).unwrap()]);
            octets.extend(value);
        }
        octets
    }

    /// A packet of the same attributes.
    pub(crate) fn packet(&self, code: Code) -> Packet {
        let mut packet = Packet::new(code);
        for (number, value) in self.0.iter().map(Item::raw) {
            packet.push_raw(number, &value).unwrap();
        }
        packet
    }
}

/// Octets that are tags, and some that are none any more.
pub(crate) fn tags() -> impl Strategy<Value = u8> {
    prop::sample::select(vec![0, 1, 2, 3, 0x1e, 0x1f, 0x20, 0x21, 0xff])
}

/// Values short enough that many fit into one Vendor-Specific; first octets that are tags come often.
pub(crate) fn values() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        4 => vec(any::<u8>(), 0..8),
        3 => (tags(), vec(any::<u8>(), 0..4)).prop_map(|(tag, rest)| [&[tag][..], &rest].concat()),
        2 => tags().prop_map(|tag| vec![tag]),
        2 => vec(any::<u8>(), 4),
        1 => "[ -~é]{0,12}".prop_map(String::into_bytes),
    ]
}

fn vendor_numbers(vendor: Vendor) -> impl Strategy<Value = u32> {
    prop_oneof![Just(1), Just(vendor.number()), Just(3), Just(4), 1..250_u32]
}

fn malformed(vendor: Vendor) -> BoxedStrategy<Vec<u8>> {
    let header = vendor.header();
    let cut = vec(any::<u8>(), 0..header);
    if vendor.length_octets == 0 {
        return cut.boxed();
    }
    // A length that is less than the header, or more than what is there.
    let wrong = vec(any::<u8>(), 0..10).prop_flat_map(move |value| {
        let (small, large) = (0..header, header + value.len() + 1..250);
        prop_oneof![small, large].prop_map(move |length| {
            let mut data = 1_u32.to_be_bytes()[4 - vendor.type_octets..].to_vec();
            data.extend_from_slice(&u32::try_from(length).unwrap().to_be_bytes()[4 - vendor.length_octets..]);
            data.extend_from_slice(&value);
            data
        })
    });
    prop_oneof![1 => cut, 3 => wrong].boxed()
}

fn items() -> impl Strategy<Value = Item> {
    // The numbers of the handles that are edited, of the data types, and one that is unknown.
    let numbers = prop_oneof![
        6 => prop::sample::select(vec![1, 5, 25, 65, 66, 66]),
        3 => 100..122_u8,
        1 => Just(200),
    ];
    let plain = (numbers, values()).prop_map(|(number, value)| Item::Plain { number, value });
    let vendors = || prop::sample::select(VENDORS.to_vec());
    let vendor = vendors().prop_flat_map(|vendor| {
        let many = if vendor.length_octets == 0 { 1..2 } else { 1..5 };
        vec((vendor_numbers(vendor), values()), many).prop_map(move |inner| Item::Vendor { vendor, inner })
    });
    let malformed = vendors()
        .prop_flat_map(|vendor| malformed(vendor).prop_map(move |data| Item::Malformed { vendor, data }));
    prop_oneof![4 => plain, 5 => vendor, 1 => malformed]
}

/// Packets of arbitrary attributes, well-formed ones and others.
pub(crate) fn packets() -> impl Strategy<Value = Model> {
    vec(items(), 0..10).prop_map(Model)
}
