//! What the files of FreeRADIUS 4 need.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::{number, words};

/// Something with a name: an attribute, a vendor, or the protocol as a whole.
#[derive(Clone, Debug, Default)]
struct Node {
    name: String,
    /// Numbers; `m1` and so on for members; a name where there is no number.
    oid: Vec<String>,
    parent: usize,
    /// In lower case, without its length. Empty for vendors and the protocol.
    data_type: String,
    length: String,
    flags: BTreeSet<String>,
    internal: bool,
    /// Name, number, and whether the attribute was not known by then.
    values: Vec<(String, u64, bool)>,
    children: Vec<usize>,
    clone: Option<String>,
    shares: Option<String>,
}

/// An attribute as it is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Facts {
    pub(crate) name: String,
    /// With the length if it has one.
    pub(crate) data_type: String,
    pub(crate) flags: BTreeSet<String>,
    /// Name, number, whether it is the one to print.
    pub(crate) values: BTreeSet<(String, u64, bool)>,
}

/// What is open.
#[derive(Clone, Copy, PartialEq)]
enum Frame {
    Vendor(usize),
    Attribute(usize),
}

/// What the files say, read line by line.
pub(crate) struct Reader {
    nodes: Vec<Node>,
    vendors: BTreeMap<String, String>,
    frames: Vec<Frame>,
    structs: Vec<usize>,
    /// Where `.N` leads from.
    base: Option<usize>,
    /// The attribute that its name alone means.
    last: Option<usize>,
    /// The attribute of the last line that defined one.
    defined: usize,
    /// Where, name, path, or what is meant.
    aliases: Vec<(usize, String, Result<usize, String>)>,
    waiting: Vec<(usize, String, String, u64)>,
    /// How many lines begin with each keyword.
    pub(crate) lines: BTreeMap<String, usize>,
    /// How many `VALUE` lines of each file say again what another one says.
    pub(crate) repeated: BTreeMap<String, usize>,
}

const ROOT: usize = 0;

impl Reader {
    pub(crate) fn read(folder: &Path, files: &[&str]) -> Self {
        let mut reader = Self {
            nodes: vec![Node::default()],
            vendors: BTreeMap::new(),
            frames: Vec::new(),
            structs: Vec::new(),
            base: None,
            last: None,
            defined: ROOT,
            aliases: Vec::new(),
            waiting: Vec::new(),
            lines: BTreeMap::new(),
            repeated: BTreeMap::new(),
        };
        for file in files {
            reader.file(folder, file);
        }
        reader.finish();
        reader
    }

    fn file(&mut self, folder: &Path, file: &str) {
        let mut internal = false;
        for words in words(&std::fs::read(folder.join(file)).unwrap()) {
            let words: Vec<_> = words.iter().map(String::as_str).collect();
            *self.lines.entry(words[0].to_uppercase()).or_default() += 1;
            match (words[0].to_uppercase().as_str(), &words[1..]) {
                ("$INCLUDE", [file]) => self.file(folder, file),
                ("BEGIN", ["PROTOCOL", ..]) | ("END-PROTOCOL", _) => {}
                ("FLAGS", ["internal"]) => internal = true,
                ("VENDOR", [name, pen, ..]) => {
                    self.vendors.insert(name.to_lowercase(), number(pen).to_string());
                    (self.base, self.last) = (None, None);
                }
                ("BEGIN-VENDOR", [name, option @ ..]) => self.begin_vendor(name, option),
                ("BEGIN", [path]) => {
                    let node = self.walk(self.begin(), path).unwrap();
                    self.block(|frames| frames.push(Frame::Attribute(node)));
                }
                ("END-VENDOR" | "END", _) => self.block(|frames| _ = frames.pop()),
                ("ATTRIBUTE", [name, number, data_type, flags @ ..]) => {
                    self.attribute(name, number, data_type, flags, internal);
                }
                ("DEFINE", [name, data_type, flags @ ..]) => {
                    self.structs.clear();
                    let parent = self.here();
                    let node = self.add(parent, (*name).to_owned(), name, data_type, flags);
                    self.nodes[node].internal = true;
                    self.base = (*data_type == "tlv").then_some(node);
                    self.last = (*data_type != "tlv").then_some(node);
                }
                ("MEMBER", [name, data_type, flags @ ..]) => {
                    let parent = *self.structs.last().unwrap();
                    let part = format!("m{}", self.nodes[parent].children.len() + 1);
                    let node = self.add(parent, part, name, data_type, flags);
                    self.after(node);
                }
                ("ALIAS", [name, target]) => self.alias(name, target),
                ("VALUE", [attribute, name, data]) => {
                    let repeated = usize::from(!self.value(attribute, name, number(data)));
                    *self.repeated.entry(file.to_owned()).or_default() += repeated;
                }
                _ => panic!("{file}: {words:?}"),
            }
        }
    }

    /// The innermost block.
    fn here(&self) -> usize {
        self.frames.last().map_or(ROOT, |frame| match *frame {
            Frame::Vendor(node) | Frame::Attribute(node) => node,
        })
    }

    /// The innermost block that is no vendor.
    fn begin(&self) -> usize {
        let attribute = |frame: &Frame| match *frame {
            Frame::Attribute(node) => Some(node),
            Frame::Vendor(_) => None,
        };
        self.frames.iter().rev().find_map(attribute).unwrap_or(ROOT)
    }

    fn block(&mut self, change: impl FnOnce(&mut Vec<Frame>)) {
        self.structs.clear();
        (self.base, self.last) = (None, None);
        change(&mut self.frames);
    }

    fn begin_vendor(&mut self, name: &str, option: &[&str]) {
        let around = match option {
            [] => self.walk(ROOT, "Vendor-Specific").unwrap(),
            [option] => {
                let path = option.strip_prefix("parent=").unwrap();
                self.walk(self.here(), path.trim_start_matches('.')).unwrap()
            }
            _ => panic!("{option:?}"),
        };
        let pen = self.vendors[&name.to_lowercase()].clone();
        let known = self.nodes[around].children.iter().find(|at| self.nodes[**at].oid.last() == Some(&pen));
        let vendor = match known {
            Some(vendor) => *vendor,
            None => self.push(around, pen, name),
        };
        self.block(|frames| frames.push(Frame::Vendor(vendor)));
    }

    fn push(&mut self, parent: usize, part: String, name: &str) -> usize {
        let mut oid = self.nodes[parent].oid.clone();
        oid.push(part);
        self.nodes.push(Node { name: name.to_owned(), oid, parent, ..Node::default() });
        let node = self.nodes.len() - 1;
        self.nodes[parent].children.push(node);
        node
    }

    fn attribute(&mut self, name: &str, number_text: &str, data_type: &str, flags: &[&str], internal: bool) {
        let relative = number_text.strip_prefix('.');
        if relative.is_none() {
            self.structs.clear();
        }
        let mut parent = if relative.is_some() { self.base.unwrap() } else { self.here() };
        let mut parts: Vec<_> =
            relative.unwrap_or(number_text).split('.').map(|part| number(part).to_string()).collect();
        let last = parts.pop().unwrap();
        for part in parts {
            parent = self.child(parent, &part).unwrap();
        }
        let is_large = parent == ROOT && last.parse::<u32>().unwrap() > 255;
        let node = self.add(parent, last.clone(), name, data_type, flags);
        self.nodes[node].internal |= internal || is_large;
        if relative.is_none() && self.nodes[node].data_type == "tlv" {
            self.base = Some(node);
        }
        if self.nodes[parent].data_type == "union" {
            // The key in the same struct has the branches as its values.
            let key = self.nodes[parent].flags.iter().find_map(|flag| flag.strip_prefix("key=")).unwrap();
            let key = self.child(self.nodes[parent].parent, key).unwrap();
            self.nodes[key].values.push((name.to_owned(), last.parse().unwrap(), false));
        }
        self.after(node);
    }

    /// What follows a definition.
    fn after(&mut self, node: usize) {
        let Node { data_type, clone, .. } = &self.nodes[node];
        let is_leaf = !matches!(data_type.as_str(), "tlv" | "struct" | "union" | "vsa");
        match data_type.as_str() {
            _ if is_leaf => self.last = Some(node),
            "struct" => self.last = None,
            _ => {}
        }
        if data_type == "struct" {
            self.structs.push(node);
        }
        self.defined = node;
        if let Some(target) = clone.clone().and_then(|path| self.refer(node, &path))
            && !self.nodes[target].children.is_empty()
        {
            self.nodes[node].clone = None;
            self.copy(target, node);
        }
    }

    fn add(&mut self, parent: usize, part: String, name: &str, data_type: &str, flags: &[&str]) -> usize {
        let node = self.push(parent, part, name);
        let (data_type, length) = match data_type.split_once('[') {
            Some((name, rest)) => (name, format!("[{rest}")),
            None => (data_type, String::new()),
        };
        let this = &mut self.nodes[node];
        (this.data_type, this.length) = (data_type.to_lowercase(), length);
        for flag in flags.iter().flat_map(|flags| flags.split(',')) {
            match flag.split_once('=') {
                Some(("clone", path)) => this.clone = Some(path.to_owned()),
                Some(("enum", path)) => this.shares = Some(path.to_owned()),
                _ if flag == "internal" => this.internal = true,
                _ => drop(this.flags.insert(flag.to_owned())),
            }
        }
        node
    }

    fn copy(&mut self, from: usize, to: usize) {
        for child in self.nodes[from].children.clone() {
            let Node { name, oid, data_type, length, flags, internal, values, clone, shares, .. } =
                self.nodes[child].clone();
            let copy = self.push(to, oid.last().unwrap().clone(), &name);
            let node = &mut self.nodes[copy];
            (node.data_type, node.length, node.flags, node.internal) = (data_type, length, flags, internal);
            (node.values, node.clone, node.shares) = (values, clone, shares);
            self.copy(child, copy);
        }
    }

    fn alias(&mut self, name: &str, target: &str) {
        let context = self.here();
        // The one that was defined last, if it has this name: it may stand inside another one.
        let last = (context == ROOT && self.nodes[self.defined].name.eq_ignore_ascii_case(target))
            .then_some(self.defined);
        let target = last.ok_or_else(|| target.trim_start_matches('.').to_owned());
        self.aliases.push((context, name.to_owned(), target));
    }

    /// Takes a value. False if it is there already.
    fn value(&mut self, attribute: &str, name: &str, number: u64) -> bool {
        let is_last = |at: &usize| self.nodes[*at].name.eq_ignore_ascii_case(attribute);
        let found = self.last.filter(is_last).or_else(|| {
            let structs = self.structs.iter().rev().copied();
            structs.chain([self.here()]).find_map(|from| self.walk(from, attribute))
        });
        match found {
            Some(node) => {
                let values = &mut self.nodes[node].values;
                let is_new = !values.iter().any(|(other, ..)| other.eq_ignore_ascii_case(name));
                values.push((name.to_owned(), number, false));
                self.last = Some(node);
                is_new
            }
            None => {
                self.waiting.push((self.here(), attribute.to_owned(), name.to_owned(), number));
                true
            }
        }
    }

    /// What has this name or number in there.
    fn child(&self, node: usize, part: &str) -> Option<usize> {
        let is_number = part.bytes().all(|b| b.is_ascii_digit());
        let children = self.nodes[node].children.iter().copied();
        let mut found = children.filter(|at| match is_number {
            true => self.nodes[*at].oid.last().unwrap() == part,
            false => self.nodes[*at].name.eq_ignore_ascii_case(part),
        });
        found.next().or_else(|| {
            let mut aliases = self.aliases.iter();
            let alias = aliases.find(|(at, name, _)| *at == node && name.eq_ignore_ascii_case(part))?;
            match &alias.2 {
                Ok(target) => Some(*target),
                Err(path) => self.walk(node, path),
            }
        })
    }

    fn walk(&self, from: usize, path: &str) -> Option<usize> {
        path.split('.').try_fold(from, |node, part| self.child(node, part))
    }

    /// What a flag of this attribute refers to.
    fn refer(&self, node: usize, path: &str) -> Option<usize> {
        if let Some(path) = path.strip_prefix("@.") {
            return self.walk(ROOT, path);
        }
        let rest = path.trim_start_matches('.');
        let up = (0..path.len() - rest.len()).fold(node, |node, _| self.nodes[node].parent);
        self.walk(up, rest)
    }

    fn finish(&mut self) {
        for (from, attribute, name, number) in std::mem::take(&mut self.waiting) {
            let node = self.walk(from, &attribute).unwrap_or_else(|| panic!("no {attribute}"));
            self.nodes[node].values.push((name, number, true));
        }
        let mut node = 0;
        while node < self.nodes.len() {
            if let Some(path) = self.nodes[node].clone.take() {
                let target = self.refer(node, &path).unwrap();
                self.copy(target, node);
            }
            node += 1;
        }
        for node in 0..self.nodes.len() {
            if let Some(path) = self.nodes[node].shares.take() {
                let target = self.refer(node, &path).unwrap();
                let values = self.nodes[target].values.clone();
                self.nodes[node].values.extend(values);
            }
        }
    }

    /// Every attribute, by the numbers that lead to it.
    pub(crate) fn attributes(&self) -> BTreeMap<String, Facts> {
        let attributes = self.nodes.iter().filter(|node| !node.data_type.is_empty());
        attributes.map(|node| (node.oid.join("."), self.facts(node))).collect()
    }

    /// Where each alias stands and what it is a name of.
    pub(crate) fn aliases(&self) -> BTreeSet<[String; 3]> {
        let oid = |at: usize| self.nodes[at].oid.join(".");
        let aliases = self.aliases.iter().map(|(context, name, target)| {
            let target = match target {
                Ok(target) => *target,
                Err(path) => self.walk(*context, path).unwrap_or_else(|| panic!("no {path}")),
            };
            [oid(*context), name.clone(), oid(target)]
        });
        aliases.collect()
    }

    fn facts(&self, node: &Node) -> Facts {
        let mut flags = node.flags.clone();
        let data_type = match node.data_type.as_str() {
            "integer" => "uint32",
            "byte" => "uint8",
            "short" => "uint16",
            "signed" => "int32",
            "ipaddr" => "ipv4addr",
            "string" if flags.remove("abinary") => "abinary",
            "tlv" if flags.remove("extended") => "extended",
            "tlv" if flags.remove("long_extended") => "long-extended",
            "vsa" if node.oid.len() > 1 => "evs",
            other => other,
        };
        let outer = std::iter::successors(Some(node), |node| {
            (!node.oid.is_empty()).then(|| &self.nodes[node.parent])
        });
        if { outer }.any(|node| node.internal) {
            flags.insert("internal".to_owned());
        }
        if flags.iter().any(|flag| flag.starts_with("encrypt=")) {
            flags.insert("secret".to_owned());
        }
        let mut values: Vec<(String, u64, bool)> = Vec::new();
        for (name, number, early) in &node.values {
            match values.iter().find(|(other, ..)| other.eq_ignore_ascii_case(name)) {
                None => values.push((name.clone(), *number, *early)),
                Some((_, other, _)) => assert_eq!(number, other, "{} {name}", node.name),
            }
        }
        // The last one is printed; of those before the attribute the first, if there is no other.
        let is_printed = |(name, number, _): &(String, u64, bool)| {
            let names = || values.iter().filter(|value| value.1 == *number);
            names().rfind(|value| !value.2).or_else(|| names().next()).unwrap().0 == *name
        };
        let values = values.iter().map(|value| (value.0.clone(), value.1, is_printed(value))).collect();
        Facts { name: node.name.clone(), data_type: format!("{data_type}{}", node.length), flags, values }
    }
}
