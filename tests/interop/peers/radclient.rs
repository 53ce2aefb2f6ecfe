//! FreeRADIUS's `radclient`.

use std::net::SocketAddr;

use radius_tests::{Finished, Process, RADCLIENT};

use super::SECRET;

/// How `radclient` is called.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Radclient<'a> {
    server: SocketAddr,
    kind: &'a str,
    secret: &'a str,
    options: &'a [&'a str],
}

/// A reply as `radclient -x` prints it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reply {
    pub(crate) code: String,
    pub(crate) attributes: Vec<String>,
}

/// Long enough for any answer on loopback. Sent once, so that what the server counts is certain.
const PATIENT: &[&str] = &["-x", "-r", "1", "-t", "30"];

/// Where no answer is to come. The server's counters tell that there was none later either.
const IMPATIENT: &[&str] = &["-x", "-r", "1", "-t", "0.5"];

impl<'a> Radclient<'a> {
    pub(crate) const fn auth(server: SocketAddr) -> Self {
        Self { server, kind: "auth", secret: SECRET, options: PATIENT }
    }

    pub(crate) const fn acct(server: SocketAddr) -> Self {
        Self { server, kind: "acct", secret: SECRET, options: PATIENT }
    }

    /// `kind` is `coa` or `disconnect`.
    pub(crate) const fn nas(nas: SocketAddr, kind: &'a str) -> Self {
        Self { server: nas, kind, secret: SECRET, options: PATIENT }
    }

    pub(crate) const fn status(server: SocketAddr) -> Self {
        Self { server, kind: "status", secret: SECRET, options: PATIENT }
    }

    pub(crate) const fn secret(self, secret: &'a str) -> Self {
        Self { secret, ..self }
    }

    pub(crate) const fn options(self, options: &'a [&'a str]) -> Self {
        Self { options, ..self }
    }

    /// Sends the packets, which are separated by empty lines.
    pub(crate) fn run(self, packets: &str) -> Finished {
        let mut command = RADCLIENT.command();
        command.args(self.options).args([&self.server.to_string(), self.kind, self.secret]);
        Process::start_with_input(&mut command, packets).finish()
    }

    /// Sends one packet with these attributes, and gives back the reply, which `radclient` has verified.
    #[track_caller]
    pub(crate) fn ask(self, attributes: &[&str]) -> Reply {
        let finished = self.run(&attributes.join("\n"));
        let reply = Reply::in_output(&finished.stdout).pop();
        reply.unwrap_or_else(|| panic!("no reply to {attributes:?}: {finished}"))
    }

    /// Sends one packet with these attributes, to which no reply may come.
    #[track_caller]
    pub(crate) fn ask_in_vain(self, attributes: &[&str]) {
        let finished = self.options(IMPATIENT).run(&attributes.join("\n"));
        assert_eq!(Reply::in_output(&finished.stdout), [], "{attributes:?}: {finished}");
        assert!(finished.stdout.contains("No reply from server"), "{finished}");
    }
}

impl Reply {
    pub(crate) fn in_output(stdout: &str) -> Vec<Self> {
        let mut replies: Vec<Self> = Vec::new();
        let mut is_reply = false;
        for line in stdout.lines() {
            match line.strip_prefix('\t') {
                Some(attribute) => {
                    if let Some(reply) = replies.last_mut().filter(|_| is_reply) {
                        reply.attributes.push(attribute.to_owned());
                    }
                }
                None => {
                    is_reply = line.starts_with("Received ");
                    if let Some(code) = line.split(' ').nth(1).filter(|_| is_reply) {
                        replies.push(Self { code: code.to_owned(), attributes: Vec::new() });
                    }
                }
            }
        }
        replies
    }

    /// The attributes behind the Message-Authenticator, which must come first (RFC 3579 §3.2, CVE-2024-3596).
    #[track_caller]
    pub(crate) fn signed_attributes(&self) -> &[String] {
        match self.attributes.split_first() {
            Some((first, others)) if first.starts_with("Message-Authenticator = 0x") => others,
            _ => panic!("Message-Authenticator does not come first: {self:?}"),
        }
    }
}
