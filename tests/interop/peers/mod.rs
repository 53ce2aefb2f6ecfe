//! The programs on both ends.

mod example_server;
mod freeradius;
mod radclient;

pub(crate) use example_server::{Counters, ExampleServer};
pub(crate) use freeradius::FreeRadius;
pub(crate) use radclient::{Radclient, Reply};

/// What both ends of every exchange share.
pub(crate) const SECRET: &str = "a secret of both ends";
