//! What was found out about addresses or realms, for a while.

use std::hash::Hash;
use std::net::IpAddr;
use std::time::Duration;

use hashlink::LinkedHashMap;

/// Remembers for addresses, or keys of another kind, what a look-up found, and for which it found nothing. Both are bounded,
/// and apart, so that a flood of unknown keys does not displace the known ones; the least recently used give way.
///
/// The caller's clock may start anywhere, but must not run backwards.
#[derive(Debug)]
pub struct LookUps<T, K = IpAddr> {
    known: LinkedHashMap<K, (T, Duration)>,
    unknown: LinkedHashMap<K, Duration>,
    keep_known: Duration,
    keep_unknown: Duration,
    capacity: usize,
}

impl<T, K: Eq + Hash> LookUps<T, K> {
    /// Keeps what was found, and that nothing was found, for these times, and of each at most this many.
    #[must_use]
    pub fn new(keep_known: Duration, keep_unknown: Duration, capacity: usize) -> Self {
        let (known, unknown) = (LinkedHashMap::new(), LinkedHashMap::new());
        Self { known, unknown, keep_known, keep_unknown, capacity: capacity.max(1) }
    }

    /// What is known of a key: something, that there is nothing, or (`None`) neither.
    pub fn get(&mut self, key: &K, now: Duration) -> Option<Option<&T>> {
        if self.known.get(key).is_some_and(|(_, expires)| now < *expires) {
            return self.known.to_back(key).map(|(found, _)| Some(&*found));
        }
        self.known.remove(key);
        if self.unknown.get(key).is_some_and(|expires| now < *expires) {
            self.unknown.to_back(key);
            return Some(None);
        }
        self.unknown.remove(key);
        None
    }

    /// Remembers what was found.
    pub fn insert(&mut self, key: K, found: Option<T>, now: Duration) {
        let keep = if found.is_some() { self.keep_known } else { self.keep_unknown };
        self.insert_until(key, found, now.saturating_add(keep));
    }

    /// Remembers what was found until a time of its own.
    pub fn insert_until(&mut self, key: K, found: Option<T>, expires: Duration) {
        self.forget(&key);
        match found {
            Some(found) => {
                self.known.insert(key, (found, expires));
                if self.known.len() > self.capacity {
                    self.known.pop_front();
                }
            }
            None => {
                self.unknown.insert(key, expires);
                if self.unknown.len() > self.capacity {
                    self.unknown.pop_front();
                }
            }
        }
    }

    /// Takes out what was found for a key if that has expired, to be found anew.
    pub fn take_expired(&mut self, key: &K, now: Duration) -> Option<T> {
        self.known.get(key).filter(|(_, expires)| *expires <= now)?;
        self.known.remove(key).map(|(found, _)| found)
    }

    /// Forgets what expired at this time or before.
    pub fn forget_expired(&mut self, until: Duration) {
        self.known.retain(|_, (_, expires)| *expires > until);
        self.unknown.retain(|_, expires| *expires > until);
    }

    /// Forgets what is known of a key.
    pub fn forget(&mut self, key: &K) {
        self.known.remove(key);
        self.unknown.remove(key);
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.known.clear();
        self.unknown.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn address(number: u32) -> IpAddr {
        std::net::Ipv4Addr::from(number).into()
    }

    #[test]
    fn what_was_found_and_what_was_not_are_kept_for_their_times() {
        let mut look_ups = LookUps::new(300 * SECOND, 30 * SECOND, 10);
        assert_eq!(look_ups.get(&address(1), SECOND), None);
        look_ups.insert(address(1), Some("one"), SECOND);
        look_ups.insert(address(2), None, SECOND);
        assert_eq!(look_ups.get(&address(1), 300 * SECOND), Some(Some(&"one")));
        assert_eq!(look_ups.get(&address(1), 301 * SECOND), None);
        assert_eq!(look_ups.get(&address(2), 30 * SECOND), Some(None));
        assert_eq!(look_ups.get(&address(2), 31 * SECOND), None);
    }

    #[test]
    fn what_is_kept_for_ever_never_expires() {
        let mut look_ups = LookUps::new(Duration::MAX, Duration::MAX, 10);
        look_ups.insert(address(1), Some("one"), SECOND);
        look_ups.insert(address(2), None, SECOND);
        assert_eq!(look_ups.get(&address(1), 1_000_000 * SECOND), Some(Some(&"one")));
        assert_eq!(look_ups.get(&address(2), 1_000_000 * SECOND), Some(None));
    }

    #[test]
    fn what_changes_replaces_what_was_known() {
        let mut look_ups = LookUps::new(300 * SECOND, 300 * SECOND, 10);
        look_ups.insert(address(1), None, SECOND);
        look_ups.insert(address(1), Some("one"), SECOND);
        assert_eq!(look_ups.get(&address(1), SECOND), Some(Some(&"one")));
        look_ups.insert(address(1), None, SECOND);
        assert_eq!(look_ups.get(&address(1), SECOND), Some(None));
        look_ups.forget(&address(1));
        assert_eq!(look_ups.get(&address(1), SECOND), None);
    }

    #[test]
    fn a_flood_of_unknown_addresses_displaces_no_known_one() {
        let mut look_ups = LookUps::new(300 * SECOND, 300 * SECOND, 10);
        look_ups.insert(address(1), Some("one"), SECOND);
        for number in 100..100_000 {
            look_ups.insert(address(number), None, SECOND);
        }
        assert_eq!(look_ups.get(&address(1), SECOND), Some(Some(&"one")));
        assert_eq!((look_ups.known.len(), look_ups.unknown.len()), (1, 10));
    }

    #[test]
    fn the_least_recently_used_gives_way() {
        let mut look_ups = LookUps::new(300 * SECOND, 300 * SECOND, 2);
        look_ups.insert(address(1), Some(1), SECOND);
        look_ups.insert(address(2), Some(2), SECOND);
        look_ups.get(&address(1), SECOND);
        look_ups.insert(address(3), Some(3), SECOND);
        assert_eq!(look_ups.get(&address(2), SECOND), None);
        assert_eq!(look_ups.get(&address(1), SECOND), Some(Some(&1)));
    }

    #[test]
    fn what_has_expired_is_taken_out_or_forgotten() {
        let mut look_ups = LookUps::new(SECOND, SECOND, 10);
        for (name, expires) in [("a", 1), ("b", 2), ("c", 9)] {
            look_ups.insert_until(name, Some(expires), expires * SECOND);
        }
        assert_eq!(look_ups.take_expired(&"a", 2 * SECOND), Some(1));
        assert_eq!(look_ups.take_expired(&"a", 2 * SECOND), None);
        assert_eq!(look_ups.take_expired(&"c", 2 * SECOND), None);
        look_ups.forget_expired(2 * SECOND);
        assert_eq!(look_ups.take_expired(&"b", 2 * SECOND), None);
        assert_eq!(look_ups.get(&"c", 2 * SECOND), Some(Some(&9)));
    }
}
