//! Sends values of every attribute of a compiled dictionary there and back, through the typed handles that programs use.
//!
//! `tests/round_trip.rs` compiles dictionaries with this crate's path in place of radius-runtime's, so that [`codegen`] can
//! give each generated enum, struct and union values of its own beside what it always has. The program that the test writes
//! then calls [`Run::check`] for every handle.

pub mod codegen;
mod damage;
mod leaf;
mod place;
mod run;
mod sample;
pub mod structure;
mod subject;
mod wrapped;

pub use place::{Any, Holds, Home, Place, all_numbers};
#[doc(hidden)]
pub use radius_runtime::codegen as plain;
pub use run::Run;
pub use sample::{Limits, SameAs, Sampled, Samples, sample_enumerated, sample_numbers};
