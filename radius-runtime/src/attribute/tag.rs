//! Tags: which tunnel an attribute belongs to (RFC 2868 §3).

use crate::dictionary::{DataType, Definition};
use crate::value::Layout;

use super::Problem;

/// The highest tag.
pub(crate) const MAX_TAG: u8 = 0x1f;

/// A value together with its tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TaggedValue<V> {
    /// The tag, 1 to 31; 0 says that there is none.
    pub tag: u8,
    /// The value.
    pub value: V,
}

/// How much of its octets a value of this definition has for itself.
#[inline]
pub(crate) fn layout(definition: &Definition<'_>) -> Layout {
    if is_tagged_integer(definition) { Layout::Tagged } else { Layout::Full }
}

/// The tag of a value that is written as it is behind the octet for its tag: of an integer, where it stands always, or of
/// another value that has one.
#[inline(always)]
pub(crate) fn plain(definition: &Definition<'_>, tag: Option<u8>) -> Option<u8> {
    match tag.unwrap_or(0) {
        tag if tag > MAX_TAG || !definition.flags.is_tagged_only() => None,
        0 => is_tagged_integer(definition).then_some(0),
        tag => Some(tag),
    }
}

/// Whether the tag takes the place of an integer's first octet.
#[inline]
pub(crate) fn is_tagged_integer(definition: &Definition<'_>) -> bool {
    definition.flags.tagged()
        && definition.flags.hiding().is_none()
        && definition.data_type == DataType::Uint32
}

/// Whether the tag's octet is always there, also when there is no tag: before a hidden value (RFC 2868 §3.5).
pub(crate) fn is_tag_fixed(definition: &Definition<'_>) -> bool {
    is_tagged_integer(definition) || definition.flags.hiding().is_some()
}

/// Splits the octets of an attribute into its tag (0: none) and its value.
#[inline]
pub(crate) fn split<'a>(definition: &Definition<'_>, octets: &'a [u8]) -> Result<(u8, &'a [u8]), Problem> {
    if !definition.flags.tagged() {
        return Ok((0, octets));
    }
    match octets.split_first() {
        Some((&tag, value)) if tag <= MAX_TAG => Ok((tag, value)),
        Some((&tag, _)) if is_tagged_integer(definition) => Err(Problem::Tag(tag)),
        // Before a hidden value the octet is a tag field whatever it holds; a value above 0x1f is to be ignored.
        Some((_, value)) if is_tag_fixed(definition) => Ok((0, value)),
        _ => Ok((0, octets)),
    }
}
