radius_runtime::include_dictionary! {
    /// Nothing.
    pub mod dictionary = ["dictionaries/right", "dictionaries/nowhere"];
}

fn main() {
    println!("{}", dictionary::USER_NAME.name());
}
