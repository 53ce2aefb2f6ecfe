//! The requests in flight over one socket: their identifiers, and which reply belongs to which (RFC 2865 §2.5, §4.2).

use std::collections::VecDeque;

use crate::packet::{Code, OpenPacket, Profile, Received, RequestHeader};

use super::DiscardReason;

/// The identifiers of one socket towards one server, and who waits for a reply under each. `T` is whatever the caller
/// wants back with the reply.
#[derive(Debug)]
pub struct Requester<T> {
    pending: Vec<Option<Pending<T>>>,
    /// Which identifiers are taken out.
    reserved: Vec<bool>,
    /// Free identifiers, the one that has been free longest first, so that a late reply meets no new request.
    free: VecDeque<u8>,
    /// The last request under each identifier that got no reply: one that comes late is told from a forged one by it.
    given_up: Vec<Option<RequestHeader>>,
    /// Whether identifier 0 is for Status-Server alone.
    zero_is_for_status: bool,
}

#[derive(Debug)]
struct Pending<T> {
    header: RequestHeader,
    waiter: T,
    unverified: u32,
    is_answered: bool,
}

/// A datagram that is no valid reply to any request in flight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Why it is discarded.
    pub reason: DiscardReason,
}

impl<T> Default for Requester<T> {
    fn default() -> Self {
        let all = 0..=u8::MAX;
        Self {
            pending: all.clone().map(|_| None).collect(),
            reserved: all.clone().map(|_| false).collect(),
            given_up: all.clone().map(|_| None).collect(),
            free: all.collect(),
            zero_is_for_status: false,
        }
    }
}

impl<T> Requester<T> {
    /// The identifiers of a connection that keeps 0 for Status-Server, so that it can be asked for life signs also when
    /// all others wait for replies (draft-ietf-radext-radiusdtls-bis §3.8).
    #[must_use]
    pub fn with_zero_for_status() -> Self {
        Self { free: (1..=u8::MAX).collect(), zero_is_for_status: true, ..Self::default() }
    }

    /// Takes an identifier out, for [`start`](Self::start) or [`release`](Self::release); `None` if all are in use.
    pub fn reserve(&mut self, code: Code) -> Option<u8> {
        let zero_is_free = self.zero_is_for_status && self.reserved.first() == Some(&false);
        let identifier = match code {
            Code::STATUS_SERVER if zero_is_free => 0,
            _ => self.free.pop_front()?,
        };
        if let Some(reserved) = self.reserved.get_mut(usize::from(identifier)) {
            *reserved = true;
        }
        Some(identifier)
    }

    /// Waits for the reply to a request that was sealed under a reserved identifier.
    pub fn start(&mut self, header: RequestHeader, waiter: T) {
        let index = usize::from(header.identifier);
        let is_reserved = self.reserved.get(index) == Some(&true);
        if let Some(slot) = self.pending.get_mut(index).filter(|_| is_reserved) {
            *slot = Some(Pending { header, waiter, unverified: 0, is_answered: false });
        }
    }

    /// Gives a reserved identifier back; one that is not reserved stays as it is. Says how many replies under it did not
    /// verify.
    pub fn release(&mut self, identifier: u8) -> u32 {
        match self.reserved.get_mut(usize::from(identifier)) {
            Some(reserved) if *reserved => *reserved = false,
            _ => return 0,
        }
        if identifier != 0 || !self.zero_is_for_status {
            self.free.push_back(identifier);
        }
        let index = usize::from(identifier);
        let Some(pending) = self.pending.get_mut(index).and_then(Option::take) else { return 0 };
        if let Some(given_up) = self.given_up.get_mut(index) {
            *given_up = Some(pending.header).filter(|_| !pending.is_answered);
        }
        pending.unverified
    }

    /// How many replies to this request arrived that did not verify.
    #[must_use]
    pub fn unverified(&self, identifier: u8) -> u32 {
        self.pending
            .get(usize::from(identifier))
            .and_then(Option::as_ref)
            .map_or(0, |pending| pending.unverified)
    }

    /// Requests that wait for a reply.
    #[must_use]
    pub fn in_flight(&self) -> usize {
        self.reserved.iter().filter(|&&reserved| reserved).count()
    }

    /// Every waiter, to tell them that the socket is gone.
    pub fn waiters(&mut self) -> impl Iterator<Item = &mut T> {
        self.pending.iter_mut().flatten().map(|pending| &mut pending.waiter)
    }

    /// Takes a datagram from the server. A valid reply comes back with its waiter; anything else is discarded and the
    /// request goes on waiting, so that a forged reply cannot end it (RFC 2865 §4.2).
    ///
    /// # Errors
    /// The datagram is no valid reply to any request in flight.
    pub fn receive(
        &mut self,
        datagram: &[u8],
        profile: &Profile,
        require_message_authenticator: bool,
    ) -> Result<(&mut T, OpenPacket), Refused> {
        let refused = |reason| Refused { reason };
        let received = Received::from_datagram(datagram).map_err(|error| refused(error.into()))?;
        let slot = self.pending.get_mut(usize::from(received.identifier()));
        let pending =
            slot.and_then(Option::as_mut).ok_or(Refused { reason: DiscardReason::UnknownIdentifier })?;
        let require = require_message_authenticator;
        if let Err(error) = profile.verify_reply(&received, &pending.header, require) {
            let given_up = self.given_up.get(usize::from(received.identifier())).and_then(Option::as_ref);
            if given_up.is_some_and(|old| profile.verify_reply(&received, old, false).is_ok()) {
                return Err(refused(DiscardReason::UnknownIdentifier));
            }
            pending.unverified = pending.unverified.saturating_add(1);
            return Err(refused(error.into()));
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
    use crate::fixture::{REPLY_MESSAGE, USER_NAME};
    use crate::packet::Packet;

    fn secret() -> Secret {
        Secret::new("a shared secret").unwrap()
    }

    fn started(requester: &mut Requester<&'static str>) -> RequestHeader {
        let identifier = requester.reserve(Code::ACCESS_REQUEST).unwrap();
        let request =
            Packet::access_request().with(USER_NAME, "a").seal_request(identifier, &secret()).unwrap();
        requester.start(*request.header(), "waiter");
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
        assert_eq!(requester.unverified(request.identifier), 4);

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
        requester.release(old.identifier);
        let late = Packet::new(Code::ACCESS_ACCEPT).seal_reply(&old, &secret()).unwrap();
        assert_eq!(refused(&mut requester, &late), DiscardReason::UnknownIdentifier);
        let new = loop {
            let new = started(&mut requester);
            if new.identifier == old.identifier {
                break new;
            }
        };
        assert_eq!(refused(&mut requester, &late), DiscardReason::UnknownIdentifier);
        assert_eq!(requester.unverified(new.identifier), 0);
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
}
