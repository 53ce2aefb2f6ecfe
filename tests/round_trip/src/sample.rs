//! Values to send.

use std::fmt::Debug;

use radius_runtime::Attribute;
use radius_runtime::AttributeError;
use radius_runtime::Keys;
use radius_runtime::attribute::Read;
use radius_runtime::value::{Enumerated, Names};

use crate::place::Home;

/// What values have to keep to, where an attribute carries them.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The largest number.
    pub max: u64,
    /// Whether the value is padded with zeros when it is hidden, which a zero of its own would be taken for.
    pub is_padded: bool,
    /// Whether another value follows, so that no member of a struct may be absent.
    pub is_whole: bool,
}

impl Limits {
    /// None.
    pub const NONE: Self = Self { max: u64::MAX, is_padded: false, is_whole: false };
    /// Those of a value inside another one.
    pub const WHOLE: Self = Self { is_whole: true, ..Self::NONE };
    /// Those of a value that is hidden.
    pub const HIDDEN: Self = Self { is_padded: true, ..Self::NONE };
    /// Those of a number beside a tag (RFC 2868 §3.1).
    pub const TAGGED: Self = Self { max: 0x00ff_ffff, ..Self::NONE };
}

/// A type whose values can be kept, and stand in others, with values of it.
pub trait Samples {
    /// A value.
    type Sample: Clone + Debug + PartialEq;

    /// Values of the type, those at its edges among them.
    fn samples(limits: Limits) -> Vec<Self::Sample>;

    /// A value of so many octets, of a type whose values may have any number.
    #[must_use]
    fn of_length(_octets: usize) -> Option<Self::Sample> {
        None
    }

    /// How many members of structs and branches of unions are sent with it.
    #[must_use]
    fn parts() -> usize {
        0
    }
}

/// A type of attribute whose values can be sent and compared with what is read.
pub trait Sampled: Read<Keys> {
    /// What says the value. Of an enum it is the number: what is compiled for each enum is little then.
    type Sent: Clone + Debug;

    /// Whether the value may be longer than one attribute.
    const IS_LONG: bool = false;
    /// Whether an attribute that stands twice has two values.
    const REPEATS: bool = true;

    /// Values to send.
    fn sent(limits: Limits) -> Vec<Self::Sent>;

    /// A value of so many octets, of a type whose values may have any number.
    #[must_use]
    fn long(_octets: usize) -> Option<Self::Sent> {
        None
    }

    /// How many members of structs and branches of unions are sent with it.
    #[must_use]
    fn parts() -> usize {
        0
    }

    /// Adds a value to what the handle stands in.
    ///
    /// # Errors
    /// The value cannot be sent.
    fn push<P: Home>(
        to: &mut P::Out,
        attribute: Attribute<Self, P>,
        sent: &Self::Sent,
    ) -> Result<(), AttributeError>;

    /// Whether this was read from what was sent.
    fn is_same(view: &Self::View<'_>, sent: &Self::Sent) -> bool;

    /// Whether `get` gives this value.
    ///
    /// # Errors
    /// What is there is malformed.
    fn first<P: Home>(
        from: &P::In<'_>,
        attribute: Attribute<Self, P>,
        sent: &Self::Sent,
    ) -> Result<bool, AttributeError> {
        match P::get(from, attribute)? {
            Some(view) => Ok(Self::is_same(&view, sent)),
            None => Ok(false),
        }
    }

    /// Reads every value in every way that there is but `get`.
    ///
    /// # Errors
    /// They are not those that were sent.
    fn all<P: Home>(
        from: &P::In<'_>,
        attribute: Attribute<Self, P>,
        sent: &[&Self::Sent],
    ) -> Result<(), String> {
        let mut all = P::get_all(from, attribute);
        for sample in sent {
            let view = all.next().ok_or("`get_all` ends early")?.map_err(|error| error.to_string())?;
            if !Self::is_same(&view, sample) {
                return Err(format!("`get_all` does not give {sample:?}"));
            }
        }
        match all.next() {
            None => Ok(()),
            Some(_) => Err("`get_all` gives more than was sent".to_owned()),
        }
    }
}

/// Whether what was read from a hidden attribute is this value.
pub trait SameAs<S: ?Sized> {
    /// Whether it is.
    fn is_same_as(&self, sample: &S) -> bool;
}

impl<T: Samples<Sample = T> + PartialEq> SameAs<T> for T {
    fn is_same_as(&self, sample: &T) -> bool {
        self == sample
    }
}

/// Every named value of an enum, and one without a name.
#[doc(hidden)]
#[must_use]
pub fn sample_enumerated<E: Enumerated>(limits: Limits) -> Vec<E> {
    let width = u64::try_from(size_of::<E::Number>()).unwrap_or_default();
    let numbers = sample_numbers(E::NAMES, width, limits).into_iter();
    numbers.filter_map(|number| E::Number::try_from(number).ok()).map(E::from_number).collect()
}

/// The numbers of these values, and one without a name. The width is in octets.
#[doc(hidden)]
#[must_use]
pub fn sample_numbers(names: Names, width: u64, limits: Limits) -> Vec<u64> {
    let max = limits.max.min(u64::MAX >> (64 - 8 * width));
    let unnamed = (0..=max).rev().find(|number| names.name(*number).is_none());
    names.iter().map(|(number, _)| number).chain(unnamed).filter(|number| *number <= max).collect()
}

/// The function of [`Sampled`] that adds a value as it is.
macro_rules! sent_as_it_is {
    ($sent:ty) => {
        fn push<P: $crate::Home>(
            to: &mut P::Out,
            attribute: $crate::plain::Attribute<Self, P>,
            sent: &$sent,
        ) -> Result<(), $crate::plain::AttributeError> {
            P::push(to, attribute, sent.clone())
        }
    };
}

/// A type whose values are sent as they are and read as themselves.
macro_rules! same_as_itself {
    ($($type:ty),*) => {$(
        impl $crate::Sampled for $type {
            type Sent = Self;

            fn sent(limits: $crate::Limits) -> Vec<Self> {
                <Self as $crate::Samples>::samples(limits)
            }

            $crate::sample::sent_as_it_is! { Self }

            fn is_same(view: &Self, sent: &Self) -> bool {
                view == sent
            }
        }
    )*};
}

pub(crate) use {same_as_itself, sent_as_it_is};
