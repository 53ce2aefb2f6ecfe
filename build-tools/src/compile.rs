//! For build scripts: compiles dictionaries into a file that the crate includes.

use std::ffi::OsString;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::generate::{Options, generate};
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
}

impl Config {
    /// Compiles these files, and what they include, into `$OUT_DIR/dictionary.rs` as `pub mod dictionary`.
    pub fn new(files: &[impl AsRef<Path>]) -> Self {
        let files: Vec<PathBuf> = files.iter().map(|file| file.as_ref().to_owned()).collect();
        let mut options = Options::new("dictionary");
        options.files = files.iter().map(|file| file.display().to_string()).collect();
        Self { files, options, named: false, out_file: "dictionary.rs".into() }
    }

    /// The file to write, relative to `OUT_DIR`. The module is named after it unless [`module`](Self::module) says
    /// otherwise.
    #[must_use]
    pub fn out_file(mut self, file: impl Into<PathBuf>) -> Self {
        self.out_file = file.into();
        if !self.named && let Some(stem) = self.out_file.file_stem() {
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
        tell("warning", &text(loaded.warnings(), &loaded));
        tell("error", &text(loaded.errors(), &loaded));
        match out_dir {
            Some(out_dir) => {
                let path = PathBuf::from(out_dir).join(&self.out_file);
                if let Err(error) = write_if_changed(&path, &self.source(&loaded)) {
                    tell("error", &format!("{} cannot be written: {error}", path.display()));
                }
            }
            None => tell("error", "OUT_DIR is not set: dictionaries are compiled in build scripts"),
        }
        directives
    }

    fn source(&self, loaded: &Loaded) -> String {
        let files = self.options.files.join(", ");
        let source = generate(&loaded.dictionary, &self.options);
        format!("// @generated by radius-build from {files}. Do not edit: change the dictionary.\n\n{source}")
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
