//! The attribute that a name or a path means.
//!
//! In FreeRADIUS 3 a name is known everywhere in its vendor or in the packet. In FreeRADIUS 4 it is known where it stands,
//! and everywhere else a path leads to it: names or numbers with dots between them.

use crate::diagnostic::{Code, Diagnostic, Report, quote};
use crate::lexer::Token;
use crate::model::{DataType, MAX_DEPTH, VENDOR_SPECIFIC, VendorId};
use crate::parser::number;
use crate::source::Span;
use crate::suggest::Suggest;

use super::name::NameId;
use super::place::{Holds, Place, SlotId, Space};
use super::{Known, Resolver};

/// What a name of an attribute leads to.
pub(super) enum Found {
    Entry(usize),
    /// It is wrong, which has been reported.
    Broken,
    /// Two vendors have it.
    Ambiguous(usize, usize),
    Nothing,
}

/// Where a name is looked up from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct View {
    pub(super) is_v4: bool,
    /// The innermost block. None if it is wrong.
    pub(super) space: Option<Space>,
}

/// Something that a path leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Node {
    /// The packet, or the space of a vendor.
    Space(Space, Option<VendorId>),
    /// Vendor-Specific, whether a line defines it or not.
    VendorSpecific,
    Entry(usize),
}

pub(super) const PACKET: Node = Node::Space(Space::Packet, None);

/// Where a path ends.
pub(super) enum Walk {
    At(Node),
    /// At something wrong, which has been reported.
    Broken,
    /// At this part of the path, which does not exist in this place.
    Nothing {
        start: usize,
        end: usize,
        inside: Node,
    },
    /// Nowhere, because an alias leads to itself.
    Circular,
    /// Through more aliases than are followed.
    TooManyAliases,
}

/// Most aliases on the way to one attribute that are followed at once.
pub(super) const MOST_ALIASES: usize = 128;

impl Resolver {
    pub(super) fn view(&self) -> View {
        View { is_v4: self.dialect.is_v4(), space: self.open_place().ok().map(|place| place.space) }
    }

    /// What this name or path means, seen from there.
    pub(super) fn find(&self, view: View, name: &[u8]) -> Found {
        let id = self.names.get(name);
        if !view.is_v4
            && let Some(found) = id.and_then(|id| self.find_name(view, id))
        {
            return found;
        }
        let Some(space) = view.space else { return Found::Broken };
        let mut walk = self.walk(Node::Space(space, None), name);
        if !view.is_v4 && !matches!(walk, Walk::At(Node::Entry(_))) {
            walk = self.walk(PACKET, name);
        }
        match walk {
            Walk::At(Node::Entry(at)) => Found::Entry(at),
            Walk::At(_) | Walk::Nothing { .. } if !self.has_broken_part(name) => Found::Nothing,
            _ => Found::Broken,
        }
    }

    /// FreeRADIUS 3: the attribute of this name of the open vendor, else of the packet, else of the only vendor that has it.
    fn find_name(&self, view: View, id: NameId) -> Option<Found> {
        let owner = view.space.map(|space| self.owner_of(space));
        for owner in [owner, Some(Space::Packet)] {
            if self.broken.contains(&(owner, id)) {
                return Some(Found::Broken);
            }
            if let Some(Known::Entry(entry)) = owner.and_then(|owner| self.known.get(&(owner, id))) {
                return Some(Found::Entry(*entry));
            }
        }
        if self.broken_anywhere.contains(&id) {
            return Some(Found::Broken);
        }
        let uses = self.by_name.get(&id)?;
        Some(match uses.second {
            None => Found::Entry(uses.first),
            Some(second) => Found::Ambiguous(uses.first, second),
        })
    }

    /// Whether the path leads through something wrong.
    pub(super) fn has_broken_part(&self, path: &[u8]) -> bool {
        let is_broken =
            |part: &[u8]| self.names.get(part).is_some_and(|id| self.broken_anywhere.contains(&id));
        is_broken(path) || path.split(|&b| b == b'.').any(is_broken)
    }

    /// What this path leads to from there.
    pub(super) fn walk(&self, from: Node, path: &[u8]) -> Walk {
        self.walk_limited(from, path, MOST_ALIASES)
    }

    fn walk_limited(&self, from: Node, path: &[u8], aliases: usize) -> Walk {
        let (mut node, mut start) = (from, 0);
        for part in path.split(|&b| b == b'.') {
            match self.child(node, part, aliases) {
                Walk::At(child) => node = child,
                Walk::Nothing { .. } => {
                    return Walk::Nothing { start, end: start + part.len(), inside: node };
                }
                other => return other,
            }
            start += part.len() + 1;
        }
        Walk::At(node)
    }

    /// What has this name or number in there.
    fn child(&self, inside: Node, part: &[u8], aliases: usize) -> Walk {
        let nothing = Walk::Nothing { start: 0, end: part.len(), inside };
        let space = match self.inside(inside) {
            Some(Inside::Space(space)) => space,
            Some(Inside::Vendors(slot)) => {
                let vendor = self.vendor_of(part);
                return match vendor.and_then(|id| Some((id, self.vendors.get(id.0)?.pen))) {
                    Some((id, pen)) => {
                        let space = slot.map_or(Space::Vendor(pen), |slot| Space::ExtendedVendor(slot, pen));
                        Walk::At(Node::Space(space, Some(id)))
                    }
                    None => nothing,
                };
            }
            None => return nothing,
        };
        if !part.is_empty() && part.iter().all(u8::is_ascii_digit) {
            let number = number::parse(part).ok().and_then(|number| u32::try_from(number).ok());
            let slot = number.and_then(|number| self.slot_at(space, number));
            return match slot {
                Some((_, slot)) => {
                    let container = slot.containers.last_key_value().map(|(_, &at)| at);
                    Walk::At(Node::Entry(container.unwrap_or(slot.last)))
                }
                None if (space, number) == (Space::Packet, Some(VENDOR_SPECIFIC)) => {
                    Walk::At(Node::VendorSpecific)
                }
                None => nothing,
            };
        }
        let id = self.names.get(part);
        match id.and_then(|id| self.known.get(&(space, id))) {
            Some(Known::Entry(at)) => Walk::At(Node::Entry(*at)),
            Some(Known::Alias(at)) => self.target(*at, aliases),
            None if id.is_some_and(|id| self.broken.contains(&(Some(space), id))) => Walk::Broken,
            // The branches of its union have their names in the struct, too.
            None => match (space, id) {
                (Space::Member(slot), Some(id)) => self.branch(slot, id).unwrap_or(nothing),
                (Space::Packet, _) if part.eq_ignore_ascii_case(b"Vendor-Specific") => {
                    Walk::At(Node::VendorSpecific)
                }
                _ => nothing,
            },
        }
    }

    fn branch(&self, structure: SlotId, name: NameId) -> Option<Walk> {
        let last = *self.slot(structure)?.children.last()?;
        let (space, number) = self.entries.get(last).map(|entry| (entry.space, entry.attribute.number))?;
        let (union, _) = self.slot_at(space, number)?;
        match self.known.get(&(Space::Branch(union), name))? {
            Known::Entry(at) => Some(Walk::At(Node::Entry(*at))),
            Known::Alias(_) => None,
        }
    }

    /// What an alias is a name of.
    pub(super) fn target(&self, alias: usize, aliases: usize) -> Walk {
        let Some(alias) = self.aliases.get(alias) else { return Walk::Broken };
        if let Some(node) = alias.target.get() {
            return Walk::At(node);
        }
        if alias.is_followed.get() {
            return Walk::Circular;
        }
        let Some(aliases) = aliases.checked_sub(1) else { return Walk::TooManyAliases };
        alias.is_followed.set(true);
        let walk = self.walk_limited(alias.from, &alias.path, aliases);
        alias.is_followed.set(false);
        if let Walk::At(node) = walk {
            alias.target.set(Some(node));
        }
        walk
    }

    /// What [`Self::target`] gives for an alias that nothing has been looked up for so far.
    pub(super) fn target_of(&self, alias: usize) -> Walk {
        self.target(alias, MOST_ALIASES)
    }

    /// What is known inside.
    fn inside(&self, node: Node) -> Option<Inside> {
        let at = match node {
            Node::Space(space, _) => return Some(Inside::Space(space)),
            Node::VendorSpecific => return Some(Inside::Vendors(None)),
            Node::Entry(at) => at,
        };
        let entry = self.entries.get(at)?;
        if entry.attribute.data_type == DataType::Vsa {
            return Some(Inside::Vendors(None));
        }
        let holds = Holds::of(entry.attribute.data_type)?;
        let (slot, _) = self.slot_at(entry.space, entry.attribute.number)?;
        Some(match holds {
            Holds::Attributes => Inside::Space(Space::Inside(slot)),
            Holds::Members => Inside::Space(Space::Member(slot)),
            Holds::Branches => Inside::Space(Space::Branch(slot)),
            Holds::Vendors => Inside::Vendors(Some(slot)),
        })
    }

    /// What stands inside this attribute. None if nothing can.
    pub(super) fn place_inside(&self, at: usize) -> Option<Place> {
        match self.inside(Node::Entry(at))? {
            Inside::Space(space) => Some(Place { space, vendor: None }),
            Inside::Vendors(_) => None,
        }
    }

    /// What is around it.
    pub(super) fn outside(&self, node: Node) -> Option<Node> {
        let space = match node {
            Node::VendorSpecific => return Some(PACKET),
            Node::Entry(at) => return Some(Node::Space(self.entries.get(at)?.space, None)),
            Node::Space(space, _) => space,
        };
        match space {
            Space::Packet => None,
            Space::Vendor(_) => Some(Node::VendorSpecific),
            Space::ExtendedVendor(slot, _) => {
                let (_, &at) = self.slot(slot)?.containers.last_key_value()?;
                Some(Node::Entry(at))
            }
            Space::Inside(slot) | Space::Member(slot) | Space::Branch(slot) => {
                Some(Node::Space(self.slot(slot)?.space, None))
            }
        }
    }

    /// The vendor with this name or number.
    fn vendor_of(&self, part: &[u8]) -> Option<VendorId> {
        if let Some(vendor) = self.names.get(part).and_then(|id| self.vendor_by_key.get(&id)) {
            return Some(*vendor);
        }
        let pen = number::parse(part).ok().and_then(|pen| u32::try_from(pen).ok())?;
        self.vendor_by_pen.get(&pen).copied()
    }

    /// The attribute of this name, which must be known by now; reports it if it is not.
    pub(super) fn named(
        &self,
        view: View,
        name: &Token<'_>,
        label: &str,
        suggest: &mut Suggest,
        report: &mut Report,
    ) -> Option<usize> {
        match self.find(view, name.text) {
            Found::Entry(at) => return Some(at),
            Found::Broken => {}
            Found::Ambiguous(first, second) => {
                report.push(self.ambiguous(name.text, name.span, [first, second]));
            }
            Found::Nothing => report.push(self.unknown(view, name.text, name.span, label, suggest)),
        }
        None
    }

    /// The complaint that nothing has this name.
    pub(super) fn unknown(
        &self,
        view: View,
        name: &[u8],
        span: Span,
        label: impl Into<String>,
        suggest: &mut Suggest,
    ) -> Diagnostic {
        let from = Node::Space(view.space.unwrap_or(Space::Packet), None);
        let from = if view.is_v4 { from } else { PACKET };
        if let Walk::Nothing { start, end, inside } = self.walk(from, name)
            && (view.is_v4 || start > 0)
        {
            return self.unknown_part(name, span, start..end, inside, label.into(), suggest);
        }
        let near = suggest.nearest(name, self.entries.iter().map(|entry| entry.attribute.name.as_str()));
        Diagnostic::new(Code::UnknownAttribute, format!("unknown attribute {}", quote(name)))
            .at(span, label)
            .suggest(near)
    }

    /// The complaint about the part of a path that does not exist.
    pub(super) fn unknown_part(
        &self,
        path: &[u8],
        span: Span,
        part: std::ops::Range<usize>,
        inside: Node,
        label: String,
        suggest: &mut Suggest,
    ) -> Diagnostic {
        let is_whole = part.len() == path.len();
        let wrong = path.get(part.clone()).unwrap_or_default();
        let offset = |at: usize| span.start.saturating_add(u32::try_from(at).unwrap_or(u32::MAX));
        let place = Span { start: offset(part.start), end: offset(part.end), ..span };
        let diagnostic =
            Diagnostic::new(Code::UnknownAttribute, format!("unknown attribute {}", quote(path)));
        let inner = self.inside(inside);
        let what = if wrong.iter().all(u8::is_ascii_digit) { "number" } else { "name" };
        let diagnostic = match (inside, &inner) {
            _ if is_whole => diagnostic.at(place, label),
            (Node::Entry(at), None) => {
                let diagnostic = diagnostic.at(place, "nothing can stand in the attribute in front");
                return match self.entries.get(at) {
                    Some(entry) => diagnostic.because(entry.attribute.span, "this one"),
                    None => diagnostic,
                };
            }
            (_, Some(Inside::Vendors(_))) => diagnostic.at(place, format!("no vendor has this {what}")),
            (Node::Entry(at), _) => {
                let name = self.entries.get(at).map_or("", |entry| &entry.attribute.name);
                diagnostic.at(place, format!("`{name}` has none of this {what}"))
            }
            (Node::Space(_, vendor), _) => {
                let vendor = vendor.and_then(|id| self.vendors.get(id.0));
                diagnostic.at(
                    place,
                    match vendor {
                        Some(vendor) => format!("the vendor `{}` has none of this {what}", vendor.name),
                        None => format!("none has this {what} here"),
                    },
                )
            }
            (Node::VendorSpecific, _) => diagnostic.at(place, label),
        };
        let near = match inner {
            Some(Inside::Vendors(_)) => {
                suggest.nearest(wrong, self.vendors.iter().map(|vendor| vendor.name.as_str()))
            }
            Some(Inside::Space(space)) => {
                // What stands elsewhere is near to nothing, but looking at it counts.
                let here = |is_here: bool, name| if is_here { name } else { "" };
                let names = self.entries.iter().map(|e| here(e.space == space, e.attribute.name.as_str()));
                let aliases = self.aliases.iter().map(|a| here(a.space == space, a.name.text.as_str()));
                suggest.nearest(wrong, names.chain(aliases))
            }
            None => None,
        };
        // Else one of this name that stands somewhere else, for example inside a TLV.
        let elsewhere = self.names.get(wrong).filter(|_| near.is_none()).and_then(|id| self.by_name.get(&id));
        let Some((at, entry)) = elsewhere.and_then(|uses| Some((uses.first, self.entries.get(uses.first)?)))
        else {
            return diagnostic.suggest(near);
        };
        let diagnostic = diagnostic.because(entry.attribute.span, "one of this name stands here");
        match inner {
            Some(Inside::Space(space)) => diagnostic.suggest(self.path_from(space, at)),
            _ => diagnostic,
        }
    }

    /// The path of names that leads to an attribute from this space. None if it stands outside of it.
    fn path_from(&self, from: Space, at: usize) -> Option<String> {
        let mut entry = self.entries.get(at)?;
        let mut path = entry.attribute.name.clone();
        for _ in 0..=MAX_DEPTH {
            if entry.space == from {
                return Some(path);
            }
            if let (Space::Packet, Space::Vendor(pen)) = (from, entry.space) {
                let vendor = self.vendors.get(self.vendor_by_pen.get(&pen)?.0)?;
                return Some(format!("Vendor-Specific.{}.{path}", vendor.name));
            }
            let (slot, _) = entry.space.outer()?;
            let (_, &outer) = self.slot(slot)?.containers.last_key_value()?;
            entry = self.entries.get(outer)?;
            path = format!("{}.{path}", entry.attribute.name);
        }
        None
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

/// What names mean inside something.
#[derive(Clone, Copy)]
enum Inside {
    Space(Space),
    /// Vendors, in Vendor-Specific or in an attribute of type `evs`.
    Vendors(Option<SlotId>),
}
