//! Hidden values, and the keys that reveal them.

use std::fmt;
use std::marker::PhantomData;

use zeroize::Zeroizing;

use crate::crypto::{self, Authenticator, HidingError, Secret};
use crate::dictionary::Hiding;
use crate::value::structure::{Element, Form};
use crate::value::{FixedText, Layout, ToValue, Value, ValueError};

use super::tlv::{Octets, TlvView};
use super::{Hidden, Problem, Tlv};

/// What reveals the hidden attributes of a packet: the shared secret and the Request Authenticator, of the request
/// also for a reply (RFC 2868 §3.5). In RADIUS/1.1 nothing is hidden (RFC 9765 §5.1).
#[derive(Clone, Debug)]
pub struct Keys(Option<(Secret, Authenticator)>);

impl Keys {
    /// The shared secret and the authenticator of the request.
    #[must_use]
    pub const fn new(secret: Secret, authenticator: Authenticator) -> Self {
        Self(Some((secret, authenticator)))
    }

    /// The keys of a packet whose values stand in clear, protected by the connection it came over: RADIUS/1.1.
    #[must_use]
    pub const fn in_clear() -> Self {
        Self(None)
    }

    /// The secret and the authenticator; `None` where nothing is hidden.
    #[must_use]
    pub const fn hiding(&self) -> Option<&(Secret, Authenticator)> {
        self.0.as_ref()
    }

    /// Reveals what the given method hid.
    #[inline]
    pub(crate) fn reveal(&self, hiding: Hiding, octets: &[u8]) -> Result<Zeroizing<Vec<u8>>, HidingError> {
        let Some((secret, authenticator)) = &self.0 else {
            return match hiding {
                Hiding::UserPassword if octets.len() > crypto::MAX_USER_PASSWORD => {
                    Err(HidingError::Length { found: octets.len() })
                }
                _ => Ok(Zeroizing::new(octets.to_vec())),
            };
        };
        match hiding {
            Hiding::UserPassword => crypto::reveal_user_password(octets, secret, authenticator),
            Hiding::TunnelPassword => crypto::reveal_tunnel_password(octets, secret, authenticator),
            Hiding::AscendSecret => {
                let mut block: [u8; 16] =
                    octets.try_into().map_err(|_| HidingError::Length { found: octets.len() })?;
                crypto::ascend_secret(&mut block, secret, authenticator);
                let block = Zeroizing::new(block);
                Ok(Zeroizing::new(block.iter().copied().take_while(|&octet| octet != 0).collect()))
            }
        }
    }
}

/// A hidden value in clear. It is wiped when dropped, and `Debug` does not show it.
///
/// Passwords are octets: [`to_str`](Self::to_str) gives the text where they are UTF-8. One can be sent on, hidden anew,
/// in an attribute of the same type, and is made [`from`](From) text or octets.
pub struct Clear<T: ?Sized> {
    octets: Zeroizing<Vec<u8>>,
    of: PhantomData<fn() -> Box<T>>,
}

/// A password that was hidden, such as User-Password.
pub type Password = Clear<str>;

/// A key that was hidden, such as MS-MPPE-Send-Key.
pub type Key = Clear<[u8]>;

impl<T: ?Sized> Clear<T> {
    pub(crate) const fn new(octets: Zeroizing<Vec<u8>>) -> Self {
        Self { octets, of: PhantomData }
    }

    /// The octets in clear.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.octets
    }

    /// The text in clear.
    ///
    /// # Errors
    /// It is not UTF-8.
    pub fn to_str(&self) -> Result<&str, std::str::Utf8Error> {
        std::str::from_utf8(&self.octets)
    }

    /// Whether it equals these octets, in constant time for values of one length.
    #[must_use]
    pub fn matches(&self, octets: impl AsRef<[u8]>) -> bool {
        crypto::is_same(&self.octets, octets.as_ref())
    }
}

macro_rules! clear {
    ($($type:ty: $($source:ty),*;)*) => {$(
        $(impl From<$source> for Clear<$type> {
            fn from(clear: $source) -> Self {
                Self::new(Zeroizing::new(clear.into()))
            }
        })*

        /// A value in clear can be sent as a hidden one, and as nothing else.
        impl ToValue<Hidden<$type>> for Clear<$type> {
            fn write_value(&self, _: Layout, out: &mut Vec<u8>) -> Result<(), ValueError> {
                out.extend_from_slice(&self.octets);
                Ok(())
            }
        }
    )*};
}

clear! {
    str: &str, String, &[u8], Vec<u8>;
    [u8]: &[u8], Vec<u8>;
}

/// `octets[N]`.
impl<const N: usize> ToValue<Hidden<[u8; N]>> for Key {
    fn write_value(&self, _: Layout, out: &mut Vec<u8>) -> Result<(), ValueError> {
        let octets = <[u8; N]>::read_value(&self.octets, Layout::Full)?;
        out.extend_from_slice(octets);
        Ok(())
    }
}

/// `string[N]`.
impl<const N: usize> ToValue<Hidden<FixedText<N>>> for Password {
    fn write_value(&self, _: Layout, out: &mut Vec<u8>) -> Result<(), ValueError> {
        let octets = <[u8; N]>::read_value(&self.octets, Layout::Full)?;
        out.extend_from_slice(octets);
        Ok(())
    }
}

impl<T: ?Sized> Clone for Clear<T> {
    fn clone(&self) -> Self {
        Self::new(self.octets.clone())
    }
}

/// In constant time for values of one length.
impl<T: ?Sized> PartialEq for Clear<T> {
    fn eq(&self, other: &Self) -> bool {
        self.matches(&other.octets)
    }
}

impl<T: ?Sized> Eq for Clear<T> {}

/// A member of a struct that must not be printed (`secret`).
impl<T: ?Sized> Element for Clear<T> {
    type Owned = Self;

    const FORM: Form = Form::Rest;

    fn read_element(octets: &[u8]) -> Result<Self, ValueError> {
        Ok(Self::new(Zeroizing::new(octets.to_vec())))
    }

    fn write_element(value: &Self, out: &mut Vec<u8>) -> Result<(), ValueError> {
        out.extend_from_slice(&value.octets);
        Ok(())
    }
}

impl<T: ?Sized> fmt::Debug for Clear<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clear(..)")
    }
}

/// A type that attributes hide: text and octets come out as [`Password`] and [`Key`], others as themselves.
pub trait Hideable {
    /// The value in clear.
    type Clear;

    /// Reads the octets in clear. The keys reveal what else is hidden in them.
    ///
    /// # Errors
    /// They are no value of this type.
    fn from_clear(octets: Zeroizing<Vec<u8>>, keys: &Keys) -> Result<Self::Clear, Problem>;
}

impl Hideable for str {
    type Clear = Password;

    fn from_clear(octets: Zeroizing<Vec<u8>>, _: &Keys) -> Result<Password, Problem> {
        Ok(Clear::new(octets))
    }
}

impl Hideable for [u8] {
    type Clear = Key;

    fn from_clear(octets: Zeroizing<Vec<u8>>, _: &Keys) -> Result<Key, Problem> {
        Ok(Clear::new(octets))
    }
}

/// `octets[N]`. The padding of a hidden value does not tell zeros at its end from its own: the length does.
impl<const N: usize> Hideable for [u8; N] {
    type Clear = Key;

    fn from_clear(mut octets: Zeroizing<Vec<u8>>, _: &Keys) -> Result<Key, Problem> {
        if octets.len() > N {
            return Err(ValueError::Length { expected: N, found: octets.len() }.into());
        }
        octets.resize(N, 0);
        Ok(Clear::new(octets))
    }
}

/// A TLV that is hidden as a whole; its octets in clear are wiped when the view is dropped.
impl<M: 'static> Hideable for Tlv<M> {
    type Clear = TlvView<'static, M, Keys>;

    fn from_clear(octets: Zeroizing<Vec<u8>>, keys: &Keys) -> Result<Self::Clear, Problem> {
        TlvView::checked(Octets::Clear(octets), keys.clone())
    }
}

/// `string[N]`.
impl<const N: usize> Hideable for FixedText<N> {
    type Clear = Password;

    fn from_clear(octets: Zeroizing<Vec<u8>>, _: &Keys) -> Result<Password, Problem> {
        <[u8; N]>::read_value(&octets, Layout::Full)?;
        Ok(Clear::new(octets))
    }
}

impl<T: for<'a> Value<View<'a> = T>> Hideable for T {
    type Clear = T;

    fn from_clear(octets: Zeroizing<Vec<u8>>, _: &Keys) -> Result<T, Problem> {
        Ok(T::read_value(&octets, Layout::Full)?)
    }
}
