//! What is asked of the DNS, and what it answers.

use std::net::IpAddr;
use std::time::Duration;

/// A question to the DNS.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Question {
    /// The whole name, without the final dot: no search list is to be applied.
    pub name: String,
    /// What is wanted of it.
    pub kind: RecordKind,
}

/// A kind of record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RecordKind {
    /// NAPTR (RFC 3403).
    Naptr,
    /// SRV (RFC 2782).
    Srv,
    /// AAAA and A.
    Address,
}

/// The answer to a [`Question`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// There are such records: a positive response (RFC 7585 §3.4.2).
    Records {
        /// The records, addresses in the order of preference.
        records: Vec<Record>,
        /// How long they may be kept: the least of their TTLs, with those of the aliases that led to them.
        ttl: Duration,
    },
    /// There are none: a negative response.
    Nothing {
        /// How long that may be kept, if it is known (RFC 2308 §5).
        ttl: Option<Duration>,
    },
    /// There was no answer, or one that says nothing.
    Failed,
}

/// A record.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Record {
    /// Where to look next.
    Naptr(Naptr),
    /// A host, its port, and how it stands to others.
    Srv(Srv),
    /// An address.
    Address(IpAddr),
}

/// A NAPTR record (RFC 3403 §4.1), read as S-NAPTR (RFC 3958).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Naptr {
    /// The lowest comes first.
    pub order: u16,
    /// Within an order, the lowest comes first.
    pub preference: u16,
    /// `s`: the replacement has SRV records; `a`: it is a host; empty: it has NAPTR records again.
    pub flags: String,
    /// A service tag, and behind colons the tags of its protocols.
    pub services: String,
    /// To be empty.
    pub regexp: String,
    /// The name to look at next, without the final dot.
    pub replacement: String,
}

/// An SRV record (RFC 2782).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Srv {
    /// The lowest comes first.
    pub priority: u16,
    /// The share within a priority.
    pub weight: u16,
    /// The port.
    pub port: u16,
    /// The host, without the final dot. It is empty where there decidedly is no such service.
    pub target: String,
}
