//! Any dictionary: reading it, showing what is wrong with it, and generating code from what is right.
#![no_main]

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex};
use std::{env, fs};

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
    keep(&code);
});

/// How many modules are kept for the compiler, and how long one is at most.
const KEPT: usize = 2000;
const LONGEST: usize = 64 << 10;

/// Where modules are kept, if `KEEP_MODULES` says so, and how long the one in each place is.
static MODULES: LazyLock<Option<(PathBuf, Mutex<Vec<usize>>)>> = LazyLock::new(|| {
    let folder = PathBuf::from(env::var_os("KEEP_MODULES")?);
    fs::create_dir_all(&folder).expect("the folder of KEEP_MODULES can be made");
    Some((folder, Mutex::new(vec![0; KEPT])))
});

/// Keeps the module for `check-modules.sh`. Modules that differ in numbers only share a place, and so do many others: the
/// longest one stays.
fn keep(code: &str) {
    let Some((folder, lengths)) = &*MODULES else { return };
    let mut hasher = DefaultHasher::new();
    let items = code.split("pub static DICTIONARY").next().unwrap_or_default();
    items.split(|c: char| c.is_ascii_digit()).for_each(|part| part.hash(&mut hasher));
    let place = (hasher.finish() % KEPT as u64) as usize;
    let Ok(mut lengths) = lengths.lock() else { return };
    if (lengths[place] + 1..=LONGEST).contains(&code.len()) {
        lengths[place] = code.len();
        fs::write(folder.join(format!("module_{place:04}.rs")), code).expect("a module can be kept");
    }
}
