//! Whatever octets a dictionary is made of, loading it and showing what is wrong never panics.

use std::path::Path;

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
fn survives(text: &[u8]) {
    let mut memory = Memory::default();
    memory.insert("dir/dictionary", text);
    memory.insert("dir/b", "ATTRIBUTE User-Name 1 string\n$INCLUDE dictionary\nVENDOR Acme 32473\n");
    let loaded = load_with(&memory, Path::new("dir"), &["dictionary".into()]);
    for diagnostic in &loaded.diagnostics {
        assert!(!render(diagnostic, &loaded.sources, Style::Plain).is_empty());
    }
    let _ = render_all(&loaded.diagnostics, &loaded.sources, Style::Color);
    for attribute in &loaded.dictionary.attributes {
        assert!(!attribute.name.is_empty() && attribute.name.len() <= 127);
        assert_eq!(loaded.sources.text(attribute.span), Some(attribute.name.as_bytes()));
    }
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
