//! Protocol-Error: the answer to a request that cannot be processed (RFC 7930 §4, RFC 9765 §6.1).

use crate::attribute::{self, Attribute, NoKeys, RawAttribute};
use crate::dictionary::{DataType, Definition, Flags, Parent};

use super::{Code, ErrorCause, Packet};

/// The extended attributes in whose first space Original-Packet-Code stands (RFC 7930 §6).
const EXTENDED_TYPE_1: u8 = 241;
const ORIGINAL_PACKET_CODE_NUMBER: u8 = 4;

const ORIGINAL_PACKET_CODE: Attribute<u32> = Attribute::new(Definition::new(
    "Original-Packet-Code",
    Parent::Extended(EXTENDED_TYPE_1),
    ORIGINAL_PACKET_CODE_NUMBER as u32,
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
}

/// The code of the request that a Protocol-Error answers, if it says so in a value that is a code.
pub(super) fn original_packet_code(attributes: &[u8]) -> Option<Code> {
    let code = attribute::get(attributes, ORIGINAL_PACKET_CODE, &NoKeys).ok()??;
    u8::try_from(code).ok().map(Code)
}

/// RADIUS/1.1 pairs by Token alone and forbids Original-Packet-Code (RFC 9765 §5.5).
pub(super) fn is_original_packet_code(raw: &RawAttribute<'_>) -> bool {
    raw.number == EXTENDED_TYPE_1 && raw.value.first() == Some(&ORIGINAL_PACKET_CODE_NUMBER)
}
