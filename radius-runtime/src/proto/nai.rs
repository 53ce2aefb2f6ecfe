//! Network Access Identifiers: who a user is, and at whose (RFC 7542).

use thiserror::Error;

/// A Network Access Identifier (RFC 7542 §2.2): a user, a user at a realm, or a realm alone.
///
/// Not every User-Name is one, and a user with a name that is none is to be authenticated all the same: the caller goes on with
/// the name as it stands. Nor is a User-Name rewritten on its way; this only looks into it.
///
/// A backslash takes what is special about the character behind it, as in `\(user\)@example.net`. The RFC's grammar has lost
/// the rule of its predecessor for that (RFC 4282 §2.1), but its §3.4 shows such a name as a valid one. What stands in front
/// of a `!`, as in `example.net!alice@example.org`, is part of the user here and says nothing of the way (RFC 7542 §3.3.1).
///
/// ```
/// use radius_runtime::proto::Nai;
///
/// let nai = Nai::parse("alice@example.org")?;
/// assert_eq!((nai.user(), nai.realm()), (Some("alice"), Some("example.org")));
/// assert_eq!(Nai::parse("alice")?.realm(), None);
/// assert_eq!(Nai::parse("@example.org")?.user(), None);
/// assert!(Nai::parse("alice@localhost").is_err());
/// # Ok::<(), radius_runtime::proto::nai::InvalidNai>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Nai<'a> {
    user: Option<&'a str>,
    realm: Option<&'a str>,
}

/// Why a name is no Network Access Identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum InvalidNai {
    /// The user's part is empty, where there is no realm either, has an empty part between its dots, or a character that may
    /// not stand there.
    #[error("what names the user is empty or has what may not stand there")]
    User,
    /// What stands behind the first `@` is no realm: two labels at least between dots, of letters, digits and hyphens, which
    /// neither begin nor end with a hyphen.
    #[error("what stands behind `@` is no realm: two labels or more of letters, digits and hyphens")]
    Realm,
}

impl<'a> Nai<'a> {
    /// Reads a name.
    ///
    /// # Errors
    /// It is no Network Access Identifier. That is no reason to refuse whoever has this name.
    pub fn parse(name: &'a str) -> Result<Self, InvalidNai> {
        let (user, realm) = match name.split_once('@') {
            Some((user, realm)) => (Some(user).filter(|user| !user.is_empty()), Some(realm)),
            None => (Some(name), None),
        };
        if !user.is_none_or(is_user) {
            return Err(InvalidNai::User);
        }
        if !realm.is_none_or(|realm| realm.contains('.') && is_domain(realm)) {
            return Err(InvalidNai::Realm);
        }
        Ok(Self { user, realm })
    }

    /// The user, as it stands in the name; `None` where the name hides it (RFC 7542 §2.4).
    #[must_use]
    pub const fn user(&self) -> Option<&'a str> {
        self.user
    }

    /// The realm, as it stands in the name. Two of them that differ in case or in how a character is composed are the same:
    /// [`Routes`](super::Routes) compares them.
    #[must_use]
    pub const fn realm(&self) -> Option<&'a str> {
        self.realm
    }
}

/// The `dot-string` of the grammar, with what a backslash lets stand in it.
fn is_user(text: &str) -> bool {
    let (mut at_start, mut characters) = (true, text.chars());
    while let Some(character) = characters.next() {
        let is_fine = match character {
            '.' => !at_start,
            '\\' => characters.next().is_some_and(|quoted| quoted.is_ascii_graphic()),
            _ => is_user_character(character),
        };
        if !is_fine {
            return false;
        }
        at_start = character == '.';
    }
    !at_start
}

fn is_user_character(character: char) -> bool {
    !character.is_ascii() || character.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(character)
}

/// Whether this is a realm, but for how many labels it has.
pub(super) fn is_domain(text: &str) -> bool {
    text.split('.').all(|label| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| !c.is_ascii() || c.is_ascii_alphanumeric() || c == '-')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_split_into_user_and_realm_p167() {
        for (name, user, realm) in [
            ("bob", Some("bob"), None),
            ("joe@example.com", Some("joe"), Some("example.com")),
            ("@privatecorp.example.net", None, Some("privatecorp.example.net")),
            ("eng.example.net!nancy@example.net", Some("eng.example.net!nancy"), Some("example.net")),
            (r"\(user\)@example.net", Some(r"\(user\)"), Some("example.net")),
            (r"a\.@example.net", Some(r"a\."), Some("example.net")),
            ("Bob@Δοκιμή.COM", Some("Bob"), Some("Δοκιμή.COM")),
            ("b@a--b.xn--c", Some("b"), Some("a--b.xn--c")),
        ] {
            let nai = Nai::parse(name).unwrap();
            assert_eq!((nai.user(), nai.realm()), (user, realm), "{name}");
        }
    }

    #[test]
    fn what_is_no_identifier_says_which_part_of_it_is_not_p167() {
        for name in ["", ".", ".a", "a.", "a..b", "a b", "a\0", "a\\", "\\ ", "a\\\u{e9}", "a,b", "\"a\""] {
            assert_eq!(Nai::parse(name), Err(InvalidNai::User), "{name:?}");
            let at_realm = format!("{name}@example.net");
            assert_eq!(Nai::parse(&at_realm).is_ok(), name.is_empty(), "{at_realm:?}");
        }
        for realm in [
            "", "a", "a.", ".a", "a..b", "-a.b", "a-.b", "a.b-", "a_b.c", "a b.c", "a.b@c.d", "a\\.b.c",
            "*.a.b",
        ] {
            assert_eq!(Nai::parse(&format!("bob@{realm}")), Err(InvalidNai::Realm), "{realm:?}");
            assert_eq!(Nai::parse(&format!("@{realm}")), Err(InvalidNai::Realm), "{realm:?}");
        }
        assert_eq!(Nai::parse("fred.@example"), Err(InvalidNai::User), "both are wrong, the first is told");
        // Quoted or not, there is one `@`.
        assert!(Nai::parse(r"a\@b@example.net").is_err());
    }
}
