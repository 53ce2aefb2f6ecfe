//! The packet's Code (RFC 2865 §3 and the RFCs that added to it).

use std::fmt;

/// What kind of packet it is. Any octet is a code; the named ones are those this library knows.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Code(pub u8);

/// Where the authenticator of a packet comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// A request with 16 random octets (RFC 2865 §3, RFC 5997 §3).
    RandomRequest,
    /// A request with a digest over zeros (RFC 2866 §3, RFC 5176 §2.3).
    DigestRequest,
    /// A reply, with a digest over the request's authenticator.
    Reply,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $constant:ident = $number:literal $name:literal, $role:ident;)*) => {
        impl Code {
            $($(#[$doc])* pub const $constant: Self = Self($number);)*

            /// The name in the RFCs.
            #[must_use]
            pub const fn name(self) -> Option<&'static str> {
                match self.0 { $($number => Some($name),)* _ => None }
            }

            pub(crate) const fn role(self) -> Option<Role> {
                match self.0 { $($number => Some(Role::$role),)* _ => None }
            }
        }
    };
}

codes! {
    /// Asks to authenticate a user (RFC 2865 §4.1).
    ACCESS_REQUEST = 1 "Access-Request", RandomRequest;
    /// Grants access (RFC 2865 §4.2).
    ACCESS_ACCEPT = 2 "Access-Accept", Reply;
    /// Denies access (RFC 2865 §4.3).
    ACCESS_REJECT = 3 "Access-Reject", Reply;
    /// Reports use (RFC 2866 §4.1).
    ACCOUNTING_REQUEST = 4 "Accounting-Request", DigestRequest;
    /// Confirms that a report is stored (RFC 2866 §4.2).
    ACCOUNTING_RESPONSE = 5 "Accounting-Response", Reply;
    /// Asks for another round (RFC 2865 §4.4).
    ACCESS_CHALLENGE = 11 "Access-Challenge", Reply;
    /// Asks whether the server is alive (RFC 5997 §3).
    STATUS_SERVER = 12 "Status-Server", RandomRequest;
    /// Ends a session (RFC 5176 §2.1).
    DISCONNECT_REQUEST = 40 "Disconnect-Request", DigestRequest;
    /// The session was ended.
    DISCONNECT_ACK = 41 "Disconnect-ACK", Reply;
    /// The session was not ended.
    DISCONNECT_NAK = 42 "Disconnect-NAK", Reply;
    /// Changes a session (RFC 5176 §2.2).
    COA_REQUEST = 43 "CoA-Request", DigestRequest;
    /// The session was changed.
    COA_ACK = 44 "CoA-ACK", Reply;
    /// The session was not changed.
    COA_NAK = 45 "CoA-NAK", Reply;
    /// The request cannot be processed (RFC 7930 §4).
    PROTOCOL_ERROR = 52 "Protocol-Error", Reply;
}

impl Code {
    /// Whether this code asks, and so may be sent to a server.
    #[must_use]
    pub const fn is_request(self) -> bool {
        matches!(self.role(), Some(Role::RandomRequest | Role::DigestRequest))
    }

    /// Whether a reply of this code may answer a request of the given one. A Protocol-Error may answer any, also one
    /// of a code that is not known (RFC 7930 §4).
    #[must_use]
    pub const fn answers(self, request: Self) -> bool {
        matches!(
            (request, self),
            (Self::ACCESS_REQUEST, Self::ACCESS_ACCEPT | Self::ACCESS_REJECT | Self::ACCESS_CHALLENGE)
                | (Self::ACCOUNTING_REQUEST, Self::ACCOUNTING_RESPONSE)
                | (Self::STATUS_SERVER, Self::ACCESS_ACCEPT | Self::ACCOUNTING_RESPONSE)
                | (Self::DISCONNECT_REQUEST, Self::DISCONNECT_ACK | Self::DISCONNECT_NAK)
                | (Self::COA_REQUEST, Self::COA_ACK | Self::COA_NAK)
        ) || (matches!(self, Self::PROTOCOL_ERROR) && !matches!(request.role(), Some(Role::Reply)))
    }

    /// Whether sealing puts a Message-Authenticator into this packet: into everything that authenticates
    /// (CVE-2024-3596) and asks for life signs (RFC 5997 §3); never into accounting (RFC 3579 §3.3).
    pub(crate) const fn is_signed(self) -> bool {
        matches!(
            self,
            Self::ACCESS_REQUEST
                | Self::ACCESS_ACCEPT
                | Self::ACCESS_REJECT
                | Self::ACCESS_CHALLENGE
                | Self::STATUS_SERVER
                | Self::PROTOCOL_ERROR
        )
    }
}

impl Code {
    /// Whether sealing puts a Message-Authenticator into this packet where the application has added one, whatever its value:
    /// requests to change or end a session, and their answers (RFC 5176 §3.4).
    pub(crate) const fn may_be_signed(self) -> bool {
        matches!(
            self,
            Self::COA_REQUEST
                | Self::COA_ACK
                | Self::COA_NAK
                | Self::DISCONNECT_REQUEST
                | Self::DISCONNECT_ACK
                | Self::DISCONNECT_NAK
        )
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.pad(name),
            None => write!(f, "Code-{}", self.0),
        }
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
