//! RADIUS attributes of the RFCs and of common vendors, compiled for `radius-runtime`.
//!
//! The RFCs' attributes stand at the root of the crate, each vendor's in a module of its own, such as `cisco`.
//! [`DICTIONARY`] holds all of them, to look up names and numbers, to print and to parse.
//!
//! An attribute is a constant that knows the type of its values, and an attribute whose values have names is an enum:
//!
//! ```
//! use radius_dictionaries::{SERVICE_TYPE, ServiceType, USER_NAME, cisco};
//! use radius_runtime::Packet;
//!
//! let request = Packet::access_request()
//!     .with(USER_NAME, "alice")
//!     .with(SERVICE_TYPE, ServiceType::FramedUser)
//!     .with(cisco::AV_PAIR, "client-mac-address=0200.0000.0001");
//!
//! assert_eq!(request.get(USER_NAME)?, Some("alice"));
//! assert_eq!(request.get(SERVICE_TYPE)?, Some(ServiceType::FramedUser));
//! assert_eq!(ServiceType::FramedUser.to_string(), "Framed-User");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Features
//!
//! Always there: the attributes and values that the RFCs from 2865 to 8559 define, and those of the ADSL Forum that
//! RFC 4679 defines, in [`adsl_forum`]. What stands in a TLV is in a module of the TLV's name, such as [`ip_port_range`].
//!
//! Each vendor is a feature, and `full` is all of them. What is not asked for costs nothing. The default features are `cisco`,
//! `microsoft`, `mikrotik` and `wispr`.
//!
//! ```toml
//! radius-dictionaries = { version = "0.1", default-features = false, features = ["huawei", "juniper"] }
//! ```
//!
//! and then `use radius_dictionaries::huawei;`. Features go together as one likes: two vendors may share a number, and an
//! attribute of either is then found by its name; by its number the one that was defined last, as with FreeRADIUS.
//!
#![doc = include_str!("../vendors.md")]
//!
//! For other attributes write a dictionary in the language of FreeRADIUS and give it to
//! [`radius_runtime::include_dictionary!`].
//!
//! # Names
//!
//! Names, types and flags are those of FreeRADIUS 3.2, so that a configuration means the same in both. `User-Name` is
//! [`USER_NAME`], the value `Framed-User` of `Service-Type` is [`ServiceType::FramedUser`], and `Cisco-AVPair` is
//! `cisco::AV_PAIR`. The search of this page finds the dictionary's own spelling.
//!
//! # Licence
//!
//! MIT or Apache-2.0, as the rest of the project; this holds for the dictionary files too. They state facts of the RFCs,
//! of the IANA registry and of the vendors, and carry no text of other dictionaries.

include!(concat!(env!("OUT_DIR"), "/dictionary.rs"));

pub use dictionary::*;
