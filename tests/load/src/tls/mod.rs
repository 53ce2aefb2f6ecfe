//! The example server over TLS beside two floors, of which one sends back what it gets and one does RADIUS's digests, and
//! beside radsecproxy in front of the example server over UDP.

mod floor;
mod generator;
mod settings;

use std::any::Any;
use std::env;
use std::error::Error;
use std::fmt::{self, Display};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;

use radius_tests::{Process, Radsecproxy, example};
use serde::Serialize;

use crate::measure::{Figures, Rounds};
use crate::servers::Running;
use crate::wire::{Kind, PASSWORD, SECRET, USER};
use generator::{Connections, Reply};

pub(crate) use floor::run as serve_floor;

/// Requests that radsecproxy can have in flight with the server behind it: it uses one socket. It drops what is above.
const IDENTIFIERS: usize = 256;

/// How to measure.
#[derive(Clone, Debug, clap::Args, Serialize)]
pub(crate) struct Settings {
    /// Connections; can be given several times
    #[arg(long, value_name = "N", default_values_t = [1, 50])]
    connections: Vec<usize>,
    /// Requests that wait for a reply at any time, on each connection; can be given several times
    #[arg(long, value_name = "N", default_values_t = [1, 64])]
    outstanding: Vec<usize>,
    /// Requests in a round for each server
    #[arg(long, value_name = "N", default_value_t = 20_000)]
    requests: u64,
    /// Rounds; the figures are the medians
    #[arg(long, value_name = "N", default_value_t = 5)]
    rounds: usize,
    /// Another build of the example `radsec_server`, to measure beside this one
    #[arg(long, value_name = "PROGRAM")]
    other: Option<PathBuf>,
}

/// What takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Name {
    /// An echo.
    Floor,
    /// An echo that does RADIUS's digests.
    Radius,
    Server,
    /// Another build of it.
    Other,
    /// radsecproxy and the example server behind it.
    Radsecproxy,
}

/// A running server, of one or two processes. They end with this value.
struct Server {
    name: Name,
    address: SocketAddr,
    processes: Vec<u32>,
    _running: Box<dyn Any>,
}

impl Server {
    fn floor(name: Name, options: &[&str]) -> Self {
        let mut command = Command::new(env::current_exe().expect("a program knows its own path"));
        Self::announcing(name, command.arg("tls-floor").args(options))
    }

    fn example(name: Name, program: &Path) -> Self {
        let mut command = Command::new(program);
        command
            .args(["--listen", "127.0.0.1:0", "--user", &format!("{USER}:{PASSWORD}")])
            .args(settings::arguments())
            .env("RUST_LOG", "warn");
        Self::announcing(name, &mut command)
    }

    fn announcing(name: Name, command: &mut Command) -> Self {
        let process = Process::start(command);
        let line = process.wait_for_line("All on ");
        let (_, address) = line.rsplit_once(' ').expect("the line has words");
        let address = address.parse().unwrap_or_else(|error| panic!("{line}: {error}"));
        Self { name, address, processes: vec![process.id()], _running: Box::new(process) }
    }

    fn radsecproxy() -> Self {
        let behind = Running::example(1);
        let access = behind.address(Kind::Access).port().to_string();
        let secret = SECRET.replace(' ', "%20");
        let values = [("CERTS", settings::folder()), ("ACCESS", &access), ("SECRET", &secret)];
        let proxy = Radsecproxy::start(include_str!("radsecproxy.conf"), &values);
        Self {
            name: Name::Radsecproxy,
            address: proxy.address,
            processes: vec![proxy.process.id(), behind.process()],
            _running: Box::new((proxy, behind)),
        }
    }
}

/// One server under one load.
#[derive(Debug, Serialize)]
struct Row {
    connections: usize,
    outstanding: usize,
    server: Name,
    rounds: Rounds,
    /// CPU time of a request as a multiple of each floor's.
    cpu_beside_floor: f64,
    cpu_beside_radius: f64,
}

/// All that was measured.
#[derive(Debug, Serialize)]
pub(crate) struct TlsComparison {
    settings: Settings,
    rows: Vec<Row>,
}

impl TlsComparison {
    pub(crate) fn measure(settings: Settings) -> Result<Self, Box<dyn Error>> {
        let mut servers = vec![
            Server::floor(Name::Floor, &[]),
            Server::floor(Name::Radius, &["--radius"]),
            Server::example(Name::Server, &example("radsec_server")),
        ];
        servers.extend(settings.other.as_deref().map(|program| Server::example(Name::Other, program)));
        servers.push(Server::radsecproxy());
        let mut rows = Vec::new();
        for &connections in &settings.connections {
            for &outstanding in &settings.outstanding {
                rows.extend(take_turns(&servers, connections, outstanding, &settings)?);
            }
        }
        Ok(Self { settings, rows })
    }

    /// Whether every request was answered, and rightly.
    pub(crate) fn is_clean(&self) -> bool {
        self.rows.iter().all(|row| row.rounds.is_clean(self.settings.requests))
    }
}

fn take_turns(
    servers: &[Server],
    connections: usize,
    outstanding: usize,
    settings: &Settings,
) -> Result<Vec<Row>, Box<dyn Error>> {
    let mut turns = Vec::new();
    let in_flight = connections * outstanding;
    for server in servers.iter().filter(|server| server.name != Name::Radsecproxy || in_flight <= IDENTIFIERS)
    {
        let expected = if server.name == Name::Floor { Reply::Echo } else { Reply::Accept };
        let open = Connections::open(server.address, connections, outstanding, expected)?;
        turns.push((server, open, Rounds::default()));
    }
    // The first round only warms up.
    for round in 0..=settings.rounds {
        for (server, open, rounds) in &mut turns {
            open.prepare(settings.requests);
            let figures = Figures::measure(&server.processes, || open.run())
                .map_err(|error| format!("{:?}, {connections} connections: {error}", server.name))?;
            if round > 0 {
                rounds.0.push(figures);
            }
        }
    }
    let cpu = |figures: &Figures| figures.cpu_us_per_request;
    let beside = |rounds: &Rounds, name| {
        let floor = turns.iter().find(|(server, ..)| server.name == name);
        floor.map_or(f64::NAN, |(.., floor)| rounds.beside(floor, cpu))
    };
    let beside: Vec<_> = turns
        .iter()
        .map(|(.., rounds)| (beside(rounds, Name::Floor), beside(rounds, Name::Radius)))
        .collect();
    let rows = turns.into_iter().zip(beside);
    let rows = rows.map(|((server, _, rounds), (cpu_beside_floor, cpu_beside_radius))| Row {
        connections,
        outstanding,
        server: server.name,
        rounds,
        cpu_beside_floor,
        cpu_beside_radius,
    });
    Ok(rows.collect())
}

impl Display for TlsComparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [connections, outstanding] = ["connections", "in flight"];
        writeln!(
            f,
            "{connections:<12}{outstanding:<11}{:<13}{}   CPU ÷ floor  ÷ radius",
            "server",
            Rounds::headings()
        )?;
        for row in &self.rows {
            let Row { connections, outstanding, server, rounds, cpu_beside_floor, cpu_beside_radius } = row;
            let server = format!("{server:?}").to_lowercase();
            write!(f, "{connections:<12}{outstanding:<11}{server:<13}{rounds}")?;
            writeln!(f, "{cpu_beside_floor:>14.2}{cpu_beside_radius:>10.2}")?;
        }
        writeln!(f, "\nThe goal for the server's CPU time is at most 1.5 times the floor's.")
    }
}
