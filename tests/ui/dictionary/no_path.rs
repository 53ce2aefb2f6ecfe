radius_runtime::include_dictionary! {
    pub mod dictionary;
}

radius_runtime::include_dictionary! {
    pub mod dictionary { }
}

radius_runtime::include_dictionary! {
    pub mod dictionary = dictionaries;
}

radius_runtime::include_dictionary! {
    pub mod dictionary = [];
}

radius_runtime::include_dictionary! {
    "dictionaries/right"
}

fn main() {}
