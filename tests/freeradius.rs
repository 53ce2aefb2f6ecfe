//! The whole trees of FreeRADIUS 3.2's and 4's own dictionaries: every attribute of them goes onto the wire as text and comes
//! back.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

use radius_build::generate::{self, Options};
use radius_build::{Loaded, Style, load, render_all};
use radius_runtime::Packet;
use radius_runtime::dictionary::{DataType, Dictionary, Entry, Parent};

/// FreeRADIUS 3.2, of Debian's package.
const FOLDER: &str = "/usr/share/freeradius";

/// FreeRADIUS 4, where it is there; the test says so if it is not.
fn folder_4() -> Option<PathBuf> {
    let folder =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/freeradius-v4/share/dictionary/radius");
    if folder.join("dictionary").exists() {
        return Some(folder);
    }
    println!("{} is not there: the dictionaries of FreeRADIUS 4 are left out", folder.display());
    None
}

/// The root with all that it includes.
fn root(folder: &Path) -> Loaded {
    assert!(
        folder.join("dictionary").exists(),
        "FreeRADIUS's dictionaries are missing: apt-get install freeradius-common (./test.sh does it)"
    );
    let loaded = load(folder, &["dictionary".into()]);
    assert!(
        loaded.diagnostics.is_empty(),
        "{}",
        render_all(&loaded.diagnostics, &loaded.sources, Style::Plain)
    );
    loaded
}

/// Values of the attribute, as text: one, but for a struct with a union one for each branch.
fn samples(entry: &Entry<'_>) -> Vec<String> {
    let definition = entry.definition();
    if definition.flags.array() {
        return samples_of_one(entry).iter().map(|text| format!("[{text}, {text}]")).collect();
    }
    samples_of_one(entry)
}

fn samples_of_one(entry: &Entry<'_>) -> Vec<String> {
    let definition = entry.definition();
    let length = entry.length().filter(|_| entry.is_exact()).map(usize::from);
    let text = match definition.data_type {
        DataType::String => format!("\"{}\"", "some text ".repeat(26).get(..length.unwrap_or(9)).unwrap()),
        DataType::Octets => {
            format!("0x{}", "00000009010203".repeat(40).get(..2 * length.unwrap_or(7)).unwrap())
        }
        DataType::AscendBinary | DataType::Group => "0x000000090102".to_owned(),
        DataType::Uint8 => "7".to_owned(),
        DataType::Uint16 => "700".to_owned(),
        DataType::Uint32 => "70000".to_owned(),
        DataType::Uint64 => "7000000000".to_owned(),
        DataType::Int8 => "-7".to_owned(),
        DataType::Int16 => "-700".to_owned(),
        DataType::Int32 => "-70000".to_owned(),
        DataType::Int64 => "-7000000000".to_owned(),
        DataType::Bool => "true".to_owned(),
        DataType::Float32 | DataType::Float64 => "1.5".to_owned(),
        DataType::Ipv4Addr | DataType::ComboIp => "192.0.2.1".to_owned(),
        DataType::Ipv6Addr => "2001:db8::1".to_owned(),
        DataType::Ipv4Prefix => "192.0.2.0/24".to_owned(),
        DataType::Ipv6Prefix | DataType::ComboPrefix => "2001:db8::/32".to_owned(),
        DataType::InterfaceId => "0:1:2:3".to_owned(),
        DataType::Ether => "00:11:22:AA:BB:CC".to_owned(),
        DataType::Date => "2024-01-02T03:04:05Z".to_owned(),
        DataType::TimeDelta => "-60".to_owned(),
        DataType::Bit if entry.length() == Some(1) => "true".to_owned(),
        DataType::Bit => "1".to_owned(),
        DataType::Tlv => return vec![format!("{{ {} }}", children(entry).join(", "))],
        DataType::Struct => return structs(entry),
        other => panic!("{}: no sample for {other:?}", definition.name),
    };
    match entry.values().next() {
        Some((_, number)) if definition.data_type != DataType::Octets => {
            vec![entry.value_name(number).unwrap_or(&text).to_owned()]
        }
        _ => vec![text],
    }
}

/// What may stand in a TLV.
fn children(entry: &Entry<'_>) -> Vec<String> {
    let children = (0..=255).filter_map(|number| entry.inside(number));
    children.flat_map(|child| named(&child)).collect()
}

fn named(entry: &Entry<'_>) -> Vec<String> {
    let name = entry.definition().name;
    samples(entry).iter().map(|text| format!("{name} = {text}")).collect()
}

/// A struct with all of its members, one for each branch of its union, and one whose key chooses none.
fn structs(entry: &Entry<'_>) -> Vec<String> {
    let members: Vec<_> = entry.members().collect();
    let union = members.iter().find(|member| member.definition().data_type == DataType::Union);
    let key = union.and_then(Entry::key);
    let plain = |chosen: &str| -> Vec<String> {
        let parts = members.iter().filter(|member| member.definition().data_type != DataType::Union);
        let parts = parts.map(|member| match key == Some(member.definition().number) {
            true => format!("{} = {chosen}", member.definition().name),
            false => named(member).swap_remove(0),
        });
        parts.collect()
    };
    let braces = |parts: Vec<String>| format!("{{ {} }}", parts.join(", "));
    let Some(union) = union else { return vec![braces(plain(""))] };
    let name = union.definition().name;
    let branches = (0..=255).filter_map(|key| union.inside(key));
    let chosen = branches.flat_map(|branch| {
        let samples = samples(&branch);
        let with = |text: &String| {
            let value = format!("{name} = {{ {} = {text} }}", branch.definition().name);
            braces([plain(branch.definition().name), vec![value]].concat())
        };
        samples.iter().map(with).collect::<Vec<_>>()
    });
    let other = braces([plain("200"), vec![format!("{name} = 0x0102")]].concat());
    chosen.chain([other]).collect()
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
    match definition.parent {
        Parent::Struct => return "member of a struct, seen with it",
        Parent::Union => return "branch of a union, seen with its struct",
        _ => {}
    }
    if is_container {
        return "container, seen through what it holds";
    }
    if is_in_structure(dictionary, entry) {
        return "in a TLV of a struct, seen with it";
    }
    if definition.name == "Message-Authenticator" {
        return "made by sealing";
    }
    let kinds: Vec<_> = samples(entry).iter().map(|text| check_value(dictionary, entry, text)).collect();
    let kind = kinds[0];
    assert!(kinds.iter().all(|other| *other == kind));
    kind
}

/// Whether it stands in a TLV that stands in a struct.
fn is_in_structure(dictionary: &Dictionary<'_>, entry: &Entry<'_>) -> bool {
    let path = entry.path();
    let outer = (1..path.len()).filter_map(|length| dictionary.attribute_at(&path[..length]));
    outer.map(|outer| outer.definition().data_type).any(|data_type| data_type == DataType::Struct)
}

/// Sends a value that is given as text, reads it, prints it and sends what was printed.
fn check_value(dictionary: &Dictionary<'_>, entry: &Entry<'_>, text: &str) -> &'static str {
    let definition = entry.definition();
    let tag = if definition.flags.tagged() { ":3" } else { "" };
    let line = format!("{}{tag} = {text}", dictionary.name_of(entry));
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
    let expected = match definition.parent {
        Parent::Tlv => format!("{{ {}{tag} = {text} }}", definition.name),
        _ => line.clone(),
    };
    assert!(shown.contains(&expected), "{line}: {shown}");
    let mut again = Packet::access_request();
    again.push_text(dictionary, shown).unwrap_or_else(|error| panic!("{shown}: {error}"));
    assert_eq!(again.encode().unwrap(), octets, "{line}");
    // By the names on the way it is the same attribute.
    let mut by_path = Packet::access_request();
    let path = format!("{}{tag} = {text}", entry.full_name());
    by_path.push_text(dictionary, &path).unwrap_or_else(|error| panic!("{path}: {error}"));
    assert_eq!(by_path.encode().unwrap(), octets, "{path}");
    match definition.data_type {
        DataType::Struct => return "struct",
        _ if definition.flags.array() => return "array",
        _ => {}
    }
    match definition.parent {
        Parent::Packet => "standard",
        Parent::Vendor(_) => "vendor",
        Parent::Tlv => "in a TLV",
        Parent::Extended(_) => "extended",
        Parent::ExtendedVendor(..) => "vendor in extended",
        _ => "elsewhere",
    }
}

/// Checks every attribute and gives the counts.
fn check_all(folder: &Path) -> BTreeMap<&'static str, usize> {
    let dictionary = Dictionary::from(generate::table(&root(folder).dictionary));
    let mut counts = BTreeMap::new();
    for entry in dictionary.attributes() {
        *counts.entry(check(&dictionary, &entry)).or_insert(0) += 1;
    }
    println!("{}: {counts:#?}", folder.display());
    assert_eq!(counts.values().sum::<usize>(), dictionary.attributes().count());
    assert_eq!(counts.get("elsewhere"), None);
    for (name, entry) in dictionary.aliases() {
        let target = dictionary.attributes().any(|other| other.path() == entry.path());
        assert!(target, "{name} is an alias of nothing");
    }
    counts
}

#[test]
fn every_attribute_goes_onto_the_wire_and_comes_back() {
    let counts = check_all(Path::new(FOLDER));
    let on_the_wire =
        ["standard", "vendor", "in a TLV", "extended", "vendor in extended", "hidden", "secret"];
    let on_the_wire: usize = on_the_wire.iter().filter_map(|kind| counts.get(kind)).sum();
    assert!(on_the_wire > 6_500, "only {on_the_wire} attributes went onto the wire");
}

#[test]
fn every_attribute_of_freeradius_4_goes_onto_the_wire_and_comes_back() {
    let Some(folder) = folder_4() else { return };
    let counts = check_all(&folder);
    assert_eq!((counts.get("struct"), counts.get("array")), (Some(&STRUCTS), Some(&1)));
    assert!(counts["vendor"] > 6_000);
}

/// Those of the tree of FreeRADIUS 4 that stand by themselves.
const STRUCTS: usize = 65;

/// Also of files that have errors, or are not meant to be read alone, what is not wrong makes Rust.
#[test]
fn the_code_of_each_single_file_is_rust() {
    let mut count = 0;
    for folder in [Some(PathBuf::from(FOLDER)), folder_4()].into_iter().flatten() {
        let files = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name());
        // The root is compiled above.
        let files = files.filter(|name| name.to_string_lossy().starts_with("dictionary."));
        for file in files {
            let loaded = load(&folder, &[PathBuf::from(&file)]);
            let code = generate::generate(&loaded.dictionary, &Options::new("dictionary"));
            syn::parse_file(&code).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
            count += 1;
        }
    }
    println!("{count} files");
    assert!(count >= 236, "only {count} files");
}
