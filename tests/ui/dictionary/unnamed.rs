//! `Unnamed` cannot be built, so that every value has one representation.

use radius_runtime::value::Unnamed;

radius_runtime::include_dictionary! {
    /// Ours.
    mod dictionary = "dictionaries/right";
}

use dictionary::ServiceType;

fn main() {
    let _ = ServiceType::Unnamed(Unnamed { number: 2 });
}
