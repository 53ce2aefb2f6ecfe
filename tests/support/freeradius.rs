//! FreeRADIUS's server, with a configuration of the test's own.

use std::fs;
use std::net::{Ipv4Addr, SocketAddr};

use tempfile::TempDir;

use crate::peer::start_on_free_ports;
use crate::{FREERADIUS, Process, free_udp_ports};

/// The running server. It is killed when this is dropped.
#[derive(Debug)]
pub struct FreeRadius {
    /// Where it takes Access-Requests.
    pub auth: SocketAddr,
    /// Where it takes Accounting-Requests.
    pub acct: SocketAddr,
    /// Where it takes CoA-Requests and Disconnect-Requests, if its configuration says so.
    pub coa: SocketAddr,
    /// The program itself.
    pub process: Process,
    _folder: TempDir,
}

impl FreeRadius {
    /// Starts the server and waits until it listens. In the configuration, `@FOLDER@`, `@AUTH@`, `@ACCT@` and
    /// `@COA@` become a folder of its own and three free ports, and each given name between such signs becomes its value.
    ///
    /// # Panics
    /// It is not installed, does not start, or finds its ports taken again and again.
    #[must_use]
    #[track_caller]
    pub fn start(configuration: &str, values: &[(&str, &str)]) -> Self {
        start_on_free_ports(FREERADIUS, configuration, values, Self::try_start)
    }

    /// `None` if another program has taken one of the ports meanwhile.
    fn try_start(configuration: &str) -> Option<Self> {
        let folder = TempDir::new().expect("a folder for temporary files");
        let [auth, acct, coa] = free_udp_ports();
        let configuration = configuration
            .replace("@FOLDER@", folder.path().to_str().expect("its path is UTF-8"))
            .replace("@AUTH@", &auth.to_string())
            .replace("@ACCT@", &acct.to_string())
            .replace("@COA@", &coa.to_string());
        fs::write(folder.path().join("radiusd.conf"), configuration).expect("the folder is writable");
        let process =
            Process::start(FREERADIUS.command().args(["-f", "-l", "stdout", "-d"]).arg(folder.path()));
        let (ready, taken) = ("Ready to process requests", "Address already in use");
        let (part, _) = process.wait_for_any(&[ready, taken]);
        let address = |port| SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let [auth, acct, coa] = [auth, acct, coa].map(address);
        (part == ready).then_some(Self { auth, acct, coa, process, _folder: folder })
    }

    /// Ends the server.
    ///
    /// # Panics
    /// It does not end well.
    #[track_caller]
    pub fn stop(self) {
        let finished = self.process.terminate();
        assert!(finished.status.success(), "{finished}");
    }
}
