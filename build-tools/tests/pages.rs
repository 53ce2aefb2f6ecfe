//! Each diagnostic code has a page, and what the page shows is true: its first dictionary raises the code and no other, its
//! second raises nothing.

use std::fs;
use std::path::Path;

use radius_build::{Code, Disk, FileSystem, Loaded, ReadError, Style, load_with, render_all};

mod memory;

use memory::{copies_of_copies, load};

/// Codes that are about something that a page cannot show; [`raise`] makes it.
const NOT_IN_A_PAGE: [Code; 8] = [
    Code::NotAFile,
    Code::FileUnreadable,
    Code::FileTooLarge,
    Code::TooManyFiles,
    Code::ByteOrderMark,
    Code::TooManyCopies,
    Code::TooManyErrors,
    Code::TooManyWarnings,
];

/// The blocks of dictionary text.
fn dictionaries(page: &str) -> Vec<&str> {
    let blocks = page.split("```dictionary\n").skip(1);
    blocks.map(|rest| rest.split_once("```").expect("a block that ends").0).collect()
}

fn codes(loaded: &Loaded) -> Vec<Code> {
    loaded.diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
}

/// Reads nothing, for a reason.
struct Broken(fn() -> ReadError);

impl FileSystem for Broken {
    fn read(&self, _: &Path, _: u64) -> Result<Vec<u8>, ReadError> {
        Err((self.0)())
    }
}

/// Files without end.
struct Endless;

impl FileSystem for Endless {
    fn read(&self, path: &Path, _: u64) -> Result<Vec<u8>, ReadError> {
        let number = path.to_str().and_then(|path| path.parse::<u32>().ok()).ok_or(ReadError::NotFound)?;
        Ok(format!("$INCLUDE {}\n", number + 1).into_bytes())
    }
}

/// The code that comes last of what raises one that no page can show.
fn raise(code: Code) -> Option<Code> {
    let root = &["dictionary".into()];
    let broken = |error| load_with(&Broken(error), Path::new(""), root);
    let loaded = match code {
        Code::NotAFile => {
            let folder = tempfile::tempdir().unwrap();
            fs::create_dir(folder.path().join("dictionary")).unwrap();
            load_with(&Disk, folder.path(), root)
        }
        Code::FileUnreadable => broken(|| ReadError::Other(std::io::ErrorKind::PermissionDenied.into())),
        Code::FileTooLarge => broken(|| ReadError::TooLarge),
        Code::TooManyFiles => load_with(&Endless, Path::new(""), &["0".into()]),
        Code::ByteOrderMark => load("\u{feff}ATTRIBUTE  Acme-Speed  200  integer\n"),
        Code::TooManyCopies => load(&copies_of_copies()),
        Code::TooManyErrors => load(&"ATRIBUTE\n".repeat(10_001)),
        Code::TooManyWarnings => load(&"ATTRIBUTE  Acme-Speed  0200  integer\n".repeat(10_001)),
        _ => panic!("{code} is not in the list"),
    };
    loaded.diagnostics.last().map(|diagnostic| diagnostic.code)
}

#[test]
fn each_page_shows_a_dictionary_that_raises_its_code_and_one_that_does_not() {
    for &code in Code::ALL.iter().filter(|code| !NOT_IN_A_PAGE.contains(code)) {
        let page = code.page();
        let blocks = dictionaries(page);
        let [wrong, mended] = blocks[..] else { panic!("{code} has {} dictionaries", blocks.len()) };
        let loaded = load(wrong);
        let text = render_all(&loaded.diagnostics, &loaded.sources, Style::Plain);
        assert_eq!(codes(&loaded), [code], "{code}: {text}");
        let loaded = load(mended);
        let text = render_all(&loaded.diagnostics, &loaded.sources, Style::Plain);
        assert_eq!(codes(&loaded), [], "{code}, mended: {text}");
        assert!(!loaded.dictionary.vendors.is_empty() || !loaded.dictionary.attributes.is_empty(), "{code}");
    }
}

#[test]
fn what_no_page_can_show_is_raised_all_the_same() {
    for code in NOT_IN_A_PAGE {
        assert_eq!(dictionaries(code.page()), [""; 0], "{code} is shown: take it out of the list");
        assert_eq!(raise(code), Some(code));
    }
}

#[test]
fn each_page_is_text_that_fits_a_terminal() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/diagnostic/pages");
    assert_eq!(fs::read_dir(folder).unwrap().count(), Code::ALL.len(), "a page without a code");
    for code in Code::ALL {
        let page = code.page();
        for line in page.lines().filter(|line| *code != Code::NameTooLong || !line.starts_with("ATTRIBUTE")) {
            assert!(line.chars().count() <= 127, "{code}: {line}");
        }
    }
}
