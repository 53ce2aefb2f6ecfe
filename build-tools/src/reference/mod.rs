#![doc = include_str!("overview.md")]

/// Declares the chapters: modules without items.
macro_rules! chapters {
    ($($name:ident)+) => {$(
        #[doc = include_str!(concat!(stringify!($name), ".md"))]
        pub mod $name {}
    )+};
}

chapters! { files attributes values flags vendors tlvs structs extended names }
