//! The generated code of small dictionaries, in full. Accept a change with `UPDATE_GOLDEN=1 cargo test --test golden`.

use std::path::Path;
use std::{env, fs};

use radius_build::{Options, generate, load};

fn check(name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden");
    let file = format!("dictionary.{name}");
    let loaded = load(&folder, &[file.clone().into()]);
    assert_eq!(loaded.diagnostics, []);
    let options = Options {
        attributes: format!("/// The dictionary `{name}`."),
        files: vec![file],
        ..Options::new(name)
    };
    let found = generate(&loaded.dictionary, &options);
    let golden = folder.join(format!("{name}.rs"));
    if env::var_os("UPDATE_GOLDEN").is_some_and(|value| value == "1") {
        fs::write(&golden, &found).unwrap();
    }
    let expected = fs::read_to_string(&golden).unwrap_or_default();
    for (number, (found, expected)) in (1..).zip(found.lines().zip(expected.lines())) {
        assert_eq!(found, expected, "line {number} of {}", golden.display());
    }
    assert_eq!(found.len(), expected.len(), "{}", golden.display());
}

#[test]
fn each_data_type_and_flag_has_its_type() {
    check("sample");
}

#[test]
fn awkward_names_have_identifiers() {
    check("names");
}

#[test]
fn containers_have_modules_and_types_that_mark_them() {
    check("containers");
}

#[test]
fn structures_are_structs_and_unions_are_enums() {
    check("structures");
}

#[test]
fn structs_of_vendors_have_the_format_of_the_vendor() {
    check("formats");
}

#[test]
fn named_values_of_every_type_are_variants_or_constants() {
    check("values");
}
