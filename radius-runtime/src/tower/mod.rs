//! Handlers as services of `tower`, and services as handlers: so that its layers bound time, concurrency and rate.
//!
//! [`ServiceHandler::layered`] puts layers around a [`Handler`](crate::server::Handler):
//!
//! ```no_run
//! # use radius_runtime::server::{Answer, Clients, Handler, HandlerError, Request, Server};
//! # use std::time::Duration;
//! # struct Aaa;
//! # impl Handler for Aaa {}
//! # async fn example(clients: Clients) -> Result<(), Box<dyn std::error::Error>> {
//! use radius_runtime::tower::ServiceHandler;
//! use tower::ServiceBuilder;
//!
//! let layers = ServiceBuilder::new()
//!     .load_shed()                             // what the limit does not let in is dropped at once
//!     .concurrency_limit(100)
//!     .timeout(Duration::from_secs(2));
//! let server = Server::builder(clients, ServiceHandler::layered(Aaa, layers));
//! # Ok(())
//! # }
//! ```
//!
//! An error of a layer is one of the handler: it costs that request, which is logged, counted and stays unanswered, so that
//! the client asks again or asks another server.

mod handler;
mod service;

pub use handler::ServiceHandler;
pub use service::HandlerService;
