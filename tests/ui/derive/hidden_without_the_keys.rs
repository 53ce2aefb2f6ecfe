//! A struct with a hidden attribute is read from what comes with its keys, and no hidden value hides in another type.

use radius_dictionaries::{USER_NAME, USER_PASSWORD};
use radius_runtime::{FromAttributes, OpenPacket, Packet, Password};

#[derive(FromAttributes)]
struct Login<'a> {
    #[attribute(USER_NAME)]
    user: &'a str,
    #[attribute(USER_PASSWORD)]
    password: Password,
}

#[derive(FromAttributes)]
struct Careless {
    #[attribute(USER_PASSWORD)]
    password: String,
}

fn right(request: &OpenPacket) -> Login<'_> {
    request.extract().unwrap()
}

fn wrong(packet: &Packet) -> Login<'_> {
    packet.extract().unwrap()
}

fn main() {}
