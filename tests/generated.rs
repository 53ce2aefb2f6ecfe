//! The golden files, compiled as a build script's output is, and used.

use radius_runtime::Attribute;
use radius_runtime::attribute::{Concat, Hidden, Long, Tagged, Tlv};

/// The strictest of lints: users may have them, and generated code must pass.
#[deny(warnings, missing_docs, unreachable_pub, clippy::pedantic)]
mod expected {
    include!("golden/sample.rs");
    include!("golden/names.rs");
    include!("golden/containers.rs");
    include!("golden/structures.rs");
    include!("golden/formats.rs");
    include!("golden/values.rs");
}

use expected::{containers, names, sample};

#[test]
fn constants_are_typed_as_the_dictionary_says() {
    let _: Attribute<str> = sample::USER_NAME;
    let _: Attribute<Hidden<str>> = sample::USER_PASSWORD;
    let _: Attribute<Tagged<Hidden<str>>> = sample::TUNNEL_PASSWORD;
    let _: Attribute<Tagged<sample::TunnelType>> = sample::TUNNEL_TYPE;
    let _: Attribute<Concat> = sample::EAP_MESSAGE;
    let _: Attribute<u64> = sample::sample::INTEGER64;
    let _: Attribute<sample::sample::Color> = sample::sample::COLOR;
}

#[test]
fn children_are_typed_as_what_stands_in_their_container() {
    let _: Attribute<Tlv<containers::ShortTlv>> = containers::SHORT_TLV;
    let _: Attribute<[u8], containers::ShortTlv> = containers::short_tlv::SHORT_ONE;
    let _: Attribute<Long<str>> = containers::LONG_TEXT;
    let _: Attribute<str> = containers::example::TEXT;
    let _: Attribute<containers::wimax::capability::Accounting, containers::wimax::Capability> =
        containers::wimax::capability::ACCOUNTING;
    let _: Attribute<Hidden<[u8]>, containers::wimax::Keys> = containers::wimax::keys::KEY;
}

#[test]
fn enums_can_be_matched_compared_printed_and_parsed() {
    use sample::ServiceType;
    use sample::sample::{Color, Id};

    let name = |value| match value {
        ServiceType::LoginUser => "login",
        ServiceType::SHELL_USER => "shell",
        ServiceType::Unnamed(_) => "no name",
        _ => "another",
    };
    assert_eq!([1, 6, 2, 99].map(|n| name(ServiceType::from(n))), ["login", "shell", "another", "no name"]);
    assert_eq!(ServiceType::SHELL_USER, ServiceType::AdministrativeUser);
    assert_ne!(ServiceType::from(98), ServiceType::from(99));
    assert_eq!(ServiceType::SHELL_USER.to_string(), "Administrative-User");
    assert_eq!(format!("{:?} {}", ServiceType::from(99), ServiceType::from(99)), "99 99");
    assert_eq!("shell-user".parse(), Ok(ServiceType::AdministrativeUser));
    assert_eq!("99".parse(), Ok(ServiceType::from(99)));
    assert_eq!("0x2".parse(), Ok(ServiceType::FramedUser));
    assert!("Nobody".parse::<ServiceType>().is_err());
    assert_eq!(u32::from(ServiceType::from(99)), 99);
    assert_eq!(u8::from(Color::InfraRed), 255);
    assert!("256".parse::<Color>().is_err(), "does not fit into an octet");
    assert_eq!(u64::from(Id::Everybody), u64::MAX);
    let set: std::collections::HashSet<_> = [1, 1, 99, 99].map(ServiceType::from).into();
    assert_eq!(set.len(), 2);
}

#[test]
fn no_name_is_lost() {
    let values = [
        names::Option::Unknown,
        names::Option::None,
        names::Option::Default,
        names::Option::Self_,
        names::Option::Unnamed_4,
        names::Option::Async,
        names::Option::_56,
        names::Option::_1_2_2,
        names::Option::_802_1q,
        names::Option::_40BitWep,
        names::Option::T1T1E1PriCall,
        names::Option::Plus,
        names::Option::Adsl2,
        names::Option::Adsl2Plus,
        names::Option::SomeThing,
        names::Option::SomeThing_16,
        names::Option::NT_DOMAIN,
    ];
    let printed = "Unknown None Default Self Unnamed async 56 1_2_2 802.1q 40-bit-WEP T1,T1-E1/PRI-Call + ADSL2 \
        ADSL2+ Some-Thing SomeThing NT-Domain-Old";
    assert_eq!(values.map(|value| value.to_string()).join(" "), printed);
    let attributes = [
        names::DICTIONARY_2.name(),
        names::A_B.name(),
        names::A_B_7.name(),
        names::FILTER_ID.name(),
        names::FRAMED_FILTER_ID.name(),
        names::LOGINS_G_U.name(),
        names::_3com::USER_ACCESS_LEVEL.name(),
        names::_3com::_802_1Q.name(),
        names::_3com::_3COM_VENDOR.name(),
        names::_3com::_3COM.name(),
        names::_3com::_3COM_PORT.name(),
        names::_3com::PORT.name(),
        names::_3com::DHCP_OPTION_PARAM_STR2.name(),
        names::_3com::EXPIRATION.name(),
        names::_3com::USER.name(),
    ];
    let expected = "Dictionary A-B A_B Filter-Id Framed-Filter-Id Logins-G/U 3Com-User-Access-Level 3Com-802.1q \
        3Com-Vendor 3Com 3Com-Port Port 3Com-DHCP-Option-ParamSTR2 3Com-Expiration 3Com-User";
    assert_eq!(attributes.join(" "), expected);
    let vendors = [names::str_::VENDOR, names::type_::VENDOR, names::a_b::VENDOR, names::a_b_50003::VENDOR];
    assert_eq!(vendors.map(|vendor| vendor.name), ["str", "Type", "A-B", "A_B"]);
}
