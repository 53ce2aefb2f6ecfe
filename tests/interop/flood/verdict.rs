//! What a server has to make of a datagram, told by rules of the RFCs that are written down here once more, apart from
//! the library.

use radius_runtime::Secret;

use super::Port;

const HEADER_OCTETS: usize = 20;
const EAP_MESSAGE: u8 = 79;
const MESSAGE_AUTHENTICATOR: u8 = 80;

/// What becomes of a datagram.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is a valid request of this kind.
    Taken(&'static str),
    /// It is discarded for this reason.
    Discarded(&'static str),
}

use Verdict::{Discarded, Taken};

/// One attribute: its number, where its value starts in the packet, and its value.
type Found<'a> = (u8, usize, &'a [u8]);

impl Verdict {
    /// How many verdicts there are.
    pub(super) const KINDS: usize = 13;

    /// What the server's counter is called.
    pub(super) fn counter(self) -> String {
        match self {
            Taken(kind) => format!("received {kind}"),
            Discarded(reason) => format!("discarded {reason}"),
        }
    }

    /// The server demands a Message-Authenticator.
    pub(super) fn of(datagram: &[u8], port: Port, secret: &Secret) -> Self {
        let packet = match packet(datagram) {
            Ok(packet) => packet,
            Err(reason) => return Discarded(reason),
        };
        let Some(attributes) = attributes(packet) else { return Discarded("malformed_attributes") };
        let kind = match (port, packet[0]) {
            (_, 12) => "Status-Server",
            (Port::Authentication, 1) => "Access-Request",
            (Port::Accounting, 4) => "Accounting-Request",
            _ => return Discarded("unexpected_code"),
        };
        match check_signatures(packet, &attributes, secret) {
            Ok(()) => Taken(kind),
            Err(reason) => Discarded(reason),
        }
    }
}

/// The packet at the start of the datagram (RFC 2865 §3).
fn packet(datagram: &[u8]) -> Result<&[u8], &'static str> {
    if datagram.len() < HEADER_OCTETS {
        return Err("too_short");
    }
    let length = usize::from(u16::from_be_bytes([datagram[2], datagram[3]]));
    match length {
        HEADER_OCTETS..=4096 => datagram.get(..length).ok_or("truncated"),
        _ => Err("bad_length"),
    }
}

/// The attributes, if they fill the packet (RFC 2865 §5). No attribute has the number 0.
fn attributes(packet: &[u8]) -> Option<Vec<Found<'_>>> {
    let mut found = Vec::new();
    let mut at = HEADER_OCTETS;
    while at < packet.len() {
        let (number, length) = (packet[at], usize::from(*packet.get(at + 1)?));
        if number == 0 || length < 2 {
            return None;
        }
        found.push((number, at + 2, packet.get(at + 2..at + length)?));
        at += length;
    }
    Some(found)
}

fn check_signatures(packet: &[u8], attributes: &[Found<'_>], secret: &Secret) -> Result<(), &'static str> {
    let is_accounting = packet[0] == 4;
    let mut signatures = attributes.iter().filter(|(number, ..)| *number == MESSAGE_AUTHENTICATOR);
    let signature = match (signatures.next(), signatures.next()) {
        (None, _) if attributes.iter().any(|(number, ..)| *number == EAP_MESSAGE) => {
            return Err("eap_unsigned");
        }
        (None, _) if !is_accounting => return Err("no_message_authenticator"),
        (None, _) => None,
        (Some(&(_, at, value)), None) if value.len() == 16 => Some((at, value)),
        _ => return Err("malformed_message_authenticator"),
    };
    let mut unsigned = packet.to_vec();
    if is_accounting {
        // RFC 2866 §3.
        unsigned[4..HEADER_OCTETS].fill(0);
        if secret.authenticator(&[&unsigned]) != packet[4..HEADER_OCTETS] {
            return Err("bad_authenticator");
        }
    }
    if let Some((at, value)) = signature {
        // RFC 3579 §3.2.
        unsigned[at..at + 16].fill(0);
        if secret.message_authenticator(&[&unsigned]) != value {
            return Err("bad_message_authenticator");
        }
    }
    Ok(())
}

/// Whether a datagram is the reply to this request (RFC 2865 §3).
pub(super) fn is_answer(datagram: &[u8], request: &[u8], secret: &Secret) -> bool {
    let Ok(reply) = packet(datagram) else { return false };
    let expected = secret.authenticator(&[&reply[..4], &request[4..HEADER_OCTETS], &reply[HEADER_OCTETS..]]);
    reply[1] == request[1] && expected == reply[4..HEADER_OCTETS]
}
