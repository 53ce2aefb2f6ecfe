//! What the client and the server counted, and how long things took, for the facade `metrics` and its exporters.
//!
//! Names are those of the objects of the RADIUS MIBs in small letters: `radiusAuthClientAccessRequests` of RFC 4668 is
//! `radius_auth_client_access_requests_total`, `radiusAuthServTotalAccessRequests` of RFC 4669 is
//! `radius_auth_serv_access_requests_total`, and those of RFC 4670 and RFC 4671 begin with `radius_acc_`. What concerns CoA
//! and Disconnect begins with `radius_dyn_auth_` (RFC 4672, RFC 4673).
//!
#![cfg_attr(feature = "metrics", doc = include_str!("names.md"))]
//!
//! Counters are kept in [`Statistics`](crate::proto::Statistics) and nowhere else: `publish_client` and `publish_server` hand
//! their values over, whenever the exporter is about to be asked. Times go to histograms where they are taken. The
//! recorder must be installed before clients and servers are made.

#[cfg_attr(not(all(feature = "client", feature = "server")), allow(dead_code, unused_imports))]
mod latency;
#[cfg(feature = "metrics")]
mod objects;
#[cfg(feature = "metrics")]
mod publish;

#[cfg(feature = "metrics")]
pub use publish::{Label, publish_client, publish_server, publish_server_client};

#[cfg_attr(not(all(feature = "client", feature = "server")), allow(unused_imports))]
pub(crate) use latency::{Latency, Stopwatch};
