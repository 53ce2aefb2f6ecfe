//! One measurement: a load on one server, and what it took.

use std::fmt::{self, Display};
use std::io;
use std::process;
use std::time::Duration;

use serde::Serialize;

use crate::generator::Outcome;
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
    /// Measures a load on a server that consists of these processes.
    pub(crate) fn measure(servers: &[u32], load: impl FnOnce() -> io::Result<Outcome>) -> io::Result<Self> {
        let server_time = || servers.iter().map(|&server| cpu_time(server)).sum::<io::Result<Duration>>();
        let used = || Ok::<_, io::Error>([server_time()?, cpu_time(process::id())?, busy_time()?]);
        let before = used()?;
        let outcome = load()?;
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
            resident_kib: servers.iter().map(|&server| resident_kib(server)).sum::<io::Result<u64>>()?,
            generator_cores: generator_time.as_secs_f64() / seconds,
            other_cores: others.as_secs_f64() / seconds,
        })
    }
}

/// Measurements of one server that took turns with those of others.
#[derive(Debug, Default, Serialize)]
#[serde(transparent)]
pub(crate) struct Rounds(pub(crate) Vec<Figures>);

impl Rounds {
    /// What stands above the columns of [`Display`].
    pub(crate) fn headings() -> String {
        let [cpu, lowest, pace] = ["CPU µs/req", "lowest", "requests/s"];
        let [p50, p99, memory, lost, others] = ["p50 µs", "p99 µs", "MiB", "lost", "others"];
        format!("{cpu:>12}{lowest:>9}{pace:>12}{p50:>8}{p99:>8}{memory:>8}{lost:>7}{others:>7}")
    }

    pub(crate) fn median(&self, figure: impl Fn(&Figures) -> f64) -> f64 {
        median(self.0.iter().map(figure))
    }

    /// The median of what this server has times another's, each within its round.
    pub(crate) fn beside(&self, other: &Self, figure: impl Fn(&Figures) -> f64) -> f64 {
        median(self.0.iter().zip(&other.0).map(|(own, other)| figure(own) / figure(other)))
    }

    /// Whether in each round so many requests were answered, and rightly.
    pub(crate) fn is_clean(&self, requests: u64) -> bool {
        self.0.iter().all(|figures| (figures.answered, figures.lost, figures.wrong) == (requests, 0, 0))
    }
}

impl Display for Rounds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lowest = self.0.iter().map(|figures| figures.cpu_us_per_request).fold(f64::NAN, f64::min);
        let lost: u64 = self.0.iter().map(|figures| figures.lost + figures.wrong).sum();
        write!(
            f,
            "{:>12.2}{lowest:>9.2}{:>12.0}{:>8.0}{:>8.0}{:>8.1}{lost:>7}{:>7.2}",
            self.median(|figures| figures.cpu_us_per_request),
            self.median(|figures| figures.requests_per_second),
            self.median(|figures| figures.p50_us),
            self.median(|figures| figures.p99_us),
            self.median(|figures| figures.resident_kib as f64) / 1024.0,
            self.median(|figures| figures.other_cores),
        )
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
