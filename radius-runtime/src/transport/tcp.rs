//! TCP connections for TLS.

use std::io;
use std::net::SocketAddr;

use tokio::net::TcpSocket;

/// Connects to a server, from this local address if one is given.
#[cfg(feature = "client")]
pub(crate) async fn connect(
    server: SocketAddr,
    source: Option<std::net::IpAddr>,
) -> io::Result<tokio::net::TcpStream> {
    let socket = socket(server)?;
    if let Some(source) = source {
        socket.bind((source, 0).into())?;
    }
    let stream = socket.connect(server).await?;
    // Each write is a whole packet: nothing is gained by waiting for more.
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// A socket that takes connections.
#[cfg(feature = "server")]
pub(crate) fn listen(address: SocketAddr) -> io::Result<tokio::net::TcpListener> {
    const BACKLOG: u32 = 1024;
    let socket = socket(address)?;
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

fn socket(address: SocketAddr) -> io::Result<TcpSocket> {
    if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }
}
