//! Bytes in and out.

#[cfg(feature = "server")]
pub(crate) mod batch;
#[cfg(feature = "server")]
pub(crate) mod outbox;
#[cfg(feature = "tls")]
pub(crate) mod tcp;
pub(crate) mod udp;
