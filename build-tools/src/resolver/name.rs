//! Names by number, so that they are compared and looked up without their text.

use std::rc::Rc;

use super::Table;

/// A name or a path, in upper and lower case alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct NameId(u32);

impl NameId {
    /// Numbers are given from zero.
    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

/// Every name so far.
#[derive(Debug, Default)]
pub(super) struct Names {
    ids: Table<Rc<[u8]>, NameId>,
    texts: Vec<Rc<[u8]>>,
}

/// Longer than almost every name.
const SHORT: usize = 64;

impl Names {
    /// The number of this name, which is given one if it has none.
    pub(super) fn intern(&mut self, text: &[u8]) -> NameId {
        if let Some(id) = self.get(text) {
            return id;
        }
        let text: Rc<[u8]> = text.to_ascii_lowercase().into();
        let id = NameId(u32::try_from(self.texts.len()).unwrap_or(u32::MAX));
        self.texts.push(Rc::clone(&text));
        self.ids.insert(text, id);
        id
    }

    /// The number of this name, if it has one.
    pub(super) fn get(&self, text: &[u8]) -> Option<NameId> {
        let mut short = [0; SHORT];
        match short.get_mut(..text.len()) {
            Some(lower) => {
                lower.copy_from_slice(text);
                lower.make_ascii_lowercase();
                self.ids.get(&*lower).copied()
            }
            None => self.ids.get(&*text.to_ascii_lowercase()).copied(),
        }
    }

    /// The name, in lower case.
    pub(super) fn text(&self, id: NameId) -> Option<&[u8]> {
        self.texts.get(id.index()).map(|text| &**text)
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.texts.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_same_in_upper_and_lower_case() {
        let mut names = Names::default();
        let long = "a".repeat(100);
        for name in ["User-Name", &long, "", "\u{fc}"] {
            let id = names.intern(name.as_bytes());
            assert_eq!(names.get(name.to_ascii_uppercase().as_bytes()), Some(id));
            assert_eq!(names.intern(name.to_ascii_lowercase().as_bytes()), id);
        }
        assert_eq!((names.len(), names.get(b"other")), (4, None));
    }
}
