//! The example `server` as a program of its own.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::process::Command;

use radius_tests::{Process, example};

use super::{Radclient, SECRET};

/// The running server.
#[derive(Debug)]
pub(crate) struct ExampleServer {
    pub(crate) auth: SocketAddr,
    pub(crate) acct: SocketAddr,
    pub(crate) coa: SocketAddr,
    secret: &'static str,
    process: Process,
}

/// What the server printed when it ended: `received Access-Request` and so on, without the life signs that `stop` itself
/// asks for and without those that are 0.
pub(crate) type Counters = BTreeMap<String, u64>;

impl ExampleServer {
    /// Starts the server on ports that the system chooses.
    pub(crate) fn start(arguments: &[&str]) -> Self {
        Self::sharing(SECRET, Command::new(example("server")).args(arguments))
    }

    /// Starts the server as a NAS, which shares this with its proxy and prints every packet.
    pub(crate) fn nas(secret: &'static str) -> Self {
        Self::sharing(secret, Command::new(example("server")).env("RADIUS_TRACE", "1"))
    }

    fn sharing(secret: &'static str, command: &mut Command) -> Self {
        let any_port = "127.0.0.1:0";
        let process = Process::start(
            command
                .args(["--auth", any_port, "--acct", any_port, "--coa", any_port, "--secret", secret])
                .args(["--vlan", "42", "--privilege-level", "15"])
                // With one, what was sent before something that is answered has been read.
                .args(["--workers", "1"]),
        );
        let address = |service: &str| -> SocketAddr {
            let line = process.wait_for_line(&format!("{service} on "));
            let (_, address) = line.rsplit_once(' ').expect("the line has words");
            address.parse().unwrap_or_else(|error| panic!("{line}: {error}"))
        };
        Self {
            auth: address("Authentication"),
            acct: address("Accounting"),
            coa: address("DynamicAuthorization"),
            secret,
            process,
        }
    }

    /// Starts the server with the user `bob`, whose password is `hello`.
    pub(crate) fn with_bob(arguments: &[&str]) -> Self {
        Self::start(&[&["--user", "bob:hello"], arguments].concat())
    }

    /// Waits for a line of its output or log that has this part.
    #[track_caller]
    pub(crate) fn wait_for_line(&self, part: &str) -> String {
        self.process.wait_for_line(part)
    }

    /// The memory that it has in use.
    pub(crate) fn resident_kib(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("it has memory");
        line.trim().trim_end_matches("kB").trim().parse().expect("it is a number")
    }

    /// Ends the server, once it has read all that was sent to it, and reads its counters.
    #[track_caller]
    pub(crate) fn stop(self) -> Counters {
        // A socket is read in order: with these answers, all that was sent before has been read.
        for address in [self.auth, self.acct] {
            Radclient::status(address).secret(self.secret).ask(&["Message-Authenticator = 0x00"]);
        }
        let finished = self.process.terminate();
        assert!(finished.status.success(), "{finished}");
        assert!(!finished.stderr.contains("panicked"), "{finished}");
        let counters = finished.stdout.lines().filter_map(|line| {
            let (name, number) = line.rsplit_once(' ')?;
            Some((name.to_owned(), number.parse().ok()?))
        });
        let mut counters: Counters = counters.collect();
        for (name, own) in [("received Status-Server", 2), ("sent Status-Server", 2)] {
            let number = counters.get_mut(name).unwrap_or_else(|| panic!("no counter `{name}`: {finished}"));
            *number = number.checked_sub(own).unwrap_or_else(|| panic!("`{name}` is too small: {finished}"));
        }
        counters.retain(|_, number| *number > 0);
        counters
    }

    /// Ends the server; what it counted must be this and nothing else.
    #[track_caller]
    pub(crate) fn stop_expecting(self, expected: &[(&str, u64)]) {
        let expected: Counters = expected.iter().map(|&(name, number)| (name.to_owned(), number)).collect();
        assert_eq!(self.stop(), expected);
    }
}
