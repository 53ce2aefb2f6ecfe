radius_runtime::include_dictionary! {
    /// Each error is shown at the path through which its file was reached.
    pub mod dictionary = ["dictionaries/right", "dictionaries/including"];
}

fn main() {
    println!("{}", dictionary::STATE.name());
}
