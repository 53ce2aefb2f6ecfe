//! One attribute's definition: what the dictionary says of it, and so how it is laid out on the wire.

/// A row of the dictionary. [`Attribute`](crate::Attribute) handles carry a `'static` one; looking one up in a
/// [`Dictionary`](super::Dictionary) table gives one that borrows from the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Definition<'a> {
    /// The name as the dictionary spells it, such as `Framed-IP-Address`.
    pub name: &'a str,
    /// Where the attribute stands.
    pub parent: Parent<'a>,
    /// Its number there.
    pub number: u32,
    /// The data type of the value.
    pub data_type: DataType,
    /// Tag, hiding and splitting.
    pub flags: Flags,
}

impl<'a> Definition<'a> {
    /// Puts a definition together.
    #[must_use]
    pub const fn new(
        name: &'a str,
        parent: Parent<'a>,
        number: u32,
        data_type: DataType,
        flags: Flags,
    ) -> Self {
        Self { name, parent, number, data_type, flags }
    }
}

/// Where an attribute stands: its number is unique only there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Parent<'a> {
    /// Directly in the packet: attributes 1 to 255 (RFC 2865 §5).
    Packet,
    /// Inside the Vendor-Specific attribute of a vendor (RFC 2865 §5.26).
    Vendor(Vendor<'a>),
    /// Inside a TLV (RFC 6929 §2.3).
    Tlv,
    /// A member of a struct; its number is its place among the members, from 1.
    Struct,
    /// A branch of a union; its number is the key that chooses it.
    Union,
    /// Inside an extended attribute, 241 to 246 (RFC 6929 §2.1, §2.2).
    Extended(u8),
    /// Inside Extended-Vendor-Specific of an extended attribute, 241 to 246 (RFC 6929 §2.4).
    ExtendedVendor(u8, Vendor<'a>),
}

/// A vendor with its own attribute space inside Vendor-Specific.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Vendor<'a> {
    /// The name as the dictionary spells it.
    pub name: &'a str,
    /// The IANA Private Enterprise Number.
    pub pen: u32,
    /// The layout of the vendor's attributes.
    pub format: VendorFormat,
}

impl<'a> Vendor<'a> {
    /// Puts a vendor together.
    #[must_use]
    pub const fn new(name: &'a str, pen: u32, format: VendorFormat) -> Self {
        Self { name, pen, format }
    }
}

/// The octets of the type and length fields of a vendor's attributes: `format=T,L` in the dictionary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VendorFormat {
    /// Octets of the type field: 1, 2 or 4.
    pub type_octets: u8,
    /// Octets of the length field: 0 (the value runs to the end), 1 or 2.
    pub length_octets: u8,
    /// Whether an octet behind them says that the value goes on in the next Vendor-Specific (WiMAX): `format=1,1,c`.
    pub continuation: bool,
}

impl VendorFormat {
    /// The layout RFC 2865 §5.26 recommends: one octet each.
    pub const RFC: Self = Self::new(1, 1);

    /// `format=1,1,c`: values may go on in the next Vendor-Specific attribute.
    pub const CONTINUED: Self = Self { type_octets: 1, length_octets: 1, continuation: true };

    /// `format=T,L`.
    #[must_use]
    pub const fn new(type_octets: u8, length_octets: u8) -> Self {
        Self { type_octets, length_octets, continuation: false }
    }
}

macro_rules! data_types {
    ($($(#[$doc:meta])* $variant:ident = $code:literal $name:literal,)*) => {
        /// The data types of the dictionary language.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum DataType {
            $($(#[$doc])* $variant = $code,)*
        }

        impl DataType {
            /// The canonical keyword in dictionaries.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// The type for a code of the byte table.
            pub(crate) const fn from_code(code: u8) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

data_types! {
    /// Text in UTF-8.
    String = 1 "string",
    /// Opaque octets.
    Octets = 2 "octets",
    /// An unsigned integer of 1 octet.
    Uint8 = 3 "uint8",
    /// An unsigned integer of 2 octets.
    Uint16 = 4 "uint16",
    /// An unsigned integer of 4 octets.
    Uint32 = 5 "uint32",
    /// An unsigned integer of 8 octets.
    Uint64 = 6 "uint64",
    /// A signed integer of 1 octet.
    Int8 = 7 "int8",
    /// A signed integer of 2 octets.
    Int16 = 8 "int16",
    /// A signed integer of 4 octets.
    Int32 = 9 "int32",
    /// A signed integer of 8 octets.
    Int64 = 10 "int64",
    /// 1 octet: 0 is false, any other is true.
    Bool = 11 "bool",
    /// An IEEE 754 number of 4 octets.
    Float32 = 12 "float32",
    /// An IEEE 754 number of 8 octets.
    Float64 = 13 "float64",
    /// An IPv4 address of 4 octets.
    Ipv4Addr = 14 "ipv4addr",
    /// An IPv6 address of 16 octets.
    Ipv6Addr = 15 "ipv6addr",
    /// An IPv4 prefix of 6 octets (RFC 8044 §3.11).
    Ipv4Prefix = 16 "ipv4prefix",
    /// An IPv6 prefix of 2 to 18 octets (RFC 8044 §3.10).
    Ipv6Prefix = 17 "ipv6prefix",
    /// An IPv4 or IPv6 address, told apart by its length.
    ComboIp = 18 "combo-ip",
    /// An interface identifier of 8 octets.
    InterfaceId = 19 "ifid",
    /// A MAC address of 6 octets.
    Ether = 20 "ether",
    /// Unsigned seconds since 1970 in 4 octets.
    Date = 21 "date",
    /// Signed seconds in 4 octets.
    TimeDelta = 22 "time_delta",
    /// An Ascend data filter in its binary form.
    AscendBinary = 23 "abinary",
    /// The Vendor-Specific attribute itself.
    Vsa = 24 "vsa",
    /// A container of attributes, each with an octet of type and of length (RFC 6929 §2.3).
    Tlv = 25 "tlv",
    /// An extended attribute (RFC 6929 §2.1).
    Extended = 26 "extended",
    /// A long extended attribute (RFC 6929 §2.2).
    LongExtended = 27 "long-extended",
    /// Vendors' attributes inside an extended attribute (RFC 6929 §2.4).
    ExtendedVendorSpecific = 28 "evs",
    /// Members one behind the other, without headers.
    Struct = 29 "struct",
    /// The last member of a struct, which is what another member of it says, the key.
    Union = 30 "union",
    /// Bits of a struct, the most significant first.
    Bit = 31 "bit",
    /// Attributes of another protocol, such as the options of DHCP (RFC 9445); octets to RADIUS.
    Group = 32 "group",
    /// An IPv4 or IPv6 prefix.
    ComboPrefix = 33 "combo-prefix",
    /// The number of an attribute, inside a server.
    AttributeNumber = 34 "attribute",
    /// The size of something, inside a server.
    Size = 35 "size",
}

/// What the flags column of the dictionary says about the wire form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flags(u8);

impl Flags {
    /// No flag.
    pub const NONE: Self = Self(0);
    /// Hidden as User-Password.
    pub(crate) const HIDDEN_AS_USER_PASSWORD: Self = Self(1);
    /// Split over consecutive attributes.
    pub(crate) const SPLIT: Self = Self(Self::CONCAT);
    const HIDING: u8 = 0b0000_0011;
    const TAGGED: u8 = 0b0000_0100;
    const CONCAT: u8 = 0b0000_1000;
    const SECRET: u8 = 0b0001_0000;
    const ARRAY: u8 = 0b0010_0000;

    /// From the bits that radius-build writes: bits 0 and 1 are the hiding method (0 none, 1 User-Password,
    /// 2 Tunnel-Password, 3 Ascend-Secret), then tagged, concat, secret and array.
    #[doc(hidden)]
    #[must_use]
    pub const fn from_bits(bits: u8) -> Self {
        Self(bits)
    }

    /// Whether the value goes on the wire as it is, in one piece and without a tag.
    pub(crate) const fn is_plain(self) -> bool {
        self.0 & !Self::SECRET == 0
    }

    /// Whether it would, but for a tag.
    pub(crate) const fn is_tagged_only(self) -> bool {
        self.0 & !Self::SECRET == Self::TAGGED
    }

    /// How the value is hidden with the shared secret (`encrypt=`).
    #[must_use]
    pub const fn hiding(self) -> Option<Hiding> {
        match self.0 & Self::HIDING {
            1 => Some(Hiding::UserPassword),
            2 => Some(Hiding::TunnelPassword),
            3 => Some(Hiding::AscendSecret),
            _ => None,
        }
    }

    /// Whether the value carries a tunnel tag (`has_tag`, RFC 2868 §3.1).
    #[must_use]
    pub const fn tagged(self) -> bool {
        self.0 & Self::TAGGED != 0
    }

    /// Whether a long value is split over consecutive attributes (`concat`, RFC 3579 §3.1).
    #[must_use]
    pub const fn concat(self) -> bool {
        self.0 & Self::CONCAT != 0
    }

    /// Whether several values stand back to back in one attribute (`array`).
    #[must_use]
    pub const fn array(self) -> bool {
        self.0 & Self::ARRAY != 0
    }

    /// Whether the value must not be printed (`secret`, or hidden).
    #[must_use]
    pub const fn secret(self) -> bool {
        self.0 & (Self::SECRET | Self::HIDING) != 0
    }
}

/// How a value is hidden with the shared secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hiding {
    /// As User-Password (RFC 2865 §5.2): `encrypt=1`.
    UserPassword,
    /// As Tunnel-Password, with a salt (RFC 2868 §3.5): `encrypt=2`.
    TunnelPassword,
    /// As Ascend-Send-Secret: `encrypt=3`.
    AscendSecret,
}

/// How a `date` or `time_delta` stands on the wire where it is not whole seconds in four octets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeFormat {
    /// Nanoseconds of what the number counts (`precision=`). A month is a twelfth of a year, and a year the average one of
    /// the Gregorian calendar.
    pub unit: u64,
    /// Octets of the number (`subtype=`).
    pub octets: u8,
    /// Whether it may be negative.
    pub is_signed: bool,
}

impl TimeFormat {
    /// From what the table says: the place of the unit in this list from 1 on, and the octets, with the highest bit for the
    /// sign.
    pub(crate) fn from_code([unit, octets]: [u8; 2]) -> Option<Self> {
        const SECOND: u64 = 1_000_000_000;
        const DAY: u64 = 86_400 * SECOND;
        const YEAR: u64 = 31_556_952 * SECOND;
        let units = [
            1,
            1_000,
            1_000_000,
            10_000_000,
            SECOND,
            60 * SECOND,
            3600 * SECOND,
            DAY,
            7 * DAY,
            YEAR / 12,
            YEAR,
        ];
        let unit = *units.get(usize::from(unit.checked_sub(1)?))?;
        let is_signed = octets & 0x80 != 0;
        let octets = Some(octets & 0x7f).filter(|octets| matches!(octets, 1 | 2 | 4 | 8))?;
        Some(Self { unit, octets, is_signed })
    }
}

/// A length in front of a value (`length=`, `offset=`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Prefix {
    /// Octets of the length, 1 or 2.
    pub octets: u8,
    /// How many octets more than those behind it it counts.
    pub offset: u8,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_table_has_no_time_format_of_other_widths() {
        let octets = |code| TimeFormat::from_code([5, code]).map(|format| (format.octets, format.is_signed));
        assert_eq!([4, 0x84].map(octets), [Some((4, false)), Some((4, true))]);
        assert_eq!([0, 3, 9, 0x10, 0x14, 0x7f, 0xff].map(octets), [None; 7]);
        assert_eq!(TimeFormat::from_code([12, 4]), None);
    }
}
