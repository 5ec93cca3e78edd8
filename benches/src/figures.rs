//! What was measured, and how it is printed.

use std::{fmt::Display, io::Write as _, time::Duration};

/// Writes a line; a closed pipe is no reason to stop measuring.
pub(crate) fn say(line: impl Display) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// One load run: how long each thing took, and how long all of it.
#[derive(Debug, Clone)]
pub(crate) struct Sample {
    /// Microseconds of each, sorted.
    micros: Vec<u32>,
    /// How many were done in a second.
    rate: f64,
}

impl Sample {
    /// From the time each thing took, in microseconds, and the length of the whole run.
    pub(crate) fn new(micros: Vec<u32>, time: Duration) -> Self {
        let rate = real(micros.len()) / time.as_secs_f64();
        Self::with_rate(micros, rate)
    }

    /// From a part of the times and a rate that was counted elsewhere.
    pub(crate) fn with_rate(mut micros: Vec<u32>, rate: f64) -> Self {
        micros.sort_unstable();
        Self { micros, rate }
    }

    /// Things done in a second.
    pub(crate) const fn rate(&self) -> f64 {
        self.rate
    }

    /// The time within which so many of a hundred were done, in milliseconds.
    pub(crate) fn percentile(&self, percent: usize) -> f64 {
        let last = self.micros.len().saturating_sub(1);
        let at = self.micros.len() * percent / 100;
        self.micros.get(at.min(last)).map_or(f64::NAN, |micros| f64::from(*micros) / 1_000.0)
    }

    /// Rate, p50 and p99 as columns.
    pub(crate) fn load_columns(&self) -> String {
        format!("{:>9.0} {:>8.2} {:>8.2}", self.rate, self.percentile(50), self.percentile(99))
    }

    /// p50 and p99 as columns.
    pub(crate) fn time_columns(&self) -> String {
        format!("{:>9.3} {:>9.3}", self.percentile(50), self.percentile(99))
    }
}

/// A count as a number to divide.
pub(crate) fn real(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// The better of the repeats: disturbances only ever slow a run down.
pub(crate) fn best(samples: &[Sample]) -> Option<&Sample> {
    samples.iter().max_by(|a, b| a.rate().total_cmp(&b.rate()))
}
