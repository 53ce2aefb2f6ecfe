//! Attributes in a packet: handles that name them, and the way between their values and the wire.
//!
//! From the outside in: a [`RawAttribute`] is type, length and value; [vendors](VendorWalk) have attributes of their own
//! inside type 26; a [tag](TaggedValue) may stand before the value; the value may be [hidden](Clear) or
//! [split](Concat). An [`Attribute`] handle knows which of these apply, so that one `get` and one `push` serve all.

pub(crate) mod constants;
mod error;
mod extended;
mod find;
mod handle;
mod hidden;
mod in_clear;
mod list;
mod read;
mod set;
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
pub use set::AttributeSet;
pub use tag::TaggedValue;
pub use tlv::{Tlv, TlvValue, TlvView};
pub use vendor::{MalformedVendor, VENDOR_SPECIFIC, VendorAttribute, VendorWalk, split_vendor};
pub use walk::{FramingError, FramingErrorKind, MAX_VALUE, RawAttribute, Walk, check};

pub(crate) use extended::{
    EXTENDED_VENDOR_SPECIFIC, fragment as extended_fragment, split_vendor_attribute as split_extended_vendor,
};
pub(crate) use find::{Fragment, occurrences};
pub(crate) use read::{get, get_all, tags};
pub(crate) use tlv::{Contents, Octets as TlvOctets, is_well_formed as is_tlv};
pub(crate) use vendor::fragment as vendor_fragment;
pub(crate) use walk::check_each;
pub(crate) use write::MESSAGE_AUTHENTICATOR;
