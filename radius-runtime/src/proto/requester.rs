//! The requests in flight over one connection: the numbers that pair each with its reply, identifiers (RFC 2865 §2.5, §4.2)
//! or Tokens (RFC 9765 §4.2).

use std::collections::{HashMap, VecDeque};

use crate::attribute::MESSAGE_AUTHENTICATOR;
use crate::packet::{Code, OpenPacket, Profile, Received, RequestHeader, SealedRequest};

use super::DiscardReason;
use super::service::PROXY_STATE;

/// The numbers of one connection to a server, and who waits for a reply under each. `T` is whatever the caller wants back
/// with the reply.
#[derive(Debug)]
pub struct Requester<T> {
    numbers: Numbers<T>,
}

#[derive(Debug)]
enum Numbers<T> {
    /// 256 identifiers.
    Identifiers {
        slots: Vec<Slot<T>>,
        /// Free identifiers, the one that has been free longest first, so that a late reply meets no new request.
        free: VecDeque<u8>,
        /// Whether identifier 0 is for Status-Server alone.
        zero_is_for_status: bool,
    },
    /// A counter of 32 bits (RFC 9765 §4.2).
    Tokens { slots: HashMap<u32, Slot<T>>, next: u32, limit: usize },
}

#[derive(Debug)]
struct Slot<T> {
    is_reserved: bool,
    pending: Option<Pending<T>>,
    /// The last request under this number that got no reply: one that comes late is told from a forged one by it.
    given_up: Option<RequestHeader>,
}

#[derive(Debug)]
struct Pending<T> {
    header: RequestHeader,
    waiter: T,
    has_proxy_state: bool,
    unverified: u32,
    is_answered: bool,
}

/// A packet that is no valid reply to any request in flight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Why it is discarded.
    pub reason: DiscardReason,
}

impl<T> Slot<T> {
    const FREE: Self = Self { is_reserved: false, pending: None, given_up: None };
    const RESERVED: Self = Self { is_reserved: true, ..Self::FREE };
}

impl<T> Default for Requester<T> {
    fn default() -> Self {
        Self::of_identifiers(0..=u8::MAX, false)
    }
}

impl<T> Requester<T> {
    /// The identifiers of a connection that keeps 0 for Status-Server, so that it can be asked for life signs also when
    /// all others wait for replies (draft-ietf-radext-radiusdtls-bis §3.8).
    #[must_use]
    pub fn with_zero_for_status() -> Self {
        Self::of_identifiers(1..=u8::MAX, true)
    }

    fn of_identifiers(free: impl Iterator<Item = u8>, zero_is_for_status: bool) -> Self {
        let slots = (0..=u8::MAX).map(|_| Slot::FREE).collect();
        Self { numbers: Numbers::Identifiers { slots, free: free.collect(), zero_is_for_status } }
    }

    /// The Tokens of a connection of RADIUS/1.1, counted from one that should be random, with at most so many requests in
    /// flight. One more may be, if it is a Status-Server.
    #[must_use]
    pub fn with_tokens(first: u32, limit: usize) -> Self {
        Self { numbers: Numbers::Tokens { slots: HashMap::new(), next: first, limit } }
    }

    /// Takes a number out, for [`start`](Self::start) or [`release`](Self::release); `None` if all are in use.
    pub fn reserve(&mut self, code: Code) -> Option<u32> {
        match &mut self.numbers {
            Numbers::Identifiers { slots, free, zero_is_for_status } => {
                let zero_is_free = *zero_is_for_status && slots.first().is_some_and(|slot| !slot.is_reserved);
                let identifier = match code {
                    Code::STATUS_SERVER if zero_is_free => 0,
                    _ => free.pop_front()?,
                };
                if let Some(slot) = slots.get_mut(usize::from(identifier)) {
                    slot.is_reserved = true;
                }
                Some(identifier.into())
            }
            Numbers::Tokens { slots, next, limit } => {
                if slots.len() >= *limit + usize::from(code == Code::STATUS_SERVER) {
                    return None;
                }
                // After four billion requests an old one may still be waiting.
                while slots.contains_key(next) {
                    *next = next.wrapping_add(1);
                }
                let token = *next;
                *next = next.wrapping_add(1);
                slots.insert(token, Slot::RESERVED);
                Some(token)
            }
        }
    }

    fn slot(&mut self, number: u32) -> Option<&mut Slot<T>> {
        match &mut self.numbers {
            Numbers::Identifiers { slots, .. } => slots.get_mut(usize::try_from(number).ok()?),
            Numbers::Tokens { slots, .. } => slots.get_mut(&number),
        }
    }

    /// Waits for the reply to a request that was sealed under a reserved number.
    pub fn start(&mut self, number: u32, request: &SealedRequest, waiter: T) {
        if let Some(slot) = self.slot(number).filter(|slot| slot.is_reserved) {
            let (header, has_proxy_state) = (*request.header(), request.has(PROXY_STATE));
            slot.pending =
                Some(Pending { header, waiter, has_proxy_state, unverified: 0, is_answered: false });
        }
    }

    /// Gives a reserved number back; one that is not reserved stays as it is. Says how many replies under it did not
    /// verify.
    pub fn release(&mut self, number: u32) -> u32 {
        let Some(slot) = self.slot(number).filter(|slot| slot.is_reserved) else { return 0 };
        slot.is_reserved = false;
        let mut unverified = 0;
        if let Some(pending) = slot.pending.take() {
            slot.given_up = Some(pending.header).filter(|_| !pending.is_answered);
            unverified = pending.unverified;
        }
        match &mut self.numbers {
            Numbers::Identifiers { free, zero_is_for_status, .. } => {
                let identifier = u8::try_from(number).ok();
                free.extend(identifier.filter(|&identifier| identifier != 0 || !*zero_is_for_status));
            }
            Numbers::Tokens { slots, .. } => drop(slots.remove(&number)),
        }
        unverified
    }

    /// How many replies to this request arrived that did not verify.
    #[must_use]
    pub fn unverified(&self, number: u32) -> u32 {
        let slot = match &self.numbers {
            Numbers::Identifiers { slots, .. } => usize::try_from(number).ok().and_then(|at| slots.get(at)),
            Numbers::Tokens { slots, .. } => slots.get(&number),
        };
        slot.and_then(|slot| slot.pending.as_ref()).map_or(0, |pending| pending.unverified)
    }

    /// Requests that wait for a reply.
    #[must_use]
    pub fn in_flight(&self) -> usize {
        match &self.numbers {
            Numbers::Identifiers { slots, .. } => slots.iter().filter(|slot| slot.is_reserved).count(),
            Numbers::Tokens { slots, .. } => slots.len(),
        }
    }

    /// Every waiter, to tell them that the connection is gone.
    pub fn waiters(&mut self) -> impl Iterator<Item = &mut T> {
        let (few, many) = match &mut self.numbers {
            Numbers::Identifiers { slots, .. } => (Some(slots.iter_mut()), None),
            Numbers::Tokens { slots, .. } => (None, Some(slots.values_mut())),
        };
        let slots = few.into_iter().flatten().chain(many.into_iter().flatten());
        slots.filter_map(|slot| slot.pending.as_mut()).map(|pending| &mut pending.waiter)
    }

    /// Takes a packet from the server. A valid reply comes back with its waiter; anything else is discarded and the
    /// request goes on waiting, so that a forged reply cannot end it (RFC 2865 §4.2).
    ///
    /// # Errors
    /// The packet is no valid reply to any request in flight.
    pub fn receive(
        &mut self,
        packet: &[u8],
        profile: &Profile,
        require_message_authenticator: bool,
    ) -> Result<(&mut T, OpenPacket), Refused> {
        let refused = |reason| Refused { reason };
        let read = if profile.is_tls() { Received::from_stream } else { Received::from_datagram };
        let received = read(packet).map_err(|error| refused(error.into()))?;
        if received.code().is_request() {
            return Err(refused(DiscardReason::UnexpectedCode));
        }
        let slot = self.slot(profile.number(&received));
        let Some((pending, given_up)) =
            slot.and_then(|slot| Some((slot.pending.as_mut()?, slot.given_up.as_ref())))
        else {
            return Err(refused(DiscardReason::UnknownIdentifier));
        };
        let require = require_message_authenticator;
        if let Err(error) = profile.verify_reply(&received, &pending.header, require) {
            if given_up.is_some_and(|old| profile.verify_reply(&received, old, false).is_ok()) {
                return Err(refused(DiscardReason::UnknownIdentifier));
            }
            pending.unverified = pending.unverified.saturating_add(1);
            return Err(refused(error.into()));
        }
        let has = |number| received.attributes().any(|raw| raw.number == number);
        let is_access = pending.header.code == Code::ACCESS_REQUEST && !profile.is_tls();
        if is_access && !pending.has_proxy_state && has(PROXY_STATE) && !has(MESSAGE_AUTHENTICATOR) {
            // What collides in the known attack on MD5 hides in it (CVE-2024-3596).
            pending.unverified = pending.unverified.saturating_add(1);
            return Err(refused(DiscardReason::UnexpectedProxyState));
        }
        pending.is_answered = true;
        let keys = profile.keys(&pending.header);
        Ok((&mut pending.waiter, received.to_packet().opened(keys)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::Secret;
    use crate::fixture::{PROXY_STATE, REPLY_MESSAGE, USER_NAME};
    use crate::packet::Packet;

    fn secret() -> Secret {
        Secret::new("a shared secret").unwrap()
    }

    fn started(requester: &mut Requester<&'static str>) -> RequestHeader {
        let identifier = requester.reserve(Code::ACCESS_REQUEST).unwrap();
        let profile = Profile::udp(secret());
        let request =
            profile.seal_request(&Packet::access_request().with(USER_NAME, "a"), identifier).unwrap();
        requester.start(identifier, &request, "waiter");
        *request.header()
    }

    fn refused(requester: &mut Requester<&'static str>, reply: &[u8]) -> DiscardReason {
        requester.receive(reply, &Profile::udp(secret()), true).err().unwrap().reason
    }

    #[test]
    fn only_the_right_reply_ends_the_wait_p18() {
        let mut requester = Requester::default();
        let request = started(&mut requester);
        let reply = Packet::new(Code::ACCESS_ACCEPT).with(REPLY_MESSAGE, "hello");
        let good = reply.seal_reply(&request, &secret()).unwrap();

        let other_identifier = RequestHeader { identifier: 99, ..request };
        let forged = reply.seal_reply(&other_identifier, &secret()).unwrap();
        assert_eq!(refused(&mut requester, &forged), DiscardReason::UnknownIdentifier);

        let other_request = RequestHeader { authenticator: [1; 16], ..request };
        let forged = reply.seal_reply(&other_request, &secret()).unwrap();
        assert_eq!(refused(&mut requester, &forged), DiscardReason::BadAuthenticator);

        let wrong_secret = reply.seal_reply(&request, &Secret::new("another").unwrap()).unwrap();
        assert_eq!(refused(&mut requester, &wrong_secret), DiscardReason::BadAuthenticator);

        let accounting = RequestHeader { code: Code::ACCOUNTING_REQUEST, ..request };
        let wrong_code = Packet::new(Code::ACCOUNTING_RESPONSE).seal_reply(&accounting, &secret()).unwrap();
        assert_eq!(refused(&mut requester, &wrong_code), DiscardReason::UnexpectedCode);

        let mut changed = good.clone();
        changed[22] ^= 1;
        assert_eq!(refused(&mut requester, &changed), DiscardReason::BadAuthenticator);
        assert_eq!(refused(&mut requester, &good[..10]), DiscardReason::TooShort);
        assert_eq!(refused(&mut requester, &[2; 19]), DiscardReason::TooShort);
        assert_eq!(requester.unverified(request.identifier.into()), 4);

        let (waiter, reply) = requester.receive(&good, &Profile::udp(secret()), true).unwrap();
        assert_eq!((*waiter, reply.get(REPLY_MESSAGE)), ("waiter", Ok(Some("hello"))));
    }

    #[test]
    fn a_reply_without_message_authenticator_is_refused_unless_excused_p159() {
        let mut requester = Requester::default();
        let request = started(&mut requester);
        let mut reply = vec![2, request.identifier, 0, 20];
        let authenticator = secret().authenticator(&[&reply, &request.authenticator]);
        reply.extend_from_slice(&authenticator);
        assert_eq!(refused(&mut requester, &reply), DiscardReason::NoMessageAuthenticator);
        assert!(requester.receive(&reply, &Profile::udp(secret()), false).is_ok());
    }

    #[test]
    fn an_unsigned_reply_with_proxy_state_that_nobody_sent_is_discarded_p165() {
        let unsigned = |header: &RequestHeader| {
            let mut reply = vec![2, header.identifier, 0, 23];
            let authenticator = secret().authenticator(&[&reply, &header.authenticator, &[33, 3, 7]]);
            reply.extend_from_slice(&authenticator);
            reply.extend_from_slice(&[33, 3, 7]);
            reply
        };
        let mut requester = Requester::default();
        let header = started(&mut requester);
        let excused = Profile::udp(secret());
        let outcome = requester.receive(&unsigned(&header), &excused, false).err();
        assert_eq!(outcome.map(|refused| refused.reason), Some(DiscardReason::UnexpectedProxyState));
        assert_eq!(requester.unverified(header.identifier.into()), 1);
        let signed = Packet::new(Code::ACCESS_ACCEPT).with(PROXY_STATE, [7]).seal_reply(&header, &secret());
        assert!(requester.receive(&signed.unwrap(), &excused, false).is_ok(), "odd, but of the server");

        // A proxy gets back what it sent.
        let number = requester.reserve(Code::ACCESS_REQUEST).unwrap();
        let packet = Packet::access_request().with(USER_NAME, "a").with(PROXY_STATE, [7]);
        let request = excused.seal_request(&packet, number).unwrap();
        requester.start(number, &request, "proxy");
        assert!(requester.receive(&unsigned(request.header()), &excused, false).is_ok());
    }

    #[test]
    fn the_identifier_free_longest_is_taken_and_all_256_serve_p20() {
        let mut requester: Requester<()> = Requester::default();
        let all: Vec<_> = std::iter::from_fn(|| requester.reserve(Code::ACCESS_REQUEST)).collect();
        assert_eq!(all.len(), 256);
        assert_eq!(requester.in_flight(), 256);
        requester.release(7);
        requester.release(7);
        requester.release(3);
        let mut next = || requester.reserve(Code::ACCESS_REQUEST);
        assert_eq!([next(), next(), next()], [Some(7), Some(3), None]);
    }

    #[test]
    fn a_late_reply_to_a_request_that_was_given_up_speaks_not_of_another_secret_p81() {
        let mut requester = Requester::default();
        let old = started(&mut requester);
        requester.release(old.identifier.into());
        let late = Packet::new(Code::ACCESS_ACCEPT).seal_reply(&old, &secret()).unwrap();
        assert_eq!(refused(&mut requester, &late), DiscardReason::UnknownIdentifier);
        let new = loop {
            let new = started(&mut requester);
            if new.identifier == old.identifier {
                break new;
            }
        };
        assert_eq!(refused(&mut requester, &late), DiscardReason::UnknownIdentifier);
        assert_eq!(requester.unverified(new.identifier.into()), 0);
    }

    #[test]
    fn a_connection_keeps_zero_for_status_server_p121() {
        let mut requester: Requester<()> = Requester::with_zero_for_status();
        let all: Vec<_> = std::iter::from_fn(|| requester.reserve(Code::ACCESS_REQUEST)).collect();
        assert_eq!((all.len(), all.contains(&0)), (255, false));
        assert_eq!(requester.reserve(Code::STATUS_SERVER), Some(0));
        assert_eq!(requester.reserve(Code::STATUS_SERVER), None);
        requester.release(0);
        assert_eq!(requester.reserve(Code::ACCESS_REQUEST), None);
        assert_eq!(requester.reserve(Code::STATUS_SERVER), Some(0));
    }

    #[test]
    fn tokens_count_up_and_wrap_and_may_be_more_than_256_p150_p154() {
        let mut requester: Requester<()> = Requester::with_tokens(u32::MAX - 1, 300);
        let mut next = |code| requester.reserve(code);
        assert_eq!(
            [(); 3].map(|()| next(Code::ACCESS_REQUEST)),
            [Some(u32::MAX - 1), Some(u32::MAX), Some(0)]
        );
        assert_eq!((3..300).filter_map(|_| next(Code::ACCOUNTING_REQUEST)).count(), 297);
        assert_eq!(next(Code::ACCESS_REQUEST), None);
        assert_eq!(next(Code::STATUS_SERVER), Some(298), "none is kept for it, but there is room");
        requester.release(0);
        requester.release(1);
        assert_eq!(requester.reserve(Code::ACCESS_REQUEST), Some(299));
        assert_eq!(requester.in_flight(), 300);
    }

    #[test]
    fn a_token_that_is_still_waited_under_is_not_taken_again_p150() {
        let mut requester: Requester<()> = Requester::with_tokens(7, 10);
        assert_eq!(requester.reserve(Code::ACCESS_REQUEST), Some(7));
        if let Numbers::Tokens { next, .. } = &mut requester.numbers {
            *next = 7;
        }
        assert_eq!(requester.reserve(Code::ACCESS_REQUEST), Some(8));
    }

    #[test]
    fn replies_are_paired_by_token_p150() {
        let mut requester = Requester::with_tokens(0x0102_0304, 10);
        let profile = Profile::radius_1_1();
        let token = requester.reserve(Code::ACCESS_REQUEST).unwrap();
        let request = profile.seal_request(&Packet::access_request().with(USER_NAME, "a"), token).unwrap();
        requester.start(token, &request, "waiter");
        let reply = profile.seal_reply(&Packet::new(Code::ACCESS_ACCEPT), request.header()).unwrap();
        let mut other = reply.clone();
        other[7] ^= 1;
        let refused = requester.receive(&other, &profile, true).err().map(|refused| refused.reason);
        assert_eq!(refused, Some(DiscardReason::UnknownIdentifier));
        assert_eq!(requester.receive(&reply, &profile, true).map(|(waiter, _)| *waiter), Ok("waiter"));
        requester.release(token);
        assert!(requester.receive(&reply, &profile, true).is_err(), "late");
    }
}
