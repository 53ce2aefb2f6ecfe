radius_runtime::include_dictionary! {
    /// For two crates.
    pub mod dictionary = "dictionaries/right";
    crate = ::radius_runtime;
    crate = ::radius_runtime;
}

fn main() {}
