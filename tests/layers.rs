//! The architecture: which layer may use which. An arrow back up, or a circle, fails here.

use std::fs;
use std::path::{Path, PathBuf};

/// The modules of radius-runtime, from the bottom to the top, and what each may use.
const LAYERS: &[(&str, &[&str])] = &[
    ("value", &[]),
    ("crypto", &[]),
    ("dictionary", &[]),
    ("attribute", &["value", "crypto", "dictionary"]),
    ("packet", &["attribute", "value", "crypto", "dictionary"]),
    ("text", &["packet", "attribute", "value", "crypto", "dictionary"]),
    ("lint", &["packet", "attribute", "dictionary"]),
    ("extract", &["packet", "attribute", "value"]),
    ("trace", &["text", "packet", "attribute", "dictionary"]),
    ("proto", &["packet", "attribute", "crypto"]),
    ("metrics", &["proto", "packet"]),
    ("transport", &["packet"]),
    ("radsec", &["proto", "packet"]),
    (
        "client",
        &["radsec", "metrics", "trace", "lint", "transport", "proto", "packet", "attribute", "crypto"],
    ),
    (
        "server",
        &[
            "extract",
            "radsec",
            "metrics",
            "trace",
            "lint",
            "transport",
            "proto",
            "packet",
            "attribute",
            "value",
            "crypto",
        ],
    ),
    ("discovery", &["client", "radsec", "proto"]),
    ("reverse_coa", &["client", "server", "radsec", "transport", "proto"]),
    ("tower", &["attribute", "server", "packet"]),
];

/// The workspace's crates and those of it that each may depend on.
const CRATES: &[(&str, &[&str])] = &[
    ("build-tools", &[]),
    ("radius-macros", &["radius-build"]),
    ("radius-runtime", &["radius-macros"]),
    ("dictionaries", &["radius-runtime", "radius-build"]),
];

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs")
            // Unit tests, and what they share.
            && !["tests.rs", "fixture.rs"].iter().any(|end| path.to_string_lossy().ends_with(end))
        {
            found.push(path);
        }
    }
}

/// The modules that a source file names behind `crate::`, without its unit tests and comments.
fn uses(text: &str) -> Vec<&str> {
    let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    let behind = lines.flat_map(|line| line.split("crate::").skip(1));
    let names = behind.filter_map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next());
    // Macros stand at the root of the crate; those for generated code begin with `__`.
    names.filter(|name| !name.starts_with("__")).collect()
}

#[test]
fn the_reader_of_uses_sees_what_it_should() {
    let text = "use crate::value::X;\n// crate::client\nfn f() { crate::packet::g() }\n#[cfg(test)]\nmod tests { use crate::server; }";
    assert_eq!(uses(text), ["value", "packet"]);
}

#[test]
fn no_module_uses_a_layer_above_it() {
    let source = workspace().join("radius-runtime/src");
    let mut modules = 0;
    for (module, allowed) in LAYERS {
        let mut files = Vec::new();
        sources(&source.join(module), &mut files);
        assert!(!files.is_empty(), "{module} has no files");
        modules += 1;
        for file in files {
            let text = fs::read_to_string(&file).unwrap();
            for used in uses(&text) {
                let is_fine = used == *module || allowed.contains(&used);
                assert!(is_fine, "{} uses `{used}`, which is not below `{module}`", file.display());
            }
        }
    }
    let folders =
        fs::read_dir(&source).unwrap().filter(|entry| entry.as_ref().unwrap().path().is_dir()).count();
    assert_eq!(modules, folders, "a folder of radius-runtime/src is missing from the table of layers");
}

#[test]
fn no_crate_depends_on_one_above_it() {
    for (folder, allowed) in CRATES {
        let manifest = fs::read_to_string(workspace().join(folder).join("Cargo.toml")).unwrap();
        let manifest: toml::Table = manifest.parse().unwrap();
        let tables = ["dependencies", "build-dependencies"].map(|name| manifest.get(name)?.as_table());
        let dependencies = tables.into_iter().flatten().flat_map(toml::Table::keys);
        let ours = dependencies.filter(|name| name.starts_with("radius-"));
        for name in ours {
            assert!(allowed.contains(&name.as_str()), "{folder} depends on {name}");
        }
    }
}

/// MS-CHAP rests on MD4 and DES (draft-ietf-radext-deprecating-radius §8.6).
#[test]
fn ms_chap_is_there_only_for_those_who_ask_for_it_p164() {
    let manifest = fs::read_to_string(workspace().join("radius-runtime/Cargo.toml")).unwrap();
    let manifest: toml::Table = manifest.parse().unwrap();
    let features = manifest["features"].as_table().unwrap();
    assert!(features.contains_key("ms-chap"));
    let mut enabled = vec!["default"];
    let mut at = 0;
    while let Some(&feature) = enabled.get(at) {
        let implied = features.get(feature).and_then(toml::Value::as_array).into_iter().flatten();
        enabled.extend(implied.filter_map(toml::Value::as_str));
        at += 1;
    }
    for never in ["ms-chap", "dep:md4", "dep:des"] {
        assert!(!enabled.contains(&never), "{enabled:?}");
    }
}
