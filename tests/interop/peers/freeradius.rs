//! FreeRADIUS's server, with a configuration of its own.

use std::net::SocketAddr;

use super::SECRET;

const CONFIGURATION: &str = include_str!("freeradius.conf");

/// The running server. Its users are `bob`, who gets every attribute; `unsigned`, who gets the same without
/// Message-Authenticator; `longwinded`, whose password is as long as can be; and `challenged`.
#[derive(Debug)]
pub(crate) struct FreeRadius {
    pub(crate) auth: SocketAddr,
    pub(crate) acct: SocketAddr,
    /// As a NAS: it knows the session `known`.
    pub(crate) coa: SocketAddr,
    server: radius_tests::FreeRadius,
}

impl FreeRadius {
    /// Starts the server and waits until it listens.
    #[track_caller]
    pub(crate) fn start() -> Self {
        let values = [("SECRET", SECRET), ("LONG_PASSWORD", &Self::long_password())];
        let server = radius_tests::FreeRadius::start(CONFIGURATION, &values);
        Self { auth: server.auth, acct: server.acct, coa: server.coa, server }
    }

    /// The longest password there is (RFC 2865 §5.2).
    pub(crate) fn long_password() -> String {
        "0123456789abcdef".repeat(8)
    }

    /// Ends the server.
    #[track_caller]
    pub(crate) fn stop(self) {
        self.server.stop();
    }
}
