//! TLVs: attributes that hold attributes (RFC 6929 §2.3), built and read as packets are.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use zeroize::Zeroizing;

use crate::dictionary::Definition;
use crate::value::structure::{Element, Form};
use crate::value::{Inside, Layout, ToValue, ValueError};

use super::find::Occurrence;
use super::write::Encode;
use super::{Attribute, AttributeError, AttributeList, GetAll, NoKeys, Problem, Read, Walk};

/// Octets of the smallest attribute in a TLV: type, length and one of value (RFC 6929 §2.3).
const MIN_OCTETS: usize = 3;

/// The type of an attribute that is a TLV. `M` marks what may stand in it: its children are `Attribute<T, M>`.
pub struct Tlv<M>(PhantomData<fn() -> M>);

impl<M> fmt::Debug for Tlv<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tlv")
    }
}

/// The attributes of a TLV that is being built.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Contents {
    pub(super) list: AttributeList,
    pub(super) error: Option<AttributeError>,
}

/// A TLV to be sent: children are added with `with`, `push`, `set` and `remove`, as in a [`Packet`](crate::Packet).
pub struct TlvValue<M> {
    contents: Contents,
    of: PhantomData<fn() -> M>,
}

impl Contents {
    /// The attributes, to add to.
    pub(crate) const fn list_mut(&mut self) -> &mut AttributeList {
        &mut self.list
    }

    /// The octets, where nothing that is to be hidden is among them.
    pub(crate) fn plain_octets(&self) -> Result<Vec<u8>, ValueError> {
        match self.error.as_ref().map(|error| &error.problem) {
            Some(Problem::Value(problem)) => Err(problem.clone()),
            Some(_) => Err(ValueError::Inside),
            None if !self.list.clear.is_empty() => Err(ValueError::HiddenInside),
            None => Ok(self.list.octets().to_vec()),
        }
    }
}

impl Encode for Contents {
    fn encode(&self, _: Layout, out: &mut Vec<u8>) -> Result<(), ValueError> {
        out.extend_from_slice(self.list.octets());
        Ok(())
    }

    fn contents(&self) -> Option<Cow<'_, Contents>> {
        Some(Cow::Borrowed(self))
    }
}

impl<M> TlvValue<M> {
    /// A TLV without attributes, which cannot be sent yet.
    #[must_use]
    pub fn new() -> Self {
        Self { contents: Contents::default(), of: PhantomData }
    }

    /// Adds a value and gives the TLV back. The first value that cannot be added makes the packet unsendable.
    #[must_use]
    pub fn with<T: ?Sized>(mut self, attribute: Attribute<T, M>, value: impl ToValue<T>) -> Self {
        if let Err(error) = self.push(attribute, value) {
            self.note_error(error);
        }
        self
    }

    /// Adds a value behind all others.
    ///
    /// # Errors
    /// The value cannot be sent; the TLV is as it was.
    pub fn push<T: ?Sized>(
        &mut self,
        attribute: Attribute<T, M>,
        value: impl ToValue<T>,
    ) -> Result<(), AttributeError> {
        self.contents.list.push(attribute, &value)
    }

    /// Makes this the attribute's only value.
    ///
    /// # Errors
    /// The value cannot be sent; the TLV is as it was.
    pub fn set<T: ?Sized>(
        &mut self,
        attribute: Attribute<T, M>,
        value: impl ToValue<T>,
    ) -> Result<(), AttributeError> {
        self.contents.list.set(attribute, &value)
    }

    /// Removes every value of an attribute and says how many there were.
    pub fn remove<T: ?Sized>(&mut self, attribute: Attribute<T, M>) -> usize {
        self.contents.list.remove(attribute)
    }

    /// What it holds, and the first error on the way there, to be put into a packet.
    pub(crate) fn into_contents(self) -> Contents {
        self.contents
    }

    /// The attributes, to add to.
    pub(crate) const fn list_mut(&mut self) -> &mut AttributeList {
        &mut self.contents.list
    }

    /// Remembers the first value that could not be added.
    pub(crate) fn note_error(&mut self, error: AttributeError) {
        self.contents.error.get_or_insert(error);
    }

    /// What it holds, for reading.
    #[must_use]
    pub fn view(&self) -> TlvView<'_, M> {
        TlvView::new(Octets::Lent(self.contents.list.octets()), NoKeys)
    }
}

impl<M> Default for TlvValue<M> {
    fn default() -> Self {
        Self::new()
    }
}

impl<M> Clone for TlvValue<M> {
    fn clone(&self) -> Self {
        Self { contents: self.contents.clone(), of: PhantomData }
    }
}

impl<M> PartialEq for TlvValue<M> {
    fn eq(&self, other: &Self) -> bool {
        self.contents == other.contents
    }
}

impl<M> Eq for TlvValue<M> {}

/// A TLV as the last member of a struct, where nothing can be hidden.
impl<M> Element for Tlv<M> {
    type Owned = TlvValue<M>;

    const FORM: Form = Form::Rest;

    fn read_element(octets: &[u8]) -> Result<TlvValue<M>, ValueError> {
        if !is_well_formed(octets) {
            return Err(ValueError::Cut);
        }
        let list = AttributeList::from_checked(octets.to_vec());
        Ok(TlvValue { contents: Contents { list, error: None }, of: PhantomData })
    }

    fn write_element(value: &TlvValue<M>, out: &mut Vec<u8>) -> Result<(), ValueError> {
        out.extend_from_slice(&value.contents.plain_octets()?);
        Ok(())
    }
}

impl<M> fmt::Debug for TlvValue<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.contents.list, f)
    }
}

impl<M: 'static> ToValue<Tlv<M>> for TlvValue<M> {
    fn write_value(&self, _: Layout, out: &mut Vec<u8>) -> Result<(), ValueError> {
        out.extend_from_slice(self.contents.list.octets());
        Ok(())
    }

    fn contents(&self) -> Option<Inside<'_>> {
        Some(Inside::Lent(&self.contents))
    }
}

/// A TLV that was received: children are read with `get` and `get_all`, as in a [`Packet`](crate::Packet). `K` is what
/// reveals hidden ones.
pub struct TlvView<'a, M, K = NoKeys> {
    octets: Octets<'a>,
    keys: K,
    of: PhantomData<fn() -> M>,
}

/// The octets of a TLV.
pub(crate) enum Octets<'a> {
    /// Those of the packet.
    Lent(&'a [u8]),
    /// Put together from several attributes.
    Joined(Vec<u8>),
    /// Of a TLV that was hidden. They are wiped when dropped.
    Clear(Zeroizing<Vec<u8>>),
}

impl Deref for Octets<'_> {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Lent(octets) => octets,
            Self::Joined(octets) => octets,
            Self::Clear(octets) => octets,
        }
    }
}

impl<'a, M, K> TlvView<'a, M, K> {
    const fn new(octets: Octets<'a>, keys: K) -> Self {
        Self { octets, keys, of: PhantomData }
    }

    /// A view of octets that attributes fill exactly.
    pub(crate) fn checked(octets: Octets<'a>, keys: K) -> Result<Self, Problem> {
        if is_well_formed(&octets) { Ok(Self::new(octets, keys)) } else { Err(Problem::MalformedTlv) }
    }

    /// The first value of an attribute; `None` if it is absent.
    ///
    /// # Errors
    /// It is present and malformed.
    pub fn get<T>(&self, attribute: Attribute<T, M>) -> Result<Option<T::View<'_>>, AttributeError>
    where
        T: Read<K> + ?Sized,
    {
        super::get(&self.octets, attribute, &self.keys)
    }

    /// Every value of an attribute, in order. A malformed one is an `Err` in its place.
    pub fn get_all<T>(&self, attribute: Attribute<T, M>) -> GetAll<'_, '_, T, K>
    where
        T: Read<K> + ?Sized,
    {
        super::get_all(&self.octets, attribute, &self.keys)
    }

    /// Every attribute as it stands, undecoded.
    pub fn iter(&self) -> Walk<'_> {
        Walk::new(&self.octets)
    }

    /// Its octets: borrowed from the packet unless the TLV was hidden or split over several attributes.
    pub(crate) const fn octets(&self) -> &Octets<'a> {
        &self.octets
    }

    /// What reveals its hidden attributes.
    pub(crate) const fn keys(&self) -> &K {
        &self.keys
    }
}

impl<M, K> fmt::Debug for TlvView<'_, M, K> {
    /// The children's numbers and lengths. Values are not shown: they may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter().map(|raw| (raw.number, raw.value.len()))).finish()
    }
}

/// Whether attributes fill these octets exactly (RFC 6929 §2.3).
pub(crate) fn is_well_formed(octets: &[u8]) -> bool {
    let mut rest = octets;
    while let [_, length, ..] = *rest {
        let length = usize::from(length);
        match rest.get(length..) {
            Some(next) if length >= MIN_OCTETS => rest = next,
            _ => return false,
        }
    }
    rest.is_empty() && !octets.is_empty()
}

impl<M: 'static, K: Clone + 'static> Read<K> for Tlv<M> {
    type View<'a> = TlvView<'a, M, K>;

    fn read<'a>(found: &Occurrence<'a>, _: &Definition<'_>, keys: &K) -> Result<Self::View<'a>, Problem> {
        let octets = match found.joined()? {
            Cow::Borrowed(octets) => Octets::Lent(octets),
            Cow::Owned(octets) => Octets::Joined(octets),
        };
        TlvView::checked(octets, keys.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_must_fill_a_tlv_exactly_p113() {
        for well in [&[1, 3, 0][..], &[1, 4, 0, 0, 2, 3, 1], &[0, 3, 9]] {
            assert!(is_well_formed(well), "{well:?}");
        }
        for malformed in [&[][..], &[1], &[1, 2], &[1, 0, 0], &[1, 4, 0], &[1, 3, 0, 2], &[1, 3, 0, 2, 2]] {
            assert!(!is_well_formed(malformed), "{malformed:?}");
        }
    }
}
