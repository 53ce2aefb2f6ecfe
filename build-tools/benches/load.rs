//! What it takes to read, parse and resolve the root dictionaries of FreeRADIUS, with all that they include.

use std::path::Path;

use radius_build::load;

fn main() {
    divan::main();
}

/// The folder of Debian's package `freeradius-common`, and the tree of FreeRADIUS 4 where it lies beside the project.
const FOLDERS: [&str; 2] = [
    "/usr/share/freeradius",
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/freeradius-v4/share/dictionary/radius"),
];

#[divan::bench(args = FOLDERS)]
fn root(bencher: divan::Bencher<'_, '_>, folder: &str) {
    if !Path::new(folder).join("dictionary").exists() {
        println!("not measured: {folder} does not exist");
        return;
    }
    bencher.bench(|| load(Path::new(folder), &["dictionary".into()]));
}
