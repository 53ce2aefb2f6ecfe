//! What a set of dictionary files says, resolved: vendors, attributes, named values.
//!
//! This is the one data structure between the front end (source → lexer → parser → resolver → checks) and the back
//! ends (code generator, byte table). It is a tree by [`Parent`]; attributes stand in definition order.

use crate::source::Span;

/// The result of reading dictionary files: what they define, in the order in which they define it.
#[derive(Clone, Debug, Default)]
pub struct Dictionary {
    /// Every vendor, one entry a Private Enterprise Number and name.
    pub vendors: Vec<Vendor>,
    /// Every attribute.
    pub attributes: Vec<Attribute>,
}

/// Index of a vendor in [`Dictionary::vendors`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct VendorId(pub usize);

/// A `VENDOR` line.
#[derive(Clone, Debug)]
pub struct Vendor {
    /// The name as the dictionary spells it.
    pub name: String,
    /// The IANA Private Enterprise Number.
    pub pen: u32,
    /// How this vendor lays out its attributes inside Vendor-Specific.
    pub format: VendorFormat,
    /// The name in the `VENDOR` line.
    pub span: Span,
}

/// `format=T,L`: the octets of a vendor's type and length fields (RFC 2865 §5.26 recommends 1,1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct VendorFormat {
    /// Octets of the type field: 1, 2 or 4.
    pub type_octets: u8,
    /// Octets of the length field: 0, 1 or 2.
    pub length_octets: u8,
}

impl Default for VendorFormat {
    fn default() -> Self {
        Self { type_octets: 1, length_octets: 1 }
    }
}

/// Where an attribute stands: the number of an attribute is unique only within its parent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Parent {
    /// Directly in the packet: the attributes 1 to 255 that IANA assigns.
    Packet,
    /// In the Vendor-Specific attribute (26) of this vendor.
    Vendor(VendorId),
}

/// An `ATTRIBUTE` line with the `VALUE` lines that belong to it.
#[derive(Clone, Debug)]
pub struct Attribute {
    /// The name as the dictionary spells it.
    pub name: String,
    /// Where it stands.
    pub parent: Parent,
    /// Its number there.
    pub number: u32,
    /// The data type of its value.
    pub data_type: DataType,
    /// `octets[N]`: the length of the value in octets.
    pub length: Option<u16>,
    /// The flags column.
    pub flags: Flags,
    /// The named values, in the order of definition. Exact repeats are left out.
    pub values: Vec<Value>,
    /// Whether this is the definition that stands for its number: of several names for one number, the last one
    /// is used to print. The others are names that can be written.
    pub canonical: bool,
    /// The name in the `ATTRIBUTE` line.
    pub span: Span,
}

/// A `VALUE` line.
#[derive(Clone, Debug)]
pub struct Value {
    /// The name as the dictionary spells it.
    pub name: String,
    /// The number it stands for. A negative one, of a signed type, in two's complement of 64 bits.
    pub number: u64,
    /// Whether this is the name to print for the number, where it has several.
    pub preferred: bool,
    /// The name in the `VALUE` line.
    pub span: Span,
}

/// The scalar data types of the dictionary language, by their canonical names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DataType {
    /// `string`: text in UTF-8.
    String,
    /// `octets`: opaque octets.
    Octets,
    /// `byte`, `uint8`.
    Uint8,
    /// `short`, `uint16`.
    Uint16,
    /// `integer`, `uint32`.
    Uint32,
    /// `integer64`, `uint64`.
    Uint64,
    /// `int8`.
    Int8,
    /// `int16`.
    Int16,
    /// `signed`, `int32`.
    Int32,
    /// `int64`.
    Int64,
    /// `bool`.
    Bool,
    /// `float32`.
    Float32,
    /// `float64`, `decimal`.
    Float64,
    /// `ipaddr`, `ipv4addr`.
    Ipv4Addr,
    /// `ipv6addr`.
    Ipv6Addr,
    /// `ipv4prefix`, `cidr`.
    Ipv4Prefix,
    /// `ipv6prefix`.
    Ipv6Prefix,
    /// `combo-ip`: an IPv4 or IPv6 address, told apart by its length.
    ComboIp,
    /// `ifid`: an interface identifier of 8 octets.
    InterfaceId,
    /// `ether`: a MAC address of 6 octets.
    Ether,
    /// `date`: seconds since 1970.
    Date,
    /// `time_delta`: a signed span of seconds.
    TimeDelta,
    /// `abinary`: an Ascend data filter, in its binary form.
    AscendBinary,
    /// `vsa`: the Vendor-Specific attribute itself.
    Vsa,
}

/// The flags column of an `ATTRIBUTE` line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Flags {
    /// `has_tag`: carries a tunnel tag (RFC 2868 §3.1).
    pub tagged: bool,
    /// `encrypt=`: how the value is hidden with the shared secret.
    pub hiding: Option<Hiding>,
    /// `concat`: a value over 253 octets is split over consecutive attributes (RFC 3579 §3.1).
    pub concat: bool,
    /// `secret`: never printed. Every hidden attribute is secret too.
    pub secret: bool,
    /// Used inside a server only and never on the wire: numbers above 255 directly in the packet, and `virtual` ones.
    pub internal: bool,
}

/// How a value is hidden with the shared secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Hiding {
    /// `encrypt=1`, `encrypt=User-Password`: RFC 2865 §5.2.
    UserPassword,
    /// `encrypt=2`, `encrypt=Tunnel-Password`: RFC 2868 §3.5.
    TunnelPassword,
    /// `encrypt=3`, `encrypt=Ascend-Secret`.
    AscendSecret,
}
