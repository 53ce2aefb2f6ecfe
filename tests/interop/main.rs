//! The example programs and the library against FreeRADIUS, and against a flood of broken datagrams, over loopback.
//!
//! Every test starts its own peers on ports of their own and stops them again.

mod both_ends;
mod client;
mod discovery;
mod flood;
mod library;
mod peers;
mod proxy;
mod radsec;
mod server;
mod server_policy;
