//! Attributes in a packet: handles that name them, and the way between their values and the wire.
//!
//! From the outside in: a [`RawAttribute`] is type, length and value; [vendors](VendorWalk) have attributes of their own
//! inside type 26; a [tag](TaggedValue) may stand before the value; the value may be [hidden](Clear) or
//! [split](Concat). An [`Attribute`] handle knows which of these apply, so that one `get` and one `push` serve all.

mod error;
mod extended;
mod find;
mod handle;
mod hidden;
mod list;
mod read;
pub(crate) mod tag;
mod tlv;
mod vendor;
mod walk;
mod write;

pub use error::{AttributeError, Problem};
pub use find::Occurrence;
pub use handle::{Attribute, Concat, Hidden, InPacket, Long, Tagged};
pub use hidden::{Clear, Hideable, Key, Keys, Password};
pub use list::AttributeList;
pub use read::{GetAll, NoKeys, Read};
pub use tag::TaggedValue;
pub use tlv::{Tlv, TlvValue, TlvView};
pub use vendor::{MalformedVendor, VENDOR_SPECIFIC, VendorAttribute, VendorWalk, split_vendor};
pub use walk::{FramingError, FramingErrorKind, MAX_VALUE, RawAttribute, Walk, check};

pub(crate) use read::{get, get_all};
pub(crate) use write::MESSAGE_AUTHENTICATOR;
