//! Programs of other projects, and the ports they are given.

use std::env;
use std::net::{Ipv4Addr, UdpSocket};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A program of another project that tests talk to. It is not optional: where it is missing, the test fails.
#[derive(Clone, Copy, Debug)]
pub struct Peer {
    /// The program's name.
    pub program: &'static str,
    /// The Debian package that it comes from.
    pub package: &'static str,
}

/// The server of FreeRADIUS.
pub const FREERADIUS: Peer = Peer { program: "freeradius", package: "freeradius" };

/// The command-line client of FreeRADIUS.
pub const RADCLIENT: Peer = Peer { program: "radclient", package: "freeradius-utils" };

impl Peer {
    /// A command that runs the program.
    ///
    /// # Panics
    /// The program is not installed.
    #[must_use]
    #[track_caller]
    pub fn command(&self) -> Command {
        let Self { program, package } = self;
        Command::new(self.find().unwrap_or_else(|| {
            panic!(
                "{program} is missing: install Debian's package {package} with `apt-get install {package}`, \
                 as ./test.sh does"
            )
        }))
    }

    /// Servers often lie where only the superuser's PATH leads.
    fn find(&self) -> Option<PathBuf> {
        let path = env::var_os("PATH").unwrap_or_default();
        let mut folders = env::split_paths(&path).chain([Path::new("/usr/sbin").to_owned()]);
        folders.find_map(|folder| Some(folder.join(self.program)).filter(|file| file.is_file()))
    }
}

/// UDP ports of the loopback address that were free a moment ago, for programs that cannot let the system choose one.
/// Another program may take one meanwhile: whoever starts the program tries again then.
///
/// # Panics
/// No port is free.
#[must_use]
pub fn free_udp_ports<const N: usize>() -> [u16; N] {
    // All are held until the last one is chosen, so that no two are the same.
    let sockets = [(); N].map(|()| UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).expect("a UDP port is free"));
    sockets.map(|socket| socket.local_addr().expect("a bound socket has an address").port())
}

/// Starts a program that cannot let the system choose its ports, until it finds those that it tries free. In its configuration,
/// each given name between `@` becomes its value.
///
/// # Panics
/// Other programs take the ports again and again.
#[track_caller]
pub(crate) fn start_on_free_ports<T>(
    Peer { program, .. }: Peer,
    configuration: &str,
    values: &[(&str, &str)],
    try_start: impl Fn(&str) -> Option<T>,
) -> T {
    const ATTEMPTS: usize = 5;
    let mut configuration = configuration.to_owned();
    for (name, value) in values {
        configuration = configuration.replace(&format!("@{name}@"), value);
    }
    let started = (0..ATTEMPTS).find_map(|_| try_start(&configuration));
    started.unwrap_or_else(|| panic!("{program}: {ATTEMPTS} times another program took its ports"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[should_panic(
        expected = "no-such-peer is missing: install Debian's package peers with `apt-get install peers`"
    )]
    fn a_missing_peer_fails_and_names_its_package() {
        let _ = Peer { program: "no-such-peer", package: "peers" }.command();
    }

    #[test]
    fn an_installed_program_is_found() {
        let sh = Peer { program: "sh", package: "dash" };
        assert!(Path::new(sh.command().get_program()).is_absolute());
    }
}
