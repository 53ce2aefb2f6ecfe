radius_runtime::include_dictionary! {}

fn main() {}
