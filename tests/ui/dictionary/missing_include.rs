radius_runtime::include_dictionary! {
    /// A part.
    pub mod dictionary = "dictionaries/dangling";
}

fn main() {
    println!("{}", dictionary::USER_NAME.name());
}
