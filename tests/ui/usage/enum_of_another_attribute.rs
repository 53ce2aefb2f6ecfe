//! An enumerated attribute takes its own enum only.

use radius_dictionaries::{FramedProtocol, SERVICE_TYPE};
use radius_runtime::Packet;

fn main() {
    let _ = Packet::access_request().with(SERVICE_TYPE, FramedProtocol::Ppp);
    let _ = Packet::access_request().with(SERVICE_TYPE, 2_u32);
}
