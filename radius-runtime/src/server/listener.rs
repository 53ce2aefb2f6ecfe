//! Receiving on one socket: each datagram through the checks, to the handler, and its answer back.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::UdpSocket;
use tokio::sync::watch;
use tokio::task::{JoinError, JoinSet};

use crate::attribute::Keys;
use crate::packet::{Code, Packet, RequestHeader};
use crate::proto::{DiscardReason, Service, service};
use crate::transport::udp;

use super::{Answer, ClientEntry, Handler, HandlerError, Request, Shared};

/// One bound socket and what it is for.
#[derive(Debug)]
pub(super) struct Listener<H> {
    pub(super) socket: Arc<UdpSocket>,
    pub(super) service: Service,
    pub(super) shared: Arc<Shared<H>>,
}

impl<H: Handler> Listener<H> {
    /// Serves until told to stop, then finishes the requests that are being handled.
    pub(super) async fn serve(self, mut stop: watch::Receiver<()>) {
        let mut handlers = JoinSet::new();
        let mut buffer = vec![0; udp::DATAGRAM_OCTETS];
        loop {
            tokio::select! {
                biased;
                _ = stop.changed() => break,
                Some(finished) = handlers.join_next() => self.note_finished(finished),
                received = self.socket.recv_from(&mut buffer) => match received {
                    Ok((length, peer)) => {
                        let datagram = buffer.get(..length).unwrap_or_default();
                        if let Err(reason) = self.take(datagram, peer, &mut handlers) {
                            self.shared.discard(reason, peer);
                        }
                    }
                    // Whatever the socket reports, the next datagram may be a request.
                    Err(error) => {
                        tracing::warn!(%error, "receiving failed");
                        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
                    }
                },
            }
        }
        let finish = async {
            while let Some(finished) = handlers.join_next().await {
                self.note_finished(finished);
            }
        };
        let _ = tokio::time::timeout(self.shared.grace, finish).await;
    }

    fn note_finished(&self, finished: Result<(), JoinError>) {
        if finished.is_err_and(|error| error.is_panic()) {
            self.shared.count(DiscardReason::HandlerPanic);
            tracing::error!("a handler panicked; its request stays unanswered");
        }
    }

    /// Checks a datagram, and answers it at once or hands it to the handler.
    fn take(
        &self,
        datagram: &[u8],
        peer: SocketAddr,
        handlers: &mut JoinSet<()>,
    ) -> Result<(), DiscardReason> {
        let client = self.shared.clients.find(peer.ip()).ok_or(DiscardReason::UnknownClient)?;
        let received = self.service.admit(datagram, client.secret(), client.policy())?;
        let header = RequestHeader {
            code: received.code(),
            identifier: received.identifier(),
            authenticator: *received.authenticator(),
        };
        let immediate = self.service.immediate_answer(&received);
        if immediate.is_none() && handlers.len() >= self.shared.max_in_flight {
            return Err(DiscardReason::Overload);
        }
        self.shared.statistics.count_received(header.code);
        let reply = Reply { socket: Arc::clone(&self.socket), client: Arc::clone(client), peer, header };
        if let Some(answer) = immediate {
            // Where the socket is full the reply is lost, as it may be on its way, and the client asks again.
            reply.try_send(answer, &received.to_packet(), &self.shared);
            return Ok(());
        }
        let keys = Keys::new(client.secret().clone(), header.authenticator);
        let packet = Arc::new(received.to_packet().opened(keys));
        let request = Request { packet: Arc::clone(&packet), client: Arc::clone(client), peer };
        let shared = Arc::clone(&self.shared);
        handlers.spawn(async move {
            let answer = match header.code {
                Code::ACCOUNTING_REQUEST => shared.handler.accounting_request(request).await,
                _ => shared.handler.access_request(request).await,
            };
            reply.finish(answer, &packet, &shared).await;
        });
        Ok(())
    }
}

/// Where an answer goes.
struct Reply {
    socket: Arc<UdpSocket>,
    client: Arc<ClientEntry>,
    peer: SocketAddr,
    header: RequestHeader,
}

impl Reply {
    async fn finish<H>(self, answer: Result<Answer, HandlerError>, request: &Packet, shared: &Shared<H>) {
        match answer.map(Answer::into_packet) {
            Ok(Some(answer)) => self.send(answer, request, shared).await,
            Ok(None) => {
                shared.count(DiscardReason::HandlerDiscard);
                tracing::debug!(peer = %self.peer, code = %self.header.code, "the handler does not answer");
            }
            Err(error) => {
                shared.count(DiscardReason::HandlerError);
                tracing::warn!(peer = %self.peer, code = %self.header.code, error, "the handler failed");
            }
        }
    }

    async fn send<H>(self, answer: Packet, request: &Packet, shared: &Shared<H>) {
        let code = answer.code();
        if let Some(octets) = self.seal(answer, request, shared) {
            let sent = self.socket.send_to(&octets, self.peer).await;
            self.note_sent(sent, code, shared);
        }
    }

    fn try_send<H>(self, answer: Packet, request: &Packet, shared: &Shared<H>) {
        let code = answer.code();
        if let Some(octets) = self.seal(answer, request, shared) {
            let sent = self.socket.try_send_to(&octets, self.peer);
            self.note_sent(sent, code, shared);
        }
    }

    fn seal<H>(&self, answer: Packet, request: &Packet, shared: &Shared<H>) -> Option<Vec<u8>> {
        let sealed = service::seal_answer(answer, request, &self.header, self.client.secret());
        if let Err(error) = &sealed {
            shared.count(DiscardReason::UnsendableAnswer);
            tracing::error!(peer = %self.peer, code = %self.header.code, %error, "the answer cannot be sent");
        }
        sealed.ok()
    }

    fn note_sent<H>(&self, sent: io::Result<usize>, code: Code, shared: &Shared<H>) {
        match sent {
            Ok(_) => shared.statistics.count_sent(code),
            Err(error) => tracing::warn!(peer = %self.peer, %error, "sending a reply failed"),
        }
    }
}
