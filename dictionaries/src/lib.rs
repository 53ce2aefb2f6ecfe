//! RADIUS attributes of the RFCs and of common vendors, compiled for `radius-runtime`.
//!
//! The RFCs' attributes stand at the root of the crate, each vendor's in a module of its own: [`adsl_forum`], [`cisco`],
//! [`microsoft`], [`mikrotik`] and [`wispr`]. [`DICTIONARY`] holds all of them, to look up names and numbers, to print and to parse.
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
//! # Contents
//!
//! The attributes and values that the RFCs from 2865 to 8559 define, those of the ADSL Forum that RFC 4679 defines, and
//! those of the four vendors. What stands in a TLV is in a module of the TLV's name, such as [`ip_port_range`].
//!
//! For other attributes write a dictionary in the language of FreeRADIUS and give it to
//! [`radius_runtime::include_dictionary!`].
//!
//! # Names
//!
//! Names, types and flags are those of FreeRADIUS 3.2, so that a configuration means the same in both. `User-Name` is
//! [`USER_NAME`], the value `Framed-User` of `Service-Type` is [`ServiceType::FramedUser`], and `Cisco-AVPair` is
//! [`cisco::AV_PAIR`]. The search of this page finds the dictionary's own spelling.
//!
//! # Licence
//!
//! MIT or Apache-2.0, as the rest of the project; this holds for the dictionary files too. They state facts of the RFCs,
//! of the IANA registry and of the vendors, and carry no text of other dictionaries.

radius_runtime::include_dictionary! {
    /// The whole tree; its items stand at the root of the crate.
    mod dictionary = "share/dictionary";
}

pub use dictionary::*;
