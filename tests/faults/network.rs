//! A network that loses, repeats, reorders, holds and forges datagrams, between a client and a server on loopback.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::net::UdpSocket;
use tokio::task::JoinSet;

/// Where a datagram goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    ToServer,
    ToClient,
}

/// What arrives of a datagram, and after what time.
pub(crate) type Fate = Vec<(Duration, Vec<u8>)>;

/// Decides what becomes of each datagram.
pub(crate) trait Faults: FnMut(Direction, &[u8]) -> Fate + Send + 'static {}

impl<F: FnMut(Direction, &[u8]) -> Fate + Send + 'static> Faults for F {}

/// The network in front of one server. It ends when it is dropped.
pub(crate) struct Network {
    /// What a client takes for the server's address.
    pub(crate) address: SocketAddr,
    _task: JoinSet<()>,
}

pub(crate) async fn socket() -> UdpSocket {
    UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap()
}

impl Network {
    pub(crate) async fn to(server: SocketAddr, faults: impl Faults) -> Self {
        let front = Arc::new(socket().await);
        let address = front.local_addr().unwrap();
        let mut task = JoinSet::new();
        task.spawn(forward(front, server, Arc::new(Mutex::new(faults))));
        Self { address, _task: task }
    }
}

async fn forward(front: Arc<UdpSocket>, server: SocketAddr, faults: Arc<Mutex<impl Faults>>) {
    let (mut tasks, mut backs) = (JoinSet::new(), HashMap::new());
    let mut buffer = vec![0; 4096];
    loop {
        // A socket that a client closed makes ICMP errors, which are no news here.
        let Ok((length, client)) = front.recv_from(&mut buffer).await else { continue };
        if let Entry::Vacant(entry) = backs.entry(client) {
            let back = Arc::new(socket().await);
            tasks.spawn(bring_back(Arc::clone(&back), Arc::clone(&front), client, Arc::clone(&faults)));
            entry.insert(back);
        }
        let arriving = (faults.lock().unwrap())(Direction::ToServer, &buffer[..length]);
        deliver(&mut tasks, arriving, &backs[&client], server);
    }
}

async fn bring_back(
    back: Arc<UdpSocket>,
    front: Arc<UdpSocket>,
    client: SocketAddr,
    faults: Arc<Mutex<impl Faults>>,
) {
    let mut tasks = JoinSet::new();
    let mut buffer = vec![0; 4096];
    loop {
        let Ok((length, _)) = back.recv_from(&mut buffer).await else { continue };
        let arriving = (faults.lock().unwrap())(Direction::ToClient, &buffer[..length]);
        deliver(&mut tasks, arriving, &front, client);
    }
}

fn deliver(tasks: &mut JoinSet<()>, arriving: Fate, from: &Arc<UdpSocket>, to: SocketAddr) {
    while tasks.try_join_next().is_some() {}
    for (delay, datagram) in arriving {
        let from = Arc::clone(from);
        tasks.spawn(async move {
            if !delay.is_zero() {
                tokio::time::sleep(delay).await;
            }
            let _ = from.send_to(&datagram, to).await;
        });
    }
}
