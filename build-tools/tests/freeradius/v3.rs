//! Every dictionary file of FreeRADIUS 3.2, as Debian's package `freeradius-common` installs them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Instant;

use radius_build::model::{Attribute, DataType, Dictionary, Hiding};
use radius_build::{Code, Diagnostic, Loaded, load};

use crate::compiled::Modules;
use crate::reader;
use crate::reader::v3::{Line, Reader};
use crate::tally::Tally;

const FOLDER: &str = "/usr/share/freeradius";

/// The standard base: files that others need, without including them, for the attributes whose values they name, or for the
/// extended attributes and the vendors that they put others into.
const PRELUDE: &[&str] = &[
    "dictionary.rfc2865",
    "dictionary.rfc2866",
    "dictionary.rfc2867",
    "dictionary.rfc2868",
    "dictionary.rfc2869",
    "dictionary.rfc3576",
    "dictionary.rfc6929",
    "dictionary.freeradius",
    "dictionary.freeradius.internal",
];

/// What is wrong with a few of the files themselves: file, code, message, `ATTRIBUTE` and `VALUE` lines that are lost.
const EXPLAINED: &[(&str, Code, &str, usize, usize)] = &[
    // No file defines this attribute.
    ("dictionary.freedhcp", Code::UnknownAttribute, "unknown attribute `FreeDHCP-Opcode`", 0, 2),
];

fn files() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(FOLDER).expect("install the package freeradius-common");
    let mut files: Vec<_> =
        entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_file()).collect();
    files.sort();
    assert_eq!(files.len(), 237, "another version of freeradius-common than 3.2.1");
    files
}

fn load_root() -> Loaded {
    load(Path::new(FOLDER), &["dictionary".into()])
}

fn load_after_prelude(file: &Path) -> Loaded {
    let roots: Vec<_> = PRELUDE.iter().map(PathBuf::from).chain([file.to_owned()]).collect();
    load(Path::new(FOLDER), &roots)
}

/// The lines of one file: attributes and values.
fn tally(loaded: &Loaded, name: &str) -> [Tally; 2] {
    let here = |span: radius_build::source::Span| loaded.sources.location(span).unwrap().name == name;
    let text = loaded.sources.iter().find(|file| file.name() == name).unwrap().text();
    let lines = reader::words(text);
    let count = |keyword: &str| lines.iter().filter(|words| words[0].eq_ignore_ascii_case(keyword)).count();
    let distinct = |keyword: &str, columns: usize| {
        let lines = lines.iter().filter(|words| words[0].eq_ignore_ascii_case(keyword));
        let keys = lines.map(|words| words[1..=columns].join(" ").to_ascii_lowercase());
        keys.collect::<BTreeSet<_>>().len()
    };
    let attributes = || loaded.dictionary.attributes.iter().filter(|attribute| here(attribute.span));
    let internal = attributes().filter(|attribute| attribute.flags.internal).count();
    let values = loaded.dictionary.attributes.iter().flat_map(|attribute| &attribute.values);
    let explained = EXPLAINED.iter().find(|(file, ..)| *file == name);
    let (lost_attributes, lost_values) =
        explained.map_or((0, 0), |&(.., attributes, values)| (attributes, values));
    [
        Tally {
            written: count("ATTRIBUTE"),
            loaded: attributes().count() - internal,
            internal,
            repeated: count("ATTRIBUTE") - distinct("ATTRIBUTE", 1),
            lost: lost_attributes,
        },
        Tally {
            written: count("VALUE"),
            loaded: values.filter(|value| here(value.span)).count(),
            internal: 0,
            repeated: count("VALUE") - distinct("VALUE", 2),
            lost: lost_values,
        },
    ]
}

#[test]
fn every_file_loads_alone_or_on_the_standard_base() {
    let (mut alone, mut after_prelude) = (0, 0);
    let mut totals = <[Tally; 2]>::default();
    let mut problems = BTreeSet::new();
    for path in files() {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let mut loaded = load(Path::new(FOLDER), std::slice::from_ref(&path));
        assert_eq!(loaded.warnings().next(), None, "{name}");
        if loaded.has_errors() {
            loaded = load_after_prelude(&path);
            after_prelude += usize::from(!loaded.has_errors());
        } else {
            alone += 1;
        }
        for error in loaded.errors() {
            let location = loaded.sources.location(error.primary().unwrap().span).unwrap();
            assert_eq!(location.name, name);
            problems.insert((name.clone(), error.code, error.message.clone()));
        }
        let tallies = tally(&loaded, &name);
        for (total, tally) in totals.iter_mut().zip(&tallies) {
            assert!(tally.adds_up(), "{name}: {tallies:?}");
            total.add(tally);
        }
    }
    let loaded = alone + after_prelude;
    println!("{loaded} of 237 files load, {alone} of them alone, {after_prelude} on the standard base;");
    println!("defects of the other files themselves, which load but for these lines: {}", problems.len());
    println!("{problems:#?}");
    let [attributes, values] = totals;
    println!("attributes: {attributes:?}\nvalues: {values:?}");
    let explained =
        EXPLAINED.iter().map(|&(file, code, message, ..)| (file.to_owned(), code, message.to_owned()));
    assert_eq!(problems, explained.collect());
    assert_eq!(alone + after_prelude + EXPLAINED.len(), 237);
    assert_eq!([attributes.written, values.written], [8_604, 9_480]);
}

#[test]
fn the_code_of_every_file_alone_is_accepted_by_the_compiler() {
    let mut modules = Modules::new("files-of-freeradius-3");
    for path in files() {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let mut loaded = load(Path::new(FOLDER), std::slice::from_ref(&path));
        if loaded.has_errors() {
            loaded = load_after_prelude(&path);
        }
        modules.add(&name, &loaded);
    }
    let count = modules.check();
    println!("{count} of 237 files: the code of each is accepted");
    assert_eq!(count, 237);
}

/// The types as the files write them.
fn data_type(attribute: &Attribute) -> String {
    let name = match attribute.data_type {
        DataType::String => "string",
        DataType::Octets => "octets",
        DataType::Uint8 => "byte",
        DataType::Uint16 => "short",
        DataType::Uint32 => "integer",
        DataType::Uint64 => "integer64",
        DataType::Int32 => "signed",
        DataType::Ipv4Addr => "ipaddr",
        DataType::Ipv6Addr => "ipv6addr",
        DataType::Ipv4Prefix => "ipv4prefix",
        DataType::Ipv6Prefix => "ipv6prefix",
        DataType::ComboIp => "combo-ip",
        DataType::InterfaceId => "ifid",
        DataType::Ether => "ether",
        DataType::Date => "date",
        DataType::AscendBinary => "abinary",
        DataType::Vsa => "vsa",
        DataType::Tlv => "tlv",
        DataType::Extended => "extended",
        DataType::LongExtended => "long-extended",
        DataType::ExtendedVendorSpecific => "evs",
        other => panic!("{other:?} is no type of FreeRADIUS 3"),
    };
    attribute.length.map_or_else(|| name.to_owned(), |length| format!("{name}[{length}]"))
}

/// The flags as the files write them. What they imply has been checked before it is left out.
fn flags(dictionary: &Dictionary, attribute: &Attribute, written: &Line) -> BTreeSet<String> {
    let flags = &attribute.flags;
    let internal = dictionary.path(attribute)[0] > 255;
    assert_eq!(flags.internal, internal, "{}", attribute.name);
    let hiding = flags.hiding.map(|hiding| match hiding {
        Hiding::UserPassword => "encrypt=1",
        Hiding::TunnelPassword => "encrypt=2",
        Hiding::AscendSecret => "encrypt=3",
    });
    assert!(flags.secret >= flags.hiding.is_some(), "{}", attribute.name);
    [
        flags.tagged.then_some("has_tag"),
        flags.concat.then_some("concat"),
        flags.array.then_some("array"),
        (flags.secret && flags.hiding.is_none()).then_some("secret"),
        // Nothing but internal in the dictionary.
        (internal && written.flags.contains("virtual")).then_some("virtual"),
        hiding,
    ]
    .into_iter()
    .flatten()
    .map(str::to_owned)
    .collect()
}

#[test]
fn the_default_dictionary_says_what_a_second_reader_reads() {
    let loaded = load_root();
    assert_eq!(loaded.diagnostics, [] as [Diagnostic; 0]);
    assert_eq!(loaded.sources.len(), 225);
    let dictionary = &loaded.dictionary;
    let reader = Reader::read(Path::new(FOLDER), "dictionary");
    let values = reader.values();

    assert_eq!(dictionary.attributes.len(), reader.attributes.len());
    let mut last_of_path: BTreeMap<&[u32], &str> = BTreeMap::new();
    for line in &reader.attributes {
        last_of_path.insert(&line.path, &line.name);
    }
    let mut value_names = 0;
    for (attribute, line) in dictionary.attributes.iter().zip(&reader.attributes) {
        let found = Line {
            name: attribute.name.clone(),
            path: dictionary.path(attribute),
            data_type: data_type(attribute),
            flags: flags(dictionary, attribute, line),
        };
        assert_eq!(found, *line);
        assert_eq!(attribute.canonical, last_of_path[&line.path[..]] == line.name, "{line:?}");
        let found: Vec<_> =
            attribute.values.iter().map(|v| (v.name.clone(), v.number().unwrap(), v.preferred)).collect();
        let expected = values.get(&line.name.to_lowercase()).cloned().unwrap_or_default();
        assert_eq!(found, expected, "{}", line.name);
        value_names += found.len();
    }

    let count = |test: fn(&Attribute) -> bool| dictionary.attributes.iter().filter(|a| test(a)).count();
    let internal = count(|attribute| attribute.flags.internal);
    let sent = count(|attribute| !attribute.flags.internal);
    let second_names = count(|attribute| !attribute.canonical);
    let (value_lines, repeated) = (reader.value_lines, reader.value_lines - value_names);
    println!("{sent} attributes on the wire, {internal} internal; {second_names} are second names");
    println!("{value_lines} value lines: {value_names} names, {repeated} exact repeats");
    assert_eq!((sent, internal, second_names), (7_066, 402, 180));
    assert_eq!((value_lines, value_names, repeated), (7_987, 7_983, 4));
    assert_eq!(sent + internal, 7_468);
    assert_eq!(values.values().map(Vec::len).sum::<usize>(), value_names);
}

#[test]
fn the_default_dictionary_is_read_in_a_moment() {
    let begin = Instant::now();
    let loaded = load_root();
    let elapsed = begin.elapsed();
    assert!(!loaded.has_errors());
    println!("read {} files in {elapsed:?}", loaded.sources.len());
    // Without optimization, on a busy machine. Optimized, it takes less than 25 milliseconds.
    assert!(elapsed.as_secs() < 5, "{elapsed:?}");
}

fn named<'a>(dictionary: &'a Dictionary, name: &str) -> &'a Attribute {
    dictionary.attributes.iter().find(|attribute| attribute.name == name).unwrap()
}

#[test]
fn the_printed_names_are_those_of_freeradius() {
    let dictionary = load_root().dictionary;
    let printed = |attribute: &str, number: u64| {
        let mut names =
            named(&dictionary, attribute).values.iter().filter(|v| v.number() == Some(number) && v.preferred);
        let name = names.next().unwrap().name.clone();
        assert!(names.next().is_none());
        name
    };
    assert_eq!(printed("Service-Type", 6), "Administrative-User");
    assert_eq!(printed("Acct-Status-Type", 3), "Interim-Update");
}

#[test]
fn extended_attributes_and_those_that_ascend_used_instead_are_both_there() {
    let with_illegal = |order: [&str; 2]| {
        let roots = order.map(|file| PathBuf::from(format!("dictionary.{file}")));
        let roots: Vec<_> = roots.into_iter().chain(["dictionary.rfc8045".into()]).collect();
        let loaded = load(Path::new(FOLDER), &roots);
        assert!(!loaded.has_errors());
        loaded.dictionary
    };
    for (order, extended_is_canonical) in
        [(["ascend.illegal", "rfc6929"], true), (["rfc6929", "ascend.illegal"], false)]
    {
        let dictionary = with_illegal(order);
        let extended = named(&dictionary, "Extended-Attribute-2");
        let ascend = named(&dictionary, "X-Ascend-Data-Filter");
        assert_eq!([dictionary.path(extended), dictionary.path(ascend)], [[242], [242]]);
        assert_eq!([extended.data_type, ascend.data_type], [DataType::Extended, DataType::AscendBinary]);
        assert_eq!([extended.canonical, ascend.canonical], [extended_is_canonical, !extended_is_canonical]);
        // What stands inside finds the container, whichever is canonical.
        assert_eq!(dictionary.path(named(&dictionary, "IP-Port-Type")), [241, 5, 1]);
        assert_eq!(dictionary.path(named(&dictionary, "Extended-Vendor-Specific-5")), [245, 26]);
    }
}

#[test]
fn blocks_of_tlvs_put_their_attributes_inside() {
    let dictionary = load(Path::new(FOLDER), &["dictionary.wimax.wichorus".into()]).dictionary;
    for (name, path) in [
        ("WiMAX-Release", &[26, 24757, 1, 1][..]),
        ("WiMAX-Device-Authentication-Indicator", &[26, 24757, 2]),
        ("WiMAX-Time-Interval-After", &[26, 24757, 38, 4]),
    ] {
        assert_eq!(dictionary.path(named(&dictionary, name)), path);
    }
    assert!(dictionary.vendors[0].format.continuation);
    assert_eq!(named(&dictionary, "WiMAX-Schedule-Type").values.len(), 5);
}
