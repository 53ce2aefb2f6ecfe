//! The UDP end of a connection: a connected socket, which receives from its server only.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::UdpSocket;

use crate::packet::Profile;
use crate::transport::udp;

use super::connection::{Link, Shared, Task};
use super::mailbox::Loss;
use super::peer::Peer;

/// A connected socket.
#[derive(Debug)]
pub(super) struct Socket(UdpSocket);

/// How long receiving rests after an error that is not about the server's port.
const AFTER_FAILURE: Duration = Duration::from_millis(10);

pub(super) fn open(peer: &Arc<Peer>) -> io::Result<(Arc<Shared>, Task)> {
    let socket = udp::connect(peer.entry.address, peer.entry.source)?;
    let shared = Shared::new(peer, Profile::udp(peer.entry.secret.clone()), Link::Datagram(Socket(socket)));
    let receiving = Arc::clone(&shared);
    let receiver = tokio::spawn(async move { receive(&receiving).await }).abort_handle();
    Ok((shared, Task::Datagram(receiver)))
}

impl Socket {
    pub(super) async fn send(&self, octets: &[u8]) -> io::Result<()> {
        match self.0.send(octets).await {
            // An earlier datagram met a closed port, and this one was not sent: the port may be open by now.
            Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => {
                self.0.send(octets).await.map(drop)
            }
            result => result.map(drop),
        }
    }
}

/// ICMP errors and the like never end the receiving: the next datagram may be the reply.
async fn receive(shared: &Shared) {
    let Link::Datagram(Socket(socket)) = shared.link() else { return };
    let mut buffer = vec![0; udp::DATAGRAM_OCTETS];
    loop {
        match socket.recv(&mut buffer).await {
            Ok(length) => drop(shared.deliver(buffer.get(..length).unwrap_or_default())),
            Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => shared.lost(Loss::Refused),
            Err(error) => {
                tracing::warn!(server = %shared.peer.entry.address, %error, "receiving failed");
                tokio::time::sleep(AFTER_FAILURE).await;
            }
        }
    }
}
