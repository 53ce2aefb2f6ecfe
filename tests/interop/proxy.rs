//! The example proxy between radclient and home servers, each end with a secret of its own.

use std::net::SocketAddr;
use std::process::Command;

use radius_tests::{Process, example};

use crate::peers::{ExampleServer, FreeRadius, Radclient, SECRET};

/// What the proxy shares with its clients.
const OUTSIDE: &str = "a secret of the proxy and its clients";
const SIGN: &str = "Message-Authenticator = 0x00";

struct Proxy {
    auth: SocketAddr,
    acct: SocketAddr,
    process: Process,
}

impl Proxy {
    fn start(auth: &[SocketAddr], acct: SocketAddr) -> Self {
        let homes = auth.iter().map(|home| format!("--home={home}"));
        let homes: Vec<_> = homes.chain([format!("--home-acct={acct}")]).collect();
        Self::with(&homes)
    }

    fn with(arguments: &[String]) -> Self {
        let any_port = "127.0.0.1:0";
        let mut command = Command::new(example("proxy"));
        command.args(["--auth", any_port, "--acct", any_port, "--secret", OUTSIDE, "--home-secret", SECRET]);
        let process = Process::start(command.args(arguments));
        let address = |service| address_of(&process, service);
        Self { auth: address("Authentication"), acct: address("Accounting"), process }
    }
}

fn address_of(process: &Process, service: &str) -> SocketAddr {
    let line = process.wait_for_line(&format!("{service} on "));
    line.rsplit_once(' ').unwrap().1.parse().unwrap()
}

#[test]
fn logins_and_reports_go_home_and_answers_come_back_p21_p28() {
    let home = ExampleServer::with_bob(&[]);
    let proxy = Proxy::start(&[home.auth], home.acct);
    let (auth, acct) = (Radclient::auth(proxy.auth), Radclient::acct(proxy.acct));
    let states = ["Proxy-State = 0x01", "Proxy-State = 0x0203", "Proxy-State = 0x01"];
    let [one, two, three] = states;
    let login = [one, "User-Name = bob", two, "User-Password = hello", three, SIGN];
    let accept = auth.secret(OUTSIDE).ask(&login);
    assert_eq!(accept.code, "Access-Accept");
    let attributes = accept.signed_attributes();
    assert_eq!(attributes.first().map(String::as_str), Some("Service-Type = Framed-User"));
    assert_eq!(
        attributes[attributes.len() - 3..],
        states,
        "the client's, and none of the proxy's: {accept:?}"
    );
    let reject = auth.secret(OUTSIDE).ask(&["User-Name = bob", "User-Password = hallo", SIGN]);
    assert_eq!((&*reject.code, reject.signed_attributes()), ("Access-Reject", &[][..]));
    // Over the authenticator of a hop that the home server does not see (RFC 2865 §2.3).
    for (password, code) in [("hello", "Access-Accept"), ("hallo", "Access-Reject")] {
        let chap = format!("CHAP-Password = {password}");
        assert_eq!(auth.secret(OUTSIDE).ask(&["User-Name = bob", &chap, SIGN]).code, code);
    }
    let report = ["Acct-Status-Type = Start", one, "Acct-Session-Id = 1", two];
    let response = acct.secret(OUTSIDE).ask(&report);
    assert_eq!(
        (&*response.code, response.attributes),
        ("Accounting-Response", [one, two].map(String::from).to_vec())
    );
    Radclient::status(proxy.auth).secret(OUTSIDE).ask(&[SIGN]);
    auth.ask_in_vain(&login);
    home.stop_expecting(&[
        ("received Access-Request", 4),
        ("sent Access-Accept", 2),
        ("sent Access-Reject", 2),
        ("received Accounting-Request", 1),
        ("sent Accounting-Response", 1),
    ]);
}

#[test]
fn hidden_attributes_of_freeradius_are_hidden_anew_p29() {
    let home = FreeRadius::start();
    let proxy = Proxy::start(&[home.auth], home.acct);
    let login = ["User-Name = bob", "User-Password = hello", SIGN];
    let mut direct = Radclient::auth(home.auth).ask(&login);
    let through = Radclient::auth(proxy.auth).secret(OUTSIDE).ask(&login);
    // radclient shows them revealed.
    for hidden in ["Tunnel-Password:1 = \"", "Tunnel-Password:2 = \"", "MS-MPPE-Send-Key = 0x"] {
        assert!(direct.attributes.iter().any(|line| line.starts_with(hidden)), "{hidden} in {direct:?}");
    }
    direct.attributes.retain(|line| !line.starts_with("Message-Authenticator"));
    assert_eq!((&through.code, through.signed_attributes()), (&direct.code, &direct.attributes[..]));
    let long = format!("User-Password = \"{}\"", FreeRadius::long_password());
    let longest = Radclient::auth(proxy.auth).secret(OUTSIDE).ask(&["User-Name = longwinded", &long, SIGN]);
    assert_eq!(longest.code, "Access-Accept");
    let challenge = Radclient::auth(proxy.auth).secret(OUTSIDE).ask(&["User-Name = challenged", SIGN]);
    assert_eq!(challenge.code, "Access-Challenge");
    assert!(challenge.signed_attributes().contains(&"State = 0x0badcafe".to_owned()), "{challenge:?}");
    home.stop();
}

#[test]
fn a_home_server_that_is_gone_is_replaced_and_a_proxy_that_asks_itself_stops() {
    let home = ExampleServer::with_bob(&[]);
    let [gone] = radius_tests::free_udp_ports();
    let gone = SocketAddr::from(([127, 0, 0, 1], gone));
    let proxy = Proxy::start(&[gone, home.auth], home.acct);
    let login = ["User-Name = bob", "User-Password = hello", SIGN];
    assert_eq!(Radclient::auth(proxy.auth).secret(OUTSIDE).ask(&login).code, "Access-Accept");

    // Two proxies that take each other for home: the second time round, the request is known.
    let [port] = radius_tests::free_udp_ports();
    let first = SocketAddr::from(([127, 0, 0, 1], port));
    let start = |own: &str, home: SocketAddr| {
        let mut command = Command::new(example("proxy"));
        command.args(["--auth", own, "--acct", "127.0.0.1:0", "--secret", SECRET, "--home-secret", SECRET]);
        let process =
            Process::start(command.args(["--home", &home.to_string(), "--home-acct", &home.to_string()]));
        (address_of(&process, "Authentication"), process)
    };
    let (second, _second) = start("127.0.0.1:0", first);
    let (first, looping) = start(&first.to_string(), second);
    Radclient::auth(first).ask_in_vain(&login);
    looping.wait_for_line("the request comes from this proxy");
    drop(proxy.process);
}

#[test]
fn logins_go_to_the_home_of_their_realm_p168() {
    let one = ExampleServer::start(&["--user", "bob@Example.ORG:hello"]);
    let two = ExampleServer::start(&["--user", "carol@lab.example.net:hello"]);
    let proxy = Proxy::with(&[
        format!("--realm=example.org={}/{}", one.auth, one.acct),
        format!("--realm=*.example.net={}", two.auth),
    ]);
    let login = |user: &str| {
        let user = format!("User-Name = \"{user}\"");
        Radclient::auth(proxy.auth).secret(OUTSIDE).ask(&[&user, "User-Password = hello", SIGN]).code
    };
    // They are known by their names at home, which come there as they were given.
    assert_eq!(login("bob@Example.ORG"), "Access-Accept");
    assert_eq!(login("carol@lab.example.net"), "Access-Accept");
    for unknown in ["bob@example.com", "bob@example.net", "bob@lab.example.org", "bob", "bob@"] {
        assert_eq!(login(unknown), "Access-Reject", "{unknown}");
    }
    let acct = Radclient::acct(proxy.acct).secret(OUTSIDE);
    let report = |user| [user, "Acct-Status-Type = Start", "Acct-Session-Id = 1"];
    assert_eq!(acct.ask(&report("User-Name = \"bob@example.org\"")).code, "Accounting-Response");
    acct.ask_in_vain(&report("User-Name = \"carol@lab.example.net\""));
    acct.ask_in_vain(&report("User-Name = \"bob@example.com\""));
    one.stop_expecting(&[
        ("received Access-Request", 1),
        ("sent Access-Accept", 1),
        ("received Accounting-Request", 1),
        ("sent Accounting-Response", 1),
    ]);
    two.stop_expecting(&[("received Access-Request", 1), ("sent Access-Accept", 1)]);
}

#[test]
fn a_session_is_changed_by_its_home_through_the_operator_of_its_nas_p92_p100() {
    let nas = ExampleServer::nas(OUTSIDE);
    let proxy = Proxy::with(&[
        "--realm=example.org=127.0.0.1:1".to_owned(),
        "--realm=example.net=127.0.0.2:1".to_owned(),
        "--coa=127.0.0.1:0".to_owned(),
        format!("--operator=visited.example={}", nas.coa),
    ]);
    let coa = address_of(&proxy.process, "DynamicAuthorization");
    let (change, end) = (Radclient::nas(coa, "coa"), Radclient::nas(coa, "disconnect"));
    Radclient::acct(nas.acct).secret(OUTSIDE).ask(&["Acct-Status-Type = Start", "Acct-Session-Id = 1"]);

    const SESSION: &str = "Acct-Session-Id = 1";
    const USER: &str = "User-Name = \"bob@example.org\"";
    const OPERATOR: &str = "Operator-Name = \"1Visited.example\"";
    const STATE: &str = "Proxy-State = 0x0102";
    const FILTER: &str = "Filter-Id = \"slow\"";
    let identifier = "Operator-NAS-Identifier = 0xc0ffee";
    let ack = change.ask(&[SESSION, USER, OPERATOR, identifier, FILTER, STATE]);
    assert_eq!((&*ack.code, ack.attributes), ("CoA-ACK", vec![STATE.to_owned()]));
    nas.wait_for_line(identifier);
    let refusal = change.ask(&[SESSION, USER, OPERATOR, "Framed-Pool = unknown", STATE]);
    assert_eq!(refusal.code, "CoA-NAK", "the NAS does not know the attribute");
    assert_eq!(refusal.attributes, ["Error-Cause = Unsupported-Attribute", STATE]);

    let not_routable = ["Error-Cause = Proxy-Request-Not-Routable", STATE];
    for operator in
        [None, Some("Operator-Name = \"1other.example\""), Some("Operator-Name = \"0visited.example\"")]
    {
        let request: Vec<_> = [SESSION, USER, STATE].into_iter().chain(operator).collect();
        let refusals = [change.ask(&request), end.ask(&request)];
        let codes = refusals.each_ref().map(|refusal| &*refusal.code);
        assert_eq!(codes, ["CoA-NAK", "Disconnect-NAK"], "{operator:?}");
        assert!(refusals.iter().all(|refusal| refusal.attributes == not_routable), "{refusals:?}");
    }

    // The home of another realm is known to the proxy, and may change sessions of its own users.
    let elsewhere = "Packet-Src-IP-Address = 127.0.0.2";
    for client in [change, end] {
        client.ask_in_vain(&[SESSION, USER, OPERATOR, elsewhere]);
        client.ask_in_vain(&[SESSION, OPERATOR, elsewhere]);
    }
    proxy.process.wait_for_line("unauthorized_source");
    let own = change.ask(&[SESSION, "User-Name = \"carol@example.net\"", OPERATOR, elsewhere]);
    assert_eq!(own.code, "CoA-ACK");
    assert_eq!(end.ask(&[SESSION, USER, OPERATOR]).code, "Disconnect-ACK");
    nas.stop_expecting(&[
        ("received Accounting-Request", 1),
        ("sent Accounting-Response", 1),
        ("received CoA-Request", 3),
        ("sent CoA-ACK", 2),
        ("sent CoA-NAK", 1),
        ("received Disconnect-Request", 1),
        ("sent Disconnect-ACK", 1),
    ]);
}
