//! Any stream of octets, however it is cut: the packets in it are the same, and a broken one ends it for good.
#![no_main]

use libfuzzer_sys::fuzz_target;
use radius_runtime::packet::{DecodeError, HEADER_OCTETS, MAX_OCTETS, MAX_STREAM_OCTETS};
use radius_runtime::proto::Framing;

/// What a stream came to: the packets, and how it ended.
#[derive(Debug, PartialEq)]
struct Read {
    packets: Vec<Vec<u8>>,
    ended: Result<bool, DecodeError>,
    refused: Option<[u8; HEADER_OCTETS]>,
}

fn read<'a>(limit: usize, parts: impl Iterator<Item = &'a [u8]>) -> Read {
    let mut framing = Framing::new(limit);
    let (mut packets, mut ended) = (Vec::new(), Ok(true));
    for part in parts {
        framing.push(part);
        ended = loop {
            match framing.next_packet() {
                Ok(Some(packet)) => {
                    assert!((HEADER_OCTETS..=limit).contains(&packet.len()));
                    packets.push(packet.to_vec());
                }
                Ok(None) => break Ok(framing.is_between_packets()),
                Err(error) => break Err(error),
            }
        };
    }
    Read { packets, ended, refused: framing.refused_header().copied() }
}

fuzz_target!(|input: (bool, Vec<u8>, &[u8])| {
    let (is_long, cuts, octets) = input;
    let limit = if is_long { MAX_STREAM_OCTETS } else { MAX_OCTETS };
    let whole = read(limit, std::iter::once(octets));

    // The packets stand in the stream one behind the other, from its first octet on.
    let joined = whole.packets.concat();
    assert!(octets.starts_with(&joined));
    match whole.ended {
        Ok(is_between) => assert_eq!(is_between, joined.len() == octets.len()),
        Err(error) => {
            let length = u16::from_be_bytes([octets[joined.len() + 2], octets[joined.len() + 3]]);
            assert_eq!(error, DecodeError::BadLength(length));
            let header = octets[joined.len()..].first_chunk().copied();
            assert_eq!(whole.refused, header.filter(|_| usize::from(length) > limit));
        }
    }

    let mut rest = octets;
    let mut cuts = cuts.into_iter();
    // A part may be empty; behind the last cut comes all that is left.
    let parts = std::iter::from_fn(|| {
        let length = cuts.next().map_or(rest.len(), usize::from).min(rest.len());
        let is_over = rest.is_empty();
        let (part, behind) = rest.split_at(length);
        rest = behind;
        (!is_over).then_some(part)
    });
    assert_eq!(read(limit, parts), whole);
});
