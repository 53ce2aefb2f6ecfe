//! Whatever octets a dictionary is made of, loading it and showing what is wrong never panics.

use std::path::Path;

use radius_build::model::{AliasTarget, Attribute, DataType, Dictionary, MAX_DEPTH, Parent};
use radius_build::{Memory, Style, load_with, render, render_all};

/// A small generator of numbers (SplitMix64), so that a failure can be repeated by its seed.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit as u64).unwrap()
    }
}

/// Loads these octets as a root file beside a file that can be included, and shows every diagnostic.
///
/// Returns how deep attributes stand in one another.
fn survives(text: &[u8]) -> usize {
    let mut memory = Memory::default();
    memory.insert("dir/dictionary", text);
    memory.insert("dir/b", "ATTRIBUTE User-Name 1 string\n$INCLUDE dictionary\nVENDOR Acme 32473\n");
    let loaded = load_with(&memory, Path::new("dir"), &["dictionary".into()]);
    for diagnostic in &loaded.diagnostics {
        assert!(!render(diagnostic, &loaded.sources, Style::Plain).is_empty());
    }
    let _ = render_all(&loaded.diagnostics, &loaded.sources, Style::Color);
    let mut deepest = 0;
    for attribute in &loaded.dictionary.attributes {
        assert!(!attribute.name.is_empty() && attribute.name.len() <= 128);
        assert_eq!(loaded.sources.text(attribute.span), Some(attribute.name.as_bytes()));
        deepest = deepest.max(depth(&loaded.dictionary, attribute));
        if attribute.data_type == DataType::Union {
            let key = attribute.key.and_then(|key| loaded.dictionary.attribute(key)).expect("a key");
            assert!(key.flags.key && key.parent == attribute.parent);
        }
    }
    for alias in &loaded.dictionary.aliases {
        match alias.target {
            AliasTarget::Attribute(id) => assert!(loaded.dictionary.attribute(id).is_some()),
            AliasTarget::Vendor(id) | AliasTarget::ExtendedVendor(_, id) => {
                assert!(loaded.dictionary.vendor(id).is_some());
            }
            _ => unreachable!(),
        }
    }
    deepest
}

/// How deep the attribute stands. Whatever it stands in can hold it, and so on up to the packet.
fn depth(dictionary: &Dictionary, attribute: &Attribute) -> usize {
    let (mut attribute, mut depth) = (attribute, 1);
    let holder = |id| dictionary.attribute(id).expect("an index of an attribute");
    loop {
        let outer = match attribute.parent {
            Parent::Attribute(id) => {
                let outer = holder(id);
                let is_evs = outer.data_type == DataType::ExtendedVendorSpecific;
                assert!((outer.data_type.is_container() && !is_evs) || outer.data_type.is_structure());
                outer
            }
            Parent::ExtendedVendor(id, vendor) => {
                assert!(dictionary.vendor(vendor).is_some());
                assert_eq!(holder(id).data_type, DataType::ExtendedVendorSpecific);
                holder(id)
            }
            Parent::Vendor(vendor) => {
                assert!(dictionary.vendor(vendor).is_some());
                break;
            }
            _ => break,
        };
        assert!(outer.flags.internal <= attribute.flags.internal);
        attribute = outer;
        depth += 1;
    }
    assert!(depth <= MAX_DEPTH);
    depth
}

#[test]
fn arbitrary_octets_never_panic() {
    for seed in 0..2_000 {
        let mut random = Random(seed);
        let length = random.below(300);
        let text: Vec<u8> = (0..length).map(|_| random.next().to_le_bytes()[0]).collect();
        survives(&text);
    }
}

#[test]
fn arbitrary_lines_of_the_language_never_panic() {
    const WORDS: &[&[u8]] = &[
        b"ATTRIBUTE",
        b"VALUE",
        b"VENDOR",
        b"BEGIN-VENDOR",
        b"END-VENDOR",
        b"$INCLUDE",
        b"$INCLUDE-",
        b"BEGIN-TLV",
        b"END-TLV",
        b"BEGIN",
        b"END",
        b"PROTOCOL",
        b"FLAGS",
        b"ALIAS",
        b"MEMBER",
        b"ENUM",
        b"DEFINE",
        b"internal",
        b"Acme",
        b"User-Name",
        b"A",
        b"a",
        b"B",
        b"b",
        b"1",
        b"2",
        b"0x10",
        b"010",
        b"-1",
        b"256",
        b"4294967296",
        b"1.2",
        b".1",
        b"26.9.1",
        b"string",
        b"integer",
        b"octets[5]",
        b"octets[",
        b"tlv",
        b"tlv",
        b"extended",
        b"long-extended",
        b"evs",
        b"array",
        b"241",
        b"245",
        b"241.26",
        b"1.1",
        b"1.1.2",
        b"26.1.1",
        b"26.1.1.2",
        b"241.26.1.1",
        b"VALUE-ALIAS",
        b"ATTRIBUTE A 1 tlv\n",
        b"ATTRIBUTE X 241 extended\n",
        b"ATTRIBUTE B 241.26 evs\n",
        b"VENDOR Acme 1\n",
        b"BEGIN-VENDOR Acme parent=B\n",
        b"BEGIN-TLV A\n",
        b"vsa",
        b"byte",
        b"bool",
        b"has_tag",
        b"encrypt=2",
        b"encrypt=",
        b"has_tag,encrypt=1",
        b"concat",
        b"virtual",
        b",",
        b"=",
        b"format=1,1",
        b"format=2,2",
        b"format=1,1,c",
        b"parent=A",
        b"#",
        b"\n",
        b"\r\n",
        b"\n",
        b"\t",
        b"\0",
        b"\xff",
        "\u{fc}".as_bytes(),
        b"[",
        b"]",
        b"Attr-1",
        b"/",
        b"..",
        b"*",
        b"b*",
        b"${dictdir}/b",
        b"ATTRIBUTE S 2 struct\n",
        b"MEMBER K uint8 key\n",
        b"MEMBER U union key=K\n",
        b"BEGIN S.U\n",
        b"END S.U\n",
        b"BEGIN A\n",
        b"END A\n",
        b"BEGIN PROTOCOL RADIUS 1\n",
        b"bit[4]",
        b"struct[3]",
        b"group",
        b"auto",
        b"clone=.A",
        b"clone=.S",
        b"enum=@.B",
        b"ref=@.A",
        b"precision=ms",
        b"length=uint8",
        b"key",
    ];
    for seed in 0..5_000 {
        let mut random = Random(seed);
        let mut text = Vec::new();
        for _ in 0..random.below(120) {
            text.extend_from_slice(WORDS[random.below(WORDS.len())]);
            text.extend_from_slice(match random.below(8) {
                0 => b"",
                1 => b"\n",
                _ => b" ",
            });
        }
        survives(&text);
    }
}

/// Lines that are complete, about few names and numbers, so that much of it refers to each other.
fn line(random: &mut Random) -> String {
    const NAMES: [&str; 8] = ["A", "B", "C", "D", "E", "F", "G", "H"];
    const NUMBERS: [&str; 10] = ["1", "1", "1", "1", "2", "26", "26", "241", "300", "7"];
    const TYPES: [&str; 9] =
        ["tlv", "tlv", "tlv", "extended", "long-extended", "evs", "byte", "string", "octets"];
    const FLAGS: [&str; 6] = ["", "", "", "internal", "secret", "array"];
    let mut pick = |words: &[&'static str]| words[random.below(words.len())];
    let name = pick(&NAMES);
    match pick(&[
        "attribute",
        "attribute",
        "attribute",
        "attribute",
        "attribute",
        "tlv",
        "end",
        "vendor",
        "value",
        "alias",
    ]) {
        "tlv" => format!("BEGIN-TLV {name}"),
        "end" => pick(&["END-TLV A", "END-TLV B", "END-VENDOR V", "END-VENDOR W"]).to_owned(),
        "vendor" => match pick(&["0", "1", "2", "3"]) {
            "0" => format!("VENDOR V 7 format={}", pick(&["1,1", "2,1", "4,0", "1,1,c"])),
            "1" => "VENDOR W 7".to_owned(),
            "2" => format!("BEGIN-VENDOR {}", pick(&["V", "W"])),
            _ => format!("BEGIN-VENDOR V parent={name}"),
        },
        "value" => format!("VALUE {name} x {}", pick(&NUMBERS)),
        "alias" => format!("VALUE-ALIAS {name} {}", pick(&NAMES)),
        _ => {
            let more = |pick: &mut dyn FnMut(&[&'static str]) -> &'static str| match pick(&["", "", "."]) {
                "." => format!(".{}", pick(&NUMBERS)),
                _ => String::new(),
            };
            let mut number = pick(&NUMBERS).to_owned();
            for _ in 0..4 {
                number += &more(&mut pick);
            }
            // A name of its own for each number makes fewer mistakes than one by chance.
            let own = format!("N{}", number.replace('.', "-"));
            let name = if pick(&["own", "other"]) == "own" { &own } else { name };
            format!("ATTRIBUTE {name} {number} {} {}", pick(&TYPES), pick(&FLAGS))
        }
    }
}

/// The same of FreeRADIUS 4.
fn line_of_freeradius_4(random: &mut Random) -> String {
    const NAMES: [&str; 6] = ["A", "B", "C", "D", "E", "F"];
    const NUMBERS: [&str; 12] = ["1", "2", "3", "4", "241", ".1", ".2", ".3", ".26", "1.1", "1.2", ".1.1"];
    const TYPES: [&str; 10] =
        ["tlv", "tlv", "struct", "struct", "struct[3]", "vsa", "byte", "string", "group", "octets[3]"];
    const MEMBERS: [&str; 10] = [
        "uint8 key",
        "union key=A",
        "union key=B",
        "byte",
        "octets[2]",
        "bit[4]",
        "struct",
        "tlv",
        "date",
        "string",
    ];
    const PATHS: [&str; 8] = ["A", "B", "A.B", "A.C", "B.A.C", "1", "Vendor-Specific.V.A", "26.7.A.B"];
    let mut pick = |words: &[&'static str]| words[random.below(words.len())];
    let name = pick(&NAMES);
    match pick(&[
        "attribute",
        "attribute",
        "attribute",
        "member",
        "member",
        "member",
        "block",
        "vendor",
        "alias",
        "value",
    ]) {
        "member" => format!("MEMBER {name} {}", pick(&MEMBERS)),
        "block" => format!("{} {}", pick(&["BEGIN", "END"]), pick(&PATHS)),
        "vendor" => match pick(&["0", "1", "2"]) {
            "0" => "END-VENDOR V".to_owned(),
            "1" => "BEGIN-VENDOR V".to_owned(),
            _ => format!("BEGIN-VENDOR V parent={}", pick(&PATHS)),
        },
        "alias" => format!("ALIAS {name} {}{}", pick(&["", "."]), pick(&PATHS)),
        "value" => format!("VALUE {} x{} 1", pick(&PATHS), pick(&NUMBERS)),
        _ => {
            let reference = format!("{}{}", pick(&["@.", ".", "..", "..."]), pick(&PATHS));
            let flag = match pick(&["clone", "enum", "", "", "extended", "define"]) {
                "clone" => format!("clone={reference}"),
                "enum" => format!("enum={reference}"),
                "define" => return format!("DEFINE {name} {}", pick(&TYPES)),
                other => other.to_owned(),
            };
            format!("ATTRIBUTE {name} {} {} {flag}", pick(&NUMBERS), pick(&TYPES))
        }
    }
}

#[test]
fn arbitrary_trees_of_freeradius_4_hang_together() {
    let mut deepest = 0;
    for seed in 0..2_000 {
        let mut random = Random(seed);
        let mut text = String::from("VENDOR V 7\nATTRIBUTE A 1 tlv\nATTRIBUTE B .1 tlv\n");
        for _ in 0..random.below(40) {
            text += &line_of_freeradius_4(&mut random);
            text.push('\n');
        }
        deepest = deepest.max(survives(text.as_bytes()));
    }
    assert!(deepest > 3, "{deepest}");
}

#[test]
fn arbitrary_trees_hang_together() {
    let mut deepest = 0;
    for seed in 0..1_500 {
        let mut random = Random(seed);
        let count = random.below(60);
        let mut text = String::from(
            "VENDOR V 7\nATTRIBUTE A 241 extended\nATTRIBUTE B 241.26 evs\nATTRIBUTE C 1 tlv\nBEGIN-TLV C\n",
        );
        for _ in 0..count {
            text += &line(&mut random);
            text.push('\n');
        }
        deepest = deepest.max(survives(text.as_bytes()));
    }
    assert!(deepest > 3, "{deepest}");
}

#[test]
fn real_dictionaries_with_arbitrary_damage_never_panic() {
    let real = include_bytes!("../../dictionaries/share/dictionary.rfc2868");
    for seed in 0..500 {
        let mut random = Random(seed);
        let mut text = real.to_vec();
        for _ in 0..=random.below(20) {
            let at = random.below(text.len().max(1));
            match random.below(4) {
                0 if at < text.len() => text[at] = random.next().to_le_bytes()[0],
                1 if at < text.len() => drop(text.remove(at)),
                2 => text.insert(at, random.next().to_le_bytes()[0]),
                _ => text.truncate(at),
            }
        }
        survives(&text);
    }
}

#[test]
fn the_work_stays_in_proportion_to_the_text() {
    let n = 200_000;
    for text in [
        "x".repeat(4 * n),
        "x ".repeat(2 * n),
        "\n".repeat(4 * n),
        format!("ATTRIBUTE A 1 string {}", ",x".repeat(2 * n)),
        format!("VENDOR A 1 {}", "x ".repeat(2 * n)),
        (0..n / 4).map(|i| format!("ATTRIBUTE A{i} {} integer\n", i % 300 + 1)).collect(),
        (0..n / 4).map(|i| format!("VALUE A{i} x {i}\n")).collect(),
        format!(
            "ATTRIBUTE A 1 integer\n{}",
            (0..n / 4).map(|i| format!("VALUE A v{i} {i}\n")).collect::<String>()
        ),
        (0..n / 8)
            .map(|i| {
                format!("VENDOR v{i} {}\nBEGIN-VENDOR v{i}\nATTRIBUTE A 1 byte\nEND-VENDOR v{i}\n", i + 1)
            })
            .collect::<String>()
            + &"VALUE A x 1\n".repeat(n / 8),
        (1..n / 20).map(|i| format!("ATTRIBUTE A{i} {} tlv\n", vec!["1"; i.min(30)].join("."))).collect(),
        format!("ATTRIBUTE A {}1 tlv", "1.".repeat(4 * n)),
        (0..n / 8).map(|i| format!("ATTRIBUTE A{i} 1 tlv\nBEGIN-TLV A{i}\n")).collect(),
        (0..n / 8).map(|i| format!("ATTRIBUTE A{i} 1.{i}.1 tlv\n")).collect(),
        format!("ATTRIBUTE A 1 tlv\n{}", "BEGIN-TLV A\n".repeat(n / 4)),
        format!("ATTRIBUTE A 1 tlv\n{}", "BEGIN-TLV A\nEND-TLV B\n".repeat(n / 8)),
        (0..n / 8).map(|i| format!("ATTRIBUTE A{i} 1 tlv\n")).collect::<String>()
            + &(0..n / 8).map(|i| format!("ATTRIBUTE A{i} 1 byte\n")).collect::<String>(),
        format!("ATTRIBUTE A 1 byte\nVALUE A x 1\n{}", "VALUE-ALIAS B A\n".repeat(n / 4)),
        (0..n / 8).map(|i| format!("ATTRIBUTE A{i} {} tlv clone=.A{}\n", i + 1, i + 1)).collect(),
        (0..n / 8).map(|i| format!("ATTRIBUTE A{i} {} tlv clone=.A{}\n", i + 1, (i + 1) % (n / 8))).collect(),
        (0..n / 8).map(|i| format!("ATTRIBUTE A{i} {} byte enum=.A{}\n", i + 1, i + 1)).collect(),
        (0..n / 8).map(|i| format!("ALIAS A{i} A{}\n", i + 1)).collect(),
        (0..n / 8).map(|i| format!("ALIAS A{i} A{i}.A{i}\n")).collect(),
        format!(
            "ATTRIBUTE A 1 struct\n{}",
            (0..n / 8).map(|i| format!("MEMBER M{i} byte\n")).collect::<String>()
        ),
        format!("ATTRIBUTE A 1 struct\n{}", "MEMBER M struct\n".repeat(n / 8)),
        format!("ATTRIBUTE A 1 tlv\n{}{}", "BEGIN A\n".repeat(n / 8), "END B\n".repeat(n / 8)),
        "MEMBER A byte\n".repeat(n / 8),
        (0..n / 8)
            .map(|i| format!("ATTRIBUTE A{i} {} tlv\nVALUE Unknown-{i} x 1\n", i + 1))
            .collect::<String>()
            + "FLAGS internal\n",
        format!("ATTRIBUTE A 1 tlv clone={}A\n", ".".repeat(4 * n)),
        format!("ALIAS A {}A\n", "A.".repeat(2 * n)),
    ] {
        survives_quickly(text.as_bytes());
    }
}

/// Ten seconds are a hundred times more than is needed, but far less than anything quadratic takes here.
fn survives_quickly(text: &[u8]) {
    let mut memory = Memory::default();
    memory.insert("dictionary", text);
    let begin = std::time::Instant::now();
    let loaded = load_with(&memory, Path::new(""), &["dictionary".into()]);
    let _ = render_all(&loaded.diagnostics, &loaded.sources, Style::Plain);
    assert!(begin.elapsed().as_secs() < 10, "{:?} for {:?}", begin.elapsed(), &text[..20]);
}
