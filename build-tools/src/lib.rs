//! Compiles FreeRADIUS dictionaries into typed RADIUS attributes for `radius-runtime`.

pub mod model;
pub mod source;
