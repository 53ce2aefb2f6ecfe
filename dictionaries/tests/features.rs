//! Each feature brings its vendor's module and the vendor's part of the table, and takes nothing away from others.

use radius_dictionaries::{DICTIONARY, adsl_forum};

#[test]
fn the_rfcs_are_always_there() {
    assert!(DICTIONARY.attribute("User-Name").is_some());
    assert_eq!(DICTIONARY.vendor(3561), Some(adsl_forum::VENDOR));
}

/// Compares what is compiled in with what the feature says.
macro_rules! vendors {
    ($($feature:literal $module:ident $pen:literal)+) => {$(
        #[cfg(any(feature = $feature, feature = "full"))]
        assert_eq!(DICTIONARY.vendor($pen), Some(radius_dictionaries::$module::VENDOR));
        #[cfg(not(any(feature = $feature, feature = "full")))]
        assert_eq!(DICTIONARY.vendor($pen), None, $feature);
    )+};
}

#[test]
fn a_vendor_is_there_with_its_feature_and_only_then() {
    vendors! {
        "3gpp" _3gpp 10415
        "cisco" cisco 9
        "huawei" huawei 2011
        "juniper" juniper 2636
        "microsoft" microsoft 311
        "mikrotik" mikrotik 14988
        "usr" usr 429
        "wimax" wimax 24757
        "wispr" wispr 14122
    }
}

#[test]
#[cfg(any(feature = "full", all(feature = "cisco-asa", feature = "cisco-vpn3000")))]
fn two_vendors_of_one_number_both_read_its_octets() {
    use std::net::Ipv4Addr;

    use radius_dictionaries::{cisco_asa, cisco_vpn3000};
    use radius_runtime::Packet;

    assert_eq!(cisco_asa::VENDOR.pen, cisco_vpn3000::VENDOR.pen);
    let packet =
        Packet::access_request().with(cisco_vpn3000::CVPN3000_PRIMARY_DNS, Ipv4Addr::new(192, 0, 2, 1));
    assert_eq!(packet.get(cisco_asa::ASA_PRIMARY_DNS), packet.get(cisco_vpn3000::CVPN3000_PRIMARY_DNS));
    let of = |name| DICTIONARY.attribute(name).map(|entry| entry.path());
    assert_eq!(of("ASA-Primary-DNS"), of("CVPN3000-Primary-DNS"));
}
