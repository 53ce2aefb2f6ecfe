radius_runtime::include_dictionary! {
    mod dictionary = "dictionaries/structures";
}
use dictionary::{LOCATION, PORTS, Ports};
use radius_runtime::Packet;

fn main() {
    let _ = Packet::access_request().with(PORTS, "1-2");
    let _ = Packet::access_request().with(LOCATION, Ports::default());
    let _ = Ports { begin: Some(1) };
}
