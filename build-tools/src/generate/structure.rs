//! The Rust struct of a `struct`, and the enum of a `union` in it.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::attribute::{Item, Scopes, items};
use super::names::{self, Case};
use super::{Generator, Here, constant, enumeration, literal, types};
use crate::model::{Attribute, AttributeId, DataType};

/// A member of a struct or a branch of a union with its identifiers.
struct Part<'a> {
    attribute: &'a Attribute,
    id: AttributeId,
    /// The field or the variant.
    identifier: String,
    /// The name of its type in the module beside, if it has one of its own.
    type_name: Option<String>,
    /// The module of what stands inside of it.
    module: String,
}

impl Part<'_> {
    /// Its type as seen from beside the module.
    fn path(&self, module: &str) -> Option<String> {
        self.type_name.as_ref().map(|name| format!("{module}::{name}"))
    }

    fn doc(&self, out: &mut String, indent: &str, more: &str) {
        let what = super::attribute::description(self.attribute);
        let text = format!("{}: {what}{more}.", literal::code(&self.attribute.name));
        literal::doc(out, indent, &text);
        literal::aliases(out, indent, &self.identifier, [self.attribute.name.as_str()]);
    }
}

impl<'a> Generator<'a> {
    /// Whether the attribute has a type of its own: an enum, a struct, a union or the marker of a TLV.
    pub(super) fn has_type(&self, id: AttributeId, attribute: &Attribute) -> bool {
        match attribute.data_type {
            DataType::Tlv | DataType::Union => true,
            DataType::Struct => !self.inside(id).is_empty(),
            _ => enumeration::is_enumerated(attribute),
        }
    }

    /// The members of a struct or the branches of a union, with identifiers in this case.
    fn parts(&self, id: AttributeId, outer: &[&str], case: Case, mut fields: names::Scope) -> Vec<Part<'a>> {
        let inside = self.inside(id);
        let scopes = Scopes::default();
        let mut types = names::Scope::default();
        // The key of a union is said by the union itself.
        let keys: Vec<_> = inside.iter().filter_map(|(_, attribute)| attribute.key).collect();
        let parts = items(&inside, outer, &scopes).into_iter().filter_map(|item: Item<'a>| {
            let id = *item.ids.first()?;
            let number = item.attribute.number.into();
            let has_type = self.has_type(id, item.attribute) && !keys.contains(&id);
            let type_name = has_type.then(|| types.take(&item.words.identifier(Case::Pascal), number));
            let module = types.take(&item.words.identifier(Case::Snake), number);
            let identifier = fields.take(&item.words.identifier(case), number);
            Some(Part { attribute: item.attribute, id, identifier, type_name, module })
        });
        parts.collect()
    }

    /// Writes the struct of an attribute, and the types of its members in a module.
    pub(super) fn write_structure(
        &self,
        out: &mut String,
        here: Here<'_>,
        part: (AttributeId, &'a Attribute),
        name: &str,
        module: &str,
    ) {
        let Here { indent, prefixes, path } = here;
        let (id, attribute) = part;
        let outer: Vec<&str> =
            std::iter::once(attribute.name.as_str()).chain(prefixes.iter().copied()).collect();
        let members = self.parts(id, &outer, Case::Snake, names::Scope::default());
        let unions: HashMap<AttributeId, &Part<'a>> =
            members.iter().filter_map(|member| Some((member.attribute.key?, member))).collect();

        literal::doc(
            out,
            indent,
            &format!("The members of {}, in the order of the wire.", literal::code(&attribute.name)),
        );
        literal::aliases(out, indent, name, [attribute.name.as_str()]);
        allow_unusual(out, indent, name);
        _ = writeln!(
            out,
            "{indent}#[derive(Clone, Debug, Default, PartialEq)]\n{indent}pub struct {name} {{"
        );
        let deeper = format!("{indent}    ");
        let mut list = String::new();
        for member in &members {
            let own = member.path(module);
            if let Some(union) = unions.get(&member.id) {
                let number = types::of_member(self.dictionary, member.attribute, None);
                _ = writeln!(list, "{deeper}[key {}: {number}]", union.identifier);
                continue;
            }
            let more = match unions.values().any(|union| union.id == member.id) {
                true => ", which also says its key",
                false => "",
            };
            member.doc(out, &deeper, more);
            let kind = match member.attribute.data_type {
                DataType::Union => own.clone().unwrap_or_default(),
                _ => types::of_member(self.dictionary, member.attribute, own.as_deref()),
            };
            let owned = types::owned(self.dictionary, member.attribute, own.as_deref());
            _ = writeln!(out, "{deeper}pub {}: ::core::option::Option<{owned}>,", member.identifier);
            _ = writeln!(list, "{deeper}[{}: {kind}]", member.identifier);
        }
        let form = match types::fixed_octets(self.dictionary, attribute) {
            Some(octets) => format!("UpTo({octets})"),
            None => "Rest".to_owned(),
        };
        _ = writeln!(
            out,
            "{indent}}}\n\n{indent}_r::structure! {{ {name}: _r::Form::{form}, {{\n{list}{indent}}} }}"
        );
        self.write_types(out, Here { indent, prefixes: &outer, path }, &members, module, &attribute.name);
    }

    /// Writes the module of the types that members or branches have.
    fn write_types(&self, out: &mut String, here: Here<'_>, parts: &[Part<'a>], module: &str, of: &str) {
        let Here { indent, prefixes, path } = here;
        let deeper = format!("{indent}    ");
        let mut types = String::new();
        let path: Vec<&str> = path.iter().copied().chain([module]).collect();
        for part in parts {
            let Some(name) = &part.type_name else {
                if constant::has_constants(part.attribute) {
                    constant::write(&mut types, &deeper, part.attribute, &part.module);
                }
                continue;
            };
            let here = Here { indent: &deeper, prefixes, path: &path };
            types.push('\n');
            match part.attribute.data_type {
                DataType::Struct => {
                    self.write_structure(&mut types, here, (part.id, part.attribute), name, &part.module);
                }
                DataType::Union => {
                    self.write_union(&mut types, here, (part.id, part.attribute), name, &part.module);
                }
                DataType::Tlv => self.write_tlv(
                    &mut types,
                    here,
                    &Item::alone(part.id, part.attribute),
                    name,
                    &part.module,
                ),
                _ => enumeration::write(&mut types, &deeper, part.attribute, name),
            }
        }
        if !types.is_empty() {
            out.push('\n');
            literal::doc(out, indent, &format!("The types of what stands in {}.", literal::code(of)));
            literal::aliases(out, indent, module, [of]);
            _ = writeln!(out, "{indent}pub mod {module} {{\n{deeper}use super::_r;\n{types}{indent}}}");
        }
    }

    /// Writes the enum of a union over its key.
    fn write_union(
        &self,
        out: &mut String,
        here: Here<'_>,
        part: (AttributeId, &'a Attribute),
        name: &str,
        module: &str,
    ) {
        let Here { indent, prefixes, path } = here;
        let (id, attribute) = part;
        let outer: Vec<&str> =
            std::iter::once(attribute.name.as_str()).chain(prefixes.iter().copied()).collect();
        let branches = self.parts(id, &outer, Case::Pascal, names::Scope::reserving(["Other"]));
        let key = attribute.key.and_then(|key| self.dictionary.attribute(key));
        let number = key.map_or("u32", |key| match key.data_type {
            DataType::Uint8 => "u8",
            DataType::Uint16 => "u16",
            _ => "u32",
        });
        let key = key.map_or_else(String::new, |key| format!(", which {} chooses", literal::code(&key.name)));
        literal::doc(out, indent, &format!("The branches of {}{key}.", literal::code(&attribute.name)));
        literal::aliases(out, indent, name, [attribute.name.as_str()]);
        allow_unusual(out, indent, name);
        _ = writeln!(
            out,
            "{indent}#[derive(Clone, Debug, PartialEq)]\n{indent}#[non_exhaustive]\n{indent}pub enum {name} {{"
        );
        let deeper = format!("{indent}    ");
        let mut list = String::new();
        for branch in &branches {
            let own = branch.path(module);
            branch.doc(out, &deeper, &format!(", key {}", branch.attribute.number));
            allow_unusual(out, &deeper, &branch.identifier);
            let owned = types::owned(self.dictionary, branch.attribute, own.as_deref());
            _ = writeln!(out, "{deeper}{}({owned}),", branch.identifier);
            let kind = types::of_member(self.dictionary, branch.attribute, own.as_deref());
            _ = writeln!(list, "{deeper}{}({kind}) = {},", branch.identifier, branch.attribute.number);
        }
        literal::doc(out, &deeper, "What no branch stands for or fits.");
        let inner = format!("{deeper}    ");
        _ = writeln!(
            out,
            "{deeper}Other {{\n{inner}/// The key.\n{inner}key: {number},\n{inner}/// The octets of the union.\n\
             {inner}octets: ::std::vec::Vec<u8>,\n{deeper}}},\n{indent}}}\n"
        );
        _ = writeln!(out, "{indent}_r::union! {{ {name}: {number} {{\n{list}{indent}}} }}");
        self.write_types(out, Here { indent, prefixes: &outer, path }, &branches, module, &attribute.name);
    }
}

fn allow_unusual(out: &mut String, indent: &str, identifier: &str) {
    if names::is_unusual_type(identifier) {
        _ = writeln!(out, "{indent}#[allow(non_camel_case_types)]");
    }
}
