//! The programs on both ends of a TLS connection.

use std::collections::BTreeMap;
use std::env;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::Command;

use radius_tests::{Finished, FreeRadius, Process, Radsecproxy, example, free_udp_ports};

use crate::peers::SECRET;

/// How often a program is started again because another has taken its port meanwhile.
const ATTEMPTS: usize = 5;

const WORKSPACE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

fn certs() -> String {
    format!("{WORKSPACE}/certs")
}

/// Where our own programs find the certificates of one end.
fn files(name: &str) -> [String; 6] {
    let certs = certs();
    [
        "--ca",
        &format!("{certs}/ca.pem"),
        "--cert",
        &format!("{certs}/{name}.pem"),
        "--key",
        &format!("{certs}/{name}.key"),
    ]
    .map(str::to_owned)
}

fn on_loopback(port: u16) -> SocketAddr {
    (Ipv4Addr::LOCALHOST, port).into()
}

/// The example `radsec_server` with the user `bob`.
pub(super) struct RadsecServer {
    pub(super) address: SocketAddr,
    /// Where it takes requests over UDP that go down the connections of NASes.
    pub(super) coa: SocketAddr,
    process: Process,
}

impl RadsecServer {
    #[track_caller]
    pub(super) fn start(arguments: &[&str]) -> Self {
        let mut command = Command::new(example("radsec_server"));
        command
            .args(["--listen", "127.0.0.1:0", "--user", "bob:hello"])
            .args(["--coa", "127.0.0.1:0", "--coa-secret", SECRET])
            .args(files("server"))
            .args(arguments);
        let process = Process::start(&mut command);
        let [address, coa] = ["All on ", "DynamicAuthorization on "].map(|part| {
            let line = process.wait_for_line(part);
            let (_, address) = line.rsplit_once(' ').expect("the line has words");
            address.parse().unwrap_or_else(|error| panic!("{line}: {error}"))
        });
        Self { address, coa, process }
    }

    /// Ends the server and reads its counters, without those that are 0.
    #[track_caller]
    pub(super) fn stop(self) -> BTreeMap<String, u64> {
        let finished = self.process.terminate();
        assert!(finished.status.success(), "{finished}");
        let counters = finished.stdout.lines().filter_map(|line| {
            let (name, number) = line.rsplit_once(' ')?;
            Some((name.to_owned(), number.parse().ok().filter(|&number| number > 0)?))
        });
        counters.collect()
    }
}

/// Runs the example `radsec_client`.
pub(super) fn radsec_client(kind: &str, server: SocketAddr, arguments: &[&str]) -> Finished {
    let mut command = Command::new(example("radsec_client"));
    command.args([kind, &format!("localhost:{}", server.port())]).args(files("client")).args(arguments);
    Process::start(&mut command).finish()
}

/// The example `radsec_nas`, with `bob` logged in to the session 4711.
#[track_caller]
pub(super) fn radsec_nas(server: SocketAddr) -> Process {
    let mut command = Command::new(example("radsec_nas"));
    command.args([&server.to_string(), "--user", "bob:hello", "--session", "4711"]).args(files("client"));
    let process = Process::start(&mut command);
    process.wait_for_line("bob is logged in");
    process
}

/// radsecproxy from UDP to this server over TLS.
#[track_caller]
pub(super) fn radsecproxy_to_tls(server: SocketAddr) -> Radsecproxy {
    radsecproxy(include_str!("radsecproxy_client.conf"), server, server)
}

/// radsecproxy from TLS to these UDP servers.
#[track_caller]
pub(super) fn radsecproxy_to_udp(auth: SocketAddr, acct: SocketAddr) -> Radsecproxy {
    radsecproxy(include_str!("radsecproxy_server.conf"), auth, acct)
}

#[track_caller]
fn radsecproxy(configuration: &str, forward: SocketAddr, acct: SocketAddr) -> Radsecproxy {
    let [forward, acct] = [forward, acct].map(|address| address.port().to_string());
    let secret = SECRET.replace(' ', "%20");
    let values = [("CERTS", &*certs()), ("SECRET", &secret), ("FORWARD", &forward), ("ACCT", &acct)];
    Radsecproxy::start(configuration, &values)
}

/// FreeRADIUS: `auth` is its port for TLS with this highest version, `acct` its UDP port for Access-Requests, which it
/// passes on over TLS to our server.
#[track_caller]
pub(super) fn freeradius(ours: SocketAddr, tls: &str) -> FreeRadius {
    let ours = ours.port().to_string();
    let values = [("CERTS", &*certs()), ("SECRET", SECRET), ("OURS", &ours), ("TLS", tls)];
    FreeRadius::start(include_str!("freeradius_tls.conf"), &values)
}

/// The Python of the virtual environment with pyrad2, which ./test.sh makes.
#[track_caller]
fn python() -> Command {
    let own = env::current_exe().expect("a program knows its own path");
    let folders: Vec<PathBuf> = own.ancestors().map(|folder| folder.join("pyrad2/bin/python")).collect();
    let python = folders.iter().find(|python| python.is_file());
    let python = python.unwrap_or_else(|| {
        panic!(
            "pyrad2 is missing: with a Python of 3.12 or later, `python3 -m venv target/pyrad2` and \
             `target/pyrad2/bin/pip install pyrad2==3.2`, as ./test.sh does"
        )
    });
    Command::new(python)
}

fn pyrad2(mode: &str, port: u16, version: &str) -> Command {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("interop/radsec");
    let mut command = python();
    command.arg("-B").arg(folder.join("pyrad2_peer.py")).args([mode, &port.to_string(), version]);
    command.arg(certs()).arg(folder.join("pyrad2.dictionary"));
    command
}

/// pyrad2 as a server.
pub(super) struct Pyrad2Server {
    pub(super) address: SocketAddr,
    process: Process,
}

impl Pyrad2Server {
    #[track_caller]
    pub(super) fn start(version: &str) -> Self {
        Self::start_as("server", version)
    }

    /// One that asks down the connection, as soon as an Access-Request has come.
    #[track_caller]
    pub(super) fn start_asking(version: &str) -> Self {
        Self::start_as("asking", version)
    }

    #[track_caller]
    fn start_as(mode: &str, version: &str) -> Self {
        let started = (0..ATTEMPTS).find_map(|_| {
            let [port] = free_udp_ports();
            let process = Process::start(&mut pyrad2(mode, port, version));
            let (ready, taken) = ("RADSEC Server with mutual TLS running on", "address already in use");
            let (part, _) = process.wait_for_any(&[ready, taken]);
            (part == ready).then(|| Self { address: on_loopback(port), process })
        });
        started.unwrap_or_else(|| panic!("pyrad2: {ATTEMPTS} times another program took its port"))
    }

    /// Waits until the server has asked everything, and gives back what it was answered.
    #[track_caller]
    pub(super) fn answers(self) -> Vec<String> {
        self.process.wait_for_line("asked everything");
        let finished = self.process.terminate();
        finished.stdout.lines().filter_map(|line| Some(line.strip_prefix("answer ")?.to_owned())).collect()
    }
}

/// pyrad2 as a client: a right password, a wrong one, a report.
pub(super) fn pyrad2_client(server: SocketAddr, version: &str) -> Finished {
    Process::start(&mut pyrad2("client", server.port(), version)).finish()
}
