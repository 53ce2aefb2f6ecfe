//! An attribute with its sample values, whatever its type.

use radius_runtime::attribute::{Attribute, AttributeError, Hidden, InPacket, Tlv, TlvValue, TlvView};
use radius_runtime::dictionary::Definition;
use radius_runtime::{Keys, OpenPacket, Packet};

use crate::place::{Any, Home};
use crate::sample::{Limits, Sampled};

/// An attribute that is sent and read. Samples are given by their number.
pub(crate) trait Subject<P: Home> {
    /// How many samples there are.
    fn count(&self) -> usize;

    /// Adds these samples.
    fn write(&self, samples: &[usize], to: &mut P::Out) -> Result<(), AttributeError>;

    /// Reads exactly these samples, in every way there is.
    fn read(&self, samples: &[usize], from: &P::In<'_>) -> Result<(), String>;

    /// Whether the first sample is read, which it must not be of what was damaged.
    fn finds_first(&self, from: &P::In<'_>) -> bool;

    /// Makes a value of so many octets the last sample, if the type has such.
    fn set_length(&mut self, octets: usize) -> bool;
}

/// An attribute by its typed handle, of which only the functions that send and read remain.
pub(crate) struct Typed<S, P: Home> {
    definition: Definition<'static>,
    samples: Vec<S>,
    has_length: bool,
    long: fn(usize) -> Option<S>,
    push: Push<S, P>,
    first: First<S, P>,
    all: All<S, P>,
}

type Push<S, P> = fn(&mut <P as Home>::Out, Definition<'static>, &S) -> Result<(), AttributeError>;
type First<S, P> = fn(&<P as Home>::In<'_>, Definition<'static>, &S) -> Result<bool, AttributeError>;
type All<S, P> = fn(&<P as Home>::In<'_>, Definition<'static>, &[&S]) -> Result<(), String>;

impl<S, P: Home> Typed<S, P> {
    pub(crate) fn new<T: Sampled<Sent = S> + ?Sized>(attribute: Attribute<T, P>) -> Self {
        Self {
            definition: attribute.definition(),
            samples: T::sent(Limits::NONE),
            has_length: false,
            long: T::long,
            push: |to, definition, sent| T::push(to, Attribute::<T, P>::new(definition), sent),
            first: |from, definition, sent| T::first(from, Attribute::<T, P>::new(definition), sent),
            all: |from, definition, sent| T::all(from, Attribute::<T, P>::new(definition), sent),
        }
    }
}

impl<S: std::fmt::Debug, P: Home> Subject<P> for Typed<S, P> {
    fn count(&self) -> usize {
        self.samples.len()
    }

    fn write(&self, samples: &[usize], to: &mut P::Out) -> Result<(), AttributeError> {
        samples.iter().try_for_each(|at| (self.push)(to, self.definition, &self.samples[*at]))
    }

    fn read(&self, samples: &[usize], from: &P::In<'_>) -> Result<(), String> {
        let sent: Vec<&S> = samples.iter().map(|at| &self.samples[*at]).collect();
        let first = (self.first)(from, self.definition, sent[0]).map_err(|error| error.to_string())?;
        if !first {
            return Err(format!("`get` does not give {:?}", sent[0]));
        }
        (self.all)(from, self.definition, &sent)
    }

    fn finds_first(&self, from: &P::In<'_>) -> bool {
        let first = (self.first)(from, self.definition, &self.samples[0]);
        // Nothing may panic.
        _ = (self.all)(from, self.definition, &[]);
        first.unwrap_or_default()
    }

    fn set_length(&mut self, octets: usize) -> bool {
        let Some(sample) = (self.long)(octets) else { return false };
        if self.has_length {
            self.samples.pop();
        }
        self.samples.push(sample);
        self.has_length = true;
        true
    }
}

/// An attribute in TLVs.
pub(crate) struct Nested<'s> {
    /// The TLVs, the outermost first.
    pub(crate) outer: &'s [Definition<'static>],
    pub(crate) inner: &'s mut dyn Subject<Any>,
}

/// Puts a TLV into what it stands in.
fn wrap<P: Home>(
    to: &mut P::Out,
    definition: Definition<'static>,
    tlv: TlvValue<Any>,
) -> Result<(), AttributeError> {
    match definition.flags.hiding() {
        Some(_) => P::push(to, Attribute::<Hidden<Tlv<Any>>, P>::new(definition), tlv),
        None => P::push(to, Attribute::<Tlv<Any>, P>::new(definition), tlv),
    }
}

/// What is done with a TLV that was read.
type Reader<'r> = &'r mut dyn FnMut(&TlvView<'_, Any, Keys>) -> Result<(), String>;

/// Reads a TLV, and in it those that follow.
fn unwrap<P: Home>(from: &P::In<'_>, outer: &[Definition<'static>], then: Reader<'_>) -> Result<(), String> {
    let Some((&definition, rest)) = outer.split_first() else { return Err("no TLV".to_owned()) };
    let absent = || format!("the TLV {} is absent", definition.name);
    let mut inside = |view: &TlvView<'_, Any, Keys>| match rest {
        [] => then(view),
        _ => unwrap::<Any>(view, rest, then),
    };
    if definition.flags.hiding().is_some() {
        let view = P::get(from, Attribute::<Hidden<Tlv<Any>>, P>::new(definition));
        return inside(&view.map_err(|error| error.to_string())?.ok_or_else(absent)?);
    }
    let view = P::get(from, Attribute::<Tlv<Any>, P>::new(definition));
    inside(&view.map_err(|error| error.to_string())?.ok_or_else(absent)?)
}

impl Subject<InPacket> for Nested<'_> {
    fn count(&self) -> usize {
        self.inner.count()
    }

    fn write(&self, samples: &[usize], to: &mut Packet) -> Result<(), AttributeError> {
        let mut tlv = TlvValue::new();
        self.inner.write(samples, &mut tlv)?;
        let Some((&outermost, rest)) = self.outer.split_first() else { return Ok(()) };
        for definition in rest.iter().rev() {
            let mut next = TlvValue::new();
            wrap::<Any>(&mut next, *definition, tlv)?;
            tlv = next;
        }
        wrap::<InPacket>(to, outermost, tlv)
    }

    fn read(&self, samples: &[usize], from: &OpenPacket) -> Result<(), String> {
        unwrap::<InPacket>(from, self.outer, &mut |view| self.inner.read(samples, view))
    }

    fn finds_first(&self, from: &OpenPacket) -> bool {
        let mut found = false;
        let read = unwrap::<InPacket>(from, self.outer, &mut |view| {
            found = self.inner.finds_first(view);
            Ok(())
        });
        read.is_ok() && found
    }

    fn set_length(&mut self, octets: usize) -> bool {
        self.inner.set_length(octets)
    }
}
