radius_runtime::include_dictionary! {
    mod dictionary = "dictionaries/structures" where files = ["structure"], vendors = ["Nobody"];
}

radius_runtime::include_dictionary! {
    mod other = "dictionaries/structures" where names = ["Ports"];
}

fn main() {}
