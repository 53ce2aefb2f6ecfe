//! Typed reading: from octets, through tag and hiding, to the handle's type.

use std::borrow::Cow;
use std::marker::PhantomData;
use std::string::FromUtf8Error;

use crate::dictionary::{DataType, Definition, Parent};
use crate::value::{Layout, Value, ValueError};

use super::find::{self, Find, InVendor, Occurrence, PlainFind};
use super::hidden::{Hideable, Keys};
use super::tag::{self, TaggedValue};
use super::{Attribute, AttributeError, Concat, Hidden, Long, Problem, Tagged};

/// Chargeable-User-Identity, which alone may be empty (RFC 4372 §2.2).
const CHARGEABLE_USER_IDENTITY: u32 = 89;

/// Reading without the shared secret: hidden attributes cannot be asked for.
#[derive(Clone, Copy, Debug)]
pub struct NoKeys;

/// A type of attribute that can be read with `K`: every type with [`Keys`], all but hidden ones with [`NoKeys`].
#[diagnostic::on_unimplemented(
    message = "an attribute of type `{Self}` cannot be read from a packet without its shared secret",
    label = "this attribute is hidden with the shared secret",
    note = "read it from the verified request or reply, or open the packet with `Packet::open`"
)]
pub trait Read<K> {
    /// What reading gives.
    type View<'a>;

    /// Reads one occurrence.
    ///
    /// # Errors
    /// It is not a value of this type, or cannot be revealed.
    fn read<'a>(
        found: &Occurrence<'a>,
        definition: &Definition<'_>,
        keys: &K,
    ) -> Result<Self::View<'a>, Problem>;
}

impl<T: Value + ?Sized, K> Read<K> for T {
    type View<'a> = T::View<'a>;

    #[inline]
    fn read<'a>(found: &Occurrence<'a>, definition: &Definition<'_>, _: &K) -> Result<T::View<'a>, Problem> {
        let (_, octets) = tag::split(definition, found.whole()?)?;
        Ok(T::read_value(octets, tag::layout(definition))?)
    }
}

impl<T: Hideable + ?Sized> Read<Keys> for Hidden<T> {
    type View<'a> = T::Clear;

    #[inline]
    fn read<'a>(
        found: &Occurrence<'a>,
        definition: &Definition<'_>,
        keys: &Keys,
    ) -> Result<T::Clear, Problem> {
        let joined = found.joined()?;
        let (_, octets) = tag::split(definition, &joined)?;
        let Some(hiding) = definition.flags.hiding() else {
            return T::from_clear(octets.to_vec().into(), keys);
        };
        T::from_clear(keys.reveal(hiding, octets)?, keys)
    }
}

impl<T: Read<K> + ?Sized, K> Read<K> for Tagged<T> {
    type View<'a> = TaggedValue<T::View<'a>>;

    fn read<'a>(
        found: &Occurrence<'a>,
        definition: &Definition<'_>,
        keys: &K,
    ) -> Result<Self::View<'a>, Problem> {
        let (tag, _) = tag::split(definition, found.first())?;
        Ok(TaggedValue { tag, value: T::read(found, definition, keys)? })
    }
}

impl<K> Read<K> for Concat {
    type View<'a> = Cow<'a, [u8]>;

    fn read<'a>(found: &Occurrence<'a>, _: &Definition<'_>, _: &K) -> Result<Cow<'a, [u8]>, Problem> {
        found.joined()
    }
}

impl<K> Read<K> for Long<[u8]> {
    type View<'a> = Cow<'a, [u8]>;

    fn read<'a>(found: &Occurrence<'a>, _: &Definition<'_>, _: &K) -> Result<Cow<'a, [u8]>, Problem> {
        found.joined()
    }
}

impl<K> Read<K> for Long<str> {
    type View<'a> = Cow<'a, str>;

    fn read<'a>(found: &Occurrence<'a>, _: &Definition<'_>, _: &K) -> Result<Cow<'a, str>, Problem> {
        Ok(match found.joined()? {
            Cow::Borrowed(octets) => Cow::Borrowed(str::read_value(octets, Layout::Full)?),
            Cow::Owned(octets) => {
                let not_utf8 = |error: FromUtf8Error| ValueError::NotUtf8 {
                    valid_up_to: error.utf8_error().valid_up_to(),
                };
                Cow::Owned(String::from_utf8(octets).map_err(not_utf8)?)
            }
        })
    }
}

impl<T: for<'v> Value<View<'v> = V>, V, K> Read<K> for Long<T> {
    type View<'a> = V;

    fn read<'a>(found: &Occurrence<'a>, _: &Definition<'_>, _: &K) -> Result<V, Problem> {
        Ok(T::read_value(&found.joined()?, Layout::Full)?)
    }
}

/// Iterator over every value of one attribute, in the order of the packet.
#[derive(Debug)]
pub struct GetAll<'a, 'k, T: ?Sized, K> {
    find: Find<'a>,
    definition: Definition<'static>,
    keys: &'k K,
    of: PhantomData<fn() -> *const T>,
}

impl<'a, T: Read<K> + ?Sized, K> Iterator for GetAll<'a, '_, T, K> {
    type Item = Result<T::View<'a>, AttributeError>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        next_value::<T, K>(&mut self.find, &self.definition, self.keys)
    }
}

/// Empty texts and strings are ignored (RFC 2865 §5), but for Chargeable-User-Identity and EAP-Message, whose empty
/// value starts EAP (RFC 3579 §2.1).
#[inline]
fn is_ignored(definition: &Definition<'_>, found: &Occurrence<'_>) -> bool {
    // Only a tag can stand in front of nothing.
    if found.first().len() > 1 {
        return false;
    }
    let can_be_empty = matches!(definition.data_type, DataType::String | DataType::Octets);
    let may_be_empty = definition.parent == Parent::Packet && definition.number == CHARGEABLE_USER_IDENTITY;
    let is_empty = || tag::split(definition, found.first()).is_ok_and(|(_, value)| value.is_empty());
    // An extended attribute without a value is invalid, not empty (RFC 6929 §2.1).
    let is_extended = matches!(definition.parent, Parent::Extended(_) | Parent::ExtendedVendor(..));
    let is_split = definition.flags.concat();
    can_be_empty
        && !is_split
        && !is_extended
        && definition.flags.hiding().is_none()
        && !may_be_empty
        && is_empty()
}

/// Puts the attribute's name to a problem.
#[cold]
pub(crate) fn named(name: &'static str, problem: Problem) -> AttributeError {
    AttributeError { name: name.into(), problem }
}

/// Every value of an attribute.
#[inline(always)]
pub(crate) fn get_all<'a, 'k, T: Read<K> + ?Sized, P, K>(
    octets: &'a [u8],
    attribute: Attribute<T, P>,
    keys: &'k K,
) -> GetAll<'a, 'k, T, K> {
    let definition = attribute.definition();
    GetAll { find: Find::new(octets, definition, attribute.tag_filter()), definition, keys, of: PhantomData }
}

/// The first value of an attribute.
// Inlined, so that the handle's constants decide while the program is compiled: most attributes are found by their number
// alone, or by that of their vendor. All others are searched for in one function per type.
#[inline(always)]
pub(crate) fn get<'a, T: Read<K> + ?Sized, P, K>(
    octets: &'a [u8],
    attribute: Attribute<T, P>,
    keys: &K,
) -> Result<Option<T::View<'a>>, AttributeError> {
    let definition = attribute.definition();
    if attribute.tag_filter().is_some() {
        return get_searched(octets, attribute, keys);
    }
    if let Some(number) = find::plain_number(&definition) {
        return next_value::<T, K>(PlainFind::new(octets, number), &definition, keys).transpose();
    }
    let Some((pen, number)) = find::vendor_number(&definition) else {
        return get_searched(octets, attribute, keys);
    };
    match find::first_in_vendor(octets, pen, number) {
        InVendor::Found(found) => read::<T, K>(&found, &definition, keys).map(Some),
        InVendor::Absent => Ok(None),
        InVendor::Unclear => get_searched(octets, attribute, keys),
    }
}

#[inline(never)]
fn get_searched<'a, T: Read<K> + ?Sized, P, K>(
    octets: &'a [u8],
    attribute: Attribute<T, P>,
    keys: &K,
) -> Result<Option<T::View<'a>>, AttributeError> {
    let definition = attribute.definition();
    let mut find = Find::new(octets, definition, attribute.tag_filter());
    let first = next_value::<T, K>(&mut find, &definition, keys).transpose()?;
    let problem = match first {
        None => find.problem_if_absent(),
        // A split value is one run of attributes; two runs are two halves of a mistake (RFC 3579 §3.1).
        Some(_) if definition.flags.concat() && find.next().is_some() => Some(Problem::NotConsecutive),
        Some(_) => None,
    };
    problem.map_or(Ok(first), |problem| Err(named(attribute.name(), problem)))
}

#[inline(always)]
fn read<'a, T: Read<K> + ?Sized, K>(
    found: &Occurrence<'a>,
    definition: &Definition<'static>,
    keys: &K,
) -> Result<T::View<'a>, AttributeError> {
    T::read(found, definition, keys).map_err(|problem| named(definition.name, problem))
}

/// Reads the next occurrence that counts.
#[inline(always)]
fn next_value<'a, T: Read<K> + ?Sized, K>(
    mut occurrences: impl Iterator<Item = Occurrence<'a>>,
    definition: &Definition<'static>,
    keys: &K,
) -> Option<Result<T::View<'a>, AttributeError>> {
    loop {
        let found = occurrences.next()?;
        if !is_ignored(definition, &found) {
            return Some(read::<T, K>(&found, definition, keys));
        }
    }
}

/// The tags of an attribute's values; 0 for none.
pub(crate) fn tags<T: ?Sized, P>(
    octets: &[u8],
    attribute: Attribute<Tagged<T>, P>,
) -> impl Iterator<Item = u8> {
    let definition = attribute.definition();
    let all = Find::new(octets, definition, None);
    all.filter_map(move |found| Some(tag::split(&definition, found.first()).ok()?.0))
}
