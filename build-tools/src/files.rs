//! Where dictionary files come from: the disk, or memory.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

/// Why a file cannot be read.
#[derive(Debug)]
#[non_exhaustive]
pub enum ReadError {
    /// There is none of this name.
    NotFound,
    /// It is a directory, a pipe, a device.
    NotAFile,
    /// It is larger than the limit.
    TooLarge,
    /// Something else.
    Other(io::Error),
}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            // A path through a file, such as `dictionary/x`, leads nowhere, too.
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Self::NotFound,
            _ => Self::Other(error),
        }
    }
}

/// Reads dictionary files.
pub trait FileSystem {
    /// The content of a file of at most this many octets.
    ///
    /// # Errors
    ///
    /// Why it cannot be read.
    fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>, ReadError>;

    /// A path that is the same for all paths to one file. The file may not exist.
    fn identity(&self, path: &Path) -> PathBuf {
        normalize(path)
    }

    /// The names of the files in a folder, in any order: for `$INCLUDE` lines with a pattern. Without folders, as by
    /// default, a pattern matches nothing. At most this many are of use.
    ///
    /// # Errors
    ///
    /// Why they cannot be listed.
    fn list(&self, _folder: &Path, _limit: usize) -> Result<Vec<String>, ReadError> {
        Err(ReadError::Other(io::ErrorKind::Unsupported.into()))
    }
}

/// The files on the disk.
#[derive(Clone, Copy, Debug, Default)]
pub struct Disk;

impl FileSystem for Disk {
    fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>, ReadError> {
        // Opening a pipe would wait for its writer.
        let metadata = std::fs::metadata(path)?;
        if !metadata.is_file() {
            return Err(ReadError::NotAFile);
        }
        if metadata.len() > limit {
            return Err(ReadError::TooLarge);
        }
        let mut text = Vec::new();
        // Some files, such as those of /proc, are longer than they say.
        std::fs::File::open(path)?.take(limit.saturating_add(1)).read_to_end(&mut text)?;
        if text.len() as u64 > limit { Err(ReadError::TooLarge) } else { Ok(text) }
    }

    fn identity(&self, path: &Path) -> PathBuf {
        path.canonicalize().unwrap_or_else(|_| normalize(path))
    }

    fn list(&self, folder: &Path, limit: usize) -> Result<Vec<String>, ReadError> {
        let files = std::fs::read_dir(folder)?.filter_map(|entry| {
            let entry = entry.ok()?;
            let is_file = entry.path().is_file();
            is_file.then(|| entry.file_name().into_string().ok())?
        });
        Ok(files.take(limit).collect())
    }
}

/// Files in memory, by path.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    files: BTreeMap<PathBuf, Vec<u8>>,
}

impl Memory {
    /// Adds a file, or replaces it.
    pub fn insert(&mut self, path: impl AsRef<Path>, text: impl Into<Vec<u8>>) {
        self.files.insert(normalize(path.as_ref()), text.into());
    }
}

impl<P: AsRef<Path>, T: Into<Vec<u8>>> FromIterator<(P, T)> for Memory {
    fn from_iter<I: IntoIterator<Item = (P, T)>>(files: I) -> Self {
        let mut memory = Self::default();
        for (path, text) in files {
            memory.insert(path, text);
        }
        memory
    }
}

impl FileSystem for Memory {
    fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>, ReadError> {
        let path = normalize(path);
        match self.files.get(&path) {
            Some(text) if text.len() as u64 > limit => Err(ReadError::TooLarge),
            Some(text) => Ok(text.clone()),
            None if self.files.keys().any(|file| file.starts_with(&path)) => Err(ReadError::NotAFile),
            None => Err(ReadError::NotFound),
        }
    }

    fn list(&self, folder: &Path, limit: usize) -> Result<Vec<String>, ReadError> {
        let folder = normalize(folder);
        let files = self.files.keys().filter(|file| file.parent() == Some(&folder));
        Ok(files.filter_map(|file| file.file_name()?.to_str().map(str::to_owned)).take(limit).collect())
    }
}

/// The path without `.` and, as far as the text of the path alone allows, without `..`.
fn normalize(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(out.components().next_back(), Some(Component::Normal(_))) => {
                out.pop();
            }
            Component::ParentDir if out.has_root() => {}
            part => out.push(part),
        }
    }
    out
}

/// The name of a file in messages: relative to the base directory, with `..` if need be, and with `/` on every system,
/// so that messages are the same on every machine. Only a file that has nothing in common with it keeps its whole path.
pub(crate) fn display_name(path: &Path, base: &Path) -> String {
    let (path, base) = (normalize(path), normalize(base));
    let common = path.components().zip(base.components()).take_while(|(a, b)| a == b).count();
    let near = path.components().zip(base.components()).take(common).any(|(a, _)| is_name(&a));
    if !near && base.components().next().is_some_and(|_| common < base.components().count()) {
        return path.to_string_lossy().into_owned();
    }
    let up = base.components().count() - common;
    let parts = std::iter::repeat_n(OsStr::new(".."), up)
        .chain(path.components().skip(common).map(Component::as_os_str));
    let parts: Vec<_> = parts.map(OsStr::to_string_lossy).collect();
    parts.join("/")
}

fn is_name(part: &Component<'_>) -> bool {
    matches!(part, Component::Normal(_))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_relative_to_the_base() {
        let name = |path: &str, base: &str| display_name(Path::new(path), Path::new(base));
        assert_eq!(name("/a/b/dict/x", "/a/b"), "dict/x");
        assert_eq!(name("/a/b/dict/./y/../x", "/a/b/"), "dict/x");
        assert_eq!(name("/a/c/x", "/a/b"), "../c/x");
        assert_eq!(name("/usr/share/x", "/a/b"), "/usr/share/x");
        assert_eq!(name("dict/x", ""), "dict/x");
        assert_eq!(name("../x", ""), "../x");
        assert_eq!(name("/x", "/"), "x");
    }

    #[test]
    fn the_disk_reads_regular_files_up_to_the_limit_only() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("d");
        std::fs::write(&path, "12345").unwrap();
        assert_eq!(Disk.read(&path, 5).unwrap(), b"12345");
        assert!(matches!(Disk.read(&path, 4), Err(ReadError::TooLarge)));
        assert!(matches!(Disk.read(folder.path(), 5), Err(ReadError::NotAFile)));
        assert!(matches!(Disk.read(&folder.path().join("x"), 5), Err(ReadError::NotFound)));
        assert!(matches!(Disk.read(&path.join("x"), 5), Err(ReadError::NotFound)));
        assert_eq!(Disk.identity(&path), Disk.identity(&folder.path().join("./x/../d")));
    }

    #[test]
    #[cfg(unix)]
    fn two_paths_to_one_file_are_one_identity() {
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("d"), folder.path().join("link"));
        std::fs::write(&path, "").unwrap();
        std::os::unix::fs::symlink(&path, &link).unwrap();
        assert_eq!(Disk.identity(&path), Disk.identity(&link));
    }

    #[test]
    fn paths_are_normalized_by_their_text() {
        let normal = |path: &str| normalize(Path::new(path)).to_string_lossy().into_owned();
        assert_eq!(normal("a/./b/../c"), "a/c");
        assert_eq!(normal("/../a"), "/a");
        assert_eq!(normal("../../a"), "../../a");
    }
}
