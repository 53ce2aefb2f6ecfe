//! `radclient` against the example server: logins, accounting, life signs; and FreeRADIUS, which changes sessions at it.

use radius_tests::FreeRadius;

use crate::peers::{ExampleServer, Radclient, Reply, SECRET};

const SIGN: &str = "Message-Authenticator = 0x00";

/// What the example server sends with an accept, as FreeRADIUS's dictionaries name it.
const ACCEPTED: [&str; 6] = [
    "Service-Type = Framed-User",
    "Framed-IP-Address = 192.0.2.1",
    "Tunnel-Type:1 = VLAN",
    "Tunnel-Medium-Type:1 = IEEE-802",
    "Tunnel-Private-Group-Id:1 = \"42\"",
    "Cisco-AVPair = \"shell:priv-lvl=15\"",
];

#[track_caller]
fn assert_accepted(reply: &Reply) {
    assert_eq!((&*reply.code, reply.signed_attributes()), ("Access-Accept", &ACCEPTED.map(String::from)[..]));
}

#[track_caller]
fn assert_rejected(reply: &Reply) {
    assert_eq!((&*reply.code, reply.signed_attributes()), ("Access-Reject", &[][..]));
}

#[test]
fn the_right_password_gets_an_accept_with_every_attribute() {
    let server = ExampleServer::with_bob(&[]);
    let reply = Radclient::auth(server.auth).ask(&["User-Name = bob", "User-Password = hello", SIGN]);
    assert_accepted(&reply);
    server.stop_expecting(&[("received Access-Request", 1), ("sent Access-Accept", 1)]);
}

#[test]
fn message_authenticator_may_stand_anywhere_p161() {
    let server = ExampleServer::with_bob(&[]);
    let attributes = ["User-Name = bob", "User-Password = hello"];
    for position in 0..=attributes.len() {
        let mut attributes = attributes.to_vec();
        attributes.insert(position, SIGN);
        assert_accepted(&Radclient::auth(server.auth).ask(&attributes));
    }
    server.stop_expecting(&[("received Access-Request", 3), ("sent Access-Accept", 3)]);
}

#[test]
fn a_wrong_password_or_name_gets_a_reject() {
    let server = ExampleServer::with_bob(&[]);
    let radclient = Radclient::auth(server.auth);
    for (name, password) in [("bob", "hallo"), ("bob", "hell"), ("bob", "hello "), ("bo", "hello")] {
        let attributes = [format!("User-Name = {name}"), format!("User-Password = \"{password}\"")];
        let [name, password] = attributes.each_ref().map(String::as_str);
        assert_rejected(&radclient.ask(&[name, password, SIGN]));
    }
    assert_rejected(&radclient.ask(&["User-Name = bob", SIGN]));
    server.stop_expecting(&[("received Access-Request", 5), ("sent Access-Reject", 5)]);
}

#[test]
fn long_passwords_are_revealed_block_by_block_p22() {
    let password = |octets: usize| "fifteen octets.".chars().cycle().take(octets).collect::<String>();
    let lengths = [15, 16, 17, 32, 33, 127, 128];
    let users: Vec<String> =
        lengths.iter().map(|&octets| format!("user{octets}:{}", password(octets))).collect();
    let arguments: Vec<&str> = users.iter().flat_map(|user| ["--user", user]).collect();
    let server = ExampleServer::start(&arguments);
    let login = |user: usize, octets: usize| {
        let (name, password) =
            (format!("User-Name = user{user}"), format!("User-Password = \"{}\"", password(octets)));
        Radclient::auth(server.auth).ask(&[&name, &password, SIGN])
    };
    for octets in lengths {
        assert_accepted(&login(octets, octets));
        assert_rejected(&login(octets, octets - 1));
    }
    server.stop_expecting(&[
        ("received Access-Request", 14),
        ("sent Access-Accept", 7),
        ("sent Access-Reject", 7),
    ]);
}

#[test]
fn chap_proves_the_password_over_the_authenticator_or_a_challenge_p25() {
    let server = ExampleServer::with_bob(&[]);
    let radclient = Radclient::auth(server.auth);
    let challenge = "CHAP-Challenge = 0x00112233445566778899aabbccddeeff0123";
    for (password, assert) in [("hello", assert_accepted as fn(&Reply)), ("hallo", assert_rejected)] {
        let password = format!("CHAP-Password = {password}");
        assert(&radclient.ask(&["User-Name = bob", &password, SIGN]));
        assert(&radclient.ask(&["User-Name = bob", &password, challenge, SIGN]));
    }
    server.stop_expecting(&[
        ("received Access-Request", 4),
        ("sent Access-Accept", 2),
        ("sent Access-Reject", 2),
    ]);
}

#[test]
fn two_kinds_of_password_are_rejected_p26() {
    let server = ExampleServer::with_bob(&[]);
    // The server's user is right by User-Password; a CHAP-Password beside it makes the request invalid.
    let chap = "CHAP-Password = 0x00112233445566778899aabbccddeeff00";
    let request = ["User-Name = bob", "User-Password = hello", chap, SIGN];
    assert_rejected(&Radclient::auth(server.auth).ask(&request));
    server.stop_expecting(&[("received Access-Request", 1), ("sent Access-Reject", 1)]);
}

#[test]
fn accounting_is_acknowledged_without_attributes() {
    let server = ExampleServer::with_bob(&[]);
    for status in ["Start", "Interim-Update", "Stop"] {
        let reply = Radclient::acct(server.acct).ask(&[
            &format!("Acct-Status-Type = {status}"),
            "Acct-Session-Id = 0001",
            "User-Name = bob",
            "Acct-Input-Octets = 4294967295",
            "Acct-Session-Time = 60",
        ]);
        assert_eq!(reply, Reply { code: "Accounting-Response".to_owned(), attributes: vec![] });
    }
    server.stop_expecting(&[("received Accounting-Request", 3), ("sent Accounting-Response", 3)]);
}

#[test]
fn status_server_is_answered_as_each_port_is_for_p104_p105() {
    let server = ExampleServer::with_bob(&[]);
    let reply = Radclient::status(server.auth).ask(&[SIGN]);
    assert_eq!((&*reply.code, reply.signed_attributes()), ("Access-Accept", &[][..]));
    let reply = Radclient::status(server.acct).ask(&[SIGN]);
    assert_eq!(reply, Reply { code: "Accounting-Response".to_owned(), attributes: vec![] });
    // Whatever else stands in it is ignored: it is no login.
    let reply = Radclient::status(server.auth).ask(&["User-Name = bob", "User-Password = hallo", SIGN]);
    assert_eq!((&*reply.code, reply.signed_attributes()), ("Access-Accept", &[][..]));
    server.stop_expecting(&[("received Status-Server", 3), ("sent Status-Server", 3)]);
}

#[test]
fn proxy_state_comes_back_in_order_behind_all_else_p27() {
    let server = ExampleServer::with_bob(&[]);
    let states = ["Proxy-State = 0x01", "Proxy-State = 0x0203", "Proxy-State = 0x01"];
    let [one, two, three] = states;
    let radclient = Radclient::auth(server.auth);
    let accept = radclient.ask(&[one, "User-Name = bob", two, "User-Password = hello", three, SIGN]);
    assert_eq!(accept.code, "Access-Accept");
    assert_eq!(accept.signed_attributes(), [&ACCEPTED[..], &states].concat());
    let reject = radclient.ask(&[one, "User-Name = bob", two, three, SIGN]);
    assert_eq!((&*reject.code, reject.signed_attributes()), ("Access-Reject", &states.map(String::from)[..]));
    let status = Radclient::status(server.auth).ask(&[one, two, three, SIGN]);
    assert_eq!((&*status.code, status.signed_attributes()), ("Access-Accept", &states.map(String::from)[..]));
    let request = ["Acct-Status-Type = Stop", one, two, "Acct-Session-Id = 1", three];
    let response = Radclient::acct(server.acct).ask(&request);
    assert_eq!(
        (&*response.code, response.attributes),
        ("Accounting-Response", states.map(String::from).to_vec())
    );
    server.stop();
}

#[test]
fn the_nas_changes_and_ends_the_sessions_it_knows_p89_p98() {
    let server = ExampleServer::with_bob(&[]);
    let start = ["Acct-Status-Type = Start", "Acct-Session-Id = 0001"];
    Radclient::acct(server.acct).ask(&start);
    let ask = |kind, attributes: &[&str]| {
        let reply = Radclient::nas(server.coa, kind).ask(attributes);
        (reply.code, reply.attributes)
    };
    let nak = |code: &str, cause: &str| (code.to_owned(), vec![format!("Error-Cause = {cause}")]);
    let (known, unknown) = ("Acct-Session-Id = 0001", "Acct-Session-Id = 0002");
    let change = ["Session-Timeout = 60", "Filter-Id = guests", SIGN];
    let state = ["State = 0x01", "Proxy-State = 0x02"];
    let acknowledged = ask("coa", &[&[known][..], &change, &state].concat());
    assert_eq!(acknowledged, ("CoA-ACK".to_owned(), state.map(String::from).to_vec()));
    assert_eq!(ask("coa", &[unknown]), nak("CoA-NAK", "Session-Context-Not-Found"));
    assert_eq!(ask("coa", &[known, "Idle-Timeout = 60"]), nak("CoA-NAK", "Unsupported-Attribute"));
    assert_eq!(ask("coa", &["User-Name = bob"]), nak("CoA-NAK", "Missing-Attribute"));
    let refused = ask("disconnect", &[known, "Session-Timeout = 60"]);
    assert_eq!(refused, nak("Disconnect-NAK", "Unsupported-Attribute"));
    assert_eq!(ask("disconnect", &[known]), ("Disconnect-ACK".to_owned(), vec![]));
    assert_eq!(ask("disconnect", &[known]), nak("Disconnect-NAK", "Session-Context-Not-Found"));
    Radclient::nas(server.coa, "coa").ask_in_vain(&[known, "Event-Timestamp = 'Jan  1 2020 00:00:00 UTC'"]);
    Radclient::nas(server.coa, "coa").secret("a secret of one end").ask_in_vain(&[known]);
    Radclient::auth(server.coa).ask_in_vain(&["User-Name = bob", SIGN]);
    server.stop_expecting(&[
        ("received Accounting-Request", 1),
        ("sent Accounting-Response", 1),
        ("received CoA-Request", 4),
        ("sent CoA-ACK", 1),
        ("sent CoA-NAK", 3),
        ("received Disconnect-Request", 3),
        ("sent Disconnect-ACK", 1),
        ("sent Disconnect-NAK", 2),
        ("discarded stale_timestamp", 1),
        ("discarded bad_authenticator", 1),
        ("discarded unexpected_code", 1),
    ]);
}

#[test]
fn a_reject_is_held_back_and_its_repetition_waits_p88() {
    let server = ExampleServer::with_bob(&["--reject-delay", "2"]);
    let repeating = ["-x", "-r", "10", "-t", "0.5"];
    let attributes = ["User-Name = bob", "User-Password = hallo", SIGN];
    assert_rejected(&Radclient::auth(server.auth).options(&repeating).ask(&attributes));
    let counters = server.stop();
    assert_eq!((counters["received Access-Request"], counters["sent Access-Reject"]), (1, 1));
    assert!(counters["discarded duplicate_in_flight"] > 0, "{counters:?}");
}

#[test]
fn several_workers_serve_one_port() {
    let server = ExampleServer::with_bob(&["--workers", "3"]);
    for _ in 0..10 {
        assert_accepted(&Radclient::auth(server.auth).ask(&[
            "User-Name = bob",
            "User-Password = hello",
            SIGN,
        ]));
    }
    server.stop_expecting(&[("received Access-Request", 10), ("sent Access-Accept", 10)]);
}

#[test]
fn many_requests_at_once_get_each_their_own_answer() {
    const ROUNDS: u64 = 10;
    const PARALLEL: usize = 40;
    let server = ExampleServer::with_bob(&["--user", "alice:sesame"]);
    let packets = [
        "User-Name = bob\nUser-Password = hello",
        "User-Name = bob\nUser-Password = sesame",
        "User-Name = alice\nUser-Password = sesame",
        "User-Name = alice\nCHAP-Password = sesame",
        "User-Name = alice\nCHAP-Password = hello",
    ];
    let input: String =
        packets.iter().cycle().take(PARALLEL).map(|packet| format!("{packet}\n{SIGN}\n\n")).collect();
    let (parallel, rounds) = (PARALLEL.to_string(), ROUNDS.to_string());
    let options = ["-r", "1", "-t", "30", "-s", "-p", &parallel, "-c", &rounds];
    let finished = Radclient::auth(server.auth).options(&options).run(&input);
    let total = ROUNDS * PARALLEL as u64;
    let (accepted, rejected) = (total / 5 * 3, total / 5 * 2);
    for line in [
        format!("Accepted      : {accepted}"),
        format!("Rejected      : {rejected}"),
        "Lost          : 0".into(),
    ] {
        assert!(finished.stdout.lines().any(|found| found.trim() == line), "{line}: {finished}");
    }
    server.stop_expecting(&[
        ("received Access-Request", total),
        ("sent Access-Accept", accepted),
        ("sent Access-Reject", rejected),
    ]);
}

#[test]
fn freeradius_changes_and_ends_sessions_of_the_nas_p89() {
    const CONFIGURATION: &str = include_str!("peers/freeradius_coa.conf");
    let nas = ExampleServer::with_bob(&[]);
    Radclient::acct(nas.acct).ask(&["Acct-Status-Type = Start", "Acct-Session-Id = known"]);
    let values = [("SECRET", SECRET), ("NAS", &nas.coa.port().to_string())];
    let freeradius = FreeRadius::start(CONFIGURATION, &values);
    for (user, line) in [("changed", "changed a session"), ("ended", "ended a session")] {
        let user = format!("User-Name = {user}");
        let report = ["Acct-Status-Type = Start", &user, "Acct-Session-Id = known"];
        assert_eq!(Radclient::acct(freeradius.acct).ask(&report).code, "Accounting-Response");
        nas.wait_for_line(line);
    }
    freeradius.stop();
    nas.stop_expecting(&[
        ("received Accounting-Request", 1),
        ("sent Accounting-Response", 1),
        ("received CoA-Request", 1),
        ("sent CoA-ACK", 1),
        ("received Disconnect-Request", 1),
        ("sent Disconnect-ACK", 1),
    ]);
}
