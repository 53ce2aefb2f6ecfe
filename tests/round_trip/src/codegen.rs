//! What generated code is made of: radius-runtime's, and with each enum, struct and union also its sample values.
//!
//! All functions are `inline`, so that only those in use are compiled.

pub use radius_runtime::codegen::*;

pub use crate::__enumerated_with_samples as enumerated;
pub use crate::__structure_with_samples as structure;
pub use crate::__union_with_samples as union;

/// An enum: every value that the dictionary names, and one that it does not.
#[doc(hidden)]
#[macro_export]
macro_rules! __enumerated_with_samples {
    ($name:ident: $number:ident $($rest:tt)*) => {
        $crate::plain::enumerated! { $name: $number $($rest)* }

        impl $crate::Samples for $name {
            type Sample = Self;

            #[inline]
            fn samples(limits: $crate::Limits) -> ::std::vec::Vec<Self> {
                $crate::sample_enumerated(limits)
            }
        }

        impl $crate::Sampled for $name {
            type Sent = ::core::primitive::u64;

            #[inline]
            fn sent(limits: $crate::Limits) -> ::std::vec::Vec<::core::primitive::u64> {
                let names = <Self as $crate::plain::Enumerated>::NAMES;
                $crate::sample_numbers(names, ::core::mem::size_of::<$number>() as u64, limits)
            }

            #[inline]
            fn push<P: $crate::Home>(
                to: &mut P::Out,
                attribute: $crate::plain::Attribute<Self, P>,
                sent: &::core::primitive::u64,
            ) -> ::core::result::Result<(), $crate::plain::AttributeError> {
                P::push(to, attribute, <Self as ::core::convert::From<$number>>::from(*sent as $number))
            }

            #[inline]
            fn is_same(view: &Self, sent: &::core::primitive::u64) -> ::core::primitive::bool {
                $crate::plain::Enumerated::number(*view) as ::core::primitive::u64 == *sent
            }

            /// As numbers, since all of this is the same for every enum.
            #[inline]
            fn all<P: $crate::Home>(
                from: &P::In<'_>,
                attribute: $crate::plain::Attribute<Self, P>,
                sent: &[&::core::primitive::u64],
            ) -> ::core::result::Result<(), ::std::string::String> {
                let number = $crate::plain::Attribute::<$number, P>::new(attribute.definition());
                $crate::all_numbers(from, number, sent)
            }
        }
    };
}

/// A struct: values of all members, and such that end behind a member.
#[doc(hidden)]
#[macro_export]
macro_rules! __structure_with_samples {
    ($name:ident: $form:expr, { $($member:tt)* }) => {
        $crate::plain::structure! { $name: $form, { $($member)* } }

        impl $crate::Samples for $name {
            type Sample = Self;

            #[inline]
            fn samples(limits: $crate::Limits) -> ::std::vec::Vec<Self> {
                let members = [$($crate::__structure_with_samples! { @member $member }),*];
                let value = |count: usize, nth: usize| {
                    let mut this = <Self as ::core::default::Default>::default();
                    let mut at = 0..count;
                    $($crate::__structure_with_samples! { @set this at nth $member })*
                    this
                };
                $crate::structure::samples(&members, limits, value)
            }

            #[inline]
            fn parts() -> usize {
                let members = [$($crate::__structure_with_samples! { @member $member }),*];
                members.iter().map(|member| 1 + member.parts).sum()
            }
        }

        impl $crate::Sampled for $name {
            type Sent = Self;

            #[inline]
            fn sent(limits: $crate::Limits) -> ::std::vec::Vec<Self> {
                <Self as $crate::Samples>::samples(limits)
            }

            #[inline]
            fn parts() -> usize {
                <Self as $crate::Samples>::parts()
            }

            #[inline]
            fn push<P: $crate::Home>(
                to: &mut P::Out,
                attribute: $crate::plain::Attribute<Self, P>,
                sent: &Self,
            ) -> ::core::result::Result<(), $crate::plain::AttributeError> {
                P::push(to, attribute, sent)
            }

            #[inline]
            fn is_same(view: &Self, sent: &Self) -> ::core::primitive::bool {
                view == sent
            }
        }
    };
    (@member [key $union:ident: $number:ty]) => { $crate::structure::Shape::KEY };
    (@member [$field:ident: $kind:ty]) => { <$kind as $crate::structure::SampledMember>::shape() };
    (@set $this:ident $at:ident $nth:ident [key $union:ident: $number:ty]) => { $at.next(); };
    (@set $this:ident $at:ident $nth:ident [$field:ident: $kind:ty]) => {
        if $at.next().is_some() {
            $this.$field = <$kind as $crate::structure::SampledMember>::field($nth);
        }
    };
}

/// A union: values of every branch, and one that no branch stands for.
#[doc(hidden)]
#[macro_export]
macro_rules! __union_with_samples {
    ($name:ident: $number:ident { $($variant:ident($kind:ty) = $key:literal,)* }) => {
        $crate::plain::union! { $name: $number { $($variant($kind) = $key,)* } }

        impl $crate::structure::SampledMember for $name {
            #[inline]
            fn shape() -> $crate::structure::Shape {
                let parts: usize = [$(1 + <$kind as $crate::Samples>::parts()),*].iter().sum();
                let count = Self::samples().len();
                $crate::structure::Shape { bits: $crate::structure::UNSIZED, count, parts }
            }

            #[inline]
            fn field(nth: usize) -> ::core::option::Option<Self> {
                let mut all = Self::samples();
                let at = nth % all.len();
                ::core::option::Option::Some(all.swap_remove(at))
            }
        }

        impl $name {
            #[inline]
            fn samples() -> ::std::vec::Vec<Self> {
                let mut all = ::std::vec::Vec::new();
                $(all.extend($crate::structure::branch::<$kind>().into_iter().map(Self::$variant));)*
                let key = (0..=$number::MAX).rev().find(|key| {
                    !<[::core::primitive::u64]>::contains(&[$($key),*], &::core::convert::From::from(*key))
                });
                all.extend(key.map(|key| Self::Other { key, octets: ::std::vec![1, 2, 3, 4, 5, 6, 7] }));
                all
            }
        }
    };
}
