//! Structs, unions and arrays: values come back as they were sent, and arbitrary octets are read or refused, never lost.

use proptest::collection::vec;
use proptest::prelude::*;
use radius_runtime::Packet;
use radius_runtime::value::Enumerated;

radius_runtime::include_dictionary! {
    /// What only dictionaries of FreeRADIUS 4 have.
    mod structures = "golden/dictionary.structures";
}

use structures::example::{self, location::Place, location::place, policy::Direction, usage::Kind};
use structures::{DICTIONARY, NAMES, RANGE, Range, SPANS};

fn decoded(attributes: &[u8]) -> Packet {
    let length = u16::try_from(20 + attributes.len()).unwrap().to_be_bytes();
    Packet::decode(&[&[1, 0], &length[..], &[0; 16], attributes].concat()).unwrap()
}

/// The same packet from its octets, and once more from its text.
fn sent(packet: &Packet) -> Packet {
    let octets = packet.encode().unwrap();
    let read = Packet::decode(&octets).unwrap();
    assert_eq!(read.encode().unwrap(), octets);
    let mut from_text = Packet::access_request();
    for line in read.display(&DICTIONARY).to_string().lines().skip(1) {
        from_text.push_text(&DICTIONARY, line.trim()).unwrap_or_else(|error| panic!("{line}: {error}"));
    }
    assert_eq!(from_text.encode().unwrap(), octets);
    read
}

/// Members up to one of them: the rest is absent.
fn up_to<T>(count: usize, place: usize, value: T) -> Option<T> {
    (place < count).then_some(value)
}

fn place() -> impl Strategy<Value = Place> {
    prop_oneof![
        (any::<u16>(), any::<u16>())
            .prop_map(|(code, cell)| Place::Cell(place::Cell { code: Some(code), cell: Some(cell) })),
        "[a-z, \"{}=]{0,40}".prop_map(Place::Street),
        (4..=u8::MAX, vec(any::<u8>(), 0..40)).prop_map(|(key, octets)| Place::Other { key, octets }),
    ]
}

proptest! {
    #[test]
    fn bit_fields_come_back(count in 2..=3_usize, spare: bool, kind in 0..128_u8, number: u16) {
        let usage = example::Usage {
            spare: Some(spare),
            kind: Some(Kind::from_number(kind)),
            count: up_to(count, 2, number),
        };
        let packet = sent(&Packet::access_request().with(example::USAGE, &usage));
        prop_assert_eq!(packet.get(example::USAGE).unwrap(), Some(usage));
    }

    #[test]
    fn members_come_back_as_many_as_there_are(
        count in 1..=4_usize,
        name in "\\PC{0,30}",
        secret: [u8; 2],
        direction: u8,
        servers in vec(any::<[u8; 4]>(), 1..8),
    ) {
        let servers = servers.into_iter().map(Into::into).collect();
        let policy = example::Policy {
            name: Some(name),
            secret: up_to(count, 1, secret),
            direction: up_to(count, 2, Direction::from_number(direction)),
            servers: up_to(count, 3, servers),
        };
        let packet = sent(&Packet::access_request().with(example::POLICY, &policy));
        prop_assert_eq!(packet.get(example::POLICY).unwrap(), Some(policy));
    }

    #[test]
    fn branches_come_back(area: [u8; 3], place in place()) {
        let location = example::Location { area: Some(area), place: Some(place) };
        let packet = sent(&Packet::access_request().with(example::LOCATION, &location));
        prop_assert_eq!(packet.get(example::LOCATION).unwrap(), Some(location));
    }

    #[test]
    fn arrays_and_long_structs_come_back(names in vec("\\PC{0,12}", 1..8), from: u16, note in "\\PC{1,400}") {
        let range = Range { from: Some(from), to: Some(1), note: Some(note) };
        let packet = sent(&Packet::access_request().with(NAMES, names.as_slice()).with(RANGE, &range));
        prop_assert_eq!(packet.get(NAMES).unwrap(), Some(names));
        prop_assert_eq!(packet.get(RANGE).unwrap(), Some(range));
    }

    #[test]
    fn arbitrary_octets_are_read_or_refused_and_kept(
        number in prop_oneof![1..=5_u8, any::<u8>()],
        value in vec(any::<u8>(), 0..60),
    ) {
        let length = u8::try_from(value.len()).unwrap();
        let vendor = [&[26, length + 8, 0, 0, 0xc3, 0x58, number, length + 2], value.as_slice()].concat();
        let plain = [&[9, length + 2], value.as_slice(), &[4, length + 2], value.as_slice()].concat();
        let octets = [vendor, plain].concat();
        let packet = decoded(&octets);
        prop_assert_eq!(&packet.encode().unwrap()[20..], &octets);
        let _ = packet.display(&DICTIONARY).to_string();
        let _ = (packet.get(example::BUNDLE).is_ok(), packet.get(NAMES), packet.get(SPANS));
        // What can be read can be sent, and is then the same.
        macro_rules! again {
            ($($attribute:path),*) => {$(
                if let Ok(Some(read)) = packet.get($attribute) {
                    let again = Packet::access_request().with($attribute, &read);
                    if let Ok(octets) = again.encode() {
                        prop_assert_eq!(Packet::decode(&octets).unwrap().get($attribute).unwrap(), Some(read));
                    }
                }
            )*};
        }
        again!(example::USAGE, example::LOCATION, example::POLICY, example::COUNTERS);
    }
}
