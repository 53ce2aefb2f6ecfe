//! The example programs over TLS against those of other projects.

mod peers;
mod reverse_coa;

use std::net::SocketAddr;

use crate::peers::{ExampleServer, Radclient};

use peers::{
    Pyrad2Server, RadsecServer, freeradius, pyrad2_client, radsec_client, radsecproxy_to_tls,
    radsecproxy_to_udp,
};

const LOGIN: [&str; 3] = ["User-Name = bob", "User-Password = hello", "Message-Authenticator = 0x00"];

/// What the example server answers to `bob`, as radclient prints it behind Message-Authenticator.
const WELCOME: [&str; 3] = [
    "Service-Type = Framed-User",
    "Reply-Message = \"welcome, bob\"",
    "Tunnel-Password:1 = \"hidden over UDP, in clear in RADIUS/1.1\"",
];

/// Asks a UDP server whose requests end at the example server over TLS.
#[track_caller]
fn assert_reaches_our_server(auth: SocketAddr) {
    let reply = Radclient::auth(auth).ask(&LOGIN);
    assert_eq!(reply.code, "Access-Accept");
    assert_eq!(reply.signed_attributes(), WELCOME);
    let wrong = ["User-Name = bob", "User-Password = wrong", "Message-Authenticator = 0x00"];
    assert_eq!(Radclient::auth(auth).ask(&wrong).code, "Access-Reject");
}

#[test]
fn radsecproxy_is_a_client_of_our_server() {
    let server = RadsecServer::start(&[]);
    let proxy = radsecproxy_to_tls(server.address);
    assert_reaches_our_server(proxy.address);
    let report = ["User-Name = bob", "Acct-Status-Type = Start"];
    assert_eq!(Radclient::acct(proxy.address).ask(&report).code, "Accounting-Response");
    let counters = server.stop();
    assert_eq!((counters["received Access-Request"], counters["received Accounting-Request"]), (2, 1));
    assert!(!counters.keys().any(|name| name.starts_with("discarded")), "{counters:?}");
}

#[test]
fn radsecproxy_stands_in_front_of_our_client() {
    let home = ExampleServer::with_bob(&["--allow-unsigned"]);
    let proxy = radsecproxy_to_udp(home.auth, home.acct);
    let right = radsec_client("auth", proxy.address, &["User-Name=bob", "User-Password=hello"]);
    assert_eq!(right.status.code(), Some(0), "{right}");
    assert!(right.stdout.contains("Tunnel-Private-Group-Id:1 = \"42\""), "{right}");
    let wrong = radsec_client("auth", proxy.address, &["User-Name=bob", "User-Password=wrong"]);
    assert_eq!(wrong.status.code(), Some(1), "{wrong}");
    for (kind, attributes) in [("acct", &["Acct-Status-Type=Start", "User-Name=bob"][..]), ("status", &[])] {
        let finished = radsec_client(kind, proxy.address, attributes);
        assert_eq!(finished.status.code(), Some(0), "{finished}");
    }
}

#[test]
fn freeradius_takes_our_client_with_tls_1_3_and_1_2() {
    let ours = RadsecServer::start(&[]);
    for (version, options) in [("1.3", &[][..]), ("1.2", &["--allow-tls-1-2"])] {
        let server = freeradius(ours.address, version);
        let ask =
            |kind, attributes: &[&str]| radsec_client(kind, server.auth, &[attributes, options].concat());
        let right = ask("auth", &["User-Name=bob", "User-Password=hello"]);
        assert_eq!(right.status.code(), Some(0), "{right}");
        assert!(right.stdout.contains("Reply-Message = \"over TLS\""), "{right}");
        assert_eq!(ask("auth", &["User-Name=bob", "User-Password=wrong"]).status.code(), Some(1));
        assert_eq!(ask("acct", &["User-Name=bob", "Acct-Status-Type=Start"]).status.code(), Some(0));
        assert_eq!(ask("status", &[]).status.code(), Some(0));
        if version == "1.2" {
            let refused = radsec_client("status", server.auth, &["--timeout", "2"]);
            assert_eq!(refused.status.code(), Some(2), "1.2 only where it is allowed: {refused}");
        }
    }
}

#[test]
fn freeradius_is_a_client_of_our_server_with_tls_1_3_and_1_2() {
    for (version, options) in [("1.3", &[][..]), ("1.2", &["--allow-tls-1-2"])] {
        let ours = RadsecServer::start(options);
        let server = freeradius(ours.address, version);
        assert_reaches_our_server(server.acct);
        let counters = ours.stop();
        assert_eq!(counters["received Access-Request"], 2, "TLS {version}");
    }
}

#[test]
fn pyrad2_takes_our_client_in_both_versions() {
    for version in ["1.0", "1.1"] {
        let server = Pyrad2Server::start(version);
        let ask = |kind, attributes: &[&str]| {
            radsec_client(kind, server.address, &[attributes, &["--radius-version", version]].concat())
        };
        let right = ask("auth", &["User-Name=bob", "User-Password=hello"]);
        assert_eq!(right.status.code(), Some(0), "{version}: {right}");
        assert!(right.stdout.contains("Reply-Message = \"from pyrad2\""), "{right}");
        assert_eq!(right.stdout.contains("Message-Authenticator"), version == "1.0", "{right}");
        assert_eq!(ask("auth", &["User-Name=bob", "User-Password=wrong"]).status.code(), Some(1));
        assert_eq!(ask("acct", &["User-Name=bob", "Acct-Status-Type=Start"]).status.code(), Some(0));
    }
}

#[test]
fn pyrad2_is_a_client_of_our_server_in_both_versions() {
    for version in ["1.0", "1.1"] {
        let server = RadsecServer::start(&["--radius-version", version]);
        let finished = pyrad2_client(server.address, version);
        assert_eq!(finished.stdout, "auth 2\nauth 3\nacct 5\n", "{version}: {finished}");
    }
}

#[test]
fn our_client_and_server_agree_and_exit_as_they_should() {
    let server = RadsecServer::start(&[]);
    for version in ["1.0", "1.1", "both"] {
        let options = ["--radius-version", version];
        let ask =
            |kind, attributes: &[&str]| radsec_client(kind, server.address, &[attributes, &options].concat());
        let right = ask("auth", &["User-Name=bob", "User-Password=hello"]);
        assert_eq!(right.status.code(), Some(0), "{right}");
        assert!(!format!("{right}").contains("in clear in RADIUS"), "hidden values are not printed: {right}");
        assert_eq!(ask("auth", &["User-Name=bob", "User-Password=wrong"]).status.code(), Some(1));
        assert_eq!(ask("status", &[]).status.code(), Some(0));
    }
    let unpinned = ["--timeout", "2", "--pin", &"a0".repeat(32)];
    let refused = radsec_client("status", server.address, &unpinned);
    assert_eq!(refused.status.code(), Some(2), "{refused}");
    assert!(refused.stderr.contains("ApplicationVerificationFailure"), "{refused}");
    let counters = server.stop();
    assert_eq!(counters["received Access-Request"], 6);
    assert_eq!(counters["discarded handshake_failed"], 1, "{counters:?}");
}
