//! For build scripts: compiles dictionaries into a file that the crate includes.

use std::ffi::OsString;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::generate::{self, Options, Selection, Typed};
use crate::{Diagnostic, Loaded, Style, load, render_all};

/// Compiles dictionaries from a build script into `$OUT_DIR/<out>`, which defines a public module of that name.
///
/// In `build.rs`:
///
/// ```no_run
/// radius_build::compile(&["dictionaries/dictionary.acme"], "acme.rs");
/// ```
///
/// and in the crate, which then has a module `acme`:
///
/// ```ignore
/// include!(concat!(env!("OUT_DIR"), "/acme.rs"));
/// ```
///
/// Paths are relative to the directory of `Cargo.toml`. Cargo runs the build script anew when one of the files changes,
/// also one that is reached through `$INCLUDE`. Errors fail the build and show the dictionary's own lines; what is not
/// wrong is compiled all the same. [`Config`] has more to choose.
pub fn compile(files: &[impl AsRef<Path>], out: &str) {
    Config::new(files).out_file(out).compile();
}

/// What a build script compiles, and into what. [`compile`] is short for the usual case.
#[derive(Clone, Debug)]
pub struct Config {
    files: Vec<PathBuf>,
    options: Options,
    named: bool,
    out_file: PathBuf,
    typed: Option<Selection>,
}

impl Config {
    /// Compiles these files, and what they include, into `$OUT_DIR/dictionary.rs` as `pub mod dictionary`.
    pub fn new(files: &[impl AsRef<Path>]) -> Self {
        let files: Vec<PathBuf> = files.iter().map(|file| file.as_ref().to_owned()).collect();
        let mut options = Options::new("dictionary");
        options.files = files.iter().map(|file| file.display().to_string()).collect();
        Self { files, options, named: false, out_file: "dictionary.rs".into(), typed: None }
    }

    /// The file to write, relative to `OUT_DIR`. The module is named after it unless [`module`](Self::module) says
    /// otherwise, which it must where the file's name is none of Rust, as in `my-dict.rs`.
    #[must_use]
    pub fn out_file(mut self, file: impl Into<PathBuf>) -> Self {
        self.out_file = file.into();
        if !self.named
            && let Some(stem) = self.out_file.file_stem()
        {
            self.options.module = stem.to_string_lossy().into_owned();
        }
        self
    }

    /// The name of the module.
    #[must_use]
    pub fn module(mut self, name: impl Into<String>) -> Self {
        self.options.module = name.into();
        self.named = true;
        self
    }

    /// The visibility of the module, as in Rust: `pub(crate)`, or empty. Public if it is not said.
    #[must_use]
    pub fn visibility(mut self, visibility: impl Into<String>) -> Self {
        self.options.visibility = visibility.into();
        self
    }

    /// The documentation of the module.
    #[must_use]
    pub fn docs(mut self, text: &str) -> Self {
        for line in text.lines() {
            let line = if line.is_empty() { String::new() } else { format!(" {line}") };
            self.options.attributes.push_str(&format!("#[doc = {line:?}]\n"));
        }
        self
    }

    /// The path of the crate `radius-runtime` where it is renamed or re-exported, such as `::my_facade::radius`.
    #[must_use]
    pub fn crate_path(mut self, path: impl Into<String>) -> Self {
        self.options.crate_path = path.into();
        self
    }

    /// Makes constants and types only of the attributes in these files, given by their names or the ends of their paths, and of
    /// those of [these vendors](Self::typed_vendors). The table holds everything all the same. May be called several times.
    #[must_use]
    pub fn typed_files<S: Into<String>>(mut self, files: impl IntoIterator<Item = S>) -> Self {
        self.typed.get_or_insert_default().files.extend(files.into_iter().map(Into::into));
        self
    }

    /// Makes constants and types only of the attributes of these vendors, and of those in [these files](Self::typed_files).
    #[must_use]
    pub fn typed_vendors<S: Into<String>>(mut self, vendors: impl IntoIterator<Item = S>) -> Self {
        self.typed.get_or_insert_default().vendors.extend(vendors.into_iter().map(Into::into));
        self
    }

    /// Compiles, and tells cargo about files, warnings and errors. Cargo then fails the build if there were errors.
    pub fn compile(&self) {
        let env = |name| std::env::var_os(name);
        let directives = self.run(env("CARGO_MANIFEST_DIR"), env("OUT_DIR"));
        // Nobody hears the complaint if cargo does not listen.
        _ = io::stdout().lock().write_all(directives.as_bytes());
    }

    /// Compiles, and returns what to tell cargo.
    fn run(&self, base: Option<OsString>, out_dir: Option<OsString>) -> String {
        let base = base.map_or_else(|| PathBuf::from("."), PathBuf::from);
        let loaded = load(&base, &self.files);
        let mut directives = String::new();
        let mut tell = |directive: &str, text: &str| {
            for line in text.lines() {
                directives.push_str(&format!("cargo::{directive}={line}\n"));
            }
        };
        // A file that is not there yet makes a difference when it comes.
        let roots = self.files.iter().map(|file| base.join(file));
        let included = loaded.sources.iter().filter(|file| file.included_from().is_some());
        for path in roots.chain(included.map(|file| file.path().to_owned())) {
            tell("rerun-if-changed", &path.display().to_string());
        }
        // Cargo sees by the folder that a file has come; a path that does not exist would make it build anew each time.
        for folder in &loaded.folders {
            let there = folder.ancestors().find(|folder| folder.is_dir());
            tell("rerun-if-changed", &there.unwrap_or(folder).display().to_string());
        }
        tell("warning", &text(loaded.warnings(), &loaded));
        tell("error", &text(loaded.errors(), &loaded));
        let mut options = self.options.clone();
        options.typed = self.typed.as_ref().map(|selection| {
            selection.find(&loaded).unwrap_or_else(|unknown| {
                unknown.iter().for_each(|unknown| tell("error", &unknown.to_string()));
                // All of it, so that one wrong name makes no other errors.
                Typed::all(&loaded)
            })
        });
        match out_dir {
            _ if !generate::names::is_module(&options.module) => {
                let name = &options.module;
                tell(
                    "error",
                    &format!("`{name}` is no name of a module: `Config::module` gives another one"),
                );
            }
            Some(out_dir) => {
                let path = PathBuf::from(out_dir).join(&self.out_file);
                if let Err(error) = write_if_changed(&path, &generate::file(&loaded.dictionary, &options)) {
                    tell("error", &format!("{} cannot be written: {error}", path.display()));
                }
            }
            None => tell("error", "OUT_DIR is not set: dictionaries are compiled in build scripts"),
        }
        directives
    }
}

fn text<'a>(diagnostics: impl Iterator<Item = &'a Diagnostic>, loaded: &Loaded) -> String {
    render_all(diagnostics, &loaded.sources, Style::Plain)
}

/// A file that stays as it is does not make cargo compile the crate anew.
fn write_if_changed(path: &Path, text: &str) -> io::Result<()> {
    match fs::read(path) {
        Ok(old) if old == text.as_bytes() => Ok(()),
        _ => fs::write(path, text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Project(tempfile::TempDir);

    impl Project {
        fn new(files: &[(&str, &str)]) -> Self {
            let this = Self(tempfile::tempdir().unwrap());
            for (name, text) in files {
                fs::write(this.0.path().join(name), text).unwrap();
            }
            this
        }

        fn path(&self, name: &str) -> String {
            self.0.path().join(name).display().to_string()
        }

        /// The directives, and what was written.
        fn run(&self, config: &Config) -> (String, Option<String>) {
            let folder = self.0.path().as_os_str();
            let told = config.run(Some(folder.into()), Some(folder.into()));
            (told, fs::read_to_string(self.0.path().join(&config.out_file)).ok())
        }
    }

    #[test]
    fn a_module_has_a_name_of_rust() {
        let project = Project::new(&[("a", "ATTRIBUTE A 1 string\n")]);
        for name in ["my-dict", "type"] {
            let config = Config::new(&["a"]).out_file(format!("{name}.rs"));
            let (told, written) = project.run(&config);
            assert!(told.contains(&format!("cargo::error=`{name}` is no name of a module")), "{told}");
            assert_eq!(written, None);
            let (told, written) = project.run(&config.module("acme"));
            assert!(!told.contains("cargo::error") && written.unwrap().contains("pub mod acme {"), "{told}");
        }
    }

    #[test]
    fn every_file_is_tracked_also_one_that_is_missing() {
        let project = Project::new(&[("a", "$INCLUDE b\n"), ("b", "ATTRIBUTE A 1 string\n")]);
        let (told, written) = project.run(&Config::new(&["a", "c"]).out_file("acme.rs"));
        for name in ["a", "b", "c"] {
            assert!(told.contains(&format!("cargo::rerun-if-changed={}\n", project.path(name))), "{told}");
        }
        assert!(
            told.contains("cargo::error=error[D0001]: the dictionary file `c` does not exist\n"),
            "{told}"
        );
        let written = written.unwrap();
        assert!(written.starts_with("// @generated by radius-build from a, c. Do not edit"), "{written}");
        assert!(written.contains("pub mod acme {") && written.contains("pub const A:"), "{written}");
    }

    #[test]
    fn the_folder_of_an_optional_file_is_tracked_and_no_path_that_does_not_exist() {
        let project = Project::new(&[("d", "$INCLUDE- local/attributes\n")]);
        let here = format!("cargo::rerun-if-changed={}\n", project.0.path().display());
        let (told, _) = project.run(&Config::new(&["d"]));
        assert!(told.contains(&here) && !told.contains("local"), "{told}");
        fs::create_dir(project.0.path().join("local")).unwrap();
        let (told, _) = project.run(&Config::new(&["d"]));
        assert!(told.contains(&format!("cargo::rerun-if-changed={}\n", project.path("local"))), "{told}");
    }

    #[test]
    fn an_error_is_told_a_line_at_a_time_and_the_rest_is_compiled() {
        let project = Project::new(&[("d", "ATTRIBUTE A 1 strnig\nATTRIBUTE B 2 string\n")]);
        let (told, written) = project.run(&Config::new(&["d"]));
        let lines: Vec<_> = told.lines().filter_map(|line| line.strip_prefix("cargo::error=")).collect();
        assert!(lines.iter().any(|line| line.contains("--> d:1:15")), "{told}");
        assert!(told.lines().all(|line| line.starts_with("cargo::")), "{told}");
        let written = written.unwrap();
        assert!(written.contains("pub mod dictionary {") && written.contains("pub const B:"));
    }

    #[test]
    fn the_module_is_as_the_configuration_says() {
        let project = Project::new(&[("d", "")]);
        let config = Config::new(&["d"])
            .module("radius")
            .visibility("pub(crate)")
            .docs("Our \"own\".\n\nMore.")
            .crate_path("::facade")
            .out_file("x.rs");
        let (_, written) = project.run(&config);
        let written = written.unwrap();
        let head = "#[doc = \" Our \\\"own\\\".\"]\n#[doc = \"\"]\n#[doc = \" More.\"]\n///\n";
        assert!(written.contains(head), "{written}");
        assert!(written.contains("\npub(crate) mod radius {\n"), "{written}");
        assert!(written.contains("use ::facade::codegen"), "{written}");
    }

    #[test]
    fn what_is_selected_is_typed_and_what_is_not_there_is_an_error() {
        let vendor = "VENDOR Acme 9\nBEGIN-VENDOR Acme\nATTRIBUTE Acme-A 1 string\nEND-VENDOR Acme\n";
        let project = Project::new(&[("d", "$INCLUDE v\nATTRIBUTE B 2 string\n"), ("v", vendor)]);
        let (told, written) = project.run(&Config::new(&["d"]).typed_vendors(["acme"]));
        let written = written.unwrap();
        assert!(written.contains("pub const A:") && !written.contains("pub const B:"), "{written}");
        assert!(!told.contains("error"));
        let (told, written) = project.run(&Config::new(&["d"]).typed_files(["d"]).typed_vendors(["Acne"]));
        assert!(
            told.contains("cargo::error=the dictionary has no vendor `Acne`, did you mean `Acme`?\n"),
            "{told}"
        );
        assert!(written.unwrap().contains("pub const B:"));
    }

    #[test]
    fn a_file_that_stays_as_it_is_is_not_written() {
        let project = Project::new(&[("d", "ATTRIBUTE A 1 string\n")]);
        let config = Config::new(&["d"]);
        project.run(&config);
        let path = project.0.path().join("dictionary.rs");
        let mut permissions = fs::metadata(&path).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&path, permissions).unwrap();
        let before = fs::metadata(&path).unwrap().modified().unwrap();
        let (told, _) = project.run(&config);
        assert!(!told.contains("cargo::error"), "{told}");
        assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), before);
    }

    #[test]
    fn without_a_place_to_write_to_there_is_an_error_and_no_panic() {
        let project = Project::new(&[("d", "")]);
        let base = || Some(project.0.path().as_os_str().into());
        assert!(Config::new(&["d"]).run(base(), None).contains("cargo::error=OUT_DIR is not set"));
        let told = Config::new(&["d"]).run(base(), Some(project.path("no/such/folder").into()));
        assert!(told.contains("cannot be written"), "{told}");
    }
}
