//! Why a request got no valid reply.

use std::io;

use thiserror::Error;

use crate::packet::SealError;

/// Why a request got no valid reply. Each variant is something else to do about it.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ClientError {
    /// The packet cannot be sent; nothing was.
    #[error("the request cannot be sent")]
    Request(#[from] SealError),
    /// No reply came. The server is down, or does not know this client, or drops what it cannot verify.
    #[error(
        "no reply (transmissions: {transmissions}): is the server up, does it know this client, and is the shared \
         secret the same?"
    )]
    NoReply {
        /// How often the request was sent.
        transmissions: u32,
    },
    /// Replies came, but none verified: the shared secret is most probably another on the server, or its replies lack
    /// a Message-Authenticator.
    #[error(
        "replies came ({replies}), but none could be verified: is the shared secret the same on the server, and does it \
         send a Message-Authenticator?"
    )]
    Unverified {
        /// How many replies were discarded.
        replies: u32,
    },
    /// The reply came over TLS, and is longer than this client takes, which is the `max_packet_octets` of its configuration. The
    /// same request would get the same reply, and is not sent again (RFC 7930 §2).
    #[error("the reply has {octets} octets, and this client takes {limit}")]
    ReplyTooLong {
        /// Octets of the reply.
        octets: usize,
        /// The client's limit.
        limit: usize,
    },
    /// The server answered each answer with another challenge.
    #[error("the server asks without end")]
    TooManyChallenges,
    /// As many requests as the client allows are in flight, and none of them ended in the time a request may take.
    #[error("too many requests are in flight")]
    Busy,
    /// The server's host said last that nothing listens on the port. That may be forged, or pass: with other servers the
    /// request went to them at once, and was sent again until its time was up all the same.
    #[error("the server's host refuses the port")]
    Refused,
    /// The connection to the server ended before the reply came, and no other could be made.
    #[error("the connection to the server ended")]
    Disconnected,
    /// The socket failed.
    #[error("the socket failed")]
    Io(#[from] io::Error),
}
