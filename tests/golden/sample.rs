/// The dictionary `sample`.
///
/// Compiled from `dictionary.sample`.
#[allow(dead_code, unused_imports, unreachable_pub, unnameable_types, clippy::enum_variant_names, clippy::pedantic)]
pub mod sample {
    use ::radius_runtime::codegen as _r;

    /// `User-Name`: attribute 1, `string`.
    #[doc(alias = "User-Name")]
    pub const USER_NAME: _r::Attribute<str> = _r::packet("User-Name", 1, 1, 0);

    /// `User-Password`: attribute 2, `string`, hidden (`encrypt=1`).
    #[doc(alias = "User-Password")]
    pub const USER_PASSWORD: _r::Attribute<_r::Hidden<str>> = _r::packet("User-Password", 2, 1, 17);

    /// `NAS-IP-Address`: attribute 4, `ipv4addr`.
    #[doc(alias = "NAS-IP-Address")]
    pub const NAS_IP_ADDRESS: _r::Attribute<::core::net::Ipv4Addr> = _r::packet("NAS-IP-Address", 4, 14, 0);

    /// `Service-Type`: attribute 6, `uint32`.
    #[doc(alias = "Service-Type")]
    pub const SERVICE_TYPE: _r::Attribute<ServiceType> = _r::packet("Service-Type", 6, 5, 0);
    /// The values of `Service-Type`.
    #[doc(alias = "Service-Type")]
    #[derive(Clone, Copy, PartialEq)]
    #[non_exhaustive]
    pub enum ServiceType {
        /// `Login-User`: 1.
        #[doc(alias = "Login-User")]
        LoginUser,
        /// `Framed-User`: 2.
        #[doc(alias = "Framed-User")]
        FramedUser,
        /// `Administrative-User`: 6.
        #[doc(alias = "Administrative-User")]
        AdministrativeUser,
        /// A number that the dictionary does not name.
        Unnamed(_r::Unnamed<Self>),
    }

    /// Further names of these values.
    impl ServiceType {
        /// `Shell-User`: 6.
        #[doc(alias = "Shell-User")]
        pub const SHELL_USER: Self = Self::AdministrativeUser;
    }

    _r::enumerated! {
        ServiceType: u32 {
            LoginUser = 1, FramedUser = 2, AdministrativeUser = 6,
        }
        names b"\
            \x01\0\0\0\0\0\0\0\x0aLogin-User\x02\0\0\0\0\0\0\0\x0bFramed-User\x06\0\0\0\0\0\0\0\x13Administrative-User\x06\
            \0\0\0\0\0\0\0\x0aShell-User"
    }

    /// `State`: attribute 24, `octets`.
    #[doc(alias = "State")]
    pub const STATE: _r::Attribute<[u8]> = _r::packet("State", 24, 2, 0);

    /// `Vendor-Specific`: attribute 26, `vsa`.
    #[doc(alias = "Vendor-Specific")]
    pub const VENDOR_SPECIFIC: _r::Attribute<[u8]> = _r::packet("Vendor-Specific", 26, 24, 0);

    /// `Tunnel-Type`: attribute 64, `uint32`, tagged (`has_tag`).
    #[doc(alias = "Tunnel-Type")]
    pub const TUNNEL_TYPE: _r::Attribute<_r::Tagged<TunnelType>> = _r::packet("Tunnel-Type", 64, 5, 4);
    /// The values of `Tunnel-Type`.
    #[doc(alias = "Tunnel-Type")]
    #[derive(Clone, Copy)]
    #[non_exhaustive]
    pub enum TunnelType {
        /// `PPTP`: 1.
        #[doc(alias = "PPTP")]
        Pptp,
        /// `VLAN`: 13.
        #[doc(alias = "VLAN")]
        Vlan,
        /// A number that the dictionary does not name.
        Unnamed(_r::Unnamed<Self>),
    }

    _r::enumerated! {
        TunnelType: u32 {
            Pptp = 1, Vlan = 13,
        }
        names b"\x01\0\0\0\0\0\0\0\x04PPTP\x0d\0\0\0\0\0\0\0\x04VLAN" same
    }

    /// `Tunnel-Password`: attribute 69, `string`, tagged (`has_tag`), hidden (`encrypt=2`).
    #[doc(alias = "Tunnel-Password")]
    pub const TUNNEL_PASSWORD: _r::Attribute<_r::Tagged<_r::Hidden<str>>> = _r::packet("Tunnel-Password", 69, 1, 22);

    /// `EAP-Message`: attribute 79, `octets`, split where it is long (`concat`).
    #[doc(alias = "EAP-Message")]
    pub const EAP_MESSAGE: _r::Attribute<_r::Concat> = _r::packet("EAP-Message", 79, 2, 8);

    /// `NAS-IPv6-Address`: attribute 95, `ipv6addr`.
    #[doc(alias = "NAS-IPv6-Address")]
    pub const NAS_IPV6_ADDRESS: _r::Attribute<::core::net::Ipv6Addr> = _r::packet("NAS-IPv6-Address", 95, 15, 0);

    /// `Framed-Interface-Id`: attribute 96, `ifid`.
    #[doc(alias = "Framed-Interface-Id")]
    pub const FRAMED_INTERFACE_ID: _r::Attribute<_r::InterfaceId> = _r::packet("Framed-Interface-Id", 96, 19, 0);

    /// `Framed-IPv6-Prefix`: attribute 97, `ipv6prefix`.
    #[doc(alias = "Framed-IPv6-Prefix")]
    pub const FRAMED_IPV6_PREFIX: _r::Attribute<_r::Ipv6Net> = _r::packet("Framed-IPv6-Prefix", 97, 17, 0);

    /// Attributes of the vendor `Sample`.
    #[doc(alias = "Sample")]
    #[allow(clippy::module_inception)]
    pub mod sample {
        use super::_r;

        /// The vendor `Sample`, Private Enterprise Number 32473.
        pub const VENDOR: _r::Vendor<'static> = _r::Vendor::new("Sample", 32473, _r::VendorFormat::new(1, 1));

        /// `Sample-Byte`: vendor attribute 1, `uint8`.
        #[doc(alias = "Sample-Byte")]
        pub const BYTE: _r::Attribute<u8> = _r::vendor(VENDOR, "Sample-Byte", 1, 3, 0);

        /// `Sample-Short`: vendor attribute 2, `uint16`.
        #[doc(alias = "Sample-Short")]
        pub const SHORT: _r::Attribute<u16> = _r::vendor(VENDOR, "Sample-Short", 2, 4, 0);

        /// `Sample-Integer64`: vendor attribute 3, `uint64`.
        #[doc(alias = "Sample-Integer64")]
        pub const INTEGER64: _r::Attribute<u64> = _r::vendor(VENDOR, "Sample-Integer64", 3, 6, 0);

        /// `Sample-Int8`: vendor attribute 4, `int8`.
        #[doc(alias = "Sample-Int8")]
        pub const INT8: _r::Attribute<i8> = _r::vendor(VENDOR, "Sample-Int8", 4, 7, 0);

        /// `Sample-Int16`: vendor attribute 5, `int16`.
        #[doc(alias = "Sample-Int16")]
        pub const INT16: _r::Attribute<i16> = _r::vendor(VENDOR, "Sample-Int16", 5, 8, 0);

        /// `Sample-Signed`: vendor attribute 6, `int32`.
        #[doc(alias = "Sample-Signed")]
        pub const SIGNED: _r::Attribute<i32> = _r::vendor(VENDOR, "Sample-Signed", 6, 9, 0);

        /// `Sample-Int64`: vendor attribute 7, `int64`.
        #[doc(alias = "Sample-Int64")]
        pub const INT64: _r::Attribute<i64> = _r::vendor(VENDOR, "Sample-Int64", 7, 10, 0);

        /// `Sample-Bool`: vendor attribute 8, `bool`.
        #[doc(alias = "Sample-Bool")]
        pub const BOOL: _r::Attribute<bool> = _r::vendor(VENDOR, "Sample-Bool", 8, 11, 0);

        /// `Sample-Float32`: vendor attribute 9, `float32`.
        #[doc(alias = "Sample-Float32")]
        pub const FLOAT32: _r::Attribute<f32> = _r::vendor(VENDOR, "Sample-Float32", 9, 12, 0);

        /// `Sample-Float64`: vendor attribute 10, `float64`.
        #[doc(alias = "Sample-Float64")]
        pub const FLOAT64: _r::Attribute<f64> = _r::vendor(VENDOR, "Sample-Float64", 10, 13, 0);

        /// `Sample-IPv4-Prefix`: vendor attribute 11, `ipv4prefix`.
        #[doc(alias = "Sample-IPv4-Prefix")]
        pub const IPV4_PREFIX: _r::Attribute<_r::Ipv4Net> = _r::vendor(VENDOR, "Sample-IPv4-Prefix", 11, 16, 0);

        /// `Sample-Combo-IP`: vendor attribute 12, `combo-ip`.
        #[doc(alias = "Sample-Combo-IP")]
        pub const COMBO_IP: _r::Attribute<::core::net::IpAddr> = _r::vendor(VENDOR, "Sample-Combo-IP", 12, 18, 0);

        /// `Sample-MAC`: vendor attribute 13, `ether`.
        #[doc(alias = "Sample-MAC")]
        pub const MAC: _r::Attribute<_r::MacAddr6> = _r::vendor(VENDOR, "Sample-MAC", 13, 20, 0);

        /// `Sample-Date`: vendor attribute 14, `date`.
        #[doc(alias = "Sample-Date")]
        pub const DATE: _r::Attribute<_r::Date> = _r::vendor(VENDOR, "Sample-Date", 14, 21, 0);

        /// `Sample-Time-Delta`: vendor attribute 15, `time_delta`.
        #[doc(alias = "Sample-Time-Delta")]
        pub const TIME_DELTA: _r::Attribute<_r::TimeDelta> = _r::vendor(VENDOR, "Sample-Time-Delta", 15, 22, 0);

        /// `Sample-Filter`: vendor attribute 16, `abinary`.
        #[doc(alias = "Sample-Filter")]
        pub const FILTER: _r::Attribute<[u8]> = _r::vendor(VENDOR, "Sample-Filter", 16, 23, 0);

        /// `Sample-Digest`: vendor attribute 17, `octets[16]`.
        #[doc(alias = "Sample-Digest")]
        pub const DIGEST: _r::Attribute<[u8]> = _r::vendor(VENDOR, "Sample-Digest", 17, 2, 0);

        /// `Sample-Send-Secret`: vendor attribute 18, `string`, hidden (`encrypt=3`).
        #[doc(alias = "Sample-Send-Secret")]
        pub const SEND_SECRET: _r::Attribute<_r::Hidden<str>> = _r::vendor(VENDOR, "Sample-Send-Secret", 18, 1, 19);

        /// `Sample-Key`: vendor attribute 19, `octets`, hidden (`encrypt=2`).
        #[doc(alias = "Sample-Key")]
        pub const KEY: _r::Attribute<_r::Hidden<[u8]>> = _r::vendor(VENDOR, "Sample-Key", 19, 2, 18);

        /// `Sample-PIN`: vendor attribute 20, `string`, never printed (`secret`).
        #[doc(alias = "Sample-PIN")]
        pub const PIN: _r::Attribute<str> = _r::vendor(VENDOR, "Sample-PIN", 20, 1, 16);

        /// `Sample-Color`: vendor attribute 21, `uint8`.
        #[doc(alias = "Sample-Color")]
        pub const COLOR: _r::Attribute<Color> = _r::vendor(VENDOR, "Sample-Color", 21, 3, 0);
        /// The values of `Sample-Color`.
        #[doc(alias = "Sample-Color")]
        #[derive(Clone, Copy)]
        #[non_exhaustive]
        pub enum Color {
            /// `None`: 0.
            None,
            /// `Infra-Red`: 255.
            #[doc(alias = "Infra-Red")]
            InfraRed,
            /// A number that the dictionary does not name.
            Unnamed(_r::Unnamed<Self>),
        }

        _r::enumerated! {
            Color: u8 {
                None = 0, InfraRed = 255,
            }
            names b"\0\0\0\0\0\0\0\0\x04None\xff\0\0\0\0\0\0\0\x09Infra-Red" same
        }

        /// `Sample-Port`: vendor attribute 22, `uint16`.
        #[doc(alias = "Sample-Port")]
        pub const PORT: _r::Attribute<Port> = _r::vendor(VENDOR, "Sample-Port", 22, 4, 0);
        /// The values of `Sample-Port`.
        #[doc(alias = "Sample-Port")]
        #[derive(Clone, Copy)]
        #[non_exhaustive]
        pub enum Port {
            /// `Submission`: 587.
            Submission,
            /// A number that the dictionary does not name.
            Unnamed(_r::Unnamed<Self>),
        }

        _r::enumerated! {
            Port: u16 {
                Submission = 587,
            }
            names b"K\x02\0\0\0\0\0\0\x0aSubmission" same
        }

        /// `Sample-Id`: vendor attribute 23, `uint64`.
        #[doc(alias = "Sample-Id")]
        pub const ID: _r::Attribute<Id> = _r::vendor(VENDOR, "Sample-Id", 23, 6, 0);
        /// The values of `Sample-Id`.
        #[doc(alias = "Sample-Id")]
        #[derive(Clone, Copy)]
        #[non_exhaustive]
        pub enum Id {
            /// `Everybody`: 18446744073709551615.
            Everybody,
            /// A number that the dictionary does not name.
            Unnamed(_r::Unnamed<Self>),
        }

        _r::enumerated! {
            Id: u64 {
                Everybody = 18_446_744_073_709_551_615,
            }
            names b"\xff\xff\xff\xff\xff\xff\xff\xff\x09Everybody" same
        }
    }

    /// Attributes of the vendor `Sample-Wide`.
    #[doc(alias = "Sample-Wide")]
    pub mod sample_wide {
        use super::_r;

        /// The vendor `Sample-Wide`, Private Enterprise Number 32474, `format=4,0`.
        pub const VENDOR: _r::Vendor<'static> = _r::Vendor::new("Sample-Wide", 32474, _r::VendorFormat::new(4, 0));

        /// `Sample-Wide-Level`: vendor attribute 49086, `uint32`.
        #[doc(alias = "Sample-Wide-Level")]
        pub const LEVEL: _r::Attribute<u32> = _r::vendor(VENDOR, "Sample-Wide-Level", 49086, 5, 0);
    }

    /// Every vendor, attribute and value name of this dictionary: to look up, to print and to parse.
    pub static DICTIONARY: _r::Dictionary<'static> = _r::Dictionary::from_bytes(b"\
        RDT2\xbc\x02\0\0\x02\0\0\0\xd4\x02\0\0%\0\0\0t\x07\0\0\x0b\0\0\0\xf8\x07\0\0@\0\0\0\xf8\x08\0\0@\0\0\0\xf8\x09\
        \0\0\x04\0\0\0(\x0a\0\0\0\0\0\0\x06Sample\x0bSample-Wide\x09User-Name\x0dUser-Password\x0eNAS-IP-Address\x0cSe\
        rvice-Type\x0aLogin-User\x0bFramed-User\x13Administrative-User\x0aShell-User\x05State\x0fVendor-Specific\x0bTu\
        nnel-Type\x04PPTP\x04VLAN\x0fTunnel-Password\x0bEAP-Message\x10NAS-IPv6-Address\x13Framed-Interface-Id\x12Fram\
        ed-IPv6-Prefix\x09Auth-Type\x06Accept\x0bSample-Byte\x0cSample-Short\x10Sample-Integer64\x0bSample-Int8\x0cSam\
        ple-Int16\x0dSample-Signed\x0cSample-Int64\x0bSample-Bool\x0eSample-Float32\x0eSample-Float64\x12Sample-IPv4-P\
        refix\x0fSample-Combo-IP\x0aSample-MAC\x0bSample-Date\x11Sample-Time-Delta\x0dSample-Filter\x0dSample-Digest\x12\
        Sample-Send-Secret\x0aSample-Key\x0aSample-PIN\x0cSample-Color\x04None\x09Infra-Red\x0bSample-Port\x0aSubmissi\
        on\x09Sample-Id\x09Everybody\x11Sample-Wide-Level<\0\0\0\xd9~\0\0\x01\x01\0\0C\0\0\0\xda~\0\0\x04\0\0\0O\0\0\0\
        \x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\0\x01\0\0\0\0\0Y\0\0\0\x02\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\
        \x01\x11\x01\0\0\0\0\0g\0\0\0\x04\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x0e\0\x01\0\0\0\0\0v\0\0\0\x06\0\0\0\0\
        \0\0\0\0\0\0\0\0\0\0\0\x04\0\0\0\x05\0\x01\0\0\0\0\0\xb9\0\0\0\x18\0\0\0\0\0\0\0\0\0\0\0\x04\0\0\0\0\0\0\0\x02\
        \0\x01\0\0\0\0\0\xbf\0\0\0\x1a\0\0\0\0\0\0\0\0\0\0\0\x04\0\0\0\0\0\0\0\x18\0\x01\0\0\0\0\0\xcf\0\0\0@\0\0\0\0\0\
        \0\0\0\0\0\0\x04\0\0\0\x02\0\0\0\x05\x04\x01\0\0\0\0\0\xe5\0\0\0E\0\0\0\0\0\0\0\0\0\0\0\x06\0\0\0\0\0\0\0\x01\x16\
        \x01\0\0\0\0\0\xf5\0\0\0O\0\0\0\0\0\0\0\0\0\0\0\x06\0\0\0\0\0\0\0\x02\x08\x01\0\0\0\0\0\x01\x01\0\0_\0\0\0\0\0\
        \0\0\0\0\0\0\x06\0\0\0\0\0\0\0\x0f\0\x01\0\0\0\0\0\x12\x01\0\0`\0\0\0\0\0\0\0\0\0\0\0\x06\0\0\0\0\0\0\0\x13\0\x01\
        \0\0\0\0\0&\x01\0\0a\0\0\0\0\0\0\0\0\0\0\0\x06\0\0\0\0\0\0\0\x11\0\x01\0\0\0\0\x009\x01\0\0\xe8\x03\0\0\0\0\0\0\
        \0\0\0\0\x06\0\0\0\x01\0\0\0\x05\0\x03\0\0\0\0\0J\x01\0\0\x01\0\0\0\x01\0\0\0\x02\0\0\0\x07\0\0\0\0\0\0\0\x03\0\
        \x01\0\0\0\0\0V\x01\0\0\x02\0\0\0\x01\0\0\0\x02\0\0\0\x07\0\0\0\0\0\0\0\x04\0\x01\0\0\0\0\0c\x01\0\0\x03\0\0\0\
        \x01\0\0\0\x02\0\0\0\x07\0\0\0\0\0\0\0\x06\0\x01\0\0\0\0\0t\x01\0\0\x04\0\0\0\x01\0\0\0\x02\0\0\0\x07\0\0\0\0\0\
        \0\0\x07\0\x01\0\0\0\0\0\x80\x01\0\0\x05\0\0\0\x01\0\0\0\x02\0\0\0\x07\0\0\0\0\0\0\0\x08\0\x01\0\0\0\0\0\x8d\x01\
        \0\0\x06\0\0\0\x01\0\0\0\x02\0\0\0\x07\0\0\0\0\0\0\0\x09\0\x01\0\0\0\0\0\x9b\x01\0\0\x07\0\0\0\x01\0\0\0\x02\0\
        \0\0\x07\0\0\0\0\0\0\0\x0a\0\x01\0\0\0\0\0\xa8\x01\0\0\x08\0\0\0\x01\0\0\0\x02\0\0\0\x07\0\0\0\0\0\0\0\x0b\0\x01\
        \0\0\0\0\0\xb4\x01\0\0\x09\0\0\0\x01\0\0\0\x02\0\0\0\x07\0\0\0\0\0\0\0\x0c\0\x01\0\0\0\0\0\xc3\x01\0\0\x0a\0\0\
        \0\x01\0\0\0\x02\0\0\0\x07\0\0\0\0\0\0\0\x0d\0\x01\0\0\0\0\0\xd2\x01\0\0\x0b\0\0\0\x01\0\0\0\x02\0\0\0\x07\0\0\
        \0\0\0\0\0\x10\0\x01\0\0\0\0\0\xe5\x01\0\0\x0c\0\0\0\x01\0\0\0\x02\0\0\0\x07\0\0\0\0\0\0\0\x12\0\x01\0\0\0\0\0\
        \xf5\x01\0\0\x0d\0\0\0\x01\0\0\0\x02\0\0\0\x07\0\0\0\0\0\0\0\x14\0\x01\0\0\0\0\0\0\x02\0\0\x0e\0\0\0\x01\0\0\0\
        \x02\0\0\0\x07\0\0\0\0\0\0\0\x15\0\x01\0\0\0\0\0\x0c\x02\0\0\x0f\0\0\0\x01\0\0\0\x02\0\0\0\x07\0\0\0\0\0\0\0\x16\
        \0\x01\0\0\0\0\0\x1e\x02\0\0\x10\0\0\0\x01\0\0\0\x02\0\0\0\x07\0\0\0\0\0\0\0\x17\0\x01\0\0\0\0\0,\x02\0\0\x11\0\
        \0\0\x01\0\0\0\x02\0\0\0\x07\0\0\0\0\0\0\0\x02\0\x01\0\x10\0\0\0:\x02\0\0\x12\0\0\0\x01\0\0\0\x02\0\0\0\x07\0\0\
        \0\0\0\0\0\x01\x13\x01\0\0\0\0\0M\x02\0\0\x13\0\0\0\x01\0\0\0\x02\0\0\0\x07\0\0\0\0\0\0\0\x02\x12\x01\0\0\0\0\0\
        X\x02\0\0\x14\0\0\0\x01\0\0\0\x02\0\0\0\x07\0\0\0\0\0\0\0\x01\x10\x01\0\0\0\0\0c\x02\0\0\x15\0\0\0\x01\0\0\0\x02\
        \0\0\0\x07\0\0\0\x02\0\0\0\x03\0\x01\0\0\0\0\0\x7f\x02\0\0\x16\0\0\0\x01\0\0\0\x02\0\0\0\x09\0\0\0\x01\0\0\0\x04\
        \0\x01\0\0\0\0\0\x96\x02\0\0\x17\0\0\0\x01\0\0\0\x02\0\0\0\x0a\0\0\0\x01\0\0\0\x06\0\x01\0\0\0\0\0\xaa\x02\0\0\
        \xbe\xbf\0\0\x02\0\0\0\x03\0\0\0\x0b\0\0\0\0\0\0\0\x05\0\x01\0\0\0\0\0\x83\0\0\0\x01\0\0\0\0\0\0\0\x8e\0\0\0\x02\
        \0\0\0\0\0\0\0\x9a\0\0\0\x06\0\0\0\0\0\0\0\xae\0\0\0\x06\0\0\0\0\0\0\0\xdb\0\0\0\x01\0\0\0\0\0\0\0\xe0\0\0\0\x0d\
        \0\0\0\0\0\0\0C\x01\0\0\xfe\0\0\0\0\0\0\0p\x02\0\0\0\0\0\0\0\0\0\0u\x02\0\0\xff\0\0\0\0\0\0\0\x8b\x02\0\0K\x02\
        \0\0\0\0\0\0\xa0\x02\0\0\xff\xff\xff\xff\xff\xff\xff\xff\0\0\0\0\0\0\0\0\0\0\0\0$\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\
        \0\0\0\0\x1c\0\0\0\0\0\0\0\0\0\0\0\x1f\0\0\0\0\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x06\0\0\0\x08\0\
        \0\0\x15\0\0\0\x16\0\0\0\x17\0\0\0\x19\0\0\0\x0a\0\0\0\x1d\0\0\0\x10\0\0\0!\0\0\0\x18\0\0\0\0\0\0\0\x1e\0\0\0\0\
        \0\0\0\x03\0\0\0\x1a\0\0\0\"\0\0\0%\0\0\0\x12\0\0\0 \0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x13\0\0\0\x1b\0\0\0\
        \0\0\0\0\0\0\0\0\x07\0\0\0\x0b\0\0\0\x02\0\0\0\0\0\0\0\0\0\0\0\x04\0\0\0\x0e\0\0\0\x11\0\0\0\x05\0\0\0\x0d\0\0\
        \0\x0f\0\0\0#\0\0\0\0\0\0\0\x09\0\0\0\0\0\0\0\x14\0\0\0\0\0\0\0\x0c\0\0\0\0\0\0\0\x13\0\0\0\"\0\0\0\x04\0\0\0\0\
        \0\0\0\x0f\0\0\0\x1e\0\0\0\x0b\0\0\0\x02\0\0\0\x1b\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x17\0\0\0\0\0\0\0\0\0\0\0\x08\
        \0\0\0\0\0\0\0\x12\0\0\0!\0\0\0\x01\0\0\0\0\0\0\0\x0e\0\0\0\x1d\0\0\0\0\0\0\0\0\0\0\0\x1a\0\0\0\0\0\0\0\0\0\0\0\
        %\0\0\0\x16\0\0\0\x05\0\0\0$\0\0\0\x03\0\0\0\0\0\0\0\x11\0\0\0 \0\0\0\x07\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\
        \x0a\0\0\0\x19\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x15\0\0\0\x14\0\0\0#\0\0\0\0\0\0\0\0\0\0\0\x10\0\0\0\x1f\0\0\0\x0c\
        \0\0\0\0\0\0\0\x1c\0\0\0\0\0\0\0\x09\0\0\0\0\0\0\0\x18\0\0\0\0\0\0\0\0\0\0\0\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\
        \0\0\0\0\x1a\0\0\0\x04\0\0\0\x01\0\0\0\xd9~\0\0\x01\0\0\0\x01\0\0\0\xda~\0\0\x01\0\0\0");
}
