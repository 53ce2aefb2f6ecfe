radius_runtime::include_dictionary! {
    mod dictionary = "dictionaries/structures";
}
use dictionary::{FIXED, SERVERS};
use radius_runtime::Packet;

fn main() {
    let _ = Packet::access_request().with(SERVERS, [1_u32, 2]);
    let _ = Packet::access_request().with(FIXED, [1_u8, 2, 3]);
}
