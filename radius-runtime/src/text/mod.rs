//! Packets as people write them: `Framed-IP-Address = 10.0.0.1`, in the dictionary's spelling.
//!
//! [`Packet::display`](crate::Packet::display) prints a packet, [`Packet::push_text`](crate::Packet::push_text) adds an
//! attribute from such a line. Both know attributes and value names through a
//! [`Dictionary`](crate::dictionary::Dictionary), so that tools work with whatever dictionary they are given.

mod compound;
mod display;
mod error;
mod pair;
mod quoted;
mod structure;
mod time;
mod value;

/// TLVs in TLVs are read and printed to this depth; deeper ones are octets. It bounds the recursion.
const MAX_DEPTH: usize = 16;

pub use display::Display;
pub use error::TextError;
