//! Octets that are overwritten before their memory is given back, all at once: octet by octet, as `zeroize` does it, that takes
//! longer than most of what is done with a packet.

use std::fmt;
use std::ops::{Deref, DerefMut};

/// Overwrites octets with zeros, also if nobody reads them any more.
pub(crate) fn wipe(octets: &mut [u8]) {
    octets.fill(0);
    zeroize::optimization_barrier(octets);
}

/// Overwrites them and the room behind them; none are left.
pub(crate) fn clear(octets: &mut Vec<u8>) {
    let room = octets.capacity();
    octets.clear();
    // It is there: nothing is moved.
    octets.resize(room, 0);
    zeroize::optimization_barrier(octets.as_slice());
    octets.clear();
}

/// Makes room for so many octets more without leaving any behind in freed memory.
pub(crate) fn reserve(octets: &mut Vec<u8>, additional: usize) {
    let needed = octets.len() + additional;
    if needed > octets.capacity() {
        let mut longer = Vec::with_capacity(needed * 2);
        longer.extend_from_slice(octets);
        clear(octets);
        *octets = longer;
    }
}

/// Octets that may hold secrets in clear. Before more of them come than there is room for, [`reserve`] has to make some.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Wiped(Vec<u8>);

impl From<Vec<u8>> for Wiped {
    fn from(octets: Vec<u8>) -> Self {
        Self(octets)
    }
}

impl Deref for Wiped {
    type Target = Vec<u8>;

    fn deref(&self) -> &Vec<u8> {
        &self.0
    }
}

impl DerefMut for Wiped {
    fn deref_mut(&mut self) -> &mut Vec<u8> {
        &mut self.0
    }
}

impl Drop for Wiped {
    fn drop(&mut self) {
        clear(&mut self.0);
    }
}

impl fmt::Debug for Wiped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} octets", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wiped_is_zero_and_keeps_its_room() {
        let mut octets = *b"hello";
        wipe(&mut octets[1..]);
        assert_eq!(octets, *b"h\0\0\0\0");
        let mut octets = Vec::with_capacity(8);
        octets.extend_from_slice(b"hello");
        clear(&mut octets);
        assert_eq!((octets.len(), octets.capacity()), (0, 8));
        octets.resize(8, 1);
        reserve(&mut octets, 0);
        assert_eq!(octets.capacity(), 8, "there is room");
        reserve(&mut octets, 1);
        assert_eq!((&octets[..], octets.capacity()), (&[1; 8][..], 18));
        assert_eq!(format!("{:?}", Wiped::from(octets)), "8 octets");
    }
}
