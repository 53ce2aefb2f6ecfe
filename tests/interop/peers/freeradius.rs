//! FreeRADIUS's server, with a configuration of its own.

use std::fs;
use std::net::{Ipv4Addr, SocketAddr};

use radius_tests::{FREERADIUS, Process, free_udp_ports};
use tempfile::TempDir;

use super::SECRET;

const CONFIGURATION: &str = include_str!("freeradius.conf");

/// The running server. Its users are `bob`, who gets every attribute; `unsigned`, who gets the same without
/// Message-Authenticator; `longwinded`, whose password is as long as can be; and `challenged`.
#[derive(Debug)]
pub(crate) struct FreeRadius {
    pub(crate) auth: SocketAddr,
    pub(crate) acct: SocketAddr,
    process: Process,
    _folder: TempDir,
}

impl FreeRadius {
    /// Starts the server and waits until it listens.
    pub(crate) fn start() -> Self {
        const ATTEMPTS: usize = 5;
        let attempts = (0..ATTEMPTS).find_map(|_| Self::try_start());
        attempts.unwrap_or_else(|| panic!("freeradius: {ATTEMPTS} times another program took its ports"))
    }

    /// The longest password there is (RFC 2865 §5.2).
    pub(crate) fn long_password() -> String {
        "0123456789abcdef".repeat(8)
    }

    /// `None` if another program has taken one of the ports meanwhile.
    fn try_start() -> Option<Self> {
        let folder = TempDir::new().expect("a folder for temporary files");
        let [auth, acct] = free_udp_ports();
        let configuration = CONFIGURATION
            .replace("@FOLDER@", folder.path().to_str().expect("its path is UTF-8"))
            .replace("@SECRET@", SECRET)
            .replace("@AUTH@", &auth.to_string())
            .replace("@ACCT@", &acct.to_string())
            .replace("@LONG_PASSWORD@", &Self::long_password());
        fs::write(folder.path().join("radiusd.conf"), configuration).expect("the folder is writable");
        let process =
            Process::start(FREERADIUS.command().args(["-f", "-l", "stdout", "-d"]).arg(folder.path()));
        let (ready, taken) = ("Ready to process requests", "Address already in use");
        let (part, _) = process.wait_for_any(&[ready, taken]);
        let address = |port| (Ipv4Addr::LOCALHOST, port).into();
        (part == ready).then(|| Self { auth: address(auth), acct: address(acct), process, _folder: folder })
    }

    /// Ends the server.
    #[track_caller]
    pub(crate) fn stop(self) {
        let finished = self.process.terminate();
        assert!(finished.status.success(), "{finished}");
    }
}
