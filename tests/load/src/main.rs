//! Measures the example server: its CPU time, latency and memory under load, beside the floor (the least work that answers
//! RADIUS at all) and beside Debian's FreeRADIUS; and over TLS beside an echo and beside radsecproxy. The README says how to repeat it. Linux only.

mod batch;
mod compare;
mod endure;
mod floor;
mod generator;
mod measure;
mod requests;
mod servers;
mod tls;
mod usage;
mod wire;

use std::error::Error;
use std::fmt::Display;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use serde::Serialize;

use compare::Comparison;
use endure::Endurance;
use tls::TlsComparison;

/// Measures the example server under load.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// Write all figures to this file
    #[arg(long, value_name = "FILE", global = true)]
    json: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Command {
    /// Measure the example server beside the floor and FreeRADIUS
    Compare(compare::Settings),
    /// Measure the example server over TLS beside two floors and radsecproxy
    Tls(tls::Settings),
    /// Measure the example server for long
    Endure(endure::Settings),
    /// Serve as the floor over TLS; `tls` starts it
    TlsFloor {
        /// Answer as RADIUS demands instead of sending back what comes
        #[arg(long)]
        radius: bool,
    },
    /// Serve as the floor; `compare` starts it
    Floor {
        /// Threads and sockets for each kind of request
        #[arg(long, value_name = "N", default_value_t = 1)]
        workers: usize,
    },
}

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let arguments = Arguments::parse();
    let is_clean = match arguments.command {
        Command::Compare(settings) => {
            let comparison = Comparison::measure(settings)?;
            report(&comparison, arguments.json)?;
            comparison.is_clean()
        }
        Command::Tls(settings) => {
            let comparison = TlsComparison::measure(settings)?;
            report(&comparison, arguments.json)?;
            comparison.is_clean()
        }
        Command::TlsFloor { radius } => {
            tls::serve_floor(radius)?;
            true
        }
        Command::Endure(settings) => {
            let endurance = Endurance::measure(settings)?;
            report(&endurance, arguments.json)?;
            endurance.is_clean()
        }
        Command::Floor { workers } => {
            floor::run(workers)?;
            true
        }
    };
    if !is_clean {
        eprintln!("not every request was answered rightly");
    }
    Ok(if is_clean { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn report(figures: &(impl Display + Serialize), json: Option<PathBuf>) -> Result<(), Box<dyn Error>> {
    print!("{figures}");
    if let Some(file) = json {
        fs::write(file, serde_json::to_string_pretty(figures)?)?;
    }
    Ok(())
}
