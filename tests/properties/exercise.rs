//! Everything that can be done with octets from the network. Nothing in it may panic, whatever they are.

use std::time::Duration;

use radius_runtime::attribute::{Attribute, AttributeSet, InPacket, Read};
use radius_runtime::dictionary::Dictionary;
use radius_runtime::packet::{Code, DecodeError, Profile, Received, RequestHeader, RequestPolicy};
use radius_runtime::proto::{DynamicAuthorization, Service};
use radius_runtime::{Keys, OpenPacket, Packet, Secret};

/// Calls [`read`] with attributes of every kind.
pub(crate) type ReadAll = fn(&OpenPacket);

/// Reads all values of an attribute.
pub(crate) fn read<T>(packet: &OpenPacket, attribute: Attribute<T, InPacket>)
where
    T: Read<Keys> + ?Sized,
{
    let all = packet.get_all(attribute).count();
    let first = packet.get(attribute);
    assert!(all > 0 || !matches!(first, Ok(Some(_))), "get gives no value that get_all does not");
}

/// Decodes, verifies, reads, prints and encodes the datagram.
///
/// # Errors
/// It is no packet.
pub(crate) fn exercise(
    datagram: &[u8],
    dictionary: &Dictionary<'_>,
    secret: &Secret,
    read_all: ReadAll,
) -> Result<(), DecodeError> {
    let profile = Profile::udp(secret.clone());
    let (nas, now) = (DynamicAuthorization::default(), Duration::from_secs(1_700_000_000));
    for service in [Service::Authentication, Service::Accounting, Service::DynamicAuthorization] {
        if let Ok(received) = service.admit(datagram, &profile, RequestPolicy::default()) {
            let _ = service.immediate_answer(&received);
            let _ = nas.check_timestamp(&received, now);
            let _ = nas.refuse(&received, &AttributeSet::new());
        }
    }
    let received = Received::from_datagram(datagram)?;
    let mut lenient = RequestPolicy::default();
    lenient.require_message_authenticator = false;
    lenient.limit_proxy_state = false;
    let _ = received.verify_request(secret, lenient);
    let authenticator = *received.authenticator();
    for code in [Code::ACCESS_REQUEST, Code::ACCOUNTING_REQUEST, Code::STATUS_SERVER, Code::COA_REQUEST] {
        let request = RequestHeader { code, identifier: received.identifier(), authenticator };
        let _ = received.verify_reply(&request, secret, false);
    }

    let packet = received.to_packet();
    let own = &datagram[..received.length()];
    assert_eq!(packet.encode().as_deref(), Ok(own), "what was decoded encodes to the same octets");
    assert_eq!(Packet::decode(own).as_ref(), Ok(&packet));
    let _ = format!("{packet:?}");
    let printed = packet.display(dictionary).to_string();

    let mut rebuilt = Packet::new(packet.code());
    for raw in &packet {
        rebuilt.push_raw(raw.number, raw.value).unwrap();
    }
    assert!(rebuilt.iter().eq(packet.iter()));

    // What was printed can be added again, where it can be sent at all.
    for line in printed.lines().skip(1) {
        let _ = rebuilt.push_text(dictionary, line.trim());
    }

    let keys = Keys::new(secret.clone(), authenticator);
    let open = packet.open(keys).unwrap();
    read_all(&open);
    assert_eq!(open.encode().as_deref(), Ok(own), "reading changes nothing");
    Ok(())
}
