//! Datagrams received several at a time, each with the address it was sent to, from which its reply has to leave.

use std::io::{self, IoSliceMut};
use std::net::{IpAddr, SocketAddr};
#[cfg(any(target_os = "linux", target_os = "android"))]
use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::{Mutex, MutexGuard, PoisonError};

use quinn_udp::{BATCH_SIZE, RecvMeta, Transmit, UdpSocketState};
use tokio::io::Interest;
use tokio::net::UdpSocket;

use crate::packet::MAX_OCTETS;

use super::outbox::{Fate, Outbox};

/// A socket that many clients send to. Its replies are known by a `T` each.
#[derive(Debug)]
pub(crate) struct ServerSocket<T> {
    socket: UdpSocket,
    state: UdpSocketState,
    /// Whether it receives for all addresses of the host.
    is_unspecified: bool,
    /// Replies to the batch that is being taken.
    outbox: Mutex<Outbox<T>>,
}

/// Room for datagrams, used again and again.
#[derive(Debug)]
pub(crate) struct Batch {
    octets: Vec<u8>,
    room: usize,
    found: [RecvMeta; BATCH_SIZE],
    count: usize,
}

/// One datagram.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Datagram<'a> {
    pub(crate) octets: &'a [u8],
    pub(crate) peer: SocketAddr,
    /// The address it was sent to, if the socket receives for several.
    pub(crate) local: Option<IpAddr>,
}

impl<T> ServerSocket<T> {
    /// Takes a bound, non-blocking socket into the runtime that calls.
    pub(crate) fn new(socket: std::net::UdpSocket) -> io::Result<Self> {
        let is_unspecified = socket.local_addr()?.ip().is_unspecified();
        let state = state_for(&socket, is_unspecified)?;
        Ok(Self { socket: UdpSocket::from_std(socket)?, state, is_unspecified, outbox: Mutex::default() })
    }

    /// A batch that fits this socket.
    pub(crate) fn batch(&self) -> Batch {
        // Where the kernel may join datagrams of one sender, they need room for the largest sum; else a datagram that is
        // too long is cut, and its Length field gives it away.
        let joins = JOINS_DATAGRAMS && self.state.gro_segments() > 1;
        let room = if joins { usize::from(u16::MAX) } else { MAX_OCTETS + 1 };
        Batch { octets: vec![0; room * BATCH_SIZE], room, found: [RecvMeta::default(); BATCH_SIZE], count: 0 }
    }

    /// Waits for datagrams and takes all that are there, as far as they fit into the batch. Nothing is lost if the wait is
    /// given up.
    pub(crate) async fn receive(&self, batch: &mut Batch) -> io::Result<()> {
        batch.count = 0;
        let Batch { octets, room, found, count } = batch;
        let receive = || {
            let mut chunks = octets.chunks_exact_mut(*room);
            let mut buffers: [IoSliceMut<'_>; BATCH_SIZE] =
                std::array::from_fn(|_| IoSliceMut::new(chunks.next().unwrap_or_default()));
            self.state.recv((&self.socket).into(), &mut buffers, found)
        };
        *count = self.socket.async_io(Interest::READABLE, receive).await?;
        Ok(())
    }

    /// Sends a datagram from the address that its request was sent to. While replies are [held](Self::hold), it may wait
    /// for the others.
    ///
    /// # Errors
    /// The system does not take it, also if it just has no room.
    pub(crate) fn send(
        &self,
        octets: &[u8],
        peer: SocketAddr,
        local: Option<IpAddr>,
        known_by: impl FnOnce() -> T,
    ) -> io::Result<Fate> {
        if self.outbox().take(octets, peer, local, known_by) {
            return Ok(Fate::Held);
        }
        let datagram =
            Transmit { destination: peer, ecn: None, contents: octets, segment_size: None, src_ip: local };
        self.state.try_send((&self.socket).into(), &datagram).map(|()| Fate::Sent)
    }

    /// Holds the datagrams that are sent from now on, where the system can send several at once.
    pub(crate) fn hold(&self) {
        self.outbox().open();
    }

    /// Sends what was held, and tells of each whether the system took it.
    pub(crate) fn release(&self, told: impl FnMut(&T, SocketAddr, io::Result<()>)) {
        let mut outbox = self.outbox();
        outbox.send(&self.socket, told);
    }

    fn outbox(&self) -> MutexGuard<'_, Outbox<T>> {
        self.outbox.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What was received.
    pub(crate) fn datagrams<'a>(&self, batch: &'a Batch) -> impl Iterator<Item = Datagram<'a>> {
        let is_unspecified = self.is_unspecified;
        let received = batch.found.iter().zip(batch.octets.chunks_exact(batch.room)).take(batch.count);
        received.flat_map(move |(found, octets)| {
            let octets = octets.get(..found.len).unwrap_or(octets);
            let local = found.dst_ip.filter(|_| is_unspecified);
            // An empty datagram is one, too.
            let first = std::iter::once(octets.get(..found.stride).unwrap_or(octets));
            let rest = octets.get(found.stride.max(1)..).unwrap_or_default();
            let others = rest.chunks(found.stride.max(1));
            first.chain(others).map(move |octets| Datagram { octets, peer: found.addr, local })
        })
    }
}

/// Whether the kernel may join datagrams (GRO): only where quinn-udp sets the options.
const JOINS_DATAGRAMS: bool = !cfg!(any(target_os = "linux", target_os = "android"));

/// What receives from and sends to a socket like this one.
///
/// The options that quinn-udp sets are QUIC's: they forbid fragmentation, which a packet of RADIUS needs that is longer than
/// the path allows, and have the kernel stamp every datagram with the time. They are set for another socket; this one gets
/// what it needs.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn state_for(socket: &std::net::UdpSocket, is_unspecified: bool) -> io::Result<UdpSocketState> {
    use nix::sys::socket::{setsockopt, sockopt};

    let is_ipv4 = socket.local_addr()?.is_ipv4();
    let any: SocketAddr =
        if is_ipv4 { (Ipv4Addr::UNSPECIFIED, 0).into() } else { (Ipv6Addr::UNSPECIFIED, 0).into() };
    if is_unspecified && is_ipv4 {
        setsockopt(socket, sockopt::Ipv4PacketInfo, &true)?;
    } else if is_unspecified {
        setsockopt(socket, sockopt::Ipv6RecvPacketInfo, &true)?;
    }
    let other = std::net::UdpSocket::bind(any)?;
    UdpSocketState::new((&other).into())
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn state_for(socket: &std::net::UdpSocket, _: bool) -> io::Result<UdpSocketState> {
    UdpSocketState::new(socket.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::{Ipv4Addr, Ipv6Addr};

    use crate::transport::udp;

    async fn received(
        socket: &ServerSocket<u8>,
        batch: &mut Batch,
    ) -> Vec<(Vec<u8>, SocketAddr, Option<IpAddr>)> {
        socket.receive(batch).await.unwrap();
        socket.datagrams(batch).map(|found| (found.octets.to_vec(), found.peer, found.local)).collect()
    }

    #[tokio::test]
    async fn a_reply_leaves_from_the_address_that_was_asked() {
        let any = [(Ipv4Addr::UNSPECIFIED, 0).into(), SocketAddr::from((Ipv6Addr::UNSPECIFIED, 0))];
        for (any, is_held) in any.into_iter().flat_map(|any| [(any, false), (any, true)]) {
            let socket = ServerSocket::new(udp::bind(any).unwrap()).unwrap();
            let port = socket.socket.local_addr().unwrap().port();
            let mut batch = socket.batch();
            let v4 =
                [Ipv4Addr::LOCALHOST, Ipv4Addr::new(127, 0, 0, 2), Ipv4Addr::LOCALHOST].map(IpAddr::from);
            let v6 = [Ipv6Addr::LOCALHOST; 3].map(IpAddr::from);
            let mut clients = Vec::new();
            if is_held {
                socket.hold();
            }
            for (number, asked) in (0..).zip(if any.is_ipv4() { v4 } else { v6 }) {
                let itself = if any.is_ipv4() { Ipv4Addr::LOCALHOST.into() } else { asked };
                let client = UdpSocket::bind((itself, 0)).await.unwrap();
                client.connect((asked, port)).await.unwrap();
                client.send(b"question").await.unwrap();
                let (octets, peer, local) = received(&socket, &mut batch).await.remove(0);
                assert_eq!((&octets[..], local), (&b"question"[..], Some(asked)));
                let fate = socket.send(b"answer", peer, local, || number).unwrap();
                assert_eq!(
                    fate == Fate::Held,
                    is_held && cfg!(any(target_os = "linux", target_os = "android"))
                );
                clients.push((client, asked));
            }
            let mut left = Vec::new();
            socket.release(|number, _, result| left.push((*number, result.is_ok())));
            left.sort_unstable();
            assert!(left.is_empty() || left == [(0, true), (1, true), (2, true)], "{left:?}");
            for (client, asked) in clients {
                let mut buffer = [0; 10];
                let length = client.recv(&mut buffer).await.unwrap();
                assert_eq!(&buffer[..length], b"answer", "a connected socket takes it from {asked} only");
            }
        }
    }

    #[tokio::test]
    async fn datagrams_of_every_size_come_one_by_one() {
        for address in [SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), (Ipv6Addr::LOCALHOST, 0).into()] {
            let socket = ServerSocket::<u8>::new(udp::bind(address).unwrap()).unwrap();
            let client = UdpSocket::bind(address).await.unwrap();
            client.connect(socket.socket.local_addr().unwrap()).await.unwrap();
            let sizes = [0, 1, 20, 20, 20, 4096, 4097, 0, 300];
            for size in sizes {
                client.send(&vec![7; size]).await.unwrap();
            }
            let mut batch = socket.batch();
            let mut found = Vec::new();
            while found.len() < sizes.len() {
                let datagrams = received(&socket, &mut batch).await;
                assert!(datagrams.iter().all(|(_, _, local)| local.is_none()), "the socket has one address");
                found.extend(datagrams.into_iter().map(|(octets, ..)| octets.len()));
            }
            assert_eq!(found, sizes);
        }
    }

    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn replies_longer_than_the_path_allows_may_be_fragmented() {
        use rustix::net::sockopt::{
            Ipv4PathMtuDiscovery, Ipv6PathMtuDiscovery, ip_mtu_discover, ipv6_mtu_discover,
        };

        for address in [Ipv4Addr::LOCALHOST, Ipv4Addr::UNSPECIFIED] {
            let socket = ServerSocket::<u8>::new(udp::bind((address, 0).into()).unwrap()).unwrap();
            assert_ne!(ip_mtu_discover(&socket.socket).unwrap(), Ipv4PathMtuDiscovery::PROBE, "{address}");
            assert_ne!(ip_mtu_discover(&socket.socket).unwrap(), Ipv4PathMtuDiscovery::DO, "{address}");
        }
        for address in [Ipv6Addr::LOCALHOST, Ipv6Addr::UNSPECIFIED] {
            let socket = ServerSocket::<u8>::new(udp::bind((address, 0).into()).unwrap()).unwrap();
            assert_ne!(ipv6_mtu_discover(&socket.socket).unwrap(), Ipv6PathMtuDiscovery::PROBE, "{address}");
            let dont = nix::sys::socket::getsockopt(&socket.socket, nix::sys::socket::sockopt::Ipv6DontFrag);
            assert_eq!(dont, Ok(false), "{address}");
        }
    }

    #[cfg(any(target_os = "linux", target_os = "android"))]
    #[tokio::test]
    async fn replies_that_were_held_are_all_sent_when_released_and_each_is_told_once() {
        let socket = ServerSocket::new(udp::bind((Ipv4Addr::LOCALHOST, 0).into()).unwrap()).unwrap();
        let clients = [(); 3].map(|()| std::net::UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap());
        let nobody = ([127, 0, 0, 1], 0).into();
        let mut expected = Vec::new();
        socket.hold();
        for number in 0..2 * BATCH_SIZE as u8 {
            for client in &clients {
                let peer = client.local_addr().unwrap();
                let reply = vec![number; 20 + usize::from(number)];
                assert_eq!(socket.send(&reply, peer, None, || number).unwrap(), Fate::Held);
                expected.push((number, peer, true));
            }
            if number == 5 {
                socket.send(b"nowhere", nobody, None, || number).unwrap();
                expected.push((number, nobody, false));
            }
        }
        let mut told = Vec::new();
        socket.release(|number, peer, result| told.push((*number, peer, result.is_ok())));
        assert_eq!(told, expected);
        for client in &clients {
            for number in 0..2 * BATCH_SIZE as u8 {
                let mut buffer = [0; 200];
                let length = client.recv(&mut buffer).unwrap();
                assert_eq!(buffer[..length], *vec![number; 20 + usize::from(number)]);
            }
        }
        let at_once = socket.send(b"at once", clients[0].local_addr().unwrap(), None, || 0).unwrap();
        assert_eq!(at_once, Fate::Sent, "nothing is held any more");
        let mut buffer = [0; 200];
        assert_eq!(clients[0].recv(&mut buffer).unwrap(), 7);
    }

    #[test]
    fn an_address_in_use_is_not_shared_with_another_server() {
        let first = udp::bind_shared((Ipv4Addr::LOCALHOST, 0).into(), 2).unwrap();
        assert_eq!(first.len(), 2);
        let address = first[0].local_addr().unwrap();
        assert_eq!(first[1].local_addr().unwrap(), address);
        let second = udp::bind_shared(address, 2);
        assert_eq!(second.unwrap_err().kind(), io::ErrorKind::AddrInUse);
    }
}
