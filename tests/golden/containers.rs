/// The dictionary `containers`.
///
/// Compiled from `dictionary.containers`.
#[allow(dead_code, unused_imports, unreachable_pub, unnameable_types, clippy::enum_variant_names, clippy::pedantic)]
pub mod containers {
    use ::radius_runtime::codegen as _r;

    /// `Extended-Attribute-1`: attribute 241, `extended`.
    #[doc(alias = "Extended-Attribute-1")]
    pub const EXTENDED_ATTRIBUTE_1: _r::Attribute<[u8]> = _r::packet("Extended-Attribute-1", 241, 26, 0);

    /// `Extended-Attribute-5`: attribute 245, `long-extended`.
    #[doc(alias = "Extended-Attribute-5")]
    pub const EXTENDED_ATTRIBUTE_5: _r::Attribute<[u8]> = _r::packet("Extended-Attribute-5", 245, 27, 0);

    /// `Extended-Vendor-Specific-1`: attribute 241.26, `evs`.
    #[doc(alias = "Extended-Vendor-Specific-1")]
    pub const EXTENDED_VENDOR_SPECIFIC_1: _r::Attribute<[u8]> = _r::extended(241, "Extended-Vendor-Specific-1", 26, 28, 0);

    /// `Extended-Vendor-Specific-5`: attribute 245.26, `evs`.
    #[doc(alias = "Extended-Vendor-Specific-5")]
    pub const EXTENDED_VENDOR_SPECIFIC_5: _r::Attribute<_r::Long<[u8]>> = _r::extended(245, "Extended-Vendor-Specific-5", 26, 28, 0);

    /// `Short-Text`: attribute 241.1, `string`.
    #[doc(alias = "Short-Text")]
    pub const SHORT_TEXT: _r::Attribute<str> = _r::extended(241, "Short-Text", 1, 1, 0);

    /// `Short-TLV`: attribute 241.2, `tlv`.
    #[doc(alias = "Short-TLV")]
    pub const SHORT_TLV: _r::Attribute<_r::Tlv<ShortTlv>> = _r::extended(241, "Short-TLV", 2, 25, 0);
    /// Marks what may stand in `Short-TLV`: the attributes of the module `short_tlv`.
    #[doc(alias = "Short-TLV")]
    #[derive(Clone, Copy, Debug)]
    pub enum ShortTlv {}

    /// The attributes that may stand in `Short-TLV`.
    #[doc(alias = "Short-TLV")]
    pub mod short_tlv {
        use super::_r;

        /// `Short-One`: attribute 241.2.1, `octets`.
        #[doc(alias = "Short-One")]
        pub const SHORT_ONE: _r::Attribute<[u8], super::ShortTlv> = _r::tlv("Short-One", 1, 2, 0);

        /// `Short-Two`: attribute 241.2.2, `octets`.
        #[doc(alias = "Short-Two")]
        pub const SHORT_TWO: _r::Attribute<[u8], super::ShortTlv> = _r::tlv("Short-Two", 2, 2, 0);

        /// `Short-Three`: attribute 241.2.3, `tlv`.
        #[doc(alias = "Short-Three")]
        pub const SHORT_THREE: _r::Attribute<_r::Tlv<ShortThree>, super::ShortTlv> = _r::tlv("Short-Three", 3, 25, 0);
        /// Marks what may stand in `Short-Three`: the attributes of the module `short_three`.
        #[doc(alias = "Short-Three")]
        #[derive(Clone, Copy, Debug)]
        pub enum ShortThree {}

        /// The attributes that may stand in `Short-Three`.
        #[doc(alias = "Short-Three")]
        pub mod short_three {
            use super::_r;

            /// `Short-Three-One`: attribute 241.2.3.1, `octets`.
            #[doc(alias = "Short-Three-One")]
            pub const ONE: _r::Attribute<[u8], super::ShortThree> = _r::tlv("Short-Three-One", 1, 2, 0);

            /// `Short-Three-Two`: attribute 241.2.3.2, `string`.
            #[doc(alias = "Short-Three-Two")]
            pub const TWO: _r::Attribute<str, super::ShortThree> = _r::tlv("Short-Three-Two", 2, 1, 0);
        }
    }

    /// `Deep-1`: attribute 241.9, `tlv`.
    #[doc(alias = "Deep-1")]
    pub const DEEP_1: _r::Attribute<_r::Tlv<Deep1>> = _r::extended(241, "Deep-1", 9, 25, 0);
    /// Marks what may stand in `Deep-1`: the attributes of the module `deep_1`.
    #[doc(alias = "Deep-1")]
    #[derive(Clone, Copy, Debug)]
    pub enum Deep1 {}

    /// The attributes that may stand in `Deep-1`.
    #[doc(alias = "Deep-1")]
    pub mod deep_1 {
        use super::_r;

        /// `Deep-2`: attribute 241.9.1, `tlv`.
        #[doc(alias = "Deep-2")]
        pub const DEEP_2: _r::Attribute<_r::Tlv<Deep2>, super::Deep1> = _r::tlv("Deep-2", 1, 25, 0);
        /// Marks what may stand in `Deep-2`: the attributes of the module `deep_2`.
        #[doc(alias = "Deep-2")]
        #[derive(Clone, Copy, Debug)]
        pub enum Deep2 {}

        /// The attributes that may stand in `Deep-2`.
        #[doc(alias = "Deep-2")]
        pub mod deep_2 {
            use super::_r;

            /// `Deep-3`: attribute 241.9.1.2, `tlv`.
            #[doc(alias = "Deep-3")]
            pub const DEEP_3: _r::Attribute<_r::Tlv<Deep3>, super::Deep2> = _r::tlv("Deep-3", 2, 25, 0);
            /// Marks what may stand in `Deep-3`: the attributes of the module `deep_3`.
            #[doc(alias = "Deep-3")]
            #[derive(Clone, Copy, Debug)]
            pub enum Deep3 {}

            /// The attributes that may stand in `Deep-3`.
            #[doc(alias = "Deep-3")]
            pub mod deep_3 {
                use super::_r;

                /// `Deep-4`: attribute 241.9.1.2.3, `tlv`.
                #[doc(alias = "Deep-4")]
                pub const DEEP_4: _r::Attribute<_r::Tlv<Deep4>, super::Deep3> = _r::tlv("Deep-4", 3, 25, 0);
                /// Marks what may stand in `Deep-4`: the attributes of the module `deep_4`.
                #[doc(alias = "Deep-4")]
                #[derive(Clone, Copy, Debug)]
                pub enum Deep4 {}

                /// The attributes that may stand in `Deep-4`.
                #[doc(alias = "Deep-4")]
                pub mod deep_4 {
                    use super::_r;

                    /// `Deep-5`: attribute 241.9.1.2.3.4, `tlv`.
                    #[doc(alias = "Deep-5")]
                    pub const DEEP_5: _r::Attribute<_r::Tlv<Deep5>, super::Deep4> = _r::tlv("Deep-5", 4, 25, 0);
                    /// Marks what may stand in `Deep-5`: the attributes of the module `deep_5`.
                    #[doc(alias = "Deep-5")]
                    #[derive(Clone, Copy, Debug)]
                    pub enum Deep5 {}

                    /// The attributes that may stand in `Deep-5`.
                    #[doc(alias = "Deep-5")]
                    pub mod deep_5 {
                        use super::_r;

                        /// `Deep-6`: attribute 241.9.1.2.3.4.5, `octets`.
                        #[doc(alias = "Deep-6")]
                        pub const DEEP_6: _r::Attribute<[u8], super::Deep5> = _r::tlv("Deep-6", 5, 2, 0);
                    }
                }
            }
        }
    }

    /// `Long-Text`: attribute 245.1, `string`.
    #[doc(alias = "Long-Text")]
    pub const LONG_TEXT: _r::Attribute<_r::Long<str>> = _r::extended(245, "Long-Text", 1, 1, 0);

    /// `Long-TLV`: attribute 245.2, `tlv`.
    #[doc(alias = "Long-TLV")]
    pub const LONG_TLV: _r::Attribute<_r::Tlv<LongTlv>> = _r::extended(245, "Long-TLV", 2, 25, 0);
    /// Marks what may stand in `Long-TLV`: the attributes of the module `long_tlv`.
    #[doc(alias = "Long-TLV")]
    #[derive(Clone, Copy, Debug)]
    pub enum LongTlv {}

    /// The attributes that may stand in `Long-TLV`.
    #[doc(alias = "Long-TLV")]
    pub mod long_tlv {
        use super::_r;

        /// `Long-One`: attribute 245.2.1, `octets`.
        #[doc(alias = "Long-One")]
        pub const LONG_ONE: _r::Attribute<[u8], super::LongTlv> = _r::tlv("Long-One", 1, 2, 0);
    }

    /// `Long-Octets`: attribute 245.4, `octets`.
    #[doc(alias = "Long-Octets")]
    pub const LONG_OCTETS: _r::Attribute<_r::Long<[u8]>> = _r::extended(245, "Long-Octets", 4, 2, 0);

    /// Attributes of the vendor `Example`.
    #[doc(alias = "Example")]
    pub mod example {
        use super::_r;

        /// The vendor `Example`, Private Enterprise Number 1.
        pub const VENDOR: _r::Vendor<'static> = _r::Vendor::new("Example", 1, _r::VendorFormat::new(1, 1));

        /// `Example-Text`: attribute 241.26.1.4, `string`.
        #[doc(alias = "Example-Text")]
        pub const TEXT: _r::Attribute<str> = _r::extended_vendor(241, VENDOR, "Example-Text", 4, 1, 0);

        /// `Example-TLV`: attribute 241.26.1.5, `tlv`.
        #[doc(alias = "Example-TLV")]
        pub const TLV: _r::Attribute<_r::Tlv<Tlv>> = _r::extended_vendor(241, VENDOR, "Example-TLV", 5, 25, 0);
        /// Marks what may stand in `Example-TLV`: the attributes of the module `tlv`.
        #[doc(alias = "Example-TLV")]
        #[derive(Clone, Copy, Debug)]
        pub enum Tlv {}

        /// The attributes that may stand in `Example-TLV`.
        #[doc(alias = "Example-TLV")]
        pub mod tlv {
            use super::_r;

            /// `Example-Three`: attribute 241.26.1.5.3, `string`.
            #[doc(alias = "Example-Three")]
            pub const THREE: _r::Attribute<str, super::Tlv> = _r::tlv("Example-Three", 3, 1, 0);
        }

        /// `Example-Long-Text`: attribute 245.26.1.4, `string`.
        #[doc(alias = "Example-Long-Text")]
        pub const LONG_TEXT: _r::Attribute<_r::Long<str>> = _r::extended_vendor(245, VENDOR, "Example-Long-Text", 4, 1, 0);

        /// `Example-Long-Octets`: attribute 245.26.1.6, `octets`.
        #[doc(alias = "Example-Long-Octets")]
        pub const LONG_OCTETS: _r::Attribute<_r::Long<[u8]>> = _r::extended_vendor(245, VENDOR, "Example-Long-Octets", 6, 2, 0);
    }

    /// Attributes of the vendor `WiMAX`.
    #[doc(alias = "WiMAX")]
    pub mod wimax {
        use super::_r;

        /// The vendor `WiMAX`, Private Enterprise Number 24757, `format=1,1,c`.
        pub const VENDOR: _r::Vendor<'static> = _r::Vendor::new("WiMAX", 24757, _r::VendorFormat::CONTINUED);

        /// `WiMAX-Capability`: vendor attribute 1, `tlv`.
        #[doc(alias = "WiMAX-Capability")]
        pub const CAPABILITY: _r::Attribute<_r::Tlv<Capability>> = _r::vendor(VENDOR, "WiMAX-Capability", 1, 25, 0);
        /// Marks what may stand in `WiMAX-Capability`: the attributes of the module `capability`.
        #[doc(alias = "WiMAX-Capability")]
        #[derive(Clone, Copy, Debug)]
        pub enum Capability {}

        /// The attributes that may stand in `WiMAX-Capability`.
        #[doc(alias = "WiMAX-Capability")]
        pub mod capability {
            use super::_r;

            /// `WiMAX-Release`: vendor attribute 1.1, `string`.
            #[doc(alias = "WiMAX-Release")]
            pub const RELEASE: _r::Attribute<str, super::Capability> = _r::tlv("WiMAX-Release", 1, 1, 0);

            /// `WiMAX-Accounting`: vendor attribute 1.2, `uint8`.
            #[doc(alias = "WiMAX-Accounting")]
            pub const ACCOUNTING: _r::Attribute<Accounting, super::Capability> = _r::tlv("WiMAX-Accounting", 2, 3, 0);
            /// The values of `WiMAX-Accounting`.
            #[doc(alias = "WiMAX-Accounting")]
            #[derive(Clone, Copy)]
            #[non_exhaustive]
            pub enum Accounting {
                /// `Flow`: 2.
                Flow,
                /// A number that the dictionary does not name.
                Unnamed(_r::Unnamed<Self>),
            }

            _r::enumerated! {
                Accounting: u8 {
                    Flow = 2,
                }
                names b"\x02\0\0\0\0\0\0\0\x04Flow" same
            }
        }

        /// `WiMAX-MSK`: vendor attribute 5, `octets`.
        #[doc(alias = "WiMAX-MSK")]
        pub const MSK: _r::Attribute<_r::Long<[u8]>> = _r::vendor(VENDOR, "WiMAX-MSK", 5, 2, 0);

        /// `WiMAX-Keys`: vendor attribute 6, `tlv`.
        #[doc(alias = "WiMAX-Keys")]
        pub const KEYS: _r::Attribute<_r::Tlv<Keys>> = _r::vendor(VENDOR, "WiMAX-Keys", 6, 25, 0);
        /// Marks what may stand in `WiMAX-Keys`: the attributes of the module `keys`.
        #[doc(alias = "WiMAX-Keys")]
        #[derive(Clone, Copy, Debug)]
        pub enum Keys {}

        /// The attributes that may stand in `WiMAX-Keys`.
        #[doc(alias = "WiMAX-Keys")]
        pub mod keys {
            use super::_r;

            /// `WiMAX-Key`: vendor attribute 6.1, `octets`, hidden (`encrypt=2`).
            #[doc(alias = "WiMAX-Key")]
            pub const KEY: _r::Attribute<_r::Hidden<[u8]>, super::Keys> = _r::tlv("WiMAX-Key", 1, 2, 18);
        }

        /// `WiMAX-DNS-Server`: vendor attribute 52, `combo-ip`.
        #[doc(alias = "WiMAX-DNS-Server")]
        pub const DNS_SERVER: _r::Attribute<::core::net::IpAddr> = _r::vendor(VENDOR, "WiMAX-DNS-Server", 52, 18, 0);
    }

    /// Every vendor, attribute and value name of this dictionary: to look up, to print and to parse.
    pub static DICTIONARY: _r::Dictionary<'static> = _r::Dictionary::from_bytes(b"\
        RDT2\x03\x02\0\0\x02\0\0\0\x1b\x02\0\0!\0\0\0;\x06\0\0\x01\0\0\0G\x06\0\0@\0\0\0G\x07\0\0@\0\0\0G\x08\0\0\x14\0\
        \0\x007\x09\0\0\0\0\0\0\x07Example\x05WiMAX\x14Extended-Attribute-1\x14Extended-Attribute-5\x1aExtended-Vendor\
        -Specific-1\x1aExtended-Vendor-Specific-5\x0aShort-Text\x09Short-TLV\x09Short-One\x09Short-Two\x0bShort-Three\x0f\
        Short-Three-One\x0fShort-Three-Two\x06Deep-1\x06Deep-2\x06Deep-3\x06Deep-4\x06Deep-5\x06Deep-6\x09Long-Text\x08\
        Long-TLV\x08Long-One\x0bLong-Octets\x0cExample-Text\x0bExample-TLV\x0dExample-Three\x11Example-Long-Text\x13Ex\
        ample-Long-Octets\x10WiMAX-Capability\x0dWiMAX-Release\x10WiMAX-Accounting\x04Flow\x09WiMAX-MSK\x0aWiMAX-Keys\x09\
        WiMAX-Key\x10WiMAX-DNS-Server<\0\0\0\x01\0\0\0\x01\x01\0\0D\0\0\0\xb5`\0\0\x01\x01\x01\0J\0\0\0\xf1\0\0\0\0\0\0\
        \0\0\0\0\0\0\0\0\0\0\0\0\0\x1a\0\x01\0\0\0\0\0_\0\0\0\xf5\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x1b\0\x01\0\0\0\
        \0\0t\0\0\0\x1a\0\0\0\0\0\0\0\x02\0\0\0\0\0\0\0\0\0\0\0\x1c\0\x01\0\0\0\0\0\x8f\0\0\0\x1a\0\0\0\0\0\0\0\x03\0\0\
        \0\0\0\0\0\0\0\0\0\x1c\0\x01\0\0\0\0\0\xaa\0\0\0\x01\0\0\0\0\0\0\0\x02\0\0\0\0\0\0\0\0\0\0\0\x01\0\x01\0\0\0\0\
        \0\xb5\0\0\0\x02\0\0\0\0\0\0\0\x02\0\0\0\0\0\0\0\0\0\0\0\x19\0\x01\0\0\0\0\0\xbf\0\0\0\x01\0\0\0\0\0\0\0\x05\0\
        \0\0\0\0\0\0\0\0\0\0\x02\0\x01\0\0\0\0\0\xc9\0\0\0\x02\0\0\0\0\0\0\0\x05\0\0\0\0\0\0\0\0\0\0\0\x02\0\x01\0\0\0\
        \0\0\xd3\0\0\0\x03\0\0\0\0\0\0\0\x05\0\0\0\0\0\0\0\0\0\0\0\x19\0\x01\0\0\0\0\0\xdf\0\0\0\x01\0\0\0\0\0\0\0\x0c\
        \0\0\0\0\0\0\0\0\0\0\0\x02\0\x01\0\0\0\0\0\xef\0\0\0\x02\0\0\0\0\0\0\0\x0c\0\0\0\0\0\0\0\0\0\0\0\x01\0\x01\0\0\
        \0\0\0\xff\0\0\0\x09\0\0\0\0\0\0\0\x02\0\0\0\0\0\0\0\0\0\0\0\x19\0\x01\0\0\0\0\0\x06\x01\0\0\x01\0\0\0\0\0\0\0\
        \x06\0\0\0\0\0\0\0\0\0\0\0\x19\0\x01\0\0\0\0\0\x0d\x01\0\0\x02\0\0\0\0\0\0\0\x0d\0\0\0\0\0\0\0\0\0\0\0\x19\0\x01\
        \0\0\0\0\0\x14\x01\0\0\x03\0\0\0\0\0\0\0\x10\0\0\0\0\0\0\0\0\0\0\0\x19\0\x01\0\0\0\0\0\x1b\x01\0\0\x04\0\0\0\0\
        \0\0\0\x12\0\0\0\0\0\0\0\0\0\0\0\x19\0\x01\0\0\0\0\0\"\x01\0\0\x05\0\0\0\0\0\0\0\x13\0\0\0\0\0\0\0\0\0\0\0\x02\
        \0\x01\0\0\0\0\0)\x01\0\0\x01\0\0\0\0\0\0\0\x03\0\0\0\0\0\0\0\0\0\0\0\x01\0\x01\0\0\0\0\x003\x01\0\0\x02\0\0\0\
        \0\0\0\0\x03\0\0\0\0\0\0\0\0\0\0\0\x19\0\x01\0\0\0\0\0<\x01\0\0\x01\0\0\0\0\0\0\0\x08\0\0\0\0\0\0\0\0\0\0\0\x02\
        \0\x01\0\0\0\0\0E\x01\0\0\x04\0\0\0\0\0\0\0\x03\0\0\0\0\0\0\0\0\0\0\0\x02\0\x01\0\0\0\0\0Q\x01\0\0\x04\0\0\0\x01\
        \0\0\0\x0e\0\0\0\0\0\0\0\0\0\0\0\x01\0\x01\0\0\0\0\0^\x01\0\0\x05\0\0\0\x01\0\0\0\x0e\0\0\0\0\0\0\0\0\0\0\0\x19\
        \0\x01\0\0\0\0\0j\x01\0\0\x03\0\0\0\0\0\0\0\x11\0\0\0\0\0\0\0\0\0\0\0\x01\0\x01\0\0\0\0\0x\x01\0\0\x04\0\0\0\x01\
        \0\0\0\x0f\0\0\0\0\0\0\0\0\0\0\0\x01\0\x01\0\0\0\0\0\x8a\x01\0\0\x06\0\0\0\x01\0\0\0\x0f\0\0\0\0\0\0\0\0\0\0\0\
        \x02\0\x01\0\0\0\0\0\x9e\x01\0\0\x01\0\0\0\x02\0\0\0\x04\0\0\0\0\0\0\0\0\0\0\0\x19\0\x01\0\0\0\0\0\xaf\x01\0\0\
        \x01\0\0\0\0\0\0\0\x0a\0\0\0\0\0\0\0\0\0\0\0\x01\0\x01\0\0\0\0\0\xbd\x01\0\0\x02\0\0\0\0\0\0\0\x0a\0\0\0\0\0\0\
        \0\x01\0\0\0\x03\0\x01\0\0\0\0\0\xd3\x01\0\0\x05\0\0\0\x02\0\0\0\x04\0\0\0\x01\0\0\0\0\0\0\0\x02\0\x01\0\0\0\0\
        \0\xdd\x01\0\0\x06\0\0\0\x02\0\0\0\x04\0\0\0\x01\0\0\0\0\0\0\0\x19\0\x01\0\0\0\0\0\xe8\x01\0\0\x01\0\0\0\0\0\0\
        \0\x0b\0\0\0\x01\0\0\0\0\0\0\0\x02\x12\x01\0\0\0\0\0\xf2\x01\0\x004\0\0\0\x02\0\0\0\x04\0\0\0\x01\0\0\0\0\0\0\0\
        \x12\0\x01\0\0\0\0\0\xce\x01\0\0\x02\0\0\0\0\0\0\0\x1f\0\0\0\0\0\0\0\x08\0\0\0\x14\0\0\0\x1b\0\0\0!\0\0\0\x17\0\
        \0\0\0\0\0\0\0\0\0\0\x1e\0\0\0\0\0\0\0\0\0\0\0\x13\0\0\0\0\0\0\0\0\0\0\0\x0b\0\0\0\x0e\0\0\0\x12\0\0\0\x1a\0\0\
        \0\0\0\0\0\0\0\0\0\0\0\0\0\x0f\0\0\0\x15\0\0\0\x19\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x1d\0\0\0\0\0\0\0\0\0\
        \0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\0\x0a\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x10\0\0\0\x1c\0\0\0\0\0\0\0\0\
        \0\0\0\0\0\0\0\x04\0\0\0\x02\0\0\0\x05\0\0\0\x09\0\0\0\x11\0\0\0\x16\0\0\0 \0\0\0\x0c\0\0\0\0\0\0\0\0\0\0\0\0\0\
        \0\0\0\0\0\0\x03\0\0\0\x06\0\0\0\x07\0\0\0\x0d\0\0\0\x18\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x15\0\0\0\0\0\0\0\0\0\0\
        \0\x06\0\0\0\x0f\0\0\0\x1f\0\0\0\x18\0\0\0\0\0\0\0\0\0\0\0\x0b\0\0\0\0\0\0\0\x1d\0\0\0\x19\0\0\0\0\0\0\0\x1b\0\
        \0\0\x07\0\0\0\x0d\0\0\0\0\0\0\0\x1e\0\0\0\0\0\0\0\x05\0\0\0\x12\0\0\0\x0a\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x14\0\
        \0\0\0\0\0\0\x1c\0\0\0 \0\0\0\x17\0\0\0\x0c\0\0\0\x08\0\0\0\x11\0\0\0\x13\0\0\0\x02\0\0\0\x01\0\0\0\0\0\0\0\0\0\
        \0\0\0\0\0\0\x0e\0\0\0\0\0\0\0\x1a\0\0\0\0\0\0\0\0\0\0\0\x16\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x10\0\0\0\x09\0\0\0\
        !\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x04\0\0\0\x03\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\
        \0\0\0\0\0\0\x1a\0\0\0\x04\0\0\0\0\0\0\0\xf1\0\0\0\x03\0\0\0\0\0\0\0\xf5\0\0\0\x03\0\0\0\x01\0\0\0\xb5`\0\0\x01\
        \0\0\0\x02\0\0\0\x02\0\0\0\x02\0\0\0\x02\0\0\0\x09\0\0\0\x02\0\0\0\x02\0\0\0\x1a\0\0\0\x04\0\0\0\x03\0\0\0\x02\
        \0\0\0\x02\0\0\0\x03\0\0\0\x1a\0\0\0\x04\0\0\0\x04\0\0\0\x01\0\0\0\x02\0\0\0\x04\0\0\0\x06\0\0\0\x02\0\0\0\x05\
        \0\0\0\x03\0\0\0\x02\0\0\0\x06\0\0\0\x01\0\0\0\x02\0\0\0\x07\0\0\0\x01\0\0\0\x05\0\0\0\x09\0\0\0\x01\0\0\0\x05\
        \0\0\0\x0d\0\0\0\x02\0\0\0\x02\0\0\0\x0e\0\0\0\x05\0\0\0\x02\0\0\0\x10\0\0\0\x03\0\0\0\x02\0\0\0\x12\0\0\0\x04\
        \0\0\0\x02\0\0\0");
}
