//! Lints of packets, and the tables beside what the RFCs were read to say.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::occurrence::{Row, column};
use super::table::{ADSL_FORUM, MICROSOFT, ROWS, WITH_DIGEST, WITH_EAP, reference};
use super::*;
use crate::crypto::Secret;
use crate::fixture::TUNNEL_PASSWORD;
use crate::packet::SealError;

fn packet(code: Code, attributes: &[(u8, &[u8])]) -> Packet {
    let mut packet = Packet::new(code);
    for (number, value) in attributes {
        packet.push_raw(*number, value).unwrap();
    }
    packet
}

fn lints(code: Code, attributes: &[(u8, &[u8])]) -> Vec<String> {
    packet(code, attributes).lint().map(|lint| lint.to_string()).collect()
}

const NAS: (u8, &[u8]) = (32, b"nas");

#[test]
fn a_request_has_one_kind_of_credentials_p26_p66() {
    let password: (u8, &[u8]) = (2, &[1; 16]);
    let chap: (u8, &[u8]) = (3, &[1; 17]);
    let eap: (u8, &[u8]) = (79, &[2, 9, 0, 5, 1]);
    let ms_chap2: (u8, &[u8]) = (26, b"\0\0\x01\x37\x19\x04ab");
    let access = |attributes: &[(u8, &[u8])]| lints(Code::ACCESS_REQUEST, attributes);
    for one in [password, chap, eap, ms_chap2, (24, b"state"), (70, &[1; 16])] {
        assert_eq!(access(&[NAS, one]), [""; 0], "{one:?}");
    }
    assert_eq!(access(&[NAS]), ["Access-Request has no credentials and no State (RFC 2865 §4.1)"]);
    for (both, names) in [
        ([password, chap], "User-Password and CHAP-Password"),
        ([eap, chap], "CHAP-Password and EAP-Message"),
        ([ms_chap2, password], "User-Password and MS-CHAP2-Response"),
    ] {
        let expected = format!("Access-Request has both {names} (RFC 3579 §3.3)");
        assert_eq!(access(&[NAS, both[0], both[1]]), [expected]);
    }
}

#[test]
fn a_request_says_which_nas_sends_it_p26_p40() {
    let state: (u8, &[u8]) = (24, b"s");
    for nas in [NAS, (4, &[192, 0, 2, 1]), (95, &[1; 16])] {
        assert_eq!(lints(Code::ACCESS_REQUEST, &[nas, state]), [""; 0]);
    }
    let neither = "has neither NAS-IP-Address, NAS-IPv6-Address nor NAS-Identifier";
    assert_eq!(lints(Code::ACCESS_REQUEST, &[state]), [format!("Access-Request {neither} (RFC 2865 §4.1)")]);
    let accounting = lints(Code::ACCOUNTING_REQUEST, &[(40, &[0, 0, 0, 1]), (44, b"1")]);
    assert_eq!(accounting, [format!("Accounting-Request {neither} (RFC 2866 §4.1)")]);
}

#[test]
fn a_report_of_a_tunnel_has_neither_its_password_nor_its_preference_p44() {
    for status in 9..=14 {
        let report =
            |tunnel| lints(Code::ACCOUNTING_REQUEST, &[NAS, (40, &[0, 0, 0, status]), (44, b"1"), tunnel]);
        assert_eq!(report((64, &[1, 0, 0, 3])), [""; 0], "Tunnel-Type may stand in it");
        for (tunnel, name) in
            [((69, &[1, 0x80, 1, 0][..]), "Tunnel-Password"), ((83, &[1, 0, 0, 1]), "Tunnel-Preference")]
        {
            assert_eq!(
                report(tunnel),
                [format!("{name} must not stand in Accounting-Request (RFC 2867 §5)")]
            );
        }
    }
    let packet = Packet::accounting_request().with(TUNNEL_PASSWORD, "secret");
    let sealed = packet.seal_request(1, &Secret::new("a shared secret").unwrap());
    assert_eq!(sealed, Err(SealError::CannotHide(Code::ACCOUNTING_REQUEST)));
}

#[test]
fn accounting_has_one_session_and_no_credentials_p40() {
    let status: (u8, &[u8]) = (40, &[0, 0, 0, 1]);
    let found = lints(
        Code::ACCOUNTING_REQUEST,
        &[
            NAS,
            status,
            status,
            (2, &[1; 16]),
            (3, &[1; 17]),
            (18, b"hi"),
            (24, b"s"),
            (79, &[1]),
            (80, &[0; 16]),
        ],
    );
    let never =
        |name: &str, reference: &str| format!("{name} must not stand in Accounting-Request ({reference})");
    let expected = [
        never("User-Password", "RFC 2866 §5.13"),
        never("CHAP-Password", "RFC 2866 §5.13"),
        never("Reply-Message", "RFC 2866 §5.13"),
        never("State", "RFC 2866 §5.13"),
        "Acct-Status-Type stands 2 times in Accounting-Request, which takes it once (RFC 2866 §5.13)"
            .to_owned(),
        "Acct-Session-Id is missing from Accounting-Request (RFC 2866 §5.13)".to_owned(),
        never("EAP-Message", "RFC 2869 §5.19"),
        never("Message-Authenticator", "RFC 2869 §5.19"),
    ];
    assert_eq!(found, expected);
}

#[test]
fn eap_and_digest_have_rules_of_their_own_p62_p77() {
    let reply = lints(Code::ACCESS_REJECT, &[(79, &[4, 9, 0, 4]), (18, b"no")]);
    assert_eq!(reply, ["Reply-Message must not stand in Access-Reject (RFC 3579 §3.3)"]);
    assert_eq!(lints(Code::ACCESS_REJECT, &[(18, b"no")]), [""; 0]);
    assert_eq!(lints(Code::ACCESS_CHALLENGE, &[(79, &[1]), (101, &[0, 0, 0, 202]), (24, b"s")]), [""; 0]);
    let digest = lints(Code::ACCESS_REQUEST, &[NAS, (103, b"r"), (104, b"example.org")]);
    assert_eq!(digest, ["Digest-Method is missing from Access-Request (RFC 5090 §5)"]);
}

#[test]
fn coa_and_disconnect_say_which_session_and_why_p93_p96_p98() {
    let none = "does not say which session it is about (RFC 5176 §3)";
    assert_eq!(lints(Code::DISCONNECT_REQUEST, &[NAS]), [format!("Disconnect-Request {none}")]);
    assert_eq!(lints(Code::COA_REQUEST, &[NAS]), [format!("CoA-Request {none}")]);
    let authorize_only: (u8, &[u8]) = (6, &[0, 0, 0, 17]);
    assert_eq!(
        lints(Code::COA_REQUEST, &[(44, b"1"), authorize_only]),
        ["CoA-Request has the Service-Type Authorize-Only and no State (RFC 5176 §3.2)"]
    );
    assert_eq!(lints(Code::COA_REQUEST, &[(44, b"1"), authorize_only, (24, b"s")]), [""; 0]);
    assert_eq!(
        lints(Code::DISCONNECT_REQUEST, &[(44, b"1"), authorize_only]),
        ["Service-Type must not stand in Disconnect-Request (RFC 5176 §3.6)"]
    );
    let cause = |code, cause: u32| !lints(code, &[(101, &cause.to_be_bytes())]).is_empty();
    for (code, fine, wrong) in [
        (Code::DISCONNECT_ACK, &[201][..], &[202, 404, 503][..]),
        (Code::DISCONNECT_NAK, &[401, 503, 504], &[201]),
        (Code::COA_NAK, &[401, 507], &[201, 504]),
    ] {
        assert!(fine.iter().all(|&value| !cause(code, value)), "{code}");
        assert!(wrong.iter().all(|&value| cause(code, value)), "{code}");
    }
}

#[test]
fn values_that_are_ruled_out() {
    assert_eq!(
        lints(Code::ACCESS_REQUEST, &[NAS, (3, &[1; 16])]),
        ["CHAP-Password has 16 octets instead of 17 (RFC 2865 §5.3)"]
    );
    assert_eq!(
        lints(Code::ACCESS_ACCEPT, &[(85, &[0, 0, 0, 59])]),
        ["Acct-Interim-Interval is 59 seconds, but must not be below 60 (RFC 2869 §5.16)"]
    );
    assert_eq!(lints(Code::ACCESS_ACCEPT, &[(85, &[0, 0, 0, 60])]), [""; 0]);
}

#[test]
fn attributes_inside_others_are_counted_too() {
    let key: (u8, &[u8]) = (26, b"\0\0\x01\x37\x10\x03a");
    assert_eq!(
        lints(Code::ACCESS_REJECT, &[key]),
        [
            "Vendor-Specific must not stand in Access-Reject (RFC 2865 §5.44)",
            "MS-MPPE-Send-Key must not stand in Access-Reject (RFC 2548 §3)"
        ]
    );
    let status: (u8, &[u8]) = (241, &[1, 0, 0, 0, 1]);
    assert_eq!(
        lints(Code::ACCESS_ACCEPT, &[status, status]),
        ["Frag-Status stands 2 times in Access-Accept, which takes it once (RFC 7499 §10.3)"]
    );
}

#[test]
fn unknown_codes_and_broken_attributes_are_no_matter() {
    assert_eq!(lints(Code(200), &[(2, b"x")]), [""; 0]);
    let broken =
        lints(Code::ACCESS_ACCEPT, &[(26, &[1]), (241, &[]), (85, &[1]), (26, b"\0\0\x01\x37\x10\xff")]);
    assert_eq!(broken, [""; 0]);
}

#[test]
fn the_tables_are_well_formed() {
    for table in [ROWS, WITH_EAP, WITH_DIGEST, MICROSOFT, ADSL_FORUM] {
        assert!(table.is_sorted_by_key(|row| row.0));
        for (_, name, kinds) in table {
            for ((rfc, cells), width) in kinds.iter().zip([4, 2, 3, 3, 3]) {
                if *rfc != 0 {
                    assert!(!reference(*rfc).section.is_empty(), "{name}: RFC {rfc}");
                    assert_eq!(cells.len(), width, "{name}");
                    assert!(cells.bytes().all(|cell| b"0?*1-".contains(&cell)), "{name}: {cells}");
                }
            }
        }
    }
}

/// Where the tables differ from what they are compared with, and why.
const KNOWN_DIFFERENCES: &[(&str, &str)] = &[
    // RFC 3579 §2.2 sends Error-Cause 202 in a challenge.
    ("101 access_challenge", "0"),
    // RFC 5176 §3.5 gives the values from 200 to 299 to the ACKs, which its tables do not let have the attribute.
    ("101 coa_ack", "0"),
    ("101 disconnect_ack", "0"),
    // Sealing and verifying see to it.
    ("80 status_server", "1"),
    // Only where there is a digest at all: `WITH_DIGEST`.
    ("104 access_challenge", "1"),
    ("105 access_challenge", "1"),
    ("108 access_request", "1"),
];

#[test]
fn the_tables_are_those_of_the_rfcs_p171_p173() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/occurrence_effective.csv");
    let Ok(text) = fs::read_to_string(&path) else {
        println!("../shared is not there: the tables are not compared");
        return;
    };
    let mut lines = text.lines();
    let columns: Vec<_> = lines.next().unwrap().split(',').skip(2).collect();
    let mut expected = BTreeMap::new();
    for line in lines {
        let mut cells = line.split(',');
        let (number, name) = (cells.next().unwrap(), cells.next().unwrap());
        for (column, cell) in columns.iter().zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            let count = cell.split(' ').next().unwrap();
            expected.insert(format!("{number} {column}"), (name.to_owned(), count.to_owned()));
        }
    }
    let mut found = BTreeMap::new();
    for (number, name, kinds) in ROWS.iter().copied() {
        let number = match number.to_be_bytes() {
            [0, number] => number.to_string(),
            [outer, inner] => format!("{outer}.{inner}"),
        };
        let cells = kinds.iter().zip([4, 2, 3, 3, 3]).flat_map(|((_, cells), width)| {
            (0..width).map(|place| cells.as_bytes().get(place).copied().unwrap_or(b'-'))
        });
        for (column, cell) in columns.iter().zip(cells).filter(|(_, cell)| *cell != b'-') {
            let count = match cell {
                b'0' => "0",
                b'?' => "0-1",
                b'*' => "0+",
                _ => "1",
            };
            let key = format!("{number} {column}");
            let earlier = found.insert(key.clone(), (name.to_owned(), count.to_owned()));
            assert_eq!(earlier, None, "{key} is said twice");
        }
    }
    for (key, count) in KNOWN_DIFFERENCES {
        assert_ne!(found[*key].1, *count, "{key} does not differ any more");
        found.get_mut(*key).unwrap().1 = (*count).to_owned();
    }
    assert_eq!(found, expected);
}

#[test]
fn every_code_with_a_table_has_its_column() {
    let columns: BTreeSet<_> = (0..=u8::MAX).map(Code).filter_map(column).collect();
    let user_name: Row = ROWS[0];
    assert!(columns.iter().all(|&(kind, place)| place < user_name.2[kind].1.len()));
    assert_eq!(columns.len(), 13);
}
