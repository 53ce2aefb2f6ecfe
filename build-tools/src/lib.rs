//! Compiles FreeRADIUS dictionaries into typed RADIUS attributes for `radius-runtime`.

mod check;
mod compile;
pub mod diagnostic;
mod files;
pub mod generate;
mod lexer;
mod load;
pub mod model;
mod parser;
mod resolver;
pub mod source;
mod suggest;
#[cfg(test)]
mod testing;

pub use compile::{Config, compile};
pub use diagnostic::{Code, Diagnostic, Label, Severity, Style, render, render_all};
pub use files::{Disk, FileSystem, Memory, ReadError};
pub use generate::{Options, generate};
pub use load::{Loaded, load, load_with};
pub use source::Sources;
