//! Attributes that the protocol itself reads or writes, whatever dictionary a program has.

use crate::attribute::Attribute;
use crate::dictionary::{DataType, Definition, Flags, Parent, Vendor, VendorFormat};

macro_rules! attributes {
    ($($(#[$doc:meta])* $constant:ident: $type:ty = $name:literal, $number:literal, $data_type:ident;)*) => {$(
        $(#[$doc])*
        pub(crate) const $constant: Attribute<$type> =
            Attribute::new(Definition::new($name, Parent::Packet, $number, DataType::$data_type, Flags::NONE));
    )*};
}

attributes! {
    /// What a challenge hands on to the next round (RFC 2865 §5.24).
    STATE: [u8] = "State", 24, Octets;
    /// What kind of report it is (RFC 2866 §5.1).
    ACCT_STATUS_TYPE: u32 = "Acct-Status-Type", 40, Uint32;
    /// For how many seconds the report was tried to be sent (RFC 2866 §5.2).
    ACCT_DELAY_TIME: u32 = "Acct-Delay-Time", 41, Uint32;
    /// Octets from the user, the lower 32 bits (RFC 2866 §5.3).
    ACCT_INPUT_OCTETS: u32 = "Acct-Input-Octets", 42, Uint32;
    /// Octets to the user, the lower 32 bits (RFC 2866 §5.4).
    ACCT_OUTPUT_OCTETS: u32 = "Acct-Output-Octets", 43, Uint32;
    /// The session that is reported on (RFC 2866 §5.5).
    ACCT_SESSION_ID: str = "Acct-Session-Id", 44, String;
    /// For how many seconds the session has lasted (RFC 2866 §5.7).
    ACCT_SESSION_TIME: u32 = "Acct-Session-Time", 46, Uint32;
    /// The upper 32 bits of the octets from the user (RFC 2869 §5.1).
    ACCT_INPUT_GIGAWORDS: u32 = "Acct-Input-Gigawords", 52, Uint32;
    /// The upper 32 bits of the octets to the user (RFC 2869 §5.2).
    ACCT_OUTPUT_GIGAWORDS: u32 = "Acct-Output-Gigawords", 53, Uint32;
    /// When the event happened, in seconds since 1970 (RFC 2869 §5.3).
    EVENT_TIMESTAMP: u32 = "Event-Timestamp", 55, Uint32;
}

const MICROSOFT: Vendor<'static> = Vendor::new("Microsoft", 311, VendorFormat::RFC);

/// The challenge, the responses and the changes of a password of MS-CHAP (RFC 2548 §2).
pub(crate) const MS_CHAP_CREDENTIALS: [Attribute<[u8]>; 6] = [
    ms_chap("MS-CHAP-Response", 1),
    ms_chap("MS-CHAP-CPW-1", 3),
    ms_chap("MS-CHAP-CPW-2", 4),
    ms_chap("MS-CHAP-Challenge", 11),
    ms_chap("MS-CHAP2-Response", 25),
    ms_chap("MS-CHAP2-CPW", 27),
];

const fn ms_chap(name: &'static str, number: u32) -> Attribute<[u8]> {
    Attribute::new(Definition::new(name, Parent::Vendor(MICROSOFT), number, DataType::Octets, Flags::NONE))
}
