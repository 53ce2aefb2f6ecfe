//! `ALIAS`: a further name for an attribute or a vendor.

use std::cell::Cell;

use crate::diagnostic::{Code, Diagnostic, Report, quote};
use crate::lexer::Token;
use crate::model::{self, AliasTarget, AttributeId, DataType, Parent, VendorId};
use crate::parser::names::Name;
use crate::source::Span;
use crate::suggest::Suggest;

use super::find::{Node, PACKET, Walk};
use super::place::{Place, Space};
use super::reference::Reference;
use super::{Known, Resolver};

/// An `ALIAS` line.
#[derive(Debug)]
pub(super) struct Alias {
    pub(super) name: Name,
    /// Where the name is known.
    pub(super) space: Space,
    vendor: Option<VendorId>,
    /// Where the path leads from.
    pub(super) from: Node,
    pub(super) path: Box<[u8]>,
    path_span: Span,
    /// What it leads to, once that is known.
    pub(super) target: Cell<Option<Node>>,
    /// Whether its path is followed right now: what comes back to it is a circle.
    pub(super) is_followed: Cell<bool>,
}

impl Resolver {
    pub(super) fn alias(&mut self, name: Name, target: &Token<'_>, report: &mut Report) {
        let Ok(place) = self.open_place() else { return };
        let id = self.names.intern(name.text.as_bytes());
        let checked = self.check_place(&name, place).and_then(|()| self.target_path(target, place.space));
        let path = match checked {
            Ok(path) => path,
            Err(diagnostic) => {
                report.push(*diagnostic);
                self.broken_name(name.text.as_bytes());
                return;
            }
        };
        let from = Node::Space(place.space, None);
        if let Some(known) = self.known.get(&(place.space, id)) {
            let same = |at: &usize| {
                self.aliases.get(*at).is_some_and(|other| other.path.eq_ignore_ascii_case(path.text))
            };
            if !matches!(known, Known::Alias(at) if same(at)) {
                report.push(self.taken(&name, *known));
            }
            return;
        }
        // A single name leads from the packet, but FreeRADIUS names the Extended-Vendor-Specific in front of its line by
        // Vendor-Specific alone.
        let last = self.last_defined.filter(|&at| {
            let named = |entry: &super::Entry| {
                Some(entry.name) == self.names.get(path.text)
                    && matches!(entry.attribute.data_type, DataType::Vsa | DataType::ExtendedVendorSpecific)
            };
            place.space == Space::Packet && self.entries.get(at).is_some_and(named)
        });
        let (path_span, path) = (path.span, path.text.into());
        let target = Cell::new(last.map(Node::Entry));
        self.known.insert((place.space, id), Known::Alias(self.aliases.len()));
        let (space, vendor) = (place.space, place.vendor);
        let is_followed = Cell::default();
        self.aliases.push(Alias { name, space, vendor, from, path, path_span, target, is_followed });
    }

    /// A second name for an attribute by another line than `ALIAS`.
    pub(super) fn second_name(&mut self, name: Name, place: Place, at: usize) {
        let id = self.names.intern(name.text.as_bytes());
        self.known.insert((place.space, id), Known::Alias(self.aliases.len()));
        let Place { space, vendor } = place;
        let (path_span, path, from) = (name.span, Box::default(), PACKET);
        let target = Cell::new(Some(Node::Entry(at)));
        let is_followed = Cell::default();
        self.aliases.push(Alias { name, space, vendor, from, path, path_span, target, is_followed });
    }

    fn check_place(&self, name: &Name, place: Place) -> Result<(), Box<Diagnostic>> {
        let Space::Branch(slot) = place.space else { return Ok(()) };
        let diagnostic = Diagnostic::new(Code::InvalidAlias, "the branches of a union cannot have aliases")
            .at(name.span, "not here");
        let union = self.slot(slot).and_then(|slot| self.container(slot));
        Err(Box::new(match union {
            Some(union) => diagnostic.because(union.span, "this union is open"),
            None => diagnostic,
        }))
    }

    /// The path to the target. Directly in the packet it begins with a name; elsewhere with a dot, and leads from there.
    fn target_path<'a>(&self, target: &Token<'a>, space: Space) -> Result<Token<'a>, Box<Diagnostic>> {
        let is_relative = target.text.first() == Some(&b'.');
        let path = if is_relative { target.part(1, target.text.len()) } else { *target };
        let (label, help) = if path.text.split(|&b| b == b'.').any(<[u8]>::is_empty) {
            ("a name is missing between or behind dots", "write names or numbers with one dot between them")
        } else if !is_relative && space != Space::Packet {
            ("expected a dot in front", "the path leads from the open block, which the dot says")
        } else if target.text.contains(&b'@') {
            ("not expected with `@`", "the path leads from where the line stands")
        } else {
            return Ok(path);
        };
        let message = format!("{} is no path to an attribute", quote(target.text));
        Err(Box::new(Diagnostic::new(Code::InvalidReference, message).at(target.span, label).help(help)))
    }

    /// The complaint about a name that something else has.
    pub(super) fn taken(&self, name: &Name, known: Known) -> Diagnostic {
        let (what, span) = match known {
            Known::Entry(at) => ("an attribute", self.entries.get(at).map(|entry| entry.attribute.span)),
            Known::Alias(at) => ("an alias", self.aliases.get(at).map(|alias| alias.name.span)),
        };
        let message = format!("`{}` is the name of {what} already", name.text);
        let diagnostic =
            Diagnostic::new(Code::InvalidAlias, message).at(name.span, "cannot have this name here");
        match span {
            Some(span) => diagnostic.because(span, format!("{what} of this name")),
            None => diagnostic,
        }
    }

    /// Whether every alias leads to something that can have one.
    pub(super) fn check_aliases(&self, suggest: &mut Suggest, report: &mut Report) {
        for (at, alias) in self.aliases.iter().enumerate() {
            let reference =
                || Reference { from: alias.from, path: alias.path.clone(), span: alias.path_span };
            match self.target_of(at) {
                Walk::At(Node::Entry(entry)) => {
                    let Some(entry) = self.entries.get(entry) else { continue };
                    let what = match entry.attribute.data_type {
                        DataType::Union => "a union",
                        _ if entry.attribute.flags.key => "the key of a union",
                        _ => continue,
                    };
                    alias.target.set(None);
                    let message = format!("{what} cannot have an alias");
                    report.push(
                        Diagnostic::new(Code::WrongReference, message)
                            .at(alias.path_span, format!("leads to {what}"))
                            .because(entry.attribute.span, "defined here"),
                    );
                }
                Walk::At(Node::Space(_, Some(_))) => {}
                walk => self.report_reference(&reference(), &walk, suggest, report),
            }
        }
    }

    /// The aliases of the dictionary, given where each entry went.
    pub(super) fn model_aliases(
        aliases: Vec<Alias>,
        parents: impl Fn(Space, Option<VendorId>) -> Option<Parent>,
        moved: impl Fn(usize) -> Option<AttributeId>,
    ) -> Vec<model::Alias> {
        let settle = |Alias { name, space, vendor, target, .. }: Alias| {
            let target = match target.get()? {
                Node::Entry(at) => AliasTarget::Attribute(moved(at)?),
                Node::Space(space, vendor) => match parents(space, vendor)? {
                    Parent::ExtendedVendor(evs, vendor) => AliasTarget::ExtendedVendor(evs, vendor),
                    _ => AliasTarget::Vendor(vendor?),
                },
                Node::VendorSpecific => return None,
            };
            let parent = parents(space, vendor)?;
            Some(model::Alias { name: name.text, parent, target, span: name.span })
        };
        aliases.into_iter().filter_map(settle).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::find::MOST_ALIASES;
    use crate::Code;
    use crate::model::{AliasTarget, Dictionary, Parent};
    use crate::testing::{dictionary, named, problems, values};

    /// What each alias leads to.
    fn targets(dictionary: &Dictionary) -> Vec<String> {
        let target = |target| match target {
            AliasTarget::Attribute(id) => dictionary.oid(dictionary.attribute(id).unwrap()),
            AliasTarget::Vendor(id) => dictionary.vendor(id).unwrap().name.clone(),
            AliasTarget::ExtendedVendor(evs, id) => {
                let evs = dictionary.oid(dictionary.attribute(evs).unwrap());
                format!("{evs}.{}", dictionary.vendor(id).unwrap().name)
            }
        };
        dictionary.aliases.iter().map(|alias| target(alias.target)).collect()
    }

    #[test]
    fn aliases_lead_to_what_may_come_later_and_to_other_aliases() {
        let dictionary = dictionary(
            "ALIAS A B\nALIAS C A\nALIAS D Vendor-Specific.V.T.X\nALIAS E 26.9.5.1\nALIAS W Vendor-Specific.V\nALIAS F W.T.X\nATTRIBUTE B 1 byte\n\
             VALUE C x 1\nVENDOR V 9\nBEGIN-VENDOR V\nALIAS Y .T.X\nATTRIBUTE T 5 tlv\nATTRIBUTE X .1 byte\nVALUE Y y 1\nEND-VENDOR V\n",
        );
        assert_eq!(targets(&dictionary), ["1", "1", "26.9.5.1", "26.9.5.1", "V", "26.9.5.1", "26.9.5.1"]);
        assert_eq!(values(named(&dictionary, "B")), ["x=1*"]);
        assert_eq!(values(named(&dictionary, "X")), ["y=1*"]);
        assert!(matches!(dictionary.aliases[6].parent, Parent::Vendor(_)));
    }

    #[test]
    fn a_long_way_is_told_from_a_circle() {
        let chain = |count: usize| {
            let line = |at: usize| format!("ALIAS A{at} A{}\n", at + 1);
            (0..count).map(line).collect::<String>() + &format!("ATTRIBUTE A{count} 1 byte\n")
        };
        let longest = dictionary(&chain(MOST_ALIASES));
        assert_eq!(targets(&longest), vec!["1"; MOST_ALIASES]);
        assert_eq!(problems(&chain(MOST_ALIASES + 1)), [(Code::InvalidAlias, 1)]);
        let circle = "ALIAS A B\nALIAS B C\nALIAS C A\n";
        assert_eq!(problems(circle), [1, 2, 3].map(|line| (Code::CircularReference, line)));
    }

    #[test]
    fn an_alias_directly_behind_what_holds_vendors_means_that_one() {
        let dictionary = dictionary(
            "ATTRIBUTE Vendor-Specific 26 vsa\nATTRIBUTE X 241 tlv extended\nATTRIBUTE Vendor-Specific .26 vsa\nALIAS E Vendor-Specific\n\
             VENDOR V 9\nALIAS S Vendor-Specific.V\nALIAS N E.V\nBEGIN-VENDOR V parent=E\nATTRIBUTE A 1 byte\nEND-VENDOR V\n",
        );
        assert_eq!(targets(&dictionary), ["241.26", "V", "241.26.V"]);
        let leaf = "ATTRIBUTE A 1 byte\nATTRIBUTE T 5 tlv\nATTRIBUTE A .1 byte\nALIAS E A\n";
        assert_eq!(targets(&self::dictionary(leaf)), ["1"]);
        assert_eq!(dictionary.oid(named(&dictionary, "A")), "241.26.9.1");
    }

    #[test]
    fn aliases_of_nothing_or_of_what_cannot_have_one_are_errors() {
        let before = "ATTRIBUTE S 1 struct\nMEMBER K byte key\nMEMBER U union key=K\nATTRIBUTE B 2 byte\n";
        for (line, code) in [
            ("ALIAS A X", Code::UnknownAttribute),
            ("ALIAS A S.X", Code::UnknownAttribute),
            ("ALIAS A B.X", Code::UnknownAttribute),
            ("ALIAS A S.U", Code::WrongReference),
            ("ALIAS A S.K", Code::WrongReference),
            ("ALIAS A A", Code::CircularReference),
            ("ALIAS A B.", Code::InvalidReference),
            ("ALIAS A @.B", Code::InvalidReference),
            ("ALIAS A ..B", Code::InvalidReference),
            ("ALIAS A.X B", Code::InvalidName),
        ] {
            assert_eq!(problems(&format!("{before}{line}\n")), [(code, 5)], "{line}");
        }
        let text = format!("{before}BEGIN S.U\nALIAS A .B\nEND S.U\n");
        assert_eq!(problems(&text), [(Code::InvalidAlias, 6)]);
    }
}
