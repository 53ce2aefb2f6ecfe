//! The build-script way: writes `$OUT_DIR/compiled.rs`, which defines the module `compiled`.

fn main() {
    radius_build::compile(&["dictionaries/dictionary"], "compiled.rs");
}
