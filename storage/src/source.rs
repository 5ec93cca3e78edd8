//! Where time and chance come from: the only place that asks the operating system for them.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A source of the time of day.
pub trait Clock: Send + Sync {
    /// Microseconds since 1970-01-01T00:00:00Z.
    fn now_micros(&self) -> i64;
}

/// A source of random bytes.
pub trait Entropy: Send + Sync {
    /// Fills the whole buffer.
    fn fill(&self, buf: &mut [u8]);
}

/// The computer's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods, reason = "the one place that reads the computer's clock")]
    fn now_micros(&self) -> i64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since.as_micros()).unwrap_or(i64::MAX)
    }
}

/// The operating system's random number generator.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    #[allow(clippy::disallowed_methods, reason = "the one place that asks the system for randomness")]
    fn fill(&self, buf: &mut [u8]) {
        // Ids and tokens made of weak bytes would be worse than waiting for good ones.
        while let Err(error) = getrandom::fill(buf) {
            tracing::error!(%error, "the operating system gives no random bytes, trying again");
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

/// Reproducible bytes for tests and demos: never for a real community.
#[derive(Debug)]
pub struct SeededEntropy {
    key: [u8; 32],
    calls: AtomicU64,
}

impl SeededEntropy {
    /// The same seed gives the same sequence.
    pub fn new(seed: u64) -> Self {
        Self { key: *blake3::hash(&seed.to_le_bytes()).as_bytes(), calls: AtomicU64::new(0) }
    }
}

impl Entropy for SeededEntropy {
    fn fill(&self, buf: &mut [u8]) {
        let call = self.calls.fetch_add(1, Ordering::Relaxed);
        let mut hasher = blake3::Hasher::new_keyed(&self.key);
        hasher.update(&call.to_le_bytes());
        hasher.finalize_xof().fill(buf);
    }
}
