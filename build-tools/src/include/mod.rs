//! Reads the files of a dictionary: follows `$INCLUDE`, within limits, and finds out which dialect they are written in.
//!
//! What the lines mean is for later. The result is the order in which the parser is to see them.

mod pattern;

use std::collections::{BTreeSet, HashSet};
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Code, Diagnostic, Report, quote};
use crate::dialect::Dialect;
use crate::files::{FileSystem, ReadError, display_name};
use crate::lexer::{Line, Token};
use crate::parser::{self, Include};
use crate::source::{File, FileId, Sources, Span};

/// How much is read at most, so that a wrong path cannot take all memory.
#[derive(Clone, Copy)]
pub(crate) struct Limits {
    /// Octets in a file. Spans have 32 bits.
    pub(crate) file: u64,
    /// Octets in all files.
    pub(crate) total: u64,
    pub(crate) files: usize,
    /// Names that `$INCLUDE` lines with a pattern look at, each line anew.
    pub(crate) names: usize,
}

pub(crate) const LIMITS: Limits = Limits { file: 64 << 20, total: 256 << 20, files: 10_000, names: 250_000 };

/// What the parser is to see next.
#[derive(Debug)]
pub(crate) enum Step {
    /// The beginning of a file.
    Begin,
    /// Some of its lines.
    Lines(FileId, Range<usize>),
    /// Its end.
    End,
}

/// A root file with everything it includes.
#[derive(Debug, Default)]
pub(crate) struct Script {
    pub(crate) dialect: Dialect,
    pub(crate) steps: Vec<Step>,
}

/// Reads files.
pub(crate) struct Reader<'a> {
    files: &'a dyn FileSystem,
    base: &'a Path,
    limits: Limits,
    pub(crate) sources: Sources,
    pub(crate) report: Report,
    /// The files that were opened, by identity.
    seen: HashSet<PathBuf>,
    /// Octets read.
    total: u64,
    /// The folders in which something was looked for that another file, if it came, could be.
    pub(crate) folders: BTreeSet<PathBuf>,
    /// Names that patterns looked at.
    names: usize,
    /// Whether a limit was reached. Nothing more is opened then.
    full: bool,
}

/// What is being read.
enum Frame {
    /// A file, up to this offset.
    Open { file: FileId, at: usize, directory: PathBuf },
    /// A file that a pattern matched.
    Next(PathBuf, Span),
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

impl<'a> Reader<'a> {
    pub(crate) fn new(files: &'a dyn FileSystem, base: &'a Path, limits: Limits) -> Self {
        let (sources, report) = (Sources::default(), Report::default());
        let (seen, folders) = (HashSet::new(), BTreeSet::new());
        Self { files, base, limits, sources, report, seen, total: 0, names: 0, folders, full: false }
    }

    /// Reads a root file and what it includes.
    pub(crate) fn root(&mut self, root: &Path) -> Script {
        let mut script = Script::default();
        let path = self.base.join(root);
        let top = path.parent().map(Path::to_owned).unwrap_or_default();
        // A chain of files may be as long as their number allows, so this is a loop and no recursion.
        let mut frames = Vec::new();
        match self.open(path.clone(), None) {
            Ok(frame) => begin(&mut frames, frame, &mut script),
            Err(NotOpened::Missing) => self.problem(Code::FileMissing, &path, None, "does not exist"),
            Err(NotOpened::Seen | NotOpened::Reported) => {}
        }
        while let Some(frame) = frames.last_mut() {
            let (file, at, directory) = match frame {
                Frame::Open { file, at, directory } => (*file, at, directory),
                Frame::Next(path, span) => {
                    let (path, span) = (std::mem::take(path), *span);
                    frames.pop();
                    if let Ok(frame) = self.open(path, Some(span)) {
                        begin(&mut frames, frame, &mut script);
                    }
                    continue;
                }
            };
            let start = *at;
            let text = self.sources.get(file).map(File::shared_text).unwrap_or_default();
            let (end, include) = next_include(file, &text, start, &mut script.dialect, &mut self.report);
            *at = end;
            script.steps.push(Step::Lines(file, start..end));
            let Some(include) = include else {
                frames.pop();
                script.steps.push(Step::End);
                continue;
            };
            for frame in self.include(&include, &directory.clone(), &top).into_iter().rev() {
                begin(&mut frames, frame, &mut script);
            }
        }
        script
    }

    /// What an `$INCLUDE` line opens: relative to the file that includes it, else to the root file.
    fn include(&mut self, include: &Include<'_>, including: &Path, top: &Path) -> Vec<Frame> {
        let Include { path: token, optional } = include;
        let Ok(path) = std::str::from_utf8(token.text) else {
            let message = format!("the path {} is no text", quote(token.text));
            self.report.push(Diagnostic::new(Code::FileMissing, message).at(token.span, "not UTF-8"));
            return Vec::new();
        };
        let mut candidates = match path.strip_prefix("${dictdir}/") {
            Some(path) => {
                // The folder of all dictionaries: FreeRADIUS 4 has one more for each protocol inside.
                let all = top.parent().unwrap_or(top);
                vec![top.join(path), all.join(path)]
            }
            None => vec![including.join(path), top.join(path)],
        };
        candidates.dedup();
        for candidate in candidates {
            let folder = candidate.parent().unwrap_or_else(|| Path::new("")).to_owned();
            if pattern::is_pattern(path) {
                self.folders.insert(folder);
                if let Some(frames) = self.matching(&candidate, token) {
                    return frames;
                }
                continue;
            }
            match self.open(candidate, Some(token.span)) {
                Ok(frame) => return vec![frame],
                Err(NotOpened::Missing) => _ = self.folders.insert(folder),
                Err(NotOpened::Seen | NotOpened::Reported) => return Vec::new(),
            }
        }
        if !optional {
            self.report.push(missing(token, path));
        }
        Vec::new()
    }

    /// The files that a pattern matches, by name; none if it is no pattern that any file matches.
    fn matching(&mut self, pattern: &Path, token: &Token<'_>) -> Option<Vec<Frame>> {
        let (directory, last) = pattern::split(pattern)?;
        if self.full {
            return Some(Vec::new());
        }
        // One more than may be, so that it is known that there are more.
        let Limits { files, names: most, .. } = self.limits;
        let mut names = self.files.list(&directory, files.saturating_add(1)).ok()?;
        self.names = self.names.saturating_add(names.len()).saturating_add(1);
        let problem = if names.len() > files {
            Some(format!("matches in a folder of too many files: at most {files} are read"))
        } else if self.names > most {
            Some(format!("is one pattern too many: together they look at more than {most} files"))
        } else {
            None
        };
        if let Some(problem) = problem {
            self.full = true;
            self.problem(Code::TooManyFiles, pattern, Some(token.span), &problem);
            return Some(Vec::new());
        }
        names.retain(|name| pattern::matches(last.as_bytes(), name.as_bytes()));
        names.sort_unstable();
        let frames: Vec<_> =
            names.into_iter().map(|name| Frame::Next(directory.join(name), token.span)).collect();
        (!frames.is_empty()).then_some(frames)
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
        let Limits { file, total, files, .. } = self.limits;
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
        if bom {
            self.report.push(
                Diagnostic::new(Code::ByteOrderMark, "the file begins with a byte order mark")
                    .at(Span { file, start: 0, end: 3 }, "not part of the first keyword")
                    .help("save the file as UTF-8 without a byte order mark"),
            );
        }
        Frame::Open { file, at: if bom { 3 } else { 0 }, directory }
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

fn begin(frames: &mut Vec<Frame>, frame: Frame, script: &mut Script) {
    if let Frame::Open { .. } = frame {
        script.steps.push(Step::Begin);
    }
    frames.push(frame);
}

/// Looks through the lines from this offset on, up to the end of the next `$INCLUDE` or of the file.
fn next_include<'t>(
    file: FileId,
    text: &'t [u8],
    mut at: usize,
    dialect: &mut Dialect,
    report: &mut Report,
) -> (usize, Option<Include<'t>>) {
    while let Some((line, next)) = Line::read(file, text, at) {
        at = next;
        let mut tokens = line.tokens();
        let Some(word) = tokens.next() else { continue };
        if word.text.first() == Some(&b'$') {
            if let Some(include) = parser::include(word, tokens, report) {
                return (at, Some(include));
            }
        } else if *dialect == Dialect::V3
            && let Some(evidence) = Dialect::evidence(&word, tokens)
        {
            *dialect = Dialect::V4(evidence);
        }
    }
    (at, None)
}

fn missing(token: &Token<'_>, path: &str) -> Diagnostic {
    let (message, label, help) = if pattern::is_pattern(path) {
        (
            format!("no dictionary file matches {}", quote(token.text)),
            "no such file",
            "`*`, `?` and `[...]` may stand in the name of the file, and not in those of folders",
        )
    } else {
        (
            format!("the dictionary file {} does not exist", quote(token.text)),
            "no such file",
            "paths are relative to the file with the `$INCLUDE` line; `$INCLUDE-` may be missing",
        )
    };
    Diagnostic::new(Code::FileMissing, message).at(token.span, label).help(help)
}
