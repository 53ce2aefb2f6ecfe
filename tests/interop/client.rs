//! The example client against FreeRADIUS: what it prints, and its exit codes.

use std::io::ErrorKind;
use std::net::{SocketAddr, UdpSocket};
use std::process::Command;

use radius_tests::{Finished, Process, example};

use crate::peers::{FreeRadius, Radclient, SECRET};

/// For exchanges that fail: a single transmission, as the second one would come after two seconds.
const IMPATIENT: [&str; 2] = ["--timeout", "1"];

/// What FreeRADIUS sends with an accept, without Message-Authenticator.
const ACCEPTED: [&str; 17] = [
    "Service-Type = Framed-User",
    "Framed-IP-Address = 192.0.2.7",
    "Framed-IPv6-Prefix = 2001:db8:7::/48",
    "Session-Timeout = 3600",
    "Class = 0x00ff10",
    "Tunnel-Type:1 = L2TP",
    "Tunnel-Medium-Type:1 = IPv4",
    "Tunnel-Server-Endpoint:1 = \"192.0.2.99\"",
    "Tunnel-Password:1 = <hidden>",
    "Tunnel-Type:2 = VLAN",
    "Tunnel-Medium-Type:2 = IEEE-802",
    "Tunnel-Private-Group-Id:2 = \"42\"",
    "Tunnel-Password:2 = <hidden>",
    "MS-MPPE-Send-Key = <hidden>",
    "MS-MPPE-Recv-Key = <hidden>",
    "Cisco-AVPair = \"shell:priv-lvl=15\"",
    "Cisco-AVPair = \"ip:addr-pool=first\"",
];

fn client(kind: &str, server: SocketAddr, secret: &str, arguments: &[&str]) -> Finished {
    let mut command = Command::new(example("client"));
    command.args([kind, &server.to_string(), secret]).args(arguments);
    Process::start(&mut command).finish()
}

/// The exit code, the reply's code and its attributes but for Message-Authenticator.
#[track_caller]
fn printed(finished: &Finished) -> (Option<i32>, &str, Vec<&str>) {
    let mut lines = finished.stdout.lines();
    let code = lines.next().and_then(|line| line.split_once(", identifier ")).map(|(code, _)| code);
    let code = code.unwrap_or_else(|| panic!("no reply was printed: {finished}"));
    let attributes = lines.map(str::trim).filter(|line| !line.starts_with("Message-Authenticator = "));
    (finished.status.code(), code, attributes.collect())
}

#[track_caller]
fn assert_fails(finished: &Finished, message: &str) {
    assert_eq!((finished.status.code(), &*finished.stdout), (Some(2), ""), "{finished}");
    assert!(finished.stderr.contains(message), "`{message}` is missing: {finished}");
}

#[test]
fn an_accept_is_printed_and_exits_with_0() {
    let server = FreeRadius::start();
    let finished = client("auth", server.auth, SECRET, &["User-Name=bob", "User-Password=hello"]);
    assert_eq!(printed(&finished), (Some(0), "Access-Accept", ACCEPTED.to_vec()));
    server.stop();
}

#[test]
fn a_reject_is_printed_and_exits_with_1() {
    let server = FreeRadius::start();
    let rejected = (Some(1), "Access-Reject", vec!["Reply-Message = \"Wrong name or password\""]);
    for login in [["User-Name=bob", "User-Password=hallo"], ["User-Name=eve", "User-Password=hello"]] {
        assert_eq!(printed(&client("auth", server.auth, SECRET, &login)), rejected);
    }
    server.stop();
}

#[test]
fn a_challenge_is_printed_and_exits_with_1() {
    let server = FreeRadius::start();
    let finished = client("auth", server.auth, SECRET, &["User-Name=challenged", "User-Password=hello"]);
    let attributes = vec!["Reply-Message = \"Which colour?\"", "State = 0x0badcafe"];
    assert_eq!(printed(&finished), (Some(1), "Access-Challenge", attributes));
    server.stop();
}

#[test]
fn chap_is_accepted_and_rejected() {
    let server = FreeRadius::start();
    let finished = client("auth", server.auth, SECRET, &["User-Name=bob", "CHAP-Password=hello"]);
    assert_eq!(printed(&finished), (Some(0), "Access-Accept", ACCEPTED.to_vec()));
    let finished = client("auth", server.auth, SECRET, &["User-Name=bob", "CHAP-Password=hallo"]);
    assert_eq!(printed(&finished).0, Some(1), "{finished}");
    server.stop();
}

#[test]
fn the_longest_password_is_hidden_as_the_server_reveals_it() {
    let server = FreeRadius::start();
    let password = format!("User-Password={}", FreeRadius::long_password());
    let login = |password: &str| client("auth", server.auth, SECRET, &["User-Name=longwinded", password]);
    assert_eq!(login(&password).status.code(), Some(0));
    assert_eq!(login(&password[..password.len() - 1]).status.code(), Some(1));
    server.stop();
}

#[test]
fn accounting_is_acknowledged_and_what_is_not_stored_gets_no_reply() {
    let server = FreeRadius::start();
    for status in ["Acct-Status-Type=Start", "Acct-Status-Type=Interim-Update", "Acct-Status-Type=Stop"] {
        let report = [status, "Acct-Session-Id=interop-1", "User-Name=bob", "Acct-Session-Time=5"];
        let finished = client("acct", server.acct, SECRET, &report);
        assert_eq!(printed(&finished), (Some(0), "Accounting-Response", vec![]));
    }
    let report = [&["Acct-Status-Type=Start", "Acct-Session-Id=lost"][..], &IMPATIENT].concat();
    assert_fails(&client("acct", server.acct, SECRET, &report), "no reply");
    server.stop();
}

#[test]
fn status_server_is_answered_on_both_ports() {
    let server = FreeRadius::start();
    assert_eq!(printed(&client("status", server.auth, SECRET, &[])), (Some(0), "Access-Accept", vec![]));
    assert_eq!(
        printed(&client("status", server.acct, SECRET, &[])),
        (Some(0), "Accounting-Response", vec![])
    );
    server.stop();
}

#[test]
fn coa_and_disconnect_are_acknowledged_or_refused_with_the_cause_p89_p98() {
    let server = FreeRadius::start();
    for (kind, ack, nak) in
        [("coa", "CoA-ACK", "CoA-NAK"), ("disconnect", "Disconnect-ACK", "Disconnect-NAK")]
    {
        let finished = client(kind, server.coa, SECRET, &["Acct-Session-Id=known"]);
        assert_eq!(printed(&finished), (Some(0), ack, vec!["Reply-Message = \"done\""]));
        let finished = client(kind, server.coa, SECRET, &["Acct-Session-Id=another"]);
        assert_eq!(printed(&finished), (Some(1), nak, vec!["Error-Cause = Session-Context-Not-Found"]));
    }
    server.stop();
}

#[test]
fn the_second_server_answers_for_the_first() {
    let server = FreeRadius::start();
    // Nothing listens on the first one's port.
    let servers = format!("127.0.0.1:1,{}", server.auth);
    let mut command = Command::new(example("client"));
    command.args(["auth", &servers, SECRET, "User-Name=bob", "User-Password=hello", "--timeout", "1"]);
    let finished = Process::start(&mut command).finish();
    assert_eq!(printed(&finished).1, "Access-Accept");
    server.stop();
}

#[test]
fn the_server_demands_a_message_authenticator_and_gets_it_p157() {
    let server = FreeRadius::start();
    Radclient::auth(server.auth).ask_in_vain(&["User-Name = bob", "User-Password = hello"]);
    let finished = client("auth", server.auth, SECRET, &["User-Name=bob", "User-Password=hello"]);
    assert_eq!(finished.status.code(), Some(0), "{finished}");
    server.stop();
}

#[test]
fn a_reply_without_message_authenticator_counts_only_where_that_is_allowed_p159() {
    let server = FreeRadius::start();
    let login = ["User-Name=unsigned", "User-Password=hello"];
    let finished = client("auth", server.auth, SECRET, &[&login[..], &IMPATIENT].concat());
    assert_fails(&finished, "none could be verified: is the shared secret the same");
    assert!(finished.stderr.contains("no_message_authenticator"), "the log names the reason: {finished}");
    let finished = client("auth", server.auth, SECRET, &[&login[..], &["--allow-unsigned"]].concat());
    assert_eq!(printed(&finished), (Some(0), "Access-Accept", ACCEPTED.to_vec()));
    assert!(!finished.stdout.contains("Message-Authenticator"), "{finished}");
    server.stop();
}

#[test]
fn another_secret_gets_no_reply_and_exits_with_2() {
    let server = FreeRadius::start();
    let login = [&["User-Name=bob", "User-Password=hello"][..], &IMPATIENT].concat();
    assert_fails(&client("auth", server.auth, "a secret of one end", &login), "no reply");
    let report = [&["Acct-Status-Type=Start", "Acct-Session-Id=interop-1"][..], &IMPATIENT].concat();
    assert_fails(&client("acct", server.acct, "a secret of one end", &report), "no reply");
    server.stop();
}

#[test]
fn a_port_where_nothing_listens_exits_with_2() {
    // The system gives ports below 1024 to nobody who asks for any.
    let nobody = SocketAddr::from(([127, 0, 0, 1], 1));
    let login = [&["User-Name=bob", "User-Password=hello"][..], &IMPATIENT].concat();
    assert_fails(&client("auth", nobody, SECRET, &login), "refuses the port");
}

#[test]
fn what_cannot_be_sent_exits_with_2_says_why_and_sends_nothing() {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    socket.set_nonblocking(true).unwrap();
    let server = socket.local_addr().unwrap();
    let (long_name, long_password) = ("x".repeat(254), "x".repeat(129));
    let (long_name, long_password) =
        (format!("User-Name={long_name}"), format!("User-Password={long_password}"));
    for (kind, attribute, message) in [
        ("auth", "Usr-Name=bob", "there is no attribute `Usr-Name`, did you mean `User-Name`?"),
        (
            "auth",
            "Service-Type=Framed-Usr",
            "`Framed-Usr` is no value of Service-Type, did you mean `Framed-User`?",
        ),
        ("auth", "Framed-IP-Address=192.0.2.256", "Framed-IP-Address takes"),
        ("auth", "NAS-Port=4294967296", "`4294967296`"),
        ("auth", "NAS-Port=-1", "`-1`"),
        ("auth", "User-Name", "`User-Name` is not of the form `Name = value`"),
        ("auth", "User-Name:1=bob", "User-Name cannot carry the tag `1`"),
        ("auth", "Tunnel-Type:32=VLAN", "Tunnel-Type cannot carry the tag `32`"),
        ("auth", "User-Name=", "User-Name"),
        ("auth", &long_name, "User-Name"),
        ("auth", &long_password, "User-Password"),
        ("auth", "Tunnel-Password:1=colour", "Tunnel-Password may stand in Access-Accept only"),
        ("acct", "User-Password=colour", "hidden attributes cannot stand in Accounting-Request"),
        ("challenge", "User-Name=bob", "invalid value 'challenge'"),
    ] {
        let finished = client(kind, server, SECRET, &[attribute]);
        assert_fails(&finished, message);
        assert!(!finished.stderr.contains("panicked"), "{finished}");
        assert!(!finished.stderr.contains("colour"), "the password is shown: {finished}");
    }
    assert_fails(&client("auth", server, "", &["User-Name=bob"]), "a shared secret must not be empty");
    // What a program on this host sends has arrived before the program ends.
    assert_eq!(socket.recv(&mut [0; 1]).map_err(|error| error.kind()), Err(ErrorKind::WouldBlock));
}
