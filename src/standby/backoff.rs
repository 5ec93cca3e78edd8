//! Waiting between attempts: a little at first, then longer, but never so long that a returning connection is missed.

use std::time::Duration;

/// The first pause.
const SHORTEST: Duration = Duration::from_millis(50);

/// The longest pause.
const LONGEST: Duration = Duration::from_secs(2);

/// The pauses of one thing that is tried again and again.
#[derive(Debug)]
pub(super) struct Backoff(Duration);

impl Default for Backoff {
    fn default() -> Self {
        Self(SHORTEST)
    }
}

impl Backoff {
    /// It went well: the next failure is the first again.
    pub(super) const fn reset(&mut self) {
        self.0 = SHORTEST;
    }

    /// Waits, and longer the next time.
    pub(super) async fn pause(&mut self) {
        tokio::time::sleep(self.0).await;
        self.0 = (self.0 * 2).min(LONGEST);
    }
}
