//! A dictionary of one's own, once by the macro and once by the build script. Both give the same module; a crate uses
//! one of them.
//!
//! ```sh
//! cargo run
//! ```

#![deny(warnings)]
#![deny(missing_docs)]
#![forbid(unsafe_code)]

use radius_runtime::attribute::TaggedValue;
use radius_runtime::dictionary::Dictionary;
use radius_runtime::{Keys, Packet, Secret};

radius_runtime::include_dictionary! {
    /// The macro's way.
    pub mod dictionary = "dictionaries/dictionary";
}

// The build script's way.
include!(concat!(env!("OUT_DIR"), "/compiled.rs"));

use dictionary::acme::{self, AccessLevel};
use dictionary::{DICTIONARY, USER_NAME, USER_PASSWORD};

/// Builds a request and writes it as it is sent.
fn send(secret: &Secret) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let request = Packet::access_request()
        .with(USER_NAME, "alice")
        .with(USER_PASSWORD, "hello")
        .with(acme::ACCESS_LEVEL, AccessLevel::Operator)
        .with(acme::UPLINK_VLAN.tag(1), 100)
        .with(acme::UPLINK_VLAN.tag(2), 200)
        .with(acme::SESSION_KEY, "a key")
        .with(acme::AV_PAIR, "room=42");
    println!("{}", request.display(&DICTIONARY));
    Ok(request.seal_request(1, secret)?.octets().to_vec())
}

/// Reads the request as it was received.
fn receive(octets: &[u8], secret: &Secret) -> Result<(), Box<dyn std::error::Error>> {
    let packet = Packet::decode(octets)?;
    let keys = Keys::new(secret.clone(), *packet.authenticator());
    let request = packet.open(keys)?;

    assert_eq!(request.get(USER_NAME)?, Some("alice"));
    assert!(request.get(USER_PASSWORD)?.is_some_and(|password| password.matches("hello")));
    assert!(request.get(acme::SESSION_KEY)?.is_some_and(|key| key.matches("a key")));

    let level = request.get(acme::ACCESS_LEVEL)?;
    match level {
        Some(AccessLevel::ROOT) => println!("may do everything"),
        Some(AccessLevel::Operator | AccessLevel::ReadOnly) => println!("may look"),
        Some(AccessLevel::Unnamed(number)) => println!("level {} has no name", number.number()),
        _ => println!("no level"),
    }
    assert_eq!(level, Some(AccessLevel::Operator));
    assert_eq!("root".parse(), Ok(AccessLevel::Administrator));
    assert_eq!(AccessLevel::ROOT.to_string(), "Administrator");

    let vlans = request.get_all(acme::UPLINK_VLAN).collect::<Result<Vec<_>, _>>()?;
    assert_eq!(vlans, [TaggedValue { tag: 1, value: 100 }, TaggedValue { tag: 2, value: 200 }]);
    assert_eq!(request.get(acme::UPLINK_VLAN.tag(2))?, Some(200));
    Ok(())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let secret = Secret::new("shared with the other end")?;
    receive(&send(&secret)?, &secret)?;

    // The module of the build script is the same.
    assert_eq!(compiled::acme::ACCESS_LEVEL.definition(), acme::ACCESS_LEVEL.definition());
    let tables: [&Dictionary<'_>; 2] = [&DICTIONARY, &compiled::DICTIONARY];
    assert_eq!(tables[0].as_bytes(), tables[1].as_bytes());
    Ok(())
}
