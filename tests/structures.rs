//! Structs, unions, arrays and values behind their length, in every place that an attribute can stand in.

use radius_runtime::attribute::{Attribute, InPacket, TlvValue};
use radius_runtime::dictionary::Dictionary;
use radius_runtime::value::{TimeDelta, ToValue};
use radius_runtime::{Keys, Packet, Secret};

radius_runtime::include_dictionary! {
    /// What only dictionaries of FreeRADIUS 4 have.
    mod structures = "golden/dictionary.structures";
}

radius_runtime::include_dictionary! {
    /// Structs of vendors in formats of their own.
    mod formats = "golden/dictionary.formats";
}

use formats::{continued, double, endless, wide};
use structures::{
    COUNTED, DICTIONARY, FIXED, FIXED_TEXT, NAMES, OLD_READY, RANGE, READY, Range, SPANS, ex, example,
};

fn new() -> Packet {
    Packet::access_request()
}

fn octets(packet: &Packet) -> Vec<u8> {
    packet.encode().unwrap().split_off(20)
}

fn decoded(attributes: &[u8]) -> Packet {
    let length = u16::try_from(20 + attributes.len()).unwrap().to_be_bytes();
    Packet::decode(&[&[1, 0], &length[..], &[0; 16], attributes].concat()).unwrap()
}

/// Sends a value and reads it, and does both again through its text.
fn round_trip<T, V>(attribute: Attribute<T, InPacket>, value: V, line: &str)
where
    T: ?Sized + for<'a> radius_runtime::attribute::Read<radius_runtime::attribute::NoKeys, View<'a> = V>,
    V: ToValue<T> + Clone + PartialEq + std::fmt::Debug,
{
    round_trip_in(&DICTIONARY, attribute, value, line);
}

fn round_trip_in<T, V>(dictionary: &Dictionary<'_>, attribute: Attribute<T, InPacket>, value: V, line: &str)
where
    T: ?Sized + for<'a> radius_runtime::attribute::Read<radius_runtime::attribute::NoKeys, View<'a> = V>,
    V: ToValue<T> + Clone + PartialEq + std::fmt::Debug,
{
    let wire = octets(&new().with(attribute, value.clone()));
    let read = decoded(&wire);
    assert_eq!(read.get(attribute).unwrap().as_ref(), Some(&value));
    assert_eq!(octets(&read), wire);
    assert_eq!(octets(&new().with(attribute, read.get(attribute).unwrap().unwrap())), wire);
    let shown = read.display(dictionary).to_string();
    assert_eq!(shown.lines().nth(1).map(str::trim), Some(line));
    let mut from_text = new();
    from_text.push_text(dictionary, line).unwrap_or_else(|error| panic!("{line}: {error}"));
    assert_eq!(octets(&from_text), wire, "{line}");
}

#[test]
fn a_struct_stands_in_every_place() {
    let (low, high) = (Some(1), Some(2));
    let usage =
        example::Usage { spare: Some(false), kind: Some(example::usage::Kind::Voice), count: Some(3) };
    round_trip(example::USAGE, usage, "Usage = { Spare = false, Kind = Voice, Count = 3 }");
    round_trip(example::PAIR, example::Pair { low, high }, "Pair = { Low = 1, High = 2 }");
    let range = Range { from: Some(1), to: Some(2), note: Some("x".repeat(600)) };
    let line = format!("Range = {{ From = 1, To = 2, Note = \"{}\" }}", "x".repeat(600));
    round_trip(RANGE, range, &line);
}

#[test]
fn a_struct_stands_in_every_format_of_a_vendor() {
    let (low, high) = (Some(1), Some(2));
    let dictionary = &formats::DICTIONARY;
    let line = |vendor: &str| format!("Vendor-Specific.{vendor}.Pair = {{ Low = 1, High = 2 }}");
    round_trip_in(dictionary, wide::PAIR, wide::Pair { low, high }, &line("Wide"));
    round_trip_in(dictionary, endless::PAIR, endless::Pair { low, high }, &line("Endless"));
    round_trip_in(dictionary, double::PAIR, double::Pair { low, high }, &line("Double"));
    let wire = octets(&new().with(double::PAIR, double::Pair { low, high }));
    assert_eq!(wire, [26, 12, 0, 0, 0xc3, 0x5c, 1, 45, 0, 6, 1, 2]);
    let pairs = [1, 2].map(|low| double::Pairs { low: Some(low), high: Some(3) }).to_vec();
    let both = "Pairs = [{ Low = 1, High = 3 }, { Low = 2, High = 3 }]";
    round_trip_in(dictionary, double::PAIRS, pairs, both);
    let note = continued::Note { id: Some(7), text: Some("y".repeat(500)) };
    let line = format!("Note = {{ Id = 7, Text = \"{}\" }}", "y".repeat(500));
    round_trip_in(dictionary, continued::NOTE, note, &line);
    let ambiguous = new().push_text(dictionary, "Pair = { Low = 1 }").unwrap_err().to_string();
    assert!(ambiguous.contains("Vendor-Specific.Wide.Pair or Vendor-Specific.Double.Pair"), "{ambiguous}");
}

#[test]
fn a_struct_in_a_tlv_is_one_of_its_children() {
    let pair = example::bundle::Pair { low: Some(1), ..Default::default() };
    let bundle = TlvValue::new().with(example::bundle::PAIR, &pair).with(example::bundle::TYPE, "t");
    let wire = octets(&new().with(example::BUNDLE, bundle));
    let read = decoded(&wire);
    let tlv = read.get(example::BUNDLE).unwrap().unwrap();
    assert_eq!(tlv.get(example::bundle::PAIR), Ok(Some(pair)));
    let line = "Bundle = { Pair = { Low = 1 }, Type = \"t\" }";
    assert!(read.display(&DICTIONARY).to_string().ends_with(line), "{}", read.display(&DICTIONARY));
    let mut from_text = new();
    from_text.push_text(&DICTIONARY, line).unwrap();
    assert_eq!(octets(&from_text), wire);
}

#[test]
fn a_union_is_an_enum_over_its_key() {
    use example::location::{Place, place};

    let location = |place| example::Location { area: Some([1, 2, 3]), place: Some(place) };
    let cell = Place::Cell(place::Cell { code: Some(5), cell: Some(6) });
    let line = |rest: &str| format!("Location = {{ Type = {rest}, Area = 0x010203, Place = ");
    let end = |rest: &str, place: &str| format!("{}{place} }}", line(rest));
    round_trip(example::LOCATION, location(cell), &end("Cell", "{ Cell = { Code = 5, Cell = 6 } }"));
    let street = Place::Street("Main, \"old\"".into());
    round_trip(example::LOCATION, location(street), &end("Street", "{ Street = \"Main, \\\"old\\\"\" }"));
    let track = TlvValue::new().with(place::track::POINT, 9);
    round_trip(example::LOCATION, location(Place::Track(track)), &end("Track", "{ Track = { Point = 9 } }"));
    let other = Place::Other { key: 77, octets: vec![1, 2] };
    round_trip(example::LOCATION, location(other), &end("77", "0x0102"));
    let cut = Place::Other { key: 0, octets: vec![1] };
    round_trip(example::LOCATION, location(cut), &end("Cell", "0x01"));
}

#[test]
fn secret_members_of_a_fixed_length_end_where_the_next_one_begins() {
    let token = example::Token { key: Some(b"abc"[..].into()), code: Some("xy".into()), tries: Some(7) };
    let packet = new().with(example::TOKEN, &token);
    assert!(octets(&packet).ends_with(b"abcxy\x07"));
    assert_eq!(packet.get(example::TOKEN), Ok(Some(token.clone())));
    let shown = [packet.display(&DICTIONARY).to_string(), format!("{token:?}")];
    assert!(shown.iter().all(|shown| !shown.contains("61") && !shown.contains("xy")), "{shown:?}");
    assert!(shown[0].ends_with("Token = { Key = <hidden>, Code = <hidden>, Tries = 7 }"), "{shown:?}");
    let long = example::Token { key: Some(b"abcd"[..].into()), ..token };
    assert!(new().with(example::TOKEN, long).encode().is_err());
}

#[test]
fn a_secret_branch_of_a_union_is_not_printed() {
    use example::location::Place;

    let location = |place| example::Location { area: Some([0; 3]), place: Some(place) };
    let pin = location(Place::Pin(b"\x12\x34"[..].into()));
    let packet = new().with(example::LOCATION, &pin);
    assert_eq!(packet.get(example::LOCATION), Ok(Some(pin)));
    let shown = packet.display(&DICTIONARY).to_string();
    assert!(shown.ends_with("Place = { Pin = <hidden> } }"), "{shown}");
    let other = new().with(example::LOCATION, location(Place::Other { key: 3, octets: vec![1] }));
    assert!(matches!(
        other.get(example::LOCATION).unwrap().unwrap().place,
        Some(Place::Other { key: 3, .. })
    ));
}

#[test]
fn a_struct_inside_another_may_end_behind_any_of_its_members() {
    let route = |hop| example::Route { metric: Some(1), hop: Some(hop) };
    let hop = example::route::Hop { port: Some(2), weight: Some(3) };
    round_trip(example::ROUTE, route(hop.clone()), "Route = { Metric = 1, Hop = { Port = 2, Weight = 3 } }");
    let cut = route(example::route::Hop { weight: None, ..hop });
    assert!(octets(&new().with(example::ROUTE, &cut)).ends_with(&[9, 4, 1, 2]));
    round_trip(example::ROUTE, cut, "Route = { Metric = 1, Hop = { Port = 2 } }");
}

#[test]
fn text_of_a_union_needs_no_key_and_must_not_contradict_it() {
    let text = |line: &str| {
        let mut packet = new();
        packet.push_text(&DICTIONARY, line).map(|()| octets(&packet)).map_err(|error| error.to_string())
    };
    let expected = text("Location = { Type = Street, Area = 0x000000, Place = { Street = x } }");
    assert_eq!(text("Location = { Place = { Street = x } }"), expected);
    assert_eq!(text("Vendor-Specific.Example.Location.Place.Street = x"), expected);
    assert_eq!(text("Vendor-Specific.Example.Location.Street = x"), expected, "its name in the struct");
    assert!(text("Vendor-Specific.Example.Usage.Street = x").is_err(), "another struct");
    assert!(text("Location = { Type = Cell, Place = { Street = x } }").is_err());
    assert!(text("Location = { Area = 0x000000, Area = 0x000001 }").is_err());
    assert!(text("Location = { Low = 1 }").unwrap_err().contains("does not belong into these braces"));
    assert!(text("Location = Street").is_err());
    assert_eq!(text("Count = 3"), text("Usage = { Count = 3 }"), "a member alone has a struct of its own");
    assert_eq!(text("Ex.Usage = { Count = 3 }"), text("Usage = { Count = 3 }"), "by the alias of the vendor");
    let pair = new().with(example::PAIR, example::Pair { low: Some(1), high: Some(2) });
    assert_eq!(text("Extended-Example.Pair = { Low = 1, High = 2 }"), Ok(octets(&pair)));
    assert!(text("Ex.Pair = { Low = 1 }").is_err(), "stands in the extended attribute only");
    assert_eq!(text("Example-Usage = { Count = 3 }"), text("Usage = { Count = 3 }"));
}

#[test]
fn arrays_hold_values_of_every_kind() {
    let spans: Vec<TimeDelta> = [1, -2].map(TimeDelta::from_seconds).to_vec();
    round_trip(SPANS, spans, "Spans = [1, -2]");
    round_trip(
        NAMES,
        vec!["a".to_owned(), String::new(), "b, c".to_owned()],
        "Names = [\"a\", \"\", \"b, c\"]",
    );
    let counters = |id, total| example::Counters { id: Some(id), total: Some(total) };
    let line = "Counters = [{ Id = 1, Total = 2 }, { Id = 3, Total = 4 }]";
    round_trip(example::COUNTERS, vec![counters(1, 2), counters(3, 4)], line);
    let cut = example::Counters { id: Some(5), total: None };
    let wire = octets(&new().with(example::COUNTERS, [cut, counters(6, 7)]));
    assert!(wire.ends_with(&[5, 0, 0, 0, 0, 6, 0, 0, 0, 7]), "what is absent before another one is zeros");
    let mut from_text = new();
    from_text.push_text(&DICTIONARY, "Counters = [{ Id = 5 }, { Id = 6, Total = 7 }]").unwrap();
    assert_eq!(octets(&from_text), wire);
    let policy = example::Policy {
        name: Some("p".into()),
        secret: Some([1, 2]),
        direction: Some(example::policy::Direction::Up),
        servers: Some(vec![[192, 0, 2, 1].into(), [192, 0, 2, 2].into()]),
    };
    let line = "Policy = { Name = \"p\", Secret = 0x0102, Direction = Up, Servers = [192.0.2.1, 192.0.2.2] }";
    round_trip(example::POLICY, policy, line);
    let two = new().with(SPANS, [TimeDelta::from_seconds(1)]).with(SPANS, [TimeDelta::from_seconds(2)]);
    assert_eq!(two.get_all(SPANS).count(), 2, "an attribute each");
}

#[test]
fn lengths_are_checked_on_both_ways() {
    let wire = octets(&new().with(FIXED, [1, 2, 3, 4]).with(FIXED_TEXT, "ab").with(COUNTED, "xyz"));
    assert_eq!(wire, [1, 6, 1, 2, 3, 4, 2, 4, b'a', b'b', 3, 6, 3, b'x', b'y', b'z']);
    let read = decoded(&wire);
    assert_eq!(read.get(FIXED), Ok(Some(&[1, 2, 3, 4])));
    assert_eq!((read.get(FIXED_TEXT), read.get(COUNTED)), (Ok(Some("ab")), Ok(Some("xyz"))));
    assert!(new().with(FIXED_TEXT, "abc").encode().is_err());
    let broken = decoded(&[1, 5, 1, 2, 3, 2, 3, b'a', 3, 4, 2, b'x']);
    assert!(broken.get(FIXED).is_err() && broken.get(FIXED_TEXT).is_err() && broken.get(COUNTED).is_err());
    assert_eq!(octets(&broken), [1, 5, 1, 2, 3, 2, 3, b'a', 3, 4, 2, b'x'], "kept as it is");
    for line in ["Fixed = 0x0102", "Fixed-Text = abc"] {
        assert!(new().push_text(&DICTIONARY, line).is_err(), "{line}");
    }
}

#[test]
fn a_hidden_value_of_fixed_length_keeps_the_zeros_at_its_end() {
    let secret = Secret::new("testing123").unwrap();
    let packet = new().with(example::HIDDEN_KEY, [7, 0, 0]);
    let open = packet.open(Keys::new(secret, [5; 16])).unwrap();
    assert_eq!(open.get(example::HIDDEN_KEY).unwrap().unwrap().as_bytes(), [7, 0, 0]);
}

#[test]
fn aliases_are_the_same_constants() {
    assert_eq!(OLD_READY.name(), "Ready");
    assert_eq!(octets(&new().with(OLD_READY, true)), octets(&new().with(READY, true)));
    assert_eq!(ex::KIND_OF.name(), "Type");
    let found = DICTIONARY.attribute("Old-Ready").unwrap();
    assert_eq!((found.definition().name, found.path()), ("Ready", vec![13]));
}

/// Malformed structs, arrays and lengths stay as they are, and say what is wrong (RFC 6929 §2.8).
#[test]
fn malformed_values_stay_raw_and_lossless_p108() {
    let vendor = |inner: &[u8]| {
        let length = u8::try_from(6 + inner.len()).unwrap();
        [&[26, length, 0, 0, 0xc3, 0x58], inner].concat()
    };
    // Usage is cut at every octet.
    for (value, is_valid) in
        [(&[][..], true), (&[1], true), (&[1, 0], false), (&[1, 0, 3], true), (&[1, 0, 3, 9], true)]
    {
        let length = u8::try_from(2 + value.len()).unwrap();
        let wire = vendor(&[&[1, length], value].concat());
        let packet = decoded(&wire);
        assert_eq!(packet.get(example::USAGE).is_ok(), is_valid, "{value:?}");
        assert_eq!(octets(&packet), wire);
        let shown = packet.display(&DICTIONARY).to_string();
        assert_eq!(shown.contains("invalid: ends in the middle of a member"), !is_valid, "{shown}");
    }
    for (attribute, is_valid) in [
        (&[4, 10, 0, 0, 0, 1, 0, 0, 0, 2][..], true),
        (&[4, 9, 0, 0, 0, 1, 0, 0, 0], false),
        (&[4, 3, 0], false),
        (&[4, 2], true),
    ] {
        let packet = decoded(attribute);
        assert_eq!(packet.get(SPANS).is_ok(), is_valid, "{attribute:?}");
        assert_eq!(octets(&packet), attribute);
        assert_eq!(packet.display(&DICTIONARY).to_string().contains("invalid"), !is_valid);
    }
    for attribute in [&[9, 3, 0][..], &[9, 4, 0, 1], &[9, 6, 0, 1, b'a', 0]] {
        let packet = decoded(attribute);
        assert!(packet.get(NAMES).is_err());
        assert_eq!(octets(&packet), attribute);
    }
}

/// Who sends it chooses the number, and RFC 3339 ends with the year 9999.
#[test]
fn a_date_that_has_no_text_is_shown_as_octets() {
    for seconds in [253_402_300_800_u64, u64::MAX / 1_000_000] {
        let wire = [&[6, 10], &(seconds * 1_000_000).to_be_bytes()[..]].concat();
        let shown = decoded(&wire).display(&DICTIONARY).to_string();
        assert!(shown.contains("Seen = 0x") && shown.contains("(invalid: "), "{shown}");
    }
    let last = [&[6, 10], &(253_402_300_799_u64 * 1_000_000).to_be_bytes()[..]].concat();
    assert!(decoded(&last).display(&DICTIONARY).to_string().contains("Seen = 9999-12-31T23:59:59Z"));
}
