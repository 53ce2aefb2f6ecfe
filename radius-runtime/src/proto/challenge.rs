//! Authentication in rounds: Access-Challenge, and the request that answers it (RFC 2865 §2.1, §4.4).

use std::ops::Deref;

use crate::packet::known::{MS_CHAP_CREDENTIALS, STATE};
use crate::packet::{OpenPacket, Packet};

/// What proves who the user is, and is another in each round: User-Password, CHAP-Password, CHAP-Challenge,
/// ARAP-Password and EAP-Message.
const CREDENTIALS: [u8; 5] = [2, 3, 60, 70, 79];

/// One conversation with a server, from the first request to an accept or a reject.
#[derive(Clone, Debug)]
pub struct Conversation {
    /// What every request of the conversation has in common.
    request: Packet,
    rounds: u32,
}

impl Conversation {
    /// How many challenges are answered at most. EAP methods with certificates take some dozens; a server that goes on for
    /// ever does not hold the client for ever.
    pub const MAX_ROUNDS: u32 = 64;

    /// A conversation that begins with this request.
    #[must_use]
    pub fn new(request: &Packet) -> Self {
        let mut request = request.clone();
        for number in CREDENTIALS {
            request.remove_raw(number);
        }
        for attribute in MS_CHAP_CREDENTIALS {
            request.remove(attribute);
        }
        request.remove(STATE);
        Self { request, rounds: 0 }
    }

    /// Takes a challenge; `None` if there were too many.
    pub fn challenged(&mut self, reply: OpenPacket) -> Option<Challenge> {
        self.rounds += 1;
        (self.rounds <= Self::MAX_ROUNDS).then(|| Challenge {
            reply,
            request: self.request.clone(),
            round: self.rounds,
        })
    }
}

/// An Access-Challenge that waits for its answer. It reads like the packet that it is.
#[derive(Clone, Debug)]
pub struct Challenge {
    reply: OpenPacket,
    request: Packet,
    round: u32,
}

impl Challenge {
    /// The request that answers it, but for the answer: the attributes of the first request without its credentials, and
    /// the State of the challenge (RFC 2865 §5.24). What is still to be added is User-Password, or what else the server
    /// asked for.
    #[must_use]
    pub fn answer(&self) -> Packet {
        let mut request = self.request.clone();
        for state in self.reply.get_all(STATE).flatten() {
            request = request.with(STATE, state);
        }
        request
    }

    /// Which challenge of the conversation it is, counted from 1.
    #[must_use]
    pub const fn round(&self) -> u32 {
        self.round
    }

    /// The challenge as a reply.
    #[must_use]
    pub fn into_reply(self) -> OpenPacket {
        self.reply
    }
}

impl Deref for Challenge {
    type Target = OpenPacket;

    fn deref(&self) -> &OpenPacket {
        &self.reply
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribute::Keys;
    use crate::crypto::Secret;
    use crate::fixture::{CISCO_AV_PAIR, CLASS, NAS_PORT, REPLY_MESSAGE, USER_NAME, USER_PASSWORD};
    use crate::packet::Code;

    fn challenge(state: &[u8]) -> OpenPacket {
        let keys = Keys::new(Secret::new("a shared secret").unwrap(), [0; 16]);
        let packet =
            Packet::new(Code::ACCESS_CHALLENGE).with(STATE, state).with(REPLY_MESSAGE, "Which colour?");
        packet.open(keys).unwrap()
    }

    #[test]
    fn an_answer_has_the_last_state_and_no_old_credentials_p30() {
        let login = Packet::access_request()
            .with(USER_NAME, "bob")
            .with(USER_PASSWORD, "hello")
            .with(STATE, b"of another conversation")
            .with(NAS_PORT, 7);
        let mut conversation = Conversation::new(&login);
        for (round, state) in [(1, &b"one"[..]), (2, b"two")] {
            let challenge = conversation.challenged(challenge(state)).unwrap();
            assert_eq!((challenge.round(), challenge.get(REPLY_MESSAGE)), (round, Ok(Some("Which colour?"))));
            let answer = challenge.answer();
            assert_eq!(answer.code(), Code::ACCESS_REQUEST);
            assert_eq!(answer.get_all(STATE).collect::<Result<Vec<_>, _>>(), Ok(vec![state]));
            let numbers: Vec<_> = answer.iter().map(|raw| raw.number).collect();
            assert_eq!(numbers, [1, 5, 24]);
            // Whatever an answer gets does not go into the next one.
            let _ = answer.with(CLASS, b"only here");
        }
    }

    #[test]
    fn nor_has_it_the_responses_of_ms_chap_p30() {
        let mut login = Packet::access_request().with(USER_NAME, "bob").with(CISCO_AV_PAIR, "kept");
        for (number, octets) in [(11, 16), (25, 50), (1, 50), (3, 70), (4, 84), (27, 68), (10, 4)] {
            let inside = [&[0, 0, 1, 55, number, octets + 2][..], &vec![number; octets.into()]].concat();
            login.push_raw(26, &inside).unwrap();
        }
        let answer = Conversation::new(&login).challenged(challenge(b"one")).unwrap().answer();
        let kept: Vec<_> = answer.iter().map(|raw| (raw.number, raw.value.to_vec())).collect();
        let domain = [0, 0, 1, 55, 10, 6, 10, 10, 10, 10];
        let cisco = [&[0, 0, 0, 9, 1, 6][..], b"kept"].concat();
        assert_eq!(kept, [(1, b"bob".to_vec()), (26, cisco), (26, domain.to_vec()), (24, b"one".to_vec())]);
    }

    #[test]
    fn a_server_that_never_decides_is_left() {
        let mut conversation = Conversation::new(&Packet::access_request());
        let rounds = (0..1000).take_while(|_| conversation.challenged(challenge(b"x")).is_some()).count();
        assert_eq!(rounds, Conversation::MAX_ROUNDS as usize);
    }
}
