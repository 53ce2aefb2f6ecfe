//! Printing values that are made of others: structs, unions, arrays.

use std::cell::Cell;
use std::fmt;

use crate::dictionary::{DataType, Entry};
use crate::value::{Layout, ValueError};

use super::structure::{self, Piece};
use super::{Display, MAX_DEPTH, value};

/// What a closure prints.
struct Shown<F>(F);

const fn shown<F: Fn(&mut fmt::Formatter<'_>) -> fmt::Result>(print: F) -> Shown<F> {
    Shown(print)
}

impl<F: Fn(&mut fmt::Formatter<'_>) -> fmt::Result> fmt::Display for Shown<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (self.0)(f)
    }
}

impl Display<'_> {
    /// A struct, several values back to back, or a value behind its length.
    pub(super) fn compound(
        &self,
        entry: &Entry<'_>,
        path: &[u32],
        octets: &[u8],
        depth: usize,
    ) -> Result<String, ValueError> {
        if structure::is_array(entry) {
            self.inner(entry, path, octets, depth)
        } else {
            self.inner(entry, path, structure::without_prefix(entry, octets)?, depth)
        }
    }

    /// The same without the length in front of the value, as it stands in a struct.
    fn inner(
        &self,
        entry: &Entry<'_>,
        path: &[u32],
        octets: &[u8],
        depth: usize,
    ) -> Result<String, ValueError> {
        if !structure::is_array(entry) {
            return self.single(entry, path, octets, depth);
        }
        let elements = structure::elements(entry, octets)?.into_iter();
        let texts: Result<Vec<_>, _> =
            elements.map(|octets| self.single(entry, path, octets, depth)).collect();
        Ok(format!("[{}]", texts?.join(", ")))
    }

    fn single(
        &self,
        entry: &Entry<'_>,
        path: &[u32],
        octets: &[u8],
        depth: usize,
    ) -> Result<String, ValueError> {
        match entry.definition().data_type {
            DataType::Struct if depth < MAX_DEPTH => {
                let parts = structure::split(entry, octets)?.into_iter();
                let texts: Result<Vec<_>, _> =
                    parts.map(|part| self.member(path, &part, depth + 1)).collect();
                Ok(format!("{{ {} }}", texts?.join(", ")))
            }
            DataType::Tlv if depth < MAX_DEPTH => {
                structure::check_tlv(entry, octets)?;
                Ok(shown(|f| self.children(path, octets, depth, f)).to_string())
            }
            _ => {
                // What is wrong is found only while it is printed.
                let problem = Cell::new(None);
                let text = shown(|f| match value::write(entry, Layout::Full, octets, f) {
                    Ok(result) => result,
                    Err(found) => {
                        problem.set(Some(found));
                        Ok(())
                    }
                })
                .to_string();
                problem.into_inner().map_or(Ok(text), Err)
            }
        }
    }

    /// A member of a struct with its name.
    fn member(&self, path: &[u32], part: &Piece<'_, '_>, depth: usize) -> Result<String, ValueError> {
        let definition = part.member.definition();
        let path = [path, &[definition.number]].concat();
        let text = if definition.flags.secret() && !self.shows_secrets() {
            shown(|f| self.mask(f)).to_string()
        } else if definition.data_type == DataType::Union {
            let branch = part.branch.as_ref().and_then(|branch| {
                if branch.definition().flags.secret() && !self.shows_secrets() {
                    return Some(format!("{{ {} = {} }}", branch.definition().name, shown(|f| self.mask(f))));
                }
                let path = [path.as_slice(), &[branch.definition().number]].concat();
                let text = self.compound(branch, &path, &part.octets, depth + 1).ok()?;
                Some(format!("{{ {} = {text} }}", branch.definition().name))
            });
            branch.unwrap_or_else(|| shown(|f| value::write_hex(&part.octets, f)).to_string())
        } else {
            self.inner(&part.member, &path, &part.octets, depth)?
        };
        Ok(format!("{} = {text}", definition.name))
    }
}
