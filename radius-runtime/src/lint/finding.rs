//! Findings in what a client or a server sends and receives.

use std::net::SocketAddr;

use crate::packet::Code;

use super::Lint;

/// A finding in a packet that a client or a server sent or received. It holds no values of attributes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// Where the packet came from or went to.
    pub peer: SocketAddr,
    /// The packet's code.
    pub code: Code,
    /// The packet's identifier; 0 in RADIUS/1.1.
    pub identifier: u8,
    /// What was found.
    pub lint: Lint,
}

/// Writes a finding to the log, through `tracing` at the level `info`: peer, code, identifier, attribute and what is wrong. It
/// is what to give to `ClientBuilder::lint` and `ServerBuilder::lint` where nothing else is to be done with findings.
pub fn log(finding: &Finding) {
    let Finding { peer, code, identifier, lint } = finding;
    tracing::info!(%peer, %code, identifier, attribute = lint.attribute(), "{lint}");
}
