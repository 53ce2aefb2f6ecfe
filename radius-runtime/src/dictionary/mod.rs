//! What a dictionary says of its attributes.

mod definition;
mod table;

pub use definition::{DataType, Definition, Flags, Hiding, Parent, Prefix, TimeFormat, Vendor, VendorFormat};
pub use table::{Dictionary, Entry};
