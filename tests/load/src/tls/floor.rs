//! The floor over TLS: what comes is sent back as it is, by the fewest lines over tokio and rustls.

use std::error::Error;
use std::net::Ipv4Addr;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use super::settings;

/// Serves on a port that the system chooses, with a task for each connection, as the example server does.
pub(crate) fn run() -> Result<(), Box<dyn Error>> {
    tokio::runtime::Runtime::new()?.block_on(async {
        let acceptor = TlsAcceptor::from(settings::server()?);
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        println!("All on {}", listener.local_addr()?);
        loop {
            let (stream, _) = listener.accept().await?;
            // A connection ends with its first error.
            tokio::spawn(echo(acceptor.clone(), stream));
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
