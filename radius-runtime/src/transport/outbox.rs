//! Replies that leave together: those to the requests of one batch, with as few system calls as it takes.

use std::io;
use std::net::SocketAddr;

use tokio::net::UdpSocket;

/// Replies that wait for the others of their batch.
#[derive(Debug, Default)]
pub(crate) struct Outbox {
    is_open: bool,
    octets: Vec<u8>,
    /// Where each goes, and where it ends among the octets.
    replies: Vec<(SocketAddr, usize)>,
}

impl Outbox {
    /// Takes replies from now on, where the system can send several at once.
    pub(crate) const fn open(&mut self) {
        self.is_open = cfg!(any(target_os = "linux", target_os = "android"));
    }

    /// Takes a reply; says no if it is not open.
    pub(crate) fn take(&mut self, octets: &[u8], peer: SocketAddr) -> bool {
        if self.is_open {
            self.octets.extend_from_slice(octets);
            self.replies.push((peer, self.octets.len()));
        }
        self.is_open
    }

    /// Sends all it has, and takes no more. What the system does not take is told with the reason.
    pub(crate) fn send(&mut self, socket: &UdpSocket, failed: impl FnMut(SocketAddr, io::Error)) {
        self.is_open = false;
        #[cfg(any(target_os = "linux", target_os = "android"))]
        self.send_all(socket, failed);
        #[cfg(not(any(target_os = "linux", target_os = "android")))]
        let _ = (socket, failed);
        self.octets.clear();
        self.replies.clear();
    }

    #[cfg(any(target_os = "linux", target_os = "android"))]
    fn send_all(&self, socket: &UdpSocket, mut failed: impl FnMut(SocketAddr, io::Error)) {
        use std::io::IoSlice;

        use rustix::io::Errno;
        use rustix::net::{MMsgHdr, SendAncillaryBuffer, SendFlags, SocketAddrAny, sendmmsg};

        /// Datagrams of one system call.
        const AT_ONCE: usize = 32;

        let mut start = 0;
        for replies in self.replies.chunks(AT_ONCE) {
            let mut addresses = Vec::with_capacity(AT_ONCE);
            let mut slices = Vec::with_capacity(AT_ONCE);
            for &(peer, end) in replies {
                addresses.push(SocketAddrAny::from(peer));
                slices.push([IoSlice::new(self.octets.get(start..end).unwrap_or_default())]);
                start = end;
            }
            let mut control: [_; AT_ONCE] = std::array::from_fn(|_| SendAncillaryBuffer::default());
            let parts = addresses.iter().zip(&slices).zip(&mut control);
            let mut messages: Vec<_> = parts
                .map(|((address, slice), control)| MMsgHdr::new_with_addr(address, slice, control))
                .collect();
            let mut done = 0;
            while let Some(left) = messages.get_mut(done..).filter(|left| !left.is_empty()) {
                match sendmmsg(socket, left, SendFlags::DONTWAIT) {
                    Ok(sent) => done += sent.max(1),
                    Err(Errno::INTR) => {}
                    // The error is that of the first; the others have another chance.
                    Err(error) => {
                        if let Some(&(peer, _)) = replies.get(done) {
                            failed(peer, error.into());
                        }
                        done += 1;
                    }
                }
            }
        }
    }
}
