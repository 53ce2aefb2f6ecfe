//! Any dictionary: reading it, showing what is wrong with it, and generating code from what is right.
#![no_main]

use std::path::{Path, PathBuf};

use libfuzzer_sys::fuzz_target;
use radius_build::{Memory, Options, Style, generate, load_with, render_all};

/// Separates the root dictionary from the file that it can include as `included`.
const SEPARATOR: u8 = 0xff;

fuzz_target!(|text: &[u8]| {
    let mut files = text.splitn(2, |&octet| octet == SEPARATOR);
    let mut memory = Memory::default();
    for name in ["/dictionary", "/included"] {
        memory.insert(name, files.next().unwrap_or_default());
    }
    let loaded = load_with(&memory, Path::new("/"), &[PathBuf::from("dictionary")]);

    for diagnostic in &loaded.diagnostics {
        assert!(!diagnostic.message.is_empty());
    }
    let shown = render_all(&loaded.diagnostics, &loaded.sources, Style::Plain);
    assert_eq!(shown.is_empty(), loaded.diagnostics.is_empty());

    let code = generate(&loaded.dictionary, &Options::new("dictionary"));
    if let Err(error) = syn::parse_file(&code) {
        panic!("the generated code is no Rust: {error}\n{code}");
    }
    assert_eq!(
        code,
        generate(&loaded.dictionary, &Options::new("dictionary")),
        "the same text gives the same code"
    );
});
