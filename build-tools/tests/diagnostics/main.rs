//! The full text of what is said about mistakes in dictionaries.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use radius_build::{Code, FileSystem, ReadError, Severity, Style, load_with, render, render_all};

#[path = "../memory/mod.rs"]
mod memory;

use memory::{copies_of_copies, load};

/// Checks the text of all diagnostics about a dictionary.
#[track_caller]
fn shows(text: &str, expected: &str) {
    let loaded = load(text);
    let shown = render_all(&loaded.diagnostics, &loaded.sources, Style::Plain);
    assert_eq!(shown, expected.trim_matches('\n'), "\n{shown}\n");
}

/// Makes a test of each dictionary, and a list of all.
macro_rules! shows {
    ($($name:ident: $text:literal => $expected:literal)+) => {
        pub(crate) const CASES: &[&str] = &[$($text),+];

        $(#[test]
        fn $name() {
            crate::shows($text, $expected);
        })+
    };
}

mod freeradius_4;

shows! {

an_unknown_keyword_names_the_near_one: "ATTRIBTE Foo 1 string\n" => r"
error[D0101]: unknown keyword `ATTRIBTE`
 --> dictionary:1:1
  |
1 | ATTRIBTE Foo 1 string
  | ^^^^^^^^ not a keyword
  |
  = help: did you mean `ATTRIBUTE`?
"

a_missing_argument_is_shown_behind_the_line: "ATTRIBUTE Foo 1   # comment\n" => r"
error[D0102]: `ATTRIBUTE` is incomplete
 --> dictionary:1:16
  |
1 | ATTRIBUTE Foo 1   # comment
  |                ^ expected a data type
"

a_further_argument_is_shown: "ATTRIBUTE\tFoo\t1\tstring\thas_tag, encrypt=2\n" => r"
error[D0103]: `ATTRIBUTE` has too many arguments
 --> dictionary:1:33
  |
1 | ATTRIBUTE    Foo    1    string    has_tag, encrypt=2
  |                                             ^^^^^^^^^ not expected
  |
  = help: flags are joined by commas without spaces, and a comment begins with `#`
"

a_wrong_number_says_how_numbers_are_written: "VENDOR Acme 12abc\n" => r"
error[D0104]: invalid vendor number `12abc`
 --> dictionary:1:13
  |
1 | VENDOR Acme 12abc
  |             ^^^^^ expected a decimal number, or `0x` and hexadecimal digits
"

a_number_that_is_too_large_says_the_largest: "ATTRIBUTE Foo 4294967296 string\n" => r"
error[D0105]: attribute number `4294967296` is too large
 --> dictionary:1:15
  |
1 | ATTRIBUTE Foo 4294967296 string
  |               ^^^^^^^^^^ at most 4294967295
"

a_leading_zero_is_a_warning: "ATTRIBUTE Foo 010 string\n" => r"
warning[D0106]: `010` is read as the decimal number 10
 --> dictionary:1:15
  |
1 | ATTRIBUTE Foo 010 string
  |               ^^^ begins with zero
  |
  = help: leave the zero out, or write `0x` and hexadecimal digits
"

a_character_that_names_cannot_have_is_shown: "ATTRIBUTE Foöbar 1 string\n" => r"
error[D0201]: `ö` cannot stand in the attribute name `Foöbar`
 --> dictionary:1:13
  |
1 | ATTRIBUTE Foöbar 1 string
  |             ^ not allowed here
  |
  = help: attribute names have letters, digits, `-`, `_`, `.` and `/` of ASCII
"

a_long_name_says_its_length: "VENDOR xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx 1\n" => r"
error[D0202]: the vendor name is too long
 --> dictionary:1:8
  |
1 | ...OR xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx 1
  |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ 128 octets, at most 127
"

a_reserved_name_says_why: "ATTRIBUTE Attr-26 1 string\n" => r"
error[D0203]: the attribute name `Attr-26` is reserved
 --> dictionary:1:11
  |
1 | ATTRIBUTE Attr-26 1 string
  |           ^^^^^^^ names with `Attr-` stand for attributes that no dictionary defines
"

an_unknown_vendor_names_the_near_one: "VENDOR Acme 32473\nBEGIN-VENDOR Acne\nATTRIBUTE Foo 1 string\nEND-VENDOR Acne\n" => r"
error[D0301]: unknown vendor `Acne`
 --> dictionary:2:14
  |
2 | BEGIN-VENDOR Acne
  |              ^^^^ no `VENDOR` line before this one defines it
  |
  = help: did you mean `Acme`?
"

a_wrong_vendor_format_says_the_right_ones: "VENDOR Acme 32473 format=3,1\n" => r"
error[D0302]: invalid vendor format `3,1`
 --> dictionary:1:19
  |
1 | VENDOR Acme 32473 format=3,1
  |                   ^^^^^^^^^^ expected `format=T,L`: octets of the type (1, 2 or 4) and of the length (0, 1 or 2), or `format=1,1,c`
"

a_vendor_with_two_numbers_shows_both: "VENDOR Acme 32473\nVENDOR ACME 32474\n" => r"
error[D0303]: the vendor `ACME` is defined twice with different numbers
 --> dictionary:2:8
  |
1 | VENDOR Acme 32473
  |        ---- with number 32473 here
2 | VENDOR ACME 32474
  |        ^^^^ with number 32474 here
"

an_end_without_begin_is_an_error: "VENDOR Acme 32473\nEND-VENDOR Acme\n" => r"
error[D0304]: `END-VENDOR` of `Acme` without `BEGIN-VENDOR`
 --> dictionary:2:12
  |
2 | END-VENDOR Acme
  |            ^^^^ no vendor is open here
"

an_end_of_another_vendor_shows_the_open_one: "VENDOR Acme 32473\nBEGIN-VENDOR Acme\nATTRIBUTE Foo 1 string\n\n\nEND-VENDOR Acne\n" => r"
error[D0305]: `END-VENDOR` names `Acne`, which is not the vendor that is open
 --> dictionary:6:12
  |
2 | BEGIN-VENDOR Acme
  |              ---- this vendor is open
...
6 | END-VENDOR Acne
  |            ^^^^ another vendor
"

a_block_without_end_is_a_warning_at_its_begin: "VENDOR Acme 32473\nBEGIN-VENDOR Acme\nATTRIBUTE Foo 1 string\n" => r"
warning[D0306]: `BEGIN-VENDOR` has no `END-VENDOR` in its file
 --> dictionary:2:14
  |
2 | BEGIN-VENDOR Acme
  |              ^^^^ this block is not closed
"

an_unknown_type_names_the_near_one: "ATTRIBUTE\tUser-Name\t1\tstrng\n" => r"
error[D0401]: unknown data type `strng`
 --> dictionary:1:23
  |
1 | ATTRIBUTE    User-Name    1    strng
  |                                ^^^^^ not a data type
  |
  = help: did you mean `string`?
"

a_wrong_length_says_the_right_ones: "ATTRIBUTE Foo 1 octets[254]\n" => r"
error[D0402]: invalid length in `octets[254]`
 --> dictionary:1:17
  |
1 | ATTRIBUTE Foo 1 octets[254]
  |                 ^^^^^^^^^^^ expected `octets[N]` with a number N from 1 to 253
"

vsa_elsewhere_is_an_error: "ATTRIBUTE Foo 27 vsa\n" => r"
error[D0403]: only attribute 26 can have the data type `vsa`
 --> dictionary:1:18
  |
1 | ATTRIBUTE Foo 27 vsa
  |                  ^^^ the type of Vendor-Specific
"

an_unknown_flag_names_the_near_one: "ATTRIBUTE Foo 1 string has_tga\n" => r"
error[D0404]: unknown flag `has_tga`
 --> dictionary:1:24
  |
1 | ATTRIBUTE Foo 1 string has_tga
  |                        ^^^^^^^ neither a flag nor a vendor
  |
  = help: did you mean `has_tag`?
"

a_wrong_value_of_a_flag_says_the_right_ones: "ATTRIBUTE Foo 1 string encrypt=4\n" => r"
error[D0405]: no way of hiding is called `4`
 --> dictionary:1:32
  |
1 | ATTRIBUTE Foo 1 string encrypt=4
  |                                ^ expected 1 or `User-Password`, 2 or `Tunnel-Password`, 3 or `Ascend-Secret`
"

a_flag_that_stands_twice_shows_both: "ATTRIBUTE Foo 1 string secret,secret\n" => r"
error[D0405]: the flag `secret` stands twice
 --> dictionary:1:31
  |
1 | ATTRIBUTE Foo 1 string secret,secret
  |                        ------ ^^^^^^ a second time
  |                        |
  |                        a first time
"

a_flag_of_another_type_shows_the_type: "ATTRIBUTE Foo 1 octets has_tag\n" => r"
error[D0406]: the flag `has_tag` is for numbers of 32 bits and text only
 --> dictionary:1:24
  |
1 | ATTRIBUTE Foo 1 octets has_tag
  |                 ------ ^^^^^^^ needs `integer` or `string`
  |                 |
  |                 its type
"

a_flag_at_the_wrong_place_says_the_right_one: "VENDOR Acme 32473\nBEGIN-VENDOR Acme\nATTRIBUTE Foo 1 octets concat\nEND-VENDOR Acme\n" => r"
error[D0406]: the flag `concat` is not for the attributes of vendors
 --> dictionary:3:24
  |
3 | ATTRIBUTE Foo 1 octets concat
  |                        ^^^^^^ needs an attribute of the packet
"

an_attribute_with_two_numbers_shows_both: "ATTRIBUTE Foo 1 string\nATTRIBUTE Bar 2 string\nATTRIBUTE foo 3 string\n" => r"
error[D0407]: the attribute `foo` is defined twice with different numbers
 --> dictionary:3:15
  |
1 | ATTRIBUTE Foo 1 string
  |           --- number 1 here
2 | ATTRIBUTE Bar 2 string
3 | ATTRIBUTE foo 3 string
  |               ^ number 3 here
"

an_unknown_attribute_names_the_near_one_and_is_shown_once: "ATTRIBUTE Service-Type 6 integer\nVALUE Servce-Type Login 1\nVALUE Servce-Type Framed 2\n" => r"
error[D0501]: unknown attribute `Servce-Type`
 --> dictionary:2:7
  |
2 | VALUE Servce-Type Login 1
  |       ^^^^^^^^^^^ no `ATTRIBUTE` line defines it; 1 more `VALUE` line names it
  |
  = help: did you mean `Service-Type`?
"

an_attribute_of_two_vendors_shows_both: "VENDOR A 1\nVENDOR B 2\nBEGIN-VENDOR A\nATTRIBUTE Foo 1 byte\nEND-VENDOR A\nBEGIN-VENDOR B\nATTRIBUTE Foo 1 byte\nEND-VENDOR B\nVALUE Foo x 1\n" => r"
error[D0502]: several vendors have an attribute `Foo`
 --> dictionary:9:7
  |
4 | ATTRIBUTE Foo 1 byte
  |           --- one is here
...
7 | ATTRIBUTE Foo 1 byte
  |           --- one is here
8 | END-VENDOR B
9 | VALUE Foo x 1
  |       ^^^ which one is meant?
  |
  = help: put this line inside the `BEGIN-VENDOR` block of its vendor
"

a_type_without_values_shows_the_attribute: "ATTRIBUTE Foo 1 string\nVALUE Foo x 1\nVALUE Foo y 2\n" => r"
error[D0503]: the attribute `Foo` cannot have named values, because it is no integer
 --> dictionary:2:11
  |
1 | ATTRIBUTE Foo 1 string
  |           --- defined here
2 | VALUE Foo x 1
  |           ^ a value for it
"

a_value_out_of_range_shows_the_attribute: "ATTRIBUTE Foo 1 byte\nVALUE Foo x 256\n" => r"
error[D0105]: `256` is no value that `Foo` can have
 --> dictionary:2:13
  |
1 | ATTRIBUTE Foo 1 byte
  |           --- because of its type
2 | VALUE Foo x 256
  |             ^^^ expected 0 to 255
"

a_value_with_two_numbers_shows_both: "ATTRIBUTE Foo 1 byte\nVALUE Foo x 1\nVALUE Foo X 2\n" => r"
error[D0504]: the value `X` of `Foo` is defined twice with different numbers
 --> dictionary:3:13
  |
2 | VALUE Foo x 1
  |           - defined here first
3 | VALUE Foo X 2
  |             ^ defined again here
"

a_number_that_does_not_fit_the_vendor_shows_the_format: "VENDOR Acme 32473 format=2,1\nBEGIN-VENDOR Acme\nATTRIBUTE Foo 0x10000 string\nEND-VENDOR Acme\n" => r"
error[D0105]: number 65536 does not fit the attributes of this vendor
 --> dictionary:3:15
  |
1 | VENDOR Acme 32473 format=2,1
  |        ---- its format is 2,1
2 | BEGIN-VENDOR Acme
3 | ATTRIBUTE Foo 0x10000 string
  |               ^^^^^^^ expected 1 to 65535
"

a_number_without_its_end_says_so: "VENDOR Acme 32473\nATTRIBUTE Foo 26.32473 string\n" => r"
error[D0107]: this is the number of a vendor, not of an attribute
 --> dictionary:2:15
  |
2 | ATTRIBUTE Foo 26.32473 string
  |               ^^^^^^^^ expected one more number behind it
"

a_number_of_no_vendor_is_shown: "VENDOR Acme 32473\nATTRIBUTE Foo 26.32474.1 string\n" => r"
error[D0301]: no vendor has the number 32474
 --> dictionary:2:18
  |
2 | ATTRIBUTE Foo 26.32474.1 string
  |                  ^^^^^ no `VENDOR` line before this one defines it
"

a_number_that_is_too_deep_is_shown: "ATTRIBUTE Foo 1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1 string\n" => r"
error[D0108]: attributes stand inside one another more than 16 deep
 --> dictionary:1:15
  |
1 | ATTRIBUTE Foo 1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1 string
  |               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ too deep
"

a_number_that_does_not_fit_a_tlv_is_shown: "ATTRIBUTE Foo 5 tlv\nATTRIBUTE Bar 5.0x100 string\n" => r"
error[D0105]: number 256 does not fit inside a TLV
 --> dictionary:2:17
  |
1 | ATTRIBUTE Foo 5 tlv
  |           --- it stands inside this one
2 | ATTRIBUTE Bar 5.0x100 string
  |                 ^^^^^ expected 1 to 255
"

a_parent_that_is_missing_is_shown_once: "VENDOR Acme 32473\nBEGIN-VENDOR Acme\nATTRIBUTE Foo 5 tlv\nATTRIBUTE Bar 5.1.1 string\nATTRIBUTE Baz 5.1.2 string\nEND-VENDOR Acme\n" => r"
error[D0409]: the vendor `Acme` has no attribute with the number 5.1
 --> dictionary:4:17
  |
4 | ATTRIBUTE Bar 5.1.1 string
  |                 ^ an attribute is put inside it, but no `ATTRIBUTE` line defines it; 1 more line does so
"

a_parent_that_is_missing_in_a_block_shows_the_block: "ATTRIBUTE Foo 5 tlv\nBEGIN-TLV Foo\nATTRIBUTE Bar 1.1 string\nEND-TLV Foo\n" => r"
error[D0409]: no attribute has the number 5.1
 --> dictionary:3:15
  |
2 | BEGIN-TLV Foo
  |           --- numbers lead from this TLV
3 | ATTRIBUTE Bar 1.1 string
  |               ^ an attribute is put inside it, but no `ATTRIBUTE` line defines it
"

a_parent_of_the_packet_that_is_missing_is_shown: "ATTRIBUTE Bar 5.1 string\n" => r"
error[D0409]: no attribute has the number 5
 --> dictionary:1:15
  |
1 | ATTRIBUTE Bar 5.1 string
  |               ^ an attribute is put inside it, but no `ATTRIBUTE` line defines it
"

a_parent_that_comes_too_late_shows_its_place: "ATTRIBUTE Bar 5.1 string\nATTRIBUTE Foo 5 tlv\n" => r"
error[D0409]: the attribute `Foo` is defined too late
 --> dictionary:1:15
  |
1 | ATTRIBUTE Bar 5.1 string
  |               ^ an attribute is put inside it
2 | ATTRIBUTE Foo 5 tlv
  |           --- defined only here
"

a_parent_that_is_no_container_shows_its_definition: "ATTRIBUTE Foo 5 octets\nATTRIBUTE Bar 5.1 string\n" => r"
error[D0410]: attributes cannot stand inside `Foo`
 --> dictionary:2:15
  |
1 | ATTRIBUTE Foo 5 octets
  |           --- defined here, and not as `tlv`
2 | ATTRIBUTE Bar 5.1 string
  |               ^ an attribute is put inside it
"

an_extended_type_elsewhere_is_an_error: "ATTRIBUTE Foo 245 extended\n" => r"
error[D0408]: only attributes 241 to 244 can have the data type `extended`
 --> dictionary:1:19
  |
1 | ATTRIBUTE Foo 245 extended
  |                   ^^^^^^^^ a type that RFC 6929 gives to these numbers
  |
  = help: did you mean `long-extended`?
"

a_container_that_becomes_something_else_shows_both: "ATTRIBUTE Foo 5 tlv\nATTRIBUTE Bar 5.1 string\nATTRIBUTE Foo 5 string\n" => r"
error[D0411]: the attribute `Foo` is defined again with a type that cannot hold what is inside
 --> dictionary:3:11
  |
1 | ATTRIBUTE Foo 5 tlv
  |           --- attributes stand inside this one
2 | ATTRIBUTE Bar 5.1 string
3 | ATTRIBUTE Foo 5 string
  |           ^^^ defined again here
"

an_attribute_at_two_places_shows_both: "ATTRIBUTE Foo 5 tlv\nATTRIBUTE Bar 5.1 string\nATTRIBUTE Bar 5.2 string\n" => r"
error[D0407]: the attribute `Bar` is defined twice with different numbers
 --> dictionary:3:15
  |
2 | ATTRIBUTE Bar 5.1 string
  |           --- number 5.1 here
3 | ATTRIBUTE Bar 5.2 string
  |               ^^^ number 5.2 here
"

a_tag_inside_a_tlv_is_an_error: "ATTRIBUTE Foo 5 tlv\nATTRIBUTE Bar 5.1 string has_tag\n" => r"
error[D0406]: the flag `has_tag` is not for attributes inside a TLV
 --> dictionary:2:26
  |
1 | ATTRIBUTE Foo 5 tlv
  |           --- it stands inside this one
2 | ATTRIBUTE Bar 5.1 string has_tag
  |                          ^^^^^^^ needs an attribute of the packet or of a vendor
"

a_block_of_an_unknown_tlv_names_the_near_one: "ATTRIBUTE Acme-Info 5 tlv\nBEGIN-TLV Acme-Infos\nATTRIBUTE Foo 1 string\nEND-TLV Acme-Infos\n" => r"
error[D0501]: unknown attribute `Acme-Infos`
 --> dictionary:2:11
  |
2 | BEGIN-TLV Acme-Infos
  |           ^^^^^^^^^^ no `ATTRIBUTE` line before this one defines it
  |
  = help: did you mean `Acme-Info`?
"

a_block_of_something_that_is_no_tlv_shows_its_definition: "ATTRIBUTE Foo 5 octets\nBEGIN-TLV Foo\nEND-TLV Foo\n" => r"
error[D0410]: attributes cannot stand inside `Foo`
 --> dictionary:2:11
  |
1 | ATTRIBUTE Foo 5 octets
  |           --- defined here with another type
2 | BEGIN-TLV Foo
  |           ^^^ expected an attribute of type `tlv`
"

an_end_of_another_tlv_shows_the_open_one: "ATTRIBUTE Foo 5 tlv\nATTRIBUTE Bar 6 tlv\nBEGIN-TLV Foo\nEND-TLV Bar\n" => r"
error[D0305]: `END-TLV` names `Bar`, which is not the innermost TLV that is open
 --> dictionary:4:9
  |
3 | BEGIN-TLV Foo
  |           --- this TLV is open
4 | END-TLV Bar
  |         ^^^ another attribute
"

an_end_of_the_vendor_inside_a_tlv_shows_the_open_one: "VENDOR Acme 32473\nBEGIN-VENDOR Acme\nATTRIBUTE Foo 5 tlv\nBEGIN-TLV Foo\nATTRIBUTE Bar 1 string\nEND-VENDOR Acme\n" => r"
error[D0305]: `END-VENDOR` of `Acme` inside `BEGIN-TLV`
 --> dictionary:6:12
  |
4 | BEGIN-TLV Foo
  |           --- this TLV is open
5 | ATTRIBUTE Bar 1 string
6 | END-VENDOR Acme
  |            ^^^^ expected `END-TLV` first
"

an_end_of_a_tlv_without_begin_is_an_error: "ATTRIBUTE Foo 5 tlv\nEND-TLV Foo\n" => r"
error[D0304]: `END-TLV` of `Foo` without `BEGIN-TLV`
 --> dictionary:2:9
  |
2 | END-TLV Foo
  |         ^^^ no TLV is open here
"

a_tlv_without_end_is_a_warning_at_its_begin: "ATTRIBUTE Foo 5 tlv\nBEGIN-TLV Foo\nATTRIBUTE Bar 1 string\n" => r"
warning[D0306]: `BEGIN-TLV` has no `END-TLV` in its file
 --> dictionary:2:11
  |
2 | BEGIN-TLV Foo
  |           ^^^ this block is not closed
"

a_vendor_in_something_that_holds_none_shows_its_definition: "VENDOR Acme 32473\nATTRIBUTE Foo 241 extended\nBEGIN-VENDOR Acme parent=Foo\nEND-VENDOR Acme\n" => r"
error[D0410]: vendors cannot stand inside `Foo`
 --> dictionary:3:26
  |
2 | ATTRIBUTE Foo 241 extended
  |           --- defined here with another type
3 | BEGIN-VENDOR Acme parent=Foo
  |                          ^^^ expected an attribute of type `evs`
"

a_vendor_in_an_unknown_attribute_names_the_near_one: "VENDOR Acme 32473\nATTRIBUTE Ext-1 241 extended\nATTRIBUTE Ext-VSA-1 241.26 evs\nBEGIN-VENDOR Acme format=Ext-VSA1\nATTRIBUTE Foo 1 string\nEND-VENDOR Acme\n" => r"
error[D0501]: unknown attribute `Ext-VSA1`
 --> dictionary:4:26
  |
4 | BEGIN-VENDOR Acme format=Ext-VSA1
  |                          ^^^^^^^^ no `ATTRIBUTE` line before this one defines it
  |
  = help: did you mean `Ext-VSA-1`?
"

values_of_two_sources_show_both: "ATTRIBUTE Foo 1 byte\nATTRIBUTE Bar 2 byte\nVALUE Foo x 1\nVALUE Bar y 1\nVALUE-ALIAS Bar Foo\n" => r"
error[D0505]: `Bar` has values of its own
 --> dictionary:5:13
  |
4 | VALUE Bar y 1
  |           - this is one
5 | VALUE-ALIAS Bar Foo
  |             ^^^ expected an attribute without values
"

values_of_another_type_show_both: "ATTRIBUTE Foo 1 byte\nATTRIBUTE Bar 2 integer\nVALUE Foo x 1\nVALUE-ALIAS Bar Foo\n" => r"
error[D0505]: `Bar` and `Foo` have different types
 --> dictionary:4:13
  |
1 | ATTRIBUTE Foo 1 byte
  |           --- the other
2 | ATTRIBUTE Bar 2 integer
  |           --- the one
3 | VALUE Foo x 1
4 | VALUE-ALIAS Bar Foo
  |             ^^^ cannot have the values of an attribute of another type
"

a_byte_order_mark_is_a_warning: "\u{feff}ATTRIBUTE Foo 1 string\n" => r"
warning[D0006]: the file begins with a byte order mark
 --> dictionary:1:1
  |
1 | ﻿ATTRIBUTE Foo 1 string
  | ^ not part of the first keyword
  |
  = help: save the file as UTF-8 without a byte order mark
"

a_missing_file_is_shown_at_its_include: "$INCLUDE dictionary.acme\n" => r"
error[D0001]: the dictionary file `dictionary.acme` does not exist
 --> dictionary:1:10
  |
1 | $INCLUDE dictionary.acme
  |          ^^^^^^^^^^^^^^^ no such file
  |
  = help: paths are relative to the file with the `$INCLUDE` line; `$INCLUDE-` may be missing
"

a_directory_is_no_dictionary: "$INCLUDE dict\n== dict/dictionary.acme\n" => r"
error[D0002]: the dictionary file `dict` is no regular file
 --> dictionary:1:10
  |
1 | $INCLUDE dict
  |          ^^^^ included here
"

the_way_to_an_included_file_is_shown: "# the root\n\n\n\n$INCLUDE dict/all\n== dict/all\n\n$INCLUDE dictionary.acme\n== dict/dictionary.acme\n# Acme\nATTRIBUTE\tAcme-Name\t1\tstrin\n" => r"
error[D0401]: unknown data type `strin`
 --> dict/dictionary.acme:2:23
  |
2 | ATTRIBUTE    Acme-Name    1    strin
  |                                ^^^^^ not a data type
  |
  = note: included from dict/all:2
  = note: included from dictionary:5
  = help: did you mean `string`?
"
}

/// A disk that is broken in every way.
struct Broken;

impl FileSystem for Broken {
    fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>, ReadError> {
        match path.to_str().unwrap_or_default() {
            "dictionary" => Ok(b"$INCLUDE large\n$INCLUDE locked\n$INCLUDE many0\n".to_vec()),
            "large" => {
                assert_eq!(limit, 64 << 20);
                Err(ReadError::TooLarge)
            }
            "locked" => Err(ReadError::Other(io::Error::other("the disk is broken"))),
            many => match many.strip_prefix("many").and_then(|number| number.parse::<u32>().ok()) {
                Some(number) => Ok(format!("$INCLUDE many{}\n", number + 1).into_bytes()),
                None => Err(ReadError::NotFound),
            },
        }
    }
}

#[test]
fn files_that_cannot_be_read_say_why() {
    let loaded = load_with(&Broken, Path::new(""), &["missing".into(), "dictionary".into()]);
    let shown: Vec<_> = loaded.errors().map(|error| render(error, &loaded.sources, Style::Plain)).collect();
    assert_eq!(
        shown,
        [
            "error[D0001]: the dictionary file `missing` does not exist",
            "\
error[D0004]: the dictionary file `large` is larger than 67108864 octets
 --> dictionary:1:10
  |
1 | $INCLUDE large
  |          ^^^^^ included here",
            "\
error[D0003]: the dictionary file `locked` cannot be read: the disk is broken
 --> dictionary:2:10
  |
2 | $INCLUDE locked
  |          ^^^^^^ included here",
            "\
error[D0005]: the dictionary file `many9997` is one file too many: at most 10000 are read
 --> many9996:1:10
  |
1 | $INCLUDE many9997
  |          ^^^^^^^^ included here
  |
  = note: included from many9995:1
  = note: included from many9994:1
  = note: included from many9993:1
  = note: included from many9992:1
  = note: included from many9991:1
  = note: included from many9990:1
  = note: included from many9989:1
  = note: included from many9988:1
  = note: and 9989 more files that include each other",
        ]
    );
}

#[test]
fn every_code_is_raised_by_some_dictionary() {
    let many = format!("{}{}", "x y\n".repeat(10_001), "ATTRIBUTE Foo 010 string\n");
    let mut raised: BTreeSet<Code> = CASES
        .iter()
        .chain(freeradius_4::CASES)
        .copied()
        .chain([many.as_str(), &copies_of_copies()])
        .map(load)
        .chain([load_with(&Broken, Path::new(""), &["missing".into(), "dictionary".into()])])
        .flat_map(|loaded| loaded.diagnostics)
        .map(|diagnostic| diagnostic.code)
        .collect();
    for code in Code::ALL {
        assert!(raised.remove(code), "nothing raises {code}: {}", code.meaning());
    }
    assert!(raised.is_empty());
    assert_eq!(Code::LeadingZero.severity(), Severity::Warning);
}
