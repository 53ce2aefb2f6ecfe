/// The dictionary `names`.
///
/// Compiled from `dictionary.names`.
#[allow(dead_code, unused_imports, unreachable_pub, unnameable_types, clippy::enum_variant_names, clippy::pedantic)]
pub mod names {
    use ::radius_runtime::codegen as _r;

    /// `Option`: attribute 1, `uint32`.
    #[doc(alias = "Option")]
    pub const OPTION: _r::Attribute<Option> = _r::packet("Option", 1, 5, 0);
    /// The values of `Option`.
    #[derive(Clone, Copy, PartialEq)]
    #[non_exhaustive]
    pub enum Option {
        /// `Unknown`: 0.
        Unknown,
        /// `None`: 1.
        None,
        /// `Default`: 2.
        Default,
        /// `Self`: 3.
        #[doc(alias = "Self")]
        Self_,
        /// `Unnamed`: 4.
        #[doc(alias = "Unnamed")]
        #[allow(non_camel_case_types)]
        Unnamed_4,
        /// `async`: 5.
        #[doc(alias = "async")]
        Async,
        /// `56`: 6.
        #[doc(alias = "56")]
        _56,
        /// `1_2_2`: 7.
        #[doc(alias = "1_2_2")]
        _1_2_2,
        /// `802.1q`: 8.
        #[doc(alias = "802.1q")]
        _802_1q,
        /// `40-bit-WEP`: 9.
        #[doc(alias = "40-bit-WEP")]
        _40BitWep,
        /// `T1,T1-E1/PRI-Call`: 10.
        #[doc(alias = "T1,T1-E1/PRI-Call")]
        T1T1E1PriCall,
        /// `+`: 11.
        #[doc(alias = "+")]
        Plus,
        /// `ADSL2`: 13.
        #[doc(alias = "ADSL2")]
        Adsl2,
        /// `ADSL2+`: 14.
        #[doc(alias = "ADSL2+")]
        Adsl2Plus,
        /// `Some-Thing`: 15.
        #[doc(alias = "Some-Thing")]
        SomeThing,
        /// `SomeThing`: 16.
        #[doc(alias = "SomeThing")]
        #[allow(non_camel_case_types)]
        SomeThing_16,
        /// `NT-Domain-Old`: 17.
        #[doc(alias = "NT-Domain-Old")]
        NtDomainOld,
        /// A number that the dictionary does not name.
        Unnamed(_r::Unnamed<Self>),
    }

    /// Further names of these values.
    impl Option {
        /// `NTDomain` and `NT-Domain`: 17.
        #[doc(alias = "NTDomain")]
        #[doc(alias = "NT-Domain")]
        pub const NT_DOMAIN: Self = Self::NtDomainOld;
    }

    _r::enumerated! {
        Option: u32 {
            Unknown = 0, None = 1, Default = 2, Self_ = 3, Unnamed_4 = 4, Async = 5, _56 = 6, _1_2_2 = 7,
            _802_1q = 8, _40BitWep = 9, T1T1E1PriCall = 10, Plus = 11, Adsl2 = 13, Adsl2Plus = 14,
            SomeThing = 15, SomeThing_16 = 16, NtDomainOld = 17,
        }
        names b"\
            \0\0\0\0\0\0\0\0\x07Unknown\x01\0\0\0\0\0\0\0\x04None\x02\0\0\0\0\0\0\0\x07Default\x03\0\0\0\0\0\0\0\x04Self\x04\
            \0\0\0\0\0\0\0\x07Unnamed\x05\0\0\0\0\0\0\0\x05async\x06\0\0\0\0\0\0\0\x0256\x07\0\0\0\0\0\0\0\x051_2_2\x08\0\0\
            \0\0\0\0\0\x06802.1q\x09\0\0\0\0\0\0\0\x0a40-bit-WEP\x0a\0\0\0\0\0\0\0\x11T1,T1-E1/PRI-Call\x0b\0\0\0\0\0\0\0\x01\
            +\x0d\0\0\0\0\0\0\0\x05ADSL2\x0e\0\0\0\0\0\0\0\x06ADSL2+\x0f\0\0\0\0\0\0\0\x0aSome-Thing\x10\0\0\0\0\0\0\0\x09\
            SomeThing\x11\0\0\0\0\0\0\0\x0dNT-Domain-Old\x11\0\0\0\0\0\0\0\x08NTDomain\x11\0\0\0\0\0\0\0\x09NT-Domain"
    }

    /// `Dictionary`: attribute 2, `string`.
    #[doc(alias = "Dictionary")]
    pub const DICTIONARY_2: _r::Attribute<str> = _r::packet("Dictionary", 2, 1, 0);

    /// `type`: attribute 3, `uint32`.
    #[doc(alias = "type")]
    pub const TYPE: _r::Attribute<u32> = _r::packet("type", 3, 5, 0);

    /// `Foundry-needs-802.1x`: attribute 4, `string`.
    #[doc(alias = "Foundry-needs-802.1x")]
    pub const FOUNDRY_NEEDS_802_1X: _r::Attribute<str> = _r::packet("Foundry-needs-802.1x", 4, 1, 0);

    /// `Logins-G/U`: attribute 5, `uint32`.
    #[doc(alias = "Logins-G/U")]
    pub const LOGINS_G_U: _r::Attribute<u32> = _r::packet("Logins-G/U", 5, 5, 0);

    /// `A-B`: attribute 6, `string`.
    #[doc(alias = "A-B")]
    pub const A_B: _r::Attribute<str> = _r::packet("A-B", 6, 1, 0);

    /// `A_B`: attribute 7, `string`.
    #[doc(alias = "A_B")]
    pub const A_B_7: _r::Attribute<str> = _r::packet("A_B", 7, 1, 0);

    /// `Filter-Id`: attribute 11, `string`.
    ///
    /// This number is printed as `Framed-Filter-Id`.
    #[doc(alias = "Filter-Id")]
    pub const FILTER_ID: _r::Attribute<str> = _r::packet("Filter-Id", 11, 1, 0);

    /// `Framed-Filter-Id`: attribute 11, `string`.
    #[doc(alias = "Framed-Filter-Id")]
    pub const FRAMED_FILTER_ID: _r::Attribute<str> = _r::packet("Framed-Filter-Id", 11, 1, 0);

    /// Attributes of the vendor `3com`.
    #[doc(alias = "3com")]
    pub mod _3com {
        use super::_r;

        /// The vendor `3com`, Private Enterprise Number 43.
        pub const VENDOR: _r::Vendor<'static> = _r::Vendor::new("3com", 43, _r::VendorFormat::new(1, 1));

        /// `3Com-User-Access-Level`: vendor attribute 1, `uint32`.
        #[doc(alias = "3Com-User-Access-Level")]
        pub const USER_ACCESS_LEVEL: _r::Attribute<UserAccessLevel> = _r::vendor(VENDOR, "3Com-User-Access-Level", 1, 5, 0);
        /// The values of `3Com-User-Access-Level`.
        #[doc(alias = "3Com-User-Access-Level")]
        #[derive(Clone, Copy)]
        #[non_exhaustive]
        pub enum UserAccessLevel {
            /// `Visitor`: 0.
            Visitor,
            /// A number that the dictionary does not name.
            Unnamed(_r::Unnamed<Self>),
        }

        _r::enumerated! {
            UserAccessLevel: u32 {
                Visitor = 0,
            }
            names b"\0\0\0\0\0\0\0\0\x07Visitor" same
        }

        /// `3Com-802.1q`: vendor attribute 2, `string`.
        #[doc(alias = "3Com-802.1q")]
        pub const _802_1Q: _r::Attribute<str> = _r::vendor(VENDOR, "3Com-802.1q", 2, 1, 0);

        /// `3Com-Vendor`: vendor attribute 3, `string`.
        #[doc(alias = "3Com-Vendor")]
        pub const _3COM_VENDOR: _r::Attribute<str> = _r::vendor(VENDOR, "3Com-Vendor", 3, 1, 0);

        /// `3Com`: vendor attribute 4, `string`.
        #[doc(alias = "3Com")]
        pub const _3COM: _r::Attribute<str> = _r::vendor(VENDOR, "3Com", 4, 1, 0);

        /// `3Com-Port`: vendor attribute 5, `uint32`.
        #[doc(alias = "3Com-Port")]
        pub const _3COM_PORT: _r::Attribute<u32> = _r::vendor(VENDOR, "3Com-Port", 5, 5, 0);

        /// `Port`: vendor attribute 6, `uint32`.
        #[doc(alias = "Port")]
        pub const PORT: _r::Attribute<u32> = _r::vendor(VENDOR, "Port", 6, 5, 0);

        /// `3Com-DHCP-Option-ParamSTR2` and `3Com-DHCP-Option-Param-STR2`: vendor attribute 25, `string`.
        #[doc(alias = "3Com-DHCP-Option-ParamSTR2")]
        #[doc(alias = "3Com-DHCP-Option-Param-STR2")]
        pub const DHCP_OPTION_PARAM_STR2: _r::Attribute<str> = _r::vendor(VENDOR, "3Com-DHCP-Option-ParamSTR2", 25, 1, 0);

        /// `3Com-Expiration`: vendor attribute 10, `uint32`.
        ///
        /// This number is printed as `3Com-User`.
        #[doc(alias = "3Com-Expiration")]
        pub const EXPIRATION: _r::Attribute<u32> = _r::vendor(VENDOR, "3Com-Expiration", 10, 5, 0);

        /// `3Com-User`: vendor attribute 10, `string`.
        #[doc(alias = "3Com-User")]
        pub const USER: _r::Attribute<str> = _r::vendor(VENDOR, "3Com-User", 10, 1, 0);
    }

    /// Attributes of the vendor `str`.
    #[doc(alias = "str")]
    pub mod str_ {
        use super::_r;

        /// The vendor `str`, Private Enterprise Number 50001.
        pub const VENDOR: _r::Vendor<'static> = _r::Vendor::new("str", 50001, _r::VendorFormat::new(1, 1));
    }

    /// Attributes of the vendor `Type`.
    #[doc(alias = "Type")]
    pub mod type_ {
        use super::_r;

        /// The vendor `Type`, Private Enterprise Number 50002.
        pub const VENDOR: _r::Vendor<'static> = _r::Vendor::new("Type", 50002, _r::VendorFormat::new(1, 1));
    }

    /// Attributes of the vendor `A-B`.
    #[doc(alias = "A-B")]
    pub mod a_b {
        use super::_r;

        /// The vendor `A-B`, Private Enterprise Number 50003.
        pub const VENDOR: _r::Vendor<'static> = _r::Vendor::new("A-B", 50003, _r::VendorFormat::new(1, 1));
    }

    /// Attributes of the vendor `A_B`.
    #[doc(alias = "A_B")]
    pub mod a_b_50003 {
        use super::_r;

        /// The vendor `A_B`, Private Enterprise Number 50003.
        pub const VENDOR: _r::Vendor<'static> = _r::Vendor::new("A_B", 50003, _r::VendorFormat::new(1, 1));
    }

    /// Every vendor, attribute and value name of this dictionary: to look up, to print and to parse.
    pub static DICTIONARY: _r::Dictionary<'static> = _r::Dictionary::from_bytes(b"\
        RDT2\xda\x01\0\0\x05\0\0\0\x16\x02\0\0\x13\0\0\0v\x04\0\0\x14\0\0\0f\x05\0\0 \0\0\0\xe6\x05\0\0 \0\0\0f\x06\0\0\
        \x03\0\0\0\x8a\x06\0\0\0\0\0\0\x043com\x03str\x04Type\x03A-B\x03A_B\x06Option\x07Unknown\x04None\x07Default\x04\
        Self\x07Unnamed\x05async\x0256\x051_2_2\x06802.1q\x0a40-bit-WEP\x11T1,T1-E1/PRI-Call\x01+\x05ADSL2\x06ADSL2+\x0a\
        Some-Thing\x09SomeThing\x0dNT-Domain-Old\x08NTDomain\x09NT-Domain\x0aDictionary\x04type\x14Foundry-needs-802.1\
        x\x0aLogins-G/U\x09Filter-Id\x10Framed-Filter-Id\x163Com-User-Access-Level\x07Visitor\x0b3Com-802.1q\x0b3Com-V\
        endor\x043Com\x093Com-Port\x04Port\x1b3Com-DHCP-Option-Param-STR2\x1a3Com-DHCP-Option-ParamSTR2\x0f3Com-Expira\
        tion\x093Com-User<\0\0\0+\0\0\0\x01\x01\0\0A\0\0\0Q\xc3\0\0\x01\x01\0\0E\0\0\0R\xc3\0\0\x01\x01\0\0J\0\0\0S\xc3\
        \0\0\x01\x01\0\0N\0\0\0S\xc3\0\0\x01\x01\0\0R\0\0\0\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x13\0\0\0\x05\0\x01\0\0\0\
        \0\0\xf3\0\0\0\x02\0\0\0\0\0\0\0\0\0\0\0\x13\0\0\0\0\0\0\0\x01\0\x01\0\0\0\0\0\xfe\0\0\0\x03\0\0\0\0\0\0\0\0\0\
        \0\0\x13\0\0\0\0\0\0\0\x05\0\x01\0\0\0\0\0\x03\x01\0\0\x04\0\0\0\0\0\0\0\0\0\0\0\x13\0\0\0\0\0\0\0\x01\0\x01\0\
        \0\0\0\0\x18\x01\0\0\x05\0\0\0\0\0\0\0\0\0\0\0\x13\0\0\0\0\0\0\0\x05\0\x01\0\0\0\0\0J\0\0\0\x06\0\0\0\0\0\0\0\0\
        \0\0\0\x13\0\0\0\0\0\0\0\x01\0\x01\0\0\0\0\0N\0\0\0\x07\0\0\0\0\0\0\0\0\0\0\0\x13\0\0\0\0\0\0\0\x01\0\x01\0\0\0\
        \0\0#\x01\0\0\x0b\0\0\0\0\0\0\0\0\0\0\0\x13\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\0-\x01\0\0\x0b\0\0\0\0\0\0\0\0\0\0\0\
        \x13\0\0\0\0\0\0\0\x01\0\x01\0\0\0\0\0>\x01\0\0\x01\0\0\0\x01\0\0\0\x02\0\0\0\x13\0\0\0\x01\0\0\0\x05\0\x01\0\0\
        \0\0\0]\x01\0\0\x02\0\0\0\x01\0\0\0\x02\0\0\0\x14\0\0\0\0\0\0\0\x01\0\x01\0\0\0\0\0i\x01\0\0\x03\0\0\0\x01\0\0\
        \0\x02\0\0\0\x14\0\0\0\0\0\0\0\x01\0\x01\0\0\0\0\0u\x01\0\0\x04\0\0\0\x01\0\0\0\x02\0\0\0\x14\0\0\0\0\0\0\0\x01\
        \0\x01\0\0\0\0\0z\x01\0\0\x05\0\0\0\x01\0\0\0\x02\0\0\0\x14\0\0\0\0\0\0\0\x05\0\x01\0\0\0\0\0\x84\x01\0\0\x06\0\
        \0\0\x01\0\0\0\x02\0\0\0\x14\0\0\0\0\0\0\0\x05\0\x01\0\0\0\0\0\x89\x01\0\0\x19\0\0\0\x01\0\0\0\x02\0\0\0\x14\0\
        \0\0\0\0\0\0\x01\0\0\0\0\0\0\0\xa5\x01\0\0\x19\0\0\0\x01\0\0\0\x02\0\0\0\x14\0\0\0\0\0\0\0\x01\0\x01\0\0\0\0\0\
        \xc0\x01\0\0\x0a\0\0\0\x01\0\0\0\x02\0\0\0\x14\0\0\0\0\0\0\0\x05\0\0\0\0\0\0\0\xd0\x01\0\0\x0a\0\0\0\x01\0\0\0\
        \x02\0\0\0\x14\0\0\0\0\0\0\0\x01\0\x01\0\0\0\0\0Y\0\0\0\0\0\0\0\0\0\0\0a\0\0\0\x01\0\0\0\0\0\0\0f\0\0\0\x02\0\0\
        \0\0\0\0\0n\0\0\0\x03\0\0\0\0\0\0\0s\0\0\0\x04\0\0\0\0\0\0\0{\0\0\0\x05\0\0\0\0\0\0\0\x81\0\0\0\x06\0\0\0\0\0\0\
        \0\x84\0\0\0\x07\0\0\0\0\0\0\0\x8a\0\0\0\x08\0\0\0\0\0\0\0\x91\0\0\0\x09\0\0\0\0\0\0\0\x9c\0\0\0\x0a\0\0\0\0\0\
        \0\0\xae\0\0\0\x0b\0\0\0\0\0\0\0\xb0\0\0\0\x0d\0\0\0\0\0\0\0\xb6\0\0\0\x0e\0\0\0\0\0\0\0\xbd\0\0\0\x0f\0\0\0\0\
        \0\0\0\xc8\0\0\0\x10\0\0\0\0\0\0\0\xd2\0\0\0\x11\0\0\0\0\0\0\0\xe0\0\0\0\x11\0\0\0\0\0\0\0\xe9\0\0\0\x11\0\0\0\
        \0\0\0\0U\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x06\0\0\0\x12\0\0\0\x13\0\0\0\x0f\0\0\0\x09\0\0\0\x0b\
        \0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x03\0\0\0\x0e\0\0\0\x10\0\0\0\0\0\0\0\x07\0\0\0\0\0\0\0\x08\0\0\0\x01\0\
        \0\0\x02\0\0\0\x11\0\0\0\x05\0\0\0\x04\0\0\0\x0c\0\0\0\0\0\0\0\x0d\0\0\0\0\0\0\0\x0a\0\0\0\0\0\0\0\0\0\0\0\0\0\
        \0\0\x0f\0\0\0\x04\0\0\0\x0d\0\0\0\x06\0\0\0\x0b\0\0\0\0\0\0\0\x02\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\
        \0\x13\0\0\0\x11\0\0\0\0\0\0\0\x05\0\0\0\0\0\0\0\x0e\0\0\0\x07\0\0\0\x0c\0\0\0\x01\0\0\0\x0a\0\0\0\x03\0\0\0\0\
        \0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x09\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x1a\0\0\0\x04\
        \0\0\0\x01\0\0\0+\0\0\0\x01\0\0\0");
}
