//! From a datagram to a packet: the header and the framing of the attributes (RFC 2865 §3).

use thiserror::Error;

use crate::attribute::{self, AttributeList, FramingError, Walk};
use crate::crypto::Authenticator;

use super::verify::Signature;
use super::{Code, Packet};

/// Octets of Code, Identifier, Length and Authenticator.
pub const HEADER_OCTETS: usize = 20;

/// Octets of the longest packet over UDP (RFC 2865 §3).
pub const MAX_OCTETS: usize = 4096;

/// Octets of the longest packet over TCP and TLS (RFC 7930 §2).
pub const MAX_STREAM_OCTETS: usize = u16::MAX as usize;

/// Why octets are no packet. The packet is to be discarded (RFC 2865 §3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum DecodeError {
    /// Fewer octets than a header has.
    #[error("{0} octets are too few for a header")]
    TooShort(usize),
    /// The Length field is below 20 or above the limit.
    #[error("the Length field says {0}, which no packet has")]
    BadLength(u16),
    /// The Length field counts more octets than arrived.
    #[error("the Length field says {length}, but {found} octets arrived")]
    Truncated {
        /// The Length field.
        length: u16,
        /// Octets that arrived.
        found: usize,
    },
    /// The attributes do not fill the packet.
    #[error(transparent)]
    Framing(#[from] FramingError),
}

/// A packet as it arrived, borrowed from the buffer; its framing is checked, its authenticators are not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Received<'a> {
    /// Code, Identifier and Length.
    pub(super) head: &'a [u8; 4],
    pub(super) authenticator: &'a Authenticator,
    pub(super) attributes: &'a [u8],
    /// All of these, without padding.
    pub(super) octets: &'a [u8],
    pub(super) signature: Signature,
}

impl<'a> Received<'a> {
    /// Reads a datagram. Octets behind the packet are padding and ignored (RFC 2865 §3).
    ///
    /// # Errors
    /// The datagram is no packet.
    #[inline]
    pub fn from_datagram(datagram: &'a [u8]) -> Result<Self, DecodeError> {
        Self::up_to(MAX_OCTETS, datagram)
    }

    /// Reads a packet that was cut out of a stream, where it may be longer than over UDP (RFC 7930 §2). The limit is the
    /// stream's.
    ///
    /// # Errors
    /// The octets are no packet.
    pub fn from_stream(packet: &'a [u8]) -> Result<Self, DecodeError> {
        Self::up_to(MAX_STREAM_OCTETS, packet)
    }

    #[inline]
    fn up_to(max: usize, datagram: &'a [u8]) -> Result<Self, DecodeError> {
        let too_short = DecodeError::TooShort(datagram.len());
        let (head, rest) = datagram.split_first_chunk::<4>().ok_or(too_short)?;
        let (authenticator, rest) = rest.split_first_chunk::<16>().ok_or(too_short)?;
        let [_, _, high, low] = *head;
        let length = u16::from_be_bytes([high, low]);
        if !(HEADER_OCTETS..=max).contains(&length.into()) {
            return Err(DecodeError::BadLength(length));
        }
        let truncated = DecodeError::Truncated { length, found: datagram.len() };
        let octets = datagram.get(..length.into()).ok_or(truncated)?;
        let attributes = rest.get(..octets.len() - HEADER_OCTETS).ok_or(truncated)?;
        let mut signature = Signature::Absent;
        attribute::check_each(attributes, |raw| signature.note(&raw))?;
        Ok(Self { head, authenticator, attributes, octets, signature })
    }

    /// What kind of packet it is.
    #[must_use]
    pub const fn code(&self) -> Code {
        Code(self.head[0])
    }

    /// The number that pairs request and reply.
    #[must_use]
    pub const fn identifier(&self) -> u8 {
        self.head[1]
    }

    /// The Authenticator field.
    #[must_use]
    pub const fn authenticator(&self) -> &'a Authenticator {
        self.authenticator
    }

    /// What pairs request and reply in RADIUS/1.1, where it stands in place of the authenticator (RFC 9765 §4.2).
    #[must_use]
    pub const fn token(&self) -> u32 {
        let [a, b, c, d, ..] = *self.authenticator;
        u32::from_be_bytes([a, b, c, d])
    }

    /// Octets of the packet, without padding.
    #[must_use]
    pub const fn length(&self) -> usize {
        HEADER_OCTETS + self.attributes.len()
    }

    /// Every attribute as it stands.
    #[must_use]
    pub const fn attributes(&self) -> Walk<'a> {
        Walk::new(self.attributes)
    }

    pub(crate) const fn attribute_octets(&self) -> &'a [u8] {
        self.attributes
    }

    /// A copy that owns its octets.
    #[must_use]
    #[inline]
    pub fn to_packet(&self) -> Packet {
        Packet {
            code: self.code(),
            identifier: self.identifier(),
            authenticator: *self.authenticator,
            attributes: AttributeList::from_checked(self.attributes.to_vec()),
            error: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn datagram(length: u16, octets: usize) -> Vec<u8> {
        let mut datagram = vec![1, 7];
        datagram.extend_from_slice(&length.to_be_bytes());
        datagram.resize(octets, 0);
        datagram
    }

    #[test]
    fn datagrams_shorter_than_a_header_are_no_packet_p2() {
        for octets in 0..HEADER_OCTETS {
            let datagram = datagram(20, octets.max(4));
            let datagram = &datagram[..octets];
            assert_eq!(Received::from_datagram(datagram), Err(DecodeError::TooShort(octets)));
        }
    }

    #[test]
    fn a_length_field_below_20_or_above_4096_is_no_packet_p3_p6() {
        assert_eq!(Received::from_datagram(&datagram(19, 20)), Err(DecodeError::BadLength(19)));
        assert_eq!(Received::from_datagram(&datagram(4097, 5000)), Err(DecodeError::BadLength(4097)));
    }

    #[test]
    fn a_length_field_beyond_the_datagram_is_no_packet_p4() {
        let truncated = DecodeError::Truncated { length: 21, found: 20 };
        assert_eq!(Received::from_datagram(&datagram(21, 20)), Err(truncated));
    }

    #[test]
    fn octets_behind_the_packet_are_padding_p5() {
        let padded = datagram(20, 30);
        let received = Received::from_datagram(&padded).unwrap();
        assert_eq!((received.length(), received.attributes().count()), (20, 0));
    }

    #[test]
    fn a_packet_of_4096_octets_works_p6() {
        let mut octets = datagram(4096, 20);
        while octets.len() < 4096 {
            let length = (4096 - octets.len()).min(255);
            octets.extend([25, length as u8]);
            octets.resize(octets.len() + length - 2, 9);
        }
        let packet = Received::from_datagram(&octets).unwrap().to_packet();
        assert_eq!(packet.encode(), Ok(octets));
    }
}
