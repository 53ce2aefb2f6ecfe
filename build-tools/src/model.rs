//! What a set of dictionary files says, resolved: vendors, attributes, named values.
//!
//! This is the one data structure between the front end (source → lexer → parser → resolver → checks) and the back
//! ends (code generator, byte table). It is a tree by [`Parent`]; attributes stand in the order in which their names
//! were first defined. A container usually stands before what is inside it, but not always: of several containers for one
//! number the last one holds the attributes, also those that were defined before it.

use crate::data;
use crate::source::Span;

/// The result of reading dictionary files: what they define, in the order in which they define it.
#[derive(Clone, Debug, Default)]
pub struct Dictionary {
    /// Every vendor, one entry a Private Enterprise Number and name.
    pub vendors: Vec<Vendor>,
    /// Every attribute: of `ATTRIBUTE`, `MEMBER`, `DEFINE` and `ENUM` lines, and those that `clone=` copies.
    pub attributes: Vec<Attribute>,
    /// Every further name of an attribute or a vendor.
    pub aliases: Vec<Alias>,
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

    /// The [path](Self::path) as text, in which everything that is no number on the wire shows what it is: the members of
    /// a struct are counted with `m1`, `m2` and so on, and what is known by its name only stands there by its name.
    ///
    /// `26.10415.22.m1` is the first member of attribute 22 of the vendor 10415, `26.10415.22.m3.130` the branch of the
    /// union in its third member that the key 130 chooses, and `mib-2.67` attribute 67 inside `DEFINE mib-2 tlv`.
    pub fn oid(&self, attribute: &Attribute) -> String {
        // From the inside to the outside.
        let mut parts = vec![self.step(attribute)];
        let mut parent = attribute.parent;
        loop {
            let (outer, vendor) = match parent {
                Parent::Packet => break,
                Parent::Vendor(vendor) => (None, Some(vendor)),
                Parent::Attribute(outer) => (Some(outer), None),
                Parent::ExtendedVendor(outer, vendor) => (Some(outer), Some(vendor)),
            };
            parts.extend(vendor.and_then(|id| self.vendor(id)).map(|vendor| vendor.pen.to_string()));
            let Some(outer) = outer else {
                parts.push(VENDOR_SPECIFIC.to_string());
                break;
            };
            let Some(outer) = self.attribute(outer).filter(|_| parts.len() <= 3 * MAX_DEPTH) else { break };
            parts.push(self.step(outer));
            parent = outer.parent;
        }
        parts.reverse();
        parts.join(".")
    }

    /// The last part of an attribute's path.
    fn step(&self, attribute: &Attribute) -> String {
        if attribute.by_name {
            return attribute.name.clone();
        }
        match attribute.parent {
            Parent::Attribute(outer)
                if self.attribute(outer).is_some_and(|outer| outer.data_type == DataType::Struct) =>
            {
                format!("m{}", attribute.number)
            }
            _ => attribute.number.to_string(),
        }
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
    /// In an attribute of type `tlv`, `extended` or `long-extended`: of several for one number, the last one. Or a member
    /// of a `struct`, in the order of the wire, or a branch of a `union`.
    Attribute(AttributeId),
    /// In the space of this vendor inside an attribute of type `evs` (RFC 6929 §2.4).
    ExtendedVendor(AttributeId, VendorId),
}

/// Index of an attribute in [`Dictionary::attributes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AttributeId(pub usize);

/// An `ATTRIBUTE`, `MEMBER`, `DEFINE` or `ENUM` line with the `VALUE` lines that belong to it.
#[derive(Clone, Debug)]
pub struct Attribute {
    /// The name as the dictionary spells it.
    pub name: String,
    /// Where it stands.
    pub parent: Parent,
    /// Its number there. A member of a struct has its place among the members, from 1; a branch of a union the value of
    /// the key that chooses it; what [is known by name only](Self::by_name) one that means nothing.
    pub number: u32,
    /// Whether it has a name and no number, as of `DEFINE` and `ENUM`: it is never sent.
    pub by_name: bool,
    /// The data type of its value.
    pub data_type: DataType,
    /// `octets[N]`, `string[N]`, `struct[N]`, `union[N]`: the length of the value in octets. `bit[N]`: in bits.
    pub length: Option<u16>,
    /// Whether a value of another length is invalid, as FreeRADIUS 4 has it. For FreeRADIUS 3 the length is only a remark.
    pub exact: bool,
    /// How a `date` or a `time_delta` stands on the wire, where `precision=` or `subtype=` says so. Without it these are
    /// seconds in four octets, of a time span with a sign.
    pub time: Option<TimeFormat>,
    /// `length=`: the value is preceded by its own length.
    pub prefix: Option<LengthPrefix>,
    /// The member whose value chooses the branch of this union.
    pub key: Option<AttributeId>,
    /// `ref=`, as it is written: what a `group` is made of, such as `@.DHCPv6`. Other protocols than RADIUS are not read.
    pub reference: Option<String>,
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

impl Attribute {
    /// What a named value of the attribute stands for, as a dictionary would write it: `-1`, `192.0.2.1`, `0x0a0b`.
    pub fn text_of(&self, data: &ValueData) -> String {
        data::text_of(self, data)
    }
}

/// How a time stands on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TimeFormat {
    /// What the number counts.
    pub precision: Precision,
    /// Octets of the number: 1, 2, 4 or 8.
    pub octets: u8,
    /// Whether the number may be below zero, in two's complement.
    pub signed: bool,
}

/// `precision=`: the unit of a time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Precision {
    /// `nanoseconds`, `ns`.
    Nanoseconds,
    /// `microseconds`, `us`.
    Microseconds,
    /// `milliseconds`, `ms`.
    Milliseconds,
    /// `centiseconds`, `cs`.
    Centiseconds,
    /// `seconds`, `s`.
    #[default]
    Seconds,
    /// `minutes`, `m`.
    Minutes,
    /// `hours`, `h`.
    Hours,
    /// `days`, `d`.
    Days,
    /// `weeks`, `w`.
    Weeks,
    /// `months`, `M`.
    Months,
    /// `years`, `y`.
    Years,
}

impl Precision {
    /// The name that follows `precision=`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Nanoseconds => "nanoseconds",
            Self::Microseconds => "microseconds",
            Self::Milliseconds => "milliseconds",
            Self::Centiseconds => "centiseconds",
            Self::Seconds => "seconds",
            Self::Minutes => "minutes",
            Self::Hours => "hours",
            Self::Days => "days",
            Self::Weeks => "weeks",
            Self::Months => "months",
            Self::Years => "years",
        }
    }

    /// How long the unit is. A year is the average one of the Gregorian calendar, and a month a twelfth of it.
    pub const fn nanoseconds(self) -> u64 {
        const SECOND: u64 = 1_000_000_000;
        const DAY: u64 = 86_400 * SECOND;
        const YEAR: u64 = 31_556_952 * SECOND;
        match self {
            Self::Nanoseconds => 1,
            Self::Microseconds => 1_000,
            Self::Milliseconds => 1_000_000,
            Self::Centiseconds => 10_000_000,
            Self::Seconds => SECOND,
            Self::Minutes => 60 * SECOND,
            Self::Hours => 3600 * SECOND,
            Self::Days => DAY,
            Self::Weeks => 7 * DAY,
            Self::Months => YEAR / 12,
            Self::Years => YEAR,
        }
    }
}

/// `length=` and `offset=`: a length in front of the value, in the value's own octets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LengthPrefix {
    /// Octets of the length: 1 or 2.
    pub octets: u8,
    /// How many octets more than those that follow it counts.
    pub offset: u8,
}

/// A `VALUE` line, or the name of a union's branch among the values of its key.
#[derive(Clone, Debug)]
pub struct Value {
    /// The name as the dictionary spells it.
    pub name: String,
    /// What it stands for.
    pub data: ValueData,
    /// Whether this is the name to print for it, where it has several.
    pub preferred: bool,
    /// The name in the `VALUE` line.
    pub span: Span,
}

impl Value {
    /// The number it stands for, if it stands for one.
    pub const fn number(&self) -> Option<u64> {
        match self.data {
            ValueData::Number(number) => Some(number),
            ValueData::Octets(_) => None,
        }
    }
}

/// What a named value stands for.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ValueData {
    /// A number: of integers, bit fields and `bool`, and of `octets` in dictionaries of FreeRADIUS 3, whose values only
    /// name numbers. A negative one, of a signed type, is in two's complement of 64 bits.
    Number(u64),
    /// The value on the wire, of every other type: `VALUE Server Anywhere 0.0.0.0` (FreeRADIUS 4).
    Octets(Box<[u8]>),
}

/// An `ALIAS` line: a further name of something, which is never used to print it.
#[derive(Clone, Debug)]
pub struct Alias {
    /// The name as the dictionary spells it.
    pub name: String,
    /// Where the name is known. It is different from all names of attributes there.
    pub parent: Parent,
    /// What it is a name of.
    pub target: AliasTarget,
    /// The name in the `ALIAS` line.
    pub span: Span,
}

/// What an [`Alias`] is a name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AliasTarget {
    /// An attribute.
    Attribute(AttributeId),
    /// A vendor.
    Vendor(VendorId),
    /// A vendor inside an extended attribute.
    ExtendedVendor(AttributeId, VendorId),
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
    /// `struct`: members one behind the other, without headers.
    Struct,
    /// `union`: the last member of a struct, whose type another member of it chooses, the key.
    Union,
    /// `bit[N]`: N bits of a struct, the most significant first. N is at most 56.
    Bit,
    /// `group`: attributes of another protocol, such as the options of DHCP (RFC 9445); opaque octets to RADIUS.
    Group,
    /// `combo-prefix`: an IPv4 or IPv6 prefix. The octets do not tell which in every case.
    ComboPrefix,
    /// `attribute`: the number of an attribute. Used inside servers.
    AttributeNumber,
    /// `size`: the size of something in memory. It has no form on the wire.
    Size,
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
            Self::Struct => "struct",
            Self::Union => "union",
            Self::Bit => "bit",
            Self::Group => "group",
            Self::ComboPrefix => "combo-prefix",
            Self::AttributeNumber => "attribute",
            Self::Size => "size",
        }
    }

    /// Whether attributes stand inside such a value, each with a number of its own on the wire: [`Parent::Attribute`] or
    /// [`Parent::ExtendedVendor`].
    pub fn is_container(self) -> bool {
        matches!(self, Self::Tlv | Self::Extended | Self::LongExtended | Self::ExtendedVendorSpecific)
    }

    /// Whether such a value is made of others that stand in it without numbers: the members of a struct, the branches of a
    /// union.
    pub fn is_structure(self) -> bool {
        matches!(self, Self::Struct | Self::Union)
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
    /// `counter`: a number that only grows, as in SNMP. Means nothing on the wire.
    pub counter: bool,
    /// `flat`: how a server keeps it. Means nothing on the wire.
    pub flat: bool,
    /// `unsafe`: a server does not trust its value. Means nothing on the wire.
    pub is_unsafe: bool,
    /// `key`: the member of a struct whose value chooses the branch of a union.
    pub key: bool,
    /// Used inside a server only and never on the wire: numbers above 255 directly in the packet, `virtual` ones, `internal`
    /// ones, what has no number, and whatever stands inside such attributes.
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
