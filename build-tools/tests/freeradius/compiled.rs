//! `cargo check` of the generated code of many dictionary files: a module each, in one crate, with warnings as errors.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use radius_build::generate::Selection;
use radius_build::{Loaded, Options, generate};

/// The crate that the modules make.
pub(crate) struct Modules {
    folder: PathBuf,
    list: String,
    count: usize,
}

impl Modules {
    pub(crate) fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        // Modules of an earlier run are not left among the new ones.
        _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("src")).unwrap();
        Self { folder, list: "#![deny(warnings)]\n".to_owned(), count: 0 }
    }

    /// Adds the module of what this file defines. What stands in other files is in the table only.
    pub(crate) fn add(&mut self, file: &str, loaded: &Loaded) {
        let selection = Selection { files: vec![file.to_owned()], vendors: Vec::new() };
        let typed = Some(selection.find(loaded).unwrap());
        let code = generate(&loaded.dictionary, &Options { typed, ..Options::new("dictionary") });
        fs::write(self.folder.join(format!("src/{file}.rs")), code).unwrap();
        self.count += 1;
        self.list.push_str(&format!("#[path = \"{file}.rs\"]\npub mod file_{};\n", self.count));
    }

    /// Runs the compiler over all of them, and returns how many there were.
    #[track_caller]
    pub(crate) fn check(self) -> usize {
        let Self { folder, list, count } = self;
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let runtime = root.join("radius-runtime").canonicalize().unwrap();
        let manifest = format!(
            "[package]\nname = \"modules\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
             radius-runtime = {{ path = {runtime:?}, default-features = false }}\n\n[workspace]\n"
        );
        fs::write(folder.join("Cargo.toml"), manifest).unwrap();
        fs::write(folder.join("src/lib.rs"), list).unwrap();
        fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
        let said = Command::new(env!("CARGO"))
            .args(["check", "--quiet"])
            .current_dir(&folder)
            // Both crates have the same dependencies.
            .env("CARGO_TARGET_DIR", folder.with_file_name("modules-target"))
            .output()
            .unwrap();
        assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
        count
    }
}
