//! The handle: a typed constant that names an attribute.

use std::fmt;
use std::marker::PhantomData;

use crate::dictionary::Definition;
use crate::value::{Inside, Layout, ToValue, ValueError};

/// An attribute of a dictionary, as a constant that knows the type of its value: `USER_NAME: Attribute<str>`.
///
/// `T` is the type of the value: `str`, `[u8]`, integers, addresses, an enumeration, wrapped in [`Hidden`], [`Tagged`]
/// or [`Concat`] as the dictionary's flags say. `P` is what the attribute may stand in. Dictionaries are compiled into
/// these constants; one `get`, `get_all`, `push`, `set` and `remove` serves all of them.
pub struct Attribute<T: ?Sized, P = InPacket> {
    definition: Definition<'static>,
    /// Set by [`tag`](Self::tag): the one tag that is read and written.
    only_tag: Option<u8>,
    marker: PhantomData<fn(P) -> *const T>,
}

/// Where attributes stand that are no child of another: in the packet, directly or inside Vendor-Specific.
#[derive(Clone, Copy, Debug)]
pub enum InPacket {}

/// The type of an attribute whose value is hidden with the shared secret (`encrypt=` in the dictionary).
#[derive(Debug)]
pub struct Hidden<T: ?Sized>(PhantomData<fn() -> *const T>);

/// The type of an attribute that carries a tunnel tag (`has_tag` in the dictionary, RFC 2868 §3.1).
#[derive(Debug)]
pub struct Tagged<T: ?Sized>(PhantomData<fn() -> *const T>);

/// The type of an attribute whose long values are split over consecutive attributes (`concat` in the dictionary),
/// such as EAP-Message (RFC 3579 §3.1). It is read as `Cow<[u8]>`, borrowed where one attribute holds all.
#[derive(Debug)]
pub enum Concat {}

/// The type of a text or octets whose place in the packet lets it be longer than one attribute: in a long extended
/// attribute (RFC 6929 §2.2), or of a vendor whose attributes continue in the next one (WiMAX). It is read as `Cow`,
/// borrowed where one attribute holds all.
#[derive(Debug)]
pub struct Long<T: ?Sized>(PhantomData<fn() -> *const T>);

impl<T: ?Sized, P> Attribute<T, P> {
    /// A handle for this definition. The type must be the one that the definition says.
    #[doc(hidden)]
    #[must_use]
    pub const fn new(definition: Definition<'static>) -> Self {
        Self { definition, only_tag: None, marker: PhantomData }
    }

    /// What the dictionary says of the attribute.
    #[must_use]
    pub const fn definition(self) -> Definition<'static> {
        self.definition
    }

    /// The name as the dictionary spells it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.definition.name
    }

    /// The one tag that this handle reads and writes.
    pub(crate) const fn tag_filter(self) -> Option<u8> {
        self.only_tag
    }

    const fn retyped<U: ?Sized>(self) -> Attribute<U, P> {
        Attribute { definition: self.definition, only_tag: self.only_tag, marker: PhantomData }
    }
}

impl<T: ?Sized, P> Attribute<Tagged<T>, P> {
    /// The attribute with this tag only, 1 to 31, or 0 for no tag: reading passes over other tags, writing sets it.
    ///
    /// Without it, reading gives each value with its tag, and writing sends no tag.
    #[must_use]
    pub const fn tag(self, tag: u8) -> Attribute<T, P> {
        let mut attribute: Attribute<T, P> = self.retyped();
        attribute.only_tag = Some(tag);
        attribute
    }
}

macro_rules! octets {
    ($($text:ty => $octets:ty),*) => {$(
        impl<P> Attribute<$text, P> {
            /// The same attribute as octets, for text that is not UTF-8.
            #[must_use]
            pub const fn octets(self) -> Attribute<$octets, P> {
                self.retyped()
            }
        }
    )*};
}

octets! {
    str => [u8],
    Hidden<str> => Hidden<[u8]>,
    Tagged<str> => Tagged<[u8]>,
    Tagged<Hidden<str>> => Tagged<Hidden<[u8]>>,
    Long<str> => Long<[u8]>
}

impl<T: ?Sized, P> Clone for Attribute<T, P> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: ?Sized, P> Copy for Attribute<T, P> {}

impl<T: ?Sized, P> fmt::Debug for Attribute<T, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())?;
        self.only_tag.map_or(Ok(()), |tag| write!(f, ":{tag}"))
    }
}

/// What is hidden is written like what is in clear; sealing the packet hides it.
impl<T: ?Sized, V: ToValue<T>> ToValue<Hidden<T>> for V {
    fn write_value(&self, layout: Layout, out: &mut Vec<u8>) -> Result<(), ValueError> {
        ToValue::<T>::write_value(self, layout, out)
    }

    fn contents(&self) -> Option<Inside<'_>> {
        ToValue::<T>::contents(self)
    }
}

/// What carries a tag is written like what carries none; the handle says the tag.
impl<T: ?Sized, V: ToValue<T>> ToValue<Tagged<T>> for V {
    fn write_value(&self, layout: Layout, out: &mut Vec<u8>) -> Result<(), ValueError> {
        ToValue::<T>::write_value(self, layout, out)
    }
}

impl<T: ?Sized, V: ToValue<T>> ToValue<Long<T>> for V {
    fn write_value(&self, layout: Layout, out: &mut Vec<u8>) -> Result<(), ValueError> {
        ToValue::<T>::write_value(self, layout, out)
    }
}

impl<V: ToValue<[u8]>> ToValue<Concat> for V {
    fn write_value(&self, layout: Layout, out: &mut Vec<u8>) -> Result<(), ValueError> {
        ToValue::<[u8]>::write_value(self, layout, out)
    }
}
