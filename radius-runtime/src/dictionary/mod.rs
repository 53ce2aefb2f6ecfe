//! What a dictionary says of its attributes.

mod definition;

pub use definition::{DataType, Definition, Flags, Hiding, Parent, Vendor, VendorFormat};
