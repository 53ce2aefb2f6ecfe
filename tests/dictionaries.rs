//! The files of `dictionaries/share` state the same facts as the files of the same names in Debian's `freeradius-common`.
//!
//! The reader here is written for this comparison alone and shares nothing with `radius-build`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::{env, fs};

use radius_build::{Options, generate, load};

const OURS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../dictionaries/share");
const REFERENCE: &str = "/usr/share/freeradius";
/// Lists of includes: of the default features, of everything, and of the RFCs.
const LISTS: [&str; 3] = ["dictionary", "dictionary.full", "dictionary.rfc"];
/// Files that `freeradius-common` does not have: an RFC that it leaves out, and vendors that later releases added.
const WITHOUT_REFERENCE: [&str; 3] = ["dictionary.rfc7833", "dictionary.ubnt", "dictionary.xirrus"];

/// One statement of a dictionary, in a form that does not depend on layout and spelling.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fact {
    Vendor {
        name: String,
        pen: u32,
        format: String,
    },
    Attribute {
        vendor: String,
        number: Vec<u32>,
        name: String,
        data_type: String,
        flags: BTreeSet<String>,
    },
    /// Of several names for one number the last one stands for it.
    PreferredAttribute {
        vendor: String,
        number: Vec<u32>,
        name: String,
    },
    Value {
        vendor: String,
        attribute: String,
        number: u32,
        name: String,
    },
    PreferredValue {
        vendor: String,
        attribute: String,
        number: u32,
        name: String,
    },
}

fn facts(text: &str) -> Result<BTreeSet<Fact>, String> {
    let mut facts = BTreeSet::new();
    let mut attributes = BTreeMap::new();
    let mut values = BTreeMap::new();
    let mut vendor = String::new();
    for line in text.lines() {
        let code = line.split('#').next().unwrap_or_default();
        let words: Vec<&str> = code.split_whitespace().collect();
        match words[..] {
            [] => {}
            ["VENDOR", name, pen] => {
                facts.insert(Fact::Vendor { name: name.into(), pen: number(pen)?, format: "1,1".into() });
            }
            ["VENDOR", name, pen, format] => {
                let format = format.trim_start_matches("format=").into();
                facts.insert(Fact::Vendor { name: name.into(), pen: number(pen)?, format });
            }
            ["BEGIN-VENDOR", name] => vendor = name.into(),
            ["END-VENDOR", name] if name == vendor => vendor.clear(),
            ["ATTRIBUTE", name, oid, data_type] | ["ATTRIBUTE", name, oid, data_type, _] => {
                let oid = oid.split('.').map(number).collect::<Result<Vec<_>, _>>()?;
                attributes.insert((vendor.clone(), oid.clone()), name.to_owned());
                facts.insert(Fact::Attribute {
                    vendor: vendor.clone(),
                    number: oid,
                    name: name.into(),
                    data_type: canonical(data_type),
                    flags: words
                        .get(4)
                        .into_iter()
                        .flat_map(|flags| flags.split(','))
                        .map(String::from)
                        .collect(),
                });
            }
            ["VALUE", attribute, name, value] => {
                let value = number(value)?;
                values.insert((vendor.clone(), attribute.to_owned(), value), name.to_owned());
                facts.insert(Fact::Value {
                    vendor: vendor.clone(),
                    attribute: attribute.into(),
                    number: value,
                    name: name.into(),
                });
            }
            _ => return Err(format!("not understood: {line}")),
        }
    }
    let preferred = attributes.into_iter();
    facts.extend(preferred.map(|((vendor, number), name)| Fact::PreferredAttribute { vendor, number, name }));
    let preferred = values.into_iter();
    facts.extend(preferred.map(|((vendor, attribute, number), name)| Fact::PreferredValue {
        vendor,
        attribute,
        number,
        name,
    }));
    Ok(facts)
}

fn number(text: &str) -> Result<u32, String> {
    let parsed = match text.strip_prefix("0x") {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => text.parse(),
    };
    parsed.map_err(|_| format!("not a number: {text}"))
}

/// One name for each data type of RFC 8044; a size in brackets is kept.
fn canonical(data_type: &str) -> String {
    match data_type.to_ascii_lowercase().as_str() {
        "byte" => "uint8",
        "short" => "uint16",
        "integer" => "uint32",
        "integer64" => "uint64",
        "signed" => "int32",
        "ipaddr" => "ipv4addr",
        "cidr" => "ipv4prefix",
        other => other,
    }
    .to_owned()
}

/// What only one of the two states, a line each.
fn differences(ours: &BTreeSet<Fact>, reference: &BTreeSet<Fact>) -> Vec<String> {
    let missing = reference.difference(ours).map(|fact| format!("missing: {fact:?}"));
    let added = ours.difference(reference).map(|fact| format!("not in the reference: {fact:?}"));
    missing.chain(added).collect()
}

fn read(folder: &str, file: &str) -> String {
    let path = Path::new(folder).join(file);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn names(folder: &str) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{folder}: {error}"));
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

fn reference_names() -> BTreeSet<String> {
    assert!(
        Path::new(REFERENCE).is_dir(),
        "{REFERENCE} is missing: install Debian's package freeradius-common (apt-get install freeradius-common)"
    );
    names(REFERENCE)
}

fn includes(file: &str) -> Vec<String> {
    let text = read(OURS, file);
    text.lines()
        .filter_map(|line| line.strip_prefix("$INCLUDE "))
        .map(|name| name.trim().to_owned())
        .collect()
}

#[test]
fn each_file_states_what_the_same_file_of_freeradius_common_states() {
    let reference_names = reference_names();
    let mut wrong = Vec::new();
    let mut compared = BTreeSet::new();
    let mut total = (0, 0, 0);
    println!("{:24} {:>7} {:>10} {:>6}", "file", "vendors", "attributes", "values");
    let without = [LISTS, WITHOUT_REFERENCE].concat();
    for name in names(OURS).iter().filter(|name| !without.contains(&name.as_str())) {
        assert!(
            reference_names.contains(name),
            "{REFERENCE}/{name} is missing: is freeradius-common complete?"
        );
        let ours = facts(&read(OURS, name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        let reference =
            facts(&read(REFERENCE, name)).unwrap_or_else(|error| panic!("{REFERENCE}/{name}: {error}"));
        wrong.extend(differences(&ours, &reference).into_iter().map(|line| format!("{name}: {line}")));
        let count = |kind: fn(&Fact) -> bool| ours.iter().filter(|fact| kind(fact)).count();
        let vendors = count(|fact| matches!(fact, Fact::Vendor { .. }));
        let attributes = count(|fact| matches!(fact, Fact::Attribute { .. }));
        let values = count(|fact| matches!(fact, Fact::Value { .. }));
        assert!(attributes + values > 0, "{name} states nothing");
        println!("{name:24} {vendors:7} {attributes:10} {values:6}");
        total = (total.0 + vendors, total.1 + attributes, total.2 + values);
        compared.insert(name.clone());
    }
    println!("{:24} {:7} {:10} {:6}", format!("{} files", compared.len()), total.0, total.1, total.2);
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn no_rfc_file_of_freeradius_common_from_2865_to_8559_is_left_out() {
    let wanted: BTreeSet<String> = reference_names()
        .into_iter()
        .filter(|name| {
            let rfc = name.strip_prefix("dictionary.rfc").and_then(|number| number.parse::<u32>().ok());
            rfc.is_some_and(|rfc| (2865..=8559).contains(&rfc))
        })
        .collect();
    assert!(!wanted.is_empty(), "{REFERENCE} holds no RFC files: is freeradius-common complete?");
    let ours = names(OURS);
    let missing: Vec<&String> = wanted.difference(&ours).collect();
    assert!(missing.is_empty(), "missing in {OURS}: {missing:?}");
}

#[test]
fn each_file_is_included_once_and_in_order() {
    let mut reached = Vec::new();
    for list in ["dictionary.full", "dictionary.rfc"] {
        let included = includes(list);
        let rest = included.strip_prefix(&["dictionary.rfc".to_owned()]).unwrap_or(&included);
        assert!(rest.is_sorted(), "{list}: {rest:?}");
        reached.extend(included);
    }
    let all: BTreeSet<String> = names(OURS)
        .into_iter()
        .filter(|name| !["dictionary", "dictionary.full"].contains(&&**name))
        .collect();
    assert_eq!(reached.len(), all.len(), "{reached:?}");
    assert_eq!(reached.into_iter().collect::<BTreeSet<_>>(), all);
}

/// The vendors' files, by name.
fn vendor_files() -> BTreeSet<String> {
    let is_vendor = |name: &String| !LISTS.contains(&name.as_str()) && !name.starts_with("dictionary.rfc");
    names(OURS).into_iter().filter(is_vendor).collect()
}

/// The feature that compiles a vendor's file in.
fn feature(file: &str) -> String {
    file.trim_start_matches("dictionary.").replace('.', "-")
}

#[test]
fn each_vendor_file_has_its_feature_and_the_default_ones_are_those_of_the_root() {
    let manifest = read(OURS, "../Cargo.toml").parse::<toml::Table>().unwrap();
    let mut features: BTreeMap<String, Vec<String>> = manifest["features"].clone().try_into().unwrap();
    let default = features.remove("default").unwrap();
    let vendors: Vec<String> = includes("dictionary").into_iter().skip(1).collect();
    assert_eq!(default, vendors.iter().map(|file| feature(file)).collect::<Vec<_>>());
    assert!(features.remove("full").is_some());
    assert!(features.values().all(Vec::is_empty), "no vendor needs another: {features:?}");
    let wanted: BTreeSet<String> = vendor_files().iter().map(|file| feature(file)).collect();
    assert_eq!(features.into_keys().collect::<BTreeSet<_>>(), wanted);
}

/// The module that generated code has for the vendor of the file. The file is compiled with the RFCs, as its feature alone
/// does it.
fn module(file: &str) -> String {
    let loaded = load(OURS.as_ref(), &["dictionary.rfc".into(), file.into()]);
    assert_eq!(loaded.diagnostics, [], "{file}");
    let code = generate(&loaded.dictionary, &Options::new("dictionary"));
    // The vendor's number stands at the top of its module; that of RFC 4679 comes first.
    let module = code.lines().filter_map(|line| line.strip_prefix("    pub mod ")).next_back();
    module.unwrap().trim_end_matches(" {").to_owned()
}

/// One line for each vendor: feature, module, who it is, number.
fn table() -> String {
    let mut table =
        "| feature | module | vendor | Private Enterprise Number |\n|---|---|---|---|\n".to_owned();
    for file in vendor_files() {
        let text = read(OURS, &file);
        let about = text.lines().next().and_then(|line| line.strip_prefix("# Vendor ")).unwrap_or_default();
        let (about, _) =
            about.split_once(" Private Enterprise Number").unwrap_or_else(|| panic!("{file}: {about}"));
        let facts = facts(&text).unwrap();
        let mut vendors = facts.iter().filter_map(|fact| match fact {
            Fact::Vendor { pen, .. } => Some(pen),
            _ => None,
        });
        let (pen, None) = (vendors.next().unwrap(), vendors.next()) else { panic!("{file} has two vendors") };
        let (feature, module) = (feature(&file), module(&file));
        let about = about.trim_end_matches([',', ';']);
        table.push_str(&format!("| `{feature}` | `{module}` | {about} | {pen} |\n"));
    }
    table
}

#[test]
fn each_vendor_alone_compiles_and_stands_in_the_documentation() {
    let path = Path::new(OURS).join("../vendors.md");
    let found = table();
    if env::var_os("UPDATE_GOLDEN").is_some_and(|value| value == "1") {
        fs::write(&path, &found).unwrap();
    }
    assert_eq!(fs::read_to_string(&path).unwrap_or_default(), found, "{}", path.display());
}

#[test]
fn all_vendors_together_are_one_dictionary() {
    let loaded = load(OURS.as_ref(), &["dictionary.full".into()]);
    assert_eq!(loaded.diagnostics, []);
    let (vendors, attributes) = (loaded.dictionary.vendors.len(), loaded.dictionary.attributes.len());
    println!("{} files, {vendors} vendors, {attributes} attributes", loaded.sources.len());
    // The RFCs have a vendor too.
    assert_eq!(vendors, vendor_files().len() + 1);
}

#[test]
fn each_file_names_its_licence_and_takes_over_no_comment() {
    let comments = |text: &str| -> BTreeSet<String> {
        let comments = text.lines().filter_map(|line| line.split_once('#'));
        comments.map(|(_, comment)| comment.trim().to_owned()).filter(|comment| !comment.is_empty()).collect()
    };
    let reference_names = reference_names();
    for name in names(OURS) {
        let text = read(OURS, &name);
        let licence = text.lines().nth(1);
        assert_eq!(licence, Some("# SPDX-License-Identifier: MIT OR Apache-2.0"), "{name}");
        if reference_names.contains(&name) {
            let taken: Vec<String> =
                comments(&text).intersection(&comments(&read(REFERENCE, &name))).cloned().collect();
            assert!(taken.is_empty(), "{name}: {taken:?}");
        }
    }
}

const SAMPLE: &str = "\
VENDOR       Sample  32473  format=2,1
BEGIN-VENDOR Sample
ATTRIBUTE    Sample-Key   1.2   octets[16]  has_tag,encrypt=2
ATTRIBUTE    Sample-Kind  0x03  integer     # comment
VALUE        Sample-Kind  First   1
VALUE        Sample-Kind  Second  1
END-VENDOR   Sample
";

#[test]
fn layout_and_spelling_do_not_count() {
    let respelled = SAMPLE
        .replace("  ", "\t")
        .replace("0x03", "3")
        .replace("integer", "uint32")
        .replace("has_tag,encrypt=2", "encrypt=2,has_tag")
        .replace("VALUE\t", "\n# another comment\n  VALUE ");
    assert_eq!(differences(&facts(SAMPLE).unwrap(), &facts(&respelled).unwrap()), [""; 0]);
}

#[test]
fn each_altered_fact_counts() {
    let sample = facts(SAMPLE).unwrap();
    assert_eq!(sample.len(), 8, "1 vendor, 2 attributes, 2 values, 3 preferred names");
    let open = SAMPLE.replace("END-VENDOR   Sample\n", "");
    assert_eq!(facts(&open).unwrap(), sample);
    for (from, to) in [
        ("Sample  32473", "Sample  32474"),
        ("format=2,1", ""),
        ("Sample-Key", "Sample-Lock"),
        ("1.2", "1.3"),
        ("octets[16]", "octets"),
        ("octets[16]", "string"),
        ("has_tag,", ""),
        ("encrypt=2", "encrypt=1"),
        ("0x03", "4"),
        ("First   1", "First   2"),
        ("Second  1", "Second  2"),
        ("Second", "Third"),
        ("BEGIN-VENDOR Sample", ""),
        ("ATTRIBUTE    Sample-Kind  0x03  integer", ""),
        ("VALUE        Sample-Kind  First   1", ""),
    ] {
        let altered = open.replacen(from, to, 1);
        assert_ne!(altered, open);
        assert_ne!(differences(&sample, &facts(&altered).unwrap()), [""; 0], "{from} → {to}");
    }
    let swapped = SAMPLE.replace("First ", "Other ").replace("Second", "First ").replace("Other ", "Second");
    let swapped = differences(&sample, &facts(&swapped).unwrap());
    assert_eq!(swapped.len(), 2, "only the preferred name differs: {swapped:?}");
}

#[test]
fn a_line_the_reader_does_not_know_is_an_error() {
    for line in
        ["ATTRIBUTE Name 1", "VALUE Name 1", "ATRIBUTE Name 1 string", "END-VENDOR Other", "VENDOR Name one"]
    {
        assert!(facts(line).is_err(), "{line}");
    }
}
