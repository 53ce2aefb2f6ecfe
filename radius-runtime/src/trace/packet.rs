//! One packet of a trace, for printing.

use std::collections::HashSet;
use std::fmt;
use std::net::SocketAddr;
use std::time::SystemTime;

use crate::attribute::{Keys, RawAttribute};
use crate::dictionary::Dictionary;
use crate::packet::{HEADER_OCTETS, Packet, Received};

/// Which way a packet goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// To the peer.
    Sent,
    /// From the peer.
    Received,
}

/// A packet that was sent or received. Printing it gives several lines: time, direction, peer and header, then each
/// attribute, decoded and in hexadecimal digits.
pub struct TracedPacket<'a> {
    time: SystemTime,
    direction: Direction,
    peer: SocketAddr,
    octets: &'a [u8],
    dictionary: &'static Dictionary<'static>,
    /// What reveals hidden values, if secrets are to be shown.
    keys: Option<Keys>,
}

impl<'a> TracedPacket<'a> {
    pub(super) fn new(
        direction: Direction,
        peer: SocketAddr,
        octets: &'a [u8],
        dictionary: &'static Dictionary<'static>,
        keys: Option<Keys>,
    ) -> Self {
        Self { time: SystemTime::now(), direction, peer, octets, dictionary, keys }
    }

    /// When it was traced.
    #[must_use]
    pub const fn time(&self) -> SystemTime {
        self.time
    }

    /// Which way it goes.
    #[must_use]
    pub const fn direction(&self) -> Direction {
        self.direction
    }

    /// Where it comes from or goes to.
    #[must_use]
    pub const fn peer(&self) -> SocketAddr {
        self.peer
    }

    /// The packet without its secrets revealed; `None` if the octets are none.
    #[must_use]
    pub fn packet(&self) -> Option<Packet> {
        Some(self.received().ok()?.to_packet())
    }

    fn received(&self) -> Result<Received<'a>, crate::packet::DecodeError> {
        Received::from_stream(self.octets)
    }

    fn attributes(&self, packet: &Packet, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let display = packet.display(self.dictionary);
        let display = match &self.keys {
            Some(keys) => display.with_secrets(keys),
            None => display.with_suspicion(),
        };
        let mut parts = display.parts();
        // Where values begin that are masked.
        let mut masked = HashSet::new();
        for raw in packet {
            let begin = parts.begins_at(&raw);
            if begin == raw.range().start {
                display.attribute(&raw, &mut parts, f)?;
                if display.take_masked() {
                    masked.insert(begin);
                }
            }
            write_hex(&raw, masked.contains(&begin), f)?;
        }
        Ok(())
    }
}

impl fmt::Display for TracedPacket<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let time = humantime::format_rfc3339_millis(self.time);
        let direction = match self.direction {
            Direction::Sent => "sent to",
            Direction::Received => "received from",
        };
        write!(f, "{time} {direction} {}: ", self.peer)?;
        match self.received() {
            Ok(received) => {
                let (code, identifier) = (received.code(), received.identifier());
                write!(f, "{code}, identifier {identifier}, {} octets\n    ", received.length())?;
                let (head, authenticator) = (self.octets.get(..4), self.octets.get(4..HEADER_OCTETS));
                hex(head.unwrap_or_default(), f)?;
                f.write_str(" ")?;
                hex(authenticator.unwrap_or_default(), f)?;
                self.attributes(&received.to_packet(), f)
            }
            // What is in it is not known, and so may be secret.
            Err(error) => {
                write!(f, "no packet, {error}, {} octets", self.octets.len())?;
                if self.keys.is_some() {
                    f.write_str("\n    ")?;
                    hex(self.octets, f)?;
                }
                Ok(())
            }
        }
    }
}

impl fmt::Debug for TracedPacket<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TracedPacket")
            .field("direction", &self.direction)
            .field("peer", &self.peer)
            .field("octets", &self.octets.len())
            .finish_non_exhaustive()
    }
}

/// An attribute's octets, or its header only.
fn write_hex(raw: &RawAttribute<'_>, is_masked: bool, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "\n        {:02x}{:02x}", raw.number, raw.range().len())?;
    if is_masked { f.write_str(" ..") } else { hex(raw.value, f) }
}

fn hex(octets: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    octets.iter().try_for_each(|octet| write!(f, "{octet:02x}"))
}
