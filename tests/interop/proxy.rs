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
        let any_port = "127.0.0.1:0";
        let mut command = Command::new(example("proxy"));
        command.args(["--auth", any_port, "--acct", any_port, "--secret", OUTSIDE, "--home-secret", SECRET]);
        for home in auth {
            command.args(["--home", &home.to_string()]);
        }
        let process = Process::start(command.args(["--home-acct", &acct.to_string()]));
        let address = |service: &str| -> SocketAddr {
            let line = process.wait_for_line(&format!("{service} on "));
            line.rsplit_once(' ').unwrap().1.parse().unwrap()
        };
        Self { auth: address("Authentication"), acct: address("Accounting"), process }
    }
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
        let line = process.wait_for_line("Authentication on ");
        (line.rsplit_once(' ').unwrap().1.parse::<SocketAddr>().unwrap(), process)
    };
    let (second, _second) = start("127.0.0.1:0", first);
    let (first, looping) = start(&first.to_string(), second);
    Radclient::auth(first).ask_in_vain(&login);
    looping.wait_for_line("the request comes from this proxy");
    drop(proxy.process);
}
