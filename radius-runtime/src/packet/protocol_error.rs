//! Protocol-Error: the answer to a request that cannot be processed (RFC 7930 §4, RFC 9765 §6.1).

use crate::attribute::{self, Attribute, NoKeys, RawAttribute};
use crate::dictionary::{DataType, Definition, Flags, Parent};

use super::{Code, ErrorCause, Packet};

/// The extended attributes in whose first space Original-Packet-Code stands (RFC 7930 §6).
const EXTENDED_TYPE_1: u8 = 241;
const ORIGINAL_PACKET_CODE_NUMBER: u8 = 4;
const RESPONSE_LENGTH_NUMBER: u8 = 3;

const ORIGINAL_PACKET_CODE: Attribute<u32> = Attribute::new(Definition::new(
    "Original-Packet-Code",
    Parent::Extended(EXTENDED_TYPE_1),
    ORIGINAL_PACKET_CODE_NUMBER as u32,
    DataType::Uint32,
    Flags::NONE,
));

/// The longest packet that its sender takes, in octets (RFC 7930 §2.1).
const RESPONSE_LENGTH: Attribute<u32> = Attribute::new(Definition::new(
    "Response-Length",
    Parent::Extended(EXTENDED_TYPE_1),
    RESPONSE_LENGTH_NUMBER as u32,
    DataType::Uint32,
    Flags::NONE,
));

pub(crate) const ERROR_CAUSE: Attribute<u32> =
    Attribute::new(Definition::new("Error-Cause", Parent::Packet, 101, DataType::Uint32, Flags::NONE));

impl Packet {
    /// Says that a request of this code cannot be processed, and why. It is for one hop only: a proxy answers with its
    /// own.
    ///
    /// Over UDP old clients drop it, so that silence serves as well there.
    #[must_use]
    pub fn protocol_error(request: Code, cause: ErrorCause) -> Self {
        Self::new(Code::PROTOCOL_ERROR)
            .with(ORIGINAL_PACKET_CODE, u32::from(request.0))
            .with(ERROR_CAUSE, cause.0)
    }

    /// Error-Cause, if there is a well-formed one (RFC 5176 §3.5).
    #[must_use]
    pub fn error_cause(&self) -> Option<ErrorCause> {
        self.get(ERROR_CAUSE).ok().flatten().map(ErrorCause)
    }

    /// The octets of the longest packet that the other end takes, if it says so in a well-formed Response-Length (RFC 7930
    /// §2.1).
    #[must_use]
    pub fn response_length(&self) -> Option<usize> {
        usize::try_from(self.get(RESPONSE_LENGTH).ok().flatten()?).ok()
    }

    /// Says how long a packet this end takes (RFC 7930 §2.1).
    #[must_use]
    pub(crate) fn with_response_length(self, octets: usize) -> Self {
        self.with(RESPONSE_LENGTH, u32::try_from(octets).unwrap_or(u32::MAX))
    }
}

/// The code of the request that a Protocol-Error answers, if it says so in a value that is a code.
pub(super) fn original_packet_code(attributes: &[u8]) -> Option<Code> {
    let code = attribute::get(attributes, ORIGINAL_PACKET_CODE, &NoKeys).ok()??;
    u8::try_from(code).ok().map(Code)
}

/// What a server that demands RADIUS/1.1 tells a client that said nothing of versions, before it closes the connection: a
/// Protocol-Error that answers nothing, with Token 0 (RFC 9765 §3.3.1).
#[cfg(all(feature = "server", feature = "tls"))]
pub(crate) fn version_demanded() -> Vec<u8> {
    let mut packet = Packet::new(Code::PROTOCOL_ERROR);
    let _ = packet.push_raw(18, b"RADIUS/1.1 required");
    let _ = packet.push(ERROR_CAUSE, ErrorCause::UNSUPPORTED_EXTENSION.0);
    packet.encode().unwrap_or_default()
}

/// RADIUS/1.1 pairs by Token alone and forbids Original-Packet-Code (RFC 9765 §5.5).
pub(super) fn is_original_packet_code(raw: &RawAttribute<'_>) -> bool {
    raw.number == EXTENDED_TYPE_1 && raw.value.first() == Some(&ORIGINAL_PACKET_CODE_NUMBER)
}

#[cfg(all(test, feature = "server", feature = "tls"))]
mod tests {
    use super::*;

    #[test]
    fn a_client_that_says_nothing_of_versions_is_told_p147() {
        let expected =
            [&[52, 0, 0, 47][..], &[0; 16], &[18, 21], b"RADIUS/1.1 required", &[101, 6, 0, 0, 1, 0x96]];
        assert_eq!(version_demanded(), expected.concat());
    }
}
