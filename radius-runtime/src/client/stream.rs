//! The stream end of a connection: packets one after the other, in both directions (RFC 6613 §2.6).

use std::io;
use std::sync::{Arc, Weak};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

use crate::crypto::wipe::{Wiped, wipe};
use crate::packet::{Code, MAX_STREAM_OCTETS, SealedRequest};
use crate::proto::{DiscardReason, Disposition, Framing};

use super::connection::{Connected, Link, Shared, Task};
use super::peer::Peer;
use super::way_up::{self, Incoming, Replies};

/// Packets that may wait to be written. More wait in the requests that they belong to.
const QUEUE: usize = 64;

/// How long a server may leave a packet unread. Then the connection is dead, and what waits for it moves to another.
const WRITING: Duration = Duration::from_secs(10);

/// Octets read at a time.
const BUFFER_OCTETS: usize = 16 << 10;

/// How long it may take to say good-bye.
const CLOSING: Duration = Duration::from_secs(2);

/// Where requests go that are to be written. One that is given up before is not: its number may be another's by then.
#[derive(Debug)]
pub(super) struct Sender(mpsc::Sender<Weak<SealedRequest>>);

impl Sender {
    pub(super) async fn send(&self, request: &Arc<SealedRequest>) -> io::Result<()> {
        let sent = self.0.send(Arc::downgrade(request)).await;
        sent.map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))
    }
}

pub(super) fn open(peer: &Arc<Peer>, connected: Connected) -> (Arc<Shared>, Task) {
    let (sender, queue) = mpsc::channel(QUEUE);
    let (replies, written) = Replies::channel();
    let (owner, owner_is_gone) = oneshot::channel();
    let shared = Shared::new(peer, connected.profile.clone(), Link::Stream(Sender(sender)));
    let running = Arc::clone(&shared);
    tokio::spawn(async move {
        let Connected { stream, profile, .. } = connected;
        let (reader, mut writer) = tokio::io::split(stream);
        let from = Incoming {
            octets: &[],
            peer: running.peer.entry.address,
            profile: &profile,
            #[cfg(feature = "tls")]
            certificate: connected.certificate.as_ref(),
            replies: &replies,
        };
        // Whichever half ends first ends the connection.
        let ended = tokio::select! {
            ended = read(reader, &running, from) => ended,
            ended = write(&mut writer, queue, written) => ended,
            _ = owner_is_gone => Ok(()),
        };
        if let Err(error) = ended {
            let (who, address) = (running.peer.who(), running.peer.entry.address);
            tracing::warn!(%address, %error, "the connection to the {who} is closed");
        }
        running.close();
        let _ = timeout(CLOSING, writer.shutdown()).await;
    });
    (shared, Task::Stream(owner))
}

/// Writes what waits, until there are no requests any more. What waits together leaves together; what comes alone waits for
/// nothing.
async fn write(
    mut writer: impl AsyncWrite + Unpin,
    mut requests: mpsc::Receiver<Weak<SealedRequest>>,
    mut replies: mpsc::Receiver<Wiped>,
) -> io::Result<()> {
    let (mut asking, mut answering) = (Vec::new(), Vec::new());
    loop {
        tokio::select! {
            biased;
            _ = replies.recv_many(&mut answering, QUEUE) => {
                // However many there are, requests get their turn.
                while asking.len() < QUEUE && let Ok(request) = requests.try_recv() {
                    asking.push(request);
                }
            }
            count = requests.recv_many(&mut asking, QUEUE) => if count == 0 {
                return Ok(());
            },
        }
        // One packet a write, so that TLS puts each into a record of its own: some peers take no more than that.
        for request in asking.drain(..).filter_map(|request| request.upgrade()) {
            in_time(writer.write_all(request.octets())).await?;
        }
        for reply in answering.drain(..) {
            in_time(writer.write_all(&reply)).await?;
        }
        in_time(writer.flush()).await?;
    }
}

async fn in_time(writing: impl Future<Output = io::Result<()>>) -> io::Result<()> {
    timeout(WRITING, writing).await.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))
}

/// A reply beyond the limit is no reason to close (RFC 7930 §2): the request that it answers is told.
async fn read(mut reader: impl AsyncRead + Unpin, shared: &Shared, from: Incoming<'_>) -> io::Result<()> {
    let mut framing = Framing::new(MAX_STREAM_OCTETS);
    let mut buffer = Wiped::from(vec![0; BUFFER_OCTETS]);
    loop {
        let length = reader.read(&mut buffer).await?;
        if length == 0 {
            return Ok(());
        }
        let octets = buffer.get_mut(..length).unwrap_or_default();
        framing.push(octets);
        wipe(octets);
        loop {
            let packet = framing.next_packet().map_err(|error| {
                shared.peer.count_discarded(error.into(), Code(0));
                io::Error::new(io::ErrorKind::InvalidData, error)
            })?;
            let Some(packet) = packet else { break };
            if way_up::comes_down(packet)
                && let Some(server) = shared.peer.serving()
            {
                match server.serve(&Incoming { octets: packet, ..from }) {
                    Disposition::Keep => continue,
                    Disposition::Close => {
                        let error = "a request that came down the connection is broken";
                        return Err(io::Error::new(io::ErrorKind::InvalidData, error));
                    }
                }
            }
            match shared.deliver(packet) {
                Err(reason) if closes(reason) => {
                    return Err(io::Error::new(io::ErrorKind::InvalidData, reason.name()));
                }
                Ok(()) | Err(_) => {}
            }
        }
    }
}

/// Whether a packet like this closes the connection: not, if it is only out of place (RFC 6613 §2.6.4).
const fn closes(reason: DiscardReason) -> bool {
    !matches!(reason, DiscardReason::UnexpectedCode | DiscardReason::UnknownIdentifier)
}
