//! The protocol's state machines: octets and time in, decisions out. No socket, no clock, no task.

pub mod discard;
pub mod framing;
pub mod requester;
pub mod retransmission;
pub mod service;
pub mod statistics;
pub mod version;

pub use discard::DiscardReason;
pub use framing::Framing;
pub use requester::Requester;
pub use retransmission::{Retransmission, Schedule};
pub use service::Service;
pub use statistics::Statistics;
pub use version::{RadiusVersion, RadiusVersions};
