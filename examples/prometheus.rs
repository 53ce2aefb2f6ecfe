//! A RADIUS server whose counters and times Prometheus can read, over HTTP on a port of its own.
//!
//! ```sh
//! cargo run --example prometheus -- --secret testing123 --metrics 127.0.0.1:9812
//! curl http://127.0.0.1:9812/metrics
//! ```

use std::error::Error;
use std::io;
use std::net::SocketAddr;

use clap::Parser;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder};
use radius_runtime::Secret;
use radius_runtime::metrics::{publish_server, publish_server_client};
use radius_runtime::server::{Answer, ClientEntry, Clients, Handler, HandlerError, Request, Server};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

#[derive(Parser)]
struct Arguments {
    /// Where Access-Requests are taken.
    #[arg(long, default_value = "127.0.0.1:1812")]
    auth: SocketAddr,
    /// Where Prometheus asks.
    #[arg(long, default_value = "127.0.0.1:9812")]
    metrics: SocketAddr,
    /// The secret shared with clients on this host.
    #[arg(long)]
    secret: String,
}

/// Lets in whoever knows the password `hello`.
struct Doorman;

impl Handler for Doorman {
    async fn access_request(&self, request: Request) -> Result<Answer, HandlerError> {
        Ok(if request.check_password("hello")? { request.accept() } else { request.reject() })
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    // Before the server is made, so that its histograms go there.
    let buckets = [0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0];
    let recorder = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &buckets)?
        .install_recorder()?;

    let entry = ClientEntry::new(Secret::new(arguments.secret)?).name("this host");
    let clients = Clients::new().with("127.0.0.1/32".parse()?, entry);
    let server = Server::builder(clients, Doorman).authentication(arguments.auth).bind().await?;
    let (statistics, clients) = (server.statistics(), server.clients());
    for (service, address) in server.local_addresses()? {
        println!("{service:?} on {address}");
    }
    let listener = TcpListener::bind(arguments.metrics).await?;
    println!("Metrics on {}", listener.local_addr()?);

    let scrapes = async move {
        loop {
            let Ok((mut stream, _)) = listener.accept().await else { continue };
            publish_server(&statistics, &[]);
            for entry in clients.statistics() {
                let labels = [("client", entry.client), ("network", entry.network)];
                publish_server_client(&entry.statistics, &labels);
            }
            recorder.run_upkeep();
            if let Err(error) = answer(&mut stream, &recorder.render()).await {
                eprintln!("a scrape failed: {error}");
            }
        }
    };
    tokio::select! {
        _ = server.serve(std::future::pending()) => {}
        () = scrapes => {}
        stopped = tokio::signal::ctrl_c() => stopped?,
    }
    Ok(())
}

/// As much of HTTP as a scrape needs: whatever is asked, the answer is the page.
async fn answer(stream: &mut TcpStream, page: &str) -> io::Result<()> {
    let mut request = Vec::new();
    while !request.windows(4).any(|end| end == b"\r\n\r\n") && request.len() < 8192 {
        if stream.read_buf(&mut request).await? == 0 {
            break;
        }
    }
    let (kind, length) = ("text/plain; version=0.0.4", page.len());
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(page.as_bytes()).await
}
