//! Structures and unions as generated code has them.

use super::*;
use crate::codegen as _r;

#[derive(Clone, Debug, Default, PartialEq)]
struct Usage {
    spare: Option<u8>,
    sess: Option<bool>,
    rat: Option<u8>,
    start: Option<Date>,
    name: Option<String>,
    data: Option<Vec<u8>>,
}

_r::structure! { Usage: Form::Rest, {
    [spare: Bits<u8, 3>] [sess: Bits<bool, 1>] [rat: Bits<u8, 4>] [start: Date] [name: Prefixed<str, 1>] [data: [u8]]
} }

#[derive(Clone, Debug, Default, PartialEq)]
struct Tai {
    tac: Option<u16>,
}

_r::structure! { Tai: Form::UpTo(2), { [tac: u16] } }

#[derive(Clone, Debug, Default, PartialEq)]
struct Location {
    plmn_id: Option<[u8; 3]>,
    data: Option<Data>,
}

_r::structure! { Location: Form::Rest, { [key data: u8] [plmn_id: [u8; 3]] [data: Data] } }

#[derive(Clone, Debug, PartialEq)]
enum Data {
    Tai(Tai),
    Number(u32),
    Other { key: u8, octets: Vec<u8> },
}

_r::union! { Data: u8 { Tai(Tai) = 128, Number(u32) = 7, } }

fn encoded<T: ToValue<T>>(value: &T) -> Vec<u8> {
    let mut out = Vec::new();
    value.write_value(Layout::Full, &mut out).unwrap();
    out
}

fn usage() -> Usage {
    Usage {
        spare: Some(0),
        sess: Some(true),
        rat: Some(5),
        start: Some(Date::from_unix(1)),
        name: Some("ab".into()),
        data: Some(vec![9]),
    }
}

#[test]
fn members_stand_one_behind_the_other() {
    let octets = encoded(&usage());
    assert_eq!(octets, [0x15, 0, 0, 0, 1, 2, b'a', b'b', 9]);
    assert_eq!(Usage::read_value(&octets, Layout::Full), Ok(usage()));
}

#[test]
fn a_struct_cut_at_every_octet_ends_behind_a_member_or_is_invalid() {
    let octets = encoded(&usage());
    for length in 0..=octets.len() {
        let read = Usage::read_value(&octets[..length], Layout::Full);
        let whole = [0, 1, 5, 8, 9];
        match read {
            Ok(read) => {
                assert!(whole.contains(&length), "{length}: {read:?}");
                assert_eq!(encoded(&read), octets[..length], "the rest is absent");
            }
            Err(problem) => {
                assert!(!whole.contains(&length), "{length}");
                assert!(matches!(problem, ValueError::Cut | ValueError::LengthPrefix), "{problem}");
            }
        }
    }
}

#[test]
fn the_union_gives_the_key() {
    let tai = Location { plmn_id: Some([0, 0xf1, 0x10]), data: Some(Data::Tai(Tai { tac: Some(1) })) };
    assert_eq!(encoded(&tai), [0x80, 0, 0xf1, 0x10, 0, 1]);
    assert_eq!(Location::read_value(&encoded(&tai), Layout::Full), Ok(tai));
    let number = Location { plmn_id: None, data: Some(Data::Number(1)) };
    assert_eq!(encoded(&number), [7, 0, 0, 0, 0, 0, 0, 1]);
    let only_key = Location { plmn_id: None, data: Some(Data::Tai(Tai::default())) };
    assert_eq!(Location::read_value(&[0x80], Layout::Full), Ok(only_key.clone()));
    assert_eq!(encoded(&only_key), [0x80]);
    assert_eq!(encoded(&Location::default()), []);
}

#[test]
fn what_no_branch_names_or_fits_is_kept() {
    for octets in
        [&[9, 1, 2, 3, 4, 5][..], &[7, 1, 2, 3, 4], &[0x80, 1, 2, 3, 4], &[7, 1, 2, 3, 1, 2, 3, 4, 5]]
    {
        let read = Location::read_value(octets, Layout::Full).unwrap();
        let Some(Data::Other { key, octets: rest }) = &read.data else { panic!("{read:?}") };
        assert_eq!((*key, rest.as_slice()), (octets[0], &octets[4..]));
        assert_eq!(encoded(&read), octets);
    }
}

#[test]
fn arrays_hold_whole_values_only() {
    let read = |octets| Array::<u16>::read_value(octets, Layout::Full);
    assert_eq!(read(&[0, 1, 0, 2]), Ok(vec![1, 2]));
    assert_eq!(read(&[0, 1, 0]), Err(ValueError::Elements { element: 2, found: 3 }));
    let mut out = Vec::new();
    ToValue::<Array<u16>>::write_value(&[1_u16, 2], Layout::Full, &mut out).unwrap();
    ToValue::<Array<u16>>::write_value(&vec![3_u16], Layout::Full, &mut out).unwrap();
    assert_eq!(out, [0, 1, 0, 2, 0, 3]);
    type Texts = Array<Prefixed<str, 1>>;
    out.clear();
    ToValue::<Texts>::write_value(&["a", "bc"], Layout::Full, &mut out).unwrap();
    assert_eq!(out, [1, b'a', 2, b'b', b'c']);
    assert_eq!(Texts::read_value(&out, Layout::Full), Ok(vec!["a".to_owned(), "bc".to_owned()]));
    assert_eq!(Texts::read_value(&[1, b'a', 2], Layout::Full), Err(ValueError::LengthPrefix));
    assert_eq!(Array::<Tai>::read_value(&[0, 7], Layout::Full), Ok(vec![Tai { tac: Some(7) }]));
}

#[test]
fn a_value_behind_its_length_fills_the_attribute() {
    type Text = Prefixed<str, 2, 2>;
    let mut out = Vec::new();
    ToValue::<Text>::write_value(&"ab", Layout::Full, &mut out).unwrap();
    assert_eq!(out, [0, 4, b'a', b'b']);
    assert_eq!(Text::read_value(&out, Layout::Full), Ok("ab"));
    for wrong in [&[][..], &[0], &[0, 1], &[0, 5, b'a', b'b'], &[0, 3, b'a', b'b']] {
        assert_eq!(Text::read_value(wrong, Layout::Full), Err(ValueError::LengthPrefix), "{wrong:?}");
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Pair {
    low: Option<u8>,
    high: Option<u8>,
}

_r::structure! { Pair: Form::UpTo(2), { [low: u8] [high: u8] } }

#[derive(Clone, Debug, Default, PartialEq)]
struct Last {
    id: Option<u8>,
    pair: Option<Pair>,
}

_r::structure! { Last: Form::UpTo(3), { [id: u8] [pair: Pair] } }

#[derive(Clone, Debug, Default, PartialEq)]
struct First {
    pair: Option<Pair>,
    id: Option<u8>,
}

_r::structure! { First: Form::UpTo(3), { [pair: Pair] [id: u8] } }

#[test]
fn members_absent_in_a_struct_inside_another_are_zeros_before_something_and_nothing_at_the_end() {
    let low = Pair { low: Some(7), high: None };
    let last = Last { id: Some(1), pair: Some(low.clone()) };
    assert_eq!(encoded(&last), [1, 7]);
    assert_eq!(Last::read_value(&[1, 7], Layout::Full), Ok(last));
    let first = First { pair: Some(low.clone()), id: Some(1) };
    assert_eq!(encoded(&first), [7, 0, 1]);
    assert_eq!(encoded(&First { pair: Some(low.clone()), id: None }), [7]);
    let whole = First { pair: Some(Pair { high: Some(0), ..low }), id: Some(1) };
    assert_eq!(First::read_value(&[7, 0, 1], Layout::Full), Ok(whole));
}

#[test]
fn the_structs_of_an_array_are_whole() {
    let pairs = [Pair { low: Some(1), high: None }, Pair { low: Some(2), high: Some(3) }];
    let mut out = Vec::new();
    ToValue::<Array<Pair>>::write_value(&pairs, Layout::Full, &mut out).unwrap();
    assert_eq!(out, [1, 0, 2, 3]);
    out.clear();
    Array::<Pair>::write_element(&pairs.to_vec(), &mut out).unwrap();
    assert_eq!(out, [1, 0, 2, 3]);
    let short = Array::<Pair>::read_value(&[1, 0, 2], Layout::Full);
    assert_eq!(short, Err(ValueError::Elements { element: 2, found: 3 }));
}
