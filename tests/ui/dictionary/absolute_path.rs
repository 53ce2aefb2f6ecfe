radius_runtime::include_dictionary! {
    /// Of one machine.
    pub mod dictionary = "/nowhere/at/all";
}

fn main() {}
