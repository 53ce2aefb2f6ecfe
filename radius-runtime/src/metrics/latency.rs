//! How long things take. Without the feature `metrics` nothing is measured.

use std::fmt;
use std::time::Duration;

/// The histograms of one kind of time, for each kind of exchange.
#[derive(Clone)]
pub(crate) struct Latency {
    #[cfg(feature = "metrics")]
    histograms: [::metrics::Histogram; 3],
}

/// A time that is being taken.
#[derive(Clone, Copy)]
pub(crate) struct Stopwatch {
    #[cfg(feature = "metrics")]
    started: std::time::Instant,
}

impl Stopwatch {
    #[inline]
    pub(crate) fn start() -> Self {
        Self {
            #[cfg(feature = "metrics")]
            started: std::time::Instant::now(),
        }
    }

    /// The time that went by; none where nothing is measured.
    #[inline]
    pub(crate) fn time(self) -> Duration {
        #[cfg(feature = "metrics")]
        return self.started.elapsed();
        #[cfg(not(feature = "metrics"))]
        Duration::ZERO
    }
}

#[cfg(feature = "metrics")]
mod measured {
    use std::net::SocketAddr;
    use std::time::Duration;

    use ::metrics::Unit;

    use super::Latency;
    use crate::packet::Code;
    use crate::proto::Traffic;

    const ROUND_TRIP: [&str; 3] = [
        "radius_auth_client_round_trip_time_seconds",
        "radius_acc_client_round_trip_time_seconds",
        "radius_dyn_auth_client_round_trip_time_seconds",
    ];
    const HANDLER: [&str; 3] = [
        "radius_auth_serv_handler_time_seconds",
        "radius_acc_serv_handler_time_seconds",
        "radius_dyn_auth_serv_handler_time_seconds",
    ];

    impl Latency {
        /// From a request to its reply, of the server at this address.
        pub(crate) fn round_trip(server: SocketAddr) -> Self {
            let histograms = ROUND_TRIP.map(|name| {
                ::metrics::describe_histogram!(name, Unit::Seconds, "from a request to its reply");
                ::metrics::histogram!(name, "server" => server.to_string())
            });
            Self { histograms }
        }

        /// What a handler takes.
        pub(crate) fn handler() -> Self {
            let histograms = HANDLER.map(|name| {
                ::metrics::describe_histogram!(name, Unit::Seconds, "from a request to the handler's answer");
                ::metrics::histogram!(name)
            });
            Self { histograms }
        }

        /// Records what a request of this code took.
        pub(crate) fn record(&self, request: Code, time: Duration) {
            let index = match Traffic::of(request) {
                Traffic::Authentication => 0,
                Traffic::Accounting => 1,
                Traffic::DynamicAuthorization => 2,
                Traffic::Other => return,
            };
            if let Some(histogram) = self.histograms.get(index) {
                histogram.record(time);
            }
        }
    }
}

#[cfg(not(feature = "metrics"))]
mod unmeasured {
    use std::net::SocketAddr;
    use std::time::Duration;

    use super::Latency;
    use crate::packet::Code;

    impl Latency {
        pub(crate) const fn round_trip(_: SocketAddr) -> Self {
            Self {}
        }

        pub(crate) const fn handler() -> Self {
            Self {}
        }

        pub(crate) const fn record(&self, _: Code, _: Duration) {}
    }
}

impl fmt::Debug for Latency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Latency")
    }
}
