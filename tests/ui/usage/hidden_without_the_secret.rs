//! A hidden attribute cannot be read from a packet that does not come with its secret.

use radius_dictionaries::USER_PASSWORD;
use radius_runtime::Packet;

fn main() {
    let packet = Packet::access_request();
    let _ = packet.get(USER_PASSWORD);
}
