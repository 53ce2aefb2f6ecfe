//! The attributes as text: each line that the vector's name and value make gives the octets, and is printed again.

use radius_dictionaries::DICTIONARY;
use radius_runtime::attribute::Problem;
use radius_runtime::dictionary::{DataType, Parent};
use radius_runtime::text::TextError;
use radius_runtime::{Keys, Packet};

use super::model::{Attribute, Method, octets};

const MESSAGE_AUTHENTICATOR: u8 = 80;

pub(crate) fn check(attributes: &[Attribute], keys: &Keys) {
    for attribute in attributes {
        let Some(name) = &attribute.name else { continue };
        check_entry(attribute, name);
        let mut wire = Packet::access_request();
        wire.push_raw(attribute.number, &octets(&attribute.hex)).unwrap();
        let printed = wire.display(&DICTIONARY).to_string();
        let printed = printed.lines().nth(1).unwrap().trim();
        assert!(printed.starts_with(name.as_str()), "{printed}");
        assert_eq!(printed.contains("(invalid"), attribute.invalid, "{printed}");
        if attribute.invalid {
            continue;
        }
        let Some(line) = line(attribute, name) else {
            assert!(printed.ends_with("<hidden>"), "{printed}");
            continue;
        };
        let mut pushed = Packet::access_request();
        let result = pushed.push_text(&DICTIONARY, &line);
        if attribute.number == MESSAGE_AUTHENTICATOR {
            let problem = result.unwrap_err();
            assert!(
                matches!(problem, TextError::Attribute(error) if error.problem == Problem::AddedBySealing)
            );
            continue;
        }
        result.unwrap_or_else(|error| panic!("{line}: {error}"));
        let pushed = pushed.open(keys.clone()).unwrap().into_packet();
        let again = pushed.display(&DICTIONARY).to_string();
        assert_eq!(again.lines().nth(1).unwrap().trim(), printed, "{line}");
        // Some senders give prefixes more octets than they need.
        let data_type = DICTIONARY.attribute(name).unwrap().definition().data_type;
        let longer = data_type == DataType::Ipv6Prefix
            && pushed.iter().next().unwrap().value.len() < attribute.hex.len() / 2;
        if !longer {
            assert_eq!(pushed.encode(), wire.encode(), "{line}");
        }
    }
}

/// The dictionary knows the attribute by its name and at its place.
fn check_entry(attribute: &Attribute, name: &str) {
    let entry = DICTIONARY.attribute(name).unwrap_or_else(|| panic!("no {name}"));
    let definition = entry.definition();
    let (pen, number) = match &attribute.vendor {
        Some(vendor) => (Some(vendor.id), vendor.number),
        None => (None, attribute.number.into()),
    };
    let place = match definition.parent {
        Parent::Vendor(vendor) => (Some(vendor.pen), definition.number),
        _ => (None, definition.number),
    };
    assert_eq!(place, (pen, number), "{name}");
    let path: Vec<u32> = pen.map_or_else(|| vec![number], |pen| vec![26, pen, number]);
    let there = DICTIONARY.attribute_at(&path).unwrap();
    assert_eq!(there.definition().name, name);
    assert_eq!(definition.flags.tagged(), attribute.tag.is_some(), "{name}");
    assert_eq!(definition.flags.hiding().is_some(), attribute.hidden.is_some(), "{name}");
}

/// The attribute as a line; `None` where the octets depend on a random salt.
fn line(attribute: &Attribute, name: &str) -> Option<String> {
    let tag = attribute.tag.map(|tag| format!(":{tag}")).unwrap_or_default();
    let value = match (&attribute.hidden, &attribute.value) {
        (Some(hidden), _) if hidden.method == Method::TunnelPassword => return None,
        (Some(hidden), _) => match &hidden.value {
            Some(text) => quoted(text),
            None if name == "User-Password" => quoted(std::str::from_utf8(&octets(&hidden.clear)).ok()?),
            None => format!("0x{}", hidden.clear),
        },
        (None, Some(text)) => quoted(text),
        (None, None) => {
            format!("0x{}", attribute.vendor.as_ref().map_or(&attribute.hex, |vendor| &vendor.hex))
        }
    };
    Some(format!("{name}{tag} = {value}"))
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
