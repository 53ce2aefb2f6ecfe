//! Typed RADIUS.

pub mod attribute;
#[doc(hidden)]
pub mod codegen;
pub mod crypto;
pub mod dictionary;
#[cfg(test)]
mod fixture;
pub mod packet;
pub mod value;

pub use attribute::{Attribute, AttributeError, Keys, Password};
pub use crypto::{EmptySecret, Secret};
pub use packet::{Code, OpenPacket, Packet};
