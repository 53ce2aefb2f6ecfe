//! The floor: the least work that answers RADIUS honestly. It checks length, framing and the digest, reveals and compares
//! the password, and seals the reply; there is no client table, no duplicate detection, no handler, and nothing that could
//! be set. Each socket has a thread that waits for nothing else.

use std::error::Error;
use std::io;
use std::net::{SocketAddr, UdpSocket};
use std::thread;

use socket2::{Domain, Protocol, Socket, Type};

use crate::batch::Batch;
use crate::wire::{
    DIGEST, Digests, HEADER, Kind, MESSAGE_AUTHENTICATOR, PASSWORD, SECRET, USER, USER_NAME, USER_PASSWORD,
    push_attribute, set_length, walk,
};

/// Room for what comes while the thread is busy: the default loses requests when a few hundred come at once.
const SOCKET_BUFFER: usize = 1 << 20;

/// Serves on a port per kind that the system chooses, each with as many sockets as there are workers.
pub(crate) fn run(workers: usize) -> Result<(), Box<dyn Error>> {
    let mut threads = Vec::new();
    for kind in Kind::ALL {
        let mut address = SocketAddr::from(([127, 0, 0, 1], 0));
        for _ in 0..workers.max(1) {
            let socket = bind(address)?;
            address = socket.local_addr()?;
            threads.push(thread::spawn(move || serve(&socket, kind)));
        }
        println!("{} on {address}", kind.name());
    }
    // A thread ends only with an error.
    for thread in threads {
        thread.join().map_err(|_| "a thread of the floor panicked")??;
    }
    Ok(())
}

fn bind(address: SocketAddr) -> io::Result<UdpSocket> {
    let socket = Socket::new(Domain::for_address(address), Type::DGRAM, Some(Protocol::UDP))?;
    socket.set_reuse_port(true)?;
    socket.set_recv_buffer_size(SOCKET_BUFFER)?;
    socket.bind(&address.into())?;
    Ok(socket.into())
}

fn serve(socket: &UdpSocket, kind: Kind) -> io::Result<()> {
    let floor = Floor::new(SECRET);
    let (mut requests, mut replies) = (Batch::new(), Batch::new());
    loop {
        requests.wait(socket)?;
        for (request, peer) in requests.iter() {
            match kind {
                Kind::Access => floor.access(request).map(|reply| replies.push(&reply, peer)),
                Kind::Accounting => floor.accounting(request).map(|reply| replies.push(&reply, peer)),
            };
        }
        replies.send(socket)?;
    }
}

/// Octets of an Access-Accept: Message-Authenticator, Service-Type, Framed-IP-Address.
pub(crate) const ACCEPT: usize = HEADER + 18 + 6 + 6;

/// The least work on one request.
pub(crate) struct Floor {
    digests: Digests,
    accept: [u8; ACCEPT],
    response: [u8; HEADER],
}

impl Floor {
    pub(crate) fn new(secret: &'static str) -> Self {
        let mut accept = vec![Kind::Access.reply_code(); HEADER];
        push_attribute(&mut accept, MESSAGE_AUTHENTICATOR, &[0; DIGEST]);
        push_attribute(&mut accept, 6, &[0, 0, 0, 2]);
        push_attribute(&mut accept, 8, &[192, 0, 2, 1]);
        set_length(&mut accept);
        let mut response = [Kind::Accounting.reply_code(); HEADER];
        set_length(&mut response);
        let accept = accept.try_into().expect("the constant is the sum of what was written");
        Self { digests: Digests::new(secret), accept, response }
    }

    pub(crate) fn access(&self, request: &[u8]) -> Option<[u8; ACCEPT]> {
        let (mut signature, mut name, mut password) = (None, None, None);
        let framed = walk(request, |number, value| match number {
            MESSAGE_AUTHENTICATOR => signature = Some(value),
            USER_NAME => name = Some(value),
            USER_PASSWORD => password = Some(value),
            _ => {}
        });
        let (signature, name, password) = (signature?, name?, password?);
        if !framed || request[0] != Kind::Access.request_code() || signature.len() != DIGEST {
            return None;
        }
        let parts = [&request[..signature.start], &[0; DIGEST], &request[signature.end..]];
        if self.digests.signature(&parts) != request[signature] {
            return None;
        }
        let authenticator = &request[4..HEADER];
        let mut clear: [u8; DIGEST] = request[password].try_into().ok()?;
        self.digests.hide(&mut clear, authenticator);
        let (password, padding) = clear.split_at(PASSWORD.len());
        if request[name] != *USER.as_bytes()
            || password != PASSWORD.as_bytes()
            || padding.iter().any(|&octet| octet != 0)
        {
            return None;
        }
        let mut reply = self.accept;
        reply[1] = request[1];
        reply[4..HEADER].copy_from_slice(authenticator);
        let signature = self.digests.signature(&[&reply]);
        reply[HEADER + 2..HEADER + 18].copy_from_slice(&signature);
        let authenticator = self.digests.authenticator(&[&reply]);
        reply[4..HEADER].copy_from_slice(&authenticator);
        Some(reply)
    }

    fn accounting(&self, request: &[u8]) -> Option<[u8; HEADER]> {
        if !walk(request, |_, _| {}) || request[0] != Kind::Accounting.request_code() {
            return None;
        }
        let parts = [&request[..4], &[0; DIGEST], &request[HEADER..]];
        if self.digests.authenticator(&parts) != request[4..HEADER] {
            return None;
        }
        let mut reply = self.response;
        reply[1] = request[1];
        reply[4..].copy_from_slice(&request[4..HEADER]);
        let authenticator = self.digests.authenticator(&[&reply]);
        reply[4..].copy_from_slice(&authenticator);
        Some(reply)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::requests::Requests;

    fn request(kind: Kind) -> (Requests, Vec<u8>) {
        let mut requests = Requests::new(kind, SECRET, 1);
        let mut request = Vec::new();
        requests.append(7, &mut request);
        (requests, request)
    }

    #[test]
    fn the_floor_answers_rightly_and_no_changed_octet_is_overlooked() {
        for kind in Kind::ALL {
            let floor = Floor::new(SECRET);
            let answer = |request: &[u8]| match kind {
                Kind::Access => floor.access(request).map(Vec::from),
                Kind::Accounting => floor.accounting(request).map(Vec::from),
            };
            let (requests, request) = request(kind);
            let authenticator = request[4..HEADER].try_into().unwrap();
            let reply = answer(&request).unwrap();
            assert!(requests.is_right(&reply, &authenticator));
            assert_eq!(reply[1], 7);
            for at in 0..request.len() {
                let mut changed = request.clone();
                changed[at] ^= 1;
                assert_eq!(answer(&changed), None, "{kind:?}: octet {at}");
                assert_eq!(answer(&request[..at]), None, "{kind:?}: cut to {at} octets");
            }
            for at in 0..reply.len() {
                let mut changed = reply.clone();
                changed[at] ^= 1;
                assert!(!requests.is_right(&changed, &authenticator), "{kind:?}: octet {at}");
                assert!(!requests.is_right(&reply[..at], &authenticator), "{kind:?}: cut to {at} octets");
            }
        }
    }

    #[test]
    fn a_wrong_password_gets_no_answer() {
        let (_, mut request) = request(Kind::Access);
        let end = request.len();
        request[end - 1] ^= 1;
        request[HEADER + 2..HEADER + 18].fill(0);
        let signature = Digests::new(SECRET).signature(&[&request]);
        request[HEADER + 2..HEADER + 18].copy_from_slice(&signature);
        assert_eq!(Floor::new(SECRET).access(&request), None);
    }

    #[test]
    fn no_two_requests_are_alike() {
        for kind in Kind::ALL {
            let (mut requests, first) = request(kind);
            let mut second = Vec::new();
            requests.append(7, &mut second);
            assert_eq!(first.len(), second.len());
            assert_ne!(first[4..HEADER], second[4..HEADER], "{kind:?}");
        }
    }
}
