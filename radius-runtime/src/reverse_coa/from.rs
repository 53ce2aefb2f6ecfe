//! Requests that come down the connections of a client: the NAS's end.

use std::io;
use std::sync::{Arc, OnceLock};

use crate::client::{Client, Incoming, Replies, Serve};
use crate::proto::{Disposition, Service};
use crate::server::{ClientEntry, Handler, Origin, Pipeline, ReplySink, ServerBuilder, Source, Tally};
use crate::transport::outbox::Fate;

impl<H: Handler> ServerBuilder<H> {
    /// Takes the CoA-Requests and Disconnect-Requests that come down the connections of this client, from its servers that [may
    /// send them](crate::client::ServerEntry::reverse_coa). The handler sees them as requests of `entry`, and as the peer the
    /// server's address; their [certificate](crate::server::Request::certificate) is the server's. No address need be bound beside
    /// it. A client's requests go to one server, the last that took them.
    ///
    /// This server keeps the connections too: where the client is dropped, they stay until the server ends.
    ///
    /// What the server's certificate allows is decided where the client connects. Replies are not kept, as nothing is sent twice
    /// over one connection (RFC 6613 §2.6.1).
    pub fn reverse_coa_from(self, client: &Client, entry: ClientEntry) -> Self {
        self.source(FromClient { client: client.clone(), entry: Arc::new(entry), serving: OnceLock::new() })
    }
}

struct FromClient {
    client: Client,
    entry: Arc<ClientEntry>,
    serving: OnceLock<Arc<dyn Serve>>,
}

impl<H: Handler> Source<H> for FromClient {
    fn start(&self, pipeline: &Arc<Pipeline<H>>) {
        let (pipeline, entry) = (Arc::clone(pipeline), Arc::clone(&self.entry));
        self.client.serve_incoming(self.serving.get_or_init(|| Arc::new(Serving { pipeline, entry })));
    }
}

impl Drop for FromClient {
    fn drop(&mut self) {
        if let Some(serving) = self.serving.get() {
            self.client.stop_serving_incoming(serving);
        }
    }
}

struct Serving<H> {
    pipeline: Arc<Pipeline<H>>,
    entry: Arc<ClientEntry>,
}

impl<H: Handler> Serve for Serving<H> {
    fn serve(&self, incoming: &Incoming<'_>) -> Disposition {
        let origin = Origin {
            peer: incoming.peer,
            local: None,
            client: &self.entry,
            service: Service::DynamicAuthorization,
            profile: incoming.profile,
            certificate: incoming.certificate,
        };
        self.pipeline.take(incoming.octets, &origin, None, incoming.replies.clone())
    }
}

impl ReplySink for Replies {
    fn send(&self, octets: &[u8], _: Tally, _: &Arc<ClientEntry>) -> io::Result<Fate> {
        Self::send(self, octets).map(|()| Fate::Sent)
    }
}
