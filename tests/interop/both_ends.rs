//! Our client and our server: every kind of request, as libraries and as programs.

use std::collections::HashSet;
use std::net::SocketAddr;
use std::process::Command;
use std::sync::Mutex;

use radius_dictionaries::{
    ACCT_SESSION_ID, ACCT_SESSION_TIME, ACCT_STATUS_TYPE, AcctStatusType, CHAP_CHALLENGE, CHAP_PASSWORD,
    EVENT_TIMESTAMP, REPLY_MESSAGE, SESSION_TIMEOUT, STATE, USER_NAME, USER_PASSWORD,
};
use radius_runtime::attribute::AttributeSet;
use radius_runtime::client::{Client, CoaOutcome};
use radius_runtime::crypto::chap;
use radius_runtime::packet::ErrorCause;
use radius_runtime::server::{Answer, ClientEntry, Clients, Handler, HandlerError, Request, Server};
use radius_runtime::{Code, Packet, Secret};
use radius_tests::{Process, example};

use crate::peers::{ExampleServer, SECRET};

/// Knows one user, one code that it asks for, and the sessions that were reported to it.
#[derive(Default)]
struct Isp {
    sessions: Mutex<HashSet<String>>,
}

impl Isp {
    fn knows(&self, request: &Request) -> Result<bool, HandlerError> {
        let id = request.get(ACCT_SESSION_ID)?.unwrap_or_default();
        Ok(self.sessions.lock().unwrap().contains(id))
    }
}

impl Handler for Isp {
    async fn access_request(&self, request: Request) -> Result<Answer, HandlerError> {
        Ok(match request.get(STATE)? {
            None if request.get(USER_NAME)? == Some("careful") => {
                request.challenge().with(STATE, b"asked").with(REPLY_MESSAGE, "Which code?")
            }
            None if request.check_password("hello")? => request.accept(),
            Some(b"asked") if request.check_password("1234")? => request.accept(),
            _ => request.reject(),
        })
    }

    async fn accounting_request(&self, request: Request) -> Result<Answer, HandlerError> {
        let id = request.get(ACCT_SESSION_ID)?.ok_or("no session")?.to_owned();
        request.get(EVENT_TIMESTAMP)?.ok_or("no time")?;
        let is_stop = request.get(ACCT_STATUS_TYPE)? == Some(AcctStatusType::Stop);
        if is_stop {
            request.get(ACCT_SESSION_TIME)?.ok_or("no session time")?;
        }
        let mut sessions = self.sessions.lock().unwrap();
        let _ = if is_stop { sessions.remove(&id) } else { sessions.insert(id) };
        Ok(request.acknowledge())
    }

    async fn coa_request(&self, request: Request) -> Result<Answer, HandlerError> {
        Ok(match self.knows(&request)? {
            true => request.acknowledge(),
            false => request.nak(ErrorCause::SESSION_CONTEXT_NOT_FOUND),
        })
    }

    async fn disconnect_request(&self, request: Request) -> Result<Answer, HandlerError> {
        self.coa_request(request).await
    }

    fn coa_attributes(&self) -> AttributeSet {
        AttributeSet::new().with(SESSION_TIMEOUT)
    }
}

/// Clients of the three ports of a server.
struct Clients3 {
    auth: Client,
    acct: Client,
    coa: Client,
}

async fn start() -> Clients3 {
    let secret = || Secret::new(SECRET).unwrap();
    let any: SocketAddr = "127.0.0.1:0".parse().unwrap();
    let clients = Clients::new().with("127.0.0.1/32".parse().unwrap(), ClientEntry::new(secret()));
    let builder = Server::builder(clients, Isp::default());
    let server = builder.authentication(any).accounting(any).dynamic_authorization(any).bind().await.unwrap();
    let addresses = server.local_addresses().unwrap();
    tokio::spawn(server.serve(std::future::pending()));
    let client = |index: usize| Client::builder(addresses[index].1, secret()).build();
    Clients3 { auth: client(0).await.unwrap(), acct: client(1).await.unwrap(), coa: client(2).await.unwrap() }
}

fn login(name: &str, password: &str) -> Packet {
    Packet::access_request().with(USER_NAME, name).with(USER_PASSWORD, password)
}

#[tokio::test]
async fn passwords_chap_and_challenges() {
    let client = start().await.auth;
    for (password, code) in [("hello", Code::ACCESS_ACCEPT), ("hallo", Code::ACCESS_REJECT)] {
        assert_eq!(client.send(login("bob", password)).await.unwrap().code(), code);
        let challenge = [7; 16];
        let request = Packet::access_request()
            .with(USER_NAME, "bob")
            .with(CHAP_CHALLENGE, challenge)
            .with(CHAP_PASSWORD, chap::password(1, password.as_bytes(), &challenge));
        assert_eq!(client.send(request).await.unwrap().code(), code);
    }
    for (answer, code) in [("1234", Code::ACCESS_ACCEPT), ("4321", Code::ACCESS_REJECT)] {
        let reply = client.authenticate(login("careful", "hello"), |challenge| async move {
            assert_eq!(challenge.get(REPLY_MESSAGE), Ok(Some("Which code?")));
            Some(challenge.answer().with(USER_PASSWORD, answer))
        });
        assert_eq!(reply.await.unwrap().code(), code);
    }
}

#[tokio::test]
async fn a_session_is_reported_changed_and_ended() {
    let clients = start().await;
    let session = clients.acct.accounting_session(Packet::accounting_request()).unwrap();
    let change = |packet: Packet| clients.coa.send_coa(packet.with(ACCT_SESSION_ID, session.id()));
    let refused = |outcome: CoaOutcome| match outcome {
        CoaOutcome::Nak { cause, .. } => cause,
        CoaOutcome::Ack(reply) => panic!("{reply:?}"),
    };
    let unknown = Some(ErrorCause::SESSION_CONTEXT_NOT_FOUND);
    assert_eq!(refused(change(Packet::disconnect_request()).await.unwrap()), unknown);
    session.start(|report| report).await.unwrap();
    session.interim(|report| report).await.unwrap();
    assert!(change(Packet::coa_request().with(SESSION_TIMEOUT, 60)).await.unwrap().is_ack());
    let outcome = change(Packet::coa_request().with(REPLY_MESSAGE, "not offered")).await.unwrap();
    assert_eq!(refused(outcome), Some(ErrorCause::UNSUPPORTED_ATTRIBUTE));
    assert!(change(Packet::disconnect_request()).await.unwrap().is_ack());
    session.stop(|report| report).await.unwrap();
    assert_eq!(refused(change(Packet::coa_request()).await.unwrap()), unknown);
}

#[tokio::test]
async fn every_port_gives_life_signs_p104() {
    let clients = start().await;
    let mut codes = vec![];
    for client in [&clients.auth, &clients.acct] {
        codes.push(client.send(Packet::status_server()).await.unwrap().code());
    }
    assert_eq!(codes, [Code::ACCESS_ACCEPT, Code::ACCOUNTING_RESPONSE]);
}

#[test]
fn the_example_client_and_the_example_server() {
    let server = ExampleServer::with_bob(&[]);
    let run = |kind: &str, address: SocketAddr, attributes: &[&str]| {
        let mut command = Command::new(example("client"));
        command.args([kind, &address.to_string(), SECRET]).args(attributes);
        let finished = Process::start(&mut command).finish();
        let code = finished.stdout.split(',').next().unwrap_or_default().to_owned();
        (finished.status.code(), code)
    };
    let login = ["User-Name=bob", "User-Password=hello"];
    assert_eq!(run("auth", server.auth, &login), (Some(0), "Access-Accept".into()));
    let chap = ["User-Name=bob", "CHAP-Password=hello"];
    assert_eq!(run("auth", server.auth, &chap), (Some(0), "Access-Accept".into()));
    let wrong = ["User-Name=bob", "User-Password=hallo"];
    assert_eq!(run("auth", server.auth, &wrong), (Some(1), "Access-Reject".into()));
    assert_eq!(run("status", server.auth, &[]), (Some(0), "Access-Accept".into()));
    assert_eq!(run("status", server.acct, &[]), (Some(0), "Accounting-Response".into()));

    // As a NAS it knows the sessions that were reported to it.
    let (session, timeout) = ("Acct-Session-Id=1", "Session-Timeout=60");
    let unknown = |code: &str| (Some(1), format!("{code}-NAK"));
    assert_eq!(run("coa", server.coa, &[session, timeout]), unknown("CoA"));
    assert_eq!(run("disconnect", server.coa, &[session]), unknown("Disconnect"));
    let report = |status: &str| run("acct", server.acct, &[session, &format!("Acct-Status-Type={status}")]);
    assert_eq!(report("Start"), (Some(0), "Accounting-Response".into()));
    assert_eq!(run("coa", server.coa, &[session, timeout]), (Some(0), "CoA-ACK".into()));
    assert_eq!(run("coa", server.coa, &[session, "Framed-MTU=1400"]), unknown("CoA"), "it changes no MTU");
    assert_eq!(run("disconnect", server.coa, &[session]), (Some(0), "Disconnect-ACK".into()));
    assert_eq!(run("disconnect", server.coa, &[session]), unknown("Disconnect"), "it has ended");
    assert_eq!(report("Start"), (Some(0), "Accounting-Response".into()));
    assert_eq!(report("Stop"), (Some(0), "Accounting-Response".into()));
    assert_eq!(run("coa", server.coa, &[session, timeout]), unknown("CoA"));
    server.stop();
}

#[test]
fn the_example_server_lints_where_it_is_told_to() {
    let server = ExampleServer::with_bob(&["--lint"]);
    let mut command = Command::new(example("client"));
    let attributes = ["Acct-Status-Type=Start", "NAS-Identifier=nas", "Reply-Message=hello"];
    command.args(["acct", &server.acct.to_string(), SECRET]).args(attributes);
    assert!(Process::start(&mut command).finish().status.success());
    for finding in [
        "Reply-Message must not stand in Accounting-Request (RFC 2866 §5.13)",
        "Acct-Session-Id is missing from Accounting-Request (RFC 2866 §5.13)",
    ] {
        let line = server.wait_for_line(finding);
        for part in ["peer", "127.0.0.1:", "code", "Accounting-Request", "identifier", "attribute"] {
            assert!(line.contains(part), "{part} in {line}");
        }
        assert!(!line.contains("hello"), "{line}");
    }
    server.stop();
}
