//! Which servers are responsible for a realm, as the DNS says (RFC 7585).
//!
//! A [`Realm`] is taken out of a user's name; a [`Resolution`] says what to ask the DNS and makes targets of the answers;
//! a [`Budget`] bounds how often that is done.

mod budget;
mod realm;
mod record;
mod resolution;
#[cfg(test)]
mod tests;
mod weight;

pub use budget::Budget;
pub use realm::{InvalidRealm, Realm};
pub use record::{Answer, Naptr, Question, Record, RecordKind, Srv};
pub use resolution::{NotFound, Outcome, Resolution, Settings, Target};
