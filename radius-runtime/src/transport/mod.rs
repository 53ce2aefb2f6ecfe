//! Bytes in and out.

#[cfg(feature = "tls")]
pub(crate) mod tcp;
pub(crate) mod udp;
