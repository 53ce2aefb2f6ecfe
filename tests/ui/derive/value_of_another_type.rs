//! What is written is a value of its attribute.

use radius_dictionaries::{FramedProtocol, SERVICE_TYPE, TUNNEL_TYPE, USER_NAME};
use radius_runtime::attribute::TaggedValue;
use radius_runtime::{IntoAttributes, Password};

#[derive(IntoAttributes)]
struct Login {
    #[attribute(USER_NAME)]
    user: u32,
    #[attribute(USER_NAME)]
    password: Password,
    #[attribute(SERVICE_TYPE)]
    service: Option<FramedProtocol>,
    #[attribute(TUNNEL_TYPE)]
    tunnels: Vec<TaggedValue<u32>>,
    #[attribute(USER_NAME)]
    names: Vec<TaggedValue<String>>,
}

fn main() {}
