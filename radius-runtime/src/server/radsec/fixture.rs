//! Both ends over TLS on the loopback interface, for the tests beside this.

use std::future::pending;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::*;
use crate::client::Client;
use crate::fixture::{CLASS, REPLY_MESSAGE, TUNNEL_PASSWORD, USER_NAME, USER_PASSWORD};
use crate::packet::{ErrorCause, Packet};
use crate::proto::{RadiusVersions, Statistics};
use crate::radsec::fixture::{identity, trust};
use crate::radsec::{CertificateRule, ClientTls, ClientTlsBuilder, ServerTlsBuilder};
use crate::server::{Answer, ClientEntry, HandlerError, Request, Server, ShutdownReport};

pub(super) struct Aaa;

impl Handler for Aaa {
    async fn access_request(&self, request: Request) -> Result<Answer, HandlerError> {
        match request.get(USER_NAME)?.unwrap_or_default() {
            "panic" => panic!("as asked"),
            "error" => Err("as asked".into()),
            "discard" => Ok(Answer::discard()),
            "unsendable" => Ok(request.accept().with(REPLY_MESSAGE, "x".repeat(254))),
            "full" => Ok(request.nak(ErrorCause::RESOURCES_UNAVAILABLE)),
            "wait" => pending().await,
            "slow" => {
                tokio::time::sleep(Duration::from_millis(300)).await;
                Ok(request.accept())
            }
            "long" => Ok((0..30).fold(request.accept(), |answer, _| answer.with(CLASS, [7; 250]))),
            "which entry" => {
                Ok(request.accept().with(REPLY_MESSAGE, request.client().label().unwrap_or_default()))
            }
            "who" => Ok(request
                .accept()
                .with(REPLY_MESSAGE, &*request.certificate().ok_or("no certificate")?.subject)),
            name if request.check_password("hello")? => Ok(request
                .accept()
                .with(REPLY_MESSAGE, name)
                .with(TUNNEL_PASSWORD.tag(1), "a tunnel's password")),
            _ => Ok(request.reject()),
        }
    }

    async fn accounting_request(&self, request: Request) -> Result<Answer, HandlerError> {
        if request.get(USER_NAME)? == Some("slow") {
            tokio::time::sleep(Duration::from_millis(300)).await;
        }
        Ok(request.acknowledge())
    }

    async fn coa_request(&self, request: Request) -> Result<Answer, HandlerError> {
        self.disconnect_request(request).await
    }

    async fn disconnect_request(&self, request: Request) -> Result<Answer, HandlerError> {
        Ok(match request.get(USER_NAME)? {
            Some("alice") => request.acknowledge(),
            Some("mallory") => Answer::unauthorized(),
            _ => request.nak(ErrorCause::SESSION_CONTEXT_NOT_FOUND),
        })
    }
}

/// A server that runs until it is dropped.
pub(super) struct Running {
    pub(super) address: SocketAddr,
    pub(super) statistics: Arc<Statistics>,
    pub(super) clients: ClientsHandle,
    pub(super) stop: Option<oneshot::Sender<()>>,
    pub(super) ended: JoinHandle<ShutdownReport>,
}

impl Running {
    pub(super) async fn start(tls: ServerTlsBuilder, rule: CertificateRule, limits: TlsLimits) -> Self {
        Self::serving(tls.build().unwrap(), rule, limits).await
    }

    pub(super) async fn serving(tls: ServerTls, rule: CertificateRule, limits: TlsLimits) -> Self {
        let clients = Clients::new().with_certificate(rule, ClientEntry::over_tls().name("the client"));
        let address = (Ipv4Addr::LOCALHOST, 0).into();
        let server = Server::builder(clients, Aaa).radsec_with(address, tls, limits);
        let server = server.grace(Duration::from_millis(300)).bind().await.unwrap();
        let (_, address) = server.local_addresses().unwrap()[0];
        let (stop, stopped) = oneshot::channel();
        let (statistics, clients) = (server.statistics(), server.clients());
        let ended = tokio::spawn(server.serve(async move { drop(stopped.await) }));
        Self { address, statistics, clients, stop: Some(stop), ended }
    }

    pub(super) async fn usual() -> Self {
        Self::start(tls(), CertificateRule::any(), TlsLimits::default()).await
    }

    pub(super) async fn discarded(&self, reason: DiscardReason, count: u64) {
        let reached = async {
            while self.statistics.discarded(reason) < count {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        let reached = timeout(Duration::from_secs(20), reached).await;
        assert!(reached.is_ok(), "{reason:?}: {}", self.statistics.discarded(reason));
        assert_eq!(self.statistics.discarded(reason), count, "{reason:?}");
    }

    pub(super) async fn client(&self, tls: ClientTlsBuilder) -> Client {
        Client::radsec(self.address, tls.build().unwrap()).build().await.unwrap()
    }

    /// A connection of TLS without a client behind it.
    pub(super) async fn connection(
        &self,
        versions: RadiusVersions,
    ) -> tokio_rustls::client::TlsStream<TcpStream> {
        let stream = TcpStream::connect(self.address).await.unwrap();
        let tls = client_tls("client").radius_versions(versions).build().unwrap();
        tls.connector().connect(stream, self.address.ip()).await.unwrap().stream
    }
}

pub(super) fn tls() -> ServerTlsBuilder {
    ServerTls::builder(identity("server"), trust())
}

pub(super) fn client_tls(name: &str) -> ClientTlsBuilder {
    ClientTls::for_host("localhost", identity(name), trust()).unwrap()
}

pub(super) fn login(name: &str) -> Packet {
    Packet::access_request().with(USER_NAME, name).with(USER_PASSWORD, "hello")
}

pub(super) async fn read_packet(stream: &mut (impl tokio::io::AsyncRead + Unpin)) -> Vec<u8> {
    let mut packet = vec![0; 4];
    stream.read_exact(&mut packet).await.unwrap();
    packet.resize(u16::from_be_bytes([packet[2], packet[3]]).into(), 0);
    stream.read_exact(&mut packet[4..]).await.unwrap();
    packet
}

/// Whether the other end closes within a time that no timer of it takes.
pub(super) async fn is_closed(stream: &mut (impl tokio::io::AsyncRead + Unpin)) -> bool {
    let mut rest = Vec::new();
    timeout(Duration::from_secs(5), stream.read_to_end(&mut rest)).await.is_ok()
}
