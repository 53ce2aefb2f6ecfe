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
    for traffic in EXCHANGES {
        let prefix = prefix(End::Client, traffic);
        publish(&format!("{prefix}timeouts_total"), statistics.timeouts(traffic), labels);
        // The facade's gauges are floating-point numbers, exact up to 2 to the 53rd.
        #[allow(clippy::cast_precision_loss)]
        let pending = statistics.pending(traffic) as f64;
        ::metrics::gauge!(format!("{prefix}pending_requests"), labels).set(pending);
    }
    publish_rest(End::Client, statistics, labels);
    publish("radius_client_status_requests_total", statistics.sent(Code::STATUS_SERVER), labels);
}

/// Hands over what a server counted in all, under these labels.
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
    publish_serving(End::Server, statistics, labels);
    publish("radius_serv_status_requests_total", statistics.received(Code::STATUS_SERVER), labels);
}

/// Hands over what a server counted for one of its clients, under these labels. The names are others than those of
/// [`publish_server`], so that a sum counts nothing twice.
///
/// ```no_run
/// use radius_runtime::metrics::publish_server_client;
/// use radius_runtime::server::ClientsHandle;
///
/// fn publish(clients: &ClientsHandle) {
///     for entry in clients.statistics() {
///         publish_server_client(&entry.statistics, &[("client", entry.client), ("network", entry.network)]);
///     }
/// }
/// ```
pub fn publish_server_client(statistics: &Statistics, labels: &[Label]) {
    publish_serving(End::ServerClient, statistics, labels);
}

fn publish_serving(end: End, statistics: &Statistics, labels: &[Label]) {
    for &(code, name) in REQUESTS {
        count(end, code, name, statistics.received(code), labels);
    }
    for &(code, _, name) in REPEATED {
        count(end, code, name, statistics.repeated(code), labels);
    }
    for &(code, name) in REPLIES {
        count(end, code, name, statistics.sent(code), labels);
    }
    publish_rest(end, statistics, labels);
}

fn count(end: End, code: Code, name: &str, value: u64, labels: &[Label]) {
    let name = format!("{}{name}_total", prefix(end, Traffic::of(code)));
    publish(&name, value, labels);
}

/// The kinds of exchange that the MIBs know.
const EXCHANGES: [Traffic; 3] = [Traffic::Authentication, Traffic::Accounting, Traffic::DynamicAuthorization];

/// What was dropped, each reason under the one object that it belongs to, and what lints found.
fn publish_rest(end: End, statistics: &Statistics, labels: &[Label]) {
    for traffic in EXCHANGES {
        let lints = in_exchange(traffic, |traffic| statistics.lints(traffic));
        if lints > 0 {
            publish(&format!("{}lints_total", prefix(end, traffic)), lints, labels);
        }
        for &reason in DiscardReason::ALL {
            let value = in_exchange(traffic, |traffic| statistics.discarded_in(traffic, reason));
            if value > 0 {
                let name = format!("{}{}_total", prefix(end, traffic), dropped(end, traffic, reason));
                let labels: Vec<_> =
                    labels.iter().cloned().chain([("reason", reason.name().to_owned())]).collect();
                publish(&name, value, &labels);
            }
        }
    }
}

/// What cannot be told is counted with authentication, the protocol that the others grew from.
fn in_exchange(traffic: Traffic, value: impl Fn(Traffic) -> u64) -> u64 {
    let other = if traffic == Traffic::Authentication { value(Traffic::Other) } else { 0 };
    value(traffic) + other
}

fn publish(name: &str, value: u64, labels: &[Label]) {
    ::metrics::counter!(name.to_owned(), labels).absolute(value);
}
