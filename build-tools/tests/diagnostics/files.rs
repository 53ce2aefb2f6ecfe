//! Files that cannot be read, and the way to those that can.

use std::io;
use std::path::Path;

use radius_build::{FileSystem, ReadError, Style, load_with, render};

shows! {

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
pub(crate) struct Broken;

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
