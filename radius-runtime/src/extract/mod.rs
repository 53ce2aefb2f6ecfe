//! Requests and replies as the application's own structs.
//!
//! `#[derive(FromAttributes)]` reads a struct from attributes, `#[derive(IntoAttributes)]` writes it; both work in a
//! client as in a server, on packets and inside TLVs:
//!
//! ```
//! # mod dictionary {
//! #     radius_runtime::include_dictionary! { mod inner = "../dictionaries/share/dictionary"; }
//! #     pub use inner::*;
//! # }
//! use dictionary::{IP_PORT_RANGE, IpPortRange, TUNNEL_PRIVATE_GROUP_ID, TUNNEL_TYPE, TunnelType, USER_NAME};
//! use dictionary::{USER_PASSWORD, cisco, ip_port_range};
//! use radius_runtime::{FromAttributes, IntoAttributes, Packet, Password};
//!
//! /// What a request must have, may have, and may have several times.
//! #[derive(FromAttributes, IntoAttributes)]
//! struct Login<'a> {
//!     #[attribute(USER_NAME)]
//!     user: &'a str,
//!     #[attribute(USER_PASSWORD)]
//!     password: Option<Password>,
//!     #[attribute(cisco::AV_PAIR)]
//!     pairs: Vec<&'a str>,
//! }
//!
//! /// The attributes of a TLV.
//! #[derive(FromAttributes, IntoAttributes)]
//! #[attributes(tlv = IpPortRange)]
//! struct Ports {
//!     #[attribute(ip_port_range::RANGE_START)]
//!     first: u32,
//!     #[attribute(ip_port_range::RANGE_END)]
//!     last: u32,
//! }
//!
//! /// The attributes of one tunnel, which share a tag.
//! #[derive(FromAttributes, IntoAttributes)]
//! #[attributes(tagged)]
//! struct Tunnel {
//!     #[attributes(tag)]
//!     tag: u8,
//!     #[attribute(TUNNEL_TYPE)]
//!     kind: TunnelType,
//!     #[attribute(TUNNEL_PRIVATE_GROUP_ID)]
//!     vlan: Option<String>,
//! }
//!
//! #[derive(FromAttributes, IntoAttributes)]
//! struct Grant {
//!     #[attribute(IP_PORT_RANGE)]
//!     ports: Option<Ports>,
//!     #[attributes(flatten)]
//!     tunnels: Vec<Tunnel>,
//! }
//!
//! let grant = Grant {
//!     ports: Some(Ports { first: 1024, last: 2047 }),
//!     tunnels: vec![Tunnel { tag: 1, kind: TunnelType::Vlan, vlan: Some("42".to_owned()) }],
//! };
//! let reply = Packet::new(radius_runtime::Code::ACCESS_ACCEPT).with_all(&grant);
//! let read: Grant = reply.extract()?;
//! assert_eq!((read.ports.unwrap().last, read.tunnels[0].kind), (2047, TunnelType::Vlan));
//!
//! let error = reply.extract::<Ports2>().unwrap_err();
//! assert_eq!(error.to_string(), "User-Name is missing (field `user` of `Ports2`)");
//! # #[derive(Debug, FromAttributes)]
//! # struct Ports2 { #[attribute(USER_NAME)] #[allow(dead_code)] user: String }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The derives' options are told with [`FromAttributes`](macro@crate::FromAttributes).

mod error;
mod field;
mod read;
mod tagged;
mod write;

pub use error::{ExtractError, ExtractProblem};
pub use field::{FromView, Refusal};
pub use read::{Attributes, FromAttributes};
pub use tagged::{FromTagged, Tags};
pub use write::{AttributesMut, IntoAttributes};

#[doc(hidden)]
pub use field::{Place, all, optional, required};
#[doc(hidden)]
pub use read::{from_borrowed_view, from_view};
#[doc(hidden)]
pub use write::{contents, write_contents};
