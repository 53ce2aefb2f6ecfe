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
    /// A struct that ends inside of one of its members.
    #[error("ends in the middle of a member")]
    Cut,
    /// Values back to back that are no whole number of them.
    #[error("has {found} octets, which are no multiple of the {element} that each of its values has")]
    Elements {
        /// Octets of one value.
        element: usize,
        /// Octets found.
        found: usize,
    },
    /// A length in front of a value that does not fit what follows it.
    #[error("has a length in front of its value that does not fit")]
    LengthPrefix,
    /// The value is longer than the length in front of it can say.
    #[error("is longer than the {max} octets that the length in front of it can count")]
    TooLong {
        /// The most octets.
        max: u64,
    },
    /// An attribute inside of a struct that cannot be sent.
    #[error("holds an attribute that cannot be sent")]
    Inside,
    /// A hidden value inside of a struct or of a TLV that is hidden as a whole, where it cannot be hidden by itself.
    #[error("holds a hidden attribute, which cannot be hidden inside of it")]
    HiddenInside,
    /// A time beyond what the type can say: a date of seconds lies between 1970 and 2106.
    #[error("is a time its type cannot express")]
    Time,
}
