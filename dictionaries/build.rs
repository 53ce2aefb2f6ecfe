//! Compiles the RFCs, and of the vendors those whose feature is on: the feature of `share/dictionary.cisco.asa` is
//! `cisco-asa`.

use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let folder = Path::new("share");
    let names = fs::read_dir(folder)
        .map(|entries| entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()));
    let mut files: Vec<PathBuf> = match names {
        Ok(names) => names.filter(|name| is_enabled(name)).map(|name| folder.join(name)).collect(),
        Err(error) => return println!("cargo::error={} cannot be read: {error}", folder.display()),
    };
    files.sort();
    files.insert(0, folder.join("dictionary.rfc"));
    radius_build::Config::new(&files).visibility("").docs("The whole tree.").compile();
}

/// Whether the feature of a vendor's file is on. The other files have none.
fn is_enabled(name: &str) -> bool {
    name.strip_prefix("dictionary.").is_some_and(|vendor| {
        env::var_os(format!("CARGO_FEATURE_{}", vendor.replace(['-', '.'], "_").to_uppercase())).is_some()
    })
}
