//! Why octets are no value of a type, or a value cannot be sent.

use thiserror::Error;

/// What is wrong with a value. It never holds the value itself, which may be secret.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ValueError {
    /// The type has a fixed size and the octets are more or fewer.
    #[error("has {found} octets where its type has {expected}")]
    Length {
        /// Octets of the type.
        expected: usize,
        /// Octets found.
        found: usize,
    },
    /// The length fits none of the type's forms.
    #[error("has {found} octets, which its type cannot have")]
    BadLength {
        /// Octets found.
        found: usize,
    },
    /// Text that is not UTF-8. `Attribute::octets` reads it all the same.
    #[error("is not UTF-8 (at octet {valid_up_to})")]
    NotUtf8 {
        /// Octets that are valid.
        valid_up_to: usize,
    },
    /// A prefix whose length is beyond the address, whose reserved octet is set or which lacks octets.
    #[error("is not a valid address prefix")]
    Prefix,
    /// An integer that does not fit: over 24 bits beside a tag (RFC 2868 §3.1), or too large for its type.
    #[error("is too large a number; the largest is {max}")]
    OutOfRange {
        /// The largest number that fits.
        max: u64,
    },
    /// A time before 1970 or after 2106, or finer than the type can say.
    #[error("is a time its type cannot express")]
    Time,
}
