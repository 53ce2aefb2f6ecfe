//! Only tagged attributes take a tag.

use radius_dictionaries::USER_NAME;
use radius_runtime::Packet;

fn main() {
    let _ = Packet::access_request().with(USER_NAME.tag(1), "alice");
}
