//! What the RFCs say that a packet must and must not hold, checked on request: nothing here changes what is sent or taken.
//!
//! A client and a server look at every packet of theirs where `ClientBuilder::lint` and `ServerBuilder::lint` ask for it, and
//! report each [`Finding`]: to the [`log()`], or to a function of the program.
//!
//! [`Packet::lint`] gives what is wrong with one packet as [`Lint`]s, typed, with the RFC and its section:
//!
//! ```
//! # mod dictionary {
//! #     radius_runtime::include_dictionary! { mod inner = "../dictionaries/share/dictionary"; }
//! #     pub use inner::*;
//! # }
//! use dictionary::{ACCT_SESSION_ID, ACCT_STATUS_TYPE, AcctStatusType, NAS_IDENTIFIER, USER_PASSWORD};
//! use radius_runtime::{Packet, lint::Lint};
//!
//! let report = Packet::accounting_request()
//!     .with(NAS_IDENTIFIER, "nas-1")
//!     .with(ACCT_STATUS_TYPE, AcctStatusType::Start)
//!     .with(USER_PASSWORD, "hello");
//! let findings: Vec<_> = report.lint().map(|lint| lint.to_string()).collect();
//! assert_eq!(findings, [
//!     "User-Password must not stand in Accounting-Request (RFC 2866 §5.13)",
//!     "Acct-Session-Id is missing from Accounting-Request (RFC 2866 §5.13)",
//! ]);
//!
//! let report = report.with(ACCT_SESSION_ID, "17");
//! assert!(matches!(report.lint().next(), Some(Lint::NotAllowed { attribute: "User-Password", .. })));
//! ```
//!
//! The tables of occurrence are those of the RFCs 2548 to 9765, with those of Microsoft's and the ADSL Forum's attributes.
//! Message-Authenticator is never reported missing: sealing adds it and verifying demands it.

mod finding;
#[cfg(any(feature = "client", feature = "server"))]
mod linter;
mod occurrence;
mod rules;
mod table;
#[cfg(test)]
mod tests;

use std::fmt;

use crate::packet::{Code, Packet};

pub use finding::{Finding, log};
#[cfg(any(feature = "client", feature = "server"))]
pub(crate) use linter::Linter;

/// The text that a rule comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Reference {
    /// The number of the RFC.
    pub rfc: u16,
    /// The section, such as `5.44`.
    pub section: &'static str,
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RFC {} §{}", self.rfc, self.section)
    }
}

/// Something that the RFCs say otherwise. It names attributes and never holds their values.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Lint {
    /// An attribute that such a packet must not hold.
    NotAllowed {
        /// The attribute's name.
        attribute: &'static str,
        /// The packet's code.
        code: Code,
        /// Where it is said.
        reference: Reference,
    },
    /// An attribute that such a packet may hold once stands in it several times.
    Repeated {
        /// The attribute's name.
        attribute: &'static str,
        /// How often it is there.
        count: usize,
        /// The packet's code.
        code: Code,
        /// Where it is said.
        reference: Reference,
    },
    /// An attribute that such a packet must hold is not there.
    Missing {
        /// The attribute's name.
        attribute: &'static str,
        /// The packet's code.
        code: Code,
        /// Where it is said.
        reference: Reference,
    },
    /// An Access-Request that proves nothing: no password, no EAP, no digest, no State (RFC 2865 §4.1).
    NoCredentials,
    /// An Access-Request with two kinds of credentials (RFC 2865 §4.1, RFC 3579 §3.3).
    ConflictingCredentials {
        /// The attribute of the one.
        first: &'static str,
        /// The attribute of the other.
        second: &'static str,
    },
    /// A request that does not say which NAS sends it: neither NAS-IP-Address, NAS-IPv6-Address nor NAS-Identifier
    /// (RFC 2865 §4.1, RFC 2866 §4.1, RFC 3162 §2.1).
    NoNasIdentification {
        /// The packet's code.
        code: Code,
    },
    /// A request to change or to end a session that does not say which (RFC 5176 §3).
    NoSessionIdentification {
        /// The packet's code.
        code: Code,
    },
    /// A CoA-Request with Service-Type Authorize-Only and without State (RFC 5176 §3.2).
    AuthorizeOnlyWithoutState,
    /// An Error-Cause that such a packet cannot give (RFC 5176 §3.5).
    ErrorCause {
        /// The value.
        cause: u32,
        /// The packet's code.
        code: Code,
    },
    /// CHAP-Password of another length than 17 octets (RFC 2865 §5.3).
    ChapPasswordLength {
        /// Octets of the value.
        octets: usize,
    },
    /// Acct-Interim-Interval below 60 seconds (RFC 2869 §5.16).
    InterimInterval {
        /// The interval.
        seconds: u32,
    },
}

impl Lint {
    /// The text that the rule comes from.
    #[must_use]
    pub const fn reference(&self) -> Reference {
        let (rfc, section) = match self {
            Self::NotAllowed { reference, .. }
            | Self::Repeated { reference, .. }
            | Self::Missing { reference, .. } => return *reference,
            Self::NoNasIdentification { code: Code::ACCOUNTING_REQUEST } => (2866, "4.1"),
            Self::NoCredentials | Self::NoNasIdentification { .. } => (2865, "4.1"),
            Self::ConflictingCredentials { .. } => (3579, "3.3"),
            Self::NoSessionIdentification { .. } => (5176, "3"),
            Self::AuthorizeOnlyWithoutState => (5176, "3.2"),
            Self::ErrorCause { .. } => (5176, "3.5"),
            Self::ChapPasswordLength { .. } => (2865, "5.3"),
            Self::InterimInterval { .. } => (2869, "5.16"),
        };
        Reference { rfc, section }
    }

    /// The attribute that it is about, if it is about one.
    #[must_use]
    pub const fn attribute(&self) -> Option<&'static str> {
        match self {
            Self::NotAllowed { attribute, .. }
            | Self::Repeated { attribute, .. }
            | Self::Missing { attribute, .. } => Some(attribute),
            Self::ConflictingCredentials { second, .. } => Some(second),
            Self::AuthorizeOnlyWithoutState => Some("State"),
            Self::ErrorCause { .. } => Some("Error-Cause"),
            Self::ChapPasswordLength { .. } => Some("CHAP-Password"),
            Self::InterimInterval { .. } => Some("Acct-Interim-Interval"),
            Self::NoCredentials | Self::NoNasIdentification { .. } | Self::NoSessionIdentification { .. } => {
                None
            }
        }
    }
}

impl fmt::Display for Lint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAllowed { attribute, code, .. } => write!(f, "{attribute} must not stand in {code}"),
            Self::Repeated { attribute, count, code, .. } => {
                write!(f, "{attribute} stands {count} times in {code}, which takes it once")
            }
            Self::Missing { attribute, code, .. } => write!(f, "{attribute} is missing from {code}"),
            Self::NoCredentials => f.write_str("Access-Request has no credentials and no State"),
            Self::ConflictingCredentials { first, second } => {
                write!(f, "Access-Request has both {first} and {second}")
            }
            Self::NoNasIdentification { code } => {
                write!(f, "{code} has neither NAS-IP-Address, NAS-IPv6-Address nor NAS-Identifier")
            }
            Self::NoSessionIdentification { code } => {
                write!(f, "{code} does not say which session it is about")
            }
            Self::AuthorizeOnlyWithoutState => {
                f.write_str("CoA-Request has the Service-Type Authorize-Only and no State")
            }
            Self::ErrorCause { cause, code } => write!(f, "Error-Cause {cause} must not stand in {code}"),
            Self::ChapPasswordLength { octets } => {
                write!(f, "CHAP-Password has {octets} octets instead of 17")
            }
            Self::InterimInterval { seconds } => {
                write!(f, "Acct-Interim-Interval is {seconds} seconds, but must not be below 60")
            }
        }?;
        write!(f, " ({})", self.reference())
    }
}

impl Packet {
    /// What the RFCs say otherwise about the attributes of this packet: first the attributes that may not be there, or
    /// not so often, by number, then the rules that concern several.
    ///
    /// It can be asked of what was received as of what is to be sent, and changes nothing.
    pub fn lint(&self) -> impl Iterator<Item = Lint> {
        let found = occurrence::Found::of(self);
        occurrence::check(&found).chain(rules::check(self, &found))
    }
}
