//! Packets in a stream: where one ends and the next begins (RFC 6613 §2.6.4, RFC 6614 §2.2).

use crate::crypto::wipe::{self, Wiped, wipe};
use crate::packet::{Code, DecodeError, HEADER_OCTETS, MAX_OCTETS, MAX_STREAM_OCTETS};

/// Cuts a stream of octets into packets. It holds at most one packet and what the last [`push`](Self::push) brought.
///
/// A Length field that no packet may have is the end of the stream: where the next packet begins is not known any more,
/// and so the connection is to be closed. Of a packet that is too long the [header](Self::refused_header) is kept, so that it
/// can be answered before.
///
/// ```
/// use radius_runtime::proto::Framing;
///
/// let mut framing = Framing::new(4096);
/// let (packet, half) = ([12, 1, 0, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], &[12, 2, 0][..]);
/// framing.push(&packet);
/// framing.push(half);
/// assert_eq!(framing.next_packet()?, Some(&packet[..]));
/// assert_eq!(framing.next_packet()?, None);
/// assert!(!framing.is_between_packets());
/// # Ok::<(), radius_runtime::packet::DecodeError>(())
/// ```
#[derive(Debug)]
pub struct Framing {
    max_octets: usize,
    /// In RADIUS/1.1 passwords stand in the stream in clear.
    buffer: Wiped,
    /// Where the first packet begins that was not given out yet.
    start: usize,
    failed: Option<DecodeError>,
}

impl Framing {
    /// A stream whose packets have at most this many octets, 4096 to 65535 (RFC 7930 §2).
    #[must_use]
    pub fn new(max_octets: usize) -> Self {
        let max_octets = max_octets.clamp(MAX_OCTETS, MAX_STREAM_OCTETS);
        Self { max_octets, buffer: Wiped::default(), start: 0, failed: None }
    }

    /// Takes octets as they were read. All packets that are complete should be fetched before the next ones are pushed.
    pub fn push(&mut self, octets: &[u8]) {
        let room = match self.failed {
            None => octets.len(),
            Some(_) => HEADER_OCTETS.saturating_sub(self.buffer.len()).min(octets.len()),
        };
        wipe::reserve(&mut self.buffer, room);
        self.buffer.extend_from_slice(octets.get(..room).unwrap_or_default());
    }

    /// The header of the packet that ended the stream by being longer than the limit; `None` if there is none, or more has to
    /// be pushed.
    #[must_use]
    pub fn refused_header(&self) -> Option<&[u8; HEADER_OCTETS]> {
        let DecodeError::BadLength(length) = self.failed? else { return None };
        self.buffer.first_chunk().filter(|_| usize::from(length) > self.max_octets)
    }

    /// The code of that packet.
    #[must_use]
    pub fn refused_code(&self) -> Option<Code> {
        self.failed.and_then(|_| self.buffer.first().copied().map(Code))
    }

    /// The next packet; `None` if it is not complete yet. The Length field is looked at as soon as it is there.
    ///
    /// # Errors
    /// The Length field is below 20 or above the limit. The stream cannot be read on.
    pub fn next_packet(&mut self) -> Result<Option<&[u8]>, DecodeError> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        let rest = self.buffer.get(self.start..).unwrap_or_default();
        let length = match *rest {
            [_, _, high, low, ..] => u16::from_be_bytes([high, low]),
            _ => {
                self.compact();
                return Ok(None);
            }
        };
        let octets = usize::from(length);
        if !(HEADER_OCTETS..=self.max_octets).contains(&octets) {
            let error = DecodeError::BadLength(length);
            self.failed = Some(error);
            self.buffer.drain(..self.start);
            self.start = 0;
            wipe(self.buffer.get_mut(HEADER_OCTETS..).unwrap_or_default());
            self.buffer.truncate(HEADER_OCTETS);
            return Err(error);
        }
        if rest.len() < octets {
            self.compact();
            return Ok(None);
        }
        let start = self.start;
        self.start += octets;
        Ok(self.buffer.get(start..self.start))
    }

    /// Whether nothing of a packet has arrived yet: the one place where a stream may end.
    #[must_use]
    pub fn is_between_packets(&self) -> bool {
        self.failed.is_none() && self.start == self.buffer.len()
    }

    /// Drops what was given out, and the memory with it where nothing is left.
    fn compact(&mut self) {
        if self.start == self.buffer.len() {
            self.buffer = Wiped::default();
        } else {
            self.buffer.drain(..self.start);
        }
        self.start = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packet(octets: u16) -> Vec<u8> {
        let mut packet = vec![1, 7];
        packet.extend_from_slice(&octets.to_be_bytes());
        packet.resize(octets.into(), 0xaa);
        packet
    }

    fn all(framing: &mut Framing) -> Result<Vec<Vec<u8>>, DecodeError> {
        let mut packets = Vec::new();
        while let Some(packet) = framing.next_packet()? {
            packets.push(packet.to_vec());
        }
        Ok(packets)
    }

    #[test]
    fn two_packets_come_out_whole_wherever_the_stream_is_cut_p118() {
        let stream = [packet(20), packet(300)].concat();
        for cut in 0..=stream.len() {
            let mut framing = Framing::new(4096);
            let mut packets = Vec::new();
            for part in [&stream[..cut], &stream[cut..]] {
                framing.push(part);
                packets.extend(all(&mut framing).unwrap());
            }
            assert_eq!(packets, [packet(20), packet(300)], "cut at {cut}");
            assert!(framing.is_between_packets());
        }
    }

    #[test]
    fn a_stream_that_ends_within_a_packet_is_known_to_at_every_octet_p118() {
        let stream = [packet(20), packet(31)].concat();
        for end in 0..=stream.len() {
            let mut framing = Framing::new(4096);
            framing.push(&stream[..end]);
            let count = all(&mut framing).unwrap().len();
            assert_eq!(count, usize::from(end >= 20) + usize::from(end >= 51));
            assert_eq!(framing.is_between_packets(), [0, 20, 51].contains(&end), "{end}");
        }
    }

    #[test]
    fn one_octet_at_a_time_is_enough_p118() {
        let stream = [packet(20), packet(4096), packet(21)].concat();
        let mut framing = Framing::new(4096);
        let mut lengths = Vec::new();
        for octet in stream {
            framing.push(&[octet]);
            lengths.extend(all(&mut framing).unwrap().iter().map(Vec::len));
            assert!(framing.buffer.len() <= 4096);
        }
        assert_eq!(lengths, [20, 4096, 21]);
    }

    #[test]
    fn a_length_below_20_or_above_the_limit_ends_the_stream_p119_p140() {
        for (limit, length) in [(4096, 0_u16), (4096, 19), (4096, 4097), (4096, 65535), (60000, 60001)] {
            let mut framing = Framing::new(limit);
            framing.push(&packet(20));
            framing.push(&[1, 1, length.to_be_bytes()[0], length.to_be_bytes()[1]]);
            assert!(framing.next_packet().unwrap().is_some(), "what came before is good");
            assert_eq!(framing.next_packet(), Err(DecodeError::BadLength(length)));
            framing.push(&packet(20));
            assert_eq!(framing.next_packet(), Err(DecodeError::BadLength(length)), "and stays so");
            assert!(framing.buffer.len() <= HEADER_OCTETS && !framing.is_between_packets());
            assert_eq!(framing.refused_header().is_some(), usize::from(length) > limit, "P143");
        }
        let mut framing = Framing::new(65535);
        framing.push(&packet(65535));
        assert_eq!(framing.next_packet().unwrap().map(<[u8]>::len), Some(65535));
    }

    #[test]
    fn garbage_behind_a_packet_is_found_when_it_is_read_p119() {
        let mut framing = Framing::new(4096);
        framing.push(&[&packet(20)[..], b"GET / HTTP/1.1"].concat());
        assert!(framing.next_packet().unwrap().is_some());
        assert_eq!(framing.next_packet(), Err(DecodeError::BadLength(u16::from_be_bytes(*b"T "))));
    }

    #[test]
    fn an_idle_stream_holds_no_memory() {
        let mut framing = Framing::new(65535);
        framing.push(&packet(5000));
        assert_eq!(all(&mut framing).unwrap().len(), 1);
        assert_eq!(framing.buffer.capacity(), 0);
    }
}
