//! What a dictionary says of its attributes.

mod definition;
pub(crate) mod table;

pub use definition::{DataType, Definition, Flags, Hiding, Parent, Vendor, VendorFormat};
pub use table::{Dictionary, Entry};
