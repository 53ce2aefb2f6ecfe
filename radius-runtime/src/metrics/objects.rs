//! The names of the MIBs' objects.

use crate::packet::Code;
use crate::proto::{DiscardReason, Traffic};

/// Which end counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Client,
    Server,
    /// A server, for one of its clients.
    ServerClient,
}

/// What stands in front of every name of an end's objects for a kind of exchange.
pub(super) const fn prefix(end: End, traffic: Traffic) -> &'static str {
    match (end, traffic) {
        (End::Client, Traffic::Accounting) => "radius_acc_client_",
        (End::Client, Traffic::DynamicAuthorization) => "radius_dyn_auth_client_",
        (End::Client, _) => "radius_auth_client_",
        (End::ServerClient, Traffic::Accounting) => "radius_acc_serv_client_",
        (End::ServerClient, Traffic::DynamicAuthorization) => "radius_dyn_auth_serv_client_",
        (End::ServerClient, _) => "radius_auth_serv_client_",
        (End::Server, Traffic::Accounting) => "radius_acc_serv_",
        (End::Server, Traffic::DynamicAuthorization) => "radius_dyn_auth_serv_",
        (End::Server, _) => "radius_auth_serv_",
    }
}

/// The requests: their code, and their name with `access` where the MIB of authentication says so.
pub(super) const REQUESTS: &[(Code, &str)] = &[
    (Code::ACCESS_REQUEST, "access_requests"),
    (Code::ACCOUNTING_REQUEST, "requests"),
    (Code::COA_REQUEST, "coa_requests"),
    (Code::DISCONNECT_REQUEST, "discon_requests"),
];

/// Requests that came, or were sent, again.
pub(super) const REPEATED: &[(Code, &str, &str)] = &[
    (Code::ACCESS_REQUEST, "access_retransmissions", "dup_access_requests"),
    (Code::ACCOUNTING_REQUEST, "retransmissions", "dup_requests"),
    (Code::COA_REQUEST, "coa_retransmissions", "dup_coa_requests"),
    (Code::DISCONNECT_REQUEST, "discon_retransmissions", "dup_discon_requests"),
];

/// The replies.
pub(super) const REPLIES: &[(Code, &str)] = &[
    (Code::ACCESS_ACCEPT, "access_accepts"),
    (Code::ACCESS_REJECT, "access_rejects"),
    (Code::ACCESS_CHALLENGE, "access_challenges"),
    (Code::ACCOUNTING_RESPONSE, "responses"),
    (Code::COA_ACK, "coa_acks"),
    (Code::COA_NAK, "coa_naks"),
    (Code::DISCONNECT_ACK, "discon_acks"),
    (Code::DISCONNECT_NAK, "discon_naks"),
];

/// The object that counts what is dropped for this reason.
pub(super) const fn dropped(end: End, traffic: Traffic, reason: DiscardReason) -> &'static str {
    use DiscardReason as Reason;
    let is_access = matches!(traffic, Traffic::Authentication | Traffic::Other);
    match reason {
        Reason::TooShort
        | Reason::BadLength
        | Reason::Truncated
        | Reason::MalformedAttributes
        | Reason::MalformedMessageAuthenticator => match (end, is_access) {
            (End::Client, true) => "malformed_access_responses",
            (End::Client, false) => "malformed_responses",
            (End::Server | End::ServerClient, true) => "malformed_access_requests",
            (End::Server | End::ServerClient, false) => "malformed_requests",
        },
        Reason::BadAuthenticator | Reason::BadMessageAuthenticator => "bad_authenticators",
        Reason::UnexpectedCode => "unknown_types",
        Reason::UnknownClient => "invalid_requests",
        Reason::DuplicateInFlight if is_access => "dup_access_requests",
        Reason::DuplicateInFlight => "dup_requests",
        _ => "packets_dropped",
    }
}
