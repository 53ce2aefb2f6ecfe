//! Every packet as it is sent and received, decoded and in hexadecimal digits, on demand.
//!
//! The environment variable `RADIUS_TRACE` turns it on: `1` prints to the standard error stream, `secrets` shows secret
//! values too; unset, empty or `0` it is off. A program that names its dictionary has attributes and values printed in
//! that dictionary's words:
//!
//! ```
//! # mod dictionary {
//! #     radius_runtime::include_dictionary! { mod inner = "../dictionaries/share/dictionary"; }
//! #     pub use inner::*;
//! # }
//! use radius_runtime::trace::Trace;
//!
//! Trace::new(&dictionary::DICTIONARY).start_if_asked();
//! ```
//!
//! ```text
//! 2026-01-01T00:00:00.000Z received from 192.0.2.1:40000: Access-Request, identifier 7, 63 octets
//!     0107003f 000102030405060708090a0b0c0d0e0f
//!     User-Name = "alice"
//!         0107616c696365
//!     User-Password = <hidden>
//!         0212 ..
//! ```
//!
//! Unless secrets are asked for, the values of secret attributes are masked in both forms, and so are passwords and
//! vendors' attributes that the dictionary does not know. Off, it costs one relaxed load of an atomic a packet.

mod packet;

use std::fmt;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use crate::attribute::Keys;
use crate::dictionary::Dictionary;

pub use packet::{Direction, TracedPacket};

/// The environment variable that turns the trace on.
pub const VARIABLE: &str = "RADIUS_TRACE";

/// Nobody asked yet what the environment says.
const UNREAD: u8 = 0;
const OFF: u8 = 1;
const ON: u8 = 2;

/// For a program that names no dictionary.
static EMPTY: Dictionary<'static> = Dictionary::EMPTY;

static STATE: AtomicU8 = AtomicU8::new(UNREAD);
static RUNNING: RwLock<Option<Trace>> = RwLock::new(None);

/// A trace of packets: what prints them, and how.
#[derive(Clone)]
#[must_use = "a trace does nothing before it is started"]
pub struct Trace {
    dictionary: &'static Dictionary<'static>,
    secrets: bool,
    sink: Arc<Sink>,
}

type Sink = dyn Fn(&TracedPacket<'_>) + Send + Sync;

impl Trace {
    /// A trace in the words of this dictionary, to the standard error stream, with secrets masked.
    pub fn new(dictionary: &'static Dictionary<'static>) -> Self {
        Self { dictionary, secrets: false, sink: Arc::new(|packet| eprintln!("{packet}")) }
    }

    /// Whether secret values are shown, passwords among them. The default is no.
    pub const fn secrets(mut self, shown: bool) -> Self {
        self.secrets = shown;
        self
    }

    /// Gives each packet to this function instead. It is called where the packet is sent or received, and so must not
    /// take long.
    pub fn to(mut self, sink: impl Fn(&TracedPacket<'_>) + Send + Sync + 'static) -> Self {
        self.sink = Arc::new(sink);
        self
    }

    /// Starts the trace for the whole process, in place of the one that runs.
    pub fn start(self) {
        *RUNNING.write().unwrap_or_else(PoisonError::into_inner) = Some(self);
        STATE.store(ON, Ordering::Relaxed);
    }

    /// Starts the trace if the environment variable `RADIUS_TRACE` asks for it, with secrets if it asks for them.
    pub fn start_if_asked(self) {
        let asked = std::env::var(VARIABLE).unwrap_or_default();
        match asked.as_str() {
            "" | "0" => stop(),
            asked => {
                let secrets = self.secrets || asked == "secrets";
                self.secrets(secrets).start();
            }
        }
    }
}

impl fmt::Debug for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Trace").field("secrets", &self.secrets).finish_non_exhaustive()
    }
}

/// Ends the trace, if one runs.
pub fn stop() {
    STATE.store(OFF, Ordering::Relaxed);
    *RUNNING.write().unwrap_or_else(PoisonError::into_inner) = None;
}

/// Traces a packet, if a trace runs. The client and the server do this for all of theirs; programs with sockets of their
/// own can do it too.
///
/// The octets are as they stand on the wire, also if they are no packet. `keys` is called only where secrets are shown;
/// those of a reply are of its request.
#[inline]
pub fn packet(direction: Direction, peer: SocketAddr, octets: &[u8], keys: impl FnOnce() -> Option<Keys>) {
    if STATE.load(Ordering::Relaxed) != OFF {
        trace(direction, peer, octets, keys);
    }
}

#[cold]
fn trace(direction: Direction, peer: SocketAddr, octets: &[u8], keys: impl FnOnce() -> Option<Keys>) {
    if STATE.load(Ordering::Relaxed) == UNREAD {
        Trace::new(&EMPTY).start_if_asked();
    }
    let running = RUNNING.read().unwrap_or_else(PoisonError::into_inner).clone();
    let Some(Trace { dictionary, secrets, sink }) = running else { return };
    let keys = if secrets { Some(keys().unwrap_or_else(Keys::in_clear)) } else { None };
    sink(&TracedPacket::new(direction, peer, octets, dictionary, keys));
}
