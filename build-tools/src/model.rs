//! What a set of dictionary files says, resolved: vendors, attributes, named values.
//!
//! This is the one data structure between the front end (source → lexer → parser → resolver → checks) and the back
//! ends (code generator, byte table). It is a tree by [`Parent`]; attributes stand in the order in which their names
//! were first defined. A container usually stands before what is inside it, but not always: of several containers for one
//! number the last one holds the attributes, also those that were defined before it.

use crate::source::Span;

/// The result of reading dictionary files: what they define, in the order in which they define it.
#[derive(Clone, Debug, Default)]
pub struct Dictionary {
    /// Every vendor, one entry a Private Enterprise Number and name.
    pub vendors: Vec<Vendor>,
    /// Every attribute.
    pub attributes: Vec<Attribute>,
}

impl Dictionary {
    /// The vendor with this index.
    pub fn vendor(&self, id: VendorId) -> Option<&Vendor> {
        self.vendors.get(id.0)
    }

    /// The attribute with this index.
    pub fn attribute(&self, id: AttributeId) -> Option<&Attribute> {
        self.attributes.get(id.0)
    }

    /// The numbers from the packet down to this attribute: 26, the vendor's number and 1 for attribute 1 of a vendor.
    pub fn path(&self, attribute: &Attribute) -> Vec<u32> {
        // From the inside to the outside.
        let mut path = vec![attribute.number];
        let mut parent = attribute.parent;
        loop {
            let (outer, vendor) = match parent {
                Parent::Packet => break,
                Parent::Vendor(vendor) => (None, Some(vendor)),
                Parent::Attribute(outer) => (Some(outer), None),
                Parent::ExtendedVendor(outer, vendor) => (Some(outer), Some(vendor)),
            };
            path.extend(vendor.and_then(|id| self.vendor(id)).map(|vendor| vendor.pen));
            let Some(outer) = outer else {
                path.push(VENDOR_SPECIFIC);
                break;
            };
            // The compiler makes no circles. A dictionary that was made by hand must not be an endless loop.
            let Some(outer) = self.attribute(outer).filter(|_| path.len() <= 3 * MAX_DEPTH) else { break };
            path.push(outer.number);
            parent = outer.parent;
        }
        path.reverse();
        path
    }
}

/// The Vendor-Specific attribute (RFC 2865 §5.26), and Extended-Vendor-Specific inside an extended one (RFC 6929 §2.4).
pub const VENDOR_SPECIFIC: u32 = 26;

/// How deep attributes stand inside one another at most: the numbers of a path without 26 and the vendor in front.
pub const MAX_DEPTH: usize = 16;

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

/// `format=T,L[,c]`: the octets of a vendor's type and length fields (RFC 2865 §5.26 recommends 1,1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct VendorFormat {
    /// Octets of the type field: 1, 2 or 4.
    pub type_octets: u8,
    /// Octets of the length field: 0, 1 or 2.
    pub length_octets: u8,
    /// Whether an octet follows the length that says whether the value goes on in the next Vendor-Specific (WiMAX).
    pub continuation: bool,
}

impl Default for VendorFormat {
    fn default() -> Self {
        Self { type_octets: 1, length_octets: 1, continuation: false }
    }
}

/// Where an attribute stands: the number of an attribute is unique only within its parent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Parent {
    /// Directly in the packet: the attributes 1 to 255 that IANA assigns, and a server's internal ones.
    Packet,
    /// In the Vendor-Specific attribute (26) of this vendor.
    Vendor(VendorId),
    /// In an attribute of type `tlv`, `extended` or `long-extended`: of several for one number, the last one.
    Attribute(AttributeId),
    /// In the space of this vendor inside an attribute of type `evs` (RFC 6929 §2.4).
    ExtendedVendor(AttributeId, VendorId),
}

/// Index of an attribute in [`Dictionary::attributes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AttributeId(pub usize);

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
    /// is used to print. The others are names that can be written. One that holds attributes is among them where the
    /// last definition is of a type that cannot: `X 241 extended`, then `Y 241 integer`.
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

/// The data types of the dictionary language, by their canonical names.
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
    /// `tlv`: a container of attributes with a type and a length octet each (RFC 6929 §2.3).
    Tlv,
    /// `extended`: 241 to 244, whose first octet is the number of the attribute inside (RFC 6929 §2.1).
    Extended,
    /// `long-extended`: 245 and 246, likewise, and with fragments (RFC 6929 §2.2).
    LongExtended,
    /// `evs`: Extended-Vendor-Specific, number 26 inside an extended attribute (RFC 6929 §2.4).
    ExtendedVendorSpecific,
}

impl DataType {
    /// The canonical name, which says what the type is where the dictionary language has several words for it:
    /// `uint32` for `integer`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Octets => "octets",
            Self::Uint8 => "uint8",
            Self::Uint16 => "uint16",
            Self::Uint32 => "uint32",
            Self::Uint64 => "uint64",
            Self::Int8 => "int8",
            Self::Int16 => "int16",
            Self::Int32 => "int32",
            Self::Int64 => "int64",
            Self::Bool => "bool",
            Self::Float32 => "float32",
            Self::Float64 => "float64",
            Self::Ipv4Addr => "ipv4addr",
            Self::Ipv6Addr => "ipv6addr",
            Self::Ipv4Prefix => "ipv4prefix",
            Self::Ipv6Prefix => "ipv6prefix",
            Self::ComboIp => "combo-ip",
            Self::InterfaceId => "ifid",
            Self::Ether => "ether",
            Self::Date => "date",
            Self::TimeDelta => "time_delta",
            Self::AscendBinary => "abinary",
            Self::Vsa => "vsa",
            Self::Tlv => "tlv",
            Self::Extended => "extended",
            Self::LongExtended => "long-extended",
            Self::ExtendedVendorSpecific => "evs",
        }
    }

    /// Whether attributes with such a value stand inside: [`Parent::Attribute`] or [`Parent::ExtendedVendor`].
    pub fn is_container(self) -> bool {
        matches!(self, Self::Tlv | Self::Extended | Self::LongExtended | Self::ExtendedVendorSpecific)
    }
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
    /// `array`: several values of a fixed size may stand back to back in one attribute. It may also stand with text,
    /// where it means nothing in RADIUS.
    pub array: bool,
    /// `secret`: never printed. Every hidden attribute is secret too.
    pub secret: bool,
    /// Used inside a server only and never on the wire: numbers above 255 directly in the packet, `virtual` ones, and
    /// whatever stands inside such attributes.
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

impl Hiding {
    /// The name that follows `encrypt=`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::UserPassword => "User-Password",
            Self::TunnelPassword => "Tunnel-Password",
            Self::AscendSecret => "Ascend-Secret",
        }
    }
}
