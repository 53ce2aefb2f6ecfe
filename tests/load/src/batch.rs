//! Many datagrams with one system call.

use std::io::{self, IoSlice, IoSliceMut};
use std::net::UdpSocket;
use std::os::fd::AsRawFd;

use nix::sys::socket::{MsgFlags, MultiHeaders, SockaddrIn, recvmmsg, sendmmsg};

/// Datagrams of one system call at most.
const DATAGRAMS: usize = 32;
/// Octets of a datagram at most; a longer one is cut, and found wrong.
const OCTETS: usize = 512;

/// Datagrams that were received, or that are to be sent: each batch serves one direction.
pub(crate) struct Batch {
    buffers: Box<[[u8; OCTETS]; DATAGRAMS]>,
    lengths: [usize; DATAGRAMS],
    peers: [Option<SockaddrIn>; DATAGRAMS],
    count: usize,
    headers: MultiHeaders<SockaddrIn>,
}

impl Batch {
    pub(crate) fn new() -> Self {
        Self {
            buffers: Box::new([[0; OCTETS]; DATAGRAMS]),
            lengths: [0; DATAGRAMS],
            peers: [None; DATAGRAMS],
            count: 0,
            headers: MultiHeaders::preallocate(DATAGRAMS, None),
        }
    }

    pub(crate) const fn is_full(&self) -> bool {
        self.count == DATAGRAMS
    }

    /// The datagrams and where they came from.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&[u8], Option<SockaddrIn>)> {
        let lengths = self.lengths.iter().take(self.count);
        self.buffers
            .iter()
            .zip(lengths)
            .zip(self.peers)
            .map(|((buffer, &length), peer)| (&buffer[..length], peer))
    }

    /// Adds a datagram to send; over a connected socket it has no peer.
    pub(crate) fn push(&mut self, datagram: &[u8], peer: Option<SockaddrIn>) {
        self.buffers[self.count][..datagram.len()].copy_from_slice(datagram);
        self.lengths[self.count] = datagram.len();
        self.peers[self.count] = peer;
        self.count += 1;
    }

    /// Waits for a datagram, and takes those that are there then.
    pub(crate) fn wait(&mut self, socket: &UdpSocket) -> io::Result<()> {
        self.receive(socket, MsgFlags::MSG_WAITFORONE)
    }

    /// Takes the datagrams that are there; the batch is empty if there are none.
    pub(crate) fn take(&mut self, socket: &UdpSocket) -> io::Result<()> {
        match self.receive(socket, MsgFlags::MSG_DONTWAIT) {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(()),
            result => result,
        }
    }

    fn receive(&mut self, socket: &UdpSocket, flags: MsgFlags) -> io::Result<()> {
        self.count = 0;
        let mut slices = self.buffers.each_mut().map(|buffer| [IoSliceMut::new(buffer)]);
        let received = recvmmsg(socket.as_raw_fd(), &mut self.headers, slices.iter_mut(), flags, None)?;
        for message in received {
            self.lengths[self.count] = message.bytes;
            self.peers[self.count] = message.address;
            self.count += 1;
        }
        Ok(())
    }

    /// Sends all datagrams, and empties the batch.
    pub(crate) fn send(&mut self, socket: &UdpSocket) -> io::Result<()> {
        let count = std::mem::take(&mut self.count);
        let mut sent = 0;
        while sent < count {
            let datagrams = self.buffers.iter().zip(self.lengths);
            let slices: [_; DATAGRAMS] = {
                let mut datagrams = datagrams.map(|(buffer, length)| [IoSlice::new(&buffer[..length])]);
                std::array::from_fn(|_| datagrams.next().unwrap_or_else(|| [IoSlice::new(&[])]))
            };
            let (slices, peers) = (&slices[sent..count], &self.peers[sent..count]);
            let flags = MsgFlags::empty();
            sent += sendmmsg(socket.as_raw_fd(), &mut self.headers, slices, peers, [], flags)?.count();
        }
        Ok(())
    }
}
