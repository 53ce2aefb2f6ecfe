//! Servers found by realm: dnsmasq says where, and our server shows the realm in its certificate.

use std::fs;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::time::Duration;

use radius_dictionaries::USER_NAME;
use radius_runtime::client::ServerStatus;
use radius_runtime::discovery::{Discovery, DiscoveryError, Dns, Realm};
use radius_runtime::proto::Service;
use radius_runtime::radsec::rustls::{self, CertificateError};
use radius_runtime::radsec::{CertificateRule, Identity, ServerTls, Trust};
use radius_runtime::server::{Answer, ClientEntry, Clients, Handler, HandlerError, Request, Server};
use radius_runtime::{Code, Packet};
use radius_tests::{Peer, Process, free_udp_ports};
use tempfile::TempDir;

const DNSMASQ: Peer = Peer { program: "dnsmasq", package: "dnsmasq-base" };

/// How often dnsmasq is started again because another program has taken its port meanwhile.
const ATTEMPTS: usize = 5;

/// The DNS of `example`, each record for a second.
struct Dnsmasq {
    address: SocketAddr,
    _process: Process,
    folder: TempDir,
}

impl Dnsmasq {
    fn start(records: &[String]) -> Self {
        let started = (0..ATTEMPTS).find_map(|_| {
            let folder = TempDir::new().expect("a folder for temporary files");
            let [port] = free_udp_ports();
            let mut command = DNSMASQ.command();
            command.args(["-k", "-C", "/dev/null", "--no-resolv", "--no-hosts", "--pid-file="]);
            command.args(["--listen-address=127.0.0.1", "--bind-interfaces", "--local=/example/"]);
            command.args(["--local-ttl=1", "--log-queries", &format!("--port={port}")]);
            // It would become another user, who cannot write into the folder.
            command.args(["--user=root", "--group=root"]).args(records);
            let log = folder.path().join("log");
            fs::write(&log, "").expect("the folder is writable");
            command.arg(format!("--log-facility={}", log.display()));
            let process = Process::start(&mut command);
            let is_up = process.wait_until("dnsmasq is up", || {
                let log = fs::read_to_string(&log).ok()?;
                let is_taken = log.contains("failed to create listening socket");
                (is_taken || log.contains("cleared cache")).then_some(!is_taken)
            });
            is_up.then(|| Self { address: (Ipv4Addr::LOCALHOST, port).into(), _process: process, folder })
        });
        started.unwrap_or_else(|| panic!("dnsmasq: {ATTEMPTS} times another program took its port"))
    }

    /// How often it was asked for the NAPTR records of a realm.
    fn asked(&self, realm: &str) -> usize {
        let log = fs::read_to_string(self.folder.path().join("log")).expect("dnsmasq writes a log");
        log.lines().filter(|line| line.contains(&format!("query[NAPTR] {realm} from"))).count()
    }
}

fn certificate(file: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../certs").join(file)
}

fn identity(name: &str) -> Identity {
    let [certificate, key] = ["pem", "key"].map(|end| certificate(&format!("{name}.{end}")));
    Identity::from_pem_files(certificate, key).unwrap()
}

fn trust() -> Trust {
    Trust::from_pem_file(certificate("ca.pem")).unwrap()
}

struct Accept;

impl Handler for Accept {
    async fn access_request(&self, request: Request) -> Result<Answer, HandlerError> {
        Ok(request.accept())
    }
}

/// The server of `radius.example` and of all realms directly below `roaming.example`.
async fn start_server() -> SocketAddr {
    let clients = Clients::new().with_certificate(CertificateRule::any(), ClientEntry::over_tls());
    let tls = ServerTls::builder(identity("nai-realm"), trust()).build().unwrap();
    let server = Server::builder(clients, Accept).radsec((Ipv4Addr::LOCALHOST, 0).into(), tls);
    let server = server.bind().await.unwrap();
    let (_, address) = server.local_addresses().unwrap()[0];
    tokio::spawn(server.serve(std::future::pending()));
    address
}

#[tokio::test]
async fn servers_are_found_by_realm_in_a_real_dns_p139() {
    let server = start_server().await;
    let dead = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap();
    let naptr = |realm: &str, tag: &str, replacement: &str| {
        format!("--naptr-record={realm},50,50,s,{tag},,{replacement}")
    };
    let srv = |name: &str, host: &str, address: SocketAddr, priority: u8| {
        format!("--srv-host={name},{host},{},{priority},10", address.port())
    };
    let dns = Dnsmasq::start(&[
        naptr("radius.example", "x-other:thing.tcp", "_other._tcp.radius.example"),
        naptr("radius.example", "aaa+auth:radius.tls.tcp", "_r._tcp.radius.example"),
        srv("_r._tcp.radius.example", "down.example", dead, 1),
        srv("_r._tcp.radius.example", "up.example", server, 2),
        srv("_radiustls._tcp.a.roaming.example", "up.example", server, 1),
        naptr("other.example", "aaa+auth:radius.tls.tcp", "_o._tcp.radius.example"),
        srv("_o._tcp.radius.example", "up.example", server, 1),
        naptr("dtls.example", "aaa+auth:radius.dtls.udp", "_r._udp.radius.example"),
        "--host-record=up.example,127.0.0.1".to_owned(),
        "--host-record=down.example,127.0.0.1".to_owned(),
    ]);
    let discovery = Discovery::builder(identity("client"), trust())
        .resolver(Dns::servers([dns.address]).unwrap())
        .settings(|settings| settings.min_ttl = Duration::from_millis(1))
        .build()
        .unwrap();
    let find = async |user: &str| {
        discovery.client(&Realm::of_user_name(user).unwrap(), Service::Authentication).await
    };

    // The first server is down; the second has the realm in its certificate. Then SRV at the realm, and a wildcard.
    for user in ["alice@radius.example", "bob@a.roaming.example"] {
        let client = find(user).await.unwrap();
        let reply = client.send(Packet::access_request().with(USER_NAME, user)).await.unwrap();
        assert_eq!(reply.code(), Code::ACCESS_ACCEPT, "{user}");
    }
    let client = find("alice@radius.example").await.unwrap();
    let connections: Vec<_> = client.servers().map(ServerStatus::connections).collect();
    assert_eq!(connections, [0, 1]);

    let refused = find("mallory@other.example").await.unwrap_err();
    let DiscoveryError::Unreachable(reason) = refused else { panic!("{refused:?}") };
    let reason = reason.get_ref().and_then(|reason| reason.downcast_ref());
    assert_eq!(reason, Some(&rustls::Error::from(CertificateError::NotValidForName)));
    assert!(matches!(find("x@dtls.example").await, Err(DiscoveryError::OnlyDtls)));
    assert!(matches!(find("x@nowhere.example").await, Err(DiscoveryError::NotFound)));

    // A second later the DNS is asked again.
    while dns.asked("radius.example") < 2 {
        find("alice@radius.example").await.unwrap();
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let servers =
        discovery.servers(&"radius.example".parse().unwrap(), Service::Authentication).await.unwrap();
    assert_eq!((servers.entries.len(), servers.valid_for), (2, Duration::from_secs(1)));
}
