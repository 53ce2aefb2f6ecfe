//! Why a request was not processed (RFC 5176 §3.5 and the RFCs that added to it).

use std::fmt;

/// The value of Error-Cause. Any number is one; the named ones are those that are registered.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ErrorCause(pub u32);

macro_rules! causes {
    ($($(#[$doc:meta])* $constant:ident = $number:literal $name:literal;)*) => {
        impl ErrorCause {
            $($(#[$doc])* pub const $constant: Self = Self($number);)*

            /// The name in the RFCs.
            #[must_use]
            pub const fn name(self) -> Option<&'static str> {
                match self.0 { $($number => Some($name),)* _ => None }
            }
        }
    };
}

causes! {
    /// The session's context is gone (RFC 5176 §3.5).
    RESIDUAL_SESSION_CONTEXT_REMOVED = 201 "Residual-Context-Removed";
    /// An EAP packet is broken (RFC 3579 §2.2).
    INVALID_EAP_PACKET = 202 "Invalid-EAP-Packet";
    /// An attribute is not supported.
    UNSUPPORTED_ATTRIBUTE = 401 "Unsupported-Attribute";
    /// An attribute is missing.
    MISSING_ATTRIBUTE = 402 "Missing-Attribute";
    /// The NAS named is another.
    NAS_IDENTIFICATION_MISMATCH = 403 "NAS-Identification-Mismatch";
    /// The request is malformed in another way.
    INVALID_REQUEST = 404 "Invalid-Request";
    /// The Service-Type is not supported.
    UNSUPPORTED_SERVICE = 405 "Unsupported-Service";
    /// The packet's code, or the protocol, is not supported here.
    UNSUPPORTED_EXTENSION = 406 "Unsupported-Extension";
    /// An attribute's value is not usable.
    INVALID_ATTRIBUTE_VALUE = 407 "Invalid-Attribute-Value";
    /// It is forbidden.
    ADMINISTRATIVELY_PROHIBITED = 501 "Administratively-Prohibited";
    /// A proxy knows no way to the server.
    REQUEST_NOT_ROUTABLE = 502 "Request-Not-Routable";
    /// There is no such session.
    SESSION_CONTEXT_NOT_FOUND = 503 "Session-Context-Not-Found";
    /// The session cannot be ended.
    SESSION_CONTEXT_NOT_REMOVABLE = 504 "Session-Context-Not-Removable";
    /// A proxy cannot process it for another reason.
    OTHER_PROXY_PROCESSING_ERROR = 505 "Other-Proxy-Processing-Error";
    /// There is no room for it, or no time.
    RESOURCES_UNAVAILABLE = 506 "Resources-Unavailable";
    /// The NAS asks anew by an Access-Request.
    REQUEST_INITIATED = 507 "Request-Initiated";
    /// Several sessions match, which is not supported.
    MULTIPLE_SESSION_SELECTION_UNSUPPORTED = 508 "Multiple-Session-Selection-Unsupported";
    /// The location is needed (RFC 5580 §4.3).
    LOCATION_INFO_REQUIRED = 509 "Location-Info-Required";
    /// An Access-Request without Message-Authenticator is not taken (CVE-2024-3596).
    MISSING_MESSAGE_AUTHENTICATOR = 510 "Missing-Message-Authenticator";
    /// The request is longer than the server takes (RFC 7930 §5), or the reply than the client does.
    RESPONSE_TOO_BIG = 601 "Response-Too-Big";
}

impl fmt::Display for ErrorCause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.pad(name),
            None => write!(f, "{}", self.0),
        }
    }
}

impl fmt::Debug for ErrorCause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
