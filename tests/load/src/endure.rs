//! The example server under load for long: whether its pace and its cost stay, and its memory has a bound.

use std::fmt::{self, Display};
use std::io;
use std::time::Duration;

use serde::Serialize;

use crate::generator::{Load, Until};
use crate::measure::median;
use crate::servers::Running;
use crate::usage::{cpu_time, resident_kib};
use crate::wire::Kind;

/// How to measure.
#[derive(Clone, Debug, clap::Args, Serialize)]
pub(crate) struct Settings {
    /// Workers of the example server
    #[arg(long, value_name = "N", default_value_t = 1)]
    workers: usize,
    /// What is asked
    #[arg(long, value_enum, default_value_t = Kind::Access)]
    kind: Kind,
    /// For how long; by default, 60 seconds unless a number of requests is given
    #[arg(long, value_name = "N", conflicts_with = "requests")]
    seconds: Option<u64>,
    /// How many requests
    #[arg(long, value_name = "N")]
    requests: Option<u64>,
    /// Requests that wait for a reply at any time
    #[arg(long, value_name = "N", default_value_t = 64)]
    outstanding: usize,
    /// Sockets that the requests come from
    #[arg(long, value_name = "N", default_value_t = 4)]
    sockets: usize,
    /// Use each port for 256 requests only, so that none takes the place of an earlier one in the duplicate table
    #[arg(long)]
    fresh_ports: bool,
}

/// A second of it.
#[derive(Clone, Copy, Debug, Serialize)]
struct Second {
    answered: u64,
    cpu_us_per_request: f64,
    resident_kib: u64,
}

/// All that was measured.
#[derive(Debug, Serialize)]
pub(crate) struct Endurance {
    settings: Settings,
    answered: u64,
    lost: u64,
    wrong: u64,
    seconds: Vec<Second>,
    /// The last third of the seconds beside the first: the medians of requests a second.
    requests_per_second: Trend,
    /// Likewise the CPU time of a request, which the rest of the machine's work touches less.
    cpu_us_per_request: Trend,
    /// Resident memory before the first request, after a third of the time and at the end.
    resident_kib: [u64; 3],
}

/// A figure in the first and in the last third of the time.
#[derive(Clone, Copy, Debug, Serialize)]
struct Trend {
    first: f64,
    last: f64,
    change_percent: f64,
}

impl Trend {
    fn of(seconds: &[Second], figure: impl Fn(&Second) -> f64) -> Self {
        let third = seconds.len().div_ceil(3);
        let first = median(seconds.iter().take(third).map(&figure));
        let last = median(seconds.iter().rev().take(third).map(&figure));
        Self { first, last, change_percent: (last / first - 1.0) * 100.0 }
    }
}

impl Endurance {
    pub(crate) fn measure(settings: Settings) -> io::Result<Self> {
        let server = Running::example(settings.workers);
        let load = Load {
            target: server.address(settings.kind),
            kind: settings.kind,
            outstanding: settings.outstanding,
            sockets: settings.sockets,
            fresh_ports: settings.fresh_ports,
        };
        let until = match settings.requests {
            Some(requests) => Until::Requests(requests),
            None => Until::Elapsed(Duration::from_secs(settings.seconds.unwrap_or(60))),
        };
        let process = server.process();
        let before = resident_kib(process)?;
        let mut seconds = Vec::new();
        let (mut answered_before, mut cpu_before) = (0, cpu_time(process)?);
        let outcome = load.run(until, |answered_now| {
            let cpu_now = cpu_time(process)?;
            let answered = answered_now - answered_before;
            let cpu = cpu_now.saturating_sub(cpu_before).as_secs_f64() * 1e6;
            seconds.push(Second {
                answered,
                cpu_us_per_request: cpu / answered.max(1) as f64,
                resident_kib: resident_kib(process)?,
            });
            (answered_before, cpu_before) = (answered_now, cpu_now);
            Ok(())
        })?;
        let end = resident_kib(process)?;
        let early = seconds.get(seconds.len() / 3).map_or(end, |second| second.resident_kib);
        Ok(Self {
            settings,
            answered: outcome.answered,
            lost: outcome.lost,
            wrong: outcome.wrong,
            requests_per_second: Trend::of(&seconds, |second| second.answered as f64),
            cpu_us_per_request: Trend::of(&seconds, |second| second.cpu_us_per_request),
            resident_kib: [before, early, end],
            seconds,
        })
    }

    /// Whether every request was answered, and rightly.
    pub(crate) const fn is_clean(&self) -> bool {
        self.lost == 0 && self.wrong == 0
    }
}

impl Display for Endurance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:>6}{:>12}{:>12}{:>9}", "second", "requests/s", "CPU µs/req", "MiB")?;
        for (number, second) in self.seconds.iter().enumerate() {
            let mib = second.resident_kib as f64 / 1024.0;
            let Second { answered, cpu_us_per_request, .. } = second;
            writeln!(f, "{:>6}{answered:>12}{cpu_us_per_request:>12.2}{mib:>9.1}", number + 1)?;
        }
        writeln!(f, "\n{} answered, {} lost, {} wrong", self.answered, self.lost, self.wrong)?;
        for (name, trend) in
            [("requests/s", self.requests_per_second), ("CPU µs/request", self.cpu_us_per_request)]
        {
            let Trend { first, last, change_percent } = trend;
            writeln!(
                f,
                "{name:<15} first third {first:>10.2}, last third {last:>10.2}: {change_percent:+.1} %"
            )?;
        }
        let [before, early, end] = self.resident_kib.map(|kib| kib as f64 / 1024.0);
        writeln!(f, "memory          {before:.1} MiB before, {early:.1} after a third, {end:.1} at the end")
    }
}
