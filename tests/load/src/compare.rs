//! The example server beside the floor and FreeRADIUS: all run, and take turns in short rounds, so that whatever else the
//! machine does meets them alike.

use std::fmt::{self, Display};
use std::io;

use serde::Serialize;

use crate::generator::{Load, Until};
use crate::measure::{Figures, Rounds};
use crate::servers::Running;
use crate::wire::Kind;

/// How to measure.
#[derive(Clone, Debug, clap::Args, Serialize)]
pub(crate) struct Settings {
    /// Workers of the example server and of the floor; can be given several times
    #[arg(long, value_name = "N", default_values_t = [1, 2])]
    workers: Vec<usize>,
    /// Requests in a round for each server
    #[arg(long, value_name = "N", default_value_t = 50_000)]
    requests: u64,
    /// Rounds; the figures are the medians
    #[arg(long, value_name = "N", default_value_t = 7)]
    rounds: usize,
    /// Requests that wait for a reply at any time
    #[arg(long, value_name = "N", default_value_t = 64)]
    outstanding: usize,
    /// Sockets that the requests come from
    #[arg(long, value_name = "N", default_value_t = 4)]
    sockets: usize,
}

/// A server that takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Name {
    Floor,
    Server,
    FreeRadius,
}

/// One server, asked for one kind of thing.
#[derive(Debug, Serialize)]
struct Row {
    kind: Kind,
    server: Name,
    /// FreeRADIUS starts as many threads as it likes.
    workers: Option<usize>,
    rounds: Rounds,
}

impl Row {
    fn is(&self, kind: Kind, server: Name, workers: Option<usize>) -> bool {
        (self.kind, self.server, self.workers) == (kind, server, workers)
    }
}

/// A figure of the example server as a multiple, and the goal for one worker.
#[derive(Debug, Serialize)]
struct Ratio {
    kind: Kind,
    workers: usize,
    what: &'static str,
    ratio: f64,
    goal: Option<Goal>,
}

#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
enum Goal {
    AtMost(f64),
    AtLeast(f64),
}

/// All that was measured.
#[derive(Debug, Serialize)]
pub(crate) struct Comparison {
    settings: Settings,
    rows: Vec<Row>,
    ratios: Vec<Ratio>,
}

impl Comparison {
    pub(crate) fn measure(settings: Settings) -> io::Result<Self> {
        let mut servers = vec![(Name::FreeRadius, None, Running::freeradius())];
        for &workers in &settings.workers {
            servers.push((Name::Floor, Some(workers), Running::floor(workers)));
            servers.push((Name::Server, Some(workers), Running::example(workers)));
        }
        let mut rows = Vec::new();
        for kind in Kind::ALL {
            let mut turns: Vec<_> = servers
                .iter()
                .map(|&(server, workers, ref running)| {
                    let load = Load {
                        target: running.address(kind),
                        kind,
                        outstanding: settings.outstanding,
                        sockets: settings.sockets,
                        fresh_ports: false,
                    };
                    (Row { kind, server, workers, rounds: Rounds::default() }, load, running.process())
                })
                .collect();
            // The first round only warms up.
            for round in 0..=settings.rounds {
                for (row, load, process) in &mut turns {
                    let until = Until::Requests(settings.requests);
                    let figures = Figures::measure(&[*process], || load.run(until, |_| Ok(())))?;
                    if round > 0 {
                        row.rounds.0.push(figures);
                    }
                }
            }
            rows.extend(turns.into_iter().map(|(row, ..)| row));
        }
        let ratios = settings.workers.iter().flat_map(|&workers| ratios(&rows, workers)).collect();
        Ok(Self { settings, rows, ratios })
    }

    /// Whether every request was answered, and rightly.
    pub(crate) fn is_clean(&self) -> bool {
        self.rows.iter().all(|row| row.rounds.is_clean(self.settings.requests))
    }
}

fn ratios(rows: &[Row], workers: usize) -> Vec<Ratio> {
    let mut ratios = Vec::new();
    for kind in Kind::ALL {
        let row = |server, workers| rows.iter().find(|row| row.is(kind, server, workers));
        let (Some(server), Some(floor), Some(freeradius)) =
            (row(Name::Server, Some(workers)), row(Name::Floor, Some(workers)), row(Name::FreeRadius, None))
        else {
            continue;
        };
        let cpu = |figures: &Figures| figures.cpu_us_per_request;
        let p99 = |figures: &Figures| figures.p99_us;
        let measured = [
            (
                "CPU per request, times the floor's",
                server.rounds.beside(&floor.rounds, cpu),
                Goal::AtMost(1.25),
            ),
            ("p99 latency, times the floor's", server.rounds.beside(&floor.rounds, p99), Goal::AtMost(1.5)),
            (
                "CPU per request of FreeRADIUS, times the server's",
                freeradius.rounds.beside(&server.rounds, cpu),
                Goal::AtLeast(5.0),
            ),
        ];
        ratios.extend(measured.map(|(what, ratio, goal)| {
            let goal = Some(goal).filter(|_| workers == 1);
            Ratio { kind, workers, what, ratio, goal }
        }));
    }
    ratios
}

impl Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:<11}{:<11}{:>7}{}", "kind", "server", "workers", Rounds::headings())?;
        for Row { kind, server, workers, rounds } in &self.rows {
            let server = format!("{server:?}").to_lowercase();
            let workers = workers.map_or_else(String::new, |workers| workers.to_string());
            writeln!(f, "{:<11}{server:<11}{workers:>7}{rounds}", kind.name())?;
        }
        writeln!(f)?;
        for Ratio { kind, workers, what, ratio, goal } in &self.ratios {
            write!(f, "{:<11}{workers:>3} workers  {what:<50}{ratio:>7.2}", kind.name())?;
            match goal {
                Some(Goal::AtMost(limit)) => writeln!(f, "   goal: at most {limit}")?,
                Some(Goal::AtLeast(limit)) => writeln!(f, "   goal: at least {limit}")?,
                None => writeln!(f)?,
            }
        }
        Ok(())
    }
}
