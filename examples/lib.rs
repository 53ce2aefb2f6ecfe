//! Programs to copy: see the files beside this one, each run with `cargo run --example NAME`.
