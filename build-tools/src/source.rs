//! The dictionary files that were read, and places in them.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A file among the sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub u32);

/// A range of octets in a dictionary file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// Offset of the first octet.
    pub start: u32,
    /// Offset behind the last octet.
    pub end: u32,
}

/// A place in a dictionary file as people read it: name, line and column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Location<'a> {
    /// The name of the file, as [`File::name`] gives it.
    pub name: &'a str,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

impl fmt::Display for Location<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.name, self.line, self.column)
    }
}

/// Octets between two entries of the line index: short enough to scan, long enough to keep the index small.
const BLOCK: usize = 4096;

/// A dictionary file that was read.
#[derive(Clone, Debug)]
pub struct File {
    path: PathBuf,
    name: String,
    text: Arc<[u8]>,
    included_from: Option<Span>,
    /// Line ends before each block of [`BLOCK`] octets.
    lines_before: Vec<u32>,
}

impl File {
    fn new(path: PathBuf, name: String, text: Vec<u8>, included_from: Option<Span>) -> Self {
        let mut count = 0;
        let lines_before = text
            .chunks(BLOCK)
            .map(|block| {
                let before = count;
                count += count_newlines(block);
                u32::try_from(before).unwrap_or(u32::MAX)
            })
            .collect();
        Self { path, name, text: text.into(), included_from, lines_before }
    }

    /// The path by which the file was opened.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The name to show: relative to the base directory where the file lies in it or near it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The content.
    pub fn text(&self) -> &[u8] {
        &self.text
    }

    /// The path in the `$INCLUDE` line through which the file was reached, unless it is a root.
    pub fn included_from(&self) -> Option<Span> {
        self.included_from
    }

    pub(crate) fn shared_text(&self) -> Arc<[u8]> {
        Arc::clone(&self.text)
    }

    /// The number, from 1, of the line that holds this offset.
    pub fn line(&self, offset: u32) -> usize {
        let offset = (offset as usize).min(self.text.len());
        let block = offset / BLOCK;
        let before = self.lines_before.get(block).or_else(|| self.lines_before.last()).copied().unwrap_or(0);
        let start = block.min(self.lines_before.len().saturating_sub(1)) * BLOCK;
        before as usize + self.text.get(start..offset).map_or(0, count_newlines) + 1
    }

    /// The range of octets of the line that holds this offset, without its line end.
    pub fn line_range(&self, offset: u32) -> std::ops::Range<usize> {
        let (before, after) = self.text.split_at((offset as usize).min(self.text.len()));
        let start = before.iter().rposition(|&b| b == b'\n').map_or(0, |at| at + 1);
        let end = after.iter().position(|&b| b == b'\n').map_or(self.text.len(), |at| before.len() + at);
        start..end
    }

    /// The column, from 1, of this offset: characters of UTF-8, or octets where the text is none.
    pub fn column(&self, offset: u32) -> usize {
        let line = self.line_range(offset);
        let before = self.text.get(line.start..(offset as usize).min(line.end)).unwrap_or_default();
        // Every octet but a continuation octet of UTF-8 begins a character.
        before.iter().filter(|&&b| b & 0xC0 != 0x80).count() + 1
    }
}

fn count_newlines(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&b| b == b'\n').count()
}

/// Every file that was read, in the order of reading; also those with errors in them.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<File>,
}

impl Sources {
    pub(crate) fn add(
        &mut self,
        path: PathBuf,
        name: String,
        text: Vec<u8>,
        included_from: Option<Span>,
    ) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(File::new(path, name, text, included_from));
        id
    }

    /// The file with this id.
    pub fn get(&self, id: FileId) -> Option<&File> {
        self.files.get(id.0 as usize)
    }

    /// Every file, in the order of reading. A build has to be repeated when one of them changes.
    pub fn iter(&self) -> std::slice::Iter<'_, File> {
        self.files.iter()
    }

    /// The number of files.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether no file was read.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The octets in this span.
    pub fn text(&self, span: Span) -> Option<&[u8]> {
        self.get(span.file)?.text.get(span.start as usize..span.end as usize)
    }

    /// File, line and column of the beginning of this span.
    pub fn location(&self, span: Span) -> Option<Location<'_>> {
        let file = self.get(span.file)?;
        Some(Location { name: file.name(), line: file.line(span.start), column: file.column(span.start) })
    }

    /// The `$INCLUDE` lines that lead to this file, the innermost first.
    pub fn include_chain(&self, file: FileId) -> impl Iterator<Item = Span> + '_ {
        let from = move |id| self.get(id).and_then(File::included_from);
        std::iter::successors(from(file), move |span| from(span.file))
    }
}

impl<'a> IntoIterator for &'a Sources {
    type Item = &'a File;
    type IntoIter = std::slice::Iter<'a, File>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &[u8]) -> File {
        File::new("d".into(), "d".into(), text.to_vec(), None)
    }

    #[test]
    fn lines_and_columns_start_at_one_and_columns_count_characters() {
        let file = file("é a\nö\n\nx".as_bytes());
        let at = |offset| (file.line(offset), file.column(offset));
        assert_eq!(at(0), (1, 1));
        assert_eq!(at(3), (1, 3));
        assert_eq!(at(5), (2, 1));
        assert_eq!(at(7), (2, 2));
        assert_eq!(at(8), (3, 1));
        assert_eq!(at(9), (4, 1));
        assert_eq!(at(10), (4, 2));
        assert_eq!(at(999), (4, 2));
        assert_eq!(file.line_range(9), 9..10);
    }

    #[test]
    fn the_line_index_agrees_with_counting_at_every_block_edge() {
        let text: Vec<u8> = (0..3 * BLOCK + 7).map(|i| if i % 5 == 4 { b'\n' } else { b'a' }).collect();
        let file = file(&text);
        for offset in (0..=text.len()).filter(|o| o % BLOCK < 9 || o % BLOCK > BLOCK - 9) {
            let expected = text[..offset].iter().filter(|&&b| b == b'\n').count() + 1;
            assert_eq!(file.line(u32::try_from(offset).unwrap()), expected, "offset {offset}");
        }
    }

    #[test]
    fn an_empty_file_has_one_line() {
        assert_eq!((file(b"").line(0), file(b"").column(0)), (1, 1));
    }

    #[test]
    fn text_that_is_no_utf8_has_columns() {
        assert_eq!(file(b"\xff\xfe x").column(3), 4);
    }
}
