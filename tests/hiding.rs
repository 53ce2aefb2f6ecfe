//! Whatever a dictionary hides can be read with the keys, in every place where it can stand.

use radius_runtime::attribute::{Attribute, Read};
use radius_runtime::{Keys, Packet, Secret};

radius_runtime::include_dictionary! {
    /// What can be hidden, in every place where it can stand.
    mod hiding = "golden/dictionary.hiding";
}

use hiding::{PADDED, TEXT_FIXED};

/// Only what can be read with keys compiles.
fn readable<T: ?Sized + Read<Keys>, P>(attribute: Attribute<T, P>) -> bool {
    attribute.definition().flags.secret()
}

/// Every attribute of the module.
macro_rules! all_readable {
    ($module:path) => {{
        use $module::*;
        [
            readable(TEXT),
            readable(TEXT_FIXED),
            readable(OCTETS),
            readable(OCTETS_FIXED),
            readable(U8),
            readable(U16),
            readable(U32),
            readable(U64),
            readable(I8),
            readable(I16),
            readable(I32),
            readable(I64),
            readable(FLAG),
            readable(F32),
            readable(F64),
            readable(IPV4),
            readable(IPV6),
            readable(IPV4_PREFIX),
            readable(IPV6_PREFIX),
            readable(EITHER),
            readable(EITHER_PREFIX),
            readable(INTERFACE),
            readable(MAC),
            readable(TIME),
            readable(DELTA),
            readable(FILTER),
            readable(NAMED),
            readable(PASSWORD),
            readable(PADDED),
            readable(ASCEND),
        ]
    }};
}

#[test]
fn what_is_hidden_can_be_read_in_every_place() {
    assert_eq!(all_readable!(hiding), [true; 30]);
    assert_eq!(all_readable!(hiding::box_), [true; 30]);
    assert_eq!(all_readable!(hiding::plain), [true; 30]);
    assert_eq!(all_readable!(hiding::continued), [true; 30]);
    let tagged = [readable(hiding::TAGGED_TEXT), readable(hiding::TAGGED_NUMBER)];
    let short = [readable(hiding::SHORT_TEXT), readable(hiding::SHORT_TEXT_FIXED)];
    let long = [readable(hiding::LONG_OCTETS_FIXED), readable(hiding::LONG_TIME)];
    assert_eq!([tagged, short, long], [[true; 2]; 3]);
}

#[test]
fn hidden_text_of_a_fixed_length_has_that_length() {
    let keys = || Keys::new(Secret::new("testing123").unwrap(), [5; 16]);
    let open = |packet: Packet| packet.open(keys()).unwrap();
    let packet = open(Packet::access_request().with(TEXT_FIXED, "abcd"));
    assert_eq!(packet.get(TEXT_FIXED).unwrap().unwrap().to_str(), Ok("abcd"));
    assert!(Packet::access_request().with(TEXT_FIXED, "abc").encode().is_err());
    let packet = open(Packet::access_request().with(PADDED, [1, 0, 0, 0]));
    assert_eq!(packet.get(PADDED).unwrap().unwrap().as_bytes(), [1, 0, 0, 0]);
}
