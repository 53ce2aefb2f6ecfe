//! The full text of what is said about mistakes in dictionaries.

use std::collections::BTreeSet;
use std::path::Path;

use radius_build::{Code, Severity, Style, load_with, render_all};

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

mod attributes;
mod blocks;
mod files;
mod freeradius_4;
mod values;

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
}

#[test]
fn every_code_is_raised_by_some_dictionary() {
    let many = format!("{}{}", "x y\n".repeat(10_001), "ATTRIBUTE Foo 010 string\n");
    let mut raised: BTreeSet<Code> = CASES
        .iter()
        .chain(
            [attributes::CASES, blocks::CASES, files::CASES, freeradius_4::CASES, values::CASES]
                .into_iter()
                .flatten(),
        )
        .copied()
        .chain([many.as_str(), &copies_of_copies()])
        .map(load)
        .chain([load_with(&files::Broken, Path::new(""), &["missing".into(), "dictionary".into()])])
        .flat_map(|loaded| loaded.diagnostics)
        .map(|diagnostic| diagnostic.code)
        .collect();
    for code in Code::ALL {
        assert!(raised.remove(code), "nothing raises {code}: {}", code.meaning());
    }
    assert!(raised.is_empty());
    assert_eq!(Code::LeadingZero.severity(), Severity::Warning);
}
