//! What spans and events of `tracing` tell of requests, and that no secret is in them, at whatever level.

use std::fmt::{Debug, Write as _};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use radius_dictionaries::{
    CHAP_CHALLENGE, CHAP_PASSWORD, FRAMED_IP_ADDRESS, TUNNEL_PASSWORD, USER_NAME, USER_PASSWORD, microsoft,
};
use radius_runtime::attribute::Password;
use radius_runtime::client::{Client, ClientError};
use radius_runtime::crypto::chap;
use radius_runtime::proto::{RadiusVersions, Retransmission};
use radius_runtime::radsec::{CertificateRule, ClientTls, Identity, ServerTls, Trust};
use radius_runtime::server::{Answer, ClientEntry, Clients, Handler, HandlerError, Request, Server, Service};
use radius_runtime::{Code, FromAttributes, Packet, Secret, lint};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

const SHARED: &[u8] = b"\xf0\x9f\x94\x91 shared \x00\xff secret";
const ANOTHER: &[u8] = b"quite another shared secret";
const PASSWORD: &str = "correct horse battery staple";
const WRONG_PASSWORD: &str = "incorrect mule capacitor";
const TUNNEL: &str = "tunnel through the mountain";
const SEND_KEY: [u8; 32] = *b"\x80\x81\x82\x83send key of thirty-two octet";
const RECV_KEY: [u8; 32] = *b"\xc0\xc1\xc2\xc3recv key of thirty-two octet";

/// Everything that is told, a line each.
#[derive(Clone, Default)]
struct Told(Arc<Mutex<Vec<String>>>);

struct Fields(String);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {}={value:?}", field.name()).unwrap();
    }
}

impl Told {
    fn tell(&self, what: &str, record: impl FnOnce(&mut Fields)) {
        let mut fields = Fields(what.to_owned());
        record(&mut fields);
        self.0.lock().unwrap().push(fields.0);
    }
}

impl<S: Subscriber> Layer<S> for Told {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, _: Context<'_, S>) {
        let what = format!("span {} {id:?}", attributes.metadata().name());
        self.tell(&what, |fields| attributes.record(fields));
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, _: Context<'_, S>) {
        self.tell(&format!("record {id:?}"), |fields| values.record(fields));
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let metadata = event.metadata();
        let what = format!("{} {}", metadata.level(), metadata.target());
        self.tell(&what, |fields| event.record(fields));
    }
}

#[derive(FromAttributes)]
struct Login<'a> {
    #[attribute(USER_NAME)]
    user: &'a str,
    #[attribute(USER_PASSWORD)]
    password: Option<Password>,
}

/// A handler that tells the log all it can get hold of.
struct Talkative;

impl Handler for Talkative {
    async fn access_request(&self, request: Request) -> Result<Answer, HandlerError> {
        tracing::info!(?request, client = ?request.client(), packet = ?**request, "asked");
        let login: Login<'_> = request.extract()?;
        tracing::info!(user = login.user, password = ?login.password, "extracted");
        request.get(FRAMED_IP_ADDRESS)?;
        if !request.check_password(PASSWORD)? {
            return Ok(request.reject());
        }
        let answer = request
            .accept()
            .with(TUNNEL_PASSWORD.tag(1), TUNNEL)
            .with(microsoft::MS_MPPE_SEND_KEY, SEND_KEY)
            .with(microsoft::MS_MPPE_RECV_KEY, RECV_KEY);
        tracing::info!(?answer, "answered");
        Ok(answer)
    }
}

fn base64(octets: &[u8]) -> String {
    // The last digits depend on what follows the secret.
    STANDARD.encode(&octets[..octets.len() / 3 * 3])
}

/// How octets may be written.
fn forms(octets: &[u8]) -> Vec<String> {
    let hex = |separator: &str, upper: bool| {
        let digits =
            octets.iter().map(|octet| if upper { format!("{octet:02X}") } else { format!("{octet:02x}") });
        digits.collect::<Vec<_>>().join(separator)
    };
    let list = format!("{octets:?}");
    let mut forms = vec![
        String::from_utf8_lossy(octets).into_owned(),
        octets.escape_ascii().to_string(),
        list[1..list.len() - 1].to_owned(),
        base64(octets),
        base64(octets).replace('+', "-").replace('/', "_"),
    ];
    for separator in ["", " ", ":", ", 0x"] {
        forms.extend([hex(separator, false), hex(separator, true)]);
    }
    forms
}

#[test]
fn the_forms_of_octets_are_what_they_are_called() {
    assert_eq!(base64(b"any carnal pleas"), "YW55IGNhcm5hbCBwbGVh");
    let forms = forms(&[0xab, b'c', 1]);
    for form in ["\\xabc\\x01", "171, 99, 1", "ab6301", "AB:63:01", "ab, 0x63, 0x01"] {
        assert!(forms.iter().any(|found| found == form), "{form} in {forms:?}");
    }
}

async fn client(address: SocketAddr, secret: &[u8], wait: Duration) -> Client {
    let builder = Client::builder(address, Secret::new(secret).unwrap()).lint(lint::log);
    let builder = builder.retransmission(Retransmission::once(wait));
    tracing::info!(?builder, "a client is made");
    builder.build().await.unwrap()
}

/// Who we are over TLS.
fn credentials(name: &str) -> (Identity, Trust) {
    let certs = concat!(env!("CARGO_MANIFEST_DIR"), "/../certs");
    let identity = Identity::from_pem_files(format!("{certs}/{name}.pem"), format!("{certs}/{name}.key"));
    (identity.unwrap(), Trust::from_pem_file(format!("{certs}/ca.pem")).unwrap())
}

/// A client over RADIUS/1.1, where passwords stand in packets as they are.
async fn tls_client(address: SocketAddr) -> Client {
    let (identity, trust) = credentials("client");
    let tls = ClientTls::for_host("localhost", identity, trust).unwrap();
    let tls = tls.radius_versions(RadiusVersions::Only1_1).build().unwrap();
    Client::radsec(address, tls).lint(lint::log).build().await.unwrap()
}

#[tokio::test]
async fn spans_and_events_name_the_exchange_and_hold_no_secret() {
    let told = Told::default();
    tracing::subscriber::set_global_default(tracing_subscriber::registry().with(told.clone())).unwrap();

    let any: SocketAddr = (Ipv4Addr::LOCALHOST, 0).into();
    let entry = ClientEntry::new(Secret::new(SHARED).unwrap()).name("gateway");
    let over_tls = ClientEntry::over_tls().name("over TLS");
    let clients = Clients::new()
        .with("127.0.0.1/32".parse().unwrap(), entry)
        .with_certificate(CertificateRule::any(), over_tls);
    let (identity, trust) = credentials("server");
    let tls = ServerTls::builder(identity, trust).build().unwrap();
    tracing::info!(?clients, "a server is made");
    // With workers, so that threads of the server's own are heard too.
    let server =
        Server::builder(clients, Talkative).authentication(any).radsec(any, tls).lint(lint::log).workers(1);
    let server = server.bind().await.unwrap();
    let address_of = |service| {
        let addresses = server.local_addresses().unwrap();
        addresses.into_iter().find(|(found, _)| *found == service).unwrap().1
    };
    let (address, over_tls) = (address_of(Service::Authentication), address_of(Service::All));
    tokio::spawn(server.serve(std::future::pending()));

    let long = Duration::from_secs(60);
    let ours = client(address, SHARED, long).await;
    let tls_client = tls_client(over_tls).await;
    let login = |password| Packet::access_request().with(USER_NAME, "alice").with(USER_PASSWORD, password);
    let chap = |password: &str| {
        let response = chap::password(7, password.as_bytes(), &[9; 16]);
        Packet::access_request()
            .with(USER_NAME, "alice")
            .with(CHAP_CHALLENGE, [9; 16])
            .with(CHAP_PASSWORD, response)
    };
    for (packet, code) in [
        (login(PASSWORD), Code::ACCESS_ACCEPT),
        (login(WRONG_PASSWORD), Code::ACCESS_REJECT),
        (chap(PASSWORD), Code::ACCESS_ACCEPT),
        (chap(WRONG_PASSWORD), Code::ACCESS_REJECT),
    ] {
        tracing::info!(?packet, "to be sent");
        let replies = [ours.send(packet.clone()).await.unwrap(), tls_client.send(packet).await.unwrap()];
        for reply in replies {
            assert_eq!(reply.code(), code);
            if code == Code::ACCESS_ACCEPT {
                assert!(reply.get(microsoft::MS_MPPE_SEND_KEY).unwrap().unwrap().matches(SEND_KEY));
            }
            tracing::info!(?reply, tunnel = ?reply.get(TUNNEL_PASSWORD), "came");
        }
    }
    // An error in the handler, from an address of three octets, and one from a User-Name that is missing.
    let mut malformed = login(PASSWORD);
    malformed.push_raw(8, &[1, 2, 3]).unwrap();
    let soon = Duration::from_millis(300);
    for packet in [malformed, Packet::access_request().with(USER_PASSWORD, PASSWORD)] {
        let error = ours.send_within(soon, packet).await.unwrap_err();
        tracing::info!(?error, "in vain");
    }
    let theirs = client(address, ANOTHER, soon).await;
    let error = theirs.send(login(PASSWORD)).await.unwrap_err();
    assert!(matches!(error, ClientError::NoReply { .. }), "{error:?}");

    let told = told.0.lock().unwrap();
    for (name, secret) in [
        ("the shared secret", SHARED),
        ("another secret", ANOTHER),
        ("the password", PASSWORD.as_bytes()),
        ("the wrong password", WRONG_PASSWORD.as_bytes()),
        ("the tunnel's password", TUNNEL.as_bytes()),
        ("a key", &SEND_KEY),
        ("the other key", &RECV_KEY),
    ] {
        // Neither the whole nor the half of it.
        for form in [secret, &secret[..12], &secret[secret.len() - 12..]].into_iter().flat_map(forms) {
            let found = told.iter().find(|line| line.contains(&form));
            assert_eq!(found, None, "{name} as {form}");
        }
    }
    let has = |parts: &[&str]| {
        let found = told.iter().any(|line| parts.iter().all(|part| line.contains(part)));
        assert!(found, "{parts:?} in {told:#?}");
    };
    let peer = &format!("server={address}")[..];
    // Around the handler.
    has(&[
        "span radius_request",
        "peer=127.0.0.1:",
        "client=\"gateway\"",
        "code=Access-Request",
        "identifier=0",
    ]);
    has(&["span radius_request", "peer=127.0.0.1:", "identifier=3"]);
    has(&["span radius_request", "peer=127.0.0.1:", "client=\"over TLS\"", "code=Access-Request"]);
    // In the client, where the identifier is known only once the request is sent.
    has(&["span radius_request", "code=Access-Request"]);
    has(&["record", peer]);
    has(&["record", "identifier=3"]);
    has(&["DEBUG radius_runtime", "message=sent", "transmission=1"]);
    has(&["DEBUG radius_runtime", "message=answered", "code=Access-Accept"]);
    has(&[
        "WARN radius_runtime",
        "message=discarded a request",
        "peer=127.0.0.1:",
        "bad_message_authenticator",
    ]);
    has(&["WARN radius_runtime", "message=a request stays unanswered", "Framed-IP-Address"]);
    has(&["radius_runtime", "message=a request stays unanswered", "User-Name"]);
    has(&["INFO radius_runtime", "NAS-Identifier (RFC 2865 §4.1)", "code=Access-Request", "identifier=0"]);
}
