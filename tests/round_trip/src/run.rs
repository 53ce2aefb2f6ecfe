//! The way there and back.

use std::collections::BTreeMap;
use std::fmt;

use radius_runtime::attribute::{Attribute, InPacket, Problem};
use radius_runtime::dictionary::{Definition, Parent, Vendor};
use radius_runtime::packet::{Received, RequestHeader};
use radius_runtime::{Code, Keys, OpenPacket, Packet, Secret};

use crate::damage;
use crate::place::{Any, IN_STRUCT, Place};
use crate::sample::Sampled;
use crate::subject::{Nested, Subject, Typed};

/// Longer than an attribute, where that may be.
const LONG: usize = 1000;

/// Message-Authenticator, which sealing alone adds (RFC 3579 §3.2).
const MESSAGE_AUTHENTICATOR: u32 = 80;

/// Checks handles and counts them.
#[derive(Debug)]
pub struct Run {
    request: RequestHeader,
    secret: Secret,
    counts: BTreeMap<String, usize>,
    parts: usize,
    values: usize,
    damaged: usize,
    failures: Vec<String>,
}

impl Default for Run {
    fn default() -> Self {
        let request =
            RequestHeader { code: Code::ACCESS_REQUEST, identifier: 9, authenticator: *b"an authenticator" };
        Self {
            request,
            secret: Secret::new("a shared secret").unwrap(),
            counts: BTreeMap::new(),
            parts: 0,
            values: 0,
            damaged: 0,
            failures: Vec::new(),
        }
    }
}

impl Run {
    /// Checks an attribute that stands in the packet.
    pub fn check<T: Sampled + ?Sized>(&mut self, attribute: Attribute<T>) {
        self.parts += T::parts();
        let mut subject = Typed::new(attribute);
        self.check_all(attribute.definition(), &[], &mut subject, T::IS_LONG, T::REPEATS);
    }

    /// Checks an attribute that stands in a TLV.
    pub fn check_inside<T: Sampled + ?Sized, M>(&mut self, place: &Place<M>, attribute: Attribute<T, M>) {
        self.check_erased(&place.outer, Attribute::<T, Any>::new(attribute.definition()));
    }

    fn check_erased<T: Sampled + ?Sized>(
        &mut self,
        outer: &[Definition<'static>],
        attribute: Attribute<T, Any>,
    ) {
        self.parts += T::parts();
        let mut inner = Typed::new(attribute);
        let mut subject = Nested { outer, inner: &mut inner };
        self.check_all(attribute.definition(), outer, &mut subject, T::IS_LONG, T::REPEATS);
    }

    fn check_all(
        &mut self,
        definition: Definition<'static>,
        outer: &[Definition<'static>],
        subject: &mut dyn Subject<InPacket>,
        is_long: bool,
        repeats: bool,
    ) {
        let path = || outer.iter().chain([&definition]).map(|step| step.name).collect::<Vec<_>>().join(".");
        let outermost = outer.first().unwrap_or(&definition);
        if definition.parent == Parent::Packet && definition.number == MESSAGE_AUTHENTICATOR {
            let refused = subject.write(&[0], &mut Packet::access_request());
            if !refused.is_err_and(|error| matches!(error.problem, Problem::AddedBySealing)) {
                self.failures.push(format!("{}: can be added by hand", path()));
            }
            return self.count("made by sealing".to_owned());
        }
        let hidden = outer.iter().chain([&definition]).filter(|step| step.flags.hiding().is_some()).count();
        if hidden > 1 {
            let refused = subject.write(&[0], &mut Packet::access_request());
            if refused.is_ok() {
                self.failures.push(format!("{}: is sent, but hidden once only", path()));
            }
            return self.count("hidden in what is hidden: refused".to_owned());
        }
        let result = self.check_samples(outermost, outer.len(), subject, hidden > 0, is_long, repeats);
        if let Err(failure) = result {
            self.failures.push(format!("{}: {failure}", path()));
        }
        self.count(kind(outermost, outer.len()));
    }

    fn count(&mut self, kind: String) {
        *self.counts.entry(kind).or_default() += 1;
    }

    fn check_samples(
        &mut self,
        outermost: &Definition<'static>,
        depth: usize,
        subject: &mut dyn Subject<InPacket>,
        is_hidden: bool,
        is_long: bool,
        repeats: bool,
    ) -> Result<(), String> {
        let count = subject.count();
        if count == 0 {
            return Err("no sample".to_owned());
        }
        for sample in 0..count {
            self.send(subject, &[sample])?;
        }
        if repeats {
            self.send(subject, &[0, count - 1, 0])?;
        }
        self.send_longest(subject, if is_long { LONG } else { 253 })?;
        let octets = self.seal(subject, &[0])?;
        for damaged in damage::damaged(&octets, outermost, depth, is_hidden) {
            self.damaged += 1;
            let packet = Packet::decode(&damaged.octets).map_err(|error| format!("damaged: {error}"))?;
            if packet.encode().as_deref() != Ok(&damaged.octets) {
                return Err(format!("damaged, it is not what was received: {:02x?}", damaged.octets));
            }
            let found = subject.finds_first(&self.open(packet)?);
            if found && damaged.is_broken {
                return Err(format!("damaged, it reads as if it was not: {:02x?}", damaged.octets));
            }
        }
        Ok(())
    }

    /// Sends the longest value that there may be.
    fn send_longest(&mut self, subject: &mut dyn Subject<InPacket>, most: usize) -> Result<(), String> {
        for octets in (1..=most).rev() {
            if !subject.set_length(octets) {
                return Ok(());
            }
            let last = subject.count() - 1;
            if subject.write(&[last], &mut Packet::access_request()).is_ok() {
                return self.send(subject, &[last]);
            }
            if most == LONG {
                break;
            }
        }
        Err("no long value can be sent".to_owned())
    }

    fn seal(&self, subject: &dyn Subject<InPacket>, samples: &[usize]) -> Result<Vec<u8>, String> {
        let mut packet = Packet::new(Code::ACCESS_ACCEPT);
        subject.write(samples, &mut packet).map_err(|error| error.to_string())?;
        packet.seal_reply(&self.request, &self.secret).map_err(|error| error.to_string())
    }

    fn open(&self, packet: Packet) -> Result<OpenPacket, String> {
        let keys = Keys::new(self.secret.clone(), self.request.authenticator);
        packet.open(keys).map_err(|error| error.to_string())
    }

    /// Encodes, decodes, reads, and encodes once more.
    fn send(&mut self, subject: &dyn Subject<InPacket>, samples: &[usize]) -> Result<(), String> {
        self.values += samples.len();
        let octets = self.seal(subject, samples)?;
        let received = Received::from_datagram(&octets).map_err(|error| error.to_string())?;
        let packet = received.to_packet();
        if packet.encode().as_deref() != Ok(&octets) {
            return Err(format!("it is not what was received: {octets:02x?}"));
        }
        subject.read(samples, &self.open(packet)?).map_err(|error| format!("{error}: {octets:02x?}"))
    }

    /// The failures; the numbers are printed by [`Display`](fmt::Display).
    #[must_use]
    pub fn failures(&self) -> &[String] {
        &self.failures
    }
}

/// What is counted together.
fn kind(outermost: &Definition<'_>, depth: usize) -> String {
    let place = match outermost.parent {
        _ if outermost.name == IN_STRUCT => "struct".to_owned(),
        Parent::Vendor(Vendor { format, .. }) => {
            let continued = if format.continuation { ",c" } else { "" };
            format!("VSA {},{}{continued}", format.type_octets, format.length_octets)
        }
        Parent::Extended(245..) => "long extended".to_owned(),
        Parent::Extended(_) => "extended".to_owned(),
        Parent::ExtendedVendor(245.., _) => "long EVS".to_owned(),
        Parent::ExtendedVendor(..) => "EVS".to_owned(),
        _ => "standard".to_owned(),
    };
    if depth == 0 { place } else { format!("TLV in {place}") }
}

/// A line for each kind, then the sums.
impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (kind, count) in &self.counts {
            writeln!(f, "{count:6} {kind}")?;
        }
        let handles: usize = self.counts.values().sum();
        writeln!(f, "handles {handles}")?;
        writeln!(f, "parts {}", self.parts)?;
        writeln!(f, "values {}", self.values)?;
        writeln!(f, "damaged {}", self.damaged)
    }
}
