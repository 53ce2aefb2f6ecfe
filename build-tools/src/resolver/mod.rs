//! What the statements mean together: which vendor is open, which attribute a value belongs to, what repeats what.
//!
//! Statements come in the order of reading. What can only be known when all files are read (values that stand before
//! their attribute, the names that stand for a number) is settled by [`Resolver::finish`].

mod attribute;
mod finish;
mod value;
mod vendor;

use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Report, quote};
use crate::lexer::Token;
use crate::model::{Attribute, Vendor, VendorFormat, VendorId};
use crate::parser::Statement;
use crate::source::Span;
use crate::suggest::Suggest;

use value::{Bound, Queued};

/// Where a name or number is unique: vendors with the same Private Enterprise Number share one space.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Space {
    Packet,
    Vendor(u32),
    /// Inside something that is wrong or not supported.
    Unknown,
}

/// An attribute, with what is only needed until all files are read.
#[derive(Debug)]
struct Entry {
    attribute: Attribute,
    space: Space,
    /// When it was defined last.
    order: usize,
    number_span: Span,
}

/// The attributes of one name in all spaces.
#[derive(Clone, Copy, Debug)]
struct Uses {
    first: usize,
    second: Option<usize>,
}

/// A `BEGIN-VENDOR` that is open.
#[derive(Debug)]
struct Open {
    key: String,
    /// None if it is unknown or its place is not supported.
    vendor: Option<VendorId>,
    /// The vendor's name in the `BEGIN-VENDOR` line.
    span: Span,
}

/// What is open in a file. Nothing of it passes into or out of an included file.
#[derive(Debug, Default)]
struct Scope {
    open: Option<Open>,
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
    broken_vendors: HashSet<String>,
    /// The format of each Private Enterprise Number, as the last `VENDOR` line has it, and that line's name.
    formats: HashMap<u32, (VendorFormat, Span)>,
    entries: Vec<Entry>,
    by_space: HashMap<(Space, String), usize>,
    by_name: HashMap<String, Uses>,
    broken: HashSet<(Space, String)>,
    broken_anywhere: HashSet<String>,
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
        if let Some(open) = std::mem::replace(&mut self.scope, outer).open {
            report.push(vendor::unclosed(&open));
        }
    }

    /// The space in which names are defined now.
    fn space(&self) -> Space {
        match &self.scope {
            Scope { blocks: 1.., .. } => Space::Unknown,
            Scope { open: None, .. } => Space::Packet,
            Scope { open: Some(open), .. } => {
                open.vendor.map_or(Space::Unknown, |vendor| self.vendor_space(vendor))
            }
        }
    }

    fn vendor_space(&self, vendor: VendorId) -> Space {
        self.vendors.get(vendor.0).map_or(Space::Unknown, |vendor| Space::Vendor(vendor.pen))
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
            Statement::BeginVendor { name, supported } => {
                self.begin_vendor(&name, supported, suggest, report);
            }
            Statement::EndVendor { name } => self.end_vendor(&name, report),
            Statement::Attribute(line) => self.attribute(line, suggest, report),
            Statement::Value(line) => self.value(line, report),
            Statement::Broken { name } => self.broken_attribute(key(&name)),
            Statement::BeginBlock => self.scope.blocks += 1,
            Statement::EndBlock { construct, span } => match self.scope.blocks.checked_sub(1) {
                Some(blocks) => self.scope.blocks = blocks,
                None => report.push(construct.diagnostic(span)),
            },
            Statement::InternalFrom { internal } => self.scope.internal = internal,
        }
    }

    /// Remembers that there would be such an attribute, had it been right.
    fn broken_attribute(&mut self, key: String) {
        self.broken.insert((self.space(), key.clone()));
        self.broken_anywhere.insert(key);
    }
}

fn shown(token: &Token<'_>) -> String {
    quote(token.text)
}
