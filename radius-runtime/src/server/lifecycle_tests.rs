//! The server from its start to its end, and what it goes on through.

use std::net::Ipv4Addr;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::net::UdpSocket;
use tokio::sync::Notify;

use super::fixture::*;
use super::*;
use crate::fixture::USER_NAME;
use crate::packet::Code;

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
