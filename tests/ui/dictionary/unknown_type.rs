radius_runtime::include_dictionary! {
    /// What is right is compiled: there are no errors of `USER_NAME`.
    pub mod dictionary = "dictionaries/unknown-type";
}

fn main() {
    println!("{}", dictionary::USER_NAME.name());
}
