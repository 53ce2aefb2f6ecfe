//! Dictionaries that a program reads while it runs.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::{Style, generate, load, render_all};

/// Dictionary files that cannot be used: what is wrong in them, as it is shown to users.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadTableError(String);

impl fmt::Display for ReadTableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.trim_end())
    }
}

impl std::error::Error for ReadTableError {}

/// Reads dictionary files, and what they include, into the table that `radius_runtime::dictionary::Dictionary::from` takes:
/// for tools and proxies, which print and parse attributes that nobody compiled in.
///
/// ```ignore
/// let dictionary = Dictionary::from(radius_build::read_table(&["/usr/share/freeradius/dictionary"])?);
/// println!("{}", packet.display(&dictionary));
/// ```
///
/// Paths are relative to the working directory. [`load`] tells more, warnings among it, and goes on where something is
/// wrong; [`generate::table`] makes the table of what it gives.
///
/// # Errors
/// A file cannot be read or has mistakes: all of them, each with its line.
pub fn read_table(files: &[impl AsRef<Path>]) -> Result<Vec<u8>, ReadTableError> {
    let files: Vec<PathBuf> = files.iter().map(|file| file.as_ref().to_owned()).collect();
    let loaded = load(Path::new(""), &files);
    if loaded.errors().next().is_some() {
        return Err(ReadTableError(render_all(loaded.errors(), &loaded.sources, Style::Plain)));
    }
    Ok(generate::table(&loaded.dictionary))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_made_of_files_that_are_right() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).unwrap();
            path
        };
        let right = path("right", "$INCLUDE more\n");
        path("more", "ATTRIBUTE Here 1 string\n");
        let table = read_table(&[right]).unwrap();
        assert!(table.windows(5).any(|name| name == b"\x04Here"));
        let wrong = path("wrong", "ATTRIBUTE A 1 strnig\nATTRIBUTE B 2 strnig\n");
        let error = read_table(&[wrong, folder.path().join("missing")]).unwrap_err().to_string();
        assert_eq!(error.matches("error[").count(), 3, "{error}");
    }
}
