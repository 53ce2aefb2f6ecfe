//! A field holds what its attribute is read as, or converts it.

use radius_dictionaries::{FRAMED_IP_ADDRESS, NAS_PORT, TUNNEL_TYPE, TunnelType, USER_NAME};
use radius_runtime::FromAttributes;

#[derive(FromAttributes)]
struct Login<'a> {
    #[attribute(USER_NAME)]
    user: u32,
    #[attribute(NAS_PORT)]
    port: Option<&'a str>,
    #[attribute(FRAMED_IP_ADDRESS)]
    addresses: Vec<String>,
    #[attribute(TUNNEL_TYPE)]
    kind: TunnelType,
}

fn main() {}
