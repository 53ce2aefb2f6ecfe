//! One measurement: a load on one server, and what it took.

use std::io;
use std::process;
use std::time::Duration;

use serde::Serialize;

use crate::generator::{Load, Until};
use crate::usage::{busy_time, cpu_time, resident_kib};

/// What a number of requests took.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Figures {
    pub(crate) answered: u64,
    pub(crate) lost: u64,
    pub(crate) wrong: u64,
    /// CPU time of the server in µs, user and system.
    pub(crate) cpu_us_per_request: f64,
    pub(crate) requests_per_second: f64,
    pub(crate) p50_us: f64,
    pub(crate) p99_us: f64,
    pub(crate) resident_kib: u64,
    /// Cores that the generator kept busy: near 1, it may have been what set the pace.
    pub(crate) generator_cores: f64,
    /// Cores that neither server nor generator kept busy: well above 0, something else ran and the figures are worth
    /// less.
    pub(crate) other_cores: f64,
}

impl Figures {
    /// Measures a load on the server that is this process.
    pub(crate) fn measure(load: &Load, until: Until, server: u32) -> io::Result<Self> {
        let used = || Ok::<_, io::Error>([cpu_time(server)?, cpu_time(process::id())?, busy_time()?]);
        let before = used()?;
        let outcome = load.run(until, |_| Ok(()))?;
        let after = used()?;
        let [server_time, generator_time, busy] = [0, 1, 2].map(|at| after[at].saturating_sub(before[at]));
        let seconds = outcome.elapsed.as_secs_f64();
        let others = busy.saturating_sub(server_time + generator_time);
        Ok(Self {
            answered: outcome.answered,
            lost: outcome.lost,
            wrong: outcome.wrong,
            cpu_us_per_request: micros(server_time) / outcome.answered.max(1) as f64,
            requests_per_second: outcome.answered as f64 / seconds,
            p50_us: micros(outcome.quantile(0.5)),
            p99_us: micros(outcome.quantile(0.99)),
            resident_kib: resident_kib(server)?,
            generator_cores: generator_time.as_secs_f64() / seconds,
            other_cores: others.as_secs_f64() / seconds,
        })
    }
}

fn micros(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e6
}

/// The middle of the values; of an even number, the lower one of the two.
pub(crate) fn median(values: impl IntoIterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.into_iter().collect();
    values.sort_unstable_by(f64::total_cmp);
    values.get(values.len().saturating_sub(1) / 2).copied().unwrap_or(f64::NAN)
}
