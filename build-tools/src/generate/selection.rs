//! Which attributes get constants and types: all, or those of some files and vendors.

use std::collections::HashSet;
use std::fmt;
use std::path::Path;

use crate::load::Loaded;
use crate::model::{Attribute, AttributeId, DataType, Dictionary, Parent};
use crate::source::FileId;
use crate::suggest::nearest;

/// What shall be typed, as the user says it: the attributes of some files and of some vendors. Everything else is in the table
/// only, which costs next to nothing to compile.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Dictionary files, by their names or the ends of their paths: `dictionary.rfc2865`, `vendors/dictionary.cisco`.
    pub files: Vec<String>,
    /// Vendors, by their names in the dictionary. Case does not matter.
    pub vendors: Vec<String>,
}

/// What shall be typed, found in a dictionary.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    files: HashSet<FileId>,
    /// By Private Enterprise Number.
    vendors: HashSet<u32>,
}

/// Something is selected that is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownSelection {
    /// `file` or `vendor`.
    pub what: &'static str,
    /// The name as it was given.
    pub name: String,
    /// A name that is near.
    pub suggestion: Option<String>,
}

impl fmt::Display for UnknownSelection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the dictionary has no {} `{}`", self.what, self.name)?;
        self.suggestion.as_ref().map_or(Ok(()), |name| write!(f, ", did you mean `{name}`?"))
    }
}

impl std::error::Error for UnknownSelection {}

impl Selection {
    /// Finds what is selected.
    ///
    /// # Errors
    /// A file was not read or a vendor is not defined: each of them.
    pub fn find(&self, loaded: &Loaded) -> Result<Typed, Vec<UnknownSelection>> {
        let mut typed = Typed::default();
        let mut unknown = Vec::new();
        for name in &self.files {
            let files = (0..).map(FileId).zip(loaded.sources.iter());
            let found = files.filter(|(_, file)| file.path().ends_with(Path::new(name)));
            let found: Vec<FileId> = found.map(|(id, _)| id).collect();
            if found.is_empty() {
                let names = loaded.sources.iter().filter_map(|file| file.path().file_name()?.to_str());
                let suggestion = nearest(name, names).map(str::to_owned);
                unknown.push(UnknownSelection { what: "file", name: name.clone(), suggestion });
            }
            typed.files.extend(found);
        }
        for name in &self.vendors {
            let vendors = &loaded.dictionary.vendors;
            match vendors.iter().find(|vendor| vendor.name.eq_ignore_ascii_case(name)) {
                Some(vendor) => _ = typed.vendors.insert(vendor.pen),
                None => {
                    let suggestion = nearest(name, vendors.iter().map(|vendor| vendor.name.as_str()));
                    let suggestion = suggestion.map(str::to_owned);
                    unknown.push(UnknownSelection { what: "vendor", name: name.clone(), suggestion });
                }
            }
        }
        if unknown.is_empty() { Ok(typed) } else { Err(unknown) }
    }
}

/// Whether an attribute is typed: it or what it stands in is selected, or something that stands in it.
pub(super) fn typed(dictionary: &Dictionary, typed: Option<&Typed>) -> impl Fn(AttributeId) -> bool + use<> {
    let found = typed.map(|typed| {
        let mut found = HashSet::new();
        for id in (0..dictionary.attributes.len()).map(AttributeId) {
            let chain = chain(dictionary, id);
            if chain.iter().any(|id| typed.selects(dictionary, *id)) {
                found.extend(chain);
            }
        }
        // A struct is typed with all of its members, for each says where the next one begins.
        for id in (0..dictionary.attributes.len()).map(AttributeId) {
            if let Some(Attribute { parent: Parent::Attribute(outer), .. }) = dictionary.attribute(id)
                && found.contains(outer)
                && dictionary.attribute(*outer).is_some_and(|outer| outer.data_type == DataType::Struct)
            {
                found.insert(id);
            }
        }
        found
    });
    move |id| found.as_ref().is_none_or(|found| found.contains(&id))
}

/// An attribute and those that it stands in.
fn chain(dictionary: &Dictionary, id: AttributeId) -> Vec<AttributeId> {
    let mut chain = vec![id];
    let mut next = outer(dictionary, id);
    // A dictionary that was made by hand may go in circles.
    while let Some(id) = next.filter(|id| !chain.contains(id)) {
        chain.push(id);
        next = outer(dictionary, id);
    }
    chain
}

fn outer(dictionary: &Dictionary, id: AttributeId) -> Option<AttributeId> {
    match dictionary.attribute(id)?.parent {
        Parent::Attribute(outer) | Parent::ExtendedVendor(outer, _) => Some(outer),
        Parent::Packet | Parent::Vendor(_) => None,
    }
}

impl Typed {
    /// Everything that was read.
    pub fn all(loaded: &Loaded) -> Self {
        let files = (0..).map(FileId).zip(loaded.sources.iter()).map(|(id, _)| id);
        Self { files: files.collect(), vendors: HashSet::new() }
    }

    fn selects(&self, dictionary: &Dictionary, id: AttributeId) -> bool {
        let Some(attribute) = dictionary.attribute(id) else { return false };
        let is_of_vendor = match attribute.parent {
            Parent::Vendor(vendor) | Parent::ExtendedVendor(_, vendor) => {
                dictionary.vendor(vendor).is_some_and(|vendor| self.vendors.contains(&vendor.pen))
            }
            Parent::Packet | Parent::Attribute(_) => false,
        };
        is_of_vendor || self.files.contains(&attribute.span.file)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generate::{Options, generate};
    use crate::testing::load_files;

    const ROOT: &str =
        "$INCLUDE dictionary.rfc\n$INCLUDE vendors/dictionary.acme\n$INCLUDE dictionary.other\n";
    const RFC: &str = "ATTRIBUTE User-Name 1 string\nATTRIBUTE Box 241 extended\nATTRIBUTE Inner 241.1 tlv\n";
    const ACME: &str = "VENDOR Acme 9\nBEGIN-VENDOR Acme\nATTRIBUTE Acme-A 1 tlv\nATTRIBUTE Acme-B 1.1 string\nEND-VENDOR Acme\n";
    const OTHER: &str = "VENDOR Other 8\nATTRIBUTE Deep 241.1.1 string\nATTRIBUTE Left-Out 2 string\n";

    fn loaded() -> Loaded {
        let files = [
            ("dictionary", ROOT),
            ("dictionary.rfc", RFC),
            ("vendors/dictionary.acme", ACME),
            ("dictionary.other", OTHER),
        ];
        let loaded = load_files(&files);
        assert_eq!(loaded.diagnostics, []);
        loaded
    }

    fn constants(files: &[&str], vendors: &[&str]) -> Vec<String> {
        let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        let loaded = loaded();
        let typed = Selection { files: owned(files), vendors: owned(vendors) }.find(&loaded).unwrap();
        let code = generate(&loaded.dictionary, &Options { typed: Some(typed), ..Options::new("d") });
        let table = |code: &str| code.split("pub static DICTIONARY").nth(1).map(str::to_owned);
        let all = generate(&loaded.dictionary, &Options::new("d"));
        assert_eq!(table(&code), table(&all), "the table has all of it");
        let lines = code.lines().map(str::trim);
        let items = lines.filter_map(|line| {
            line.strip_prefix("pub const ").or_else(|| line.strip_prefix("pub mod ")?.strip_suffix(" {"))
        });
        items.skip(1).map(|item| item.split(':').next().unwrap().to_owned()).collect()
    }

    #[test]
    fn files_and_vendors_are_selected_with_what_they_stand_in() {
        assert_eq!(constants(&["dictionary.rfc"], &[]), ["USER_NAME", "BOX", "INNER", "inner", "DEEP"]);
        assert_eq!(constants(&["dictionary.other"], &[]), ["BOX", "INNER", "inner", "DEEP", "LEFT_OUT"]);
        assert_eq!(constants(&[], &["acme"]), ["acme", "VENDOR", "A", "a", "B"]);
        assert_eq!(constants(&["vendors/dictionary.acme"], &[]), ["acme", "VENDOR", "A", "a", "B"]);
    }

    #[test]
    fn a_struct_has_all_its_members_where_one_branch_is_selected() {
        let loaded = load_files(&[
            ("dictionary", "$INCLUDE a\n$INCLUDE b\n"),
            ("a", "ATTRIBUTE S 1 struct\nMEMBER Spare short\nMEMBER K byte key\nMEMBER U union key=K\n"),
            ("b", "BEGIN S.U\nATTRIBUTE X 1 byte\nEND S.U\n"),
        ]);
        let selection = Selection { files: vec!["b".into()], vendors: Vec::new() };
        let typed = Some(selection.find(&loaded).unwrap());
        let code = generate(&loaded.dictionary, &Options { typed, ..Options::new("d") });
        assert!(code.contains("[spare: u16]") && code.contains("[key u: u8]"), "{code}");
    }

    #[test]
    fn what_is_not_there_is_an_error_each() {
        let selection = Selection { files: vec!["dictionary.rfd".into()], vendors: vec!["Zzz".into()] };
        let unknown: Vec<_> =
            selection.find(&loaded()).unwrap_err().iter().map(ToString::to_string).collect();
        let expected = [
            "the dictionary has no file `dictionary.rfd`, did you mean `dictionary.rfc`?",
            "the dictionary has no vendor `Zzz`",
        ];
        assert_eq!(unknown, expected);
    }
}
