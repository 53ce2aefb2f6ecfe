//! What the dictionary reference shows is true: each dictionary compiles, the Rust behind it compiles and runs, and the
//! octets are those that it says.

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use radius_build::generate::{self, Options};
use radius_build::{Loaded, Memory, Style, load_with, render_all};
use radius_runtime::Packet;
use radius_runtime::dictionary::Dictionary;

/// A dictionary, and the blocks of Rust and octets that follow it.
#[derive(Debug)]
struct Example {
    /// The chapter and the number of the example in it.
    name: String,
    dictionary: String,
    rust: Vec<String>,
    wire: Vec<String>,
}

fn chapters() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../build-tools/src/reference");
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut chapters: Vec<_> = paths.filter(|path| path.extension().is_some_and(|end| end == "md")).collect();
    chapters.sort();
    chapters
}

/// The examples of all chapters. A block of another kind is one that nobody checks.
fn examples() -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    for path in chapters() {
        let chapter = path.file_stem().unwrap().to_str().unwrap();
        let text = fs::read_to_string(&path).unwrap();
        let first = examples.len();
        for block in text.split("\n```").skip(1).step_by(2) {
            let (kind, text) = block.split_once('\n').unwrap();
            if kind == "dictionary" {
                examples.push(Example {
                    name: format!("{chapter}_{}", examples.len() - first + 1),
                    dictionary: text.to_owned(),
                    rust: Vec::new(),
                    wire: Vec::new(),
                });
                continue;
            }
            assert!(examples.len() > first, "{chapter}: a block `{kind}` without a dictionary");
            let example = examples.last_mut().unwrap();
            match kind {
                "rs" => example.rust.push(text.to_owned()),
                "wire" => example.wire.push(text.to_owned()),
                _ => panic!("{}: a block `{kind}`", example.name),
            }
        }
    }
    examples
}

impl Example {
    /// Reads the dictionary. Further files follow lines with `==` and their name.
    fn load(&self) -> Loaded {
        let mut parts = self.dictionary.split("\n== ");
        let mut files = vec![("dictionary", parts.next().unwrap_or_default())];
        files.extend(parts.map(|part| part.split_once('\n').unwrap()));
        let loaded = load_with(&Memory::from_iter(files), Path::new(""), &["dictionary".into()]);
        let text = render_all(&loaded.diagnostics, &loaded.sources, Style::Plain);
        assert!(loaded.diagnostics.is_empty(), "{}: {text}", self.name);
        loaded
    }

    /// The lines of octets: an attribute as text, and as hexadecimal digits without signs between them.
    fn lines(&self) -> impl Iterator<Item = (&str, String)> {
        self.wire.iter().flat_map(|block| block.lines()).map(|line| {
            let (text, octets) = line.rsplit_once("    ").unwrap_or_else(|| panic!("{}: {line}", self.name));
            (text.trim_end(), octets.chars().filter(|c| !matches!(c, ' ' | '|')).collect())
        })
    }

    /// A module that runs the Rust of the example. Where that makes a `packet`, its attributes are those of the octets.
    fn module(&self) -> String {
        let options = Options { visibility: String::new(), ..Options::new("dictionary") };
        let mut code = format!("mod {} {{\n", self.name);
        code.push_str(&generate::generate(&self.load().dictionary, &options));
        code.push_str("use self::dictionary::*;\n");
        for (number, block) in self.rust.iter().enumerate() {
            _ = writeln!(code, "pub fn run_{number}() -> Result<(), Box<dyn std::error::Error>> {{");
            _ = writeln!(code, "use radius_runtime::*;\n{block}");
            let octets: String = self.lines().map(|(_, octets)| octets).collect();
            if block.contains("let packet =") && !octets.is_empty() {
                _ = writeln!(
                    code,
                    "let octets = packet.encode()?;\nlet octets: String = octets[20..].iter().map(|octet| format!(\"{{octet:02x}}\")).collect();"
                );
                _ = writeln!(code, "assert!({octets:?}.starts_with(&octets), \"{{octets}}\");");
            }
            code.push_str("Ok(())\n}\n");
        }
        code + "}\n"
    }
}

/// The octets of an attribute that is written as text, and how it is printed.
fn octets(dictionary: &Dictionary<'_>, text: &str) -> Result<(String, String), Box<dyn Error>> {
    let mut packet = Packet::access_request();
    packet.push_text(dictionary, text)?;
    let octets = packet.encode()?;
    let shown = Packet::decode(&octets)?.display(dictionary).to_string();
    Ok((octets[20..].iter().map(|octet| format!("{octet:02x}")).collect(), shown))
}

#[test]
fn each_example_has_the_octets_that_it_shows() {
    let (mut lines, mut wrong) = (0, String::new());
    for example in examples() {
        let dictionary = Dictionary::from(generate::table(&example.load().dictionary));
        for (text, expected) in example.lines() {
            lines += 1;
            match octets(&dictionary, text) {
                Ok((octets, shown)) if octets == expected && shown.contains(text) => {}
                other => _ = writeln!(wrong, "{}: {text}: {other:?}", example.name),
            }
        }
    }
    println!("{lines} attributes");
    assert!(wrong.is_empty() && lines > 40, "{wrong}");
}

#[test]
fn the_rust_of_each_example_compiles_and_runs() {
    let examples = examples();
    let mut code = "#![allow(unused_imports, unused_variables)]\n".to_owned();
    code.extend(examples.iter().map(Example::module));
    code.push_str("fn main() {\n");
    for example in &examples {
        for number in 0..example.rust.len() {
            let name = &example.name;
            _ = writeln!(
                code,
                "{name}::run_{number}().unwrap_or_else(|error| panic!(\"{name}: {{error}}\"));"
            );
        }
    }
    code.push_str("}\n");
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("reference.rs");
    fs::write(&path, code).unwrap();
    trybuild::TestCases::new().pass(path);
}

#[test]
fn each_chapter_is_in_the_overview() {
    for chapter in chapters() {
        let name = chapter.file_stem().unwrap().to_str().unwrap();
        let overview = fs::read_to_string(chapter.with_file_name("overview.md")).unwrap();
        assert!(name == "overview" || overview.contains(&format!("| [`{name}`] |")), "{name}");
    }
}
