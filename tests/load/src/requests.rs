//! Requests that all differ, and whether their replies are right.

use fastrand::Rng;

use crate::wire::{
    DIGEST, Digests, HEADER, Kind, MESSAGE_AUTHENTICATOR, PASSWORD, USER, USER_NAME, USER_PASSWORD,
    push_attribute, set_length, walk,
};

/// Where the value of the Message-Authenticator lies: it is the first attribute.
const SIGNATURE: usize = HEADER + 2;

/// Makes requests of one kind. All have the same length.
pub(crate) struct Requests {
    kind: Kind,
    digests: Digests,
    rng: Rng,
    /// What is the same in all requests. The last 16 octets are the hidden password or the session.
    template: Vec<u8>,
}

impl Requests {
    /// The same seed gives the same requests.
    pub(crate) fn new(kind: Kind, secret: &'static str, seed: u64) -> Self {
        const NAS: [u8; 4] = [192, 0, 2, 16];
        let mut template = vec![kind.request_code(); HEADER];
        let attributes: &[(u8, &[u8])] = match kind {
            Kind::Access => &[
                (MESSAGE_AUTHENTICATOR, &[0; DIGEST]),
                (USER_NAME, USER.as_bytes()),
                (4, &NAS),          // NAS-IP-Address
                (5, &[0, 0, 0, 1]), // NAS-Port
                (USER_PASSWORD, &[0; DIGEST]),
            ],
            Kind::Accounting => &[
                (40, &[0, 0, 0, 3]), // Acct-Status-Type Interim-Update
                (USER_NAME, USER.as_bytes()),
                (4, &NAS),             // NAS-IP-Address
                (5, &[0, 0, 0, 1]),    // NAS-Port
                (8, &[10, 0, 0, 1]),   // Framed-IP-Address
                (46, &[0, 0, 14, 16]), // Acct-Session-Time
                (42, &[0, 1, 0, 0]),   // Acct-Input-Octets
                (43, &[0, 16, 0, 0]),  // Acct-Output-Octets
                (44, &[0; DIGEST]),    // Acct-Session-Id
            ],
        };
        attributes.iter().for_each(|(number, value)| push_attribute(&mut template, *number, value));
        set_length(&mut template);
        Self { kind, digests: Digests::new(secret), rng: Rng::with_seed(seed), template }
    }

    /// Octets of each request.
    pub(crate) const fn octets(&self) -> usize {
        self.template.len()
    }

    /// Appends a new request.
    pub(crate) fn append(&mut self, identifier: u8, out: &mut Vec<u8>) {
        let start = out.len();
        out.extend_from_slice(&self.template);
        let packet = &mut out[start..];
        packet[1] = identifier;
        let end = packet.len();
        match self.kind {
            Kind::Access => {
                self.rng.fill(&mut packet[4..HEADER]);
                let (before, password) = packet.split_at_mut(end - DIGEST);
                password[..PASSWORD.len()].copy_from_slice(PASSWORD.as_bytes());
                self.digests.hide(password, &before[4..HEADER]);
                let signature = self.digests.signature(&[packet]);
                packet[SIGNATURE..SIGNATURE + DIGEST].copy_from_slice(&signature);
            }
            Kind::Accounting => {
                packet[4..HEADER].fill(0);
                let session = format!("{:016x}", self.rng.u64(..));
                packet[end - DIGEST..].copy_from_slice(session.as_bytes());
                let authenticator = self.digests.authenticator(&[packet]);
                packet[4..HEADER].copy_from_slice(&authenticator);
            }
        }
    }

    /// Whether this can be a reply at all: its length and code. That is cheap enough for every reply.
    pub(crate) fn looks_right(&self, reply: &[u8]) -> bool {
        reply.len() >= HEADER && reply[0] == self.kind.reply_code()
    }

    /// Whether a reply is right to the last octet: framing, Response Authenticator, Message-Authenticator.
    pub(crate) fn is_right(&self, reply: &[u8], request_authenticator: &[u8; DIGEST]) -> bool {
        let mut signature = None;
        let framed = walk(reply, |number, value| {
            if number == MESSAGE_AUTHENTICATOR && value.len() == DIGEST {
                signature = Some(value);
            }
        });
        if !framed || !self.looks_right(reply) {
            return false;
        }
        let signed = match signature {
            Some(at) => {
                let before = &reply[HEADER..at.start];
                let parts = [&reply[..4], request_authenticator, before, &[0; DIGEST], &reply[at.end..]];
                self.digests.signature(&parts) == reply[at]
            }
            None => self.kind == Kind::Accounting,
        };
        signed
            && self.digests.authenticator(&[&reply[..4], request_authenticator, &reply[HEADER..]])
                == reply[4..HEADER]
    }
}
