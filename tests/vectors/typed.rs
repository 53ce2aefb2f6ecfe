//! What the typed handles of `radius-dictionaries` read from a packet, value by value.

use std::borrow::Cow;
use std::fmt::Display;

use radius_dictionaries::{self as rfc, cisco, microsoft};
use radius_runtime::attribute::{AttributeError, Clear, TaggedValue};
use radius_runtime::crypto::{self, SALT_OCTETS};
use radius_runtime::value::{Date, Enumerated, InterfaceId};
use radius_runtime::{Keys, OpenPacket};

use super::model::{Attribute, Hidden, Method, octets};

const EAP_MESSAGE: u8 = 79;

/// A value as the vectors write it.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Shown {
    Text(String),
    Octets(Vec<u8>),
}

/// A value with its tag, if its attribute has one.
type Read = (Option<u8>, Shown);

/// Everything that a handle reads from a packet.
type Values = Vec<Result<Read, AttributeError>>;

macro_rules! table {
    ($($show:ident: $($handle:path)*;)*) => {
        &[$($(($handle.name(), |packet| packet.get_all($handle).map(|value| value.map($show)).collect()),)*)*]
    };
}

/// An attribute's name in the dictionary, and what its handle reads from a packet.
type Handle = (&'static str, fn(&OpenPacket) -> Values);

/// Every attribute that the vectors name.
const HANDLES: &[Handle] = table! {
    text: rfc::USER_NAME rfc::REPLY_MESSAGE rfc::CALLING_STATION_ID rfc::ACCT_SESSION_ID rfc::CONNECT_INFO
        rfc::DIGEST_RESPONSE rfc::DIGEST_REALM rfc::DIGEST_NONCE rfc::DIGEST_RESPONSE_AUTH rfc::DIGEST_METHOD
        rfc::DIGEST_URI rfc::DIGEST_QOP rfc::DIGEST_ALGORITHM rfc::DIGEST_C_NONCE rfc::DIGEST_NONCE_COUNT
        rfc::DIGEST_USERNAME rfc::SIP_AOR cisco::AV_PAIR;
    plain: rfc::NAS_PORT rfc::FRAMED_MTU rfc::SESSION_TIMEOUT rfc::NAS_IP_ADDRESS rfc::FRAMED_IP_ADDRESS
        rfc::LOGIN_IP_HOST rfc::FRAMED_IPV6_PREFIX rfc::DELEGATED_IPV6_PREFIX;
    named: rfc::SERVICE_TYPE rfc::FRAMED_PROTOCOL rfc::FRAMED_ROUTING rfc::FRAMED_COMPRESSION rfc::LOGIN_SERVICE
        rfc::ACCT_STATUS_TYPE rfc::ACCT_TERMINATE_CAUSE rfc::NAS_PORT_TYPE rfc::ERROR_CAUSE
        microsoft::MS_MPPE_ENCRYPTION_POLICY microsoft::MS_MPPE_ENCRYPTION_TYPES;
    opaque: rfc::CHAP_PASSWORD rfc::STATE rfc::CLASS rfc::PROXY_STATE rfc::CHAP_CHALLENGE rfc::MESSAGE_AUTHENTICATOR
        microsoft::MS_CHAP_CHALLENGE microsoft::MS_CHAP_RESPONSE microsoft::MS_CHAP2_RESPONSE
        microsoft::MS_CHAP2_SUCCESS;
    joined: rfc::EAP_MESSAGE;
    date: rfc::EVENT_TIMESTAMP;
    interface_id: rfc::FRAMED_INTERFACE_ID;
    tagged_named: rfc::TUNNEL_TYPE rfc::TUNNEL_MEDIUM_TYPE;
    tagged_text: rfc::TUNNEL_SERVER_ENDPOINT rfc::TUNNEL_PRIVATE_GROUP_ID;
    hidden: rfc::USER_PASSWORD microsoft::MS_CHAP_MPPE_KEYS microsoft::MS_MPPE_SEND_KEY microsoft::MS_MPPE_RECV_KEY;
    tagged_hidden: rfc::TUNNEL_PASSWORD;
};

fn text(value: &str) -> Read {
    (None, Shown::Text(value.to_owned()))
}

fn plain(value: impl Display) -> Read {
    (None, Shown::Text(value.to_string()))
}

fn named(value: impl Enumerated) -> Read {
    plain(value.number())
}

fn opaque(value: &[u8]) -> Read {
    (None, Shown::Octets(value.to_vec()))
}

fn joined(value: Cow<'_, [u8]>) -> Read {
    (None, Shown::Octets(value.into_owned()))
}

fn date(value: Date) -> Read {
    plain(value.unix())
}

/// The vectors write all digits: `0000:0000:0000:0001`.
fn interface_id(value: InterfaceId) -> Read {
    let groups = value.0.chunks(2).map(|pair| format!("{:02x}{:02x}", pair[0], pair[1]));
    plain(groups.collect::<Vec<_>>().join(":"))
}

fn hidden<T: ?Sized>(value: Clear<T>) -> Read {
    opaque(value.as_bytes())
}

fn tagged_named(value: TaggedValue<impl Enumerated>) -> Read {
    (Some(value.tag), named(value.value).1)
}

fn tagged_text(value: TaggedValue<&str>) -> Read {
    (Some(value.tag), text(value.value).1)
}

fn tagged_hidden<T: ?Sized>(value: TaggedValue<Clear<T>>) -> Read {
    (Some(value.tag), hidden(value.value).1)
}

/// Compares what each handle reads from the packet with what the vector lists under its name, and hides anew what was
/// hidden.
pub(crate) fn check(attributes: &[Attribute], packet: &OpenPacket, keys: &Keys) {
    for attribute in attributes {
        check_vendor(attribute);
        if let Some(hidden) = &attribute.hidden {
            check_hiding(attribute, hidden, keys);
        }
        let Some(name) = &attribute.name else { continue };
        assert!(HANDLES.iter().any(|(own, _)| own == name), "there is no handle for {name}");
    }
    for (name, read) in HANDLES {
        let listed: Vec<_> =
            attributes.iter().filter(|attribute| attribute.name.as_deref() == Some(name)).collect();
        let found = read(packet);
        if listed.first().is_some_and(|attribute| attribute.number == EAP_MESSAGE) {
            let all = listed.iter().flat_map(|attribute| octets(&attribute.hex)).collect();
            assert_eq!(found, [Ok((None, Shown::Octets(all)))], "{name} as one value");
            continue;
        }
        assert_eq!(found.len(), listed.len(), "values of {name}: {found:?}");
        for (found, listed) in found.into_iter().zip(listed) {
            match found {
                Ok(value) => {
                    assert!(!listed.invalid, "{name} is invalid, but reads {value:?}");
                    assert_eq!(value, expected(listed), "{name}");
                }
                Err(error) => {
                    assert!(listed.invalid, "{error}");
                    assert_eq!(error.name, *name);
                }
            }
        }
    }
}

/// What the vector says a handle reads.
fn expected(attribute: &Attribute) -> Read {
    let shown = match (&attribute.hidden, &attribute.value) {
        (Some(hidden), _) => Shown::Octets(octets(&trimmed(hidden))),
        (None, Some(text)) => Shown::Text(text.clone()),
        (None, None) => {
            let own = attribute.vendor.as_ref().map_or(&attribute.hex, |vendor| &vendor.hex);
            Shown::Octets(octets(own))
        }
    };
    (attribute.tag, shown)
}

/// The clear octets without the zeros at the end that hiding as User-Password cannot tell from padding.
fn trimmed(hidden: &Hidden) -> String {
    match hidden.method {
        Method::UserPassword => {
            let clear = octets(&hidden.clear);
            let length = clear.iter().rposition(|&octet| octet != 0).map_or(0, |last| last + 1);
            hidden.clear[..2 * length].to_owned()
        }
        Method::TunnelPassword => hidden.clear.clone(),
    }
}

/// The Vendor-Specific attribute holds the one vendor attribute that the vector says, in the usual format.
fn check_vendor(attribute: &Attribute) {
    let Some(vendor) = &attribute.vendor else { return };
    let own = octets(&vendor.hex);
    let number = u8::try_from(vendor.number).unwrap();
    let header = [number, u8::try_from(own.len() + 2).unwrap()];
    let whole = [&vendor.id.to_be_bytes()[..], &header, &own].concat();
    assert_eq!(octets(&attribute.hex), whole, "{:?}", attribute.name);
}

/// Hiding the clear octets gives the hidden ones again.
fn check_hiding(attribute: &Attribute, hidden: &Hidden, keys: &Keys) {
    let own = octets(attribute.vendor.as_ref().map_or(&attribute.hex, |vendor| &vendor.hex));
    let clear = octets(&hidden.clear);
    if let Some(text) = &hidden.value {
        assert_eq!(clear, text.as_bytes(), "clear octets and text");
    }
    let Some((secret, authenticator)) = keys.hiding() else {
        // RADIUS/1.1: as it is, behind the tag if there is one.
        assert_eq!(own.strip_prefix(attribute.tag.as_slice()), Some(&clear[..]));
        return;
    };
    match hidden.method {
        Method::UserPassword => {
            let mut padded = clear;
            padded.resize(padded.len().next_multiple_of(16).max(16), 0);
            crypto::hide_user_password(&mut padded, secret, authenticator);
            assert_eq!(padded, own);
        }
        Method::TunnelPassword => {
            let own = own.strip_prefix(attribute.tag.as_slice()).expect("the tag is in front");
            let (salt, own) = own.split_first_chunk::<SALT_OCTETS>().unwrap();
            assert_eq!(Some(salt.to_vec()), hidden.salt.as_deref().map(octets), "salt");
            assert!(salt[0] & 0x80 != 0, "the highest bit of a salt is set (RFC 2868 §3.5)");
            let mut padded = [&[u8::try_from(clear.len()).unwrap()][..], &clear].concat();
            let used = padded.len();
            padded.resize(used.next_multiple_of(16), 0);
            crypto::hide_tunnel_password(&mut padded, *salt, secret, authenticator);
            // What padding the sender took is its own affair.
            assert_eq!(padded[..used], own[..used]);
        }
    }
}
