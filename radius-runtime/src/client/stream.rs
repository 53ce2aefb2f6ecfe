//! The stream end of a connection: packets one after the other, in both directions (RFC 6613 §2.6).

use std::io;
use std::sync::{Arc, Weak};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

use crate::crypto::wipe::{Wiped, wipe};
use crate::packet::{Code, MAX_STREAM_OCTETS, Profile, SealedRequest};
use crate::proto::{DiscardReason, Framing};

use super::connection::{Link, Shared, Stream, Task};
use super::peer::Peer;

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

pub(super) fn open(peer: &Arc<Peer>, stream: Box<dyn Stream>, profile: Profile) -> (Arc<Shared>, Task) {
    let (sender, queue) = mpsc::channel(QUEUE);
    let (owner, owner_is_gone) = oneshot::channel();
    let shared = Shared::new(peer, profile, Link::Stream(Sender(sender)));
    let running = Arc::clone(&shared);
    tokio::spawn(async move {
        let (reader, mut writer) = tokio::io::split(stream);
        // Whichever half ends first ends the connection.
        let ended = tokio::select! {
            ended = read(reader, &running) => ended,
            ended = write(&mut writer, queue) => ended,
            _ = owner_is_gone => Ok(()),
        };
        if let Err(error) = ended {
            tracing::warn!(server = %running.peer.entry.address, %error, "the connection is closed");
        }
        running.close();
        let _ = timeout(CLOSING, writer.shutdown()).await;
    });
    (shared, Task::Stream(owner))
}

/// Writes what waits. What waits together leaves together; what comes alone waits for nothing.
async fn write(
    mut writer: impl AsyncWrite + Unpin,
    mut queue: mpsc::Receiver<Weak<SealedRequest>>,
) -> io::Result<()> {
    let mut waiting = Vec::new();
    while queue.recv_many(&mut waiting, QUEUE).await > 0 {
        for request in waiting.drain(..).filter_map(|request| request.upgrade()) {
            // One packet a write, so that TLS puts each into a record of its own: some peers take no more than that.
            in_time(writer.write_all(request.octets())).await?;
        }
        in_time(writer.flush()).await?;
    }
    Ok(())
}

async fn in_time(writing: impl Future<Output = io::Result<()>>) -> io::Result<()> {
    timeout(WRITING, writing).await.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))
}

/// A reply beyond the limit is no reason to close (RFC 7930 §2): the request that it answers is told.
async fn read(mut reader: impl AsyncRead + Unpin, shared: &Shared) -> io::Result<()> {
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
