//! Why a packet is dropped without an answer.

use crate::packet::{DecodeError, VerifyError};

macro_rules! reasons {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// Why a packet was dropped without an answer. Each reason has a counter in
        /// [`Statistics`](super::Statistics); none of them ends the server or the wait for a reply.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum DiscardReason {
            $($(#[$doc])* $variant,)*
        }

        impl DiscardReason {
            /// Every reason.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// A short name, for logs and metrics.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

reasons! {
    /// Fewer octets than a header has (RFC 2865 §3).
    TooShort = "too_short",
    /// The Length field is below 20 or above 4096 (RFC 2865 §3).
    BadLength = "bad_length",
    /// The Length field counts more octets than arrived (RFC 2865 §3).
    Truncated = "truncated",
    /// The attributes do not fill the packet (RFC 2865 §5).
    MalformedAttributes = "malformed_attributes",
    /// The sender is no configured client (RFC 2865 §3).
    UnknownClient = "unknown_client",
    /// The code is unknown, or not one that this port or this end takes (RFC 2865 §3).
    UnexpectedCode = "unexpected_code",
    /// No Message-Authenticator where one is required (CVE-2024-3596, RFC 5997 §3).
    NoMessageAuthenticator = "no_message_authenticator",
    /// Proxy-State without Message-Authenticator (CVE-2024-3596).
    ProxyStateUnsigned = "proxy_state_unsigned",
    /// A reply without Message-Authenticator whose Proxy-State is not of its request (CVE-2024-3596).
    UnexpectedProxyState = "unexpected_proxy_state",
    /// EAP-Message without Message-Authenticator (RFC 3579 §3.1).
    EapUnsigned = "eap_unsigned",
    /// An Access-Request with neither credentials nor Message-Authenticator (RFC 3579 §3.3): anybody could have sent it.
    NoCredentials = "no_credentials",
    /// A Message-Authenticator of another length than 18 octets, or more than one.
    MalformedMessageAuthenticator = "malformed_message_authenticator",
    /// A wrong Message-Authenticator (RFC 3579 §3.2).
    BadMessageAuthenticator = "bad_message_authenticator",
    /// A wrong Request or Response Authenticator (RFC 2866 §3, RFC 2865 §3).
    BadAuthenticator = "bad_authenticator",
    /// Status-Server, which this server does not answer (RFC 5997 §4.2).
    StatusServerOff = "status_server_off",
    /// A reply to no request that is waiting.
    UnknownIdentifier = "unknown_identifier",
    /// A request over RADIUS/1.1 under a Token whose last request still waits for its reply (RFC 9765 §4.2).
    TokenInUse = "token_in_use",
    /// A request that was sent again while it is still being handled (RFC 5080 §2.2.2).
    DuplicateInFlight = "duplicate_in_flight",
    /// The answer came when a newer request of the client had taken over the identifier (RFC 5080 §2.2.2).
    Superseded = "superseded",
    /// Event-Timestamp is too far from the server's clock, or malformed (RFC 5176 §6.3).
    StaleTimestamp = "stale_timestamp",
    /// No Event-Timestamp where one is required (RFC 5176 §6.3).
    NoTimestamp = "no_timestamp",
    /// A CoA-Request or Disconnect-Request from a server to which its user's logins do not go (RFC 5176 §6.1).
    UnauthorizedSource = "unauthorized_source",
    /// More requests are being handled than the limit allows.
    Overload = "overload",
    /// More requests of this client are being handled than its limit allows.
    ClientOverload = "client_overload",
    /// The look-up of the client failed.
    LookupFailed = "lookup_failed",
    /// More requests wait for the look-up of their client than the limit allows.
    LookupOverload = "lookup_overload",
    /// An Access-Request whose connection broke while it was being handled. Nobody waits for the answer (radiusdtls-bis §3.11).
    ConnectionGone = "connection_gone",
    /// The handler returned an error.
    HandlerError = "handler_error",
    /// The handler panicked.
    HandlerPanic = "handler_panic",
    /// The handler decided not to answer.
    HandlerDiscard = "handler_discard",
    /// The handler's answer could not be sent: it is too long, or has a code that does not answer the request.
    UnsendableAnswer = "unsendable_answer",
    /// The system did not take the reply. Where requests are repeated, the next repetition gets it.
    SendFailed = "send_failed",
    /// A connection beyond the limit, in all or from one address.
    TooManyConnections = "too_many_connections",
    /// A TLS handshake that took too long.
    HandshakeTimeout = "handshake_timeout",
    /// What came over a connection is no TLS, or the TLS handshake failed.
    HandshakeFailed = "handshake_failed",
    /// A client over TLS has no certificate, or one that is not believed or belongs to no client.
    CertificateRefused = "certificate_refused",
    /// A client over TLS and the server have no version of RADIUS in common (RFC 9765 §3.3).
    NoCommonVersion = "no_common_version",
    /// A connection over TLS whose client's certificate came to its end.
    CertificateExpired = "certificate_expired",
    /// A connection that carried nothing for too long.
    IdleConnection = "idle_connection",
}

/// What becomes of the connection that a packet came over, after it was dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Disposition {
    /// It stays as it is. Over UDP that is all there is.
    Keep,
    /// It is closed: what comes next on the stream cannot be trusted (RFC 6613 §2.6.4).
    Close,
}

impl DiscardReason {
    /// Whether a stream stays open after a packet that was dropped for this reason: a broken frame or signature ends it,
    /// an unexpected code or too much work does not (RFC 6613 §2.6.4).
    #[must_use]
    pub const fn disposition(self) -> Disposition {
        match self {
            Self::TooShort
            | Self::BadLength
            | Self::Truncated
            | Self::MalformedAttributes
            | Self::UnknownClient
            | Self::NoMessageAuthenticator
            | Self::ProxyStateUnsigned
            | Self::UnexpectedProxyState
            | Self::EapUnsigned
            | Self::NoCredentials
            | Self::MalformedMessageAuthenticator
            | Self::BadMessageAuthenticator
            | Self::BadAuthenticator
            | Self::TooManyConnections
            | Self::HandshakeTimeout
            | Self::HandshakeFailed
            | Self::CertificateRefused
            | Self::NoCommonVersion
            | Self::CertificateExpired
            | Self::TokenInUse
            | Self::IdleConnection => Disposition::Close,
            Self::UnexpectedCode
            | Self::StatusServerOff
            | Self::UnknownIdentifier
            | Self::DuplicateInFlight
            | Self::Superseded
            | Self::StaleTimestamp
            | Self::NoTimestamp
            | Self::UnauthorizedSource
            | Self::Overload
            | Self::ClientOverload
            | Self::LookupFailed
            | Self::LookupOverload
            | Self::ConnectionGone
            | Self::HandlerError
            | Self::HandlerPanic
            | Self::HandlerDiscard
            | Self::UnsendableAnswer
            | Self::SendFailed => Disposition::Keep,
        }
    }
}

impl From<DecodeError> for DiscardReason {
    fn from(error: DecodeError) -> Self {
        match error {
            DecodeError::TooShort(_) => Self::TooShort,
            DecodeError::BadLength(_) => Self::BadLength,
            DecodeError::Truncated { .. } => Self::Truncated,
            DecodeError::Framing(_) => Self::MalformedAttributes,
        }
    }
}

impl From<VerifyError> for DiscardReason {
    fn from(error: VerifyError) -> Self {
        match error {
            VerifyError::UnexpectedCode(_) => Self::UnexpectedCode,
            VerifyError::Identifier => Self::UnknownIdentifier,
            VerifyError::NoMessageAuthenticator => Self::NoMessageAuthenticator,
            VerifyError::ProxyStateUnsigned => Self::ProxyStateUnsigned,
            VerifyError::EapUnsigned => Self::EapUnsigned,
            VerifyError::MalformedMessageAuthenticator => Self::MalformedMessageAuthenticator,
            VerifyError::MessageAuthenticator => Self::BadMessageAuthenticator,
            VerifyError::Authenticator => Self::BadAuthenticator,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_frame_or_signature_ends_a_stream_and_nothing_else_does_p119() {
        let closing: Vec<_> =
            DiscardReason::ALL.iter().filter(|reason| reason.disposition() == Disposition::Close).collect();
        assert_eq!(closing.len(), 21, "{closing:?}");
        for reason in [DiscardReason::MalformedAttributes, DiscardReason::BadAuthenticator] {
            assert_eq!(reason.disposition(), Disposition::Close);
        }
        for reason in [
            DiscardReason::UnexpectedCode,
            DiscardReason::Overload,
            DiscardReason::UnauthorizedSource,
            DiscardReason::UnknownIdentifier,
        ] {
            assert_eq!(reason.disposition(), Disposition::Keep);
        }
    }
}
