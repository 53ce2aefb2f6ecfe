//! Requests that were sent again: while the first is handled they are dropped, afterwards they get the same octets
//! (RFC 5080 §2.2.2).

use std::hash::{Hash, Hasher};
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use hashlink::LinkedHashMap;
use hashlink::linked_hash_map::Entry as Slot;

use crate::crypto::Authenticator;
use crate::packet::Code;

/// What tells one request of a client from another. The authenticator is not part of it: a request with the same key and
/// another authenticator is a new one that took over the identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// Where the request came from.
    pub peer: SocketAddr,
    /// The address it was sent to, where one socket receives for several.
    pub local: Option<IpAddr>,
    /// The request's code: some clients count identifiers for each.
    pub code: Code,
    /// The request's identifier.
    pub identifier: u8,
}

impl Hash for Key {
    /// What nearly always differs, in two numbers: hashing field by field takes longer than all else that is done with a key.
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self.peer.ip() {
            IpAddr::V4(address) => state.write_u32(address.into()),
            IpAddr::V6(address) => state.write_u128(address.into()),
        }
        let [high, low] = self.peer.port().to_be_bytes();
        state.write_u32(u32::from_be_bytes([high, low, self.code.0, self.identifier]));
    }
}

/// The requests that one socket has received of late, with the replies to them.
///
/// The caller's clock may start anywhere, but must not run backwards. Every operation takes constant time, however many
/// requests there are, and there are never more than the capacity: the oldest ones give way.
///
/// ```
/// use std::time::Duration;
/// use radius_runtime::Code;
/// use radius_runtime::proto::duplicates::{Duplicates, Key, Seen};
///
/// let mut duplicates = Duplicates::new(Duration::from_secs(30), 1000);
/// let peer = "192.0.2.1:1645".parse()?;
/// let key = Key { peer, local: None, code: Code::ACCESS_REQUEST, identifier: 7 };
/// let authenticator = [9; 16];
/// let Seen::New(ticket) = duplicates.begin(key, &authenticator, Duration::ZERO) else { unreachable!() };
/// assert_eq!(duplicates.begin(key, &authenticator, Duration::from_secs(2)), Seen::InFlight);
/// assert_eq!(duplicates.answer(&ticket, vec![3, 7], Duration::from_secs(3)), Some(&[3, 7][..]));
/// assert_eq!(duplicates.begin(key, &authenticator, Duration::from_secs(4)), Seen::Answered(&[3, 7]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Duplicates {
    /// In the order in which they expire, since all live equally long.
    entries: LinkedHashMap<Key, Entry>,
    lifetime: Duration,
    capacity: usize,
    last_serial: u64,
}

#[derive(Debug)]
struct Entry {
    authenticator: Authenticator,
    serial: u64,
    expires: Duration,
    /// `None` while the request is being handled.
    reply: Option<Vec<u8>>,
}

impl Entry {
    /// A request that is being handled.
    const fn new(ticket: &Ticket, expires: Duration) -> Self {
        Self { authenticator: ticket.authenticator, serial: ticket.serial, expires, reply: None }
    }
}

/// What a request is to the table.
#[derive(Debug, PartialEq, Eq)]
pub enum Seen<'a> {
    /// It is to be handled.
    New(Ticket),
    /// It is being handled: drop it.
    InFlight,
    /// It was answered: send the same octets again.
    Answered(&'a [u8]),
}

/// A request that the table knows to be in flight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticket {
    key: Key,
    authenticator: Authenticator,
    serial: u64,
}

impl Duplicates {
    /// A table whose replies are kept for this long (RFC 5080 §2.2.2: 5 to 30 seconds), and which holds at most this many
    /// requests.
    #[must_use]
    pub fn new(lifetime: Duration, capacity: usize) -> Self {
        Self { entries: LinkedHashMap::new(), lifetime, capacity: capacity.max(1), last_serial: 0 }
    }

    /// Takes a request that passed every check. Others must not come here: they would displace the real ones.
    pub fn begin(&mut self, key: Key, authenticator: &Authenticator, now: Duration) -> Seen<'_> {
        self.expire(now);
        let ticket = Ticket { key, authenticator: *authenticator, serial: self.last_serial + 1 };
        let entry = Entry::new(&ticket, now.saturating_add(self.lifetime));
        let is_new = match self.entries.entry(key) {
            Slot::Occupied(known) if known.get().authenticator == *authenticator => false,
            Slot::Occupied(mut older) => {
                older.insert(entry);
                older.to_back();
                true
            }
            Slot::Vacant(free) => {
                free.insert(entry);
                true
            }
        };
        if is_new {
            self.last_serial = ticket.serial;
            self.make_room();
            return Seen::New(ticket);
        }
        // Looked up again: what is returned borrows the table.
        let reply = self.entries.get(&key).and_then(|entry| entry.reply.as_deref());
        reply.map_or(Seen::InFlight, Seen::Answered)
    }

    /// Keeps the reply to a request, and gives it back to be sent; `None` if a newer request has taken over the
    /// identifier, to which it would look like an answer.
    pub fn answer(&mut self, ticket: &Ticket, reply: Vec<u8>, now: Duration) -> Option<&[u8]> {
        let entry = Entry { reply: Some(reply), ..Entry::new(ticket, now.saturating_add(self.lifetime)) };
        // Most requests are answered before another one comes: theirs is the last entry, and need not be looked up.
        let is_newest = |(_, newest): &(&Key, &mut Entry)| newest.serial == ticket.serial;
        if let Some((_, own)) = self.entries.iter_mut().next_back().filter(is_newest) {
            *own = entry;
            return self.newest_reply();
        }
        match self.entries.entry(ticket.key) {
            Slot::Occupied(newer) if newer.get().serial != ticket.serial => return None,
            Slot::Occupied(mut own) => {
                own.insert(entry);
                own.to_back();
            }
            // It had to give way, but nobody else has its identifier: the reply is good.
            Slot::Vacant(free) => {
                free.insert(entry);
            }
        }
        self.make_room();
        self.newest_reply()
    }

    fn newest_reply(&self) -> Option<&[u8]> {
        self.entries.back().and_then(|(_, entry)| entry.reply.as_deref())
    }

    /// The oldest gives way to the one that was added.
    fn make_room(&mut self) {
        if self.entries.len() > self.capacity {
            self.entries.pop_front();
        }
    }

    /// Forgets a request that gets no answer: when it is sent again, it is handled again.
    pub fn forget(&mut self, ticket: &Ticket) {
        if self.entries.get(&ticket.key).is_some_and(|entry| entry.serial == ticket.serial) {
            self.entries.remove(&ticket.key);
        }
    }

    /// How many requests it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it holds none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Drops what is too old. Requests that are still being handled stay, behind all others.
    fn expire(&mut self, now: Duration) {
        while let Some((&key, entry)) = self.entries.front().filter(|(_, entry)| entry.expires <= now) {
            if entry.reply.is_some() {
                self.entries.pop_front();
            } else if let Some(entry) = self.entries.to_back(&key) {
                entry.expires = now.saturating_add(self.lifetime.max(Duration::from_millis(1)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);
    const LIFETIME: Duration = Duration::from_secs(30);

    fn key(port: u16, identifier: u8) -> Key {
        let peer = ([192, 0, 2, 1], port).into();
        Key { peer, local: None, code: Code::ACCESS_REQUEST, identifier }
    }

    #[track_caller]
    fn new(duplicates: &mut Duplicates, key: Key, authenticator: u8, now: Duration) -> Ticket {
        match duplicates.begin(key, &[authenticator; 16], now) {
            Seen::New(ticket) => ticket,
            seen => panic!("{seen:?}"),
        }
    }

    #[test]
    fn a_repetition_is_dropped_while_the_first_is_handled_and_then_gets_the_same_octets_p82() {
        let mut duplicates = Duplicates::new(LIFETIME, 10);
        let ticket = new(&mut duplicates, key(1, 1), 1, SECOND);
        assert_eq!(duplicates.begin(key(1, 1), &[1; 16], 2 * SECOND), Seen::InFlight);
        assert_eq!(duplicates.answer(&ticket, vec![2, 1, 9], 3 * SECOND), Some(&[2, 1, 9][..]));
        for second in [3, 4, 32] {
            let seen = duplicates.begin(key(1, 1), &[1; 16], second * SECOND);
            assert_eq!(seen, Seen::Answered(&[2, 1, 9]), "{second}");
        }
        new(&mut duplicates, key(1, 1), 1, 33 * SECOND);
    }

    #[test]
    fn address_port_code_identifier_and_the_address_asked_tell_requests_apart_p82() {
        let mut duplicates = Duplicates::new(LIFETIME, 10);
        let first = key(1, 1);
        let others = [
            Key { identifier: 2, ..first },
            Key { code: Code::ACCOUNTING_REQUEST, ..first },
            Key { peer: ([192, 0, 2, 1], 2).into(), ..first },
            Key { peer: ([192, 0, 2, 2], 1).into(), ..first },
            Key { local: Some([127, 0, 0, 2].into()), ..first },
        ];
        for key in [&[first][..], &others].concat() {
            new(&mut duplicates, key, 1, SECOND);
        }
        assert_eq!(duplicates.len(), 6);
    }

    #[test]
    fn another_authenticator_takes_over_and_the_old_answer_is_forgotten_p83() {
        let mut duplicates = Duplicates::new(LIFETIME, 10);
        let old = new(&mut duplicates, key(1, 1), 1, SECOND);
        let newer = new(&mut duplicates, key(1, 1), 2, 2 * SECOND);
        assert_eq!(duplicates.answer(&old, vec![1], 3 * SECOND), None);
        duplicates.forget(&old);
        assert_eq!(duplicates.begin(key(1, 1), &[2; 16], 3 * SECOND), Seen::InFlight);
        assert_eq!(duplicates.answer(&newer, vec![2], 3 * SECOND), Some(&[2][..]));
        let newest = new(&mut duplicates, key(1, 1), 3, 4 * SECOND);
        assert_eq!(duplicates.begin(key(1, 1), &[3; 16], 4 * SECOND), Seen::InFlight, "not the old reply");
        assert_eq!(duplicates.answer(&newest, vec![3], 4 * SECOND), Some(&[3][..]));
        assert_eq!(duplicates.len(), 1);
    }

    #[test]
    fn a_request_without_answer_is_handled_again_p38() {
        let mut duplicates = Duplicates::new(LIFETIME, 10);
        let ticket = new(&mut duplicates, key(1, 1), 1, SECOND);
        duplicates.forget(&ticket);
        assert!(duplicates.is_empty());
        new(&mut duplicates, key(1, 1), 1, 2 * SECOND);
    }

    #[test]
    fn what_is_full_gives_up_the_oldest_p84() {
        let mut duplicates = Duplicates::new(LIFETIME, 100);
        let slow = new(&mut duplicates, key(9, 9), 9, SECOND);
        for port in 0..1000 {
            let ticket = new(&mut duplicates, key(port, 1), 1, SECOND);
            duplicates.answer(&ticket, vec![1], SECOND);
            assert!(duplicates.len() <= 100);
        }
        assert_eq!(duplicates.answer(&slow, vec![9], SECOND), Some(&[9][..]), "its answer is still good");
        assert_eq!(duplicates.begin(key(999, 1), &[1; 16], SECOND), Seen::Answered(&[1]));
    }

    #[test]
    fn replies_expire_in_order_but_requests_in_flight_do_not_p82() {
        let mut duplicates = Duplicates::new(LIFETIME, 1000);
        let slow = new(&mut duplicates, key(9, 9), 9, Duration::ZERO);
        for second in 0..500 {
            let ticket = new(&mut duplicates, key(1, second as u8), second as u8, second * SECOND);
            duplicates.answer(&ticket, vec![1], second * SECOND);
            assert!(duplicates.len() <= 32, "{second}: {}", duplicates.len());
        }
        assert_eq!(duplicates.begin(key(9, 9), &[9; 16], 500 * SECOND), Seen::InFlight);
        assert_eq!(duplicates.answer(&slow, vec![9], 500 * SECOND), Some(&[9][..]));
        new(&mut duplicates, key(2, 2), 2, 1000 * SECOND);
        assert_eq!(duplicates.len(), 1);
    }

    #[test]
    fn a_client_that_reuses_its_identifiers_costs_no_more_than_it_has() {
        let mut duplicates = Duplicates::new(LIFETIME, 1 << 16);
        for round in 0..1000_u32 {
            for identifier in 0..=u8::MAX {
                let mut authenticator = [identifier; 16];
                authenticator[..4].copy_from_slice(&round.to_be_bytes());
                let Seen::New(ticket) = duplicates.begin(key(1, identifier), &authenticator, SECOND) else {
                    panic!("{round} {identifier}")
                };
                duplicates.answer(&ticket, vec![1], SECOND);
            }
        }
        assert_eq!(duplicates.len(), 256);
    }
}
