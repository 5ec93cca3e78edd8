//! The narrow place between Ayni and the database below: get, range, commit a write set.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use redb::StorageBackend;

use crate::{Error, marker};

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
    ///
    /// # Errors
    /// [`Error::Full`] when there is no room: none of it is on the disk, and nothing more can be committed before
    /// [`revive`](Self::revive). Anything else trips the latch.
    fn commit(&self, writes: &mut dyn Iterator<Item = (&[u8], Option<&[u8]>)>) -> Result<(), Error>;

    /// Whether the disk was full, so that it must be revived before the next commit.
    fn is_full(&self) -> bool;

    /// Opens the database anew from the disk. States that were handed out stay readable.
    fn revive(&mut self) -> Result<(), Error>;

    /// Goes on with another disk that holds the same state. States that were handed out stay readable.
    fn move_to(&mut self, disk: Arc<dyn StorageBackend>) -> Result<(), Error>;
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
pub(crate) struct Latch {
    first: Mutex<Option<String>>,
    /// The file whose next opening must know of the fault.
    file: Option<PathBuf>,
}

impl Latch {
    /// A latch that leaves a marker beside the file when it trips.
    pub(crate) fn of(file: Option<PathBuf>) -> Self {
        Self { first: Mutex::default(), file }
    }

    /// Notes a fault; only the first is kept.
    pub(crate) fn trip(&self, fault: &str) {
        let mut first = self.first.lock().unwrap_or_else(PoisonError::into_inner);
        if first.is_none() {
            tracing::error!(fault, "the store turns read-only");
            *first = Some(fault.to_owned());
            if let Some(file) = &self.file {
                marker::leave(file, fault);
            }
        }
    }

    /// The first fault, if any.
    pub(crate) fn tripped(&self) -> Option<String> {
        self.first.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
