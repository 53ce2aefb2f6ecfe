//! Reads dictionary files, follows `$INCLUDE`, and puts the stages together.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Report, Severity, quote};
use crate::files::{Disk, FileSystem, ReadError, display_name};
use crate::lexer::{Line, Token};
use crate::model::Dictionary;
use crate::parser::Parser;
use crate::parser::construct::Construct;
use crate::parser::statement::Statement;
use crate::resolver::Resolver;
use crate::source::{FileId, Sources, Span};
use crate::suggest::Suggest;

/// How much is read at most, so that a wrong path cannot take all memory.
#[derive(Clone, Copy)]
struct Limits {
    /// Octets in a file. Spans have 32 bits.
    file: u64,
    /// Octets in all files.
    total: u64,
    files: usize,
}

const LIMITS: Limits = Limits { file: 64 << 20, total: 256 << 20, files: 10_000 };

/// What was read, and what is wrong with it.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Loaded {
    /// What the files define. Where there are errors, everything but what they are about.
    pub dictionary: Dictionary,
    /// Every file that was read.
    pub sources: Sources,
    /// What is wrong, in the order of the files and their lines.
    pub diagnostics: Vec<Diagnostic>,
}

impl Loaded {
    /// Whether there is an error. Warnings are none.
    pub fn has_errors(&self) -> bool {
        self.errors().next().is_some()
    }

    /// The errors.
    pub fn errors(&self) -> impl Iterator<Item = &Diagnostic> {
        self.of(Severity::Error)
    }

    /// The warnings.
    pub fn warnings(&self) -> impl Iterator<Item = &Diagnostic> {
        self.of(Severity::Warning)
    }

    fn of(&self, severity: Severity) -> impl Iterator<Item = &Diagnostic> {
        self.diagnostics.iter().filter(move |diagnostic| diagnostic.severity() == severity)
    }
}

/// Reads dictionary files and everything they include, in this order, as one dictionary.
///
/// Relative paths are taken from `base`, and files are named relative to it in messages. This never fails as a whole:
/// whatever is wrong is among the diagnostics.
pub fn load(base: &Path, roots: &[PathBuf]) -> Loaded {
    let base = std::path::absolute(base).unwrap_or_else(|_| base.to_owned());
    load_with(&Disk, &base, roots)
}

/// Like [`load`], from another place than the disk.
pub fn load_with(files: &dyn FileSystem, base: &Path, roots: &[PathBuf]) -> Loaded {
    load_limited(files, base, roots, LIMITS)
}

fn load_limited(files: &dyn FileSystem, base: &Path, roots: &[PathBuf], limits: Limits) -> Loaded {
    let mut loader = Loader {
        files,
        base,
        limits,
        sources: Sources::default(),
        report: Report::default(),
        suggest: Suggest::default(),
        resolver: Resolver::default(),
        seen: HashSet::new(),
        total: 0,
        full: false,
    };
    for root in roots {
        loader.root(root);
    }
    let Loader { sources, mut report, mut suggest, resolver, .. } = loader;
    let dictionary = resolver.finish(&sources, &mut suggest, &mut report);
    Loaded { dictionary, sources, diagnostics: report.finish() }
}

struct Loader<'a> {
    files: &'a dyn FileSystem,
    base: &'a Path,
    limits: Limits,
    sources: Sources,
    report: Report,
    suggest: Suggest,
    resolver: Resolver,
    /// The files that were opened, by identity.
    seen: HashSet<PathBuf>,
    /// Octets read.
    total: u64,
    /// Whether a limit was reached. Nothing more is opened then.
    full: bool,
}

/// A file that is being read, and how far.
struct Frame {
    file: FileId,
    text: Arc<[u8]>,
    at: usize,
    directory: PathBuf,
}

/// Why there is no new file to read.
enum NotOpened {
    /// It does not exist.
    Missing,
    /// It was read before.
    Seen,
    /// For a reason that has been reported.
    Reported,
}

impl Loader<'_> {
    fn root(&mut self, root: &Path) {
        let path = self.base.join(root);
        let frame = match self.open(path.clone(), None) {
            Ok(frame) => frame,
            Err(NotOpened::Missing) => {
                self.problem(Code::FileMissing, &path, None, "does not exist");
                return;
            }
            Err(NotOpened::Seen | NotOpened::Reported) => return,
        };
        let directory = Rc::<Path>::from(frame.directory.as_path());
        self.resolver.begin_file();
        // A chain of files may be as long as their number allows, so this is a loop and no recursion.
        let mut frames = vec![frame];
        while let Some(frame) = frames.last_mut() {
            let Some((line, next)) = Line::read(frame.file, &frame.text, frame.at) else {
                frames.pop();
                self.resolver.end_file(&mut self.report);
                continue;
            };
            frame.at = next;
            let mut parser = Parser { report: &mut self.report, suggest: &mut self.suggest };
            match parser.parse(&line) {
                None => {}
                Some(Statement::Include { path, optional }) => {
                    if let Some(included) = self.include(&path, optional, &frame.directory, &directory) {
                        self.resolver.begin_file();
                        frames.push(included);
                    }
                }
                Some(statement) => self.resolver.take(statement, &mut self.suggest, &mut self.report),
            }
        }
    }

    /// Opens an included file: relative to the file that includes it, else to the root file.
    fn include(&mut self, token: &Token<'_>, optional: bool, including: &Path, root: &Path) -> Option<Frame> {
        let Ok(path) = std::str::from_utf8(token.text) else {
            let message = format!("the path {} is no text", quote(token.text));
            self.report.push(Diagnostic::new(Code::FileMissing, message).at(token.span, "not UTF-8"));
            return None;
        };
        let mut candidates = vec![including.join(path)];
        if including != root {
            candidates.push(root.join(path));
        }
        candidates.dedup();
        for candidate in candidates {
            match self.open(candidate, Some(token.span)) {
                Ok(frame) => return Some(frame),
                Err(NotOpened::Missing) => {}
                Err(NotOpened::Seen | NotOpened::Reported) => return None,
            }
        }
        if path.contains(['*', '?', '[', '$']) {
            self.report.push(Construct::Glob.diagnostic(token.span));
        } else if !optional {
            self.report.push(
                Diagnostic::new(
                    Code::FileMissing,
                    format!("the dictionary file {} does not exist", quote(token.text)),
                )
                .at(token.span, "no such file")
                .help("paths are relative to the file with the `$INCLUDE` line; `$INCLUDE-` may be missing"),
            );
        }
        None
    }

    fn open(&mut self, path: PathBuf, from: Option<Span>) -> Result<Frame, NotOpened> {
        if self.full {
            return Err(NotOpened::Reported);
        }
        let identity = self.files.identity(&path);
        if self.seen.contains(&identity) {
            return Err(NotOpened::Seen);
        }
        let limit = |report: &mut Self, what: String| {
            report.full = true;
            report.problem(Code::TooManyFiles, &path, from, &what);
            NotOpened::Reported
        };
        let Limits { file, total, files } = self.limits;
        let problem = match self.files.read(&path, file) {
            Ok(_) if self.seen.len() >= files => {
                return Err(limit(self, format!("is one file too many: at most {files} are read")));
            }
            Ok(text) if self.total + text.len() as u64 > total => {
                return Err(limit(self, format!("is too much: at most {total} octets are read in all")));
            }
            Ok(text) => {
                self.seen.insert(identity);
                return Ok(self.begin(path, text, from));
            }
            Err(ReadError::NotFound) => return Err(NotOpened::Missing),
            Err(ReadError::NotAFile) => (Code::NotAFile, "is no regular file".to_owned()),
            Err(ReadError::TooLarge) => (Code::FileTooLarge, format!("is larger than {file} octets")),
            Err(ReadError::Other(error)) => (Code::FileUnreadable, format!("cannot be read: {error}")),
        };
        self.seen.insert(identity);
        self.problem(problem.0, &path, from, &problem.1);
        Err(NotOpened::Reported)
    }

    fn begin(&mut self, path: PathBuf, text: Vec<u8>, from: Option<Span>) -> Frame {
        self.total += text.len() as u64;
        let directory = path.parent().map(Path::to_owned).unwrap_or_default();
        let name = display_name(&path, self.base);
        let bom = text.starts_with(b"\xEF\xBB\xBF");
        let file = self.sources.add(path, name, text, from);
        let text = self.sources.get(file).map(crate::source::File::shared_text).unwrap_or_default();
        if bom {
            self.report.push(
                Diagnostic::new(Code::ByteOrderMark, "the file begins with a byte order mark")
                    .at(Span { file, start: 0, end: 3 }, "not part of the first keyword")
                    .help("save the file as UTF-8 without a byte order mark"),
            );
        }
        Frame { file, text, at: if bom { 3 } else { 0 }, directory }
    }

    /// Reports what is wrong with a file as a whole.
    fn problem(&mut self, code: Code, path: &Path, from: Option<Span>, what: &str) {
        let name = display_name(path, self.base);
        let diagnostic =
            Diagnostic::new(code, format!("the dictionary file {} {what}", quote(name.as_bytes())));
        self.report.push(match from {
            Some(span) => diagnostic.at(span, "included here"),
            None => diagnostic,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Memory;
    use crate::testing::load_files;

    fn codes(loaded: &Loaded) -> Vec<Code> {
        loaded.diagnostics.iter().map(|d| d.code).collect()
    }

    fn names(loaded: &Loaded) -> Vec<&str> {
        loaded.sources.iter().map(crate::source::File::name).collect()
    }

    #[test]
    fn includes_are_relative_to_the_including_file_then_to_the_root() {
        let loaded = load_files(&[
            ("top/dictionary", "$INCLUDE sub/a\n"),
            ("top/sub/a", "$INCLUDE b\n$INCLUDE c\n$INCLUDE ../d\n"),
            ("top/sub/b", ""),
            ("top/b", "not read"),
            ("top/c", ""),
            ("top/d", ""),
        ]);
        assert_eq!(loaded.diagnostics, []);
        assert_eq!(names(&loaded), ["top/dictionary", "top/sub/a", "top/sub/b", "top/c", "top/d"]);
    }

    #[test]
    fn a_file_is_read_once_even_in_a_circle() {
        let a = "$INCLUDE dictionary\n$include b\n$INCLUDE ./x/../b\nATTRIBUTE A 1 string\n";
        let loaded = load_files(&[("dictionary", a), ("b", "$INCLUDE b\n$INCLUDE dictionary\n")]);
        assert_eq!(loaded.diagnostics, []);
        assert_eq!(names(&loaded), ["dictionary", "b"]);
        assert_eq!(loaded.dictionary.attributes.len(), 1);
    }

    #[test]
    fn an_optional_file_may_be_missing_but_not_wrong() {
        let loaded =
            load_files(&[("dictionary", "$INCLUDE- x\n$-INCLUDE y\n$INCLUDE- z\n"), ("z", "?? x\n")]);
        assert_eq!(codes(&loaded), [Code::UnknownKeyword]);
    }

    #[test]
    fn a_missing_root_is_an_error_and_the_other_roots_are_read() {
        let memory: Memory = [("a", "ATTRIBUTE A 1 string\n")].into_iter().collect();
        let loaded = load_with(&memory, Path::new(""), &["x".into(), "a".into(), "./a".into()]);
        assert_eq!(codes(&loaded), [Code::FileMissing]);
        assert!(loaded.has_errors());
        assert_eq!(loaded.dictionary.attributes.len(), 1);
    }

    #[test]
    fn nothing_is_an_empty_dictionary() {
        let loaded = load_with(&Memory::default(), Path::new(""), &[]);
        assert!(loaded.sources.is_empty() && loaded.diagnostics.is_empty());
    }

    #[test]
    fn a_byte_order_mark_is_skipped_with_a_warning() {
        let loaded = load_files(&[("dictionary", "\u{feff}ATTRIBUTE A 1 string\n")]);
        assert_eq!(codes(&loaded), [Code::ByteOrderMark]);
        assert!(!loaded.has_errors());
        assert_eq!(loaded.warnings().count(), 1);
        assert_eq!(loaded.dictionary.attributes.len(), 1);
    }

    #[test]
    fn crlf_ends_lines_and_comments_may_hold_anything() {
        let mut memory = Memory::default();
        memory.insert("d", *b"# \xff\0\r\nATTRIBUTE A 1 string\r\nATTRIBUTE B 2 byte # \xc3");
        let loaded = load_with(&memory, Path::new(""), &["d".into()]);
        assert_eq!(loaded.diagnostics, []);
        assert_eq!(loaded.dictionary.attributes.len(), 2);
    }

    /// Files that include one another without end.
    struct Endless(usize);

    impl FileSystem for Endless {
        fn read(&self, path: &Path, _: u64) -> Result<Vec<u8>, ReadError> {
            let number: usize = path.to_str().and_then(|p| p.parse().ok()).ok_or(ReadError::NotFound)?;
            let mut text = format!("$INCLUDE {}\n$INCLUDE {}\n", number + 1, number + 1_000_000).into_bytes();
            text.resize(text.len() + self.0, b'\n');
            Ok(text)
        }
    }

    #[test]
    fn too_many_files_are_one_error() {
        let loaded = load_with(&Endless(0), Path::new(""), &["0".into()]);
        assert_eq!(codes(&loaded), [Code::TooManyFiles]);
        assert_eq!(loaded.sources.len(), LIMITS.files);
        let text = crate::render_all(&loaded.diagnostics, &loaded.sources, crate::Style::Plain);
        assert!(text.contains("9991 more files"), "{text}");
    }

    #[test]
    fn too_much_text_is_one_error() {
        let limits = Limits { total: 5500, ..LIMITS };
        let loaded = load_limited(&Endless(1000), Path::new(""), &["0".into()], limits);
        assert_eq!(codes(&loaded), [Code::TooManyFiles]);
        assert_eq!(loaded.sources.len(), 5);
    }

    #[test]
    fn a_file_that_is_too_large_or_cannot_be_read_is_one_error() {
        struct Broken;
        impl FileSystem for Broken {
            fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>, ReadError> {
                match path.to_str() {
                    Some("d") => Ok(b"$INCLUDE large\n$INCLUDE secret\n$INCLUDE large\n".to_vec()),
                    Some("large") if limit == LIMITS.file => Err(ReadError::TooLarge),
                    _ => Err(ReadError::Other(std::io::ErrorKind::PermissionDenied.into())),
                }
            }
        }
        let loaded = load_with(&Broken, Path::new(""), &["d".into()]);
        assert_eq!(codes(&loaded), [Code::FileTooLarge, Code::FileUnreadable]);
    }

    #[test]
    fn a_path_that_is_no_text_is_an_error() {
        let mut memory = Memory::default();
        memory.insert("d", *b"$INCLUDE \xff\n$INCLUDE a\0b\n");
        let loaded = load_with(&memory, Path::new(""), &["d".into()]);
        assert_eq!(codes(&loaded), [Code::FileMissing; 2]);
    }
}
