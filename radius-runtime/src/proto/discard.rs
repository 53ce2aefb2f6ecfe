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
    /// EAP-Message without Message-Authenticator (RFC 3579 §3.1).
    EapUnsigned = "eap_unsigned",
    /// A Message-Authenticator of another length than 18 octets, or more than one.
    MalformedMessageAuthenticator = "malformed_message_authenticator",
    /// A wrong Message-Authenticator (RFC 3579 §3.2).
    BadMessageAuthenticator = "bad_message_authenticator",
    /// A wrong Request or Response Authenticator (RFC 2866 §3, RFC 2865 §3).
    BadAuthenticator = "bad_authenticator",
    /// A reply to no request that is waiting.
    UnknownIdentifier = "unknown_identifier",
    /// More requests are being handled than the limit allows.
    Overload = "overload",
    /// The handler returned an error.
    HandlerError = "handler_error",
    /// The handler panicked.
    HandlerPanic = "handler_panic",
    /// The handler decided not to answer.
    HandlerDiscard = "handler_discard",
    /// The handler's answer could not be sent: it is too long, or has a code that does not answer the request.
    UnsendableAnswer = "unsendable_answer",
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
