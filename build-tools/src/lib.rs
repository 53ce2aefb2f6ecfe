//! Compiles FreeRADIUS dictionaries into typed RADIUS attributes for `radius-runtime`.
//!
//! Most programs need only the macro `include_dictionary!`, which `radius-runtime` re-exports. This crate is for build
//! scripts, through [`compile`] and [`Config`], and for tools, through [`load`] and [`generate()`]. One such tool is the
//! command `radius-dict`, which the feature `cli` adds.
//!
//! [`reference`](mod@reference) describes the language: each construct, what it becomes in Rust, and what it is on the wire. Each [`Code`] of
//! an error or warning has a page.
//!
//! A dictionary goes through these stages: *source* files are cut into tokens by the *lexer* and into statements by the
//! *parser*; the *resolver* finds what they mean, and the *checks* whether that can be; the result is a
//! [`model::Dictionary`], from which the *generator* writes Rust code and the byte table that look-ups use. What is wrong is
//! collected as [`Diagnostic`]s, all of a run, each with the place in the dictionary.
//!
//! ```
//! use radius_build::{Memory, Style, load_with, render_all};
//!
//! let files = Memory::from_iter([("/dictionary", "ATTRIBUTE User-Name 1 strnig\n")]);
//! let loaded = load_with(&files, "/".as_ref(), &["dictionary".into()]);
//! let text = render_all(&loaded.diagnostics, &loaded.sources, Style::Plain);
//! assert!(text.starts_with("error[D0401]: unknown data type `strnig`"), "{text}");
//! assert!(text.contains("did you mean `string`?"));
//! ```

mod check;
mod compile;
mod data;
pub mod diagnostic;
mod dialect;
mod files;
pub mod generate;
mod include;
mod lexer;
mod load;
pub mod model;
mod parser;
pub mod reference;
mod resolver;
mod run_time;
pub mod source;
mod suggest;
#[cfg(test)]
mod testing;

pub use compile::{Config, compile};
pub use diagnostic::{Code, Diagnostic, Label, Severity, Style, render, render_all};
pub use files::{Disk, FileSystem, Memory, ReadError};
pub use generate::{Options, generate};
pub use load::{Loaded, load, load_with};
pub use run_time::{ReadTableError, read_table};
pub use source::Sources;
pub use suggest::nearest;
