//! Changing and ending sessions (RFC 5176), as the end that asks for it.

use std::time::SystemTime;

use crate::packet::{Code, ErrorCause, OpenPacket, Packet, SealError};
use crate::proto::accounting::change_of_authorization;

use super::send::Options;
use super::{Client, ClientError};

/// What became of a CoA-Request or Disconnect-Request.
#[derive(Clone, Debug)]
pub enum CoaOutcome {
    /// CoA-ACK or Disconnect-ACK: all that was asked for is done.
    Ack(OpenPacket),
    /// CoA-NAK or Disconnect-NAK: nothing is done.
    Nak {
        /// Why, if the reply says so (RFC 5176 §3.5).
        cause: Option<ErrorCause>,
        /// The reply.
        reply: OpenPacket,
    },
}

impl CoaOutcome {
    /// Whether all that was asked for is done.
    #[must_use]
    pub const fn is_ack(&self) -> bool {
        matches!(self, Self::Ack(_))
    }

    /// The reply, whichever it is.
    #[must_use]
    pub const fn reply(&self) -> &OpenPacket {
        let (Self::Ack(reply) | Self::Nak { reply, .. }) = self;
        reply
    }
}

impl Client {
    /// Asks a NAS to change or end a session: [`Packet::coa_request`] and [`Packet::disconnect_request`], by custom to
    /// UDP port 3799.
    ///
    /// Every attribute in such a request is mandatory: the NAS refuses what it does not know (RFC 5176 §2.3).
    /// Event-Timestamp is added unless it is there already (RFC 5176 §6.3), and a Message-Authenticator.
    ///
    /// ```no_run
    /// # mod dictionary {
    /// #     use radius_runtime::Attribute;
    /// #     use radius_runtime::codegen::{DataType, Definition, Flags, Parent};
    /// #     pub const ACCT_SESSION_ID: Attribute<str> =
    /// #         Attribute::new(Definition::new("Acct-Session-Id", Parent::Packet, 44, DataType::String, Flags::NONE));
    /// # }
    /// use dictionary::ACCT_SESSION_ID;
    /// use radius_runtime::Packet;
    /// use radius_runtime::client::{Client, ClientError, CoaOutcome};
    /// use radius_runtime::packet::ErrorCause;
    ///
    /// # async fn example(nas: Client) -> Result<(), ClientError> {
    /// match nas.send_coa(Packet::disconnect_request().with(ACCT_SESSION_ID, "4711")).await? {
    ///     CoaOutcome::Ack(_) => println!("the session is ended"),
    ///     CoaOutcome::Nak { cause: Some(ErrorCause::SESSION_CONTEXT_NOT_FOUND), .. } => println!("it was over already"),
    ///     CoaOutcome::Nak { cause, .. } => println!("the NAS refuses: {cause:?}"),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// No valid reply came within the time, the packet is no CoA-Request or Disconnect-Request, or it cannot be sent.
    pub async fn send_coa(&self, packet: Packet) -> Result<CoaOutcome, ClientError> {
        if !matches!(packet.code(), Code::COA_REQUEST | Code::DISCONNECT_REQUEST) {
            return Err(SealError::WrongCode(packet.code()).into());
        }
        let request = change_of_authorization(packet, SystemTime::now());
        let reply = self.exchange(request, Options::default()).await?.reply;
        Ok(match reply.code() {
            Code::COA_ACK | Code::DISCONNECT_ACK => CoaOutcome::Ack(reply),
            _ => CoaOutcome::Nak { cause: reply.error_cause(), reply },
        })
    }
}
