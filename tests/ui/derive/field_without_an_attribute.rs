//! Every field says where its value comes from, or that it comes from elsewhere.

use radius_dictionaries::USER_NAME;
use radius_runtime::FromAttributes;

#[derive(FromAttributes)]
struct Login {
    #[attribute(USER_NAME)]
    user: String,
    password: String,
    #[attributes(flat)]
    service: u32,
    #[attribute(USER_NAME)]
    #[attributes(skip)]
    calls: u32,
    #[attributes(tag)]
    tag: u8,
    #[attribute(USER_NAME, optional)]
    other: u32,
}

fn main() {}
