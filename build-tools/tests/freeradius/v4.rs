//! Every RADIUS dictionary file of FreeRADIUS 4, where its tree lies beside the project.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Instant;

use radius_build::model::{AliasTarget, Attribute, Dictionary, Parent};
use radius_build::source::Span;
use radius_build::{Code, Diagnostic, Disk, FileSystem, Loaded, ReadError, load_with};

use crate::compiled::Modules;
use crate::reader;
use crate::reader::v4::{Facts, Reader};
use crate::tally::Tally;

/// The folder of the tree. None, and a remark in the output, if it is not there.
fn folder() -> Option<PathBuf> {
    let folder =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/freeradius-v4/share/dictionary/radius");
    let found = folder.canonicalize().ok();
    if found.is_none() {
        println!("not compared: {} does not exist", folder.display());
    }
    found
}

/// Files that others need, without including them: the standard attributes and those of servers, whose values they name and
/// which they put others into.
const PRELUDE: &[&str] = &[
    "dictionary.rfc2865",
    "dictionary.rfc2866",
    "dictionary.rfc2867",
    "dictionary.rfc2868",
    "dictionary.rfc2869",
    "dictionary.rfc3576",
    "dictionary.rfc4675",
    "dictionary.rfc5580",
    "dictionary.rfc6929",
    "dictionary.rfc8045",
    "dictionary.rfc8658",
    "dictionary.freeradius",
    "dictionary.freeradius.internal",
];

/// The disk, and a root file that includes some of its files.
struct Including(String);

const ROOT: &str = "dictionary.test";

impl Including {
    fn files(files: &[&str]) -> Self {
        let lines: String = files.iter().map(|file| format!("$INCLUDE {file}\n")).collect();
        Self(format!("BEGIN PROTOCOL RADIUS 1\n{lines}END-PROTOCOL RADIUS\n"))
    }

    fn load(&self, folder: &Path) -> Loaded {
        load_with(self, folder, &[ROOT.into()])
    }
}

impl FileSystem for Including {
    fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>, ReadError> {
        match path.ends_with(ROOT) {
            true => Ok(self.0.clone().into_bytes()),
            false => Disk.read(path, limit),
        }
    }
}

fn load_root(folder: &Path) -> Loaded {
    radius_build::load(folder, &["dictionary".into()])
}

/// An attribute as the second reader has it.
fn facts(dictionary: &Dictionary, attribute: &Attribute) -> Facts {
    let flags = &attribute.flags;
    let mut names = BTreeSet::new();
    let mut add = |is_set: bool, name: &str| {
        if is_set {
            names.insert(name.to_owned());
        }
    };
    add(flags.tagged, "has_tag");
    add(flags.concat, "concat");
    add(flags.array, "array");
    add(flags.secret, "secret");
    add(flags.counter, "counter");
    add(flags.key, "key");
    add(flags.internal, "internal");
    if let Some(hiding) = flags.hiding {
        add(true, &format!("encrypt={}", hiding.as_str()));
    }
    if let Some(time) = attribute.time {
        assert_eq!((time.octets, time.signed), (4, true), "no file has `subtype=`");
        add(true, &format!("precision={}", time.precision.as_str()));
    }
    if let Some(key) = attribute.key {
        let key = dictionary.attribute(key).unwrap();
        assert_eq!(key.parent, attribute.parent);
        add(true, &format!("key={}", key.name));
    }
    if let Some(reference) = &attribute.reference {
        add(true, &format!("ref={reference}"));
    }
    assert_eq!(attribute.prefix, None, "no file has `length=`");
    assert_eq!(attribute.exact, attribute.length.is_some());
    assert!(attribute.canonical, "{}", attribute.name);
    let length = attribute.length.map(|length| format!("[{length}]")).unwrap_or_default();
    Facts {
        name: attribute.name.clone(),
        data_type: format!("{}{length}", attribute.data_type.as_str()),
        flags: names,
        values: attribute.values.iter().map(|v| (v.name.clone(), v.number().unwrap(), v.preferred)).collect(),
    }
}

/// The numbers that lead to the inside of something.
fn inside(dictionary: &Dictionary, parent: Parent) -> String {
    match parent {
        Parent::Packet => String::new(),
        Parent::Vendor(vendor) => format!("26.{}", dictionary.vendor(vendor).unwrap().pen),
        Parent::Attribute(id) => dictionary.oid(dictionary.attribute(id).unwrap()),
        Parent::ExtendedVendor(id, vendor) => {
            let outer = dictionary.oid(dictionary.attribute(id).unwrap());
            format!("{outer}.{}", dictionary.vendor(vendor).unwrap().pen)
        }
        _ => unreachable!(),
    }
}

/// The numbers that lead to a vendor's attributes, wherever they stand.
fn vendor(dictionary: &Dictionary, path: &str) -> Option<String> {
    let known = |pen: &str| dictionary.vendors.iter().any(|vendor| vendor.pen.to_string() == pen);
    path.rsplit_once('.').filter(|(_, pen)| known(pen)).map(|(_, pen)| pen.to_owned())
}

/// Checks that names, numbers, types, flags, values and aliases are those of the second reader.
fn compare(dictionary: &Dictionary, reader: &Reader) {
    let expected = reader.attributes();
    let found: BTreeMap<_, _> =
        dictionary.attributes.iter().map(|a| (dictionary.oid(a), facts(dictionary, a))).collect();
    assert_eq!(found.len(), dictionary.attributes.len(), "the same number twice");
    for (oid, facts) in &expected {
        assert_eq!(found.get(oid), Some(facts), "{oid}");
    }
    assert_eq!(found.len(), expected.len());

    let aliases = dictionary.aliases.iter().map(|alias| {
        let target = match alias.target {
            AliasTarget::Attribute(id) => dictionary.oid(dictionary.attribute(id).unwrap()),
            AliasTarget::Vendor(id) => dictionary.vendor(id).unwrap().pen.to_string(),
            AliasTarget::ExtendedVendor(evs, id) => {
                let evs = dictionary.oid(dictionary.attribute(evs).unwrap());
                format!("{evs}.{}", dictionary.vendor(id).unwrap().pen)
            }
            _ => unreachable!(),
        };
        [inside(dictionary, alias.parent), alias.name.clone(), target]
    });
    let expected = reader.aliases().into_iter().map(|[context, name, target]| {
        // Of a vendor only the number is told, unless it stands in an extended attribute.
        let is_whole = found.contains_key(&target) || target.starts_with("24");
        let target = if is_whole { None } else { vendor(dictionary, &target) }.unwrap_or(target);
        [context, name, target]
    });
    assert_eq!(aliases.collect::<BTreeSet<_>>(), expected.collect());
}

#[test]
fn the_root_says_what_a_second_reader_reads() {
    let Some(folder) = folder() else { return };
    let loaded = load_root(&folder);
    assert_eq!(loaded.diagnostics, [] as [Diagnostic; 0]);
    assert_eq!(loaded.sources.len(), 233);
    let dictionary = &loaded.dictionary;
    let reader = Reader::read(&folder, &["dictionary"]);
    compare(dictionary, &reader);

    let lines = |keyword: &str| reader.lines.get(keyword).copied().unwrap_or_default();
    let count = |test: &dyn Fn(&Attribute) -> bool| dictionary.attributes.iter().filter(|a| test(a)).count();
    let spans: BTreeSet<Span> = dictionary.attributes.iter().map(|attribute| attribute.span).collect();
    let defined = spans.len();
    let copied = dictionary.attributes.len() - defined;
    let (internal, sent) = (count(&|a| a.flags.internal), count(&|a| !a.flags.internal));
    println!(
        "{} ATTRIBUTE + {} MEMBER + {} DEFINE = {defined} defined, + {copied} copied = {sent} sent + {internal} internal",
        lines("ATTRIBUTE"),
        lines("MEMBER"),
        lines("DEFINE"),
    );
    assert_eq!((lines("ATTRIBUTE"), lines("MEMBER"), lines("DEFINE")), (7_318, 173, 1));
    assert_eq!((defined, copied, dictionary.attributes.len()), (7_492, 97, 7_589));
    assert_eq!(sent + internal, 7_589);

    let all: Vec<_> = dictionary.attributes.iter().flat_map(|attribute| &attribute.values).collect();
    let places: BTreeSet<Span> = all.iter().map(|value| value.span).collect();
    let branches = places.intersection(&spans).count();
    let named = places.len() - branches;
    let (value_lines, copies) = (lines("VALUE"), all.len() - places.len());
    println!(
        "{value_lines} VALUE = {named} names + {} exact repeats; {named} + {branches} branches of unions + {copies} copied = {}",
        value_lines - named,
        all.len()
    );
    assert_eq!((value_lines, named, all.len()), (7_448, 7_443, 7_509));
    println!("{} ALIAS = {} aliases", lines("ALIAS"), dictionary.aliases.len());
    assert_eq!((lines("ALIAS"), dictionary.aliases.len()), (242, 242));
    assert_eq!(dictionary.vendors.len(), 193);
}

/// What is wrong with a file itself.
struct Defects {
    file: &'static str,
    /// Code and message of each error and each warning.
    diagnostics: &'static [(Code, &'static str)],
    /// How many lines of `ATTRIBUTE` and `MEMBER`, of `VALUE` and of `ALIAS` are lost.
    lost: [usize; 3],
    /// How many `ATTRIBUTE` and `VALUE` lines say again what another one says.
    repeated: [usize; 2],
}

const NO_TARGET: (Code, &str) = (Code::MissingArgument, "`ALIAS` is incomplete");

/// What is wrong with some of the files, when each is loaded after the standard ones.
const EXPLAINED: &[Defects] = &[
    // The numbers belong to standard attributes; the last line of this and of four more files is `ALIAS  Vendor-Specific.`.
    Defects {
        file: "dictionary.ascend.illegal",
        diagnostics: &[
            (
                Code::DuplicateNumber,
                "the attributes `Operator-Name` and `X-Ascend-Temporary-Rtes` have one number",
            ),
            (
                Code::DuplicateNumber,
                "the attributes `Location-Information` and `X-Ascend-Tunneling-Protocol` have one number",
            ),
            (
                Code::DuplicateNumber,
                "the attributes `Location-Data` and `X-Ascend-Shared-Profile-Enable` have one number",
            ),
            (
                Code::DuplicateNumber,
                "the attributes `Basic-Location-Policy-Rules` and `X-Ascend-Primary-Home-Agent` have one number",
            ),
            (
                Code::SecondName,
                "`X-Ascend-Secondary-Home-Agent` has the number of `Extended-Location-Policy-Rules`",
            ),
            (
                Code::DuplicateNumber,
                "the attributes `Location-Capable` and `X-Ascend-Dialout-Allowed` have one number",
            ),
            (
                Code::DuplicateNumber,
                "the attributes `Requested-Location-Info` and `X-Ascend-Client-Gateway` have one number",
            ),
            (
                Code::DuplicateNumber,
                "the attributes `Extended-Attribute-1` and `X-Ascend-Remove-Seconds` have one number",
            ),
            (
                Code::DuplicateNumber,
                "the attributes `Extended-Attribute-2` and `X-Ascend-Data-Filter` have one number",
            ),
            (
                Code::DuplicateNumber,
                "the attributes `Extended-Attribute-3` and `X-Ascend-Call-Filter` have one number",
            ),
            (
                Code::DuplicateNumber,
                "the attributes `Extended-Attribute-4` and `X-Ascend-Idle-Limit` have one number",
            ),
            (
                Code::DuplicateNumber,
                "the attributes `Extended-Attribute-5` and `X-Ascend-Preempt-Limit` have one number",
            ),
            (
                Code::DuplicateNumber,
                "the attributes `Extended-Attribute-6` and `X-Ascend-Callback` have one number",
            ),
            NO_TARGET,
        ],
        lost: [12, 10, 1],
        repeated: [0, 2],
    },
    // The values are of an attribute with another name, and the number was changed in one of two places.
    Defects {
        file: "dictionary.huawei.v2",
        diagnostics: &[
            (Code::UnknownAttribute, "unknown attribute `QoS-Profile-Type`"),
            (Code::DuplicateAttribute, "the attribute `DHCP-Option` is defined twice with different numbers"),
        ],
        lost: [1, 4, 0],
        repeated: [0, 0],
    },
    Defects {
        file: "dictionary.motorola.illegal",
        diagnostics: &[NO_TARGET],
        lost: [0, 0, 1],
        repeated: [0, 0],
    },
    Defects {
        file: "dictionary.nokia.conflict",
        diagnostics: &[NO_TARGET],
        lost: [0, 0, 1],
        repeated: [0, 0],
    },
    Defects {
        file: "dictionary.openser",
        diagnostics: &[(Code::SecondName, "`Sip-Method` has the number of `Error-Cause`"), NO_TARGET],
        lost: [0, 0, 1],
        repeated: [0, 0],
    },
    Defects {
        file: "dictionary.usr.illegal",
        diagnostics: &[
            (Code::DuplicateNumber, "the attributes `Operator-Name` and `Multi-Link-Flag` have one number"),
            NO_TARGET,
        ],
        lost: [1, 2, 1],
        repeated: [2, 0],
    },
    // Values of what stands in a TLV, by its name alone and not directly behind it.
    Defects {
        file: "dictionary.wimax.alvarion",
        diagnostics: &[
            (Code::UnknownAttribute, "unknown attribute `Accounting-Capabilities`"),
            (Code::UnknownAttribute, "unknown attribute `Hotlining-Capabilities`"),
            (Code::UnknownAttribute, "unknown attribute `Schedule-Type`"),
            (Code::UnknownAttribute, "unknown attribute `Media-Flow-Type`"),
            (Code::UnknownAttribute, "unknown attribute `Update-Reason`"),
            (Code::UnknownAttribute, "unknown attribute `Termination-Action`"),
            (Code::UnknownAttribute, "unknown attribute `Requested-Action`"),
            (Code::UnknownAttribute, "unknown attribute `PFDv2-Direction`"),
            (Code::UnknownAttribute, "unknown attribute `PFDv2-Activation-Trigger`"),
            (Code::UnknownAttribute, "unknown attribute `PFDv2-Transport-Type`"),
        ],
        lost: [0, 51, 0],
        repeated: [0, 0],
    },
    Defects {
        file: "dictionary.wimax.wichorus",
        diagnostics: &[
            (Code::UnknownAttribute, "unknown attribute `Accounting-Capabilities`"),
            (Code::UnknownAttribute, "unknown attribute `Hotlining-Capabilities`"),
            (Code::UnknownAttribute, "unknown attribute `Idle-Mode-Notification-Cap`"),
            (Code::UnknownAttribute, "unknown attribute `Packet-Flow-Descriptor-Capabilities`"),
            (Code::UnknownAttribute, "unknown attribute `ASN-Network-Service-Capabilities`"),
            (Code::UnknownAttribute, "unknown attribute `Schedule-Type`"),
            (Code::UnknownAttribute, "unknown attribute `Media-Flow-Type`"),
            (Code::UnknownAttribute, "unknown attribute `Update-Reason`"),
            (Code::UnknownAttribute, "unknown attribute `Termination-Action`"),
            (Code::UnknownAttribute, "unknown attribute `Requested-Action`"),
        ],
        lost: [0, 51, 0],
        repeated: [0, 0],
    },
];

const KEYWORDS: [&[&str]; 3] = [&["ATTRIBUTE", "MEMBER", "DEFINE", "ENUM"], &["VALUE"], &["ALIAS"]];

/// The lines of one file: attributes, values, aliases.
fn tally(loaded: &Loaded, name: &str, lost: [usize; 3], repeated: [usize; 2]) -> [Tally; 3] {
    let file = loaded.sources.iter().find(|file| file.name() == name).unwrap();
    let here = |span: &Span| loaded.sources.location(*span).unwrap().name == name;
    let lines = reader::words(file.text());
    let written = KEYWORDS.map(|keywords| {
        let is_one =
            |words: &&Vec<String>| keywords.iter().any(|keyword| words[0].eq_ignore_ascii_case(keyword));
        lines.iter().filter(is_one).count()
    });
    let dictionary = &loaded.dictionary;
    // Copies stand where what they copy stands.
    let spans = |internal: bool| {
        let attributes = dictionary.attributes.iter().filter(move |a| a.flags.internal == internal);
        attributes.map(|attribute| attribute.span).filter(here).collect::<BTreeSet<_>>()
    };
    let (sent, internal) = (spans(false), spans(true));
    let values = dictionary.attributes.iter().flat_map(|attribute| &attribute.values);
    let values: BTreeSet<_> = values.map(|value| value.span).filter(here).collect();
    let names = values.iter().filter(|span| !sent.contains(span) && !internal.contains(span)).count();
    // A second name may come from an `ATTRIBUTE` line.
    let aliases: Vec<_> = dictionary.aliases.iter().filter(|alias| here(&alias.span)).collect();
    let line = |span: Span| file.text()[file.line_range(span.start)].to_ascii_uppercase();
    let second = aliases.iter().filter(|alias| line(alias.span).starts_with(b"ATTRIBUTE")).count();
    let loaded = [sent.len() + second, names, aliases.len() - second];
    let internal = [internal.difference(&sent).count(), 0, 0];
    std::array::from_fn(|at| Tally {
        written: written[at],
        loaded: loaded[at],
        internal: internal[at],
        repeated: repeated.get(at).copied().unwrap_or_default(),
        lost: lost[at],
    })
}

/// The files of the folder, by name.
fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let files = entries.filter(|entry| entry.path().is_file());
    let mut names: Vec<_> = files.map(|entry| entry.file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names.len(), 250);
    names
}

/// A file and those that it stands on.
fn with_base(name: &str) -> Vec<&str> {
    let own = (!PRELUDE.contains(&name)).then_some(name);
    match name {
        "dictionary" => vec!["dictionary"],
        _ => PRELUDE.iter().copied().chain(own).collect(),
    }
}

fn load_on_base(folder: &Path, name: &str) -> Loaded {
    if name == "dictionary" { load_root(folder) } else { Including::files(&with_base(name)).load(folder) }
}

#[test]
fn the_code_of_every_file_alone_is_accepted_by_the_compiler() {
    let Some(folder) = folder() else { return };
    let mut modules = Modules::new("files-of-freeradius-4");
    for name in names(&folder) {
        modules.add(&name, &load_on_base(&folder, &name));
    }
    let count = modules.check();
    println!("{count} of 250 files: the code of each is accepted");
    assert_eq!(count, 250);
}

#[test]
fn every_file_loads_on_the_standard_base() {
    let Some(folder) = folder() else { return };
    let names = names(&folder);
    let (mut right, mut unexplained) = (0, Vec::new());
    let mut totals = <[Tally; 3]>::default();
    for name in &names {
        let files = with_base(name);
        let loaded = load_on_base(&folder, name);
        let found: Vec<_> = loaded.diagnostics.iter().map(|d| (d.code, d.message.as_str())).collect();
        let explained = EXPLAINED.iter().find(|defects| defects.file == name);
        let (expected, lost, mut repeated) = explained.map_or((&[][..], [0; 3], [0; 2]), |defects| {
            (defects.diagnostics, defects.lost, defects.repeated)
        });
        if explained.is_none() && found.is_empty() {
            right += 1;
            let reader = Reader::read(&folder, &files);
            compare(&loaded.dictionary, &reader);
            repeated[1] = reader.repeated.get(name).copied().unwrap_or_default();
        }
        let tallies = tally(&loaded, name, lost, repeated);
        if found != expected || !tallies.iter().all(Tally::adds_up) {
            unexplained.push(format!("{name}: {found:#?} {tallies:?}"));
        }
        for (total, tally) in totals.iter_mut().zip(&tallies) {
            total.add(tally);
        }
    }
    let [attributes, values, aliases] = &totals;
    println!("{right} of {} files load on the standard base, {} have defects:", names.len(), EXPLAINED.len());
    for Defects { file, diagnostics, .. } in EXPLAINED {
        let messages: Vec<_> = diagnostics.iter().map(|(_, message)| *message).collect();
        println!("  {file}: {}", messages.join("; "));
    }
    println!("attributes: {attributes:?}\nvalues: {values:?}\naliases: {aliases:?}");
    assert!(unexplained.is_empty(), "{}", unexplained.join("\n"));
    assert_eq!(right + EXPLAINED.len(), 250);
    assert_eq!([attributes.written, values.written, aliases.written], [8_487 + 173 + 1, 9_137, 257]);
}

/// The folder `v3` gives the names of FreeRADIUS 3 to the attributes of FreeRADIUS 4.
#[test]
fn the_names_of_freeradius_3_lead_to_attributes() {
    let Some(folder) = folder() else { return };
    let mut names: Vec<_> = std::fs::read_dir(folder.join("v3"))
        .unwrap()
        .map(|entry| format!("v3/{}", entry.unwrap().file_name().to_str().unwrap()))
        .filter(|name| name.starts_with("v3/dictionary"))
        .collect();
    names.sort();
    let root = load_root(&folder);
    // The root file ends its protocol itself.
    let lines: String = names.iter().map(|name| format!("$INCLUDE {name}\n")).collect();
    let loaded = Including(format!("$INCLUDE dictionary\n{lines}")).load(&folder);
    let count = |code| loaded.errors().filter(|error| error.code == code).count();
    let (unknown, dotted) = (count(Code::UnknownAttribute), count(Code::InvalidName));
    let aliases = loaded.dictionary.aliases.len() - root.dictionary.aliases.len();
    println!(
        "{aliases} aliases, {unknown} of attributes that the root does not load, {dotted} with dots in their names"
    );
    assert_eq!(loaded.diagnostics.len(), unknown + dotted);
    assert_eq!(loaded.dictionary.attributes.len(), root.dictionary.attributes.len());
    assert_eq!((aliases + unknown + dotted, unknown, dotted), (6_474, 86, 3));
}

#[test]
fn the_root_is_read_in_a_moment() {
    let Some(folder) = folder() else { return };
    let begin = Instant::now();
    let loaded = load_root(&folder);
    let elapsed = begin.elapsed();
    println!("read {} files in {elapsed:?}", loaded.sources.len());
    // Without optimization, on a busy machine.
    assert!(elapsed.as_secs() < 5, "{elapsed:?}");
}
