//! `radclient` against the example server: what gets no answer, and by which reason it is counted.

use crate::peers::{ExampleServer, Radclient};

const SIGN: &str = "Message-Authenticator = 0x00";
const LOGIN: [&str; 2] = ["User-Name = bob", "User-Password = hello"];
const SIGNED_LOGIN: [&str; 3] = ["User-Name = bob", "User-Password = hello", SIGN];
const OTHER_SECRET: &str = "a secret of one end";
const REPORT: [&str; 2] = ["Acct-Status-Type = Start", "Acct-Session-Id = 1"];

#[test]
fn another_secret_gets_silence() {
    let server = ExampleServer::with_bob(&[]);
    Radclient::auth(server.auth).secret(OTHER_SECRET).ask_in_vain(&SIGNED_LOGIN);
    Radclient::status(server.auth).secret(OTHER_SECRET).ask_in_vain(&[SIGN]);
    Radclient::acct(server.acct).secret(OTHER_SECRET).ask_in_vain(&REPORT);
    server.stop_expecting(&[("discarded bad_message_authenticator", 2), ("discarded bad_authenticator", 1)]);
}

#[test]
fn an_unsigned_login_is_dropped_by_default_p160() {
    let server = ExampleServer::with_bob(&[]);
    Radclient::auth(server.auth).ask_in_vain(&LOGIN);
    server.stop_expecting(&[("discarded no_message_authenticator", 1)]);
}

#[test]
fn an_unsigned_login_is_taken_where_that_is_allowed_but_not_with_proxy_state_p160() {
    let server = ExampleServer::with_bob(&["--allow-unsigned"]);
    let radclient = Radclient::auth(server.auth);
    let reply = radclient.ask(&LOGIN);
    assert_eq!(reply.code, "Access-Accept");
    assert_eq!(reply.signed_attributes().len(), 6, "the reply is signed all the same");
    radclient.ask_in_vain(&[&LOGIN[..], &["Proxy-State = 0x01"]].concat());
    radclient.ask_in_vain(&["User-Name = bob", "EAP-Message = 0x0201000501"]);
    server.stop_expecting(&[
        ("received Access-Request", 1),
        ("sent Access-Accept", 1),
        ("discarded proxy_state_unsigned", 1),
        ("discarded eap_unsigned", 1),
    ]);
}

#[test]
fn an_unsigned_login_with_another_secret_is_rejected_and_the_reply_does_not_verify() {
    let server = ExampleServer::with_bob(&["--allow-unsigned"]);
    // Nothing in such a request tells the secret apart from a wrong password.
    Radclient::auth(server.auth).secret(OTHER_SECRET).ask_in_vain(&LOGIN);
    server.stop_expecting(&[("received Access-Request", 1), ("sent Access-Reject", 1)]);
}

#[test]
fn an_unsigned_status_server_is_dropped_always_p103() {
    let server = ExampleServer::with_bob(&["--allow-unsigned"]);
    Radclient::status(server.auth).ask_in_vain(&["NAS-Identifier = tests"]);
    Radclient::status(server.acct).ask_in_vain(&["NAS-Identifier = tests"]);
    server.stop_expecting(&[("discarded no_message_authenticator", 2)]);
}

#[test]
fn each_port_takes_its_own_requests_only_p7() {
    let server = ExampleServer::with_bob(&[]);
    Radclient::acct(server.auth).ask_in_vain(&REPORT);
    Radclient::auth(server.acct).ask_in_vain(&SIGNED_LOGIN);
    server.stop_expecting(&[("discarded unexpected_code", 2)]);
}
