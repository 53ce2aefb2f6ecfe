//! What the code that the macros and radius-build generate is made of. Not for use by hand: it may change
//! with any release.

pub use crate::__enumerated as enumerated;
pub use crate::__structure as structure;
pub use crate::__union as union;
pub use crate::attribute::constants::{extended, extended_vendor, packet, tlv, vendor};
pub use crate::attribute::{
    Attribute, AttributeError, Clear, Concat, Hidden, InPacket, Keys, Long, Tagged, Tlv, TlvValue, TlvView,
};
pub use crate::dictionary::{DataType, Definition, Dictionary, Flags, Parent, Vendor, VendorFormat};
pub use crate::extract::{
    Attributes, AttributesMut, ExtractError, FromAttributes, FromTagged, FromView, IntoAttributes, Place,
    Refusal, Tags, all, contents, from_borrowed_view, from_view, optional, required, write_contents,
};
pub use crate::value::enumerated::{Enumerated, Names, UnknownName, Unnamed};
pub use crate::value::structure::{Bits, Exactly, Form, LengthPrefix};
pub use crate::value::{
    Array, Date, DateIn, DeltaIn, FixedText, Inside, InterfaceId, Layout, Prefixed, TimeDelta, ToValue,
    ValueError,
};
pub use ipnet::{IpNet, Ipv4Net, Ipv6Net};
pub use macaddr::MacAddr6;
pub use std::time::SystemTime;
