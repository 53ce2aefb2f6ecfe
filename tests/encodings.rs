//! Octets that the encoder and decoder of FreeRADIUS 4 were seen to make of values: the typed attributes and their text make
//! the same.

use std::net::{IpAddr, Ipv6Addr};
use std::time::Duration;

use radius_runtime::attribute::TlvValue;
use radius_runtime::value::{Date, InterfaceId};
use radius_runtime::{Packet, text::TextError};

radius_runtime::include_dictionary! {
    /// Attributes whose octets on the wire are known.
    mod encodings = "golden/dictionary.encodings";
}

use encodings::{
    _3gpp, BITS, BOOL, Bits, DELTA, DICTIONARY, EVENT_TIMESTAMP, FLOAT32, FLOAT64, FRAG_STATUS,
    FRAMED_INTERFACE_ID, FRAMED_IPV6_PREFIX, INT16, MILLISECONDS, MIP6_FEATURE_VECTOR, NAS_IPV6_ADDRESS,
    NAS_PORT, PMIP6_HOME_IPV4_HOA, TUNNEL_CLIENT_ENDPOINT, TUNNEL_TYPE, TunnelType, USER_NAME, cisco,
    free_radius, kineto, lucent, starent, usr, wimax,
};

fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_hexdigit).collect();
    let pairs = digits.chunks(2).map(|pair| std::str::from_utf8(pair).unwrap());
    pairs.map(|pair| u8::from_str_radix(pair, 16).unwrap()).collect()
}

fn new() -> Packet {
    Packet::access_request()
}

/// The attributes of a packet.
fn octets(packet: &Packet) -> Vec<u8> {
    packet.encode().unwrap().split_off(20)
}

/// The packet that attributes make.
fn decoded(attributes: &[u8]) -> Packet {
    let length = u16::try_from(20 + attributes.len()).unwrap().to_be_bytes();
    Packet::decode(&[&[1, 0], &length[..], &[0; 16], attributes].concat()).unwrap()
}

/// A packet with one attribute, the line that it is printed as, and its octets.
fn known() -> Vec<(Packet, &'static str, &'static str)> {
    let v6: Ipv6Addr = "2001:db8::1".parse().unwrap();
    let mut nonce = [0; 32];
    nonce[..4].copy_from_slice(&[0xde, 0xad, 0xbe, 0xef]);
    let tai = _3gpp::user_location_info::data::Tai { tac: Some(1) };
    let location = _3gpp::UserLocationInfo {
        plmn_id: Some([0x00, 0xf1, 0x10]),
        data: Some(_3gpp::user_location_info::Data::Tai(tai)),
    };
    let bits = Bits { one: Some(true), seven: Some(2), rest: Some(3) };
    let release = TlvValue::new().with(wimax::capability::RELEASE, "1.0");
    let bundle = TlvValue::new().with(kineto::bundle::TEXT, "a");
    vec![
        (new().with(USER_NAME, "bob"), "User-Name = \"bob\"", "01 05 62 6f 62"),
        (new().with(NAS_PORT, 5), "NAS-Port = 5", "05 06 00 00 00 05"),
        (
            new().with(NAS_IPV6_ADDRESS, v6),
            "NAS-IPv6-Address = 2001:db8::1",
            "5f 12 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 01",
        ),
        (
            new().with(FRAMED_IPV6_PREFIX, "2001:db8:1::/48".parse::<ipnet::Ipv6Net>().unwrap()),
            "Framed-IPv6-Prefix = 2001:db8:1::/48",
            "61 0a 00 30 20 01 0d b8 00 01",
        ),
        (
            new().with(FRAMED_IPV6_PREFIX, "2001:db8::/61".parse::<ipnet::Ipv6Net>().unwrap()),
            "Framed-IPv6-Prefix = 2001:db8::/61",
            "61 0c 00 3d 20 01 0d b8 00 00 00 00",
        ),
        (
            new().with(PMIP6_HOME_IPV4_HOA, "192.0.2.0/24".parse::<ipnet::Ipv4Net>().unwrap()),
            "PMIP6-Home-IPv4-HoA = 192.0.2.0/24",
            "9b 08 00 18 c0 00 02 00",
        ),
        (
            new().with(FRAMED_INTERFACE_ID, InterfaceId([0, 0, 0, 1, 0, 2, 0, 3])),
            "Framed-Interface-Id = 0:1:2:3",
            "60 0a 00 00 00 01 00 02 00 03",
        ),
        (new().with(MIP6_FEATURE_VECTOR, 1), "MIP6-Feature-Vector = 1", "7c 0a 00 00 00 00 00 00 00 01"),
        (
            new().with(EVENT_TIMESTAMP, Date::from_unix(1_704_164_645)),
            "Event-Timestamp = 2024-01-02T03:04:05Z",
            "37 06 65 93 7d 25",
        ),
        (new().with(TUNNEL_TYPE.tag(1), TunnelType::L2tp), "Tunnel-Type:1 = L2TP", "40 06 01 00 00 03"),
        (new().with(TUNNEL_TYPE, TunnelType::L2tp), "Tunnel-Type = L2TP", "40 06 00 00 00 03"),
        (new().with(TUNNEL_CLIENT_ENDPOINT.tag(1), "a"), "Tunnel-Client-Endpoint:1 = \"a\"", "42 04 01 61"),
        (new().with(TUNNEL_CLIENT_ENDPOINT, "a"), "Tunnel-Client-Endpoint = \"a\"", "42 03 61"),
        (
            new().with(TUNNEL_CLIENT_ENDPOINT, "\u{1}a"),
            "Tunnel-Client-Endpoint = \"\\001a\"",
            "42 05 00 01 61",
        ),
        (new().with(cisco::AV_PAIR, "x=y"), "AVPair = \"x=y\"", "1a 0b 00 00 00 09 01 05 78 3d 79"),
        (
            new().with(lucent::MAX_SHARED_USERS, 1),
            "Max-Shared-Users = 1",
            "1a 0d 00 00 12 ee 00 02 07 00 00 00 01",
        ),
        (
            new().with(starent::VPN_NAME, "foo"),
            "VPN-Name = \"foo\"",
            "1a 0d 00 00 1f e4 00 02 00 07 66 6f 6f",
        ),
        (new().with(usr::EVENT_ID, 1234), "Event-Id = 1234", "1a 0e 00 00 01 ad 00 00 bf be 00 00 04 d2"),
        (
            new().with(wimax::CAPABILITY, release),
            "Capability = { Release = \"1.0\" }",
            "1a 0e 00 00 60 b5 01 08 00 01 05 31 2e 30",
        ),
        (
            new().with(wimax::DNS_SERVER, IpAddr::from([192, 0, 2, 1])),
            "DNS-Server = 192.0.2.1",
            "1a 0d 00 00 60 b5 34 07 00 c0 00 02 01",
        ),
        (
            new().with(wimax::DNS_SERVER, IpAddr::from(v6)),
            "DNS-Server = 2001:db8::1",
            "1a 19 00 00 60 b5 34 13 00 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 01",
        ),
        (
            new().with(kineto::BUNDLE, bundle),
            "Bundle = { Text = \"a\" }",
            "1a 0c 00 00 10 93 01 2c 06 01 03 61",
        ),
        (new().with(FRAG_STATUS, 1), "Frag-Status = 1", "f1 07 01 00 00 00 01"),
        (
            new().with(free_radius::_802_1X_ANONCE, nonce),
            "802_1X-Anonce = 0xdeadbeef00000000000000000000000000000000000000000000000000000000",
            "f5 29 1a 00 00 00 2c 50 01 de ad be ef 00000000 00000000 00000000 00000000 00000000 00000000 00000000",
        ),
        (
            new().with(_3gpp::USER_LOCATION_INFO, location),
            "User-Location-Info = { Type = TAI, PLMN-ID = 0x00f110, Data = { TAI = { TAC = 1 } } }",
            "1a 0e 00 00 28 af 16 08 80 00 f1 10 00 01",
        ),
        (new().with(BITS, bits), "Bits = { One = true, Seven = 2, Rest = 3 }", "c0 05 82 00 03"),
        (new().with(BOOL, true), "Bool = true", "c1 03 01"),
        (new().with(INT16, -2), "Int16 = -2", "c2 04 ff fe"),
        (new().with(FLOAT32, 1.5), "Float32 = 1.5", "c3 06 3f c0 00 00"),
        (new().with(FLOAT64, 1.5), "Float64 = 1.5", "c4 0a 3f f8 00 00 00 00 00 00"),
        (new().with(DELTA, Duration::from_secs(5)), "Delta = 5", "c5 06 00 00 00 05"),
        (new().with(MILLISECONDS, Duration::from_millis(1500)), "Milliseconds = 1.5", "c6 04 05 dc"),
    ]
}

#[test]
fn values_have_the_octets_that_freeradius_gives_them() {
    for (packet, line, expected) in known() {
        let expected = hex(expected);
        assert_eq!(octets(&packet), expected, "{line}");
        let mut from_text = new();
        from_text.push_text(&DICTIONARY, line).unwrap_or_else(|error| panic!("{line}: {error}"));
        assert_eq!(octets(&from_text), expected, "{line}");
        let shown = decoded(&expected).display(&DICTIONARY).to_string();
        assert_eq!(shown.lines().nth(1).map(str::trim), Some(line));
    }
}

#[test]
fn names_may_say_the_whole_way() {
    let expected = hex("1a 0b 00 00 00 09 01 05 78 3d 79");
    for name in ["AVPair", "avpair", "Vendor-Specific.Cisco.AVPair", "26.9.1", "Vendor-Specific.9.AVPair"] {
        let mut packet = new();
        packet.push_text(&DICTIONARY, &format!("{name} = \"x=y\"")).unwrap();
        assert_eq!(octets(&packet), expected, "{name}");
    }
    let unknown = new().push_text(&DICTIONARY, "Vendor-Specific.Lucent.AVPair = x").unwrap_err();
    assert!(matches!(unknown, TextError::UnknownAttribute { .. }), "{unknown}");
}

#[test]
fn what_peers_send_otherwise_is_read_too() {
    let none = "::/0".parse::<ipnet::Ipv6Net>().unwrap();
    assert_eq!(decoded(&hex("61 04 00 00")).get(FRAMED_IPV6_PREFIX), Ok(Some(none)));
    let with_host_bits = hex("61 14 00 30 20 01 0d b8 00 01 ff 00 00 00 00 00 00 00 00 00");
    let net = "2001:db8:1::/48".parse::<ipnet::Ipv6Net>().unwrap();
    assert_eq!(decoded(&with_host_bits).get(FRAMED_IPV6_PREFIX), Ok(Some(net)));
    let v4 = "192.0.2.0/24".parse::<ipnet::Ipv4Net>().unwrap();
    assert_eq!(decoded(&hex("9b 08 00 18 c0 00 02 07")).get(PMIP6_HOME_IPV4_HOA), Ok(Some(v4)));
    assert!(decoded(&hex("40 06 21 00 00 03")).get(TUNNEL_TYPE).is_err(), "no tag goes so far");
    let endpoint = decoded(&hex("42 04 21 61"));
    assert_eq!(endpoint.get(TUNNEL_CLIENT_ENDPOINT).unwrap().unwrap().value, "!a");
    assert_eq!(decoded(&hex("c1 03 02")).get(BOOL), Ok(Some(true)));
}

/// The reference reads one garbage address here.
#[test]
fn an_array_in_a_vendor_attribute_is_split_into_its_values() {
    let servers: [Ipv6Addr; 2] = ["2001:db8::1", "2001:db8::2"].map(|address| address.parse().unwrap());
    let packet = new().with(_3gpp::IPV6_DNS_SERVERS, servers);
    let wire = octets(&packet);
    assert_eq!(wire.len(), 8 + 32);
    let read = decoded(&wire);
    assert_eq!(read.get(_3gpp::IPV6_DNS_SERVERS), Ok(Some(servers.to_vec())));
    let line = "IPv6-DNS-Servers = [2001:db8::1, 2001:db8::2]";
    assert!(read.display(&DICTIONARY).to_string().ends_with(line), "{}", read.display(&DICTIONARY));
    let mut again = new();
    again.push_text(&DICTIONARY, line).unwrap();
    assert_eq!(octets(&again), wire);
    assert!(new().with(_3gpp::IPV6_DNS_SERVERS, Vec::<Ipv6Addr>::new()).encode().is_err(), "nothing to send");
}
