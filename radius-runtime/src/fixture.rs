//! A few attributes written by hand, for the unit tests of the layers below the dictionaries.

use std::net::{IpAddr, Ipv4Addr};

use crate::attribute::{Attribute, Concat, Hidden, InPacket, Long, Tagged, Tlv};
use crate::dictionary::{DataType, Definition, Flags, Parent, Vendor, VendorFormat};

const TAGGED: u8 = 4;
const CONCAT: u8 = 8;

macro_rules! attributes {
    (in $in:ty: $($constant:ident: $type:ty = $name:literal, $parent:expr, $number:literal, $data_type:ident, $flags:expr;)*) => {$(
        pub(crate) const $constant: Attribute<$type, $in> = Attribute::new(Definition::new(
            $name, $parent, $number, DataType::$data_type, Flags::from_bits($flags),
        ));
    )*};
}

pub(crate) const CISCO: Vendor<'static> = Vendor::new("Cisco", 9, VendorFormat::RFC);
pub(crate) const LUCENT: Vendor<'static> = Vendor::new("Lucent", 4846, VendorFormat::new(2, 1));
pub(crate) const USR: Vendor<'static> = Vendor::new("USR", 429, VendorFormat::new(4, 0));
pub(crate) const STARENT: Vendor<'static> = Vendor::new("Starent", 8164, VendorFormat::new(2, 2));
pub(crate) const ONE: Vendor<'static> = Vendor::new("One", 1, VendorFormat::RFC);
pub(crate) const WIMAX: Vendor<'static> = Vendor::new("WiMAX", 24757, VendorFormat::CONTINUED);
pub(crate) const MICROSOFT: Vendor<'static> = Vendor::new("Microsoft", 311, VendorFormat::RFC);

attributes! { in InPacket:
    USER_NAME: str = "User-Name", Parent::Packet, 1, String, 0;
    USER_PASSWORD: Hidden<str> = "User-Password", Parent::Packet, 2, String, 1;
    NAS_PORT: u32 = "NAS-Port", Parent::Packet, 5, Uint32, 0;
    FRAMED_IP_ADDRESS: Ipv4Addr = "Framed-IP-Address", Parent::Packet, 8, Ipv4Addr, 0;
    REPLY_MESSAGE: str = "Reply-Message", Parent::Packet, 18, String, 0;
    CHAP_PASSWORD: [u8] = "CHAP-Password", Parent::Packet, 3, Octets, 0;
    CHAP_CHALLENGE: [u8] = "CHAP-Challenge", Parent::Packet, 60, Octets, 0;
    CLASS: [u8] = "Class", Parent::Packet, 25, Octets, 0;
    PROXY_STATE: [u8] = "Proxy-State", Parent::Packet, 33, Octets, 0;
    TUNNEL_TYPE: Tagged<u32> = "Tunnel-Type", Parent::Packet, 64, Uint32, TAGGED;
    TUNNEL_CLIENT_ENDPOINT: Tagged<str> = "Tunnel-Client-Endpoint", Parent::Packet, 66, String, TAGGED;
    TUNNEL_PASSWORD: Tagged<Hidden<str>> = "Tunnel-Password", Parent::Packet, 69, String, TAGGED | 2;
    EAP_MESSAGE: Concat = "EAP-Message", Parent::Packet, 79, Octets, CONCAT;
    MESSAGE_AUTHENTICATOR: [u8] = "Message-Authenticator", Parent::Packet, 80, Octets, 0;
    CHARGEABLE_USER_IDENTITY: [u8] = "Chargeable-User-Identity", Parent::Packet, 89, Octets, 0;
    INTERNAL: u32 = "Internal", Parent::Packet, 1000, Uint32, 0;
    CISCO_AV_PAIR: str = "Cisco-AVPair", Parent::Vendor(CISCO), 1, String, 0;
    CISCO_NAS_PORT: str = "Cisco-NAS-Port", Parent::Vendor(CISCO), 2, String, 0;
    LUCENT_MAX_SHARED_USERS: u32 = "Lucent-Max-Shared-Users", Parent::Vendor(LUCENT), 2, Uint32, 0;
    USR_EVENT_ID: u32 = "USR-Event-Id", Parent::Vendor(USR), 0xbfbe, Uint32, 0;
    SN_VPN_NAME: str = "SN-VPN-Name", Parent::Vendor(STARENT), 2, String, 0;
    MS_MPPE_SEND_KEY: Hidden<[u8]> = "MS-MPPE-Send-Key", Parent::Vendor(MICROSOFT), 16, Octets, 2;
    MS_MPPE_RECV_KEY: Hidden<[u8]> = "MS-MPPE-Recv-Key", Parent::Vendor(MICROSOFT), 17, Octets, 2;
    EXTENDED_TEXT: str = "Extended-Text", Parent::Extended(241), 1, String, 0;
    EXTENDED_NUMBER: u32 = "Extended-Number", Parent::Extended(241), 9, Uint32, 0;
    EXTENDED_TLV: Tlv<ExtendedTlv> = "Extended-TLV", Parent::Extended(241), 2, Tlv, 0;
    LONG_TEXT: Long<str> = "Long-Text", Parent::Extended(245), 1, String, 0;
    LONG_OCTETS: Long<[u8]> = "Long-Octets", Parent::Extended(245), 4, Octets, 0;
    LONG_NUMBER: u32 = "Long-Number", Parent::Extended(245), 5, Uint32, 0;
    LONG_TLV: Tlv<ExtendedTlv> = "Long-TLV", Parent::Extended(245), 2, Tlv, 0;
    EVS_TEXT: str = "EVS-Text", Parent::ExtendedVendor(241, ONE), 4, String, 0;
    EVS_TLV: Tlv<ExtendedTlv> = "EVS-TLV", Parent::ExtendedVendor(241, ONE), 5, Tlv, 0;
    LONG_EVS_TEXT: Long<str> = "Long-EVS-Text", Parent::ExtendedVendor(245, ONE), 4, String, 0;
    LONG_EVS_OCTETS: Long<[u8]> = "Long-EVS-Octets", Parent::ExtendedVendor(245, ONE), 6, Octets, 0;
    WIMAX_CAPABILITY: Tlv<WimaxCapability> = "WiMAX-Capability", Parent::Vendor(WIMAX), 1, Tlv, 0;
    WIMAX_MSK: Long<[u8]> = "WiMAX-MSK", Parent::Vendor(WIMAX), 5, Octets, 0;
    WIMAX_KEY: Hidden<[u8]> = "WiMAX-Key", Parent::Vendor(WIMAX), 15, Octets, 2;
    WIMAX_DNS_SERVER: IpAddr = "WiMAX-DNS-Server", Parent::Vendor(WIMAX), 52, ComboIp, 0;
    MS_CHAP_MPPE_KEYS: Hidden<[u8]> = "MS-CHAP-MPPE-Keys", Parent::Vendor(MICROSOFT), 12, Octets, 1;
}

pub(crate) enum ExtendedTlv {}
pub(crate) enum InnerTlv {}
pub(crate) enum WimaxCapability {}

attributes! { in ExtendedTlv:
    CHILD_OCTETS: [u8] = "Child-Octets", Parent::Tlv, 1, Octets, 0;
    CHILD_TEXT: str = "Child-Text", Parent::Tlv, 4, String, 0;
    CHILD_TLV: Tlv<InnerTlv> = "Child-TLV", Parent::Tlv, 3, Tlv, 0;
}

attributes! { in InnerTlv:
    INNER_OCTETS: [u8] = "Inner-Octets", Parent::Tlv, 1, Octets, 0;
    INNER_TEXT: str = "Inner-Text", Parent::Tlv, 2, String, 0;
    INNER_SECRET: Hidden<str> = "Inner-Secret", Parent::Tlv, 3, String, 2;
}

attributes! { in WimaxCapability:
    WIMAX_RELEASE: str = "WiMAX-Release", Parent::Tlv, 1, String, 0;
}
