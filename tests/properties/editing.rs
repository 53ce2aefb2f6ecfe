//! `push`, `set`, `remove`, `get` and `push_group` do to a packet what they would do to a list.

use proptest::collection::vec;
use proptest::prelude::*;
use radius_runtime::attribute::{AttributeError, Problem, TaggedValue};
use radius_runtime::packet::HEADER_OCTETS;
use radius_runtime::{Code, Packet};

use super::dictionary::*;
use super::model::{Item, Model, VENDORS, Vendor, packets, tags, values};

/// Where an attribute stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Packet(u8),
    Vendor(Vendor, u32),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Octets,
    Number,
}

/// A value as it is given to a handle.
#[derive(Clone, Debug)]
enum Value {
    Octets(Vec<u8>),
    Number(u32),
}

/// A tag and a value's octets.
type Tagged = (u8, Vec<u8>);

/// What an occurrence reads as; malformed ones are an `Err`.
type Read = Result<Tagged, ()>;

/// A handle, and what the model has to know of it.
#[derive(Clone, Copy)]
struct Subject {
    name: &'static str,
    place: Place,
    kind: Kind,
    tagged: bool,
    write: fn(&mut Packet, Option<u8>, &Value, Write) -> Result<(), AttributeError>,
    remove: fn(&mut Packet, Option<u8>) -> usize,
    get_all: fn(&Packet, Option<u8>) -> Vec<Read>,
    get: fn(&Packet, Option<u8>) -> Result<Option<Tagged>, AttributeError>,
}

impl std::fmt::Debug for Subject {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

#[derive(Clone, Copy, Debug)]
enum Write {
    Push,
    Set,
}

impl Value {
    fn octets(&self) -> Vec<u8> {
        match self {
            Self::Octets(octets) => octets.clone(),
            Self::Number(number) => number.to_be_bytes().to_vec(),
        }
    }

    fn number(&self) -> u32 {
        match self {
            Self::Number(number) => *number,
            Self::Octets(_) => 0,
        }
    }
}

fn octets(value: &[u8]) -> Vec<u8> {
    value.to_vec()
}

fn number(value: u32) -> Vec<u8> {
    value.to_be_bytes().to_vec()
}

macro_rules! write {
    ($packet:ident, $handle:expr, $how:ident, $value:expr) => {
        match $how {
            Write::Push => $packet.push($handle, $value),
            Write::Set => $packet.set($handle, $value),
        }
    };
}

macro_rules! subject {
    ($place:expr, $kind:ident, $handle:expr, $from:ident, $to:ident) => {
        Subject {
            name: stringify!($handle),
            place: $place,
            kind: Kind::$kind,
            tagged: false,
            write: |packet, _, value, how| write!(packet, $handle, how, value.$from()),
            remove: |packet, _| packet.remove($handle),
            get_all: |packet, _| {
                packet
                    .get_all($handle)
                    .map(|value| value.map(|value| (0, $to(value))).map_err(drop))
                    .collect()
            },
            get: |packet, _| packet.get($handle).map(|value| value.map(|value| (0, $to(value)))),
        }
    };
    (tagged $place:expr, $kind:ident, $handle:expr, $from:ident, $to:ident) => {
        Subject {
            name: stringify!($handle),
            place: $place,
            kind: Kind::$kind,
            tagged: true,
            write: |packet, tag, value, how| match tag {
                Some(tag) => write!(packet, $handle.tag(tag), how, value.$from()),
                None => write!(packet, $handle, how, value.$from()),
            },
            remove: |packet, tag| match tag {
                Some(tag) => packet.remove($handle.tag(tag)),
                None => packet.remove($handle),
            },
            get_all: |packet, tag| match tag {
                Some(tag) => {
                    let all = packet.get_all($handle.tag(tag));
                    all.map(|value| value.map(|value| (tag, $to(value))).map_err(drop)).collect()
                }
                None => {
                    let all = packet.get_all($handle);
                    all.map(|value| value.map(|TaggedValue { tag, value }| (tag, $to(value))).map_err(drop))
                        .collect()
                }
            },
            get: |packet, tag| match tag {
                Some(tag) => packet.get($handle.tag(tag)).map(|value| value.map(|value| (tag, $to(value)))),
                None => {
                    let first = packet.get($handle);
                    first.map(|value| value.map(|TaggedValue { tag, value }| (tag, $to(value))))
                }
            },
        }
    };
}

macro_rules! subjects {
    ($($index:literal $module:ident),*) => {
        [
            subject!(Place::Packet(1), Octets, USER_NAME.octets(), octets, octets),
            subject!(Place::Packet(5), Number, NUMBER, number, number),
            subject!(Place::Packet(25), Octets, CLASS, octets, octets),
            subject!(tagged Place::Packet(65), Number, TUNNEL_NUMBER, number, number),
            subject!(tagged Place::Packet(66), Octets, TUNNEL_ID.octets(), octets, octets),
            subject!(tagged Place::Vendor(VENDORS[1], 4), Octets, format_1_1::TAGGED.octets(), octets, octets),
            $(
                subject!(Place::Vendor(VENDORS[$index], 1), Octets, $module::TEXT.octets(), octets, octets),
                subject!(
                    Place::Vendor(VENDORS[$index], VENDORS[$index].number()), Number, $module::NUMBER, number, number
                ),
            )*
        ]
    };
}

fn subjects() -> impl Strategy<Value = Subject> {
    let all = subjects!(
        0 format_1_0, 1 format_1_1, 2 format_1_2, 3 format_2_0, 4 format_2_1, 5 format_2_2, 6 format_4_0, 7 format_4_1,
        8 format_4_2
    );
    let (packet, vendors) = all.split_at(6);
    prop_oneof![prop::sample::select(packet.to_vec()), prop::sample::select(vendors.to_vec())]
}

impl Subject {
    /// The octets of a value behind type and length; `None` if it cannot be sent.
    fn wire(&self, tag: Option<u8>, value: &Value) -> Option<Vec<u8>> {
        let tag = tag.unwrap_or(0);
        if tag > 0x1f {
            return None;
        }
        let mut octets = value.octets();
        match (self.tagged, self.kind) {
            (false, _) => {}
            (true, Kind::Number) if octets[0] != 0 => return None,
            (true, Kind::Number) => octets[0] = tag,
            (true, Kind::Octets) if octets.is_empty() => return None,
            (true, Kind::Octets) if tag != 0 || octets[0] <= 0x1f => octets.insert(0, tag),
            (true, Kind::Octets) => {}
        }
        let header = match self.place {
            Place::Packet(_) => 2,
            Place::Vendor(vendor, _) => 6 + vendor.header(),
        };
        (!octets.is_empty() && header + octets.len() <= 255).then_some(octets)
    }

    fn item(&self, octets: Vec<u8>) -> Item {
        match self.place {
            Place::Packet(number) => Item::Plain { number, value: octets },
            Place::Vendor(vendor, number) => Item::Vendor { vendor, inner: vec![(number, octets)] },
        }
    }

    /// The tag of octets and the value behind it; `Err` if it is no tag.
    fn split<'a>(&self, octets: &'a [u8]) -> Result<(u8, &'a [u8]), ()> {
        match octets.split_first() {
            Some((&tag, rest)) if self.tagged && tag <= 0x1f => Ok((tag, rest)),
            Some(_) if self.tagged && self.kind == Kind::Number => Err(()),
            _ => Ok((0, octets)),
        }
    }

    fn is(&self, tag: Option<u8>, octets: &[u8]) -> bool {
        tag.is_none_or(|tag| self.split(octets).is_ok_and(|(own, _)| own == tag))
    }

    /// What reading the octets gives; `None` if they are to be ignored.
    fn read(&self, octets: &[u8]) -> Option<Read> {
        let Ok((tag, value)) = self.split(octets) else { return Some(Err(())) };
        match self.kind {
            Kind::Octets => (!value.is_empty()).then(|| Ok((tag, value.to_vec()))),
            Kind::Number if self.tagged && value.len() == 3 => Some(Ok((tag, [&[0], value].concat()))),
            Kind::Number if !self.tagged && value.len() == 4 => Some(Ok((tag, value.to_vec()))),
            Kind::Number => Some(Err(())),
        }
    }
}

impl Model {
    /// The octets of every occurrence, in order.
    fn find(&self, subject: &Subject, tag: Option<u8>) -> Vec<Vec<u8>> {
        let all = self.0.iter().flat_map(|item| match (item, subject.place) {
            (Item::Plain { number, value }, Place::Packet(wanted)) if *number == wanted => {
                vec![value.clone()]
            }
            (Item::Vendor { vendor, inner }, Place::Vendor(wanted, number)) if *vendor == wanted => {
                inner.iter().filter(|(own, _)| *own == number).map(|(_, value)| value.clone()).collect()
            }
            _ => Vec::new(),
        });
        all.filter(|octets| subject.is(tag, octets)).collect()
    }

    /// Whether the vendor has a Vendor-Specific that cannot be read.
    fn has_malformed(&self, subject: &Subject) -> bool {
        self.0.iter().any(|item| match (item, subject.place) {
            (Item::Malformed { vendor, .. }, Place::Vendor(wanted, _)) => *vendor == wanted,
            _ => false,
        })
    }

    /// Removes every occurrence. Says how many there were, and where something in place of the first one would go.
    fn remove(&mut self, subject: &Subject, tag: Option<u8>) -> (usize, Option<usize>) {
        let (mut removed, mut first) = (0, None);
        let mut kept: Vec<Item> = Vec::new();
        for item in std::mem::take(&mut self.0) {
            let is_match = |octets: &[u8]| subject.is(tag, octets);
            let (item, own) = match (item, subject.place) {
                (Item::Plain { number, value }, Place::Packet(wanted))
                    if number == wanted && is_match(&value) =>
                {
                    (None, 1)
                }
                (Item::Vendor { vendor, mut inner }, Place::Vendor(wanted, number)) if vendor == wanted => {
                    let before = inner.len();
                    inner.retain(|(own, value)| *own != number || !is_match(value));
                    let own = before - inner.len();
                    ((!inner.is_empty()).then_some(Item::Vendor { vendor, inner }), own)
                }
                (item, _) => (Some(item), 0),
            };
            kept.extend(item);
            if own > 0 {
                removed += own;
                first.get_or_insert(kept.len());
            }
        }
        self.0 = kept;
        (removed, first)
    }
}

#[derive(Clone, Debug)]
enum Edit {
    Write(Write, Subject, Option<u8>, Value),
    Remove(Subject, Option<u8>),
    Raw(u8, Vec<u8>),
    Group(usize, Vec<(bool, Value)>),
}

fn edits() -> impl Strategy<Value = Edit> {
    let tags = || prop::option::of(tags());
    let given = || {
        subjects().prop_flat_map(|subject| {
            let octets = prop_oneof![8 => values().boxed(), 1 => vec(any::<u8>(), 200..300).boxed()]
                .prop_map(Value::Octets);
            let numbers = prop_oneof![0..1000_u32, any::<u32>()].prop_map(Value::Number);
            let value = if subject.kind == Kind::Number { numbers.boxed() } else { octets.boxed() };
            (Just(subject), value)
        })
    };
    let how = prop_oneof![Just(Write::Push), Just(Write::Set)];
    let group = vec((any::<bool>(), values().prop_map(Value::Octets)), 0..6);
    prop_oneof![
        6 => (how, given(), tags()).prop_map(|(how, (subject, value), tag)| {
            Edit::Write(how, subject, tag.filter(|_| subject.tagged), value)
        }),
        3 => (subjects(), tags()).prop_map(|(subject, tag)| Edit::Remove(subject, tag.filter(|_| subject.tagged))),
        1 => (0..3_u8, vec(any::<u8>(), 0..256)).prop_map(|(number, value)| Edit::Raw(number, value)),
        1 => (0..2_usize, group).prop_map(|(vendor, values)| Edit::Group(vendor, values)),
    ]
}

/// Does the same edit to both. What fails must leave the packet as it was.
fn apply(edit: &Edit, packet: &mut Packet, model: &mut Model) -> Result<(), TestCaseError> {
    match edit {
        Edit::Write(how, subject, tag, value) => {
            let result = (subject.write)(packet, *tag, value, *how);
            let wire = subject.wire(*tag, value);
            prop_assert_eq!(result.is_ok(), wire.is_some(), "{:?}", result);
            if let Some(octets) = wire {
                let at = match how {
                    Write::Push => None,
                    Write::Set => model.remove(subject, *tag).1,
                };
                model.0.insert(at.unwrap_or(model.0.len()), subject.item(octets));
            }
        }
        Edit::Remove(subject, tag) => {
            prop_assert_eq!((subject.remove)(packet, *tag), model.remove(subject, *tag).0);
        }
        Edit::Raw(number, value) => {
            let fits = *number != 0 && value.len() <= 253;
            prop_assert_eq!(packet.push_raw(*number, value).is_ok(), fits);
            if fits {
                model.0.push(Item::Plain { number: *number, value: value.clone() });
            }
        }
        Edit::Group(index, values) => {
            let (vendor, inner) = (VENDORS[1 + index], group(VENDORS[1 + index], values));
            let fill = |group: Packet| {
                values.iter().fold(group, |group, (is_text, value)| match (index, is_text) {
                    (0, true) => group.with(format_1_1::TEXT.octets(), value.octets()),
                    (0, false) => group.with(format_1_1::NUMBER, 7),
                    (_, true) => group.with(format_1_2::TEXT.octets(), value.octets()),
                    (_, false) => group.with(format_1_2::NUMBER, 7),
                })
            };
            let constant = if *index == 0 { format_1_1::VENDOR } else { format_1_2::VENDOR };
            let fits = !inner.is_empty()
                && inner.iter().all(|(_, value)| !value.is_empty())
                && 6 + inner.iter().map(|(_, value)| vendor.header() + value.len()).sum::<usize>() <= 255;
            prop_assert_eq!(packet.push_group(constant, fill).is_ok(), fits);
            if fits {
                model.0.push(Item::Vendor { vendor, inner });
            }
        }
    }
    Ok(())
}

fn group(vendor: Vendor, values: &[(bool, Value)]) -> Vec<(u32, Vec<u8>)> {
    let own = |(is_text, value): &(bool, Value)| match is_text {
        true => (1, value.octets()),
        false => (vendor.number(), vec![0, 0, 0, 7]),
    };
    values.iter().map(own).collect()
}

/// Every handle reads from the packet what the model has.
fn compare(packet: &Packet, model: &Model, subject: &Subject, tag: Option<u8>) -> Result<(), TestCaseError> {
    let expected: Vec<Read> =
        model.find(subject, tag).iter().filter_map(|octets| subject.read(octets)).collect();
    prop_assert_eq!(&(subject.get_all)(packet, tag), &expected, "{:?}", subject);
    match ((subject.get)(packet, tag), expected.into_iter().next()) {
        (Ok(found), Some(expected)) => prop_assert_eq!(found, expected.ok(), "{:?}", subject),
        (Ok(found), None) => {
            prop_assert_eq!(found, None);
            prop_assert!(!model.has_malformed(subject), "absence is not certain");
        }
        (Err(error), None) => {
            prop_assert_eq!(error.problem, Problem::MalformedVendor);
            prop_assert!(model.has_malformed(subject));
        }
        (Err(error), Some(expected)) => prop_assert_eq!(expected, Err(()), "{}", error),
    }
    Ok(())
}

proptest! {
    #[test]
    fn every_edit_does_what_it_would_do_to_a_list(
        start in packets(),
        edits in vec(edits(), 1..8),
        (subject, tag) in (subjects(), prop::option::of(tags())),
    ) {
        let mut model = start;
        let mut packet = model.packet(Code::ACCESS_REQUEST);
        for edit in &edits {
            let before = packet.clone();
            apply(edit, &mut packet, &mut model)?;
            prop_assert_eq!(&packet.encode().unwrap()[HEADER_OCTETS..], model.octets(), "{:?} of {:?}", edit, before);
            if let Edit::Write(_, subject, tag, _) | Edit::Remove(subject, tag) = edit {
                compare(&packet, &model, subject, *tag)?;
            }
            compare(&packet, &model, &subject, tag.filter(|_| subject.tagged))?;
        }
    }
}
