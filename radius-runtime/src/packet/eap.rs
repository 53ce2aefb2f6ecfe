//! The EAP packet that EAP-Message carries (RFC 3579 §3.1). Its content is the EAP method's business.

use std::borrow::Cow;

use crate::attribute::{Attribute, AttributeError, Concat, NoKeys, Problem, get};
use crate::dictionary::{DataType, Definition, Flags, Parent};

use super::{Code, Packet};

/// Octets of an EAP packet's code, identifier and length (RFC 3748 §4).
const EAP_HEADER_OCTETS: usize = 4;

/// The code of an EAP-Failure (RFC 3748 §4.2).
const EAP_FAILURE: u8 = 4;

pub(crate) const EAP_MESSAGE: Attribute<Concat> =
    Attribute::new(Definition::new("EAP-Message", Parent::Packet, 79, DataType::Octets, Flags::SPLIT));

/// The EAP packet in these attributes.
pub(crate) fn eap_message(attributes: &[u8]) -> Result<Option<Cow<'_, [u8]>>, AttributeError> {
    let Some(eap) = get(attributes, EAP_MESSAGE, &NoKeys)? else { return Ok(None) };
    if eap.is_empty() {
        return Ok(Some(eap));
    }
    let stated = match eap.first_chunk::<EAP_HEADER_OCTETS>() {
        Some([_, _, high, low]) => usize::from(u16::from_be_bytes([*high, *low])),
        None => EAP_HEADER_OCTETS,
    };
    if stated == eap.len() {
        return Ok(Some(eap));
    }
    let problem = Problem::EapLength { stated, found: eap.len() };
    Err(AttributeError { name: EAP_MESSAGE.name().into(), problem })
}

/// An Access-Reject with the EAP-Failure that ends the conversation of a broken EAP packet (RFC 3579 §2.2).
pub(crate) fn eap_reject(attributes: &[u8]) -> Packet {
    let first = crate::attribute::Walk::new(attributes)
        .find(|raw| u32::from(raw.number) == EAP_MESSAGE.definition().number);
    let identifier = first.and_then(|raw| raw.value.get(1).copied()).unwrap_or_default();
    Packet::new(Code::ACCESS_REJECT).with(EAP_MESSAGE, [EAP_FAILURE, identifier, 0, 4])
}

impl Packet {
    /// The EAP packet that the packet carries, joined from its EAP-Message attributes; `None` if there is none. An empty
    /// one is EAP-Start (RFC 3579 §2.1).
    ///
    /// # Errors
    /// The attributes are not consecutive, or their octets are not as many as the EAP packet's length field says.
    pub fn eap_message(&self) -> Result<Option<Cow<'_, [u8]>>, AttributeError> {
        eap_message(self.attributes.octets())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_length_field_must_agree_p57() {
        let eap = |octets: &[u8]| {
            let packet = Packet::access_request().with(EAP_MESSAGE, octets);
            packet.eap_message().map(|eap| eap.map(Cow::into_owned)).map_err(|error| error.problem)
        };
        assert_eq!(eap(&[2, 1, 0, 5, 1]), Ok(Some(vec![2, 1, 0, 5, 1])));
        assert_eq!(eap(&[2, 1, 0, 6, 1]), Err(Problem::EapLength { stated: 6, found: 5 }));
        assert_eq!(eap(&[2, 1]), Err(Problem::EapLength { stated: 4, found: 2 }));
        assert_eq!(Packet::access_request().eap_message(), Ok(None));
    }

    #[test]
    fn an_empty_eap_message_is_eap_start_rfc3579_2_1() {
        let packet = Packet::access_request().with(EAP_MESSAGE, b"");
        assert_eq!(packet.iter().map(|raw| (raw.number, raw.value.len())).collect::<Vec<_>>(), [(79, 0)]);
        assert_eq!(packet.eap_message(), Ok(Some(Cow::Borrowed(&[][..]))));
    }

    #[test]
    fn a_long_eap_packet_is_joined_p57() {
        let mut long = vec![2, 1, 2, 88];
        long.resize(600, 7);
        let packet = Packet::access_request().with(EAP_MESSAGE, &long);
        assert_eq!(packet.iter().count(), 3);
        assert_eq!(packet.eap_message(), Ok(Some(Cow::Owned(long))));
    }
}
