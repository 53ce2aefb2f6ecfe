/// The dictionary `values`.
///
/// Compiled from `dictionary.values`.
#[allow(dead_code, unused_imports, unreachable_pub, unnameable_types, clippy::enum_variant_names, clippy::pedantic)]
pub mod values {
    use ::radius_runtime::codegen as _r;

    /// `Vendor-Specific`: attribute 26, `vsa`.
    #[doc(alias = "Vendor-Specific")]
    pub const VENDOR_SPECIFIC: _r::Attribute<[u8]> = _r::packet("Vendor-Specific", 26, 24, 0);

    /// `Server`: attribute 200, `ipv4addr`.
    #[doc(alias = "Server")]
    pub const SERVER: _r::Attribute<::core::net::Ipv4Addr> = _r::packet("Server", 200, 14, 0);

    /// The named values of `Server`.
    #[doc(alias = "Server")]
    pub mod server {
        use super::_r;

        /// `Nowhere`: 0.0.0.0.
        #[doc(alias = "Nowhere")]
        pub const NOWHERE: ::core::net::Ipv4Addr = ::core::net::Ipv4Addr::new(0, 0, 0, 0);

        /// `Broadcast`: 255.255.255.255.
        #[doc(alias = "Broadcast")]
        pub const BROADCAST: ::core::net::Ipv4Addr = ::core::net::Ipv4Addr::new(255, 255, 255, 255);

        /// `Anywhere`: 255.255.255.255.
        #[doc(alias = "Anywhere")]
        pub const ANYWHERE: ::core::net::Ipv4Addr = ::core::net::Ipv4Addr::new(255, 255, 255, 255);
    }

    /// `Server-6`: attribute 201, `ipv6addr`.
    #[doc(alias = "Server-6")]
    pub const SERVER_6: _r::Attribute<::core::net::Ipv6Addr> = _r::packet("Server-6", 201, 15, 0);

    /// The named values of `Server-6`.
    #[doc(alias = "Server-6")]
    pub mod server_6 {
        use super::_r;

        /// `Loopback`: ::1.
        #[doc(alias = "Loopback")]
        pub const LOOPBACK: ::core::net::Ipv6Addr = ::core::net::Ipv6Addr::new(0x0, 0x0, 0x0, 0x0, 0x0, 0x0, 0x0, 0x1);
    }

    /// `Peer`: attribute 202, `combo-ip`.
    #[doc(alias = "Peer")]
    pub const PEER: _r::Attribute<::core::net::IpAddr> = _r::packet("Peer", 202, 18, 0);

    /// The named values of `Peer`.
    #[doc(alias = "Peer")]
    pub mod peer {
        use super::_r;

        /// `Any-4`: 0.0.0.0.
        #[doc(alias = "Any-4")]
        pub const ANY_4: ::core::net::IpAddr = ::core::net::IpAddr::V4(::core::net::Ipv4Addr::new(0, 0, 0, 0));

        /// `Any-6`: ::.
        #[doc(alias = "Any-6")]
        pub const ANY_6: ::core::net::IpAddr = ::core::net::IpAddr::V6(::core::net::Ipv6Addr::new(0x0, 0x0, 0x0, 0x0, 0x0, 0x0, 0x0, 0x0));
    }

    /// `Net`: attribute 203, `ipv4prefix`.
    #[doc(alias = "Net")]
    pub const NET: _r::Attribute<_r::Ipv4Net> = _r::packet("Net", 203, 16, 0);

    /// The named values of `Net`.
    #[doc(alias = "Net")]
    pub mod net {
        use super::_r;

        /// `Everything`: 0.0.0.0/0.
        #[doc(alias = "Everything")]
        pub const EVERYTHING: _r::Ipv4Net = _r::Ipv4Net::new_assert(::core::net::Ipv4Addr::new(0, 0, 0, 0), 0);

        /// `Private`: 10.0.0.0/8.
        #[doc(alias = "Private")]
        pub const PRIVATE: _r::Ipv4Net = _r::Ipv4Net::new_assert(::core::net::Ipv4Addr::new(10, 0, 0, 0), 8);
    }

    /// `Net-6`: attribute 204, `ipv6prefix`.
    #[doc(alias = "Net-6")]
    pub const NET_6: _r::Attribute<_r::Ipv6Net> = _r::packet("Net-6", 204, 17, 0);

    /// The named values of `Net-6`.
    #[doc(alias = "Net-6")]
    pub mod net_6 {
        use super::_r;

        /// `Documentation`: 2001:db8::/32.
        #[doc(alias = "Documentation")]
        pub const DOCUMENTATION: _r::Ipv6Net = _r::Ipv6Net::new_assert(::core::net::Ipv6Addr::new(0x2001, 0xdb8, 0x0, 0x0, 0x0, 0x0, 0x0, 0x0), 32);
    }

    /// `Any-Net`: attribute 205, `combo-prefix`.
    #[doc(alias = "Any-Net")]
    pub const ANY_NET: _r::Attribute<_r::IpNet> = _r::packet("Any-Net", 205, 33, 0);

    /// The named values of `Any-Net`.
    #[doc(alias = "Any-Net")]
    pub mod any_net {
        use super::_r;

        /// `Link-Local`: fe80::/10.
        #[doc(alias = "Link-Local")]
        pub const LINK_LOCAL: _r::IpNet = _r::IpNet::V6(_r::Ipv6Net::new_assert(::core::net::Ipv6Addr::new(0xfe80, 0x0, 0x0, 0x0, 0x0, 0x0, 0x0, 0x0), 10));
    }

    /// `Interface`: attribute 206, `ifid`.
    #[doc(alias = "Interface")]
    pub const INTERFACE: _r::Attribute<_r::InterfaceId> = _r::packet("Interface", 206, 19, 0);

    /// The named values of `Interface`.
    #[doc(alias = "Interface")]
    pub mod interface {
        use super::_r;

        /// `First`: 0:0:0:1.
        #[doc(alias = "First")]
        pub const FIRST: _r::InterfaceId = _r::InterfaceId([0, 0, 0, 0, 0, 0, 0, 1]);
    }

    /// `Station`: attribute 207, `ether`.
    #[doc(alias = "Station")]
    pub const STATION: _r::Attribute<_r::MacAddr6> = _r::packet("Station", 207, 20, 0);

    /// The named values of `Station`.
    #[doc(alias = "Station")]
    pub mod station {
        use super::_r;

        /// `Broadcast`: ff:ff:ff:ff:ff:ff.
        #[doc(alias = "Broadcast")]
        pub const BROADCAST: _r::MacAddr6 = _r::MacAddr6::new(255, 255, 255, 255, 255, 255);
    }

    /// `Expiry`: attribute 208, `date`.
    #[doc(alias = "Expiry")]
    pub const EXPIRY: _r::Attribute<_r::Date> = _r::packet("Expiry", 208, 21, 0);

    /// The named values of `Expiry`.
    #[doc(alias = "Expiry")]
    pub mod expiry {
        use super::_r;

        /// `Never`: 4294967295.
        #[doc(alias = "Never")]
        pub const NEVER: _r::Date = _r::Date::from_unix(4294967295);

        /// `Millennium`: 946684800.
        #[doc(alias = "Millennium")]
        pub const MILLENNIUM: _r::Date = _r::Date::from_unix(946684800);
    }

    /// `Expiry-MS`: attribute 209, `date` in milliseconds (8 octets, without sign).
    #[doc(alias = "Expiry-MS")]
    pub const EXPIRY_MS: _r::Attribute<_r::DateIn<8, 1_000_000>> = _r::packet("Expiry-MS", 209, 21, 0);

    /// `Drift`: attribute 210, `time_delta`.
    #[doc(alias = "Drift")]
    pub const DRIFT: _r::Attribute<_r::TimeDelta> = _r::packet("Drift", 210, 22, 0);

    /// The named values of `Drift`.
    #[doc(alias = "Drift")]
    pub mod drift {
        use super::_r;

        /// `Behind`: -60.
        #[doc(alias = "Behind")]
        pub const BEHIND: _r::TimeDelta = _r::TimeDelta::from_nanoseconds(-60000000000);
    }

    /// `Drift-MS`: attribute 211, `time_delta` in milliseconds (2 octets, with sign).
    #[doc(alias = "Drift-MS")]
    pub const DRIFT_MS: _r::Attribute<_r::DeltaIn<2, 1_000_000, true>> = _r::packet("Drift-MS", 211, 22, 0);

    /// The named values of `Drift-MS`.
    #[doc(alias = "Drift-MS")]
    pub mod drift_ms {
        use super::_r;

        /// `Slightly`: 5.
        #[doc(alias = "Slightly")]
        pub const SLIGHTLY: _r::TimeDelta = _r::TimeDelta::from_nanoseconds(5000000);
    }

    /// `Enabled`: attribute 212, `bool`.
    #[doc(alias = "Enabled")]
    pub const ENABLED: _r::Attribute<bool> = _r::packet("Enabled", 212, 11, 0);

    /// The named values of `Enabled`.
    #[doc(alias = "Enabled")]
    pub mod enabled {
        use super::_r;

        /// `On`: 1.
        #[doc(alias = "On")]
        pub const ON: bool = true;

        /// `Off`: 0.
        #[doc(alias = "Off")]
        pub const OFF: bool = false;
    }

    /// `Level`: attribute 213, `int16`.
    #[doc(alias = "Level")]
    pub const LEVEL: _r::Attribute<i16> = _r::packet("Level", 213, 8, 0);

    /// The named values of `Level`.
    #[doc(alias = "Level")]
    pub mod level {
        use super::_r;

        /// `Default`: 0.
        #[doc(alias = "Default")]
        pub const DEFAULT: i16 = 0;

        /// `Lowest`: -32768.
        #[doc(alias = "Lowest")]
        pub const LOWEST: i16 = -32768;
    }

    /// `Ratio`: attribute 214, `float32`.
    #[doc(alias = "Ratio")]
    pub const RATIO: _r::Attribute<f32> = _r::packet("Ratio", 214, 12, 0);

    /// The named values of `Ratio`.
    #[doc(alias = "Ratio")]
    pub mod ratio {
        use super::_r;

        /// `Half`: 0.5.
        #[doc(alias = "Half")]
        pub const HALF: f32 = f32::from_bits(0x3f000000);
    }

    /// `Share`: attribute 215, `float64`.
    #[doc(alias = "Share")]
    pub const SHARE: _r::Attribute<f64> = _r::packet("Share", 215, 13, 0);

    /// The named values of `Share`.
    #[doc(alias = "Share")]
    pub mod share {
        use super::_r;

        /// `Third`: 0.25.
        #[doc(alias = "Third")]
        pub const THIRD: f64 = f64::from_bits(0x3fd0000000000000);
    }

    /// `Token`: attribute 216, `octets`.
    #[doc(alias = "Token")]
    pub const TOKEN: _r::Attribute<[u8]> = _r::packet("Token", 216, 2, 0);

    /// The named values of `Token`.
    #[doc(alias = "Token")]
    pub mod token {
        use super::_r;

        /// `None`: 0x00.
        #[doc(alias = "None")]
        pub const NONE: &[u8] = b"\0";

        /// `Word`: 0x776f7264.
        #[doc(alias = "Word")]
        pub const WORD: &[u8] = b"word";
    }

    /// `Key`: attribute 217, `octets[2]`.
    #[doc(alias = "Key")]
    pub const KEY: _r::Attribute<[u8; 2]> = _r::packet("Key", 217, 2, 0);

    /// The named values of `Key`.
    #[doc(alias = "Key")]
    pub mod key {
        use super::_r;

        /// `Zero`: 0x0000.
        #[doc(alias = "Zero")]
        pub const ZERO: [u8; 2] = *b"\0\0";
    }

    /// `Backup-Server`: attribute 218, `ipv4addr`, hidden (`encrypt=2`).
    #[doc(alias = "Backup-Server")]
    pub const BACKUP_SERVER: _r::Attribute<_r::Hidden<::core::net::Ipv4Addr>> = _r::packet("Backup-Server", 218, 14, 18);

    /// The named values of `Backup-Server`.
    #[doc(alias = "Backup-Server")]
    pub mod backup_server {
        use super::_r;

        /// `Nowhere`: 0.0.0.0.
        #[doc(alias = "Nowhere")]
        pub const NOWHERE: ::core::net::Ipv4Addr = ::core::net::Ipv4Addr::new(0, 0, 0, 0);

        /// `Broadcast`: 255.255.255.255.
        #[doc(alias = "Broadcast")]
        pub const BROADCAST: ::core::net::Ipv4Addr = ::core::net::Ipv4Addr::new(255, 255, 255, 255);

        /// `Anywhere`: 255.255.255.255.
        #[doc(alias = "Anywhere")]
        pub const ANYWHERE: ::core::net::Ipv4Addr = ::core::net::Ipv4Addr::new(255, 255, 255, 255);
    }

    /// `Gateway`: attribute 219, `struct`.
    #[doc(alias = "Gateway")]
    pub const GATEWAY: _r::Attribute<Gateway> = _r::packet("Gateway", 219, 29, 0);

    /// The members of `Gateway`, in the order of the wire.
    #[derive(Clone, Debug, Default, PartialEq)]
    pub struct Gateway {
        /// `Address`: `ipv4addr`.
        #[doc(alias = "Address")]
        pub address: ::core::option::Option<::core::net::Ipv4Addr>,
        /// `Metric`: `uint8`.
        #[doc(alias = "Metric")]
        pub metric: ::core::option::Option<u8>,
    }

    _r::structure! { Gateway: _r::Form::UpTo(5), {
        [address: ::core::net::Ipv4Addr]
        [metric: u8]
    } }

    /// The types of what stands in `Gateway`.
    #[doc(alias = "Gateway")]
    pub mod gateway {
        use super::_r;

        /// The named values of `Address`.
        #[doc(alias = "Address")]
        pub mod address {
            use super::_r;

            /// `Default`: 192.0.2.1.
            #[doc(alias = "Default")]
            pub const DEFAULT: ::core::net::Ipv4Addr = ::core::net::Ipv4Addr::new(192, 0, 2, 1);
        }
    }

    /// `Route`: attribute 220, `tlv`.
    #[doc(alias = "Route")]
    pub const ROUTE: _r::Attribute<_r::Tlv<Route>> = _r::packet("Route", 220, 25, 0);
    /// Marks what may stand in `Route`: the attributes of the module `route`.
    #[derive(Clone, Copy, Debug)]
    pub enum Route {}

    /// The attributes that may stand in `Route`.
    #[doc(alias = "Route")]
    pub mod route {
        use super::_r;

        /// `Next-Hop`: attribute 220.1, `ipv4addr`.
        #[doc(alias = "Next-Hop")]
        pub const NEXT_HOP: _r::Attribute<::core::net::Ipv4Addr, super::Route> = _r::tlv("Next-Hop", 1, 14, 0);

        /// The named values of `Next-Hop`.
        #[doc(alias = "Next-Hop")]
        pub mod next_hop {
            use super::_r;

            /// `None`: 0.0.0.0.
            #[doc(alias = "None")]
            pub const NONE: ::core::net::Ipv4Addr = ::core::net::Ipv4Addr::new(0, 0, 0, 0);
        }
    }

    /// `Route-Copy`: attribute 221, `tlv`.
    #[doc(alias = "Route-Copy")]
    pub const ROUTE_COPY: _r::Attribute<_r::Tlv<RouteCopy>> = _r::packet("Route-Copy", 221, 25, 0);
    /// Marks what may stand in `Route-Copy`: the attributes of the module `route_copy`.
    #[doc(alias = "Route-Copy")]
    #[derive(Clone, Copy, Debug)]
    pub enum RouteCopy {}

    /// The attributes that may stand in `Route-Copy`.
    #[doc(alias = "Route-Copy")]
    pub mod route_copy {
        use super::_r;

        /// `Next-Hop`: attribute 221.1, `ipv4addr`.
        #[doc(alias = "Next-Hop")]
        pub const NEXT_HOP: _r::Attribute<::core::net::Ipv4Addr, super::RouteCopy> = _r::tlv("Next-Hop", 1, 14, 0);

        /// The named values of `Next-Hop`.
        #[doc(alias = "Next-Hop")]
        pub mod next_hop {
            use super::_r;

            /// `None`: 0.0.0.0.
            #[doc(alias = "None")]
            pub const NONE: ::core::net::Ipv4Addr = ::core::net::Ipv4Addr::new(0, 0, 0, 0);
        }
    }

    /// Every vendor, attribute and value name of this dictionary: to look up, to print and to parse.
    pub static DICTIONARY: _r::Dictionary<'static> = _r::Dictionary::from_bytes(b"\
        RDT2D\x02\0\0\0\0\0\0D\x02\0\0\x1b\0\0\0\xa4\x05\0\0 \0\0\0$\x07\0\0@\0\0\0$\x08\0\0@\0\0\0$\x09\0\0\x04\0\0\0\
        T\x09\0\0\0\0\0\0\x0fVendor-Specific\x06Server\x07Nowhere\x04\0\0\0\0\x09Broadcast\x04\xff\xff\xff\xff\x08Anyw\
        here\x08Server-6\x08Loopback\x10\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\x04Peer\x05Any-4\x05Any-6\x10\0\0\0\0\0\0\0\
        \0\0\0\0\0\0\0\0\0\x03Net\x0aEverything\x06\0\0\0\0\0\0\x07Private\x06\0\x08\x0a\0\0\0\x05Net-6\x0dDocumentati\
        on\x06\0  \x01\x0d\xb8\x07Any-Net\x0aLink-Local\x04\0\x0a\xfe\x80\x09Interface\x05First\x08\0\0\0\0\0\0\0\x01\x07\
        Station\x06\xff\xff\xff\xff\xff\xff\x06Expiry\x0aMillennium\x048mC\x80\x05Never\x09Expiry-MS\x08\0\0\0\xdcj\xcf\
        \xad\xf4\x05Drift\x06Behind\x04\xff\xff\xff\xc4\x08Drift-MS\x08Slightly\x02\0\x05\x07Enabled\x03Off\x02On\x05L\
        evel\x07Default\x06Lowest\x05Ratio\x04Half\x04?\0\0\0\x05Share\x05Third\x08?\xd0\0\0\0\0\0\0\x05Token\x04None\x01\
        \0\x04Word\x04word\x03Key\x04Zero\x02\0\0\x0dBackup-Server\x07Gateway\x07Address\x04\xc0\0\x02\x01\x06Metric\x05\
        Route\x08Next-Hop\x0aRoute-Copy<\0\0\0\x1a\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x18\0\x01\0\0\0\0\0L\0\0\0\xc8\
        \0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x03\0\0\0\x0e\0\x09\0\0\0\0\0x\0\0\0\xc9\0\0\0\0\0\0\0\0\0\0\0\x03\0\0\0\x01\0\0\
        \0\x0f\0\x09\0\0\0\0\0\x9b\0\0\0\xca\0\0\0\0\0\0\0\0\0\0\0\x04\0\0\0\x02\0\0\0\x12\0\x09\0\0\0\0\0\xbd\0\0\0\xcb\
        \0\0\0\0\0\0\0\0\0\0\0\x06\0\0\0\x02\0\0\0\x10\0\x09\0\0\0\0\0\xe2\0\0\0\xcc\0\0\0\0\0\0\0\0\0\0\0\x08\0\0\0\x01\
        \0\0\0\x11\0\x09\0\0\0\0\0\xfd\0\0\0\xcd\0\0\0\0\0\0\0\0\0\0\0\x09\0\0\0\x01\0\0\0!\0\x09\0\0\0\0\0\x15\x01\0\0\
        \xce\0\0\0\0\0\0\0\0\0\0\0\x0a\0\0\0\x01\0\0\0\x13\0\x09\0\0\0\0\0.\x01\0\0\xcf\0\0\0\0\0\0\0\0\0\0\0\x0b\0\0\0\
        \x01\0\0\0\x14\0\x09\0\0\0\0\0=\x01\0\0\xd0\0\0\0\0\0\0\0\0\0\0\0\x0c\0\0\0\x02\0\0\0\x15\0\x09\0\0\0\0\0Z\x01\
        \0\0\xd1\0\0\0\0\0\0\0\0\0\0\0\x0e\0\0\0\x01\0\0\0\x15\0\x09\0\0\0\x03\x08m\x01\0\0\xd2\0\0\0\0\0\0\0\0\0\0\0\x0f\
        \0\0\0\x01\0\0\0\x16\0\x09\0\0\0\0\0\x7f\x01\0\0\xd3\0\0\0\0\0\0\0\0\0\0\0\x10\0\0\0\x01\0\0\0\x16\0\x09\0\0\0\
        \x03\x82\x94\x01\0\0\xd4\0\0\0\0\0\0\0\0\0\0\0\x11\0\0\0\x02\0\0\0\x0b\0\x01\0\0\0\0\0\xa3\x01\0\0\xd5\0\0\0\0\
        \0\0\0\0\0\0\0\x13\0\0\0\x02\0\0\0\x08\0\x01\0\0\0\0\0\xb8\x01\0\0\xd6\0\0\0\0\0\0\0\0\0\0\0\x15\0\0\0\x01\0\0\
        \0\x0c\0\x09\0\0\0\0\0\xc8\x01\0\0\xd7\0\0\0\0\0\0\0\0\0\0\0\x16\0\0\0\x01\0\0\0\x0d\0\x09\0\0\0\0\0\xdd\x01\0\
        \0\xd8\0\0\0\0\0\0\0\0\0\0\0\x17\0\0\0\x02\0\0\0\x02\0\x09\0\0\0\0\0\xf4\x01\0\0\xd9\0\0\0\0\0\0\0\0\0\0\0\x19\
        \0\0\0\x01\0\0\0\x02\0\x0d\0\x02\0\0\0\0\x02\0\0\xda\0\0\0\0\0\0\0\0\0\0\0\x1a\0\0\0\x03\0\0\0\x0e\x12\x09\0\0\
        \0\0\0\x0e\x02\0\0\xdb\0\0\0\0\0\0\0\0\0\0\0\x1d\0\0\0\0\0\0\0\x1d\0\x01\0\0\0\0\0\x16\x02\0\0\x01\0\0\0\0\0\0\
        \0\x01\0\0\0\x1d\0\0\0\x01\0\0\0\x0e\0\x09\0\0\0\0\0#\x02\0\0\x02\0\0\0\0\0\0\0\x01\0\0\0\x1e\0\0\0\0\0\0\0\x03\
        \0\x01\0\0\0\0\0*\x02\0\0\xdc\0\0\0\0\0\0\0\0\0\0\0\x1e\0\0\0\0\0\0\0\x19\0\x01\0\0\0\0\x000\x02\0\0\x01\0\0\0\
        \0\0\0\0\x02\0\0\0\x1e\0\0\0\x01\0\0\0\x0e\0\x09\0\0\0\0\x009\x02\0\0\xdd\0\0\0\0\0\0\0\0\0\0\0\x1f\0\0\0\0\0\0\
        \0\x19\0\x01\0\0\0\0\x000\x02\0\0\x01\0\0\0\0\0\0\0\x03\0\0\0\x1f\0\0\0\x01\0\0\0\x0e\0\x09\0\0\0\0\0S\0\0\0[\0\
        \0\0\0\0\0\0`\0\0\0j\0\0\0\0\0\0\0o\0\0\0j\0\0\0\0\0\0\0\x81\0\0\0\x8a\0\0\0\0\0\0\0\xa0\0\0\0[\0\0\0\0\0\0\0\xa6\
        \0\0\0\xac\0\0\0\0\0\0\0\xc1\0\0\0\xcc\0\0\0\0\0\0\0\xd3\0\0\0\xdb\0\0\0\0\0\0\0\xe8\0\0\0\xf6\0\0\0\0\0\0\0\x05\
        \x01\0\0\x10\x01\0\0\0\0\0\0\x1f\x01\0\0%\x01\0\0\0\0\0\0`\0\0\x006\x01\0\0\0\0\0\0D\x01\0\0O\x01\0\0\0\0\0\0T\
        \x01\0\0j\0\0\0\0\0\0\0D\x01\0\0d\x01\0\0\0\0\0\0s\x01\0\0z\x01\0\0\0\0\0\0\x88\x01\0\0\x91\x01\0\0\0\0\0\0\x9c\
        \x01\0\0\0\0\0\0\0\0\0\0\xa0\x01\0\0\x01\0\0\0\0\0\0\0\xa9\x01\0\0\0\0\0\0\0\0\0\0\xb1\x01\0\0\0\x80\xff\xff\xff\
        \xff\xff\xff\xbe\x01\0\0\xc3\x01\0\0\0\0\0\0\xce\x01\0\0\xd4\x01\0\0\0\0\0\0\xe3\x01\0\0\xe8\x01\0\0\0\0\0\0\xea\
        \x01\0\0\xef\x01\0\0\0\0\0\0\xf8\x01\0\0\xfd\x01\0\0\0\0\0\0S\0\0\0[\0\0\0\0\0\0\0`\0\0\0j\0\0\0\0\0\0\0o\0\0\0\
        j\0\0\0\0\0\0\0\xa9\x01\0\0\x1e\x02\0\0\0\0\0\0\xe3\x01\0\0[\0\0\0\0\0\0\0\xe3\x01\0\0[\0\0\0\0\0\0\0\0\0\0\0\x03\
        \0\0\0\x17\0\0\0\0\0\0\0\x10\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x04\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\
        \0\0\0\0\0\0\0\0\0\0\0\x14\0\0\0\x01\0\0\0\x02\0\0\0\x09\0\0\0\x0d\0\0\0\x16\0\0\0\0\0\0\0\x05\0\0\0\0\0\0\0\x19\
        \0\0\0\x06\0\0\0\x1b\0\0\0\x0f\0\0\0\x0e\0\0\0\x18\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x0c\0\0\0\0\0\0\0\0\0\
        \0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x07\0\0\0\x13\0\0\0\x0b\0\0\0\0\0\0\0\0\0\0\0\x08\0\0\0\x1a\0\0\0\x12\0\0\
        \0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x11\0\0\0\x15\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x0a\0\0\0\0\0\0\
        \0\x0f\0\0\0\x01\0\0\0\0\0\0\0\0\0\0\0\x0b\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x1a\0\0\0\0\0\0\0\0\0\0\0\x08\0\0\0\x13\
        \0\0\0\0\0\0\0\0\0\0\0\x04\0\0\0\0\0\0\0\x0e\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x16\0\0\0\x19\0\0\0\x1b\0\0\0\x0a\0\
        \0\0\x18\0\0\0\x07\0\0\0\0\0\0\0\x03\0\0\0\x12\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x11\0\0\0\0\0\0\0\0\0\0\0\
        \0\0\0\0\x17\0\0\0\x0d\0\0\0\0\0\0\0\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x02\0\0\0\x15\0\0\0\0\0\0\0\0\0\0\0\0\0\
        \0\0\0\0\0\0\x10\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x0c\0\0\0\0\0\0\0\0\0\0\0\x09\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x05\
        \0\0\0\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\xdb\0\0\0\x06\0\0\0\0\0\0\0\xdc\0\0\0\x02\0\0\0\0\0\0\0\xdd\0\
        \0\0\x02\0\0\0");
}
