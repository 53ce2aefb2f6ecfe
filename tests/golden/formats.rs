/// The dictionary `formats`.
///
/// Compiled from `dictionary.formats`.
#[allow(dead_code, unused_imports, unreachable_pub, unnameable_types, clippy::enum_variant_names, clippy::pedantic)]
pub mod formats {
    use ::radius_runtime::codegen as _r;

    /// `Vendor-Specific`: attribute 26, `vsa`.
    #[doc(alias = "Vendor-Specific")]
    pub const VENDOR_SPECIFIC: _r::Attribute<[u8]> = _r::packet("Vendor-Specific", 26, 24, 0);

    /// Attributes of the vendor `Wide`.
    #[doc(alias = "Wide")]
    pub mod wide {
        use super::_r;

        /// The vendor `Wide`, Private Enterprise Number 50009, `format=2,1`.
        pub const VENDOR: _r::Vendor<'static> = _r::Vendor::new("Wide", 50009, _r::VendorFormat::new(2, 1));

        /// `Pair`: vendor attribute 300, `struct`.
        #[doc(alias = "Pair")]
        pub const PAIR: _r::Attribute<Pair> = _r::vendor(VENDOR, "Pair", 300, 29, 0);

        /// The members of `Pair`, in the order of the wire.
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct Pair {
            /// `Low`: `uint8`.
            #[doc(alias = "Low")]
            pub low: ::core::option::Option<u8>,
            /// `High`: `uint8`.
            #[doc(alias = "High")]
            pub high: ::core::option::Option<u8>,
        }

        _r::structure! { Pair: _r::Form::UpTo(2), {
            [low: u8]
            [high: u8]
        } }
    }

    /// Attributes of the vendor `Double`.
    #[doc(alias = "Double")]
    pub mod double {
        use super::_r;

        /// The vendor `Double`, Private Enterprise Number 50012, `format=2,2`.
        pub const VENDOR: _r::Vendor<'static> = _r::Vendor::new("Double", 50012, _r::VendorFormat::new(2, 2));

        /// `Pair`: vendor attribute 301, `struct`.
        #[doc(alias = "Pair")]
        pub const PAIR: _r::Attribute<Pair> = _r::vendor(VENDOR, "Pair", 301, 29, 0);

        /// The members of `Pair`, in the order of the wire.
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct Pair {
            /// `Low`: `uint8`.
            #[doc(alias = "Low")]
            pub low: ::core::option::Option<u8>,
            /// `High`: `uint8`.
            #[doc(alias = "High")]
            pub high: ::core::option::Option<u8>,
        }

        _r::structure! { Pair: _r::Form::UpTo(2), {
            [low: u8]
            [high: u8]
        } }

        /// `Pairs`: vendor attribute 302, `struct`, several back to back (`array`).
        #[doc(alias = "Pairs")]
        pub const PAIRS: _r::Attribute<_r::Array<Pairs>> = _r::vendor(VENDOR, "Pairs", 302, 29, 32);

        /// The members of `Pairs`, in the order of the wire.
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct Pairs {
            /// `Low`: `uint8`.
            #[doc(alias = "Low")]
            pub low: ::core::option::Option<u8>,
            /// `High`: `uint16`.
            #[doc(alias = "High")]
            pub high: ::core::option::Option<u16>,
        }

        _r::structure! { Pairs: _r::Form::UpTo(3), {
            [low: u8]
            [high: u16]
        } }
    }

    /// Attributes of the vendor `Endless`.
    #[doc(alias = "Endless")]
    pub mod endless {
        use super::_r;

        /// The vendor `Endless`, Private Enterprise Number 50010, `format=4,0`.
        pub const VENDOR: _r::Vendor<'static> = _r::Vendor::new("Endless", 50010, _r::VendorFormat::new(4, 0));

        /// `Pair`: vendor attribute 70000, `struct`.
        #[doc(alias = "Pair")]
        pub const PAIR: _r::Attribute<Pair> = _r::vendor(VENDOR, "Pair", 70000, 29, 0);

        /// The members of `Pair`, in the order of the wire.
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct Pair {
            /// `Low`: `uint8`.
            #[doc(alias = "Low")]
            pub low: ::core::option::Option<u8>,
            /// `High`: `uint8`.
            #[doc(alias = "High")]
            pub high: ::core::option::Option<u8>,
        }

        _r::structure! { Pair: _r::Form::UpTo(2), {
            [low: u8]
            [high: u8]
        } }
    }

    /// Attributes of the vendor `Continued`.
    #[doc(alias = "Continued")]
    pub mod continued {
        use super::_r;

        /// The vendor `Continued`, Private Enterprise Number 50011, `format=1,1,c`.
        pub const VENDOR: _r::Vendor<'static> = _r::Vendor::new("Continued", 50011, _r::VendorFormat::CONTINUED);

        /// `Note`: vendor attribute 1, `struct`.
        #[doc(alias = "Note")]
        pub const NOTE: _r::Attribute<_r::Long<Note>> = _r::vendor(VENDOR, "Note", 1, 29, 0);

        /// The members of `Note`, in the order of the wire.
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct Note {
            /// `Id`: `uint8`.
            #[doc(alias = "Id")]
            pub id: ::core::option::Option<u8>,
            /// `Text`: `string`.
            #[doc(alias = "Text")]
            pub text: ::core::option::Option<::std::string::String>,
        }

        _r::structure! { Note: _r::Form::Rest, {
            [id: u8]
            [text: str]
        } }
    }

    /// Every vendor, attribute and value name of this dictionary: to look up, to print and to parse.
    pub static DICTIONARY: _r::Dictionary<'static> = _r::Dictionary::from_bytes(b"\
        RDT2\x8b\0\0\0\x04\0\0\0\xbb\0\0\0\x10\0\0\0\xbb\x02\0\0\0\0\0\0\xbb\x02\0\0 \0\0\0;\x03\0\0 \0\0\0\xbb\x03\0\0\
        \x0b\0\0\0?\x04\0\0\0\0\0\0\x04Wide\x06Double\x07Endless\x09Continued\x0fVendor-Specific\x04Pair\x03Low\x04Hig\
        h\x05Pairs\x04Note\x02Id\x04Text<\0\0\0Y\xc3\0\0\x02\x01\0\0A\0\0\0\\\xc3\0\0\x02\x02\0\0H\0\0\0Z\xc3\0\0\x04\0\
        \0\0P\0\0\0[\xc3\0\0\x01\x01\x01\0Z\0\0\0\x1a\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x18\0\x01\0\0\0\0\0j\0\0\0\
        ,\x01\0\0\x01\0\0\0\x02\0\0\0\0\0\0\0\0\0\0\0\x1d\0\x01\0\0\0\0\0o\0\0\0\x01\0\0\0\0\0\0\0\x06\0\0\0\0\0\0\0\0\
        \0\0\0\x03\0\x01\0\0\0\0\0s\0\0\0\x02\0\0\0\0\0\0\0\x06\0\0\0\0\0\0\0\0\0\0\0\x03\0\x01\0\0\0\0\0j\0\0\0-\x01\0\
        \0\x02\0\0\0\x05\0\0\0\0\0\0\0\0\0\0\0\x1d\0\x01\0\0\0\0\0o\0\0\0\x01\0\0\0\0\0\0\0\x09\0\0\0\0\0\0\0\0\0\0\0\x03\
        \0\x01\0\0\0\0\0s\0\0\0\x02\0\0\0\0\0\0\0\x09\0\0\0\0\0\0\0\0\0\0\0\x03\0\x01\0\0\0\0\0x\0\0\0.\x01\0\0\x02\0\0\
        \0\x05\0\0\0\0\0\0\0\0\0\0\0\x1d \x01\0\0\0\0\0o\0\0\0\x01\0\0\0\0\0\0\0\x0a\0\0\0\0\0\0\0\0\0\0\0\x03\0\x01\0\
        \0\0\0\0s\0\0\0\x02\0\0\0\0\0\0\0\x0a\0\0\0\0\0\0\0\0\0\0\0\x04\0\x01\0\0\0\0\0j\0\0\0p\x11\x01\0\x03\0\0\0\x03\
        \0\0\0\0\0\0\0\0\0\0\0\x1d\0\x01\0\0\0\0\0o\0\0\0\x01\0\0\0\0\0\0\0\x07\0\0\0\0\0\0\0\0\0\0\0\x03\0\x01\0\0\0\0\
        \0s\0\0\0\x02\0\0\0\0\0\0\0\x07\0\0\0\0\0\0\0\0\0\0\0\x03\0\x01\0\0\0\0\0~\0\0\0\x01\0\0\0\x04\0\0\0\x04\0\0\0\
        \0\0\0\0\0\0\0\0\x1d\0\x01\0\0\0\0\0\x83\0\0\0\x01\0\0\0\0\0\0\0\x08\0\0\0\0\0\0\0\0\0\0\0\x03\0\x01\0\0\0\0\0\
        \x86\0\0\0\x02\0\0\0\0\0\0\0\x08\0\0\0\0\0\0\0\0\0\0\0\x01\0\x01\0\0\0\0\0\x0d\0\0\0\x03\0\0\0\x06\0\0\0\x09\0\
        \0\0\x0c\0\0\0\x0e\0\0\0\x08\0\0\0\x0f\0\0\0\x10\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\
        \0\0\0\0\x02\0\0\0\x01\0\0\0\x05\0\0\0\x0b\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\
        \0\x04\0\0\0\x07\0\0\0\x0a\0\0\0\x0d\0\0\0\x04\0\0\0\x02\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x0b\0\0\
        \0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x0a\0\0\0\x07\0\0\0\x10\0\0\0\x0e\0\0\0\0\0\0\0\x05\0\0\0\x0c\0\0\0\x03\0\0\
        \0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x08\0\0\0\0\0\0\0\0\0\0\0\x0f\0\0\0\x06\0\0\0\x09\0\0\0\x01\0\0\0\0\0\0\0\0\
        \0\0\0\0\0\0\0\0\0\0\0\x1a\0\0\0\x04\0\0\0\x01\0\0\0Y\xc3\0\0\x01\0\0\0\x01\0\0\0Z\xc3\0\0\x01\0\0\0\x01\0\0\0\
        [\xc3\0\0\x01\0\0\0\x01\0\0\0\\\xc3\0\0\x01\0\0\0\x02\0\0\0,\x01\0\0\x06\0\0\0\x03\0\0\0p\x11\x01\0\x06\0\0\0\x04\
        \0\0\0\x01\0\0\0\x06\0\0\0\x05\0\0\0-\x01\0\0\x06\0\0\0\x05\0\0\0.\x01\0\0\x06\0\0\0");
}
