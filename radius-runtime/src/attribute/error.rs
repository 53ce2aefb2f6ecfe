//! What can be wrong with an attribute, on reading and on writing.

use std::borrow::Cow;

use thiserror::Error;

use crate::crypto::HidingError;
use crate::value::ValueError;

/// An attribute that is present but invalid, or that cannot be sent as asked.
///
/// It names the attribute and never holds its value, which may be secret.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{name} {problem}")]
#[non_exhaustive]
pub struct AttributeError {
    /// The attribute's name in the dictionary.
    pub name: Cow<'static, str>,
    /// What is wrong with it.
    pub problem: Problem,
}

/// What is wrong with an attribute.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Problem {
    /// The octets are no value of the attribute's type, or the value cannot be sent as that type.
    #[error(transparent)]
    Value(#[from] ValueError),
    /// The hidden value cannot be revealed.
    #[error(transparent)]
    Hidden(#[from] HidingError),
    /// The value is longer than the attribute can carry.
    #[error("is longer than the {max} octets that fit")]
    TooLong {
        /// Octets that fit.
        max: usize,
    },
    /// An empty text or string, which must not be sent (RFC 2865 §5).
    #[error("is empty, and empty values must not be sent")]
    Empty,
    /// The tag is above 0x1f (RFC 2868 §3.1).
    #[error("has the tag {0:#04x}, but tags end at 0x1f")]
    Tag(u8),
    /// The parts of a split value are not consecutive (RFC 3579 §3.1).
    #[error("is split into parts that are not consecutive")]
    NotConsecutive,
    /// The length field of the EAP packet inside says another number of octets (RFC 3579 §3.1).
    #[error("holds {found} octets of an EAP packet that says it has {stated}")]
    EapLength {
        /// The EAP packet's length field.
        stated: usize,
        /// Octets found.
        found: usize,
    },
    /// The value is split into parts, which its type cannot be.
    #[error("is split into several attributes, which its type cannot be")]
    Split,
    /// The parts of a long value do not say rightly which of them is the last, or there is none (RFC 6929 §2.2).
    #[error("has parts that are empty, not full or not followed by the next")]
    Fragments,
    /// The attributes inside do not fill it exactly (RFC 6929 §2.3).
    #[error("holds attributes that do not fill it exactly")]
    MalformedTlv,
    /// An attribute inside it is wrong.
    #[error("holds a value that cannot be sent: {0}")]
    Inside(Box<AttributeError>),
    /// The attribute was not found, but a Vendor-Specific attribute that may hold it is malformed.
    #[error("may be in a Vendor-Specific attribute that does not follow its vendor's format")]
    MalformedVendor,
    /// The number cannot be sent where the attribute stands.
    #[error("has the number {0}, which cannot be sent there")]
    Number(u32),
    /// The packet has no room left for it.
    #[error("does not fit into the packet")]
    PacketFull,
    /// Message-Authenticator: sealing the packet puts it in.
    #[error("is added by the library when the packet is sealed")]
    AddedBySealing,
    /// Its vendor's format has no room for a second attribute in one Vendor-Specific attribute.
    #[error("lets no two of its attributes share a Vendor-Specific attribute")]
    Alone,
    /// It belongs to another vendor than the Vendor-Specific attribute that it was put into.
    #[error("belongs to another vendor than the group it was put into")]
    OtherVendor,
}
