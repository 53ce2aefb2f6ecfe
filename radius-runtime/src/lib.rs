//! Typed RADIUS: packets, client and server over attributes compiled from FreeRADIUS dictionaries.
//!
//! [`include_dictionary!`] compiles dictionaries into constants such as `USER_NAME: Attribute<str>` and enums such as
//! `ServiceType`; a [`Packet`] is built and read with them. The attributes of the RFCs and of many vendors come ready
//! compiled in the crate `radius-dictionaries`. `radius_build::reference` describes the language of dictionaries.
//!
//! # A client
//!
//! ```no_run
//! # mod dictionary {
//! #     use radius_runtime::Attribute;
//! #     use radius_runtime::codegen::{DataType, Definition, Flags, Hidden, Parent};
//! #     pub const USER_NAME: Attribute<str> =
//! #         Attribute::new(Definition::new("User-Name", Parent::Packet, 1, DataType::String, Flags::NONE));
//! #     pub const USER_PASSWORD: Attribute<Hidden<str>> =
//! #         Attribute::new(Definition::new("User-Password", Parent::Packet, 2, DataType::String, Flags::from_bits(1)));
//! #     pub const REPLY_MESSAGE: Attribute<str> =
//! #         Attribute::new(Definition::new("Reply-Message", Parent::Packet, 18, DataType::String, Flags::NONE));
//! # }
//! # #[cfg(feature = "client")]
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use dictionary::{REPLY_MESSAGE, USER_NAME, USER_PASSWORD};
//! use radius_runtime::client::Client;
//! use radius_runtime::{Code, Packet, Secret};
//!
//! let client = Client::builder("192.0.2.1:1812".parse()?, Secret::new("shared with the server")?).build().await?;
//! let login = Packet::access_request().with(USER_NAME, "alice").with(USER_PASSWORD, "hello");
//! let reply = client.send(login).await?;
//! if reply.code() == Code::ACCESS_ACCEPT {
//!     println!("welcome: {:?}", reply.get(REPLY_MESSAGE)?);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # A server
//!
//! ```no_run
//! # #[cfg(feature = "server")]
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use radius_runtime::Secret;
//! use radius_runtime::server::{Answer, ClientEntry, Clients, Handler, HandlerError, Request, Server};
//!
//! struct Aaa;
//!
//! impl Handler for Aaa {
//!     async fn access_request(&self, request: Request) -> Result<Answer, HandlerError> {
//!         Ok(if request.check_password("hello")? { request.accept() } else { request.reject() })
//!     }
//! }
//!
//! let clients = Clients::new().with("192.0.2.0/24".parse()?, ClientEntry::new(Secret::new("shared with them")?));
//! let server = Server::builder(clients, Aaa).authentication("192.0.2.1:1812".parse()?).bind().await?;
//! server.serve(std::future::pending()).await;
//! # Ok(())
//! # }
//! ```
//!
//! # Layers
//!
//! Each module uses only those below it:
//!
#![cfg_attr(feature = "tower", doc = "* [`tower`]: handlers as services, and services as handlers;")]
#![cfg_attr(feature = "discovery", doc = "* [`discovery`]: clients by realm, found in the DNS;")]
#![cfg_attr(
    all(feature = "client", feature = "server", feature = "tls"),
    doc = "* [`reverse_coa`]: CoA down the connections that NASes opened;"
)]
#![cfg_attr(feature = "client", doc = "* [`client`]: sockets, tasks and timers of a client;")]
#![cfg_attr(feature = "server", doc = "* [`server`]: sockets and tasks of a server;")]
#![cfg_attr(feature = "tls", doc = "* [`radsec`]: TLS for both ends;")]
#![cfg_attr(feature = "metrics", doc = "* [`metrics`]: counters and times for exporters;")]
//! * [`proto`]: the protocol's state machines and the routes of proxies, without sockets and clocks;
//! * [`extract`]: requests and replies as the application's own structs;
//! * [`lint`]: what the RFCs say otherwise about a packet;
//! * [`trace`]: every packet on the wire, printed on demand;
//! * [`text`]: packets as text in the dictionary's spelling;
//! * [`packet`]: packets, sealed and verified;
//! * [`attribute`]: attributes in a packet, and the handles that name them;
//! * [`value`], [`crypto`], [`dictionary`]: values, cryptography and definitions, which know nothing of each other.
//!
//! # Features
//!
//! * `client`, `server` (both on by default): the async ends, on tokio. Without them nothing depends on tokio.
//! * `radsec`: RADIUS over TLS and RADIUS/1.1, with cryptography that needs no C compiler; `ring` and `aws-lc-rs`: with those;
//!   `tls`: with what the program brings. See the module `radsec`.
//! * `discovery`: servers over TLS found in the DNS by realm (RFC 7585), on top of one of these.
//! * `ms-chap`: MS-CHAPv2 and MPPE keys, which rest on broken cryptography.
//! * `blocking`: the client also for programs without an async runtime.
//! * `metrics`: counters and histograms for the facade `metrics`, named after the RADIUS MIBs.
//! * `tower`: handlers as services of tower and services as handlers, so that its layers apply.

// Nothing that comes from the network may panic.
#![cfg_attr(
    not(test),
    warn(
        clippy::indexing_slicing,
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::unreachable,
        clippy::cast_possible_truncation
    )
)]

// Generated code names this crate by its absolute path, also in this crate's own tests.
extern crate self as radius_runtime;

pub mod attribute;
#[cfg(feature = "client")]
pub mod client;
#[doc(hidden)]
pub mod codegen;
pub mod crypto;
pub mod dictionary;
#[cfg(feature = "discovery")]
pub mod discovery;
pub mod extract;
#[cfg(test)]
mod fixture;
pub mod lint;
#[cfg(feature = "metrics")]
pub mod metrics;
#[cfg(all(not(feature = "metrics"), any(feature = "client", feature = "server")))]
mod metrics;
pub mod packet;
pub mod proto;
#[cfg(feature = "tls")]
pub mod radsec;
#[cfg(all(feature = "client", feature = "server", feature = "tls"))]
pub mod reverse_coa;
#[cfg(feature = "server")]
pub mod server;
pub mod text;
#[cfg(feature = "tower")]
pub mod tower;
pub mod trace;
#[cfg(any(feature = "client", feature = "server"))]
mod transport;
pub mod value;

pub use attribute::{Attribute, AttributeError, Keys, Password};
pub use crypto::{EmptySecret, Secret};
pub use extract::{FromAttributes, IntoAttributes};
pub use packet::{Code, OpenPacket, Packet};
pub use radius_macros::{FromAttributes, IntoAttributes, include_dictionary};
