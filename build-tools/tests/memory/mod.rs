//! Dictionaries that are written in tests and pages.

use std::path::Path;

use radius_build::{Loaded, Memory, load_with};

/// Loads a dictionary. Further files follow lines with `==` and their name.
pub(crate) fn load(text: &str) -> Loaded {
    let mut memory = Memory::default();
    for (index, part) in text.split("== ").enumerate() {
        let (name, text) = match index {
            0 => ("dictionary", part),
            _ => part.split_once('\n').unwrap(),
        };
        memory.insert(name, text);
    }
    load_with(&memory, Path::new(""), &["dictionary".into()])
}

/// TLVs that hold a hundred of the one before each, which no memory is large enough for.
pub(crate) fn copies_of_copies() -> String {
    let tlv = |tlv: u32| {
        let child = move |child: u32| match tlv {
            1 => format!("ATTRIBUTE A{child} .{child} byte\n"),
            _ => format!("ATTRIBUTE A{child} .{child} tlv clone=..T{}\n", tlv - 1),
        };
        std::iter::once(format!("ATTRIBUTE T{tlv} {tlv} tlv\n")).chain((1..=100).map(child))
    };
    (1..=12).flat_map(tlv).collect()
}
