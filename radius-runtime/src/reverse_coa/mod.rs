//! CoA-Requests and Disconnect-Requests down the connections over TLS that NASes opened (draft-ietf-radext-reverse-coa): to NASes
//! that nobody can connect to, behind NAT or a firewall.
//!
//! Both ends have to agree on it. In the NAS, the client says which [server may
//! ask](crate::client::ServerEntry::reverse_coa), and a [`Server`](crate::server::Server) answers what comes down the client's
//! connections with the same handler, checks and counters as what comes over UDP:
//!
//! ```no_run
//! # use radius_runtime::client::{ClientBuilder, ServerEntry};
//! # use radius_runtime::radsec::ClientTls;
//! # use radius_runtime::server::{ClientEntry, Clients, Handler, NasIdentity, Server};
//! # async fn example(nas: impl Handler, address: std::net::SocketAddr, tls: ClientTls) -> std::io::Result<()> {
//! let client = ClientBuilder::new(ServerEntry::radsec(address, tls).reverse_coa(true)).build().await?;
//! let server = Server::builder(Clients::new(), nas)
//!     .nas_identity(NasIdentity::new().identifier("nas1"))
//!     .reverse_coa_from(&client, ClientEntry::over_tls().name("our AAA server"))
//!     .bind()
//!     .await?;
//! server.serve(std::future::pending()).await;
//! # Ok(())
//! # }
//! ```
//!
//! In the AAA server, the clients' entries say who [takes such requests](crate::server::ClientEntry::reverse_coa), and
//! [`ReverseCoa`] makes a [`Client`](crate::client::Client) of the connections to one of them:
//!
//! ```no_run
//! # mod dictionary {
//! #     use radius_runtime::Attribute;
//! #     use radius_runtime::codegen::{DataType, Definition, Flags, Parent};
//! #     pub const ACCT_SESSION_ID: Attribute<str> =
//! #         Attribute::new(Definition::new("Acct-Session-Id", Parent::Packet, 44, DataType::String, Flags::NONE));
//! # }
//! # use dictionary::ACCT_SESSION_ID;
//! # use radius_runtime::Packet;
//! # use radius_runtime::radsec::{CertificateRule, ServerTls};
//! # use radius_runtime::server::{ClientEntry, Clients, Handler, Server};
//! use radius_runtime::reverse_coa::ReverseCoa;
//!
//! # async fn example(aaa: impl Handler, address: std::net::SocketAddr, tls: ServerTls)
//! # -> Result<(), Box<dyn std::error::Error>> {
//! let nas1 = ClientEntry::over_tls().name("nas1").reverse_coa(true);
//! let clients = Clients::new().with_certificate(CertificateRule::dns_name("nas1.example"), nas1);
//! let nases = ReverseCoa::new();              // clones share the connections: one may be the handler's
//! let server = Server::builder(clients, aaa).radsec(address, tls).reverse_coa_to(&nases).bind().await?;
//! # let _ = server;
//! // … while the server serves:
//! if let Some(nas) = nases.client_to(|nas| nas.client().label() == Some("nas1")) {
//!     let outcome = nas.send_coa(Packet::disconnect_request().with(ACCT_SESSION_ID, "4711")).await?;
//! }
//! # Ok(())
//! # }
//! ```
//!
//! A proxy does both: it takes requests down the connections to its home servers, and sends them on down those of its clients. One
//! that has no connection to send a request down answers with Error-Cause
//! [502](crate::packet::ErrorCause::REQUEST_NOT_ROUTABLE). By the names of entries its handler knows which home server asks, and
//! which connections lead to an operator's network; no client may have the name of a home server:
//!
//! ```
//! # use radius_runtime::client::Client;
//! # use radius_runtime::dictionary::Dictionary;
//! # use radius_runtime::packet::ErrorCause;
//! # use radius_runtime::proto::Routes;
//! # use radius_runtime::reverse_coa::ReverseCoa;
//! # use radius_runtime::server::{Answer, HandlerError, Request};
//! struct Home {
//!     name: String,       // of the entry in `reverse_coa_from(&home.client, ClientEntry::over_tls().name(&home.name))`
//!     client: Client,     // logins and reports go to it
//! }
//!
//! struct Proxy {
//!     homes: Routes<Home>,
//!     operators: Routes<String>,          // the names of their controllers' entries
//!     controllers: ReverseCoa,
//!     dictionary: &'static Dictionary<'static>,
//! }
//!
//! impl Proxy {
//!     /// What the methods of its `Handler` do, with `AttributeSet::all()` as `coa_attributes`.
//!     async fn change_session(&self, request: Request) -> Result<Answer, HandlerError> {
//!         let sender = request.client().label();
//!         if !self.homes.leads_back(&request, |home| sender == Some(&home.name)) {
//!             return Ok(Answer::unauthorized());
//!         }
//!         let operator = self.operators.of_operator(&request);
//!         let controller = operator.and_then(|name| self.controllers.client_to(|nas| nas.client().label() == Some(name)));
//!         let Some(controller) = controller else { return Ok(request.nak(ErrorCause::REQUEST_NOT_ROUTABLE)) };
//!         // With a Proxy-State too, against loops. Whoever asked over TLS does not ask again, and is to be told.
//!         match controller.send(request.to_forward(self.dictionary)?).await {
//!             Ok(reply) => Ok(reply.to_forward(self.dictionary)?.into()),
//!             Err(_) => Ok(request.nak(ErrorCause::OTHER_PROXY_PROCESSING_ERROR)),
//!         }
//!     }
//! }
//! ```
//!
//! FreeRADIUS takes such requests from our server where its `home_server` has `+coa` in its `type`, and a section `recv_coa` that
//! names a `virtual_server`. As the AAA server, with `+coa` in the `type` of `listen`, 3.2.1 crashes where it is to send one.

mod from;
mod to;

pub use to::{NasConnection, ReverseCoa};
