radius_runtime::include_dictionary! {
    /// For a crate that is not there.
    pub mod dictionary = "dictionaries/right";
    crate = ::my_facade;
}

fn main() {}
