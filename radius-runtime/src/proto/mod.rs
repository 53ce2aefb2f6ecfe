//! The protocol's state machines: octets and time in, decisions out. No socket, no clock, no task.

pub mod accounting;
pub mod backoff;
#[cfg_attr(not(feature = "server"), allow(dead_code))]
pub(crate) mod burst;
pub mod challenge;
pub mod delay;
pub mod discard;
#[cfg(feature = "discovery")]
pub mod discovery;
pub mod duplicates;
pub mod dynamic_authorization;
pub mod exchange;
#[cfg(test)]
mod exchange_tests;
pub mod framing;
pub mod look_ups;
pub mod nai;
pub mod pool;
pub mod requester;
pub mod retransmission;
pub mod routing;
pub mod service;
pub mod statistics;
pub mod usage;
pub mod version;
pub mod watchdog;

pub use backoff::Backoff;
pub use challenge::{Challenge, Conversation};
pub use discard::{DiscardReason, Disposition};
pub use duplicates::Duplicates;
pub use dynamic_authorization::{DynamicAuthorization, NasIdentity};
pub use exchange::Exchange;
pub use framing::Framing;
pub use look_ups::LookUps;
pub use nai::Nai;
pub use pool::{Pool, Sharing};
pub use requester::Requester;
pub use retransmission::{Retransmission, Schedule};
pub use routing::Routes;
pub use service::Service;
pub use statistics::{Statistics, Traffic};
pub use usage::Usage;
pub use version::{RadiusVersion, RadiusVersions};
pub use watchdog::{Liveness, Watchdog};
