//! Named values of types that are no unsigned integers: constants in Rust, names in the table and in text.

use radius_runtime::{Packet, include_dictionary};

include_dictionary! {
    /// Named values of every type.
    mod values = "../tests/golden/dictionary.values";
}

use values::{DICTIONARY, gateway, route};

fn shown(packet: &Packet) -> Vec<String> {
    packet.display(&DICTIONARY).to_string().lines().skip(1).map(|line| line.trim().to_owned()).collect()
}

#[test]
fn constants_are_values_of_their_attributes_and_printed_by_name() {
    let packet = Packet::access_request()
        .with(values::SERVER, values::server::ANYWHERE)
        .with(values::SERVER_6, values::server_6::LOOPBACK)
        .with(values::PEER, values::peer::ANY_4)
        .with(values::PEER, values::peer::ANY_6)
        .with(values::NET, values::net::PRIVATE)
        .with(values::NET_6, values::net_6::DOCUMENTATION)
        .with(values::ANY_NET, values::any_net::LINK_LOCAL)
        .with(values::INTERFACE, values::interface::FIRST)
        .with(values::STATION, values::station::BROADCAST)
        .with(values::EXPIRY, values::expiry::NEVER)
        .with(values::DRIFT, values::drift::BEHIND)
        .with(values::DRIFT_MS, values::drift_ms::SLIGHTLY)
        .with(values::ENABLED, values::enabled::ON)
        .with(values::LEVEL, values::level::LOWEST)
        .with(values::RATIO, values::ratio::HALF)
        .with(values::SHARE, values::share::THIRD)
        .with(values::TOKEN, values::token::NONE)
        .with(values::KEY, values::key::ZERO);
    let names = [
        "Server = Broadcast",
        "Server-6 = Loopback",
        "Peer = Any-4",
        "Peer = Any-6",
        "Net = Private",
        "Net-6 = Documentation",
        "Any-Net = Link-Local",
        "Interface = First",
        "Station = Broadcast",
        "Expiry = Never",
        "Drift = Behind",
        "Drift-MS = Slightly",
        "Enabled = On",
        "Level = Lowest",
        "Ratio = Half",
        "Share = Third",
        "Token = None",
        "Key = Zero",
    ];
    assert_eq!(shown(&packet), names);
    let mut read = Packet::access_request();
    for line in names {
        read.push_text(&DICTIONARY, line).unwrap_or_else(|error| panic!("{line}: {error}"));
    }
    assert_eq!(shown(&read), names);
    assert!(read.iter().map(|raw| raw.value).eq(packet.iter().map(|raw| raw.value)));
}

#[test]
fn every_name_is_read_and_what_has_none_is_printed_as_it_is() {
    for (line, printed) in [
        ("Server = Anywhere", "Server = Broadcast"),
        ("server = broadcast", "Server = Broadcast"),
        ("Server = 192.0.2.1", "Server = 192.0.2.1"),
        ("Expiry = Millennium", "Expiry = Millennium"),
        ("Expiry = 946684800", "Expiry = Millennium"),
        ("Expiry-MS = Millennium", "Expiry-MS = Millennium"),
        ("Expiry-MS = 2000-01-01T00:00:00.5Z", "Expiry-MS = Millennium"),
        ("Level = 0", "Level = Default"),
        ("Level = -1", "Level = -1"),
        ("Enabled = no", "Enabled = Off"),
        ("Token = 0x776f7264", "Token = Word"),
        ("Token = words", "Token = 0x776f726473"),
        ("Gateway = { Address = Default, Metric = 1 }", "Gateway = { Address = Default, Metric = 1 }"),
        ("Route = { Next-Hop = None }", "Route = { Next-Hop = None }"),
        ("Route-Copy = { Next-Hop = 0.0.0.0 }", "Route-Copy = { Next-Hop = None }"),
        // Sent with more octets than it needs.
        ("Attr-204 = 0x002020010db80000", "Net-6 = Documentation"),
    ] {
        let mut packet = Packet::access_request();
        packet.push_text(&DICTIONARY, line).unwrap_or_else(|error| panic!("{line}: {error}"));
        assert_eq!(shown(&packet), [printed], "{line}");
    }
    let error = Packet::access_request().push_text(&DICTIONARY, "Server = Anywere").unwrap_err();
    assert!(error.to_string().contains("did you mean `Anywhere`"), "{error}");
}

#[test]
fn members_and_children_have_constants_beside_them() {
    let value = values::Gateway { address: Some(gateway::address::DEFAULT), ..values::Gateway::default() };
    let hop = radius_runtime::attribute::TlvValue::new().with(route::NEXT_HOP, route::next_hop::NONE);
    let packet = Packet::access_request()
        .with(values::GATEWAY, value)
        .with(values::ROUTE, hop)
        .with(values::BACKUP_SERVER, values::backup_server::NOWHERE);
    let first = "Gateway = { Address = Default }";
    assert_eq!(shown(&packet), [first, "Route = { Next-Hop = None }", "Backup-Server = <hidden>"]);
}

#[test]
fn the_table_knows_the_octets_by_every_name() {
    let server = DICTIONARY.attribute("Server").unwrap();
    let found: Vec<_> = server.octet_values().collect();
    assert_eq!(found, [("Nowhere", &[0; 4][..]), ("Broadcast", &[255; 4]), ("Anywhere", &[255; 4])]);
    assert_eq!(server.value_octets("ANYWHERE"), Some(&[255; 4][..]));
    assert_eq!(server.octets_name(&[255; 4]), Some("Broadcast"));
    assert_eq!(
        (server.values().count(), server.value_number("Nowhere"), server.value_name(0)),
        (0, None, None)
    );
    let level = DICTIONARY.attribute("Level").unwrap();
    assert_eq!(level.value_number("Lowest").map(u64::cast_signed), Some(-32768));
    assert_eq!(level.octet_values().count(), 0);
}
