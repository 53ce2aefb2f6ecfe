//! The servers that are measured, each a process of its own on ports that the system chooses.

use std::env;
use std::net::SocketAddr;
use std::process::Command;

use radius_tests::{FreeRadius, Process, example};

use crate::wire::{Kind, PASSWORD, SECRET, USER};

const FREERADIUS: &str = include_str!("../freeradius.conf");

/// A running server. It ends with this value.
#[derive(Debug)]
pub(crate) struct Running {
    access: SocketAddr,
    accounting: SocketAddr,
    program: Program,
}

#[derive(Debug)]
enum Program {
    Ours(Process),
    FreeRadius(FreeRadius),
}

impl Running {
    pub(crate) const fn address(&self, kind: Kind) -> SocketAddr {
        match kind {
            Kind::Access => self.access,
            Kind::Accounting => self.accounting,
        }
    }

    /// The system's number for its process.
    pub(crate) fn process(&self) -> u32 {
        match &self.program {
            Program::Ours(process) => process.id(),
            Program::FreeRadius(server) => server.process.id(),
        }
    }

    /// This program, as the floor.
    pub(crate) fn floor(workers: usize) -> Self {
        let mut command = Command::new(env::current_exe().expect("a program knows its own path"));
        command.args(["floor", "--workers", &workers.to_string()]);
        Self::announcing(&mut command, Kind::ALL.map(Kind::name))
    }

    /// The workspace's example, silent but for warnings.
    pub(crate) fn example(workers: usize) -> Self {
        let any_port = "127.0.0.1:0";
        let mut command = Command::new(example("server"));
        command
            .args(["--auth", any_port, "--acct", any_port, "--secret", SECRET])
            .args(["--user", &format!("{USER}:{PASSWORD}"), "--workers", &workers.to_string()])
            .env("RUST_LOG", "warn");
        Self::announcing(&mut command, ["Authentication", "Accounting"])
    }

    /// A server that says for each service `SERVICE on ADDRESS`.
    fn announcing(command: &mut Command, services: [&str; 2]) -> Self {
        let process = Process::start(command);
        let [access, accounting] = services.map(|service| {
            let line = process.wait_for_line(&format!("{service} on "));
            let (_, address) = line.rsplit_once(' ').expect("the line has words");
            address.parse().unwrap_or_else(|error| panic!("{line}: {error}"))
        });
        Self { access, accounting, program: Program::Ours(process) }
    }

    /// Debian's FreeRADIUS.
    pub(crate) fn freeradius() -> Self {
        let values = [("SECRET", SECRET), ("USER", USER), ("PASSWORD", PASSWORD)];
        let server = FreeRadius::start(FREERADIUS, &values);
        Self { access: server.auth, accounting: server.acct, program: Program::FreeRadius(server) }
    }
}
