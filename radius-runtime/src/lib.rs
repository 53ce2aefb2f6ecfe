//! Typed RADIUS.

pub mod attribute;
#[cfg(feature = "client")]
pub mod client;
#[doc(hidden)]
pub mod codegen;
pub mod crypto;
pub mod dictionary;
#[cfg(test)]
mod fixture;
pub mod packet;
pub mod proto;
#[cfg(feature = "server")]
pub mod server;
#[cfg(any(feature = "client", feature = "server"))]
mod transport;
pub mod value;

pub use attribute::{Attribute, AttributeError, Keys, Password};
pub use crypto::{EmptySecret, Secret};
pub use packet::{Code, OpenPacket, Packet};
