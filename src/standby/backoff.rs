//! Waiting between attempts: a little at first, then longer, but never so long that a returning connection is missed.

use std::time::Duration;

/// The first pause.
const SHORTEST: Duration = Duration::from_millis(50);

/// The longest pause of what costs the other side nothing.
const LONGEST: Duration = Duration::from_secs(2);

/// The longest pause of what makes the other side work.
const LONGEST_OF_WORK: Duration = Duration::from_secs(30);

/// The pauses of one thing that is tried again and again.
#[derive(Debug)]
pub(super) struct Backoff {
    next: Duration,
    longest: Duration,
}

impl Backoff {
    /// For questions.
    pub(super) const fn of_questions() -> Self {
        Self { next: SHORTEST, longest: LONGEST }
    }

    /// For work that the other side does, such as copies.
    pub(super) const fn of_work() -> Self {
        Self { next: SHORTEST, longest: LONGEST_OF_WORK }
    }

    /// It went well: the next failure is the first again.
    pub(super) const fn reset(&mut self) {
        self.next = SHORTEST;
    }

    /// Waits, and longer the next time.
    pub(super) async fn pause(&mut self) {
        tokio::time::sleep(self.next).await;
        self.next = (self.next * 2).min(self.longest);
    }
}
