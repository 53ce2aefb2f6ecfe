//! What the statements mean together: which vendor is open, which attribute a value belongs to, what repeats what.
//!
//! Statements come in the order of reading. What can only be known when all files are read (values that stand before
//! their attribute, the names that stand for a number) is settled by [`Resolver::finish`].

mod alias;
mod attribute;
mod find;
mod finish;
mod flags;
mod missing;
mod place;
mod tlv;
mod tree;
mod value;
mod vendor;

use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Report, quote};
use crate::lexer::Token;
use crate::model::{Attribute, Vendor, VendorFormat, VendorId};
use crate::parser::construct::Construct;
use crate::parser::statement::Statement;
use crate::source::Span;
use crate::suggest::Suggest;

use alias::ValueAlias;
use missing::Missing;
use place::{Owner, Place, Slot, SlotId, Space};
use tlv::OpenTlv;
use value::{Bound, Queued};

/// What a line says is wrong or not supported; the reason has been reported.
struct Rejected;

/// An attribute, with what is only needed until all files are read.
#[derive(Debug)]
struct Entry {
    /// Indices of attributes in its parent are those of entries, until all files are read.
    attribute: Attribute,
    space: Space,
    /// When it was defined last.
    order: usize,
    number_span: Span,
}

/// The attributes of one name, of all owners.
#[derive(Clone, Copy, Debug)]
struct Uses {
    first: usize,
    second: Option<usize>,
}

/// A `BEGIN-VENDOR` that is open.
#[derive(Debug)]
struct Open {
    key: String,
    /// Where its attributes stand. None if that is wrong or not supported.
    place: Option<Place>,
    /// The vendor's name in the `BEGIN-VENDOR` line.
    span: Span,
}

/// What is open in a file. Nothing of it passes into or out of an included file.
#[derive(Debug, Default)]
struct Scope {
    open: Option<Open>,
    /// The `BEGIN-TLV` blocks that are open, the outermost first.
    tlvs: Vec<OpenTlv>,
    /// How many blocks that are not supported are open.
    blocks: usize,
    /// Whether `FLAGS internal` holds.
    internal: bool,
}

/// Collects statements.
#[derive(Debug, Default)]
pub(crate) struct Resolver {
    /// What is open in the file that is being read.
    scope: Scope,
    /// The same of the files that include it, the root first.
    outer: Vec<Scope>,
    vendors: Vec<Vendor>,
    vendor_by_key: HashMap<String, VendorId>,
    /// The vendor that has a number, of several the last one.
    vendor_by_pen: HashMap<u32, VendorId>,
    broken_vendors: HashSet<String>,
    /// The format of each Private Enterprise Number, as the last `VENDOR` line has it, and that line's name.
    formats: HashMap<u32, (VendorFormat, Span)>,
    entries: Vec<Entry>,
    by_owner: HashMap<(Owner, String), usize>,
    by_name: HashMap<String, Uses>,
    slots: Vec<Slot>,
    by_number: HashMap<(Space, u32), SlotId>,
    broken: HashSet<(Owner, String)>,
    broken_anywhere: HashSet<String>,
    broken_numbers: HashSet<(Space, u32)>,
    missing: Vec<Missing>,
    missing_at: HashMap<(Space, u32), usize>,
    value_aliases: Vec<ValueAlias>,
    bound: Vec<Bound>,
    queued: Vec<Queued>,
    /// Definitions so far.
    order: usize,
}

/// The form in which names are compared: they are the same in upper and lower case.
fn key(token: &Token<'_>) -> String {
    String::from_utf8_lossy(token.text).to_ascii_lowercase()
}

impl Resolver {
    /// A file begins.
    pub(crate) fn begin_file(&mut self) {
        self.outer.push(std::mem::take(&mut self.scope));
    }

    /// The file that began last ends.
    pub(crate) fn end_file(&mut self, report: &mut Report) {
        let outer = self.outer.pop().unwrap_or_default();
        let scope = std::mem::replace(&mut self.scope, outer);
        for open in &scope.tlvs {
            report.push(tlv::unclosed(open));
        }
        if let Some(open) = scope.open {
            report.push(vendor::unclosed(&open));
        }
    }

    /// Takes a statement. `$INCLUDE` is not for the resolver.
    pub(crate) fn take(&mut self, statement: Statement<'_>, suggest: &mut Suggest, report: &mut Report) {
        self.order += 1;
        match statement {
            Statement::Include { .. } => {}
            Statement::Vendor { name, pen, format } => self.vendor(name, pen, format, report),
            Statement::BrokenVendor { name } => {
                self.broken_vendors.insert(key(&name));
            }
            Statement::BeginVendor { name, place } => self.begin_vendor(&name, place, suggest, report),
            Statement::EndVendor { name } => self.end_vendor(&name, report),
            Statement::BeginTlv { name } => self.begin_tlv(&name, suggest, report),
            Statement::EndTlv { name } => self.end_tlv(&name, report),
            Statement::Attribute(line) => self.attribute(line, suggest, report),
            Statement::Value(line) => self.value(line, report),
            Statement::ValueAlias { name, source } => self.value_alias(&name, &source),
            Statement::Broken { name, number } => {
                if let Some(number) = number {
                    self.broken_number(&number);
                }
                self.broken_attribute(key(&name));
            }
            Statement::BeginBlock => self.scope.blocks += 1,
            Statement::EndBlock { span } => match self.scope.blocks.checked_sub(1) {
                Some(blocks) => self.scope.blocks = blocks,
                None => report.push(Construct::Begin.diagnostic(span)),
            },
            Statement::InternalFrom { internal } => self.scope.internal = internal,
        }
    }

    /// Remembers that there would be such an attribute, had it been right.
    fn broken_attribute(&mut self, key: String) {
        self.broken.insert((self.owner(), key.clone()));
        self.broken_anywhere.insert(key);
    }
}

fn shown(token: &Token<'_>) -> String {
    quote(token.text)
}
