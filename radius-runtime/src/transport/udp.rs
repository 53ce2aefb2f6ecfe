//! UDP sockets with room for bursts.

use std::io;
use std::net::SocketAddr;

use socket2::{Domain, Protocol, Socket, Type};

/// Octets of kernel buffer asked for. The usual default loses requests when some 256 arrive at once.
const BUFFER_OCTETS: usize = 4 << 20;

fn socket(address: SocketAddr) -> io::Result<Socket> {
    let socket = Socket::new(Domain::for_address(address), Type::DGRAM, Some(Protocol::UDP))?;
    socket.set_nonblocking(true)?;
    // The kernel caps what it grants; a smaller buffer still works.
    let _ = socket.set_recv_buffer_size(BUFFER_OCTETS);
    Ok(socket)
}

/// A socket to receive requests on.
#[cfg(feature = "server")]
pub(crate) fn bind(address: SocketAddr) -> io::Result<std::net::UdpSocket> {
    let socket = socket(address)?;
    let _ = socket.set_send_buffer_size(BUFFER_OCTETS);
    socket.bind(&address.into())?;
    Ok(socket.into())
}

/// Several sockets for one address, among which the kernel divides the clients by their address and port: what one
/// client sends from one port always comes to the same socket.
///
/// # Errors
/// The address is taken, also if another program would share it, or the system cannot divide.
#[cfg(feature = "server")]
pub(crate) fn bind_shared(address: SocketAddr, count: usize) -> io::Result<Vec<std::net::UdpSocket>> {
    // A socket that shares would be let in beside one of another server that shares as well, and take half its clients.
    let probe = bind(address)?;
    let address = probe.local_addr()?;
    if count <= 1 {
        return Ok(vec![probe]);
    }
    drop(probe);
    let share = |_| {
        let socket = socket(address)?;
        let _ = socket.set_send_buffer_size(BUFFER_OCTETS);
        share_port(&socket)?;
        socket.bind(&address.into())?;
        Ok(socket.into())
    };
    (0..count).map(share).collect()
}

#[cfg(all(feature = "server", unix, not(target_os = "solaris"), not(target_os = "illumos")))]
fn share_port(socket: &Socket) -> io::Result<()> {
    socket.set_reuse_port(true)
}

#[cfg(all(feature = "server", not(all(unix, not(target_os = "solaris"), not(target_os = "illumos")))))]
fn share_port(_: &Socket) -> io::Result<()> {
    Err(io::Error::new(
        io::ErrorKind::Unsupported,
        "this system cannot divide one port among several workers",
    ))
}

/// A socket on a port of its own, and on this address if there is one, that receives from this server only.
#[cfg(feature = "client")]
pub(crate) fn connect(
    server: SocketAddr,
    source: Option<std::net::IpAddr>,
) -> io::Result<tokio::net::UdpSocket> {
    use std::net::{Ipv4Addr, Ipv6Addr};

    let source = source.unwrap_or_else(|| match server {
        SocketAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
        SocketAddr::V6(_) => Ipv6Addr::UNSPECIFIED.into(),
    });
    let socket = socket(server)?;
    socket.bind(&SocketAddr::new(source, 0).into())?;
    socket.connect(&server.into())?;
    tokio::net::UdpSocket::from_std(socket.into())
}

/// Octets of the largest datagram read. A longer one is cut, and its Length field then gives it away.
#[cfg(feature = "client")]
pub(crate) const DATAGRAM_OCTETS: usize = crate::packet::MAX_OCTETS + 1;
