//! What was found out about addresses, for a while.

use std::net::IpAddr;
use std::time::Duration;

use hashlink::LinkedHashMap;

/// Remembers for addresses what a look-up found, and for which it found nothing. Both are bounded, and apart, so that a
/// flood from unknown addresses does not displace the known ones; the least recently used give way.
///
/// The caller's clock may start anywhere, but must not run backwards.
#[derive(Debug)]
pub struct LookUps<T> {
    known: LinkedHashMap<IpAddr, (T, Duration)>,
    unknown: LinkedHashMap<IpAddr, Duration>,
    keep_known: Duration,
    keep_unknown: Duration,
    capacity: usize,
}

impl<T> LookUps<T> {
    /// Keeps what was found, and that nothing was found, for these times, and of each at most this many.
    #[must_use]
    pub fn new(keep_known: Duration, keep_unknown: Duration, capacity: usize) -> Self {
        let (known, unknown) = (LinkedHashMap::new(), LinkedHashMap::new());
        Self { known, unknown, keep_known, keep_unknown, capacity: capacity.max(1) }
    }

    /// What is known of an address: something, that there is nothing, or (`None`) neither.
    pub fn get(&mut self, address: &IpAddr, now: Duration) -> Option<Option<&T>> {
        if self.known.get(address).is_some_and(|(_, expires)| now < *expires) {
            return self.known.to_back(address).map(|(found, _)| Some(&*found));
        }
        self.known.remove(address);
        if self.unknown.get(address).is_some_and(|expires| now < *expires) {
            self.unknown.to_back(address);
            return Some(None);
        }
        self.unknown.remove(address);
        None
    }

    /// Remembers what was found.
    pub fn insert(&mut self, address: IpAddr, found: Option<T>, now: Duration) {
        self.forget(&address);
        match found {
            Some(found) => {
                self.known.insert(address, (found, now.saturating_add(self.keep_known)));
                if self.known.len() > self.capacity {
                    self.known.pop_front();
                }
            }
            None => {
                self.unknown.insert(address, now.saturating_add(self.keep_unknown));
                if self.unknown.len() > self.capacity {
                    self.unknown.pop_front();
                }
            }
        }
    }

    /// Forgets what is known of an address.
    pub fn forget(&mut self, address: &IpAddr) {
        self.known.remove(address);
        self.unknown.remove(address);
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
}
