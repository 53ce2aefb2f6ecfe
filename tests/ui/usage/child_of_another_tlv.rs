//! An attribute of one TLV fits into no other, nor directly into the packet.

use radius_dictionaries::{IP_PORT_LIMIT_INFO, ip_port_limit_info, ip_port_range};
use radius_runtime::Packet;
use radius_runtime::attribute::TlvValue;

fn main() {
    let right = TlvValue::new().with(ip_port_limit_info::IP_PORT_LIMIT, 5);
    let wrong = TlvValue::new().with(ip_port_range::LIMIT, 5);
    let _ = Packet::access_request().with(IP_PORT_LIMIT_INFO, right).with(IP_PORT_LIMIT_INFO, wrong);
    let _ = Packet::access_request().with(ip_port_range::LIMIT, 5);
}
