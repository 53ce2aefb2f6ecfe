//! The server against datagrams: what is sent twice, late, in the name of another or by strangers.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::net::UdpSocket;
use tokio::sync::{Notify, oneshot};
use tokio::task::JoinHandle;

use super::*;
use crate::attribute::AttributeSet;
use crate::crypto::Secret;
use crate::fixture::*;
use crate::packet::{Code, ErrorCause, Packet, Received, SealedRequest};

/// What a handler does is what the user's name says.
#[derive(Default)]
pub(super) struct Door {
    calls: AtomicUsize,
    open: Arc<Notify>,
}

impl Handler for Door {
    async fn access_request(&self, request: Request) -> Result<Answer, HandlerError> {
        self.calls.fetch_add(1, Ordering::SeqCst);
        match request.get(USER_NAME)? {
            Some("wait") => self.open.notified().await,
            Some("panic later") => {
                tokio::task::yield_now().await;
                panic!("as asked")
            }
            Some("panic at once") => panic!("as asked"),
            Some("error") => return Err("as asked".into()),
            Some("reject") => return Ok(request.reject()),
            Some("reject soon") => return Ok(request.reject().after(Duration::from_millis(1))),
            _ => {}
        }
        // Its salt is random: no two of these replies are alike unless they are the same.
        Ok(request.accept().with(TUNNEL_PASSWORD.tag(1), "tunnel"))
    }

    async fn coa_request(&self, request: Request) -> Result<Answer, HandlerError> {
        self.calls.fetch_add(1, Ordering::SeqCst);
        request.get(NAS_PORT)?;
        Ok(match request.get(USER_NAME)? {
            Some("alice") => request.acknowledge(),
            Some("wrong cause") => request.nak(ErrorCause::RESIDUAL_SESSION_CONTEXT_REMOVED),
            _ => request.nak(ErrorCause::SESSION_CONTEXT_NOT_FOUND),
        })
    }

    fn coa_attributes(&self) -> AttributeSet {
        AttributeSet::new().with(CISCO_AV_PAIR)
    }
}

pub(super) struct Running {
    pub(super) addresses: HashMap<Service, SocketAddr>,
    pub(super) statistics: Arc<Statistics>,
    pub(super) clients: ClientsHandle,
    calls: Box<dyn Fn() -> usize + Send>,
    open: Arc<Notify>,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<ShutdownReport>,
}

pub(super) fn secret() -> Secret {
    Secret::new("a shared secret").unwrap()
}

fn localhost() -> Clients {
    Clients::new().with("127.0.0.1/32".parse().unwrap(), ClientEntry::new(secret()))
}

pub(super) const ANY_PORT: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

pub(super) async fn start(
    clients: Clients,
    settings: impl FnOnce(ServerBuilder<Arc<Door>>) -> ServerBuilder<Arc<Door>>,
) -> Running {
    let door = Arc::new(Door::default());
    let builder =
        Server::builder(clients, Arc::clone(&door)).authentication(ANY_PORT).dynamic_authorization(ANY_PORT);
    let server = settings(builder).bind().await.unwrap();
    let addresses = server.local_addresses().unwrap().into_iter().collect();
    let (statistics, clients) = (server.statistics(), server.clients());
    let (stop, stopped) = oneshot::channel();
    let serving = tokio::spawn(server.serve(async move { drop(stopped.await) }));
    let open = Arc::clone(&door.open);
    let calls = Box::new(move || door.calls.load(Ordering::SeqCst));
    Running { addresses, statistics, clients, calls, open, stop, serving }
}

impl Running {
    pub(super) async fn client(&self, service: Service) -> UdpSocket {
        let socket = UdpSocket::bind(ANY_PORT).await.unwrap();
        socket.connect(self.addresses[&service]).await.unwrap();
        socket
    }

    /// Waits until something was discarded that often.
    pub(super) async fn discarded(&self, reason: DiscardReason, times: u64) {
        until(|| self.statistics.discarded(reason) == times).await;
    }

    async fn stop(self) -> ShutdownReport {
        self.stop.send(()).unwrap();
        self.serving.await.unwrap()
    }
}

/// Waits until something holds. Only a failing test waits for a minute.
async fn until(holds: impl Fn() -> bool) {
    let waiting = async {
        while !holds() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), waiting).await.expect("it never holds");
}

pub(super) fn sealed(packet: &Packet, identifier: u8) -> SealedRequest {
    packet.seal_request(identifier, &secret()).unwrap()
}

pub(super) fn login(user: &str, identifier: u8) -> SealedRequest {
    sealed(&Packet::access_request().with(USER_NAME, user), identifier)
}

pub(super) async fn receive(socket: &UdpSocket) -> Vec<u8> {
    let mut buffer = vec![0; 4096];
    let length = socket.recv(&mut buffer).await.unwrap();
    buffer.truncate(length);
    buffer
}

/// Sends a request, and receives its reply, verified.
pub(super) async fn ask(socket: &UdpSocket, request: &SealedRequest) -> Packet {
    socket.send(request.octets()).await.unwrap();
    let reply = receive(socket).await;
    let received = Received::from_datagram(&reply).unwrap();
    received.verify_reply(request.header(), &secret(), false).unwrap();
    received.to_packet()
}

#[tokio::test]
async fn what_is_sent_again_gets_the_same_octets_and_runs_no_handler_p82() {
    let server = start(localhost(), |builder| builder).await;
    let client = server.client(Service::Authentication).await;
    let request = login("alice", 7);
    client.send(request.octets()).await.unwrap();
    let first = receive(&client).await;
    for _ in 0..3 {
        client.send(request.octets()).await.unwrap();
        assert_eq!(receive(&client).await, first);
    }
    assert_eq!((server.calls)(), 1);
    let count = |code| (server.statistics.received(code), server.statistics.repeated(code));
    assert_eq!(count(Code::ACCESS_REQUEST), (1, 3));
    assert_eq!(server.statistics.sent(Code::ACCESS_ACCEPT), 1);
    // The same request from another port is another request.
    let other = server.client(Service::Authentication).await;
    other.send(request.octets()).await.unwrap();
    assert_ne!(receive(&other).await, first);
}

#[tokio::test]
async fn what_is_sent_again_while_it_is_handled_is_dropped_p82() {
    let server = start(localhost(), |builder| builder).await;
    let client = server.client(Service::Authentication).await;
    let request = login("wait", 7);
    for _ in 0..4 {
        client.send(request.octets()).await.unwrap();
    }
    server.discarded(DiscardReason::DuplicateInFlight, 3).await;
    server.open.notify_one();
    receive(&client).await;
    assert_eq!((server.calls)(), 1);
}

#[tokio::test]
async fn a_new_request_under_the_same_identifier_takes_over_p83() {
    let server = start(localhost(), |builder| builder).await;
    let client = server.client(Service::Authentication).await;
    client.send(login("wait", 7).octets()).await.unwrap();
    until(|| (server.calls)() == 1).await;
    let newer = login("alice", 7);
    assert_eq!(ask(&client, &newer).await.code(), Code::ACCESS_ACCEPT);
    server.open.notify_one();
    server.discarded(DiscardReason::Superseded, 1).await;
    client.send(newer.octets()).await.unwrap();
    receive(&client).await;
    assert_eq!(server.statistics.repeated(Code::ACCESS_REQUEST), 1, "the newer one's reply is kept");
}

#[tokio::test]
async fn a_forged_repetition_changes_nothing_p84() {
    let server = start(localhost(), |builder| builder).await;
    let client = server.client(Service::Authentication).await;
    let request = login("alice", 7);
    client.send(request.octets()).await.unwrap();
    let first = receive(&client).await;
    let mut forged = request.octets().to_vec();
    forged[5] ^= 1;
    client.send(&forged).await.unwrap();
    server.discarded(DiscardReason::BadMessageAuthenticator, 1).await;
    client.send(request.octets()).await.unwrap();
    assert_eq!(receive(&client).await, first);
}

#[tokio::test]
async fn what_failed_is_handled_again_when_it_is_sent_again_p38() {
    let server = start(localhost(), |builder| builder).await;
    let client = server.client(Service::Authentication).await;
    for (user, reason) in [
        ("error", DiscardReason::HandlerError),
        ("panic at once", DiscardReason::HandlerPanic),
        ("panic later", DiscardReason::HandlerPanic),
    ] {
        let (request, before) = (login(user, 7), server.statistics.discarded(reason));
        for repetition in 1..=2 {
            client.send(request.octets()).await.unwrap();
            server.discarded(reason, before + repetition).await;
        }
    }
    assert_eq!((server.calls)(), 6);
    assert_eq!(ask(&client, &login("alice", 8)).await.code(), Code::ACCESS_ACCEPT);
}

#[tokio::test]
async fn rejects_are_held_back_and_then_repeated_p88() {
    let hour = Duration::from_secs(3600);
    let server = start(localhost(), |builder| builder.reject_delay(hour)).await;
    let client = server.client(Service::Authentication).await;
    let request = login("reject", 7);
    client.send(request.octets()).await.unwrap();
    client.send(request.octets()).await.unwrap();
    server.discarded(DiscardReason::DuplicateInFlight, 1).await;
    // Neither others nor those that the handler wants sooner have to wait for it.
    assert_eq!(ask(&client, &login("alice", 8)).await.code(), Code::ACCESS_ACCEPT);
    let soon = login("reject soon", 9);
    assert_eq!(ask(&client, &soon).await.code(), Code::ACCESS_REJECT);
    ask(&client, &soon).await;
    assert_eq!(server.statistics.repeated(Code::ACCESS_REQUEST), 1);
    assert_eq!(server.statistics.sent(Code::ACCESS_REJECT), 1);
}

#[tokio::test]
async fn no_more_rejects_are_held_back_than_the_limit() {
    let hour = Duration::from_secs(3600);
    let server = start(localhost(), |builder| builder.reject_delay(hour).max_in_flight(1)).await;
    let client = server.client(Service::Authentication).await;
    client.send(login("reject", 1).octets()).await.unwrap();
    assert_eq!(ask(&client, &login("reject", 2)).await.code(), Code::ACCESS_REJECT);
    assert_eq!(ask(&client, &login("alice", 3)).await.code(), Code::ACCESS_ACCEPT);
}

#[tokio::test]
async fn status_server_is_answered_unless_it_is_turned_off_p103() {
    for is_on in [true, false] {
        let server = start(localhost(), |builder| builder.status_server(is_on)).await;
        let client = server.client(Service::Authentication).await;
        let status = sealed(&Packet::status_server(), 1);
        if is_on {
            assert_eq!(ask(&client, &status).await.code(), Code::ACCESS_ACCEPT);
        } else {
            client.send(status.octets()).await.unwrap();
            server.discarded(DiscardReason::StatusServerOff, 1).await;
            assert_eq!(server.statistics.received(Code::STATUS_SERVER), 0);
        }
        assert_eq!(ask(&client, &login("alice", 2)).await.code(), Code::ACCESS_ACCEPT);
        assert_eq!((server.calls)(), 1);
    }
}

#[tokio::test]
async fn a_client_that_signs_once_has_to_sign_from_then_on_p160() {
    let entry = ClientEntry::new(secret()).require_message_authenticator_once_seen();
    let server = start(Clients::new().with("127.0.0.1/32".parse().unwrap(), entry), |builder| builder).await;
    let client = server.client(Service::Authentication).await;
    let unsigned = |identifier| {
        let mut packet = Packet::access_request().with(USER_NAME, "alice");
        packet.push_raw(3, &[0; 17]).unwrap();
        let mut octets = packet.encode().unwrap();
        octets[1] = identifier;
        octets
    };
    let mut eap = Packet::access_request().with(USER_NAME, "alice");
    eap.push_raw(79, &[2, 9, 0, 5, 1]).unwrap();
    let mut forged = login("alice", 3).octets().to_vec();
    forged[5] ^= 1;
    client.send(&unsigned(1)).await.unwrap();
    assert_eq!(receive(&client).await[..2], [2, 1]);
    // Neither of these shows that the client signs all it sends: it must sign EAP, and did not send what is forged.
    ask(&client, &sealed(&eap, 2)).await;
    ask(&client, &sealed(&Packet::status_server(), 3)).await;
    client.send(&forged).await.unwrap();
    server.discarded(DiscardReason::BadMessageAuthenticator, 1).await;
    client.send(&unsigned(4)).await.unwrap();
    assert_eq!(receive(&client).await[..2], [2, 4]);
    ask(&client, &login("alice", 5)).await;
    client.send(&unsigned(6)).await.unwrap();
    server.discarded(DiscardReason::NoMessageAuthenticator, 1).await;
}

#[tokio::test]
async fn under_too_much_load_conversations_go_on_before_others_begin_p84() {
    let server = start(localhost(), |builder| builder.max_in_flight(8)).await;
    let client = server.client(Service::Authentication).await;
    for identifier in 0..8 {
        client.send(login("wait", identifier).octets()).await.unwrap();
    }
    server.discarded(DiscardReason::Overload, 1).await;
    let mut goes_on = Packet::access_request().with(USER_NAME, "wait");
    goes_on.push_raw(24, b"a challenge's").unwrap();
    for identifier in [8, 9] {
        client.send(sealed(&goes_on, identifier).octets()).await.unwrap();
    }
    server.discarded(DiscardReason::Overload, 2).await;
    assert_eq!((server.calls)(), 8, "seven that begin, and one that goes on");
    server.open.notify_waiters();
    until(|| server.statistics.sent(Code::ACCESS_ACCEPT) == 8).await;
    let other = server.client(Service::Authentication).await;
    assert_eq!(ask(&other, &login("alice", 10)).await.code(), Code::ACCESS_ACCEPT);
}

#[tokio::test]
async fn one_client_cannot_take_the_whole_server() {
    let entry = ClientEntry::new(secret()).max_in_flight(2);
    let server = start(Clients::new().with("127.0.0.1/32".parse().unwrap(), entry), |builder| builder).await;
    let client = server.client(Service::Authentication).await;
    for identifier in 0..5 {
        client.send(login("wait", identifier).octets()).await.unwrap();
    }
    server.discarded(DiscardReason::ClientOverload, 3).await;
    server.open.notify_waiters();
    receive(&client).await;
    receive(&client).await;
    // What was dropped for want of room is new when it is sent again.
    until(|| server.statistics.sent(Code::ACCESS_ACCEPT) == 2).await;
    assert_eq!(ask(&client, &login("alice", 4)).await.code(), Code::ACCESS_ACCEPT);
}

#[tokio::test]
async fn coa_requests_are_checked_before_the_handler_and_answered_by_it_p93_p94() {
    let identity = NasIdentity::new().identifier("nas1");
    let server = start(localhost(), |builder| builder.nas_identity(identity)).await;
    let client = server.client(Service::DynamicAuthorization).await;
    let mut identifier = 0;
    let mut cases = Vec::new();
    let coa = || Packet::new(Code::COA_REQUEST).with(PROXY_STATE, b"p");
    let nas = |name: &[u8]| {
        let mut packet = coa().with(USER_NAME, "alice");
        packet.push_raw(32, name).unwrap();
        packet
    };
    cases.push((nas(b"nas1").with(CISCO_AV_PAIR, "a=b"), Code::COA_ACK, None));
    cases.push((nas(b"nas2"), Code::COA_NAK, Some(ErrorCause::NAS_IDENTIFICATION_MISMATCH)));
    let unsupported = nas(b"nas1").with(FRAMED_IP_ADDRESS, Ipv4Addr::LOCALHOST).with(REPLY_MESSAGE, "x");
    cases.push((unsupported, Code::COA_NAK, Some(ErrorCause::UNSUPPORTED_ATTRIBUTE)));
    let unknown = coa().with(USER_NAME, "bob");
    cases.push((unknown, Code::COA_NAK, Some(ErrorCause::SESSION_CONTEXT_NOT_FOUND)));
    let mut malformed = nas(b"nas1");
    malformed.push_raw(5, &[1, 2, 3]).unwrap();
    cases.push((malformed, Code::COA_NAK, Some(ErrorCause::INVALID_REQUEST)));
    let disconnect = Packet::new(Code::DISCONNECT_REQUEST).with(USER_NAME, "alice");
    cases.push((disconnect, Code::DISCONNECT_NAK, Some(ErrorCause::UNSUPPORTED_EXTENSION)));
    for (request, code, cause) in cases {
        identifier += 1;
        let reply = ask(&client, &sealed(&request, identifier)).await;
        assert_eq!((reply.code(), reply.error_cause()), (code, cause), "{request:?}");
        assert_eq!(reply.get(PROXY_STATE), request.get(PROXY_STATE));
    }
    assert_eq!((server.calls)(), 3);
    client.send(sealed(&coa().with(USER_NAME, "wrong cause"), 99).octets()).await.unwrap();
    server.discarded(DiscardReason::UnsendableAnswer, 1).await;
}

#[tokio::test]
async fn an_old_coa_request_is_discarded_and_a_repeated_one_acts_once_p90_p91() {
    let server = start(localhost(), |builder| builder.require_event_timestamp(true)).await;
    let client = server.client(Service::DynamicAuthorization).await;
    let request = |seconds: Option<u64>| {
        let mut packet = Packet::new(Code::COA_REQUEST).with(USER_NAME, "alice");
        if let Some(seconds) = seconds {
            packet.push_raw(55, &u32::try_from(seconds).unwrap().to_be_bytes()).unwrap();
        }
        packet
    };
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    client.send(sealed(&request(Some(now - 1000)), 1).octets()).await.unwrap();
    server.discarded(DiscardReason::StaleTimestamp, 1).await;
    client.send(sealed(&request(None), 2).octets()).await.unwrap();
    server.discarded(DiscardReason::NoTimestamp, 1).await;
    let good = sealed(&request(Some(now)), 3);
    for _ in 0..3 {
        assert_eq!(ask(&client, &good).await.code(), Code::COA_ACK);
    }
    assert_eq!(((server.calls)(), server.statistics.repeated(Code::COA_REQUEST)), (1, 2));
}

#[tokio::test]
async fn clients_come_go_and_change_while_the_server_runs() {
    let server = start(Clients::new(), |builder| builder).await;
    let client = server.client(Service::Authentication).await;
    client.send(login("alice", 1).octets()).await.unwrap();
    server.discarded(DiscardReason::UnknownClient, 1).await;
    let host = "127.0.0.1/32".parse().unwrap();
    server.clients.update(|clients| clients.insert(host, ClientEntry::new(secret())));
    assert_eq!(ask(&client, &login("alice", 1)).await.code(), Code::ACCESS_ACCEPT);
    let other = ClientEntry::new(Secret::new("another secret").unwrap());
    server.clients.update(|clients| clients.insert(host, other));
    client.send(login("alice", 2).octets()).await.unwrap();
    server.discarded(DiscardReason::BadMessageAuthenticator, 1).await;
    assert!(server.clients.update(|clients| clients.remove(host)).is_some());
    client.send(login("alice", 3).octets()).await.unwrap();
    server.discarded(DiscardReason::UnknownClient, 2).await;
}

/// Answers when it is told to, and counts.
#[derive(Clone, Default)]
struct Database {
    asked: Arc<Mutex<Vec<IpAddr>>>,
    answer: Arc<Notify>,
}

impl ClientSource for Database {
    async fn find(&self, address: IpAddr) -> Result<Option<ClientEntry>, HandlerError> {
        self.asked.lock().unwrap().push(address);
        self.answer.notified().await;
        match address.to_string().as_str() {
            "127.0.0.2" => Ok(Some(ClientEntry::new(secret()).name("from the database"))),
            "127.0.0.3" => Ok(None),
            "127.0.0.4" => panic!("as asked"),
            _ => Err("as asked".into()),
        }
    }
}

#[tokio::test]
async fn looking_a_client_up_holds_up_nobody_else_and_is_done_once() {
    let database = Database::default();
    let server = start(localhost(), |builder| builder.client_source(database.clone())).await;
    let from = async |last: u8| {
        let socket = UdpSocket::bind((Ipv4Addr::new(127, 0, 0, last), 0)).await.unwrap();
        socket.connect(server.addresses[&Service::Authentication]).await.unwrap();
        socket
    };
    let asked = || database.asked.lock().unwrap().len();
    let (known, slow) = (from(1).await, from(2).await);
    for identifier in 0..3 {
        slow.send(login("alice", identifier).octets()).await.unwrap();
    }
    until(|| asked() == 1).await;
    assert_eq!(ask(&known, &login("alice", 1)).await.code(), Code::ACCESS_ACCEPT, "meanwhile");
    database.answer.notify_one();
    for _ in 0..3 {
        receive(&slow).await;
    }
    assert_eq!(ask(&slow, &login("alice", 9)).await.code(), Code::ACCESS_ACCEPT);
    assert_eq!(asked(), 1, "the answer is remembered");

    let stranger = from(3).await;
    for round in 1..=2 {
        stranger.send(login("alice", round).octets()).await.unwrap();
        if round == 1 {
            until(|| asked() == 2).await;
            database.answer.notify_one();
        }
        server.discarded(DiscardReason::UnknownClient, round.into()).await;
    }
    assert_eq!(asked(), 2, "so is that there is none");
    server.clients.forget_all();
    for last in [4, 5] {
        let (failing, before) = (from(last).await, asked());
        failing.send(login("alice", 1).octets()).await.unwrap();
        until(|| asked() == before + 1).await;
        database.answer.notify_one();
        server.discarded(DiscardReason::LookupFailed, u64::from(last) - 3).await;
    }
    slow.send(login("alice", 1).octets()).await.unwrap();
    until(|| asked() == 5).await;
    database.answer.notify_one();
    receive(&slow).await;
}

#[tokio::test]
async fn a_flood_of_look_ups_is_bounded() {
    let settings = LookUpSettings { max_concurrent: 2, max_held: 3, ..LookUpSettings::default() };
    let database = Database::default();
    let server = start(localhost(), |builder| builder.client_source_with(database.clone(), settings)).await;
    let mut sent = 0;
    for last in 10..20 {
        let socket = UdpSocket::bind((Ipv4Addr::new(127, 0, 0, last), 0)).await.unwrap();
        for identifier in 0..3 {
            let address = server.addresses[&Service::Authentication];
            socket.send_to(login("alice", identifier).octets(), address).await.unwrap();
            sent += 1;
        }
    }
    server.discarded(DiscardReason::LookupOverload, sent - 3).await;
    assert!(database.asked.lock().unwrap().len() <= 2);
}

#[tokio::test]
async fn several_workers_share_the_clients_of_one_address() {
    let server = start(localhost(), |builder| builder.workers(2)).await;
    for _ in 0..40 {
        let client = server.client(Service::Authentication).await;
        let request = login("alice", 7);
        client.send(request.octets()).await.unwrap();
        let first = receive(&client).await;
        client.send(request.octets()).await.unwrap();
        assert_eq!(receive(&client).await, first, "a repetition comes to the same worker");
    }
    assert_eq!((server.calls)(), 40);
    let client = server.client(Service::Authentication).await;
    client.send(login("wait", 1).octets()).await.unwrap();
    until(|| (server.calls)() == 41).await;
    let open = Arc::clone(&server.open);
    let stopping = tokio::spawn(server.stop());
    open.notify_one();
    let report = stopping.await.unwrap();
    assert_eq!((report.cut, receive(&client).await[0]), (0, Code::ACCESS_ACCEPT.0));
}

#[tokio::test]
async fn what_takes_too_long_at_the_end_is_cut_and_reported() {
    let grace = Duration::from_millis(20);
    let hour = Duration::from_secs(3600);
    let stopped = Arc::new(AtomicUsize::new(0));
    let (done, hook) = (Arc::clone(&stopped), Arc::clone(&stopped));
    let server = start(localhost(), |builder| {
        builder
            .grace(grace)
            .reject_delay(hour)
            .background("until the end", std::future::pending())
            .on_stop(async move { hook.store(1, Ordering::SeqCst) })
            .on_stop(std::future::pending())
            .on_stop(async { panic!("as asked") })
    })
    .await;
    let client = server.client(Service::Authentication).await;
    for (identifier, user) in [(1, "wait"), (2, "wait"), (3, "reject")] {
        client.send(login(user, identifier).octets()).await.unwrap();
    }
    until(|| (server.calls)() == 3).await;
    let report = server.stop().await;
    let expected = ShutdownReport { cut: 2, replies_cut: 1, hooks_cut: 1, ..ShutdownReport::default() };
    assert_eq!((report, done.load(Ordering::SeqCst)), (expected, 1));
}

#[tokio::test]
async fn tasks_and_hooks_belong_to_the_life_of_the_server() {
    let order = Arc::new(Mutex::new(Vec::new()));
    let note = |word: &'static str| {
        let order = Arc::clone(&order);
        move || order.lock().unwrap().push(word)
    };
    let (started, stopped, round) = (note("start"), note("stop"), note("round"));
    let server = start(localhost(), |builder| {
        builder
            .on_start(async move {
                started();
                Ok(())
            })
            .on_stop(async move { stopped() })
            .background("gone", async { panic!("as asked") })
            .every("round", Duration::from_millis(1), move || {
                round();
                async { if true { panic!("as asked") } else { Ok(()) } }
            })
    })
    .await;
    until(|| order.lock().unwrap().len() > 3).await;
    server.stop().await;
    let words = order.lock().unwrap().clone();
    assert_eq!((words[0], words[1], words[words.len() - 1]), ("start", "round", "stop"));

    let failing = Server::builder(localhost(), Door::default()).authentication(ANY_PORT);
    let error = failing.on_start(async { Err("no database".into()) }).bind().await.unwrap_err();
    assert_eq!(error.to_string(), "no database");
}

#[tokio::test]
async fn handlers_that_block_run_beside_the_receive_loop() {
    struct Slow(Mutex<std::sync::mpsc::Receiver<()>>);
    impl BlockingHandler for Slow {
        fn access_request(&self, request: Request) -> Result<Answer, HandlerError> {
            match request.get(USER_NAME)? {
                Some("wait") => self.0.lock().unwrap().recv()?,
                Some("panic") => panic!("as asked"),
                _ => {}
            }
            Ok(request.accept())
        }
    }
    let (open, opened) = std::sync::mpsc::channel();
    let handler = Blocking::new(Slow(Mutex::new(opened)));
    let server = Server::builder(localhost(), handler).authentication(ANY_PORT).bind().await.unwrap();
    let (address, statistics) = (server.local_addresses().unwrap()[0].1, server.statistics());
    tokio::spawn(server.serve(std::future::pending()));
    let client = UdpSocket::bind(ANY_PORT).await.unwrap();
    client.connect(address).await.unwrap();
    client.send(login("wait", 1).octets()).await.unwrap();
    assert_eq!(ask(&client, &login("alice", 2)).await.code(), Code::ACCESS_ACCEPT);
    client.send(login("panic", 3).octets()).await.unwrap();
    until(|| statistics.discarded(DiscardReason::HandlerPanic) == 1).await;
    open.send(()).unwrap();
    assert_eq!(receive(&client).await[1], 1);
}

/// Windows tells every server about replies that nobody wanted. Linux does so where the socket is connected.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_reply_to_a_closed_port_does_not_end_the_listener() {
    use crate::transport::batch::ServerSocket;

    let door = Arc::new(Door::default());
    let clients = Clients::new().with("127.0.0.9/32".parse().unwrap(), ClientEntry::new(secret()));
    let mut server =
        Server::builder(clients, Arc::clone(&door)).authentication(ANY_PORT).bind().await.unwrap();
    // An address that no other test takes a port of.
    let mut client = UdpSocket::bind((Ipv4Addr::new(127, 0, 0, 9), 0)).await.unwrap();
    let from = client.local_addr().unwrap();
    let connected = crate::transport::udp::bind(ANY_PORT).unwrap();
    connected.connect(from).unwrap();
    let address = connected.local_addr().unwrap();
    server.listeners[0].socket = Arc::new(ServerSocket::new(connected).unwrap());
    let statistics = server.statistics();
    tokio::spawn(server.serve(std::future::pending()));
    for round in 1..=3 {
        client.send_to(login("wait", round).octets(), address).await.unwrap();
        until(|| statistics.received(Code::ACCESS_REQUEST) == u64::from(round)).await;
        drop(client);
        door.open.notify_one();
        until(|| statistics.sent(Code::ACCESS_ACCEPT) == u64::from(round)).await;
        client = UdpSocket::bind(from).await.unwrap();
    }
    client.connect(address).await.unwrap();
    assert_eq!(ask(&client, &login("alice", 9)).await.code(), Code::ACCESS_ACCEPT);
}

#[tokio::test]
async fn a_server_on_all_addresses_answers_from_the_one_that_was_asked() {
    let clients = Clients::new().with("127.0.0.0/8".parse().unwrap(), ClientEntry::new(secret()));
    let builder = Server::builder(clients, Door::default());
    let server = builder.authentication((Ipv4Addr::UNSPECIFIED, 0).into()).bind().await.unwrap();
    let port = server.local_addresses().unwrap()[0].1.port();
    tokio::spawn(server.serve(std::future::pending()));
    for asked in [Ipv4Addr::LOCALHOST, Ipv4Addr::new(127, 0, 0, 2)] {
        let client = UdpSocket::bind(ANY_PORT).await.unwrap();
        client.connect((asked, port)).await.unwrap();
        // A connected socket takes nothing from another address.
        assert_eq!(ask(&client, &login("alice", 1)).await.code(), Code::ACCESS_ACCEPT);
    }
}

#[tokio::test]
async fn rejects_that_are_held_back_are_not_with_the_handler() {
    let entry = ClientEntry::new(secret()).max_in_flight(2);
    let clients = Clients::new().with("127.0.0.1/32".parse().unwrap(), entry);
    let hour = Duration::from_secs(3600);
    let server = start(clients, |builder| builder.reject_delay(hour)).await;
    let client = server.client(Service::Authentication).await;
    client.send(login("reject", 1).octets()).await.unwrap();
    client.send(login("reject", 2).octets()).await.unwrap();
    until(|| (server.calls)() == 2).await;
    let later = login("wait", 3);
    client.send(later.octets()).await.unwrap();
    let alice = login("alice", 4);
    let answered = tokio::time::timeout(Duration::from_secs(2), ask(&client, &alice)).await;
    assert!(answered.is_ok(), "{} dropped", server.statistics.discarded(DiscardReason::ClientOverload));
}

#[tokio::test]
async fn a_window_without_end_is_no_end_of_the_listener() {
    let server = start(localhost(), |builder| builder.event_timestamp_window(Duration::MAX)).await;
    let client = server.client(Service::DynamicAuthorization).await;
    let coa = Packet::new(Code::COA_REQUEST).with(USER_NAME, "alice");
    for identifier in 1..3 {
        client.send(sealed(&coa, identifier).octets()).await.unwrap();
    }
    let answered = tokio::time::timeout(Duration::from_secs(2), receive(&client)).await;
    assert!(answered.is_ok());
}

#[tokio::test]
async fn a_server_that_receives_no_more_ends_and_says_so() {
    /// Goes off behind the handler, where it is dropped.
    #[derive(Debug, thiserror::Error)]
    #[error("as asked")]
    struct Grenade;
    impl Drop for Grenade {
        fn drop(&mut self) {
            panic!("as asked")
        }
    }
    struct Thrower;
    impl Handler for Thrower {
        async fn access_request(&self, _: Request) -> Result<Answer, HandlerError> {
            Err(Grenade.into())
        }
    }
    for threads in [false, true] {
        let builder = Server::builder(localhost(), Thrower).authentication(ANY_PORT);
        let builder = if threads { builder.workers(2) } else { builder };
        let server = builder.bind().await.unwrap();
        let client = UdpSocket::bind(ANY_PORT).await.unwrap();
        let address = server.local_addresses().unwrap()[0].1;
        client.send_to(login("alice", 1).octets(), address).await.unwrap();
        let report = tokio::time::timeout(Duration::from_secs(60), server.serve(std::future::pending()));
        assert!(report.await.expect("it never ends").is_lost, "threads: {threads}");
    }
}

#[tokio::test]
async fn a_handler_that_blocks_a_thread_does_not_hold_up_the_end() {
    struct Stuck {
        entered: Notify,
        door: Mutex<std::sync::mpsc::Receiver<()>>,
    }
    impl Handler for Stuck {
        async fn access_request(&self, request: Request) -> Result<Answer, HandlerError> {
            if request.get(USER_NAME)? == Some("later") {
                tokio::task::yield_now().await;
            }
            self.entered.notify_one();
            self.door.lock().unwrap().recv()?;
            Ok(request.accept())
        }
    }
    let stop = async |user: &str| {
        let (_open, door) = std::sync::mpsc::channel();
        let stuck = Arc::new(Stuck { entered: Notify::new(), door: Mutex::new(door) });
        let builder = Server::builder(localhost(), Arc::clone(&stuck)).authentication(ANY_PORT);
        let server = builder.workers(1).grace(Duration::from_millis(10)).bind().await.unwrap();
        let client = UdpSocket::bind(ANY_PORT).await.unwrap();
        let address = server.local_addresses().unwrap()[0].1;
        client.send_to(login(user, 1).octets(), address).await.unwrap();
        let serving = server.serve(async { stuck.entered.notified().await });
        tokio::time::timeout(Duration::from_secs(60), serving).await.expect("it never ends").cut
    };
    assert_eq!(tokio::join!(stop("at once"), stop("later")), (0, 1));
}

#[tokio::test]
async fn what_was_started_is_stopped_where_an_address_cannot_be_bound() {
    let stopped = Arc::new(AtomicUsize::new(0));
    let hook = Arc::clone(&stopped);
    // An address of documentation, which is nobody's (RFC 5737).
    let builder =
        Server::builder(localhost(), Door::default()).authentication("192.0.2.1:0".parse().unwrap());
    let builder = builder.on_stop(async move { hook.store(1, Ordering::SeqCst) });
    builder.bind().await.unwrap_err();
    assert_eq!(stopped.load(Ordering::SeqCst), 1);
}
