//! What the statements mean together: which block is open, which attribute a value belongs to, what repeats what.
//!
//! Statements come in the order of reading. What can only be known when all files are read (values that stand before
//! their attribute, copies of what comes later, the names that stand for a number) is settled by [`Resolver::finish`].

mod alias;
mod allowed;
mod attribute;
mod block;
mod copy;
mod find;
mod finish;
mod flags;
mod insert;
mod missing;
mod name;
mod place;
mod reference;
mod scope;
mod share;
mod structure;
mod tree;
mod value;
mod vendor;

use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Report, quote};
use crate::dialect::Dialect;
use crate::lexer::Token;
use crate::model::{Attribute, Vendor, VendorFormat, VendorId};
use crate::parser::statement::Statement;
use crate::source::Span;
use crate::suggest::Suggest;

use alias::Alias;
use missing::Missing;
use name::{NameId, Names};
use place::{Slot, SlotId, Space};
use reference::Reference;
use scope::{Block, Scope};
use share::ValueAlias;
use value::{Pending, Queued};

/// A table that is looked into for almost every line: its hash is fast, and not to be guessed all the same.
type Table<K, V> = HashMap<K, V, foldhash::fast::RandomState>;

/// What a line says is wrong; the reason has been reported.
struct Rejected;

/// An attribute, with what is only needed until all files are read.
#[derive(Debug)]
struct Entry {
    /// Indices of attributes in it are those of entries, until all files are read.
    attribute: Attribute,
    name: NameId,
    space: Space,
    /// When it was defined last.
    order: usize,
    number_span: Span,
    /// Its `VALUE` lines, in the order in which they found it.
    values: Vec<Pending>,
    /// `clone=`, as the line has it.
    source: Option<Box<Reference>>,
    /// `clone=` of something that does not exist yet.
    clone: Option<Box<Reference>>,
    /// `enum=`.
    enumeration: Option<Box<Reference>>,
}

/// What a name stands for.
#[derive(Clone, Copy, Debug)]
enum Known {
    Entry(usize),
    Alias(usize),
}

/// The attributes of one name, wherever they stand.
#[derive(Clone, Copy, Debug)]
struct Uses {
    first: usize,
    second: Option<usize>,
}

/// Collects statements.
#[derive(Debug, Default)]
pub(crate) struct Resolver {
    dialect: Dialect,
    names: Names,
    scope: Scope,
    /// The same of the files that include it, the root first.
    outer: Vec<Scope>,
    blocks: Vec<Block>,
    vendors: Vec<Vendor>,
    vendor_by_key: HashMap<NameId, VendorId>,
    /// The vendor that has a number, of several the last one.
    vendor_by_pen: HashMap<u32, VendorId>,
    broken_vendors: HashSet<NameId>,
    /// The format of each Private Enterprise Number, as the last `VENDOR` line has it, and that line's name.
    formats: HashMap<u32, (VendorFormat, Span)>,
    /// Where `BEGIN-VENDOR` named each Private Enterprise Number first.
    begun: HashMap<u32, Span>,
    entries: Vec<Entry>,
    aliases: Vec<Alias>,
    /// The names in each space. In FreeRADIUS 3, also those of everything deeper in the space of the packet or the vendor.
    known: Table<(Space, NameId), Known>,
    by_name: Table<NameId, Uses>,
    slots: Vec<Slot>,
    by_number: Table<(Space, u32), SlotId>,
    broken: HashSet<(Option<Space>, NameId)>,
    broken_anywhere: HashSet<NameId>,
    broken_numbers: HashSet<(Space, u32)>,
    missing: Vec<Missing>,
    missing_at: HashMap<(Space, u32), usize>,
    value_aliases: Vec<ValueAlias>,
    queued: Vec<Queued>,
    /// What the groups are made of, where that is of RADIUS itself.
    groups: Vec<Reference>,
    /// The attribute that the last `VALUE` line or, in FreeRADIUS 4, the last definition is about, and when that was. In
    /// FreeRADIUS 4 its name alone means it.
    last_value: Option<(usize, usize)>,
    /// The attribute that was defined last.
    last_defined: Option<usize>,
    /// How many attributes have a name only.
    by_name_only: u32,
    /// The structs of a length that members were copied into.
    filled: Vec<usize>,
    /// How many attributes and values `clone=` and `enum=` have made.
    copied: usize,
    /// Definitions so far.
    order: usize,
}

impl Resolver {
    /// Takes a statement.
    pub(crate) fn take(&mut self, statement: Statement<'_>, suggest: &mut Suggest, report: &mut Report) {
        self.order += 1;
        match statement {
            Statement::Vendor { name, pen, format } => self.vendor(name, pen, format, report),
            Statement::BrokenVendor { name } => {
                let key = self.names.intern(name.text);
                self.broken_vendors.insert(key);
            }
            Statement::BeginVendor { name, place } => self.begin_vendor(&name, place, suggest, report),
            Statement::EndVendor { name } => self.end_vendor(&name, report),
            Statement::BeginTlv { name } => self.begin_attribute(&name, scope::TLV, suggest, report),
            Statement::EndTlv { name } => self.end_attribute(&name, scope::TLV, report),
            Statement::Begin { path } => self.begin_attribute(&path, scope::ATTRIBUTE, suggest, report),
            Statement::End { path } => self.end_attribute(&path, scope::ATTRIBUTE, report),
            Statement::Protocol(line) => self.protocol(&line, report),
            Statement::EndProtocol { name } => self.end_protocol(&name, report),
            Statement::Define(line) => self.define(line, suggest, report),
            Statement::Broken { name, number, keyword } => {
                self.reject(name.text, number.as_ref(), keyword, report);
            }
            Statement::Value(line) => self.value(line, report),
            Statement::ValueAlias { name, source } => self.value_alias(&name, &source),
            Statement::Alias { name, target } => self.alias(name, &target, report),
            Statement::BrokenAlias { name } => self.broken_name(name.text),
            Statement::InternalFrom { internal } => self.scope.internal = internal,
        }
    }

    /// Remembers that there would be something of this name, had it been right.
    fn broken_name(&mut self, name: &[u8]) {
        let id = self.names.intern(name);
        let space = self.open_place().ok().map(|place| place.space);
        let space = if self.dialect.is_v4() { space } else { space.map(|space| self.owner_of(space)) };
        self.broken.insert((space, id));
        self.broken_anywhere.insert(id);
    }
}

fn shown(token: &Token<'_>) -> String {
    quote(token.text)
}
