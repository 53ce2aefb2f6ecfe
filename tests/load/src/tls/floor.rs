//! The floors over TLS, by the fewest lines over tokio and rustls: one sends back what comes as it is; the other answers it as
//! the floor over UDP does, and so shows what the transport costs beside RADIUS itself.

use std::error::Error;
use std::net::Ipv4Addr;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use super::settings;
use crate::floor::Floor;
use crate::wire::{HEADER, TLS_SECRET};

/// Serves on a port that the system chooses, with a task for each connection, as the example server does.
pub(crate) fn run(radius: bool) -> Result<(), Box<dyn Error>> {
    tokio::runtime::Runtime::new()?.block_on(async {
        let acceptor = TlsAcceptor::from(settings::server()?);
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        println!("All on {}", listener.local_addr()?);
        loop {
            let (stream, _) = listener.accept().await?;
            // A connection ends with its first error.
            match radius {
                true => drop(tokio::spawn(answer(acceptor.clone(), stream))),
                false => drop(tokio::spawn(echo(acceptor.clone(), stream))),
            }
        }
    })
}

async fn echo(acceptor: TlsAcceptor, stream: TcpStream) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut stream = acceptor.accept(stream).await?;
    let mut buffer = vec![0; 16 * 1024];
    loop {
        let length = stream.read(&mut buffer).await?;
        if length == 0 {
            return stream.shutdown().await;
        }
        stream.write_all(&buffer[..length]).await?;
        stream.flush().await?;
    }
}

/// Replies to what came together go back together, in one record.
async fn answer(acceptor: TlsAcceptor, stream: TcpStream) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut stream = acceptor.accept(stream).await?;
    let floor = Floor::new(TLS_SECRET);
    let (mut buffer, mut filled, mut replies) = (vec![0; 16 * 1024], 0, Vec::new());
    loop {
        let length = stream.read(&mut buffer[filled..]).await?;
        if length == 0 {
            return stream.shutdown().await;
        }
        filled += length;
        let mut at = 0;
        while let Some(&[_, _, high, low]) = buffer[at..filled].first_chunk() {
            let length = usize::from(u16::from_be_bytes([high, low])).max(HEADER);
            let Some(request) = buffer[at..filled].get(..length) else { break };
            replies.extend(floor.access(request).into_iter().flatten());
            at += length;
        }
        buffer.copy_within(at..filled, 0);
        filled -= at;
        stream.write_all(&replies).await?;
        stream.flush().await?;
        replies.clear();
    }
}
