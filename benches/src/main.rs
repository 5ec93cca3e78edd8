//! Load runs: the real program and its ledger, measured side by side with PostgreSQL's own pgbench in one run.

#![expect(clippy::similar_names, reason = "payer and payee are the words of the field")]

mod api;
mod chance;
mod client;
mod engine;
mod figures;
mod growth;
mod machine;
mod pages;
mod peer;
mod server;
mod spaces;
mod stopwatch;
mod town;

use std::{path::PathBuf, time::Duration};

use anyhow::{Context as _, Result};
use clap::{Parser, Subcommand};

use api::PeerRates;
use figures::say;

/// Measures Ayni. Everything is made in a temporary folder under `--folder` and removed again.
#[derive(Debug, Parser)]
#[command(name = "ayni-benches", disable_help_subcommand = true)]
struct Cli {
    /// What to measure
    #[command(subcommand)]
    what: What,
    #[command(flatten)]
    how: How,
}

#[derive(Debug, Clone, Copy, Subcommand)]
enum What {
    /// Everything below
    All,
    /// The ledger alone, without HTTP
    Engine,
    /// Payments through the JSON API, beside pgbench
    Api,
    /// What grows with the data, and how long a payment waits while a copy is written
    Growth,
    /// What is free, a day of many places, and bookings, on small and large data
    Spaces,
    /// Statements and pages on small and large data, start-up and memory
    Pages,
}

/// How to measure.
#[derive(Debug, clap::Args)]
pub(crate) struct How {
    /// Seconds of each load run
    #[arg(long, global = true, default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=3600))]
    seconds: u64,
    /// Numbers of concurrent clients
    #[arg(long, global = true, value_delimiter = ',', default_value = "1,8,64,512")]
    clients: Vec<u32>,
    /// Times that each run is made; their difference shows the machine's noise
    #[arg(long, global = true, default_value_t = 2)]
    repeats: u32,
    /// Numbers of transfers for the pages and for what grows
    #[arg(long, global = true, value_delimiter = ',', default_value = "1000,1000000")]
    transfers: Vec<u32>,
    /// Numbers of bookings for places and bookings
    #[arg(long, global = true, value_delimiter = ',', default_value = "1000,100000")]
    bookings: Vec<u32>,
    /// Where to make the temporary folder: on the disk that is to be measured
    #[arg(long, global = true, default_value = "target")]
    folder: PathBuf,
    /// The program to measure [default: `ayni` beside this one]
    #[arg(long, global = true)]
    program: Option<PathBuf>,
}

impl How {
    /// How long a load run lasts.
    fn time(&self) -> Duration {
        Duration::from_secs(self.seconds)
    }

    /// A new folder that removes itself.
    fn scratch(&self) -> Result<tempfile::TempDir> {
        std::fs::create_dir_all(&self.folder)?;
        let folder = self.folder.canonicalize()?;
        tempfile::Builder::new().prefix("ayni-benches-").tempdir_in(folder).context("Cannot make a temporary folder")
    }
}

fn main() -> Result<()> {
    let Cli { what, how } = Cli::parse();
    say(machine::describe(&how)?);
    match what {
        What::All => {
            let peer = api::measure(&how)?;
            engine::measure(&how, &peer)?;
            pages::measure(&how)?;
            spaces::measure(&how)?;
            growth::measure(&how)
        }
        What::Engine => engine::measure(&how, &PeerRates::new()),
        What::Api => api::measure(&how).map(drop),
        What::Growth => growth::measure(&how),
        What::Pages => pages::measure(&how),
        What::Spaces => spaces::measure(&how),
    }
}
