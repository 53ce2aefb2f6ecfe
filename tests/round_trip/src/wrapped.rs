//! Values of the types that are made of others: hidden, tagged, long, split, prefixed, arrays and TLVs.

use std::borrow::Cow;

use radius_runtime::Keys;
use radius_runtime::attribute::{
    Attribute, AttributeError, Concat, Hidden, Long, Read, Tagged, TaggedValue, Tlv, TlvValue, TlvView,
};
use radius_runtime::value::structure::{Element, Exactly};
use radius_runtime::value::{Array, Prefixed, ToValue, Value};

use crate::place::Home;
use crate::sample::{Limits, SameAs, Sampled, Samples, sent_as_it_is};

impl<T> Sampled for Hidden<T>
where
    T: Samples<Sample: ToValue<Self>> + radius_runtime::attribute::Hideable + ?Sized,
    T::Clear: SameAs<T::Sample>,
{
    type Sent = T::Sample;

    fn sent(_: Limits) -> Vec<T::Sample> {
        T::samples(Limits::HIDDEN)
    }

    fn long(octets: usize) -> Option<T::Sample> {
        T::of_length(octets)
    }

    sent_as_it_is! { T::Sample }

    fn is_same(view: &T::Clear, sample: &T::Sample) -> bool {
        view.is_same_as(sample)
    }
}

impl<T: Sampled + ?Sized> Sampled for Tagged<T> {
    /// A value with its tag.
    type Sent = (u8, T::Sent);

    fn sent(_: Limits) -> Vec<(u8, T::Sent)> {
        let values = T::sent(Limits::TAGGED);
        [0, 3, 31].iter().flat_map(|tag| values.iter().map(|value| (*tag, value.clone()))).collect()
    }

    fn long(octets: usize) -> Option<(u8, T::Sent)> {
        Some((7, T::long(octets)?))
    }

    fn push<P: Home>(
        to: &mut P::Out,
        attribute: Attribute<Self, P>,
        (tag, value): &(u8, T::Sent),
    ) -> Result<(), AttributeError> {
        T::push(to, attribute.tag(*tag), value)
    }

    fn is_same(view: &TaggedValue<T::View<'_>>, (tag, value): &(u8, T::Sent)) -> bool {
        view.tag == *tag && T::is_same(&view.value, value)
    }

    /// Also by the tag alone.
    fn all<P: Home>(
        from: &P::In<'_>,
        attribute: Attribute<Self, P>,
        sent: &[&(u8, T::Sent)],
    ) -> Result<(), String> {
        let mut all = P::get_all(from, attribute);
        for sample in sent {
            let view = all.next().ok_or("`get_all` ends early")?.map_err(|error| error.to_string())?;
            let first = sent.iter().find(|(tag, _)| *tag == sample.0).map_or(&sample.1, |(_, value)| value);
            let by_tag = T::first(from, attribute.tag(sample.0), first).map_err(|error| error.to_string())?;
            if !Self::is_same(&view, sample) || !by_tag {
                return Err(format!("`get_all` or the tag does not give {sample:?}"));
            }
        }
        match (all.next(), P::get(from, attribute.tag(30))) {
            (None, Ok(None)) => Ok(()),
            _ => Err("there is more than was sent".to_owned()),
        }
    }
}

macro_rules! long {
    ($($type:ty => $owned:ty, $view:ty;)*) => {$(
        impl Sampled for Long<$type> {
            type Sent = $owned;

            const IS_LONG: bool = true;

            fn sent(limits: Limits) -> Vec<$owned> {
                <$type>::samples(limits)
            }

            fn long(octets: usize) -> Option<$owned> {
                <$type>::of_length(octets)
            }

            sent_as_it_is! { $owned }

            fn is_same(view: &$view, sample: &$owned) -> bool {
                **view == **sample
            }
        }
    )*};
}

long! {
    str => String, Cow<'_, str>;
    [u8] => Vec<u8>, Cow<'_, [u8]>;
}

impl<T> Sampled for Long<T>
where
    T: for<'v> Value<View<'v> = T::Sample> + Samples<Sample: ToValue<T>>,
{
    type Sent = T::Sample;

    const IS_LONG: bool = true;

    fn sent(limits: Limits) -> Vec<T::Sample> {
        T::samples(limits)
    }

    fn long(octets: usize) -> Option<T::Sample> {
        T::of_length(octets)
    }

    fn parts() -> usize {
        T::parts()
    }

    sent_as_it_is! { T::Sample }

    fn is_same(view: &<Self as Read<Keys>>::View<'_>, sample: &T::Sample) -> bool {
        view == sample
    }
}

impl Sampled for Concat {
    type Sent = Vec<u8>;

    const IS_LONG: bool = true;
    const REPEATS: bool = false;

    fn sent(_: Limits) -> Vec<Vec<u8>> {
        // An empty one starts EAP (RFC 3579 §2.1).
        vec![vec![1, 2, 3], Vec::new(), vec![7; 253], vec![7; 254]]
    }

    fn long(octets: usize) -> Option<Vec<u8>> {
        <[u8]>::of_length(octets)
    }

    sent_as_it_is! { Vec<u8> }

    fn is_same(view: &Cow<'_, [u8]>, sample: &Vec<u8>) -> bool {
        **view == **sample
    }
}

impl<T: Samples + ?Sized, const OCTETS: u8, const OFFSET: u8> Samples for Prefixed<T, OCTETS, OFFSET> {
    type Sample = T::Sample;

    fn samples(limits: Limits) -> Vec<T::Sample> {
        T::samples(limits)
    }

    fn of_length(octets: usize) -> Option<T::Sample> {
        T::of_length(octets)
    }

    fn parts() -> usize {
        T::parts()
    }
}

impl<T, const OCTETS: u8, const OFFSET: u8> Sampled for Prefixed<T, OCTETS, OFFSET>
where
    T: Sampled<Sent: ToValue<T>> + Value + ?Sized,
    for<'a> T: Read<Keys, View<'a> = <T as Value>::View<'a>>,
{
    type Sent = T::Sent;

    fn sent(limits: Limits) -> Vec<T::Sent> {
        T::sent(limits)
    }

    fn long(octets: usize) -> Option<T::Sent> {
        T::long(octets)
    }

    sent_as_it_is! { T::Sent }

    fn is_same(view: &<T as Value>::View<'_>, sample: &T::Sent) -> bool {
        T::is_same(view, sample)
    }
}

impl<T: Samples + ?Sized> Samples for Array<T> {
    type Sample = Vec<T::Sample>;

    fn samples(_: Limits) -> Vec<Vec<T::Sample>> {
        let all = T::samples(Limits::WHOLE);
        vec![all.clone(), all.into_iter().take(1).collect()]
    }

    fn parts() -> usize {
        T::parts()
    }
}

impl<T> Sampled for Array<T>
where
    T: Element<Owned = T::Sample> + Samples<Sample: ToValue<T>> + ?Sized,
{
    type Sent = Vec<T::Sample>;

    fn sent(limits: Limits) -> Vec<Vec<T::Sample>> {
        Self::samples(limits)
    }

    fn parts() -> usize {
        T::parts()
    }

    fn push<P: Home>(
        to: &mut P::Out,
        attribute: Attribute<Self, P>,
        sample: &Vec<T::Sample>,
    ) -> Result<(), AttributeError> {
        P::push(to, attribute, sample)
    }

    fn is_same(view: &Vec<T::Owned>, sample: &Vec<T::Sample>) -> bool {
        view == sample
    }
}

impl<T: Samples + ?Sized, const N: usize> Samples for Exactly<T, N>
where
    T::Sample: for<'a> From<&'a [u8]>,
{
    type Sample = T::Sample;

    fn samples(_: Limits) -> Vec<T::Sample> {
        vec![T::Sample::from(&[b'k'; N][..])]
    }
}

/// Two attributes of one number with another between them, whatever the dictionary says of these.
impl<M> Samples for Tlv<M> {
    type Sample = TlvValue<M>;

    fn samples(_: Limits) -> Vec<TlvValue<M>> {
        let octets = [1, 3, 7, 2, 4, 1, 2, 1, 3, 0];
        vec![Self::read_element(&octets).unwrap()]
    }
}

impl<M: 'static> Sampled for Tlv<M> {
    type Sent = TlvValue<M>;

    fn sent(limits: Limits) -> Vec<TlvValue<M>> {
        Self::samples(limits)
    }

    sent_as_it_is! { TlvValue<M> }

    fn is_same(view: &TlvView<'_, M, Keys>, sample: &TlvValue<M>) -> bool {
        view.is_same_as(sample)
    }
}

impl<M> SameAs<TlvValue<M>> for TlvView<'_, M, Keys> {
    fn is_same_as(&self, sample: &TlvValue<M>) -> bool {
        let sent = sample.view();
        self.iter().map(|raw| (raw.number, raw.value)).eq(sent.iter().map(|raw| (raw.number, raw.value)))
    }
}
