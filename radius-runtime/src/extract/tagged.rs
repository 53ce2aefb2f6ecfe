//! Structs read once a tag: the attributes of one tunnel share one (RFC 2868 §3).

use crate::attribute::{Attribute, InPacket, NoKeys, Tagged, tags};

use super::{Attributes, ExtractError, FromAttributes};

/// The tags that stand in a packet: 1 to 31, and 0 for no tag.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tags(u32);

impl Tags {
    /// Adds the tags of an attribute's values.
    pub fn add<T: ?Sized, P, K>(
        &mut self,
        attributes: &Attributes<'_, '_, P, K>,
        attribute: Attribute<Tagged<T>, P>,
    ) {
        for tag in tags(attributes.octets(), attribute) {
            self.0 |= 1_u32.checked_shl(tag.into()).unwrap_or(0);
        }
    }

    /// The tags, in ascending order.
    pub fn iter(self) -> impl Iterator<Item = u8> {
        (0..=31).filter(move |&tag| self.0 >> tag & 1 != 0)
    }
}

/// A struct of attributes that share a tag, with one value for each tag: `Vec` of it is read from a packet.
///
/// It is [derived](macro@crate::FromAttributes) with `#[attributes(tagged)]`.
pub trait FromTagged<'a, P = InPacket, K = NoKeys>: Sized {
    /// The tags of its attributes.
    fn tags(attributes: &Attributes<'a, '_, P, K>) -> Tags;

    /// Reads the struct from the attributes with this tag.
    ///
    /// # Errors
    /// An attribute is missing or malformed; the error names it.
    fn from_tag(attributes: &Attributes<'a, '_, P, K>, tag: u8) -> Result<Self, ExtractError>;
}

impl<'a, P, K, T: FromTagged<'a, P, K>> FromAttributes<'a, P, K> for Vec<T> {
    fn from_attributes(attributes: &Attributes<'a, '_, P, K>) -> Result<Self, ExtractError> {
        T::tags(attributes).iter().map(|tag| T::from_tag(attributes, tag)).collect()
    }
}
