//! What the code that `include_dictionary!` and radius-build generate is made of. Not for use by hand: it may change
//! with any release.

pub use crate::__enumerated as enumerated;
pub use crate::attribute::{Attribute, Concat, Hidden, InPacket, Long, Tagged, Tlv};
pub use crate::dictionary::table::{extended, extended_vendor, packet, tlv, vendor};
pub use crate::dictionary::{DataType, Definition, Dictionary, Flags, Parent, Vendor, VendorFormat};
pub use crate::value::enumerated::{Enumerated, Names, UnknownName, Unnamed};
pub use crate::value::{Date, InterfaceId, TimeDelta};
pub use ipnet::{Ipv4Net, Ipv6Net};
pub use macaddr::MacAddr6;
