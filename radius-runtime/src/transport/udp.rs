//! UDP sockets with room for bursts.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use socket2::{Domain, Protocol, Socket, Type};
use tokio::net::UdpSocket;

/// Octets of kernel buffer asked for. The usual default loses requests when some 256 arrive at once.
const BUFFER_OCTETS: usize = 4 << 20;

/// Octets of the largest datagram read. A longer one is cut, and its Length field then gives it away.
pub(crate) const DATAGRAM_OCTETS: usize = crate::packet::MAX_OCTETS + 1;

/// A socket to receive requests on.
pub(crate) fn bind(address: SocketAddr) -> io::Result<UdpSocket> {
    let socket = Socket::new(Domain::for_address(address), Type::DGRAM, Some(Protocol::UDP))?;
    socket.set_nonblocking(true)?;
    // The kernel caps what it grants; a smaller buffer still works.
    let _ = socket.set_recv_buffer_size(BUFFER_OCTETS);
    let _ = socket.set_send_buffer_size(BUFFER_OCTETS);
    socket.bind(&address.into())?;
    UdpSocket::from_std(socket.into())
}

/// A socket on a port of its own, and on this address if there is one, that receives from this server only.
pub(crate) fn connect(server: SocketAddr, source: Option<IpAddr>) -> io::Result<UdpSocket> {
    let source = source.unwrap_or_else(|| match server {
        SocketAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
        SocketAddr::V6(_) => Ipv6Addr::UNSPECIFIED.into(),
    });
    let socket = Socket::new(Domain::for_address(server), Type::DGRAM, Some(Protocol::UDP))?;
    socket.set_nonblocking(true)?;
    let _ = socket.set_recv_buffer_size(BUFFER_OCTETS);
    socket.bind(&SocketAddr::new(source, 0).into())?;
    socket.connect(&server.into())?;
    UdpSocket::from_std(socket.into())
}
