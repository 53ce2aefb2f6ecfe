//! A hidden attribute comes out as a password, not as a string that may be printed.

use radius_dictionaries::USER_PASSWORD;
use radius_runtime::OpenPacket;

fn password(request: &OpenPacket) -> Option<&str> {
    request.get(USER_PASSWORD).ok()?
}

fn main() {}
