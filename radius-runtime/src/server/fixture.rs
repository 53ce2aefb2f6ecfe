//! A server whose handler does what the user's name says, and datagrams for it.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::net::UdpSocket;
use tokio::sync::{Notify, oneshot};
use tokio::task::JoinHandle;

use super::*;
use crate::attribute::AttributeSet;
use crate::crypto::Secret;
use crate::fixture::*;
use crate::packet::{ErrorCause, Packet, Received, SealedRequest};

/// What a handler does is what the user's name says.
#[derive(Default)]
pub(super) struct Door {
    calls: AtomicUsize,
    pub(super) open: Arc<Notify>,
}

impl Handler for Door {
    async fn access_request(&self, request: Request) -> Result<Answer, HandlerError> {
        self.calls.fetch_add(1, Ordering::SeqCst);
        match request.get(USER_NAME)? {
            Some("wait") => self.open.notified().await,
            Some("panic later") => {
                tokio::task::yield_now().await;
                panic!("as asked")
            }
            Some("panic at once") => panic!("as asked"),
            Some("error") => return Err("as asked".into()),
            Some("reject") => return Ok(request.reject()),
            Some("reject soon") => return Ok(request.reject().after(Duration::from_millis(1))),
            _ => {}
        }
        // With another salt each time: no two of these replies are alike unless they are the same.
        Ok(request.accept().with(TUNNEL_PASSWORD.tag(1), "tunnel"))
    }

    async fn coa_request(&self, request: Request) -> Result<Answer, HandlerError> {
        self.calls.fetch_add(1, Ordering::SeqCst);
        request.get(NAS_PORT)?;
        Ok(match request.get(USER_NAME)? {
            Some("alice") => request.acknowledge(),
            Some("mallory") => Answer::unauthorized(),
            Some("wrong cause") => request.nak(ErrorCause::RESIDUAL_SESSION_CONTEXT_REMOVED),
            _ => request.nak(ErrorCause::SESSION_CONTEXT_NOT_FOUND),
        })
    }

    fn coa_attributes(&self) -> AttributeSet {
        AttributeSet::new().with(CISCO_AV_PAIR)
    }
}

pub(super) struct Running {
    pub(super) addresses: HashMap<Service, SocketAddr>,
    pub(super) statistics: Arc<Statistics>,
    pub(super) clients: ClientsHandle,
    pub(super) calls: Box<dyn Fn() -> usize + Send>,
    pub(super) open: Arc<Notify>,
    pub(super) stop: oneshot::Sender<()>,
    pub(super) serving: JoinHandle<ShutdownReport>,
}

pub(super) fn secret() -> Secret {
    Secret::new("a shared secret").unwrap()
}

pub(super) fn localhost() -> Clients {
    Clients::new().with("127.0.0.1/32".parse().unwrap(), ClientEntry::new(secret()))
}

pub(super) const ANY_PORT: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

pub(super) async fn start(
    clients: Clients,
    settings: impl FnOnce(ServerBuilder<Arc<Door>>) -> ServerBuilder<Arc<Door>>,
) -> Running {
    let door = Arc::new(Door::default());
    let builder =
        Server::builder(clients, Arc::clone(&door)).authentication(ANY_PORT).dynamic_authorization(ANY_PORT);
    let server = settings(builder).bind().await.unwrap();
    let addresses = server.local_addresses().unwrap().into_iter().collect();
    let (statistics, clients) = (server.statistics(), server.clients());
    let (stop, stopped) = oneshot::channel();
    let serving = tokio::spawn(server.serve(async move { drop(stopped.await) }));
    let open = Arc::clone(&door.open);
    let calls = Box::new(move || door.calls.load(Ordering::SeqCst));
    Running { addresses, statistics, clients, calls, open, stop, serving }
}

impl Running {
    pub(super) async fn client(&self, service: Service) -> UdpSocket {
        let socket = UdpSocket::bind(ANY_PORT).await.unwrap();
        socket.connect(self.addresses[&service]).await.unwrap();
        socket
    }

    /// Waits until something was discarded that often.
    pub(super) async fn discarded(&self, reason: DiscardReason, times: u64) {
        until(|| self.statistics.discarded(reason) == times).await;
    }

    pub(super) async fn stop(self) -> ShutdownReport {
        self.stop.send(()).unwrap();
        self.serving.await.unwrap()
    }
}

/// Waits until something holds. Only a failing test waits for a minute.
pub(super) async fn until(holds: impl Fn() -> bool) {
    let waiting = async {
        while !holds() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), waiting).await.expect("it never holds");
}

pub(super) fn sealed(packet: &Packet, identifier: u8) -> SealedRequest {
    packet.seal_request(identifier, &secret()).unwrap()
}

pub(super) fn login(user: &str, identifier: u8) -> SealedRequest {
    sealed(&Packet::access_request().with(USER_NAME, user), identifier)
}

pub(super) async fn receive(socket: &UdpSocket) -> Vec<u8> {
    let mut buffer = vec![0; 4096];
    let length = socket.recv(&mut buffer).await.unwrap();
    buffer.truncate(length);
    buffer
}

/// Sends a request, and receives its reply, verified.
pub(super) async fn ask(socket: &UdpSocket, request: &SealedRequest) -> Packet {
    socket.send(request.octets()).await.unwrap();
    let reply = receive(socket).await;
    let received = Received::from_datagram(&reply).unwrap();
    received.verify_reply(request.header(), &secret(), false).unwrap();
    received.to_packet()
}
