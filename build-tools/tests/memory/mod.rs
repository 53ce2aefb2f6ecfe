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
