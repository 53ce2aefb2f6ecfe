//! Puts the stages together: files, statements, a dictionary.

use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, Severity};
use crate::files::{Disk, FileSystem};
use crate::include::{LIMITS, Limits, Reader, Script, Step};
use crate::lexer::Line;
use crate::model::Dictionary;
use crate::parser::Parser;
use crate::resolver::Resolver;
use crate::source::{File, Sources};
use crate::suggest::Suggest;

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
    /// The folders where an `$INCLUDE` line looked for a file that is not there, or for those that fit a pattern: one that comes
    /// would be read. They need not exist.
    pub folders: Vec<PathBuf>,
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
    let mut reader = Reader::new(files, base, limits);
    let scripts: Vec<Script> = roots.iter().map(|root| reader.root(root)).collect();
    let Reader { sources, mut report, folders, .. } = reader;
    let (mut suggest, mut resolver) = (Suggest::default(), Resolver::default());
    for Script { dialect, steps } in scripts {
        resolver.begin_root(dialect);
        for step in steps {
            let (file, range) = match step {
                Step::Begin => {
                    resolver.begin_file();
                    continue;
                }
                Step::End => {
                    resolver.end_file(&mut report);
                    continue;
                }
                Step::Lines(file, range) => (file, range),
            };
            let text = sources.get(file).map(File::text).unwrap_or_default();
            let text = text.get(..range.end.min(text.len())).unwrap_or_default();
            let mut at = range.start;
            while let Some((line, next)) = Line::read(file, text, at) {
                at = next;
                let statement = Parser { dialect, report: &mut report, suggest: &mut suggest }.parse(&line);
                if let Some(statement) = statement {
                    resolver.take(statement, &mut suggest, &mut report);
                }
            }
        }
    }
    let dictionary = resolver.finish(&sources, &mut suggest, &mut report);
    Loaded { dictionary, sources, diagnostics: report.finish(), folders: folders.into_iter().collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::load_files;
    use crate::{Code, Memory, ReadError};

    fn codes(loaded: &Loaded) -> Vec<Code> {
        loaded.diagnostics.iter().map(|d| d.code).collect()
    }

    fn names(loaded: &Loaded) -> Vec<&str> {
        loaded.sources.iter().map(File::name).collect()
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
    fn the_folders_of_what_may_still_come_are_known() {
        let folders = |text| load_files(&[("top/dictionary", text), ("top/a", "")]).folders;
        assert!(folders("$INCLUDE a\n").is_empty());
        assert_eq!(folders("$INCLUDE- b\n$INCLUDE- sub/c\n"), [Path::new("top"), Path::new("top/sub")]);
        assert_eq!(folders("$INCLUDE-  local/*\n"), [Path::new("top/local")]);
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
    fn patterns_together_look_at_a_limited_number_of_files() {
        let memory: Memory = ["a1", "a2", "a3"].into_iter().map(|name| (name, "")).collect();
        let with_root = |text: &str| {
            let mut memory = memory.clone();
            memory.insert("root/d", text);
            memory
        };
        let load =
            |text: &str, limits| load_limited(&with_root(text), Path::new(""), &["root/d".into()], limits);
        let names = Limits { names: 8, ..LIMITS };
        assert_eq!(load("$INCLUDE ../a*\n$INCLUDE ../a[12]\n", names).diagnostics, []);
        let loaded = load(&"$INCLUDE ../a*\n".repeat(1000), names);
        assert_eq!(codes(&loaded), [Code::TooManyFiles], "each line looks anew");
        assert_eq!(loaded.sources.len(), 4);
        // Which files are left out would depend on the order in which a folder lists them.
        let loaded = load("$INCLUDE ../a[12]\n", Limits { files: 2, ..LIMITS });
        assert_eq!(codes(&loaded), [Code::TooManyFiles]);
        assert_eq!(loaded.sources.len(), 1);
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

    #[test]
    fn a_pattern_includes_every_file_that_it_fits_in_the_order_of_names() {
        let loaded = load_files(&[
            (
                "dictionary",
                "$INCLUDE dictionary.[a-c]*\n$INCLUDE sub/\n$INCLUDE- none.*\n$INCLUDE none.*\n$INCLUDE x*/y\n",
            ),
            ("dictionary.c", "ATTRIBUTE C 3 byte\n"),
            ("dictionary.a", "$INCLUDE dictionary.c\n"),
            ("dictionary.b", ""),
            ("dictionary.d", ""),
            ("sub/.hidden", ""),
            ("sub/2", ""),
            ("sub/1", ""),
            ("xx/y", ""),
        ]);
        assert_eq!(codes(&loaded), [Code::FileMissing; 2]);
        assert_eq!(
            names(&loaded),
            ["dictionary", "dictionary.a", "dictionary.c", "dictionary.b", "sub/1", "sub/2"]
        );
    }

    #[test]
    fn dictdir_is_the_folder_of_all_dictionaries() {
        let loaded = load_files(&[
            ("share/radius/dictionary", "$INCLUDE sub/a\n"),
            (
                "share/radius/sub/a",
                "$INCLUDE ${dictdir}/b\n$INCLUDE ${dictdir}/radius/c\n$INCLUDE ${dictdir}/freeradius/d\n",
            ),
            ("share/radius/b", ""),
            ("share/radius/c", ""),
            ("share/freeradius/d", ""),
        ]);
        assert_eq!(loaded.diagnostics, []);
        assert_eq!(names(&loaded).len(), 5);
    }

    #[test]
    fn each_root_has_its_dialect() {
        let memory: Memory = [
            ("v3", "ATTRIBUTE A 1 byte\nATTRIBUTE B.C 1 byte\nATTRIBUTE T 2 tlv\nATTRIBUTE D 2.1 byte\n"),
            ("v4", "ALIAS E T.D\nVALUE T.D x 1\nBEGIN-TLV T\nATTRIBUTE F 2 byte\nEND-TLV T\n"),
            ("v3-again", "ATTRIBUTE A 1 short\nVALUE D y 2\nVALUE E z 3\n"),
        ]
        .into_iter()
        .collect();
        let loaded = load_with(&memory, Path::new(""), &["v3".into(), "v4".into(), "v3-again".into()]);
        assert_eq!(loaded.diagnostics, []);
        let [a, .., d, f] = &loaded.dictionary.attributes[..] else { panic!() };
        assert_eq!((a.data_type, d.values.len()), (crate::model::DataType::Uint16, 3));
        assert_eq!(loaded.dictionary.oid(f), "2.2");
    }
}
