//! Times, sizes, and how they are told. The one place that looks at the running time.

use std::{
    fmt, fs,
    io::Write as _,
    path::Path,
    sync::mpsc::{Receiver, channel},
    time::{Duration, Instant},
};

use anyhow::Result;

/// Prints a line; a closed pipe is no error of ours.
pub(crate) fn say(line: impl fmt::Display) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// Waits; for clients that pause between two questions.
pub(crate) fn wait(time: Duration) {
    let (_held, never): (_, Receiver<()>) = channel();
    // Nobody sends: what comes is the end of the time.
    let _ = never.recv_timeout(time);
}

/// Measures from the moment it is made.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts now.
    #[expect(clippy::disallowed_methods, reason = "measuring time is what this program is for")]
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    /// The time since its start.
    pub(crate) fn elapsed(self) -> Duration {
        self.0.elapsed()
    }

    /// The same in seconds.
    pub(crate) fn seconds(self) -> f64 {
        self.0.elapsed().as_secs_f64()
    }
}

/// How long things took.
#[derive(Debug, Default)]
pub(crate) struct Times {
    all: Vec<Duration>,
    lasting: Duration,
}

impl Times {
    /// Times of a run of such a length.
    pub(crate) fn lasting(lasting: Duration) -> Self {
        Self { all: Vec::new(), lasting }
    }

    /// Adds one.
    pub(crate) fn add(&mut self, time: Duration) {
        self.all.push(time);
    }

    /// Takes over those of another client.
    pub(crate) fn join(&mut self, other: Self) {
        self.all.extend(other.all);
    }

    fn at(&self, permille: usize) -> f64 {
        let mut sorted = self.all.clone();
        sorted.sort_unstable();
        let place = (sorted.len() * permille / 1_000).min(sorted.len().saturating_sub(1));
        sorted.get(place).map_or(0.0, |time| time.as_secs_f64() * 1_000.0)
    }
}

impl fmt::Display for Times {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.lasting.as_secs_f64().max(0.001);
        #[expect(clippy::cast_precision_loss, reason = "a number of questions")]
        let rate = self.all.len() as f64 / seconds;
        let (p50, p95, p99) = (self.at(500), self.at(950), self.at(990));
        write!(f, "p50 {p50:.1} ms, p95 {p95:.1} ms, p99 {p99:.1} ms, {rate:.0} a second")
    }
}

/// The size of all files of a folder.
pub(crate) fn size(folder: &Path) -> Result<u64> {
    let mut size = 0;
    for entry in fs::read_dir(folder)? {
        size += entry?.metadata()?.len();
    }
    Ok(size)
}
