//! Replies that leave together: those to the requests of one batch, with as few system calls as it takes.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::ops::Range;

use tokio::net::UdpSocket;

/// What became of a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// The system took it.
    Sent,
    /// It waits for others, and whoever sends those learns what becomes of it.
    Held,
}

/// Replies that wait for the others of their batch, each with something that its sender knows it by.
#[derive(Debug)]
pub(crate) struct Outbox<T> {
    is_open: bool,
    octets: Vec<u8>,
    replies: Vec<Reply<T>>,
}

#[derive(Debug)]
struct Reply<T> {
    peer: SocketAddr,
    local: Option<IpAddr>,
    known_by: T,
    /// Where it lies among the octets.
    range: Range<usize>,
}

impl<T> Default for Outbox<T> {
    fn default() -> Self {
        Self { is_open: false, octets: Vec::new(), replies: Vec::new() }
    }
}

impl<T> Outbox<T> {
    /// Takes replies from now on, where the system can send several at once.
    pub(crate) const fn open(&mut self) {
        self.is_open = cfg!(any(target_os = "linux", target_os = "android"));
    }

    /// Takes a reply; says no if it is not open.
    pub(crate) fn take(
        &mut self,
        octets: &[u8],
        peer: SocketAddr,
        local: Option<IpAddr>,
        known_by: impl FnOnce() -> T,
    ) -> bool {
        if self.is_open {
            let start = self.octets.len();
            self.octets.extend_from_slice(octets);
            self.replies.push(Reply { peer, local, known_by: known_by(), range: start..self.octets.len() });
        }
        self.is_open
    }

    /// Sends all it has, takes no more, and tells of each whether the system took it.
    pub(crate) fn send(&mut self, socket: &UdpSocket, told: impl FnMut(&T, SocketAddr, io::Result<()>)) {
        self.is_open = false;
        #[cfg(any(target_os = "linux", target_os = "android"))]
        self.send_all(socket, told);
        #[cfg(not(any(target_os = "linux", target_os = "android")))]
        let _ = (socket, told);
        self.octets.clear();
        self.replies.clear();
    }

    #[cfg(any(target_os = "linux", target_os = "android"))]
    fn send_all(&mut self, socket: &UdpSocket, mut told: impl FnMut(&T, SocketAddr, io::Result<()>)) {
        /// Datagrams of one system call.
        const AT_ONCE: usize = 32;

        // One call says for all of its datagrams from which address they leave. Those to one client stay in their order.
        self.replies.sort_by_key(|reply| reply.local);
        for of_one_address in self.replies.chunk_by(|reply, next| reply.local == next.local) {
            for mut left in of_one_address.chunks(AT_ONCE) {
                while let Some((first, others)) = left.split_first() {
                    match self.send_some(socket, left) {
                        Ok(count) => {
                            let (sent, rest) = left.split_at_checked(count.max(1)).unwrap_or((left, &[]));
                            sent.iter().for_each(|reply| told(&reply.known_by, reply.peer, Ok(())));
                            left = rest;
                        }
                        Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                        // The error is that of the first; the others have another chance.
                        Err(error) => {
                            told(&first.known_by, first.peer, Err(error));
                            left = others;
                        }
                    }
                }
            }
        }
    }

    /// Sends replies that leave from one address with one system call, and says how many the system took.
    #[cfg(any(target_os = "linux", target_os = "android"))]
    fn send_some(&self, socket: &UdpSocket, replies: &[Reply<T>]) -> io::Result<usize> {
        use std::io::IoSlice;
        use std::os::fd::AsRawFd;

        use nix::cmsg_space;
        use nix::libc::{in_addr, in_pktinfo, in6_addr, in6_pktinfo};
        use nix::sys::socket::{ControlMessage, MsgFlags, MultiHeaders, SockaddrStorage, sendmmsg};

        let slices: Vec<_> = replies
            .iter()
            .map(|reply| [IoSlice::new(self.octets.get(reply.range.clone()).unwrap_or_default())])
            .collect();
        let peers: Vec<_> = replies.iter().map(|reply| Some(SockaddrStorage::from(reply.peer))).collect();
        let send = |space, control: &[ControlMessage<'_>]| {
            let mut headers = MultiHeaders::preallocate(replies.len(), space);
            let socket = socket.as_raw_fd();
            let sent = sendmmsg(socket, &mut headers, &slices, &peers, control, MsgFlags::MSG_DONTWAIT)?;
            Ok(sent.count())
        };
        match replies.first().and_then(|reply| reply.local) {
            None => send(None, &[]),
            Some(IpAddr::V4(local)) => {
                let source = in_addr { s_addr: u32::from_ne_bytes(local.octets()) };
                let info =
                    in_pktinfo { ipi_ifindex: 0, ipi_spec_dst: source, ipi_addr: in_addr { s_addr: 0 } };
                send(Some(cmsg_space!(in_pktinfo)), &[ControlMessage::Ipv4PacketInfo(&info)])
            }
            Some(IpAddr::V6(local)) => {
                let source = in6_addr { s6_addr: local.octets() };
                let info = in6_pktinfo { ipi6_addr: source, ipi6_ifindex: 0 };
                send(Some(cmsg_space!(in6_pktinfo)), &[ControlMessage::Ipv6PacketInfo(&info)])
            }
        }
    }
}
