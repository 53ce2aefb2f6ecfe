//! What Prometheus reads of a client, of a server and of the example.

use std::collections::BTreeMap;
use std::future::pending;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream, UdpSocket};
use std::process::Command;
use std::time::Duration;

use metrics_exporter_prometheus::PrometheusBuilder;
use radius_dictionaries::{ACCT_SESSION_ID, USER_NAME, USER_PASSWORD};
use radius_runtime::client::Client;
use radius_runtime::metrics::{publish_client, publish_server, publish_server_client};
use radius_runtime::proto::{Retransmission, Traffic};
use radius_runtime::server::{Answer, ClientEntry, Clients, Handler, HandlerError, Request, Server};
use radius_runtime::{Code, Packet, Secret};
use radius_tests::{Process, example};

const SECRET: &str = "a shared secret";

fn secret() -> Secret {
    Secret::new(SECRET).unwrap()
}

struct Doorman;

impl Handler for Doorman {
    async fn access_request(&self, request: Request) -> Result<Answer, HandlerError> {
        Ok(if request.check_password("hello")? { request.accept() } else { request.reject() })
    }

    async fn accounting_request(&self, request: Request) -> Result<Answer, HandlerError> {
        Ok(request.acknowledge())
    }
}

fn login(password: &str) -> Packet {
    Packet::access_request().with(USER_NAME, "alice").with(USER_PASSWORD, password)
}

/// The values of a page by name and labels.
fn values(page: &str) -> BTreeMap<&str, f64> {
    let lines = page.lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| line.rsplit_once(' '))
        .map(|(name, value)| (name, value.parse().unwrap()))
        .collect()
}

#[tokio::test]
async fn both_ends_are_published_in_the_names_of_the_mibs_rfc4668_to_rfc4671() {
    let recorder = PrometheusBuilder::new().install_recorder().unwrap();
    let loopback: SocketAddr = (Ipv4Addr::LOCALHOST, 0).into();
    let clients =
        Clients::new().with("127.0.0.1/32".parse().unwrap(), ClientEntry::new(secret()).name("gateway"));
    let server = Server::builder(clients, Doorman).authentication(loopback).accounting(loopback).lint(|_| {});
    let server = server.bind().await.unwrap();
    let [(_, authentication), (_, accounting)] = server.local_addresses().unwrap()[..] else { panic!() };
    let (statistics, clients) = (server.statistics(), server.clients());
    tokio::spawn(server.serve(pending()));
    let client = Client::builder(authentication, secret()).build().await.unwrap();
    let reporter = Client::builder(accounting, secret()).build().await.unwrap();
    for (password, code) in
        [("hello", Code::ACCESS_ACCEPT), ("hello", Code::ACCESS_ACCEPT), ("hallo", Code::ACCESS_REJECT)]
    {
        assert_eq!(client.send(login(password)).await.unwrap().code(), code);
    }
    client.send(Packet::status_server()).await.unwrap();
    reporter.send(Packet::accounting_request().with(ACCT_SESSION_ID, "1")).await.unwrap();
    // An Accounting-Request that is cut off, and one with a wrong signature.
    let stranger = UdpSocket::bind(loopback).unwrap();
    let mut forged = [0; 20];
    (forged[0], forged[3]) = (Code::ACCOUNTING_REQUEST.0, 20);
    stranger.send_to(&forged[..7], accounting).unwrap();
    stranger.send_to(&forged, accounting).unwrap();
    // What is cut off on the port for logins, once as one and once as something that cannot be told.
    for code in [Code::ACCESS_REQUEST.0, 0] {
        stranger.send_to(&[code; 7], authentication).unwrap();
    }
    // A server that never answers.
    let silent = UdpSocket::bind(loopback).unwrap();
    let to_nobody = Client::builder(silent.local_addr().unwrap(), secret());
    let hasty = to_nobody.clone().retransmission(Retransmission::once(Duration::from_millis(1)));
    let hasty = hasty.build().await.unwrap();
    hasty.send(login("hello")).await.unwrap_err();
    let waiting = to_nobody.build().await.unwrap();
    let waits = tokio::spawn({
        let waiting = waiting.clone();
        async move { waiting.send(login("hello")).await }
    });
    while waiting.statistics().pending(Traffic::Authentication) == 0 || statistics.discarded_total() < 4 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }

    publish_server(&statistics, &[("server", "main".to_owned())]);
    for entry in clients.statistics() {
        publish_server_client(&entry.statistics, &[("client", entry.client), ("network", entry.network)]);
    }
    publish_client(hasty.statistics(), &[("server", "hasty".to_owned())]);
    publish_client(waiting.statistics(), &[("server", "waiting".to_owned())]);
    waits.abort();
    for client in [&client, &reporter] {
        for server in client.servers() {
            publish_client(server.statistics(), &[("server", server.address().to_string())]);
        }
    }
    let page = recorder.render();
    let found = values(&page);
    let (authentication, accounting) = (authentication.to_string(), accounting.to_string());
    for (name, labels, expected) in [
        ("radius_auth_serv_access_requests_total", "main", 3.0),
        ("radius_auth_serv_access_accepts_total", "main", 2.0),
        ("radius_auth_serv_access_rejects_total", "main", 1.0),
        ("radius_auth_serv_access_challenges_total", "main", 0.0),
        ("radius_auth_serv_dup_access_requests_total", "main", 0.0),
        ("radius_serv_status_requests_total", "main", 1.0),
        ("radius_acc_serv_requests_total", "main", 1.0),
        ("radius_acc_serv_responses_total", "main", 1.0),
        ("radius_auth_client_access_requests_total", &authentication, 3.0),
        ("radius_auth_client_access_accepts_total", &authentication, 2.0),
        ("radius_auth_client_access_rejects_total", &authentication, 1.0),
        ("radius_auth_client_access_retransmissions_total", &authentication, 0.0),
        ("radius_client_status_requests_total", &authentication, 1.0),
        ("radius_auth_client_timeouts_total", &authentication, 0.0),
        ("radius_auth_client_pending_requests", &authentication, 0.0),
        ("radius_auth_client_timeouts_total", "hasty", 1.0),
        ("radius_auth_client_pending_requests", "hasty", 0.0),
        ("radius_auth_client_pending_requests", "waiting", 1.0),
        ("radius_acc_client_requests_total", &accounting, 1.0),
        ("radius_acc_client_responses_total", &accounting, 1.0),
        ("radius_auth_client_round_trip_time_seconds_count", &authentication, 3.0),
        ("radius_acc_client_round_trip_time_seconds_count", &accounting, 1.0),
    ] {
        let name = format!("{name}{{server=\"{labels}\"}}");
        assert_eq!(found.get(&*name), Some(&expected), "{name} in\n{page}");
    }
    assert_eq!(found.get("radius_auth_serv_handler_time_seconds_count"), Some(&3.0), "{page}");
    assert_eq!(found.get("radius_acc_serv_handler_time_seconds_count"), Some(&1.0), "{page}");
    let mut of_client =
        found.iter().filter(|(name, _)| name.contains("client=\"gateway\",network=\"127.0.0.1/32\""));
    let [accepts, malformed] =
        ["radius_auth_serv_client_access_accepts_total", "radius_auth_serv_client_malformed"].map(|name| {
            of_client.clone().find(|(found, _)| found.starts_with(name)).map(|(_, value)| *value)
        });
    assert_eq!((accepts, malformed), (Some(2.0), Some(2.0)), "{page}");
    assert!(!of_client.any(|(name, _)| name.starts_with("radius_auth_serv_access")), "{page}");
    for (dropped, expected) in [
        ("radius_acc_serv_malformed_requests_total{server=\"main\",reason=\"too_short\"}", 1.0),
        // What cannot be told what it was meant to be is one of them.
        ("radius_auth_serv_malformed_access_requests_total{server=\"main\",reason=\"too_short\"}", 2.0),
        ("radius_acc_serv_bad_authenticators_total{server=\"main\",reason=\"bad_authenticator\"}", 1.0),
        // None says which NAS it comes from, and the report has no Acct-Status-Type either.
        ("radius_auth_serv_lints_total{server=\"main\"}", 3.0),
        ("radius_acc_serv_lints_total{server=\"main\"}", 2.0),
    ] {
        assert_eq!(found.get(dropped), Some(&expected), "{dropped} in\n{page}");
    }
    assert!(!page.contains("hello") && !page.contains(SECRET));
}

#[tokio::test]
async fn prometheus_can_scrape_the_example() {
    let any_port = "127.0.0.1:0";
    let mut command = Command::new(example("prometheus"));
    let process =
        Process::start(command.args(["--auth", any_port, "--metrics", any_port, "--secret", SECRET]));
    let address = |what: &str| -> SocketAddr {
        let line = process.wait_for_line(&format!("{what} on "));
        line.rsplit_once(' ').unwrap().1.parse().unwrap()
    };
    let client = Client::builder(address("Authentication"), secret()).build().await.unwrap();
    let metrics = address("Metrics");
    assert_eq!(client.send(login("hello")).await.unwrap().code(), Code::ACCESS_ACCEPT);
    let scrape = || {
        let mut stream = TcpStream::connect(metrics).unwrap();
        stream.write_all(b"GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
        let mut page = String::new();
        stream.read_to_string(&mut page).unwrap();
        page
    };
    let page = scrape();
    let (head, body) = page.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 200 OK\r\nContent-Type: text/plain"), "{head}");
    let found = values(body);
    assert_eq!(found.get("radius_auth_serv_access_accepts_total"), Some(&1.0), "{body}");
    assert_eq!(found.get("radius_auth_serv_handler_time_seconds_count"), Some(&1.0), "{body}");
    let of_client =
        "radius_auth_serv_client_access_accepts_total{client=\"this host\",network=\"127.0.0.1/32\"}";
    assert_eq!(found.get(of_client), Some(&1.0), "{body}");
    assert!(body.contains("# TYPE radius_auth_serv_handler_time_seconds histogram"), "{body}");
    client.send(login("hallo")).await.unwrap();
    assert_eq!(
        values(scrape().split_once("\r\n\r\n").unwrap().1)["radius_auth_serv_access_rejects_total"],
        1.0
    );
}
