#![deny(warnings)]

radius_runtime::include_dictionary! {
    /// With a byte order mark.
    pub mod dictionary = "dictionaries/marked";
}

fn main() {
    println!("{}", dictionary::USER_NAME.name());
}
