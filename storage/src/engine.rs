//! The narrow place between Ayni and the database below: get, range, commit a write set.

use std::sync::{Mutex, PoisonError};

use crate::Error;

/// Which way a range is walked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Smallest key first.
    Ascending,
    /// Greatest key first.
    Descending,
}

/// One stored key with its value.
pub(crate) type Pair = (Vec<u8>, Vec<u8>);

/// A lazy walk over stored pairs.
pub(crate) type Pairs<'a> = Box<dyn Iterator<Item = Result<Pair, Error>> + 'a>;

/// An ordered, flat space of keys that commits whole write sets durably.
pub(crate) trait Engine: Send {
    /// The latest committed state; later commits do not change it.
    fn snapshot(&self) -> Result<Box<dyn EngineSnapshot>, Error>;

    /// Applies all writes (`None` removes) in one durable step, or none of them.
    fn commit(&self, writes: &mut dyn Iterator<Item = (&[u8], Option<&[u8]>)>) -> Result<(), Error>;
}

/// One frozen state of an engine.
pub(crate) trait EngineSnapshot: Send + Sync {
    /// The value under a key.
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, Error>;

    /// Whether there is a value under a key; copies nothing.
    fn contains(&self, key: &[u8]) -> Result<bool, Error>;

    /// The pairs with `from <= key < to`.
    fn range(&self, from: &[u8], to: &[u8], direction: Direction) -> Result<Pairs<'static>, Error>;

    /// All pairs in ascending order.
    fn all(&self) -> Result<Pairs<'static>, Error>;
}

/// Remembers the first fault of the disk; from then on the store takes no writes.
#[derive(Debug, Default)]
pub(crate) struct Latch(Mutex<Option<String>>);

impl Latch {
    /// Notes a fault; only the first is kept.
    pub(crate) fn trip(&self, fault: &str) {
        let mut first = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if first.is_none() {
            tracing::error!(fault, "the store turns read-only");
            *first = Some(fault.to_owned());
        }
    }

    /// The first fault, if any.
    pub(crate) fn tripped(&self) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
