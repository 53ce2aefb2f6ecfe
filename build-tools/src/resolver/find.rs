//! The attribute that a name means.

use crate::diagnostic::{Code, Diagnostic, Report, quote};
use crate::parser::construct::Construct;
use crate::parser::number;
use crate::source::Span;
use crate::suggest::Suggest;

use super::Resolver;
use super::place::Owner;

/// What a name of an attribute leads to.
pub(super) enum Found {
    Entry(usize),
    /// It is wrong or not supported, which has been reported.
    Broken,
    /// Two vendors have it.
    Ambiguous(usize, usize),
    Nothing,
}

impl Resolver {
    /// The attribute of this name: of the open vendor, else of the packet, else of the only vendor that has it.
    pub(super) fn find(&self, owner: Owner, key: &str) -> Found {
        let mut name = (owner, key.to_owned());
        for owner in [owner, Owner::Packet] {
            name.0 = owner;
            if self.broken.contains(&name) {
                return Found::Broken;
            }
            if let Some(&entry) = self.by_owner.get(&name) {
                return Found::Entry(entry);
            }
        }
        if self.broken_anywhere.contains(key) {
            return Found::Broken;
        }
        match self.by_name.get(key) {
            None => Found::Nothing,
            Some(uses) => match uses.second {
                None => Found::Entry(uses.first),
                Some(second) => Found::Ambiguous(uses.first, second),
            },
        }
    }

    /// The attribute of this name, seen from the open blocks.
    pub(super) fn find_entry(&self, key: &str) -> Option<usize> {
        match self.find(self.owner(), key) {
            Found::Entry(at) => Some(at),
            Found::Broken | Found::Ambiguous(..) | Found::Nothing => None,
        }
    }

    /// The attribute of this name, which must be known by now; reports it if it is not.
    pub(super) fn named(
        &self,
        owner: Owner,
        name: &[u8],
        span: Span,
        label: &str,
        suggest: &mut Suggest,
        report: &mut Report,
    ) -> Option<usize> {
        let key = String::from_utf8_lossy(name).to_ascii_lowercase();
        match self.find(owner, &key) {
            Found::Entry(at) => return Some(at),
            Found::Broken => {}
            Found::Nothing if self.inside_broken(&key) => {}
            Found::Ambiguous(first, second) => report.push(self.ambiguous(name, span, [first, second])),
            Found::Nothing => report.push(self.unknown(name, span, label, suggest)),
        }
        None
    }

    /// The complaint that nothing has this name.
    pub(super) fn unknown(
        &self,
        name: &[u8],
        span: Span,
        label: impl Into<String>,
        suggest: &mut Suggest,
    ) -> Diagnostic {
        if self.is_path(name) {
            return Construct::Path.diagnostic(span);
        }
        let near = suggest.nearest(name, self.entries.iter().map(|entry| entry.attribute.name.as_str()));
        Diagnostic::new(Code::UnknownAttribute, format!("unknown attribute {}", quote(name)))
            .at(span, label)
            .suggest(near)
    }

    /// Whether the name is a path through an attribute that is wrong or not supported.
    pub(super) fn inside_broken(&self, key: &str) -> bool {
        key.split_once('.').is_some_and(|(first, _)| self.broken_anywhere.contains(first))
    }

    /// Whether the name is a path of names or numbers: through an attribute, from the packet or from where it stands.
    fn is_path(&self, name: &[u8]) -> bool {
        let name = String::from_utf8_lossy(name).to_ascii_lowercase();
        name.split_once('.').is_some_and(|(first, _)| {
            first.is_empty() || number::parse(first.as_bytes()).is_ok() || self.by_name.contains_key(first)
        })
    }

    pub(super) fn ambiguous(&self, name: &[u8], span: Span, entries: [usize; 2]) -> Diagnostic {
        let mut diagnostic = Diagnostic::new(
            Code::AmbiguousAttribute,
            format!("several vendors have an attribute {}", quote(name)),
        )
        .at(span, "which one is meant?")
        .help("put this line inside the `BEGIN-VENDOR` block of its vendor");
        for entry in entries.iter().filter_map(|&at| self.entries.get(at)) {
            diagnostic = diagnostic.because(entry.attribute.span, "one is here");
        }
        diagnostic
    }
}
