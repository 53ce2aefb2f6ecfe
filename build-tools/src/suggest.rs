//! "Did you mean": the nearest of the names that would have been right.

/// The name that was probably meant by one that does not exist: the nearest, if it differs only by a slip or two.
///
/// ```
/// assert_eq!(radius_build::nearest("User-Nmae", ["User-Name", "User-Password"]), Some("User-Name"));
/// assert_eq!(radius_build::nearest("Class", ["User-Name", "User-Password"]), None);
/// ```
pub fn nearest<'a>(wrong: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    Suggest::default().nearest(wrong.as_bytes(), names)
}

/// Looks for near names. Has a budget of comparisons, so that a file full of mistakes does not take forever.
#[derive(Debug)]
pub(crate) struct Suggest {
    budget: usize,
}

impl Default for Suggest {
    fn default() -> Self {
        Self { budget: 20_000_000 }
    }
}

/// Longer words are no misspelling of anything.
const MAX: usize = 64;

impl Suggest {
    /// The candidate that differs from `wrong` only by a slip or two.
    pub(crate) fn nearest<'a>(
        &mut self,
        wrong: &[u8],
        candidates: impl IntoIterator<Item = &'a str>,
    ) -> Option<&'a str> {
        let wrong = std::str::from_utf8(wrong).ok().filter(|wrong| wrong.len() <= MAX)?;
        let wrong = wrong.to_ascii_lowercase();
        // One slip in a short word, one more for every further six letters, three at most.
        let allowed = if wrong.len() < 3 { return None } else { (1 + wrong.len() / 6).min(3) };
        let mut best: Option<(usize, &str)> = None;
        for candidate in candidates {
            if self.budget == 0 {
                return None;
            }
            self.budget -= 1;
            if candidate.len().abs_diff(wrong.len()) > allowed {
                continue;
            }
            self.budget = self.budget.saturating_sub(20);
            let distance = strsim::osa_distance(&wrong, &candidate.to_ascii_lowercase());
            if distance <= allowed && best.is_none_or(|(least, _)| distance < least) {
                best = Some((distance, candidate));
            }
        }
        best.map(|(_, candidate)| candidate)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(wrong: &str) -> Option<&'static str> {
        Suggest::default().nearest(wrong.as_bytes(), ["string", "integer", "octets", "ipaddr", "ifid"])
    }

    #[test]
    fn a_slip_is_found_in_any_case() {
        assert_eq!(near("strng"), Some("string"));
        assert_eq!(near("INTERGER"), Some("integer"));
        assert_eq!(near("otcets"), Some("octets"));
        assert_eq!(near("ipadr"), Some("ipaddr"));
    }

    #[test]
    fn what_is_not_near_is_not_suggested() {
        for wrong in ["ethernet", "x", "", "if", "text", "\u{fc}"] {
            assert_eq!(near(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_work_is_bounded() {
        let mut suggest = Suggest { budget: 30 };
        assert_eq!(suggest.nearest(b"strng", ["string", "strong", "strung"]), None);
        assert_eq!(suggest.budget, 0);
    }
}
