//! Requests down the connection over TLS that the NAS opened (draft-ietf-radext-reverse-coa). They come to our server over UDP,
//! from radclient.
//!
//! FreeRADIUS is the NAS only: where 3.2.1 is to send such a request itself, it ends with a segmentation fault when it looks for
//! the connection by its Originating-Realm-Key. pyrad2 is the server instead.

use radius_tests::Process;

use super::assert_reaches_our_server;
use super::peers::{Pyrad2Server, RadsecServer, freeradius, radsec_nas};
use crate::peers::{Radclient, Reply};

/// A name in the certificate that every NAS here shows.
const NAS: &str = "NAS-Identifier = client.example";

const SESSION: &str = "Acct-Session-Id = 4711";
const ANOTHER: &str = "Acct-Session-Id = another";
const UNKNOWN: &str = "Error-Cause = Session-Context-Not-Found";
const NOT_ROUTABLE: &str = "Error-Cause = Proxy-Request-Not-Routable";

/// Asks our server, and gives back the code of the reply and its attributes.
#[track_caller]
fn ask(server: &RadsecServer, kind: &str, attributes: &[&str]) -> (String, Vec<String>) {
    let Reply { code, attributes } = Radclient::nas(server.coa, kind).ask(attributes);
    (code, attributes)
}

fn reply(code: &str, attributes: &[&str]) -> (String, Vec<String>) {
    (code.to_owned(), attributes.iter().map(|&attribute| attribute.to_owned()).collect())
}

#[test]
fn freeradius_takes_requests_down_its_connection_to_our_server_p101() {
    for (version, options) in [("1.3", &[][..]), ("1.2", &["--allow-tls-1-2"])] {
        let server = RadsecServer::start(options);
        let nas = freeradius(server.address, version);
        let not_there = ask(&server, "disconnect", &[NAS, SESSION]);
        assert_eq!(not_there, reply("Disconnect-NAK", &[NOT_ROUTABLE]), "it connects with its first request");
        assert_reaches_our_server(nas.acct);
        for (kind, ack, nak) in
            [("coa", "CoA-ACK", "CoA-NAK"), ("disconnect", "Disconnect-ACK", "Disconnect-NAK")]
        {
            assert_eq!(ask(&server, kind, &[NAS, SESSION]), reply(ack, &["Reply-Message = \"done\""]));
            assert_eq!(ask(&server, kind, &[NAS, ANOTHER]), reply(nak, &[UNKNOWN]));
        }
        // The connection still serves the NAS's own requests.
        assert_reaches_our_server(nas.acct);
        let counters = server.stop();
        assert!(!counters.keys().any(|name| name.starts_with("discarded")), "TLS {version}: {counters:?}");
    }
}

#[test]
fn our_nas_takes_requests_down_its_connection_to_our_server_in_both_versions_p101() {
    for version in ["1.0", "1.1"] {
        let server = RadsecServer::start(&["--radius-version", version]);
        let not_there = reply("CoA-NAK", &[NOT_ROUTABLE]);
        assert_eq!(
            ask(&server, "coa", &[NAS, SESSION, "Session-Timeout = 60"]),
            not_there,
            "before it connects"
        );
        let nas = radsec_nas(server.address);
        let changed = ask(&server, "coa", &[NAS, SESSION, "Session-Timeout = 60"]);
        assert_eq!(changed, reply("CoA-ACK", &[]), "RADIUS/{version}");
        nas.wait_for_line("the session ends in 60 s");
        assert_eq!(ask(&server, "coa", &[NAS, ANOTHER]), reply("CoA-NAK", &[UNKNOWN]));
        let other_nas = ["NAS-Identifier = other.example", SESSION];
        assert_eq!(ask(&server, "disconnect", &other_nas), reply("Disconnect-NAK", &[NOT_ROUTABLE]));
        assert_eq!(ask(&server, "disconnect", &[NAS, ANOTHER]), reply("Disconnect-NAK", &[UNKNOWN]));
        assert_eq!(ask(&server, "disconnect", &[NAS, SESSION]), reply("Disconnect-ACK", &[]));
        assert_session_is_ended(nas);
    }
}

#[test]
fn pyrad2_asks_our_nas_down_its_connection_in_both_versions_p101() {
    for version in ["1.0", "1.1"] {
        let server = Pyrad2Server::start_asking(version);
        let nas = radsec_nas(server.address);
        assert_session_is_ended(nas);
        let answers = server.answers();
        assert_eq!(
            answers,
            ["4711 44 -", "another 45 503", "another 42 503", "4711 41 -"],
            "RADIUS/{version}"
        );
    }
}

#[track_caller]
fn assert_session_is_ended(nas: Process) {
    let finished = nas.finish();
    assert!(finished.status.success(), "{finished}");
    assert!(finished.stdout.ends_with("the session is ended\n"), "{finished}");
}
