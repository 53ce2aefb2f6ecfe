//! What attributes stand in: the packet, or a TLV.

use std::marker::PhantomData;

use radius_runtime::attribute::{
    Attribute, AttributeError, GetAll, Hidden, InPacket, Read, Tlv, TlvValue, TlvView,
};
use radius_runtime::dictionary::{DataType, Definition, Flags, Parent};
use radius_runtime::value::ToValue;
use radius_runtime::{Keys, OpenPacket, Packet};

use crate::sample::Sampled;

/// Marks every TLV alike, so that what is compiled for one serves all. That an attribute fits into its TLV is seen where its
/// [`Place`] is made and used.
#[derive(Clone, Copy, Debug)]
pub enum Any {}

/// Where attributes are added and read: in the packet or in a TLV.
pub trait Home: Sized + 'static {
    /// What values are added to.
    type Out;
    /// What they are read from.
    type In<'a>;

    /// Adds a value.
    ///
    /// # Errors
    /// It cannot be sent.
    fn push<T: ?Sized>(
        to: &mut Self::Out,
        attribute: Attribute<T, Self>,
        value: impl ToValue<T>,
    ) -> Result<(), AttributeError>;

    /// The first value.
    ///
    /// # Errors
    /// It is malformed.
    fn get<'v, T: Read<Keys> + ?Sized>(
        from: &'v Self::In<'_>,
        attribute: Attribute<T, Self>,
    ) -> Result<Option<T::View<'v>>, AttributeError>;

    /// Every value.
    fn get_all<'v, T: Read<Keys> + ?Sized>(
        from: &'v Self::In<'_>,
        attribute: Attribute<T, Self>,
    ) -> GetAll<'v, 'v, T, Keys>;
}

macro_rules! home {
    ($marker:ty: $out:ty, $in:ty) => {
        impl Home for $marker {
            type Out = $out;
            type In<'a> = $in;

            fn push<T: ?Sized>(
                to: &mut $out,
                attribute: Attribute<T, Self>,
                value: impl ToValue<T>,
            ) -> Result<(), AttributeError> {
                to.push(attribute, value)
            }

            fn get<'v, T: Read<Keys> + ?Sized>(
                from: &'v Self::In<'_>,
                attribute: Attribute<T, Self>,
            ) -> Result<Option<T::View<'v>>, AttributeError> {
                from.get(attribute)
            }

            fn get_all<'v, T: Read<Keys> + ?Sized>(
                from: &'v Self::In<'_>,
                attribute: Attribute<T, Self>,
            ) -> GetAll<'v, 'v, T, Keys> {
                from.get_all(attribute)
            }
        }
    };
}

home!(InPacket: Packet, OpenPacket);
home!(Any: TlvValue<Any>, TlvView<'a, Any, Keys>);

/// Reads every value of an enum, as its number.
#[doc(hidden)]
pub fn all_numbers<N, P: Home>(
    from: &P::In<'_>,
    attribute: Attribute<N, P>,
    sent: &[&u64],
) -> Result<(), String>
where
    N: Sampled<Sent = N> + TryFrom<u64, Error: std::fmt::Debug>,
{
    let sent: Vec<N> = sent.iter().map(|number| N::try_from(**number).unwrap()).collect();
    N::all(from, attribute, &sent.iter().collect::<Vec<_>>())
}

/// The types of TLVs whose attributes are marked by `M`.
pub trait Holds<M> {}

impl<M> Holds<M> for Tlv<M> {}
impl<M> Holds<M> for Hidden<Tlv<M>> {}

/// A TLV by the attributes on the way to it. Only attributes that fit into it can be checked in it.
#[derive(Clone, Debug)]
pub struct Place<M> {
    /// The outermost first.
    pub(crate) outer: Vec<Definition<'static>>,
    of: PhantomData<fn() -> M>,
}

impl<M> Place<M> {
    /// The TLV of an attribute that stands in the packet.
    pub fn new<T: Holds<M> + ?Sized>(attribute: Attribute<T>) -> Self {
        Self { outer: vec![attribute.definition()], of: PhantomData }
    }

    /// A TLV in this one.
    #[must_use]
    pub fn tlv<T: Holds<N> + ?Sized, N>(&self, attribute: Attribute<T, M>) -> Place<N> {
        let outer = self.outer.iter().copied().chain([attribute.definition()]).collect();
        Place { outer, of: PhantomData }
    }

    /// A TLV that stands in a struct and has no handle. An attribute stands for the struct, which is sent by itself.
    #[must_use]
    pub fn in_struct() -> Self {
        let stand_in = Definition::new(IN_STRUCT, Parent::Packet, 255, DataType::Tlv, Flags::NONE);
        Self { outer: vec![stand_in], of: PhantomData }
    }
}

/// The name of what stands for a struct around a TLV.
pub(crate) const IN_STRUCT: &str = "(struct)";
