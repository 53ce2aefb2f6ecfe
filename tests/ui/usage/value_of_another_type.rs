//! An attribute takes values of its own type only.

use radius_dictionaries::{FRAMED_IP_ADDRESS, NAS_PORT, USER_NAME};
use radius_runtime::Packet;

fn main() {
    let _ = Packet::access_request().with(FRAMED_IP_ADDRESS, "10.0.0.1");
    let _ = Packet::access_request().with(USER_NAME, 5_u32);
    let mut packet = Packet::access_request();
    let _ = packet.set(NAS_PORT, 5_u16);
}
