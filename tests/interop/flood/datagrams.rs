//! Datagrams for the flood: valid packets, and such packets broken in every way.

use std::ops::{Range, RangeInclusive};

use fastrand::Rng;
use radius_runtime::Secret;

use super::Port;

const HEADER_OCTETS: usize = 20;
const MAX_OCTETS: usize = 4096;
const MESSAGE_AUTHENTICATOR: u8 = 80;
/// Octets of a Message-Authenticator.
const SIGNATURE_OCTETS: usize = 18;

/// An endless sequence of datagrams, the same for the same seed.
pub(super) struct Datagrams {
    rng: Rng,
    secret: Secret,
}

/// A request before it is signed.
struct Draft {
    code: u8,
    identifier: u8,
    authenticator: [u8; 16],
    attributes: Vec<(u8, Vec<u8>)>,
}

impl Draft {
    /// Header and attributes; one that no longer fits ends them.
    fn encode(&self, room: usize) -> Vec<u8> {
        let mut octets = vec![self.code, self.identifier, 0, 0];
        octets.extend_from_slice(&self.authenticator);
        for (number, value) in &self.attributes {
            let length = value.len() + 2;
            if octets.len() + length > room {
                break;
            }
            octets.extend_from_slice(&[*number, u8::try_from(length).expect("values have up to 253 octets")]);
            octets.extend_from_slice(value);
        }
        set_length(&mut octets);
        octets
    }

    fn unsigned(&self) -> Vec<u8> {
        self.encode(MAX_OCTETS)
    }

    /// Signed as the code demands: with a digest in the header (RFC 2866 §3), or with a Message-Authenticator
    /// (RFC 3579 §3.2) in front of the attributes.
    fn signed(&self, secret: &Secret) -> Vec<u8> {
        if self.code == 4 {
            let mut octets =
                Self { authenticator: [0; 16], attributes: self.attributes.clone(), ..*self }.unsigned();
            let digest = secret.authenticator(&[&octets]);
            octets[4..HEADER_OCTETS].copy_from_slice(&digest);
            return octets;
        }
        let mut octets = self.encode(MAX_OCTETS - SIGNATURE_OCTETS);
        let mut signature = [0; SIGNATURE_OCTETS];
        signature[..2].copy_from_slice(&[MESSAGE_AUTHENTICATOR, 18]);
        octets.splice(HEADER_OCTETS..HEADER_OCTETS, signature);
        set_length(&mut octets);
        let digest = secret.message_authenticator(&[&octets]);
        octets[HEADER_OCTETS + 2..HEADER_OCTETS + SIGNATURE_OCTETS].copy_from_slice(&digest);
        octets
    }
}

fn set_length(octets: &mut [u8]) {
    let length = u16::try_from(octets.len()).expect("a packet has up to 4096 octets");
    octets[2..4].copy_from_slice(&length.to_be_bytes());
}

/// Where each attribute of a valid packet starts.
fn attribute_starts(packet: &[u8]) -> Vec<usize> {
    let next = |&at: &usize| Some(at + usize::from(*packet.get(at + 1)?));
    std::iter::successors(Some(HEADER_OCTETS), next).take_while(|&at| at < packet.len()).collect()
}

impl Datagrams {
    pub(super) fn new(seed: u64, secret: Secret) -> Self {
        Self { rng: Rng::with_seed(seed), secret }
    }

    /// A valid Status-Server.
    pub(super) fn status_server(&mut self) -> Vec<u8> {
        let nas_identifier = self.octets(1..=16);
        self.draft(12, vec![(32, nas_identifier)]).signed(&self.secret)
    }

    /// The next datagram for this port. Most are broken.
    pub(super) fn next(&mut self, port: Port) -> Vec<u8> {
        let mut draft = match (port, self.rng.u8(..16)) {
            (_, 0) => self.draft(12, vec![]),
            (Port::Authentication, 1) | (Port::Accounting, 2..) => self.accounting_request(),
            _ => self.access_request(),
        };
        let way = self.rng.u8(..17);
        // What is done to the packet before it is signed: only its values are odd then, or its signer unknown.
        match way {
            0 => {}
            1 => self.make_values_odd(&mut draft),
            2 => return self.with_stray_signature(draft),
            3 => return draft.unsigned(),
            4 => return draft.signed(&Secret::new("a secret of one end").expect("it is not empty")),
            _ => {}
        }
        let mut packet = draft.signed(&self.secret);
        match way {
            5 => self.flip_bits(&mut packet),
            6 => packet.truncate(self.rng.usize(..packet.len())),
            7 => self.replace(&mut packet, 2..4),
            8 => self.nudge_length(&mut packet),
            9 => self.edit_attribute(&mut packet, 1),
            10 => self.edit_attribute(&mut packet, 0),
            11 => self.replace(&mut packet, 0..1),
            12 => self.replace(&mut packet, 1..HEADER_OCTETS),
            13 => self.exchange_attributes(&mut packet),
            14 => packet.extend(self.octets(1..=64)),
            15 => packet = self.octets(0..=MAX_OCTETS + 100),
            16 => packet = self.garbage_in_a_frame(packet[0]),
            _ => {}
        }
        packet
    }

    fn octets(&mut self, count: RangeInclusive<usize>) -> Vec<u8> {
        // Small ones are as likely as large ones, and cheaper.
        let count =
            if self.rng.bool() { *count.start()..=(*count.end()).min(count.start() + 64) } else { count };
        let mut octets = vec![0; self.rng.usize(count)];
        self.rng.fill(&mut octets);
        octets
    }

    fn draft(&mut self, code: u8, attributes: Vec<(u8, Vec<u8>)>) -> Draft {
        let mut authenticator = [0; 16];
        self.rng.fill(&mut authenticator);
        Draft { code, identifier: self.rng.u8(..), authenticator, attributes }
    }

    /// A login with a password that is certainly wrong.
    fn access_request(&mut self) -> Draft {
        let mut attributes = vec![(1, b"bob".to_vec())];
        if self.rng.bool() {
            let blocks = self.rng.usize(1..=8);
            attributes.push((2, self.octets(16 * blocks..=16 * blocks)));
        } else {
            attributes.push((3, self.octets(17..=17)));
        }
        attributes.extend([(4, vec![127, 0, 0, 1]), (6, vec![0, 0, 0, 2])]);
        self.add_optional(&mut attributes);
        self.draft(1, attributes)
    }

    fn accounting_request(&mut self) -> Draft {
        let status = self.rng.u8(1..=3);
        let mut attributes = vec![(40, vec![0, 0, 0, status]), (44, b"0001".to_vec()), (1, b"bob".to_vec())];
        self.add_optional(&mut attributes);
        self.draft(4, attributes)
    }

    /// State, Class, Proxy-State and a vendor's attribute, now and then as many as a packet holds.
    fn add_optional(&mut self, attributes: &mut Vec<(u8, Vec<u8>)>) {
        let count = if self.rng.u8(..64) == 0 { 40 } else { self.rng.usize(..4) };
        for _ in 0..count {
            let number = [24, 25, 33, 26][self.rng.usize(..4)];
            let mut value = if number == 26 { vec![0, 0, 0, 9, 1, 10] } else { vec![] };
            value.extend(self.octets(8..=200));
            attributes.push((number, value));
        }
    }

    /// Values of wrong sizes and with wrong content, unknown attributes, and some twice.
    fn make_values_odd(&mut self, draft: &mut Draft) {
        for at in 0..draft.attributes.len() {
            match self.rng.u8(..6) {
                0 => draft.attributes[at].1 = self.octets(0..=253),
                1 => draft.attributes[at].0 = self.rng.u8(1..),
                2 => draft.attributes.push(draft.attributes[at].clone()),
                _ => {}
            }
        }
    }

    /// One more Message-Authenticator, or one of a wrong size.
    fn with_stray_signature(&mut self, mut draft: Draft) -> Vec<u8> {
        let value = self.octets(12..=20);
        draft.attributes.insert(self.rng.usize(..=draft.attributes.len()), (MESSAGE_AUTHENTICATOR, value));
        if self.rng.bool() { draft.signed(&self.secret) } else { draft.unsigned() }
    }

    fn flip_bits(&mut self, packet: &mut [u8]) {
        for _ in 0..self.rng.u8(1..=8) {
            packet[self.rng.usize(..packet.len())] ^= 1 << self.rng.u8(..8);
        }
    }

    fn replace(&mut self, packet: &mut [u8], range: Range<usize>) {
        self.rng.fill(&mut packet[range]);
    }

    fn nudge_length(&mut self, packet: &mut [u8]) {
        let length = u16::from_be_bytes([packet[2], packet[3]]);
        let length = length.saturating_add_signed(self.rng.i16(-40..=40));
        packet[2..4].copy_from_slice(&length.to_be_bytes());
    }

    /// Changes the number (0) or the length (1) of one attribute.
    fn edit_attribute(&mut self, packet: &mut [u8], field: usize) {
        let starts = attribute_starts(packet);
        let at = starts[self.rng.usize(..starts.len())] + field;
        packet[at] = match self.rng.u8(..5) {
            0 => 0,
            1 => packet[at].wrapping_add(1),
            2 => packet[at].wrapping_sub(1),
            _ => self.rng.u8(..),
        };
    }

    /// Exchanges two attributes, with their octets as they are.
    fn exchange_attributes(&mut self, packet: &mut Vec<u8>) {
        let starts = attribute_starts(packet);
        let mut attributes: Vec<Vec<u8>> =
            starts.iter().map(|&at| packet[at..at + usize::from(packet[at + 1])].to_vec()).collect();
        let [one, two] = [self.rng.usize(..starts.len()), self.rng.usize(..starts.len())];
        attributes.swap(one, two);
        packet.truncate(HEADER_OCTETS);
        packet.extend(attributes.into_iter().flatten());
    }

    /// A header that fits, and anything behind it.
    fn garbage_in_a_frame(&mut self, code: u8) -> Vec<u8> {
        let mut packet = vec![code];
        packet.extend(self.octets(HEADER_OCTETS - 1..=MAX_OCTETS - 1));
        set_length(&mut packet);
        packet
    }
}
