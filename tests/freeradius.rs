//! The whole tree of FreeRADIUS 3.2's own dictionaries: its generated code compiles, and every attribute of it goes onto the
//! wire and comes back.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::{env, fs};

use radius_build::generate::{self, Options};
use radius_build::{Loaded, Style, load, render_all};
use radius_runtime::Packet;
use radius_runtime::dictionary::{DataType, Dictionary, Entry, Parent};

const FOLDER: &str = "/usr/share/freeradius";

fn root() -> Loaded {
    assert!(
        Path::new(FOLDER).join("dictionary").exists(),
        "FreeRADIUS's dictionaries are missing: apt-get install freeradius-common (./test.sh does it)"
    );
    let loaded = load(Path::new(FOLDER), &["dictionary".into()]);
    assert!(
        loaded.diagnostics.is_empty(),
        "{}",
        render_all(&loaded.diagnostics, &loaded.sources, Style::Plain)
    );
    loaded
}

/// A value of the attribute, as text.
fn sample(entry: &Entry<'_>) -> String {
    let definition = entry.definition();
    let text = match definition.data_type {
        DataType::String => "\"some text\"",
        DataType::Octets | DataType::AscendBinary => "0x000000090102",
        DataType::Uint8 => "7",
        DataType::Uint16 => "700",
        DataType::Uint32 => "70000",
        DataType::Uint64 => "7000000000",
        DataType::Int8 => "-7",
        DataType::Int16 => "-700",
        DataType::Int32 => "-70000",
        DataType::Int64 => "-7000000000",
        DataType::Bool => "true",
        DataType::Float32 | DataType::Float64 => "1.5",
        DataType::Ipv4Addr | DataType::ComboIp => "192.0.2.1",
        DataType::Ipv6Addr => "2001:db8::1",
        DataType::Ipv4Prefix => "192.0.2.0/24",
        DataType::Ipv6Prefix => "2001:db8::/32",
        DataType::InterfaceId => "0:1:2:3",
        DataType::Ether => "00:11:22:AA:BB:CC",
        DataType::Date => "2024-01-02T03:04:05Z",
        DataType::TimeDelta => "-60",
        other => panic!("{}: no sample for {other:?}", definition.name),
    };
    match entry.values().next() {
        Some((_, number)) if definition.data_type != DataType::Octets => {
            entry.value_name(number).unwrap_or(text).to_owned()
        }
        _ => text.to_owned(),
    }
}

/// What an attribute is to this test.
fn check(dictionary: &Dictionary<'_>, entry: &Entry<'_>) -> &'static str {
    let definition = entry.definition();
    let is_container = matches!(
        definition.data_type,
        DataType::Vsa
            | DataType::Tlv
            | DataType::Extended
            | DataType::LongExtended
            | DataType::ExtendedVendorSpecific
    );
    if entry.is_internal() {
        return "internal";
    }
    if !entry.is_canonical() {
        return "second name";
    }
    if is_container {
        return "container, seen through what it holds";
    }
    if definition.name == "Message-Authenticator" {
        return "made by sealing";
    }
    let tag = if definition.flags.tagged() { ":3" } else { "" };
    let line = format!("{}{tag} = {}", definition.name, sample(entry));
    let mut packet = Packet::access_request();
    packet.push_text(dictionary, &line).unwrap_or_else(|error| panic!("{line}: {error}"));
    if definition.flags.hiding().is_some() {
        assert!(packet.display(dictionary).to_string().ends_with(if definition.parent == Parent::Tlv {
            "<hidden>"
        } else {
            " = <hidden>"
        }));
        return "hidden";
    }
    let octets = packet.encode().unwrap();
    let decoded = Packet::decode(&octets).unwrap();
    assert_eq!(decoded.encode().unwrap(), octets, "{line}");
    let shown = decoded.display(dictionary).to_string();
    let shown = shown.lines().nth(1).unwrap_or_default().trim();
    if definition.flags.secret() {
        assert!(shown.contains("<hidden>"), "{line}: {shown}");
        return "secret";
    }
    let expected = if definition.parent == Parent::Tlv { format!("{{ {line} }}") } else { line.clone() };
    assert!(shown.contains(&expected), "{line}: {shown}");
    let mut again = Packet::access_request();
    again.push_text(dictionary, shown).unwrap_or_else(|error| panic!("{shown}: {error}"));
    assert_eq!(again.encode().unwrap(), octets, "{line}");
    match definition.parent {
        Parent::Packet => "standard",
        Parent::Vendor(_) => "vendor",
        Parent::Tlv => "in a TLV",
        Parent::Extended(_) => "extended",
        Parent::ExtendedVendor(..) => "vendor in extended",
        _ => "elsewhere",
    }
}

#[test]
fn every_attribute_goes_onto_the_wire_and_comes_back() {
    let dictionary = Dictionary::from(generate::table(&root().dictionary));
    let mut counts = BTreeMap::new();
    for entry in dictionary.attributes() {
        *counts.entry(check(&dictionary, &entry)).or_insert(0) += 1;
    }
    println!("{counts:#?}");
    assert_eq!(counts.values().sum::<usize>(), dictionary.attributes().count());
    assert_eq!(counts.get("elsewhere"), None);
    let on_the_wire =
        ["standard", "vendor", "in a TLV", "extended", "vendor in extended", "hidden", "secret"];
    let on_the_wire: usize = on_the_wire.iter().filter_map(|kind| counts.get(kind)).sum();
    assert!(on_the_wire > 6_500, "only {on_the_wire} attributes went onto the wire");
}

#[test]
fn the_generated_code_compiles_without_a_warning() {
    let crate_folder = tempfile::tempdir().unwrap();
    let source = crate_folder.path().join("src");
    fs::create_dir(&source).unwrap();
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../radius-runtime");
    let manifest = format!(
        "[package]\nname = \"whole-tree\"\nedition = \"2024\"\n[workspace]\n[dependencies]\n\
         radius-runtime = {{ path = {runtime:?}, default-features = false }}\n"
    );
    fs::write(crate_folder.path().join("Cargo.toml"), manifest).unwrap();
    fs::copy(runtime.join("../Cargo.lock"), crate_folder.path().join("Cargo.lock")).unwrap();
    let options = Options { attributes: "/// The whole tree.".to_owned(), ..Options::new("dictionary") };
    let code = generate::generate(&root().dictionary, &options);
    let lints = "//! The whole tree.\n#![forbid(unsafe_code)]\n#![deny(warnings, missing_docs)]\n";
    fs::write(source.join("lib.rs"), format!("{lints}{code}")).unwrap();
    // Beside the other tests' target folder, so that nothing waits for its lock.
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("whole-tree");
    let output = Command::new(env!("CARGO"))
        .args(["check", "--quiet", "--offline"])
        .current_dir(crate_folder.path())
        .env("CARGO_TARGET_DIR", target)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
