//! What the files of FreeRADIUS 3.2 need.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::{number, words};

/// An `ATTRIBUTE` line.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Line {
    pub(crate) name: String,
    /// All numbers from the packet down.
    pub(crate) path: Vec<u32>,
    /// In lower case, with the length if it has one.
    pub(crate) data_type: String,
    pub(crate) flags: BTreeSet<String>,
}

/// A name for a number, and whether it is the one to print.
pub(crate) type Value = (String, u64, bool);

/// What the files say, read line by line.
#[derive(Default)]
pub(crate) struct Reader {
    pub(crate) attributes: Vec<Line>,
    /// For each attribute, by its name in lower case: name, number, and whether the attribute was known by then.
    values: BTreeMap<String, Vec<Value>>,
    pub(crate) value_lines: usize,
    vendors: BTreeMap<String, u32>,
    paths: BTreeMap<String, Vec<u32>>,
}

impl Reader {
    pub(crate) fn read(folder: &Path, file: &str) -> Self {
        let mut reader = Self::default();
        reader.file(folder, file);
        reader
    }

    fn file(&mut self, folder: &Path, file: &str) {
        let mut context: Vec<u32> = Vec::new();
        for words in words(&std::fs::read(folder.join(file)).unwrap()) {
            let words: Vec<_> = words.iter().map(String::as_str).collect();
            match words[..] {
                ["$INCLUDE", file] => self.file(folder, file),
                ["VENDOR", name, pen, ..] => {
                    self.vendors.insert(name.to_owned(), pen.parse().unwrap());
                }
                ["BEGIN-VENDOR", name] => context = vec![26, self.vendors[name]],
                ["BEGIN-VENDOR", name, option] => {
                    let around = option.strip_prefix("format=").unwrap().to_lowercase();
                    context = self.paths[&around].clone();
                    context.push(self.vendors[name]);
                }
                ["END-VENDOR", _] => context.clear(),
                ["ATTRIBUTE", name, numbers, data_type, ref flags @ ..] => {
                    let mut path = context.clone();
                    path.extend(numbers.split('.').map(|n| u32::try_from(number(n)).unwrap()));
                    self.paths.insert(name.to_lowercase(), path.clone());
                    let flags = flags.iter().flat_map(|flags| flags.split(',')).map(str::to_owned).collect();
                    let data_type = data_type.to_lowercase();
                    self.attributes.push(Line { name: name.to_owned(), path, data_type, flags });
                }
                ["VALUE", attribute, name, data] => {
                    self.value_lines += 1;
                    let attribute = attribute.to_lowercase();
                    let known = self.paths.contains_key(&attribute);
                    self.values.entry(attribute).or_default().push((name.to_owned(), number(data), known));
                }
                _ => panic!("{file}: {words:?}"),
            }
        }
    }

    /// The values of each attribute, by its name in lower case, without exact repeats.
    pub(crate) fn values(&self) -> BTreeMap<String, Vec<Value>> {
        let mut all = BTreeMap::new();
        for (attribute, lines) in &self.values {
            let mut values: Vec<Value> = Vec::new();
            for (name, number, known) in lines {
                let repeated = values.iter().find(|(other, ..)| other.eq_ignore_ascii_case(name));
                match repeated {
                    None => values.push((name.clone(), *number, *known)),
                    Some((_, other, _)) => assert_eq!(number, other, "{attribute} {name}"),
                }
            }
            // The last one is printed; one before the attribute only if there is no other.
            let printed = |number: u64| {
                let names = || values.iter().filter(move |value| value.1 == number);
                names().rfind(|value| value.2).or_else(|| names().next_back()).map(|value| value.0.clone())
            };
            let marked = values
                .iter()
                .map(|(name, number, _)| (name.clone(), *number, printed(*number).as_ref() == Some(name)));
            all.insert(attribute.clone(), marked.collect());
        }
        all
    }
}
