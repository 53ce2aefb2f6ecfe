//! Attributes make structs with named fields.

use radius_runtime::{FromAttributes, IntoAttributes};

#[derive(FromAttributes)]
enum Login {
    Alice,
}

#[derive(IntoAttributes)]
struct Pair(String, u32);

#[derive(FromAttributes)]
#[attributes(flatten)]
struct Flat {}

#[derive(FromAttributes)]
#[attributes(tagged)]
struct Tunnel {}

#[derive(FromAttributes)]
#[attributes(crate = a, crate = b)]
struct Twice {}

fn main() {}
