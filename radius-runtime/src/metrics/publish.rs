//! Handing the counters over.

use crate::packet::Code;
use crate::proto::{DiscardReason, Statistics, Traffic};

use super::objects::{End, REPEATED, REPLIES, REQUESTS, dropped, prefix};

/// A label and its value, such as `("server", "192.0.2.1:1812".to_owned())`.
pub type Label = (&'static str, String);

/// Hands over what a client counted, under these labels: for each of its servers, with the server's address.
///
/// ```no_run
/// use radius_runtime::client::Client;
/// use radius_runtime::metrics::publish_client;
///
/// fn publish(client: &Client) {
///     for server in client.servers() {
///         publish_client(server.statistics(), &[("server", server.address().to_string())]);
///     }
/// }
/// ```
pub fn publish_client(statistics: &Statistics, labels: &[Label]) {
    for &(code, name) in REQUESTS {
        count(End::Client, code, name, statistics.sent(code), labels);
    }
    for &(code, name, _) in REPEATED {
        count(End::Client, code, name, statistics.repeated(code), labels);
    }
    for &(code, name) in REPLIES {
        count(End::Client, code, name, statistics.received(code), labels);
    }
    publish_dropped(End::Client, statistics, labels);
    publish("radius_client_status_requests_total", statistics.sent(Code::STATUS_SERVER), labels);
}

/// Hands over what a server counted, under these labels.
///
/// ```no_run
/// use radius_runtime::metrics::publish_server;
/// use radius_runtime::server::{Handler, Server};
///
/// async fn serve(server: Server<impl Handler>) {
///     let statistics = server.statistics();
///     tokio::spawn(async move {
///         let mut second = tokio::time::interval(std::time::Duration::from_secs(1));
///         loop {
///             second.tick().await;
///             publish_server(&statistics, &[]);
///         }
///     });
///     server.serve(std::future::pending()).await;
/// }
/// ```
pub fn publish_server(statistics: &Statistics, labels: &[Label]) {
    for &(code, name) in REQUESTS {
        count(End::Server, code, name, statistics.received(code), labels);
    }
    for &(code, _, name) in REPEATED {
        count(End::Server, code, name, statistics.repeated(code), labels);
    }
    for &(code, name) in REPLIES {
        count(End::Server, code, name, statistics.sent(code), labels);
    }
    publish_dropped(End::Server, statistics, labels);
    publish("radius_serv_status_requests_total", statistics.received(Code::STATUS_SERVER), labels);
}

fn count(end: End, code: Code, name: &str, value: u64, labels: &[Label]) {
    let name = format!("{}{name}_total", prefix(end, Traffic::of(code)));
    publish(&name, value, labels);
}

/// Each reason under the one object that it belongs to.
fn publish_dropped(end: End, statistics: &Statistics, labels: &[Label]) {
    for traffic in Traffic::ALL {
        for &reason in DiscardReason::ALL {
            let value = statistics.discarded_in(traffic, reason);
            if value > 0 {
                let name = format!("{}{}_total", prefix(end, traffic), dropped(end, traffic, reason));
                let labels: Vec<_> =
                    labels.iter().cloned().chain([("reason", reason.name().to_owned())]).collect();
                publish(&name, value, &labels);
            }
        }
    }
}

fn publish(name: &str, value: u64, labels: &[Label]) {
    ::metrics::counter!(name.to_owned(), labels).absolute(value);
}
