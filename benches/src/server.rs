//! The real program, started on a data folder and ended again.

use std::{
    fs::File,
    io::{BufRead as _, BufReader},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use anyhow::{Context as _, Result, bail};
use tokio::runtime::Runtime;

use crate::{
    How,
    client::{Client, Proof},
    machine,
    stopwatch::Stopwatch,
};

/// The running program.
pub(crate) struct Server {
    child: Child,
    /// Where it answers.
    pub(crate) address: SocketAddr,
    /// From the start of the process to its first answer.
    pub(crate) start_up: Duration,
}

/// The program to measure.
pub(crate) fn program(how: &How) -> Result<PathBuf> {
    let beside = || Ok::<_, anyhow::Error>(std::env::current_exe()?.with_file_name("ayni"));
    let program = how.program.clone().map_or_else(beside, Ok)?;
    if !program.is_file() {
        bail!("{} is not there. Build it first: cargo build --release --bin ayni", program.display());
    }
    Ok(program)
}

impl Server {
    /// Starts the program with its default settings on any free port and waits for its first answer.
    pub(crate) fn start(how: &How, runtime: &Runtime, data: &Path) -> Result<Self> {
        let clock = Stopwatch::start();
        let mut child = Command::new(program(how)?)
            .arg("--data")
            .arg(data)
            .args(["serve", "--listen", "127.0.0.1:0"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(File::create(data.join("log.jsonl"))?)
            .spawn()
            .context("Cannot start the program")?;
        match first_answer(&mut child, runtime) {
            Ok(address) => Ok(Self { child, address, start_up: clock.elapsed() }),
            Err(error) => {
                child.kill()?;
                child.wait()?;
                Err(error.context("The program did not come up"))
            }
        }
    }

    /// Its process.
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    /// Memory in MiB, see [`machine::memory`].
    pub(crate) fn memory(&self, line: &str) -> Result<f64> {
        machine::memory(self.process(), line)
    }

    /// Ends it as a power cut does.
    pub(crate) fn kill(mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Asks it to end and waits until it did.
    pub(crate) fn stop(mut self) -> Result<()> {
        Command::new("kill").arg(self.process().to_string()).status()?;
        let end = self.child.wait()?;
        if end.success() { Ok(()) } else { bail!("the program ended with {end}") }
    }
}

impl Drop for Server {
    /// After a fault nothing must go on running; after [`Server::stop`] there is nothing to end.
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Reads the address from the line that the program prints, and asks there until it answers.
fn first_answer(child: &mut Child, runtime: &Runtime) -> Result<SocketAddr> {
    let output = child.stdout.take().context("no output")?;
    let mut line = String::new();
    BufReader::new(output).read_line(&mut line)?;
    let port = line.trim().rsplit(':').next().and_then(|port| port.parse::<u16>().ok());
    let address = SocketAddr::from(([127, 0, 0, 1], port.with_context(|| format!("no address in {line:?}"))?));
    runtime.block_on(async { Client::open(address).await?.get("/health", Proof::Nobody).await })?;
    Ok(address)
}
