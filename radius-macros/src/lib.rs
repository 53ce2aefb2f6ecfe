//! The macros of `radius-runtime`.
