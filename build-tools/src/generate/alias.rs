//! `ALIAS`: a further name for the constant of an attribute or the module of a vendor.

use std::fmt::Write as _;

use super::attribute::Scopes;
use super::names::{self, Case, Words};
use super::{Generator, Here, INDENT, literal};
use crate::model::{Alias, AliasTarget, AttributeId, Parent, VendorId};

impl Generator<'_> {
    /// Remembers where the constant of an attribute is.
    pub(super) fn remember(&self, ids: &[AttributeId], path: &[&str], constant: &str) {
        let place: Vec<String> = path.iter().copied().chain([constant]).map(str::to_owned).collect();
        self.constants.borrow_mut().extend(ids.iter().map(|id| (*id, place.clone())));
    }

    /// Writes the aliases that are known in this place, of attributes whose constants are written already.
    pub(super) fn write_aliases(
        &self,
        out: &mut String,
        here: Here<'_>,
        parent: Parent,
        scopes: &mut Scopes,
    ) {
        for alias in self.dictionary.aliases.iter().filter(|alias| alias.parent == parent) {
            let AliasTarget::Attribute(id) = alias.target else { continue };
            let Some(place) = self.constants.borrow().get(&id).cloned() else { continue };
            let Some(attribute) = self.dictionary.attribute(id) else { continue };
            let rest = here.prefixes.iter().find_map(|prefix| names::without_prefix(&alias.name, prefix));
            let identifier =
                |name: &str| Words::new(name, attribute.number.into()).identifier(Case::Screaming);
            let wanted = match rest.map(identifier).filter(|identifier| !scopes.values.has(identifier)) {
                Some(short) => short,
                None => identifier(&alias.name),
            };
            // Spelled alike in Rust, it is the constant itself.
            let is_same = place.split_last().is_some_and(|(constant, modules)| {
                *constant == wanted && modules.iter().eq(here.path.iter().copied())
            });
            if is_same {
                continue;
            }
            let name = scopes.values.take(&wanted, attribute.number.into());
            let path = relative(here.path, &place);
            let text =
                format!("{}: an alias of {}.", literal::code(&alias.name), literal::code(&attribute.name));
            write(out, here.indent, alias, &text, &path, &name);
        }
    }

    /// Writes the aliases that are known in the spaces of a vendor.
    pub(super) fn write_vendor_aliases(
        &self,
        out: &mut String,
        here: Here<'_>,
        vendor: VendorId,
        scopes: &mut Scopes,
    ) {
        let mut parents: Vec<Parent> = self.dictionary.aliases.iter().map(|alias| alias.parent).collect();
        parents.retain(|parent| match parent {
            Parent::Vendor(of) | Parent::ExtendedVendor(_, of) => *of == vendor,
            Parent::Packet | Parent::Attribute(_) => false,
        });
        parents.sort_unstable();
        parents.dedup();
        for parent in parents {
            self.write_aliases(out, here, parent, scopes);
        }
    }

    /// Writes the aliases of vendors, whose modules these are.
    pub(super) fn write_module_aliases(&self, out: &mut String, modules: &[String], scopes: &mut Scopes) {
        for alias in &self.dictionary.aliases {
            let (AliasTarget::Vendor(id) | AliasTarget::ExtendedVendor(_, id)) = alias.target else {
                continue;
            };
            let (Some(module), Some(vendor)) = (modules.get(id.0), self.dictionary.vendor(id)) else {
                continue;
            };
            let wanted = Words::new(&alias.name, vendor.pen.into()).identifier(Case::Snake);
            // Without typed attributes the vendor has no module.
            if wanted == *module || !self.has_module(id) {
                continue;
            }
            let name = scopes.types.take(&wanted, vendor.pen.into());
            let text = format!(
                "{}: an alias of the vendor {}.",
                literal::code(&alias.name),
                literal::code(&vendor.name)
            );
            write(out, INDENT, alias, &text, &format!("self::{module}"), &name);
        }
    }
}

fn write(out: &mut String, indent: &str, alias: &Alias, text: &str, path: &str, name: &str) {
    out.push('\n');
    literal::doc(out, indent, text);
    literal::aliases(out, indent, name, [alias.name.as_str()]);
    _ = writeln!(out, "{indent}pub use {path} as {name};");
}

/// The way from one module to a constant.
fn relative(from: &[&str], to: &[String]) -> String {
    let (up, rest) = match to.get(..from.len()) {
        Some(head) if head.iter().eq(from.iter().copied()) => (0, to.get(from.len()..).unwrap_or_default()),
        _ => (from.len(), to),
    };
    let start = if up == 0 { "self::".to_owned() } else { "super::".repeat(up) };
    format!("{start}{}", rest.join("::"))
}
