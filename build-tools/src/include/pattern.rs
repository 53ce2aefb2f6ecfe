//! Patterns in the path of an `$INCLUDE` line: `*`, `?`, `[a-z]`, and a folder with `/` behind it for all of its files.

use std::path::{Path, PathBuf};

pub(super) fn is_pattern(path: &str) -> bool {
    path.contains(['*', '?', '[']) || path.ends_with('/')
}

/// The folder, and the pattern for the names of the files in it. None if the folder itself is a pattern.
pub(super) fn split(path: &Path) -> Option<(PathBuf, String)> {
    let text = path.to_str()?;
    let (folder, name) = text.rsplit_once('/').unwrap_or((".", text));
    let name = if name.is_empty() { "*" } else { name };
    let folder = if folder.is_empty() { "/" } else { folder };
    (!folder.contains(['*', '?', '['])).then(|| (PathBuf::from(folder), name.to_owned()))
}

/// Whether the pattern is one for this name. Hidden files are only meant where the pattern begins with a dot.
pub(super) fn matches(pattern: &[u8], name: &[u8]) -> bool {
    if name.first() == Some(&b'.') && pattern.first() != Some(&b'.') {
        return false;
    }
    // After a star it is enough to go back to the last one.
    let (mut p, mut n) = (0, 0);
    let mut star = None;
    while n < name.len() {
        if pattern.get(p) == Some(&b'*') {
            star = Some((p, n));
            p += 1;
        } else if let Some(length) = name.get(n).and_then(|b| one(pattern.get(p..)?, *b)) {
            p += length;
            n += 1;
        } else if let Some((at, from)) = star {
            star = Some((at, from + 1));
            (p, n) = (at + 1, from + 1);
        } else {
            return false;
        }
    }
    pattern.get(p..).is_some_and(|rest| rest.iter().all(|&b| b == b'*'))
}

/// How much of the pattern stands for this octet at its beginning. None if it does not.
fn one(pattern: &[u8], b: u8) -> Option<usize> {
    match pattern {
        [b'?', ..] => Some(1),
        [b'[', rest @ ..] => {
            // The first octet may be the closing bracket itself.
            let end = 1 + rest.get(1..)?.iter().position(|&b| b == b']')?;
            let (negated, set) = match rest.get(..end)? {
                [b'!' | b'^', set @ ..] => (true, set),
                set => (false, set),
            };
            (contains(set, b) != negated).then_some(end + 2)
        }
        [first, ..] => (*first == b).then_some(1),
        [] => None,
    }
}

fn contains(mut set: &[u8], b: u8) -> bool {
    loop {
        set = match set {
            [from, b'-', to, ..] if (from..=to).contains(&&b) => return true,
            [_, b'-', _, rest @ ..] => rest,
            [one, ..] if *one == b => return true,
            [_, rest @ ..] => rest,
            [] => return false,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_those_of_a_shell() {
        for (pattern, yes, no) in [
            ("dictionary.*", "dictionary.cisco", "dictionary"),
            ("*", "a", ".a"),
            (".*", ".a", "a"),
            ("a?c", "abc", "ac"),
            ("[a-c]x", "bx", "dx"),
            ("[!a-c]x", "dx", "bx"),
            ("[]]x", "]x", "x"),
            ("*.rfc*[0-9]", "dictionary.rfc2865", "dictionary.rfc286x"),
            ("a**b", "ab", "abc"),
            ("[", "", "["),
        ] {
            assert!(yes.is_empty() || matches(pattern.as_bytes(), yes.as_bytes()), "{pattern} {yes}");
            assert!(!matches(pattern.as_bytes(), no.as_bytes()), "{pattern} {no}");
        }
    }

    #[test]
    fn many_stars_take_no_time() {
        let (pattern, name) = ("*a".repeat(200), "a".repeat(10_000) + "b");
        assert!(!matches(pattern.as_bytes(), name.as_bytes()));
    }

    #[test]
    fn the_folder_is_no_pattern() {
        let split =
            |path: &str| split(Path::new(path)).map(|(folder, name)| (folder.display().to_string(), name));
        let pair = |a: &str, b: &str| Some((a.to_owned(), b.to_owned()));
        assert_eq!(split("a/b*"), pair("a", "b*"));
        assert_eq!(split("a/b/"), pair("a/b", "*"));
        assert_eq!(split("b*"), pair(".", "b*"));
        assert_eq!(split("/b*"), pair("/", "b*"));
        assert_eq!(split("a*/b"), None);
    }
}
