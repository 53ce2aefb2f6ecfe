//! The server behind the network.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use radius_dictionaries::{ACCT_SESSION_ID, CLASS, USER_NAME};
use radius_runtime::Secret;
use radius_runtime::server::{Answer, ClientEntry, Clients, Handler, HandlerError, Request, Server};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

pub(crate) const SECRET: &str = "a secret of both ends";

pub(crate) fn secret(octets: &str) -> Secret {
    Secret::new(octets).unwrap()
}

/// How often the handler ran for each request.
pub(crate) type Runs = Arc<Mutex<HashMap<String, u32>>>;

/// Accepts everybody, and tells in Class to whom it spoke. It forgets nothing.
struct Recorder(Runs);

impl Recorder {
    fn note(&self, name: &str) {
        *self.0.lock().unwrap().entry(name.to_owned()).or_default() += 1;
    }
}

impl Handler for Recorder {
    async fn access_request(&self, request: Request) -> Result<Answer, HandlerError> {
        let name = request.get(USER_NAME)?.unwrap_or_default();
        self.note(name);
        Ok(request.accept().with(CLASS, name.as_bytes()))
    }

    async fn accounting_request(&self, request: Request) -> Result<Answer, HandlerError> {
        let session = request.get(ACCT_SESSION_ID)?.unwrap_or_default();
        self.note(session);
        Ok(request.acknowledge().with(CLASS, session.as_bytes()))
    }

    async fn coa_request(&self, request: Request) -> Result<Answer, HandlerError> {
        self.accounting_request(request).await
    }
}

/// The running server.
pub(crate) struct Running {
    pub(crate) auth: SocketAddr,
    pub(crate) acct: SocketAddr,
    pub(crate) coa: SocketAddr,
    pub(crate) runs: Runs,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<()>,
}

const ANY_PORT: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 0);

impl Running {
    pub(crate) async fn start(octets: &str) -> Self {
        Self::start_on([ANY_PORT; 3], octets).await
    }

    async fn start_on([auth, acct, coa]: [SocketAddr; 3], octets: &str) -> Self {
        let clients = Clients::new().with("127.0.0.0/8".parse().unwrap(), ClientEntry::new(secret(octets)));
        let runs = Runs::default();
        let builder = Server::builder(clients, Recorder(Arc::clone(&runs)))
            .authentication(auth)
            .accounting(acct)
            .dynamic_authorization(coa);
        let server = builder.bind().await.unwrap();
        let addresses = server.local_addresses().unwrap();
        let (stop, stopped) = oneshot::channel();
        let serving = tokio::spawn(async move {
            server.serve(async { drop(stopped.await) }).await;
        });
        Self { auth: addresses[0].1, acct: addresses[1].1, coa: addresses[2].1, runs, stop, serving }
    }

    /// Ends the server; its ports are free then.
    pub(crate) async fn stop(self) -> [SocketAddr; 3] {
        let _ = self.stop.send(());
        self.serving.await.unwrap();
        [self.auth, self.acct, self.coa]
    }

    /// Another server on the ports of one that was stopped, which remembers nothing.
    pub(crate) async fn restart(addresses: [SocketAddr; 3]) -> Self {
        Self::start_on(addresses, SECRET).await
    }
}
