//! A peer may send a number that has no name.

radius_runtime::include_dictionary! {
    /// Ours.
    mod dictionary = "dictionaries/right";
}

use dictionary::ServiceType;

fn main() {
    match ServiceType::from(2) {
        ServiceType::FramedUser => {}
    }
}
