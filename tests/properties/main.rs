//! What holds of every packet, value and edit, tried on arbitrary ones.
//!
//! A failure prints the smallest case that fails; `PROPTEST_CASES=100000` tries more of them.

mod containers;
mod editing;
mod exercise;
mod forwarding;
mod hiding;
mod lossless;
mod model;
mod routing;
mod sealing;
mod structures;
mod text;

radius_runtime::include_dictionary! {
    /// Attributes of every data type, flag and vendor format.
    mod dictionary = "properties/dictionary";
}
