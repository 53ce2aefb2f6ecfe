//! The typed round trip: of every handle that the dictionaries of FreeRADIUS 3.2 and 4, and our own with what these lack, are
//! compiled into, values go onto the wire and come back equal. What is damaged on the way is kept as it came.
//!
//! The generated code is compiled without a warning, in a program that checks each handle with the crate in `round_trip`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use radius_build::generate::{self, Options};
use radius_build::model::{Attribute, AttributeId, DataType, Dictionary, Parent};
use radius_build::{Style, load, render_all};

/// Calls in one function of the program. Much longer functions take the compiler more than their share.
const CALLS: usize = 200;

fn tests() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The dictionaries, with the names of their modules.
fn dictionaries() -> Vec<(String, PathBuf)> {
    let freeradius_3 = Path::new("/usr/share/freeradius/dictionary");
    assert!(
        freeradius_3.exists(),
        "FreeRADIUS's dictionaries are missing: apt-get install freeradius-common (./test.sh does it)"
    );
    let mut all = vec![("freeradius_3".to_owned(), freeradius_3.to_owned())];
    let freeradius_4 = tests().join("../../shared/freeradius-v4/share/dictionary/radius/dictionary");
    match freeradius_4.exists() {
        true => all.push(("freeradius_4".to_owned(), freeradius_4)),
        false => println!("{} is not there and left out", freeradius_4.display()),
    }
    let ours =
        ["containers", "encodings", "formats", "hidden", "hiding", "names", "sample", "structures", "values"];
    all.extend(ours.map(|name| (name.to_owned(), tests().join(format!("golden/dictionary.{name}")))));
    all
}

/// What the compiler makes of a dictionary.
struct Compiled {
    module: String,
    dictionary: Dictionary,
    code: String,
    /// The attributes with a constant, and the path of it.
    constants: BTreeMap<AttributeId, Vec<String>>,
}

impl Compiled {
    fn new(module: &str, file: &Path) -> Self {
        let loaded = load(file.parent().unwrap(), &[PathBuf::from(file.file_name().unwrap())]);
        let has_errors =
            loaded.diagnostics.iter().any(|found| found.severity() == radius_build::Severity::Error);
        assert!(!has_errors, "{}", render_all(&loaded.diagnostics, &loaded.sources, Style::Plain));
        let options = Options {
            attributes: "/// A whole dictionary.".to_owned(),
            crate_path: "::radius_round_trip".to_owned(),
            ..Options::new(module)
        };
        let code = generate::generate(&loaded.dictionary, &options);
        let constants = generate::constants(&loaded.dictionary, &options);
        Self { module: module.to_owned(), dictionary: loaded.dictionary, code, constants }
    }

    fn attribute(&self, id: AttributeId) -> &Attribute {
        self.dictionary.attribute(id).unwrap()
    }

    /// The handles that the generated code has.
    fn handles(&self) -> usize {
        let constants = self.code.lines().map(str::trim).filter(|line| line.starts_with("pub const "));
        constants.filter(|line| line.contains("_r::Attribute<")).count()
    }

    /// The attribute in whose type this one stands, if it is a member of a struct, a branch of a union or in a TLV.
    fn container(&self, id: AttributeId) -> Option<AttributeId> {
        let Parent::Attribute(container) = self.attribute(id).parent else { return None };
        let data_type = self.attribute(container).data_type;
        matches!(data_type, DataType::Struct | DataType::Union | DataType::Tlv).then_some(container)
    }

    /// The members of structs and branches of unions on the wire.
    fn parts(&self) -> usize {
        let is_part = |attribute: &&Attribute| match attribute.parent {
            Parent::Attribute(container) => self.attribute(container).data_type.is_structure(),
            _ => false,
        };
        self.dictionary.attributes.iter().filter(is_part).filter(|part| !part.flags.internal).count()
    }

    /// Rust that names the constant of an attribute.
    fn path(&self, id: AttributeId) -> Option<String> {
        Some(format!("{}::{}", self.module, self.constants.get(&id)?.join("::")))
    }

    /// Rust that names a TLV by the attributes on the way to it.
    fn place(&self, tlv: AttributeId) -> String {
        match (self.path(tlv), self.container(tlv)) {
            (None, _) => "Place::in_struct()".to_owned(),
            (Some(path), None) => format!("Place::new({path})"),
            (Some(path), Some(outer)) => format!("{}.tlv({path})", self.place(outer)),
        }
    }

    /// A module with a function that checks every handle.
    fn checks(&self) -> String {
        let mut seen = BTreeSet::new();
        let calls = self.constants.iter().filter(|(_, path)| seen.insert(*path)).map(|(id, _)| {
            let path = self.path(*id).unwrap();
            match self.container(*id) {
                None => format!("run.check({path});"),
                Some(tlv) => format!("run.check_inside(&{}, {path});", self.place(tlv)),
            }
        });
        let calls: Vec<String> = calls.collect();
        let parts: Vec<&[String]> = calls.chunks(CALLS).collect();
        let mut out = format!(
            "mod check_{module} {{\nuse radius_round_trip::{{Place, Run}};\nuse crate::{module};\n\
             pub(super) fn all(run: &mut Run) {{\n",
            module = self.module
        );
        (0..parts.len()).for_each(|part| _ = writeln!(out, "part_{part}(run);"));
        out.push_str("}\n");
        for (part, calls) in parts.iter().enumerate() {
            _ = writeln!(out, "fn part_{part}(run: &mut Run) {{\n{}\n}}", calls.join("\n"));
        }
        out.push_str("}\n");
        // What has no TLV needs no places.
        if out.contains("Place::") { out } else { out.replace("{Place, Run}", "Run") }
    }

    /// Compares the sums that the program printed with what there is.
    fn add_up(&self, printed: &str) {
        let number = |name: &str| -> usize {
            let line = printed.lines().find_map(|line| line.strip_prefix(name));
            line.unwrap_or_else(|| panic!("no {name} in {printed}")).trim().parse().unwrap()
        };
        assert_eq!(number("handles "), self.handles(), "{}: handles", self.module);
        assert_eq!(number("parts "), self.parts(), "{}: members and branches", self.module);
        let internal = self.dictionary.attributes.iter().filter(|attribute| attribute.flags.internal).count();
        let second = self.constants.len() - self.handles();
        println!(
            "{:6} members of structs and branches of unions, sent with these\n{second:6} second names of \
             the same handle\n{internal:6} internal\n{:6} attributes in all\n",
            self.parts(),
            self.dictionary.attributes.len()
        );
        assert_eq!(self.constants.len() + self.parts() + internal, self.dictionary.attributes.len());
    }
}

/// Writes the crate of the program: a library, so that the lint of missing documentation sees the generated modules.
fn write_program(folder: &Path, all: &[Compiled]) {
    let source = folder.join("src");
    fs::create_dir(&source).unwrap();
    let support = tests().join("round_trip");
    let manifest = format!(
        "[package]\nname = \"whole-trees\"\nedition = \"2024\"\n[workspace]\n[dependencies]\n\
         radius-round-trip = {{ path = {support:?} }}\n[profile.dev]\ndebug = false\nincremental = false\n"
    );
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    fs::copy(tests().join("../Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    let mut code =
        "//! Whole dictionaries.\n#![forbid(unsafe_code)]\n#![deny(warnings, missing_docs)]\n".to_owned();
    let mut calls = String::new();
    for compiled in all {
        code.push_str(&compiled.code);
        code.push_str(&compiled.checks());
        _ = writeln!(calls, "check(\"{0}\", check_{0}::all);", compiled.module);
    }
    _ = write!(
        code,
        "/// Checks every handle.\n#[must_use]\npub fn check_all() -> bool {{\nlet mut is_fine = true;\n\
         let mut check = |name: &str, all: fn(&mut radius_round_trip::Run)| {{\n\
         let mut run = radius_round_trip::Run::default();\nall(&mut run);\n\
         for failure in run.failures() {{ eprintln!(\"{{name}}: {{failure}}\"); }}\n\
         is_fine &= run.failures().is_empty();\nprintln!(\"# {{name}}\\n{{run}}\");\n}};\n{calls}is_fine\n}}\n"
    );
    fs::write(source.join("lib.rs"), code).unwrap();
    let main = "fn main() { std::process::exit(if whole_trees::check_all() { 0 } else { 1 }) }\n";
    fs::write(source.join("main.rs"), main).unwrap();
}

#[test]
fn every_typed_handle_goes_onto_the_wire_and_comes_back() {
    let all: Vec<Compiled> =
        dictionaries().iter().map(|(module, file)| Compiled::new(module, file)).collect();
    let folder = tempfile::tempdir().unwrap();
    write_program(folder.path(), &all);
    // Beside the other tests' target folder, so that nothing waits for its lock.
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("whole-trees");
    let output = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--offline"])
        .current_dir(folder.path())
        .env("CARGO_TARGET_DIR", target)
        .output()
        .unwrap();
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{printed}\n{}", String::from_utf8_lossy(&output.stderr));
    let sections: Vec<&str> = printed.split("# ").skip(1).collect();
    assert_eq!(sections.len(), all.len());
    for (compiled, section) in all.iter().zip(sections) {
        print!("{section}");
        compiled.add_up(section);
    }
}
