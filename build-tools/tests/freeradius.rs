//! Every dictionary file of FreeRADIUS 3.2, as Debian's package `freeradius-common` installs them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use radius_build::{Code, Loaded, load};

const FOLDER: &str = "/usr/share/freeradius";

/// Files that others name values of the attributes of, without including them.
const PRELUDE: &[&str] = &[
    "dictionary.rfc2865",
    "dictionary.rfc2866",
    "dictionary.rfc2867",
    "dictionary.rfc2868",
    "dictionary.rfc2869",
    "dictionary.rfc3576",
    "dictionary.freeradius.internal",
];

/// What is wrong with a few of the files themselves, by file.
const EXPLAINED: &[(&str, Code, &str)] = &[
    // The vendor is defined in dictionary.freeradius.
    ("dictionary.freeradius.evs5", Code::UnknownVendor, "unknown vendor `FreeRADIUS`"),
    // No file defines this attribute.
    ("dictionary.freedhcp", Code::UnknownAttribute, "unknown attribute `FreeDHCP-Opcode`"),
];

fn files() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(FOLDER).expect("install the package freeradius-common");
    let mut files: Vec<_> =
        entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_file()).collect();
    files.sort();
    assert!(files.len() > 200, "only {} files in {FOLDER}", files.len());
    files
}

fn load_after_prelude(file: &Path) -> Loaded {
    let roots: Vec<_> = PRELUDE.iter().map(PathBuf::from).chain([file.to_owned()]).collect();
    load(Path::new(FOLDER), &roots)
}

fn is_clean(loaded: &Loaded) -> bool {
    !loaded.has_errors()
}

fn is_supported_otherwise(loaded: &Loaded) -> bool {
    loaded.errors().all(|error| error.code == Code::NotSupported)
}

#[test]
fn every_file_loads_or_says_what_is_not_supported() {
    let (mut alone, mut after_prelude, mut not_yet) = (0, 0, 0);
    let mut constructs: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut others = BTreeSet::new();
    for path in files() {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let mut loaded = load(Path::new(FOLDER), std::slice::from_ref(&path));
        assert_eq!(loaded.warnings().next(), None, "{name}");
        if is_clean(&loaded) {
            alone += 1;
            continue;
        }
        if !is_supported_otherwise(&loaded) {
            loaded = load_after_prelude(&path);
        }
        for error in loaded.errors() {
            let location = loaded.sources.location(error.primary().unwrap().span).unwrap();
            assert!(name == "dictionary" || location.name == name, "{location}");
            if error.code == Code::NotSupported {
                constructs.entry(error.message.clone()).or_default().insert(location.name.to_owned());
            } else {
                others.insert((name.clone(), error.code, error.message.clone()));
            }
        }
        match (is_clean(&loaded), is_supported_otherwise(&loaded)) {
            (true, _) => after_prelude += 1,
            (false, true) => not_yet += 1,
            (false, false) => {}
        }
    }
    println!(
        "{alone} files load alone, {after_prelude} after the RFCs', {not_yet} use what is not supported:"
    );
    for (construct, files) in constructs {
        println!("  {construct}: {}", files.into_iter().collect::<Vec<_>>().join(" "));
    }
    println!("others: {others:#?}");
    let explained =
        EXPLAINED.iter().map(|(file, code, message)| ((*file).to_owned(), *code, (*message).to_owned()));
    assert_eq!(others, explained.collect());
}

/// The words of every line of the files that were read, found in another way than the library does.
fn lines(loaded: &Loaded) -> impl Iterator<Item = Vec<String>> {
    loaded.sources.iter().flat_map(|file| {
        let text = String::from_utf8(file.text().to_vec()).unwrap();
        let words = |line: &str| {
            let code = line.split('#').next().unwrap_or_default();
            code.split_whitespace().map(str::to_ascii_lowercase).collect::<Vec<_>>()
        };
        text.lines().map(words).filter(|words| !words.is_empty()).collect::<Vec<_>>()
    })
}

#[test]
fn of_the_default_dictionary_nothing_is_lost() {
    let loaded = load(Path::new(FOLDER), &["dictionary".into()]);
    assert!(is_supported_otherwise(&loaded));
    assert!(loaded.sources.len() > 200);

    let is_attribute = |words: &Vec<String>| words[0] == "attribute";
    // Attributes without an error of their own, in the space of a block that has one.
    let inside =
        lines(&loaded).skip_while(|words| !words.iter().any(|w| w.starts_with("format=extended-vendor")));
    let inside = inside.take_while(|words| words[0] != "end-vendor").filter(is_attribute).count();
    let on_lines = |word: &str| {
        let of_line = |error: &&radius_build::Diagnostic| {
            let span = error.primary().unwrap().span;
            let file = loaded.sources.get(span.file).unwrap();
            file.text()[file.line_range(span.start)].to_ascii_lowercase().starts_with(word.as_bytes())
        };
        loaded.errors().filter(of_line).count()
    };
    let written = lines(&loaded).filter(is_attribute).count();
    let found = loaded.dictionary.attributes.len();
    println!(
        "{written} attributes: {found} loaded, {} not supported, {inside} in a block",
        on_lines("attribute")
    );
    assert_eq!(found + on_lines("attribute") + inside, written);

    // Values: every pair of attribute and name is there once, unless the attribute is not supported.
    let known: BTreeSet<_> =
        loaded.dictionary.attributes.iter().map(|a| a.name.to_ascii_lowercase()).collect();
    let pairs: BTreeSet<_> = lines(&loaded)
        .filter(|words| words[0] == "value" && known.contains(&words[1]))
        .map(|words| (words[1].clone(), words[2].clone()))
        .collect();
    let values: usize = loaded.dictionary.attributes.iter().map(|a| a.values.len()).sum();
    println!("{} value lines, {values} values", lines(&loaded).filter(|words| words[0] == "value").count());
    assert_eq!(values, pairs.len());
}

#[test]
fn the_printed_names_are_those_of_freeradius() {
    let loaded = load(Path::new(FOLDER), &["dictionary".into()]);
    let printed = |attribute: &str, number: u64| {
        let attribute = loaded.dictionary.attributes.iter().find(|a| a.name == attribute).unwrap();
        let mut names = attribute.values.iter().filter(|v| v.number == number && v.preferred);
        let name = names.next().unwrap().name.as_str();
        assert!(names.next().is_none());
        name
    };
    assert_eq!(printed("Service-Type", 6), "Administrative-User");
    assert_eq!(printed("Acct-Status-Type", 3), "Interim-Update");
}
