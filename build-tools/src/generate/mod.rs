//! From a dictionary to Rust source text: one module with a constant for each attribute.

mod attribute;
mod enumeration;
mod literal;
pub mod names;
mod place;
mod spaces;
mod table;

use std::collections::HashMap;
use std::fmt::Write as _;

use attribute::Scopes;
use names::{Case, Scope, Words};
use spaces::Spaces;

use crate::model::{Attribute, AttributeId, DataType, Dictionary, Parent, Vendor, VendorFormat, VendorId};

/// What the generated module is like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// The name of the module.
    pub module: String,
    /// Its visibility, as in Rust: `pub`, `pub(crate)` or empty.
    pub visibility: String,
    /// Attributes and documentation in front of it, as in Rust.
    pub attributes: String,
    /// The path of the crate `radius-runtime`.
    pub crate_path: String,
    /// The dictionary files, as the module's documentation names them.
    pub files: Vec<String>,
}

impl Options {
    /// A public module of this name, for the crate `radius_runtime`.
    pub fn new(module: impl Into<String>) -> Self {
        Self {
            module: module.into(),
            visibility: "pub".to_owned(),
            attributes: String::new(),
            crate_path: "::radius_runtime".to_owned(),
            files: Vec::new(),
        }
    }
}

/// The source text of one module with everything that the dictionary defines.
///
/// How its items are named is told in [`names`].
pub fn generate(dictionary: &Dictionary, options: &Options) -> String {
    let mut out = String::new();
    if !options.attributes.is_empty() {
        _ = writeln!(out, "{}", options.attributes.trim_end());
    }
    out.push_str(&attributes(options));
    let visibility = options.visibility.trim();
    let space = if visibility.is_empty() { "" } else { " " };
    _ = writeln!(out, "{visibility}{space}mod {} {{", options.module);
    out.push_str(&items(dictionary, options));
    out.push_str("}\n");
    out
}

/// What stands in front of the module that [`generate`] gives, behind the caller's own attributes.
pub fn attributes(options: &Options) -> String {
    let mut out = String::new();
    if !options.files.is_empty() {
        let files = literal::list(options.files.iter().map(String::as_str));
        literal::doc(&mut out, "", "");
        literal::doc(&mut out, "", &format!("Compiled from {files}."));
    }
    // A program uses some of the attributes only, and may keep the module to itself. Values are named as they are.
    out.push_str("#[allow(dead_code, unreachable_pub, unnameable_types, clippy::enum_variant_names)]\n");
    out
}

/// What stands between the braces of the module that [`generate`] gives.
pub fn items(dictionary: &Dictionary, options: &Options) -> String {
    Generator::new(dictionary, options).items()
}

/// The byte table of the dictionary, which `radius_runtime::dictionary::Dictionary::from` takes: for programs that read
/// dictionaries at run time, to print and to parse attributes that nobody compiled in.
pub fn table(dictionary: &Dictionary) -> Vec<u8> {
    table::write(dictionary)
}

const INDENT: &str = "    ";

/// The modules of generated code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Module {
    /// What stands directly in the packet or in extended attributes.
    Root,
    /// What stands in the space of a vendor, also inside an extended attribute.
    Vendor(VendorId),
    /// What stands in a TLV.
    Tlv(AttributeId),
}

struct Generator<'a> {
    dictionary: &'a Dictionary,
    options: &'a Options,
    spaces: Spaces<'a>,
    by_module: HashMap<Module, Vec<(AttributeId, &'a Attribute)>>,
    /// The name that stands for each number in a space.
    canonical: HashMap<(u32, u32), &'a str>,
}

impl<'a> Generator<'a> {
    fn new(dictionary: &'a Dictionary, options: &'a Options) -> Self {
        let spaces = Spaces::new(dictionary);
        let mut by_module: HashMap<Module, Vec<(AttributeId, &'a Attribute)>> = HashMap::new();
        for (id, attribute) in dictionary.attributes.iter().enumerate().filter(|(_, a)| !a.flags.internal) {
            let module = match attribute.parent {
                Parent::Packet => Module::Root,
                Parent::Vendor(vendor) | Parent::ExtendedVendor(_, vendor) => Module::Vendor(vendor),
                Parent::Attribute(container) => match dictionary.attributes.get(container.0) {
                    Some(Attribute { data_type: DataType::Tlv, .. }) => Module::Tlv(container),
                    _ => Module::Root,
                },
            };
            by_module.entry(module).or_default().push((AttributeId(id), attribute));
        }
        let canonical = dictionary.attributes.iter().filter(|attribute| attribute.canonical);
        let canonical = canonical.map(|a| ((spaces.of(a.parent), a.number), a.name.as_str())).collect();
        Self { dictionary, options, spaces, by_module, canonical }
    }

    fn items(&self) -> String {
        let mut out = String::new();
        _ = writeln!(out, "{INDENT}use {}::codegen as _r;", self.options.crate_path);

        let mut scopes = Scopes { values: Scope::reserving(["DICTIONARY"]), types: Scope::default() };
        let modules: Vec<String> = self
            .dictionary
            .vendors
            .iter()
            .map(|vendor| {
                let pen = vendor.pen.into();
                scopes.types.take(&Words::new(&vendor.name, pen).identifier(Case::Snake), pen)
            })
            .collect();
        self.write_attributes(&mut out, INDENT, &self.attributes_of([Module::Root]), None, &[], scopes);
        for (id, (vendor, module)) in self.dictionary.vendors.iter().zip(&modules).enumerate() {
            self.open_vendor(&mut out, vendor, module);
            let scopes = Scopes { values: Scope::reserving(["VENDOR"]), types: Scope::default() };
            let attributes = self.attributes_of([Module::Vendor(VendorId(id))]);
            self.write_attributes(&mut out, "        ", &attributes, None, &[&vendor.name], scopes);
            _ = writeln!(out, "{INDENT}}}");
        }
        self.write_table(&mut out);
        out
    }

    /// The attributes of these modules, in the order of definition.
    fn attributes_of(&self, modules: impl IntoIterator<Item = Module>) -> Vec<(AttributeId, &'a Attribute)> {
        let lists = modules.into_iter().filter_map(|module| self.by_module.get(&module));
        let mut attributes: Vec<_> = lists.flatten().copied().collect();
        attributes.sort_by_key(|(id, _)| *id);
        attributes
    }

    /// The name that stands for the attribute's number, if it is another one.
    fn printed_as(&self, attribute: &Attribute) -> Option<&'a str> {
        let name = *self.canonical.get(&(self.spaces.of(attribute.parent), attribute.number))?;
        (!attribute.canonical && name != attribute.name).then_some(name)
    }

    fn open_vendor(&self, out: &mut String, vendor: &Vendor, module: &str) {
        let name = literal::code(&vendor.name);
        out.push('\n');
        literal::doc(out, INDENT, &format!("Attributes of the vendor {name}."));
        literal::aliases(out, INDENT, module, [vendor.name.as_str()]);
        if module == self.options.module {
            _ = writeln!(out, "{INDENT}#[allow(clippy::module_inception)]");
        }
        _ = writeln!(out, "{INDENT}pub mod {module} {{");
        _ = writeln!(out, "        use super::_r;\n");
        let VendorFormat { type_octets, length_octets, continuation } = vendor.format;
        let comma_c = if continuation { ",c" } else { "" };
        let format = match continuation {
            true => "CONTINUED".to_owned(),
            false => format!("new({type_octets}, {length_octets})"),
        };
        let mut text = format!("The vendor {name}, Private Enterprise Number {}", vendor.pen);
        if vendor.format != VendorFormat::default() {
            _ = write!(text, ", `format={type_octets},{length_octets}{comma_c}`");
        }
        literal::doc(out, "        ", &format!("{text}."));
        _ = writeln!(
            out,
            "        pub const VENDOR: _r::Vendor<'static> = _r::Vendor::new({}, {}, \
             _r::VendorFormat::{format});",
            literal::string(&vendor.name),
            literal::number(vendor.pen.into()),
        );
    }

    fn write_table(&self, out: &mut String) {
        out.push('\n');
        literal::doc(
            out,
            INDENT,
            "Every vendor, attribute and value name of this dictionary: to look up, to print and to parse.",
        );
        let table = literal::bytes(&table::write(self.dictionary), "        ");
        _ = writeln!(
            out,
            "{INDENT}pub static DICTIONARY: _r::Dictionary<'static> = _r::Dictionary::from_bytes({table});"
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::dictionary;

    #[test]
    fn the_module_is_as_the_options_say() {
        let options = Options {
            visibility: "pub(crate)".into(),
            attributes: "/// Ours.".into(),
            crate_path: "::facade::radius".into(),
            files: vec!["a".into(), "b".into()],
            ..Options::new("acme")
        };
        let code = generate(&dictionary("ATTRIBUTE A 1 string\n"), &options);
        assert!(code.starts_with("/// Ours.\n///\n/// Compiled from `a` and `b`.\n#[allow("), "{code}");
        assert!(code.contains("\npub(crate) mod acme {\n"), "{code}");
        assert!(code.contains("use ::facade::radius::codegen as _r;"));
        let private = Options { visibility: String::new(), ..options };
        assert!(generate(&Dictionary::default(), &private).contains("\nmod acme {"));
    }

    #[test]
    fn generated_code_is_made_of_whole_tokens() {
        let text = "VENDOR acme 9\nBEGIN-VENDOR acme\nATTRIBUTE A 1 byte\nVALUE A x 1\nEND-VENDOR acme\n";
        let code = generate(&dictionary(text), &Options::new("acme"));
        assert!(code.parse::<proc_macro2::TokenStream>().is_ok(), "{code}");
        assert!(code.contains("#[allow(clippy::module_inception)]\n    pub mod acme {"));
    }

    #[test]
    fn vendors_of_one_number_or_one_identifier_keep_their_modules() {
        let code = generate(&dictionary("VENDOR A-B 9\nVENDOR A_B 9\nVENDOR A 8\n"), &Options::new("d"));
        let modules: Vec<_> = code.lines().filter_map(|line| line.trim().strip_prefix("pub mod ")).collect();
        assert_eq!(modules, ["d {", "a_b {", "a_b_9 {", "a {"]);
    }
}
