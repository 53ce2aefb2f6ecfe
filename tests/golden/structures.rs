/// The dictionary `structures`.
///
/// Compiled from `dictionary.structures`.
#[allow(dead_code, unused_imports, unreachable_pub, unnameable_types, clippy::enum_variant_names, clippy::pedantic)]
pub mod structures {
    use ::radius_runtime::codegen as _r;

    /// `Fixed`: attribute 1, `octets[4]`.
    #[doc(alias = "Fixed")]
    pub const FIXED: _r::Attribute<[u8; 4]> = _r::packet("Fixed", 1, 2, 0);

    /// `Fixed-Text`: attribute 2, `string[2]`.
    #[doc(alias = "Fixed-Text")]
    pub const FIXED_TEXT: _r::Attribute<_r::FixedText<2>> = _r::packet("Fixed-Text", 2, 1, 0);

    /// `Counted`: attribute 3, `string` behind its length (`length=uint8`).
    #[doc(alias = "Counted")]
    pub const COUNTED: _r::Attribute<_r::Prefixed<str, 1>> = _r::packet("Counted", 3, 1, 0);

    /// `Spans`: attribute 4, `time_delta`, several back to back (`array`).
    #[doc(alias = "Spans")]
    pub const SPANS: _r::Attribute<_r::Array<_r::TimeDelta>> = _r::packet("Spans", 4, 22, 32);

    /// `Uptime`: attribute 5, `time_delta` in milliseconds (2 octets, without sign).
    #[doc(alias = "Uptime")]
    pub const UPTIME: _r::Attribute<_r::DeltaIn<2, 1_000_000, false>> = _r::packet("Uptime", 5, 22, 0);

    /// `Seen`: attribute 6, `date` in microseconds (8 octets, without sign).
    #[doc(alias = "Seen")]
    pub const SEEN: _r::Attribute<_r::DateIn<8, 1000>> = _r::packet("Seen", 6, 21, 0);

    /// `Net`: attribute 7, `combo-prefix`.
    #[doc(alias = "Net")]
    pub const NET: _r::Attribute<_r::IpNet> = _r::packet("Net", 7, 33, 0);

    /// `Options`: attribute 8, `group`.
    #[doc(alias = "Options")]
    pub const OPTIONS: _r::Attribute<[u8]> = _r::packet("Options", 8, 32, 0);

    /// `Names`: attribute 9, `string` behind its length (`length=uint16`), several back to back (`array`).
    #[doc(alias = "Names")]
    pub const NAMES: _r::Attribute<_r::Array<_r::Prefixed<str, 2>>> = _r::packet("Names", 9, 1, 32);

    /// `Temperature`: attribute 10, `int16`.
    #[doc(alias = "Temperature")]
    pub const TEMPERATURE: _r::Attribute<i16> = _r::packet("Temperature", 10, 8, 0);

    /// `Ratio`: attribute 11, `float32`.
    #[doc(alias = "Ratio")]
    pub const RATIO: _r::Attribute<f32> = _r::packet("Ratio", 11, 12, 0);

    /// `Level`: attribute 12, `float64`.
    #[doc(alias = "Level")]
    pub const LEVEL: _r::Attribute<f64> = _r::packet("Level", 12, 13, 0);

    /// `Ready`: attribute 13, `bool`.
    #[doc(alias = "Ready")]
    pub const READY: _r::Attribute<bool> = _r::packet("Ready", 13, 11, 0);

    /// `Delay`: attribute 14, `time_delta`.
    #[doc(alias = "Delay")]
    pub const DELAY: _r::Attribute<_r::TimeDelta> = _r::packet("Delay", 14, 22, 0);

    /// `Vendor-Specific`: attribute 26, `vsa`.
    #[doc(alias = "Vendor-Specific")]
    pub const VENDOR_SPECIFIC: _r::Attribute<[u8]> = _r::packet("Vendor-Specific", 26, 24, 0);

    /// `Extended-Attribute-1`: attribute 241, `extended`.
    #[doc(alias = "Extended-Attribute-1")]
    pub const EXTENDED_ATTRIBUTE_1: _r::Attribute<[u8]> = _r::packet("Extended-Attribute-1", 241, 26, 0);

    /// `Vendor-Specific`: attribute 241.26, `evs`.
    #[doc(alias = "Vendor-Specific")]
    pub const VENDOR_SPECIFIC_26: _r::Attribute<[u8]> = _r::extended(241, "Vendor-Specific", 26, 28, 0);

    /// `Status`: attribute 241.1, `uint32`.
    #[doc(alias = "Status")]
    pub const STATUS: _r::Attribute<u32> = _r::extended(241, "Status", 1, 5, 0);

    /// `Extended-Attribute-5`: attribute 245, `long-extended`.
    #[doc(alias = "Extended-Attribute-5")]
    pub const EXTENDED_ATTRIBUTE_5: _r::Attribute<[u8]> = _r::packet("Extended-Attribute-5", 245, 27, 0);

    /// `Range`: attribute 245.2, `struct`.
    #[doc(alias = "Range")]
    pub const RANGE: _r::Attribute<_r::Long<Range>> = _r::extended(245, "Range", 2, 29, 0);

    /// The members of `Range`, in the order of the wire.
    #[derive(Clone, Debug, Default, PartialEq)]
    pub struct Range {
        /// `From`: `uint16`.
        #[doc(alias = "From")]
        pub from: ::core::option::Option<u16>,
        /// `To`: `uint16`.
        #[doc(alias = "To")]
        pub to: ::core::option::Option<u16>,
        /// `Note`: `string`.
        #[doc(alias = "Note")]
        pub note: ::core::option::Option<::std::string::String>,
    }

    _r::structure! { Range: _r::Form::Rest, {
        [from: u16]
        [to: u16]
        [note: str]
    } }

    /// Attributes of the vendor `Example`.
    #[doc(alias = "Example")]
    pub mod example {
        use super::_r;

        /// The vendor `Example`, Private Enterprise Number 50008.
        pub const VENDOR: _r::Vendor<'static> = _r::Vendor::new("Example", 50008, _r::VendorFormat::new(1, 1));

        /// `Usage`: vendor attribute 1, `struct`.
        #[doc(alias = "Usage")]
        pub const USAGE: _r::Attribute<Usage> = _r::vendor(VENDOR, "Usage", 1, 29, 0);

        /// The members of `Usage`, in the order of the wire.
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct Usage {
            /// `Spare`: `bit[1]`.
            #[doc(alias = "Spare")]
            pub spare: ::core::option::Option<bool>,
            /// `Kind`: `bit[7]`.
            #[doc(alias = "Kind")]
            pub kind: ::core::option::Option<usage::Kind>,
            /// `Count`: `uint16`.
            #[doc(alias = "Count")]
            pub count: ::core::option::Option<u16>,
        }

        _r::structure! { Usage: _r::Form::UpTo(3), {
            [spare: _r::Bits<bool, 1>]
            [kind: _r::Bits<usage::Kind, 7>]
            [count: u16]
        } }

        /// The types of what stands in `Usage`.
        #[doc(alias = "Usage")]
        pub mod usage {
            use super::_r;

            /// The values of `Kind`.
            #[derive(Clone, Copy)]
            #[non_exhaustive]
            pub enum Kind {
                /// `Voice`: 2.
                Voice,
                /// A number that the dictionary does not name.
                Unnamed(_r::Unnamed<Self>),
            }

            _r::enumerated! {
                Kind: u8 {
                    Voice = 2,
                }
                names b"\x02\0\0\0\0\0\0\0\x05Voice" same
            }
        }

        /// `Location`: vendor attribute 2, `struct`.
        #[doc(alias = "Location")]
        pub const LOCATION: _r::Attribute<Location> = _r::vendor(VENDOR, "Location", 2, 29, 0);

        /// The members of `Location`, in the order of the wire.
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct Location {
            /// `Area`: `octets[3]`.
            #[doc(alias = "Area")]
            pub area: ::core::option::Option<[u8; 3]>,
            /// `Place`: `union`, which also says its key.
            #[doc(alias = "Place")]
            pub place: ::core::option::Option<location::Place>,
        }

        _r::structure! { Location: _r::Form::Rest, {
            [key place: u8]
            [area: [u8; 3]]
            [place: location::Place]
        } }

        /// The types of what stands in `Location`.
        #[doc(alias = "Location")]
        pub mod location {
            use super::_r;

            /// The branches of `Place`, which `Type` chooses.
            #[derive(Clone, Debug, PartialEq)]
            #[non_exhaustive]
            pub enum Place {
                /// `Cell`: `struct`, key 0.
                Cell(place::Cell),
                /// `Street`: `string`, key 1.
                Street(::std::string::String),
                /// `Track`: `tlv`, key 2.
                Track(_r::TlvValue<place::Track>),
                /// `Pin`: `octets[2]`, never printed (`secret`), key 3.
                Pin(_r::Clear<[u8]>),
                /// What no branch stands for or fits.
                Other {
                    /// The key.
                    key: u8,
                    /// The octets of the union.
                    octets: ::std::vec::Vec<u8>,
                },
            }

            _r::union! { Place: u8 {
                Cell(place::Cell) = 0,
                Street(str) = 1,
                Track(_r::Tlv<place::Track>) = 2,
                Pin(_r::Exactly<_r::Clear<[u8]>, 2>) = 3,
            } }

            /// The types of what stands in `Place`.
            #[doc(alias = "Place")]
            pub mod place {
                use super::_r;

                /// The members of `Cell`, in the order of the wire.
                #[derive(Clone, Debug, Default, PartialEq)]
                pub struct Cell {
                    /// `Code`: `uint16`.
                    #[doc(alias = "Code")]
                    pub code: ::core::option::Option<u16>,
                    /// `Cell`: `uint16`.
                    #[doc(alias = "Cell")]
                    pub cell: ::core::option::Option<u16>,
                }

                _r::structure! { Cell: _r::Form::UpTo(4), {
                    [code: u16]
                    [cell: u16]
                } }

                /// Marks what may stand in `Track`: the attributes of the module `track`.
                #[derive(Clone, Copy, Debug)]
                pub enum Track {}

                /// The attributes that may stand in `Track`.
                #[doc(alias = "Track")]
                pub mod track {
                    use super::_r;

                    /// `Point`: vendor attribute 2.m3.2.1, `uint32`.
                    #[doc(alias = "Point")]
                    pub const POINT: _r::Attribute<u32, super::Track> = _r::tlv("Point", 1, 5, 0);
                }
            }
        }

        /// `Policy`: vendor attribute 3, `struct`.
        #[doc(alias = "Policy")]
        pub const POLICY: _r::Attribute<Policy> = _r::vendor(VENDOR, "Policy", 3, 29, 0);

        /// The members of `Policy`, in the order of the wire.
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct Policy {
            /// `Name`: `string` behind its length (`length=uint8`).
            #[doc(alias = "Name")]
            pub name: ::core::option::Option<::std::string::String>,
            /// `Secret`: `octets[2]`.
            #[doc(alias = "Secret")]
            pub secret: ::core::option::Option<[u8; 2]>,
            /// `Direction`: `uint8`.
            #[doc(alias = "Direction")]
            pub direction: ::core::option::Option<policy::Direction>,
            /// `Servers`: `ipv4addr`, several back to back (`array`).
            #[doc(alias = "Servers")]
            pub servers: ::core::option::Option<::std::vec::Vec<::core::net::Ipv4Addr>>,
        }

        _r::structure! { Policy: _r::Form::Rest, {
            [name: _r::Prefixed<str, 1>]
            [secret: [u8; 2]]
            [direction: policy::Direction]
            [servers: _r::Array<::core::net::Ipv4Addr>]
        } }

        /// The types of what stands in `Policy`.
        #[doc(alias = "Policy")]
        pub mod policy {
            use super::_r;

            /// The values of `Direction`.
            #[derive(Clone, Copy)]
            #[non_exhaustive]
            pub enum Direction {
                /// `Down`: 0.
                Down,
                /// `Up`: 1.
                Up,
                /// A number that the dictionary does not name.
                Unnamed(_r::Unnamed<Self>),
            }

            _r::enumerated! {
                Direction: u8 {
                    Down = 0, Up = 1,
                }
                names b"\0\0\0\0\0\0\0\0\x04Down\x01\0\0\0\0\0\0\0\x02Up" same
            }
        }

        /// `Bundle`: vendor attribute 4, `tlv`.
        #[doc(alias = "Bundle")]
        pub const BUNDLE: _r::Attribute<_r::Tlv<Bundle>> = _r::vendor(VENDOR, "Bundle", 4, 25, 0);
        /// Marks what may stand in `Bundle`: the attributes of the module `bundle`.
        #[derive(Clone, Copy, Debug)]
        pub enum Bundle {}

        /// The attributes that may stand in `Bundle`.
        #[doc(alias = "Bundle")]
        pub mod bundle {
            use super::_r;

            /// `Pair`: vendor attribute 4.1, `struct`.
            #[doc(alias = "Pair")]
            pub const PAIR: _r::Attribute<Pair, super::Bundle> = _r::tlv("Pair", 1, 29, 0);

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

            /// `Type`: vendor attribute 4.2, `string`.
            #[doc(alias = "Type")]
            pub const TYPE: _r::Attribute<str, super::Bundle> = _r::tlv("Type", 2, 1, 0);
        }

        /// `Counters`: vendor attribute 5, `struct`, several back to back (`array`).
        #[doc(alias = "Counters")]
        pub const COUNTERS: _r::Attribute<_r::Array<Counters>> = _r::vendor(VENDOR, "Counters", 5, 29, 32);

        /// The members of `Counters`, in the order of the wire.
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct Counters {
            /// `Id`: `uint8`.
            #[doc(alias = "Id")]
            pub id: ::core::option::Option<u8>,
            /// `Total`: `uint32`.
            #[doc(alias = "Total")]
            pub total: ::core::option::Option<u32>,
        }

        _r::structure! { Counters: _r::Form::UpTo(5), {
            [id: u8]
            [total: u32]
        } }

        /// `Type`: vendor attribute 6, `uint32`.
        #[doc(alias = "Type")]
        pub const TYPE: _r::Attribute<u32> = _r::vendor(VENDOR, "Type", 6, 5, 0);

        /// `Hidden-Key`: vendor attribute 7, `octets[3]`, hidden (`encrypt=1`).
        #[doc(alias = "Hidden-Key")]
        pub const HIDDEN_KEY: _r::Attribute<_r::Hidden<[u8; 3]>> = _r::vendor(VENDOR, "Hidden-Key", 7, 2, 17);

        /// `Token`: vendor attribute 8, `struct`.
        #[doc(alias = "Token")]
        pub const TOKEN: _r::Attribute<Token> = _r::vendor(VENDOR, "Token", 8, 29, 0);

        /// The members of `Token`, in the order of the wire.
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct Token {
            /// `Key`: `octets[3]`, never printed (`secret`).
            #[doc(alias = "Key")]
            pub key: ::core::option::Option<_r::Clear<[u8]>>,
            /// `Code`: `string[2]`, never printed (`secret`).
            #[doc(alias = "Code")]
            pub code: ::core::option::Option<_r::Clear<str>>,
            /// `Tries`: `uint8`.
            #[doc(alias = "Tries")]
            pub tries: ::core::option::Option<u8>,
        }

        _r::structure! { Token: _r::Form::UpTo(6), {
            [key: _r::Exactly<_r::Clear<[u8]>, 3>]
            [code: _r::Exactly<_r::Clear<str>, 2>]
            [tries: u8]
        } }

        /// `Route`: vendor attribute 9, `struct`.
        #[doc(alias = "Route")]
        pub const ROUTE: _r::Attribute<Route> = _r::vendor(VENDOR, "Route", 9, 29, 0);

        /// The members of `Route`, in the order of the wire.
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct Route {
            /// `Metric`: `uint8`.
            #[doc(alias = "Metric")]
            pub metric: ::core::option::Option<u8>,
            /// `Hop`: `struct`.
            #[doc(alias = "Hop")]
            pub hop: ::core::option::Option<route::Hop>,
        }

        _r::structure! { Route: _r::Form::UpTo(4), {
            [metric: u8]
            [hop: route::Hop]
        } }

        /// The types of what stands in `Route`.
        #[doc(alias = "Route")]
        pub mod route {
            use super::_r;

            /// The members of `Hop`, in the order of the wire.
            #[derive(Clone, Debug, Default, PartialEq)]
            pub struct Hop {
                /// `Port`: `uint8`.
                #[doc(alias = "Port")]
                pub port: ::core::option::Option<u8>,
                /// `Weight`: `uint16`.
                #[doc(alias = "Weight")]
                pub weight: ::core::option::Option<u16>,
            }

            _r::structure! { Hop: _r::Form::UpTo(3), {
                [port: u8]
                [weight: u16]
            } }
        }

        /// `Pair`: attribute 241.26.50008.1, `struct`.
        #[doc(alias = "Pair")]
        pub const PAIR: _r::Attribute<Pair> = _r::extended_vendor(241, VENDOR, "Pair", 1, 29, 0);

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

        /// `Kind-Of`: an alias of `Type`.
        #[doc(alias = "Kind-Of")]
        pub use self::TYPE as KIND_OF;
    }

    /// `Old-Ready`: an alias of `Ready`.
    #[doc(alias = "Old-Ready")]
    pub use self::READY as OLD_READY;

    /// `Example-Usage`: an alias of `Usage`.
    #[doc(alias = "Example-Usage")]
    pub use self::example::USAGE as EXAMPLE_USAGE;

    /// `Ex`: an alias of the vendor `Example`.
    #[doc(alias = "Ex")]
    pub use self::example as ex;

    /// `Extended-Example`: an alias of the vendor `Example`.
    #[doc(alias = "Extended-Example")]
    pub use self::example as extended_example;

    /// Every vendor, attribute and value name of this dictionary: to look up, to print and to parse.
    pub static DICTIONARY: _r::Dictionary<'static> = _r::Dictionary::from_bytes(b"\
        RDT2\x10\x02\0\0\x01\0\0\0\x1c\x02\0\0A\0\0\0<\x0a\0\0\x07\0\0\0\x90\x0a\0\0\x80\0\0\0\x90\x0c\0\0\x80\0\0\0\x90\
        \x0e\0\0\x15\0\0\0\x8c\x0f\0\0\x05\0\0\0\x07Example\x05Fixed\x0aFixed-Text\x07Counted\x05Spans\x06Uptime\x04Se\
        en\x03Net\x07Options\x05Names\x0bTemperature\x05Ratio\x05Level\x05Ready\x05Delay\x0fVendor-Specific\x14Extende\
        d-Attribute-1\x06Status\x14Extended-Attribute-5\x05Range\x04From\x02To\x04Note\x05Usage\x05Spare\x04Kind\x05Vo\
        ice\x05Count\x08Location\x04Type\x04Cell\x06Street\x05Track\x03Pin\x04Area\x05Place\x04Code\x05Point\x06Policy\
        \x04Name\x06Secret\x09Direction\x04Down\x02Up\x07Servers\x06Bundle\x04Pair\x03Low\x04High\x08Counters\x02Id\x05\
        Total\x0aHidden-Key\x05Token\x03Key\x05Tries\x05Route\x06Metric\x03Hop\x04Port\x06Weight\x07Kind-Of\x02Ex\x10E\
        xtended-Example\x09Old-Ready\x0dExample-Usage<\0\0\0X\xc3\0\0\x01\x01\0\0D\0\0\0\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\
        \0\0\0\0\0\0\x02\0\x05\0\x04\0\0\0J\0\0\0\x02\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\0\x05\0\x02\0\0\0U\0\0\
        \0\x03\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\0\x01\x01\0\0\0\0]\0\0\0\x04\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\
        \0\0\x16 \x01\0\0\0\0\0c\0\0\0\x05\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x16\0\x01\0\0\0\x03\x02j\0\0\0\x06\0\0\
        \0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x15\0\x01\0\0\0\x02\x08o\0\0\0\x07\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0!\0\
        \x01\0\0\0\0\0s\0\0\0\x08\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0 \0\x01\0\0\0\0\0{\0\0\0\x09\0\0\0\0\0\0\0\0\0\0\
        \0\0\0\0\0\0\0\0\0\x01 \x01\x02\0\0\0\0\x81\0\0\0\x0a\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x08\0\x01\0\0\0\0\0\
        \x8d\0\0\0\x0b\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x0c\0\x01\0\0\0\0\0\x93\0\0\0\x0c\0\0\0\0\0\0\0\0\0\0\0\0\
        \0\0\0\0\0\0\0\x0d\0\x01\0\0\0\0\0\x99\0\0\0\x0d\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x0b\0\x01\0\0\0\0\0\x9f\
        \0\0\0\x0e\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x16\0\x01\0\0\0\0\0\xa5\0\0\0\x1a\0\0\0\0\0\0\0\0\0\0\0\0\0\0\
        \0\0\0\0\0\x18\0\x01\0\0\0\0\0\xb5\0\0\0\xf1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x1a\0\x01\0\0\0\0\0\xa5\0\0\
        \0\x1a\0\0\0\0\0\0\0\x02\0\0\0\0\0\0\0\0\0\0\0\x1c\0\x01\0\0\0\0\0\xca\0\0\0\x01\0\0\0\0\0\0\0\x02\0\0\0\0\0\0\
        \0\0\0\0\0\x05\0\x01\0\0\0\0\0\xd1\0\0\0\xf5\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x1b\0\x01\0\0\0\0\0\xe6\0\0\
        \0\x02\0\0\0\0\0\0\0\x03\0\0\0\0\0\0\0\0\0\0\0\x1d\0\x01\0\0\0\0\0\xec\0\0\0\x01\0\0\0\0\0\0\0\x06\0\0\0\0\0\0\
        \0\0\0\0\0\x04\0\x01\0\0\0\0\0\xf1\0\0\0\x02\0\0\0\0\0\0\0\x06\0\0\0\0\0\0\0\0\0\0\0\x04\0\x01\0\0\0\0\0\xf4\0\
        \0\0\x03\0\0\0\0\0\0\0\x06\0\0\0\0\0\0\0\0\0\0\0\x01\0\x01\0\0\0\0\0\xf9\0\0\0\x01\0\0\0\x01\0\0\0\x04\0\0\0\0\
        \0\0\0\0\0\0\0\x1d\0\x01\0\0\0\0\0\xff\0\0\0\x01\0\0\0\0\0\0\0\x07\0\0\0\0\0\0\0\0\0\0\0\x1f\0\x05\0\x01\0\0\0\
        \x05\x01\0\0\x02\0\0\0\0\0\0\0\x07\0\0\0\0\0\0\0\x01\0\0\0\x1f\0\x05\0\x07\0\0\0\x10\x01\0\0\x03\0\0\0\0\0\0\0\
        \x07\0\0\0\x01\0\0\0\0\0\0\0\x04\0\x01\0\0\0\0\0\x16\x01\0\0\x02\0\0\0\x01\0\0\0\x04\0\0\0\x01\0\0\0\0\0\0\0\x1d\
        \0\x01\0\0\0\0\0\x1f\x01\0\0\x01\0\0\0\0\0\0\0\x08\0\0\0\x01\0\0\0\x04\0\0\0\x03\0\x01\0\0\0\0\0:\x01\0\0\x02\0\
        \0\0\0\0\0\0\x08\0\0\0\x05\0\0\0\0\0\0\0\x02\0\x05\0\x03\0\0\0?\x01\0\0\x03\0\0\0\0\0\0\0\x08\0\0\0\x05\0\0\0\0\
        \0\0\0\x1e\0\x01\0\0\0\x01\0$\x01\0\0\0\0\0\0\0\0\0\0\x0f\0\0\0\x05\0\0\0\0\0\0\0\x1d\0\x01\0\0\0\0\0E\x01\0\0\
        \x01\0\0\0\0\0\0\0\x13\0\0\0\x05\0\0\0\0\0\0\0\x04\0\x01\0\0\0\0\0$\x01\0\0\x02\0\0\0\0\0\0\0\x13\0\0\0\x05\0\0\
        \0\0\0\0\0\x04\0\x01\0\0\0\0\0)\x01\0\0\x01\0\0\0\0\0\0\0\x0f\0\0\0\x05\0\0\0\0\0\0\0\x01\0\x01\0\0\0\0\x000\x01\
        \0\0\x02\0\0\0\0\0\0\0\x0f\0\0\0\x05\0\0\0\0\0\0\0\x19\0\x01\0\0\0\0\0J\x01\0\0\x01\0\0\0\0\0\0\0\x14\0\0\0\x05\
        \0\0\0\0\0\0\0\x05\0\x01\0\0\0\0\x006\x01\0\0\x03\0\0\0\0\0\0\0\x0f\0\0\0\x05\0\0\0\0\0\0\0\x02\x10\x05\0\x02\0\
        \0\0P\x01\0\0\x03\0\0\0\x01\0\0\0\x04\0\0\0\x05\0\0\0\0\0\0\0\x1d\0\x01\0\0\0\0\0W\x01\0\0\x01\0\0\0\0\0\0\0\x09\
        \0\0\0\x05\0\0\0\0\0\0\0\x01\0\x01\x01\0\0\0\0\\\x01\0\0\x02\0\0\0\0\0\0\0\x09\0\0\0\x05\0\0\0\0\0\0\0\x02\0\x05\
        \0\x02\0\0\0c\x01\0\0\x03\0\0\0\0\0\0\0\x09\0\0\0\x05\0\0\0\x02\0\0\0\x03\0\x01\0\0\0\0\0u\x01\0\0\x04\0\0\0\0\
        \0\0\0\x09\0\0\0\x07\0\0\0\0\0\0\0\x0e \x01\0\0\0\0\0}\x01\0\0\x04\0\0\0\x01\0\0\0\x04\0\0\0\x07\0\0\0\0\0\0\0\
        \x19\0\x01\0\0\0\0\0\x84\x01\0\0\x01\0\0\0\0\0\0\0\x0a\0\0\0\x07\0\0\0\0\0\0\0\x1d\0\x01\0\0\0\0\0\x89\x01\0\0\
        \x01\0\0\0\0\0\0\0\x10\0\0\0\x07\0\0\0\0\0\0\0\x03\0\x01\0\0\0\0\0\x8d\x01\0\0\x02\0\0\0\0\0\0\0\x10\0\0\0\x07\
        \0\0\0\0\0\0\0\x03\0\x01\0\0\0\0\0\x1f\x01\0\0\x02\0\0\0\0\0\0\0\x0a\0\0\0\x07\0\0\0\0\0\0\0\x01\0\x01\0\0\0\0\
        \0\x92\x01\0\0\x05\0\0\0\x01\0\0\0\x04\0\0\0\x07\0\0\0\0\0\0\0\x1d \x01\0\0\0\0\0\x9b\x01\0\0\x01\0\0\0\0\0\0\0\
        \x0b\0\0\0\x07\0\0\0\0\0\0\0\x03\0\x01\0\0\0\0\0\x9e\x01\0\0\x02\0\0\0\0\0\0\0\x0b\0\0\0\x07\0\0\0\0\0\0\0\x05\
        \0\x01\0\0\0\0\0\x1f\x01\0\0\x06\0\0\0\x01\0\0\0\x04\0\0\0\x07\0\0\0\0\0\0\0\x05\0\x01\0\0\0\0\0\xa4\x01\0\0\x07\
        \0\0\0\x01\0\0\0\x04\0\0\0\x07\0\0\0\0\0\0\0\x02\x11\x05\0\x03\0\0\0\xaf\x01\0\0\x08\0\0\0\x01\0\0\0\x04\0\0\0\
        \x07\0\0\0\0\0\0\0\x1d\0\x01\0\0\0\0\0\xb5\x01\0\0\x01\0\0\0\0\0\0\0\x0c\0\0\0\x07\0\0\0\0\0\0\0\x02\x10\x05\0\
        \x03\0\0\0E\x01\0\0\x02\0\0\0\0\0\0\0\x0c\0\0\0\x07\0\0\0\0\0\0\0\x01\x10\x05\0\x02\0\0\0\xb9\x01\0\0\x03\0\0\0\
        \0\0\0\0\x0c\0\0\0\x07\0\0\0\0\0\0\0\x03\0\x01\0\0\0\0\0\xbf\x01\0\0\x09\0\0\0\x01\0\0\0\x04\0\0\0\x07\0\0\0\0\
        \0\0\0\x1d\0\x01\0\0\0\0\0\xc5\x01\0\0\x01\0\0\0\0\0\0\0\x0d\0\0\0\x07\0\0\0\0\0\0\0\x03\0\x01\0\0\0\0\0\xcc\x01\
        \0\0\x02\0\0\0\0\0\0\0\x0d\0\0\0\x07\0\0\0\0\0\0\0\x1d\0\x01\0\0\0\0\0\xd0\x01\0\0\x01\0\0\0\0\0\0\0\x11\0\0\0\
        \x07\0\0\0\0\0\0\0\x03\0\x01\0\0\0\0\0\xd5\x01\0\0\x02\0\0\0\0\0\0\0\x11\0\0\0\x07\0\0\0\0\0\0\0\x04\0\x01\0\0\
        \0\0\0\x84\x01\0\0\x01\0\0\0\x01\0\0\0\x0e\0\0\0\x07\0\0\0\0\0\0\0\x1d\0\x01\0\0\0\0\0\x89\x01\0\0\x01\0\0\0\0\
        \0\0\0\x12\0\0\0\x07\0\0\0\0\0\0\0\x03\0\x01\0\0\0\0\0\x8d\x01\0\0\x02\0\0\0\0\0\0\0\x12\0\0\0\x07\0\0\0\0\0\0\
        \0\x03\0\x01\0\0\0\0\0\x0a\x01\0\0\x02\0\0\0\0\0\0\0$\x01\0\0\0\0\0\0\0\0\0\0)\x01\0\0\x01\0\0\0\0\0\0\x000\x01\
        \0\0\x02\0\0\0\0\0\0\x006\x01\0\0\x03\0\0\0\0\0\0\0m\x01\0\0\0\0\0\0\0\0\0\0r\x01\0\0\x01\0\0\0\0\0\0\0A\0\0\0\
        .\0\0\0;\0\0\0@\0\0\0\x0b\0\0\0,\0\0\0\0\0\0\0\0\0\0\0<\0\0\0E\0\0\0\0\0\0\0F\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x09\
        \0\0\0\0\0\0\0%\0\0\0)\0\0\0\0\0\0\0&\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\
        \0\0:\0\0\0D\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x10\0\0\0\x16\0\0\0\x08\0\0\0\x1c\0\0\0=\0\0\0\x18\0\0\0\0\0\0\0\0\0\
        \0\x005\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0-\0\0\x006\0\0\0?\0\0\0\0\0\0\0\x0a\0\0\0\x04\0\0\0 \0\0\0\
        \"\0\0\0>\0\0\0\0\0\0\0\0\0\0\0$\0\0\0\x17\0\0\0#\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x1a\0\0\0\x1e\0\0\0\0\0\
        \0\0\0\0\0\0\0\0\0\0C\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x1d\0\0\x000\0\0\x004\0\0\0\0\0\0\0\0\0\0\0\x0f\0\0\
        \0\x11\0\0\0\x14\0\0\0\0\0\0\x009\0\0\0\0\0\0\0\x07\0\0\0\x05\0\0\0\x0e\0\0\0\x02\0\0\0\0\0\0\0\x0c\0\0\0\0\0\0\
        \0\0\0\0\0\x19\0\0\x002\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x03\0\0\0(\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x06\0\0\0*\0\0\x00\
        7\0\0\0\0\0\0\0\0\0\0\0\x12\0\0\0\x13\0\0\x001\0\0\0\0\0\0\0+\0\0\0\x0d\0\0\0\x15\0\0\0\x1b\0\0\0!\0\0\x008\0\0\
        \0\x01\0\0\0\0\0\0\0B\0\0\0\x1f\0\0\0/\0\0\x003\0\0\0'\0\0\0\x0f\0\0\0\x16\0\0\0\x0b\0\0\0\x1c\0\0\0\0\0\0\0\0\
        \0\0\0\0\0\0\0\x02\0\0\0+\0\0\0\0\0\0\0 \0\0\x008\0\0\0\0\0\0\x000\0\0\0\0\0\0\0\x1e\0\0\0\x0a\0\0\0\x05\0\0\0\
        \x15\0\0\0\x19\0\0\x001\0\0\0A\0\0\0\x12\0\0\0/\0\0\0\x0d\0\0\0\0\0\0\0?\0\0\0#\0\0\0\0\0\0\0\0\0\0\0-\0\0\x00\
        2\0\0\0\0\0\0\0\x04\0\0\0\0\0\0\0\0\0\0\0\x10\0\0\0,\0\0\0@\0\0\0!\0\0\0\0\0\0\0\x0c\0\0\0\0\0\0\0\0\0\0\0\0\0\
        \0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x07\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x005\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\
        \0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x004\0\
        \0\0\0\0\0\0\0\0\0\0\0\0\0\0\x0e\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x18\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\0\
        \0\0\0\0\0\0\0\0\0\0\0\0\0\0:\0\0\0;\0\0\x007\0\0\0\0\0\0\0\x1d\0\0\0(\0\0\0\x09\0\0\0\0\0\0\0%\0\0\0\x1a\0\0\0\
        \x13\0\0\0\0\0\0\0.\0\0\0=\0\0\0\x14\0\0\0\0\0\0\0$\0\0\x006\0\0\0<\0\0\0\0\0\0\x003\0\0\0\x08\0\0\0)\0\0\0\0\0\
        \0\0\x17\0\0\0\x1b\0\0\0'\0\0\0\0\0\0\0\"\0\0\0\0\0\0\0>\0\0\0\x03\0\0\0\0\0\0\0&\0\0\x009\0\0\0\0\0\0\0\0\0\0\
        \0\x11\0\0\0\x1f\0\0\0*\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x1a\0\0\0\x04\0\0\0\0\0\0\0\xf1\0\0\0\x03\0\0\0\0\
        \0\0\0\xf5\0\0\0\x03\0\0\0\x01\0\0\0X\xc3\0\0\x01\0\0\0\x02\0\0\0\x1a\0\0\0\x04\0\0\0\x03\0\0\0\x02\0\0\0\x06\0\
        \0\0\x04\0\0\0\x01\0\0\0\x06\0\0\0\x04\0\0\0\x02\0\0\0\x06\0\0\0\x04\0\0\0\x03\0\0\0\x06\0\0\0\x04\0\0\0\x04\0\
        \0\0\x02\0\0\0\x04\0\0\0\x05\0\0\0\x06\0\0\0\x04\0\0\0\x08\0\0\0\x06\0\0\0\x04\0\0\0\x09\0\0\0\x06\0\0\0\x05\0\
        \0\0X\xc3\0\0\x05\0\0\0\x08\0\0\0\x03\0\0\0\x07\0\0\0\x0a\0\0\0\x01\0\0\0\x06\0\0\0\x0d\0\0\0\x02\0\0\0\x06\0\0\
        \0\x0e\0\0\0\x01\0\0\0\x06\0\0\0\x0f\0\0\0\0\0\0\0\x06\0\0\0\x0f\0\0\0\x02\0\0\0\x02\0\0\0\xdc\x01\0\0\x04\0\0\
        \x003\0\0\0\xe4\x01\0\0\0\0\0\0\x04\0\0\x80\xe7\x01\0\0\0\0\0\0\x0e\0\0\x80\xf8\x01\0\0\0\0\0\0\x0c\0\0\0\x02\x02\
        \0\0\0\0\0\0\x17\0\0\0");
}
