//! The one place that looks at the running time: what is measured here is time itself.

use std::time::{Duration, Instant};

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

    /// The time since its start in microseconds, held below 71 minutes.
    pub(crate) fn micros(self) -> u32 {
        micros(self.elapsed())
    }
}

/// A duration in microseconds, held below 71 minutes.
pub(crate) fn micros(time: Duration) -> u32 {
    u32::try_from(time.as_micros()).unwrap_or(u32::MAX)
}
