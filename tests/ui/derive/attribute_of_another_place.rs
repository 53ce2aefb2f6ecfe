//! The attributes of a TLV are no attributes of a packet, and the struct of one TLV is none of another.

use radius_dictionaries::{
    IP_PORT_LIMIT_INFO, IP_PORT_RANGE, IpPortRange, TUNNEL_TYPE, TunnelType, USER_NAME, ip_port_range,
};
use radius_runtime::{FromAttributes, IntoAttributes, Packet};

#[derive(FromAttributes, IntoAttributes)]
#[attributes(tlv = IpPortRange)]
struct Ports {
    #[attribute(ip_port_range::RANGE_START)]
    first: u32,
}

#[derive(FromAttributes, IntoAttributes)]
struct InThePacket {
    #[attribute(ip_port_range::RANGE_START)]
    first: u32,
}

#[derive(FromAttributes, IntoAttributes)]
struct InTheWrongOne {
    #[attribute(IP_PORT_LIMIT_INFO)]
    ports: Ports,
}

#[derive(FromAttributes)]
struct TaggedName {
    #[attribute(USER_NAME.tag(1))]
    user: String,
}

#[derive(FromAttributes)]
struct Right {
    #[attribute(IP_PORT_RANGE)]
    ports: Vec<Ports>,
    #[attribute(TUNNEL_TYPE.tag(1))]
    kind: Option<TunnelType>,
}

fn main() {
    let _ = Packet::access_request().with_all(&Ports { first: 1 });
    let _ = Packet::access_request().extract::<String>();
}
