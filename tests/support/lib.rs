//! What the tests of this workspace share: starting the programs they talk to, watching them and stopping them.

mod example;
mod freeradius;
mod peer;
mod process;
mod radsecproxy;

pub use example::example;
pub use freeradius::FreeRadius;
pub use peer::{FREERADIUS, Peer, RADCLIENT, free_udp_ports};
pub use process::{Finished, Process};
pub use radsecproxy::Radsecproxy;
