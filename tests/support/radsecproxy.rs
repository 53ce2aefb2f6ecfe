//! radsecproxy, with a configuration of the test's own.

use std::fs;
use std::net::{Ipv4Addr, SocketAddr};

use tempfile::TempDir;

use crate::peer::start_on_free_ports;
use crate::{Peer, Process, free_udp_ports};

const RADSECPROXY: Peer = Peer { program: "radsecproxy", package: "radsecproxy" };

/// The running proxy. It is killed when this is dropped.
#[derive(Debug)]
pub struct Radsecproxy {
    /// Where it takes requests.
    pub address: SocketAddr,
    /// The program itself.
    pub process: Process,
    _folder: TempDir,
}

impl Radsecproxy {
    /// Starts the proxy and waits until it listens. In the configuration, `@LISTEN@` becomes a free port, and each given name
    /// between such signs its value.
    ///
    /// # Panics
    /// It is not installed, does not start, or finds its port taken again and again.
    #[must_use]
    #[track_caller]
    pub fn start(configuration: &str, values: &[(&str, &str)]) -> Self {
        start_on_free_ports(RADSECPROXY, configuration, values, Self::try_start)
    }

    /// `None` if another program has taken the port meanwhile.
    fn try_start(configuration: &str) -> Option<Self> {
        let folder = TempDir::new().expect("a folder for temporary files");
        let [port] = free_udp_ports();
        let file = folder.path().join("radsecproxy.conf");
        fs::write(&file, configuration.replace("@LISTEN@", &port.to_string()))
            .expect("the folder is writable");
        let process = Process::start(RADSECPROXY.command().args(["-f", "-c"]).arg(&file));
        let (ready, taken) = ("createlistener: listening for", "Address already in use");
        let (part, _) = process.wait_for_any(&[ready, taken]);
        let address = (Ipv4Addr::LOCALHOST, port).into();
        (part == ready).then_some(Self { address, process, _folder: folder })
    }
}
